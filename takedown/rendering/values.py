"""Data inside a letter: escaped so that it cannot become markup, and marked so that the guard knows it from our words.

A `Value` is text from a catalog or a party. Where a template prints one, it stands between two private-use characters
until the letter has been checked; text that a template makes itself, by filters or concatenation, is never marked.
"""

import re
import unicodedata

from jinja2 import Undefined

from takedown.errors import LetterError

OPEN, CLOSE = "\ue000", "\ue001"

#: Stands for a value in checked text. Not a word character, so that words beside it keep their boundaries.
MASK = "□"

# CommonMark 0.31, 2.4: any ASCII punctuation character may be escaped with a backslash.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"[\r\n\t]+")
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class Value(str):
    """Text that came from data. Any operation on it gives plain text, which is not masked."""

    __slots__ = ()


def value(text: str) -> Value:
    """Data for a template: one line, without control characters. Raises LetterError where it cannot be printed."""
    line = _BREAKS.sub(" ", text).strip()
    for character in line:
        if character in (OPEN, CLOSE) or unicodedata.category(character) in ("Cc", "Cs"):
            raise LetterError(
                f"The value '{_visible(line)}' holds the character U+{ord(character):04X}, which cannot be printed.",
                hint="Take the character out of catalog.csv or takedown.toml: takedown check names the row.",
            )
    return Value(line)


def _visible(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode() if not text.isprintable() else text


def printed(thing: object) -> str:
    """What a template prints for an expression (Jinja's `finalize`)."""
    if isinstance(thing, Undefined):
        return str(thing)  # StrictUndefined raises here and names the variable
    if type(thing) is Value:
        return f"{OPEN}{_escaped(thing)}{CLOSE}" if thing else ""
    if type(thing) is int:
        return str(thing)
    if isinstance(thing, str):
        if OPEN in thing or CLOSE in thing:
            raise LetterError(
                "A letter may not print text that was printed before (the result of a macro or of a block).",
                hint="Use a part with {% include %} instead.",
            )
        return _escaped(thing)
    raise LetterError(f"A letter can print text and whole numbers, not {type(thing).__name__}.", hint="Print one of its fields.")


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


def joined(values: list[str], separator: str, last: str) -> str:
    """Values in one line; a Value only where every part is one, so that words of a template stay visible to the guard."""
    text = last.join([separator.join(values[:-1]), values[-1]]) if len(values) > 1 else "".join(values)
    return Value(text) if all(type(part) is Value for part in values) else text


def plain(text: str) -> str:
    """Text without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def masked(text: str) -> str:
    """Text with every value replaced by one sign."""
    return _MARKED.sub(MASK, text)


def marked_values(text: str) -> list[str]:
    """The values in a text, in order."""
    return [match[1:-1] for match in _MARKED.findall(text)]
