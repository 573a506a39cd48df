"""Answers, observations and due dates: pure folds over entries."""

from takedown.audit.fold import asked, audit_entries
from takedown.audit.reading import Document
from takedown.audit.state import (
    OPEN,
    UNDER_WAY,
    Answered,
    AuditReport,
    Dispatch,
    Evidence,
    ItemState,
    KeptFile,
    KitState,
    NoticeState,
    Observed,
    ReplyState,
)

__all__ = [
    "OPEN",
    "UNDER_WAY",
    "Answered",
    "AuditReport",
    "Dispatch",
    "Document",
    "Evidence",
    "ItemState",
    "KeptFile",
    "KitState",
    "NoticeState",
    "Observed",
    "ReplyState",
    "asked",
    "audit_entries",
]
