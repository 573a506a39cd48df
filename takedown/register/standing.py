"""How far each participant came about each platform: a pure fold of answers, by rules that are printed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from takedown.register.people import is_no
from takedown.register.values import (
    GRADES,
    Answer,
    Contradiction,
    Grade,
    Outcome,
    Participant,
    Standing,
)

#: Printed below every result that rests on them.
RULES = (
    "Of several answers about one platform that of the latest day counts; on one day the one that rests on more.",
    "Of two of one day that rest on the same, the one that came further counts.",
    "A copy or a reply shows that somebody asked; it does not take back that more was said: agreed, refused, gone.",
    "What was observed stands against what was only said later: gone stays gone until somebody sees it live.",
    "Gone, and afterwards not gone any more, is “came back”.",
    "Who wants to be in the register no more is in no count, until they themselves say something else on a later day.",
    "A name is published while the last word about that is yes; on one day a no counts more than a yes.",
    "What a desk's reply says counts as a reply; whether its signature was checked is said beside it.",
)

_OUTCOMES = tuple(Outcome)

#: What comes after an outcome: evidence of the first, which may come in late, does not take back the others.
_AFTER = {
    Outcome.ASKED_LABEL: {
        Outcome.LABEL_REFUSED,
        Outcome.SUBMITTED,
        Outcome.AGREED,
        Outcome.GONE,
        Outcome.CAME_BACK,
    },
    Outcome.PREPARED: {Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE, Outcome.CAME_BACK},
    Outcome.SUBMITTED: {Outcome.AGREED, Outcome.GONE, Outcome.CAME_BACK},
}
_SHOWN = (Grade.COPY, Grade.REPLY)

#: What cannot both be true of one platform on one day.
_OPPOSED = (
    frozenset({Outcome.CANNOT, Outcome.SUBMITTED}),
    frozenset({Outcome.CANNOT, Outcome.GONE}),
    frozenset({Outcome.LABEL_REFUSED, Outcome.SUBMITTED}),
    frozenset({Outcome.LABEL_REFUSED, Outcome.AGREED}),
    frozenset({Outcome.GONE, Outcome.PLEDGED}),
    frozenset({Outcome.AGREED, Outcome.LABEL_REFUSED}),
)


def has_left(participant: Participant) -> bool:
    """Whether a participant wants to be in the register no more.

    Only their own word of a later day brings them back: no desk's reply, and nobody else's list.
    """
    gone = [answer for answer in participant.answers if answer.withdrawn]
    if not gone:
        return False
    last, received = max(_day(answer) for answer in gone), max(answer.received for answer in gone)
    who = {answer.contact.casefold() for answer in gone} - {""}
    return not any(
        answer.grade is Grade.REPORTED
        and not is_no(answer)
        and _day(answer) > last
        and answer.received > received  # an answer may speak of a day that was still to come
        and answer.contact
        and (not who or answer.contact.casefold() in who)
        for answer in participant.answers
    )


def may_publish(participant: Participant) -> bool:
    """Whether the name may be published: consent was given, and not taken back since. A no weighs more than a yes."""
    said = [answer for answer in participant.answers if answer.publish is not None]
    if not said or has_left(participant):
        return False
    # By both days: a yes may speak of a day that was still to come when the no came in.
    latest, received = max(map(_day, said)), max(answer.received for answer in said)
    return all(one.publish for one in said if _day(one) == latest or one.received == received)


def _day(answer: Answer) -> date:
    return answer.on or answer.received


def standings_of(participants: Iterable[Participant], platforms: Sequence[str]) -> tuple[Standing, ...]:
    """Fold each participant's answers, platform by platform. `platforms`: those of the campaign."""
    return tuple(
        standing
        for participant in participants
        if not has_left(participant)
        for platform in _platforms(participant, platforms)
        if (standing := _standing(participant, platform))
    )


def _platforms(participant: Participant, platforms: Sequence[str]) -> tuple[str, ...]:
    """Those of the campaign, and others that somebody named."""
    named = {platform for answer in participant.answers for platform in answer.platforms}
    return (*platforms, *sorted(named - set(platforms)))


def _standing(participant: Participant, platform: str) -> Standing | None:
    told = [
        answer
        for answer in participant.answers
        if answer.outcome and (not answer.platforms or platform in answer.platforms)
    ]
    if not told:
        return None
    said = {answer.outcome for answer in told}
    counts = max((answer for answer in told if not _is_overtaken(answer, said)), key=_weight)
    counts = _observed(told, counts)
    came_back = counts.outcome is not Outcome.GONE and _was_gone(told, counts) and _is_live(counts)
    return Standing(
        participant=participant.key,
        artist=participant.name,
        label=next((answer.label for answer in reversed(told) if answer.label), ""),
        distributor=next((answer.distributor for answer in reversed(told) if answer.distributor), ""),
        platform=platform,
        outcome=Outcome.CAME_BACK if came_back else counts.outcome or Outcome.PLEDGED,
        grade=counts.grade,
        dkim=counts.dkim,
        on=counts.on,
        publish=may_publish(participant),
        contradictions=tuple(_contradictions(told, counts)),
    )


def _weight(answer: Answer) -> tuple[object, ...]:
    # The place in a file decides nothing: it would make the order of files count.
    return (
        _day(answer),
        GRADES.index(answer.grade),
        answer.received,
        _OUTCOMES.index(answer.outcome or Outcome.PLEDGED),
    )


def _is_overtaken(answer: Answer, said: Collection[Outcome | None]) -> bool:
    """Whether an answer only shows that something was asked, where somebody said what came of it."""
    after = _AFTER.get(answer.outcome, set()) if answer.outcome else set()
    return answer.grade in _SHOWN and not after.isdisjoint(said)


def _observed(told: Sequence[Answer], counts: Answer) -> Answer:
    """What somebody saw stands against what was only said later."""
    seen = [answer for answer in told if answer.grade is Grade.OBSERVED]
    if not seen or counts.grade is Grade.OBSERVED or _is_live(counts):
        return counts
    return max(seen, key=_weight)


def _was_gone(told: Sequence[Answer], counts: Answer) -> bool:
    return any(answer.outcome is Outcome.GONE and _weight(answer) < _weight(counts) for answer in told)


def _is_live(answer: Answer) -> bool:
    return answer.outcome is Outcome.CAME_BACK


def _contradictions(told: Sequence[Answer], counts: Answer) -> Iterable[Contradiction]:
    for answer in told:
        if answer is counts or answer.outcome is None or counts.outcome is None:
            continue
        day, other = counts.on or counts.received, answer.on or answer.received
        if frozenset({answer.outcome, counts.outcome}) in _OPPOSED and day == other:
            why = f"both of {day}: “{answer.outcome}” ({answer.grade}), “{counts.outcome}” ({counts.grade})"
            yield Contradiction(counts=counts, not_counted=answer, why=why)
        elif (
            answer.outcome is Outcome.GONE
            and answer.grade is Grade.OBSERVED
            and counts.outcome is not Outcome.GONE
        ):
            why = f"seen gone on {other}, and “{counts.outcome}” on {day}"
            yield Contradiction(counts=counts, not_counted=answer, why=why)
