"""Identifiers: canonical forms, check digits, and what is said of values that are none."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import ean
from stdnum.iso7064 import mod_37_36

from takedown.identifiers import (
    IdentifierError,
    asin,
    grid,
    gtin14,
    icpn,
    isrc,
    looks_like_icpn,
    looks_like_isrc,
    lost_zeros,
)

PARSERS = (isrc, icpn, grid, asin)
ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DASHES = ("", "-", " ", "\u2010", "\u2013", "\u2212", "\u00a0")

isrcs = st.from_regex(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", fullmatch=True)
grids = st.text(ALPHANUMERIC, min_size=15, max_size=15).map(
    lambda body: f"A1{body}" + mod_37_36.calc_check_digit(f"A1{body}")
)
asins = st.from_regex(r"B0[A-Z0-9]{8}", fullmatch=True)
#: Twelve or thirteen digits with a check digit; leading zeros are as likely as anything.
icpns = st.builds(
    lambda zeros, rest, size: _with_check(("0" * zeros + rest)[: size - 1].zfill(size - 1)),
    st.integers(0, 4),
    st.text("0123456789", min_size=13, max_size=13),
    st.sampled_from((12, 13)),
)


def outcome(parse: Callable[[str], str], text: str) -> str | IdentifierError:
    try:
        return parse(text)
    except IdentifierError as error:
        return error


def _with_check(body: str) -> str:
    return body + ean.calc_check_digit(body)


@given(icpns, st.integers(0, 3))
def test_lost_leading_zeros_are_restored_where_the_check_digit_proves_it(code: str, stripped: int) -> None:
    zeros = min(stripped, len(code) - len(code.lstrip("0")), len(code) - 9)
    short = code[zeros:]

    found = icpn(short)

    assert gtin14(found) == gtin14(code)
    assert len(found) >= 12
    assert lost_zeros(short) == max(0, 12 - len(short))


@given(isrcs)
def test_an_isrc_is_its_own_canonical_form(code: str) -> None:
    assert isrc(code) == code
    assert looks_like_isrc(code)


@given(isrcs, st.sampled_from(DASHES), st.sampled_from(("", "ISRC ", "ISRC:", "isrc")), st.booleans())
def test_an_isrc_is_found_behind_dashes_spaces_case_and_label(
    code: str, dash: str, label: str, lower: bool
) -> None:
    written = label + dash.join((code[:2], code[2:5], code[5:7], code[7:]))

    assert isrc(written.lower() if lower else written) == code


@given(icpns)
def test_an_icpn_is_its_own_canonical_form(code: str) -> None:
    assert icpn(code) == code
    assert looks_like_icpn(code)


@given(grids)
def test_a_grid_is_its_own_canonical_form(code: str) -> None:
    assert grid(code) == code
    assert grid(f"grid:{code[:2]}-{code[2:7]}-{code[7:17]}-{code[17:]}") == code


@given(asins)
def test_an_asin_is_its_own_canonical_form(code: str) -> None:
    assert asin(code) == code
    assert asin(f" {code.lower()} ") == code


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text() | st.text(ALPHANUMERIC + "-. '=\"E+", max_size=20))
def test_any_text_gives_a_code_or_an_error_with_problem_and_fix(
    parse: Callable[[str], str], text: str
) -> None:
    found = outcome(parse, text)

    if isinstance(found, IdentifierError):
        assert found.problem == str(found)
        assert found.fix
    else:
        assert parse(found) == found


@given(icpns, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_never_passes(code: str, position: int, off: int) -> None:
    place = position % len(code)
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]
    assume(wrong != code)

    with pytest.raises(IdentifierError, match="check digit"):
        icpn(wrong)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1.96588E+11", "scientific notation"),
        ("1,96588e11", "scientific notation"),
        ("12345670", "8 digits"),
        ("84001200001", "fails its check digit"),
        ("84001200001X", "digits only"),
        ("", "digits only"),
        ("²36000291452", "fails its check digit"),
        ("٠٣٦٠٠٠٢٩١٤٥٢", "digits only"),
        ("123456789012345", "has 15 digits"),
    ],
)
def test_what_is_no_upc_is_refused_by_its_reason(text: str, problem: str) -> None:
    with pytest.raises(IdentifierError, match=problem):
        icpn(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("QZES1240001", "has 11 characters"),
        ("QZES1240000O", "a letter among its last seven"),
        ("QZES1240000l", "a letter among its last seven"),
        ("1ZES12400001", "two letters, three letters or digits, seven digits"),
        ("", "has 0 characters"),
    ],
)
def test_what_is_no_isrc_is_refused_by_its_reason(text: str, problem: str) -> None:
    with pytest.raises(IdentifierError, match=problem):
        isrc(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("'036000291452", "036000291452"),
        ('="036000291452"', "036000291452"),
        ("36000291452.0", "036000291452"),
        ("0 36000 29145 2", "036000291452"),
        ("036000291452", "036000291452"),
        ("0036000291452", "0036000291452"),
    ],
)
def test_what_spreadsheets_put_around_a_upc_comes_off(text: str, code: str) -> None:
    assert icpn(text) == code


def test_a_upc_and_its_ean_are_the_same_product() -> None:
    assert gtin14("036000291452") == gtin14("0036000291452")


def test_a_upc_is_not_taken_for_an_isrc_nor_the_reverse() -> None:
    assert not looks_like_isrc("036000291452")
    assert not looks_like_icpn("QZES12400001")
    assert not looks_like_icpn("36000291452"), "eleven digits prove too little in another column"
