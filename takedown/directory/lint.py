"""Hold the directory to its rules (`takedown.directory.findings.RULES`)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from takedown.directory.addresses import (
    address_findings,
    infringement_addresses,
    reused_addresses,
    told_addresses,
)
from takedown.directory.answers import load_answers, lost_answers
from takedown.directory.campaigns import campaign_findings
from takedown.directory.doubles import doubled
from takedown.directory.facts import all_records, sources_place
from takedown.directory.findings import finding
from takedown.directory.kinds import (
    PLACES_IN_WORDS,
    Record,
    RecordKind,
    record_place,
    stray_files,
    unread_files,
)
from takedown.directory.loading import Loaded, read_directory
from takedown.directory.problems import RecordError
from takedown.directory.references import (
    missing_desks,
    missing_request_texts,
    record_findings,
    source_findings,
)
from takedown.directory.shapes import shape_findings
from takedown.directory.texts import Texts
from takedown.directory.truth import fact_findings
from takedown.model import Finding, Severity, SourceRef
from takedown.records import CampaignStatus, Directory
from takedown.resources import notice_templates
from takedown.rules import finding as plan_finding

#: What a campaign that is going on need not say in a workspace: its organizer's list of sources stays with them.
_FOR_ORGANIZERS = frozenset({"D-SOURCE", "D-CONFIDENCE"})


def lint_directory(
    directory: Directory, templates: Sequence[Path], *, today: date, only: Sequence[Record] | None = None
) -> tuple[Finding, ...]:
    """Find what is wrong in a directory, record by record.

    `templates` are the folders in which records and letters lie: the workspace's own first, where there is one,
    then the shipped one. Places are paths inside the shipped folder, or `templates/…` for the workspace's own, with
    the dotted key (entries of lists are counted from 1) and, as the row, the line of the file. `only`: of the rules
    about one record, ask these records alone.
    """
    texts = Texts(templates)
    return tuple(map(texts.placed, _judged(directory, templates, texts, today, only)))


def _judged(
    directory: Directory,
    templates: Sequence[Path],
    texts: Texts,
    today: date,
    only: Sequence[Record] | None,
) -> Iterator[Finding]:
    """What is wrong, without the lines of the files."""
    own_sources = {key for key in directory.sources if texts.is_own(sources_place(key))}
    active = {
        record_place(RecordKind.CAMPAIGN, campaign.slug)
        for campaign in directory.campaigns.values()
        if campaign.status is CampaignStatus.ACTIVE
    }

    def judged(found: Finding) -> Finding:
        own = texts.is_own(found.source)
        if own and found.rule in _FOR_ORGANIZERS and found.source.file in active:
            return replace(found, severity=Severity.INFO)
        return found

    records = tuple(all_records(directory)) if only is None else tuple(only)
    found = list(_findings(directory, templates, records, today))
    found += source_findings(directory, own_sources)
    doubles = tuple(doubled(directory))
    # Where a copy was not renamed, the copy is what is to be mended.
    own = tuple(one for one in doubles if texts.is_own(one.source))
    yield from map(judged, (*found, *(own or doubles)))


def lint_folders(
    own: Path | None, answers: Path | None, *, today: date
) -> tuple[Directory, tuple[Finding, ...]]:
    """Read the shipped records and a workspace's own as far as they can be read, and find all that is wrong.

    `own` is the workspace's templates, `answers` its directory.toml; None where there is none.
    """
    directory, errors = read_directory(own)
    folders = (*([own] if own else []), notice_templates())
    found = [_unusable(error) for error in errors]
    found += _unread(own) if own else ()
    found += _of_answers(answers, directory) if answers else ()
    return directory, (*found, *lint_directory(directory, folders, today=today))


def workspace_findings(
    own: Path | None, answers: Path, *, today: date, loaded: Loaded | None = None
) -> tuple[Finding, ...]:
    """What `check` says of a workspace's records and answers: where rules are broken, and what is passed over.

    Nothing here stops a plan: what would mislead is refused where the directory is loaded. `loaded` saves reading the
    records again.
    """
    directory = loaded.directory if loaded else read_directory(own)[0]
    found: list[Finding] = []
    if own is not None:
        folders = (own, notice_templates())
        texts = Texts(folders)
        only = loaded.own if loaded else None
        wrong = [
            texts.placed(one)
            for one in _judged(directory, folders, texts, today, only)
            if one.severity is Severity.ERROR and texts.is_own(one.source)
        ]
        found += _records_warning(wrong)
    found += (
        plan_finding("W-ANSWER", lost.message, hint=lost.hint, source=lost.source)
        for lost in lost_answers(answers, directory)
    )
    return tuple(found)


def _records_warning(wrong: Sequence[Finding]) -> Iterator[Finding]:
    if wrong:
        number = "1 rule is" if len(wrong) == 1 else f"{len(wrong)} rules are"
        message = f"{number} broken in the workspace's own records; the first: {wrong[0].message}"
        hint = "takedown directory lint names all of them, and what to write"
        yield plan_finding("W-RECORDS", message, hint=hint, source=wrong[0].source)


def _unusable(error: RecordError) -> Finding:
    return finding("D-FILE", error.source, error.said, error.hint)


def _of_answers(path: Path, directory: Directory) -> tuple[Finding, ...]:
    try:
        load_answers(path, directory)
        return lost_answers(path, directory)
    except RecordError as error:
        return (_unusable(error),)


def _unread(own: Path) -> Iterator[Finding]:
    strays = stray_files(own)
    for path in unread_files(own):
        if path not in strays:  # those are errors already
            yield finding(
                "D-UNREAD",
                SourceRef(file=f"{own.name}/{path.relative_to(own).as_posix()}"),
                "nothing reads a file of this name here",
                f"Rename it, or move it out of {own.name}/. {PLACES_IN_WORDS}",
            )


def _findings(
    directory: Directory, folders: Sequence[Path], records: Sequence[Record], today: date
) -> Iterator[Finding]:
    for record in records:
        yield from record_findings(record, directory)
        yield from fact_findings(record, directory.sources, today=today)
        yield from shape_findings(record, directory)
        yield from address_findings(record)
    yield from missing_desks(directory)
    yield from missing_request_texts(directory, folders)
    yield from campaign_findings(directory, folders, today=today)
    infringement = infringement_addresses(directory) | directory.agents
    yield from reused_addresses(records, infringement)
    yield from told_addresses(records, infringement)
