"""The cells of one row of text → values, with everything that is wrong with them."""

import re
from collections.abc import Callable
from datetime import date

from takedown import identifiers
from takedown.checks import dates, placeholders
from takedown.checks.faultless import PRINTED, faultless, longest, tidied
from takedown.checks.text import flaws, is_spelling
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import either, near_miss, quoted, squeezed, toml, visible
from takedown.identifiers import IdentifierError
from takedown.links import DOUBT_HINT, LinkError, is_web_address, read_link, sort_out
from takedown.model import Finding, Row, folded
from takedown.patterns import pattern
from takedown.request import ENDED, SPECIAL_VIA
from takedown.roster import is_nobody
from takedown.rules import finding

RECORDING, RELEASE, PODCAST = "recording", "release", "podcast"
_OLDEST_YEAR = 1900
_YEARS_AHEAD = 2
#: ISRCs exist since 1986, so 86 to 99 are of the last century.
_FIRST_ISRC_YEAR = 86
_KINDS = (RECORDING, RELEASE, PODCAST)
_JOINED_ARTISTS = pattern(r",\s|\s&\s|/|\s(?:feat|ft|featuring)\.?\s", re.IGNORECASE)


def one_product(text: str) -> str:
    """Read an ICPN; an EAN that starts with zero is the UPC of the same product."""
    return identifiers.icpn(text).lstrip("0").zfill(identifiers.UPC_DIGITS)


def _route_for(text: str, key: str) -> str:
    """The route that says what a word for `via`, or the key of a contact, leaves open."""
    match = f"add a route: match = {{ distributor = {toml(text)} }}"
    if key == ENDED:
        return (
            f'{match}, via = "ended", former = "…" and end = {{ ended = …, confirmed_on = …, seen_live = … }}'
        )
    if key in SPECIAL_VIA:
        return f'{match}, via = "{key}", contact = "my-desk" and a table [contacts.my-desk]'
    return f'{match}, contact = {toml(key)} and via = "other", "label" or "direct", whichever is true'


def parts(text: str) -> tuple[str, ...]:
    """Take a cell apart at its semicolons."""
    if ";" not in text:
        return (text.strip(),) if text.strip() else ()
    return tuple(part for part in (part.strip() for part in text.split(";")) if part)


class CellReader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: Row, known: Vocabulary) -> None:
        self._row = row
        self._known = known
        self.findings: list[Finding] = []

    def _note(self, rule: str, column: str, message: str, hint: str) -> None:
        self.findings.append(finding(rule, visible(message), hint=hint, source=self._row.source.at(column)))

    def kind(self) -> str:
        """Read the kind of row; an empty cell means a recording where a track or an ISRC is given, else a release."""
        text = folded(self._row.get("kind"))
        if not text:
            return RECORDING if placeholders.is_recording(self._row) else RELEASE
        if text not in _KINDS:
            self._note(
                "E-KIND",
                "kind",
                f"{quoted(text)} is none of {either(_KINDS)}",
                "write one of them, or leave the cell empty where the row is music",
            )
            return RECORDING
        return text

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
        raw = self._row.cells.get(column, "").strip()
        if not raw:
            return ""
        known = faultless(raw, column, self._known.coverage)
        if known is not None:
            return known
        most = longest(column)
        if len(raw) > most:
            self._note(
                "E-LONG",
                column,
                f"{quoted(raw)} has {len(raw)} characters; at most {most} are read",
                "look whether a quotation mark is missing, which joins several cells",
            )
            return ""
        tidy = tidied(raw)
        for flaw in flaws(raw, None):
            self._note(flaw.rule, column, f"{quoted(raw)} {flaw.message}", flaw.hint)
        if column in PRINTED:
            for flaw in flaws(tidy, self._known.coverage):
                if flaw.rule == "E-GLYPH" or (flaw.rule == "E-HEADER" and column != "url"):
                    self._note(flaw.rule, column, f"{quoted(raw)} {flaw.message}", flaw.hint)
        verdict = placeholders.judge(self._row, column, required)
        if verdict.rule:
            self._note(verdict.rule, column, verdict.message, verdict.hint)
        return tidy if verdict.keep else ""

    def text(self, column: str, required: frozenset[str]) -> str:
        """Read a cell of plain text, made visible where it had to be refused."""
        if column not in self._row.cells:
            return ""
        read = self._raw(column, required)
        return read if is_spelling(read) else visible(read)

    def artists(self, column: str, required: frozenset[str]) -> tuple[str, ...]:
        """Read the names of a cell, separated by semicolons."""
        if column not in self._row.cells:
            return ()
        text = self.text(column, required)
        names = parts(text)
        if text and not names and column in required:
            self._note("E-MISSING", column, f"{quoted(text)} names nobody", f"write the {column}")
        for name in names:
            if _JOINED_ARTISTS.search(name) and not is_nobody(name):
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
        code = self.identifier("upc", "E-UPC", one_product)
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
        if identifiers.is_canonical_isrc(raw):  # as nearly every one: nothing else can be wrong with it
            self._isrc_year(raw)
            return raw
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
        """Read the release date. Another form than ISO is read where it has one meaning, else left out; both are said.

        Nobody needs the date to find a release, so that no row is lost for it.
        """
        raw = self._raw("release_date")
        if not raw:
            return None
        day = dates.iso_date(raw) or self._other_form(raw)
        if day and not _OLDEST_YEAR <= day.year <= self._known.today.year + _YEARS_AHEAD:
            self._note(
                "W-DATE-ODD",
                "release_date",
                f"{quoted(raw)} is very old or far ahead for a release",
                "compare it with your distributor's page",
            )
        return day

    def _other_form(self, raw: str) -> date | None:
        possible = dates.readings(raw, self._known.today)
        if not possible:
            message = f"{quoted(raw)} is not a date; it is left out"
            hint = "write year-month-day, for example 2021-03-12"
        elif len(possible) == 1:
            why = (
                "a spreadsheet's number for a date"
                if dates.is_serial(raw)
                else "not written as year-month-day"
            )
            message = f"{quoted(raw)} is {why}; it is read as {dates.spoken(possible)}"
            hint = f"write {possible[0]}"
        else:
            message = f"{quoted(raw)} could be {dates.spoken(possible)}; it is left out"
            hint = f"write {either([str(day) for day in possible])}"
        self._note("W-DATE", "release_date", message, hint)
        return possible[0] if len(possible) == 1 else None

    def located(self, *, recording: bool) -> tuple[str, str]:
        """Read the cells asin and url: where it can be seen. What stands in the wrong one of them is moved."""
        code, address = self._raw("asin"), self.text("url", frozenset())
        if not (code or address):
            return "", ""
        try:
            found = sort_out(code, address, recording=recording)
        except LinkError as error:
            self._note(
                "E-ASIN" if error.column == "asin" else "E-LINK", error.column, error.problem, error.fix
            )
            return "", ""
        if found.doubt:
            self._note("W-LINK", "url", found.doubt, DOUBT_HINT)
        return found.asin, found.url

    def feed(self) -> str:
        """Read the address of a podcast's feed: a page of a company is not the feed."""
        text = self.text("url", frozenset())
        try:
            found = read_link(text)
            is_feed = not found.company and is_web_address(found.url)
        except IdentifierError:
            is_feed = False
        if is_feed:
            return text
        message = (
            f"{quoted(text)} is not the address of a feed"
            if text
            else "a podcast needs its feed; url is empty"
        )
        hint = (
            "write the address that your podcast host gives, for example https://feeds.example.com/show.xml"
        )
        self._note("E-FEED", "url", message, hint)
        return ""

    def distributor(self) -> str:
        """Read the distributor, named by slug or name, as a slug; one that nobody knows stays as it is written.

        A word for `via` and a contact of the workspace, by its key or name, are understood too.
        """
        text = visible(self._raw("distributor"))
        slug, own = self._known.distributors.get(squeezed(text), ""), self._known.own
        if slug or not text:
            return slug
        if folded(text) in own.matched:
            return text
        key = folded(text) if folded(text) in SPECIAL_VIA else own.contacts.get(squeezed(text), "")
        if key:
            if folded(key) in own.routes:
                return key
            message = f"{quoted(text)} alone does not say who delivers it, and how"
            self._note("W-DISTRIBUTOR", "distributor", message, _route_for(text, key))
            return text
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
        for part in parts(visible(self._raw("platforms"))):
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
