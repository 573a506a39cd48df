"""One value, one text: what is written fast is what rfc8785 and the json module write, or it is refused as there."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from takedown.canonical import canonical_json, indented_json
from takedown.request import Basis

KEYS = st.text(max_size=4) | st.sampled_from(["a", "B", "é", "\ue000", "\U0001f600", "\x7f", "\t", '"'])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats() | st.sampled_from(Basis),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4) | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_is_written_as_rfc8785_writes_it_or_refused_by_both(value):
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected


def test_every_character_of_the_lowest_plane_is_written_as_rfc8785_writes_it():
    text = "".join(chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF)

    assert canonical_json([text]) == rfc8785.dumps([text])


@given(VALUES)
def test_an_indented_text_is_the_one_that_the_json_module_writes(value):
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), 2**53, -(2**53), {1: "a"}, {"a": "\ud800"}, "\udfff", object()]
)
def test_what_is_not_plain_is_left_to_rfc8785(value):
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        with pytest.raises(type(error)):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected
