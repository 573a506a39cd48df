"""On which line of a TOML file a key stands, so that a message can name it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from takedown.patterns import pattern

_HEADING = pattern(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = pattern(r"\s*([A-Za-z0-9_\-.\"' ]+?)\s*=")
_STRINGS = pattern(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')
_LAST_PART = pattern(r"(?:\.[^.\[\]]+|\[\d+\]|^[^.\[\]]+)$")


def line_of(text: str, key: str) -> int:
    """Find the line of a dotted key (`fees[1].amount`, entries counted from 1); 0 where it is not there.

    A key that is missing is looked for where it would stand: at the line of its table.
    """
    lines = _lines(text)
    while key not in lines:
        last = _LAST_PART.search(key)
        if last is None:
            return 0
        key = key[: last.start()]
    return lines[key]


@lru_cache(maxsize=256)
def _lines(text: str) -> Mapping[str, int]:
    """Place → its first line. Kept, because a file is asked for many keys."""
    lines: dict[str, int] = {}
    for place, line in _places(text):
        lines.setdefault(place, line)
    return lines


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Go through headings and keys. What stands inside a text or a list of several lines is no key."""
    table, counts = "", dict[str, int]()
    closing, depth = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        bare = _STRINGS.sub("", line.replace('"""', "\0").replace("'''", "\0"))
        if depth == 0:
            heading = _HEADING.match(line)
            if heading:
                table = _tidy(heading[2])
                if heading[1] == "[[":
                    counts[table] = counts.get(table, 0) + 1
                    yield table, number
                    table = f"{table}[{counts[table]}]"
                yield table, number
                continue
            key = _KEY.match(line)
            if key:
                yield f"{table}.{_tidy(key[1])}" if table else _tidy(key[1]), number
        if bare.count("\0") % 2:
            closing = '"""' if '"""' in line else "'''"
        depth = max(0, depth + bare.count("[") - bare.count("]"))


def _tidy(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
