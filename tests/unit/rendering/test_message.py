"""notice.eml: one message to at most one person, whatever the data says."""

import email
import re
from base64 import b64decode
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from quopri import decodestring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from letters_made import DATED, DISTRIBUTOR, DRAFT, FIRST, VARIANTS, enquiry, notice

from takedown.errors import LetterError
from takedown.rendering import load_letters, render_notice
from takedown.rendering.message import draft_message

LETTERS = load_letters()
NAMES = ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"]


def by_hand(raw):
    """Headers and parts of a message, read without the email package."""
    head, _, body = raw.partition(b"\r\n\r\n")
    headers = [
        tuple(part.strip() for part in line.split(b":", 1))
        for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")
    ]
    boundary = re.search(rb'boundary="([^"]+)"', head)[1]
    pieces = body.split(b"--" + boundary)[1:-1]
    return headers, [
        piece.removeprefix(b"\r\n").removesuffix(b"\r\n").split(b"\r\n\r\n", 1) for piece in pieces
    ]


def test_two_python_parsers_and_a_plain_reader_agree_on_what_it_says():
    raw = draft_message(DRAFT)
    modern = email.message_from_bytes(raw, policy=policy.default)
    old = email.message_from_bytes(raw)
    headers, pieces = by_hand(raw)

    assert (
        sorted(modern.keys())
        == sorted(old.keys())
        == sorted(NAMES)
        == sorted(name.decode() for name, _ in headers)
    )
    assert modern["Subject"] == DRAFT.subject
    assert not modern.defects
    assert modern.get_body().get_content().replace("\r\n", "\n") == DRAFT.text
    assert {
        part.get_filename(): part.get_payload(decode=True) for part in modern.iter_attachments()
    } == DRAFT.attachments
    assert decodestring(pieces[0][1]).decode().replace("\r\n", "\n").rstrip("\n") == DRAFT.text.rstrip("\n")
    assert [b64decode(body) for _, body in pieces[1:]] == list(DRAFT.attachments.values())


def test_the_bytes_pass_every_mail_server():
    raw = draft_message(DRAFT)

    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"quoted-printable" in raw


def test_a_draft_is_the_same_every_time_and_says_that_it_is_unsent():
    parsed = email.message_from_bytes(draft_message(DRAFT), policy=policy.default)

    assert draft_message(DRAFT) == draft_message(DRAFT)
    assert parsed["X-Unsent"] == "1"
    assert parsed["Message-ID"] == "<ABCDEFGH23.1@example.com>"
    assert parsed["Date"] == "Sun, 22 Nov 2026 00:00:00 -0000"


def test_without_a_sourced_address_nobody_is_addressed():
    parsed = email.message_from_bytes(draft_message(replace(DRAFT, to_email="")), policy=policy.default)

    assert "To" not in parsed


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (field, text)
        for field in ("subject", "from_name", "to_name")
        for text in (
            "a\r\nBcc: x@example.com",
            "a\nb",
            "a\rb",
            "a\x00b",
            "a\x0bb",
            "a\u2028b",
            "a\x85b",
            "a\n",
            "\ud800",
            "A 💩 subject=?UTF-8?Q?=0A?=Bcc: injected@example.com",
        )
    ]
    + [
        (field, text)
        for field in ("from_email", "to_email")
        for text in (
            "a@example.com, b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "a",
            "a b@example.com",
            "ä@example.com",
            "a@",
            "<a@example.com>",
            "a@b@example.com",
            "=?utf-8?q?x?=@example.com",
            "a@exa mple.com",
            "a@example.com\x00",
        )
    ],
)
def test_data_cannot_add_a_header_or_a_recipient(field, text):
    with pytest.raises(LetterError, match="is not safe"):
        draft_message(replace(DRAFT, **{field: text}))


def test_a_domain_beyond_ascii_is_written_in_its_ascii_form():
    parsed = email.message_from_bytes(
        draft_message(replace(DRAFT, to_email="desk@bücher.example")), policy=policy.default
    )

    assert parsed["To"].addresses[0].addr_spec == "desk@xn--bcher-kva.example"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=90), st.text(max_size=60))
def test_whatever_a_title_or_name_holds_there_is_one_recipient_or_an_error(subject, name):
    try:
        raw = draft_message(replace(DRAFT, subject=subject, to_name=name))
    except LetterError:
        return
    headers, _ = by_hand(raw)

    assert sorted(header.decode() for header, _ in headers) == sorted(NAMES)
    parsed = email.message_from_bytes(raw, policy=policy.default)
    assert [address.addr_spec for address in parsed["To"].addresses] == ["desk@example.org"]


#: Everything that a person can read in one line; =?…?= is refused, above.
PRINTABLE = (
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=400)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "=?" not in text)
)


@settings(max_examples=200, deadline=None)
@given(PRINTABLE)
@example("Émile Łukasz ąęćś Żółć Ćma Śnieg")
@example("x" * 3000)
@example("坂本龍一 " * 300 + "👩‍👩‍👧‍👦" * 100)
@example('Subject: a, b; <c@example.com> "d"')
def test_any_printable_subject_arrives_as_it_was_written(subject):
    raw = draft_message(replace(DRAFT, subject=subject))
    head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")

    assert email.message_from_bytes(raw, policy=policy.default)["Subject"] == subject
    assert str(make_header(decode_header(email.message_from_bytes(raw)["Subject"]))) == subject
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert [line.split(b":")[0].decode() for line in head if not line.startswith(b" ")] == NAMES
    assert all(line.strip() for line in head)


@settings(max_examples=200, deadline=None)
@given(PRINTABLE)
@example("Émile Łukasz ąęćś Żółć Ćma Śnieg Émile Łukasz ąęćś")
@example('Amazon, Inc. ("Music") <x@example.com>,' * 90)
def test_any_printable_name_arrives_beside_its_one_address(name):
    raw = draft_message(replace(DRAFT, from_name=name, to_name=name))
    modern = email.message_from_bytes(raw, policy=policy.default)
    old = email.message_from_bytes(raw)

    for header, address in (("From", DRAFT.from_email), ("To", DRAFT.to_email)):
        said, where = parseaddr(old[header])
        assert (str(make_header(decode_header(said))), where) == (name, address)
        assert [party.addr_spec for party in modern[header].addresses] == [address]
        # A longer name is several encoded words, which this parser reads rightly since Python 3.12.9 only.
        if len(name.encode()) <= 45:
            assert modern[header].addresses[0].display_name == name
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_an_address_longer_than_mail_can_carry_is_refused():
    with pytest.raises(LetterError, match="is not safe"):
        draft_message(replace(DRAFT, to_email=f"{'a' * 1000}@example.com"))


def test_one_artist_with_many_accents_does_not_stop_the_run():
    named = replace(FIRST, artists=("Émile Łukasz ąęćś Żółć Ćma Śnieg",))
    rendered = render_notice(notice(releases=(named,)), LETTERS, dated=DATED)

    parsed = email.message_from_bytes(rendered.files["notice.eml"], policy=policy.default)

    assert parsed["Subject"] == rendered.document["letter"]["subject"]


@pytest.mark.parametrize("name", VARIANTS)
def test_the_body_is_the_notice_and_the_files_are_its_own(name):
    files = render_notice(VARIANTS[name], LETTERS, dated=DATED).files
    parsed = email.message_from_bytes(files["notice.eml"], policy=policy.default)

    body = parsed.get_body().get_content().replace("\r\n", "\n")
    assert sorted(body.rstrip("\n").split("\n\n")) == sorted(
        files["notice.txt"].decode().rstrip("\n").split("\n\n")
    )
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["notice.pdf", "items.csv"]
    assert all(
        part.get_payload(decode=True) == files[part.get_filename()] for part in parsed.iter_attachments()
    )


def test_only_a_sourced_address_becomes_the_recipient():
    made = render_notice(enquiry(), LETTERS, dated=DATED).files["notice.eml"]
    none = render_notice(notice(recipient=DISTRIBUTOR), LETTERS, dated=DATED).files["notice.eml"]

    assert b"To: Small Label <desk@example.org>" in made
    assert b"\r\nTo:" not in none
