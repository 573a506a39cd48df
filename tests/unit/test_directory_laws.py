"""Laws that hold for the whole directory, and for any directory made from it."""

import dataclasses
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from takedown import resources
from takedown.directory import RecordKind, infringement_addresses, lint_directory, load_directory
from takedown.directory.addresses import addresses_of, reused_addresses, same_address
from takedown.directory.answers import LookedUp, check_answer
from takedown.directory.facts import all_records, facts_of, says_something
from takedown.directory.kinds import PLACES, record_files
from takedown.directory.laying import laid_over
from takedown.directory.lines import line_of
from takedown.directory.lookups import Ask, open_asks
from takedown.directory.schemas import adapter
from takedown.errors import UsageError
from takedown.records import Address, Channel, Confidence, Directory, Role, Status

DIRECTORY = load_directory()
FACTS = [
    (record.slug, found.key, found.fact) for record in all_records(DIRECTORY) for found in facts_of(record)
]
AGENTS = [one for _, one in addresses_of(DIRECTORY) if one.role is Role.INFRINGEMENT]
OTHERS = [one for _, one in addresses_of(DIRECTORY) if one.role is not Role.INFRINGEMENT]


def record_paths() -> Iterator[tuple[RecordKind, Path]]:
    root = resources.notice_templates()
    yield RecordKind.SOURCES, root / "sources.toml"
    for kind in PLACES:
        yield from ((kind, path) for _, path in record_files(root, kind))


def as_json(path: Path) -> Any:
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))


RECORDS = tuple(record_paths())
NAMES = [path.relative_to(resources.notice_templates()).as_posix() for _, path in RECORDS]


def test_no_address_for_infringement_claims_is_used_for_anything_else() -> None:
    assert AGENTS
    assert {same_address(one) for one in AGENTS}.isdisjoint({same_address(one) for one in OTHERS})


@settings(deadline=None)  # a busy machine is no reason to fail
@given(
    agent=st.sampled_from(AGENTS),
    role=st.sampled_from([role for role in Role if role is not Role.INFRINGEMENT]),
    slug=st.sampled_from(sorted(DIRECTORY.distributors)),
    shout=st.booleans(),
    padding=st.sampled_from(["", " ", "  "]),
)
def test_whoever_borrows_an_agents_address_is_found(
    agent: Address, role: Role, slug: str, shout: bool, padding: str
) -> None:
    def disguised(text: str) -> str:
        return padding + (text.upper() if shout else text) + padding

    borrowed = dataclasses.replace(
        agent,
        role=role,
        value=disguised(agent.value) if agent.value else "",
        lines=tuple(disguised(line) for line in agent.lines),
    )
    borrower = dataclasses.replace(DIRECTORY.distributors[slug], addresses=(borrowed,))
    directory = dataclasses.replace(DIRECTORY, distributors=DIRECTORY.distributors | {slug: borrower})

    found = tuple(
        reused_addresses(
            all_records(directory), infringement_addresses(directory) | infringement_addresses(DIRECTORY)
        )
    )

    assert [(one.rule, one.source.column) for one in found] == [("D-INFRINGEMENT", "addresses[1]")]


@settings(deadline=None)
@given(text=st.text(max_size=60), channel=st.sampled_from(Channel))
def test_no_text_in_an_address_breaks_lint(text: str, channel: Channel) -> None:
    address = Address(channel=channel, role=Role.SUPPORT, value=text, lines=(text,))
    borrower = dataclasses.replace(DIRECTORY.distributors["landr"], addresses=(address,))
    directory = dataclasses.replace(DIRECTORY, distributors={"landr": borrower})

    findings = lint_directory(directory, [resources.notice_templates()], today=date(2026, 11, 22))

    assert any(one.source.column.startswith("addresses[1]") for one in findings)


@pytest.mark.parametrize(("kind", "path"), RECORDS, ids=NAMES)
def test_every_record_satisfies_its_published_schema(kind: RecordKind, path: Path) -> None:
    schema = json.loads(resources.schema(kind.value).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(as_json(path))


@pytest.mark.parametrize("kind", PLACES)
def test_every_record_comes_back_the_same_from_json(kind: RecordKind) -> None:
    records = {
        RecordKind.PLATFORM: DIRECTORY.platforms,
        RecordKind.DESK: DIRECTORY.desks,
        RecordKind.DISTRIBUTOR: DIRECTORY.distributors,
        RecordKind.CAMPAIGN: DIRECTORY.campaigns,
    }[kind]
    judge = adapter(kind)

    for record in records.values():
        assert judge.validate_json(judge.dump_json(record), strict=True) == record


@pytest.mark.parametrize(("kind", "path"), RECORDS, ids=NAMES)
def test_the_schema_refuses_a_record_with_an_unknown_key(kind: RecordKind, path: Path) -> None:
    schema = json.loads(resources.schema(kind.value).read_text(encoding="utf-8"))
    record = as_json(path) | {"unheard_of": 1}

    assert not jsonschema.Draft202012Validator(schema).is_valid(record)


def test_whatever_is_said_has_sources_and_a_confidence_and_nothing_else_has() -> None:
    assert FACTS
    for slug, key, fact in FACTS:
        told = says_something(fact)
        assert told == bool(fact.source), (slug, key)
        assert told == (fact.confidence is not Confidence.UNKNOWN), (slug, key)
        assert set(fact.source) <= DIRECTORY.sources.keys(), (slug, key)


def test_every_distributor_that_can_be_asked_says_how() -> None:
    for distributor in DIRECTORY.distributors.values():
        ways = [one for one in distributor.addresses if one.role is not Role.INFRINGEMENT]
        if distributor.status is Status.ACTIVE:
            assert ways or distributor.steps, distributor.slug


def test_every_retired_distributor_says_why_and_nobody_is_asked_there() -> None:
    for distributor in DIRECTORY.distributors.values():
        assert distributor.status.is_retired == bool(distributor.redirect.value), distributor.slug
        if distributor.status.is_retired:
            assert open_asks(distributor) == (), distributor.slug


@settings(deadline=None)
@given(key=st.from_regex(r"[a-z_.\[\]0-9]{0,30}", fullmatch=True), text=st.text(max_size=200))
def test_no_text_and_no_key_break_the_search_for_a_line(key: str, text: str) -> None:
    assert 0 <= line_of(text, key) <= max(1, len(text.splitlines()))


@pytest.mark.parametrize(("kind", "path"), RECORDS, ids=NAMES)
def test_every_key_of_every_record_is_found_on_its_line(kind: RecordKind, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for key, value in tomllib.loads(text).items():
        line = lines[line_of(text, key) - 1]
        assert line.startswith((f"{key} =", f"[{key}]", f"[[{key}]]", f"[{key}.")), (key, line)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, entry in enumerate(value, start=1):
                for inner in entry:
                    assert lines[line_of(text, f"{key}[{number}].{inner}") - 1].startswith(f"{inner} =")


@settings(deadline=None)
@given(
    slug=st.sampled_from(sorted(DIRECTORY.distributors)),
    ask=st.sampled_from(Ask),
    value=st.one_of(
        st.text(max_size=30),
        st.sampled_from(["yes", "no", "staff", "none", "2 days", "en", "1.00 EUR release"]),
    ),
)
def test_an_answer_is_refused_or_makes_a_record_that_lints_as_well_as_before(
    slug: str, ask: Ask, value: str
) -> None:
    answer = LookedUp(
        kind=RecordKind.DISTRIBUTOR,
        slug=slug,
        fact=ask,
        value=value,
        words="Said so.",
        source="reply of their support",
        on=date(2026, 11, 20),
    )
    try:
        check_answer(answer, DIRECTORY)
    except UsageError as error:
        event(f"refused: {bool(error.hint)}")
        return

    laid = laid_over(DIRECTORY, (answer,))

    alone = dataclasses.replace(
        laid, distributors={slug: laid.distributors[slug]}, platforms={}, campaigns={}
    )
    before = dataclasses.replace(alone, distributors={slug: DIRECTORY.distributors[slug]})
    new = linted(alone) - linted(before)
    # What it stands beside may contradict it: then the record is what has to be mended.
    assert {rule for rule, _ in new} <= {"D-TRAP", "D-REDIRECT"}
    assert laid.desks == DIRECTORY.desks
    assert infringement_addresses(laid).keys() == infringement_addresses(DIRECTORY).keys()


def linted(directory: Directory) -> set[tuple[str, str]]:
    found = lint_directory(directory, [], today=date(2026, 11, 22))
    return {(one.rule, one.message) for one in found if one.rule != "D-SOURCE-UNUSED"}
