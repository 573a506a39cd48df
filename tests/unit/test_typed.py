"""What the short way reads is what pydantic, the judge, reads; what it does not take, the judge decides."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from takedown.config.file import WorkspaceFile, judge
from takedown.directory.kinds import CLASSES, SOURCES_FILE, RecordKind, record_files
from takedown.directory.schemas import adapter
from takedown.records import Source
from takedown.resources import examples, notice_templates
from takedown.typed import NotTypedError, typed

RECORDS = [
    (kind, path)
    for kind in (RecordKind.PLATFORM, RecordKind.DESK, RecordKind.DISTRIBUTOR, RecordKind.CAMPAIGN)
    for _, path in record_files(notice_templates(), kind)
]
KINDS = (RecordKind.PLATFORM, RecordKind.DESK, RecordKind.DISTRIBUTOR, RecordKind.CAMPAIGN)
SAMPLES = {kind: next(path for other, path in RECORDS if other is kind) for kind in KINDS}


def tree_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def judged(kind: RecordKind, tree: Any) -> Any:
    return adapter(kind).validate_json(json.dumps(tree, default=str), strict=True)


@pytest.mark.parametrize(("kind", "path"), RECORDS, ids=lambda one: getattr(one, "stem", one))
def test_every_shipped_record_is_read_the_short_way_and_as_the_judge_reads_it(kind, path):
    tree = {"slug": "x", **tree_of(path)}

    assert typed(CLASSES[kind], tree) == judged(kind, tree)


def test_the_shipped_sources_are_read_the_short_way_and_as_the_judge_reads_them():
    tree = tree_of(notice_templates() / SOURCES_FILE)

    assert typed(dict[str, Source], tree) == judged(RecordKind.SOURCES, tree)


@pytest.mark.parametrize(
    "path", sorted(examples().glob("*/takedown.toml")), ids=lambda path: path.parent.name
)
def test_the_takedown_toml_of_every_example_is_read_as_the_judge_reads_it(path):
    tree = tree_of(path)

    assert typed(WorkspaceFile, tree) == judge().validate_json(json.dumps(tree, default=str), strict=True)


values = st.recursive(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            ["2026-11-27", "2026-02-30", "2026-11-27T00:00:00", "0.02", "1e3", "high", "post", "NaN", "٣"]
        ),
        st.integers(-3, 3),
        st.booleans(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.datetimes(),
        st.none(),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places_in(tree: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place, *(found for key, inner in entries for found in places_in(inner, (*place, key)))]


def changed(tree: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[place[0]] = changed(tree[place[0]], place[1:], value)
    return copy


@given(st.data())
def test_a_record_with_anything_at_any_place_is_never_taken_where_the_judge_refuses_it(data):
    kind = data.draw(st.sampled_from(KINDS))
    tree = {"slug": "x", **tree_of(SAMPLES[kind])}
    tree = changed(tree, data.draw(st.sampled_from(places_in(tree)[1:])), data.draw(values))

    try:
        taken = typed(CLASSES[kind], tree)
    except NotTypedError:
        return
    assert taken == judged(kind, tree)


@given(st.data())
def test_a_takedown_toml_with_anything_at_any_place_is_never_taken_where_the_judge_refuses_it(data):
    tree = tree_of(data.draw(st.sampled_from(sorted(examples().glob("*/takedown.toml")))))
    tree = changed(tree, data.draw(st.sampled_from(places_in(tree)[1:])), data.draw(values))

    try:
        taken = typed(WorkspaceFile, tree)
    except NotTypedError:
        return
    assert taken == judge().validate_json(json.dumps(tree, default=str), strict=True)


def test_a_key_too_many_and_a_key_too_few_are_left_to_the_judge():
    tree = {"slug": "x", **tree_of(SAMPLES[RecordKind.DESK])}

    for wrong in (tree | {"nmae": "A"}, {key: value for key, value in tree.items() if key != "name"}):
        with pytest.raises(NotTypedError):
            typed(CLASSES[RecordKind.DESK], wrong)
        with pytest.raises(ValidationError):
            judged(RecordKind.DESK, wrong)


def test_a_day_that_is_none_and_a_yes_for_a_number_are_left_to_the_judge():
    for shape, value in ((date, "2026-02-30"), (date, 20261127), (int, True), (bool, 1), (str, 3)):
        with pytest.raises(NotTypedError):
            typed(shape, value)
