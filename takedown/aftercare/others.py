"""After a letter about an ended agreement, about discs, to an artist of the roster; after a public statement."""

from takedown.aftercare.common import DENIED, by_when, gone, look, mistake, money, seen
from takedown.aftercare.sections import LOOK_AFTER_DAYS, Known, Section, Topic
from takedown.notice import RecipientRole


def after_end(known: Known) -> tuple[Section, ...]:
    """The agreement is over and the music still there."""
    advice = (
        "It stays there all the same: keep dated pictures of each page and all answers, and take advice before any "
        "further step."
    )
    if known.role is RecipientRole.PLATFORM:
        told = (
            "'Ask your distributor' is no refusal: answer once, with the day of the end and its confirmation, and ask "
            "who delivers it now."
        )
        no: tuple[str, ...] = ("They say no: ask for the reason in writing.",)
    else:
        told = ""
        no = (
            (
                "They say that the agreement still runs: ask by which clause and until which day, in writing, and "
                "compare it with the confirmation you hold. If they are right, correct the route in takedown.toml: "
                "another letter follows."
            ),
        )
    yes = "Yes, they remove it: ask on which day."
    return (
        by_when(known),
        Section(
            topic=Topic.ANSWER,
            lines=tuple(filter(None, (told, yes))),
            commands=(f"takedown record agreed {known.id}",),
        ),
        look(known),
        gone(known),
        DENIED,
        Section(topic=Topic.REFUSED, lines=(advice, *no), commands=(f"takedown record refused {known.id}",)),
        mistake(known, has_kit=False),
        money(known),
    )


def supply_stop(known: Known) -> tuple[Section, ...]:
    """Discs and records: what was supplied before can stay and be sold on."""
    days = (
        ", ".join(map(str, LOOK_AFTER_DAYS[1:-1]))
        + f" and {LOOK_AFTER_DAYS[-1]} days after the last delivery"
    )
    return (
        by_when(known),
        Section(
            topic=Topic.ANSWER,
            lines=(
                "Yes: ask for the day of the last delivery, and what becomes of copies that were ordered before.",
            ),
            commands=(f"takedown record agreed {known.id}",),
        ),
        Section(
            topic=Topic.LOOK,
            lines=(
                (
                    f"Look {days}. Stock that is held already, used copies and offers of other sellers can stay, and "
                    "the page can outlive them: that is no failure. Write down what you see:"
                ),
            ),
            commands=seen(known, "gone", "live"),
            brief=days,
        ),
        DENIED,
        Section(
            topic=Topic.REFUSED,
            lines=(
                "Discs and records: ask in writing by which clause, until when, and what is still on order.",
            ),
            commands=(f"takedown record refused {known.id}",),
        ),
        Section(
            topic=Topic.MONEY,
            lines=("Copies that were sold before are still accounted for.",),
        ),
    )


def roster_letter(known: Known) -> tuple[Section, ...]:
    """An artist is asked. Only a yes is a yes, and it is nobody else's business."""
    until = known.answer_by
    day = f" until {until.isoformat()}" if until else ""
    return (
        Section(
            topic=Topic.WHEN,
            lines=(
                (
                    f"Silence is not consent: without a yes{day} nothing of this artist is asked for. Ask once more, "
                    "kindly; then leave it."
                ),
            ),
            brief="silence is not consent; only a yes goes on",
        ),
        Section(
            topic=Topic.ANSWER,
            lines=(
                "Write it into decisions.csv: party, answer (yes or no), date, how, file. Then run takedown plan.",
                (
                    "A no needs no reasons. Keep each answer to yourself: show it to no other artist, and do not say "
                    "who else was asked or what they said."
                ),
                "After a yes tell the artist when the request goes out, and when you have seen that it is gone.",
            ),
        ),
    )


def public_statement(_: Known) -> tuple[Section, ...]:
    """It is published by hand, and can be quoted for ever."""
    return (
        Section(
            topic=Topic.BEFORE,
            lines=(
                "Check each claim and each date against its source, on the day itself. It can be quoted for ever.",
                "What was asked for is not done yet: say 'I have asked', until you have seen it gone.",
                (
                    "Speak for yourself. Name no other artist, member or label without their own yes, and give no home "
                    "address."
                ),
            ),
            brief="check each claim and each date; it can be quoted for ever",
        ),
        Section(
            topic=Topic.AFTER,
            lines=(
                (
                    "Keep a copy, with the day and the address of the page. If something in it turns out wrong, "
                    "correct it in the same place, with the day."
                ),
            ),
            brief="keep a copy, with the day and the address of the page",
        ),
    )
