"""Letters are filed as what they seem to be, in careful words, and once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from support.audit_samples import chained
from support.letters import NOTICE, notification, real, reply

from takedown.events import Event, What
from takedown.inbox.evidence import Found, Shows, evidence_about
from takedown.inbox.filing import (
    Filing,
    Own,
    Seems,
    day_of,
    digest,
    file_letter,
    possible_ticket,
    seems,
)
from takedown.inbox.filing import filed as all_filed
from takedown.inbox.matching import Awaited, Marks, Match, match
from takedown.inbox.parsed import Letter, parse
from takedown.inbox.signatures import Dkim, Result
from takedown.messages import Message, Stage, messages_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ID = f"{NOTICE}.1"
OWN = Own(addresses=frozenset({"me@example.org"}), domains=frozenset({"example.org"}))
HELD = Dkim(result=Result.PASS, domain="example.com", aligned=True)


def awaited(recipient: str = "desk@example.com") -> Awaited:
    return Awaited(
        notice=NOTICE,
        message_ids={f"<{ID}@example.org>": ID},
        envids={ID: ID},
        recipient_email=recipient,
    )


def message(stage: Stage) -> Message:
    data = {
        "message": ID,
        "attempt": 1,
        "part": 1,
        "parts": 1,
        "purpose": "notice",
        "sha256": "",
        "account": "",
    }
    entries, _ = chained([Event(what=What.QUEUED, notice=NOTICE, data=data)])
    return replace(messages_of(entries)[ID], stage=stage)


def read(raw: bytes) -> Letter:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    return letter


def filed(raw: bytes, *, stage: Stage = Stage.ACCEPTED, recipient: str = "desk@example.com") -> Event:
    letter, notice = read(raw), awaited(recipient)
    found = match(letter, Marks([notice]))
    assert isinstance(found, Match)
    filing = Filing(
        awaited=notice,
        name="letter.eml",
        seems=seems(letter, notice, OWN),
        now=NOW,
        dkim=HELD,
        own=OWN,
        message=message(stage),
    )
    return file_letter(found, letter, raw, filing)


def test_a_bounce_names_the_message_that_came_back() -> None:
    event = filed(real("dsn-failed"), recipient="desk@bounce.example.net")

    assert event.what is What.BOUNCED
    assert event.data["message"] == ID
    assert (event.data["action"], event.data["status"]) == ("failed", "5.1.1")
    assert event.data["returned"] is True
    assert event.documents["evidence"] == real("dsn-failed")
    assert event.documents["reporter"] == b"mail.example.org"


@pytest.mark.parametrize("stage", [Stage.IN_DOUBT, Stage.ACCEPTED, Stage.FAILED])
def test_a_bounce_moves_a_message_that_may_have_gone_out(stage: Stage) -> None:
    assert filed(notification(), stage=stage).data["message"] == ID


@pytest.mark.parametrize(
    "stage", [Stage.QUEUED, Stage.CLAIMED, Stage.COMMITTING, Stage.REJECTED, Stage.CANCELLED]
)
def test_a_bounce_of_a_message_that_cannot_have_gone_out_moves_nothing(stage: Stage) -> None:
    event = filed(notification(), stage=stage)

    assert event.what is What.BOUNCED
    assert "message" not in event.data
    assert event.data["about_message"] == ID


def test_a_forged_bounce_without_the_message_is_filed_and_moves_nothing() -> None:
    event = filed(notification(envid="", original="", subject=f"Undelivered: Ref {NOTICE}"))

    assert event.what is What.BOUNCED
    assert "message" not in event.data
    assert event.data["returned"] is False
    assert event.data["matched_by"] == "subject"


def test_a_delay_is_filed_as_a_delay() -> None:
    assert filed(real("dsn-delayed"), recipient="desk@slow.example.net").what is What.DELAYED


def test_delivered_counts_where_a_server_that_is_not_ones_own_says_it() -> None:
    assert filed(notification(action="delivered", status="2.0.0")).what is What.DELIVERED


@pytest.mark.parametrize("name", ["dsn-delivered", "dsn-relayed"])
def test_what_ones_own_server_says_is_no_delivery(name: str) -> None:
    event = filed(real(name), recipient="desk@relay.example.net")

    assert event.what is What.REPLIED
    assert event.data["seems"] == "notification"
    assert event.data["own_server"] is True


def test_a_server_that_does_not_name_itself_delivers_nothing() -> None:
    assert filed(notification(action="delivered", status="2.0.0", reporter="")).what is What.REPLIED


def test_what_is_said_of_another_recipient_does_not_count() -> None:
    raw = notification().replace(
        b"--=B\r\nContent-Type: text/rfc822",
        b"Final-Recipient: rfc822; other@example.com\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
        b"--=B\r\nContent-Type: text/rfc822",
    )

    assert filed(raw).what is What.BOUNCED
    assert filed(raw, recipient="other@example.com").what is What.DELIVERED
    assert filed(raw, recipient="third@example.com").data["seems"] == "notification"


def test_an_answer_is_filed_with_who_wrote_it_and_what_its_signature_says() -> None:
    event = filed(reply())

    assert event.what is What.REPLIED
    assert event.data == {
        "seems": "reply",
        "matched_by": "subject",
        "on": "2026-11-23",
        "dkim": "pass",
        "dkim_aligned": True,
    }
    assert event.documents["from"] == b"desk@example.com"


def test_nothing_personal_stands_in_the_chain() -> None:
    for raw in (reply(), real("dsn-failed"), notification()):
        words = str(dict(filed(raw).data))
        assert "@" not in words
        assert "example" not in words


def test_an_answer_by_a_program_and_a_copy_of_ones_own_are_told_apart() -> None:
    notice = awaited()

    assert seems(read(reply(Auto_Submitted="auto-replied")), notice, OWN) is Seems.AUTO_REPLY
    assert seems(read(reply(sender="Ana <ME@example.org>")), notice, OWN) is Seems.OWN


def test_the_same_letter_is_known_again_by_its_bytes() -> None:
    entries, kept = chained([filed(reply())])

    assert all_filed(entries, kept.get) == {(NOTICE, digest(reply()))}
    assert digest(reply()) != digest(reply(text="Something else"))


def test_a_letter_that_was_erased_is_filed_no_more() -> None:
    entries, _ = chained([filed(reply())])

    assert all_filed(entries, lambda _: None) == frozenset()


def test_the_day_of_a_letter_is_local_and_never_in_the_future() -> None:
    tokyo = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=9)))

    assert day_of(read(reply(date="Sun, 22 Nov 2026 20:00:00 +0000")), tokyo).isoformat() == "2026-11-23"
    assert day_of(read(reply(date="Fri, 1 Jan 2100 00:00:00 +0000")), tokyo).isoformat() == "2026-11-24"
    assert day_of(read(b"From: a@example.com\r\n\r\n"), tokyo).isoformat() == "2026-11-24"


@pytest.mark.parametrize(
    ("subject", "ticket"),
    [
        ("[#12345] Your request", "12345"),
        ("Re: Ticket 12345", "12345"),
        ("Case #CS-0099: removal", "CS-0099"),
        ("Your request has been received (Case: 7781)", "7781"),
        ("Your case is closed", ""),
        ("[#1234] and [#5678]", ""),
        (f"Re: Withdrawal, Ref {NOTICE}", ""),
    ],
)
def test_a_ticket_number_is_only_suggested(subject: str, ticket: str) -> None:
    assert possible_ticket(subject) == ticket


def test_a_bounce_shows_that_a_message_in_doubt_went_out_and_came_back() -> None:
    about = evidence_about(read(real("dsn-failed")), awaited("desk@bounce.example.net"), ID, Found())

    assert about.shows is Shows.FAILED
    assert "a delivery status notification by mail.example.org says: failed 5.1.1" in about.reason


@pytest.mark.parametrize("name", ["dsn-delayed", "dsn-delivered", "dsn-relayed"])
def test_any_other_notification_shows_that_a_server_took_it(name: str) -> None:
    assert evidence_about(read(real(name)), awaited(), ID, Found()).shows is Shows.ACCEPTED


def test_an_answer_to_it_shows_that_it_went_out() -> None:
    letter = read(reply(In_Reply_To=f"<{ID}@example.org>"))
    own = read(reply(sender="Ana <ME@example.org>", In_Reply_To=f"<{ID}@example.org>"))

    assert evidence_about(letter, awaited(), ID, Found(own=OWN.addresses)).shows is Shows.ACCEPTED
    assert evidence_about(own, awaited(), ID, Found(own=OWN.addresses)).shows is Shows.NOTHING
    assert evidence_about(letter, awaited(), f"{NOTICE}.2", Found()).shows is Shows.NOTHING


def test_a_copy_shows_it_only_with_the_trace_of_a_server_or_from_the_sent_folder() -> None:
    ours, copy = reply(sender="me@example.org", message_id=f"<{ID}@example.org>"), real("received-copy")
    own = OWN.addresses

    def shows(raw: bytes, **found: object) -> Shows:
        return evidence_about(read(raw), awaited(), ID, Found(own=own, **found)).shows

    assert shows(copy) is Shows.ACCEPTED
    assert shows(ours) is Shows.NOTHING
    assert shows(ours, from_sent=True) is Shows.ACCEPTED
    assert shows(copy, frozen_sha256=read(copy).sha256) is Shows.NOTHING
    assert shows(b"X-Unsent: 1\r\n" + copy, from_sent=True) is Shows.NOTHING
    assert shows(copy.replace(b"<me@example.org>", b"<x@example.com>")) is Shows.NOTHING


def test_what_names_no_message_shows_nothing() -> None:
    assert evidence_about(read(reply()), awaited(), ID, Found()).shows is Shows.NOTHING
    assert evidence_about(parse(b""), awaited(), ID, Found()).shows is Shows.NOTHING
