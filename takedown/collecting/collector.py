"""The order of things in one import: load what is there, take every source in, settle, write."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
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
from takedown.errors import StorageError
from takedown.frozen import dataclass
from takedown.model import Finding
from takedown.readers import CATALOG
from takedown.replacing import replace_together
from takedown.rules import finding
from takedown.sources import BadRow, Nature, Source, SourceItem, SourceRow
from takedown.workspace import Workspace

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
    sheet: str = ""
    """The sheet that was named; two sheets of one workbook are two statements."""


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
                run.take(source, opening)
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
        self._stamp: tuple[int, ...] = ()

    def load(self) -> None:
        """Take over what the workspace holds."""
        self._stamp = _stamp(self._place.table.path)
        for row in self._place.table.rows():
            self._books.scratch.add(Entry(cells=row.cells, source=row.source, in_catalog=True))
        self._books.mended.load(mended_table(self._place.workspace.root))
        self._books.rejected.load(read_rejected(self._place.workspace.root / REJECTED))

    def take(self, source: Source, opening: Opening) -> None:
        """Take one source in, by what it is about."""
        rows, intake = self._watch(source), Intake()
        missing: tuple[str, ...] = ()
        if source.nature is Nature.NAMES:
            missing = missing_titles(_well_read(rows, intake), self._books.scratch)
        elif source.nature is Nature.ANSWERS:
            self._answers += _well_read(rows, intake)
        elif source.nature is Nature.STATEMENT and opening.path:
            digest = evidence.digest_of(opening.path, opening.sheet)
            first = next((each for each in self._statements if each.digest == digest), None)
            if first:
                same = f"the same as {first.file}, so it is read once"
                source = replace(source, notes=(*source.notes, same))
            else:
                intake = self._received_rows(source, rows)
                self._statements.append(_statement(source, len(self._received), digest))
        else:
            intake = self._received_rows(source, rows)
        self._intakes.append(intake)
        self._received.append(_received(source, intake, missing))

    def _received_rows(self, source: Source, rows: Iterator[SourceItem]) -> Intake:
        return Receiver(source, len(self._received), self._books, self._known).receive(rows)

    def settle(self) -> None:
        """Join the lines that are one, and let the rows of a release tell each other of it."""
        for each in settle(self._books.scratch):
            if len(self._differences) < MOST_DIFFERENCES:
                self._differences.setdefault((each.rule, each.message), each)
            else:
                self._untold += 1

    def finish(self) -> Collected:
        """Write what changed, the catalog last: whatever is interrupted before it is done again by the same import."""
        root = self._place.workspace.root
        decisions = answers.decisions(self._place.workspace)
        new, contradictions = answers.new_answers(decisions, self._answers, self._known.today)
        writings = (
            (root / evidence.FILE, self._evidence()),
            (decisions.path, decisions.rewritten((), new, frozenset().union(*new)) if new else None),
            (root / MENDED, self._mended()),
            (root / REJECTED, rejected_bytes(self._books.rejected.lines()) if self._books.rejected else None),
            (self._place.table.path, self._catalog()),
        )
        ready = [(path, chunks) for path, chunks in writings if chunks is not None]
        written = [path.name for path in replace_together(ready, is_safe=self._refuse_changed_catalog)]
        if not self._books.rejected and (root / REJECTED).exists():
            (root / REJECTED).unlink()  # every row is mended
            written.append(REJECTED)
        added, filled = self._books.scratch.counts()
        differences = (each for intake in self._intakes for each in intake.differences.values())
        return Collected(
            received=tuple(self._received),
            added=added,
            filled=filled,
            rows=len(self._books.scratch),
            answers=len(new),
            findings=(*contradictions, *differences, *self._differences.values()),
            untold=self._untold + sum(intake.untold for intake in self._intakes),
            rejected=len(self._books.rejected),
            written=tuple(written),
            has_settings=(root / "takedown.toml").exists(),
        )

    def _evidence(self) -> Iterator[bytes] | None:
        if not self._statements:
            return None
        lines = {each.digest: self._books.sales.lines(each) for each in self._statements}
        return evidence.rewritten(self._place.workspace.root, lines)

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

    def _refuse_changed_catalog(self) -> None:
        """Cells are filled in by the rows that were read: after an edit they could be other rows."""
        if _stamp(self._place.table.path) != self._stamp:
            raise StorageError(
                f"{self._place.catalog} was changed while files were read; nothing was written",
                hint="save it, close it in other programs, then run the same command again",
            )


def _stamp(path: Path) -> tuple[int, ...]:
    """By what a change of a file is noticed; nothing where there is none."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _well_read(rows: Iterator[SourceItem], intake: Intake) -> list[SourceRow]:
    """The rows of a short list that could be read; the others are counted, and told with their places."""
    found: list[SourceRow] = []
    for item in rows:
        intake.rows += 1
        if isinstance(item, SourceRow):
            found.append(item)
        elif isinstance(item, BadRow):
            intake.rejected += 1
            bad = finding(item.rule, item.reason, hint=item.fix, source=item.source)
            intake.differences[(item.rule, str(item.source), item.reason)] = bad
        else:
            intake.passed[item.reason] += 1
    return found


def _fillings(scratch: Scratch) -> Iterator[Filling]:
    for entry in scratch.entries(in_catalog=True):
        if entry.changed:
            yield entry.source.row, {column: entry.get(column) for column in entry.filled}


def _statement(source: Source, number: int, digest: str) -> Statement:
    return Statement(number=number, file=source.name, digest=digest, distributor=source.distributor)


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
