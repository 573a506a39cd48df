"""A published file read again: it adds up, or what does not is named."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.public_samples import DAY, KNOWN, answer, campaign, counted, many

from takedown.errors import VerificationError
from takedown.register.publishing import published
from takedown.register.tally import read_public, tally_problems
from takedown.register.values import Grade, Outcome
from takedown.reports.public import public_json


def sample():
    overview, people = counted(
        [
            *many(20, distributor="tunecore", on=DAY - timedelta(days=20)),
            *many(9, Outcome.GONE, of="B", distributor="ditto", on=DAY),
            *many(9, of="C", distributor="cdbaby", grade=Grade.COPY),
            *many(6, Outcome.GONE, of="D", grade=Grade.REPLY),
            answer("Nova", publish=True),
        ]
    )
    return published(overview, people, campaign(), day=DAY, distributors=KNOWN, head="a" * 64)


def changed(change):
    values = json.loads(public_json(sample()))
    change(values)
    return json.dumps(values).encode()


def said(change):
    return [problem.what for problem in tally_problems(read_public(changed(change)))]


def test_what_is_written_is_read_again_and_adds_up() -> None:
    assert read_public(public_json(sample()).encode()) == sample()
    assert tally_problems(sample()) == ()
    assert {table.by for table in sample().tables} == {"outcome", "evidence", "distributor", "day"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: v.update(total=46), "its cells make 45, and not 46"),
        (lambda v: v["tables"][0]["cells"][0].update(number=31), "its cells make 46, and not 45"),
        (
            lambda v: v["tables"][0]["cells"][1]["evidence"].update(reported=10),
            "its evidence does not make 15",
        ),
        (lambda v: v["tables"][0]["cells"][0].update(name="cannot"), "an outcome that is never published"),
        (lambda v: v["tables"][2]["cells"][0].update(number=4), "a number is under 5"),
        (lambda v: v.update(few=True), "fewer than five are said to have asked"),
        (
            lambda v: v.update(names=[f"Act {i}" for i in range(41)]),
            "fewer than five of those who are counted",
        ),
        (lambda v: v.update(names=["Nova", "Nova"]), "a name stands there twice"),
        (lambda v: v["tables"][0].update(day="2027-02-01"), "after the file's own day"),
        (lambda v: v.update(earlier=[{**v["tables"][2], "day": "2027-02-01"}]), "after the file's own day"),
        (lambda v: v["tables"][2]["cells"][0].update(name="others"), "a cell stands there twice"),
    ],
)
def test_a_number_that_was_changed_is_named(change, words) -> None:
    assert any(words in what for what in said(change)), said(change)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"schema": 1}',
        b"[" * 100_000,
        b"1" * 5_000,
        changed(lambda v: v.update(signatories=1000)),
        changed(lambda v: v.update(total="45")),
        changed(lambda v: v.update(total=True)),
        changed(lambda v: v.update(day="soon")),
        changed(lambda v: v.update(tables=[7])),
        changed(lambda v: v.update(earlier=[7])),
        changed(lambda v: v.update(platforms=[7])),
        changed(lambda v: v.pop("platforms")),
        changed(lambda v: v["tables"][0].update(by="label")),
        changed(lambda v: v.pop("names")),
    ],
)
def test_what_is_no_published_file_is_said_to_be_none(content) -> None:
    with pytest.raises(VerificationError, match=r"public\.json: this is no file") as caught:
        read_public(content)
    assert caught.value.hint


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda t: st.lists(t) | st.dictionaries(st.text(), t),
    ),
    st.sampled_from(sorted(json.loads(public_json(sample())))),
)
def test_whatever_stands_in_a_field_is_read_or_refused(value, field) -> None:
    with suppress(VerificationError):
        assert isinstance(
            tally_problems(read_public(changed(lambda values: values.update({field: value})))), tuple
        )
