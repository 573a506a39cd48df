"""What belongs to the user alone and must not come out in a text that others read."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from takedown.model import folded
from takedown.records import Directory

_SHORTEST = 3
_LARGEST_FILE = 20_000_000
_NUMBERED = re.compile(r"\d")


class Private:
    """Names, titles, codes, accounts and addresses of a workspace, and whether a text holds one of them.

    Where a file of the workspace cannot be read, `whole` is False, and every text counts as holding something.
    """

    def __init__(self, texts: Iterable[str], *, whole: bool = True) -> None:
        self._words = frozenset(
            plain for text in texts if len(plain := _plain(text).strip()) >= _SHORTEST and not plain.isspace()
        )
        self._whole = whole

    def holds(self, text: str) -> bool:
        """Whether a text names something of the user's own, however it is put together."""
        plain = f" {' '.join(_plain(text).split())} "
        return not self._whole or any(f" {word} " in plain for word in self._words)

    def page(self, address: str) -> str:
        """A web address as far as it can be shown: never a query, and the host alone where the path looks personal."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.scheme != "https" or parts.username or not parts.hostname or self.holds(parts.hostname):
            return ""
        personal = _NUMBERED.search(parts.path) or "@" in parts.path or self.holds(parts.path)
        return f"https://{parts.hostname}" + ("" if personal else parts.path)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", folded(text)).split())


def private_texts(root: Path, directory: Directory, more: Iterable[str] = ()) -> Private:
    """Collect what is private in a workspace: the texts of takedown.toml and the cells of every table beside it.

    `more` are texts from elsewhere: a workbook, the ledger. What the directory itself says is not private.
    """
    public = {_plain(text) for text in _public(directory)}
    texts: list[str] = list(more)
    whole = True
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.suffix.casefold() in (".csv", ".tsv", ".txt") or path.name == "takedown.toml":
            found = _texts_of(path)
            whole = whole and found is not None
            texts.extend(found or ())
    return Private((text for text in texts if _plain(text) not in public), whole=whole)


def _public(directory: Directory) -> Iterator[str]:
    for table in (directory.platforms, directory.desks, directory.distributors, directory.campaigns):
        for slug, record in table.items():
            yield slug
            yield record.name
    yield from ("self-service", "staff", "forbidden", "unknown", "worldwide", "business days", "days")


def _texts_of(path: Path) -> list[str] | None:
    """The texts of a file; None where it cannot be read as what it is."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        content = path.read_bytes()
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        if path.suffix == ".toml":
            return list(_strings(tomllib.loads(text)))
        if path.suffix.casefold() == ".txt":
            return text.splitlines()
        rows = csv.reader(io.StringIO(text), delimiter="\t" if path.suffix.casefold() == ".tsv" else ",")
        return [part for row in rows for cell in row for part in (cell, *cell.split(";"))]
    except (OSError, ValueError, csv.Error, RecursionError):
        return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
