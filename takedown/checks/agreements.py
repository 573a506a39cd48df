"""What the routes do for a catalog, and what the agreements behind them say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from takedown.checks.words import counted, either, quoted
from takedown.model import Finding, Release
from takedown.records import Directory, Known
from takedown.request import DIRECT, OTHER, Agreement, Request, Route
from takedown.rules import finding


@dataclass(slots=True, kw_only=True)
class Use:
    """What one route does for this catalog: whether it covers anything, and which releases go this way."""

    number: int
    route: Route
    covers: bool = False
    wins: dict[str, Release] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the releases that go this way."""
        return tuple(self.wins)

    @property
    def name(self) -> str:
        """`route 2 (artist 'X')`."""
        match = self.route.match
        given = {
            "artist": match.artist,
            "label": match.label,
            "distributor": match.distributor,
            "upc": match.upc,
            "platform": match.platform,
            "territory": match.territory,
        }
        shown = ", ".join(f"{key} {quoted(value)}" for key, value in given.items() if value)
        return f"route {self.number} ({shown or 'everything'})"


def agreement_findings(
    request: Request, uses: Sequence[Use], directory: Directory, today: date
) -> Iterator[Finding]:
    """Check the agreements behind the routes that are used by which something is withdrawn.

    A missing one warns; only one that has ended blocks.
    """
    used = [use for use in uses if use.wins and _withdraws(use.route, directory)]
    for use in used:
        if use.route.agreement is None and use.route.via in directory.distributors:
            yield finding(
                "W-AGREEMENT",
                f"{use.name} says nothing of the agreement with {use.route.via}",
                hint='add agreement = { name = "…", dated = …, advance_open = "no" } to the route',
                source=request.source.at(f"routes.{use.number}.agreement"),
                releases=use.keys,
            )
        elif use.route.agreement:
            yield from _ended(request, use, use.route.agreement, today)
            yield from _notice_period(request, use, use.route.agreement, today)
    yield from _advances(request, used)


def _withdraws(route: Route, directory: Directory) -> bool:
    return route.via in directory.distributors or route.via in (OTHER, DIRECT)


def _advances(request: Request, used: Sequence[Use]) -> Iterator[Finding]:
    for use in used:
        if use.route.agreement and use.route.agreement.advance_open is Known.YES:
            yield finding(
                "W-ADVANCE",
                f"an advance or loan of {use.route.via} is open",
                hint="read the agreement first: it may promise to keep releases live until it is repaid",
                source=request.source.at(f"routes.{use.number}.agreement.advance_open"),
                releases=use.keys,
            )
    unknown = [
        use for use in used if use.route.agreement and use.route.agreement.advance_open is Known.UNKNOWN
    ]
    if unknown:
        names = either([use.name for use in unknown], "and")
        yield finding(
            "I-ADVANCE",
            f"it is not said whether an advance or loan is open for {names}",
            hint='write advance_open = "no" or "yes" in the agreement',
            source=request.source.at(f"routes.{unknown[0].number}.agreement.advance_open"),
            releases=tuple(dict.fromkeys(key for use in unknown for key in use.keys)),
        )


def _ended(request: Request, use: Use, agreement: Agreement, today: date) -> Iterator[Finding]:
    """Ask about an agreement that is over by its own date: a letter under it would say what may not be true."""
    if agreement.ends and agreement.ends < today:
        yield finding(
            "Q-AGREEMENT-ENDED",
            f"the agreement with {_partner(request, use.route)} ended on {agreement.ends}, "
            f"and {use.name} goes that way: is it over?",
            hint='if it is over, write via = "ended", former = "…" and end = { ended = …, confirmed_on = …, '
            "seen_live = … }; if it was prolonged, correct ends",
            source=request.source.at(f"routes.{use.number}.agreement.ends"),
            releases=use.keys,
        )


def _partner(request: Request, route: Route) -> str:
    contact = request.contacts.get(route.contact) if route.via in (OTHER, DIRECT) else None
    return quoted(contact.name) if contact else route.via


def _notice_period(request: Request, use: Use, agreement: Agreement, today: date) -> Iterator[Finding]:
    wanted = request.wish.wanted_by
    if agreement.notice_days and wanted:
        free = today + timedelta(days=agreement.notice_days)
        if free > wanted:
            yield finding(
                "W-TERM",
                f"the notice period of {counted(agreement.notice_days, 'day')} ends on {free}, "
                f"after the wanted date {wanted}",
                hint="ask all the same: many distributors act earlier; else move wanted_by",
                source=request.source.at(f"routes.{use.number}.agreement"),
                releases=use.keys,
            )
