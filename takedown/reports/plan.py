"""What a person reads of `plan`: who would be asked for what, by when, and what it may take along."""

from decimal import Decimal
from itertools import groupby

from takedown.aftercare import Topic, aftercare_of
from takedown.counting import listed_with_recordings
from takedown.model import Finding
from takedown.notice import Kind, Notice, RecipientRole, Way
from takedown.plan import Likelihood, NoticePlan, Omission, Outlook, PlannedNotice
from takedown.records import Channel, Fee, Known, Unit
from takedown.reports.exhibits import appended
from takedown.reports.findings import hint_lines
from takedown.reports.words import counted, fields, listed, long_date, page, wrapped
from takedown.request import WORLDWIDE

_UNITS = {Unit.BUSINESS_DAYS: "business days", Unit.DAYS: "days"}
_CHANNELS = {
    Channel.EMAIL: "email",
    Channel.FORM: "form",
    Channel.DASHBOARD: "dashboard",
    Channel.POST: "post",
}
_SHOWN_ARTISTS = 3
_TITLES = {
    Kind.REMOVAL_AFTER_END: "removal after end",
    Kind.SUPPLY_STOP: "supply stop",
    Kind.ROSTER_LETTER: "roster letter",
    Kind.PUBLIC_STATEMENT: "public statement",
}
#: Why something is left out, where `check` says what to write to let it go on. For the rest it has nothing to say.
_OF_CHECK = frozenset(
    {
        "no-route", "no-contact", "awaiting-consent", "label-question", "authority-question", "blocked-row",
        "no-principal", "unknown-platform", "unknown-distributor", "end-not-confirmed", "earns-there", "no-supplier",
    }
)  # fmt: skip
#: What the user does by hand: the steps stand in what-next.txt.
_BY_HAND = frozenset({"self-service", "unlicensed", "podcast-host"})
_SETTLED = frozenset({"already-asked", "called-back", "not-on-platform"})

DEMO = "SPECIMEN: takedown.toml says demo = true. Nothing here is to be handed over."


def plain_plan(plan: NoticePlan) -> str:
    """Lay out the plan: each notice, what is left out and why, totals, the next command."""
    lines: list[str] = []
    if any(planned.notice.demo for planned in plan.notices):
        lines.extend((DEMO, ""))
    said: set[str] = set()
    for number, planned in enumerate(plan.notices, start=1):
        lines.extend((*_planned(number, planned), *_advice(planned.outlook, said), ""))
    if not plan.notices:
        lines.extend(("Nothing to ask for now.", ""))
    if plan.notes:
        lines.append("About the plan as a whole")
        for finding in plan.notes:
            lines.extend(wrapped(f"{finding.rule}: {finding.message}", first="- ", rest="  "))
            lines.extend(hint_lines(finding.hint, indent="  "))
        lines.append("")
    if plan.omissions:
        lines.extend((*_omissions(plan.omissions), ""))
    return page([*lines, *totals_lines(plan), *_next(plan)])


def _planned(number: int, planned: PlannedNotice) -> list[str]:
    notice, outlook = planned.notice, planned.outlook
    return [
        *wrapped(f"{title(notice)}  {notice.id}", first=f"{number}. "),
        *fields(
            (
                ("for", _principal(notice)),
                ("about", about(notice)),
                ("on", _platforms(notice) if notice.releases else ""),
                ("where", scope(notice) if notice.releases else ""),
                (
                    "hand over",
                    "; ".join(_way(way, notice) for way in notice.recipient.ways) or _no_way(notice),
                ),
                ("appends", appended(notice)),
                ("waits", _waits(notice)),
                ("counts", _counts(notice)),
                ("answer", _answer(notice)),
                ("wanted", _wanted(notice, outlook)),
                ("takes", _takes(notice, outlook)),
                ("fees", _fees(outlook)),
                *_next_steps(notice, outlook),
            ),
            indent="   ",
        ),
    ]


def title(notice: Notice) -> str:
    """Kind and recipient: `Roster letter to The Examples`; a public statement goes to nobody."""
    words = _TITLES.get(notice.kind, notice.kind.value)
    words = words[0].upper() + words[1:]
    return words if notice.kind is Kind.PUBLIC_STATEMENT else f"{words} to {notice.recipient.name}"


def lower_title(notice: Notice) -> str:
    """The same inside a sentence: `roster letter to The Examples`."""
    words = title(notice)
    return words[0].lower() + words[1:]


def _next_steps(notice: Notice, outlook: Outlook) -> list[tuple[str, str]]:
    """What happens next, in a line or two: when to ask, when to look. The whole stands in what generate writes."""
    sections = aftercare_of(notice, outlook=outlook)
    labels = {Topic.LOOK: "look"}
    return [(labels.get(section.topic, "then"), section.brief) for section in sections if section.brief]


def _advice(outlook: Outlook, said: set[str]) -> list[str]:
    """Cautions and notes, each in full where it comes first; a hundred notices to one desk do not repeat them."""
    cautions = tuple(caution for caution in outlook.cautions if caution.message not in said)
    notes = [note for note in outlook.notes if note not in said]
    again = len(outlook.cautions) + len(outlook.notes) - len(cautions) - len(notes)
    said.update(caution.message for caution in cautions)
    said.update(notes)
    return [
        *_cautions(cautions),
        *(line for note in notes for line in wrapped(note, first="   note: ")),
        *([f"   ! {counted(again, 'caution')} and notes as said above"] if again else []),
    ]


def _principal(notice: Notice) -> str:
    signer = notice.sender.name
    return notice.principal if notice.principal == signer else f"{notice.principal}, signed by {signer}"


def about(notice: Notice) -> str:
    """Say how many releases and recordings by whom; a public statement lists none."""
    if not notice.releases:
        return "your own words, without a list of releases"
    artists = list(dict.fromkeys(release.artist for release in notice.releases))
    names = artists[:_SHOWN_ARTISTS] + (["others"] if len(artists) > _SHOWN_ARTISTS else [])
    return f"{listed_with_recordings(notice.releases)} by {listed(names)}"


def _platforms(notice: Notice) -> str:
    return listed(platform.name for platform in notice.platforms)


def scope(notice: Notice) -> str:
    """Say in which territories."""
    where = "worldwide" if notice.territories == (WORLDWIDE,) else ", ".join(notice.territories)
    return where + (
        f", except {', '.join(notice.excluded_territories)}" if notice.excluded_territories else ""
    )


def _way(way: Way, notice: Notice) -> str:
    value = way.value or ", ".join(way.lines)
    if way.channel is Channel.DASHBOARD and _is_too_wide(notice):
        return f"ask support first: by what is known the dashboard removes in every country ({value})"
    verb = {Channel.FORM: "paste ticket.txt into the form", Channel.DASHBOARD: "in the dashboard"}.get(
        way.channel, _CHANNELS[way.channel]
    )
    return f"{verb}: {value}" + (f" ({way.note})" if way.note else "")


def _is_too_wide(notice: Notice) -> bool:
    """Whether the buttons of the desk would take it out of more countries than asked for, by all that is known."""
    return (
        notice.kind.removes
        and notice.territories != (WORLDWIDE,)
        and notice.recipient.takes_countries is not Known.YES
    )


def _no_way(notice: Notice) -> str:
    if notice.kind is Kind.PUBLIC_STATEMENT:
        return "to nobody: publish it yourself, where and when you want"
    if notice.kind is Kind.ROSTER_LETTER:
        return (
            "no address is known; write it into the column email of principals.csv, or hand it over yourself"
        )
    return (
        f"no address is known; look for the help page of {notice.recipient.name} and paste ticket.txt there"
    )


def _waits(notice: Notice) -> str:
    open_ones = [
        delivery.name or delivery.desk for delivery in notice.deliveries if delivery.submitted_on is None
    ]
    if notice.kind in _TITLES:
        return "for nothing"
    if notice.kind is not Kind.PLATFORM_REQUEST or not open_ones:
        return ""
    return f"until {listed(open_ones)} was asked and that is recorded; or sign it early by naming it"


def _counts(notice: Notice) -> str:
    """What a letter adds to the totals, where that is not what it seems."""
    if notice.kind is Kind.ROSTER_LETTER:
        return "never: what it is about stays left out until the answer is written down"
    if notice.kind is Kind.PUBLIC_STATEMENT:
        return "never: it asks nobody for anything"
    if notice.kind is Kind.REMOVAL_AFTER_END and notice.recipient.role is RecipientRole.PLATFORM:
        return f"each item once, together with a letter to {notice.former}"
    return ""


def _answer(notice: Notice) -> str:
    if notice.kind is not Kind.ROSTER_LETTER or notice.answer_by is None:
        return ""
    return f"asked for by {long_date(notice.answer_by)}; silence is not consent"


def _wanted(notice: Notice, outlook: Outlook) -> str:
    if notice.kind in (Kind.PLATFORM_REQUEST, Kind.ENQUIRY, Kind.ROSTER_LETTER, Kind.PUBLIC_STATEMENT):
        return ""
    if notice.wanted_by is None:
        return "at the earliest"
    answer = {
        Likelihood.LIKELY: "likely, if it is handed over in time",
        Likelihood.UNLIKELY: "unlikely",
        Likelihood.UNKNOWN: f"possible, not certain: it can take until {long_date(outlook.latest)}"
        if outlook.latest
        else "unknown: no sourced time covers it",
    }[outlook.wanted]
    return f"by {long_date(notice.wanted_by)}: {answer}{_start(outlook)}"


def _start(outlook: Outlook) -> str:
    """The last day to hand it over; where the date is no longer sure, that day lies in the past."""
    if outlook.start_by is None:
        return ""
    if outlook.wanted is Likelihood.LIKELY:
        return f"; last day to hand it over: {long_date(outlook.start_by)}"
    return f"; to be sure, it had to be handed over by {long_date(outlook.start_by)}"


def _takes(notice: Notice, outlook: Outlook) -> str:
    span = outlook.due_after
    if span is None:
        return ""
    days = str(span.max) if span.min == span.max else f"{span.min} to {span.max}"
    dates = ""
    if outlook.earliest and outlook.latest:
        dates = f"; handed over today: {long_date(outlook.earliest)} to {long_date(outlook.latest)}"
        if outlook.earliest == outlook.latest:
            dates = f"; handed over today: {long_date(outlook.latest)}"
    period = notice.agreement.notice_days if notice.agreement else None
    days_of = counted(period or 0, "day's", "days'")
    under = f", with {days_of} notice under the agreement" if period else ""
    return f"{days} {_UNITS[span.unit]} (desk and platform together, as far as sourced{under}){dates}"


def _fees(outlook: Outlook) -> str:
    prose = "; ".join(fee.value for fee in outlook.fees)
    if outlook.fee_total is None:
        return prose
    return f"{prose} – together {money(outlook.fee_total, outlook.fees)}"


def money(amount: Decimal, fees: tuple[Fee, ...]) -> str:
    """Write an amount with the currency of the fees, where they agree on one."""
    currencies = {fee.currency for fee in fees if fee.currency}
    return f"{amount:f} {currencies.pop()}" if len(currencies) == 1 else f"{amount:f}"


def _cautions(cautions: tuple[Finding, ...]) -> list[str]:
    lines: list[str] = []
    for caution in cautions:
        lines.extend(wrapped(f"{caution.rule}: {caution.message}", first="   ! ", rest="     "))
        lines.extend(hint_lines(caution.hint, indent="     "))
    return lines


def _omissions(omissions: tuple[Omission, ...]) -> list[str]:
    """Group what is left out by rule, reason and next step: one cause is one paragraph."""
    lines = [f"Left out ({counted(len(omissions), 'item')})"]

    def cause(omission: Omission) -> tuple[str, str, str]:
        return omission.rule, omission.reason, omission.hint

    for (rule, reason, hint), group in groupby(sorted(omissions, key=cause), key=cause):
        members = list(group)
        lines.extend(wrapped(f"{rule} ({counted(len(members), 'item')}): {reason}", first="- ", rest="  "))
        lines.extend(_members(members))
        lines.extend(hint_lines(hint, indent="  "))
    return lines


def _members(omissions: list[Omission]) -> list[str]:
    """Name each release once, with its platforms and place."""
    releases: dict[tuple[str, str, str], list[str]] = {}
    for omission in omissions:
        releases.setdefault((omission.artist, omission.release, str(omission.source)), []).append(
            omission.platform
        )
    lines: list[str] = []
    for (artist, release, place), platforms in releases.items():
        name = f"{artist} – {release}" if artist else release
        lines.extend(
            wrapped(f"{name}: {', '.join(filter(None, platforms))} ({place})", first="    ", rest="      ")
        )
    return lines


def totals_lines(plan: NoticePlan) -> list[str]:
    """Say how every item ends: asked, enquired, asked before or left out."""
    totals = plan.totals
    before = sum(omission.rule == "already-asked" for omission in plan.omissions)
    said = f"{before} asked before, " if before else ""
    return wrapped(
        f"{counted(totals.items, 'item')} (release × platform): {totals.asked} asked, "
        f"{totals.enquired} enquired, {said}{totals.omitted - before} left out."
    )


def _next(plan: NoticePlan) -> list[str]:
    lines = ["Nothing was written.", ""]
    rules = {omission.rule for omission in plan.omissions}
    if plan.notices:
        return [*lines, "Next: takedown generate"]
    if rules & _OF_CHECK:
        return [*lines, "Next: takedown check"]
    if rules & _BY_HAND:
        return [*lines, "Next: takedown generate, which writes the steps for you into what-next.txt"]
    if rules - _SETTLED:
        return [*lines, "Next: what stands behind each → above; takedown has no letter to make."]
    return [*lines, "Next: takedown status"]
