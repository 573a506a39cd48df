"""What an interview leaves open, in a few words; the checks say the rest."""

from collections.abc import Iterator

from takedown.checks.words import either, quoted
from takedown.counting import counted
from takedown.interview.flow import MOST_ARTISTS, MOST_LABELS, Situation
from takedown.model import folded
from takedown.request import DIRECT, ENDED, LABEL, OTHER

_WHO = {"former": 'former, of via = "ended"'}


def left_open(known: Situation) -> Iterator[str]:
    """Say what was not asked, because a file is quicker to fill in than an interview, and what nobody knew."""
    if not known.has_routes:
        yield from _labels(known)
    yield from _principals(known)
    yield from _delivery(known)
    yield from _contacts(known)


def _labels(known: Situation) -> Iterator[str]:
    answered = known.named("label.")
    more = [label for label in known.foreign_labels[MOST_LABELS:] if folded(label) not in answered]
    if more:
        yield (
            f"{counted(len(more), 'more label')} in the catalog, {quoted(more[0])} first: "
            "name what is yours as own_labels in takedown.toml"
        )


def _principals(known: Situation) -> Iterator[str]:
    if known.acts_for_others and not known.has_principals and len(known.music.artists) > MOST_ARTISTS:
        yield (
            f"you act for {len(known.music.artists)} artists: list them in principals.csv, "
            "with the columns artist, name, mandate"
        )


def _delivery(known: Situation) -> Iterator[str]:
    delivery = known.delivery
    if delivery.waiting:
        names = either([each.via for each in delivery.waiting], "and")
        yield (
            f"which releases come by {names}: run init again and name them, or write it into the column "
            "distributor of catalog.csv, or in the notes of takedown.toml"
        )
    elif delivery.is_open and known.music.distributors:
        yield "some lines of catalog.csv name no distributor: fill in that column"
    elif delivery.is_open and known.music.delivered:
        yield (
            "who delivers your music: import a royalty statement, fill in the column distributor of "
            "catalog.csv, or take the # away before a route in takedown.toml"
        )
    if known.is_enquiry:
        yield (
            f"who delivers can be asked of {quoted(known.contact('unknown')[0])}: "
            'for an enquiry, take the # away before via = "unknown" in takedown.toml'
        )


def _contacts(known: Situation) -> Iterator[str]:
    """Nobody can be written to without an address; a letter on paper needs one too."""
    ways = dict.fromkeys(
        (each.via, each.about) for each in (*known.delivery.courses, *known.delivery.waiting)
    )
    if any(via == ENDED for via, _ in ways) and known.text("former") == OTHER:
        ways[OTHER, "former"] = None
    for via, about in ways:
        if via not in (LABEL, DIRECT, OTHER):
            continue
        name, email = known.contact(about)
        if (name, email) in known.contacts.values():
            continue
        who = _WHO.get(about) or (about.removeprefix("label.") if about != via else f'via = "{via}"')
        if not name:
            yield f"nobody is named to write to for {quoted(who)}: add a contact in takedown.toml"
        elif not email:
            yield f"{quoted(name)} has no email and no address: add one to its contact in takedown.toml"
