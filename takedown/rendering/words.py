"""What is said in a language outside its letters: one file `words.<language>.toml`, read and checked as a whole.

A translator edits that file alone. A key that is missing, unknown or wrongly filled in is an error that names it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.tables import toml_table

#: Section → key → the names in braces that its text must hold.
_TEXTS: dict[str, dict[str, str]] = {
    "dates": {"day": "", "first_day": "", "moment": "date time zone"},
    "lists": {"others": "first others", "more": "first more", "both": "releases recordings"},
    "uses": dict.fromkeys(("streaming", "download", "physical", "video", "matching"), ""),
    "uses_short": dict.fromkeys(("streaming", "download", "physical", "video", "matching"), ""),
    "capacities": dict.fromkeys(
        ("artist", "member", "label", "officer", "manager", "agent", "attorney"), ""
    ),
    "acts_as": dict.fromkeys(("label", "manager", "agent", "attorney"), ""),
    "letterhead": {
        "attention": "name", "reference": "", "account_email": "", "account": "", "signatory": "",
        "signatory_line": "name capacity", "on_behalf_of": "",
    },
    "signature": {
        "place_and_date": "line", "with_organization": "capacity organization",
        "with_principal": "capacity principal", "electronic": "moment",
    },
    "schedule": {
        "title": "items", "with_recordings": "items recordings", "recordings_in_all": "items recordings",
        "upc": "", "grid": "", "isrc": "", "not_known": "", "isrc_not_known": "", "label": "label",
        "catalogue_number": "number", "released": "date", "asin": "asin", "asin_not_known": "", "link_not_known": "",
    },
    "pdf": {
        "column_number": "", "column_isrc": "", "column_recording": "", "contents": "", "continued": "",
        "page": "page pages", "reference": "id", "document": "hash", "specimen": "",
    },
    "parts": {
        "subject": "subject part parts", "part": "part parts id", "attached": "files", "letter": "", "list": "files",
        "schedule": "title numbers", "numbers": "first last", "elsewhere": "numbers file", "annex": "part parts id",
    },
    "exhibits": {
        "logo": "name", "signature": "name", "enclosed": "", "label": "letter", "line": "label title pages",
        "mandate": "names", "consent": "names", "consent_on": "names date", "copy": "pages", "file": "hash",
        "page": "label page pages title",
    },
    "ticket": {
        "specimen": "", "subject": "subject", "attach": "files", "fields": "", "field": "number field answer",
        "upc": "", "upcs": "", "grid": "", "grids": "", "isrc": "", "isrcs": "", "without_code": "",
    },
    "answers": {
        "reason": "", "reason_only": "stores", "only_in": "stores territories", "earliest": "", "text": "",
        "parts": "", "yours": "",
    },
    "courtesy": {"heading": "", "text": "file"},
    "territories": {
        "worldwide": "", "worldwide_except": "excluded", "within": "countries",
        "within_except": "countries excluded", "country": "name code", "article": "name",
    },
}  # fmt: skip
#: Texts that may be empty.
_MAY_BE_EMPTY = ("dates.first_day",)
#: Groups of variants: their keys are the language's own, the same in every variant. Texts of `items` may count.
_VARIANTS: dict[str, tuple[str, ...]] = {
    "speaker": ("person", "company"),
    "items": ("one_recording", "one_single", "one_release", "many_recordings", "many_releases"),
    "each": ("upc", "item"),
    "paper": ("agreement", "licence"),
    "delivered": ("one_release", "one_recording", "one_item", "many"),
}
_COUNTS = ("release", "recording", "single_recording", "item", "day", "page", "other", "more")
#: Forms of a number (Unicode CLDR, plural rules); those that not every language has may be left out.
_FORMS, _MORE_FORMS = ("one", "other"), ("zero", "two", "few", "many")
#: What is no text: lists and tables inside a section of texts.
_TABLES = {"lists": ("and_before", "or_before"), "territories": ("with_article",)}
#: Names that the program gives to every letter. A language cannot take them for keys of its own.
GIVEN = frozenset({
    "account", "acts_as", "acts_for", "agreement", "answer_by", "artist", "basis", "brief", "capacity",
    "capacity_words", "codes", "companies", "counted", "dated", "deliverers", "deliveries", "earlier", "effective",
    "end", "except_some", "fixed", "former", "id", "income", "labels", "one_recording", "own_words", "part", "parts",
    "places", "platforms", "principal", "reasons", "recipient", "sender", "single", "territories", "uses",
    "wanted_by", "where", "where_words", "worldwide",
})  # fmt: skip
#: The same for each delivery.
_OF_A_DELIVERY = ("name", "counted", "submitted_on", "ticket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language. Texts are called by section and key: `schedule.title`."""

    language: str
    locale: str
    """Of the Unicode CLDR, for dates, numbers, lists and countries: `en_GB`."""
    texts: Mapping[str, str]
    variants: Mapping[str, Mapping[str, str]]
    """`speaker.person` → the language's own keys → text."""
    counts: Mapping[str, Mapping[str, str]]
    """Noun → form of the number → text with {n}."""
    before: Mapping[str, Mapping[str, str]]
    """`and`, `or` → beginning of the next word → another word for it."""
    countries: Mapping[str, str]
    """ISO 3166 code → a name instead of the CLDR's."""
    with_article: frozenset[str]

    def say(self, name: str, /, **given: object) -> str:
        """Fill in a text."""
        return self.texts[name].format(**given)

    def variant(self, name: str, /, **given: object) -> dict[str, str]:
        """Fill in all texts of a variant, under the language's own keys."""
        return {key: text.format(**given) for key, text in self.variants[name].items()}


def load_words(path: Path) -> Words:
    """Read the words of a language. LetterError names file and key where the file has not the shape it must have."""
    try:
        data = toml_table(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise LetterError(
            f"{path.name} is not TOML that can be read: {error}.", hint="Put texts between quotes."
        ) from error
    if problem := next(_problems(data), None):
        raise LetterError(
            f"{path.name}: {problem}.",
            hint="words.en.toml in the same folder shows every key; names in braces stay as they are.",
        )
    return Words(
        language=path.name.split(".")[1],
        locale=data["locale"],
        texts={f"{section}.{key}": data[section][key] for section in _TEXTS for key in _TEXTS[section]},
        variants={f"{group}.{one}": data[group][one] for group in _VARIANTS for one in _VARIANTS[group]},
        counts=data["counts"],
        before={"and": data["lists"]["and_before"], "or": data["lists"]["or_before"]},
        countries=data["countries"],
        with_article=frozenset(data["territories"]["with_article"]),
    )


def _problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong, first things first: a later check may rest on an earlier one."""
    yield from wrong_keys(data, "", ["locale", *_TEXTS, *_VARIANTS, "counts", "countries"])
    yield from _text(data["locale"], "locale", "")
    yield from _countries(data)
    for section, keys in _TEXTS.items():
        yield from wrong_keys(data[section], section, [*keys, *_TABLES.get(section, ())])
        for key, names in keys.items():
            yield from _text(data[section][key], f"{section}.{key}", names)
    for key in _TABLES["lists"]:
        for beginning, word in _table(data["lists"][key]).items():
            yield from _text(word, f"lists.{key}.{beginning}", "")
    for group, variants in _VARIANTS.items():
        yield from wrong_keys(data[group], group, variants)
        yield from _variants(data[group], group, variants)
    yield from wrong_keys(data["counts"], "counts", _COUNTS)
    for noun in _COUNTS:
        yield from wrong_keys(data["counts"][noun], f"counts.{noun}", _FORMS, _MORE_FORMS)
        for form, text in data["counts"][noun].items():
            yield from _text(text, f"counts.{noun}.{form}", "n")
    yield from _own_keys(data)


def wrong_keys(table: Any, section: str, needed: Sequence[str], more: Sequence[str] = ()) -> Iterator[str]:
    """Say which keys of a section are missing, and which are not known."""
    place = f" in [{section}]" if section else ""
    if not isinstance(table, dict):
        yield f"[{section}] is no table"
        return
    for key in needed:
        if key not in table:
            yield f"the key '{key}'{place} is missing"
    for key in table:
        if key not in needed and key not in more:
            yield f"the key '{key}'{place} is not known"


def _text(text: Any, name: str, names: str, *, may_lack: bool = False) -> Iterator[str]:
    """Text with exactly these names in braces; of `may_lack`, those or fewer."""
    if not isinstance(text, str) or (not text.strip() and name not in _MAY_BE_EMPTY):
        yield f"'{name}' is not a text, or an empty one"
        return
    try:
        found = [(field, form, how) for _, field, form, how in Formatter().parse(text) if field is not None]
    except ValueError:
        yield f"'{name}' has a brace that is not closed"
        return
    wanted = set(names.split())
    for field, form, how in found:
        if field not in wanted or form or how:
            yield f"'{name}' has {{{field}}} in it, which is not known there"
    for missing in sorted(wanted - {field for field, _, _ in found}):
        if not may_lack:
            yield f"'{name}' must have {{{missing}}} in it"


def _variants(group: Mapping[str, Any], name: str, variants: Sequence[str]) -> Iterator[str]:
    for one in variants:
        if not isinstance(group[one], dict):
            yield f"[{name}.{one}] is no table"
            return
    keys = list(dict.fromkeys(key for one in variants for key in group[one]))
    for one in variants:
        yield from wrong_keys(group[one], f"{name}.{one}", keys)
        for key, text in group[one].items():
            given = "counted" if name == "items" else ""
            yield from _text(text, f"{name}.{one}.{key}", given, may_lack=True)


def _own_keys(data: Mapping[str, Any]) -> Iterator[str]:
    """Keys of the language's own are names in its letters: none may hide another."""
    everywhere = set(GIVEN)
    for group in _VARIANTS:
        taken = set(_OF_A_DELIVERY) if group == "delivered" else everywhere
        own = next(iter(data[group].values()))
        for key in own:
            if not key.isidentifier() or not key.isascii():
                yield f"the key '{key}' in [{group}] is no name: use letters, digits and _"
            elif key in taken:
                yield f"the key '{key}' in [{group}] is taken already"
        taken.update(own)


def _countries(data: Mapping[str, Any]) -> Iterator[str]:
    for code, name in _table(data["countries"]).items():
        yield from _text(name, f"countries.{code}", "")
    codes = _table(data["territories"]).get("with_article", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        yield "'territories.with_article' is not a list of country codes"


def _table(thing: Any) -> Mapping[str, Any]:
    return thing if isinstance(thing, dict) else {}
