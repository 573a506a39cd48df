"""What share of an artist's earnings the platforms have: of that artist's own releases, and of nobody else's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from takedown.earnings import Earned, Months
from takedown.licensed import company_at, matched
from takedown.model import Release, folded
from takedown.notice import Income
from takedown.planning.shares import DIGITS, TENTH
from takedown.records import Directory, Platform
from takedown.request import Request
from takedown.roster import artists_of


class Incomes:
    """The lines of the statements by whose they are: lines of releases by several artists are nobody's own."""

    def __init__(self, request: Request, releases: Sequence[Release], directory: Directory) -> None:
        self._directory = directory
        owners: dict[int, tuple[Earned, set[str]]] = {}
        for release, lines in matched(request.statements.earned, releases).releases:
            artists = [folded(artist) for artist in artists_of(release)]
            owner = artists[0] if len(artists) == 1 else ""
            for line in lines:
                owners.setdefault(id(line), (line, set()))[1].add(owner)
        self._lines: dict[str, list[Earned]] = defaultdict(list)
        for line, those in owners.values():
            if len(those) == 1:
                self._lines[those.pop()].append(line)

    def of(self, artists: Iterable[str], platforms: Sequence[Platform]) -> tuple[Income, ...]:
        """The share of the platforms' companies, for each distributor whose statements let one be said.

        None where a distributor pays in several currencies: a share of one of them would not be the artist's share.
        """
        by_distributor: dict[str, list[Earned]] = defaultdict(list)
        for artist in dict.fromkeys(folded(each) for each in artists if each):
            for line in self._lines.get(artist, ()):
                by_distributor[line.distributor].append(line)
        companies = tuple(dict.fromkeys(platform.company for platform in platforms))
        found = (self._share(name, lines, companies) for name, lines in by_distributor.items() if name)
        return tuple(income for income in found if income)

    def _share(self, slug: str, lines: Sequence[Earned], companies: tuple[str, ...]) -> Income | None:
        months = Months()
        for line in lines:
            months |= line.months
        if not months or len({currency for line in lines for currency, _ in line.money}) > 1:
            return None
        asked = [line for line in lines if company_at(line.place, self._directory) in companies]
        with localcontext(prec=DIGITS):
            total, part = _sum(lines), _sum(asked)
            if total <= 0 or not 0 <= part <= total:
                return None
            percent = _percent(part * 100 / total)
        record = self._directory.distributors.get(slug)
        return Income(
            percent=percent,
            companies=companies,
            distributor=record.name if record else slug,
            first=months.first,
            last=months.last,
        )


def _sum(lines: Iterable[Earned]) -> Decimal:
    return sum((amount for line in lines for _, amount in line.money), Decimal(0))


def _percent(share: Decimal) -> str:
    """`12.3`; what is less than a tenth keeps its first digit, so that little is never nothing."""
    if not share:
        return "0"
    tenths = share.quantize(TENTH, rounding=ROUND_HALF_UP)
    if tenths:
        return f"{tenths:f}"
    return f"{share.quantize(Decimal(1).scaleb(share.adjusted()), rounding=ROUND_HALF_UP):f}"
