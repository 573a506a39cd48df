"""Before the platform's own form: what must be clear, and what the form will ask (17 U.S.C. 512(c)(3), 512(f)).

No letter is made for such a copy. These are questions for the user, in the order in which to ask them.
"""

#: What can make a copy permitted after all. One "perhaps" is enough to ask first.
IS_IT_REALLY = (
    "A distributor: did you, a member or a former label ever deliver it, and does a statement show money for it?",
    "A label: has one, present or former, a right to it, or to a compilation that it is on?",
    "A cover: somebody else's own recording of your song is not your recording.",
    "A licence by law: some radio and library uses need no permission.",
    "Fair use: a short quotation, a review, a parody or teaching can be allowed.",
)

#: What these forms ask, and at whose risk.
ASKED_BY_FORMS = (
    "The work: artist, title, ISRC, and who owns the recording.",
    "The exact page of every copy; a search or 'all my music' is not enough.",
    "Your name, address and email. They can be passed on to whoever put it there.",
    (
        "Statements at your own risk: that nobody with a right and no law permits it, and that all you say is true. A "
        "false one can cost money (17 U.S.C. 512(f))."
    ),
)
