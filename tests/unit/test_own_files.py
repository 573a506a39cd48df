"""Logo, signature and exhibits are read once, from inside the workspace; what cannot be used is refused kindly."""

import hashlib
import os
from pathlib import Path

import pytest
from support import picture_files as files

from takedown.config import load_settings
from takedown.errors import ConfigError
from takedown.request import ExhibitKind, Request

SENDER = """
schema = 1
[sender]
name = "Ana Example"
email = "ana@example.com"
{sender}
[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music"]
{request}
"""
PRINCIPAL = """
[[principals]]
artist = "The Examples"
name = "Bo Example"
mandate = "mandates/bo.pdf"
"""
EXHIBITS = 'exhibits = ["mandate", "consent"]'
DECISIONS = "party,answer,date,file\nJo Guest,yes,2026-11-20,{file}\n"


def read(root: Path, *, sender: str = "", request: str = "", more: str = "", decisions: str = "") -> Request:
    (root / "takedown.toml").write_text(
        SENDER.format(sender=sender, request=request) + more, encoding="utf-8"
    )
    if decisions:
        (root / "decisions.csv").write_text(decisions, encoding="utf-8")
    return load_settings(root).request


def put(root: Path, name: str, content: bytes) -> bytes:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return content


def refused(root: Path, **settings: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(root, **settings)
    assert caught.value.hint
    return caught.value


def test_logo_and_signature_are_read_with_their_digest(tmp_path: Path) -> None:
    logo = put(tmp_path, "art/logo.png", files.as_png(files.logo()))
    ink = put(tmp_path, "signature.jpg", files.photo())

    found = read(tmp_path, sender='logo = "art/logo.png"\nsignature_image = "signature.jpg"')

    assert found.logo is not None
    assert found.signature_image is not None
    assert (found.logo.name, found.logo.content) == ("art/logo.png", logo)
    assert found.signature_image.sha256 == hashlib.sha256(ink).hexdigest()


def test_without_a_wish_no_mandate_and_no_consent_is_looked_into(tmp_path: Path) -> None:
    put(tmp_path, "mandates/bo.pdf", b"no pdf at all")

    found = read(tmp_path, more=PRINCIPAL, decisions=DECISIONS.format(file="jo.pdf"))

    assert (found.logo, found.signature_image, found.exhibit_files) == (None, None, {})


def test_mandates_and_consents_are_read_by_name_with_the_number_of_their_pages(tmp_path: Path) -> None:
    put(tmp_path, "mandates/bo.pdf", files.pdf(3))
    put(tmp_path, "mandates/kim.png", files.as_png(files.signature()))
    put(tmp_path, "answers/jo.jpg", files.photo())
    (tmp_path / "principals.csv").write_text("artist,name,mandate\nKim,Kim Guest,mandates/kim.png\n")

    found = read(
        tmp_path, request=EXHIBITS, more=PRINCIPAL, decisions=DECISIONS.format(file="answers/jo.jpg")
    )

    assert found.wish.exhibits == (ExhibitKind.MANDATE, ExhibitKind.CONSENT)
    assert {name: file.pages for name, file in found.exhibit_files.items()} == {
        "mandates/bo.pdf": 3,
        "mandates/kim.png": 1,
        "answers/jo.jpg": 1,
    }


def test_only_the_kind_that_is_asked_for_is_read(tmp_path: Path) -> None:
    put(tmp_path, "mandates/bo.pdf", files.pdf())

    found = read(
        tmp_path,
        request='exhibits = ["mandate"]',
        more=PRINCIPAL,
        decisions=DECISIONS.format(file="gone.pdf"),
    )

    assert set(found.exhibit_files) == {"mandates/bo.pdf"}


def test_the_file_of_a_no_or_an_open_answer_is_not_looked_into(tmp_path: Path) -> None:
    table = "party,answer,file\nJo Guest,no,no.pdf\nKim Guest,open,open.pdf\n"

    assert read(tmp_path, request=EXHIBITS, decisions=table).exhibit_files == {}


def test_a_mandate_that_does_not_exist_is_left_to_the_checks(tmp_path: Path) -> None:
    found = read(tmp_path, request=EXHIBITS, more=PRINCIPAL)

    assert found.missing_mandates == ("mandates/bo.pdf",)
    assert found.exhibit_files == {}


def test_a_consent_that_does_not_exist_is_named_with_its_row(tmp_path: Path) -> None:
    error = refused(tmp_path, request=EXHIBITS, decisions=DECISIONS.format(file="answers/jo.pdf"))

    assert error.message == "decisions.csv, row 2, column file: 'answers/jo.pdf' does not exist"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"GIF89a\x01\x00\x01\x00", "is neither PNG nor JPEG, or is broken"),
        (files.as_png(files.clouds(90, 90))[:-400], "is broken, or cut off"),
        (files.bomb(9000, 9000), "has more than 25 megapixels"),
        (files.pdf(), "is a PDF, and a picture is needed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5_000_000), "is bigger than 5 MB"),
        (b"", "is neither PNG nor JPEG, or is broken"),
    ],
    ids=["gif", "cut off", "too many pixels", "pdf", "too big", "empty"],
)
def test_a_logo_that_cannot_be_printed_is_refused_with_key_and_name(
    tmp_path: Path, content: bytes, what: str
) -> None:
    put(tmp_path, "logo.png", content)

    error = refused(tmp_path, sender='logo = "logo.png"')

    assert error.message == f"takedown.toml, sender.logo: 'logo.png' {what}"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (files.pdf(locked="secret"), "is protected by a password"),
        (files.pdf(21), "has 21 pages, more than 20"),
        (b"From: jo@example.com\r\n\r\nyes", "is neither PNG nor JPEG, or is broken"),
        (files.pdf() + bytes(10_000_000), "is bigger than 10 MB"),
    ],
    ids=["password", "pages", "email", "too big"],
)
def test_a_mandate_that_cannot_be_appended_is_refused_with_its_place(
    tmp_path: Path, content: bytes, what: str
) -> None:
    put(tmp_path, "mandates/bo.pdf", content)

    error = refused(tmp_path, request=EXHIBITS, more=PRINCIPAL)

    assert error.message == f"takedown.toml, principals.1.mandate: 'mandates/bo.pdf' {what}"


def test_a_picture_that_is_missing_or_a_folder_or_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    for name, what in (("gone.png", "does not exist"), ("folder", "is no file"), ("pipe", "is no file")):
        assert what in refused(tmp_path, sender=f'signature_image = "{name}"').message


def test_a_name_that_no_disk_can_hold_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path, sender=f'logo = "{"x" * 5000}"').message


@pytest.mark.parametrize("key", ["logo", "signature_image"])
def test_a_picture_outside_the_workspace_is_refused_also_by_way_of_a_link(tmp_path: Path, key: str) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    put(tmp_path, "outside.png", files.as_png(files.logo()))
    (root / "link.png").symlink_to(tmp_path / "outside.png")

    for name in ("link.png", "../outside.png", str(tmp_path / "outside.png")):
        error = refused(root, sender=f'{key} = "{name}"')
        assert f"sender.{key}" in error.message
        assert "lies outside the workspace" in error.message


def test_exhibits_are_named_by_words_that_are_known_and_each_once(tmp_path: Path) -> None:
    assert "request.exhibits" in refused(tmp_path, request='exhibits = ["passport"]').message
    assert "stands twice" in refused(tmp_path, request='exhibits = ["mandate", "mandate"]').message
