"""Platforms, desks, distributors and campaigns: loaded from TOML, held to rules, judged for age."""

from takedown.directory.addresses import infringement_addresses
from takedown.directory.kinds import RecordKind
from takedown.directory.lint import lint_directory, lint_folders, workspace_findings
from takedown.directory.loading import load_directory, load_records
from takedown.directory.schemas import record_schema

__all__ = [
    "RecordKind",
    "infringement_addresses",
    "lint_directory",
    "lint_folders",
    "load_directory",
    "load_records",
    "record_schema",
    "workspace_findings",
]
