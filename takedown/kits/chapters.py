"""What a packet says of one letter: where it goes, what it tells, what it may cost, how to stop."""

from collections.abc import Iterable, Iterator

from takedown.aftercare import Section, Topic, aftercare_of, joined
from takedown.counting import listed_with_recordings
from takedown.days import long_date
from takedown.frozen import dataclass
from takedown.handing import Attach, Field, LeaveAlone, Station, Walk
from takedown.handing.stations import FieldKind
from takedown.kits.guide import Block, Chapter, Paste, Points, Text, Warned
from takedown.kits.words import plain, plainly, sections_of
from takedown.model import Finding
from takedown.notice import Kind, Notice, RecipientRole
from takedown.patterns import pattern
from takedown.plan import NoticePlan, PlannedNotice, Span
from takedown.records import Directory, Unit
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE, Basis, Capacity

_UNITS = {Unit.BUSINESS_DAYS: "business days", Unit.DAYS: "days"}
_WHY = {
    Basis.SOLE_OWNER: "that you own the recordings alone",
    Basis.ALL_OWNERS_AGREED: "that you own the recordings with others, and that all of them agreed",
    Basis.COMPANY: "that your company holds the rights",
    Basis.MANDATE: "that you act for others, who gave you a mandate",
}
_AS = {
    Capacity.MEMBER: "band member",
    Capacity.LABEL: "label representative",
    Capacity.OFFICER: "company officer",
}
#: Said in the packet elsewhere, or only of use with the program.
_NOT_COSTS = frozenset(
    {"W-PRIVACY", "W-NAMES", "W-WORDING", "W-WRONG-BUTTON", "I-LAST-WORKED", "I-ANSWERED-HERE"}
)
_REVIEW = "W-NOT-REVIEWED"
_ATTACHED = pattern(r"\b(attach) notice\.pdf[^;:]*?(?= where files)")
_FILL_IN = (
    "First fill in the blanks, ________, with the title and the UPC of the release, as they stand in your account. "
    "For each further release, do the same once more. Never guess a code: a blank that stays empty is better."
)
_NO_SECOND_HOME = (
    "If one of your postal lines is your home, ask for a packet with another: a care-of address is enough."
)
_COST = "What it may cost, and how long it takes"
_STOP = (
    "Until you send it, nothing happens: nothing in this packet sends itself. To stop, do nothing, and delete it.",
    (
        "After you have sent it, write at once in the same ticket or conversation: “I call this request back. Please "
        "change nothing.” What is gone by then does not come back by that."
    ),
)
_NOTHING_TO_CALL_BACK = "After you have sent it there is nothing to call back: it asks, and removes nothing."
_WAY_BACK = (
    "The way back: the folder {kit} has your titles and codes as they were, and the letter that asks for them to be "
    "delivered again, marked as a draft. With the same codes, play counts and places may come back. Nobody promises "
    "it, and it can cost."
)
_KEEP = (
    "The way back: keep your titles, codes, covers and audio. With them the music can be delivered again, and play "
    "counts may come back. Nobody promises it, and it can cost."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One letter of a packet: as planned, as it is handed over, and where its files lie."""

    planned: PlannedNotice
    walk: Walk
    """Up to where it was handed over: the artist records nothing."""
    folder: str
    kit: str = ""
    """The folder of what the way back needs; empty where there is none."""
    is_blank: bool = False
    """Whether titles and codes are to be filled in by hand."""

    @property
    def notice(self) -> Notice:
        """The letter."""
        return self.planned.notice

    @property
    def stations(self) -> tuple[Station, ...]:
        """How to hand it over. That it is a specimen is said above all."""
        stations = self.walk.stations
        if self.walk.demo and stations and isinstance(stations[0], LeaveAlone):
            return stations[1:]
        return stations


def aftercare(letter: Prepared, directory: Directory) -> tuple[Section, ...]:
    """What happens after the letter, by the records."""
    recipient = letter.notice.recipient
    delivers = recipient.role is RecipientRole.DISTRIBUTOR
    record = directory.distributors.get(recipient.desk) if delivers else None
    return aftercare_of(letter.notice, outlook=letter.planned.outlook, record=record)


def alone(letter: Prepared, sections: Iterable[Section]) -> tuple[str, ...]:
    """What to leave alone: the wrong buttons, and what must not be touched until it is done."""
    buttons = (station.text for station in letter.stations if isinstance(station, LeaveAlone))
    rest = (line for section in sections_of(sections, Topic.UNTOUCHED) for line in section.lines)
    return plainly((*buttons, *rest))


def steps(letter: Prepared) -> Chapter:
    """Where to go, what to paste, what to attach, in order."""
    blocks: list[Block] = [Text(text=f"The files that are named here lie in the folder {letter.folder}.")]
    if letter.is_blank:
        blocks.append(Text(text=_FILL_IN))
    told: list[str] = []
    done = 0
    for station in letter.stations:
        match station:
            case LeaveAlone():
                continue
            case Field():
                blocks += [*_told(told, done), _paste(station)]
                done, told = done + len(told), []
            case Attach(files=files, yours=yours):
                told += (
                    [] if letter.is_blank else [f"Attach {joined((*files, *yours))}, where files are taken."]
                )
            case _:
                told += _lines(station.text, blank=letter.is_blank)
    return Chapter(heading=f"Step by step: {letter.walk.desk}", blocks=(*blocks, *_told(told, done)))


def _lines(text: str, *, blank: bool) -> Iterator[str]:
    kept = plain(text)
    if blank:  # there is neither a table nor a draft beside it, and the PDF is filled in on paper
        kept = _ATTACHED.sub(r"\1 a picture of the letter that you filled in,", kept)
        kept = kept.partition(" For email, open notice.eml")[0]
    if kept:
        yield kept


def _told(told: list[str], done: int) -> tuple[Points, ...]:
    """Steps that follow those that are done."""
    return (Points(points=tuple(told), first=done + 1),) if told else ()


def _paste(field: Field) -> Paste:
    name = "The text, as in ticket.txt" if field.kind is FieldKind.BODY else field.name
    which = f", part {field.part} of {field.parts}" if field.parts > 1 else ""
    if not field.text:
        return Paste(head=f"{name}{which}", text=field.answer)
    length = f"{field.length:,}" + (f" of at most {field.limit:,}" if field.limit else "")
    over = f"; {field.over:,} more than the form may take" if field.over else ""
    return Paste(head=f"{name}{which} – {length} characters{over}", text=field.text)


def learns(letter: Prepared) -> Chapter:
    """What the one who reads the letter learns, from the values that it is made of."""
    notice, sender = letter.notice, letter.notice.sender
    to = shown(notice.recipient.name)
    signs = (
        f"your name, {sender.name}, and that you sign as {_AS.get(sender.capacity, sender.capacity.value)}"
    )
    said = (
        signs + (f" of {sender.organization}" if sender.organization else ""),
        f"your email address, {sender.email}",
        f"the email of your account there, {notice.account}"
        if notice.account not in ("", sender.email)
        else "",
        f"your postal lines: {', '.join(sender.address)}" if sender.address else "",
        _about(letter),
        _wish(notice),
        _WHY.get(notice.basis, "") if notice.kind.states_authority and notice.basis else "",
    )
    rest = (
        "" if sender.address else "No postal address stands in it.",
        "No reason, no campaign and nobody's list stands in it. Whoever reads a letter can pass it on.",
        _NO_SECOND_HOME if sender.address else "",
    )
    return Chapter(
        heading=f"What {to} will learn about you",
        blocks=(
            Points(points=tuple(shown(each) for each in said if each)),
            Text(text=" ".join(filter(None, rest))),
            Text(text=_others(notice, to)),
        ),
    )


def _about(letter: Prepared) -> str:
    if letter.is_blank:
        return (
            "what it is about: the artist's name, and the title and the code of each release that you fill in"
        )
    codes = "codes as far as known" if letter.notice.kind is Kind.ENQUIRY else "codes"
    releases = listed_with_recordings(letter.notice.releases)
    return (
        f"what it is about: {releases}, with artists, titles, {codes}, labels and dates as your list has them"
    )


def _wish(notice: Notice) -> str:
    platforms = joined(platform.name for platform in notice.platforms)
    if notice.kind is Kind.ENQUIRY:
        return f"that you ask who delivers it to {platforms}, and under which codes"
    where = "worldwide" if notice.territories == (WORLDWIDE,) else f"in {', '.join(notice.territories)}"
    by = f", by {long_date(notice.wanted_by)}" if notice.wanted_by else ""
    return f"that you want it to leave {platforms}, {where}{by}"


def _others(notice: Notice, to: str) -> str:
    platforms = joined(shown(platform.name) for platform in notice.platforms)
    hears = "" if notice.kind is Kind.ENQUIRY else f" It may learn from {to} which music leaves."
    made = "Whoever made this packet has what is in it; you can ask them to delete it."
    return f"{platforms} gets no letter from this packet.{hears} {made}"


def costs(letter: Prepared, plan: NoticePlan) -> Chapter:
    """Fees, days and what else it may take with it, as far as anybody knows."""
    notice, outlook = letter.notice, letter.planned.outlook
    to = shown(notice.recipient.name)
    if notice.kind is Kind.ENQUIRY:
        asks = f"This is a question: it removes nothing, and nothing is known that it would cost. {to} may take days."
        return Chapter(heading=_COST, blocks=(Text(text=asks),))
    points = [f"Money: {plain(fee.value)}" for fee in outlook.fees] or [_money(notice, to)]
    points.append(f"Time: {_time(outlook.due_after, to)}")
    if outlook.start_by and notice.wanted_by:
        wanted, start = long_date(notice.wanted_by), long_date(outlook.start_by)
        points.append(f"To be gone by {wanted}, hand it over by {start}, by the days above.")
    findings = [each for each in (*outlook.cautions, *plan.notes) if each.rule not in _NOT_COSTS]
    points += [_said(each) for each in findings if each.rule != _REVIEW]
    if any(each.rule == _REVIEW for each in findings):
        points.append("No lawyer has reviewed the letter. For much music or money, let one read it.")
    sure = plainly(outlook.notes)
    known: tuple[Block, ...] = (Text(text="How sure this is:"), Points(points=sure)) if sure else ()
    return Chapter(heading=_COST, blocks=(Points(points=plainly(points)), *known))


def _money(notice: Notice, to: str) -> str:
    if not notice.kind.removes:
        return "Money: nothing is known that it would cost."
    says = "The letter says: if it costs anything, do nothing, and tell me first."
    return f"Money: what {to} takes for it is not known here. {says}"


def _said(found: Finding) -> str:
    hint, message = plain(found.hint.partition("\n")[0]), plain(found.message)
    message = f"{message[:1].upper()}{message[1:]}"
    return f"{message.rstrip('.')}. {hint[:1].upper()}{hint[1:]}" if hint else message


def _time(span: Span | None, to: str) -> str:
    if span is None:
        return f"how long {to} and the store take together is not known here."
    days = str(span.max) if span.min == span.max else f"{span.min} to {span.max}"
    return f"{days} {_UNITS[span.unit]}, {to} and the store together, as far as it is known."


def stopping(letter: Prepared) -> Chapter:
    """How to stop before and after, and the way back."""
    if letter.notice.kind is Kind.ENQUIRY:
        return Chapter(heading="How to stop", blocks=(Points(points=(_STOP[0], _NOTHING_TO_CALL_BACK)),))
    blocks: list[Block] = [Points(points=_STOP)]
    if letter.kit:
        blocks.append(Text(text=_WAY_BACK.format(kit=letter.kit)))
    else:
        blocks.append(Text(text=_KEEP))
    return Chapter(heading="How to stop, and the way back", blocks=tuple(blocks))


def afterwards(letter: Prepared, sections: Iterable[Section]) -> Chapter:
    """When to ask, where to look, what to do if it goes wrong."""
    topics = (
        Topic.WHEN, Topic.ANSWER, Topic.LOOK, Topic.GONE, Topic.AFTER, Topic.DENIED, Topic.REFUSED, Topic.MISTAKE,
        Topic.NEW_STORES, Topic.MONEY,
    )  # fmt: skip
    blocks: list[Block] = []
    for section in sections_of(sections, *topics, asks=letter.notice.kind is Kind.ENQUIRY):
        lines = (
            section.lines
            if letter.kit
            else tuple(each for each in section.lines if "restore kit" not in each)
        )
        if lines:
            blocks += [Text(text=f"{section.topic.value}:"), Points(points=lines)]
    return Chapter(heading="Afterwards", blocks=tuple(blocks))


def warned(points: tuple[str, ...]) -> tuple[Warned, ...]:
    """A warning, where there is something to warn of."""
    return (Warned(points=points),) if points else ()
