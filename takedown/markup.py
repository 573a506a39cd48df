"""What the HTML pages of the program share: templates that escape all they print, and files that stand in a page."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


@cache
def shipped(file: Path) -> Markup:
    """Return a stylesheet or a script of the program, to stand in a page as it is. No data may be in it."""
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704 – the one place; no datum comes this way


def strict_templates(folder: Path, seen: Callable[[str], str]) -> Environment:
    """Make the templates of a folder: every text is escaped, and one that is missing is an error.

    `seen` writes out what could not be seen, in whatever a template prints; what a filter made as Markup has passed it.
    """

    def finalized(thing: object) -> object:
        return seen(thing) if isinstance(thing, str) and not isinstance(thing, Markup) else thing

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
