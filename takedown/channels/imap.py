"""A mailbox over IMAP: a draft put there once, what went out found again by its Message-ID, replies read.

A draft, unlike a message over SMTP, can be put there exactly once: it can be looked for before and read back after. A
run that dies behind APPEND leaves one draft, and the next run finds it. Nothing here marks a message as seen: folders
are opened by EXAMINE and read by BODY.PEEK (RFC 3501 6.3.2, 6.4.5).
"""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from imapclient import DRAFT, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from takedown.accounts import Account
from takedown.channels.folders import NoFolderError, Use, chosen_folder
from takedown.channels.imap_opening import TROUBLE, hang_up, opened, words
from takedown.channels.protocol import NotTakenError
from takedown.errors import StartError
from takedown.frozen import dataclass
from takedown.inbox.parsed import LARGEST
from takedown.passwords import Credential

__all__ = ["Draft", "Likeness", "Mailbox", "MailboxError", "NotPutError", "Use", "open_imap"]

_MESSAGE_ID = re.compile(r"<[!#-;=?-\[\]-~]{1,250}>")
_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)


class MailboxError(StartError):
    """A mailbox was reached, and something in it cannot be done."""


class NotPutError(MailboxError):
    """Surely no draft was put there: it was not offered, or the server said no to it."""


class Likeness(StrEnum):
    """How a draft that was read back compares with what was to be put there."""

    SAME = "same"
    """Byte for byte."""
    LINE_ENDS = "line-ends"
    """The same but for the ends of lines, and empty lines at the end."""
    CHANGED = "changed"
    """The server, or somebody, changed it; some servers take messages apart and make them anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it lies in a mailbox. `uid` counts within the folder's `uid_validity` (RFC 3501 2.3.1.1)."""

    folder: str
    uid: int
    uid_validity: int
    was_there: bool
    """An earlier run put it there; nothing was added."""
    likeness: Likeness
    sha256: str
    """Of the bytes as they lie there."""


def open_imap(account: Account, credential: Credential | None) -> "Mailbox":
    """Connect, by TLS, and sign in with a password, or with a bearer token (XOAUTH2), as the credential says.

    NotTakenError, account-wide, where that fails: nothing was put anywhere.
    """
    # Errors come as values and are raised here: no frame of their tracebacks holds the password.
    found = opened(account, credential)
    if isinstance(found, NotTakenError):
        raise found
    return Mailbox(found)


class Mailbox:
    """An open mailbox. Its methods raise MailboxError, which says what to do next."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self.passed_over: list[str] = []
        """What `fetch` did not read, a sentence for each."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the conversation; never fails."""
        with contextlib.suppress(*TROUBLE):
            self._client.logout()
            return
        hang_up(self._client)

    def special_folder(self, use: Use) -> str:
        """The folder for drafts, or of what was sent: as the server marks it (RFC 6154), else by its usual name."""
        with _talking("list its folders"):
            listed = [
                ([bytes(flag).decode("ascii", "replace") for flag in flags], _text(delimiter), str(name))
                for flags, delimiter, name in self._client.list_folders()
            ]
        try:
            return chosen_folder(use, listed)
        except NoFolderError as error:
            raise MailboxError(error.message, hint=error.hint) from None

    def find(self, message_id: str, folder: str) -> tuple[int, ...]:
        """The UIDs of all messages with exactly this Message-ID."""
        self._enter(folder)
        return self._found(message_id)

    def read(self, uid: int, folder: str) -> bytes | None:
        """One message as the server gives it out; None where it is not there."""
        self._enter(folder)
        return self._content(uid)

    def put_draft(self, message: bytes, folder: str = "") -> Draft:
        """Put a draft into a folder, unless it is there already; by default into the folder for drafts.

        The same message again, also after a run that died, leaves one. What was deleted by hand is put there anew. Two
        runs at once are kept apart by whoever calls. NotPutError where it surely is not there.
        """
        content = b"\r\n".join(message.replace(b"\r\n", b"\n").split(b"\n"))
        message_id = _message_id_of(content)
        with _nothing_put():
            folder = folder or self.special_folder(Use.DRAFTS)
            validity = self._enter(folder)
            there = self._found(message_id, "UNDELETED")
            if not there:
                self._check_size(content)
        uid = there[0] if there else self._append(content, message_id, folder)
        kept = self._content(uid)
        if kept is None:
            raise MailboxError(
                f"the server took the draft {message_id} into the folder {folder}, and does not give it back",
                hint="look into that folder with your mail program; the same command again looks for it first",
            )
        return Draft(
            folder=folder,
            uid=uid,
            uid_validity=validity,
            was_there=bool(there),
            likeness=_likeness(message, kept),
            sha256=hashlib.sha256(kept).hexdigest(),
        )

    def fetch(self, folder: str = "INBOX", since: date | None = None) -> Iterator[bytes]:
        """Read the messages of a folder, one by one, the oldest first; none is marked as seen.

        `since`: only those that came on this day or later. The server counts days in a zone of its own, so the day
        before is read too. What is larger than 25 MB is not read, and named in `passed_over`.
        """
        self._enter(folder)
        with _talking(f"search the folder {folder}"):
            criteria = ["SINCE", since - timedelta(days=1)] if since else ["ALL"]
            uids = sorted(self._client.search(criteria))
        for uid in uids:
            with _talking(f"read the folder {folder}"):
                size = self._client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
            if size > LARGEST:
                self.passed_over.append(
                    f"message {uid} in the folder {folder} was not read: it has {size:,} bytes, more than {LARGEST:,}"
                )
                continue
            content = self._content(uid)
            if content is not None:  # somebody removed it meanwhile
                yield content

    def _enter(self, folder: str) -> int:
        """Open a folder to read in it; its UIDVALIDITY."""
        with _talking(f"open the folder {folder}"):
            return int(self._client.select_folder(folder, readonly=True).get(b"UIDVALIDITY", 0))

    def _found(self, message_id: str, *conditions: str) -> tuple[int, ...]:
        """UIDs in the folder that is open. SEARCH finds parts of a header too (RFC 3501 6.4.4): each is compared."""
        if not _MESSAGE_ID.fullmatch(message_id):
            raise MailboxError(f"'{message_id[:80]}' is no Message-ID that can be searched for")
        with _talking("search by Message-ID"):
            uids = sorted(self._client.search([*conditions, "HEADER", "Message-ID", message_id]))
            wanted = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
            heads = self._client.fetch(uids, [wanted]) if uids else {}
        return tuple(uid for uid in uids if message_id in _ids(_body(heads.get(uid, {}))))

    def _append(self, content: bytes, message_id: str, folder: str) -> int:
        with (
            _nothing_put(only_by_its_word=True),
            _talking(
                f"put the draft into the folder {folder}",
                hint="the same command again looks for it first, and puts it there only if it is missing",
            ),
        ):
            said = self._client.append(folder, content, flags=(DRAFT,))
        told = _APPENDED.search(said if isinstance(said, bytes) else b"")
        self._enter(folder)
        found = self._found(message_id, "UNDELETED")
        if told and int(told[2]) in found:
            return int(told[2])
        # A server that indexes late still said under which number it is (RFC 4315).
        return found[0] if found else int(told[2]) if told else 0

    def _check_size(self, content: bytes) -> None:
        """Say beforehand that it is too large, where the server says its limit (RFC 7889)."""
        with _talking("ask what it can do"):
            offered = [bytes(one) for one in self._client.capabilities()]
        for one in offered:
            name, _, limit = one.upper().partition(b"=")
            if name == b"APPENDLIMIT" and limit.isdigit() and len(content) > int(limit):
                raise MailboxError(
                    f"the draft has {len(content):,} bytes, and the mail server takes {int(limit):,} at most",
                    hint="export it as a file instead: takedown outbox export",
                )

    def _content(self, uid: int) -> bytes | None:
        if not uid:
            return None
        with _talking(f"read message {uid}"):
            found = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid)
        return _body(found) if found else None


@contextlib.contextmanager
def _talking(
    doing: str, *, hint: str = "check the mailbox with your mail program, then try again"
) -> Iterator[None]:
    try:
        yield
    except TROUBLE as error:
        raise MailboxError(f"the mail server did not let us {doing}: {words(error)}", hint=hint) from error


@contextlib.contextmanager
def _nothing_put(*, only_by_its_word: bool = False) -> Iterator[None]:
    """Say of an error that nothing was put there; of APPEND only the server's own no shows it (RFC 3501 6.3.11).

    Where the connection broke instead, the server may have taken it: imaplib calls that `abort`.
    """
    try:
        yield
    except MailboxError as error:
        trouble = error.__cause__
        causes = (trouble, trouble.__context__ if trouble else None)
        broken = any(isinstance(one, IMAPClientAbortError | OSError) for one in causes)
        said_no = isinstance(trouble, IMAPClientError) and not broken
        if only_by_its_word and not said_no:
            raise
        raise NotPutError(error.message, hint=error.hint) from trouble


def _text(value: Any) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")


def _body(answer: Any) -> bytes:
    """The one text of a FETCH answer, whatever its section is called there."""
    return next(
        (value for key, value in answer.items() if key.startswith(b"BODY[") and isinstance(value, bytes)), b""
    )


def _ids(content: bytes) -> list[str]:
    """The Message-IDs in the head of a message, of which there should be one."""
    head = message_from_bytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=policy.compat32)
    return [" ".join(str(value).split()) for value in head.get_all("Message-ID", [])]


def _message_id_of(content: bytes) -> str:
    ids = _ids(content)
    if len(ids) != 1:
        raise MailboxError(f"a draft needs one Message-ID to be found again, and this one has {len(ids)}")
    return ids[0]


def _likeness(wanted: bytes, kept: bytes) -> Likeness:
    if wanted == kept:
        return Likeness.SAME
    first, second = (content.replace(b"\r\n", b"\n").rstrip(b"\n") for content in (wanted, kept))
    return Likeness.LINE_ENDS if first == second else Likeness.CHANGED
