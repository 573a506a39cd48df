"""What a letter must say and must not say, checked on the rendered text.

Values from data and the fixed disclaimer are masked: a track may have any name. Own paragraphs and all else
that a template prints are read in full. The phrases are data of the program; an overlay cannot change them.
"""

from collections.abc import Iterable, Mapping

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.patterns import pattern
from takedown.rendering.phrases import first_found, first_missing, mixed_word, normal
from takedown.rendering.values import CLOSE, OPEN, marked_values, masked, plain
from takedown.request import Basis

#: What a desk may call our request in its own subject and fields, and the phrases that this lifts there.
_OWN_WORDS = ("takedown", "take down", "taken down")
_LIFTED = frozenset({"takedown*", "take down", "taken down"})
_SENTENCE_END = pattern(r"(?<=[.!?:])\s+")


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
    recipient: tuple[str, ...]
    """What stands nowhere in the block of a recipient: the desk for claims of infringement only."""
    authority: Mapping[Basis, str]
    letters: Mapping[str, Rules]
    allowed_english: frozenset[str] = frozenset()
    """Of what is forbidden in English: what is an innocent word in this language."""
    anywhere: tuple[str, ...] = ()
    """Of what this language forbids: what nobody can say innocently in an own paragraph of any letter."""
    elsewhere: tuple[tuple[str, ...], ...] = ()
    """What the other languages forbid anywhere."""
    english: "Guard | None" = None
    """For another language: what the user's own paragraphs must not say in English either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the records of desk and platforms put into a letter. It is data, and it is still read."""

    name: str
    """Of the recipient, for messages."""
    own_words: tuple[str, ...] = ()
    """Words of the desk, allowed in subject and ticket: those for a removal alone."""
    recipient: tuple[str, ...] = ()
    """The whole block of the recipient: name, attention, addresses, ways and their notes."""
    names: tuple[str, ...] = ()
    """Of the recipient, of platforms, services and stores."""
    ticket: tuple[str, ...] = ()
    """Subject and fields of its form."""


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
    record: Record
    own: tuple[str, ...] = ()
    """The user's own paragraphs, which stand in the body as well."""
    own_allowed: frozenset[str] = frozenset()
    """What is an innocent word in the language of the own paragraphs, where the letter has another."""


def check_said(said: Said, guard: Guard) -> None:
    """Raise LetterError with file, phrase and sentence where a letter breaks the guard."""
    rules = _rules_for(said, guard)
    forbidden, required = list(guard.forbidden + rules.forbidden), list(rules.required)
    for basis, phrase in guard.authority.items():
        states = rules.states_authority and basis is said.basis
        (required if states else forbidden).append(phrase)
    _check_record(said.record, said.file, guard)
    everywhere, lifted = tuple(forbidden), _lifted(forbidden, said.record)
    if said.own_allowed:
        _forbid(said.file, [text for text in said.body if text not in said.own], everywhere)
        everywhere = tuple(phrase for phrase in everywhere if phrase not in said.own_allowed)
    _forbid(said.file, said.body, everywhere)
    for elsewhere in guard.elsewhere if said.own else ():
        _forbid(f"{said.file} (your own paragraphs)", said.own, elsewhere)
    if guard.english and said.own:
        _forbid(f"{said.file} (your own paragraphs)", said.own, _own_english(said, guard.english, guard))
    for subject in said.subjects:
        _forbid(f"{said.file} (its subject)", [subject], lifted)
    for part in said.ticket:
        _forbid(f"{said.file} (its ticket)", [part], lifted)
        _require(f"{said.file} (its ticket)", [part], rules.ticket_required)
    _require(said.file, said.body, required)
    if rules.disclaimer and guard.disclaimer not in marked_values(" ".join(said.body)):
        raise _missing(said.file, guard.disclaimer)


def _rules_for(said: Said, guard: Guard) -> Rules:
    if said.letter not in guard.letters:
        raise LetterError(
            f"{said.file}: there is no list of required and forbidden words for the letter '{said.letter}' in "
            "its language.",
            hint="A list for it is needed in the program's guard file; until then the letter can be in English.",
        )
    return guard.letters[said.letter]


def _own_english(said: Said, english: Guard, guard: Guard) -> tuple[str, ...]:
    """What English forbids in this letter, and the sentences of authority: an own paragraph may be in English."""
    rules = english.letters.get(said.letter, Rules())
    phrases = (*rules.forbidden, *english.authority.values())
    return tuple(phrase for phrase in phrases if phrase not in guard.allowed_english)


def _check_record(record: Record, file: str, guard: Guard) -> None:
    """Records can come from the workspace: what they put into a letter is read as if it were ours."""
    for word in record.own_words:
        if normal(word).replace("-", " ") not in _OWN_WORDS:
            raise LetterError(
                f"The record of {record.name} calls '{word}' a word of its own (own_words): only words for a "
                f"removal can be, such as {', '.join(_OWN_WORDS)}.",
                hint="Take the word out of own_words in the record, under templates/ in the workspace.",
            )
    hint = "Correct the record or the contact: this desk is not for requests like this one."
    whole = " ".join(record.recipient)
    # An address holds several words as one: /copyrightagent. A word alone may begin a name: dmcallister@.
    squeezed = "".join(sign if sign.isalnum() else " " * sign.isspace() for sign in normal(whole))
    for phrase in guard.recipient:
        word = normal(phrase).replace("*", "").replace(" ", "")
        inside = normal(phrase) != word and word in squeezed
        if inside or first_found(whole, (phrase,)):
            raise LetterError(_forbidden(f"{file} (its recipient)", whole, phrase), hint=hint)
    _forbid(f"{file} (a name in the record of {record.name})", record.names, guard.forbidden)
    _forbid(
        f"{file} (the form in the record of {record.name})", record.ticket, _lifted(guard.forbidden, record)
    )


def _lifted(phrases: Iterable[str], record: Record) -> tuple[str, ...]:
    return tuple(phrase for phrase in phrases if not record.own_words or phrase not in _LIFTED)


def _forbid(file: str, blocks: Iterable[str], phrases: tuple[str, ...]) -> None:
    texts = list(blocks)
    whole = masked(" ".join(texts))
    if OPEN in whole or CLOSE in whole:
        raise LetterError(
            f"{file}: the marks of data stand around something else.", hint="Print values with {{ }} alone."
        )
    if word := mixed_word(whole):
        raise LetterError(
            f"{file}: the word '{word}' mixes letters of two scripts ({_escaped(word)}), and cannot be checked.",
            hint="Write the whole word in one script. Names from catalog.csv may be written in any way.",
        )
    if phrase := first_found(whole, phrases):
        raise LetterError(
            _forbidden(file, _sentence(texts, phrase), phrase),
            hint="Take them out of the letter or, if the paragraph is your own, out of the reasons file.",
        )


def _forbidden(file: str, sentence: str, phrase: str) -> str:
    return f'{file}: the words "{phrase.replace("*", "…")}" must not stand in this letter: "{sentence}"'


def _escaped(word: str) -> str:
    return word.encode("ascii", "backslashreplace").decode()


def _require(file: str, blocks: Iterable[str], phrases: Iterable[str]) -> None:
    phrase = first_missing(masked(" ".join(blocks)), tuple(phrases))
    if phrase is not None:
        raise _missing(file, phrase)


def _missing(file: str, phrase: str) -> LetterError:
    return LetterError(
        f'{file}: this letter must say "{phrase}", and does not.',
        hint="Put the sentence back; the shipped letter of the same name shows where it stands.",
    )


def _sentence(texts: list[str], phrase: str) -> str:
    """Find the sentence with a phrase, as the reader sees it; the whole text where it runs over several."""
    sentences = [sentence for text in texts for sentence in _SENTENCE_END.split(text)]
    found = (sentence for sentence in [*sentences, *texts] if first_found(masked(sentence), (phrase,)))
    return plain(next(found, " ".join(texts))).strip()
