"""The brakes: everything that stops a message before it is queued, and again before it is sent.

Values in, values out. What a person may overrule is a property of the rule (`takedown.braking.rules`), never of a run.
"""

from collections.abc import Mapping, Sequence

from takedown.braking.before import Before
from takedown.braking.domains import known_domains
from takedown.braking.readiness import demo, is_demo, readiness
from takedown.braking.recipients import recipients
from takedown.braking.rules import BRAKES, HoldBack
from takedown.braking.senders import senders
from takedown.braking.sources import sources
from takedown.braking.values import Candidate, Grounds

__all__ = ["BRAKES", "Candidate", "Grounds", "HoldBack", "hold_backs", "may_go"]


def hold_backs(candidates: Sequence[Candidate], grounds: Grounds) -> Mapping[str, tuple[HoldBack, ...]]:
    """Say for each candidate, by the id of its notice, all that holds it back; empty: it may go.

    Candidates are judged in their order: of two that ask the same, the first may go and the second says why it does
    not. So all that may go out in one run belong into one call.
    """
    before, known = Before(candidates, grounds), known_domains(grounds.directory)
    found: dict[str, tuple[HoldBack, ...]] = {}
    for candidate in candidates:
        if candidate.id in found:
            raise ValueError(f"two candidates of notice {candidate.id}")
        reasons = _reasons(candidate, grounds, known, before)
        if may_go(reasons, insisted=True):  # a person may still let it go, and then it is asked
            before.take(candidate.state)
        found[candidate.id] = reasons
    return found


def may_go(reasons: Sequence[HoldBack], *, insisted: bool) -> bool:
    """Whether nothing holds a message back, or only that over which a person may go who insists."""
    return all(insisted and reason.may_insist for reason in reasons)


def _reasons(
    candidate: Candidate, grounds: Grounds, known: Mapping[str, str], before: Before
) -> tuple[HoldBack, ...]:
    if is_demo(candidate, grounds):
        return (demo(candidate),)
    standing = tuple(readiness(candidate, grounds))
    if any(reason.rule in ("out", "superseded") for reason in standing):
        return standing  # about a letter that is past, nothing else matters
    return (
        *standing,
        *before.again(candidate),
        *recipients(candidate, grounds, known),
        *sources(candidate, grounds),
        *senders(candidate),
    )
