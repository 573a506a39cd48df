"""What is said after more than one kind of notice."""

from takedown.aftercare.sections import (
    LOOK_AFTER_DAYS,
    NO_TICKET_DAYS,
    NOTHING_DONE_DAYS,
    Known,
    Section,
    Topic,
    joined,
    sentence,
)
from takedown.notice import RecipientRole
from takedown.plan import Span
from takedown.records import Loss, Platform, Unit
from takedown.request import EARLIEST, WORLDWIDE

_UNITS = {Unit.BUSINESS_DAYS: "business days", Unit.DAYS: "days"}
#: Calendar days of ten business days.
_NOTHING_DONE = {Unit.BUSINESS_DAYS: NOTHING_DONE_DAYS, Unit.DAYS: 14}
FOLLOW_UP = (
    f"ask after {NO_TICKET_DAYS} business days without an answer, {NOTHING_DONE_DAYS} without a result"
)

#: A second request would be a second case, with a date of its own.
DENIED = Section(
    topic=Topic.DENIED,
    lines=(
        (
            "Send the same words again, with the first date and the ticket number or the confirmation you kept. Never "
            "as a new request: that gets a new date."
        ),
    ),
)


def by_when(known: Known) -> Section:
    """By when they should have confirmed and acted, and when to ask."""
    bounds = _bounds(known)
    done = f"{NOTHING_DONE_DAYS} business days after that" if bounds else f"after {NOTHING_DONE_DAYS}"
    clock = (
        f"No ticket number and no confirmation after {NO_TICKET_DAYS} business days, or nothing done {done}: takedown "
        "follow-up writes the reminder."
    )
    return Section(
        topic=Topic.WHEN,
        lines=(*bounds, *_takes(known), *known.warned(Loss.SLOW_SEASON), clock),
        brief=FOLLOW_UP,
    )


def _bounds(known: Known) -> tuple[str, ...]:
    """What the agreement and the request themselves say of the day."""
    lines = []
    if known.notice_days:
        lines.append(f"The notice period of your agreement comes first: {known.notice_days} days.")
    if known.effective != EARLIEST:
        lines.append(f"It shall take effect on {known.effective}, not before.")
    return tuple(lines)


def _takes(known: Known) -> tuple[str, ...]:
    """How long it takes, by the sourced numbers; where there are none, by the records' own words."""
    span, name, record = known.outlook.due_after, known.desk, known.record
    if span is not None:
        late = _NOTHING_DONE[span.unit] < span.max
        patience = " A reminder before then only asks how far it is." if late else ""
        together = f"{name} and platform together, as far as sourced"
        return (f"It takes {_in_words(span, or_more=_is_open(known))} ({together}).{patience}",)
    times = [(record.name, record.time)] if record else []
    times += [(platform.name, platform.time) for platform in known.platforms]
    said = tuple(f"{party}: {sentence(time.value)}" for party, time in times if time.value)
    unknown = f"How long {name} takes is not known here."
    return (unknown, *said) if record and not record.time.value else said


def _is_open(known: Known) -> bool:
    """Whether a source names no upper number."""
    times = [platform.time for platform in known.platforms]
    times += [known.record.time] if known.record else []
    return any(time.min is not None and time.max is None for time in times)


def _in_words(span: Span, *, or_more: bool) -> str:
    """`2 to 15 business days`."""
    days = str(span.max) if span.min == span.max else f"{span.min} to {span.max}"
    return f"{days} {_UNITS[span.unit]}" + (" or more" if or_more else "")


def look(known: Known) -> Section:
    """When and where to look, and how to write down what is seen."""
    *days, last = LOOK_AFTER_DAYS
    when = f"{', '.join(map(str, days))} and {last} days after they say that it is done"
    return Section(
        topic=Topic.LOOK,
        lines=(f"Look {when}, {_where(known)}. Write down what you see, each time:",),
        commands=seen(known, "gone", "live"),
        brief=when,
    )


def seen(known: Known, *what: str) -> tuple[str, ...]:
    """The commands that record what was seen; by platform where there are several."""
    platform = " --platform PLATFORM" if len({one.slug for one in known.platforms}) > 1 else ""
    return tuple(f"takedown record {word} {known.id}{platform} --on YYYY-MM-DD" for word in what)


def _where(known: Known) -> str:
    """The countries; for a part of the world also those where it must have stayed."""
    asked, left = known.territories, joined(known.excluded)
    if asked != (WORLDWIDE,):
        return (
            f"in each country you asked for ({joined(asked)}), with the help of somebody there; elsewhere it must "
            "still be there"
        )
    if left:
        return f"in your own country and in another; in {left} it must still be there"
    return "in your own country and, with a friend's help, in another"


def gone(known: Known) -> Section:
    """How to see that it is gone, and what looks like it without being it. What is not known is not said."""
    return Section(
        topic=Topic.GONE,
        lines=(
            *(f"{platform.name}: {_traps(platform)}" for platform in known.platforms),
            *known.warned(Loss.LIVES_ON),
            (
                "Compare links and codes, not titles, and search for the artist too: another version, a compilation "
                "or a session that somebody else delivers has a page of its own, and stays."
            ),
        ),
    )


def _traps(platform: Platform) -> str:
    """What its record says of seeing it gone and of second deliveries."""
    again = platform.redelivery.value
    facts = (
        platform.verification.value or "open the links you saved; search results can be old",
        f"If somebody delivers it again: {again}" if again else "",
    )
    return " ".join(sentence(fact) for fact in facts if fact)


def refused(known: Known) -> Section:
    """They say that one store cannot be left: what to ask, what not to accept, which ways are left."""
    others = (
        "the end of the term, your label, another distributor"
        if known.role is not RecipientRole.PLATFORM
        else "the end of the term"
    )
    return Section(
        topic=Topic.REFUSED,
        lines=(
            (
                "Ask in writing for the clause or the technical reason, and whether others whose music they have can "
                "leave a single store."
            ),
            f"Accept no removal from all stores in exchange. Other ways: {others}.",
        ),
        commands=(f"takedown record refused {known.first}",),
    )


def mistake(known: Known, *, has_kit: bool = True) -> Section:
    """It disappears where it was not asked to. The kit is what lies beside a letter that can be undone.

    The letter that `reinstate` writes asks for the stores that were left: here it would ask for the wrong ones.
    """
    kit = ("Codes and credits as they were are in the restore kit, folder restore/.",) if has_kit else ()
    meant, others = ("stores of the letter", "other stores")
    if known.is_partial:
        meant, others = ("stores and countries of the letter", "others")
    return Section(
        topic=Topic.MISTAKE,
        lines=(
            (
                f"Write at once, in the same ticket: only the {meant} were meant. Ask that all {others} be restored at "
                "once."
            ),
            *kit,
            *known.warned(Loss.NO_RETURN),
        ),
    )


def money(known: Known) -> Section:
    """What is still paid, and what it needs."""
    return Section(
        topic=Topic.MONEY,
        lines=(
            "Money for earlier months goes on arriving. Keep the account, its bank details and your login.",
            *known.warned(Loss.KEEP_ACCOUNT),
        ),
    )


def untouched(known: Known) -> Section:
    """What must stay, and what must not be pressed."""
    trap = known.record.all_stores_trap.value if known.record else ""
    return Section(
        topic=Topic.UNTOUCHED,
        lines=(
            # D32, D33, D34: brands of one system say so of their removals
            "Cover, audio, codes and credits: a change can make the removal fail.",
            *known.warned(Loss.HANDS_OFF),
            *(_ACCOUNT if known.role is RecipientRole.DISTRIBUTOR else ()),
            *([f"{known.record.name}: {sentence(trap)}"] if known.record and trap else []),
        ),
    )


_ACCOUNT = (
    # Ditto (D14) and Record Union (D25) say so of themselves
    "The subscription: letting it run out is no way to remove music. Some distributors say that it can stay online.",
)


def new_stores(known: Known) -> Section:
    """What could bring it back by itself, and only for the stores that are left."""
    off = (
        "Off for the stores of this letter, where that can be chosen, or it can come back. Other stores stay as they "
        "are."
    )
    asked = (off,) if known.role is RecipientRole.DISTRIBUTOR else ()
    return Section(topic=Topic.NEW_STORES, lines=(*asked, *known.warned(Loss.EXTRAS)))
