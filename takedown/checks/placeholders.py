"""Words that stand where a value should be. Some of them are also titles of real songs."""

from takedown import identifiers
from takedown.checks.words import quoted
from takedown.frozen import dataclass
from takedown.identifiers import IdentifierError
from takedown.model import Row, folded
from takedown.patterns import pattern

#: Never a value.
_SURE = frozenset(
    {
        "n/a", "n.a.", "n. a.", "--", "---", "tbd", "tba", "tbc", "todo", "to be announced",
        "to be determined", "unknown artist", "#n/a", "#ref!", "#value!", "#name?",
    }
)  # fmt: skip
#: Placeholders that are also titles (“?”, “None”, “XXX”, “Unknown” are real ones).
_PERHAPS = frozenset(
    {
        "0", "-", "–", "—", "?", "??", "...", "na", "nan", "nil", "none", "null", "unknown", "test", "xx",
        "xxx", "xxxx",
    }
)  # fmt: skip
#: A longer text is none of them, however it is written: folding composes no letter of theirs.
_LONGEST = max(map(len, _SURE | _PERHAPS))
_ZEROS = pattern(r"0+(?:\.0+)?")
_CODES = frozenset({"upc", "grid", "isrc", "asin"})
#: Columns in which such a word is judged by a rule of its own, or is a value: track 0 exists.
_EXEMPT = frozenset({"kind", "track_number"})
#: What a recording needs that has a title.
TITLED = frozenset({"artist", "track"})
#: The codes that prove a title: a desk finds it by them, whatever it is called.
_PROVING = {"release": ("upc",), "track": ("isrc",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a cell's text is kept, and what is said about it."""

    keep: bool = True
    rule: str = ""
    message: str = ""
    hint: str = ""


def is_placeholder(text: str, column: str = "") -> bool:
    """Whether a text stands where a value should be."""
    # `folded` remembers names that come again; nearly every cell that is asked about is one that does not
    plain = " ".join(text.lower().split()) if text.isascii() else folded(text)
    return plain in _SURE or plain in _PERHAPS or (column in _CODES and bool(_ZEROS.fullmatch(plain)))


def is_given(row: Row, column: str) -> bool:
    """Whether a cell holds a value."""
    text = row.get(column).strip()
    return bool(text) and (not is_placeholder(text, column) or _is_title(row, column))


def is_recording(row: Row) -> bool:
    """Whether a row that does not say its kind is about a recording: by its track, or its ISRC."""
    if is_given(row, "track") or is_given(row, "isrc"):
        return True
    return bool(row.get("track").strip()) and not is_given(row, "release")


def required_columns(row: Row, *, recording: bool) -> frozenset[str]:
    """Name the columns that this row needs: the artist, and the title of what it is about.

    A recording that has an ISRC and a release can do without its own title.
    """
    if not recording:
        return frozenset({"artist", "release"})
    if is_given(row, "isrc") and not row.get("track").strip():
        return frozenset({"artist", "release"})
    return TITLED


def may_be_one(tidy: str, column: str) -> bool:
    """Whether `judge` may have something to say of a cell with this text, without spaces that say nothing."""
    if column in _EXEMPT or (len(tidy) > _LONGEST and column not in _CODES):
        return False
    return is_placeholder(tidy, column)


def judge(row: Row, column: str, required: frozenset[str]) -> Verdict:
    """Say what to do with a cell that may hold a placeholder."""
    text = row.get(column).strip()
    if not text or column in _EXEMPT or not is_placeholder(text, column):
        return Verdict()
    if _is_title(row, column):
        return Verdict(
            rule="W-PLACEHOLDER",
            message=f"{quoted(text)} is taken as the title",
            hint="nothing, if it is the title; else write the title as it stands at your distributor",
        )
    if column in required:
        return Verdict(
            keep=False,
            rule="E-PLACEHOLDER",
            message=f"{quoted(text)} stands where a value is needed",
            hint=f"write the {column} as it stands at your distributor",
        )
    if column in _CODES:
        return Verdict(
            keep=False,
            rule="E-PLACEHOLDER",
            message=f"{quoted(text)} is not a code",
            hint="write the code, or leave the cell empty",
        )
    return Verdict(
        keep=False,
        rule="W-PLACEHOLDER",
        message=f"{quoted(text)} is read as empty",
        hint="leave the cell empty",
    )


def _is_title(row: Row, column: str) -> bool:
    """Whether such a word is a title after all: a valid code of the same row proves that it exists."""
    codes = _PROVING.get(column, ())
    return folded(row.get(column)) in _PERHAPS and any(_is_valid(code, row.get(code)) for code in codes)


def _is_valid(column: str, text: str) -> bool:
    if is_placeholder(text, column):
        return False
    if column == "isrc":
        return identifiers.looks_like_isrc(text)
    try:
        identifiers.icpn(text)
    except IdentifierError:
        return False
    return True
