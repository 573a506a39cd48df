"""One row of text → one typed row, with everything that is wrong with its cells."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from takedown import identifiers
from takedown.checks import dates, placeholders
from takedown.checks.text import flaws
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import either, near_miss, quoted, squeezed, toml, visible
from takedown.identifiers import IdentifierError
from takedown.model import Finding, Row, Severity, folded
from takedown.rules import finding

LONGEST_CELL = 300
_OLDEST_YEAR = 1900
_YEARS_AHEAD = 2
#: ISRCs exist since 1986, so 86 to 99 are of the last century.
_FIRST_ISRC_YEAR = 86
_KINDS = ("recording", "release")
_PRINTED = frozenset(
    {
        "artist", "release", "release_version", "catalog_number", "label", "p_line", "c_line", "track_number",
        "track_artist", "track", "track_version", "url",
    }
)  # fmt: skip
_JOINED_ARTISTS = re.compile(r",\s|\s&\s|/|\s(?:feat|ft|featuring)\.?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """A row with its values parsed; one that could not be used is empty, and has an error in `findings`."""

    row: Row
    is_recording: bool
    artists: tuple[str, ...]
    release: str
    release_version: str
    icpn: str
    grid: str
    catalog_number: str
    label: str
    released: date | None
    p_line: str
    c_line: str
    track_number: str
    track_artists: tuple[str, ...]
    track: str
    track_version: str
    isrc: str
    owners: tuple[str, ...]
    distributor: str
    platforms: tuple[str, ...]
    asin: str
    url: str
    findings: tuple[Finding, ...]

    @property
    def error(self) -> Finding | None:
        """The first error, if the row cannot be used."""
        return next((each for each in self.findings if each.severity is Severity.ERROR), None)

    @property
    def full_track(self) -> str:
        """Track title with its version in brackets."""
        return f"{self.track} ({self.track_version})" if self.track_version else self.track


def read_row(row: Row, known: Vocabulary) -> TypedRow:
    """Parse one row. It never raises: what is wrong stands in `findings`."""
    reader = _Reader(row, known)
    is_recording = reader.kind()
    required = placeholders.required_columns(row, recording=is_recording)
    reader.missing(required)
    text = {column: reader.text(column, required) for column in _PRINTED - {"artist", "track_artist"}}
    return TypedRow(
        row=row,
        is_recording=is_recording,
        artists=reader.artists("artist", required),
        release=text["release"],
        release_version=text["release_version"],
        icpn=reader.icpn(),
        grid=reader.identifier("grid", "E-GRID", identifiers.grid),
        catalog_number=text["catalog_number"],
        label=text["label"],
        released=reader.released(),
        p_line=text["p_line"],
        c_line=text["c_line"],
        track_number=text["track_number"],
        track_artists=reader.artists("track_artist", required),
        track=text["track"],
        track_version=text["track_version"],
        isrc=reader.isrc(),
        owners=_parts(reader.text("owner", required)),
        distributor=reader.distributor(),
        platforms=reader.platforms(),
        asin=reader.identifier("asin", "E-ASIN", identifiers.asin),
        url=text["url"],
        findings=tuple(reader.findings),
    )


def _one_product(text: str) -> str:
    """Read an ICPN; an EAN that starts with zero is the UPC of the same product."""
    return identifiers.icpn(text).lstrip("0").zfill(identifiers.UPC_DIGITS)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(";")) if part)


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: Row, known: Vocabulary) -> None:
        self._row = row
        self._known = known
        self.findings: list[Finding] = []

    def _note(self, rule: str, column: str, message: str, hint: str) -> None:
        self.findings.append(finding(rule, visible(message), hint=hint, source=self._row.source.at(column)))

    def kind(self) -> bool:
        """Whether it is a recording; an empty cell means: where a track or an ISRC is given."""
        text = folded(self._row.get("kind"))
        if not text:
            return placeholders.is_recording(self._row)
        if text not in _KINDS:
            self._note(
                "E-KIND",
                "kind",
                f"{quoted(text)} is not yet read by this version, which reads recording and release",
                "write recording or release, or leave the cell empty",
            )
        return text != "release"

    def missing(self, required: frozenset[str]) -> None:
        """Note every required cell that is empty."""
        for column in sorted(required):
            if not self._row.get(column).strip():
                self._note(
                    "E-MISSING",
                    column,
                    f"{column} is empty",
                    "write the release, or the track where it is on no release"
                    if column == "release" and not placeholders.is_given(self._row, "track")
                    else f"write the {column} as it stands at your distributor",
                )

    def _raw(self, column: str, required: frozenset[str] = frozenset()) -> str:
        """Read a cell, tidied; empty for a placeholder and for a cell that is too long."""
        raw = self._row.get(column).strip()
        if len(raw) > LONGEST_CELL:
            self._note(
                "E-LONG",
                column,
                f"{quoted(raw)} has {len(raw)} characters; at most {LONGEST_CELL} are read",
                "look whether a quotation mark is missing, which joins several cells",
            )
            return ""
        tidy = " ".join(unicodedata.normalize("NFC", raw).split())
        for flaw in flaws(raw, None):
            self._note(flaw.rule, column, f"{quoted(raw)} {flaw.message}", flaw.hint)
        if column in _PRINTED:
            for flaw in flaws(tidy, self._known.coverage):
                if flaw.rule == "E-GLYPH" or (flaw.rule == "E-HEADER" and column != "url"):
                    self._note(flaw.rule, column, f"{quoted(raw)} {flaw.message}", flaw.hint)
        verdict = placeholders.judge(self._row, column, required)
        if verdict.rule:
            self._note(verdict.rule, column, verdict.message, verdict.hint)
        return tidy if verdict.keep else ""

    def text(self, column: str, required: frozenset[str]) -> str:
        """Read a cell of plain text, made visible where it had to be refused."""
        return visible(self._raw(column, required))

    def artists(self, column: str, required: frozenset[str]) -> tuple[str, ...]:
        """Read the names of a cell, separated by semicolons."""
        text = self.text(column, required)
        names = _parts(text)
        if text and not names and column in required:
            self._note("E-MISSING", column, f"{quoted(text)} names nobody", f"write the {column}")
        for name in names:
            if _JOINED_ARTISTS.search(name):
                self._note(
                    "W-SEVERAL-ARTISTS",
                    column,
                    f"{quoted(name)} is read as one name, and could be several artists",
                    "if they are several, separate them by a semicolon; if it is one name, leave it",
                )
        return names

    def identifier(self, column: str, rule: str, parse: Callable[[str], str]) -> str:
        """Read a code in its canonical form."""
        raw = self._raw(column)
        if not raw:
            return ""
        try:
            return parse(raw)
        except IdentifierError as error:
            self._note(rule, column, error.problem, error.fix)
            return ""

    def icpn(self) -> str:
        """Read the UPC or EAN; lost zeros are put back and named."""
        raw = self._row.get("upc")
        if identifiers.looks_like_isrc(raw):
            message, hint = f"{quoted(raw)} is an ISRC in the upc column", "move it to the isrc column"
            self._note("E-SWAPPED", "upc", message, hint)
            return ""
        code = self.identifier("upc", "E-UPC", _one_product)
        if code and identifiers.lost_zeros(raw):
            self._note(
                "I-UPC-ZEROS",
                "upc",
                f"{quoted(raw)} is read as {code}: leading zeros were lost, as the check digit proves",
                "format the column as text in the spreadsheet, so that zeros stay",
            )
        return code

    def isrc(self) -> str:
        """Read the ISRC of the recording."""
        raw = self._row.get("isrc")
        if identifiers.looks_like_icpn(raw):
            message, hint = f"{quoted(raw)} is a UPC in the isrc column", "move it to the upc column"
            self._note("E-SWAPPED", "isrc", message, hint)
            return ""
        code = self.identifier("isrc", "E-ISRC", identifiers.isrc)
        if code:
            self._isrc_year(code)
        return code

    def _isrc_year(self, code: str) -> None:
        digits = int(code[5:7])
        year = digits + (1900 if digits >= _FIRST_ISRC_YEAR else 2000)
        if year > self._known.today.year:
            self._note(
                "W-ISRC-YEAR",
                "isrc",
                f"{code} is of the year {year}, which lies in the future",
                "compare it with your distributor's page, character by character",
            )

    def released(self) -> date | None:
        """Read the release date; anything but an ISO date is an error that shows what it could mean."""
        raw = self._raw("release_date")
        if not raw:
            return None
        day = dates.iso_date(raw)
        if day is None:
            self._unclear_date(raw)
        elif not _OLDEST_YEAR <= day.year <= self._known.today.year + _YEARS_AHEAD:
            self._note(
                "W-DATE-ODD",
                "release_date",
                f"{quoted(raw)} is very old or far ahead for a release",
                "compare it with your distributor's page",
            )
        return day

    def _unclear_date(self, raw: str) -> None:
        possible = dates.readings(raw, self._known.today)
        if not possible:
            message, hint = f"{quoted(raw)} is not a date", "write year-month-day, for example 2021-03-12"
        elif len(possible) == 1:
            message = f"{quoted(raw)} is not written as year-month-day"
            hint = f"if it is {dates.spoken(possible)}, write {possible[0]}"
        else:
            message = f"{quoted(raw)} could be {dates.spoken(possible)}"
            hint = f"write {either([str(day) for day in possible])}"
        self._note("E-DATE", "release_date", message, hint)

    def distributor(self) -> str:
        """Read the distributor, named by slug or name, as a slug; one that nobody knows stays as it is written."""
        text = visible(self._raw("distributor"))
        slug = self._known.distributors.get(squeezed(text), "")
        if slug or not text:
            return slug
        close = near_miss(text, self._known.distributors)
        message = f"{quoted(text)} is not in the directory of distributors"
        if close:
            hint = f"did you mean {close}? Else write other, and give its address in a route"
            self._note("E-DISTRIBUTOR", "distributor", message, hint)
            return ""
        hint = f'add a route: match = {{ distributor = {toml(text)} }}, via = "other" and a contact'
        self._note("W-DISTRIBUTOR", "distributor", message, hint)
        return text

    def platforms(self) -> tuple[str, ...]:
        """Read the platforms where it is live, as slugs; one that nobody knows stays as it is written."""
        slugs: list[str] = []
        for part in _parts(visible(self._raw("platforms"))):
            slug = self._known.platforms.get(squeezed(part), "")
            if slug:
                slugs.append(slug)
                continue
            close = near_miss(part, self._known.platforms)
            message = f"{quoted(part)} is not in the directory of platforms"
            if close:
                self._note("E-PLATFORM", "platforms", message, f"did you mean {close}?")
            else:
                slugs.append(part)
                hint = "nothing, if it is another platform: it is not asked; separate several by ;"
                self._note("W-PLATFORM", "platforms", message, hint)
        return tuple(dict.fromkeys(slugs))
