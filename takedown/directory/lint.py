"""Hold the directory to its rules (`takedown.directory.findings.RULES`)."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from takedown.directory.addresses import address_findings, infringement_addresses, reused_addresses
from takedown.directory.facts import all_records
from takedown.directory.references import (
    missing_desks,
    missing_request_texts,
    record_findings,
    source_findings,
)
from takedown.directory.truth import fact_findings
from takedown.model import Finding
from takedown.records import Directory


def lint_directory(directory: Directory, templates: Sequence[Path], *, today: date) -> tuple[Finding, ...]:
    """Find what is wrong in a directory, record by record.

    `templates` are the folders in which the request texts of the platforms lie: the shipped one, and the
    workspace's own where there is one. Places are paths inside these folders, with the dotted key; entries of
    lists are counted from 1.
    """
    return tuple(_findings(directory, templates, today))


def _findings(directory: Directory, folders: Sequence[Path], today: date) -> Iterator[Finding]:
    for record in all_records(directory):
        yield from record_findings(record, directory)
        yield from fact_findings(record, directory.sources, today=today)
        yield from address_findings(record)
    yield from missing_desks(directory)
    yield from missing_request_texts(directory, folders)
    yield from reused_addresses(directory, infringement_addresses(directory))
    yield from source_findings(directory)
