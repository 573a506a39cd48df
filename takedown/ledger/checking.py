"""Whether a chain of entries and its documents are what was recorded. Pure: rows in, problems out.

Time is not checked: `at` is the true instant of each entry, and a clock may be set back between two of them.
"""

from collections.abc import Iterable, Mapping

from takedown.events import GENESIS, Entry, What, document_digest
from takedown.frozen import dataclass
from takedown.ledger.rows import DamagedEntryError, EntryRow, parsed
from takedown.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it was recorded: where, and what with the way to mend it."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One row of the table `documents`."""

    digest: str
    salt: bytes | None
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An `erased` entry and how many documents it names."""

    entry: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What a walk over all entries found."""

    problems: tuple[Problem, ...]
    hashes: tuple[str, ...]
    references: Mapping[str, str]
    """Document digest → where it is named first."""
    erased: frozenset[str]
    erasures: tuple[Erasure, ...]


def walk(rows: Iterable[EntryRow]) -> Chain:
    """Check every entry and its link to the one before. A damaged entry does not hide the next damage."""
    problems: list[Problem] = []
    hashes: list[str] = []
    references: dict[str, str] = {}
    erased: set[str] = set()
    erasures: list[Erasure] = []
    expected, prev = 1, GENESIS
    for row in rows:
        where = f"ledger, entry {row.seq}"
        if row.seq != expected:
            problems.append(Problem(where=where, what=_gap(expected, row.seq)))
        try:
            entry = parsed(row)
        except DamagedEntryError as error:
            problems.append(Problem(where=where, what=f"{error}; restore the ledger from a backup"))
        else:
            if entry.prev != prev and row.seq == expected:
                problems.append(
                    Problem(
                        where=where,
                        what="does not follow from the entry before it; restore the ledger from a backup",
                    )
                )
            for role, digest in entry.documents.items():
                references.setdefault(digest, f"{where}, {role}")
            erased.update(erased_by(entry))
            erasures.extend(erasures_in((entry,)))
        hashes.append(row.hash)
        expected, prev = row.seq + 1, row.hash
    return Chain(
        problems=tuple(problems),
        hashes=tuple(hashes),
        references=references,
        erased=frozenset(erased),
        erasures=tuple(erasures),
    )


def _gap(expected: int, seq: int) -> str:
    if seq < expected:
        return "has a number that no entry can have; restore the ledger from a backup"
    missing = f"entry {expected} is" if seq == expected + 1 else f"entries {expected} to {seq - 1} are"
    return f"{missing} missing before it; restore the ledger from a backup"


def erased_by(entry: Entry) -> tuple[str, ...]:
    """Digests that an `erased` entry names: those documents were taken out on purpose."""
    named = entry.data.get("documents", ()) if entry.what is What.ERASED else ()
    return tuple(digest for digest in named if isinstance(digest, str)) if isinstance(named, list) else ()


def erasures_in(entries: Iterable[Entry]) -> tuple[Erasure, ...]:
    """Give every `erased` entry, also one that names nothing, with the number of documents it names."""
    return tuple(
        Erasure(entry=entry.seq, documents=len({*erased_by(entry)}))
        for entry in entries
        if entry.what is What.ERASED
    )


def erasure_problems(chain: Chain) -> tuple[Problem, ...]:
    """Name every `erased` entry: no command writes one, so whoever did could hide documents behind it."""
    return tuple(
        Problem(
            where=f"ledger, entry {erasure.entry}",
            what=f"{erasure.documents:,} {'document was' if erasure.documents == 1 else 'documents were'} erased "
            f"in entry {erasure.entry}: this version of the program never does that; "
            "restore the ledger from a backup",
        )
        for erasure in chain.erasures
    )


def head_problems(chain: Chain, expected_head: str) -> tuple[Problem, ...]:
    """Look for a head that was noted elsewhere: the chain alone does not show that its end was cut off."""
    if not expected_head or expected_head == GENESIS or expected_head in chain.hashes:
        return ()
    return (
        Problem(
            where="ledger",
            what=f"the noted head {expected_head[:16]}… is not in it: entries were cut off or rewritten",
        ),
    )


def document_problems(chain: Chain, rows: Iterable[DocumentRow]) -> tuple[Problem, ...]:
    """Check that every named document is there, unchanged, or erased, and that no other is there."""
    problems: list[Problem] = []
    present: set[str] = set()
    for row in rows:
        present.add(row.digest)
        place = chain.references.get(row.digest)
        where = place or f"ledger, document {row.digest[:16]}…"
        if place is None:
            problems.append(
                Problem(where=where, what="no entry knows this document; restore the ledger from a backup")
            )
        elif row.digest in chain.erased:
            problems.append(
                Problem(where=where, what="is recorded as erased and is still there; erase it again")
            )
        if row.salt is None or row.content is None or document_digest(row.salt, row.content) != row.digest:
            problems.append(
                Problem(where=where, what="the stored document was changed; restore the ledger from a backup")
            )
    problems.extend(
        Problem(where=place, what="the stored document is missing; restore the ledger from a backup")
        for digest, place in chain.references.items()
        if digest not in present and digest not in chain.erased
    )
    return tuple(problems)


def message_problems(
    messages: Mapping[str, Message], rows: Iterable[tuple[object, object, object]]
) -> tuple[Problem, ...]:
    """Compare the table (id, stage, number of the last entry) with what the entries say."""
    found = {row[0]: (row[1], row[2]) for row in rows}
    wanted: dict[object, tuple[object, object]] = {
        message.id: (message.stage.value, message.seq) for message in messages.values()
    }
    return tuple(
        Problem(
            where=f"ledger, message {identity}",
            what="its stage differs from what the entries say; restore the ledger from a backup",
        )
        for identity in sorted({*found, *wanted}, key=str)
        if found.get(identity) != wanted.get(identity)
    )
