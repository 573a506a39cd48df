"""Options that would have no effect: nothing that somebody says on the command line is dropped without a word."""

from collections.abc import Iterator, Mapping, Sequence

from takedown.checks.words import either, quoted
from takedown.interview.answers import AnswerError, pieces
from takedown.interview.choosing import choice_of
from takedown.interview.delivery import unsaid_releases
from takedown.interview.flow import Situation
from takedown.interview.options import DESKS
from takedown.model import folded
from takedown.request import DIRECT, ENDED, LABEL, OTHER

Given = Mapping[str, Sequence[str]]

_OF_ROUTES = ("distributor", "account", "former", "contact", "contact-source", "licensed-label", "releases")
_TO_CONTACT = frozenset({LABEL, DIRECT, OTHER})


def contradictions(given: Given) -> Iterator[str]:
    """Options that cannot both be meant, whatever the music is."""
    own = {folded(label) for label in given.get("own-label", ())}
    for label in given.get("licensed-label", ()):
        if folded(label) in own:
            yield f"--own-label and --licensed-label name the same label, {quoted(label)}"


def kept_options(given: Given, known: Situation) -> tuple[str, ...]:
    """Options about delivery and principals where takedown.toml or principals.csv has them already, and keeps them."""
    routes = _OF_ROUTES if _stand(known) else ()
    names = (*routes, *(("principal",) if known.has_principals else ()))
    return tuple(f"--{name}" for name in names if given.get(name))


def unused_options(given: Given, known: Situation) -> Iterator[str]:
    """Options that no route uses, each with what it contradicts. Only said where the delivery is known."""
    if _stand(known):
        return
    why = _delivered(given, known)
    yield from _accounts(given, known, why)
    if given.get("former") and ENDED not in known.distributors:
        yield f"--former and {why}: only after an agreement that has ended is it asked who delivered"
    yield from _contacts(given, known, why)
    yield from _releases(given, known)
    for label in given.get("licensed-label", ()) if known.music.delivered else ():
        if folded(label) not in {folded(each) for each in known.music.labels}:
            yield f"--licensed-label {quoted(label)} and a catalog in which no release has that label"


def _stand(known: Situation) -> bool:
    """Whether the routes of takedown.toml say everything already."""
    return known.has_routes or bool(
        known.routes and not known.delivery.courses and not known.delivery.waiting
    )


def _delivered(given: Given, known: Situation) -> str:
    """Say who delivers, and who says so."""
    if given.get("distributor"):
        return f"--distributor {', '.join(given['distributor'])}"
    if known.distributors:
        return f"{either(known.distributors, 'and')} as who delivers"
    return "nobody who is named as delivering"


def _accounts(given: Given, known: Situation, why: str) -> Iterator[str]:
    records = known.directory.distributors
    for value in given.get("account", ()):
        slug, sign, _ = value.partition("=")
        named = bool(sign) and slug in records
        if named and slug not in known.distributors:
            yield f"--account {slug}=… and {why}: no route goes through {slug}"
        elif not named and not any(via in records for via in known.distributors):
            yield f"--account and {why}: there is no account of a distributor"


def _contacts(given: Given, known: Situation, why: str) -> Iterator[str]:
    words = _TO_CONTACT.intersection(known.distributors)
    if known.is_enquiry:
        words |= {"unknown"}
    if ENDED in known.distributors and known.text("former") == OTHER:
        words |= {"former"}
    labels = {folded(label) for label in known.licensed_labels}
    for value in given.get("contact", ()):
        who, sign, _ = value.partition("=")
        if not sign and not words and not labels:
            yield f"--contact and {why}: nobody else is written to"
        elif sign and who in DESKS and who not in words:
            yield f"--contact {who}=… and {why}: no route says {who}"
        elif sign and who not in DESKS and folded(who) not in labels:
            yield f"--contact {quoted(who)}=… and no --licensed-label {quoted(who)}"
    ways = (*known.delivery.courses, *known.delivery.waiting)
    is_named = known.is_enquiry or any(known.contact(each.about)[0] for each in ways)
    if given.get("contact-source") and not given.get("contact") and not is_named:
        yield "--contact-source and no --contact: it says where you have that address from"


def _releases(given: Given, known: Situation) -> Iterator[str]:
    """Releases of which it is known already who delivers them, or that are not in the catalog."""
    left = unsaid_releases(known.music, known.spoken)
    several = len(known.texts("distributors")) > 1
    for value in given.get("releases", ()):
        who, _, listed = value.partition("=")
        if not several or who not in known.texts("distributors"):
            yield f"--releases {who}=… and {_delivered(given, known)}: it divides the releases among several ways"
            continue
        for piece in pieces(listed):
            try:
                choice_of(piece, left, who)
            except AnswerError as error:
                yield f"--releases {who}={piece}: {error.message}"
