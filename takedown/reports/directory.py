"""What a person reads of the directory: who is in it, and each fact with its source, date and confidence."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from takedown.audit.worked import Worked
from takedown.directory.lookups import open_asks
from takedown.freshness import answered_here
from takedown.model import Finding, SourceRef
from takedown.records import (
    Ability,
    Campaign,
    Desk,
    Directory,
    Distributor,
    Fact,
    Platform,
    Source,
    Status,
    Steps,
    Time,
)
from takedown.reports.findings import by_severity
from takedown.reports.words import counted, listed, long_date, page, table, wrapped

Record = Platform | Desk | Distributor | Campaign

#: Seldom said; where they are not, nothing is missing.
_RARE = frozenset({"all_stores_trap", "infringement_form", "podcasts", "redelivery", "self_service", "note"})

#: Fields that say where another field comes from; printed with that field.
_ABOUT_A_FACT = frozenset({"source", "confidence", "checked_on"})


def plain_directory(directory: Directory, worked: Mapping[str, Worked] = MappingProxyType({})) -> str:
    """List platforms, distributors and campaigns with their slugs.

    `worked` says when a desk last did what was asked, by the workspace's ledger; empty: there is none.
    """
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
    desks = [slug for slug in sorted(worked) if slug in directory.distributors or slug in directory.desks]
    if desks:
        lines.extend(("", "Last did what you asked, by this ledger"))
        lines.extend(_rows((slug, worked[slug].on.isoformat(), worked[slug].words) for slug in desks))
    lines.extend(("", f"Campaigns ({len(directory.campaigns)})"))
    lines.extend(_rows((item.slug, item.name, item.status.value) for item in _sorted(directory.campaigns)))
    return page([*lines, "", "Next: takedown directory show SLUG, for every fact with its source"])


def _sorted(records: Mapping[str, Any]) -> list[Any]:
    return [records[slug] for slug in sorted(records)]


def _rows(rows: Any) -> list[str]:
    return table(rows) or ["  none"]


def _status(record: Distributor) -> str:
    """The status where it is not active, and who to ask instead of a retired one."""
    if record.status is Status.ACTIVE:
        return ""
    instead = ", ".join(record.redirect.instead)
    return record.status.value + (f" → {instead}" if record.status.is_retired and instead else "")


def plain_record(record: Record, sources: Mapping[str, Source], worked: Worked | None = None) -> str:
    """Print every known fact of a record, then the sources they come from.

    First comes what only this workspace knows: when the desk last did what was asked, and what was looked up.
    """
    lines = [f"{record.name} ({record.slug})", f"checked on {long_date(record.checked_on)}"]
    if worked:
        lines.extend(
            wrapped(f"last did what you asked on {long_date(worked.on)} ({worked.words}), by this ledger")
        )
    for sentence in answered_here(record, sources):
        lines.extend(wrapped(sentence, first="! "))
    lines.append("")
    unknown: list[str] = []
    for field in dataclasses.fields(record):
        if field.name in ("slug", "name", "checked_on") or field.name.endswith("_source"):
            continue
        value = getattr(record, field.name)
        told = _value(value, getattr(record, f"{field.name}_source", ()))
        if told:
            lines.append(_title(field.name))
            lines.extend(line for text in told for line in wrapped(text, first="  - "))
        elif isinstance(value, Ability | Fact | Steps | Time) and field.name not in _RARE:
            unknown.append(_title(field.name).lower())
    if unknown:
        lines.extend(("", *wrapped(f"Not known: {', '.join(unknown)}.")))
    if not isinstance(record, Campaign) and open_asks(record):
        lines.extend(
            wrapped(f"When you find out what is missing or weak: takedown directory answer {record.slug}")
        )
    return page([*lines, "", *_sources(record, sources)])


def plain_lint(findings: Sequence[Finding], directory: Directory) -> str:
    """List what is wrong with the records, each with file and line, then say what was checked."""
    numbers = [
        counted(len(directory.platforms), "platform"),
        counted(len(directory.desks), "desk"),
        counted(len(directory.distributors), "distributor"),
        counted(len(directory.campaigns), "campaign"),
        counted(len(directory.sources), "source"),
    ]
    checked = wrapped(
        f"Checked: {listed(numbers)}; of each its sources, dates and confidence, addresses and who they are for, "
        "numbers, prices, codes, steps and warnings."
    )
    if not findings:
        return page([*checked, "Nothing is wrong."])
    placed = [replace(finding, source=_in_file(finding.source)) for finding in findings]
    return page([*by_severity(placed), *checked, counted(len(findings), "finding")])


def _in_file(source: SourceRef) -> SourceRef:
    """A place in a text file: it has lines, no rows and columns."""
    line = f", line {source.row}" if source.row else ""
    return SourceRef(file=f"{source.file}{line}", column=source.column)


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
