"""An organizer's register as a report: an `Overview` → a `View`."""

from collections.abc import Iterator, Mapping

from takedown.register.overview import Overview
from takedown.register.values import Answer, Contradiction, Grade, Outcome, Standing
from takedown.reports.page.called import GRADES, MEANINGS, OUTCOMES, evidence
from takedown.reports.page.counted import compared, grown, how_far
from takedown.reports.page.view import Audience, Decision, Listing, Row, View

WARNING = (
    "For you only: do not publish or forward it. It names people, and to take part is a political opinion. "
    "`takedown report --public` makes what may be published."
)
UNIT = "Each artist counts once on each platform, at the outcome that stands now."
_DAYS = "By the first day that is told of the outcome that stands now."


def register_view(overview: Overview, names: Mapping[str, str]) -> View:
    """Put a register into a report. `names`: slugs of platforms and distributors → their names."""
    charts = (
        how_far(overview.total),
        compared(overview.by_platform, names, of="by-platform", title="By platform", head="Platform"),
        compared(
            overview.by_distributor, names, of="by-distributor", title="By distributor", head="Distributor"
        ),
    )
    return View(
        audience=Audience.PRIVATE,
        title=overview.title,
        question="How many came how far",
        day=overview.day,
        warning=WARNING,
        facts=tuple(_facts(overview)),
        unit=UNIT,
        charts=tuple(chart for chart in charts if chart),
        steps=grown(overview.by_day, about=f"{_DAYS} {_undated(overview)}".strip()),
        decisions=tuple(_decisions(overview)),
        listings=tuple(_listings(overview, names)),
        rows=tuple(row_of(standing, names) for standing in overview.rows),
        outcomes=tuple(OUTCOMES.values()),
        evidence=tuple(GRADES.values()),
        method=(*overview.method, MEANINGS),
    )


def row_of(standing: Standing, names: Mapping[str, str]) -> Row:
    """Put a standing into words."""
    return Row(
        artist=standing.artist,
        label=standing.label,
        distributor=names.get(standing.distributor, standing.distributor),
        platform=names.get(standing.platform, standing.platform),
        outcome=OUTCOMES[standing.outcome],
        evidence=evidence(standing.grade, standing.dkim),
        on=standing.on,
        named="yes" if standing.publish else "",
        note="; ".join(each.why for each in standing.contradictions),
    )


def _undated(overview: Overview) -> str:
    dated = sum(count.number for group in overview.by_day for count in group.counts)
    without = sum(count.number for count in overview.total.counts) - dated
    return f"{without:,} without a day {'is' if without == 1 else 'are'} left out." if without else ""


def _facts(overview: Overview) -> Iterator[tuple[str, str]]:
    yield (
        f"{overview.participants:,}",
        "artist took part" if overview.participants == 1 else "artists took part",
    )
    number = len(overview.rows) - overview.corrections.elsewhere
    if number != overview.participants:
        yield f"{number:,}", "counted, an artist once on each platform"
    if overview.phase_one:
        yield f"{overview.phase_one:,}", "pledged phase one as well"


def _decisions(overview: Overview) -> Iterator[Decision]:
    left_out = overview.corrections
    doubts, opposed = len(left_out.doubts), len(left_out.contradictions)
    back = sum(row.outcome is Outcome.CAME_BACK for row in overview.rows)
    word = sum(row.grade is Grade.REPORTED and row.outcome is Outcome.SUBMITTED for row in overview.rows)
    if doubts:
        yield Decision(
            number=doubts,
            words="names may be one artist or two" if doubts > 1 else "name may be one artist or two",
            step="say so in `identities.csv`",
            at="doubts",
        )
    if opposed:
        yield Decision(
            number=opposed,
            words="answers contradict another" if opposed > 1 else "answer contradicts another",
            step="ask the artist",
            at="contradictions",
        )
    if back:
        yield Decision(
            number=back,
            words="came back after they were gone",
            step="ask the desk again",
            at="rows",
            find="4=came back",
        )
    if word:
        yield Decision(
            number=word,
            words="submitted, by the artist’s word alone",
            step="ask for a copy or the ticket number",
            at="rows",
            find=f"4={OUTCOMES[Outcome.SUBMITTED]}&5={GRADES[Grade.REPORTED]}",
        )
    if left_out.withdrawn:
        yield Decision(
            number=left_out.withdrawn,
            words="want to be left out; they are in no count",
            step="`takedown register forget NAME`",
        )


def _listings(overview: Overview, names: Mapping[str, str]) -> Iterator[Listing]:
    left_out = overview.corrections
    if left_out.doubts:
        yield Listing(
            id="doubts",
            title="One artist, or two?",
            about="One name, from several addresses or without one: say in `identities.csv` who is who.",
            columns=("Name", "Addresses"),
            rows=tuple((doubt.name, ", ".join(doubt.contacts)) for doubt in left_out.doubts),
        )
    if left_out.contradictions:
        yield Listing(
            id="contradictions",
            title="Answers that contradict",
            about="The first one counts, by the rules below. Nobody decides for the artist: ask.",
            columns=("Artist", "Platform", "Counts", "Does not count", "Why"),
            rows=tuple(
                (artist, names.get(platform, platform), *_both(each))
                for artist, platform, each in left_out.contradictions
            ),
        )
    yield Listing(
        id="left-out",
        title="Left out of the counts",
        about="What came in, and is in no number above.",
        columns=("What", "How many"),
        rows=(
            ("about platforms that are not of this campaign", f"{left_out.elsewhere:,}"),
            (
                f"{'artist' if left_out.withdrawn == 1 else 'artists'} who want to be left out",
                f"{left_out.withdrawn:,}",
            ),
        ),
    )


def _both(each: Contradiction) -> tuple[str, str, str]:
    return _answer(each.counts), _answer(each.not_counted), each.why


def _answer(answer: Answer) -> str:
    said = OUTCOMES[answer.outcome] if answer.outcome else ""
    place = f" ({answer.source.file}{f', row {answer.source.row}' if answer.source.row else ''})"
    return f"{said}, {GRADES[answer.grade]}{place if answer.source.file else ''}"
