"""A walk as text, one station a paragraph, and as values for JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from takedown.handing.stations import Attach, Do, Field, LeaveAlone, Open, Record, Station, Walk

#: Lines between which stands what is to be pasted, so that it can be marked and copied as it is.
RULE = "-" * 20

#: The last station, for somebody who was given the folder and has no program.
_GIVEN = Record(
    text="Write down the day, how you handed it over, and the ticket number; keep the confirmation, or a picture. "
    "Give all of it to whoever gave you this folder: they record it.",
    command="",
)


def walk_text(walk: Walk, *, beside: bool = False) -> str:
    """Write the whole walk, for who has no terminal to be led in; `beside` its files, or for who stands elsewhere."""
    head = f"Hand over notice {walk.notice}" + (f" to {walk.desk}" if walk.desk else "")
    lines = [head, "Its files lie beside this page." if beside else f"Its files lie in {walk.folder}"]
    for number, station in enumerate(walk.stations, 1):
        told = _GIVEN if beside and isinstance(station, Record) else station
        lines += ["", *station_lines(told, number, len(walk.stations))]
    return "\n".join(lines) + "\n"


def station_lines(station: Station, number: int, of: int) -> list[str]:
    """Write one station: what it is, and its text as its file has it."""
    head = f"[{number}/{of}]"
    match station:
        case LeaveAlone(text=text):
            return _told(f"{head} Leave this alone", text)
        case Open(text=text):
            return _told(f"{head} Where to go", text)
        case Field():
            return [f"{head} {_named(station)}", *_pasted(station)]
        case Attach(text=text):
            return _told(f"{head} Files", text)
        case Record(text=text):
            return _told(f"{head} Afterwards", text)
        case Do(text=text):
            return _told(f"{head} What to do", text)


def _told(head: str, text: str) -> list[str]:
    return [head, *text.split("\n")]


def _named(field: Field) -> str:
    """`Message, part 2 of 3 – 1,204 of at most 1,500 characters`."""
    which = f", part {field.part} of {field.parts}" if field.parts > 1 else ""
    if not field.text:
        return f"{field.name}{which}"
    return f"{field.name}{which} – {_length(field)}"


def _length(field: Field) -> str:
    counted = f"{field.length:,}"
    if not field.limit:
        return f"{counted} characters"
    if field.over:
        return f"{counted} characters: {field.over:,} more than the {field.limit:,} that the form may take"
    return f"{counted} of at most {field.limit:,} characters"


def _pasted(field: Field) -> Iterator[str]:
    if not field.text:
        yield field.answer
        return
    yield RULE
    yield from field.text.split("\n")
    yield RULE


def walk_json(walk: Walk) -> dict[str, Any]:
    """Say the same as values."""
    return {
        "notice": walk.notice,
        "kind": walk.kind,
        "desk": walk.desk,
        "folder": walk.folder,
        "demo": walk.demo,
        "channels": [channel.value for channel in walk.channels],
        "stations": [_station_json(station) for station in walk.stations],
    }


def _station_json(station: Station) -> dict[str, Any]:
    match station:
        case LeaveAlone(text=text):
            return {"station": "leave-alone", "text": text}
        case Open(text=text, urls=urls, menu=menu):
            return {"station": "open", "text": text, "urls": list(urls), "menu": menu}
        case Attach(text=text, files=files, yours=yours):
            return {"station": "attach", "text": text, "files": list(files), "yours": list(yours)}
        case Record(text=text, command=command):
            return {"station": "record", "text": text, "command": command}
        case Field():
            return _field_json(station)
        case Do(text=text):
            return {"station": "do", "text": text}


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "station": "field",
        "name": field.name,
        "kind": field.kind.value,
        "text": field.text,
        "yours": not field.text,
        "length": field.length,
        "limit": field.limit or None,
        "over": field.over,
        "part": field.part,
        "parts": field.parts,
    }


def fields_text(stations: Sequence[Station]) -> str:
    """Write the texts to paste alone, each between two lines, in their order."""
    lines: list[str] = []
    for station in stations:
        if isinstance(station, Field):
            lines += [_named(station), *_pasted(station), ""]
    return "\n".join(lines)
