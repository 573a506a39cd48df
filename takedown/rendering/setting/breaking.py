"""Where a line may break besides at its spaces (after Unicode Standard Annex 14, as far as names and titles need).

Chinese, Japanese and Korean break between characters, but no line begins with what closes or ends with what
opens (kinsoku). Thai, Lao, Khmer and Myanmar are written without spaces, and only a dictionary knows their words:
they go on the next line whole, and one wider than a line is cut between clusters. Tibetan parts after its point.
"""

from itertools import pairwise

from takedown.rendering.setting.clusters import clusters

#: First and last characters, in order: compared, not put into a pattern, which takes three milliseconds to compile.
_IDEOGRAPHIC = (
    ("\u1100", "\u11ff"), ("\u2e80", "\u2fdf"), ("\u3001", "\u30ff"), ("\u3105", "\u318f"),
    ("\u31a0", "\u4dbf"), ("\u4e00", "\ua4cf"), ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"),
    ("\uff01", "\uffdc"), ("\U0001f000", "\U0001faff"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip
_TSEK = "\u0f0b"
#: What no line begins with: closing brackets and points, small kana, marks of length and repetition.
_NOT_FIRST = frozenset(
    "!%),.:;?]}»’”…、。〉》」』】〕〗〙〛〞〟！％），．：；？］｝｡｣､･ﾞﾟー～・ゝゞヽヾ々〻"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｬｭｮｯｰ"
    "།༎༏་"
)
#: What no line ends with: opening brackets and signs of money.
_NOT_LAST = frozenset("([{«‘“〈《「『【〔〖〘〚〝（［｛｢$€£¥")


def breaks(text: str) -> tuple[int, ...]:
    """Places where a line may end before the character at that place; never inside a grapheme cluster."""
    if text.isascii():
        return ()
    found = []
    pieces = clusters(text)
    for (start, end), (_, after) in pairwise(pieces):
        before, here = text[start:end], text[end:after]
        if _may_part(before, here):
            found.append(end)
    return tuple(found)


def _may_part(before: str, here: str) -> bool:
    if here[0] in _NOT_FIRST or before[0] in _NOT_LAST or here.isspace() or before.isspace():
        return False
    return _is_ideographic(before[0]) or _is_ideographic(here[0]) or before[-1] == _TSEK


def _is_ideographic(character: str) -> bool:
    return character >= _IDEOGRAPHIC[0][0] and any(first <= character <= last for first, last in _IDEOGRAPHIC)
