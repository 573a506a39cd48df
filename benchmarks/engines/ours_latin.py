"""The program's own drawing of text that a viewer's own fonts could print."""

from benchmarks.engines.ours import STANDARDS, ready, start

__all__ = ["STANDARDS", "TEXT", "TITLE", "ready", "start"]

TITLE = "takedown, Latin text"
TEXT = "latin"
