"""Everything in a record that carries sources, with the key under which it stands."""

from collections.abc import Iterator
from dataclasses import fields

from takedown.directory.kinds import Record, RecordKind, kind_of, record_place
from takedown.directory.problems import dotted
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.records import (
    Ability,
    Address,
    Caution,
    Directory,
    Fact,
    Fee,
    Redirect,
    Steps,
    Ticket,
    Time,
    Word,
)

Sourced = Fact | Ability | Redirect | Steps | Time | Fee | Address | Caution | Word | Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A fact, its key, and whether it is an entry of a list (which must then say something)."""

    key: str
    fact: Sourced
    listed: bool


def all_records(directory: Directory) -> Iterator[Record]:
    """Go through platforms, desks, distributors and campaigns, each by slug."""
    yield from (directory.platforms[slug] for slug in sorted(directory.platforms))
    yield from (directory.desks[slug] for slug in sorted(directory.desks))
    yield from (directory.distributors[slug] for slug in sorted(directory.distributors))
    yield from (directory.campaigns[slug] for slug in sorted(directory.campaigns))


def facts_of(record: Record) -> Iterator[FoundFact]:
    """All facts of a record, in the order of its class."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced):
            yield FoundFact(key=field.name, fact=value, listed=False)
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, Sourced):
                    yield FoundFact(key=dotted((field.name, index)), fact=entry, listed=True)


def says_something(fact: Sourced) -> bool:
    """Tell whether a fact has a value; an empty one means unknown."""
    match fact:
        case Address():
            return bool(fact.value.strip() or any(line.strip() for line in fact.lines))
        case Word():
            return bool(fact.word.strip() and fact.meaning.strip())
        case Ticket():
            return bool(fact.subject or fact.fields)
        case Steps():
            return any(line.strip() for line in fact.lines)
        case _:
            return bool(fact.value.strip())


def place_of(record: Record, key: str) -> SourceRef:
    """Where a key of a record stands, for findings."""
    return SourceRef(file=record_place(kind_of(record), record.slug), column=key)


def sources_place(key: str) -> SourceRef:
    """Where a source stands, for findings."""
    return SourceRef(file=f"{RecordKind.SOURCES}.toml", column=key)
