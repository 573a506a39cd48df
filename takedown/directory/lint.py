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
from takedown.directory.campaigns import campaign_findings
from takedown.directory.facts import all_records
from takedown.directory.lines import line_of
from takedown.directory.references import (
    missing_desks,
    missing_request_texts,
    record_findings,
    source_findings,
)
from takedown.directory.shapes import shape_findings
from takedown.directory.truth import fact_findings
from takedown.model import Finding
from takedown.records import Directory


def lint_directory(directory: Directory, templates: Sequence[Path], *, today: date) -> tuple[Finding, ...]:
    """Find what is wrong in a directory, record by record.

    `templates` are the folders in which records and letters lie: the workspace's own first, where there is one,
    then the shipped one. Places are paths inside these folders, with the dotted key (entries of lists are counted
    from 1) and, as the row, the line of the file.
    """
    texts = _Texts(templates)
    return tuple(texts.with_line(found) for found in _findings(directory, templates, today))


class _Texts:
    """The files of the records, each read once, so that findings can name their lines."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._texts: dict[str, str] = {}

    def with_line(self, found: Finding) -> Finding:
        """The same finding with the line of its key as its row, where the file has that key or its table."""
        source = found.source
        text = self._text(source.file)
        line = line_of(text, source.column) or line_of(text, source.column.removesuffix("_source"))
        return replace(found, source=replace(source, row=line)) if line else found

    def _text(self, file: str) -> str:
        if file not in self._texts:
            paths = (folder / file for folder in self._folders)
            path = next((path for path in paths if path.is_file()), None)
            self._texts[file] = path.read_text(encoding="utf-8-sig", errors="replace") if path else ""
        return self._texts[file]


def _findings(directory: Directory, folders: Sequence[Path], today: date) -> Iterator[Finding]:
    for record in all_records(directory):
        yield from record_findings(record, directory)
        yield from fact_findings(record, directory.sources, today=today)
        yield from shape_findings(record, directory)
        yield from address_findings(record)
    yield from missing_desks(directory)
    yield from missing_request_texts(directory, folders)
    yield from campaign_findings(directory, folders, today=today)
    infringement = infringement_addresses(directory) | directory.agents
    yield from reused_addresses(directory, infringement)
    yield from told_addresses(all_records(directory), infringement)
    yield from source_findings(directory)
