"""What a letter must say and must not say, checked on the rendered text.

Values from data and the fixed disclaimer are masked: a track may have any name. Own paragraphs and all else
that a template prints are read in full. The phrases are data of the program; an overlay cannot change them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takedown.errors import LetterError
from takedown.rendering.values import marked_values, masked, plain
from takedown.request import Basis

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"'})
#: Takes claims of infringement only (channels.md, 4.1): no letter of this program goes there.
_AGENT = "Copyright Agent"
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The phrases for one letter. A `*` at the end of a word stands for any ending."""

    required: tuple[str, ...] = ()
    ticket_required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    states_authority: bool = False
    disclaimer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """All phrases of one language. `authority` holds the words that tell each basis from the others."""

    disclaimer: str
    forbidden: tuple[str, ...]
    authority: Mapping[Basis, str]
    letters: Mapping[str, Rules]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The text of one letter, with the marks around values."""

    letter: str
    """Name of the letter, as in the guard: `withdrawal`."""
    file: str
    basis: Basis | None
    subjects: tuple[str, ...]
    """The letter's, and those of its ticket."""
    body: tuple[str, ...]
    """One text a block."""
    ticket: tuple[str, ...]
    """One text a part."""
    own_words: tuple[str, ...] = ()
    """Words of the desk, allowed in subject and ticket."""
    recipient: tuple[str, ...] = ()
    """Name and attention line: data, and still never the agent for infringement claims."""


def load_guard(path: Path) -> Guard:
    """Read the phrases of a language."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    letters = {name: _rules(table) for name, table in data["letters"].items()}
    return Guard(
        disclaimer=data["fixed"]["disclaimer"],
        forbidden=tuple(data["all"]["forbidden"]),
        authority={Basis(basis): phrase for basis, phrase in data["authority"].items()},
        letters=letters,
    )


def _rules(table: Mapping[str, Any]) -> Rules:
    return Rules(
        required=tuple(table["required"]),
        ticket_required=tuple(table["ticket_required"]),
        forbidden=tuple(table["forbidden"]),
        states_authority=table.get("states_authority", False),
        disclaimer=table.get("disclaimer", False),
    )


def check_said(said: Said, guard: Guard) -> None:
    """Raise LetterError with file, phrase and sentence where a letter breaks the guard."""
    rules = guard.letters[said.letter]
    forbidden, required = list(guard.forbidden + rules.forbidden), list(rules.required)
    for basis, phrase in guard.authority.items():
        states = rules.states_authority and basis is said.basis
        (required if states else forbidden).append(phrase)
    own = {_normal(word) for word in said.own_words}
    lifted = [phrase for phrase in forbidden if _normal(phrase.replace("*", "")) not in own]
    _forbid(f"{said.file} (its recipient)", said.recipient, [_AGENT])
    _forbid(said.file, said.body, forbidden)
    for subject in said.subjects:
        _forbid(f"{said.file} (its subject)", [subject], lifted)
    for part in said.ticket:
        _forbid(f"{said.file} (its ticket)", [part], lifted)
        _require(f"{said.file} (its ticket)", [part], rules.ticket_required)
    _require(said.file, said.body, required)
    if rules.disclaimer and guard.disclaimer not in marked_values(" ".join(said.body)):
        raise _missing(said.file, guard.disclaimer)


def _forbid(file: str, blocks: Iterable[str], phrases: Iterable[str]) -> None:
    texts = list(blocks)
    whole = _normal(masked(" ".join(texts)))
    for phrase in phrases:
        if _pattern(phrase).search(whole):
            words = phrase.replace("*", "…")
            raise LetterError(
                f'{file}: the words "{words}" must not stand in this letter: "{_sentence(texts, phrase)}"',
                hint="Take them out of the letter or, if the paragraph is your own, out of the reasons file.",
            )


def _require(file: str, blocks: Iterable[str], phrases: Iterable[str]) -> None:
    whole = _normal(masked(" ".join(blocks)))
    for phrase in phrases:
        if not _pattern(phrase).search(whole):
            raise _missing(file, phrase)


def _missing(file: str, phrase: str) -> LetterError:
    return LetterError(
        f'{file}: this letter must say "{phrase}", and does not.',
        hint="Put the sentence back; the shipped letter of the same name shows where it stands.",
    )


def _sentence(texts: list[str], phrase: str) -> str:
    """Find the sentence with a phrase, as the reader sees it; the whole text where it runs over several."""
    sentences = [sentence for text in texts for sentence in _SENTENCE_END.split(text)]
    found = (
        sentence for sentence in [*sentences, *texts] if _pattern(phrase).search(_normal(masked(sentence)))
    )
    return plain(next(found, " ".join(texts))).strip()


def _normal(text: str) -> str:
    """NFKC, without invisible characters, case folded, one kind of dash, quote and space."""
    visible = "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if unicodedata.category(character) != "Cf"
    )
    return " ".join(visible.translate(_DASHES).translate(_QUOTES).casefold().split())


def _pattern(phrase: str) -> re.Pattern[str]:
    """Whole words; a space and a hyphen are the same."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in re.split(r"[\s-]+", _normal(phrase))]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)")
