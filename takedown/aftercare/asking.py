"""After a letter that asks: a withdrawal, a request to a label or a platform, an enquiry."""

from takedown.aftercare.common import (
    DENIED,
    FOLLOW_UP,
    by_when,
    gone,
    look,
    mistake,
    money,
    new_stores,
    refused,
    untouched,
)
from takedown.aftercare.sections import NO_TICKET_DAYS, NOTHING_DONE_DAYS, Known, Section, Topic


def direct_or_distributor(known: Known) -> tuple[Section, ...]:
    """A withdrawal: everything that can happen."""
    return (
        by_when(known),
        untouched(known),
        new_stores(known),
        look(known),
        gone(known),
        DENIED,
        refused(known),
        mistake(known),
        money(known),
    )


def label_request(known: Known) -> tuple[Section, ...]:
    """A label decides for itself; its yes starts the clock of its own distributor."""
    name = known.desk
    return (
        Section(
            topic=Topic.WHEN,
            lines=(
                (
                    f"{name} decides, and no time is fixed. No answer after {NOTHING_DONE_DAYS} business days: "
                    "takedown follow-up writes the reminder."
                ),
            ),
            brief=f"ask after {NOTHING_DONE_DAYS} business days without an answer",
        ),
        Section(
            topic=Topic.ANSWER,
            lines=(
                (
                    "Yes: ask on which day they told their distributor, and which stores they named. The time runs "
                    "from then."
                ),
            ),
            commands=(f"takedown record agreed {known.id}",),
        ),
        look(known),
        gone(known),
        DENIED,
        Section(
            topic=Topic.REFUSED,
            lines=(
                (
                    "A label's no is theirs to say. Ask until when their licence runs. Write past them to nobody: "
                    "their distributor acts for the label."
                ),
            ),
            commands=(f"takedown record refused {known.id}",),
        ),
        mistake(known),
        Section(topic=Topic.MONEY, lines=(f"{name} goes on accounting for earlier months, as you agreed.",)),
    )


def platform_request(known: Known) -> tuple[Section, ...]:
    """It supports a withdrawal; what removes the music is that."""
    names = known.delivers or "your distributor"
    return (
        Section(
            topic=Topic.WHEN,
            lines=(
                (
                    f"What removes the music is your letter to {names}. This one asks {known.desk} to "
                    "act when that message arrives."
                ),
                (
                    f"No answer after {NOTHING_DONE_DAYS} business days: takedown follow-up writes a reminder. Without "
                    f"one nothing is lost, as long as {names} acts."
                ),
            ),
            brief=f"nothing depends on it; what counts is the letter to {names}",
        ),
        Section(
            topic=Topic.ANSWER,
            lines=(
                "If it names another desk, write that down with the day.",
                (
                    "Use no form for copyright complaints instead: what was delivered with your permission is no case "
                    "for it, and a false statement there can cost money."
                ),
                f"'Ask your distributor' is no refusal: keep the answer, and go on with {names}.",
            ),
            commands=(f"takedown record acknowledged {known.id} --evidence FILE",),
        ),
        Section(
            topic=Topic.LOOK, lines=(f"As with your letter to {names}; record what you see with that one.",)
        ),
        DENIED,
    )


def enquiry(known: Known) -> tuple[Section, ...]:
    """A question: nothing is removed by it, and its answer leads to the right letter."""
    return (
        Section(
            topic=Topic.WHEN,
            lines=(
                (
                    f"No ticket number after {NO_TICKET_DAYS} business days, or no answer after {NOTHING_DONE_DAYS}: "
                    "takedown follow-up writes the reminder. Nothing is removed by this letter."
                ),
            ),
            brief=FOLLOW_UP,
        ),
        Section(
            topic=Topic.ANSWER,
            lines=(
                (
                    "They deliver it: write the UPC and the ISRCs into the catalog and their name into the route "
                    "(takedown.toml, via), then run takedown plan. It makes the letter that asks."
                ),
                "They do not: a royalty statement that has the release shows who does. Name them in the route.",
                "Keep what they answer, whichever it is:",
            ),
            commands=(f"takedown record acknowledged {known.id} --evidence FILE",),
        ),
        DENIED,
    )
