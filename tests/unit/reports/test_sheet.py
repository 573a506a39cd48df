"""what-next.txt: for the user alone, made anew each time, never over what somebody wrote into it."""

import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.aftercare_samples import FORM, directory, omitted, plan
from support.audit_samples import item, prepared, report_of, told
from support.program import Program

from takedown import resources
from takedown.events import What
from takedown.plan import NoticePlan, Totals
from takedown.reports.plan import plain_plan
from takedown.reports.sheet import FILE, is_as_written, sealed, sheet_text

GOLDEN = Path(__file__).parents[2] / "golden" / "sheets"
EXAMPLES = ("one-artist", "three-routes", "small-label")
NOTHING = NoticePlan(notices=(), omissions=(), totals=Totals(items=0, asked=0, enquired=0, omitted=0))
EVIL = "\x1b[2J\u202eevil\u200b\n\x9b\x00"


def only(*omissions) -> str:
    totals = Totals(items=len(omissions), asked=0, enquired=0, omitted=len(omissions))
    return sheet_text(NoticePlan(notices=(), omissions=omissions, totals=totals), directory())


def program(tmp_path: Path, name: str = "three-routes") -> Program:
    shutil.copytree(resources.examples() / name, tmp_path / name)
    return Program(root=tmp_path / name)


def test_the_page_reads_as_it_was_agreed():
    check("everything.txt", sheet_text(plan(), directory()))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_of_an_example_reads_as_it_was_agreed(name, tmp_path):
    user = program(tmp_path, name)
    user.run("generate")

    check(f"{name}.txt", (user.root / FILE).read_text(encoding="utf-8"))


def check(name: str, made: str) -> None:
    """GOLDEN=write renews the pages; read them aloud before they are kept."""
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_text(made, encoding="utf-8")

    assert made == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_golden_page_has_its_test():
    assert {path.stem for path in GOLDEN.iterdir()} == {"everything", *EXAMPLES}


def test_it_says_first_that_it_is_for_the_user_alone_and_made_anew():
    head = " ".join(sheet_text(plan(), directory()).split("LETTERS")[0].split())

    assert "for you alone: do not send it to anybody" in head
    assert "takedown generate makes it anew each time" in head


def test_what_was_said_of_one_letter_is_not_said_again():
    text = " ".join(sheet_text(plan(), directory()).split())

    assert "Withdrawal to Example Distribution: 2 letters" in text
    assert text.count("Accept no removal from all stores in exchange") == 1
    assert text.count("It takes 4 to 17 business days") == 1


def test_own_uploads_get_the_numbered_steps_of_the_platform_and_are_looked_at():
    text = only(omitted("self-service", "Own Tape"))

    assert "IN YOUR OWN ACCOUNT: Example Cloud" in text
    assert "  1. Sign in and open Tracks.\n  2. Choose the track, Delete.\n  3. Record what you see" in text


def test_unknown_steps_are_not_made_up():
    assert "1. The steps are not known here: look for the help page of unheard-of." in only(
        omitted("self-service", "Lost Tape", "unheard-of")
    )


def test_a_podcast_gets_the_steps_for_podcasts():
    text = only(omitted("podcast-host", "Talking"))

    assert "PODCASTS: Example Cloud" in text
    assert "1. Open the show and choose Remove." in text


def test_an_unlicensed_copy_gets_the_form_and_the_questions_and_no_letter():
    text = " ".join(only(omitted("unlicensed", "Stolen")).split())

    assert FORM in text
    assert "writes no letter for these" in text
    for question in ("A distributor:", "A label:", "A cover:", "A licence by law:", "Fair use:"):
        assert f"- {question}" in text
    assert "can be passed on to whoever put it there" in text
    assert "512(f)" in text


def test_a_form_that_is_not_known_is_not_made_up():
    assert "Its form is not known here" in only(omitted("unlicensed", "Copied", "example-shop"))


def test_what_earns_there_gets_no_form_and_the_reason():
    text = " ".join(only(omitted("earns-there", "Selling", reason="a statement shows income")).split())

    assert "NO FORM FOR THESE" in text
    assert "Selling: a statement shows income. → do this" in text
    assert "https://" not in text


def test_what_is_left_out_has_its_next_step_in_one_line():
    text = only(
        omitted("label-question", "Old", reason="whose is it?", hint="if it is yours:\nown_labels = []"),
        omitted("not-on-platform", "Never There"),
    )

    assert "Old: whose is it? → takedown plan shows what to write." in text
    assert "- 1 item asked before or not there: nothing to do." in text


def test_many_releases_of_one_cause_are_one_line():
    text = " ".join(
        only(*(omitted("declined", f"Song {number}", reason="no") for number in range(9))).split()
    )

    assert "Song 2 and 6 others: no. → do this" in text


def test_letters_that_went_out_are_named_with_their_next_day_and_what_their_desk_warns_of():
    songs = (item("412345678903", "example-music"),)
    report = report_of(
        prepared("AAAAAAAAAA", items=songs, desk="example-distribution"),
        prepared("BBBBBBBBBB", items=songs, desk="amazon", kind="platform-request"),
        told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", ticket="4711"),
    )

    text = " ".join(sheet_text(NOTHING, directory(), report.notices).split())

    assert "HANDED OVER (1 letter)" in text
    assert "ticket 4711. Ask or look again on 2026-12-07: takedown status AAAAAAAAAA" in text
    assert "Example Distribution: Keep the account open" in text
    assert "BBBBBBBBBB" not in text


def test_a_letter_about_which_nothing_is_due_is_not_named():
    songs = (item("412345678903"),)
    report = report_of(
        prepared("AAAAAAAAAA", items=songs),
        told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23"),
        told(What.GONE, "AAAAAAAAAA", "2026-11-27"),
    )

    assert "Nothing is to be done now." in sheet_text(NOTHING, directory(), report.notices)


def test_an_empty_plan_says_so():
    assert "Nothing is to be done now." in only()


def test_no_datum_moves_the_cursor_or_adds_a_line():
    wild, calm = sheet_text(plan(EVIL), directory()), sheet_text(plan("word"), directory())

    assert not re.search("[\x00-\x09\x0b-\x1f\x9b\u202e\u200b]", wild)
    assert wild.count("LETTERS (") == calm.count("LETTERS (") == 1


def test_no_line_is_wider_than_a_screen():
    """But paths and commands, which are copied whole."""
    lines = sealed(sheet_text(plan(), directory())).decode().splitlines()

    assert not [
        line for line in lines if len(line) > 80 and "notices/" not in line and "takedown record" not in line
    ]


@given(st.text(max_size=300), st.data())
def test_a_page_is_known_as_written_until_any_character_is_changed(text, data):
    page = sealed(text)
    place = data.draw(st.integers(0, len(page) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != page[place]))

    assert is_as_written(page)
    assert not is_as_written(page[:place] + bytes([other]) + page[place + 1 :])
    assert not is_as_written(page + b"\n")
    assert not is_as_written(b"x" + page)


def test_the_page_is_private_and_written_once(tmp_path):
    user = program(tmp_path)
    first = user.run("generate")
    path = user.root / FILE
    before = path.stat()

    again = user.run("generate")

    assert f"on one page for you alone: {FILE}" in first.stderr
    assert stat.S_IMODE(before.st_mode) == 0o600
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert again.exit_code == first.exit_code


def test_a_page_that_somebody_changed_is_left_alone_and_named(tmp_path):
    user = program(tmp_path, "one-artist")
    assert user.run("generate").exit_code == 0
    path = user.root / FILE
    path.write_text(f"{path.read_text(encoding='utf-8')}called them on Monday\n", encoding="utf-8")

    result = user.run("generate")

    assert result.exit_code == 1
    assert f"Edited: {FILE} was changed by hand" in result.stderr
    assert path.read_text(encoding="utf-8").endswith("called them on Monday\n")


def test_a_page_of_an_earlier_plan_is_made_anew(tmp_path):
    user = program(tmp_path)
    (user.root / FILE).write_bytes(sealed("An older page"))

    user.run("generate")

    assert "LETTERS" in (user.root / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["link", "dangling", "folder"])
def test_what_is_no_plain_file_is_left_alone(kind, tmp_path):
    user, other = program(tmp_path), tmp_path / "other.txt"
    path = user.root / FILE
    if kind == "folder":
        path.mkdir()
    else:
        if kind == "link":
            other.write_bytes(sealed("mine"))
        path.symlink_to(other)

    result = user.run("generate")

    assert result.exit_code == 1
    assert "left alone" in result.stderr
    assert path.is_dir() if kind == "folder" else path.is_symlink()
    assert not other.exists() or other.read_bytes() == sealed("mine")


def test_the_plan_says_in_two_lines_when_to_ask_and_when_to_look():
    text = plain_plan(plan())

    assert "then       ask after 5 business days without an answer, 10 without a result" in text
    assert "look       2, 14, 30 and 90 days after they say that it is done" in text
    assert "then       silence is not consent; only a yes goes on" in text
    assert "Accept no removal" not in text


def test_scripts_still_get_one_document(tmp_path):
    user = program(tmp_path)

    assert user.json("generate", code=1)["schema"] == 1
    assert (user.root / FILE).exists()
