"""What may be published as a report: a `Public` → a `View`. Nothing comes in here that is not in `Public`."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from takedown.register.publishing import Cell, Public, Table
from takedown.register.suppressing import OR, OTHERS
from takedown.register.values import GRADES as ORDER
from takedown.register.values import Outcome
from takedown.reports.page.called import GRADES, OUTCOMES
from takedown.reports.page.view import Audience, Bar, Chart, Key, Listing, Steps, View
from takedown.reports.public import FEW, others_of
from takedown.reports.words import long_date

_UNIT = "Each artist counts once on each platform that was asked, at the outcome that stands now."
_TITLES = {
    "outcome": ("how-far", "What came of it", "Outcome"),
    "evidence": ("rests-on", "What all of them rest on", "Requests"),
    "platform": ("by-platform", "By platform", "Platform"),
    "distributor": ("by-distributor", "By distributor", "Distributor"),
}
_UNTOLD = Key(slug="untold", name="evidence not told apart")


def public_view(public: Public, names: Mapping[str, str]) -> View:
    """Put what may be published into a report. `names`: slugs of platforms and distributors → their names."""
    tables = {table.by: table for table in public.tables}
    facts = ((f"{public.total:,}", "requests"),) if public.total is not None else ()
    return View(
        audience=Audience.PUBLIC,
        title=public.title,
        question="How many asked, and what came of it",
        day=public.day,
        warning="",
        facts=facts,
        unit=FEW if public.few else _UNIT,
        charts=tuple(_chart(tables[by], public, names) for by in _TITLES if by in tables),
        steps=tuple(_steps(tables["day"])) if "day" in tables else (),
        listings=tuple(_listings(public)),
        method=(*public.method, *_head(public)),
    )


def _head(public: Public) -> Iterator[str]:
    if public.head:
        yield f"Head of the register on that day: `{public.head}`."


def _listings(public: Public) -> Iterator[Listing]:
    if public.names:
        yield Listing(
            id="names",
            title="Among those who asked",
            about="They agreed to be named, and can take that back. "
            "Whoever is not here may have acted, or not been able to; nothing here tells.",
            columns=("Name",),
            rows=tuple((name,) for name in public.names),
        )


def _chart(table: Table, public: Public, names: Mapping[str, str]) -> Chart:
    ident, title, head = _TITLES[table.by]
    labels = tuple(label for label, _ in table.cells[0].mix) if table.cells else ()
    since = "" if table.day == public.day else f"As of {long_date(table.day)}. "
    told = "Each bar shows what its number rests on." if labels else "What the numbers rest on is not told."
    return Chart(
        id=ident,
        title=title,
        about=f"{since}{told}",
        head=head,
        keys=tuple(_key(label) for label in labels[::-1]) or (_UNTOLD,),
        bars=tuple(_bar(cell, table, names) for cell in table.cells),
    )


def _bar(cell: Cell, table: Table, names: Mapping[str, str]) -> Bar:
    parts = tuple(number for _, number in cell.mix)[::-1] or (cell.number,)
    words = [f"{number:,} {_words(label)}" for label, number in cell.mix[::-1]]
    name = others_of(table) if cell.name == OTHERS else _name(cell.name, table.by, names)
    return Bar(name=name, parts=parts, number=cell.number, under=" · ".join(words))


def _name(name: str, by: str, names: Mapping[str, str]) -> str:
    return OUTCOMES[Outcome(name)] if by == "outcome" else names.get(name, name)


def _key(label: str) -> Key:
    """Grades that are told together are drawn as the weakest of them."""
    weakest = label.split(OR, maxsplit=1)[0]
    return Key(slug=weakest, name=_words(label))


def _words(label: str) -> str:
    known = {grade.value: GRADES[grade] for grade in ORDER}
    return OR.join(known.get(one, one) for one in label.split(OR))


def _steps(table: Table) -> Iterator[Steps]:
    if len(table.cells) > 1:
        numbers = tuple(accumulate(cell.number for cell in table.cells))
        yield Steps(
            id="by-day",
            title="By day",
            about="Each from the day since when it stands as it does; small steps are put together.",
            days=tuple(cell.name for cell in table.cells),
            lines=((Key(slug="gone", name="requests"), numbers),),
        )
