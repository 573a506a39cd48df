"""Answers, observations and due dates: pure folds over entries."""

from takedown.audit.fold import asked, audit_entries
from takedown.audit.reading import Document
from takedown.audit.state import (
    Answered,
    AuditReport,
    Dispatch,
    Evidence,
    ItemState,
    KeptFile,
    NoticeState,
    Observed,
)

__all__ = [
    "Answered",
    "AuditReport",
    "Dispatch",
    "Document",
    "Evidence",
    "ItemState",
    "KeptFile",
    "NoticeState",
    "Observed",
    "asked",
    "audit_entries",
]
