"""Cells of a form: days, platforms, names, addresses. What is not plain is no value, and a reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from takedown.checks.words import near_miss, quoted, squeezed
from takedown.mailbox import is_plain_email
from takedown.patterns import pattern
from takedown.records import Directory
from takedown.register.intake.values import LONGEST
from takedown.roster import is_nobody
from takedown.stores import company_of, platform_of

_ISO = pattern(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_NUMBERS = pattern(r"(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})(?:[T, ].*)?")
_NAMED = pattern(r"(?i)(?=.*(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[a-z0-9 ,.:]{6,40}")
#: What a day leaves out is filled in from these: where the two differ, it named no whole day.
_FILLED_IN = tuple(datetime.combine(day, time.min) for day in (date(2000, 1, 1), date(2001, 2, 2)))
_SEVERAL = pattern(r"[;\n]")
_LISTED = pattern(r"[;,\n]")
_MONTHS = 12
#: Artists for whom one row can speak.
MOST_ARTISTS = 50
_TICKET = pattern(r"[^\w#./ -]")


class CellError(ValueError):
    """A cell that cannot be used: its message is the reason, `fix` the next step."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.fix = fix


def one_line(text: str) -> str:
    """A text without line breaks and characters that cannot be seen, of a bounded length."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:LONGEST]


def names_of(text: str) -> tuple[str, ...]:
    """The artists in a cell, divided by semicolons. CellError where a cell names nobody."""
    names = tuple(dict.fromkeys(filter(None, map(one_line, _SEVERAL.split(text)))))
    nobody = next((name for name in names if is_nobody(name) or not any(map(str.isalnum, name))), "")
    if len(names) > MOST_ARTISTS:
        raise CellError(
            f"{len(names):,} artists in one row, more than {MOST_ARTISTS}",
            "divide it into several rows, or look for a quotation mark that is not closed",
        )
    if nobody or not names:
        said = f"{quoted(nobody)} is the name of no artist" if nobody else "no artist is named"
        raise CellError(said, "write the name of one artist; several are divided by semicolons")
    return names


def address_of(text: str) -> str:
    """An email address as it stands; empty where it is none. What else people write there is not kept."""
    word = one_line(text).removeprefix("mailto:").strip("<>")
    if is_plain_email(word):
        return word
    if "@" not in word or " " in word:
        return ""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(word, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return ""


def day_of(text: str, *, order: str, today: date) -> date | None:
    """The day that a cell names; None where it names none. CellError where it can be read in two ways, or is to come.

    `order`: dmy or mdy, for days of numbers alone.
    """
    word = one_line(text)
    if not word:
        return None
    day = _read_day(word, order)
    if day is None:
        raise CellError(f"{quoted(word)} is no day that can be read", "write it as year-month-day")
    if (day - today).days > 1:  # where the sender lives it may be tomorrow already
        raise CellError(f"the day {day} is still to come", "write the day on which it happened")
    return min(day, today)


def _read_day(word: str, order: str) -> date | None:
    try:
        if found := _ISO.fullmatch(word):
            return date(*map(int, found.groups()))
        if found := _NUMBERS.fullmatch(word):
            first, mark, second, year = found.groups()
            return _of_numbers(int(first), int(second), int(year), "dmy" if mark == "." else order, word)
        if _NAMED.fullmatch(word):
            from dateutil.parser import parse

            days = {parse(word, default=each).date() for each in _FILLED_IN}
            return days.pop() if len(days) == 1 else None
    except CellError:
        raise
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    return None


def _of_numbers(first: int, second: int, year: int, order: str, word: str) -> date:
    if order == "mdy" and first <= _MONTHS:
        return date(year, first, second)
    if order == "dmy" and second <= _MONTHS:
        return date(year, second, first)
    if first > _MONTHS or second == first:
        return date(year, second, first)
    if second > _MONTHS:
        return date(year, first, second)
    raise CellError(
        f"the day {quoted(word)} can be read in two ways",
        "say how days are written there: --days dmy (day first) or --days mdy (month first)",
    )


def order_of(cells: Iterable[str]) -> str:
    """How a column writes days of numbers, where any of them can be read in one way only; empty where none."""
    for cell in cells:
        if found := _NUMBERS.fullmatch(one_line(cell)):
            first, _, second, _ = found.groups()
            if int(first) > _MONTHS >= int(second):
                return "dmy"
            if int(second) > _MONTHS >= int(first):
                return "mdy"
    return ""


class Places:
    """Platforms and distributors by what people call them."""

    def __init__(self, directory: Directory, campaign: Sequence[str] = ()) -> None:
        """`campaign`: slugs of the platforms that it is about; the name of a company means all of them that are its."""
        self._platforms = _named(directory.platforms)
        self._companies: dict[str, list[str]] = {}
        for slug in campaign:
            if slug in directory.platforms:
                self._companies.setdefault(directory.platforms[slug].company, []).append(slug)
        self._distributors = _named(directory.distributors)

    def platforms(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Slugs of the platforms in a cell, and the words that name none."""
        found: dict[str, None] = {}
        unknown: list[str] = []
        for word in filter(None, map(one_line, _LISTED.split(text))):
            slug = self.platform(word)
            company = self._companies.get(company_of(word), []) if " " not in word else []
            if slug or company:
                found |= dict.fromkeys([slug] if slug else company)
            else:
                unknown.append(word)
        return tuple(found), tuple(unknown)

    def platform(self, word: str) -> str:
        """The slug of the one platform that a name means; empty where none, or several."""
        return self._platforms.get(squeezed(word)) or platform_of(word)

    def is_platform(self, heading: str) -> str:
        """The slug of the platform whose very name a heading is; empty where it says more."""
        return self._platforms.get(squeezed(heading), "") if heading else ""

    def distributor(self, text: str) -> str:
        """The slug of a distributor, else the words that came in."""
        word = one_line(text)
        return self._distributors.get(squeezed(word), word) if word else ""

    def near_platform(self, word: str) -> str:
        """The slug that a word is most like; empty where none."""
        return near_miss(word, self._platforms)


def _named(records: Mapping[str, object]) -> dict[str, str]:
    names = {squeezed(str(getattr(record, "name", slug))): slug for slug, record in records.items()}
    return names | {squeezed(slug): slug for slug in records}


def ticket_of(text: str) -> str:
    """A ticket number as people copy it, without what is no part of one."""
    return _TICKET.sub("", one_line(text)).strip(" #./-")[:80]
