"""How much of the earnings comes from the company that is asked, by the artist's own statements."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from takedown.earnings import Months, StatementFile, Takings
from takedown.model import Finding, SourceRef
from takedown.records import Directory
from takedown.request import Request
from takedown.rules import finding
from takedown.stores import company_of

_STATEMENTS = SourceRef(file="statements.csv")
TENTH, _CENT = Decimal("0.1"), Decimal("0.01")
DIGITS = 60
_FILES_SHOWN = 3


def shares(request: Request, directory: Directory) -> Iterator[Finding]:
    """Say, per requested company, distributor and currency, what share of the earnings it is; exact sums."""
    statements = request.statements
    companies = dict.fromkeys(directory.platforms[slug].company for slug in request.wish.platforms)
    sources: dict[tuple[str, str], list[Takings]] = defaultdict(list)
    for each in statements.takings:
        sources[each.distributor, each.currency].append(each)
    listed_files: dict[tuple[str, str], list[StatementFile]] = defaultdict(list)
    for file in statements.files:
        listed_files[file.distributor, file.currency].append(file)
    for company in companies:
        for (distributor, currency), takings in sources.items():
            files = listed_files[distributor, currency]
            listed = f"of what {_whose(distributor, directory)} ({_period(files, currency)})"
            yield finding(
                "W-SHARE",
                f"{_share(company, listed, takings, directory)}{_overlaps(files)}",
                hint=f"read from {_named(files)}; what sold elsewhere is not in it",
                source=_STATEMENTS,
            )


def _share(company: str, listed: str, takings: Sequence[Takings], directory: Directory) -> str:
    """`Amazon earned 12.3 % of …`; an amount where a share would mean nothing."""
    with localcontext(prec=DIGITS):
        total = sum((each.earnings for each in takings), Decimal(0))
        part = sum((each.earnings for each in takings if _company(each, directory) == company), Decimal(0))
        if not part:
            return f"{company} earned nothing {listed}"
        if total <= 0 or not 0 < part <= total:
            return (
                f"{company} earned {_amount(part)} {listed}, which comes to {_amount(total)} in all, "
                "so that no share can be said"
            )
        percent = (part * 100 / total).quantize(TENTH, rounding=ROUND_HALF_UP)
    return f"{company} earned {f'{percent} %' if percent else 'less than 0.1 %'} {listed}"


def _company(taking: Takings, directory: Directory) -> str:
    platform = directory.platforms.get(taking.platform)
    return platform.company if platform else company_of(taking.store)


def _amount(amount: Decimal) -> str:
    return str(amount.quantize(_CENT, rounding=ROUND_HALF_UP))


def _whose(distributor: str, directory: Directory) -> str:
    record = directory.distributors.get(distributor)
    name = record.name if record else distributor
    return f"your {name} statement lists" if name else "your statements list"


def _period(files: Sequence[StatementFile], currency: str) -> str:
    months = Months()
    for file in files:
        months |= file.months
    return f"{months or 'months not given'}, {currency or 'currency not given'}"


def _overlaps(files: Sequence[StatementFile]) -> str:
    """Say which files tell of the same months: what stands in both is counted twice."""
    pairs, place = _overlapping([file.months for file in files])
    if not pairs:
        return ""
    one = files[place]
    other, months = next(
        (each, shared) for each in files[place + 1 :] if (shared := one.months.overlap(each.months))
    )
    more = f", and {pairs - 1} more pairs" if pairs > 1 else ""
    return f"; {one.name} and {other.name} both tell of {months}{more}: what stands in both is counted twice"


def _overlapping(spans: Sequence[Months]) -> tuple[int, int]:
    """How many pairs share months, and the place of the first that shares some with a later one.

    Two spans share nothing where one ends before the other begins: both ends, sorted, say how many those are.
    """
    firsts: list[str] = []
    lasts: list[str] = []
    pairs, place = 0, -1
    for at in range(len(spans) - 1, -1, -1):
        span = spans[at]
        if not span.first or span.first > span.last:
            continue
        shared = bisect_right(firsts, span.last) - bisect_left(lasts, span.first)
        if shared:
            pairs, place = pairs + shared, at
        insort(firsts, span.first)
        insort(lasts, span.last)
    return pairs, place


def _named(files: Sequence[StatementFile]) -> str:
    names = list(dict.fromkeys(file.name for file in files))
    more = f" and {len(names) - _FILES_SHOWN} more" if len(names) > _FILES_SHOWN else ""
    return ", ".join(names[:_FILES_SHOWN]) + more
