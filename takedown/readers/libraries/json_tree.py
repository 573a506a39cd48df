"""JSON of others, taken apart with care: every value is asked for its type, and an error names its place."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.readers.tracks import plain

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "a table": dict,
    "a list": list,
    "text": str,
    "true or false": bool,
    "a number": (int, float),
    "nothing": type(None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A table (object) of a JSON file and where it stands: `media[1].tracks[3]`; the top is empty."""

    table: dict[str, Any]
    file: str
    place: str = ""
    next_step: str

    def has(self, key: str) -> bool:
        """Whether it has a key with a value."""
        return self.table.get(key) is not None

    def text(self, key: str) -> str:
        """The text of a key, plain; empty where there is none."""
        value = self.table.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(key, value, "text")
        return plain(value)

    def number(self, key: str) -> int:
        """The whole number of a key; 0 where there is none."""
        value = self.table.get(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, value, "a whole number")
        return value

    def node(self, key: str) -> "Node":
        """The table of a key; an empty one where there is none."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, dict):
            raise self._wrong(key, value, "a table")
        return self._below(value or {}, key)

    def nodes(self, key: str) -> Iterator["Node"]:
        """The tables of a list, one by one; none where there is no list."""
        for index, value in enumerate(self._list(key)):
            if not isinstance(value, dict):
                raise self._wrong(f"{key}[{index}]", value, "a table")
            yield self._below(value, f"{key}[{index}]")

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, plain; empty ones are left out."""
        values = self._list(key)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise self._wrong(f"{key}[{index}]", value, "text")
        return tuple(text for value in values if (text := plain(value)))

    def _list(self, key: str) -> list[Any]:
        value = self.table.get(key)
        if value is not None and not isinstance(value, list):
            raise self._wrong(key, value, "a list")
        return value or []

    def at(self, key: str) -> str:
        """The place of a key, in words of the file."""
        return f"{self.place}.{key}" if self.place else key

    def _below(self, table: dict[str, Any], key: str) -> "Node":
        return Node(table=table, file=self.file, place=self.at(key), next_step=self.next_step)

    def _wrong(self, key: str, value: object, wanted: str) -> CatalogError:
        return CatalogError(
            f"{self.file}: {self.at(key)} is {kind_of(value)}, not {wanted}", hint=self.next_step
        )


def kind_of(value: object) -> str:
    """Name the kind of a JSON value in words."""
    if isinstance(value, bool):
        return "true or false"
    return next(words for words, types in _KINDS.items() if isinstance(value, types))


def parse(content: bytes, *, name: str, next_step: str) -> Node:
    """Parse a JSON file whose top is a table; CatalogError says where it is none."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CatalogError(f"{name}: not UTF-8 at byte {error.start + 1:,}", hint=next_step) from error
    except json.JSONDecodeError as error:
        raise CatalogError(
            f"{name}, row {error.lineno}: no JSON at character {error.colno:,} ({error.msg})", hint=next_step
        ) from error
    except RecursionError:
        # `from None`: its traceback is a thousand frames long.
        raise CatalogError(f"{name}: JSON nested too deeply", hint=next_step) from None
    except ValueError as error:
        digits = sys.get_int_max_str_digits()
        raise CatalogError(
            f"{name}: JSON with a number of more than {digits:,} digits", hint=next_step
        ) from error
    if not isinstance(value, dict):
        raise CatalogError(f"{name}: the JSON is {kind_of(value)}, not a table", hint=next_step)
    return Node(table=value, file=name, next_step=next_step)
