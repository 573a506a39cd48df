"""Records that were copied and not renamed: the same name, or the same form of addresses, twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from takedown.directory.facts import place_of
from takedown.directory.findings import finding
from takedown.directory.problems import shown
from takedown.model import Finding, folded
from takedown.records import Directory, Platform


def doubled(directory: Directory) -> Iterator[Finding]:
    """Find records of a kind that share a name, and platforms of different companies that share a form of links."""
    tables: tuple[Mapping[str, Any], ...] = (
        directory.platforms,
        directory.desks,
        directory.distributors,
        directory.campaigns,
    )
    for table in tables:
        yield from _names(table)
    yield from _links(directory)


def _names(table: Mapping[str, Any]) -> Iterator[Finding]:
    named: dict[str, list[str]] = defaultdict(list)
    for slug, record in table.items():
        if record.name.strip():
            named[" ".join(folded(record.name).split())].append(slug)
    for slugs in named.values():
        for slug in slugs if len(slugs) > 1 else ():
            others = ", ".join(one for one in slugs if one != slug)
            yield finding(
                "D-DOUBLE",
                place_of(table[slug], "name"),
                f"{shown(table[slug].name)} is the name of {others} too",
                "Write the name of the one that this record is about; to correct a record, give yours the same slug.",
            )


def _links(directory: Directory) -> Iterator[Finding]:
    formed: dict[str, list[Platform]] = defaultdict(list)
    for platform in directory.platforms.values():
        for link in dict.fromkeys(platform.links):
            formed[link.casefold()].append(platform)
    for link, platforms in formed.items():
        for platform in platforms:
            others = [one.slug for one in platforms if folded(one.company) != folded(platform.company)]
            if others:
                yield finding(
                    "D-DOUBLE",
                    place_of(platform, "links"),
                    f"{shown(link)} is a form of addresses of {', '.join(others)} too, which is of another company",
                    "Write the form of this company's own pages, or take the line out.",
                )
