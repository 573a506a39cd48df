"""Whose recordings are they? A label or rights line that is not the sender's is a question, never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from takedown.checks.words import either, quoted, titles, toml, unique
from takedown.model import Finding, Release, folded
from takedown.patterns import pattern
from takedown.request import ENDED, LABEL, SELF, UNKNOWN, UNLICENSED, Request
from takedown.roster import principals_of
from takedown.routing import Routing, wanted_platforms
from takedown.rules import finding

#: Routes by which no withdrawal is made, so that the question does not arise.
_ANSWERED = frozenset({LABEL, SELF, ENDED, UNLICENSED, UNKNOWN})
_RIGHTS_SIGN = pattern(r"^(?:[℗©]|\([pc]\)|[0-9]{4}|[\s,&/.–-])+", re.IGNORECASE)
_SEVERAL = pattern(r"\s*(?:;|,|/|&|\band\b)\s*")


def label_findings(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    """Ask once for every foreign label or rights holder, for all releases that name it."""
    asked: dict[tuple[str, ...], list[Release]] = defaultdict(list)
    own, routing = own_names(request), Routing(request)
    for release in releases:
        names = _foreign(request, release, own)
        if names and _needs_answer(request, release, routing):
            asked[tuple(folded(name) for name in names)].append(release)
    for group in asked.values():
        yield _question(request, group, own)


def rights_holder(line: str) -> str:
    """Take the name out of a rights line: `℗ 2019 Example Tapes` → `Example Tapes`."""
    return _RIGHTS_SIGN.sub("", line).strip().rstrip(".")


def own_names(request: Request) -> frozenset[str]:
    """Gather the sender's names, folded: person, organization, labels."""
    sender = request.sender
    names = (sender.name, sender.organization, *sender.own_labels)
    return frozenset(folded(name) for name in names if name.strip())


def _foreign(request: Request, release: Release, own: frozenset[str]) -> tuple[str, ...]:
    known = {folded(artist) for artist in release.artists}
    for principal in principals_of(request, release):
        known |= {folded(principal.name), folded(principal.artist)}

    def is_known(name: str) -> bool:
        return all(folded(part) in own or folded(part) in known for part in _SEVERAL.split(name)) or (
            folded(name) in own or folded(name) in known
        )

    names = unique((release.label, rights_holder(release.p_line)))
    return tuple(name for name in names if not is_known(name))


def _needs_answer(request: Request, release: Release, routing: Routing) -> bool:
    routes = [
        route
        for platform in wanted_platforms(request, release)
        for route in routing.winning(release, platform)
    ]
    return any(route is None or route.via not in _ANSWERED for route in routes)


def _question(request: Request, releases: Sequence[Release], own: frozenset[str]) -> Finding:
    first = releases[0]
    names = _foreign(request, first, own)
    in_label = folded(names[0]) == folded(first.label)
    shown = either([quoted(name) for name in names], "and")
    return finding(
        "Q-LABEL",
        f"{shown} {'is' if len(names) == 1 else 'are'} named as label or rights holder of "
        f"{titles(releases)}, and not known as yours: whose recordings are they?",
        hint=_answers(request, names, _match(first, in_label=in_label)),
        source=first.source.at("label" if in_label else "p_line"),
        releases=tuple(release.key for release in releases),
    )


def _match(release: Release, *, in_label: bool) -> str:
    if in_label:
        return f"label = {toml(release.label)}"
    return f"upc = {toml(release.icpn)}" if release.icpn else f"artist = {toml(release.artists[0])}"


def _answers(request: Request, names: Sequence[str], match: str) -> str:
    """Write out the three answers, as they go into takedown.toml."""
    labels = ", ".join(toml(label) for label in unique((*request.sender.own_labels, *names)))
    return (
        f"if it is yours, under [sender]:\nown_labels = [{labels}]\n"
        "if it is licensed to them, above the other routes:\n"
        f'[[routes]]\nmatch = {{ {match} }}\nvia = "label"\ncontact = "my-label"\n'
        '[contacts.my-label]\nname = "…"\nemail = "…"\nsource = "…"\n'
        "if that licence is over, with the same contact, above the other routes:\n"
        f'[[routes]]\nmatch = {{ {match} }}\nvia = "ended"\nformer = "my-label"\n'
        "end = { ended = …, confirmed_on = …, seen_live = … }"
    )
