"""Notices as they are planned, their entries, and candidates made of both, for tests of what holds messages back."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from support.audit_samples import report_of
from support.builders import TODAY, checked, release, request, route
from takedown.asked import Asked
from takedown.audit import AuditReport, asked
from takedown.brakes import Candidate, Grounds
from takedown.braking.values import Addressed
from takedown.directory import load_directory
from takedown.events import Event, What
from takedown.model import Release
from takedown.notice import Kind, Notice
from takedown.planning import plan_notices
from takedown.request import Request

DIRECTORY = load_directory()
ME = "ana@example.com"
#: Of the digest of a document, as it was signed.
SIGNED_AS = "d" * 64


#: What the bytes of a message say.
Said = partial(Addressed, sender=ME)


def planned(
    via: str = "ditto",
    *releases: Release,
    ask: Request | None = None,
    kind: Kind = Kind.WITHDRAWAL,
    before: Asked | None = None,
) -> Notice:
    """The notice of a kind that the plan makes of releases which are delivered in one way."""
    plan = plan_notices(
        checked(*(releases or (release(1), release(2)))),
        ask or request(route(via)),
        DIRECTORY,
        asked=before or Asked(),
        today=TODAY,
    )
    return next(each.notice for each in plan.notices if each.notice.kind is kind)


def to_contact(**changes: Any) -> Notice:
    """A withdrawal to a contact of the workspace."""
    return planned(ask=request(route("other", contact="desk"), contacts={"desk": contact(**changes)}))


def contact(**changes: Any) -> Any:
    from takedown.request import Contact

    plain = Contact(
        name="Small Example",
        email="desk@example.org",
        source="https://example.org/contact",
        checked_on=TODAY,
    )
    return replace(plain, **changes)


def written(notice: Notice, *, what: What = What.SIGNED, **data: Any) -> Event:
    """The event of a notice, with what its notice.json says of itself and its items."""
    paper = {
        "schema": 1, "id": notice.id, "case": notice.case, "kind": notice.kind.value, "demo": notice.demo,
        "principal": notice.principal, "in_reply_to": notice.in_reply_to,
        "recipient": {
            "desk": notice.recipient.desk, "name": notice.recipient.name, "email": notice.recipient.email,
        },
        "platforms": [{"slug": each.slug, "name": each.name} for each in notice.platforms],
        "territories": list(notice.territories), "excluded_territories": list(notice.excluded_territories),
        "deliveries": [
            {"desk": each.desk, "name": each.name, "notice": each.notice, "releases": each.releases,
             "submitted_on": each.submitted_on and each.submitted_on.isoformat(), "ticket": each.ticket}
            for each in notice.deliveries
        ],
        "items": [
            {"key": item.key, "platform": item.platform, "release_key": item.release.key,
             "artist": item.release.artist, "title": item.release.title, "version": "",
             "upc": item.release.icpn, "grid": "", "label": "", "catalog_number": "", "asin": "", "url": "",
             "recordings": [
                 {"number": each.number, "title": each.title, "version": "", "isrc": each.isrc}
                 for each in item.release.recordings
             ]}
            for item in notice.items
        ],
    }  # fmt: skip
    signature = {"signature": b'{"name": "Ana Example", "signed_at": "2026-11-22T10:00:00+01:00"}'}
    return Event(
        what=what,
        notice=notice.id,
        documents={
            "notice.json": json.dumps(paper).encode(),
            **(signature if what is What.SIGNED else {}),
        },
        data={
            "dated": "2026-11-22",
            "document_sha256": SIGNED_AS,
            "folder": notice.folder,
            "kind": notice.kind.value,
            "files": {},
            **data,
        },
    )


def queued(notice: Notice, *, attempt: int = 1, part: int = 1, parts: int = 1) -> Event:
    return Event(
        what=What.QUEUED,
        notice=notice.id,
        documents={"message": b"bytes", "envelope": b"{}", "message_id": b"<1@example.com>"},
        data={
            "message": message_id(notice, attempt, part),
            "attempt": attempt,
            "part": part,
            "parts": parts,
            "purpose": "notice",
        },
    )


def message_id(notice: Notice, attempt: int = 1, part: int = 1) -> str:
    return f"{notice.id}.{attempt}" + (f".p{part}" if part > 1 else "")


def step(what: What, notice: Notice, *, attempt: int = 1, part: int = 1, **data: Any) -> Event:
    return Event(what=what, notice=notice.id, data={"message": message_id(notice, attempt, part), **data})


def taken(notice: Notice, *, part: int = 1, parts: int = 1) -> tuple[Event, ...]:
    """A message that a mail server took."""
    steps = (What.CLAIMED, What.COMMITTING, What.ACCEPTED)
    return (queued(notice, part=part, parts=parts), *(step(what, notice, part=part) for what in steps))


def candidate(notice: Notice, report: AuditReport, /, **changes: Any) -> Candidate:
    """A signed notice that may go, in one message to whom it is for."""
    state = next(state for state in report.notices if state.id == notice.id)
    plain = Candidate(
        state=state,
        notice=notice,
        document_sha256=SIGNED_AS,
        messages=(Said(recipients=(notice.recipient.email,) if notice.recipient.email else ()),),
        account_address=ME,
    )
    return replace(plain, **changes)


def grounds(report: AuditReport, **changes: Any) -> Grounds:
    plain = Grounds(
        today=TODAY,
        directory=DIRECTORY,
        asked=asked(report, demo=False),
        states={state.id: state for state in report.notices},
    )
    return replace(plain, **changes)


def report(events: Iterable[Event]) -> AuditReport:
    return report_of(*events, today=TODAY)
