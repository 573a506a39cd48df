"""Every kind of paper, in every language, to three desks: as people read it, and held by the guard both ways."""

import os
import re
import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from kinds_made import LETTERS_MADE
from letters_made import DATED

from takedown.errors import LetterError
from takedown.notice import Kind, RecipientRole
from takedown.rendering import compose_paper, load_letters, render_notice
from takedown.rendering.letter import Letters, letter_name
from takedown.rendering.text import as_text
from takedown.rendering.written import write_letter
from takedown.resources import notice_templates

GOLDEN = Path(__file__).parents[2] / "golden" / "papers"
SHIPPED = load_letters()
FOLDER = notice_templates() / "letters"
LANGUAGES = sorted(path.name.split(".")[1] for path in FOLDER.glob("words.*.toml"))
CASES = [(letter, language) for letter in LETTERS_MADE for language in LANGUAGES]
GUARDS = {
    language: tomllib.loads((FOLDER / f"guard.{language}.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}


def made(letter, language):
    return [
        replace(notice, language=language, recipient=replace(notice.recipient, language=language))
        for notice in LETTERS_MADE[letter]
    ]


class Changed(Letters):
    """Letters whose rendered text is changed before it is read."""

    __slots__ = ()
    change = staticmethod(lambda text: text)

    def render(self, name, context):
        return type(self).change(super().render(name, context))


def changed(change):
    """The shipped letters, with a change made to every text that a template renders."""
    kind = type("ChangedNow", (Changed,), {"change": staticmethod(change), "__slots__": ()})
    names = SHIPPED.__dataclass_fields__
    return kind(**{name: getattr(SHIPPED, name) for name in names})


def pattern(phrase):
    words = [re.escape(word) for word in re.split(r"[\s-]+", phrase)]
    return re.compile(r"[\s-]+".join(words), re.IGNORECASE)


@pytest.mark.parametrize(("letter", "language"), CASES)
def test_a_paper_says_what_was_read_and_agreed(letter, language):
    pages = []
    for notice in made(letter, language):
        assert letter_name(notice) == letter
        files = render_notice(notice, SHIPPED, dated=DATED).files
        parts = [files[name].decode() for name in ("notice.txt", "ticket.txt") if name in files]
        pages.append("\n--- ticket ---\n\n".join(parts))
    text = "\n========================================\n\n".join(pages)
    kept = GOLDEN / language / f"{letter}.txt"
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")

    assert kept.read_bytes().decode() == text


#: Oaths and claims, in the language of a signer whose letter is in another one.
OATHS = {
    "de": "Ich versichere an Eides statt, dass dies eine Urheberrechtsverletzung ist.",
    "en": "I swear under penalty of perjury that this is an infringement.",
    "es": "Juro bajo pena de perjurio que emprenderé acciones legales.",
    "fr": "Je déclare sous serment que c’est une contrefaçon.",
    "pt": "Declaro sob juramento que há violação de direitos autorais.",
}


@pytest.mark.parametrize("spoken", OATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_oath_in_any_language_gets_into_a_letter_of_any_other(language, spoken):
    notice = replace(made("withdrawal", language)[0], reasons=OATHS[spoken])

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice, SHIPPED, dated=DATED)


#: "agreement" and "account", as each language's letters to a distributor call them.
UNDER_AGREEMENT = {
    "de": "Konto, Vertrag und Zahlungen",
    "en": "the account, the agreement and payments",
    "es": "la cuenta, el contrato y los pagos",
    "fr": "le compte, le contrat et les paiements",
    "pt": "a conta, o contrato e os pagamentos",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["retraction", "reinstatement"])
def test_no_agreement_is_spoken_of_where_there_is_none(letter, language):
    """A platform, a label and a candidate have no agreement with the sender; after its end nobody has."""
    plain = made(letter, language)[0]

    def says(role, kind):
        notice = replace(
            plain,
            recipient=replace(plain.recipient, role=role),
            earlier=replace(plain.earlier, kind=kind),
        )
        paper = compose_paper(notice, SHIPPED, dated=DATED, signature=None, document_sha256="0" * 64)
        return UNDER_AGREEMENT[language] in " ".join(as_text(paper).split())

    assert says(RecipientRole.DISTRIBUTOR, Kind.WITHDRAWAL)
    assert not says(RecipientRole.PLATFORM, Kind.PLATFORM_REQUEST)
    assert not says(RecipientRole.LABEL, Kind.LABEL_REQUEST)
    if letter == "retraction":
        assert not says(RecipientRole.DISTRIBUTOR, Kind.REMOVAL_AFTER_END)
        assert not says(RecipientRole.DISTRIBUTOR, Kind.ENQUIRY)


def test_an_artist_or_a_supplier_may_have_any_name():
    letter = LETTERS_MADE["roster-letter"][0]

    for name in ("The Takedown", "Court", "Legal Action"):
        assert write_letter(
            replace(letter, recipient=replace(letter.recipient, name=name)), SHIPPED, dated=DATED
        ).blocks


def test_no_golden_paper_is_left_behind():
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")} == {
        f"{language}/{letter}.txt" for letter, language in CASES
    }


@pytest.mark.parametrize(("letter", "language"), CASES)
def test_every_kind_is_written_in_the_language_that_was_asked_for(letter, language):
    for notice in made(letter, language):
        assert SHIPPED.language_for(notice) == language


@pytest.mark.parametrize(("letter", "language"), CASES)
def test_a_letter_that_loses_a_sentence_of_its_core_is_refused(letter, language):
    notice = made(letter, language)[0]
    for phrase in GUARDS[language]["letters"][letter]["required"]:
        cut = changed(partial(pattern(phrase).sub, "…"))

        with pytest.raises(LetterError):
            write_letter(notice, cut, dated=DATED)


@pytest.mark.parametrize(("letter", "language"), CASES)
def test_a_letter_with_a_word_that_reaches_the_wrong_desk_is_refused(letter, language):
    notice = made(letter, language)[0]
    rules = GUARDS[language]
    # what is forbidden everywhere is one list: it is planted in one letter of each language
    everywhere = rules["all"]["forbidden"] if letter == "withdrawal" else ()
    for phrase in (*rules["letters"][letter]["forbidden"], *everywhere):
        said = phrase.replace("*", "")
        planted = changed(
            lambda text, said=said: text.replace("[[signature]]", f"Xx {said} xx.\n\n[[signature]]")
        )

        with pytest.raises(LetterError, match="must not stand"):
            write_letter(notice, planted, dated=DATED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_letter_that_english_has(language):
    def files(of):
        return {
            path.relative_to(FOLDER).as_posix().replace(f".{of}.", ".") for path in FOLDER.rglob(f"*.{of}.*")
        }

    assert files(language) == files("en")


@pytest.mark.parametrize(("letter", "language"), [case for case in CASES if case[1] != "en"])
def test_a_translation_is_not_half_english(letter, language):
    for notice in made(letter, language):
        text = as_text(compose_paper(notice, SHIPPED, dated=DATED, signature=None, document_sha256="0" * 64))
        words = text.replace("The Examples", "").replace("Snow on the Line", "").casefold()
        # words of English that no other language here writes
        assert not re.findall(r"\b(?:the|please|schedule|recordings|worldwide)\b", words)
