"""Instants as the ledger writes them: RFC 3339 in UTC, to the second, so that texts compare as times do."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def instant(at: datetime) -> str:
    """Write a time with its zone: `2026-11-22T12:00:00Z`."""
    return at.astimezone(UTC).strftime(_FORM)


def moment_of(text: str) -> datetime:
    """Read it again, with its zone; ValueError where it is none."""
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
