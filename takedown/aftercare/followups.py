"""After a letter that comes after another one: a reminder, an escalation, a call back, a return."""

from takedown.aftercare.common import DENIED, money, new_stores, refused, seen, untouched
from takedown.aftercare.sections import LOOK_AFTER_DAYS, Known, Section, Topic
from takedown.records import Loss

_NEXT = "takedown status says when the next step is due."


def reminder(known: Known) -> tuple[Section, ...]:
    """The first letter goes on; this one only recalls it."""
    return (
        Section(
            topic=Topic.WHEN,
            lines=(f"Your first letter goes on, and its day counts. {_NEXT}",),
            brief="the first letter's day counts; takedown status says what is due",
        ),
        Section(
            topic=Topic.ANSWER,
            lines=("Record what they answer with the first letter, not with this one:",),
            commands=(f"takedown record acknowledged {known.first} --evidence FILE",),
        ),
        DENIED,
        refused(known),
        untouched(known),
        new_stores(known),
    )


def escalation(known: Known) -> tuple[Section, ...]:
    """Somebody else is asked to look at it: with days and facts, calmly."""
    return (
        Section(
            topic=Topic.WHEN,
            lines=(f"Your first letter goes on, and its day counts. {_NEXT}",),
            brief="the first letter's day counts; takedown status says what is due",
        ),
        Section(
            topic=Topic.ANSWER,
            lines=(
                "Nothing comes: read what your agreement says of its end, and for much music or money take advice.",
                "Stay with days, numbers and what was said; threaten nothing. Record an answer with the first letter:",
            ),
            commands=(f"takedown record acknowledged {known.first} --evidence FILE",),
        ),
        DENIED,
        refused(known),
        money(known),
    )


def retraction(known: Known) -> tuple[Section, ...]:
    """What was asked is called back; until they confirm it can still happen."""
    *days, last = LOOK_AFTER_DAYS[:-1]
    when = f"{', '.join(map(str, days))} and {last} days after they confirm"
    return (
        Section(
            topic=Topic.WHEN,
            lines=(
                (
                    "Until they confirm it in writing, the removal can still happen. If they are silent, ask again "
                    "soon, in the same ticket."
                ),
                "If a letter to the platform went out too, call that back as well, and tell the people who had agreed.",
            ),
            brief="until they confirm it in writing, the removal can still happen",
        ),
        Section(
            topic=Topic.LOOK,
            lines=(
                f"If it is gone already, takedown reinstate {known.first} writes the letter that asks for its return.",
                f"Look {when} that it is still there. Write down what you see:",
            ),
            commands=seen(known, "live"),
            brief=when,
        ),
        DENIED,
    )


def reinstatement(known: Known) -> tuple[Section, ...]:
    """It returns, with the same codes; what was counted before may come back or not."""
    *days, last = LOOK_AFTER_DAYS[:-1]
    when = f"{', '.join(map(str, days))} and {last} days after they say that it is back"
    return (
        Section(
            topic=Topic.WHEN,
            lines=(f"How long a return takes is not known here. {_NEXT}", *known.warned(Loss.NO_RETURN)),
            brief="how long a return takes is not known here",
        ),
        Section(
            topic=Topic.LOOK,
            lines=(
                (
                    f"Look {when}: on the right artist's page, with the same titles, UPC and ISRCs, in each country "
                    "where it was. Play counts and places in playlists may link again; nobody promises it."
                ),
            ),
            commands=seen(known, "live"),
            brief=when,
        ),
        DENIED,
    )
