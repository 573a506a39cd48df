"""A workspace's own notices as standings, as an organizer's register has them: an `AuditReport` → standings. Pure.

A label sees its artists by the same words and by the same grades of evidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from takedown.audit import Answered, AuditReport, Dispatch, ItemState, NoticeState, Observed
from takedown.frozen import dataclass
from takedown.notice import Kind
from takedown.register.people import digest, name_key
from takedown.register.values import Dkim, Grade, Outcome, Standing

#: Printed below every result that rests on them.
RULES = (
    "An artist counts once for each desk and platform, as far as its least far release there: gone means all are gone.",
    "What somebody recorded without a file counts as reported; a file that is kept counts as a copy.",
    "An answer that is kept as a file counts as the desk’s reply, a dated observation with a file as seen.",
    "Where a desk refused, the request stays submitted; where a label refused, its artist could not leave.",
    "A request to a platform, an enquiry, a reminder or a letter to an artist is no request of its own.",
    "What was called back or replaced is in no count.",
)

#: Papers that ask who holds the permission; a request to a platform never counts by itself.
_COUNTED = frozenset({Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.REMOVAL_AFTER_END, Kind.SUPPLY_STOP})
_LEFT = frozenset({Dispatch.SUPERSEDED, Dispatch.RETRACTED})
#: How far each outcome is, for the least far of several.
_FAR = (
    Outcome.CANNOT, Outcome.PLEDGED, Outcome.PREPARED, Outcome.ASKED_LABEL, Outcome.LABEL_REFUSED,
    Outcome.SUBMITTED, Outcome.CAME_BACK, Outcome.AGREED, Outcome.GONE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """How far one item came, by what, and since when."""

    outcome: Outcome
    grade: Grade
    on: date | None


def own_rows(report: AuditReport, labels: Mapping[str, str] | None = None) -> tuple[Standing, ...]:
    """Fold notices to standings: one for each artist, desk and platform. `labels`: UPC → label."""
    found: dict[tuple[str, str, str], list[tuple[_Stand, NoticeState, ItemState]]] = {}
    seen = _observed(report.notices)
    for notice in report.notices:
        if notice.kind not in _COUNTED or notice.dispatch in _LEFT:
            continue
        for item in notice.items:
            if not item.is_called_back:
                key = (item.artist or notice.principal, notice.desk, item.platform)
                found.setdefault(key, []).append((_stand(notice, item, seen), notice, item))
    known = labels or {}
    rows = [_row(artist, desk, platform, some, known) for (artist, desk, platform), some in found.items()]
    return tuple(sorted(rows, key=lambda row: (name_key(row.artist), row.platform, row.distributor)))


def _row(
    artist: str,
    desk: str,
    platform: str,
    some: list[tuple[_Stand, NoticeState, ItemState]],
    labels: Mapping[str, str],
) -> Standing:
    least = min((stand for stand, _, _ in some), key=lambda one: (_FAR.index(one.outcome), _weakness(one)))
    named = {labels[item.upc] for _, _, item in some if labels.get(item.upc)}
    is_label = any(notice.kind is Kind.LABEL_REQUEST for _, notice, _ in some)
    recipient = some[0][1].recipient
    return Standing(
        participant=digest(name_key(artist), ""),
        artist=artist,
        label=", ".join(sorted(named)) or (recipient if is_label else ""),
        distributor="" if is_label else desk,
        platform=platform,
        outcome=least.outcome,
        grade=least.grade,
        dkim=Dkim.NOT_CHECKED,
        on=least.on,
        publish=False,
    )


def _weakness(stand: _Stand) -> int:
    return tuple(Grade).index(stand.grade)


def _stand(notice: NoticeState, item: ItemState, seen: Mapping[tuple[str, ...], ItemState]) -> _Stand:
    looked = seen.get(_of(item))
    if looked and looked.observed is Observed.GONE:
        return _saw(Outcome.GONE, looked)
    if looked and looked.returned:
        return _saw(Outcome.CAME_BACK, looked)
    if notice.dispatch is not Dispatch.SUBMITTED:
        return _Stand(outcome=Outcome.PREPARED, grade=Grade.COPY, on=notice.dated)
    asks_label = notice.kind is Kind.LABEL_REQUEST
    if item.answer is Answered.AGREED:
        return _heard(Outcome.AGREED, item)
    if item.answer is Answered.REFUSED and asks_label:
        return _heard(Outcome.LABEL_REFUSED, item)
    held = notice.submission
    return _Stand(
        outcome=Outcome.ASKED_LABEL if asks_label else Outcome.SUBMITTED,
        grade=Grade.REPORTED if held is None or held.declared else Grade.COPY,
        on=notice.submitted_on,
    )


def _heard(outcome: Outcome, item: ItemState) -> _Stand:
    grade = Grade.REPORTED if item.answer_declared else Grade.REPLY
    return _Stand(outcome=outcome, grade=grade, on=item.answered_on)


def _saw(outcome: Outcome, item: ItemState) -> _Stand:
    grade = Grade.REPORTED if item.observed_declared else Grade.OBSERVED
    return _Stand(outcome=outcome, grade=grade, on=item.observed_at)


def _of(item: ItemState) -> tuple[str, ...]:
    return (item.artist, item.platform, item.upc, *item.isrcs)


def _observed(notices: Iterable[NoticeState]) -> Mapping[tuple[str, ...], ItemState]:
    """What was last seen of each item, on whichever notice it was recorded."""
    found: dict[tuple[str, ...], ItemState] = {}
    for item in _looked_at(notices):
        before = found.get(_of(item))
        if before is None or (item.observed_at or date.min) >= (before.observed_at or date.min):
            found[_of(item)] = item
    return found


def _looked_at(notices: Iterable[NoticeState]) -> Iterator[ItemState]:
    for notice in notices:
        if not notice.kind.answers_another:
            yield from (item for item in notice.items if item.observed is not Observed.NOTHING)
