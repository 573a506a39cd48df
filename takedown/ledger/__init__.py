"""The append-only record of what happened, and the bytes that belong to it."""

from takedown.ledger.store import Ledger

__all__ = ["Ledger"]
