"""A notice as the ledger holds it, for scripts: the fields of `status --json`, which the contract names."""

from datetime import date
from typing import Any

from takedown.audit import Evidence, ItemState, NoticeState
from takedown.messages import Message


def notice_json(notice: NoticeState) -> dict[str, Any]:
    """Return all that is held of a notice, its messages and its items."""
    return {
        "id": notice.id,
        "case": notice.case,
        "kind": notice.kind.value,
        "recipient": {"desk": notice.desk, "name": notice.recipient, "email": notice.recipient_email},
        "principal": notice.principal,
        "dispatch": notice.dispatch.value,
        "since": notice.since,
        "due": _day(notice.due),
        "ticket": notice.ticket,
        "early": notice.early,
        "partial": notice.partial,
        "demo": notice.demo,
        "in_reply_to": notice.in_reply_to,
        "replies": [
            {"id": reply.notice, "kind": reply.kind.value, "desk": reply.desk, "on": reply.on.isoformat()}
            for reply in notice.replies
        ],
        "folder": notice.folder,
        "restore_kit": notice.kit.folder if notice.kit else "",
        "document_sha256": notice.document_sha256,
        "evidence": [_evidence(piece) for piece in notice.evidence],
        "messages": [message_json(message) for message in notice.messages],
        "items": [_item(item) for item in notice.items],
    }


def message_json(message: Message) -> dict[str, Any]:
    """Return what is held of a message, without its words."""
    return {
        "id": message.id,
        "purpose": message.purpose.value,
        "part": message.part,
        "parts": message.parts,
        "stage": message.stage.value,
        "since": message.since,
        "not_before": message.not_before,
        "tries": message.tries,
        "code": message.code,
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "what": piece.what.value,
        "at": piece.at,
        "declared": piece.declared,
        "ticket": piece.ticket,
        "by": piece.by,
        "file": piece.file,
        "channel": piece.channel,
        "tracking": piece.tracking,
    }


def _item(item: ItemState) -> dict[str, Any]:
    return {
        "platform": item.platform,
        "upc": item.upc,
        "isrc": item.isrcs[0] if len(item.isrcs) == 1 else "",
        "isrcs": list(item.isrcs),
        "artist": item.artist,
        "title": item.title,
        "answer": item.answer.value,
        "answered_on": _day(item.answered_on),
        "observed": item.observed.value,
        "observed_at": _day(item.observed_at),
        "returned": item.returned,
        "reminded_on": _day(item.reminded_on),
        "escalated_on": _day(item.escalated_on),
        "retracted_on": _day(item.retracted_on),
        "reinstated_on": _day(item.reinstated_on),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
