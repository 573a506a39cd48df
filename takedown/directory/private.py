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
_SHORTEST_SQUEEZED = 5
_LARGEST_FILE = 20_000_000
_NUMBERED = re.compile(r"\d")
#: Where help centres keep their articles: the number is the article's. Requests and tickets are a person's.
_ARTICLE = re.compile(
    r"(?:/[a-z-]+)*/(?:articles?|answers?|faqs?|kb|topics?|solutions?)/\d+(?:[-/][a-z-]*)?", re.IGNORECASE
)
_A_PERSONS = re.compile(
    r"/(?:requests?|tickets?|t|cases?|users?|accounts?|conversations?)(?:/|$)", re.IGNORECASE
)
#: Keys of takedown.toml, and columns of tables beside it, that hold the names of people.
PEOPLE = frozenset(
    {
        "name",
        "artist",
        "artists",
        "owner",
        "principal",
        "signed_by",
        "signer",
        "party",
        "person",
        "attention",
        "author",
    }
)
#: A table of takedown.toml whose name is no person's.
_NO_PERSON = "agreement"
#: Words of names that are words of any desk.
_COMMON = frozenset(
    {
        "and", "the", "von", "van", "der", "den", "des", "les", "del", "los", "las", "com", "org", "net", "www",
        "artist", "artists", "band", "music", "musik", "records", "recordings", "label", "help", "support", "contact",
        "info", "team", "form", "page", "group", "studio", "sound", "songs", "media", "desk", "unknown", "various",
        "example", "https",
    }
)  # fmt: skip
_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|gmx|web|icloud|me|mac|aol|proton|protonmail|"
    r"pm|tutanota|tuta|fastmail|zoho|mail|email|hey|posteo|mailbox|t-online|freenet|arcor|orange|wanadoo|free|laposte|"
    r"sfr|libero|virgilio|uol|bol|terra|yandex|rambler|qq|163|126|naver|daum|comcast|verizon|att|btinternet|sky|"
    r"talktalk|bluewin|seznam|wp|onet|o2|interia|telenet|ziggo|kpnmail)\.(?:[a-z]{2,4})(?:\.[a-z]{2})?"
)
_FIRST_LAST = re.compile(r"[a-z]+[._-][a-z]+")
_DESK_WORDS = re.compile(
    r"support|help|info|artist|label|content|contact|customer|service|care|team|music|relations|licens|release|"
    r"distribution|catalog|delivery|legal|office|hello|mail|desk|removal|request|admin"
)


class Private:
    """Names, titles, codes, accounts and addresses of a workspace, and whether a text holds one of them.

    `people` are names of people: each of their words counts by itself. Where a file of the workspace cannot be
    read, `whole` is False, and every text counts as holding something.
    """

    def __init__(self, texts: Iterable[str], *, people: Iterable[str] = (), whole: bool = True) -> None:
        named = tuple(people)
        plain = {_plain(text) for text in (*texts, *named)}
        words = {word for name in named for word in _plain(name).split() if word not in _COMMON}
        self._words = frozenset(text for text in plain | words if len(text) >= _SHORTEST)
        squeezed = (_squeezed(text) for text in plain | words if not _is_common(text))
        self._squeezed = frozenset(text for text in squeezed if len(text) >= _SHORTEST_SQUEEZED)
        self._whole = whole

    def holds(self, text: str) -> bool:
        """Whether a text names something of the user's own, however it is put together."""
        plain = f" {' '.join(_plain(text).split())} "
        squeezed = _squeezed(text)
        return (
            not self._whole
            or any(f" {word} " in plain for word in self._words)
            or any(word in squeezed for word in self._squeezed)
        )

    def page(self, address: str) -> str:
        """A web address as far as it can be shown: never a query, and the host alone where the path looks personal."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.scheme != "https" or parts.username or not parts.hostname or self.holds(parts.hostname):
            return ""
        return f"https://{parts.hostname}" + ("" if self._is_personal(parts.path) else parts.path)

    def _is_personal(self, path: str) -> bool:
        numbered = _NUMBERED.search(path) and not _ARTICLE.fullmatch(path)
        return bool(numbered or "@" in path or _A_PERSONS.search(path) or self.holds(path))

    def mailbox(self, address: str) -> str:
        """An email address of a desk; empty for one that is, or looks like, a person's."""
        local, _, host = folded(address).partition("@")
        if not host or " " in address or _FREE_MAIL.fullmatch(host) or self.holds(address):
            return ""
        return "" if _FIRST_LAST.fullmatch(local) and not _DESK_WORDS.search(local) else address


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", folded(text)).split())


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", folded(text))


def _is_common(text: str) -> bool:
    return all(word in _COMMON for word in text.split())


def private_texts(
    root: Path, directory: Directory, more: Iterable[str] = (), people: Iterable[str] = ()
) -> Private:
    """Collect what is private in a workspace: the texts of takedown.toml and the cells of every table beside it.

    `more` are texts from elsewhere: a workbook, the ledger; `people` names from there. What the directory itself
    says is not private.
    """
    public = {_squeezed(text) for text in _public(directory)}
    texts: list[str] = list(more)
    names: list[str] = list(people)
    whole = True
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.suffix.casefold() in (".csv", ".tsv", ".txt") or path.name == "takedown.toml":
            found = _texts_of(path)
            whole = whole and found is not None
            texts.extend(text for _, text in found or ())
            names.extend(text for key, text in found or () if key in PEOPLE)
    return Private(
        (text for text in texts if _squeezed(text) not in public),
        people=(name for name in names if _squeezed(name) not in public),
        whole=whole,
    )


def _public(directory: Directory) -> Iterator[str]:
    for table in (directory.platforms, directory.desks, directory.distributors, directory.campaigns):
        for slug, record in table.items():
            yield slug
            yield record.name
    yield from ("self-service", "staff", "forbidden", "unknown", "worldwide", "business days", "days")
    # Heads of columns, and words of takedown.toml.
    yield from (
        "release",
        "track",
        "label",
        "owner",
        "distributor",
        "platforms",
        "title",
        "version",
        "artist",
        "reason",
    )
    yield from (
        "release date",
        "track number",
        "catalog number",
        "streaming",
        "download",
        "label request",
        "company",
    )


def _texts_of(path: Path) -> list[tuple[str, str]] | None:
    """Key or column, and text, of what a file says; None where it cannot be read as what it is."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        content = path.read_bytes()
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        if path.suffix == ".toml":
            return list(_strings(tomllib.loads(text), ""))
        if path.suffix.casefold() == ".txt":
            return [("", line) for line in text.splitlines()]
        return list(_cells(text, "\t" if path.suffix.casefold() == ".tsv" else ","))
    except (OSError, ValueError, csv.Error, RecursionError):
        return None


def _cells(text: str, delimiter: str) -> Iterator[tuple[str, str]]:
    head: list[str] = []
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        for number, cell in enumerate(row):
            column = head[number] if number < len(head) else ""
            yield from ((column, part) for part in (cell, *cell.split(";")))
        head = head or [cell.strip().casefold() for cell in row]


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for inner, entry in value.items():
            yield from _strings(entry, key if key == _NO_PERSON else inner)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry, key)
