"""What may go over the wire: the bytes of a message, and parameters. Pure.

Servers have disagreed on where a message ends when a line ended with a bare LF or CR, so that one message carried a
second ("SMTP smuggling", CVE-2023-51764 to 51766). Here every line ends with CRLF, or nothing is sent.
"""

import re

from takedown.channels.protocol import Envelope

_LONGEST_ENVID = 100  # RFC 3461 5.4
_LONGEST_LINE = 998  # RFC 5321 4.5.3.1.6: 1,000 octets with CRLF
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_LONG = re.compile(rb"[^\n]{%d}" % (_LONGEST_LINE + 2))
_STUFFED = re.compile(rb"^\.", re.MULTILINE)  # with CRLF alone, a line begins after LF alone
_NOT_XTEXT = re.compile(r"[^!-~]|[+=]")


def content_problem(content: bytes) -> str:
    """Say why the bytes of a message cannot be sent as they are; empty: they can."""
    if not content.endswith(b"\r\n"):
        return "its last line does not end with CRLF"
    if _BARE.search(content):
        return "a line ends with CR or LF alone"
    if b"\0" in content:
        return "it holds a NUL"
    if _LONG.search(content):
        return f"a line is longer than {_LONGEST_LINE} bytes"
    head, _, _ = content.partition(b"\r\n\r\n")
    if not head.isascii():
        return "its headers have bytes outside ASCII"
    return ""


def stuffed(content: bytes) -> bytes:
    """Double the dot that begins a line (RFC 5321 4.5.2), so that none ends the message."""
    return _STUFFED.sub(b"..", content)


def xtext(text: str) -> str:
    """Encode a parameter (RFC 3461 4): printable ASCII without + and =, all else as +HH. ValueError outside ASCII."""
    if not text.isascii():
        raise ValueError(f"{text!r} is not ASCII")
    return _NOT_XTEXT.sub(lambda found: f"+{ord(found[0]):02X}", text)


def mail_line(envelope: Envelope, content: bytes, offered: frozenset[str]) -> str:
    """Write the MAIL command, with the parameters that the server offers (RFC 1870, 6152, 3461)."""
    line = f"MAIL FROM:<{envelope.sender}>"
    if "size" in offered:
        line += f" SIZE={len(content)}"
    if not content.isascii():
        line += " BODY=8BITMIME"
    envid = xtext(envelope.envid) if envelope.envid.isascii() else ""
    if "dsn" in offered and 0 < len(envid) <= _LONGEST_ENVID:
        line += f" RET=HDRS ENVID={envid}"
    return line


def rcpt_line(envelope: Envelope, offered: frozenset[str]) -> str:
    """Write the RCPT command; where DSN is offered, every fate is asked for."""
    line = f"RCPT TO:<{envelope.recipient}>"
    if "dsn" in offered:
        line += f" NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{xtext(envelope.recipient)}"
    return line
