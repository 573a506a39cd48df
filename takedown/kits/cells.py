"""The cells of a roster as values: each word is looked up, nothing is guessed, and what is not clear is a finding."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from takedown.checks.email import email_findings
from takedown.checks.text import flaws
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import near_miss, quoted, squeezed
from takedown.model import Finding, Row, Severity
from takedown.request import LABEL, OTHER, SELF
from takedown.rules import RULES, finding

Word = TypeVar("Word", bound=StrEnum)
Note = Callable[[Finding], None]
#: Longer than what can be read as a name, in a letter or on a phone.
_LONGEST_NAME = 300
#: What people write where they publish by themselves, or where a label does it for them.
_LABEL = frozenset(map(squeezed, ("label", "my label", "our label", "via label", "through label")))
_SELF = frozenset(map(squeezed, ("self", "own account", "own upload", "own uploads", "uploaded myself")))
_UNKNOWN = frozenset(
    map(squeezed, ("unknown", "not known", "?", "n/a", "none", "no idea", "don't know", "-"))
)


def parts(text: str) -> tuple[str, ...]:
    """The values of a cell of several, separated by `;`, each once."""
    return tuple(dict.fromkeys(part for each in text.split(";") if (part := " ".join(each.split()))))


def printable(row: Row, column: str, known: Vocabulary, note: Note) -> str:
    """The text of a cell that stands in a letter; empty where it cannot, which is noted."""
    text = row.get(column)
    found = [
        finding(
            flaw.rule,
            f"the {column} {quoted(text)} {flaw.message}",
            hint=flaw.hint,
            source=row.source.at(column),
        )
        for flaw in flaws(text, known.coverage)
    ]
    if len(text) > _LONGEST_NAME:
        found.append(
            finding(
                "E-LONG",
                f"a cell of {len(text):,} characters, {quoted(text)}",
                hint=f"shorten it to {_LONGEST_NAME}",
                source=row.source.at(column),
            )
        )
    for each in found:
        note(each)
    return "" if any(RULES[each.rule].severity is Severity.ERROR for each in found) else text


def email_of(row: Row, column: str, note: Note) -> str:
    """An email address; empty where the cell holds none. A contact of another kind is none, and no error."""
    text = row.get(column)
    if "@" not in text or (column == "contact" and text.startswith("@")):
        return ""
    found = tuple(email_findings(text, row.source.at(column), ()))
    for each in found:
        note(each)
    return "" if any(each.blocks for each in found) else text


def word(row: Row, column: str, kind: type[Word], note: Note) -> Word | None:
    """One word of a fixed list; None where the cell is empty, or none of them, which is noted."""
    text = row.get(column)
    by_name: Mapping[str, Word] = {squeezed(each.value): each for each in kind}
    if not text or squeezed(text) in by_name:
        return by_name.get(squeezed(text))
    near = near_miss(text, {name: each.value for name, each in by_name.items()})
    note(
        finding(
            "E-ROSTER-WORD",
            f"{column}: {quoted(text)} is none of {', '.join(each.value for each in kind)}",
            hint=f"did you mean {near}?" if near else "write one of these words, or leave the cell empty",
            source=row.source.at(column),
        )
    )
    return None


def platforms_of(row: Row, known: Vocabulary, usual: Iterable[str], note: Note) -> tuple[str, ...]:
    """The platforms of a row, as slugs; those of the campaign where it names none. An unknown one is left out."""
    names = parts(row.get("platforms"))
    if not names:
        return tuple(usual)
    found: dict[str, None] = {}
    for name in names:
        if slug := known.platforms.get(squeezed(name)):
            found[slug] = None
            continue
        near = near_miss(name, known.platforms)
        note(
            finding(
                "E-PLATFORM",
                f"platforms: {quoted(name)} is not a platform of the directory; it is left out",
                hint=f"did you mean {near}?" if near else "takedown directory list shows all platforms",
                source=row.source.at("platforms"),
            )
        )
    return tuple(found)


def distributor_of(row: Row, known: Vocabulary, note: Note) -> tuple[str, str]:
    """Who delivers: a slug, `label`, `self`, or `other` with a name; all empty where nobody knows."""
    text = row.get("distributor")
    name = squeezed(text)
    if not text or name in _UNKNOWN:
        return (LABEL, "") if row.get("label") and not text else ("", "")
    if name in _LABEL:
        return LABEL, ""
    if name in _SELF:
        return SELF, ""
    slug = known.distributors.get(name, "")
    if slug and slug != OTHER:
        return slug, ""
    near = "" if slug == OTHER else near_miss(text, known.distributors)
    if near or slug == OTHER:
        note(
            finding(
                "E-DISTRIBUTOR",
                f"distributor: {quoted(text)} is not known here",
                hint=f"did you mean {near}? takedown directory list shows all"
                if near
                else "write its name; takedown directory list shows those that are known",
                source=row.source.at("distributor"),
            )
        )
        return "", ""
    own = printable(row, "distributor", known, note)
    if own:
        note(
            finding(
                "W-DISTRIBUTOR",
                f"distributor: {quoted(text)} is not in the directory: the packet knows no steps, address or price",
                hint="look whether it goes by another name there: takedown directory list",
                source=row.source.at("distributor"),
            )
        )
    return (OTHER, own) if own else ("", "")
