"""The desks that only this workspace knows: nobody else's slug, and never a copyright agent's address."""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from takedown.checks.routes import wanted_platforms, winning
from takedown.checks.words import quoted
from takedown.model import Finding, Release, folded
from takedown.records import Address, Desk, Directory, Distributor, Role
from takedown.request import DIRECT, LABEL, OTHER, UNKNOWN, Contact, Request
from takedown.rules import finding

#: Routes whose papers go to their contact.
_TO_CONTACT = frozenset({OTHER, LABEL, DIRECT, UNKNOWN})


def routed_to(request: Request, key: str, releases: Sequence[Release]) -> tuple[str, ...]:
    """List the keys of the releases whose papers go to a contact."""
    return tuple(release.key for release in releases if _goes_to(request, key, release))


def _goes_to(request: Request, key: str, release: Release) -> bool:
    return any(
        route is not None and route.contact == key and route.via in _TO_CONTACT
        for platform in wanted_platforms(request, release)
        for route in winning(request, release, platform)
    )


def contact_findings(
    request: Request, releases: Sequence[Release], directory: Directory
) -> Iterator[Finding]:
    """Find contacts that would be taken for a desk of the directory, or that read infringement claims only."""
    yield from _taken_slugs(request, releases, directory)
    yield from _agents_written_to(request, releases, directory)


def _taken_slugs(request: Request, releases: Sequence[Release], directory: Directory) -> Iterator[Finding]:
    """The records know a desk by its slug: what one of the two was asked would count for the other."""
    for key in request.contacts:
        record = directory.distributors.get(key) or directory.desks.get(key)
        if record:
            yield finding(
                "E-CONTACT-SLUG",
                f"[contacts.{key}] has the slug of {record.name} in the directory; "
                "in the records the two would be one desk",
                hint=f"give it another key, for example [contacts.my-{key}], and the same in the routes",
                source=request.source.at(f"contacts.{key}"),
                releases=routed_to(request, key, releases),
            )


def _agents_written_to(
    request: Request, releases: Sequence[Release], directory: Directory
) -> Iterator[Finding]:
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
                    releases=routed_to(request, key, releases),
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
    """Write an address so that all its spellings are one: without scheme, www., port, query, fragment and case."""
    text = folded(value).removeprefix("mailto:")
    for scheme in ("https://", "http://", "//"):
        text = text.removeprefix(scheme)
    try:
        parts = urlsplit(f"//{text}")
        port = parts.port
    except ValueError:  # brackets or a port that is none: no web address
        return text
    host = parts.netloc.removesuffix(f":{port}").removeprefix("www.").rstrip(".")
    path = "/".join(part for part in unquote(parts.path).split("/") if part)
    return f"{host}/{path}".rstrip("/")
