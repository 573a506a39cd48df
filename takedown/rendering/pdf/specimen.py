"""The word SPECIMEN across a page, drawn as lines.

Typed words across the page would stand between the words of the letter when its text is copied or extracted
(`pdftotext -layout` tore table rows apart); lines cannot.
"""

from functools import cache
from math import cos, radians, sin

_HEIGHT = 88.0
_WEIGHT = 17.0
_SPACING = 0.36
_ANGLE = 54.0
_INK = 0.94
_POINT = 2

# Width of each letter and its strokes, in letter heights: a stroke begins at its first point and goes on by
# lines (two numbers) and Bézier curves (six).
_Stroke = tuple[tuple[float, ...], ...]
_LETTERS: dict[str, tuple[float, tuple[_Stroke, ...]]] = {
    "S": (
        0.54,
        (
            (
                (0.52, 0.86),
                (0.42, 0.97, 0.33, 1.0, 0.26, 1.0),
                (0.1, 1.0, 0.0, 0.9, 0.0, 0.77),
                (0.0, 0.44, 0.54, 0.58, 0.54, 0.24),
                (0.54, 0.09, 0.42, 0.0, 0.26, 0.0),
                (0.17, 0.0, 0.07, 0.04, -0.02, 0.13),
            ),
        ),
    ),
    "P": (0.52, (((0, -0.1), (0, 1), (0.24, 1), (0.6, 1, 0.6, 0.42, 0.24, 0.42), (0, 0.42)),)),
    "E": (0.46, (((0.5, 1), (0, 1), (0, 0), (0.5, 0)), ((0, 0.5), (0.44, 0.5)))),
    "C": (0.6, (((0.63, 0.9), (0.35, 1.12, 0.0, 0.98, 0.0, 0.5), (0.0, 0.02, 0.35, -0.12, 0.63, 0.1)),)),
    "I": (0.0, (((0, -0.1), (0, 1.1)),)),
    "M": (0.78, (((0, -0.1), (0, 1), (0.39, 0.2), (0.78, 1), (0.78, -0.1)),)),
    "N": (0.62, (((0, -0.1), (0, 1), (0.62, 0), (0.62, 1.1)),)),
}


@cache
def specimen(page_width: float, page_height: float) -> bytes:
    """Operators that draw the word in light grey; what is drawn later stands above it."""
    word = "SPECIMEN"
    length = sum(_LETTERS[letter][0] + _SPACING for letter in word) - _SPACING
    turn, rise = cos(radians(_ANGLE)), sin(radians(_ANGLE))
    parts = [
        b"q %.5f %.5f %.5f %.5f %.2f %.2f cm" % (turn, rise, -rise, turn, page_width / 2, page_height / 2),
        b"%.2f G %.2f w 2 j" % (_INK, _WEIGHT),
    ]
    x = -length / 2
    for letter in word:
        extent, strokes = _LETTERS[letter]
        parts += (_stroke(x, stroke) for stroke in strokes)
        x += extent + _SPACING
    return b"\n".join([*parts, b"Q"])


def _stroke(x: float, stroke: _Stroke) -> bytes:
    steps = []
    for i, numbers in enumerate(stroke):
        points = [_HEIGHT * (number - 0.5 if j % 2 else number + x) for j, number in enumerate(numbers)]
        operator = b"m" if i == 0 else b"l" if len(points) == _POINT else b"c"
        steps.append(b" ".join([*(b"%.2f" % point for point in points), operator]))
    return b" ".join([*steps, b"S"])
