"""A letter is read as it says of itself; nothing that anybody wrote raises."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.letters import NOTICE, notification, real, reply

from takedown.inbox.parsed import Letter, NoLetter, parse


def read(raw: bytes) -> Letter:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    return letter


def test_an_answer_is_read_with_what_it_answers() -> None:
    letter = read(
        reply(In_Reply_To=f"<{NOTICE}.1@example.org>", References=f"<a@b> <{NOTICE}.1@example.org>")
    )

    assert letter.sender == "desk@example.com"
    assert letter.in_reply_to == (f"<{NOTICE}.1@example.org>",)
    assert letter.references == ("<a@b>", f"<{NOTICE}.1@example.org>")
    assert letter.date == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert letter.text == "Thank you, we look into it.\n"
    assert letter.delivery == ()


@pytest.mark.parametrize("name", ["dsn-failed", "dsn-failed-whole-message"])
def test_a_bounce_of_a_real_mail_server_names_our_message_in_both_ways(name: str) -> None:
    letter = read(real(name))
    (status,) = letter.delivery

    assert letter.envelope_id == "ABCDEFGHIJ.1"
    assert letter.original == "<ABCDEFGHIJ.1@example.org>"
    assert letter.reporter == "mail.example.org"
    assert (status.action, status.status) == ("failed", "5.1.1")
    assert status.final_recipient == status.original_recipient == "desk@bounce.example.net"
    assert status.diagnostic == "550 5.1.1 no such desk here"
    assert letter.auto_submitted == "auto-replied"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_other_notifications_of_a_real_mail_server_say_what_they_say(action: str) -> None:
    letter = read(real(f"dsn-{action}"))

    assert [each.action for each in letter.delivery] == [action]
    assert letter.original == "<ABCDEFGHIJ.1@example.org>"


def test_the_text_of_a_bounce_is_not_taken_from_the_message_that_it_brings_back() -> None:
    assert "take down the releases" not in read(real("dsn-failed-whole-message")).text


@pytest.mark.parametrize(
    ("status", "action"), [("5.7.1", "failed"), ("4.4.7", "delayed"), ("2.1.5", "delivered")]
)
def test_an_action_that_is_none_is_read_from_the_status(status: str, action: str) -> None:
    assert read(notification(action="dropped", status=status)).delivery[0].action == action


def test_a_message_that_failed_for_good_after_many_tries_has_failed() -> None:
    assert read(notification(action="failed", status="4.4.7")).delivery[0].action == "failed"


def test_a_notification_that_somebody_attached_is_not_about_this_letter() -> None:
    inner = notification()
    raw = (
        b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="=M"\r\n\r\n'
        b"--=M\r\nContent-Type: text/plain\r\n\r\nSee what I got.\r\n"
        b"--=M\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--=M--\r\n"
    )

    assert read(raw).delivery == ()


@pytest.mark.parametrize(("levels", "count"), [(0, 1), (1, 1), (2, 0), (5, 0)])
def test_a_notification_counts_where_at_most_a_list_wrapped_it(levels: int, count: int) -> None:
    raw = notification()
    for level in range(levels):
        raw = (
            b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="M%d"\r\n\r\n--M%d\r\n'
            % (level, level)
            + raw
        )

    assert len(read(raw).delivery) == count


def test_encoded_words_and_charsets_are_decoded() -> None:
    raw = (
        b"From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\r\nSubject: =?iso-8859-1?q?R=FCckfrage?= =?utf-8?b?4oCT?= x\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe"
    )

    assert read(raw).subject == "Rückfrage– x"
    assert read(raw).text == "Grüße"


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "zlib_codec", "no-such"]
)
def test_a_charset_that_no_letter_is_written_in_is_not_used(charset: str) -> None:
    text = r"bcher-kva \u0041"
    raw = f"From: a@example.com\r\nContent-Type: text/plain; charset={charset}\r\n\r\n{text}"

    assert read(raw.encode()).text == text


def test_a_line_break_in_an_encoded_word_makes_no_second_header() -> None:
    letter = read(b"From: a@example.com\r\nSubject: =?utf-8?q?hi=0D=0ABcc=3A_x=40example=2Ecom?=\r\n\r\n")

    assert letter.subject == "hi Bcc: x@example.com"


def test_of_two_senders_none_can_be_told() -> None:
    assert read(b"From: a@example.com, b@example.com\r\n\r\n").sender == ""
    assert read(b"From: a@example.com\r\nFrom: b@example.com\r\n\r\n").sender == ""


def test_a_text_only_in_html_is_not_read() -> None:
    letter = read(b"From: a@example.com\r\nContent-Type: text/html\r\n\r\n<p>Ref ABCDEFGHIJ")

    assert letter.only_html
    assert letter.text == ""


def test_attachments_are_named_and_their_text_is_not_the_letter() -> None:
    raw = (
        b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="=M"\r\n\r\n'
        b"--=M\r\nContent-Type: text/plain\r\n\r\nthe letter\r\n"
        b'--=M\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="..\\\\a.txt"\r\n\r\nother\r\n'
        b"--=M\r\nContent-Type: application/zip; name=b.zip\r\n\r\nPK\r\n--=M--\r\n"
    )

    assert read(raw).text == "the letter"
    assert read(raw).attachments == ("..\\a.txt", "b.zip")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Auto-Submitted", "auto-replied; owner=x", "auto-replied"),
        ("Auto-Submitted", "no", ""),
        ("Precedence", "auto_reply", "auto-replied"),
        ("X-Autoreply", "yes", "auto-replied"),
    ],
)
def test_an_answer_by_a_program_is_known_by_its_own_word(name: str, value: str, said: str) -> None:
    assert read(f"From: a@example.com\r\n{name}: {value}\r\n\r\n".encode()).auto_submitted == said


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\0" * 100, b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_email_is_refused_with_a_reason(raw: bytes) -> None:
    letter = parse(raw)

    assert isinstance(letter, NoLetter)
    assert letter.reason.startswith("it ")


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Mon, 99 Nov 2026 10:00:00", "1 Jan 0001 00:00:00 +9999", "\0"]
)
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert read(f"From: a@example.com\r\nDate: {date}\r\n\r\n".encode()).date is None


def test_a_mark_and_empty_lines_before_a_letter_are_passed_over() -> None:
    assert read(b"\xef\xbb\xbf\r\n\r\n" + reply()).sender == "desk@example.com"


def test_what_was_not_read_is_said() -> None:
    many = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + b"--x\r\n\r\na\r\n" * 300

    assert read(reply()).notes == ()
    assert "256 kB" in read(b"From: a@example.com\r\n" + b"X: y\r\n" * 100_000).notes[0]
    assert "200" in read(b"From: a@example.com\r\n" + many).notes[0]
    assert "20,000" in read(reply(text="word " * 5_000)).notes[0]


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_letter_or_refused(raw: bytes) -> None:
    check(parse(raw))
    check(parse(b"From: a@example.com\r\n" + raw))


_PIECES = st.sampled_from(
    [
        b"From: ", b"Subject: ", b"=?utf-8?b?", b"?=", b"=?x?q?=0A", b"Content-Type: ", b"multipart/report; ",
        b"report-type=delivery-status; ", b"boundary=", b'"=B"', b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"--=B", b"--",
        b"message/delivery-status", b"message/rfc822", b"text/plain; charset=", b"utf-7", b"idna", b"\0", b"\xff",
        b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"=", b"Date: ", b"Action: failed", b"(", b'"',
        b"<a@b>", b"References: ", b"Status: 5.1.1", b"filename*0*=", b"name=", b";", b"\xe2\x80\xae", b"\x1b[2J", b" ",
    ]
)  # fmt: skip


@given(st.lists(_PIECES | st.binary(max_size=8), max_size=120).map(b"".join))
def test_pieces_of_letters_in_any_order_are_a_letter_or_refused(raw: bytes) -> None:
    check(parse(raw))


def check(letter: Letter | NoLetter) -> None:
    if isinstance(letter, NoLetter):
        assert letter.reason
        return
    assert len(letter.text) <= 20_000
    lines = (letter.subject, letter.sender, letter.message_id, *letter.attachments, letter.envelope_id)
    for line in lines:
        assert "\n" not in line
        assert "\r" not in line
        assert "\x1b" not in line
        line.encode()
    letter.text.encode()
