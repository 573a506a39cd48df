"""How far each participant came about each platform: a pure fold of answers, by rules that are printed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from takedown.register.people import is_no
from takedown.register.values import (
    GRADES,
    Answer,
    Contradiction,
    Dkim,
    Grade,
    Outcome,
    Participant,
    Standing,
)

#: Printed below every result that rests on them.
RULES = (
    "Of several answers about one platform that of the latest day counts; on one day the one that rests on more.",
    "There a desk's reply whose signature did not hold, or was not checked, weighs as much as a copy.",
    "Of two of one day that rest on the same, the one that came further counts.",
    "A copy or a reply shows that somebody asked; it does not take back that more was said: agreed, refused, gone.",
    "What was observed stands against what was only said later: gone stays gone until somebody sees it live.",
    "“Cannot” and “label refused” stay until a later row of a form says otherwise; a file against them is listed.",
    "So does “pledged”, where the file shows neither desk nor platform, as a picture does.",
    "A row without an address says nothing against what came from an address that the artist is known by.",
    "The day is the earliest that is told of the outcome that counts.",
    "Gone, and afterwards not gone any more, is “came back”.",
    "Who wants to be in the register no more is in no count, until they themselves say something else on a later day.",
    "A yes to publication counts from an address that the artist is known by, or where they are known by none.",
    "A no to publication is taken back by a yes of a later day, from the address that said no; no day is no later day.",
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
#: What no file by itself takes back: it is the word of the artist, and anybody can send a file.
_SAID = frozenset({Outcome.CANNOT, Outcome.LABEL_REFUSED})

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
    """Whether the name may be published: consent was given, and not taken back since. A no weighs more than a yes.

    A form takes rows from anybody: who gives no address cannot agree for somebody who is known by one.
    """
    yeses = yeses_of(participant)
    noes = [answer for answer in participant.answers if is_no(answer)]
    return bool(yeses) and not has_left(participant) and all(_is_taken_back(no, yeses) for no in noes)


def yeses_of(participant: Participant) -> tuple[Answer, ...]:
    """The answers by which somebody agreed to be named, whether or not they took it back."""
    return tuple(
        answer
        for answer in participant.answers
        if answer.publish and (answer.contact or not participant.contacts)
    )


def _is_taken_back(no: Answer, yeses: Iterable[Answer]) -> bool:
    # By both days: a yes may speak of a day that was still to come when the no came in.
    return any(
        yes.contact.casefold() == no.contact.casefold()
        and yes.on is not None  # else its day is that of the import, and an old form would outlive each no
        and yes.on > _day(no)
        and yes.received > no.received
        for yes in yeses
    )


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
    known = any(answer.contact for answer in told)
    left = [
        answer for answer in told if not _is_overtaken(answer, said) and not (known and _is_unsigned(answer))
    ]
    word = max((answer for answer in left if not _is_file(answer)), key=_weight, default=None)
    counts = max(
        (answer for answer in left if word is None or not _stands_against(answer, word)), key=_weight
    )
    counts = _observed(told, counts)
    came_back = counts.outcome is not Outcome.GONE and _was_gone(told, counts) and _is_live(counts)
    return Standing(
        participant=participant.key,
        artist=participant.name,
        label=next((answer.label for answer in reversed(participant.answers) if answer.label), ""),
        distributor=_distributor(told) or _distributor(participant.answers),
        platform=platform,
        outcome=Outcome.CAME_BACK if came_back else counts.outcome or Outcome.PLEDGED,
        grade=counts.grade,
        dkim=counts.dkim,
        on=_since(told, counts),
        publish=may_publish(participant),
        contradictions=tuple(_contradictions(told, counts)),
    )


def _weight(answer: Answer) -> tuple[object, ...]:
    # The place in a file decides nothing: it would make the order of files count.
    return (
        _day(answer),
        GRADES.index(Grade.COPY if _is_unchecked(answer) else answer.grade),
        answer.received,
        _OUTCOMES.index(answer.outcome or Outcome.PLEDGED),
        GRADES.index(answer.grade),
    )


def _is_unchecked(answer: Answer) -> bool:
    return answer.grade is Grade.REPLY and answer.dkim is not Dkim.PASS


def _is_unsigned(answer: Answer) -> bool:
    """Whether somebody said it who gave no address: anybody can fill in a form in another's name."""
    return not answer.contact and answer.grade is Grade.REPORTED


def _is_file(answer: Answer) -> bool:
    """Whether an answer is what a file shows, and nobody said it in a row of a form."""
    return answer.grade in _SHOWN and not answer.source.row


def _stands_against(answer: Answer, word: Answer) -> bool:
    """Whether an answer is what a file shows, against the last word of the artist, which it does not take back."""
    if not _is_file(answer) or answer.outcome is word.outcome or _is_overtaken(answer, {word.outcome}):
        return False
    shows_little = not (answer.platforms or answer.distributor or answer.grade is Grade.REPLY)
    return word.outcome in _SAID or (shows_little and word.outcome is Outcome.PLEDGED)


def _distributor(answers: Sequence[Answer]) -> str:
    return next((answer.distributor for answer in reversed(answers) if answer.distributor), "")


def _since(told: Sequence[Answer], counts: Answer) -> date | None:
    """The earliest day of the outcome that counts; of what is gone again, since it came back."""
    ends = {Outcome.GONE, Outcome.CAME_BACK}
    turned = [
        answer.on
        for answer in told
        if answer.on and {answer.outcome, counts.outcome} == ends and _day(answer) <= _day(counts)
    ]
    days = [answer.on for answer in told if answer.on and answer.outcome is counts.outcome]
    return min((day for day in days if not turned or day > max(turned)), default=counts.on)


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
        elif _stands_against(answer, counts):
            why = f"said “{counts.outcome}”, and a file ({answer.grade}) shows “{answer.outcome}”: ask them"
            yield Contradiction(counts=counts, not_counted=answer, why=why)
        elif answer.outcome in _SAID and counts.grade in _SHOWN and counts.outcome not in _SAID:
            why = f"said “{answer.outcome}” on {other}, and “{counts.outcome}” ({counts.grade}) on {day}"
            yield Contradiction(counts=counts, not_counted=answer, why=why)
        elif (
            answer.outcome is Outcome.GONE
            and answer.grade is Grade.OBSERVED
            and counts.outcome is not Outcome.GONE
        ):
            why = f"seen gone on {other}, and “{counts.outcome}” on {day}"
            yield Contradiction(counts=counts, not_counted=answer, why=why)
