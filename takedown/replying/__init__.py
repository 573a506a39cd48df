"""Reminders, escalations, retractions and reinstatements: the notices that come after another."""

from takedown.replying.following import Replies, called, follow_ups, holds, open_replies, standing
from takedown.replying.making import (
    REINSTATABLE,
    RETRACTABLE,
    Ground,
    even_groups,
    papers_of,
    reply_notice,
    way_back,
)

__all__ = [
    "REINSTATABLE",
    "RETRACTABLE",
    "Ground",
    "Replies",
    "called",
    "even_groups",
    "follow_ups",
    "holds",
    "open_replies",
    "papers_of",
    "reply_notice",
    "standing",
    "way_back",
]
