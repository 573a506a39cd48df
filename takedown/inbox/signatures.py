"""Whether a letter bears a signature of its sender's domain that holds (DKIM, RFC 6376).

A signature that holds says: a server of that domain sent these words. It says nothing of who wrote them. One that does
not hold says little, too: lists and forwarding break signatures, and keys are taken away after a while. The key stands
in the DNS of the sender's domain; whoever runs that learns that somebody asked. So the user asks for the check.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from takedown.frozen import dataclass

#: Signatures that are looked at; each costs a question to a server that the sender chose.
MOST_SIGNATURES = 5
#: dkimpy takes quadratic time over white space in one row and over folded headers, and keeps every line by itself.
#: Nobody writes so much of them.
_BLANKS = 2_000
_HEADER_BYTES = 128 * 1024
_LINES = 400_000
#: A key of 8,192 bits has 1,400 characters. Time goes with the cube of the length, and the sender writes the key.
_KEY = 2_000
_SMALLEST_KEY = 1024  # bits; RFC 8301 3.2

_TESTING = "the domain only tries signing out, by its own word (t=y)"

_NO_ANSWER = "the name server did not answer; try again later"

Lookup = Callable[[str], bytes | None]
"""Name → TXT record; None where there is none. NoAnswerError where nobody answered."""


class NoAnswerError(Exception):
    """The name server did not answer, so that nothing can be said."""


class Result(StrEnum):
    """What came of the check."""

    PASS = "pass"  # noqa: S105 – the word of RFC 8601
    FAIL = "fail"
    NONE = "none"
    """There is no signature."""
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dkim:
    """What can be said of the signatures of a letter. `aligned`: the domain is that of the address in From."""

    result: Result
    domain: str = ""
    aligned: bool = False
    reason: str = ""


NOT_ASKED = Dkim(result=Result.NOT_CHECKED, reason="nobody asked for it (--check-signatures)")


def check_dkim(raw: bytes, lookup: Lookup, *, sender: str) -> Dkim:
    """Check the signatures of a letter; of several, the one that says most. `sender`: the address in From.

    Whether a signature has expired goes by the clock of the computer, as dkimpy reads it.
    """
    if problem := _unwieldy(raw):
        return Dkim(result=Result.NOT_CHECKED, reason=problem)
    verdicts = list(_verdicts(raw, lookup))
    if not verdicts:
        return Dkim(result=Result.NONE, reason="it bears no signature")
    said = [replace(each, aligned=is_aligned(sender, each.domain)) for each in verdicts]
    return max(said, key=_weight)


def is_aligned(sender: str, domain: str) -> bool:
    """Whether a signing domain speaks for an address: it is the address's own domain, or one above it.

    RFC 7489 3.1.1 also lets a domain below speak for the one above; without a list of public suffixes that would let
    a customer speak for a host.
    """
    of = sender.rpartition("@")[2].casefold().rstrip(".")
    by = domain.casefold().rstrip(".")
    return "." in by and (of == by or of.endswith(f".{by}"))


def _weight(verdict: Dkim) -> tuple[bool, bool, bool, bool]:
    return (
        verdict.result is Result.PASS and verdict.aligned,
        verdict.result is Result.PASS,
        verdict.result is Result.FAIL,
        verdict.aligned,
    )


def _unwieldy(raw: bytes) -> str:
    """Say what of a letter would take too long; empty where nothing."""
    if b" " * _BLANKS in raw.replace(b"\t", b" "):
        return "it holds thousands of spaces in one row"
    ends = [at for mark in (b"\n\r\n", b"\n\n") if (at := raw.find(mark)) >= 0]
    if min(ends, default=len(raw)) > _HEADER_BYTES:
        return f"its headers have more than {_HEADER_BYTES // 1024} kB"
    return f"it has more than {_LINES:,} lines" if raw.count(b"\n") > _LINES else ""


def _verdicts(raw: bytes, lookup: Lookup) -> Iterator[Dkim]:
    import dkim

    try:
        checker = dkim.DKIM(raw, minkey=_SMALLEST_KEY)
    except Exception as error:  # noqa: BLE001 – a library over hostile bytes: see takedown.inbox.calmly
        if b"dkim-signature:" in raw[:_HEADER_BYTES].lower():
            yield Dkim(result=Result.FAIL, reason=f"its headers cannot be read ({_words(error)})")
        return
    count = sum(1 for name, _ in checker.headers if name.lower() == b"dkim-signature")
    for number in range(min(count, MOST_SIGNATURES)):
        yield _verdict(checker, number, lookup)


def _verdict(checker: Any, number: int, lookup: Lookup) -> Dkim:
    asked = _Asked(lookup)
    try:
        holds = checker.verify(idx=number, dnsfunc=asked)
    except Exception as error:  # noqa: BLE001 – as above
        holds, reason = False, _words(error)
    else:
        reason = "" if holds else "the words are not those that were signed"
    tags = getattr(checker, "signature_fields", {})
    domain = tags.get(b"d", b"").decode("ascii", "replace")[:255]
    if asked.no_answer:
        return Dkim(result=Result.NOT_CHECKED, domain=domain, reason=asked.no_answer)
    if tags.get(b"a", b"").startswith(b"ed25519") and "nacl" in reason.casefold():
        return Dkim(result=Result.NOT_CHECKED, domain=domain, reason="signed in a way that is not known here")
    if asked.is_missing:
        reason = "its key is not published (any more)"
    elif holds:
        reason = _unsigned_rest(checker, tags) or asked.restriction(tags)
        if reason == _TESTING:
            return Dkim(result=Result.NONE, domain=domain, reason=reason)
    return Dkim(result=Result.FAIL if reason else Result.PASS, domain=domain, reason=reason)


class _Asked:
    """Asks for a key, and remembers what came of it: dkimpy turns all of that into False."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._record = b""
        self.is_missing = False
        self.no_answer = ""

    def __call__(self, name: bytes, timeout: float = 0) -> bytes | None:  # noqa: ARG002 – dkimpy names it
        import dkim

        try:
            record = self._lookup(name.decode("ascii"))
        except NoAnswerError as error:
            self.no_answer = str(error)
            raise dkim.DnsTimeoutError(str(error)) from error
        except ValueError:  # a name that is none: not ASCII, an empty or a long label
            record = None
        if record and len(record) > _KEY:
            self.no_answer = "its key is longer than any in use"
            raise dkim.KeyFormatError(self.no_answer)
        self.is_missing = not record or re.search(rb"(?:^|;)\s*p\s*=\s*(?:;|$)", record) is not None
        self._record = record or b""
        return record

    def restriction(self, tags: Mapping[bytes, bytes]) -> str:
        """Say what the key itself forbids (RFC 6376 3.6.1, t=): empty where nothing."""
        found = re.search(rb"(?:^|;)\s*t\s*=([^;]*)", self._record)
        flags = {flag.strip() for flag in found.group(1).split(b":")} if found else set()
        if b"y" in flags:
            return _TESTING
        identity = tags.get(b"i", b"").rpartition(b"@")[2].lower()
        if b"s" in flags and identity and identity != tags[b"d"].lower():
            return "it signs for a domain below its own, which its key forbids"
        return ""


def _unsigned_rest(checker: Any, tags: Mapping[bytes, bytes]) -> str:
    """Say where only the beginning of the text is signed (l=): anybody may have written the rest (RFC 6376 8.2)."""
    from dkim.canonicalization import CanonicalizationPolicy

    if b"l" not in tags:
        return ""
    signed = int(tags[b"l"] or b"0")
    way = CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))
    length = len(way.canonicalize_body(checker.body))
    return f"partly: only the first {signed:,} of {length:,} bytes are signed" if length > signed else ""


def _words(error: Exception) -> str:
    """What a library says of bytes, short and in printable characters."""
    text = " ".join(str(error).split())
    return "".join(mark if mark.isprintable() else "?" for mark in text)[:200] or type(error).__name__


def dns_lookup(seconds: float = 5.0, *, nameserver: str = "", port: int = 53) -> Lookup:
    """Make a lookup that asks the name servers of this computer, or a given one; each question ends after a while."""
    import dns.exception
    import dns.resolver

    try:
        resolver = dns.resolver.Resolver(configure=not nameserver)
    except dns.resolver.NoResolverConfiguration:
        return _nobody
    if nameserver:
        resolver.nameservers, resolver.port = [nameserver], port

    def lookup(name: str) -> bytes | None:
        try:
            answer = resolver.resolve(name, "TXT", lifetime=seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return None
        except (OSError, dns.exception.Timeout, dns.resolver.NoNameservers) as error:
            raise NoAnswerError(_NO_ANSWER) from error
        except dns.exception.DNSException as error:  # a name that is none
            raise ValueError(name) from error
        return b"".join(next(iter(answer)).strings)

    return lookup


def _nobody(_: str) -> bytes | None:
    raise NoAnswerError("this computer knows no name server")
