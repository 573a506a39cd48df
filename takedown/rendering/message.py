"""notice.eml: a draft to look at and send, with the letter as text and the PDF and CSV attached.

Headers are made by EmailMessage only, never by a template; the bytes are parsed again and compared before
they are used (by CVE-2024-6923 and its followers, data became headers of its own). Texts that do not fit an
ASCII line are folded here: EmailPolicy drops a space between some words beyond ASCII.
"""

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from email import policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.quoprimime import body_encode
from email.utils import parseaddr
from functools import cache, lru_cache, partial
from io import BytesIO
from typing import Any

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.patterns import pattern

#: RFC 5322 2.1.1: a line should have no more characters.
_LINE = 78
#: The same: a line must have no more.
_LONGEST_LINE = 998
_BASE64_LINE = 76
#: Bytes in an encoded word: 60 in base64, which with its frame stay below the 75 of RFC 2047 2.
_WORD_BYTES = 45
#: RFC 5321 4.5.3.1.3: a path is at most 256 octets, with < and >.
_LONGEST_ADDRESS = 254
#: RFC 1035 2.3.4: octets of a label.
_LONGEST_LABEL = 63
_ENCODED_WORD = pattern(r"=\?.*\?=")
# RFC 5322 3.2.3. Quoted local parts are legal and unused: here they would hide a second address.
_DOT_ATOM = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_MEDIA = {"pdf": ("application", "pdf"), "csv": ("text", "csv"), "txt": ("text", "plain")}
#: Headers that are kept parsed.
_REMEMBERED = 256
#: By which mail programs show a message below the one that it answers (RFC 5322 3.6.4).
_THREAD = ("In-Reply-To", "References")
#: Headers of the body, beside those that are set.
_STRUCTURE = ["MIME-Version", "Content-Type"]


class _Policy(policy.EmailPolicy):
    """Folds the headers that hold text by RFC 2047, as encoded words alone; all others as ever."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        folded = _folded(name, value)
        return super().fold_binary(name, value) if folded is None else folded.encode("ascii")


class _Registry(HeaderRegistry):
    """Makes the class of each kind of header once. The library's own makes one for every single header.

    Most headers say the same in all messages and in all their parts: those are parsed once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type] = {}
        self._parsed = lru_cache(maxsize=_REMEMBERED)(super().__call__)

    def __call__(self, name: str, value: Any) -> Any:
        if type(value) is str:  # an address or a date is no text, and is made for one header
            return self._parsed(name, value)
        return super().__call__(name, value)

    def __getitem__(self, name: str) -> type:
        key = name.lower()
        if key not in self._made:
            self._made[key] = super().__getitem__(name)
        return self._made[key]


_HEADERS = _Registry()
# 7bit: quoted-printable text passes every hop, without 8BITMIME (RFC 6152).
_POLICY = _Policy(linesep="\r\n", cte_type="7bit", header_factory=_HEADERS)
_READING = policy.default.clone(header_factory=_HEADERS)


def _folded(name: str, value: Any) -> str | None:
    """Subject, From, To and what a part answers, with CRLF; None for others. Values were checked: no line break."""
    line = f"{name}: {value}"
    if name in _THREAD:  # an encoded word in it would name no message (RFC 5322 3.6.4)
        return f"{line}\r\n"
    if name not in ("Subject", "From", "To"):
        return None
    if line.isascii() and len(line) <= _LINE:
        return f"{line}\r\n"
    if name == "Subject":
        return f"{name}: {_encoded(str(value))}\r\n"
    (address,) = value.addresses
    if not address.display_name:
        return f"{line}\r\n"
    if line.isascii() and len(line) <= _LONGEST_LINE:
        # A name in letters stays one: only encoded words can be divided without a reader putting spaces in.
        words = line.removesuffix(f" <{address.addr_spec}>")
    else:
        words = f"{name}: {_encoded(address.display_name)}"
    return f"{words}\r\n <{address.addr_spec}>\r\n"


def _encoded(text: str) -> str:
    """Encoded words, one a line. No character is cut, and readers drop the space between two (RFC 2047 6.2)."""
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk).decode('ascii')}?=" for chunk in _chunks(text))


def _chunks(text: str) -> Iterator[bytes]:
    chunk = b""
    for character in text:
        more = character.encode("utf-8")
        if len(chunk) + len(more) > _WORD_BYTES:
            yield chunk
            chunk = b""
        chunk += more
    yield chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a message says and to whom. `to_email` may be empty: then nobody is addressed."""

    id: str
    dated: date
    from_name: str
    from_email: str
    to_name: str = ""
    to_email: str = ""
    subject: str
    text: str
    attachments: Mapping[str, bytes]
    part: int = 1
    """Which of the messages that belong together; those after the first answer it."""


def draft_message(draft: Draft) -> bytes:
    """Make the message as bytes: CRLF, 7 bit, always the same. LetterError names a field that is not safe.

    Date is the letter's date at 00:00 -0000: midnight, and by RFC 5322 3.3 no statement about a time zone.
    """
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = sender = _mailbox("From", "the sender's email", draft.from_name, draft.from_email)
        if draft.to_email:
            message["To"] = _mailbox("To", "the recipient's email", draft.to_name, draft.to_email)
        message["Subject"] = _spaced(_safe("the subject", draft.subject))
        message["Date"] = datetime.combine(draft.dated, time())  # naive: written as -0000
        domain = sender.addresses[0].domain
        first = f"<{draft.id}.1@{domain}>"
        later = draft.part > 1
        message["Message-ID"] = f"<{draft.id}.1.p{draft.part}@{domain}>" if later else first
        for name in _THREAD if later else ():
            message[name] = first
        message["X-Unsent"] = "1"
        headers = dict(message.items())
        message["MIME-Version"] = "1.0"
        # "=_" cannot stand in quoted-printable, nor in base64.
        message.add_header("Content-Type", "multipart/mixed", boundary=f"=_{draft.id}_{draft.part}")
        head = message.as_bytes().partition(b"\r\n\r\n")[0]
        raw = _filled(head, message.get_boundary() or "", _parts(draft))
    except (ValueError, HeaderParseError, MessageError) as error:
        raise _unsafe("a header", str(error)) from error
    _compare(head, headers)
    return raw


def _filled(head: bytes, boundary: str, parts: Iterable[bytes]) -> bytes:
    """Put the parts of a message between their boundaries (RFC 2046 5.1.1)."""
    mark = f"\r\n--{boundary}".encode("ascii")
    return mark.join([head + b"\r\n", *(b"\r\n" + part for part in parts), b"--\r\n"])


def _parts(draft: Draft) -> Iterator[bytes]:
    """Text and attachments, each below its own headers: EmailMessage takes ten times as long for what is in a PDF."""
    yield _head_of_text() + _quoted_printable(draft.text)
    for name, content in draft.attachments.items():
        yield _head_of(name) + _lines(content)


@cache
def _head_of_text() -> bytes:
    part = EmailMessage(policy=_POLICY)
    part.set_content("", charset="utf-8", cte="quoted-printable")
    del part["MIME-Version"]
    return part.as_bytes().removesuffix(b"\r\n")


@lru_cache(maxsize=_REMEMBERED)  # attachments have the same few names in all messages
def _head_of(name: str) -> bytes:
    maintype, subtype = _MEDIA[name.rsplit(".", 1)[-1]]
    params = {"charset": "utf-8"} if maintype == "text" else {}
    part = EmailMessage(policy=_POLICY)
    part.set_content(b"", maintype=maintype, subtype=subtype, cte="base64", filename=name, params=params)
    return part.as_bytes()


def _quoted_printable(text: str) -> bytes:
    """Text in UTF-8 as EmailMessage writes it, with CRLF (RFC 2045 6.7)."""
    lines = b"\n".join(text.encode().splitlines()) + b"\n"
    return body_encode(lines.decode("latin-1"), _LINE).replace("\n", "\r\n").encode("ascii")


def _lines(content: bytes) -> bytes:
    """Base64 in lines of 76 characters with CRLF (RFC 2045 6.8)."""
    lines = iter(partial(BytesIO(b64encode(content)).read, _BASE64_LINE), b"")
    return b"\r\n".join([*lines, b""])


@lru_cache(maxsize=_REMEMBERED)  # a sender and a few desks, for all messages
def _mailbox(header: str, field: str, name: str, email: str) -> Any:
    """The header with exactly this address. LetterError names a field that is not safe."""
    return _HEADERS(header, _address(field, name, email))


def _address(field: str, name: str, email: str) -> Address:
    """Exactly one address, in ASCII: a domain is written in its IDNA form, a local part has none."""
    _safe(field, name)
    _safe(field, email)
    local, at, domain = email.rpartition("@")
    if not at or not _DOT_ATOM.fullmatch(local) or len(email) > _LONGEST_ADDRESS:
        raise _unsafe(field, email)
    try:
        return Address(display_name=_spaced(name), username=local, domain=_ascii_domain(domain))
    except (UnicodeError, ValueError, HeaderParseError, IndexError) as error:
        raise _unsafe(field, email) from error


def _ascii_domain(domain: str) -> str:
    """The domain in its IDNA form. UnicodeError where it has none.

    One in ASCII is its own, and Python's codec with its tables takes a while to load.
    """
    if domain.isascii() and all(0 < len(label) <= _LONGEST_LABEL for label in domain.split(".")):
        return domain
    return domain.encode("idna").decode("ascii")


def _spaced(text: str) -> str:
    """One space between words and none around them: readers take others for folds."""
    return " ".join(text.split())


def _safe(field: str, text: str) -> str:
    if _ENCODED_WORD.search(text) or any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text
    ):
        raise _unsafe(field, text)
    return text


def _compare(head: bytes, expected: Mapping[str, Any]) -> None:
    """Read the bytes as a mail program would, and demand the headers that were meant and no others.

    Headers end at the first empty line (RFC 5322 2.1): what a value cuts off is missing, what comes after is no header.
    """
    parsed = BytesHeaderParser(policy=_READING).parsebytes(head + b"\r\n\r\n")
    written = dict(parsed.raw_items())
    names = parsed.keys()
    if sorted(names) != sorted([*expected, *_STRUCTURE]):
        raise _unsafe("the headers", ", ".join(names))
    for name, meant in expected.items():
        found = parsed[name]  # each time it is asked for, it is parsed
        addressed = name in ("From", "To")
        same = (
            _addresses_same(found, str(written[name]), meant)
            if addressed
            else str(found).strip() == str(meant)
        )
        if found.defects or not same:
            raise _unsafe(f"the header {name}", str(found))


def _addresses_same(found: Any, written: str, meant: Any) -> bool:
    """Exactly the one address, and its name."""
    (wanted,) = meant.addresses
    same = [address.addr_spec for address in found.addresses] == [wanted.addr_spec]
    return same and _name_in(written) == wanted.display_name


@lru_cache(maxsize=_REMEMBERED)
def _name_in(written: str) -> str:
    """The name beside an address, as the older parser reads it.

    Until Python 3.12.9 the newer one puts a space between two encoded words of a name (CPython issue 128110).
    """
    display, _ = parseaddr(written)
    return str(make_header(decode_header(display)))


def _unsafe(field: str, text: str) -> LetterError:
    shown = text.encode("unicode_escape").decode("ascii")
    return LetterError(
        f"notice.eml cannot be written: {field} is not safe in an email ('{shown}').",
        hint="Look for control characters, =?…?= or a second address in takedown.toml and catalog.csv.",
    )
