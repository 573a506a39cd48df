"""Who signs: email and postal address, and whether the words of takedown.toml can be printed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from takedown.checks.contacts import routed_to
from takedown.checks.email import email_findings
from takedown.checks.text import Coverage, flaws
from takedown.checks.words import quoted, visible
from takedown.frozen import dataclass
from takedown.model import Finding, Release, SourceRef
from takedown.patterns import pattern
from takedown.request import Answer, Contact, ExhibitKind, Request
from takedown.roster import principal_places
from takedown.rules import finding

#: A year: addresses of support desks change about that often (measured on the directory's sources).
OLD_CONTACT_DAYS = 365
_CARE_OF = pattern(r"\bc/o\b|\bcare of\b|\bp\.?\s?o\.?\s?box\b|\bpostfach\b|\bpmb\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A text of takedown.toml that is printed, with its key."""

    key: str
    text: str
    lines: bool = False
    principal: int | None = None
    """Whose name it is, of the principals; then it stands in that one's letters only."""
    source: SourceRef | None = None
    """Where it stands, if not under its key in takedown.toml."""


def sender_findings(
    request: Request, releases: Sequence[Release], *, coverage: Coverage, today: date
) -> Iterator[Finding]:
    """Check who signs and who is written to.

    What cannot be printed, and a sender that no message can name, hold every release; a contact that no
    message can be written to holds what goes there.
    """
    keys, sender = tuple(release.key for release in releases), request.sender
    yield from email_findings(sender.email, request.source.at("sender.email"), keys)
    yield from _address(request)
    routed = routed_to(request, releases)
    for key, contact in request.contacts.items():
        there = routed.get(key, ())
        if contact.email:
            yield from email_findings(contact.email, request.source.at(f"contacts.{key}.email"), there)
        yield from _provenance(request, key, contact, today)
    asked_for = _by_principal(request, releases)
    for place, principal in enumerate(request.principals):
        if principal.email:
            where = request.principal_source(place, "email")
            yield from email_findings(principal.email, where, asked_for.get(place, ()))
    for word in _printed(request):
        text = unicodedata.normalize("NFC", word.text)
        for flaw in flaws(text, coverage, lines=word.lines):
            yield finding(
                flaw.rule,
                visible(f"{quoted(word.text)} {flaw.message}"),
                hint=flaw.hint,
                source=word.source or request.source.at(word.key)
                if word.principal is None
                else request.principal_source(word.principal, word.key),
                releases=keys if word.principal is None else asked_for.get(word.principal, ()),
            )


def _by_principal(request: Request, releases: Sequence[Release]) -> Mapping[int, tuple[str, ...]]:
    """List, per place of a principal, the keys of the releases that are asked for on its behalf."""
    found: dict[int, list[str]] = defaultdict(list)
    for release in releases if request.principals else ():
        for place in principal_places(request, release):
            found[place].append(release.key)
    return {place: tuple(keys) for place, keys in found.items()}


def _printed(request: Request) -> Iterator[Word]:
    sender = request.sender
    yield Word(key="sender.name", text=sender.name)
    yield Word(key="sender.organization", text=sender.organization)
    for line in sender.address:
        yield Word(key="sender.address", text=line)
    yield Word(key="request.reasons", text=request.reasons, lines=True)
    yield Word(key="request.statement", text=request.statement, lines=True)
    for key, contact in request.contacts.items():
        yield Word(key=f"contacts.{key}.name", text=contact.name)
        for line in contact.address:
            yield Word(key=f"contacts.{key}.address", text=line)
    for place, principal in enumerate(request.principals):
        yield Word(key="name", text=principal.name, principal=place)
    for decision in request.decisions if ExhibitKind.CONSENT in request.wish.exhibits else ():
        if decision.answer is Answer.YES and decision.file:  # the cover line of an exhibit names who agreed
            yield Word(key="party", text=decision.party, source=decision.source.at("party"))
    for number, route in enumerate(request.routes, start=1):
        yield Word(key=f"routes.{number}.account", text=route.account)
        if route.agreement:
            yield Word(key=f"routes.{number}.agreement.name", text=route.agreement.name)


def _address(request: Request) -> Iterator[Finding]:
    sender, source = request.sender, request.source.at("sender.address")
    if not any(line.strip() for line in sender.address):
        yield finding(
            "W-NO-ADDRESS-LINES",
            "there is no postal address; a desk that takes letters by post answers to one",
            hint='add address = ["c/o …", "…"] under [sender]; a care-of address is enough',
            source=source,
        )
    elif not any(_CARE_OF.search(line) for line in sender.address):
        yield finding(
            "I-HOME-ADDRESS",
            "if this is your home: every recipient sees it, and a notice may become public",
            hint="a care-of address (c/o your label, manager or lawyer) or a post office box is enough",
            source=source,
        )


def _provenance(request: Request, key: str, contact: Contact, today: date) -> Iterator[Finding]:
    if not contact.source.strip():
        problem, hint = "has no source", f'add source = "…" to [contacts.{key}]: where its address comes from'
    elif contact.checked_on is None:
        problem, hint = "does not say when it was checked", f"add checked_on = {today} when you have looked"
    elif (today - contact.checked_on).days > OLD_CONTACT_DAYS:
        problem, hint = f"was last checked on {contact.checked_on}", "look whether it still holds"
    else:
        return
    yield finding(
        "W-CONTACT-SOURCE",
        f"the contact {quoted(contact.name)} {problem}",
        hint=hint,
        source=request.source.at(f"contacts.{key}"),
    )
