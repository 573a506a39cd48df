"""Data inside a letter: escaped, so that it cannot become markup; marked, so that the guard knows it.

A `Value` is text from a catalog or a party. Where a template prints one, it stands between two private-use
characters until the letter is checked; text that a template makes itself is never marked. Every value that
is printed is also recorded, so that a mark around any other text is known to be forged.
"""

import unicodedata
from collections.abc import Collection, Sequence
from itertools import count

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from takedown.errors import LetterError
from takedown.patterns import pattern

OPEN, CLOSE = "\ue000", "\ue001"

#: Where a rendering records what it prints. No name in a template, so that none can reach it.
RECORD = "#printed"

#: Separators that say nothing by themselves, in each language of the letters. Any other is words of the template,
#: which the guard must read.
SEPARATORS = (
    ", ", "; ",
    " and ", " or ",
    " und ", " oder ",  # German
    " et ", " ou ",  # French; "ou" Portuguese as well
    " y ", " e ", " o ", " u ",  # Spanish, and "e" before "i", "u" before "o"; "e" Portuguese as well
)  # fmt: skip

#: Stands for a value in checked text. Not a word character, so that words beside it keep their boundaries.
MASK = "□"

# CommonMark 0.31, 2.4: any ASCII punctuation character may be escaped with a backslash.
_PUNCTUATION = pattern(r"([!-/:-@\[-`{-~])")
# Control characters, halves of surrogate pairs, and our own marks.
_UNPRINTABLE = pattern(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{OPEN}{CLOSE}]")
_BREAKS = pattern("[\r\n\t\u2028\u2029]+")
# Directions that are not closed turn the rest of a line around (Unicode Standard Annex 9, 2.1 to 2.6).
_DIRECTIONS = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")
_MARKED = pattern(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class Value(str):
    """Text that came from data. Any operation on it gives plain text, which is not masked."""

    __slots__ = ()


def value(text: str) -> Value:
    """Make data for a template: one line, no control characters. LetterError where it cannot be printed."""
    if text.isprintable():  # as most data is: nothing below can be in it
        return Value(text.strip())
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
    return text.strip() if text.isprintable() else str(value(text))


def shown(text: str) -> str:
    """Make one line of data for a page of plain text, without marks that turn the direction of a line."""
    return _DIRECTIONS.sub("", one_line(text))


def _visible(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode() if not text.isprintable() else text


@pass_context
def printed(context: Context, thing: object) -> str:
    """Write what a template prints for an expression (Jinja's `finalize`), and record it where it is a value."""
    if isinstance(thing, Undefined):
        return str(thing)  # StrictUndefined raises here and names the variable
    if type(thing) is Value:
        return _marked(context, thing)
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


def _marked(context: Context, thing: Value) -> str:
    if not thing:
        return ""
    text = _escaped(thing)
    record = context.get(RECORD)
    if isinstance(record, set):  # a part that is imported without context has none, and can mark nothing
        record.add(text)
    return f"{OPEN}{text}{CLOSE}"


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


def joined(values: list[str], separator: str, last: str) -> str:
    """Values in one line; a Value only where every part is one, and so is all between: words stay visible."""
    text = last.join([separator.join(values[:-1]), values[-1]]) if len(values) > 1 else "".join(values)
    data = all(type(part) is Value for part in values) and {separator, last} <= set(SEPARATORS)
    return Value(text) if data else text


def plain(text: str) -> str:
    """Text without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def masked(text: str) -> str:
    """Text with every value replaced by one sign; by nothing where the value shows nothing."""
    return _MARKED.sub(lambda match: MASK if _shows(match[0][1:-1]) else "", text)


def _shows(text: str) -> bool:
    if text.isascii():
        return bool(text)
    return any(unicodedata.category(character) not in ("Cf", "Mn", "Me") for character in text)


def marked_values(text: str) -> list[str]:
    """List the values in a text, in order."""
    return [match[1:-1] for match in _MARKED.findall(text)]


def check_marks(text: str, allowed: Collection[str], *, file: str) -> None:
    """Raise LetterError where marks stand alone, or around something that was not printed as a value."""
    found = marked_values(text)
    forged = next((marked for marked in found if marked not in allowed), None)
    if forged is not None or not text.count(OPEN) == text.count(CLOSE) == len(found):
        shows = f" around '{_visible(forged)}'" if forged else ""
        raise LetterError(
            f"{file} sets the marks of data{shows}: only the program may, around a value that it prints.",
            hint="Print the value with {{ }} alone, and take U+E000 and U+E001 out, however they are written.",
        )


def source_values(markdown: str) -> list[str]:
    """List the values in Markdown, in order, as they read once it is parsed."""
    return [_ESCAPED.sub(r"\1", text) for text in marked_values(markdown)]


def numbered(markdown: str) -> str:
    """Markdown with numbers, counted from 0, in place of its values: what a letter says to everybody."""
    numbers = count()
    return _MARKED.sub(lambda _: f"{OPEN}{next(numbers)}{CLOSE}", markdown)


def with_values(text: str, values: Sequence[str]) -> str:
    """Text with the values in place of their numbers. The marks stay."""
    return _MARKED.sub(lambda match: f"{OPEN}{values[int(match[0][1:-1])]}{CLOSE}", text)
