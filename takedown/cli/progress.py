"""How far a long reading is, on a terminal only: one line that overwrites itself, after the first second."""

import os
import time
from collections.abc import Iterator
from typing import TextIO

from takedown.reports.words import shown
from takedown.sources import Source, SourceItem

_AFTER = 1.0
_EVERY = 0.2
_ROWS = 1_000
_WIDTH = 78


def watched(source: Source, out: TextIO) -> Iterator[SourceItem]:
    """Yield the rows of a source, and say how far it is where somebody can see it."""
    if not out.isatty() or "NO_COLOR" in os.environ:
        return source.rows
    return _watched(source, out)


def _watched(source: Source, out: TextIO) -> Iterator[SourceItem]:
    due = time.monotonic() + _AFTER
    told = False
    try:
        for number, item in enumerate(source.rows, start=1):
            if number % _ROWS == 0 and time.monotonic() >= due:
                due = time.monotonic() + _EVERY
                told = True
                line = f"Reading {shown(source.name)}: {source.done():.0%}, {number:,} rows"
                out.write(f"\r{line[:_WIDTH]:<{_WIDTH}}")
                out.flush()
            yield item
    finally:
        if told:
            out.write("\r" + " " * _WIDTH + "\r")
            out.flush()
