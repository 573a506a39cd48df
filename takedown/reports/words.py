"""Words and lines for a terminal of 90 columns. Data is shown, never obeyed."""

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from takedown import days
from takedown.instants import moment_of

WIDTH = 80

#: Control, format (bidi marks among them), surrogate, private; line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def is_unseen(character: str) -> bool:
    """Say whether a character could move the cursor, reorder a line or hide in it."""
    return unicodedata.category(character) in _UNSEEN


def shown(text: str) -> str:
    r"""Return the text with control, bidi and other unseen characters written out: `\u{202E}`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(mark):04X}}}" if is_unseen(mark) else mark for mark in text)


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap one paragraph of words of ours or data; `first` and `rest` stand before its lines."""
    lines = textwrap.wrap(
        shown(text),
        width=WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def fields(pairs: Iterable[tuple[str, str]], *, indent: str = "  ") -> list[str]:
    """Lay out labels and values in two columns; an empty value leaves its line out."""
    filled = [(label, value) for label, value in pairs if value]
    width = max((len(label) for label, _ in filled), default=0)
    lines: list[str] = []
    for label, value in filled:
        lines.extend(wrapped(value, first=f"{indent}{label.ljust(width)}  "))
    return lines


def table(rows: Iterable[tuple[str, ...]], *, indent: str = "  ") -> list[str]:
    """Lay out short cells in columns; the last column is not padded."""
    cells = [tuple(shown(cell) for cell in row) for row in rows]
    widths = [max(_columns(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        (
            indent
            + "  ".join(
                cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)
            )
        ).rstrip()
        for row in cells
    ]


def _columns(text: str) -> int:
    """Count terminal columns: wide characters take two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(mark) in ("W", "F") for mark in text)
    return len(text) + wide - sum(bool(unicodedata.combining(mark)) for mark in text)


def counted(number: int, one: str, many: str = "") -> str:
    """Count things: `1 release`, `1,200 releases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Join words: `a, b and c`."""
    words = list(parts)
    return (
        words[0]
        if len(words) == 1
        else " and ".join(filter(None, (", ".join(words[:-1]), "".join(words[-1:]))))
    )


long_date = days.long_date


def when(text: str) -> str:
    """Write an ISO date or instant as a long date; other text stays."""
    try:
        return long_date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def moment(text: str) -> str:
    """Write an instant of the ledger as a long date with its time, which is UTC; other text stays."""
    try:
        at = moment_of(text)
    except ValueError:
        return text
    return f"{long_date(at.date())}, {at:%H:%M} UTC"


class Page(str):
    """What the program says to the person at the terminal, in its own words; no text that goes on to others."""

    __slots__ = ()


def page(lines: Iterable[str]) -> Page:
    """Join lines to a page that ends with one line feed, without blank lines at its ends.

    Every line is shown once more, so that no datum reaches a terminal raw, whoever wrote the line.
    """
    return Page("\n".join(shown(line) for line in lines).strip("\n") + "\n")


def place_names(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Map platform slugs to names; a slug without a name stands for itself."""
    return {slug: name or slug for slug, name in pairs}
