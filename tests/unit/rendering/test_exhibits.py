"""Logo, signature picture and exhibits on the paper: text, email, notice.json and the values the PDF is drawn from."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kinds_made import LETTERS_MADE
from letters_made import DATED, notice
from support import picture_files as files

from takedown.errors import LetterError
from takedown.exhibit_pages import pages_of
from takedown.notice import Enclosure, Notice, RenderedNotice, Signature
from takedown.pictures import Colours, picture_of
from takedown.rendering import compose_paper, load_letters, render_notice
from takedown.rendering import exhibits as exhibits_module
from takedown.rendering.exhibits import lettered
from takedown.rendering.paper import Bullets, Marker, Paper
from takedown.rendering.text import as_text
from takedown.request import ExhibitKind, OwnFile
from takedown.resources import schema

LETTERS = load_letters()
SCHEMA = Draft202012Validator(json.loads(schema("notice").read_text(encoding="utf-8")))
SIGNATURE = Signature(
    name="Ana Example", capacity="artist", signed_at="2026-11-22T14:05:09-05:00", document_sha256="0" * 64
)
LANGUAGES = ("en", "de", "es", "fr", "pt")


def own(name: str, content: bytes, pages: int = 1) -> OwnFile:
    return OwnFile(name=name, content=content, sha256=hashlib.sha256(content).hexdigest(), pages=pages)


LOGO = own("logo.png", files.as_png(files.logo()))
INK = own("signature.png", files.as_png(files.signature()))
MANDATE = Enclosure(
    kind=ExhibitKind.MANDATE,
    parties=("Bo Example",),
    file=own("mandates/secret-name.pdf", files.pdf(2), pages=2),
)
CONSENT = Enclosure(
    kind=ExhibitKind.CONSENT,
    parties=("Jo Guest", "Kim Guest"),
    on=date(2026, 11, 20),
    file=own("answers/jo.jpg", files.photo()),
)
BOTH = (MANDATE, CONSENT)


def dressed(**changes: object) -> Notice:
    return notice(**{"logo": LOGO, "signature_image": INK, "enclosures": BOTH, **changes})


def paper(made: Notice, signature: Signature | None = None) -> Paper:
    return compose_paper(made, LETTERS, dated=DATED, signature=signature, document_sha256="ab" * 32)


def rendered(made: Notice, signature: Signature | None = None) -> RenderedNotice:
    return render_notice(made, LETTERS, dated=DATED, signature=signature)


def said(text: str) -> str:
    return " ".join(text.split())


def test_the_logo_stands_in_the_letterhead_with_words_for_who_cannot_see_it():
    logo = paper(dressed()).logo

    assert logo is not None
    assert logo.alt == "Logo of Ana Example"
    assert replace(logo, alt="") == picture_of(LOGO.content, longest=1000)


def test_a_signature_picture_is_printed_once_the_letter_is_signed_and_not_before():
    assert paper(dressed()).signature_picture is None

    ink = paper(dressed(), SIGNATURE).signature_picture

    assert ink is not None
    assert ink.alt == "Handwritten signature of Ana Example"
    assert ink.colours is Colours.GREY


def test_the_typed_name_stands_below_the_picture_all_the_same():
    assert paper(dressed(), SIGNATURE).signature_lines == paper(notice(), SIGNATURE).signature_lines


def test_exhibits_are_lettered_and_say_what_they_are_and_of_how_many_pages():
    first, second = paper(dressed()).exhibits

    assert (first.label, first.title) == ("Exhibit A", "Mandate given by Bo Example")
    assert (second.label, second.title) == (
        "Exhibit B",
        "Consent of Jo Guest and Kim Guest, given on 20 November 2026",
    )
    assert first.cover == (
        "Copy of a document of 2 pages, as pictures",
        f"SHA-256 of its file begins with {MANDATE.file.sha256[:12]}",
    )
    assert second.cover[0] == "Copy of a document of 1 page, as pictures"
    assert len(first.pages) == 2
    assert first.pages[1].alt == (
        "Exhibit A, page 2 of 2: Mandate given by Bo Example. "
        "The page is a picture; its text is given on request."
    )


def test_words_behind_a_black_bar_come_out_nowhere():
    covered = own("m.pdf", files.pdf(covered="Jo Guest, 9 Example Road"))

    made = rendered(notice(enclosures=(replace(MANDATE, file=covered),)))

    shown = paper(notice(enclosures=(replace(MANDATE, file=covered),)))
    assert "Example Road" not in "".join(page.alt for each in shown.exhibits for page in each.pages)
    assert not [name for name, content in made.files.items() if b"Example Road" in content]


def test_the_list_of_exhibits_stands_below_the_signature():
    blocks = paper(dressed()).blocks

    below = blocks.index(Marker.SIGNATURE)
    head, listed = blocks[below + 1 : below + 3]
    assert head.runs[0].text == "Enclosed:"
    assert isinstance(listed, Bullets)
    assert listed.items[0][0].text == "Exhibit A – Mandate given by Bo Example (2 pages)"


def test_text_and_email_name_the_same_exhibits():
    made = rendered(dressed())
    text = made.files["notice.txt"].decode()
    mail = message_from_bytes(made.files["notice.eml"], policy=policy.default)
    body = mail.get_body(("plain",))

    line = "Enclosed: - Exhibit A – Mandate given by Bo Example (2 pages) - Exhibit B – Consent of Jo Guest"
    assert line in said(text)
    assert body is not None
    assert line in said(body.get_content())


def test_no_paper_says_what_a_file_is_called_in_the_workspace():
    made = rendered(dressed(), SIGNATURE)

    for name, content in made.files.items():
        for called in (b"secret-name", b"logo.png", b"signature.png", b"jo.jpg"):
            assert called not in content, name


def test_a_letter_without_pictures_is_the_same_as_before_there_were_any():
    plain = paper(notice(), SIGNATURE)

    assert (plain.logo, plain.signature_picture, plain.exhibits) == (None, None, ())
    assert "Enclosed" not in as_text(plain)
    assert {"logo", "signature_picture", "exhibits"}.isdisjoint(rendered(notice()).document)


@pytest.mark.parametrize("signature", [None, SIGNATURE], ids=["unsigned", "signed"])
def test_notice_json_names_them_and_is_valid_by_the_published_schema(signature):
    twin = json.loads(rendered(dressed(), signature).files["notice.json"])

    assert list(SCHEMA.iter_errors(twin)) == []
    assert twin["logo"] == {"sha256": LOGO.sha256}
    assert twin["signature_picture"] == {"sha256": INK.sha256}
    assert twin["exhibits"][1] == {
        "label": "B",
        "kind": "consent",
        "of": ["Jo Guest", "Kim Guest"],
        "on": "2026-11-20",
        "pages": 1,
        "sha256": CONSENT.file.sha256,
    }


@pytest.mark.parametrize("key", ["signature_picture", "exhibits"])
def test_by_the_schema_a_public_statement_has_no_signature_and_no_exhibit(key):
    private = json.loads(rendered(dressed()).files["notice.json"])
    public = json.loads(
        rendered(replace(LETTERS_MADE["public-statement"][0], logo=LOGO)).files["notice.json"]
    )

    assert list(SCHEMA.iter_errors(public)) == []
    assert list(SCHEMA.iter_errors({**public, key: private[key]})) != []


@pytest.mark.parametrize(
    "other",
    [
        {"logo": INK},
        {"signature_image": LOGO},
        {"enclosures": (CONSENT, MANDATE)},
        {"enclosures": (MANDATE,)},
        {"enclosures": (replace(MANDATE, file=own("m.pdf", files.pdf(2, words="Other"), 2)), CONSENT)},
        {"logo": None},
    ],
    ids=["logo", "signature", "order", "one less", "another file", "no logo"],
)
def test_what_is_signed_covers_every_picture_and_exhibit(other):
    assert rendered(dressed(**other)).document_sha256 != rendered(dressed()).document_sha256


def test_signing_shows_the_picture_and_does_not_change_the_document():
    assert rendered(dressed()).document_sha256 == rendered(dressed(), SIGNATURE).document_sha256


def test_the_same_files_give_the_same_bytes_in_every_file():
    first = rendered(dressed(), SIGNATURE)
    pages_of.cache_clear()
    picture_of.cache_clear()

    assert rendered(dressed(), SIGNATURE).files == first.files


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_exhibits(language):
    words = LETTERS.words[language]
    made = exhibits_module.exhibits_of(dressed(), words)

    told = [made[0].label, made[0].title, *made[0].cover, made[0].pages[0].alt, made[1].title]
    assert all("Bo Example" in text for text in (made[0].title, made[0].pages[0].alt))
    assert not [text for text in told if re.search(r"[{}]", text)]
    if language != "en":
        english = exhibits_module.exhibits_of(dressed(), LETTERS.words["en"])
        assert made[0].title != english[0].title
        assert made[0].cover != english[0].cover


def test_pages_that_are_too_big_together_are_refused_with_their_names(monkeypatch):
    monkeypatch.setattr(exhibits_module, "LARGEST_EXHIBITS", 1000)

    with pytest.raises(LetterError) as caught:
        paper(dressed())

    assert "'mandates/secret-name.pdf', 'answers/jo.jpg'" in caught.value.message
    assert "in grey" in caught.value.hint


def test_a_page_that_cannot_be_drawn_is_named_with_its_file():
    broken = replace(CONSENT, file=own("answers/broken.jpg", files.photo()[:300]))

    with pytest.raises(LetterError, match=r"'answers/broken\.jpg' is (broken|neither)"):
        paper(notice(enclosures=(broken,)))


def test_exhibits_have_letters_like_the_columns_of_a_sheet():
    assert [lettered(place) for place in (0, 1, 25, 26, 27, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "ZZ", "AAA",
    ]  # fmt: skip


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_no_two_exhibits_have_one_letter(one, other):
    assert (lettered(one) == lettered(other)) is (one == other)
