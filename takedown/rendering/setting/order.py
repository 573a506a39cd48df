"""The order in which the characters of a line are seen (Unicode Standard Annex 9), paragraph left to right.

A shaper takes stretches of one direction as they are typed, so the levels are wanted, not the reordered text.
python-bidi gives them in its report for debugging only; should the form of that change, an error stops the page
before a name is printed in the wrong order, and a test compares every order with the one python-bidi shows.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import bidirectional

from takedown.errors import LetterError
from takedown.patterns import pattern
from takedown.rendering.setting.coverage import SILENT

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_LEVEL = pattern(r"Level\(\s*(\d+)")
_SEPARATORS = frozenset({"B", "S"})
_BLANK = frozenset({"WS", "FSI", "LRI", "RLI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"})


class Stretch(NamedTuple):
    """Characters `start` to `end` of a text, all of one direction."""

    start: int
    end: int
    leftward: bool


def stretches(text: str) -> tuple[Stretch, ...]:
    """Cut a line into stretches of one direction, in the order they are seen from left to right."""
    if text.isascii() or not any(bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        return (Stretch(0, len(text), leftward=False),)
    levels = _line_levels(text, _levels(text))
    found, start = [], 0
    for level, same in groupby(levels):
        end = start + sum(1 for _ in same)
        found.append((level, Stretch(start, end, leftward=level % 2 == 1)))
        start = end
    return tuple(stretch for _, stretch in _reordered(found))


def _levels(text: str) -> list[int]:
    """The embedding level of each character, after rules X1 to I2."""
    from bidi import get_display

    report = get_display(text, base_dir="L", debug=True)
    # One level for each byte of UTF-8, then one for each paragraph.
    found = [int(level) for level in _LEVEL.findall(str(report))]
    sizes = [len(character.encode()) for character in text]
    if len(found) <= sum(sizes):
        raise LetterError(
            f"the order of '{text}', which is written from right to left, could not be found",
            hint="install the package again with the version of python-bidi that it asks for",
        )
    places = [0]
    for size in sizes[:-1]:
        places.append(places[-1] + size)
    return [found[place] for place in places]


def _line_levels(text: str, levels: Sequence[int]) -> list[int]:
    """Rule L1: separators, and blanks before them or at the end of the line, go with the paragraph."""
    made, blank = list(levels), True
    for place in range(len(text) - 1, -1, -1):
        kind = bidirectional(text[place])
        blank = kind in _SEPARATORS or (blank and kind in _BLANK)
        if blank:
            made[place] = 0
    for place, character in enumerate(text[1:], 1):  # what is silent has no place of its own to be seen in
        if ord(character) in SILENT:
            made[place] = made[place - 1]
    return made


def _reordered(found: list[tuple[int, Stretch]]) -> list[tuple[int, Stretch]]:
    """Rule L2: from the highest level down, turn round what lies at that level or above."""
    made = list(found)
    for lowest in range(max((level for level, _ in found), default=0), 0, -1):
        turned: list[tuple[int, Stretch]] = []
        for above, group in groupby(made, key=lambda each: each[0] >= lowest):
            same = list(group)
            turned += reversed(same) if above else same
        made = turned
    return made
