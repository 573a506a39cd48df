"""The fold from entries to what may be said.

Dispatch goes prepared, signed, submitted. Prepared again after signed means that the document changed: it is
unsigned again. What went out stays out: superseded, prepared or signed after submitted change nothing.
Among several records of one kind the latest date holds, on the same date the later record; an acknowledgment
never weakens a decision. Nothing is claimed that is not held: a record without a file is `declared`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from takedown.asked import Asked, Submission, isrc_mark
from takedown.audit.due import due_of, sent_of
from takedown.audit.handed import came_back, handed
from takedown.audit.reading import (
    Document,
    day,
    deliveries_of,
    evidence_of,
    files_of,
    happened_on,
    is_declared,
    items_of,
    json_of,
    newest,
    scope_of,
    table_of,
    tables,
    text,
    words_of,
)
from takedown.audit.replies import with_replies
from takedown.audit.state import (
    UNDER_WAY,
    Answered,
    AuditReport,
    Dispatch,
    Evidence,
    ItemState,
    KitState,
    NoticeState,
    Observed,
)
from takedown.events import Entry, What
from takedown.notice import Kind

_ISSUED = frozenset({What.PREPARED, What.SIGNED})
_DECIDED = frozenset({What.AGREED, What.REFUSED})
_SEEN = frozenset({What.LIVE, What.GONE})
_RECEIPTS = frozenset({What.SUBMITTED, What.ACKNOWLEDGED})
_ABOUT_NOTICES = frozenset(
    {What.SUBMITTED, What.DELIVERED, What.BOUNCED, What.DELAYED, What.REPLIED, What.EXPORTED}
)
_ABOUT_ITEMS = _DECIDED | _SEEN | {What.ACKNOWLEDGED}
_KINDS = tuple(Kind)


def audit_entries(entries: Iterable[Entry], document: Document, *, today: date) -> AuditReport:
    """Fold the entries of a ledger. `document` gives the bytes behind a digest (`Ledger.document`)."""
    by_notice: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.notice:
            by_notice.setdefault(entry.notice, []).append(entry)
    states = {identity: _state(identity, tuple(events), document) for identity, events in by_notice.items()}
    known = with_replies({identity: state for identity, state in states.items() if state}).values()
    return AuditReport(
        notices=tuple(
            sorted(known, key=lambda state: (state.case, _KINDS.index(state.kind), state.desk, state.id))
        ),
        today=today,
        unreadable=tuple(sorted(identity for identity, state in states.items() if state is None)),
    )


def asked(report: AuditReport, *, demo: bool) -> Asked:
    """Say what went out, for planning: what a demo recorded counts in a demo only."""
    found: dict[tuple[str, Kind, str], list[Submission]] = {}
    ours = [state for state in report.notices if state.demo is demo]
    out = [state for state in ours if state.submitted_on or state.dispatch in UNDER_WAY]
    for state in out:
        if state.kind.answers_another:
            continue
        for item in state.items:
            submission = Submission(
                notice=state.id,
                on=state.submitted_on or day(state.since) or report.today,
                under_way="" if state.submitted_on else state.dispatch.value,
                ticket=state.ticket,
                scope=state.scope,
                isrcs=frozenset(item.isrcs),
                refused=item.answer is Answered.REFUSED,
                retracted_on=item.reinstated_on or item.retracted_on,
                delivered_again=item.reinstated_on is not None,
                case=state.case,
            )
            for mark in _marks(item):
                found.setdefault((mark, state.kind, state.desk), []).append(submission)
    return Asked(
        submissions={place: tuple(sorted(each, key=_day_of)) for place, each in found.items()},
        out=frozenset(state.id for state in out),
    )


def _marks(item: ItemState) -> tuple[str, ...]:
    """An item is found again by its key; one without UPC also by its recordings, as it may get a UPC later."""
    return (item.key,) if item.upc else (item.key, *(isrc_mark(code, item.platform) for code in item.isrcs))


def _day_of(submission: Submission) -> date:
    return submission.on


def _state(identity: str, events: tuple[Entry, ...], document: Document) -> NoticeState | None:
    """Fold one notice; None where nothing says what was prepared."""
    latest = _last(events, _ISSUED)
    if latest is None or latest.data.get("kind") not in _KINDS:
        return None
    paper = table_of(latest, "notice.json", document)
    recipient = paper.get("recipient")
    recipient = recipient if isinstance(recipient, dict) else {}
    folder = _last_text(events, "folder")
    state = NoticeState(
        id=identity,
        case=text(paper, "case") or folder.removeprefix("notices/").split("/")[0],
        kind=Kind(latest.data["kind"]),
        desk=text(recipient, "desk"),
        recipient=text(recipient, "name"),
        recipient_email=text(recipient, "email"),
        principal=text(paper, "principal"),
        demo=paper.get("demo") is True,
        dispatch=Dispatch.PREPARED,
        since=latest.at,
        folder=folder,
        dated=day(latest.data.get("dated")),
        document_sha256=text(latest.data, "document_sha256"),
        files=files_of(latest),
        made_from=text(latest.data, "made_from"),
        earlier=frozenset(
            kept.sha256 for entry in events if entry.what in _ISSUED for kept in files_of(entry).values()
        )
        - frozenset(kept.sha256 for kept in files_of(latest).values()),
        in_reply_to=text(paper, "in_reply_to"),
        kit=_kit(events),
        answer_by=day(paper.get("answer_by")),
        effective=day(paper.get("effective")),
        notice_days=_notice_days(paper),
        deliveries=deliveries_of(paper),
        scope=scope_of(paper),
        platforms=tuple((text(entry, "slug"), text(entry, "name")) for entry in tables(paper, "platforms")),
        items=_items(items_of(paper), events, document),
    )
    signed = _signed(_evident(state, events, document), latest, document)
    return _submitted(handed(signed, events), events, document)


def _notice_days(paper: Mapping[str, object]) -> int:
    agreement = paper.get("agreement")
    days = agreement.get("notice_days") if isinstance(agreement, dict) else None
    return days if type(days) is int and days > 0 else 0


def _evident(state: NoticeState, events: tuple[Entry, ...], document: Document) -> NoticeState:
    """Add what is held of submission, answers and observations, and whether the notice was superseded."""
    last = _last(events, _ISSUED | {What.SUPERSEDED})
    superseded = last is not None and last.what is What.SUPERSEDED
    return replace(
        state,
        dispatch=Dispatch.SUPERSEDED if superseded else state.dispatch,
        since=last.at if last is not None and superseded else state.since,
        evidence=tuple(
            evidence_of(entry, document)
            for entry in events
            if entry.what in _ABOUT_ITEMS or entry.what in _ABOUT_NOTICES
        ),
    )


def _signed(state: NoticeState, latest: Entry, document: Document) -> NoticeState:
    """Add the signature, where the latest paper has one: held over its digest, it is no mere word."""
    if latest.what is not What.SIGNED:
        return state
    signature = table_of(latest, "signature", document)
    name = text(signature, "name")
    piece = Evidence(what=What.SIGNED, at=text(signature, "signed_at") or latest.at, declared=False, by=name)
    return replace(
        state,
        dispatch=Dispatch.SUPERSEDED if state.dispatch is Dispatch.SUPERSEDED else Dispatch.SIGNED,
        signed_by=name,
        early=latest.data.get("early") is True,
        evidence=(piece, *state.evidence),
    )


def _submitted(state: NoticeState, events: tuple[Entry, ...], document: Document) -> NoticeState:
    """Add that it went out, when, under which ticket, and when to ask again."""
    undelivered = came_back(events)
    submission = newest(
        entry
        for entry in events
        if entry.what is What.SUBMITTED and entry.data.get("message") not in undelivered
    )
    if submission is None:
        return state
    on = happened_on(submission)
    ticket = _ticket(events, document)
    sent = sent_of(replace(state, ticket=ticket), on)
    items = tuple(replace(item, due=due_of(item, sent)) for item in state.items)
    return replace(
        state,
        dispatch=Dispatch.SUBMITTED,
        since=on.isoformat(),
        submitted_on=on,
        ticket=ticket,
        due=min((item.due for item in items if item.due), default=None),
        items=items,
    )


def _kit(events: tuple[Entry, ...]) -> KitState | None:
    """Fold what was recorded of the restore kit; it moves with a notice that is set aside."""
    kits = [entry for entry in events if entry.what is What.RESTORE_KIT]
    if not kits:
        return None
    files = files_of(kits[-1])
    before = (kept.sha256 for entry in kits for kept in files_of(entry).values())
    return KitState(
        folder=_last_text(events, "kit"),
        files=files,
        earlier=frozenset(before) - frozenset(kept.sha256 for kept in files.values()),
        made_from=text(kits[-1].data, "made_from"),
    )


def _ticket(events: tuple[Entry, ...], document: Document) -> str:
    """Return the number of the latest receipt. One that came with another answer is not the request's own."""
    named = [entry for entry in events if entry.what in _RECEIPTS and words_of(entry, "ticket", document)]
    latest = newest(named)
    return words_of(latest, "ticket", document) if latest else ""


def _items(
    items: tuple[ItemState, ...], events: tuple[Entry, ...], document: Document
) -> tuple[ItemState, ...]:
    """Add answers and observations to the items that each record names."""
    records = [(entry, _scope(entry, document)) for entry in events if entry.what in _ABOUT_ITEMS]
    return tuple(
        _item(item, tuple(entry for entry, scope in records if scope is None or item.key in scope))
        for item in items
    )


def _scope(entry: Entry, document: Document) -> frozenset[str] | None:
    """List the item keys that a record is about; None: all items of its notice.

    A list that was erased or cannot be read names nothing: better to say too little than too much.
    """
    if "items" not in entry.documents:
        return None
    keys = json_of(entry, "items", document)
    if not isinstance(keys, list):
        return frozenset()
    return frozenset(key for key in keys if isinstance(key, str)) if keys else None


def _item(item: ItemState, records: tuple[Entry, ...]) -> ItemState:
    answer = newest(entry for entry in records if entry.what in _DECIDED) or newest(
        entry for entry in records if entry.what is What.ACKNOWLEDGED
    )
    if answer:
        item = replace(
            item,
            answer=Answered(answer.what.value),
            answered_on=happened_on(answer),
            answer_declared=is_declared(answer),
        )
    sight = newest(entry for entry in records if entry.what in _SEEN)
    if sight:
        item = replace(
            item,
            observed=Observed(sight.what.value),
            observed_at=happened_on(sight),
            observed_declared=is_declared(sight),
            returned=sight.what is What.LIVE and any(entry.what is What.GONE for entry in records),
        )
    return item


def _last(events: tuple[Entry, ...], wanted: frozenset[What]) -> Entry | None:
    return next((entry for entry in reversed(events) if entry.what in wanted), None)


def _last_text(events: tuple[Entry, ...], key: str) -> str:
    """Return the last text under a key of the data: a superseded notice may have moved to another folder."""
    return next((text(entry.data, key) for entry in reversed(events) if text(entry.data, key)), "")
