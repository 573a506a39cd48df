"""The desks that only this workspace knows: nobody else's slug, and never a copyright agent's address."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from takedown.agents import address_keys, sounds_like_agent
from takedown.checks.words import quoted
from takedown.model import Finding, Release
from takedown.records import Directory
from takedown.request import DIRECT, ENDED, LABEL, OTHER, UNKNOWN, Contact, Request, Route
from takedown.routing import Routing, wanted_platforms
from takedown.rules import finding

#: Routes whose papers go to their contact.
_TO_CONTACT = frozenset({OTHER, LABEL, DIRECT, UNKNOWN})


def routed_to(request: Request, releases: Sequence[Release]) -> Mapping[str, tuple[str, ...]]:
    """List, per contact that has any, the keys of the releases whose papers go there."""
    there: dict[str, dict[str, None]] = defaultdict(dict)
    routing = Routing(request)
    for release in releases if request.contacts else ():
        for platform in wanted_platforms(request, release):
            for route in routing.winning(release, platform):
                if route is not None and (key := _contact_of(route)):
                    there[key][release.key] = None
    return {key: tuple(keys) for key, keys in there.items()}


def _contact_of(route: Route) -> str:
    """The key of the contact that a route's paper goes to; after an agreement's end, who delivered it until then."""
    if route.via == ENDED:
        return route.former
    return route.contact if route.via in _TO_CONTACT else ""


def contact_findings(
    request: Request, releases: Sequence[Release], directory: Directory
) -> Iterator[Finding]:
    """Find contacts that would be taken for a desk of the directory, or that read infringement claims only."""
    there = routed_to(request, releases)
    yield from _taken_slugs(request, there, directory)
    yield from _agents_written_to(request, there, directory)


def _taken_slugs(
    request: Request, there: Mapping[str, tuple[str, ...]], directory: Directory
) -> Iterator[Finding]:
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
                releases=there.get(key, ()),
            )


def _agents_written_to(
    request: Request, there: Mapping[str, tuple[str, ...]], directory: Directory
) -> Iterator[Finding]:
    for key, contact in request.contacts.items():
        for column, value in _used(contact):
            known = next(
                (directory.agents[each] for each in address_keys(value) if each in directory.agents), ""
            )
            if known or sounds_like_agent(value):
                what = (
                    f"an address of the copyright agent ({known})"
                    if known
                    else "a copyright agent by its name"
                )
                yield finding(
                    "E-AGENT",
                    f"{quoted(value)} is {what}: it reads infringement claims",
                    hint="leave it empty and use the help page or account of that desk: this is no infringement claim",
                    source=request.source.at(f"contacts.{key}.{column}"),
                    releases=there.get(key, ()),
                )


def _used(contact: Contact) -> Iterator[tuple[str, str]]:
    yield "email", contact.email
    yield "form", contact.form
    yield "name", contact.name
    for line in contact.address:
        yield "address", line
