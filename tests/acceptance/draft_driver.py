"""Puts one draft into a mailbox, in a process that kills itself at a moment around APPEND, as by a power cut."""

import imaplib
import os
import signal
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from imapclient import IMAPClient

from takedown.accounts import Account, SecretKind
from takedown.channels.imap import open_imap
from takedown.passwords import Credential

PRELOADED = (__name__, "takedown.channels.imap")


class Moment(StrEnum):
    """When the process dies."""

    BEFORE = "looked for, and not yet put there"
    HALF = "half of it sent"
    WHOLE = "all of it sent, but not the end of the command"
    SENT = "the command sent, and its answer not read"
    ANSWERED = "the answer read"


def put(account: Account, password: str, message: bytes, moment: Moment) -> None:
    """Put a draft there, and die on the way."""
    if moment in (Moment.BEFORE, Moment.ANSWERED):
        _die_at_append(before=moment is Moment.BEFORE)
    else:
        _die_at_sending(message, moment)
    with open_imap(account, Credential(SecretKind.PASSWORD, password)) as mailbox:
        mailbox.put_draft(message)


def _die_at_append(*, before: bool) -> None:
    plain: Callable[..., Any] = IMAPClient.append

    @wraps(plain)
    def dying(*values: Any, **named: Any) -> None:
        if not before:
            plain(*values, **named)
        _die()

    IMAPClient.append = dying


def _die_at_sending(message: bytes, moment: Moment) -> None:
    plain = imaplib.IMAP4.send
    sent = []

    def dying(client: imaplib.IMAP4, data: bytes) -> None:
        if moment is Moment.HALF and data == message:
            plain(client, data[: len(data) // 2])
            _die()
        plain(client, data)
        sent.append(data)
        if moment is Moment.WHOLE and data == message:
            _die()
        if moment is Moment.SENT and sent[-2:] == [message, b"\r\n"]:
            _die()

    imaplib.IMAP4.send = dying


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
