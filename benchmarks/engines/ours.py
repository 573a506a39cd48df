"""The program's own drawing: tagged, PDF/A-3a and PDF/UA-1."""

from typing import TYPE_CHECKING

from benchmarks.engines import Draw

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "takedown"
TEXT = "mixed"
STANDARDS = ("3a", "ua1")


def start() -> Draw:
    """Import what draws."""
    from takedown.rendering.pdf import draw_pdf

    return draw_pdf


def ready(paper: "Paper") -> "Paper":
    """Papers are what it draws."""
    return paper
