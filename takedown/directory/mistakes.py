"""What is wrong with a file that is no TOML, in words for somebody who never heard of TOML.

The parser says where it stopped; what was meant is read from the line itself.
"""

import re
from typing import Any

from takedown.directory.problems import RecordError
from takedown.model import SourceRef
from takedown.patterns import pattern
from takedown.tables import toml_table

_PLACE = pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CURLY = pattern(r"[“”„«»‘’‚]")
_TEXTS = pattern(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_COMMA = pattern(r"=\s*(-?\d+),(\d+)\s*$")
_DAY = pattern(r"=\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_SHORT_DAY = pattern(r"=\s*\d{4}-\d{1,2}(?:-\d{1,2})?\s*$")
_BARE = pattern(r"=\s*([^\s\"'\[{#][^#\"]*?)\s*(?:#.*)?$")
_HEADING = pattern(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_COLON = pattern(r"\s*[\w-]+\s*:")

_SHOWN = 120

Said = tuple[str, str]


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Parse TOML. RecordError with file, line and the line itself where it is none; RecursionError goes through."""
    try:
        return toml_table(text)
    except ValueError as error:
        raise _explained(str(error), text, file) from None


def _explained(problem: str, text: str, file: str) -> RecordError:
    place = _PLACE.search(problem)
    said = problem[: place.start()] if place else problem
    lines = text.split("\n")
    number = int(place[1]) if place and place[1] else 0 if not place else _last(lines)
    # A list that is not closed is noticed where the next key begins.
    number = _opened(lines, number) if number else 0
    line = lines[number - 1].strip() if number else ""
    message, hint = _words(said, line, lines, number)
    shown_line = f": {_printable(line)[:_SHOWN]}" if line else ""
    return RecordError(
        f"not valid TOML: {message}{shown_line}", source=SourceRef(file=file, row=number), hint=hint
    )


def _last(lines: list[str]) -> int:
    """The number of the last line with something on it."""
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)


def _opened(lines: list[str], number: int) -> int:
    """The line on which a list began that is still open on the line before; else the line itself."""
    for back in range(number, max(0, number - 40), -1):
        bare = _TEXTS.sub("", lines[back - 1]).split("#")[0]
        if back < number and re.search(r"=\s*\[[^\]]*$", bare):
            return back
        if back < number and ("]" in bare or "=" in bare):
            break
    return number


def _words(said: str, line: str, lines: list[str], number: int) -> Said:
    for judge in (_quotes, _dates, _values, _twice, _brackets):
        if found := judge(said, line, lines, number):
            return found
    return "it cannot be read from here on", "Compare the line, and the one above it, with another record."


def _quotes(said: str, line: str, _lines: list[str], _number: int) -> Said | None:
    bare = _TEXTS.sub("", line)
    if _CURLY.search(bare):
        return (
            "the quotes are curly",
            'Write straight ones, as in name = "…"; many editors turn them as you type.',
        )
    if "Unescaped" in said or "hex value" in said:
        return (
            "a backslash has a meaning of its own between these quotes",
            "Write it twice, as in \\\\, or use '…'.",
        )
    if _COLON.match(bare) and "=" not in bare:
        return "a key and its value stand without = between them", "Write = in the place of the colon."
    if "Unterminated" in said or "Illegal character" in said or said.startswith("Expected \"'"):
        return "a closing quote is missing", 'Write one at the end of the text, as in name = "…".'
    return None


def _dates(said: str, line: str, _lines: list[str], _number: int) -> Said | None:
    if day := _DAY.search(line):
        return "a date is year-month-day", f"Write {day[3]}-{day[2]:0>2}-{day[1]:0>2}, without quotes."
    if "date" in said:
        return "there is no such day", "Look it up in a calendar, and write year-month-day, as in 2026-11-22."
    if _SHORT_DAY.search(line):
        return "a date is year-month-day with two digits each", "Write it as in 2026-03-07, without quotes."
    return None


def _values(said: str, line: str, _lines: list[str], _number: int) -> Said | None:
    if comma := _COMMA.search(line):
        point = f"{comma[1]}.{comma[2]}"
        return "a number with a comma", f'Write {point}; amounts stand in quotes: "{point}".'
    if "Invalid value" in said and (bare := _BARE.search(line)):
        if bare[1].casefold() in ("true", "false"):
            return "true and false are written small", f"Write {bare[1].casefold()}."
        return "a text without quotes", f'Write it in straight quotes: "{bare[1]}".'
    if "Invalid value" in said and line.endswith("="):
        return "nothing stands after =", "Write the value, or take the line out: unknown stays unknown."
    if "after a statement" in said:
        return (
            "something stands after the value that does not belong there",
            'Write one value on a line, and quotes inside a text as \\". Where it is a list: ["…", "…"].',
        )
    return None


def _twice(said: str, line: str, lines: list[str], number: int) -> Said | None:
    if "Cannot" not in said:
        return None
    heading = _HEADING.match(line)
    key = heading[1] if heading else line.split("=", maxsplit=1)[0].strip()
    same = re.compile(rf"\s*\[?\[?\s*{re.escape(key)}\s*(?:\]|=)")
    first = next((n for n, one in enumerate(lines[: number - 1], 1) if same.match(one)), 0)
    where = f", first on line {first}" if first else ""
    if heading and first and lines[first - 1].lstrip().startswith("["):
        return f"the table {key} stands there twice{where}", "Put the two together under one heading."
    if not first:
        return f"{key} stands there already, written in another way", "Put all of it under one heading."
    return f"the key {key} stands there twice{where}", "Take one of the two out."


def _brackets(said: str, line: str, _lines: list[str], _number: int) -> Said | None:
    if "declaration" in said:
        return "a heading that is not closed", "Write [name], or [[name]] for one entry of several."
    if "array" in said or line.count("[") > line.count("]"):
        return "a comma or the closing bracket of the list is missing", 'Write ["…", "…"].'
    if "inline table" in said or line.count("{") > line.count("}"):
        return "a comma or the closing brace is missing", "Write { key = value, key = value } on one line."
    if "after a key" in said:
        return (
            "a key and its value stand without = between them",
            'Write key = "…"; keys have a-z, digits, - and _.',
        )
    if "invalid character" in said:
        return "a character that nobody can see", "Type the line anew instead of pasting it."
    return None


def _printable(line: str) -> str:
    return "".join(mark if mark.isprintable() or mark == "\t" else "\ufffd" for mark in line)
