"""Data inside a letter: escaped, so that it cannot become markup; marked, so that the guard knows it.

A `Value` is text from a catalog or a party. Where a template prints one, it stands between two private-use
characters until the letter is checked; text that a template makes itself is never marked.
"""

import re

from jinja2 import Undefined

from takedown.errors import LetterError

OPEN, CLOSE = "\ue000", "\ue001"

#: Stands for a value in checked text. Not a word character, so that words beside it keep their boundaries.
MASK = "□"

# CommonMark 0.31, 2.4: any ASCII punctuation character may be escaped with a backslash.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Control characters, halves of surrogate pairs, and our own marks.
_UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{OPEN}{CLOSE}]")
_BREAKS = re.compile(r"[\r\n\t]+")
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class Value(str):
    """Text that came from data. Any operation on it gives plain text, which is not masked."""

    __slots__ = ()


def value(text: str) -> Value:
    """Make data for a template: one line, no control characters. LetterError where it cannot be printed."""
    line = _BREAKS.sub(" ", text).strip()
    bad = _UNPRINTABLE.search(line)
    if bad:
        raise LetterError(
            f"'{_visible(line)}' holds the character U+{ord(bad[0]):04X}, which cannot be printed.",
            hint="Take the character out of catalog.csv or takedown.toml: takedown check names the row.",
        )
    return Value(line)


def one_line(text: str) -> str:
    """Make one line of data outside a template, by the same rule."""
    return str(value(text))


def _visible(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode() if not text.isprintable() else text


def printed(thing: object) -> str:
    """Write what a template prints for an expression (Jinja's `finalize`)."""
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
    raise LetterError(
        f"A letter can print text and whole numbers, not {type(thing).__name__}.",
        hint="Print one of its fields.",
    )


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


def joined(values: list[str], separator: str, last: str) -> str:
    """Values in one line; a Value only where every part is one: a template's words stay visible."""
    text = last.join([separator.join(values[:-1]), values[-1]]) if len(values) > 1 else "".join(values)
    return Value(text) if all(type(part) is Value for part in values) else text


def plain(text: str) -> str:
    """Text without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def masked(text: str) -> str:
    """Text with every value replaced by one sign."""
    return _MARKED.sub(MASK, text)


def marked_values(text: str) -> list[str]:
    """List the values in a text, in order."""
    return [match[1:-1] for match in _MARKED.findall(text)]
