"""What a workspace knows better than the shipped directory, as lines that others can take over.

Only what has a shape comes out: words of a list, numbers, days, codes of languages, addresses of the desk itself.
Free text never does, because nobody can tell what is in it; it is named as left out, for the user to add by hand.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from takedown.directory.answers import ASKED_OF, LookedUp, table_of
from takedown.directory.kinds import Record, RecordKind, record_place
from takedown.directory.lookups import Ask, changes
from takedown.directory.private import Private
from takedown.records import Ability, Address, Channel, Confidence, Directory, Fact, Fee, OneStore, Time

#: The key that stands for the source in the lines; a maintainer gives it its own.
NEW_SOURCE = "NEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is known better of one record."""

    kind: RecordKind
    slug: str
    name: str
    shipped: bool
    """Whether the shipped directory has this record."""
    answers: tuple[tuple[Ask, str, date, Confidence], ...] = ()
    """Fact, value, day, confidence of what was looked up."""
    lines: tuple[str, ...] = ()
    """TOML for the record."""
    left_out: tuple[str, ...] = ()
    """Keys with words of the user's own."""

    @property
    def file(self) -> str:
        return record_place(self.kind, self.slug)


def corrections(
    shipped: Directory, own: Directory, answers: Iterable[LookedUp], private: Private
) -> tuple[Correction, ...]:
    """Compare the shipped directory with a workspace's own records (`own`) and answers, record by record."""
    latest = {answer.key: answer for answer in answers}
    found: list[Correction] = []
    for kind in ASKED_OF:
        before, now = table_of(shipped, kind), table_of(own, kind)
        for slug in sorted(now):
            looked_up = [one for one in latest.values() if (one.kind, one.slug) == (kind, slug)]
            changed = now[slug] != before.get(slug)
            if not (looked_up or changed) or (slug not in before and private.holds(slug)):
                continue
            known = _answered(looked_up, private)
            if changed:
                known = _with_record(known, now[slug], before.get(slug), private)
            name = before[slug].name if slug in before else now[slug].name
            found.append(
                replace(
                    known,
                    kind=kind,
                    slug=slug,
                    name=slug if slug not in before and private.holds(name) else name,
                    shipped=slug in before,
                )
            )
    return tuple(found)


_EMPTY = Correction(kind=RecordKind.DISTRIBUTOR, slug="", name="", shipped=True)


def _answered(answers: list[LookedUp], private: Private) -> Correction:
    said: list[tuple[Ask, str, date, Confidence]] = []
    lines: list[str] = []
    left_out: list[str] = []
    for answer in answers:
        value = _public_value(answer, private)
        if not value:
            left_out.append(answer.fact.value)
            continue
        said.append((answer.fact, value, answer.on, answer.confidence))
        about = {"source": (NEW_SOURCE,), "confidence": answer.confidence, "checked_on": answer.on}
        for key, new in changes(answer.fact, value, "", about).items():
            lines.extend(_toml(key, new))
        if answer.fact is Ask.ONE_STORE and value == OneStore.SELF_SERVICE:
            left_out.append("steps")
    return replace(
        _EMPTY, answers=tuple(said), lines=tuple(_plain_keys_first(lines)), left_out=tuple(left_out)
    )


def _public_value(answer: LookedUp, private: Private) -> str:
    """The value of an answer where others may read it; empty for a way through menus, which is free text."""
    if answer.fact is not Ask.WHERE:
        return answer.value
    return _public_address(answer.value, private)


def _public_address(value: str, private: Private) -> str:
    if "://" in value:
        return private.page(value)
    return value if "@" in value and " " not in value and not private.holds(value) else ""


def _with_record(known: Correction, now: Record, before: Record | None, private: Private) -> Correction:
    """Add what differs in a record of the workspace's own."""
    lines: list[str] = list(known.lines)
    left_out: list[str] = list(known.left_out)
    answered = tomllib.loads("\n".join(known.lines))  # an answer lies over the record
    for field in fields(now):
        value = getattr(now, field.name)
        if field.name in answered or field.name in ("slug", "name") or field.name.endswith("_source"):
            continue
        if before is not None and value == getattr(before, field.name):
            continue
        shaped, whole = _shaped(value, private)
        lines.extend(line for part in shaped for line in _toml(field.name, part))
        if not whole:
            left_out.append(field.name)
    return replace(
        known,
        lines=tuple(_plain_keys_first(lines)),
        left_out=tuple(dict.fromkeys(left_out)),
    )


def _shaped(value: Any, private: Private) -> tuple[list[Any], bool]:
    """The parts of a value that have a shape of their own, and whether that is all of it."""
    match value:
        case StrEnum() | bool() | date():
            return [value], True
        case Ability():
            return ([] if value == Ability() else [_bare(value)]), not value.value
        case Time():
            known = value.min is not None or value.max is not None
            return ([_bare(value)] if known else []), not value.value
        case Fact() | str():
            return [], not (value if isinstance(value, str) else value.value)
        case tuple():
            return _listed(value, private)
        case _:
            return [], not value


def _listed(values: tuple[Any, ...], private: Private) -> tuple[list[Any], bool]:
    shaped: list[Any] = []
    whole = True
    for value in values:
        if isinstance(value, Fee) and value.amount is not None:
            shaped.append((_bare(value),))
            whole = False
        elif isinstance(value, Address) and value.channel in (Channel.EMAIL, Channel.FORM):
            public = _public_address(value.value, private)
            if public:
                shaped.append((replace(_bare(value), value=public, note=""),))
            whole = whole and public == value.value and not value.note
        else:
            whole = False
    return shaped, whole


def _bare(fact: Any) -> Any:
    """A fact without words of its own, with a source to be named."""
    return replace(fact, value="", source=(NEW_SOURCE,))


def _plain_keys_first(lines: list[str]) -> Iterator[str]:
    """Keys without a table stand before the first table: TOML would take them for a part of it."""
    blocks: list[list[str]] = []
    plain: list[str] = []
    for line in filter(None, lines):
        if line.startswith("["):
            blocks.append([line])
        elif blocks and not line.startswith(_TOP):
            blocks[-1].append(line)
        else:
            plain.append(line.removeprefix(_TOP))
    yield from plain
    for number, block in enumerate(blocks):
        if plain or number:
            yield ""
        yield from block


#: Marks a line that belongs to the record itself while the lines are gathered.
_TOP = "\0"


def _toml(key: str, value: Any) -> Iterator[str]:
    """Write a field of a record as TOML."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        for entry in value:
            yield f"[[{key}]]"
            yield from _keys(entry)
    elif isinstance(value, StrEnum | bool | date | tuple):
        yield f"{_TOP}{key} = {_written(value)}"
    else:
        yield f"[{key}]"
        yield from _keys(value)


def _keys(fact: Any) -> Iterator[str]:
    for field in fields(fact):
        value = getattr(fact, field.name)
        if value not in ("", None, ()):
            yield f"{field.name} = {_written(value)}"


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | date():
            return str(value)
        case Decimal():
            return f'"{value:f}"'
        case tuple():
            return f"[{', '.join(_written(entry) for entry in value)}]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def source_lines(
    found: Iterable[Correction], answers: Iterable[LookedUp], private: Private
) -> Mapping[str, str]:
    """Map slug to the web page that an answer names as its source, where one is named and may be shown."""
    wanted = {one.slug for one in found}
    pages: dict[str, str] = {}
    for answer in answers:
        for word in answer.source.split():
            page = private.page(word.strip("()<>,;")) if answer.slug in wanted else ""
            if page:
                pages[answer.slug] = page
    return pages
