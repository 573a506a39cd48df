"""Every address and name that passes the checks can be written as notice.eml."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy

import pytest
from catalogs import DIRECTORY, TOML, request
from hypothesis import assume, given
from hypothesis import strategies as st
from support.builders import release

from takedown.checks.email import email_findings
from takedown.checks.text import ENCODED_WORD
from takedown.errors import LetterError
from takedown.model import Severity
from takedown.notice import Kind, Notice, Recipient, RecipientRole
from takedown.rendering import load_letters, render_notice
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


def passes(address: str) -> bool:
    return not any(each.severity is Severity.ERROR for each in email_findings(address, TOML, ()))


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
    assume(passes(address))
    assert written(address, "Ana Example")


@pytest.mark.parametrize("address", ["ana@example.com", f"{'a' * 64}@{'b' * 39}.example.com"])
@given(name=_NAME)
def test_a_name_that_passes_can_be_written_beside_its_address(address, name):
    assume(passes(address) and not ENCODED_WORD.search(name))
    assert written(address, name)


@pytest.mark.parametrize("address", ["ána@example.com", "=?utf-8?Q?a?=@example.com"])
def test_an_address_that_cannot_be_written_is_an_error(address):
    with pytest.raises(LetterError):
        written(address, "Ana Example")
    assert not passes(address)


@pytest.mark.parametrize("address", ['"@a.example', ".=@" + "a" * 20 + "ßя.example.com", "@", "", "ana"])
def test_what_no_parser_expects_is_an_error_and_no_crash(address):
    assert not passes(address)


def test_a_domain_that_two_standards_write_differently_is_an_error_that_names_both():
    (found,) = email_findings("ana@straße.example", TOML, ())
    assert found.rule == "E-EMAIL"
    assert "xn--strae-oqa.example or strasse.example" in found.message


@pytest.mark.parametrize("address", ["ana@example.com", "o'neil+x@mail.example.org", "ana@bücher.example"])
def test_usual_addresses_pass_and_are_written(address):
    assert passes(address)
    assert written(address, 'Ána O\'Neil, Example "Tapes"')


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("ana@example.com", "Ana Example"),
        ("o'neil+x@bücher.example", 'Ána O\'Neil, "Tapes" (é)'),
        (f"{'a' * 64}@{'b' * 39}.example.com", "Ana Example " * 5 + "Ana"),
    ],
)
def test_a_whole_notice_is_rendered_with_every_address_that_passes(email, name):
    assert passes(email)
    one = request(sender=replace(request().sender, name=name, email=email))
    notice = Notice(
        kind=Kind.WITHDRAWAL,
        occasion="Example",
        principal=name,
        sender=one.sender,
        basis=one.authority.basis,
        recipient=Recipient(desk="desk", name=name, role=RecipientRole.DISTRIBUTOR, email=email),
        platforms=(DIRECTORY.platforms["amazon-music"],),
        territories=("worldwide",),
        releases=(release(),),
    )

    rendered = render_notice(notice, load_letters(), dated=date(2026, 11, 22))

    parsed = message_from_bytes(rendered.files["notice.eml"], policy=policy.default)
    assert [address.display_name for address in parsed["From"].addresses] == [name]
    assert parsed["To"].addresses[0].username == email.split("@")[0]
