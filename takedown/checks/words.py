"""How values are shown and compared in findings."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from takedown.counting import counted
from takedown.model import Release, SourceRef, folded

__all__ = [
    "code_point", "counted", "either", "near_miss", "place", "quoted", "squeezed", "titles", "toml", "unique",
    "visible",
]  # fmt: skip

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN = 60


def visible(text: str) -> str:
    """Text with every invisible character written as its code point, so that it can be printed anywhere."""
    if text.isprintable():  # in Python's sense, no hidden character is
        return text
    return "".join(code_point(each) if unicodedata.category(each) in _HIDDEN else each for each in text)


def code_point(character: str) -> str:
    """`<U+202E>`."""
    return f"<U+{ord(character):04X}>"


def quoted(text: str) -> str:
    """Put a value in quotes, made visible; a long one is cut."""
    shown = visible(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    return f"'{shown}'"


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Letters and digits only, folded: `CD Baby`, `cd-baby` and `CDBaby` are the same."""
    name = folded(text)
    plain = name.replace(" ", "")
    if plain.isalnum():  # as nearly every name
        return plain
    return "".join(filter(str.isalnum, plain)) or name


def near_miss(text: str, names: Mapping[str, str]) -> str:
    """Find the slug whose (squeezed) name is most like a text; empty where none is."""
    import difflib

    close = difflib.get_close_matches(squeezed(text), names, n=1, cutoff=0.7)
    return names[close[0]] if close else ""


def either(parts: Iterable[str], word: str = "or") -> str:
    """Join to `a, b or c`."""
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last


def place(source: SourceRef, beside: SourceRef) -> str:
    """Say `row 4`, and the file and sheet too where they are others than those of `beside`."""
    same = (source.file, source.sheet) == (beside.file, beside.sheet)
    return f"row {source.row}" if same else str(source)


def titles(releases: Sequence[Release]) -> str:
    """Say `'First' and 2 more releases`; recordings that are on no release are none."""
    first, more = quoted(releases[0].display_title), releases[1:]
    if not more:
        return first
    alone = sum(release.is_lone_recording for release in more)
    noun = "recording" if alone == len(more) else "release"
    return f"{first} and " + (
        f"{len(more)} more releases and recordings"
        if 0 < alone < len(more)
        else counted(len(more), f"more {noun}")
    )


def toml(text: str) -> str:
    """Write a text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names in their order, each once (folded), empty ones left out."""
    seen: dict[str, str] = {}
    for name in names:
        if name:
            seen.setdefault(folded(name), name)
    return tuple(seen.values())
