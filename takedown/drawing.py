"""The part of writing notices that is only work: a notice, and its restore kit, as bytes. It touches no file.

So it can be done in any process, and is: see `takedown.batch`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import DictLoader

from takedown import __version__
from takedown.canonical import digest
from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.notice import Delivery, Notice, RenderedNotice, Signature
from takedown.rendering import Letters, Seal, load_letters, render_notice
from takedown.rendering.source import source_digest
from takedown.rendering.twin import notice_document
from takedown.rendering.written import write_letter
from takedown.restoring import Kit, restore_kit


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is recorded of a notice that may be written again."""

    dated: date
    document_sha256: str
    signed: bool
    deliveries: tuple[Delivery, ...] | None = None
    """Of a platform request that was signed before its withdrawals went out: those of the words that were signed."""

    def as_signed(self, notice: Notice) -> Notice:
        """Give it the words that were signed, where they are kept."""
        return notice if self.deliveries is None else replace(notice, deliveries=self.deliveries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One notice to be made. `today` is the date of a letter that is new, or says something new."""

    notice: Notice
    today: date
    before: Before | None = None
    signature: Signature | None = None
    """With it, `today` is the date of the letter that is signed."""
    with_kit: bool = False

    def drawn_notice(self, drawn: "Drawn") -> Notice:
        """Return the notice that the files of this task are of."""
        return self.before.as_signed(self.notice) if self.before and drawn.is_as_signed else self.notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A notice as files: name → bytes. Not the notice itself: whoever gave the task has it."""

    is_as_signed: bool
    """Whether a signed notice still says what was signed: what is recorded stays, and there are no files."""
    dated: date
    document_sha256: str
    signature: Signature | None
    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    """File name → plain SHA-256, as hex."""
    made_from: str
    kit: Kit | None


def document_sha256(notice: Notice, letters: Letters, *, dated: date) -> str:
    """Return the document hash of a notice: its words are written, and nothing is drawn."""
    return digest(notice_document(notice, write_letter(notice, letters, dated=dated), dated=dated))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """Makes notices with one set of letters, in this process or another one. Make it with `drawer`."""

    letters: Letters
    overlay: Path | None
    """Where the letters of the workspace are, as another process must read them again."""
    seal: Seal | None
    templates: str
    """Digest of every template as it was read."""

    def __call__(self, task: Task) -> Drawn:
        """Make what the task says. The letter keeps the date of its first writing until its words change.

        LetterError where a letter does not render or breaks the guard.
        """
        before, dated = task.before, task.today
        if before is not None and (before.signed or before.dated != dated):
            as_signed = before.as_signed(task.notice)
            if document_sha256(as_signed, self.letters, dated=before.dated) == before.document_sha256:
                if before.signed:
                    return self._drawn(task, as_signed, before)
                dated = before.dated
        made = render_notice(task.notice, self.letters, dated=dated, signature=task.signature, seal=self.seal)
        return self._drawn(task, task.notice, made)

    def _drawn(self, task: Task, notice: Notice, made: RenderedNotice | Before) -> Drawn:
        """Put together what was made; or nothing, where what was signed before stays."""
        files, digests = (made.files, made.digests) if isinstance(made, RenderedNotice) else ({}, {})
        return Drawn(
            is_as_signed=not files,
            dated=made.dated,
            document_sha256=made.document_sha256,
            signature=task.signature,
            files=files,
            digests=digests,
            made_from=self.made_from(notice, dated=made.dated),
            kit=restore_kit(notice, self.letters, dated=made.dated) if task.with_kit else None,
        )

    def made_from(self, notice: Notice, *, dated: date) -> str:
        """Return a digest of all that an unsigned notice and its restore kit are made from, as hex.

        Where it is what is recorded, their files are too: nothing has to be made to know it. The program's version
        and the source of `rendering/` are in it, so that a better drawing replaces one that was not signed.
        """
        parts = (__version__, source_digest(), self.templates, dated.isoformat(), repr(notice))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def __reduce__(self) -> tuple[Any, ...]:
        """Compiled templates cannot be sent: another process reads the letters again, once."""
        return _read_again, (self.overlay, dict(self.letters.agents), self.templates, self.seal)


def drawer(letters: Letters, overlay: Path | None, *, seal: Seal | None = None) -> Drawer:
    """Make a drawer. `overlay` is the folder from which the workspace's own letters were read."""
    loader = letters.environment.loader
    if not isinstance(loader, DictLoader):
        raise TypeError("letters are read as a whole, so that a run has one wording")
    text = "\0".join(f"{name}\0{loader.mapping[name]}" for name in sorted(loader.mapping))
    return Drawer(
        letters=letters,
        overlay=overlay,
        seal=seal,
        templates=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _read_again(overlay: Path | None, agents: Mapping[str, str], templates: str, seal: Seal | None) -> Drawer:
    again = drawer(replace(load_letters(overlay), agents=agents), overlay, seal=seal)
    if again.templates != templates:
        raise LetterError(
            "templates/ was changed while notices were written.", hint="run the same command again"
        )
    return again
