"""What cells are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from takedown.checks.words import squeezed
from takedown.records import Directory
from takedown.request import OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What cells are judged by: names that the directory knows, printable characters, the day."""

    platforms: Mapping[str, str]
    """Squeezed slug or name → slug."""
    distributors: Mapping[str, str]
    coverage: frozenset[int]
    today: date


def vocabulary(directory: Directory, coverage: frozenset[int], today: date) -> Vocabulary:
    """Gather the names of a directory, so that `CD Baby` finds `cd-baby`."""
    return Vocabulary(
        platforms=_names({slug: each.name for slug, each in directory.platforms.items()}),
        distributors=_names({slug: each.name for slug, each in directory.distributors.items()})
        | {OTHER: OTHER},
        coverage=coverage,
        today=today,
    )


def _names(records: Mapping[str, str]) -> dict[str, str]:
    by_name = {squeezed(name): slug for slug, name in records.items()}
    return by_name | {squeezed(slug): slug for slug in records}
