"""Answers of a workspace, laid over the records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from takedown.directory.answers import ASKED_OF, FILE, LookedUp, latest, table_of
from takedown.directory.kinds import RecordKind
from takedown.directory.lookups import Ask, changes
from takedown.directory.shapes import buttons_of
from takedown.patterns import pattern
from takedown.records import Channel, Directory, Distributor, OneStore, Role, Source

_WARNING = pattern(r"(?:Do not|Never|Press no|Press neither|Stop if)\b")
_SENTENCE = pattern(r"(?<=[.!?])\s+")
_WAYS = {Channel.EMAIL: "write to", Channel.FORM: "write through"}


def laid_over(directory: Directory, answers: Iterable[LookedUp]) -> Directory:
    """Put answers in the place of what the records say; each brings a source of its own. Only the last one counts."""
    tables: dict[RecordKind, dict[str, Any]] = {kind: dict(table_of(directory, kind)) for kind in ASKED_OF}
    sources = dict(directory.sources)
    told: dict[str, dict[Ask, LookedUp]] = {}
    for answer in latest(answers):
        table = tables[answer.kind]
        table[answer.slug] = _changed(table[answer.slug], answer)
        sources[answer.key] = Source(
            title=answer.source, url=f"{FILE} of this workspace", date=answer.on.isoformat()
        )
        if answer.kind is RecordKind.DISTRIBUTOR:
            told.setdefault(answer.slug, {})[answer.fact] = answer
    distributors = tables[RecordKind.DISTRIBUTOR]
    for slug, answered in told.items():
        distributors[slug] = _with_steps(distributors[slug], answered)
    return replace(
        directory,
        distributors=distributors,
        platforms=tables[RecordKind.PLATFORM],
        desks=tables[RecordKind.DESK],
        sources=sources,
    )


def _changed(record: Any, answer: LookedUp) -> Any:
    about = {"source": (answer.key,), "confidence": answer.confidence, "checked_on": answer.on}
    new = changes(answer.fact, answer.value, answer.words, about)
    if answer.fact is Ask.WHERE:
        others = tuple(one for one in record.addresses if one.value != answer.value)
        new["addresses"] = (*new["addresses"], *others)
    if answer.fact is Ask.LANGUAGE:
        others = tuple(code for code in record.languages if code != answer.value)
        new = {
            "languages": (answer.value, *others),
            "languages_source": (*record.languages_source, answer.key),
        }
    return replace(record, **new)


def _with_steps(record: Distributor, answered: Mapping[Ask, LookedUp]) -> Distributor:
    """Steps that follow from the answers: those of the record say what was not known, and lead elsewhere.

    Where one writes to support does not change what is clicked by oneself. Without steps, the ways to write are the
    steps. Warnings stay.
    """
    one_store, where = answered.get(Ask.ONE_STORE), answered.get(Ask.WHERE)
    alone = record.one_store is OneStore.SELF_SERVICE
    if one_store is None and (where is None or alone):
        return record
    found = [one_store.words, *_otherwise(record)] if one_store and alone else []
    warnings = tuple(_warnings(record))
    steps = (*found, *warnings)
    keys = [answer.key for answer in (one_store, where) if answer]
    rest = (*record.steps_source, *record.all_stores_trap.source) if warnings else ()
    return replace(record, steps=steps, steps_source=tuple(dict.fromkeys((*keys, *rest))) if steps else ())


def _otherwise(record: Distributor) -> Iterator[str]:
    for address in record.addresses:
        if address.channel in _WAYS and address.role is not Role.INFRINGEMENT:
            yield f"For what you do not find, {_WAYS[address.channel]} {address.value}."
            return


def _warnings(record: Distributor) -> Iterator[str]:
    """What a record's steps say not to do, and what its trap says where they do not name it."""
    kept = [one for step in record.steps for one in _SENTENCE.split(step) if _WARNING.match(one)]
    yield from kept
    trap = record.all_stores_trap.value
    told, buttons = " ".join(kept).casefold(), buttons_of(trap)
    is_named = any(button.casefold() in told for button in buttons) if buttons else bool(kept)
    if trap and not is_named:
        yield f"Do not do there what removes from every store: {trap}"
