"""Which column of a form is what: by what the organizer said, by its heading, by a question that asks for it."""

from collections.abc import Callable, Mapping, Sequence

from takedown.checks.words import quoted
from takedown.frozen import dataclass
from takedown.register.intake.values import Remembered
from takedown.register.intake.words import NOTHING, asked_field, field_of, plain

#: Fields of which a form can have several columns: their cells are read together.
_SEVERAL = frozenset({"file", "platforms", NOTHING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Field → positions of its columns; platform → position of a column of its own, in which an outcome stands."""

    places: Mapping[str, tuple[int, ...]]
    by_platform: Mapping[str, int]
    width: int = 0
    """How many columns the header has."""
    unread: tuple[tuple[int, str], ...] = ()
    """Position and heading of columns that are nothing known."""
    notes: tuple[str, ...] = ()

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The text of a field in a row; of several columns joined by semicolons."""
        found = [cells[place] for place in self.places.get(name, ()) if place < len(cells) and cells[place]]
        return "; ".join(found)


def known_headings(cells: Sequence[str], remembered: Remembered, platform: Callable[[str], str]) -> int:
    """How many cells of a row are headings: a row with an artist and one more is a header."""
    said = {plain(heading) for headings in remembered.columns.values() for heading in headings}
    return sum(
        plain(cell) in said or bool(field_of(cell) or platform(cell) or asked_field(cell))
        for cell in cells
        if cell
    )


def columns_of(
    header: Sequence[str], remembered: Remembered, *, name: str, platform: Callable[[str], str]
) -> Columns | None:
    """Read a header; None where no column is the artist's name. `platform`: the slug that a heading is, or nothing."""
    said = {plain(heading): key for key, headings in remembered.columns.items() for heading in headings}
    sure: dict[str, list[int]] = {}
    asked: dict[str, list[int]] = {}
    platforms: dict[str, int] = {}
    told = set(said.values())
    for place, heading in enumerate(header):
        words = plain(heading) if heading else ""
        if not words:
            continue
        own = field_of(heading)
        if key := said.get(words, "" if own in told else own):
            sure.setdefault(key, []).append(place)
        elif slug := platform(heading):
            platforms.setdefault(slug, place)
        elif (key := asked_field(heading)) and key not in told:
            asked.setdefault(key, []).append(place)
    places, doubled = _settled(sure, asked)
    if "artist" not in places:
        return None
    read = {place for found in places.values() for place in found} | set(platforms.values())
    return Columns(
        places=places,
        by_platform=platforms,
        width=len(header),
        unread=tuple((place, heading) for place, heading in enumerate(header) if place not in read),
        notes=tuple(_notes(header, places, asked, doubled, name)),
    )


def _settled(
    sure: Mapping[str, Sequence[int]], asked: Mapping[str, Sequence[int]]
) -> tuple[dict[str, tuple[int, ...]], list[str]]:
    """Decide for one column each: a heading before a question. Fields that several columns could be are in none."""
    both = {**asked, **sure}
    places = {key: tuple(found) for key, found in both.items() if len(found) == 1 or key in _SEVERAL}
    return places, [key for key in both if key not in places]


def _notes(
    header: Sequence[str],
    places: Mapping[str, tuple[int, ...]],
    asked: Mapping[str, Sequence[int]],
    doubled: Sequence[str],
    name: str,
) -> list[str]:
    notes = [
        f"{name}: the column {quoted(header[found[0]])} is read as {key}; if that is wrong: --map {key}=HEADING"
        for key, found in places.items()
        if found == tuple(asked.get(key, ()))
    ]
    notes += [
        f"{name}: several columns could be {key}, so none is read; say which: --map {key}=HEADING"
        for key in doubled
    ]
    return notes
