"""Copyright agents read infringement claims only: a contact of the workspace must not be one of their addresses."""

from collections.abc import Iterator, Sequence

from takedown.checks.words import quoted
from takedown.model import Finding, Release, folded
from takedown.records import Address, Desk, Directory, Distributor, Role
from takedown.request import Contact, Request, route_covers
from takedown.rules import finding


def agent_findings(request: Request, releases: Sequence[Release], directory: Directory) -> Iterator[Finding]:
    """Find contacts whose email, form or attention line belongs to a copyright agent of the directory."""
    agents = {_plain(value): record for record, value in _agents(directory) if value}
    for key, contact in request.contacts.items():
        for column, value in _used(contact):
            record = agents.get(_plain(value))
            if record:
                yield finding(
                    "E-AGENT",
                    f"{quoted(value)} is the address of a copyright agent ({record}): it reads infringement claims",
                    hint="leave it empty and use the help page or account of that desk: this is no infringement claim",
                    source=request.source.at(f"contacts.{key}.{column}"),
                    releases=tuple(release.key for release in releases if _goes_to(request, key, release)),
                )


def _agents(directory: Directory) -> Iterator[tuple[str, str]]:
    records: tuple[Desk | Distributor, ...] = (*directory.desks.values(), *directory.distributors.values())
    for record in records:
        for address in record.addresses:
            if address.role is Role.INFRINGEMENT:
                yield record.name, address.value
                yield record.name, _name_line(address)


def _name_line(address: Address) -> str:
    """Only the line that names the agent counts: a company's other desks can share its post box."""
    return next((line for line in address.lines if "copyright agent" in line.casefold()), "")


def _used(contact: Contact) -> Iterator[tuple[str, str]]:
    yield "email", contact.email
    yield "form", contact.form
    yield "name", contact.name
    for line in contact.address:
        yield "address", line


def _plain(value: str) -> str:
    return folded(value).removeprefix("mailto:").removeprefix("https://").removeprefix("www.").rstrip("/")


def _goes_to(request: Request, key: str, release: Release) -> bool:
    return any(
        route.contact == key and route_covers(route, release, platform)
        for route in request.routes
        for platform in request.wish.platforms
    )
