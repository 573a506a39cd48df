"""In which languages there are letters."""

from takedown.resources import notice_templates


def letter_languages() -> tuple[str, ...]:
    """The codes (ISO 639-1) of the languages in which a withdrawal can be written, in order."""
    letters = (notice_templates() / "letters").glob("withdrawal.*.md.j2")
    return tuple(sorted(path.name.split(".")[1] for path in letters))
