"""The files of every notice, unsigned and signed: each is sound, all say the same, none says who made it.

The papers are those of the examples and of every workspace in workspaces.py.
"""

import csv
import hashlib
import io
import json
import re
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy

import jsonschema
import pytest
import rfc8785
from papers_made import (
    CASES,
    EXAMPLES,
    WORDS,
    Made,
    by_pdftotext,
    by_pypdf,
    first_difference,
    words_of_pdf,
    words_of_text,
)
from pypdf import PdfReader

from takedown import resources

Papers = Callable[[str], Made]
every_case = pytest.mark.parametrize("name", CASES)
NAMES = ("notice.pdf", "notice.txt", "notice.json", "items.csv", "notice.eml", "ticket.txt", "steps.txt")


@every_case
def test_a_folder_holds_the_seven_files_and_nothing_else(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        english = ["english.txt"] if "english" in folder.notice["letter"] else []
        assert sorted(path.name for path in folder.path.iterdir()) == sorted([*NAMES, *english]), folder


@every_case
@pytest.mark.tool("qpdf")
def test_qpdf_finds_nothing_wrong_with_any_pdf(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        done = subprocess.run(
            ["qpdf", "--check", folder.path / "notice.pdf"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{folder}\n{done.stdout}{done.stderr}"
        assert "No syntax or stream encoding errors found" in done.stdout
        assert "WARNING" not in done.stdout + done.stderr


@every_case
def test_a_pdf_holds_every_word_of_the_letter_in_order_as_pypdf_reads_it(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        found = words_of_pdf(by_pypdf(folder.path / "notice.pdf"))
        assert not (wrong := first_difference(words_of_text(folder.read("notice.txt")), found)), (
            f"{folder}: {wrong}"
        )


@every_case
@pytest.mark.tool("pdftotext")
def test_a_pdf_holds_every_word_of_the_letter_in_order_as_pdftotext_reads_it(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        found = words_of_pdf(by_pdftotext(folder.path / "notice.pdf"))
        assert not (wrong := first_difference(words_of_text(folder.read("notice.txt")), found)), (
            f"{folder}: {wrong}"
        )


@every_case
@pytest.mark.tool("pdftotext")
def test_codes_and_the_reference_are_never_broken(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        codes = folder.codes
        assert folder.notice["id"] in codes
        for text in (
            folder.read("notice.txt"),
            " ".join(by_pypdf(folder.path / "notice.pdf")),
            " ".join(by_pdftotext(folder.path / "notice.pdf")),
        ):
            assert codes <= set(text.split()), f"{folder}: {codes - set(text.split())}"


@every_case
def test_the_ticket_names_every_release_by_a_code_that_is_not_broken(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        words = {word.strip(",.;:") for word in folder.read("ticket.txt").split()}
        for item in folder.notice["items"]:
            isrcs = [recording["isrc"] for recording in item["recordings"]]
            if item["upc"]:
                assert item["upc"] in words, f"{folder}: {item['upc']}"
            elif item["grid"]:
                assert item["grid"] in words, f"{folder}: {item['grid']}"
            elif isrcs and all(isrcs):
                assert set(isrcs) <= words, f"{folder}: {isrcs}"
        assert folder.notice["id"] in words


@every_case
def test_the_csv_has_a_row_for_every_recording_on_every_platform_and_no_formula(
    name: str, made: Papers
) -> None:
    for folder in made(name).folders:
        rows = list(csv.reader(io.StringIO(folder.read("items.csv"))))
        columns = rows[0]
        items = folder.notice["items"]
        assert len(rows) - 1 == sum(max(1, len(item["recordings"])) for item in items), folder
        assert {len(row) for row in rows} == {len(columns)}
        assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
        isrcs = {row[columns.index("isrc")] for row in rows[1:]} - {""}
        assert isrcs == {rec["isrc"] for item in items for rec in item["recordings"]} - {""}


@pytest.mark.parametrize("name", [*EXAMPLES, "a specimen"])
def test_every_page_of_a_demo_says_that_it_is_a_specimen(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        assert folder.notice["demo"] is True
        reader = PdfReader(folder.path / "notice.pdf")
        for page, text in zip(reader.pages, by_pypdf(folder.path / "notice.pdf"), strict=True):
            assert "Specimen – not sent to anyone" in " ".join(text.split())
            # The word across the page is drawn: it has no text, but 23 thick light strokes.
            assert len(re.findall(rb"\b17(?:\.0*)? w\b", page.get_contents().get_data())) == 1, folder


def test_no_page_of_a_real_notice_says_that_it_is_a_specimen(made: Papers) -> None:
    for folder in made("120 releases of 3").folders:
        assert folder.notice["demo"] is False
        assert "pecimen" not in " ".join(by_pypdf(folder.path / "notice.pdf"))


@every_case
def test_notice_json_keeps_to_the_published_schema(name: str, made: Papers) -> None:
    schema = json.loads(resources.schema("notice").read_text(encoding="utf-8"))
    judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for folder in made(name).folders:
        assert not [f"{error.json_path}: {error.message}" for error in judge.iter_errors(folder.notice)], (
            folder
        )


@every_case
def test_the_document_hash_can_be_computed_again_from_notice_json_alone(name: str, made: Papers) -> None:
    folders = made(name).folders
    for folder in folders:
        document = {
            key: value
            for key, value in folder.notice.items()
            if key not in ("document_sha256", "signature", "files")
        }
        assert hashlib.sha256(rfc8785.dumps(document)).hexdigest() == folder.notice["document_sha256"], folder
        said = WORDS[folder.notice["language"]]
        footer = said.say("pdf.document", hash=folder.notice["document_sha256"][:12])
        assert all(footer in " ".join(page.split()) for page in by_pypdf(folder.path / "notice.pdf")), folder
    half = len(folders) // 2
    for unsigned, signed in zip(folders[:half], folders[half:], strict=True):
        assert unsigned.notice["signature"] is None
        assert signed.notice["signature"]["name"] == signed.notice["sender"]["name"]
        assert unsigned.notice["document_sha256"] == signed.notice["document_sha256"]


@every_case
def test_notice_json_has_the_digest_of_every_other_file(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        found = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.path.iterdir()
            if path.name != "notice.json"
        }
        assert folder.notice["files"] == found, folder


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case is None or not case.names_us])
@pytest.mark.tool("pdftotext")
def test_no_paper_says_which_program_made_it(name: str, made: Papers) -> None:
    for folder in made(name).folders:
        mail = message_from_bytes((folder.path / "notice.eml").read_bytes(), policy=policy.default)
        reader = PdfReader(folder.path / "notice.pdf")
        said = {
            "notice.txt": folder.read("notice.txt"),
            "ticket.txt": folder.read("ticket.txt"),
            "items.csv": folder.read("items.csv"),
            "headers of notice.eml": "\n".join(f"{key}: {value}" for key, value in mail.items()),
            "body of notice.eml": mail.get_body(("plain",)).get_content(),
            "bytes of notice.eml": (folder.path / "notice.eml").read_text(encoding="ascii"),
            "text of notice.pdf": " ".join(by_pdftotext(folder.path / "notice.pdf")),
            "metadata of notice.pdf": f"{reader.metadata} {reader.xmp_metadata}",
            "bytes of notice.pdf": (folder.path / "notice.pdf").read_bytes().decode("latin-1"),
        }
        assert not [place for place, text in said.items() if "takedown" in text.casefold()], folder


@pytest.mark.parametrize("name", [*EXAMPLES, *list(CASES)[3::4]])
def test_what_was_made_verifies_and_is_not_made_again(name: str, made: Papers) -> None:
    program = made(name).program
    before = program.files()

    assert program.json("verify")["ok"]
    again = json.loads(program.run("generate", "--json").stdout)
    assert not any(notice["written"] or notice["edited"] for notice in again["notices"])
    assert all(notice["signed"] for notice in again["notices"])
    assert program.files() == before
