"""A mailbox at servers that refuse, lie, hang up or stand between: on the loopback, word by word."""

import contextlib
import socket
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from support.imap_server import HUNG_UP, MESSAGE, ByStartTls, Server, server

from takedown.accounts import Account, SecretKind, Security
from takedown.channels.imap import Likeness, Mailbox, MailboxError, NotPutError, open_imap
from takedown.channels.protocol import NotTakenError, Step
from takedown.cli.putting import put_drafts
from takedown.errors import TakedownError
from takedown.passwords import Credential


def account(made: Server | None = None, kind: type[Account] = Account, **other: object) -> Account:
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 25,
        "security": Security.PLAIN_LOOPBACK,
        "user": "ana@example.org",
        "address": "ana@example.org",
        "imap_host": "127.0.0.1",
        "imap_port": made.port if made else 1,
    }
    return kind(**(values | other))


def password(text: str = "open sesame") -> Credential:
    return Credential(SecretKind.PASSWORD, text)


@contextlib.contextmanager
def opened(**answers: str) -> Iterator[tuple[Mailbox, Server]]:
    with server(**answers) as made, open_imap(account(made), password()) as mailbox:
        yield mailbox, made


def refused(at: Account, credential: Credential | None = None) -> NotTakenError:
    with pytest.raises(NotTakenError) as caught:
        open_imap(at, credential or password())
    error = caught.value
    assert error.account_wide
    assert error.answer.text
    return error


# The way in


def test_a_password_goes_as_it_is_whatever_letters_it_has() -> None:
    with server() as made, open_imap(account(made, user='a b "c"'), password("pä\\ss{3}")):
        pass

    assert 'a b "c"\0pä\\ss{3}' in "".join(made.heard)


def test_a_server_without_plain_gets_a_login() -> None:
    with (
        server(CAPABILITY="* CAPABILITY IMAP4rev1\r\n{tag} OK") as made,
        open_imap(account(made), password('a"b')),
    ):
        pass

    assert any(line.endswith('LOGIN ana@example.org "a\\"b"') for line in made.heard)


@pytest.mark.parametrize(("user", "secret"), [("a b", "x"), ("a) LOGOUT", "x"), ("ana", "pä"), ("", "x")])
def test_what_login_cannot_carry_is_not_said(user: str, secret: str) -> None:
    with server(CAPABILITY="* CAPABILITY IMAP4rev1\r\n{tag} OK") as made:
        error = refused(account(made, user=user), password(secret))

    assert "cannot take" in error.answer.text
    assert not any("LOGIN" in line for line in made.heard)


@pytest.mark.parametrize(
    ("user", "secret"), [("ana\r\nx DELETE INBOX", "x"), ("ana", "x\ny"), ("ana\0", "x")]
)
def test_a_line_end_in_a_name_or_password_never_leaves(user: str, secret: str) -> None:
    with server() as made:
        error = refused(account(made, user=user), password(secret))

    assert "line end" in error.answer.text
    assert not any("AUTHENTICATE" in line for line in made.heard)


def test_where_signing_in_is_disabled_nothing_is_said() -> None:
    with server(CAPABILITY="* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n{tag} OK") as made:
        error = refused(account(made))

    assert error.answer.step is Step.LOGIN
    assert error.for_good
    assert not any("LOGIN" in line for line in made.heard)


def test_a_server_that_lost_its_starttls_hears_no_password() -> None:
    with server() as made:
        error = refused(account(made, ByStartTls))

    assert error.answer.step is Step.TLS
    assert "does not offer STARTTLS" in error.answer.text
    assert not any("sesame" in line or "AUTH" in line for line in made.heard)


def test_a_server_that_says_we_are_signed_in_already_is_not_believed_before_tls() -> None:
    capability = "* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK"
    with server(greeting="* PREAUTH welcome", CAPABILITY=capability) as made:
        error = refused(account(made, ByStartTls))

    assert error.answer.step is Step.TLS
    assert not any("LIST" in line or "AUTH" in line for line in made.heard)


def test_without_tls_only_this_computer_is_spoken_to() -> None:
    error = refused(account(imap_host="mail.example.org"))

    assert error.answer.step is Step.CONNECT
    assert error.for_good
    assert "not this computer" in error.answer.text


def test_nobody_listens_is_no_reason_to_stop_for_good() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    error = refused(account(imap_port=port))

    assert error.answer.step is Step.CONNECT
    assert not error.for_good


@pytest.mark.parametrize(
    ("answers", "step", "for_good"),
    [
        ({"greeting": "* BYE too busy"}, Step.CONNECT, False),
        ({"greeting": "HTTP/1.1 400 Bad Request"}, Step.CONNECT, False),
        ({"AUTHENTICATE": HUNG_UP}, Step.LOGIN, False),
        ({"AUTHENTICATE": "{tag} NO [UNAVAILABLE] try later"}, Step.LOGIN, False),
        ({"AUTHENTICATE": "{tag} NO [AUTHENTICATIONFAILED] no"}, Step.LOGIN, True),
        ({"AUTHENTICATE": "{tag} BAD what?"}, Step.LOGIN, True),
    ],
)
def test_a_no_is_for_good_and_a_lost_connection_is_not(
    answers: dict[str, str], step: Step, for_good: bool
) -> None:
    with server(**answers) as made:
        error = refused(account(made))

    assert (error.answer.step, error.for_good) == (step, for_good)


def test_a_server_that_repeats_the_password_does_not_get_it_into_our_words() -> None:
    echo = "{tag} NO no open sesame for ana@example.org \x1b[31m"
    with server(AUTHENTICATE=echo) as made:
        error = refused(account(made))

    everything = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "sesame" not in everything
    assert "\x1b" not in error.answer.text
    assert "ana@example.org" in error.answer.text


def test_a_password_that_is_repeated_at_the_end_of_what_is_kept_leaves_no_part_of_it() -> None:
    with server(AUTHENTICATE="{tag} NO " + "x" * 992 + " open sesame") as made:
        error = refused(account(made))

    assert "xxx" in error.answer.text
    assert len(error.answer.text) <= 1_000
    assert "open" not in error.answer.text


def test_without_a_password_or_a_server_nothing_is_opened() -> None:
    with pytest.raises(NotTakenError, match="without a password"):
        open_imap(account(), None)
    with pytest.raises(NotTakenError, match="imap_host"):
        open_imap(account(imap_host=""), password())


def test_certificates_that_cannot_be_read_are_named(tmp_path: object) -> None:
    error = refused(account(security=Security.TLS, ca_file=f"{tmp_path}/none.pem"))

    assert "none.pem cannot be read" in error.answer.text


# In the mailbox


def repr_start(text: str) -> str:
    """A name of a case that a terminal can show."""
    return ascii(text)[1:40]


def test_a_draft_that_a_server_indexes_late_is_read_by_its_number() -> None:
    with opened() as (mailbox, made):
        draft = mailbox.put_draft(MESSAGE)

    assert (draft.uid, draft.uid_validity, draft.was_there) == (4, 7, False)
    assert draft.likeness is Likeness.SAME
    assert MESSAGE.decode() in made.heard


def test_a_draft_that_is_taken_and_not_shown_is_said() -> None:
    with (
        opened(APPEND="{tag} OK", UID_FETCH="{tag} OK") as (mailbox, _),
        pytest.raises(MailboxError, match="does not give it back") as caught,
    ):
        mailbox.put_draft(MESSAGE)

    assert "looks for it first" in caught.value.hint


@pytest.mark.parametrize(
    "answer", [HUNG_UP, "{tag} NO [OVERQUOTA] full", "{tag} NO [TRYCREATE] no such folder"]
)
def test_a_draft_that_is_not_taken_may_be_tried_again(answer: str) -> None:
    with (
        opened(APPEND=answer) as (mailbox, _),
        pytest.raises(MailboxError, match="put the draft into the folder Drafts") as caught,
    ):
        mailbox.put_draft(MESSAGE)

    assert "only if it is missing" in caught.value.hint


@pytest.mark.parametrize(
    "answers",
    [
        {"APPEND": "{tag} NO [OVERQUOTA] full"},
        {"APPEND": "{tag} BAD what is that"},
        {"EXAMINE": "{tag} NO not today"},
        {"UID SEARCH": HUNG_UP},
        {"LIST": HUNG_UP},
    ],
    ids=" ".join,
)
def test_what_a_server_surely_did_not_take_is_told_apart(answers: dict[str, str]) -> None:
    with opened(**answers) as (mailbox, _), pytest.raises(NotPutError):
        mailbox.put_draft(MESSAGE)


@pytest.mark.parametrize("answers", [{"APPEND": HUNG_UP}, {"UID FETCH": "{tag} OK"}, {"UID FETCH": HUNG_UP}])
def test_what_a_server_may_have_taken_is_never_said_to_be_missing(answers: dict[str, str]) -> None:
    with opened(**answers) as (mailbox, _), pytest.raises(MailboxError) as caught:
        mailbox.put_draft(MESSAGE)

    assert not isinstance(caught.value, NotPutError)


def test_a_draft_above_the_servers_limit_is_not_sent_at_all() -> None:
    capability = "* CAPABILITY IMAP4rev1 AUTH=PLAIN APPENDLIMIT=20\r\n{tag} OK"
    with (
        opened(CAPABILITY=capability) as (mailbox, made),
        pytest.raises(MailboxError, match=f"has {len(MESSAGE)} bytes, and the mail server takes 20"),
    ):
        mailbox.put_draft(MESSAGE)

    assert not any("APPEND" in line for line in made.heard)


SECOND = MESSAGE.replace(b"ABCDEFGHIJ.1", b"ABCDEFGHIJ.1.p2") + b"x" * 100


@pytest.mark.parametrize(("drafts", "taken_back"), [([MESSAGE, SECOND], 0), ([SECOND, MESSAGE], 1)])
def test_a_notice_of_which_the_mailbox_took_a_draft_is_not_taken_back(
    drafts: list[bytes], taken_back: int
) -> None:
    """Of two drafts one is too large for the mailbox; where that is the first, nothing of the notice is there."""
    calls: list[str] = []
    capability = "* CAPABILITY IMAP4rev1 AUTH=PLAIN APPENDLIMIT=100\r\n{tag} OK"
    with (
        opened(CAPABILITY=capability) as (mailbox, _),
        pytest.raises(MailboxError, match="takes 100") as caught,
    ):
        put_drafts(mailbox, "Drafts", drafts, notice="ABCDEFGHIJ", take_back=lambda: calls.append("back"))

    assert len(calls) == taken_back
    assert ("outbox export --drafts ABCDEFGHIJ" in caught.value.hint) is not bool(taken_back)


def test_what_a_servers_search_finds_too_much_is_left_out() -> None:
    head = "Message-ID: <XABCDEFGHIJ.1@example.org>\r\n\r\n"
    section = f"BODY[HEADER.FIELDS (MESSAGE-ID)] {{{len(head)}}}\r\n{head}"
    fetched = f"* 1 FETCH (UID 4 {section})\r\n* 2 FETCH (UID 5 {section.replace('XA', 'A ')})\r\n{{tag}} OK"
    with opened(UID_SEARCH="* SEARCH 4 5 6\r\n{tag} OK", UID_FETCH=fetched) as (mailbox, _):
        found = mailbox.find("<ABCDEFGHIJ.1@example.org>", "Sent")

    assert found == ()


def test_what_is_found_may_be_folded_and_have_spaces_around() -> None:
    head = "message-id:\r\n <ABCDEFGHIJ.1@example.org> \r\n\r\n"
    fetched = f"* 1 FETCH (UID 4 BODY[HEADER.FIELDS (MESSAGE-ID)] {{{len(head)}}}\r\n{head})\r\n{{tag}} OK"
    with opened(UID_SEARCH="* SEARCH 4\r\n{tag} OK", UID_FETCH=fetched) as (mailbox, _):
        assert mailbox.find("<ABCDEFGHIJ.1@example.org>", "Sent") == (4,)


def test_a_mailbox_without_a_folder_for_drafts_says_what_it_has() -> None:
    listed = '* LIST () "/" INBOX\r\n* LIST () "/" Archive\r\n{tag} OK'
    with (
        opened(LIST=listed) as (mailbox, _),
        pytest.raises(MailboxError, match="it has: INBOX, Archive") as caught,
    ):
        mailbox.put_draft(MESSAGE)

    assert "make a folder named Drafts" in caught.value.hint


def test_no_folder_is_opened_for_writing_and_nothing_is_read_as_seen() -> None:
    with opened(UID_SEARCH="* SEARCH 4\r\n{tag} OK") as (mailbox, made):
        mailbox.put_draft(MESSAGE)
        list(mailbox.fetch())

    commands = " ".join(made.heard)
    assert "SELECT" not in commands
    assert "BODY[" not in commands.replace("BODY.PEEK[", "")
    assert "STORE" not in commands


@pytest.mark.parametrize("command", ["LIST", "EXAMINE", "UID_SEARCH", "UID_FETCH"])
@pytest.mark.parametrize(
    "answer",
    [
        HUNG_UP,
        "{tag} NO never",
        "{tag} BAD",
        "* BYE\r\n",
        "* SEARCH 1 two (3\r\n{tag} OK",
        "* LIST (\\Drafts\r\n{tag} OK",
        "* LIST (\\Drafts) NIL &!!-\r\n{tag} OK",
        '* LIST () "/" {9\r\n{tag} OK',
        "* 1 FETCH (UID x BODY[] {3}\r\nabc)\r\n{tag} OK",
        "* 1 FETCH (UID 4 BODY[] {-1}\r\nabc)\r\n{tag} OK",
        "* 1 FETCH (((((\r\n{tag} OK",
        f"* 1 FETCH {'(' * 3000}\r\n{{tag}} OK",
        f"* LIST {'(' * 3000}\r\n{{tag}} OK",
        "* OK [UIDVALIDITY none] x\r\n{tag} OK",
        "\0\xff\x1b]0;x\x07\r\n{tag} OK",
        "{tag}",
    ],
    ids=repr_start,
)
def test_whatever_a_server_answers_it_is_an_error_that_a_person_can_read(command: str, answer: str) -> None:
    with contextlib.suppress(TakedownError), opened(**{command: answer}) as (mailbox, _):
        mailbox.find("<ABCDEFGHIJ.1@example.org>", "Sent")
        for _ in mailbox.fetch():
            pass
        mailbox.put_draft(MESSAGE)


def test_closing_never_fails() -> None:
    with server(LOGOUT=HUNG_UP) as made:
        mailbox = open_imap(account(made), password())
        mailbox.close()
        mailbox.close()
