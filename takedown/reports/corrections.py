"""What a person pastes into an issue: corrections to the directory, and what came of requests. Nothing personal."""

from collections.abc import Mapping, Sequence
from datetime import date

from takedown.audit.worked import Outcome
from takedown.directory.corrections import NEW_SOURCE, Correction
from takedown.reports.as_json import document
from takedown.reports.words import listed, page, wrapped

_DAYS = (
    ("agreed_on", "agreed on"),
    ("refused_on", "refused on"),
    ("gone_on", "gone on"),
    ("live_on", "still live on"),
)


def plain_corrections(
    found: Sequence[Correction], outcomes: Sequence[Outcome], pages: Mapping[str, str]
) -> str:
    """Lay out corrections with their TOML, then outcomes; says so where there is nothing."""
    if not (found or outcomes):
        return page(
            wrapped(
                "Nothing to report: this workspace knows nothing that the shipped directory does not. "
                "takedown directory answer SLUG keeps what you look up."
            )
        )
    lines = wrapped(
        "For others who ask the same desks. Nothing has been sent. Free text and whatever names you, your music or "
        "your account is left out; read it all the same before you paste it into an issue."
    )
    for correction in found:
        lines.extend(("", *_correction(correction, pages.get(correction.slug, ""))))
    if outcomes:
        lines.extend(("", "## What came of requests", ""))
        lines.extend(
            line for outcome in outcomes for line in wrapped(_outcome(outcome), first="- ", rest="  ")
        )
    return page(lines)


def corrections_json(
    found: Sequence[Correction], outcomes: Sequence[Outcome], pages: Mapping[str, str]
) -> str:
    """Write corrections and outcomes for scripts; the same as in the text, and nothing more."""
    return document(
        records=[
            {
                "kind": correction.kind.value,
                "slug": correction.slug,
                "name": correction.name,
                "file": correction.file,
                "shipped": correction.shipped,
                "answers": [
                    {"fact": ask.value, "value": value, "on": on.isoformat(), "confidence": confidence.value}
                    for ask, value, on, confidence in correction.answers
                ],
                "toml": "\n".join(correction.lines),
                "source": pages.get(correction.slug, ""),
                "left_out": list(correction.left_out),
            }
            for correction in found
        ],
        outcomes=[
            {
                "desk": outcome.desk,
                "kind": outcome.kind.value,
                "platform": outcome.platform,
                "asked_on": outcome.asked_on.isoformat(),
                **{name: _day(getattr(outcome, name)) for name, _ in _DAYS},
            }
            for outcome in outcomes
        ],
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _correction(correction: Correction, source_page: str) -> list[str]:
    new = "" if correction.shipped else ", a new record"
    lines = [f"## {correction.name} ({correction.file}{new})", ""]
    for ask, value, on, confidence in correction.answers:
        lines.extend(
            wrapped(
                f"{ask}: {value} (looked up on {on.isoformat()}, confidence {confidence})",
                first="- ",
                rest="  ",
            )
        )
    if correction.lines:
        lines.extend(("", "```toml", *correction.lines, "```", ""))
        shown = source_page or 'a page, or the words "reply of their support"'
        lines.extend(
            wrapped(f"{NEW_SOURCE} stands for a source in sources.toml with title, url and date: {shown}.")
        )
    if correction.left_out:
        lines.extend(
            wrapped(
                f"Left out because they are free text: {listed(correction.left_out)}. "
                "Add by hand what everybody may read."
            )
        )
    return lines


def _outcome(outcome: Outcome) -> str:
    days = [f"asked on {outcome.asked_on.isoformat()}"]
    for name, words in _DAYS:
        day: date | None = getattr(outcome, name)
        if day:
            days.append(f"{words} {day.isoformat()}")
    return f"{outcome.desk}, {outcome.kind}, {outcome.platform}: {', '.join(days)}"
