"""Cells of which nothing is to be said, whatever else stands in their row. Most are, and many repeat."""

import unicodedata
from functools import lru_cache

from takedown.checks import placeholders
from takedown.checks.text import Coverage, flaws

LONGEST_CELL = 300
#: Rights lines of compilations name every owner; real ones have over 200 characters.
_LONGEST_RIGHTS_LINE = 1_000
#: Cells whose judgement is kept at a time.
_REMEMBERED = 4_096
#: Columns whose text is printed in a letter or its schedule.
PRINTED = frozenset(
    {
        "artist", "release", "release_version", "catalog_number", "label", "p_line", "c_line", "track_number",
        "track_artist", "track", "track_version", "url",
    }
)  # fmt: skip


def longest(column: str) -> int:
    """How many characters of a cell are read."""
    return _LONGEST_RIGHTS_LINE if column in ("p_line", "c_line") else LONGEST_CELL


def tidied(raw: str) -> str:
    """One space between words, letters composed."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


@lru_cache(maxsize=_REMEMBERED)
def faultless(raw: str, column: str, coverage: Coverage) -> str | None:
    """Return the cell, tidied, where nothing is to be said of it in any row; None where its row decides.

    The rows of a release repeat most of their cells.
    """
    tidy = tidied(raw)
    if len(raw) > longest(column) or placeholders.may_be_one(tidy, column):
        return None
    is_printed = column in PRINTED
    if flaws(tidy, coverage if is_printed else None) or (tidy != raw and flaws(raw, None)):
        return None
    return tidy
