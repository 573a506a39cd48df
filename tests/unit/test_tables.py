"""The shipped TOML that is parsed ahead: it says what the files say, and a file that was changed is parsed anew."""

import json
import tomllib
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from takedown import tables
from takedown.resources import notice_templates, parsed_tables
from takedown.tables import toml_table
from tools.tables.build import lines, toml_in

FILES = sorted(path for path in notice_templates().rglob("*.*") if path.is_file() and toml_in(path))


def test_the_index_is_what_the_files_give() -> None:
    assert parsed_tables().read_text(encoding="utf-8") == "".join(lines()), (
        "records, words or letters were changed since: run  python tools/tables/build.py"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(notice_templates()).as_posix())
def test_a_file_reads_as_the_parser_reads_it(path: Path) -> None:
    assert toml_table(toml_in(path)) == plain(tomllib.loads(toml_in(path)))


def test_every_file_of_records_words_and_heads_is_in_the_index() -> None:
    places = {line.split("\t")[1] for line in parsed_tables().read_text(encoding="utf-8").splitlines()}

    assert {
        "sources.toml",
        "letters/words.en.toml",
        "letters/guard.de.toml",
        "letters/withdrawal.fr.md.j2",
    } <= places
    assert len(places) == len(FILES)


def test_a_file_that_was_changed_is_parsed_anew() -> None:
    text = toml_in(notice_templates() / "letters/words.en.toml")

    assert toml_table(f'{text}\n[more]\nkey = "new"\n')["more"] == {"key": "new"}


def test_a_mistake_is_told_as_the_parser_tells_it() -> None:
    with pytest.raises(tomllib.TOMLDecodeError, match="Invalid value"):
        toml_table("a = ")


def test_two_readers_of_one_file_do_not_share_a_table() -> None:
    text = toml_in(notice_templates() / "sources.toml")
    toml_table(text)["added"] = {}

    assert "added" not in toml_table(text)


def test_without_the_index_everything_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "parsed_tables", lambda: tmp_path / "none.tsv")
    tables._parsed.cache_clear()
    try:
        assert toml_table("a = 2026-11-22") == {"a": date(2026, 11, 22)}
    finally:
        tables._parsed.cache_clear()


def test_a_line_serves_the_very_bytes_it_was_made_of_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "tables.tsv"
    index.write_text(f"{sha256(b'a = 1').hexdigest()}\tx.toml\t{json.dumps({'a': 2})}\n", encoding="utf-8")
    monkeypatch.setattr(tables, "parsed_tables", lambda: index)
    tables._parsed.cache_clear()
    try:
        assert toml_table("a = 1") == {"a": 2}
        assert toml_table("a = 1 ") == {"a": 1}
    finally:
        tables._parsed.cache_clear()


def plain(value: Any) -> Any:
    """Dates as the texts that stand in the file: so the readers of records take them (`takedown.typed`)."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    assert not isinstance(value, (datetime, time, float))
    return value.isoformat() if isinstance(value, date) else value
