"""Which font prints which part of a text."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple
from unicodedata import category, name, normalize

from takedown.rendering.fonts import BREAKS
from takedown.rendering.setting.clusters import clusters
from takedown.rendering.setting.coverage import BASE, CJK, EMOJI, JAMO, SILENT, base, fonts_with

_PICTURE_SIGNS = frozenset({0xFE0F, 0x20E3, 0x200D, *range(0x1F3FB, 0x1F400), *range(0x1F1E6, 0x1F200)})
_BLACK_FLAG, _LAST_TAG = "\U0001f3f4", "\U000e007f"
_TOLD_APART = frozenset({"LATIN", "GREEK", "CYRILLIC", "HANGUL"})


class Part(NamedTuple):
    """Characters `start` to `end` of a text, all of one font and one script."""

    font: str
    start: int
    end: int


def missing_characters(text: str) -> tuple[str, ...]:
    """Characters no shipped font can print, each once, in order. Control characters print nothing: missing."""
    found = dict.fromkeys(text[at] for start, end in clusters(text) for at in _unprinted(text, start, end))
    return tuple(found)


def parts(text: str) -> tuple[Part, ...]:
    """Cut a text, all of whose characters some font can print, into stretches of one font and script."""
    chosen = _bridged(text, list(_chosen(text)))
    made: list[Part] = []
    script = ""
    for each in chosen:
        here = _script(text[each.start])
        other = bool(here and script and here != script)
        if made and made[-1].font == each.font and not other:
            made[-1] = made[-1]._replace(end=each.end)
        else:
            made.append(each)
            script = ""
        script = here or script
    return tuple(made)


def _unprinted(text: str, start: int, end: int) -> Iterator[int]:
    is_blank = text[start] in BREAKS
    if is_blank or ord(text[start]) in SILENT:  # nothing to cling to in its line: it would be lost
        yield from takewhile(lambda at: ord(text[at]) in SILENT, range(start + is_blank, end))
    if any(_is_tag(each) for each in text[start:end]) and not _is_flag(text[start:end]):
        yield from (at for at in range(start, end) if _is_tag(text[at]))
    if all(_printed(text[at]) for at in range(start, end)):
        return
    composed = normalize("NFC", text[start:end])
    if composed != text[start:end] and all(_printed(each) for each in composed):
        return
    yield from (at for at in range(start, end) if not _printed(text[at]))


def _is_tag(character: str) -> bool:
    return "\U000e0020" <= character <= _LAST_TAG


def _is_flag(cluster: str) -> bool:
    """Whether tags say whose flag it is (Unicode Technical Standard 51, ED-14a); anywhere else nobody sees them."""
    return cluster[0] == _BLACK_FLAG and cluster[-1] == _LAST_TAG


def _printed(character: str) -> bool:
    code = ord(character)
    return code in base() or code in SILENT or code in JAMO or bool(fonts_with(code))


def _chosen(text: str) -> Iterator[Part]:
    """A font for each cluster; where none has all of it, for each character of it."""
    for start, end in clusters(text):
        font = _font_of(text[start:end])
        if font:
            yield Part(font, start, end)
        else:
            for at in range(start, end):  # what is silent stays with the one before it
                font = font if font and ord(text[at]) in SILENT else _font_of(text[at]) or BASE
                yield Part(font, at, at + 1)


@lru_cache(maxsize=8192)
def _font_of(cluster: str) -> str:
    """The first font with all characters of a cluster, '' if none; pictures go to the font of pictures."""
    codes = [ord(each) for each in cluster if ord(each) not in SILENT]
    if not codes:
        return BASE
    if all(code in JAMO for code in codes):
        return CJK
    shared = [font for font in fonts_with(codes[0]) if all(font in fonts_with(code) for code in codes[1:])]
    if EMOJI in shared and any(ord(each) in _PICTURE_SIGNS for each in cluster):
        return EMOJI
    return shared[0] if shared else _font_of_composed(cluster)


def _font_of_composed(cluster: str) -> str:
    """A font that has the same cluster as one composed character: HarfBuzz looks for that too."""
    composed = normalize("NFC", cluster)
    return _font_of(composed) if composed != cluster else ""


def _bridged(text: str, chosen: list[Part]) -> list[Part]:
    """Blanks and points between two words of one script go with them, so that a phrase stays one stretch."""
    made = list(chosen)
    place = 0
    while place < len(made):
        end = place
        while end < len(made) and made[end].font == BASE and _is_neutral(text[made[end].start]):
            end += 1
        if 0 < place < end < len(made) and made[place - 1].font == made[end].font != BASE:
            font = made[end].font
            between = text[made[place].start : made[end].start]
            if font not in {CJK, EMOJI} and all(font in fonts_with(ord(each)) for each in between):
                made[place:end] = [part._replace(font=font) for part in made[place:end]]
        place = max(end, place + 1)
    return made


def _is_neutral(character: str) -> bool:
    return category(character)[0] in "ZP"


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    """The script of a letter, where one font has several that are shaped in different ways."""
    word = name(character, "").partition(" ")[0]
    return word if word in _TOLD_APART and character.isalpha() else ""
