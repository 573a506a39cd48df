"""What a person reads of the directory: who is in it, and each fact with its source, date and confidence."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from takedown.records import Campaign, Desk, Directory, Distributor, Fact, Platform, Source, Time
from takedown.reports.words import counted, long_date, page, table, wrapped

Record = Platform | Desk | Distributor | Campaign

#: Fields that say where another field comes from; printed with that field.
_ABOUT_A_FACT = frozenset({"source", "confidence", "checked_on"})


def plain_directory(directory: Directory) -> str:
    """List platforms, distributors and campaigns with their slugs."""
    lines = [f"Platforms ({len(directory.platforms)})"]
    lines.extend(_rows((item.slug, item.name, f"desk {item.desk}") for item in _sorted(directory.platforms)))
    lines.extend(
        ("", f"Distributors ({len(directory.distributors)}): slug, name, leaving one store, checked on")
    )
    lines.extend(
        _rows(
            (item.slug, item.name, item.one_store.value, item.checked_on.isoformat(), _status(item))
            for item in _sorted(directory.distributors)
        )
    )
    lines.extend(("", f"Campaigns ({len(directory.campaigns)})"))
    lines.extend(_rows((item.slug, item.name, item.status.value) for item in _sorted(directory.campaigns)))
    return page([*lines, "", "Next: takedown directory show SLUG, for every fact with its source"])


def _sorted(records: Mapping[str, Any]) -> list[Any]:
    return [records[slug] for slug in sorted(records)]


def _rows(rows: Any) -> list[str]:
    return table(rows) or ["  none"]


def _status(record: Distributor) -> str:
    return "" if record.status.value == "active" else record.status.value


def plain_record(record: Record, sources: Mapping[str, Source]) -> str:
    """Print every known fact of a record, then the sources they come from."""
    lines = [f"{record.name} ({record.slug})", f"checked on {long_date(record.checked_on)}", ""]
    unknown: list[str] = []
    for field in dataclasses.fields(record):
        if field.name in ("slug", "name", "checked_on") or field.name.endswith("_source"):
            continue
        value = getattr(record, field.name)
        told = _value(value, getattr(record, f"{field.name}_source", ()))
        if told:
            lines.append(_title(field.name))
            lines.extend(line for text in told for line in wrapped(text, first="  - "))
        elif isinstance(value, Fact | Time):
            unknown.append(_title(field.name).lower())
    if unknown:
        lines.extend(("", *wrapped(f"Not known: {', '.join(unknown)}.")))
    return page([*lines, "", *_sources(record, sources)])


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _value(value: Any, source: tuple[str, ...]) -> list[str]:
    """Say a field in words: one text per fact, none where it is unknown or empty."""
    if value is None or value in ("", (), {}):
        return []
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fact(value)
    if isinstance(value, tuple):
        texts = [text for part in value for text in _value(part, ())]
        return [*texts, *([_origin(source, "", None)] if source else [])]
    if isinstance(value, dict):
        return [f"{key}: {text}" for key, entry in value.items() for text in _value(entry, ())]
    return [_plain(value)]


def _fact(value: Any) -> list[str]:
    """Say a fact with what is known of it; a fact without words is unknown."""
    parts = [
        _part(field.name, getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.name not in _ABOUT_A_FACT and getattr(value, field.name) not in ("", None, (), {})
    ]
    words = "; ".join(parts)
    if not (getattr(value, "value", "") or getattr(value, "lines", ()) or getattr(value, "source", ())):
        return []
    return [f"{words} {_origin(value.source, value.confidence.value, value.checked_on)}".strip()]


def _part(name: str, value: Any) -> str:
    text = ", ".join(_plain(part) for part in value) if isinstance(value, tuple) else _plain(value)
    return text if name == "value" else f"{_title(name).lower()}: {text}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    return long_date(value) if isinstance(value, date) else str(value)


def _origin(source: tuple[str, ...], confidence: str, checked_on: date | None) -> str:
    parts = [
        f"source {', '.join(source)}" if source else "no source",
        f"confidence {confidence}" if confidence else "",
        f"checked on {long_date(checked_on)}" if checked_on else "",
    ]
    return f"[{'; '.join(filter(None, parts))}]"


def _sources(record: Any, sources: Mapping[str, Source]) -> list[str]:
    """Print title, address and date of every source that the record names."""
    keys = sorted(_named(record))
    lines = [counted(len(keys), "source")] if keys else ["No sources."]
    for key in keys:
        source = sources.get(key)
        text = f"{source.title}, {source.date}, {source.url}" if source else "not in sources.toml"
        lines.extend(wrapped(f"{key}: {text}", first="  - "))
    return lines


def _named(value: Any) -> set[str]:
    """Collect the source keys in a record, however deep."""
    if isinstance(value, tuple):
        return {key for part in value for key in _named(part)}
    if not dataclasses.is_dataclass(value):
        return set()
    found: set[str] = set()
    for field in dataclasses.fields(value):
        part = getattr(value, field.name)
        found |= set(part) if field.name == "source" or field.name.endswith("_source") else _named(part)
    return found
