"""The published JSON Schemas of the record files, made from the classes of takedown.records."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from takedown.directory.kinds import CLASSES, SOURCES_FILE, RecordKind
from takedown.records import Source

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SLUG_NOTE = "May be left out. Where given, it must equal the name of the record's {place}."


@cache
def adapter(kind: RecordKind) -> "TypeAdapter[Any]":
    """Make the validator of a kind: a record, or for sources the mapping from key to source.

    It says what is wrong in a file, and makes the schema; files that are right are read without it.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(dict[str, Source] if kind is RecordKind.SOURCES else CLASSES[kind])


def record_schema(kind: RecordKind) -> dict[str, Any]:
    """Make the JSON Schema (2020-12) of a kind of record file, for its TOML read as JSON."""
    schema = adapter(kind).json_schema()
    head: dict[str, Any] = {"$schema": _DIALECT, "title": f"takedown {kind}"}
    if kind is RecordKind.SOURCES:
        head["description"] = f"{SOURCES_FILE}: the sources behind the facts, by key."
    else:
        place = "folder" if kind in (RecordKind.PLATFORM, RecordKind.DISTRIBUTOR) else "file"
        schema["required"] = [key for key in schema["required"] if key != "slug"]
        schema["properties"]["slug"]["description"] = _SLUG_NOTE.format(place=place)
    _text_amounts_only(schema)
    return head | {key: value for key, value in schema.items() if key != "title"}


def schema_text(kind: RecordKind) -> str:
    """Write a schema as its published file."""
    return json.dumps(record_schema(kind), indent=2, ensure_ascii=False) + "\n"


def _text_amounts_only(schema: dict[str, Any]) -> None:
    """Take the number out of every decimal: amounts are text, because a binary fraction is no exact price."""
    for definition in schema.get("$defs", {}).values():
        for field in definition.get("properties", {}).values():
            choices = [choice.get("type") for choice in field.get("anyOf", [])]
            if "number" in choices:
                field["anyOf"] = [{"type": choice} for choice in choices if choice != "number"]
