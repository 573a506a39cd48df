"""The order of things in one import: load what is there, take every source in, settle, write."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from takedown.checks.vocabulary import Vocabulary
from takedown.collecting import answers, evidence
from takedown.collecting.collected import Collected, Received
from takedown.collecting.completeness import missing_titles
from takedown.collecting.entries import Entry
from takedown.collecting.intake import MOST_DIFFERENCES, Books, Intake, Receiver
from takedown.collecting.mended import FILE as MENDED
from takedown.collecting.mended import MendedRows, mended_table
from takedown.collecting.rejected import FILE as REJECTED
from takedown.collecting.rejected import RejectedRows, read_rejected, rejected_bytes
from takedown.collecting.sales import Sales, Statement
from takedown.collecting.scratch import Scratch
from takedown.collecting.settling import settle
from takedown.collecting.user_table import Filling, UserTable
from takedown.model import Finding
from takedown.readers import CATALOG
from takedown.sources import Nature, Source, SourceItem, SourceRow
from takedown.workspace import Workspace, write_chunks

#: The columns of a new catalog.csv; others are added when something stands in them.
USUAL = (
    "artist", "release", "release_version", "upc", "label", "release_date", "track_number", "track", "track_version",
    "isrc", "distributor",
)  # fmt: skip

Watch = Callable[[Source], Iterator[SourceItem]]
"""The rows of a source, while somebody watches them go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A source and how to open it. `path` is the file, where there is one of bytes to be known again by."""

    opened: AbstractContextManager[Source]
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the catalog is kept: a workspace, and its catalog file as the settings name it."""

    workspace: Workspace
    catalog: str = "catalog.csv"
    encoding: str = ""

    @property
    def table(self) -> UserTable:
        """The catalog as the user's own table."""
        path = self.workspace.root / self.catalog
        return UserTable(path=path, name=self.catalog, wanted=CATALOG, usual=USUAL, encoding=self.encoding)


def collect(
    place: Place, sources: Iterable[Opening], known: Vocabulary, *, watch: Watch = lambda source: source.rows
) -> Collected:
    """Read sources one after the other and merge them into the workspace's catalog.

    Raises CatalogError for a source or a catalog that cannot be read at all: then nothing is written.
    """
    with place.workspace.lock(), Scratch() as scratch:
        run = _Run(place, scratch, known, watch)
        run.load()
        for opening in sources:
            with opening.opened as source:
                run.take(source, opening.path)
        run.settle()
        return run.finish()


class _Run:
    """One import: what was read so far, and what will be written of it."""

    def __init__(self, place: Place, scratch: Scratch, known: Vocabulary, watch: Watch) -> None:
        self._place = place
        self._known = known
        self._watch = watch
        self._books = Books(
            scratch=scratch, rejected=RejectedRows(scratch), mended=MendedRows(scratch), sales=Sales(scratch)
        )
        self._received: list[Received] = []
        self._intakes: list[Intake] = []
        self._statements: list[Statement] = []
        self._answers: list[SourceRow] = []
        self._differences: dict[tuple[str, str], Finding] = {}
        self._untold = 0

    def load(self) -> None:
        """Take over what the workspace holds."""
        for row in self._place.table.rows():
            self._books.scratch.add(Entry(cells=row.cells, source=row.source, in_catalog=True))
        self._books.mended.load(mended_table(self._place.workspace.root))
        self._books.rejected.load(read_rejected(self._place.workspace.root / REJECTED))

    def take(self, source: Source, path: Path | None) -> None:
        """Take one source in, by what it is about."""
        rows, intake = self._watch(source), Intake()
        missing: tuple[str, ...] = ()
        if source.nature is Nature.NAMES:
            missing, intake.rows = missing_titles(rows, self._books.scratch)
        elif source.nature is Nature.ANSWERS:
            found = [row for row in rows if isinstance(row, SourceRow)]
            intake.rows = len(found)
            self._answers += found
        else:
            number = len(self._received)
            intake = Receiver(source, number, self._books, self._known).receive(rows)
            if source.nature is not Nature.REJECTED:
                self._books.rejected.forget_stale(source.name)
            if source.nature is Nature.STATEMENT and path:
                self._statements.append(_statement(source, number, path))
        self._intakes.append(intake)
        self._received.append(_received(source, intake, missing))

    def settle(self) -> None:
        """Join the lines that are one, and let the rows of a release tell each other of it."""
        for finding in settle(self._books.scratch):
            if len(self._differences) < MOST_DIFFERENCES:
                self._differences.setdefault((finding.rule, finding.message), finding)
            else:
                self._untold += 1

    def finish(self) -> Collected:
        """Write what changed, the catalog last: whatever is interrupted before it is done again by the same import."""
        root = self._place.workspace.root
        decisions = answers.decisions(self._place.workspace)
        new, contradictions = answers.new_answers(decisions, self._answers, self._known.today)
        written = [
            name
            for name, chunks in (
                (evidence.FILE, self._evidence()),
                (answers.FILE, decisions.rewritten((), new, frozenset().union(*new)) if new else None),
                (MENDED, self._mended()),
                (self._place.catalog, self._catalog()),
            )
            if chunks is not None and write_chunks(root / name, chunks)
        ]
        if self._write_rejected(root / REJECTED):
            written.append(REJECTED)
        added, filled = self._books.scratch.counts()
        differences = (each for intake in self._intakes for each in intake.differences.values())
        return Collected(
            received=tuple(self._received),
            added=added,
            filled=filled,
            answers=len(new),
            findings=(*contradictions, *differences, *self._differences.values()),
            untold=self._untold + sum(intake.untold for intake in self._intakes),
            rejected=len(self._books.rejected),
            written=tuple(written),
        )

    def _evidence(self) -> Iterator[bytes] | None:
        if not self._statements:
            return None
        digests = frozenset(each.digest for each in self._statements)
        lines = (line for each in self._statements for line in self._books.sales.lines(each))
        return evidence.rewritten(self._place.workspace.root / evidence.FILE, digests, lines)

    def _mended(self) -> Iterator[bytes] | None:
        new = list(self._books.mended.new())
        table = mended_table(self._place.workspace.root)
        return table.rewritten((), new, frozenset().union(*new)) if new else None

    def _catalog(self) -> Iterator[bytes] | None:
        """The catalog with what is new; None where nothing is."""
        scratch = self._books.scratch
        if self._place.table.exists and not any(scratch.counts()):
            return None
        return self._place.table.rewritten(
            _fillings(scratch),
            (entry.cells for entry in scratch.entries(in_catalog=False)),
            scratch.columns(),
        )

    def _write_rejected(self, path: Path) -> bool:
        """Write rejected.csv, or take it away when nothing is in it any more."""
        if len(self._books.rejected):
            return write_chunks(path, rejected_bytes(self._books.rejected.lines()))
        if path.exists():
            path.unlink()
            return True
        return False


def _fillings(scratch: Scratch) -> Iterator[Filling]:
    for entry in scratch.entries(in_catalog=True):
        if entry.changed:
            yield entry.source.row, {column: entry.get(column) for column in entry.filled}


def _statement(source: Source, number: int, path: Path) -> Statement:
    return Statement(
        number=number, file=source.name, digest=evidence.digest_of(path), distributor=source.distributor
    )


def _received(source: Source, intake: Intake, missing: tuple[str, ...]) -> Received:
    return Received(
        name=source.name,
        layout=source.layout,
        nature=source.nature,
        distributor=source.distributor,
        notes=source.notes,
        rows=intake.rows,
        rejected=intake.rejected,
        recordings=intake.recordings,
        releases=len(intake.releases),
        passed=dict(intake.passed),
        stores=dict(intake.stores),
        missing=missing,
    )
