"""Paths as people give them."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.interview.answers import AnswerError
from takedown.interview.paths import OWN_FILES, dropped, given_paths, only_source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose name a shell would have to escape."""
    path = tmp_path / "My Statement (2026) – Ünïcode's.tsv"
    path.write_text("x")
    return path


@pytest.mark.parametrize(
    "written",
    ["{}", " {} ", '"{}"', "& '{}'"],
    ids=["plain", "with spaces around", "in quotation marks", "as PowerShell drops it"],
)
def test_a_path_is_found_however_it_is_written(written: str, file: Path) -> None:
    assert given_paths(written.format(file)) == (file,)


def test_a_path_with_backslashes_before_spaces_is_found(file: Path) -> None:
    escaped = "".join(f"\\{each}" if each in " ()'" else each for each in str(file))

    assert given_paths(escaped) == (file,)
    assert given_paths(f"{escaped} ") == (file,)


def test_a_path_that_a_shell_has_quoted_is_found(file: Path) -> None:
    assert given_paths(shlex.quote(str(file))) == (file,)


def test_a_file_url_is_found(file: Path) -> None:
    assert given_paths(file.as_uri()) == (file,)


def test_several_files_dropped_at_once_are_all_found(file: Path) -> None:
    other = file.with_name("other.csv")
    other.write_text("x")

    assert given_paths(f"{shlex.quote(str(file))} {other}") == (file, other)


def test_a_tilde_is_the_home_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(file.parent))

    assert given_paths(f"~/{file.name}") == (file,)


def test_a_name_that_holds_a_backslash_itself_is_found(tmp_path: Path) -> None:
    odd = tmp_path / "back\\slash.csv"
    odd.write_text("x")

    assert given_paths(str(odd)) == (odd,)


@pytest.mark.parametrize(
    "typed", ["nothing here.csv", "~nobody-at-all/x.csv", "'", '"', "\\", "x\0y", "a" * 5000]
)
def test_what_is_not_there_is_refused(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AnswerError) as caught:
        given_paths(typed)

    assert "there is no file" in caught.value.message


@given(st.text(max_size=30))
def test_any_text_is_a_path_or_refused(typed: str) -> None:
    try:
        found = given_paths(typed)
    except AnswerError:
        return
    assert all(path.exists() for path in found)


def test_an_answer_that_is_a_path_is_told_from_a_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / "Ana Example").mkdir()
    (file.parent / "other.csv").touch()
    monkeypatch.chdir(file.parent)

    for path in (str(file), shlex.quote(str(file)), file.as_uri(), f"{shlex.quote(str(file))} other.csv"):
        assert dropped(path) == file
    assert dropped("other.csv") == Path("other.csv")
    assert dropped("./Ana Example") == Path("Ana Example")
    for name in ("Ana Example", "AC/DC", "absent.csv", "ana@example.com", "", "1", "amazon, spotify"):
        assert dropped(name) is None


def test_the_only_source_in_a_folder_is_offered(tmp_path: Path) -> None:
    for name in (*OWN_FILES, "takedown.toml", "cover.jpg", ".hidden.csv", "~lock.xlsx"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty.csv").write_text("")
    assert only_source(tmp_path) is None

    statement = tmp_path / "statement.TSV"
    statement.write_text("x")
    assert only_source(tmp_path / "absent", tmp_path) == statement

    (tmp_path / "second.xlsx").write_text("x")
    assert only_source(tmp_path) is None
