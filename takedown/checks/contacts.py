"""Who this workspace itself names to write to: nobody else's slug, and never a copyright agent's address."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from takedown.agents import Refused, agent_behind, agent_block
from takedown.checks.words import quoted
from takedown.model import Finding, Release, SourceRef, folded
from takedown.records import Directory
from takedown.request import DIRECT, ENDED, LABEL, OTHER, UNKNOWN, Contact, Request, Route
from takedown.roster import principal_places
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
    request: Request,
    releases: Sequence[Release],
    parties: Mapping[str, tuple[str, ...]],
    directory: Directory,
) -> Iterator[Finding]:
    """Find contacts that would be taken for a desk of the directory, and who reads infringement claims only.

    `parties` are those who must agree, by the keys of their releases: they are written to as principals.
    """
    there = routed_to(request, releases)
    yield from _taken_slugs(request, there, directory)
    yield from _agents_written_to(request, there, directory)
    yield from _agents_asked(request, releases, parties, directory)


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
        for column, refused in _refused(contact, directory.agents):
            yield _agent(
                refused,
                "leave it empty and use the help page or account of that desk: this is no infringement claim",
                request.source.at(f"contacts.{key}.{column}"),
                there.get(key, ()),
            )


def _refused(contact: Contact, agents: Mapping[str, str]) -> Iterator[tuple[str, Refused]]:
    for column, value in (("email", contact.email), ("form", contact.form)):
        if why := agent_behind(value, agents):
            yield column, Refused(value=value, why=why)
    if refused := agent_block((contact.name, *contact.address), agents):
        yield "address" if refused.value in contact.address else "name", refused


def _agents_asked(
    request: Request,
    releases: Sequence[Release],
    parties: Mapping[str, tuple[str, ...]],
    directory: Directory,
) -> Iterator[Finding]:
    """Find principals whom no letter can ask. Their releases wait: a letter about them would go there."""
    for place, principal in enumerate(request.principals):
        if why := agent_behind(principal.email, directory.agents):
            names = {folded(principal.artist), folded(principal.name)}
            yield _agent(
                Refused(value=principal.email, why=why),
                "write the artist's own address, or leave it empty: then the letter has none",
                request.principal_source(place, "email"),
                tuple(
                    release.key
                    for release in releases
                    if place in principal_places(request, release)
                    or not names.isdisjoint(map(folded, parties.get(release.key, ())))
                ),
            )


def _agent(refused: Refused, hint: str, source: SourceRef, releases: tuple[str, ...]) -> Finding:
    return finding(
        "E-AGENT",
        f"{quoted(refused.value)} is {refused.why}: it reads infringement claims",
        hint=hint,
        source=source,
        releases=releases,
    )
