"""An entry → its packet: check, plan, render and walk as everywhere, in memory. Of the disk it reads the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from takedown.asked import Asked
from takedown.checks import check_catalog
from takedown.checks.text import Coverage
from takedown.checks.vocabulary import Vocabulary, vocabulary
from takedown.errors import TakedownError
from takedown.frozen import dataclass
from takedown.handing import Record, Walk, fields_text, walk_of
from takedown.kits.asking import Occasion, request_of
from takedown.kits.catalogs import catalog_of
from takedown.kits.chapters import Prepared
from takedown.kits.guide import Guide
from takedown.kits.guides import guide_of_letters
from takedown.kits.guides_other import guide_of_questions, guide_of_reasons, guide_of_steps
from takedown.kits.lacking import lacking
from takedown.kits.page import guide_page
from takedown.kits.telling import guide_text
from takedown.kits.values import Content, Entry, Gap, Packet, State
from takedown.kits.zipping import zipped
from takedown.model import Catalog, Finding, Row
from takedown.notice import Kind
from takedown.packing import COVER, FIELDS, packet_of
from takedown.plan import NoticePlan, PlannedNotice
from takedown.planning import plan_notices
from takedown.records import Directory
from takedown.rendering import Letters, font_coverage, load_letters, render_notice
from takedown.request import SELF
from takedown.restoring import restore_kit
from takedown.rules import finding

#: Stands where a person writes. No code and no title is made up.
_BLANK_TITLE, _BLANK_CODE = "_" * 24, "_" * 16
#: Of a letter, what a person needs; the steps stand on the page, and a machine's twin is in the PDF.
_NOT_PACKED = frozenset({"steps.txt", "notice.json"})
#: A table and a draft with blanks would be sent with blanks.
_NOT_BLANK = _NOT_PACKED | {"items.csv", "notice.eml"}
_WAY_BACK = ("catalog.csv", "reinstatement.txt", "english.txt")
_PASTE = "paste-this.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes packets, in this process or another one. Make it with `maker`."""

    letters: Letters
    directory: Directory
    coverage: Coverage
    occasion: Occasion
    folder: Path
    """Of the roster: catalogs lie in it."""

    @property
    def known(self) -> Vocabulary:
        """What the cells of the roster are judged by."""
        return vocabulary(self.directory, self.coverage, self.occasion.today)

    def __call__(self, entry: Entry) -> Packet:
        """Make the packet of an entry. What goes wrong with it is a finding, and never stops the next."""
        try:
            return self._made(entry)
        except TakedownError as error:
            found = finding(
                "Q-ROSTER-LEFT-OUT",
                f"{entry.artist}: no packet could be made: {error.message}",
                hint=error.hint or "mend it, and make the packets again",
                source=entry.source,
            )
            return Packet(
                artist=entry.artist,
                file="",
                state=State.NONE,
                missing=(error.message,),
                findings=(found,),
                source=entry.source,
            )

    def _made(self, entry: Entry) -> Packet:
        if entry.via == SELF and not entry.gaps:
            return self._packet(entry, guide_of_steps(entry, self.occasion, self.directory), Content.STEPS)
        catalog, found = catalog_of(entry, self.folder)
        if not catalog.rows and Gap.CATALOG not in entry.gaps:
            entry = replace(entry, gaps=(*entry.gaps, Gap.CATALOG))
        gaps = tuple(gap.value for gap in entry.gaps)
        if set(entry.gaps) - {Gap.CATALOG}:
            page = guide_of_questions(entry, self.occasion, self.directory)
            return self._packet(entry, page, Content.QUESTIONS, missing=gaps, findings=found)
        if entry.gaps:
            return self._with_blanks(entry, found)
        plan, about = self._plan(entry, catalog)
        lack = lacking(entry, plan, about)
        findings = (*found, *lack.findings)
        if not plan.notices:
            page = guide_of_reasons(entry, self.occasion, self.directory, plan.omissions)
            return self._packet(entry, page, Content.EXPLANATION, missing=lack.missing, findings=findings)
        return self._with_letters(entry, plan, missing=lack.missing, findings=findings)

    def _plan(
        self, entry: Entry, catalog: Catalog, *, blank: bool = False
    ) -> tuple[NoticePlan, Sequence[Finding]]:
        request, today = request_of(entry, self.occasion), self.occasion.today
        checked = check_catalog(catalog, request, self.directory, coverage=self.coverage, today=today)
        if blank:
            releases = (replace(each, title=_BLANK_TITLE, icpn=_BLANK_CODE) for each in checked.releases)
            checked = replace(checked, releases=tuple(releases))
        plan = plan_notices(checked, request, self.directory, asked=Asked(), today=today)
        return plan, checked.findings

    def _with_blanks(self, entry: Entry, found: Sequence[Finding]) -> Packet:
        """The letter itself, with blanks where title and code of a release stand."""
        rows = (
            Row(cells={"artist": name, "release": "Release"}, source=entry.source) for name in entry.artists
        )
        plan, _ = self._plan(entry, Catalog(rows=tuple(rows), file=entry.source.file), blank=True)
        if not plan.notices:  # it is not for want of codes that there is no letter
            lack = lacking(entry, plan, ())
            omissions = tuple(replace(each, release="All releases") for each in plan.omissions)
            page = guide_of_reasons(entry, self.occasion, self.directory, omissions)
            return self._packet(
                entry, page, Content.EXPLANATION, missing=lack.missing, findings=(*found, *lack.findings)
            )
        return self._with_letters(entry, plan, missing=(Gap.CATALOG.value,), findings=found, blank=True)

    def _with_letters(
        self,
        entry: Entry,
        plan: NoticePlan,
        *,
        missing: tuple[str, ...],
        findings: Sequence[Finding],
        blank: bool = False,
    ) -> Packet:
        files: dict[str, bytes] = {}
        letters: list[Prepared] = []
        for number, planned in enumerate(plan.notices, 1):
            folder = f"{number}-{planned.notice.kind.value}-{planned.notice.recipient.desk}"
            kit = "restore" if len(plan.notices) == 1 else f"restore-{number}"
            walk, made = self._rendered(planned, blank=blank)
            files |= {f"{folder}/{name}": content for name, content in made.items()}
            back = {} if blank else self._way_back(planned)
            files |= {f"{kit}/{name}": content for name, content in back.items()}
            letters.append(
                Prepared(planned=planned, walk=walk, folder=folder, kit=kit if back else "", is_blank=blank)
            )
        page = guide_of_letters(entry, self.occasion, self.directory, letters, plan)
        kinds = {each.notice.kind for each in plan.notices}
        holds = [Content.FILL_IN] if blank else [Content.LETTER] if kinds - {Kind.ENQUIRY} else []
        holds += [Content.ENQUIRY] if Kind.ENQUIRY in kinds else []
        return self._packet(entry, page, *holds, missing=missing, findings=findings, files=files)

    def _rendered(self, planned: PlannedNotice, *, blank: bool) -> tuple[Walk, Mapping[str, bytes]]:
        """The letter's files as they are packed, and how to hand them over; recording is left to the organizer."""
        notice = planned.notice
        files = dict(render_notice(notice, self.letters, dated=self.occasion.today).files)
        words = self.letters.words[self.letters.language_for(notice)]
        walk = walk_of(notice, files, words)
        walk = replace(walk, stations=tuple(each for each in walk.stations if not isinstance(each, Record)))
        packed = dict(packet_of(walk, files))
        beside = {_PASTE: packed[FIELDS], **{name: packed[name] for name in (COVER,) if name in packed}}
        left = _NOT_BLANK if blank else _NOT_PACKED
        kept = {name: content for name, content in files.items() if name not in left}
        if blank and "ticket.txt" in kept:  # it names a table to attach, and there is none
            kept["ticket.txt"] = fields_text(walk.stations).encode()
        return walk, {**kept, **beside}

    def _way_back(self, planned: PlannedNotice) -> Mapping[str, bytes]:
        if not planned.notice.kind.removes:
            return {}
        files = restore_kit(planned.notice, self.letters, dated=self.occasion.today).files
        return {name: files[name] for name in _WAY_BACK if name in files}

    def _packet(
        self,
        entry: Entry,
        page: Guide,
        *holds: Content,
        missing: tuple[str, ...] = (),
        findings: Sequence[Finding] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> Packet:
        start = {"START-HERE.html": guide_page(page).encode(), "START-HERE.txt": guide_text(page).encode()}
        return Packet(
            artist=entry.artist,
            file=entry.file,
            state=State.MISSING if missing else State.READY,
            holds=holds,
            missing=missing,
            findings=tuple(findings),
            source=entry.source,
            content=zipped({**start, **(files or {})}),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Compiled templates cannot be sent: another process reads the letters again, once."""
        return _read_again, (self.directory, self.occasion, self.folder)


def maker(letters: Letters, directory: Directory, occasion: Occasion, folder: Path) -> Maker:
    """Make a maker of packets. The letters are those of the program, as no workspace has any of its own here."""
    return Maker(
        letters=letters, directory=directory, coverage=font_coverage(), occasion=occasion, folder=folder
    )


def _read_again(directory: Directory, occasion: Occasion, folder: Path) -> Maker:
    return maker(replace(load_letters(None), agents=directory.agents), directory, occasion, folder)
