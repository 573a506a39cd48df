"""Counts of a register as charts: how far with what evidence, by platform and distributor, and from day to day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from takedown.register.overview import Count, Group
from takedown.register.values import PUBLIC, Outcome
from takedown.reports.page.called import EVIDENCE_KEYS, GRADES, HEADINGS, OUTCOMES, STAGES
from takedown.reports.page.view import Bar, Chart, Key, Steps

_STAGE_KEYS = tuple(STAGES)
#: Of a step; one day has none.
_ENDS = 2
_REACHED = {
    Key(slug="asked", name="asked of a desk, or further"): PUBLIC,
    Key(slug="gone", name="gone"): (Outcome.GONE,),
}


def how_far(group: Group, *, shown: Sequence[Outcome] = tuple(OUTCOMES)) -> Chart:
    """Draw all outcomes, each with what it rests on. `shown`: those that stand there with 0, too."""
    return Chart(
        id="how-far",
        title="How far they came",
        about="Each bar shows what its number rests on, the strongest evidence first.",
        head="How far",
        keys=EVIDENCE_KEYS[::-1],
        bars=tuple(_outcome_bars({count.outcome: count for count in group.counts}, shown)),
        more=("replies whose signature held",),
    )


def _outcome_bars(counts: Mapping[Outcome, Count], shown: Sequence[Outcome]) -> Iterator[Bar]:
    for heading, outcomes in HEADINGS.items():
        above = heading
        for outcome in outcomes:
            count = counts.get(outcome)
            if count is None and outcome not in shown:
                continue
            grades = dict(count.grades) if count else {}
            parts = tuple(grades.get(grade, 0) for grade in GRADES)[::-1]
            yield Bar(
                name=OUTCOMES[outcome],
                heading=above,
                parts=parts,
                number=count.number if count else 0,
                more=(str(count.signed) if count else "0",),
            )
            above = ""


def compared(
    groups: Iterable[Group], names: Mapping[str, str], *, of: str, title: str, head: str
) -> Chart | None:
    """Compare platforms or distributors, the largest first; None where there is nothing to compare."""
    bars = [_staged(group, names.get(group.name, group.name)) for group in groups]
    if not bars:
        return None
    bars.sort(key=lambda bar: (-bar.number, bar.name))
    return Chart(
        id=of,
        title=title,
        about="Bars are drawn to one scale.",
        head=head,
        keys=_STAGE_KEYS,
        bars=tuple(bars),
    )


def _staged(group: Group, name: str) -> Bar:
    numbers = {count.outcome: count.number for count in group.counts}
    parts = tuple(sum(numbers.get(one, 0) for one in outcomes) for outcomes in STAGES.values())
    words = [f"{part:,} {key.name}" for key, part in zip(STAGES, parts, strict=True) if part]
    return Bar(name=name, parts=parts, number=sum(parts), under=" · ".join(words))


def grown(groups: Sequence[Group], *, about: str) -> tuple[Steps, ...]:
    """Add up from day to day; nothing is drawn of a single day."""
    if len(groups) < _ENDS:
        return ()
    ordered = sorted(groups, key=lambda group: group.name)
    by_day = [{count.outcome: count.number for count in group.counts} for group in ordered]
    lines = tuple(
        (key, tuple(accumulate(sum(day.get(one, 0) for one in outcomes) for day in by_day)))
        for key, outcomes in _REACHED.items()
    )
    return (
        Steps(
            id="by-day",
            title="By day",
            about=about,
            days=tuple(group.name for group in ordered),
            lines=lines,
        ),
    )
