"""How much of the earnings comes from the company that is asked, by the artist's own statements."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from takedown.earnings import Months, StatementFile, Statements, Takings
from takedown.model import Finding, SourceRef
from takedown.records import Directory
from takedown.request import Request
from takedown.rules import finding
from takedown.stores import company_of

_STATEMENTS = SourceRef(file="statements.csv")
_TENTH, _CENT = Decimal("0.1"), Decimal("0.01")
_DIGITS = 60
_FILES_SHOWN = 3


def shares(request: Request, directory: Directory) -> Iterator[Finding]:
    """Say, per requested company, distributor and currency, what share of the earnings it is; exact sums."""
    statements = request.statements
    companies = dict.fromkeys(directory.platforms[slug].company for slug in request.wish.platforms)
    sources = dict.fromkeys((each.distributor, each.currency) for each in statements.takings)
    for company in companies:
        for distributor, currency in sources:
            takings = [
                each
                for each in statements.takings
                if (each.distributor, each.currency) == (distributor, currency)
            ]
            files = _files(statements, distributor, currency)
            listed = f"of what {_whose(distributor, directory)} ({_period(files, currency)})"
            yield finding(
                "W-SHARE",
                f"{_share(company, listed, takings, directory)}{_overlaps(files)}",
                hint=f"read from {_named(files)}; what sold elsewhere is not in it",
                source=_STATEMENTS,
            )


def _share(company: str, listed: str, takings: Sequence[Takings], directory: Directory) -> str:
    """`Amazon earned 12.3 % of …`; an amount where a share would mean nothing."""
    with localcontext(prec=_DIGITS):
        total = sum((each.earnings for each in takings), Decimal(0))
        part = sum((each.earnings for each in takings if _company(each, directory) == company), Decimal(0))
        if not part:
            return f"{company} earned nothing {listed}"
        if total <= 0 or not 0 < part <= total:
            return (
                f"{company} earned {_amount(part)} {listed}, which comes to {_amount(total)} in all, "
                "so that no share can be said"
            )
        percent = (part * 100 / total).quantize(_TENTH, rounding=ROUND_HALF_UP)
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


def _files(statements: Statements, distributor: str, currency: str) -> list[StatementFile]:
    return [each for each in statements.files if (each.distributor, each.currency) == (distributor, currency)]


def _period(files: Sequence[StatementFile], currency: str) -> str:
    months = Months()
    for file in files:
        months |= file.months
    return f"{months or 'months not given'}, {currency or 'currency not given'}"


def _overlaps(files: Sequence[StatementFile]) -> str:
    """Say which files tell of the same months: what stands in both is counted twice."""
    pairs = [
        (one, other, months)
        for place, one in enumerate(files)
        for other in files[place + 1 :]
        if (months := one.months.overlap(other.months))
    ]
    if not pairs:
        return ""
    one, other, months = pairs[0]
    more = f", and {len(pairs) - 1} more pairs" if len(pairs) > 1 else ""
    return f"; {one.name} and {other.name} both tell of {months}{more}: what stands in both is counted twice"


def _named(files: Sequence[StatementFile]) -> str:
    names = list(dict.fromkeys(file.name for file in files))
    more = f" and {len(names) - _FILES_SHOWN} more" if len(names) > _FILES_SHOWN else ""
    return ", ".join(names[:_FILES_SHOWN]) + more
