"""Letters to artists of a roster whose answer is missing. What they are about stays left out until they have agreed."""

from collections.abc import Sequence
from dataclasses import replace

from takedown.model import folded
from takedown.notice import Kind, Notice, Scope
from takedown.planning.before import Before
from takedown.planning.income import Incomes
from takedown.planning.leg import Ground, Leg
from takedown.planning.papers import notice_of
from takedown.planning.recipients import recipient_of_artist
from takedown.request import Principal, Request


def roster_letters(legs: Sequence[Leg], ground: Ground, before: Before) -> list[Notice]:
    """One letter to each party whose answer is open, about what would be asked with its yes. None after the day.

    A letter names every platform and territory where one of its releases is: other papers are divided, because a desk
    acts on each of their items; this one only asks for a decision, and two would ask for the same one twice.
    """
    checked, request = ground.checked, ground.request
    answer_by = request.wish.answer_by
    if answer_by is None or answer_by < ground.today or not checked.unanswered:
        return []
    names: dict[str, str] = {}
    groups: dict[str, list[Leg]] = {}
    for leg in legs:
        if leg.omission and leg.omission.rule == "awaiting-consent":
            for party in checked.unanswered.get(leg.release.key, ()):
                name = names.setdefault(folded(party), party)
                groups.setdefault(name, []).append(leg)
    incomes = Incomes(request, checked.releases, ground.directory) if groups else None
    principals = _principals(request)
    letters = []
    for name, group in groups.items():
        principal = principals.get(folded(name))
        recipient = recipient_of_artist(name, principal.email if principal else "")
        own = (_own(leg, request) for leg in group)
        new = [leg for leg in own if not before.of(leg, Kind.ROSTER_LETTER, recipient.desk)]
        if new:
            letter = notice_of(
                _in_one_scope(new, request), request, kind=Kind.ROSTER_LETTER, recipient=recipient
            )
            artists = {name, principal.artist} if principal else {name}
            income = incomes.of(artists, letter.platforms) if incomes else ()
            letters.append(replace(letter, answer_by=answer_by, income=income))
    return letters


def _own(leg: Leg, request: Request) -> Leg:
    """The sender asks the artist for itself, and claims nothing."""
    return replace(leg, principal=request.own_name, basis=None)


def _in_one_scope(legs: Sequence[Leg], request: Request) -> list[Leg]:
    """Where routes differ between countries the decision is about all that are asked for."""
    scopes = {leg.scope for leg in legs}
    whole = scopes.pop() if len(scopes) == 1 else Scope(included=request.wish.territories)
    return [replace(leg, scope=whole) for leg in legs]


def _principals(request: Request) -> dict[str, Principal]:
    """Principals by the artist and by the name, the first of each."""
    found: dict[str, Principal] = {}
    for principal in request.principals:
        found.setdefault(folded(principal.artist), principal)
    for principal in request.principals:
        found.setdefault(folded(principal.name), principal)
    return found
