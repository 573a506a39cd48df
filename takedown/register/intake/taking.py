"""Takes in what people sent: tables first, then what needs to know whose addresses are whose. Order does not count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.inbox.calmly import calmly
from takedown.inbox.reading import read_messages
from takedown.inbox.signatures import Lookup
from takedown.model import SourceRef
from takedown.records import Directory
from takedown.register.intake.cells import Places, order_of
from takedown.register.intake.columns import columns_of, known_headings
from takedown.register.intake.domains import Domains
from takedown.register.intake.evidence import Evidence
from takedown.register.intake.exports import export_answers, looks_like_export
from takedown.register.intake.finding import File, Sort, content_of, files_of
from takedown.register.intake.forms import Form, first_days, no_outcome, read_form, whole_file
from takedown.register.intake.letters import Post, digest_of, letter_shown
from takedown.register.intake.notices import looks_like_paper, parsed_json, read_paper
from takedown.register.intake.packed import packed_shown
from takedown.register.intake.pictures import picture_shown
from takedown.register.intake.tables import HEADER_WITHIN, MOST_ROWS, Table, TableRow, open_rows
from takedown.register.intake.unread import Unread
from takedown.register.intake.values import Problem, Rejected, Remembered, Shown, Taken, Use
from takedown.register.intake.who import Known
from takedown.register.values import Answer, Outcome

_LOOKED_AT = 2_000
_TABLES = (Sort.TABLE, Sort.WORKBOOK)
_BROKEN = Problem(reason="it cannot be read", fix="ask for it again, or write what it says into a table")
_HINT = "save it as “CSV UTF-8” in the spreadsheet program, or name its encoding: --encoding cp1252"
_NO_USE = (
    "send a table, a message (.eml), a picture, a packed notice (.zip) or an export of the program (.json)"
)

#: Printed with every intake, beside the rules of identity and of standing.
RULES = (
    "A file that names no artist is of whoever is known by its ticket number and its address; others are asked.",
    "Where one address is of several artists, the name of the file decides.",
    "A file that a row names counts where it shows the row's address, or nobody; for two artists, it counts for none.",
    "A notice that lies alone was written; it counts as handed over where a message, picture or receipt lies by it.",
    "A desk's reply shows that it was asked. What it decided is not read out of its words: a person says so.",
    "A signature (DKIM) counts where it is of the sender's own domain.",
    "A picture is kept as its digest, and not looked at. It is a copy by the ticket number in its name, or by a row.",
    "In another workspace's report a platform is gone, or agreed, where that is so of every release asked for there.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What an intake is made with."""

    directory: Directory
    platforms: tuple[str, ...]
    """Of the campaign."""
    today: date
    remembered: Remembered = Remembered()
    otherwise: Outcome | None = None
    encoding: str = ""
    lookup: Lookup | None = None
    own: tuple[Path, ...] = ()
    """Files of the register itself, which are in no intake."""


def take_in(paths: Iterable[Path], known: Iterable[Answer], situation: Situation) -> Taken:
    """Read files and folders. `known`: what the register holds already. Nothing that anybody sent raises."""
    files = sorted(files_of(paths, situation.own), key=lambda file: file.name)
    return _Intake(situation, known, files).take(files)


Result = Answer | Rejected | Problem | tuple[str, Shown]
"""What comes of a file; the name and what it shows, where it is still to be said whose it is."""


class _Intake:
    def __init__(self, situation: Situation, known: Iterable[Answer], files: Iterable[File]) -> None:
        known = tuple(known)
        named = (Sort.PICTURE, Sort.MESSAGE, Sort.PACKED, Sort.JSON)
        self._at = situation
        self._evidence = Evidence([file for file in files if file.sort in named], known, self._shown_by)
        self._known = Known(known)
        self._places = Places(situation.directory, situation.platforms)
        self._slugs = tuple(situation.directory.platforms)
        self._post = Post(
            domains=Domains(situation.directory),
            platforms=self._slugs,
            today=situation.today,
            lookup=situation.lookup,
        )
        self._answers: list[Answer] = []
        self._rejected: list[Rejected] = []
        self._notes: list[str] = []

    def take(self, files: Sequence[File]) -> Taken:
        later: list[tuple[File, str, Shown]] = []
        for file, told in self._of_tables(files):
            self._keep(told, file.name, file)
        for file in files:
            for result in () if file.sort in _TABLES else self._calm(file):
                if isinstance(result, tuple):
                    later.append((file, *result))
                else:
                    self._keep(result, file.name, file)
        # Those that name their artist come first: they tell whose an address is. The others do not tell each other.
        for some in ([one for one in later if one[2].artists], [one for one in later if not one[2].artists]):
            found = [(file, name, [*self._attributed(name, shown)]) for file, name, shown in some]
            for file, name, mine in found:
                for one in mine:
                    self._keep(one, name, file)
        return Taken(
            answers=tuple(self._answers),
            rejected=tuple(self._rejected),
            files=Counter(file.sort.value for file in files),
            read=frozenset((file.name, str(file.path)) for file in files),
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _of_tables(self, files: Iterable[File]) -> Iterator[tuple[File, Answer | Rejected | Problem]]:
        """What stands in the tables, after all of them were read: whose a file is, another table can tell."""
        told = [(file, result) for file in files if file.sort in _TABLES for result in self._calm(file)]
        for _, result in told:
            if isinstance(result, Answer):
                self._evidence.note(result)
        for file, result in told:
            if isinstance(result, Answer):
                yield from ((file, each) for each in self._evidence.settled(result))
            elif not isinstance(result, tuple):
                yield file, result

    def _calm(self, file: File) -> list[Result]:
        """Whatever a library does over hostile bytes, one file does not stop the rest."""
        broken: list[Result] = [_BROKEN]
        return calmly(partial(list, self._results(file)), broken)

    def _keep(self, result: Answer | Rejected | Problem, name: str, file: File) -> None:
        if isinstance(result, Answer):
            self._answers.append(result)
            self._known.add(result)
            return
        if isinstance(result, Problem):
            result = whole_file(name, result.reason, result.fix, result.use)
        self._rejected.append(replace(result, path=str(file.path)))

    def _results(self, file: File) -> Iterator[Result]:
        if file.problem:
            yield Problem(reason=file.problem, fix="look at it, and import it again", use=Use.NO_ANSWER)
        elif file.sort in (Sort.TABLE, Sort.WORKBOOK):
            yield from self._table(file)
        elif file.name in self._evidence.told:
            return
        elif file.sort is Sort.JSON:
            yield from self._json(file)
        elif file.sort is Sort.NOTHING:
            yield Problem(reason="it is nothing that can be read here", fix=_NO_USE, use=Use.NO_ANSWER)
        else:
            for name, shown in self._shown(file):
                if isinstance(shown, Problem):
                    yield whole_file(name, shown.reason, shown.fix)
                else:
                    yield name, shown

    def _table(self, file: File) -> Iterator[Answer | Rejected]:
        is_workbook = file.sort is Sort.WORKBOOK
        try:
            with open_rows(
                file.path,
                name=file.name,
                is_workbook=is_workbook,
                encoding=self._at.encoding,
                known=self._headings,
            ) as rows:
                yield from self._rows(rows, file)
        except CatalogError as error:
            # The place stands beside the reason already; there is no takedown.toml here that could name an encoding.
            reason = error.message.removeprefix(file.name).lstrip(",: ")
            yield whole_file(file.name, reason, _HINT if "--encoding" in error.hint else error.hint)

    def _headings(self, cells: Sequence[str]) -> int:
        return known_headings(cells, self._at.remembered, self._places.is_platform)

    def _rows(self, rows: Table, file: File) -> Iterator[Answer | Rejected]:
        remembered = self._at.remembered
        above: list[TableRow] = []
        for row in islice(rows, HEADER_WITHIN):
            above.append(row)
            columns = columns_of(row.cells, remembered, name=file.name, platform=self._places.is_platform)
            if columns is None or self._headings(row.cells) < min(2, len(row.cells)):
                continue
            first = [*islice(rows, _LOOKED_AT)]
            days = remembered.days or order_of(first_days(first, columns))
            self._notes.extend(columns.notes)
            lost = None if self._at.otherwise else no_outcome(row.cells, columns, file.name)
            if lost:
                yield lost
            form = Form(
                columns=columns,
                without_outcome=lost is not None,
                remembered=remembered,
                places=self._places,
                today=self._at.today,
                days=days,
                evidence=self._evidence.of,
                otherwise=self._at.otherwise,
            )
            unread = Unread(columns)
            read = read_form(unread.watched(chain(first, rows)), form, most=MOST_ROWS)
            yield from unread.judged(read, file.name, listed=lost is not None)
            return
        yield self._no_header(above, file)

    def _no_header(self, rows: Sequence[TableRow], file: File) -> Rejected:
        from takedown.readers.plain.columns import shown_header

        cells = next((row.cells for row in rows if any(row.cells)), ())
        is_platform = self._places.is_platform
        columns = columns_of(cells, self._at.remembered, name=file.name, platform=is_platform)
        # Where the artist's is the one heading that is known, another one has to be said, and not that.
        if columns and (lost := no_outcome(cells, columns, file.name)):
            return lost
        fix = 'say which one it is: --map artist="its heading" (it is remembered)'
        return whole_file(
            file.name, f"no column is known to be the artist's name; found: {shown_header(cells)}", fix
        )

    def _shown_by(self, file: File) -> Shown | Problem | None:
        """What a file shows that a row names."""
        if file.sort is Sort.JSON:
            return read_paper_at(file, self._slugs)
        return next((shown for _, shown in self._shown(file)), None)

    def _json(self, file: File) -> Iterator[Answer | Problem | tuple[str, Shown]]:
        table = parsed_json(content_of(file.path))
        if table is not None and looks_like_export(table):
            yield from export_answers(
                table,
                source=SourceRef(file=file.name),
                today=self._at.today,
                platforms=self._slugs,
                distributors=tuple(self._at.directory.distributors),
            )
            return
        if table is None or not looks_like_paper(table):
            yield Problem(reason="it is no export of this program that can be read", fix=_NO_USE)
            return
        shown = read_paper_at(file, self._slugs)
        yield shown if isinstance(shown, Problem) else (file.name, shown)

    def _shown(self, file: File) -> Iterator[tuple[str, Shown | Problem]]:
        """What a file shows, each with its name; a mailbox has many messages."""
        if file.sort is Sort.MESSAGE:
            for incoming in read_messages([file.path]):
                name = incoming.source.replace(str(file.path), file.name, 1)
                if incoming.problem:
                    yield name, Problem(reason=incoming.problem, fix="save it again as .eml")
                    continue
                broken: Shown | Problem = _BROKEN
                yield name, calmly(partial(letter_shown, incoming.raw, self._post), broken)
            return
        content = content_of(file.path)
        if file.sort is Sort.PICTURE:
            yield file.name, picture_shown(file.name, content)
            return
        found = packed_shown(file.path, digest_of(content), self._post)
        yield from ((file.name, shown) for shown in ((found,) if isinstance(found, Problem) else found))

    def _attributed(self, name: str, shown: Shown) -> Iterator[Answer | Rejected]:
        """Say whose a file is that no row has told of."""
        artists = shown.artists
        if not artists:
            who = self._known.artist_of(shown, name)
            if isinstance(who, Problem):
                yield whole_file(name, who.reason, who.fix)
                return
            artists = (who,)
        # Whose a file is by its name or ticket alone, need not have written from an address of their own.
        only = shown.contacts[0] if shown.artists and len(shown.contacts) == 1 else ""
        for artist in artists:
            yield Answer(
                artist=artist,
                contact=self._known.contact_of(artist, shown) or only,
                distributor=self._places.distributor(shown.distributor),
                platforms=shown.platforms,
                outcome=shown.outcome,
                on=min(shown.on, self._at.today) if shown.on else None,
                ticket=shown.ticket,
                sha256=shown.sha256,
                grade=shown.grade,
                dkim=shown.dkim,
                domain=shown.domain,
                received=self._at.today,
                source=SourceRef(file=name),
            )


def read_paper_at(file: File, platforms: Sequence[str]) -> Shown | Problem:
    """What a notice.json that lies by itself shows: that a notice was written."""
    paper = read_paper(content_of(file.path), platforms)
    return paper if isinstance(paper, Problem) else paper.shown(went_out=False)
