"""Which words of a page lead somewhere, and where to: exactly there where the page says.

Only what is known to be an address is one. A title, a name or a label comes from data and may look like an address of
somebody else: it is never linked.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import quote

from takedown.patterns import pattern
from takedown.rendering.pdf.lines import Span, Style

#: RFC 5322 3.2.3: quoted local parts are legal and unused.
_LOCAL = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
#: Of these marks, those that may stand in a mailto: as they are (RFC 6068 2); ? and & would begin a header.
_IN_LOCAL = "!$*+"
#: A name of a host, not a number (RFC 1123 2.1); some have an underscore.
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = pattern(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])", re.IGNORECASE)
#: RFC 1035 2.3.4.
_LONGEST_HOST = 253
_WORD = pattern(r"(?<!\S)(https?://\S+)", re.IGNORECASE)
#: No user before an @: `https://amazon.com@example.com/` is a page of example.com.
_WEB = pattern(r"(https?://)([^/?#\\@:]+)(:[0-9]{1,5})?([/?#].*)?", re.IGNORECASE)
#: Marks that have a meaning after the host (RFC 3986 3.3 to 3.5); all others are written as bytes of UTF-8 with %.
_AFTER_HOST = "%/:=&?~#+!$,;'@()*"
_BARE_PERCENT = pattern(r"%(?![0-9A-Fa-f]{2})")
_STOPS = ".,;:!?"
"""At the end of an address they are the sentence's."""


def mail_linked(line: str, style: Style, mailboxes: Collection[str]) -> tuple[Span, ...]:
    """A line, which leads to the mailbox if it is nothing but one of those."""
    return (Span(line, style, mail_address(line) if line in mailboxes else ""),)


def web_linked(text: str, style: Style) -> tuple[Span, ...]:
    """Text in which the pages of the web lead there, where each is a word of its own."""
    if "://" not in text:
        return (Span(text, style),)
    return tuple(span for span in _spans(text, style) if span.text)


def _spans(text: str, style: Style) -> Iterator[Span]:
    for i, part in enumerate(_WORD.split(text)):
        word = part.rstrip(_STOPS) if i % 2 else ""
        address = web_address(word)
        if address:
            yield Span(word, style, address)
            yield Span(part[len(word) :], style)
        else:
            yield Span(part, style)


def mail_address(mailbox: str) -> str:
    """`ana@example.com` as mailto: address of that mailbox and no other (RFC 6068); empty where there is none."""
    local, _, domain = mailbox.rpartition("@")
    host = _ascii_host(domain)
    return f"mailto:{quote(local, safe=_IN_LOCAL)}@{host}" if host and _LOCAL.fullmatch(local) else ""


def web_address(text: str) -> str:
    """An address of http or https in ASCII (RFC 3986); empty where it is none, or would lead where nobody can see.

    A % that begins no byte is one that was typed: it becomes %25.
    """
    found = _WEB.fullmatch(text)
    if found is None or not text.isprintable():
        return ""
    scheme, host, port, rest = found.groups(default="")
    written = _ascii_host(host)
    after = quote(_BARE_PERCENT.sub("%25", rest), safe=_AFTER_HOST)
    return f"{scheme}{written}{port}{after}" if written else ""


def _ascii_host(host: str) -> str:
    """A host in its IDNA form; empty where it has none, or where two are thinkable.

    Python writes IDNA 2003: `ß` becomes ss there, another host than browsers go to. What does not come back is unsure.
    """
    if len(host) > _LONGEST_HOST:
        return ""
    if not host.isascii():
        try:
            written = host.encode("idna")
            if written.decode("idna") != unicodedata.normalize("NFC", host.lower()):
                return ""
        except UnicodeError:
            return ""
        host = written.decode("ascii")
    return host if _HOST.fullmatch(host) else ""
