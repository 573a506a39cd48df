"""Signatures of letters, checked against keys that a name server on loopback gives."""

import base64
import subprocess
import time
from collections.abc import Mapping

import dkim
import pytest
from support.dkim_keys import published, signed
from support.dns_server import name_server
from support.letters import reply

from takedown.inbox.signatures import Dkim, Result, check_dkim, dns_lookup, is_aligned

SENDER = "desk@example.com"


def check(raw: bytes, records: Mapping[str, bytes], *, silent: bool = False, sender: str = SENDER) -> Dkim:
    with name_server(records, silent=silent) as server:
        return check_dkim(raw, dns_lookup(0.5, nameserver="127.0.0.1", port=server.port), sender=sender)


def test_a_signature_of_the_senders_domain_holds() -> None:
    verdict = check(signed(reply()), published("example.com"))

    assert verdict == Dkim(result=Result.PASS, domain="example.com", aligned=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"we look into it", b"we removed it all"),
        (b"Subject: Re:", b"Subject: Agreed:"),
        (b"desk@", b"boss@"),
    ],
)
def test_a_changed_letter_does_not_hold(before: bytes, after: bytes) -> None:
    raw = signed(reply())
    assert before in raw

    assert check(raw.replace(before, after), published("example.com")).result is Result.FAIL


def test_a_second_sender_put_before_the_first_does_not_hold() -> None:
    raw = b"From: boss@example.com\r\n" + signed(reply())

    assert check(raw, published("example.com")).result is Result.FAIL


def test_a_letter_without_a_signature_has_none() -> None:
    assert check(reply(), {}).result is Result.NONE


def test_words_added_below_a_signature_that_covers_a_length_are_not_signed() -> None:
    raw = signed(reply(), length=True)

    assert check(raw, published("example.com")).result is Result.PASS
    added = check(raw + b"We have removed everything.\r\n", published("example.com"))
    assert added.result is Result.FAIL
    assert added.reason.startswith("partly: only the first")


def test_of_several_signatures_the_one_of_the_senders_domain_counts() -> None:
    raw = signed(signed(reply()), "lists.example.net")

    verdict = check(raw, published("example.com", "lists.example.net"))

    assert verdict == Dkim(result=Result.PASS, domain="example.com", aligned=True)


def test_a_broken_signature_above_a_good_one_takes_nothing_away() -> None:
    raw = signed(signed(reply()), "lists.example.net")

    assert check(raw, published("example.com")).result is Result.PASS


def test_a_signature_of_another_domain_holds_and_says_nothing_of_the_sender() -> None:
    verdict = check(signed(reply(), "example.net"), published("example.net"))

    assert verdict == Dkim(result=Result.PASS, domain="example.net", aligned=False)


def test_no_more_than_five_signatures_are_asked_about() -> None:
    raw = reply()
    for number in range(8):
        raw = signed(raw, f"d{number}.example.net")
    with name_server({}) as server:
        check_dkim(raw, dns_lookup(0.5, nameserver="127.0.0.1", port=server.port), sender=SENDER)

    assert len(set(server.asked)) == 5


def test_a_signature_that_has_expired_does_not_hold() -> None:
    raw = signed(reply())
    past = str(int(time.time()) - 200_000).encode()
    old = raw.replace(b"; t=", b"; x=" + past + b"; t=", 1)
    assert old != raw

    verdict = check(old, published("example.com"))

    assert verdict.result is Result.FAIL
    assert "x= value is past" in verdict.reason


def test_a_domain_that_only_tries_signing_out_has_not_signed() -> None:
    verdict = check(signed(reply()), published("example.com", tail=b"; t=y"))

    assert verdict.result is Result.NONE
    assert "t=y" in verdict.reason


def test_a_key_that_forbids_domains_below_its_own_is_heeded() -> None:
    raw = signed(reply(), identity=b"@mail.example.com")

    assert check(raw, published("example.com")).result is Result.PASS
    assert check(raw, published("example.com", tail=b"; t=s")).result is Result.FAIL


@pytest.mark.parametrize("record", [None, b"v=DKIM1; p=", b"v=DKIM1; k=rsa; p=;"])
def test_a_key_that_was_taken_away_is_said(record: bytes | None) -> None:
    verdict = check(signed(reply()), {"sel._domainkey.example.com": record} if record else {})

    assert verdict.result is Result.FAIL
    assert "not published" in verdict.reason


@pytest.mark.parametrize(
    "record", [b"hello", b"p=AAAA", b"v=DKIM1; k=none; p=AAAA", b";;;", b"v=DKIM1; k=rsa; p=%%%"]
)
def test_a_record_that_is_no_key_does_not_hold(record: bytes) -> None:
    assert check(signed(reply()), {"sel._domainkey.example.com": record}).result is Result.FAIL


@pytest.mark.tool("openssl")
def test_a_short_key_does_not_hold() -> None:
    pem = _openssl("genrsa", "-traditional", "512")
    record = b"p=" + base64.b64encode(_openssl("rsa", "-pubout", "-outform", "DER", typed=pem))
    line = dkim.DKIM(reply()).sign(b"sel", b"example.com", pem)

    verdict = check(line + reply(), {"sel._domainkey.example.com": record})

    assert verdict.result is Result.FAIL
    assert "too small" in verdict.reason


def _openssl(*args: str, typed: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *args], input=typed, capture_output=True, check=True).stdout


def test_a_key_longer_than_any_in_use_is_not_tried() -> None:
    record = b"v=DKIM1; k=rsa; p=" + b"A" * 3_000

    verdict = check(signed(reply()), {"sel._domainkey.example.com": record})

    assert verdict.result is Result.NOT_CHECKED
    assert "longer" in verdict.reason


def test_a_name_server_that_does_not_answer_leaves_it_open() -> None:
    began = time.monotonic()
    verdict = check(signed(reply()), {}, silent=True)

    assert verdict.result is Result.NOT_CHECKED
    assert "did not answer" in verdict.reason
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "line",
    [
        b"DKIM-Signature: nonsense",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=; s=; h=from; bh=AAAA; b=AAAA",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=" + b"a" * 300 + b"; s=x; h=from; bh=AAAA; b=AAAA",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=..; s=\xff; h=from; bh=AAAA; b=AAAA",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=x; h=from; l=; bh=AAAA; b=AAAA",
        b"DKIM-Signature: v=1; a=rsa-sha256; c=x/y/z; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA",
    ],
)
def test_signatures_that_are_none_do_not_hold_and_do_not_raise(line: bytes) -> None:
    assert check(line + b"\r\n" + reply(), published("example.com")).result is Result.FAIL


def test_headers_that_cannot_be_read_do_not_hold() -> None:
    assert check(b"\xff\xff\r\nDKIM-Signature: v=1\r\n\r\n", {}).result is Result.FAIL


@pytest.mark.parametrize(
    "raw",
    [
        b"DKIM-Signature: v=1\r\n\r\n" + b" \t" * 5_000_000,
        b"DKIM-Signature: v=1\r\n" + b" a\r\n" * 5_000_000,
        b"DKIM-Signature: v=1\r\n\r\n" + b"\n" * 20_000_000,
    ],
)
def test_what_would_take_too_long_is_not_checked(raw: bytes) -> None:
    began = time.process_time()

    assert check(raw, {}).result is Result.NOT_CHECKED
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("sender", "domain", "aligned"),
    [
        ("desk@example.com", "example.com", True),
        ("desk@EXAMPLE.com", "Example.COM", True),
        ("desk@mail.example.com", "example.com", True),
        ("desk@example.com", "mail.example.com", False),
        ("desk@badexample.com", "example.com", False),
        ("desk@example.com", "com", False),
        ("", "example.com", False),
        ("desk@example.com", "", False),
    ],
)
def test_which_domains_speak_for_an_address(sender: str, domain: str, aligned: bool) -> None:
    assert is_aligned(sender, domain) is aligned
