"""steps.txt: for the user alone, what to do by hand with a notice, how to record it, and what happens next.

Its digest is part of the notice, so that it holds no date but those of the notice itself.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from takedown.aftercare import Section, aftercare_of, joined
from takedown.frozen import dataclass
from takedown.notice import Kind, Notice, RecipientRole, Way
from takedown.records import Channel, Known
from takedown.rendering.steps_files import advice, record, record_asked, record_published
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE

_WAYS = {
    Channel.EMAIL: "By email",
    Channel.FORM: "By form",
    Channel.DASHBOARD: "In your account",
    Channel.POST: "By post",
}

#: What a distributor has for removing is left out: a press there would remove.
_PRESS_NOTHING = {
    Kind.ENQUIRY: "This is only a question: press nothing in your account that removes a release.",
    Kind.REMINDER: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.ESCALATION: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.RETRACTION: "This calls a request back: press nothing in your account that removes a release.",
    Kind.REINSTATEMENT: "This asks for a return: press nothing in your account that removes a release.",
}


#: Physical products have codes of their own as a rule; the letter of a disc must name the disc's.
_BARCODE = (
    "Compare the barcode on the disc or record with the UPC of the letter: they often differ. Where they do, put the "
    "one on the disc into the catalog, as a release of its own if the same music is also delivered as files, and run "
    "takedown generate again."
)

_PUBLISH = (
    "Publish it yourself, where you speak to people: your page, your newsletter, your channels. Copy the text of "
    "notice.txt; this program sends it nowhere."
)


class Matter(StrEnum):
    """What a step is about."""

    BEFORE = "before"
    """What is done before it is handed over: wait, compare, read and sign."""
    WARNING = "warning"
    """What to leave alone."""
    WAY = "way"
    """Where to hand it over."""
    STEP = "step"
    """A step of the record, in its own words."""
    FILES = "files"
    """What to paste, attach, send or print."""
    BESIDES = "besides"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One numbered step. `ways` are those that it lists."""

    matter: Matter
    text: str
    ways: tuple[Way, ...] = ()


def steps_text(notice: Notice, *, files: Collection[str] | None = None) -> str:
    """Write the numbered steps and what happens next.

    `files` are the names of the notice's other files, so that none is spoken of that is not there; None: those that
    a notice of this kind and language has.
    """
    head = [
        f"What to do with notice {notice.id}"
        + (f" to {shown(name)}" if (name := notice.recipient.name) else ""),
        *(["This is a specimen with invented names: send it to nobody."] if notice.demo else []),
        "This page is for you alone: do not send it.",
        "",
    ]
    steps = (f"{number}. {step.text}" for number, step in enumerate(steps_of(notice, files=files), 1))
    return "\n".join([*head, *steps, "", *_next(aftercare_of(notice))]) + "\n"


def steps_of(notice: Notice, *, files: Collection[str] | None = None) -> tuple[Step, ...]:
    """List the steps, each with what it is about. `files` as for `steps_text`."""
    return tuple(_steps(notice, _usual_files(notice) if files is None else frozenset(files)))


def _usual_files(notice: Notice) -> frozenset[str]:
    public = notice.kind is Kind.PUBLIC_STATEMENT
    ticket = () if public else ("ticket.txt", "notice.eml")
    english = () if notice.language == "en" else ("english.txt",)
    return frozenset({"notice.txt", "notice.pdf", "items.csv", *ticket, *english})


def _steps(notice: Notice, files: Collection[str]) -> Iterator[Step]:
    if notice.waits:
        yield Step(matter=Matter.BEFORE, text=_wait(notice))
    if notice.kind is Kind.SUPPLY_STOP:
        yield Step(matter=Matter.BEFORE, text=_BARCODE)
    what = "statement" if notice.kind is Kind.PUBLIC_STATEMENT else "letter"
    read = f"Read the {what} (notice.txt or notice.pdf). If it is right, sign it: takedown sign {notice.id}"
    yield Step(matter=Matter.BEFORE, text=read)
    if notice.kind is Kind.PUBLIC_STATEMENT:
        yield Step(matter=Matter.STEP, text=_PUBLISH)
        yield Step(matter=Matter.RECORD, text=record_published(notice.id))
        return
    ways = usable_ways(notice)
    yield from _hand_over(notice, ways)
    yield Step(matter=Matter.FILES, text=advice(notice, {way.channel for way in ways}, files))
    yield from (Step(matter=Matter.BESIDES, text=text) for text in _besides(notice))
    recorded = record_asked if notice.kind is Kind.ROSTER_LETTER else record
    yield Step(matter=Matter.RECORD, text=recorded(notice.id))


def _wait(notice: Notice) -> str:
    open_ones = (shown(delivery.name) for delivery in notice.deliveries if delivery.submitted_on is None)
    names = joined(open_ones)
    return (
        f"Wait until you have asked {names} and recorded it (takedown record submitted);\n"
        "   then run takedown generate: this letter will name the day. To send it earlier, go on:\n"
        "   as it stands, it says that you are asking."
    )


def usable_ways(notice: Notice) -> tuple[Way, ...]:
    """The ways that fit what is said: where nothing shall be removed, or not everywhere, no button is one."""
    ways = notice.recipient.ways
    if notice.kind in _PRESS_NOTHING or _too_wide(notice):
        ways = tuple(way for way in ways if way.channel is not Channel.DASHBOARD)
    return ways


def _hand_over(notice: Notice, ways: tuple[Way, ...]) -> Iterator[Step]:
    """Where to go. The steps of a record that name its ways say it all; other ways come after them, post last."""
    recipient = notice.recipient
    warned = _PRESS_NOTHING.get(notice.kind, "")
    if warned and recipient.steps:
        yield Step(matter=Matter.WARNING, text=warned)
    if notice.kind.removes and _partly(notice):
        yield Step(matter=Matter.WARNING, text=_countries(notice))
    steps = () if warned or _too_wide(notice) else tuple(map(shown, recipient.steps))
    told = " ".join(steps).casefold()
    others = tuple(way for way in ways if not way.value or shown(way.value).casefold() not in told)
    written = tuple(way for way in others if way.channel is not Channel.POST)
    posted = tuple(way for way in others if way.channel is Channel.POST)
    others = (*written, *posted)
    if not ways and not steps:
        yield Step(matter=Matter.STEP, text=_no_way(notice))
    first = not steps or len(others) == len(ways)
    by_post_alone = bool(ways) and posted == ways
    if recipient.steps and not steps and by_post_alone:
        steps = (_look_first(notice),)
    if first and (now := written if steps else others):
        yield _listed("Hand it over", now, recipient.attention)
    yield from (Step(matter=Matter.STEP, text=step) for step in steps)
    if steps and (later := posted if first else others):
        yield _listed("If that does not work", later, recipient.attention)
    yield from (Step(matter=Matter.STEP, text=text) for text in _how(notice))


def _how(notice: Notice) -> Iterator[str]:
    """In which conversation, and to whom alone."""
    if notice.kind.answers_another and notice.earlier:
        if notice.earlier.ticket:
            yield f"Write in the same ticket, {shown(notice.earlier.ticket)}; open no new request."
        else:
            yield "Answer in the same conversation, where there is one; open no new request."
    if notice.kind is Kind.ROSTER_LETTER:
        yield "Send it to this artist alone, in a message of its own: nobody else sees who is asked."


def _besides(notice: Notice) -> Iterator[str]:
    """What goes with it, and who else is to be told."""
    if notice.end and notice.end.confirmation:
        file = shown(notice.end.confirmation)
        yield f"Also attach a copy of the confirmation that it ended, which no draft holds: {file}"
    if notice.kind is Kind.REINSTATEMENT and notice.recipient.role is not RecipientRole.PLATFORM:
        yield (
            "If a request to the platform about the same items went out, the platform was told that they would "
            "be removed: tell it of the return too, in the same conversation. This does not happen by itself."
        )


def _partly(notice: Notice) -> bool:
    return notice.territories != (WORLDWIDE,) or bool(notice.excluded_territories)


def _too_wide(notice: Notice) -> bool:
    """Whether the buttons of the desk would take it out of more countries than asked for, by all that is known."""
    recipient = notice.recipient
    return (
        notice.kind.removes
        and _partly(notice)
        and recipient.takes_countries is not Known.YES
        and any(way.channel is Channel.DASHBOARD for way in recipient.ways)
    )


def _countries(notice: Notice) -> str:
    """What a press can do where only some countries are meant."""
    name, head = shown(notice.recipient.name), f"This is for some countries only ({notice.scope})"
    press = "Press no button and choose no option that removes a release"
    ask = "Ask support, and paste the text of ticket.txt, which names the countries."
    match notice.recipient.takes_countries:
        case Known.YES:
            return (
                f"{head}: choose exactly these. Press no button and send no form where you cannot name them."
            )
        case Known.NO:
            return (
                f"{head}. {name} cannot take out single countries, by what is known here: it may mean removal "
                f"everywhere and a new upload. Decide first whether you want that. {press}. {ask}"
            )
    return f"{head}, and whether {name} can do that is not known here. {press}: it may be for every country. {ask}"


def _no_way(notice: Notice) -> str:
    name, role = shown(notice.recipient.name), notice.recipient.role
    if role in (RecipientRole.ARTIST, RecipientRole.LABEL, RecipientRole.SUPPLIER):
        return f"No address of {name} is known here. Hand it over the way you usually write to them."
    return f"No address of {name} is known here. Look for the help or contact page in your account there."


def _look_first(notice: Notice) -> str:
    name = shown(notice.recipient.name)
    return f"Look for the help or contact page in your {name} account: only a postal address is known here."


def _listed(words: str, ways: tuple[Way, ...], attention: str) -> Step:
    if len(ways) == 1:
        return Step(matter=Matter.WAY, text=f"{words}: {_way(ways[0], attention)}", ways=ways)
    lines = [f"{words}, one of these ways, the first that works for you:"]
    lines += [f"   - {_way(way, attention)}" for way in ways]
    return Step(matter=Matter.WAY, text="\n".join(lines), ways=ways)


def _way(way: Way, attention: str) -> str:
    where = ", ".join(map(shown, [*([way.value] if way.value else []), *way.lines]))
    note = f" – {shown(way.note).rstrip('.')}" if way.note else ""
    envelope = (
        f". Write on the envelope: Attention: {shown(attention)}"
        if attention and way.channel is Channel.POST
        else ""
    )
    return f"{_WAYS[way.channel]}: {where}{note}{envelope}"


def _next(sections: Sequence[Section]) -> Iterator[str]:
    """The aftercare, one sentence or command a line; what comes from data stays on its line."""
    yield "What happens next"
    for section in sections:
        yield ""
        yield section.topic.value
        yield from (f"- {shown(line)}" for line in section.lines)
        yield from (f"  {shown(command)}" for command in section.commands)
    yield ""
    yield "The same for all your letters, with what is known of each desk, stands in what-next.txt."
