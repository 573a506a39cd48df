"""The register's file: answers as documents of a chained ledger. One person can be forgotten, and the rest stays.

It is a file of its own, `register.db`, beside the campaign's file. Nobody's legal name or address is in it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from takedown.canonical import canonical_json
from takedown.events import Event, What
from takedown.ledger import Ledger
from takedown.model import SourceRef
from takedown.register.people import given_key, name_key
from takedown.register.sealing import PLAIN, refuse_locked
from takedown.register.values import Answer, Dkim, Grade, Outcome

FILE = PLAIN
#: Answers of one entry: so many are recorded together, or not at all.
_TOGETHER = 500


class Register:
    """Answers, kept. Open it with `open` (to write) or `read`; close it, or use it in a `with`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], datetime], entropy: Callable[[int], bytes]) -> Self:
        """Open the register of a folder for writing; made where there is none. UsageError where it is locked."""
        refuse_locked(folder)
        return cls(Ledger.open(folder / FILE, clock=clock, entropy=entropy))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the register of a folder for reading; one that is missing reads as empty. UsageError: it is locked."""
        refuse_locked(folder)
        return cls(Ledger.read(folder / FILE))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ledger.close()

    @property
    def head(self) -> str:
        """Hash of the last entry: noted elsewhere, it shows later that nothing before it was rewritten."""
        return self._ledger.head

    def add(self, answers: Iterable[Answer]) -> int:
        """Keep answers that are not there yet; how many were new."""
        known = {given_key(answer) for answer in self.answers()}
        fresh: list[Answer] = []
        for answer in answers:
            key = given_key(answer)
            if key not in known:
                known.add(key)
                fresh.append(answer)
        for start in range(0, len(fresh), _TOGETHER):
            some = fresh[start : start + _TOGETHER]
            documents = {f"{number:04}": packed(answer) for number, answer in enumerate(some)}
            self._ledger.append(Event(what=What.ANSWERED, notice="", documents=documents))
        return len(fresh)

    def answers(self) -> Iterator[Answer]:
        """Every answer that was not forgotten, in the order in which they came in."""
        for _, answer in self._kept():
            yield answer

    def forget(self, meant: Callable[[Answer], bool]) -> int:
        """Take out every answer that is meant, for good; how many. The chain still verifies, and says how many."""
        digests = [digest for digest, answer in self._kept() if meant(answer)]
        if digests:
            self._ledger.erase(digests)
        return len(digests)

    def _kept(self) -> Iterator[tuple[str, Answer]]:
        for entry in self._ledger.entries():
            if entry.what is What.ANSWERED:
                for role in sorted(entry.documents):
                    content = self._ledger.document(entry.documents[role])
                    if content is not None:
                        yield entry.documents[role], unpacked(content)


def packed(answer: Answer) -> bytes:
    """An answer as the register keeps it: canonical JSON, empty values left out."""
    values: dict[str, Any] = {
        "artist": answer.artist,
        "contact": answer.contact,
        "label": answer.label,
        "distributor": answer.distributor,
        "platforms": list(answer.platforms),
        "outcome": answer.outcome.value if answer.outcome else "",
        "on": answer.on.isoformat() if answer.on else "",
        "ticket": answer.ticket,
        "sha256": answer.sha256,
        "grade": answer.grade.value,
        "dkim": answer.dkim.value,
        "domain": answer.domain,
        "phase_one": answer.phase_one,
        "publish": answer.publish,
        "withdrawn": answer.withdrawn,
        "received": answer.received.isoformat(),
        "file": answer.source.file,
        "sheet": answer.source.sheet,
        "row": answer.source.row,
    }
    kept = {key: value for key, value in values.items() if value not in ("", None, [])}
    return canonical_json(kept)


def unpacked(content: bytes) -> Answer:
    """The answer that was kept."""
    values: dict[str, Any] = json.loads(content)
    return Answer(
        artist=values["artist"],
        contact=values.get("contact", ""),
        label=values.get("label", ""),
        distributor=values.get("distributor", ""),
        platforms=tuple(values.get("platforms", ())),
        outcome=Outcome(values["outcome"]) if "outcome" in values else None,
        on=date.fromisoformat(values["on"]) if "on" in values else None,
        ticket=values.get("ticket", ""),
        sha256=values.get("sha256", ""),
        grade=Grade(values["grade"]),
        dkim=Dkim(values["dkim"]),
        domain=values.get("domain", ""),
        phase_one=values.get("phase_one"),
        publish=values.get("publish"),
        withdrawn=values.get("withdrawn", False),
        received=date.fromisoformat(values["received"]),
        source=SourceRef(
            file=values.get("file", ""), sheet=values.get("sheet", ""), row=values.get("row", 0)
        ),
    )


def meant_by(names: Sequence[str], contacts: Sequence[str]) -> Callable[[Answer], bool]:
    """Whether an answer is of one of these names or from one of these addresses."""
    keys, addresses = {name_key(name) for name in names}, {contact.casefold() for contact in contacts}
    return lambda answer: name_key(answer.artist) in keys or answer.contact.casefold() in addresses
