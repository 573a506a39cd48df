"""What a workspace knows better than the shipped directory, as lines that others can take over.

Only what has a shape comes out: words of a list, numbers, days, codes of languages, addresses of the desk itself.
Free text never does, because nobody can tell what is in it; it is named as left out, for the user to add by hand.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from takedown.codes import languages
from takedown.directory.answers import ASKED_OF, LookedUp, latest, table_of
from takedown.directory.as_toml import plain_keys_first, toml_of, written
from takedown.directory.kinds import Record, RecordKind, record_place
from takedown.directory.lines import line_of
from takedown.directory.lookups import Ask, changes
from takedown.directory.private import Private
from takedown.frozen import dataclass
from takedown.records import (
    Ability,
    Address,
    Channel,
    Confidence,
    Directory,
    Fact,
    Fee,
    Known,
    OneStore,
    Time,
)
from takedown.resources import notice_templates

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
    """Keys with words of the user's own, or with an address that may be a person's."""
    shortened: tuple[str, ...] = ()
    """Keys whose web address is given without a part that may be the user's own."""
    in_the_way: tuple[tuple[str, int], ...] = ()
    """What stands in the shipped record already and must go before the lines are put in: key or [table], and line."""

    @property
    def file(self) -> str:
        return record_place(self.kind, self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page that a source names, as far as it can be shown."""

    address: str
    shortened: bool


def corrections(
    shipped: Directory, own: Directory, answers: Iterable[LookedUp], private: Private
) -> tuple[Correction, ...]:
    """Compare the shipped directory with a workspace's own records (`own`) and answers, record by record."""
    last = latest(answers)
    found: list[Correction] = []
    for kind in ASKED_OF:
        before, now = table_of(shipped, kind), table_of(own, kind)
        for slug in sorted(now):
            looked_up = [one for one in last if (one.kind, one.slug) == (kind, slug)]
            changed = now[slug] != before.get(slug)
            if not (looked_up or changed) or (slug not in before and private.holds(slug)):
                continue
            known = _answered(looked_up, before.get(slug), private)
            if changed:
                known = _with_record(known, now[slug], before.get(slug), private)
            known = replace(known, kind=kind, slug=slug)
            found.append(_named(known, now[slug], before.get(slug), private))
    return tuple(found)


def _named(known: Correction, now: Any, before: Any, private: Private) -> Correction:
    """Say which record it is about: a new one gets its name, a shipped one is told what is in the way."""
    shipped = before is not None
    record = before if shipped else now
    hidden = not shipped and private.holds(record.name)
    lines = known.lines
    if known.lines and not shipped and not hidden:
        lines = (f"name = {written(record.name)}", *lines)
    return replace(
        known,
        name=known.slug if hidden else record.name,
        shipped=shipped,
        lines=lines,
        in_the_way=_in_the_way(lines, known.file) if shipped else (),
    )


def _in_the_way(lines: tuple[str, ...], file: str) -> tuple[tuple[str, int], ...]:
    """Keys and tables of the lines that the record has too. Addresses are several: new ones stand beside the others."""
    path = notice_templates() / file
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    there: list[tuple[str, int]] = []
    for key, value in tomllib.loads("\n".join(lines)).items():
        line = line_of(text, key)
        if line and key != "addresses":
            several = isinstance(value, list) and isinstance(value[0], dict)
            there.append((f"[[{key}]]" if several else f"[{key}]" if isinstance(value, dict) else key, line))
    return tuple(there)


_EMPTY = Correction(kind=RecordKind.DISTRIBUTOR, slug="", name="", shipped=True)


def _answered(answers: list[LookedUp], before: Any, private: Private) -> Correction:
    said: list[tuple[Ask, str, date, Confidence]] = []
    lines: list[str] = []
    left_out: list[str] = []
    shortened: list[str] = []
    for answer in answers:
        value = _public_value(answer, private)
        if not value:
            left_out.append(answer.fact.value)
            continue
        if value != answer.value:
            shortened.append(answer.fact.value)
        said.append((answer.fact, value, answer.on, answer.confidence))
        about = {"source": (NEW_SOURCE,), "confidence": answer.confidence, "checked_on": answer.on}
        new = changes(answer.fact, value, "", about)
        if answer.fact is Ask.LANGUAGE:
            new = _languages(value, before)
        for key, entry in new.items():
            lines.extend(toml_of(key, entry))
        if answer.fact is Ask.ONE_STORE and value == OneStore.SELF_SERVICE:
            left_out.append("steps")
    return replace(
        _EMPTY,
        answers=tuple(said),
        lines=tuple(plain_keys_first(lines)),
        left_out=tuple(left_out),
        shortened=tuple(shortened),
    )


def _languages(code: str, before: Any) -> dict[str, Any]:
    """The language of an answer, before those of the shipped record."""
    known = before.languages if before else ()
    sources = before.languages_source if before else ()
    return {
        "languages": (code, *(one for one in known if one != code)),
        "languages_source": (NEW_SOURCE, *sources),
    }


def _public_value(answer: LookedUp, private: Private) -> str:
    """The value of an answer where others may read it; empty for a way through menus, which is free text."""
    if answer.fact is not Ask.WHERE:
        return answer.value
    return _public_address(answer.value, private)


def _public_address(value: str, private: Private) -> str:
    if "://" in value:
        return private.page(value)
    return private.mailbox(value) if "@" in value else ""


def _with_record(known: Correction, now: Record, before: Record | None, private: Private) -> Correction:
    """Add what differs in a record of the workspace's own."""
    lines: list[str] = list(known.lines)
    left_out: list[str] = list(known.left_out)
    shortened: list[str] = list(known.shortened)
    names = {field.name for field in fields(now)}
    answered = tomllib.loads("\n".join(known.lines))  # an answer lies over the record
    for field in fields(now):
        value = getattr(now, field.name)
        if field.name in answered or field.name in ("slug", "name") or field.name.endswith("_source"):
            continue
        if before is not None and value == getattr(before, field.name):
            continue
        shaped, whole = _shaped(value, private)
        lines.extend(line for part in shaped for line in toml_of(field.name, part))
        if shaped and f"{field.name}_source" in names:
            lines.extend(toml_of(f"{field.name}_source", (NEW_SOURCE,)))
        if not whole:
            left_out.append(field.name)
        if field.name == "addresses":
            shortened += [field.name] if _are_shortened(value, private) else []
    return replace(
        known,
        lines=tuple(plain_keys_first(lines)),
        left_out=tuple(dict.fromkeys(left_out)),
        shortened=tuple(dict.fromkeys(shortened)),
    )


def _shaped(value: Any, private: Private) -> tuple[list[Any], bool]:
    """The parts of a value that have a shape of their own, and whether that is all of it."""
    match value:
        case StrEnum() | bool() | date():
            return [value], True
        case Ability():
            return ([] if value.answer is Known.UNKNOWN else [_bare(value)]), not value.value
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
    if values and all(isinstance(value, str) and value in languages() for value in values):
        return [values], True
    shaped: list[Any] = []
    whole = True
    for value in values:
        if isinstance(value, Fee) and value.amount is not None:
            shaped.append((_bare(value),))
            whole = False
        elif isinstance(value, Address) and value.channel in (Channel.EMAIL, Channel.FORM):
            public = _public_address(value.value, private)
            if public:
                shaped.append((replace(value, value=public, note="", source=(NEW_SOURCE,)),))
            whole = whole and bool(public) and not value.note
        else:
            whole = False
    return shaped, whole


def _are_shortened(addresses: tuple[Address, ...], private: Private) -> bool:
    shown = ((one.value, _public_address(one.value, private)) for one in addresses)
    return any(public and public != value for value, public in shown)


def _bare(fact: Any) -> Any:
    """A fact in words of the program's, without the user's, and with a source to be named."""
    return replace(fact, value=_program_words(fact), source=(NEW_SOURCE,))


def _program_words(fact: Any) -> str:
    match fact:
        case Ability():
            return "Yes." if fact.answer is Known.YES else "No."
        case Time():
            numbers = dict.fromkeys(str(one) for one in (fact.min, fact.max) if one is not None)
            return f"{'-'.join(numbers)} {fact.unit.replace('-', ' ')}."
        case Fee():
            per = f" per {fact.per.replace('-', ' ')}" if fact.per else ""
            return f"{fact.currency} {fact.amount:f}{per}.".strip()
        case _:
            return ""


def source_lines(
    found: Iterable[Correction], answers: Iterable[LookedUp], private: Private
) -> Mapping[str, Page]:
    """Map slug to the web page that an answer names as its source, where one is named and may be shown."""
    wanted = {one.slug for one in found}
    pages: dict[str, Page] = {}
    for answer in answers:
        for word in answer.source.split() if answer.slug in wanted else ():
            given = word.strip("()<>,;")
            page = private.page(given)
            if page:
                pages[answer.slug] = Page(address=page, shortened=page != given)
    return pages
