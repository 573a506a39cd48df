"""What a person pastes into an issue: corrections to the directory, and what came of requests. Nothing personal."""

from collections.abc import Mapping, Sequence
from datetime import date

from takedown.audit.worked import Outcome
from takedown.directory.corrections import NEW_SOURCE, Correction, Page
from takedown.reports.as_json import document
from takedown.reports.words import listed, page, wrapped

_DAYS = (
    ("agreed_on", "agreed on"),
    ("refused_on", "refused on"),
    ("gone_on", "gone on"),
    ("live_on", "still live on"),
)


def plain_corrections(
    found: Sequence[Correction], outcomes: Sequence[Outcome], pages: Mapping[str, Page]
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
        lines.extend(("", *_correction(correction, pages.get(correction.slug))))
    if outcomes:
        lines.extend(("", "## What came of requests", ""))
        lines.extend(
            line for outcome in outcomes for line in wrapped(_outcome(outcome), first="- ", rest="  ")
        )
    return str(page(lines))  # it is pasted as it is


def corrections_json(
    found: Sequence[Correction], outcomes: Sequence[Outcome], pages: Mapping[str, Page]
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
                "source": pages[correction.slug].address if correction.slug in pages else "",
                "left_out": list(correction.left_out),
                "shortened": list(correction.shortened),
                "in_the_way": [{"key": key, "line": line} for key, line in correction.in_the_way],
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


def _correction(correction: Correction, source_page: Page | None) -> list[str]:
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
        lines.extend(wrapped(_how_to_put_in(correction)))
        shown = _page(source_page) if source_page else 'a page, or the words "reply of their support"'
        lines.extend(
            wrapped(f"{NEW_SOURCE} stands for a source in sources.toml with title, url and date: {shown}.")
        )
    if correction.shortened:
        lines.extend(
            wrapped(
                f"Address shortened, because the rest may be yours alone: {listed(correction.shortened)}. "
                "Add by hand what everybody may read."
            )
        )
    if correction.left_out:
        lines.extend(
            wrapped(
                "Left out because they are free text, or an address that may be a person's: "
                f"{listed(correction.left_out)}. Add by hand what everybody may read."
            )
        )
    return lines


def _page(source: Page) -> str:
    return source.address + (" (address shortened)" if source.shortened else "")


def _how_to_put_in(correction: Correction) -> str:
    """Which lines of the record make room, because no key stands in a file twice."""
    where = f"In {correction.file}, lines before the first [table] belong above all tables"
    if not correction.in_the_way:
        return f"{where}."
    there = listed([f"{key} (line {line})" for key, line in correction.in_the_way])
    return f"{where}. Take out first what these replace: {there}, each with all that belongs to it."


def _outcome(outcome: Outcome) -> str:
    days = [f"asked on {outcome.asked_on.isoformat()}"]
    for name, words in _DAYS:
        day: date | None = getattr(outcome, name)
        if day:
            days.append(f"{words} {day.isoformat()}")
    return f"{outcome.desk}, {outcome.kind}, {outcome.platform}: {', '.join(days)}"
