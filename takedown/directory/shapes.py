"""Rules about what a fact of its own shape must say: abilities, redirects, traps, languages, forms of addresses."""

import re
from collections.abc import Iterator

from takedown.codes import languages
from takedown.directory.addresses import is_https
from takedown.directory.facts import facts_of, place_of
from takedown.directory.findings import finding
from takedown.directory.kinds import Record
from takedown.directory.problems import shown, suggestion
from takedown.model import Finding, SourceRef
from takedown.patterns import pattern
from takedown.records import Ability, Directory, Distributor, Known, Platform, Steps
from takedown.request import SPECIAL_VIA

#: What may stand in braces in the form of an address.
PLACEHOLDERS = (
    "album", "artist", "asin", "country", "id", "language", "name", "number", "set", "slug", "title", "tld", "track",
    "user",
)  # fmt: skip

_WHY_UNKNOWN = pattern(
    r"\b(?:not|no|nobody|none|nothing|unknown|unclear|undocumented|open|silent|only|depends|inferred|cut off)\b",
    re.IGNORECASE,
)
#: "No public email address is known" is no answer; "No: whole releases only" is.
_YES_OR_NO = pattern(r"(yes|no)(?:[.,:;!]|$)")
_BRACES = pattern(r"\{([^{}]*)\}")

_SENTENCE = pattern(r"(?<=[.;:!?])\s+")
_EVERYWHERE = pattern(r"\b(?:all|every|everywhere|whole)\b", re.IGNORECASE)
_QUOTED = pattern(r"(?<!\w)['\"‘“]([^'\"’”]{3,60})['\"’”](?!\w)")
_END_OF_PATH = pattern(r">\s*([A-Z][^.,;>]*?)(?=\s+(?:removes?|starts?|is|takes?|sets?|the)\b|[.,;])")
_NAMED = pattern(r"\b([A-Z]\w+(?: [A-Z]\w+)+)\b(?!\s*>)")
_WARNED = pattern(
    r"\b(?:not|never|no|neither|nor|nothing|instead|avoid|without|unless|don't)\b", re.IGNORECASE
)


def shape_findings(record: Record, directory: Directory) -> Iterator[Finding]:
    """Find what is wrong with the shapes inside one record."""
    for found in facts_of(record):
        place = place_of(record, found.key)
        if isinstance(found.fact, Ability):
            yield from _ability_findings(found.fact, place)
        if isinstance(found.fact, Steps):
            yield from _empty_lines(found.fact.lines, place.at(f"{found.key}.lines"))
    match record:
        case Distributor():
            yield from _redirect_findings(record, directory)
            yield from _one_store_findings(record)
            yield from trap_findings(record)
            yield from _language_findings(record)
        case Platform():
            yield from _link_findings(record)
        case _:
            pass


def _ability_findings(ability: Ability, place: SourceRef) -> Iterator[Finding]:
    value = ability.value.strip()
    if ability.answer is not Known.UNKNOWN and not value:
        yield finding(
            "D-ABILITY",
            place,
            f"the answer is {ability.answer}, and no words say so",
            'Write value = "…" with what the source says, in your own words, and its source.',
        )
    if ability.answer is Known.UNKNOWN and value and not _WHY_UNKNOWN.search(value):
        yield finding(
            "D-ABILITY",
            place,
            f"{shown(value)} stands without an answer",
            'Write answer = "yes" or answer = "no"; where it stays unknown, let value say why it is not known.',
        )
    first = _YES_OR_NO.match(value.casefold())
    if first and ability.answer is not Known.UNKNOWN and first[1] != ability.answer:
        yield finding(
            "D-ABILITY",
            place,
            f"the answer is {ability.answer}, and its words begin with {shown(first[1])}",
            "Look at the source again, and correct the one that is wrong.",
        )


def _empty_lines(lines: tuple[str, ...], place: SourceRef) -> Iterator[Finding]:
    if not all(line.strip() for line in lines):
        yield finding(
            "D-EMPTY",
            place,
            "an empty line in the list",
            'Write one step a line, as in lines = ["Open …", "Choose …"], or take the empty one out.',
        )


def _redirect_findings(record: Distributor, directory: Directory) -> Iterator[Finding]:
    redirect, place = record.redirect, place_of(record, "redirect")
    said = bool(redirect.value.strip())
    if record.status.is_retired and not said:
        yield finding(
            "D-REDIRECT",
            place,
            f"the status is {record.status}, and nothing says why and who can be asked instead",
            'Add [redirect] with value = "…", source = ["…"], confidence and, where known, instead = ["slug"].',
        )
    if not record.status.is_retired and (said or redirect.instead):
        yield finding(
            "D-REDIRECT",
            place,
            f"the status is {record.status}, and a redirect sends people elsewhere",
            'Take [redirect] out, or write status = "closed" or "not-a-distributor".',
        )
    known = directory.distributors.keys() | SPECIAL_VIA
    for slug in redirect.instead:
        if slug not in known or slug == record.slug:
            what = "is this record itself" if slug == record.slug else "is no distributor and no word for via"
            hint = f"Write slugs of distributors, or one of: {', '.join(sorted(SPECIAL_VIA))}."
            yield finding(
                "D-REDIRECT",
                place.at("redirect.instead"),
                f"{shown(slug)} {what}",
                suggestion(slug, known - {slug}) + hint,
            )
        elif slug in directory.distributors and directory.distributors[slug].status.is_retired:
            yield finding(
                "D-REDIRECT",
                place.at("redirect.instead"),
                f"{shown(slug)} is retired too, so nobody can be asked there",
                "Write the one that it was followed by, or take it out.",
            )


def _one_store_findings(record: Distributor) -> Iterator[Finding]:
    if record.one_store.is_known and not record.one_store_fact.value.strip():
        yield finding(
            "D-ONE-STORE",
            place_of(record, "one_store_fact"),
            f"one_store is {record.one_store}, and no words say so",
            'Add [one_store_fact] with value = "…", source and confidence, or write one_store = "unknown".',
        )


def buttons_of(trap: str) -> tuple[str, ...]:
    """The buttons and menus that a trap names: in quotes, at the end of a menu path, or by their capitals.

    Only sentences that speak of all stores count; the others say what to do instead.
    """
    found: list[str] = []
    for sentence in _SENTENCE.split(trap):
        if _EVERYWHERE.search(sentence):
            for sought in (_QUOTED, _END_OF_PATH, _NAMED):
                found.extend(text.strip() for text in sought.findall(sentence))
    return tuple(dict.fromkeys(found))


def pressed(trap: str, text: str, warning: str) -> str:
    """The button of a trap that a text names without a word of warning in `warning`; empty where there is none."""
    for button in () if _WARNED.search(warning) else buttons_of(trap):
        if re.search(rf"(?<!\w){re.escape(button)}(?!\w)", text, re.IGNORECASE):
            return button
    return ""


def trap_findings(record: Distributor) -> Iterator[Finding]:
    """Find a step or a way that leads to the button that removes from everywhere, without a word of warning."""
    texts = [(f"steps[{number}]", step, step) for number, step in enumerate(record.steps, start=1)]
    for number, address in enumerate(record.addresses, start=1):
        texts.append((f"addresses[{number}]", f"{address.value} {address.note}", address.note))
    for key, text, warning in texts:
        if button := pressed(record.all_stores_trap.value, text, warning):
            yield finding(
                "D-TRAP",
                place_of(record, key),
                f"{shown(text.strip())} names {shown(button)}, which removes from every store (all_stores_trap)",
                f"Say there not to press it, as in: Do not use {button}; or take it out.",
            )


def _language_findings(record: Distributor) -> Iterator[Finding]:
    place = place_of(record, "languages")
    for code in record.languages:
        if code not in languages():
            hint = 'Write two small letters, as in languages = ["de", "en"].'
            yield finding("D-LANGUAGE", place, f"{shown(code)} is not a code of a language (ISO 639-1)", hint)
    if len(set(record.languages)) < len(record.languages):
        yield finding("D-LANGUAGE", place, "a language stands there twice", "Take one of them out.")


def _link_findings(record: Platform) -> Iterator[Finding]:
    place = place_of(record, "links")
    for link in record.links:
        bare = _BRACES.sub("x", link)
        if not is_https(bare) or any(mark in bare for mark in "{}"):
            yield finding(
                "D-LINK",
                place,
                f"{shown(link)} is not an https address with pairs of braces",
                "Write what changes between braces, as in https://music.example.com/album/{id}.",
            )
        for name in _BRACES.findall(link):
            if name not in PLACEHOLDERS:
                hint = f"{suggestion(name, PLACEHOLDERS)}Write one of: {', '.join(PLACEHOLDERS)}."
                yield finding("D-LINK", place, f"{shown('{' + name + '}')} is not a known placeholder", hint)
        if "{" not in link:
            yield finding(
                "D-LINK",
                place,
                f"{shown(link)} is the address of one page, not the form of all",
                "Put what changes from page to page in braces, as in {id}.",
            )
    if (record.links or record.identifiers) and not record.identifiers_source:
        yield finding(
            "D-UNSOURCED",
            place_of(record, "identifiers" if record.identifiers else "links"),
            "identifiers and forms of addresses rest on no source",
            'Add identifiers_source = ["…"] where a page shows them.',
        )
