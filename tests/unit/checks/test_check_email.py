"""Every address and name that passes the checks can be written as notice.eml."""

from datetime import date

import pytest
from catalogs import TOML
from hypothesis import assume, given
from hypothesis import strategies as st

from takedown.checks.email import email_findings, name_findings
from takedown.checks.text import ENCODED_WORD
from takedown.errors import LetterError
from takedown.model import Severity
from takedown.rendering.message import Draft, draft_message

_DOTTED = st.lists(st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=30), min_size=1, max_size=2)
_LOCAL = st.one_of(_DOTTED.map(".".join), st.text('a."é ß@=?', min_size=1, max_size=5))
_LABEL = st.lists(st.text("abcXYZ019éя歌ß", min_size=1, max_size=30), min_size=1, max_size=2).map("-".join)
_DOMAIN = st.lists(_LABEL, max_size=3).map(lambda labels: ".".join([*labels, "example.com"]))
_ADDRESS = st.builds("{}@{}".format, _LOCAL, _DOMAIN)
#: Control characters are found by the check of characters.
_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
_NAME = st.one_of(
    st.text(_LETTERS, max_size=120), st.text('ab é,;"\\<>@()=?', max_size=120), st.text("é ", max_size=400)
)


def passes(address: str, name: str) -> bool:
    found = (*email_findings(address, TOML, ()), *name_findings(name, TOML, ()))
    return not any(each.severity is Severity.ERROR for each in found)


def written(address: str, name: str) -> bytes:
    return draft_message(
        Draft(
            id="ABCDEFGH23",
            dated=date(2026, 11, 22),
            from_name=name,
            from_email=address,
            to_name=name,
            to_email=address,
            subject="Remove from Amazon only",
            text="Hello\n",
            attachments={"notice.pdf": b"%PDF-1.7"},
        )
    )


@given(_ADDRESS)
def test_an_address_that_passes_can_be_written(address):
    assume(passes(address, "Ana Example"))
    assert written(address, "Ana Example")


@given(_NAME)
def test_a_name_that_passes_can_be_written(name):
    assume(passes("ana@example.com", name) and not ENCODED_WORD.search(name))
    assert written("ana@example.com", name)


@pytest.mark.parametrize(
    "address", ["ána@example.com", "=?utf-8?Q?a?=@example.com", f"ana@{'a' * 40}.{'b' * 7}.com"]
)
def test_an_address_that_cannot_be_written_is_an_error(address):
    with pytest.raises(LetterError):
        written(address, "Ana Example")
    assert not passes(address, "Ana Example")


def test_a_domain_that_two_standards_write_differently_is_an_error_that_names_both():
    (found,) = email_findings("ana@straße.example", TOML, ())
    assert found.rule == "E-EMAIL"
    assert "xn--strae-oqa.example or strasse.example" in found.message


@pytest.mark.parametrize("address", ["ana@example.com", "o'neil+x@mail.example.org", "ana@bücher.example"])
def test_usual_addresses_pass_and_are_written(address):
    assert passes(address, 'Ána O\'Neil, Example "Tapes"')
    assert written(address, 'Ána O\'Neil, Example "Tapes"')
