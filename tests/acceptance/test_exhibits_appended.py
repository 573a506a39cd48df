"""A manager appends mandates and consents, from the plan to the signed PDF."""

import json
from io import BytesIO
from itertools import chain
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from support import picture_files as files
from support.builders import isrc, upc
from support.program import Program

SETTINGS = """
schema = 1
demo = true

[sender]
name = "Robin Example"
organization = "Example Management"
capacity = "manager"
email = "robin@example.com"
address = ["c/o Example Management", "12 Example Street", "10999 Berlin", "Germany"]
logo = "pictures/logo.png"
signature_image = "pictures/ink.png"

[authority]
basis = "mandate"

[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music"]
exhibits = ["mandate", "consent"]

[[routes]]
via = "tunecore"
account = "robin@example.com"
agreement = { name = "Terms of service", dated = 2022-03-01, advance_open = "no" }

[[principals]]
artist = "The Example Lights"
name = "Ana Example"
mandate = "mandates/lights.pdf"

[[principals]]
artist = "Specimen Quartet"
name = "Kim Specimen"
mandate = "mandates/quartet.jpg"
"""
CATALOG = f"""artist,release,upc,track,track_artist,isrc
The Example Lights,Harbour Lights,{upc(1)},Snow,The Example Lights;Jo Guest,{isrc(1)}
Specimen Quartet,Four Rooms,{upc(2)},Room One,Specimen Quartet,{isrc(2)}
"""
DECISIONS = "party,answer,date,how,file\nJo Guest,yes,2026-11-20,by letter,answers/jo.png\n"


@pytest.fixture
def manager(tmp_path: Path) -> Program:
    """A workspace of a manager with two bands and a guest."""
    root = tmp_path / "workspace"
    for folder in ("pictures", "mandates", "answers"):
        (root / folder).mkdir(parents=True)
    (root / "takedown.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "catalog.csv").write_text(CATALOG, encoding="utf-8")
    (root / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    (root / "pictures/logo.png").write_bytes(files.told_png())
    (root / "pictures/ink.png").write_bytes(files.as_png(files.signature()))
    (root / "mandates/lights.pdf").write_bytes(files.pdf(2, covered="Jo Guest, 9 Example Road"))
    (root / "mandates/quartet.jpg").write_bytes(files.photo())
    (root / "answers/jo.png").write_bytes(files.as_png(files.clouds(300, 400)))
    return Program(root)


def withdrawals(program: Program) -> dict[str, Path]:
    """Principal → the folder of its withdrawal."""
    places = [path.parent for path in program.root.glob("notices/*/withdrawal-*/notice.json")]
    return {json.loads((place / "notice.json").read_bytes())["principal"]: place for place in places}


def pictures(pdf: bytes) -> list[list[tuple[int, int]]]:
    """The sizes of the pictures on each page."""
    document = pypdfium2.PdfDocument(pdf)
    image = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    try:
        return [[each.get_px_size() for each in page.get_objects(filter=(image,))] for page in document]
    finally:
        document.close()


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_plan_names_each_file_and_its_letter_before_anything_is_written(manager: Program) -> None:
    shown = " ".join(manager.ok("plan").split())
    planned = manager.json("plan")["notices"]
    made = {each["principal"]: each["exhibits"] for each in planned if each["kind"] == "withdrawal"}

    assert "mandates/lights.pdf (mandate of Ana Example, 2 pages)" in shown
    assert "answers/jo.png (consent of Jo Guest, 1 page)" in shown
    assert [each["file"] for each in made["Kim Specimen"]] == ["mandates/quartet.jpg"]
    assert not (manager.root / "notices").exists()


def test_each_letter_ends_with_the_exhibits_of_its_own_people_and_of_nobody_else(manager: Program) -> None:
    manager.ok("generate")
    made = {
        principal: (place / "notice.pdf").read_bytes() for principal, place in withdrawals(manager).items()
    }

    lights, quartet = words(made["Ana Example"]), words(made["Kim Specimen"])
    assert "Exhibit A. Mandate given by Ana Example" in lights
    assert "Exhibit B. Consent of Jo Guest, given on 20 November 2026" in lights
    assert "Exhibit A. Mandate given by Kim Specimen" in quartet
    for text in ("Jo Guest", "Ana Example", "Exhibit B"):
        assert text not in quartet
    assert pictures(made["Ana Example"])[-3:] == [[(1241, 1754)], [(1241, 1754)], [(300, 400)]]
    assert pictures(made["Kim Specimen"])[-1] == [(160, 80)]


def test_the_picture_of_the_signature_comes_with_the_signature_and_the_logo_is_there_before(
    manager: Program,
) -> None:
    ink, logo = (240, 80), (300, 100)
    manager.ok("generate")
    place = withdrawals(manager)["Kim Specimen"]
    unsigned = list(chain.from_iterable(pictures((place / "notice.pdf").read_bytes())))

    shown = manager.run("sign", "--name", "Robin Example")
    signed = chain.from_iterable(pictures((place / "notice.pdf").read_bytes()))

    assert shown.exit_code == 0, shown.stderr
    assert "mandates/quartet.jpg" in shown.stderr
    assert logo in unsigned
    assert ink not in unsigned
    assert {logo, ink} <= set(signed)


def test_nothing_of_the_files_but_their_looks_goes_out(manager: Program) -> None:
    manager.ok("generate")
    manager.ok("sign", "--name", "Robin Example")

    for path in manager.root.glob("notices/**/*"):
        content = path.read_bytes() if path.is_file() else b""
        for told in (b"Example Phone", b"taken at home", b"Bo Example", b"9 Example Road", b"lights.pdf"):
            assert told not in content, path.name
    pdf = (withdrawals(manager)["Ana Example"] / "notice.pdf").read_bytes()
    assert "Example Road" not in words(pdf)


def test_another_picture_makes_a_signed_letter_unsigned_again(manager: Program) -> None:
    manager.ok("generate")
    manager.ok("sign", "--name", "Robin Example")
    assert "Unchanged, signed" in manager.ok("generate")

    (manager.root / "pictures/logo.png").write_bytes(files.as_png(files.logo(200, 200)))

    assert "that signature no longer counts" in " ".join(manager.ok("generate").split())


def test_a_mandate_that_cannot_be_appended_stops_everything_before_a_letter_is_written(
    manager: Program,
) -> None:
    (manager.root / "mandates/lights.pdf").write_bytes(files.pdf(locked="secret"))

    result = manager.run("generate")

    assert result.exit_code == 3
    assert "principals.1.mandate: 'mandates/lights.pdf' is protected by a password" in result.stderr
    assert "Hint: print it into a new PDF" in result.stderr
    assert not (manager.root / "notices").exists()


@pytest.mark.parametrize("command", ["plan", "generate"])
def test_a_mandate_whose_drawing_never_ends_is_refused_when_the_plan_is_made(
    command: str, manager: Program
) -> None:
    (manager.root / "mandates/lights.pdf").write_bytes(files.endless_pdf())

    result = manager.run(command)

    assert result.exit_code == 3
    assert (
        "principals.1.mandate: 'mandates/lights.pdf' takes too much time or memory to draw" in result.stderr
    )
    assert "Hint: open it, and print it into a new PDF" in result.stderr
    assert not (manager.root / "notices").exists()
