"""Handing a notice over by hand: what to do, one step at a time, in the words of its own files."""

from takedown.handing.making import goes_by_hand, walk_of
from takedown.handing.stations import (
    Attach,
    Do,
    Field,
    FieldKind,
    LeaveAlone,
    Open,
    Postal,
    Record,
    Station,
    Walk,
)
from takedown.handing.telling import fields_text, station_lines, walk_json, walk_text

__all__ = [
    "Attach",
    "Do",
    "Field",
    "FieldKind",
    "LeaveAlone",
    "Open",
    "Postal",
    "Record",
    "Station",
    "Walk",
    "fields_text",
    "goes_by_hand",
    "station_lines",
    "walk_json",
    "walk_of",
    "walk_text",
]
