"""`preview --html`: a page of exactly what was recorded, or none; where it is kept; how it is opened."""

import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from papers_made import EXAMPLES, Made
from support.browser import started
from support.pages import letter_words, outside, parse, part_words
from support.program import Program


@pytest.fixture
def artist(example: Callable[[str], Program]) -> Program:
    program = example("one-artist")
    program.ok("generate")
    return program


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What was handed to another program to open, on a machine with a screen and a folder of its own for such files."""
    paths: list[str] = []

    def launch(path: str) -> int:
        paths.append(path)
        return 0

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("click.launch", launch)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return paths


def folder_of(program: Program, kind: str) -> Path:
    return program.root / str(program.notice(kind)["folder"])


def words(file: Path) -> list[str]:
    """The words of notice.txt, without the bullets, which a page draws."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return " ".join(line.removeprefix("  - ") for line in lines).split()


def assert_is_page_of(page: str, folder: Path) -> None:
    """Every word of the files is there, in order, and no other."""
    assert letter_words(page) == words(folder / "notice.txt")
    if (folder / "english.txt").exists():
        assert letter_words(page, "english") == words(folder / "english.txt")
    if (folder / "ticket.txt").exists():
        assert part_words(page, "ticket") == (folder / "ticket.txt").read_text(encoding="utf-8").split()
    assert part_words(page, "steps") == (folder / "steps.txt").read_text(encoding="utf-8").split()
    assert outside(page) == []


@pytest.mark.parametrize(
    "name",
    [*EXAMPLES, "titles: markup", "titles: templates", "titles: spaces and signs", "120 releases of 3"],
)
def test_the_page_of_every_notice_says_what_its_files_say(made: Callable[[str], Made], name: str) -> None:
    papers = made(name)
    for folder in papers.folders:
        if folder.signed:
            page = papers.program.ok("preview", folder.notice["id"], "--html")
            assert_is_page_of(page, folder.path)
            assert "Not signed yet." not in page


def test_the_page_goes_to_standard_output_and_nothing_else_does(artist: Program) -> None:
    result = artist.run("preview", str(artist.notice("withdrawal")["id"]), "--html")

    assert result.stdout.startswith("<!DOCTYPE html>\n")
    assert result.stdout.endswith("</html>\n")
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


@pytest.mark.tool("chromium")
@pytest.mark.tool("chromedriver")
def test_a_browser_shows_the_page_of_a_demo_without_a_complaint(artist: Program, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    artist.ok("preview", str(artist.notice("withdrawal")["id"]), "--html", "-o", str(page))
    with started(tmp_path / "profile") as browser:
        browser.show(page)
        text = browser.run("return document.body.innerText")
        complaints, requests = browser.complaints(), set(browser.requests())

    assert "Specimen – not sent to anyone" in text
    assert "What to do with notice" in text
    assert complaints == []
    assert requests <= {page.as_uri(), "data:,"}


def test_a_notice_that_went_out_keeps_the_page_of_what_went_out(artist: Program) -> None:
    withdrawal = str(artist.notice("withdrawal")["id"])
    artist.ok("sign", withdrawal, "--name", "Ana Example")
    before = artist.ok("preview", withdrawal, "--html")
    artist.ok("record", "submitted", withdrawal, "--ticket", "4711")
    artist.later(days=3)

    assert artist.ok("preview", withdrawal, "--html") == before
    assert_is_page_of(before, folder_of(artist, "withdrawal"))


def test_a_platform_request_shows_what_is_in_its_folder_until_it_is_written_again(artist: Program) -> None:
    withdrawal, request = (str(artist.notice(kind)["id"]) for kind in ("withdrawal", "platform-request"))
    artist.ok("sign", withdrawal, "--name", "Ana Example")
    artist.ok("record", "submitted", withdrawal, "--ticket", "4711")

    recorded = artist.ok("preview", request, "--html")
    assert_is_page_of(recorded, folder_of(artist, "platform-request"))
    assert "4711" not in recorded

    artist.ok("generate")
    again = artist.ok("preview", request, "--html")
    assert_is_page_of(again, folder_of(artist, "platform-request"))
    assert "4711" in again


def test_a_reminder_has_a_page_until_it_goes_out(artist: Program) -> None:
    withdrawal = str(artist.notice("withdrawal")["id"])
    artist.ok("sign", withdrawal, "--name", "Ana Example")
    artist.ok("record", "submitted", withdrawal)
    artist.later(days=30)
    artist.ok("follow-up")
    reminder = str(artist.notice("reminder")["id"])
    assert_is_page_of(artist.ok("preview", reminder, "--html"), folder_of(artist, "reminder"))
    artist.ok("sign", reminder, "--name", "Ana Example")
    artist.ok("record", "submitted", reminder)

    result = artist.run("preview", reminder, "--html")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{reminder} is submitted" in result.stderr
    assert f"takedown preview {reminder} --open" in result.stderr
    assert artist.ok("preview", reminder, "--letter")


def test_a_translation_nobody_has_read_stands_above_the_english_letter(
    example: Callable[[str], Program],
) -> None:
    program = example("one-artist")
    settings = program.root / "takedown.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[request]", '[request]\nlanguage = "de"'), encoding="utf-8")
    program.ok("generate")
    folder = folder_of(program, "withdrawal")
    page = program.ok("preview", str(folder), "--html")

    assert (folder / "english.txt").exists()
    assert_is_page_of(page, folder)
    assert parse(page).xpath("//article/@lang") == ["de", "en"]


@pytest.mark.parametrize("name", ["notice.txt", "notice.json", "ticket.txt", "steps.txt"])
def test_an_edited_file_has_no_page(artist: Program, name: str) -> None:
    folder = folder_of(artist, "withdrawal")
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")

    result = artist.run("preview", str(folder), "--html")

    assert result.exit_code == 5
    assert result.stdout == ""
    assert f"{name} was edited" in result.stderr


def test_a_missing_file_has_no_page(artist: Program) -> None:
    folder = folder_of(artist, "withdrawal")
    (folder / "ticket.txt").unlink()

    result = artist.run("preview", str(folder), "--html")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "ticket.txt is not there" in result.stderr


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("catalog.csv", "Low Water", "High Water"),
        ("takedown.toml", "12 Example Street", "13 Example Street"),
        ("takedown.toml", "2021-03-01", "2021-03-02"),
    ],
)
def test_a_change_that_is_not_in_the_files_yet_has_no_page(
    artist: Program, file: str, before: str, after: str
) -> None:
    path = artist.root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    folder = folder_of(artist, "withdrawal")

    result = artist.run("preview", str(folder), "--html")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "does not say yet what you changed" in result.stderr
    assert "takedown generate" in result.stderr
    artist.ok("generate")
    assert_is_page_of(artist.ok("preview", str(folder), "--html"), folder)


def test_words_that_this_program_would_write_otherwise_have_no_page(
    artist: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document covers the letter and the items; the words around them are compared with notice.txt."""
    from takedown.rendering import compose

    monkeypatch.setattr(compose, "_PEN_LINE", "......")

    result = artist.run("preview", str(folder_of(artist, "withdrawal")), "--html")

    assert result.exit_code == 2
    assert result.stdout == ""


def test_the_page_is_written_where_the_user_says_and_only_the_user_can_read_it(
    artist: Program, tmp_path: Path, opened: list[str]
) -> None:
    notice = str(artist.notice("withdrawal")["id"])
    target = tmp_path / "letter.html"

    result = artist.run("preview", notice, "--html", "--output", str(target))

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"Written: {target}\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_text(encoding="utf-8") == artist.ok("preview", notice, "--html")
    assert opened == []


@pytest.mark.parametrize("place", ["notices", "notices/{case}", "restore", "link"])
def test_the_page_never_lies_among_what_was_recorded(artist: Program, place: str) -> None:
    notice = artist.notice("withdrawal")
    (artist.root / "link").symlink_to(folder_of(artist, "withdrawal"))
    target = artist.root / place.format(case=Path(str(notice["folder"])).parent.name) / "page.html"

    result = artist.run("preview", str(notice["id"]), "--html", "-o", str(target))

    assert result.exit_code == 2
    assert "holds only what was recorded" in result.stderr
    assert not target.exists()


def test_a_place_that_cannot_be_written_is_named(artist: Program, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "page.html"

    result = artist.run("preview", str(artist.notice("withdrawal")["id"]), "--html", "-o", str(target))

    assert result.exit_code == 6
    assert str(target) in result.stderr


def test_the_page_is_opened_from_a_private_file_outside_of_the_workspace(
    artist: Program, opened: list[str]
) -> None:
    notice = str(artist.notice("withdrawal")["id"])

    result = artist.run("preview", notice, "--html", "--open")
    (path,) = map(Path, opened)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"Written: {path}" in result.stderr
    assert "delete it" in result.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.suffix == ".html"
    assert not path.is_relative_to(artist.root)
    assert path.read_text(encoding="utf-8") == artist.ok("preview", notice, "--html")
    assert artist.json("verify")["ok"] is True


def test_a_page_that_was_written_somewhere_is_opened_there(
    artist: Program, tmp_path: Path, opened: list[str]
) -> None:
    target = tmp_path / "letter.html"

    artist.ok("preview", str(artist.notice("withdrawal")["id"]), "--html", "--open", "-o", str(target))

    assert opened == [str(target)]


@pytest.mark.parametrize("form", [(), ("--html",)])
def test_without_a_screen_nothing_is_started_and_the_file_is_named(
    artist: Program, opened: list[str], monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    result = artist.run("preview", str(artist.notice("withdrawal")["id"]), "--open", *form)

    assert result.exit_code == 0
    assert "There is no screen here" in result.stderr
    assert opened == []
    named = Path(result.stderr.splitlines()[-1].strip())
    assert named.is_file()


def test_a_machine_without_a_program_for_pages_is_told_where_the_page_is(
    artist: Program, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.launch", lambda _: 1)

    result = artist.run("preview", str(artist.notice("withdrawal")["id"]), "--html", "--open")

    assert result.exit_code == 0
    assert "Open this file yourself" in result.stderr
    assert Path(result.stderr.splitlines()[-1].strip()).is_file()


def test_an_output_without_html_is_refused(artist: Program, tmp_path: Path) -> None:
    target = tmp_path / "page.html"

    result = artist.run("preview", str(artist.notice("withdrawal")["id"]), "-o", str(target))

    assert result.exit_code == 2
    assert "add --html" in result.stderr
    assert not target.exists()
