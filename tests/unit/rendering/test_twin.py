"""notice.json and items.csv, and the folder as a whole."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator
from letters_made import DATED, FIRST, SINGLE, UNCODED, VARIANTS, notice

from takedown.canonical import digest
from takedown.model import Place
from takedown.notice import Signature
from takedown.rendering import load_letters, render_notice
from takedown.rendering.schedule import schedule_releases
from takedown.resources import schema

LETTERS = load_letters()
SCHEMA = json.loads(schema("notice").read_text(encoding="utf-8"))
SIGNATURE = Signature(
    name="Ana Example", capacity="artist", signed_at="2026-11-22T14:05:09-05:00", document_sha256="0" * 64
)


def rendered(made, **more):
    return render_notice(made, LETTERS, dated=DATED, **more)


def cells(made):
    return list(csv.DictReader(io.StringIO(rendered(made).files["items.csv"].decode())))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("signature", [None, SIGNATURE], ids=["unsigned", "signed"])
def test_notice_json_is_valid_by_the_published_schema(name, signature):
    twin = json.loads(rendered(VARIANTS[name], signature=signature).files["notice.json"])

    assert list(Draft202012Validator(SCHEMA).iter_errors(twin)) == []


def test_the_hash_is_over_the_document_alone():
    made = rendered(notice(), signature=SIGNATURE)
    twin = json.loads(made.files["notice.json"])
    document = {key: twin[key] for key in twin if key not in ("document_sha256", "signature", "files")}

    assert document == made.document
    assert digest(document) == twin["document_sha256"] == made.document_sha256


def test_signing_changes_the_files_and_not_the_document():
    unsigned, signed = rendered(notice()), rendered(notice(), signature=SIGNATURE)

    assert unsigned.document_sha256 == signed.document_sha256
    assert unsigned.files["notice.txt"] != signed.files["notice.txt"]
    assert b"/s/ Ana Example" in signed.files["notice.txt"]


def test_every_other_file_stands_in_notice_json_with_its_hash():
    files = rendered(notice()).files
    twin = json.loads(files["notice.json"])

    assert set(twin["files"]) == set(files) - {"notice.json"}
    assert all(hashlib.sha256(files[name]).hexdigest() == sha256 for name, sha256 in twin["files"].items())


def test_the_wording_is_covered_by_the_hash():
    assert "Dear TuneCore," in rendered(notice()).document["letter"]["text"]
    assert rendered(notice(reasons="A thought.")).document_sha256 != rendered(notice()).document_sha256


def test_notice_json_is_written_for_people_too():
    raw = rendered(notice(account="Zoë")).files["notice.json"]

    assert raw.endswith(b"\n}\n")
    assert "Zoë".encode() in raw
    assert b"\r" not in raw
    assert list(json.loads(raw)) == sorted(json.loads(raw))


def test_private_notes_about_an_agreement_stay_private():
    made = rendered(VARIANTS["withdrawal-mandate"])

    assert made.document["agreement"] == {"name": "", "dated": "2021-05-04", "notice_days": 60}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_notice_gives_the_same_bytes(name):
    assert rendered(VARIANTS[name]).files == rendered(VARIANTS[name]).files


def test_items_csv_has_a_row_for_every_recording_on_every_platform():
    rows = cells(notice(releases=(FIRST, SINGLE, UNCODED)))

    assert len(rows) == 2 * (2 + 1 + 1)
    assert rows[0]["upc"] == "012345678905"
    assert rows[0]["isrc"] == "QZES11900001"
    assert rows[-1]["release"] == "Basement Tape"
    assert rows[-1]["track"] == ""


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "\t=1", "\r=1"])
def test_no_cell_can_be_taken_for_a_formula(title):
    (row, *_) = cells(notice(releases=(replace(UNCODED, title=title),)))

    assert row["release"] == f"'{title.strip()}"


def test_items_csv_is_utf_8_with_plain_line_ends():
    raw = rendered(notice(releases=(replace(UNCODED, title='Żółć, "quoted"'),))).files["items.csv"]

    assert 'Żółć, ""quoted""'.encode() in raw
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_each_platform_is_shown_its_own_page_and_code():
    places = (
        Place(platform="amazon-music", asin="B0EXAMPLE1", url="https://music.amazon.com/albums/B0EXAMPLE1"),
        Place(platform="amazon-digital", asin="B0EXAMPLE2"),
    )
    track = replace(
        FIRST.recordings[0], asin="", url="", places=(Place(platform="amazon-music", asin="B0EXAMPLE3"),)
    )
    one = replace(FIRST, asin="", url="", places=places, recordings=(track, *FIRST.recordings[1:2]))
    table = cells(notice(releases=(one,)))

    assert [(row["platform"], row["asin"], row["url"]) for row in table if row["isrc"] == track.isrc] == [
        ("amazon-music", "B0EXAMPLE3", "https://music.amazon.com/albums/B0EXAMPLE1"),
        ("amazon-digital", "B0EXAMPLE2", ""),
    ]


def test_the_schedule_shows_every_code_and_page_of_the_platforms_asked_once():
    places = (
        Place(platform="amazon-music", asin="B0EXAMPLE1", url="https://music.amazon.com/albums/B0EXAMPLE1"),
        Place(platform="amazon-digital", asin="B0EXAMPLE1", url="https://www.amazon.com/dp/B0EXAMPLE1"),
        Place(platform="spotify", url="https://open.spotify.com/album/0123456789abcdefABCDEF"),
    )
    (shown,) = schedule_releases(
        notice(releases=(replace(FIRST, asin="", url="", places=places),)), LETTERS.words["en"]
    )

    assert shown.details.count("B0EXAMPLE1") == 3
    assert shown.details.count("ASIN") == 1
    assert "spotify" not in shown.details
