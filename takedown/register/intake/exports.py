"""Reports and states of other workspaces (`takedown report --format json`, `status --json`) → answers.

A platform is gone for an artist when every release is that was asked for there; one release is not enough.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.notice import Kind
from takedown.register.intake.cells import one_line
from takedown.register.intake.notices import ASKING, MOST_ARTISTS, day_at, text_at
from takedown.register.intake.values import Problem
from takedown.register.people import name_key
from takedown.register.values import GRADES, Answer, Grade, Outcome
from takedown.roster import is_nobody

_MOST_NOTICES = 20_000
_MOST_ITEMS = 200_000
_HANDED_OVER = frozenset({"submitted"})
_WRITTEN = frozenset({"prepared", "signed", "exported", "queued", "in-doubt", "rejected", "failed"})
#: How far an item can be, nearest first.
_FAR = (
    Outcome.PREPARED,
    Outcome.ASKED_LABEL,
    Outcome.LABEL_REFUSED,
    Outcome.SUBMITTED,
    Outcome.AGREED,
    Outcome.GONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """How far one release came at one platform."""

    artist: str
    platform: str
    outcome: Outcome
    grade: Grade
    on: date | None
    desk: str
    ticket: str
    asked: Grade = Grade.REPORTED
    """What it rests on that it was asked at all, and the day of that."""
    asked_on: date | None = None

    @property
    def weight(self) -> tuple[int, int, str]:
        far = len(_FAR) if self.outcome is Outcome.CAME_BACK else _FAR.index(self.outcome)
        return far, GRADES.index(self.grade), str(self.on or "")


def looks_like_export(table: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a report or state of a workspace."""
    return table.get("schema") == 1 and isinstance(table.get("notices"), list)


def export_answers(
    table: Mapping[str, Any],
    *,
    source: SourceRef,
    today: date,
    platforms: Sequence[str],
    distributors: Sequence[str],
) -> Iterator[Answer | Problem]:
    """Give an answer for each artist and platform. `platforms`, `distributors`: slugs that are known."""
    notices = [notice for notice in table["notices"][:_MOST_NOTICES] if isinstance(notice, dict)]
    real = [notice for notice in notices if notice.get("demo") is False]
    if len(real) < len(notices):
        yield Problem(
            reason="it holds specimens (demo), which ask nobody: they are not counted",
            fix="ask them for what they made of their own music, if there is any",
        )
    best: dict[tuple[str, str, str], _Item] = {}
    for number, (key, item) in enumerate(
        pair for notice in real for pair in _items(notice, platforms, today)
    ):
        if number >= _MOST_ITEMS:
            break
        if key not in best or item.weight > best[key].weight:
            best[key] = item
    by_artist: dict[tuple[str, str], list[_Item]] = {}
    for (artist, platform, _), item in best.items():
        by_artist.setdefault((artist, platform), []).append(item)
    if not by_artist and len(real) == len(notices):
        yield Problem(
            reason="it holds no notice that asks for anything",
            fix="ask them to send it again when their notices are made",
        )
    if len({artist for artist, _ in by_artist}) > MOST_ARTISTS:
        yield Problem(
            reason=f"it names more than {MOST_ARTISTS:,} artists", fix="ask for one export for each label"
        )
        return
    for _, items in sorted(by_artist.items()):
        yield _answer(items, source, today, distributors)


def _answer(items: Sequence[_Item], source: SourceRef, today: date, distributors: Sequence[str]) -> Answer:
    """What stands for an artist at a platform: gone and agreed where all are; handed over where any is."""
    counted = _standing(items)
    desks = {item.desk for item in items if item.desk in distributors}
    return Answer(
        artist=min(item.artist for item in items),
        distributor=desks.pop() if len(desks) == 1 else "",
        platforms=(counted.platform,),
        outcome=counted.outcome,
        on=counted.on,
        ticket=counted.ticket,
        grade=counted.grade,
        received=today,
        source=source,
    )


def _standing(items: Sequence[_Item]) -> _Item:
    back = [item for item in items if item.outcome is Outcome.CAME_BACK]
    if back:
        return max(back, key=lambda item: item.weight)
    for outcome in (Outcome.GONE, Outcome.AGREED):
        if all(_FAR.index(item.outcome) >= _FAR.index(outcome) for item in items):
            there = [item for item in items if item.outcome is outcome]
            if there:  # the weakest evidence is what all of them rest on
                grade = min((item.grade for item in there), key=GRADES.index)
                latest = max((item.on for item in there if item.on), default=None)
                return replace(max(there, key=lambda item: item.weight), grade=grade, on=latest)
    best = max(items, key=lambda item: item.weight)
    if best.outcome in (Outcome.GONE, Outcome.AGREED):
        grade = (
            best.grade if best.outcome is Outcome.AGREED else best.asked
        )  # what was seen of one says nothing of all
        return replace(best, outcome=Outcome.SUBMITTED, grade=grade, on=best.asked_on)
    return best


def _items(
    notice: Mapping[str, Any], platforms: Sequence[str], today: date
) -> Iterator[tuple[tuple[str, str, str], _Item]]:
    frame = _of_notice(dict(notice), today)
    items = notice.get("items")
    if frame is None or not isinstance(items, list):
        return
    evidence = _evidence(notice)
    for item in items[:_MOST_ITEMS]:
        if not isinstance(item, dict):
            continue
        artist, platform = text_at(item, "artist"), text_at(item, "platform")
        if not artist or is_nobody(artist) or platform not in platforms:
            continue
        what = text_at(item, "upc") or text_at(item, "isrc") or text_at(item, "title")
        state = _of_item(item, replace(frame, artist=artist, platform=platform), evidence, today)
        yield (name_key(artist), platform, what), state


def _of_notice(notice: dict[str, Any], today: date) -> _Item | None:
    """How far a notice came; None where it asks for nothing, or was called back."""
    kind, dispatch = text_at(notice, "kind"), text_at(notice, "dispatch")
    if kind not in ASKING or dispatch not in _HANDED_OVER | _WRITTEN:
        return None
    recipient = notice.get("recipient")
    is_out = dispatch in _HANDED_OVER
    proofs = [piece for piece in _evidence(notice) if text_at(piece, "what") in ("submitted", "accepted")]
    held = any(piece.get("declared") is False for piece in proofs) or _by_mail(notice)
    asked = Outcome.ASKED_LABEL if kind == Kind.LABEL_REQUEST else Outcome.SUBMITTED
    since = _past(day_at(notice, "since"), today)
    grade = Grade.COPY if is_out and held else Grade.REPORTED
    on = max((day for piece in proofs if (day := _past(day_at(piece, "at"), today))), default=since)
    return _Item(
        artist="",
        platform="",
        outcome=asked if is_out else Outcome.PREPARED,
        grade=grade,
        on=on,
        asked=grade,
        asked_on=on,
        desk=text_at(recipient, "desk") if isinstance(recipient, dict) else "",
        ticket=text_at(notice, "ticket") if is_out else "",
    )


def _by_mail(notice: Mapping[str, Any]) -> bool:
    """Whether a message of it was taken by a mail server."""
    messages = notice.get("messages")
    found = [one for one in messages if isinstance(one, dict)] if isinstance(messages, list) else []
    return any(
        one.get("stage") in ("accepted", "delivered") and one.get("purpose") != "to-self" for one in found
    )


def _of_item(item: dict[str, Any], frame: _Item, evidence: Sequence[dict[str, Any]], today: date) -> _Item:
    seen, seen_on = text_at(item, "observed"), _past(day_at(item, "observed_at"), today)
    if seen == "gone" or item.get("returned") is True:
        outcome = Outcome.GONE if seen == "gone" else Outcome.CAME_BACK
        return replace(frame, outcome=outcome, grade=_seen_by(seen or "live", evidence), on=seen_on)
    answer, on = text_at(item, "answer"), _past(day_at(item, "answered_on"), today)
    if answer not in ("agreed", "refused", "acknowledged"):
        return frame
    held = any(text_at(one, "what") == answer and one.get("declared") is False for one in evidence)
    grade = Grade.REPLY if held else Grade.REPORTED
    if answer == "agreed":
        return replace(frame, outcome=Outcome.AGREED, grade=grade, on=on)
    if answer == "refused" and frame.outcome is Outcome.ASKED_LABEL:
        return replace(frame, outcome=Outcome.LABEL_REFUSED, grade=grade, on=on)
    best = max(grade, frame.grade, key=GRADES.index)  # whatever a desk answers, it was asked
    return replace(frame, grade=best)


def _seen_by(what: str, evidence: Sequence[dict[str, Any]]) -> Grade:
    """An observation counts as one of somebody else where it says by whom; else it is the artist's own word."""
    named = any(text_at(one, "what") == what and one_line(str(one.get("by") or "")) for one in evidence)
    return Grade.OBSERVED if named else Grade.REPORTED


def _evidence(notice: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = notice.get("evidence")
    return [piece for piece in found if isinstance(piece, dict)] if isinstance(found, list) else []


def _past(day: date | None, today: date) -> date | None:
    return min(day, today) if day else None
