"""Rows of a roster → entries: each with what is known, what is missing, and the name of its packet."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import quoted
from takedown.frozen import dataclass
from takedown.kits.cells import distributor_of, email_of, parts, platforms_of, printable, word
from takedown.kits.values import LABELS, Entry, Gap
from takedown.model import Finding, Row
from takedown.patterns import pattern
from takedown.register.people import name_key
from takedown.request import LABEL, SELF, Basis, Capacity
from takedown.rules import finding

_LANGUAGE = pattern(r"[a-z]{2}")
_LONGEST_SLUG = 40
_DIGEST = 8
#: What is missing → the column that says it, and what to write there.
_FILL_IN = {
    Gap.NAME: ("sender", "write who signs, as they sign: a person's name"),
    Gap.EMAIL: (
        "contact",
        "write the email address of the account at the distributor; or in a column account",
    ),
    Gap.LABEL: ("label", "write the name of the label that asks for these artists"),
    Gap.BASIS: ("basis", f"ask them, then write one of {', '.join(Basis)}"),
    Gap.DISTRIBUTOR: (
        "distributor",
        "ask them where they upload their music; where a label does it, write label, and its name in the column label",
    ),
    Gap.PLATFORM: ("platforms", "write a platform of takedown directory list; empty: those of the campaign"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The rows that have an artist, and what is wrong with the roster."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def entries_of(rows: Sequence[Row], known: Vocabulary, usual: Sequence[str]) -> Entries:
    """Read the cells of every row. `usual` are the platforms of the campaign."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    first: dict[str, Entry] = {}
    for row in rows:
        entry = _entry(row, known, usual, findings)
        if entry is None:
            continue
        if (other := first.get(entry.file)) and _desk(other) != _desk(entry):
            entry = replace(entry, file=_file(entry.artists, entry.label, _desk(entry)))
        if entry.file in first:
            findings.append(_twice(entry, first[entry.file]))
            continue
        first[entry.file] = entry
        entries.append(entry)
    return Entries(entries=tuple(entries), findings=tuple(findings))


def _entry(row: Row, known: Vocabulary, usual: Sequence[str], findings: list[Finding]) -> Entry | None:
    note = findings.append
    artists = parts(printable(row, "artist", known, note))
    if not artists:
        if not row.get("artist"):
            note(
                finding(
                    "E-MISSING",
                    "no artist, so there is no packet",
                    hint="write the name, or delete the row",
                    source=row.source.at("artist"),
                )
            )
        return None
    label = printable(row, "label", known, note)
    given = word(row, "capacity", Capacity, note)
    capacity = given or (Capacity.LABEL if len(artists) > 1 else Capacity.ARTIST)
    via, desk_name = distributor_of(row, known, note)
    if via == LABEL and capacity in LABELS:  # it does not write to itself: who delivers for it is not said
        via = ""
    contact = email_of(row, "contact", note)
    entry = Entry(
        artist=label if capacity in LABELS and label else artists[0],
        artists=artists,
        email=contact or email_of(row, "account", note),
        account=email_of(row, "account", note) or contact,
        sender=printable(row, "sender", known, note),
        capacity=capacity,
        basis=word(row, "basis", Basis, note),
        label=label,
        via=via,
        desk_name=desk_name,
        platforms=platforms_of(row, known, usual, note),
        catalog=row.get("catalog"),
        language=_language(row, findings),
        address=parts(printable(row, "address", known, note)),
        source=row.source,
        file=_file(artists, label),
    )
    gaps = _gaps(entry)
    findings.extend(_missing(entry, gap) for gap in gaps if gap in _FILL_IN)
    return replace(entry, gaps=gaps)


def _gaps(entry: Entry) -> tuple[Gap, ...]:
    """What no letter can do without. Who has an account of their own at the platform needs no letter."""
    if entry.via == SELF:
        return () if entry.platforms else (Gap.PLATFORM,)
    asks_label = entry.via == LABEL
    checks = (
        (Gap.NAME, not entry.sender),
        (Gap.EMAIL, not entry.email),
        (Gap.LABEL, (entry.is_label or asks_label) and not entry.label),
        (Gap.BASIS, entry.basis is None and not asks_label),
        (Gap.DISTRIBUTOR, not entry.via),
        (Gap.PLATFORM, not entry.platforms),
        (Gap.CATALOG, not entry.catalog),
    )
    return tuple(gap for gap, is_missing in checks if is_missing)


def _missing(entry: Entry, gap: Gap) -> Finding:
    column, hint = _FILL_IN[gap]
    return finding(
        "Q-ROSTER-MISSING",
        f"{entry.artist}: {gap.value} is missing; the packet asks for it",
        hint=hint,
        source=entry.source.at(column),
    )


def _twice(entry: Entry, first: Entry) -> Finding:
    return finding(
        "W-ROSTER-TWICE",
        f"{quoted(entry.artist)} stands in row {first.source.row} too, with the same label and distributor: "
        "there is one packet, of that row",
        hint="delete one of the two; where two artists have one name, tell them apart in the column label",
        source=entry.source.at("artist"),
    )


def _language(row: Row, findings: list[Finding]) -> str:
    text = row.get("language").casefold()
    if not text or _LANGUAGE.fullmatch(text):
        return text or "en"
    findings.append(
        finding(
            "E-ROSTER-WORD",
            f"language: {quoted(text)} is no code of two letters; the letter is in English",
            hint="write en, de, es, fr or pt",
            source=row.source.at("language"),
        )
    )
    return "en"


def _desk(entry: Entry) -> str:
    return name_key(entry.desk_name or entry.via)


def _file(artists: Sequence[str], label: str, desk: str = "") -> str:
    """`the-example-lights-1a2b3c4d.zip`, the same however much of the row is filled in later.

    No contact goes into the digest: it could be tried out. `desk` tells two rows of one artist apart.
    """
    said = "\n".join((*sorted(name_key(artist) for artist in artists), name_key(label), desk))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    plain = unicodedata.normalize("NFKD", label if len(artists) > 1 and label else artists[0])
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().casefold()).strip("-")
    return f"{slug[:_LONGEST_SLUG].strip('-') or 'artist'}-{digest}.zip"
