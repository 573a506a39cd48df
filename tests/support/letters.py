"""Letters as desks, their mail servers and hostile people write them."""

from email.message import EmailMessage
from pathlib import Path

REAL = Path(__file__).parents[1] / "data" / "mail"
NOTICE, OTHER = "ABCDEFGHIJ", "KLMNOPQRST"


def reply(
    *,
    sender: str = "Desk <desk@example.com>",
    to: str = "Ana Example <me@example.org>",
    subject: str = f"Re: Withdrawal, Ref {NOTICE}",
    text: str = "Thank you, we look into it.",
    date: str = "Mon, 23 Nov 2026 10:00:00 +0000",
    message_id: str = "<answer-1@example.com>",
    **headers: str,
) -> bytes:
    """An answer as a mail program writes it; `In_Reply_To` is the header In-Reply-To."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def notification(
    *,
    action: str = "failed",
    status: str = "5.1.1",
    envid: str = f"{NOTICE}.1",
    original: str = f"<{NOTICE}.1@example.org>",
    reporter: str = "mx.example.com",
    recipient: str = "desk@example.com",
    subject: str = "Undelivered Mail Returned to Sender",
    diagnostic: str = "smtp; 550 5.1.1 no such desk here",
) -> bytes:
    """A delivery status notification (RFC 3464) as Postfix writes it; without `original`, it brings nothing back."""
    back = (
        f"--=B\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: me@example.org\r\nMessage-ID: {original}\r\n\r\n"
        if original
        else ""
    )
    envelope = f"Original-Envelope-Id: {envid}\r\n" if envid else ""
    return (
        f"From: Mail Delivery System <MAILER-DAEMON@{reporter}>\r\nTo: me@example.org\r\nSubject: {subject}\r\n"
        "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <dsn-1@{reporter}>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=B"\r\n\r\n'
        "--=B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI am sorry.\r\n\r\n"
        f"--=B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {reporter}\r\n{envelope}\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nOriginal-Recipient: rfc822;{recipient}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: {diagnostic}\r\n\r\n{back}--=B--\r\n"
    ).encode()


def real(name: str) -> bytes:
    """A message of a real mail server, as it arrived."""
    return (REAL / f"{name}.eml").read_bytes()
