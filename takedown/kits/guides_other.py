"""The page of a packet without a letter: questions to answer by hand, one's own steps, or why nothing can be asked."""

from collections.abc import Iterable, Iterator, Sequence

from takedown.kits.asking import Occasion
from takedown.kits.chapters import warned
from takedown.kits.guide import Blank, Block, Chapter, Guide, Points, Text
from takedown.kits.guides import ABOUT, KEEP, TELL, TITLE, lead, left_out, one
from takedown.kits.values import Entry, Gap
from takedown.kits.words import plainly
from takedown.plan import Omission
from takedown.records import Directory, Distributor, Platform
from takedown.rendering.values import shown

#: Questions → the choices, in plain words.
_CAPACITIES = (
    "as the artist",
    "as a member of the band",
    "for a label",
    "for somebody else, as manager or agent",
)
_BASES = (
    "I own all of the recordings, alone",
    "I own them with others, and every one of them agreed",
    "my company holds the rights",
    "somebody who holds the rights gave me a mandate in writing",
    "I do not know, or a label holds them",
)
_CODES = (
    "Your releases, with the codes as they stand in your account or on a statement: the UPC or EAN of each release, 12 "
    "or 13 digits, and the ISRC of each track. Never guess one. A file that you download from your account is better "
    "than writing by hand."
)
_ASKED: dict[Gap, tuple[Block, ...]] = {
    Gap.NAME: (Blank(ask="Your name, as you sign"), Blank(ask="You sign", choices=_CAPACITIES)),
    Gap.BASIS: (Blank(ask="Why you may ask. Mark what is true, and nothing else", choices=_BASES),),
    Gap.LABEL: (Blank(ask="The name of the label"),),
    Gap.DISTRIBUTOR: (Blank(ask="Where you upload your music, or who does it for you"),),
    Gap.EMAIL: (Blank(ask="The email address of your account there"),),
    Gap.PLATFORM: (Blank(ask="Which platform your music shall leave"),),
    Gap.CATALOG: (
        Text(text=_CODES),
        *(Blank(ask=f"Release {number}: title, UPC, ISRCs", lines=2) for number in range(1, 4)),
    ),
}


def guide_of_questions(entry: Entry, occasion: Occasion, directory: Directory) -> Guide:
    """What is missing, to be answered by hand and given back."""
    return Guide(
        artist=entry.artist,
        title=TITLE,
        lead=lead(entry, occasion, directory),
        things=(
            one("Answer the questions below", "There is no letter yet. Leave empty what you do not know."),
            one(
                "Give them back",
                "Give the answers to whoever gave you this packet, by a way that you trust. They make your letter from "
                "them, and you get a new packet.",
            ),
            one(
                "Until then, press nothing",
                "A wrong button can remove your music everywhere. There is time for this.",
            ),
        ),
        chapters=(
            Chapter(heading="Your answers", blocks=tuple(_questions(entry))),
            *_trap(directory.distributors.get(entry.via)),
            one(
                "Who learns what, and what it costs",
                "Whoever made this packet, and only what you give back. No distributor, no label and no platform "
                "learns anything from it. It costs nothing.",
            ),
            one(
                "How to stop",
                "Do nothing, and delete this packet. If you cannot take part, say so: it counts.",
            ),
            ABOUT,
        ),
        specimen=occasion.demo,
    )


def _questions(entry: Entry) -> Iterator[Block]:
    for gap in entry.gaps:
        yield from _ASKED[gap]


def _trap(record: Distributor | None) -> tuple[Chapter, ...]:
    """The button there that removes everywhere."""
    trap = plainly([record.all_stores_trap.value]) if record else ()
    return (
        (Chapter(heading=f"Leave this alone: {shown(record.name)}", blocks=warned(trap)),)
        if record and trap
        else ()
    )


def guide_of_steps(entry: Entry, occasion: Occasion, directory: Directory) -> Guide:
    """For who holds the account at the platform: no letter, their own buttons."""
    chapters = (each for slug in entry.platforms for each in _own_steps(directory.platforms[slug]))
    return Guide(
        artist=entry.artist,
        title=TITLE,
        lead=lead(entry, occasion, directory),
        things=(
            one(
                "Save what you want to keep",
                "Titles, codes, covers, audio, and pictures of the numbers: what is deleted may be gone.",
            ),
            one(
                "Take it out yourself",
                "The account is your own, so no letter is needed. The steps stand below.",
            ),
            one("Look, and write down the day", f"{KEEP} {TELL}"),
        ),
        chapters=(
            *chapters,
            one(
                "Who learns what, and what it costs",
                "The platform sees what you do in your account, and no letter goes to anybody. Income and play counts "
                "there end.",
            ),
            one(
                "How to stop, and the way back",
                "Until you press, nothing happens. What you hid can be shown again. What you deleted has to be "
                "uploaded anew, and its play counts are lost.",
            ),
            ABOUT,
        ),
        specimen=occasion.demo,
    )


def _own_steps(platform: Platform) -> Iterable[Chapter]:
    name = shown(platform.name)
    lines = plainly(platform.self_service.lines) or (
        "No steps are known here. Look in its help for artists, and do not delete more than you mean to.",
    )
    if warnings := plainly(each.value for each in platform.cautions):
        yield Chapter(heading=f"Know before: {name}", blocks=warned(warnings))
    yield Chapter(heading=f"Step by step: {name}", blocks=(Points(points=lines, first=1),))


def guide_of_reasons(
    entry: Entry, occasion: Occasion, directory: Directory, omissions: Sequence[Omission]
) -> Guide:
    """Where nothing can be asked, as far as is known: why, and that this is taking part too."""
    return Guide(
        artist=entry.artist,
        title=TITLE,
        lead=lead(entry, occasion, directory),
        things=(
            one(
                "Read why there is no letter",
                "It stands below. It may be wrong: only you know your agreement.",
            ),
            one(
                "Look into your agreement, if you want",
                "If it says something else, tell whoever gave you this packet. They can make a letter.",
            ),
            one(
                "Say so, if you want",
                "“I cannot” is an answer, and it is taking part. Nobody may count it against you.",
            ),
        ),
        chapters=(
            *left_out(omissions),
            *_trap(directory.distributors.get(entry.via)),
            one(
                "Who learns what, and what it costs",
                "Whoever made this packet has what is in it; you can ask them to delete it. Nobody else learns "
                "anything, and it costs nothing: there is no letter in this packet.",
            ),
            ABOUT,
        ),
        specimen=occasion.demo,
    )
