"""What is measured is what it is said to be: the same words for all, real notices, and no requirement lost."""

import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks.engines import limit, ours, platypus
from benchmarks.judging import lost_words
from benchmarks.material import papers, tracks, write_workspace
from benchmarks.measure import Sample, Spread, ratio, run
from benchmarks.tables import Gate, Table, gate_table, into_page, plain
from takedown.cli.session import Session, Surroundings
from takedown.identifiers import icpn, isrc
from takedown.rendering.text import as_text


def test_every_artist_of_a_workspace_gets_two_notices_and_nothing_is_left_out(tmp_path: Path) -> None:
    write_workspace(tmp_path / "workspace", artists=3, recordings=24)

    plan = Session(root=tmp_path / "workspace", around=Surroundings.real()).plan

    assert len(plan.notices) == 6
    assert {planned.notice.recordings for planned in plan.notices} == {24}
    assert plan.omissions == ()


def test_the_workspace_of_the_same_seed_is_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_workspace(tmp_path / name, artists=2, recordings=13, seed=5)

    one, two = ((tmp_path / name / "catalog.csv").read_bytes() for name in ("one", "two"))
    assert one == two


def test_no_code_is_used_twice_within_and_across_artists() -> None:
    made = [track for artist in range(30) for track in tracks(artist, 100, text="mixed")]

    assert len({isrc(track.isrc) for track in made}) == len(made)
    assert len({icpn(track.upc) for track in made}) == 30 * 9


def test_latin_titles_hold_nothing_that_a_viewers_own_fonts_cannot_print() -> None:
    assert all(track.track.encode("cp1252") for track in tracks(1, 200, text="latin"))


def test_every_paper_has_another_schedule() -> None:
    first, second = islice(papers(12, text="mixed"), 2)

    assert first.schedule != second.schedule
    assert first.document_sha256 != second.document_sha256
    assert len(first.schedule[0].recordings) == 12


@pytest.mark.tool("pdftotext")
@pytest.mark.parametrize("engine", [ours, platypus, limit], ids=lambda engine: engine.__name__)
def test_an_engine_prints_every_word(engine: Any, tmp_path: Path) -> None:
    paper = next(papers(30, text=engine.TEXT))
    (tmp_path / "notice.txt").write_text(as_text(paper), encoding="utf-8")

    (tmp_path / "notice.pdf").write_bytes(engine.start()(engine.ready(paper)))

    assert lost_words(tmp_path / "notice.pdf", tmp_path / "notice.txt") == ""


@pytest.mark.tool("pdftotext")
def test_a_word_that_was_not_printed_is_named(tmp_path: Path) -> None:
    paper = next(papers(12, text="mixed"))
    (tmp_path / "notice.txt").write_text(f"{as_text(paper)}Nonesuch\n", encoding="utf-8")
    (tmp_path / "notice.pdf").write_bytes(ours.start()(paper))

    assert lost_words(tmp_path / "notice.pdf", tmp_path / "notice.txt") == "1 lost: Nonesuch"


def test_the_limit_packs_pages_and_tags_again_into_the_very_same_file() -> None:
    paper = next(papers(100, text="mixed"))

    parts = limit.ready(paper)

    packed = [content for content, level in parts if level is not None]
    assert limit.start()(parts) == ours.start()(paper)
    assert any(b" Tf" in content for content in packed)
    assert any(b"/TR" in content for content in packed)
    assert any(paper.document in content for content in packed)


def test_both_ways_write_the_same_papers_and_kinds_of_files(tmp_path: Path) -> None:
    write_workspace(tmp_path / "workspace", artists=1, recordings=12)
    out = tmp_path / "out"
    out.mkdir()

    run(["-m", "benchmarks.straightforward", str(tmp_path / "workspace"), str(out)])
    theirs = {path.name for path in out.rglob("*") if path.is_file()}
    theirs_papers = len(list(out.rglob("*.pdf")))
    shutil.rmtree(out)
    run(["-m", "takedown", "-C", str(tmp_path / "workspace"), "generate"], codes=(0, 1))
    notices = tmp_path / "workspace" / "notices"
    ours_papers = len(list((tmp_path / "workspace").rglob("*.pdf")))

    assert {path.name for path in notices.rglob("*") if path.is_file()} <= theirs
    assert theirs_papers == ours_papers == 3


def test_a_ratio_is_taken_within_each_round() -> None:
    def samples(*seconds: float) -> list[Sample]:
        return [Sample(cpu=cpu, wall=1, beside=0) for cpu in seconds]

    assert ratio(samples(8, 90, 10), samples(2, 30, 2), lambda sample: sample.cpu) == Spread(
        median=4, low=3, high=5
    )


def test_a_process_that_fails_is_never_a_sample() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        run(["-c", "raise SystemExit(3)"])


def test_the_processor_time_and_memory_of_children_are_counted() -> None:
    child = "x = bytearray(80_000_000); sum(range(3_000_000))"

    sample = run(
        ["-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{child}'])"], peaks=True
    )

    assert sample.cpu > 0
    assert sample.worker_peak > sample.parent_peak > 1


@pytest.mark.parametrize(
    ("median", "at_most", "met"),
    [(5.9, False, False), (6.0, False, True), (6.0, True, True), (6.1, True, False)],
)
def test_a_requirement_is_met_at_its_very_limit(median: float, at_most: bool, met: bool) -> None:
    gate = Gate(what="x", limit=6, measured=Spread(median=median, low=1, high=9), at_most=at_most)

    assert gate.is_met is met
    assert ("NO" in gate.row) is not met


def test_tables_go_between_the_marks_of_a_page_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n", encoding="utf-8")
    table = Table(title="Sizes", columns=("a|b", "c"), rows=(("1", "2"),), notes=("Said once.",))

    into_page(page, [table], head="Measured.")

    text = page.read_text(encoding="utf-8")
    assert text.startswith(
        "before\n<!-- results -->\n\nMeasured.\n\n### Sizes\n\n| a/b | c |\n| --- | --- |\n| 1 | 2 |"
    )
    assert text.endswith("Said once.\n\n<!-- end of results -->\nafter\n")
    assert "old" not in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks\n", encoding="utf-8")

    with pytest.raises(ValueError, match="has no"):
        into_page(page, [gate_table([])], head="")
    assert page.read_text(encoding="utf-8") == "no marks\n"


def test_a_table_stands_in_columns_on_a_terminal() -> None:
    table = Table(title="T", columns=("way", "ms"), rows=(("a long name", "1"), ("b", "22")))

    assert plain(table) == "\nT\n-\nway          ms\na long name  1\nb            22"


def test_the_command_says_what_it_can_measure() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert "--quick" in told.stdout
