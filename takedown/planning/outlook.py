"""What to know before a notice goes out: by when, at what cost, and what else it may take with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from takedown.days import add_business_days, business_days_before
from takedown.freshness import Record, stale_facts
from takedown.frozen import dataclass
from takedown.model import Finding
from takedown.notice import Kind, Notice, RecipientRole
from takedown.plan import Likelihood, Outlook, Span
from takedown.planning.cautions import desk_cautions, place_of, platform_cautions
from takedown.records import Directory, Distributor, Fee, Known, Per, Time, Unit
from takedown.request import EARLIEST, WORLDWIDE, Agreement, Wish
from takedown.rules import finding

_CALENDAR_PER_BUSINESS = 7 / 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """The first and the last day on which it may be done, and the last day to start; None where not known."""

    earliest: date
    latest: date | None = None
    start_by: date | None = None


class Outlooks:
    """What to know of the notices of one request. What is old or weak in a record is the same in each."""

    def __init__(self, directory: Directory, wish: Wish, today: date) -> None:
        self._directory = directory
        self._wish = wish
        self._today = today
        self._weak: dict[tuple[type, str], tuple[str, ...]] = {}

    def of(self, notice: Notice, record: Distributor | None) -> Outlook:
        """Times, fees, cautions and weak facts of one notice; `record` is its distributor's, if it goes to one.

        Only a withdrawal has times and fees of its own: the records were read for it.
        """
        directory, wish, today = self._directory, self._wish, self._today
        if notice.kind is Kind.PLATFORM_REQUEST or _is_linked(notice):
            return Outlook(notes=tuple(self._weak_facts(directory.desks[notice.platforms[0].desk])))
        if notice.kind is not Kind.WITHDRAWAL or record is None:
            return Outlook(
                cautions=(*desk_cautions(notice, record, directory, wish), *platform_cautions(notice)),
                notes=tuple(self._weak_facts(record)) if record else (),
            )
        is_sourced = is_known_way(record, wish)
        times = [record.time, *_slowest(notice)] if is_sourced and _most(record.time) else []
        fees = record.fees if is_sourced else ()
        window = _window(times, notice, today)
        if times and window and record.time.max is None:
            # "at least" says when it cannot be done yet, never by when it is done
            window, times = replace(window, latest=None, start_by=None), []
        wanted = _likelihood(window, notice.wanted_by, today)
        return Outlook(
            wanted=wanted,
            due_after=_span(times, notice.agreement),
            earliest=window.earliest if window else None,
            latest=window.latest if window else None,
            start_by=window.start_by if window else None,
            fees=fees,
            fee_total=_fee_total(fees, notice),
            cautions=(
                *_late(wanted, window, notice),
                *desk_cautions(notice, record, directory, wish),
                *platform_cautions(notice),
            ),
            notes=(
                *(_said(record, directory) if is_sourced else _not_known(record)),
                *_countries_said(record, wish),
                *self._weak_facts(record, *notice.platforms),
            ),
        )

    def _weak_facts(self, *records: Record) -> Iterator[str]:
        """What is old, weak or unknown of desks and platforms."""
        for record in records:
            mark = (type(record), record.slug)
            if mark not in self._weak:
                self._weak[mark] = stale_facts(record, self._directory.sources, today=self._today)
            yield from self._weak[mark]


def _is_linked(notice: Notice) -> bool:
    """A letter to a platform's own desk that asks for nothing under an agreement with it."""
    return notice.kind is Kind.REMOVAL_AFTER_END and notice.recipient.role is RecipientRole.PLATFORM


def is_known_way(record: Distributor, wish: Wish) -> bool:
    """Whether times and prices of a record are those of what is asked: of a removal everywhere.

    They say nothing of a removal in single countries, unless the desk is known to do that.
    """
    return wish.territories == (WORLDWIDE,) or record.territory.answer is Known.YES


def _not_known(record: Distributor) -> tuple[str, ...]:
    if not record.time.value and not record.fees:
        return ()
    note = f"What is known of times and prices at {record.name} is about a removal everywhere"
    return (f"{note}; for single countries neither is known.",)


def _countries_said(record: Distributor, wish: Wish) -> tuple[str, ...]:
    """What is known of single countries there, where they are asked for: a yes can have its limits."""
    if wish.territories == (WORLDWIDE,) or record.territory.answer is not Known.YES:
        return ()
    return (f"Single countries at {record.name}: {record.territory.value}",)


def _said(record: Distributor, directory: Directory) -> tuple[str, ...]:
    """The words behind the numbers, with their source."""
    if not record.time.value:
        return ()
    sources = [directory.sources[key] for key in record.time.source if key in directory.sources]
    pages = "; ".join(f"{source.title}, {source.date}" for source in sources)
    return (f"How long it takes at {record.name}: {record.time.value.rstrip('.')}. Source: {pages}.",)


def _slowest(notice: Notice) -> list[Time]:
    """The platform's own time, after the distributor's message, where one is known: the longest of them."""
    known = [platform.time for platform in notice.platforms if _most(platform.time)]
    return [max(known, key=lambda time: _calendar_days(_most(time), time.unit))] if known else []


def _most(time: Time) -> int:
    """The upper number; the lower one where a source says no more than "at least"; 0 where neither is known."""
    return time.max if time.max is not None else time.min or 0


def _window(times: list[Time], notice: Notice, today: date) -> _Window | None:
    """From the sourced times, the agreement's notice period and the date on which it shall take effect."""
    bound = max(_bounds(notice, today))
    if not times:
        return _Window(earliest=bound) if bound > today else None
    earliest = latest = today
    start_by = notice.wanted_by
    for time in times:
        earliest = _after(earliest, time.min or 0, time.unit)
        latest = _after(latest, _most(time), time.unit)
        start_by = _before(start_by, _most(time), time.unit) if start_by else None
    if start_by and notice.wanted_by:
        start_by = min(start_by, notice.wanted_by - (bound - today))
    return _Window(earliest=max(earliest, bound), latest=max(latest, bound), start_by=start_by)


def _bounds(notice: Notice, today: date) -> tuple[date, ...]:
    """Days before which nothing can happen."""
    days = (notice.agreement.notice_days if notice.agreement else None) or 0
    effective = today if notice.effective == EARLIEST else date.fromisoformat(notice.effective)
    return today, today + timedelta(days=days), effective


def _after(start: date, days: int, unit: Unit) -> date:
    return add_business_days(start, days) if unit is Unit.BUSINESS_DAYS else start + timedelta(days=days)


def _before(end: date, days: int, unit: Unit) -> date:
    return business_days_before(end, days) if unit is Unit.BUSINESS_DAYS else end - timedelta(days=days)


def _span(times: list[Time], agreement: Agreement | None) -> Span | None:
    """All times as one number of days: in their own unit where they share it, else in calendar days, rounded up."""
    if not times:
        return None
    period = (agreement.notice_days if agreement else None) or 0
    if not period and len({time.unit for time in times}) == 1:
        return Span(
            min=sum(time.min or 0 for time in times),
            max=sum(_most(time) for time in times),
            unit=times[0].unit,
        )
    return Span(
        min=max(period, sum(_calendar_days(time.min or 0, time.unit) for time in times)),
        max=max(period, sum(_calendar_days(_most(time), time.unit) for time in times)),
        unit=Unit.DAYS,
    )


def _calendar_days(days: int, unit: Unit) -> int:
    return -int(-days * _CALENDAR_PER_BUSINESS // 1) if unit is Unit.BUSINESS_DAYS else days


def _likelihood(window: _Window | None, wanted_by: date | None, today: date) -> Likelihood:
    if wanted_by is None:
        return Likelihood.UNKNOWN
    if wanted_by < today or (window is not None and window.earliest > wanted_by):
        return Likelihood.UNLIKELY
    if window is None or window.latest is None:
        return Likelihood.UNKNOWN
    return Likelihood.LIKELY if window.latest <= wanted_by else Likelihood.UNKNOWN


def _fee_total(fees: tuple[Fee, ...], notice: Notice) -> Decimal | None:
    """What the known prices come to for this notice; None where a price or a count is not known."""
    priced = [fee for fee in fees if fee.amount is not None and fee.per is not None]
    if not priced:
        return None
    if any(fee.per is Per.RECORDING_AND_PLATFORM for fee in priced) and not all(
        release.recordings for release in notice.releases
    ):
        return None
    count = {
        Per.RECORDING_AND_PLATFORM: notice.recordings * len(notice.platforms),
        Per.RELEASE: len(notice.releases),
        Per.REQUEST: 1,
    }
    return sum(
        (fee.amount * count[fee.per] for fee in priced if fee.amount is not None and fee.per), Decimal(0)
    )


def _late(wanted: Likelihood, window: _Window | None, notice: Notice) -> list[Finding]:
    if wanted is not Likelihood.UNLIKELY or notice.wanted_by is None:
        return []
    if window is None:
        message = f"by {notice.wanted_by} is not possible: that day has passed"
    else:
        start = f"; it had to start on {window.start_by}" if window.start_by else ""
        message = (
            f"by {notice.wanted_by} is unlikely: {notice.recipient.name} needs until {window.earliest} "
            f"at the least{start}"
        )
    return [
        finding(
            "W-LATE",
            message,
            hint="hand it over today, and tell people a later date",
            source=place_of(notice.recipient.desk),
        )
    ]
