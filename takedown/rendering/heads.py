"""The head of a letter's file: TOML between two lines of `+++`, before the Markdown."""

from typing import Any

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.rendering.values import CLOSE, OPEN
from takedown.tables import toml_table

#: English governs, and stands in for a language that has no letter.
FALLBACK = "en"

#: The line above a head, and the one below it.
FENCE = "+++\n"
_LAST_VERSION = 999_999
_FRONT = {"version": int, "reviewed_by": str, "reviewed_on": str, "subject": str}
#: What only the head of a translation has.
_READ = {"read_by": str, "read_on": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A letter before it is filled in. `file` is how messages call it."""

    file: str
    language: str
    version: int
    reviewed_by: str
    reviewed_on: str
    read_by: str = ""
    """Of a translation: who has read it whose language it is."""
    read_on: str = ""

    @property
    def courtesy(self) -> bool:
        """Whether it is a translation that nobody has put a name to yet."""
        return self.language != FALLBACK and not (self.read_by and self.read_on)


def split_head(text: str, file: str, language: str) -> tuple[LetterFile, str, str]:
    """Head, subject and body of a letter. LetterError names the key that is wrong."""
    head, fence, body = text.removeprefix(FENCE).partition(f"\n{FENCE}")
    if not text.startswith(FENCE) or not fence:
        raise LetterError(
            f"{file} must begin with a head between two lines of +++.",
            hint="Copy the head of the letter of the same name in notice_templates/letters.",
        )
    try:
        front = toml_table(head)
    except (ValueError, RecursionError) as error:  # also: a number too long to read, lists without end
        raise LetterError(
            f"{file}: its head is not TOML that can be read: {error}.", hint="Put texts between quotes."
        ) from error
    _check_front(front, file, language)
    for entry in map(str, front.values()):
        check_unmarked(entry, f"{file}, in its head,")
    subject = front.pop("subject")
    return LetterFile(file=file, language=language, **front), subject, body


def _check_front(front: dict[str, Any], file: str, language: str) -> None:
    needed = _FRONT if language == FALLBACK else _FRONT | _READ
    wrong = [key for key in {**needed, **front} if type(front.get(key)) is not needed.get(key)]
    if wrong:
        more = "" if language == FALLBACK else "; in a translation also read_by and read_on (texts)"
        raise LetterError(
            f"{file}: '{wrong[0]}' in its head is missing, unknown or of the wrong type.",
            hint="A head holds version (a whole number), and reviewed_by, reviewed_on and subject (texts)"
            f"{more}.",
        )
    if not 0 <= front["version"] <= _LAST_VERSION:
        raise LetterError(
            f"{file}: 'version' in its head is not a number from 0 to {_LAST_VERSION}.",
            hint="Count the versions of your letter from 1.",
        )


def check_unmarked(text: str, file: str) -> None:
    """Raise LetterError where a file holds one of the marks of data."""
    if OPEN in text or CLOSE in text:
        raise LetterError(
            f"{file} holds the character U+E000 or U+E001, which letters cannot use.",
            hint="Take the character out; it is invisible in most editors, and \\uE000 in a head stands for it.",
        )
