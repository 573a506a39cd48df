"""The append-only record of what happened, and the bytes that belong to it."""

from takedown.ledger.checking import Erasure, Problem, erased_by, erasures_in
from takedown.ledger.store import Ledger

__all__ = ["Erasure", "Ledger", "Problem", "erased_by", "erasures_in"]
