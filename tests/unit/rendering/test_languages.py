"""Which language a letter has, what an unread translation says, and what the guard reads in another language."""

import io
import json
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from jsonschema import Draft202012Validator
from kinds_made import LETTERS_MADE
from languages import MADE, SHIPPED, change, load, templates
from letters_made import DATED, DISTRIBUTOR, SPOTIFY, VARIANTS, enquiry, notice, platform_request
from pypdf import PdfReader

from takedown.errors import LetterError
from takedown.notice import Kind, RecipientRole
from takedown.rendering import authority_sentence, load_letters, render_notice
from takedown.rendering.letter import letter_name
from takedown.rendering.written import write_letter
from takedown.resources import schema

LETTERS = load_letters()
SCHEMA = Draft202012Validator(json.loads(schema("notice").read_text(encoding="utf-8")))
READ = "Kim Reader"


def rendered(made, letters):
    return render_notice(made, letters, dated=DATED)


def attached(raw):
    return [part.get_filename() for part in message_from_bytes(raw, policy=policy.default).iter_attachments()]


@pytest.mark.parametrize("name", LETTERS_MADE)
@pytest.mark.parametrize("language", SHIPPED)
def test_every_letter_of_every_language_is_written_and_passes_the_guard(name, language):
    for made in LETTERS_MADE[name]:
        asked = replace(made, language=language)
        done = rendered(asked, LETTERS)

        assert done.document["language"] == LETTERS.language_for(asked)
        assert list(SCHEMA.iter_errors(json.loads(done.files["notice.json"]))) == []
        assert (b"english.txt" in done.files["notice.json"]) == ("english.txt" in done.files)


@pytest.mark.parametrize(
    ("wanted", "read", "used"), [(MADE, "", MADE), ("en", MADE, MADE), (MADE, "en", "en"), ("en", "", "en")]
)
def test_a_letter_has_the_language_that_the_desk_reads_else_that_of_the_request(
    tmp_path, monkeypatch, wanted, read, used
):
    letters = load(templates(tmp_path), monkeypatch)
    made = notice(language=wanted, recipient=replace(DISTRIBUTOR, language=read))

    assert letters.language_for(made) == used
    assert rendered(made, letters).document["language"] == used
    assert letters.fallen_back([made]) == ()


@pytest.mark.parametrize(
    ("made", "lacks"),
    [
        (notice(), "letters/withdrawal.qaa.md.j2"),
        (notice(), "letters/tickets/withdrawal.qaa.md.j2"),
        (platform_request(), "letters/parts/request-streaming.qaa.md.j2"),
    ],
)
def test_where_one_text_of_a_letter_is_missing_it_is_english_and_that_is_said(
    tmp_path, monkeypatch, made, lacks
):
    letters = load(templates(tmp_path, leave_out=lacks), monkeypatch)
    asked = replace(made, language=MADE)

    assert letters.language_for(asked) == "en"
    assert letters.fallen_back([asked, replace(enquiry(), language=MADE)]) == (asked.kind.value,)
    assert rendered(asked, letters).document["language"] == "en"


def test_a_language_without_any_letter_falls_back_to_english():
    asked = notice(language="tlh")

    assert LETTERS.language_for(asked) == "en"
    assert LETTERS.fallen_back([asked]) == ("withdrawal",)


def test_a_platforms_own_text_gives_way_to_the_shared_one_where_it_has_none_in_the_language(
    tmp_path, monkeypatch
):
    letters = load(templates(tmp_path, leave_out=f"platforms/spotify/request.{MADE}.md.j2"), monkeypatch)
    asked = platform_request(platforms=(SPOTIFY,), language=MADE)

    assert letters.language_for(asked) == MADE
    assert letters.request_file(SPOTIFY, MADE) == f"letters/parts/request-streaming.{MADE}.md.j2"
    assert letters.request_file(SPOTIFY, "en") == "platforms/spotify/request.en.md.j2"


def test_an_unread_translation_says_so_and_brings_the_english_letter(tmp_path, monkeypatch):
    letters = load(templates(tmp_path), monkeypatch)
    made = notice(language=MADE)

    done, english = rendered(made, letters), rendered(notice(), letters)

    text = " ".join(done.files["notice.txt"].decode().split())
    assert text.index("Courtesy translation") < text.index(
        "The English text, which is attached as english.txt"
    )
    assert text.index("english.txt") < text.index("Dear TuneCore")
    assert "Zeichen" in text
    brought = done.files["english.txt"].decode()
    assert brought == english.files["notice.txt"].decode()
    assert "Attach: notice.pdf, english.txt, items.csv" in done.files["ticket.txt"].decode()
    assert attached(done.files["notice.eml"]) == ["notice.pdf", "english.txt", "items.csv"]
    assert "Courtesy translation" in PdfReader(io.BytesIO(done.files["notice.pdf"])).pages[0].extract_text()
    letter = json.loads(done.files["notice.json"])["letter"]
    assert letter["english"] == english.document["letter"]
    assert letter["read_by"] == letter["read_on"] == ""
    assert list(SCHEMA.iter_errors(json.loads(done.files["notice.json"]))) == []
    assert letters.courtesy([made, enquiry(), made]) == (("withdrawal", MADE),)


def test_the_english_letter_is_covered_by_the_hash(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    before = rendered(notice(language=MADE), load(folder, monkeypatch)).document_sha256
    change(folder, "letters/withdrawal.en.md.j2", "Thank you for your help", "Many thanks for your help")

    assert rendered(notice(language=MADE), load(folder, monkeypatch)).document_sha256 != before


def test_a_translation_that_somebody_has_read_stands_alone(tmp_path, monkeypatch):
    letters = load(templates(tmp_path, read_by=READ), monkeypatch)
    made = notice(language=MADE)

    done = rendered(made, letters)

    assert "Courtesy" not in done.files["notice.txt"].decode()
    assert "english.txt" not in done.files
    assert attached(done.files["notice.eml"]) == ["notice.pdf", "items.csv"]
    letter = json.loads(done.files["notice.json"])["letter"]
    assert (letter["read_by"], letter["read_on"]) == (READ, "2026-11-20")
    assert "english" not in letter
    assert letters.courtesy([made]) == ()


@pytest.mark.parametrize("made", [notice(), VARIANTS["enquiry"]])
def test_an_english_letter_has_neither_heading_nor_second_text(made):
    done = rendered(made, LETTERS)

    assert "english.txt" not in done.files
    assert "read_by" not in done.document["letter"]


def test_the_head_of_a_translation_says_who_has_read_it(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    change(folder, f"letters/withdrawal.{MADE}.md.j2", "^read_by = .*$", "")

    with pytest.raises(LetterError, match="'read_by' in its head is missing") as caught:
        load(folder, monkeypatch)
    assert "read_on" in caught.value.hint


def test_the_sentence_that_is_shown_before_signing_is_in_the_language_of_the_letter(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    change(folder, f"letters/parts/authority.{MADE}.md.j2", "the sole owner", "der einzige Inhaber")

    letters = load(folder, monkeypatch)

    assert "der einzige Inhaber" in authority_sentence(notice(language=MADE), letters, dated=DATED)
    assert "the sole owner" in authority_sentence(notice(), letters, dated=DATED)


@pytest.mark.parametrize("name", ["public-statement", "roster-letter", "reminder"])
def test_a_letter_that_states_no_right_shows_none_before_signing(name):
    assert authority_sentence(LETTERS_MADE[name][0], LETTERS, dated=DATED) == ""


def test_what_english_forbids_everywhere_is_forbidden_in_every_language(tmp_path, monkeypatch):
    folder = templates(tmp_path, read_by=READ)
    change(
        folder,
        f"letters/guard.{MADE}.toml",
        r"(?s)^\[all\]\nforbidden = \[.*?^\]",
        '[all]\nforbidden = ["verboten*"]',
    )
    letters = load(folder, monkeypatch)

    for word in ("perjury", "verbotenes"):
        with pytest.raises(LetterError, match="must not stand"):
            write_letter(notice(language=MADE, reasons=f"Some {word} here."), letters, dated=DATED)
    assert write_letter(notice(reasons="Some verbotenes here."), letters, dated=DATED)


def test_an_innocent_word_of_a_language_is_allowed_there_and_not_in_english(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    change(
        folder,
        f"letters/guard.{MADE}.toml",
        r"(?s)^\[all\]\nforbidden = \[.*?^\]",
        '[all]\nallowed_english = ["court"]\nforbidden = ["verboten*"]',
    )
    letters = load(folder, monkeypatch)
    reasons = "Un texte court."

    written = write_letter(notice(language=MADE, reasons=reasons), letters, dated=DATED)

    assert written.english is not None
    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(reasons=reasons), letters, dated=DATED)
    change(folder, "letters/withdrawal.en.md.j2", "Thank you for your help", "We meet in court")
    with pytest.raises(LetterError, match="court"):
        write_letter(notice(language=MADE, reasons=reasons), load(folder, monkeypatch), dated=DATED)


@pytest.mark.parametrize("reasons", ["I insist on copyright.", "All owners of the rights agree."])
def test_own_paragraphs_are_read_in_english_too(tmp_path, monkeypatch, reasons):
    folder = templates(tmp_path, read_by=READ)
    guard = folder / "letters" / f"guard.{MADE}.toml"
    text = guard.read_text(encoding="utf-8").replace('forbidden = ["copyright*"]', "forbidden = []")
    guard.write_text(text.replace("all owners of the rights", "alle Inhaber"), encoding="utf-8")
    authority = folder / "letters" / "parts" / f"authority.{MADE}.md.j2"
    authority.write_text(authority.read_text().replace("All owners of the rights", "Alle Inhaber"))
    letters = load(folder, monkeypatch)

    assert write_letter(notice(language=MADE), letters, dated=DATED)
    with pytest.raises(LetterError, match="own paragraphs"):
        write_letter(notice(language=MADE, reasons=reasons), letters, dated=DATED)


@pytest.mark.parametrize(
    ("pattern", "new", "said"),
    [
        (r"^disclaimer = .*$", "", r"'disclaimer' in \[fixed\] is missing"),
        (r"^mandate = .*$", "", r"'mandate' in \[authority\] is missing"),
        (r"^\[recipient\]", "[recipients]", "'recipient' is missing"),
        (
            r"^ticket_required = ",
            "ticket_requires = ",
            r"'ticket_required' in \[letters.withdrawal\] is missing",
        ),
        (r"^states_authority = true", 'states_authority = "yes"', "neither true nor false"),
        (r"^ticket_required = .*$", 'ticket_required = "Please"', "not a list of texts"),
        (r"^forbidden = \[", "forbidden = [1,", "not a list of texts"),
        (r"^\[all\]", '[all]\nallowed_english = ["courtyard"]', "'courtyard' in all.allowed_english"),
        (r"^mandate = .*$", 'mandate = ""', "empty"),
        (r"^\[all\]", "[all", "TOML"),
    ],
)
def test_a_guard_file_that_cannot_be_used_is_named_with_its_key(tmp_path, monkeypatch, pattern, new, said):
    folder = templates(tmp_path)
    change(folder, f"letters/guard.{MADE}.toml", pattern, new)

    with pytest.raises(LetterError, match=said) as caught:
        load(folder, monkeypatch)
    assert f"guard.{MADE}.toml" in caught.value.message
    assert caught.value.hint


def test_a_letter_that_the_guard_of_its_language_does_not_know_is_not_written(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    change(folder, f"letters/guard.{MADE}.toml", r"(?s)^\[letters.enquiry\].*?(?=^\[letters)", "")

    with pytest.raises(LetterError, match="no list of required and forbidden words for the letter 'enquiry'"):
        write_letter(replace(enquiry(), language=MADE), load(folder, monkeypatch), dated=DATED)


def own(tmp_path, name, source, was, now):
    """A workspace with a text of its own for one distributor, made from the shipped one."""
    text = (templates(tmp_path) / source).read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(was, now), encoding="utf-8")
    return load_letters(tmp_path / "templates")


def test_a_distributors_own_letter_is_taken_first(tmp_path):
    letters = own(
        tmp_path,
        "distributors/tunecore/withdrawal.en.md.j2",
        "letters/withdrawal.en.md.j2",
        "Thank you for",
        "Thanks for",
    )

    assert "Thanks for your help." in rendered(notice(), letters).files["notice.txt"].decode()
    other = notice(recipient=replace(DISTRIBUTOR, desk="distrokid", name="DistroKid"))
    assert "Thank you for your help." in rendered(other, letters).files["notice.txt"].decode()
    assert (
        rendered(notice(), letters).document["letter"]["file"]
        == "templates/distributors/tunecore/withdrawal.en.md.j2"
    )
    assert letters.unreviewed([notice()]) == ("templates/distributors/tunecore/withdrawal.en.md.j2",)


def test_a_distributors_own_ticket_is_taken_first(tmp_path):
    name = "tickets/withdrawal.en.md.j2"
    letters = own(
        tmp_path,
        f"distributors/tunecore/{name}",
        f"letters/{name}",
        "Please reply with a ticket number",
        "Please answer",
    )

    assert "Please answer" in rendered(notice(), letters).files["ticket.txt"].decode()


def test_a_distributors_own_letter_is_read_by_the_guard_as_well(tmp_path):
    letters = own(
        tmp_path,
        "distributors/tunecore/withdrawal.en.md.j2",
        "letters/withdrawal.en.md.j2",
        "Thank you for",
        "Or else, for",
    )

    with pytest.raises(LetterError, match="distributors/tunecore/withdrawal"):
        rendered(notice(), letters)


def test_what_a_distributor_has_of_its_own_in_english_only_keeps_the_letter_in_english(tmp_path, monkeypatch):
    folder = templates(tmp_path)
    (folder / "distributors" / "tunecore" / "withdrawal.en.md.j2").write_text(
        (folder / "letters" / "withdrawal.en.md.j2").read_text(encoding="utf-8"), encoding="utf-8"
    )
    letters = load(folder, monkeypatch)

    assert letters.language_for(notice(language=MADE)) == "en"
    assert letters.language_for(enquiry(language=MADE)) == MADE


@pytest.mark.parametrize(
    ("kind", "role", "name"),
    [
        (Kind.WITHDRAWAL, RecipientRole.PLATFORM, "withdrawal-direct"),
        (Kind.REMOVAL_AFTER_END, RecipientRole.PLATFORM, "removal-after-end-platform"),
        (Kind.REMOVAL_AFTER_END, RecipientRole.DISTRIBUTOR, "removal-after-end"),
        (Kind.REMINDER, RecipientRole.PLATFORM, "reminder"),
    ],
)
def test_a_platform_has_letters_of_its_own(kind, role, name):
    assert letter_name(notice(kind=kind, recipient=replace(DISTRIBUTOR, role=role))) == name


def test_a_letter_without_a_ticket_has_none_among_its_files():
    done = rendered(LETTERS_MADE["public-statement"][0], LETTERS)

    assert "ticket.txt" not in done.files
    assert "notice.txt" in done.files


def test_every_letter_has_a_list_for_the_guard_and_every_list_a_letter():
    for language, guard in LETTERS.guards.items():
        heads = {name.split("/")[-1].split(".")[0] for name in LETTERS.heads if f".{language}." in name}
        assert heads == set(guard.letters)
