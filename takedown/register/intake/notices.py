"""notice.json of this program: whom and what a notice is about. It comes from anybody, and is read with care."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from takedown.frozen import dataclass
from takedown.inbox.calmly import calmly
from takedown.notice import Kind
from takedown.register.intake.cells import one_line
from takedown.register.intake.values import Problem, Shown
from takedown.register.values import Grade, Outcome
from takedown.roster import is_nobody

LARGEST = 8 * 1024 * 1024
_MOST_ITEMS = 20_000
MOST_ARTISTS = 1_000
#: Papers that ask for something. Others are about a notice that was counted itself, or ask nothing.
ASKING = (
    Kind.WITHDRAWAL,
    Kind.REMOVAL_AFTER_END,
    Kind.SUPPLY_STOP,
    Kind.PLATFORM_REQUEST,
    Kind.LABEL_REQUEST,
)
_EXPORT_AGAIN = "ask for the file again, as the program wrote it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a notice.json says."""

    kind: Kind
    artists: tuple[str, ...]
    platforms: tuple[str, ...]
    desk: str
    dated: date | None
    sha256: str

    def shown(self, *, went_out: bool) -> Shown:
        """What it shows: that it was written; with a sign that it went out, that it was handed over."""
        outcome = Outcome.PREPARED
        if went_out:
            outcome = Outcome.ASKED_LABEL if self.kind is Kind.LABEL_REQUEST else Outcome.SUBMITTED
        return Shown(
            grade=Grade.COPY,
            outcome=outcome,
            artists=self.artists,
            platforms=self.platforms,
            distributor=self.desk,
            on=self.dated,
            sha256=self.sha256,
        )


def is_json(beginning: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip(b" \r\n\t").startswith(b"{")


def parsed_json(content: bytes) -> dict[str, Any] | None:
    """Read one JSON object; None where it is none, or not to be read calmly."""
    found = calmly(lambda: json.loads(content.decode("utf-8-sig")), None) if len(content) <= LARGEST else None
    return found if isinstance(found, dict) else None


def looks_like_paper(table: dict[str, Any]) -> bool:
    """Whether a JSON object is a notice.json, by what stands in it."""
    return "document_sha256" in table and "kind" in table and "items" in table


def read_paper(content: bytes, known: Sequence[str]) -> Paper | Problem:
    """Read a notice.json. `known`: slugs of platforms."""
    table = parsed_json(content)
    if table is None or not looks_like_paper(table):
        return Problem(reason="it is no notice.json that can be read", fix=_EXPORT_AGAIN)
    if table.get("demo") is not False:
        return Problem(
            reason="its notice is a specimen (demo), which asks nobody", fix="count only real notices"
        )
    kind = next((kind for kind in ASKING if kind == table.get("kind")), None)
    if kind is None:
        return Problem(
            reason="its notice asks for no removal", fix="send the notice that asks, if there is one"
        )
    items = table.get("items")
    found = (
        [item for item in items[:_MOST_ITEMS] if isinstance(item, dict)] if isinstance(items, list) else []
    )
    artists = dict.fromkeys(text_at(item, "artist") for item in found)
    platforms = dict.fromkeys(text_at(item, "platform") for item in found)
    named = tuple(name for name in artists if name and not is_nobody(name))[:MOST_ARTISTS]
    if not named:
        return Problem(
            reason="its notice names no artist", fix="write their name beside the file, in a table"
        )
    recipient = table.get("recipient")
    desk = text_at(recipient, "desk") if isinstance(recipient, dict) else ""
    return Paper(
        kind=kind,
        artists=named,
        platforms=tuple(slug for slug in platforms if slug in known),
        desk=desk,
        dated=day_at(table, "dated"),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def text_at(table: dict[str, Any], key: str) -> str:
    """A text of an object, on one line; empty where there is none."""
    value = table.get(key)
    return one_line(value) if isinstance(value, str) else ""


def day_at(table: dict[str, Any], key: str) -> date | None:
    """A day of an object; None where there is none."""
    value = text_at(table, key)[:10]
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
