"""What cells are judged by."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from datetime import date

from takedown.checks.text import Coverage
from takedown.checks.words import squeezed
from takedown.frozen import dataclass
from takedown.model import folded
from takedown.records import Directory
from takedown.request import OTHER, Request
from takedown.routing import routes_of_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNames:
    """What this workspace itself explains in the column distributor."""

    matched: frozenset[str] = frozenset()
    """What a route matches, folded."""
    contacts: Mapping[str, str] = field(default_factory=dict)
    """Squeezed key or name → key, where one contact only can be meant."""
    routes: frozenset[str] = frozenset()
    """Words for `via` and keys of contacts that are a route by themselves, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What cells are judged by: names that the directory or the workspace knows, printable characters, the day."""

    platforms: Mapping[str, str]
    """Squeezed slug or name → slug."""
    distributors: Mapping[str, str]
    coverage: Coverage
    today: date
    own: OwnNames = field(default_factory=OwnNames)


def vocabulary(
    directory: Directory, coverage: Coverage, today: date, request: Request | None = None
) -> Vocabulary:
    """Gather the names of a directory, so that `CD Baby` finds `cd-baby`, and those of a workspace, if there is one."""
    return Vocabulary(
        platforms=_names({slug: each.name for slug, each in directory.platforms.items()}),
        distributors=_names({slug: each.name for slug, each in directory.distributors.items()})
        | {OTHER: OTHER},
        coverage=coverage,
        today=today,
        own=_own_names(request) if request else OwnNames(),
    )


def _names(records: Mapping[str, str]) -> dict[str, str]:
    by_name = {squeezed(name): slug for slug, name in records.items()}
    return by_name | {squeezed(slug): slug for slug in records}


def _own_names(request: Request) -> OwnNames:
    called: dict[str, set[str]] = defaultdict(set)
    for key, contact in request.contacts.items():
        for name in (key, contact.name):
            called[squeezed(name)].add(key)
    return OwnNames(
        matched=frozenset(
            folded(each.match.distributor) for each in request.routes if each.match.distributor
        ),
        contacts={name: min(keys) for name, keys in called.items() if name and len(keys) == 1},
        routes=frozenset(routes_of_cells(request)),
    )
