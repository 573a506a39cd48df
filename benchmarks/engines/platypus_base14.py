"""The same with the fonts that every viewer has (Helvetica): nothing is embedded, and only Latin text prints."""

from benchmarks.engines import Draw
from benchmarks.engines.platypus import STANDARDS, drawing, ready

__all__ = ["STANDARDS", "TEXT", "TITLE", "ready", "start"]

TITLE = "the same, Helvetica, Latin text"
TEXT = "latin"


def start() -> Draw:
    """No font to register."""
    return drawing(("Helvetica", "Helvetica-Bold"))
