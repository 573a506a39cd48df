"""`takedown init`: from a statement to a plan with four answers; nothing lost, nothing asked twice."""

import os
import re
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.statements import distrokid_statement

from takedown import resources
from takedown.cli.init_outcome import Outcome
from takedown.cli.main import cli
from takedown.cli.session import Surroundings
from takedown.config import load_settings
from takedown.directory import load_directory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOUR = ("Ana Example", "ana@example.com", "amazon", "1")


@dataclass
class Desk:
    """Somebody in front of a shell, in a folder, with a home of their own."""

    here: Path
    home: Path

    def run(self, *args: str, typed: Sequence[str] | bytes = ()) -> Result:
        around = Surroundings(now=lambda: NOON, entropy=os.urandom, profiles=self.home / "takedown")
        lines = typed if isinstance(typed, bytes) else "".join(f"{line}\n" for line in typed).encode()
        return CliRunner().invoke(cli, args, obj=around, input=lines)

    def ok(self, *args: str, typed: Sequence[str] = ()) -> Result:
        result = self.run(*args, typed=typed)
        assert result.exit_code == 0, f"{result.stdout}\n{result.stderr}"
        return result

    def files(self, folder: str) -> dict[str, bytes]:
        root = self.here / folder
        return {path.name: path.read_bytes() for path in sorted(root.iterdir()) if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    here = tmp_path / "here"
    here.mkdir()
    (here / "statement.tsv").write_text(distrokid_statement("Spotify", "Amazon (downloads)"))
    monkeypatch.chdir(here)
    return Desk(here=here, home=tmp_path / "home")


def questions(result: Result) -> int:
    """How often an answer was waited for."""
    return result.stderr.count("> \n")


def test_from_a_statement_to_a_plan_with_four_answers(desk: Desk) -> None:
    result = desk.ok("init", "my-music", "--from", "statement.tsv", typed=FOUR)

    assert questions(result) == 4
    assert "DistroKid statement" in result.stderr
    assert "Written in my-music: takedown.toml, statements.csv, catalog.csv and links.csv." in " ".join(
        result.stdout.split()
    )
    assert "Next: takedown -C my-music plan" in result.stdout
    request = load_settings(desk.here / "my-music").request
    assert [(route.via, route.account) for route in request.routes] == [("distrokid", "ana@example.com")]
    plan = desk.run("-C", "my-music", "plan")
    assert "Withdrawal to DistroKid" in plan.stdout
    assert plan.exit_code == 0
    assert "ana@example.com" not in (desk.here / "my-music" / "catalog.csv").read_text()


def test_nothing_private_can_be_read_by_others(desk: Desk) -> None:
    desk.ok("init", "my-music", "--from", "statement.tsv", typed=FOUR)

    for path in (desk.here / "my-music" / "takedown.toml", desk.home / "takedown" / "profile.toml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((desk.here / "my-music").stat().st_mode) == 0o700


def test_every_answer_can_be_an_option_and_then_nothing_is_asked(desk: Desk) -> None:
    result = desk.ok(
        "init", "my-music", "--from", "statement.tsv", "--no-input",
        "--name", "Ana Example", "--email", "ana@example.com", "--platform", "amazon", "--platform", "spotify",
        "--basis", "mandate", "--capacity", "manager", "--organization", "Example Tapes", "--address", "c/o Example",
        "--address", "Street 1", "--wanted-by", "27.11.2026", "--territory", "de", "--occasion", "mine",
        "--own-label", "My Tapes", "--account", "desk@example.com", "--principal", "The Examples=Bo Example",
    )  # fmt: skip
    request = load_settings(desk.here / "my-music").request

    assert questions(result) == 0
    assert request.wish.platforms == ("amazon-digital", "amazon-music", "spotify")
    assert request.wish.territories == ("DE",)
    assert str(request.wish.wanted_by) == "2026-11-27"
    assert (request.sender.capacity, request.sender.organization) == ("manager", "Example Tapes")
    assert request.sender.address == ("c/o Example", "Street 1")
    assert request.routes[0].account == "desk@example.com"
    assert [(each.artist, each.name) for each in request.principals] == [("The Examples", "Bo Example")]
    assert not desk.home.exists()  # scripts leave the home folder alone


def test_without_input_what_is_missing_is_named_and_nothing_is_written(desk: Desk) -> None:
    result = desk.run("init", "my-music", "--from", "statement.tsv", "--no-input", "--name", "Ana Example")

    assert result.exit_code == 2
    assert "--email, --platform, --basis" in result.stderr
    assert "--name" not in result.stderr
    assert not (desk.here / "my-music").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [("--email", "nobody"), ("--platform", "amazn"), ("--basis", "x"), ("--wanted-by", "03.12.2026"),
     ("--distributor", "distrokd"), ("--capacity", "king"), ("--territory", "UK"), ("--name", "n/a"),
     ("--campaign", "nothing"), ("--from", "nothing.csv")],
)  # fmt: skip
def test_a_wrong_option_is_named_before_anything_is_written(option: str, value: str, desk: Desk) -> None:
    result = desk.run("init", "my-music", option, value)

    assert result.exit_code == 2
    assert value in result.stderr
    assert "Hint: " in result.stderr
    assert not (desk.here / "my-music").exists()


def test_a_file_that_cannot_be_read_ends_the_run_where_it_was_an_option(desk: Desk) -> None:
    (desk.here / "letter.pdf").write_bytes(b"%PDF-1.7 nothing")
    result = desk.run("init", "my-music", "--from", "letter.pdf", typed=FOUR)

    assert result.exit_code == 3
    assert "letter.pdf" in result.stderr


def test_without_a_file_the_one_that_lies_there_is_offered(desk: Desk) -> None:
    result = desk.ok("init", "my-music", typed=["", *FOUR])

    assert "Enter: statement.tsv, which lies here" in result.stderr
    assert b"First Light" in desk.files("my-music")["catalog.csv"]


def test_without_any_music_an_empty_catalog_is_made_and_import_comes_next(desk: Desk) -> None:
    (desk.here / "statement.tsv").unlink()
    result = desk.ok("init", "my-music", typed=["", *FOUR, "distrokid"])

    assert desk.files("my-music")["catalog.csv"].startswith(b"artist,release,")
    assert desk.files("my-music")["catalog.csv"].count(b"\n") == 1
    assert "takedown -C my-music import FILE" in result.stdout
    assert load_settings(desk.here / "my-music").request.routes[0].via == "distrokid"


def test_a_wrong_path_and_an_unreadable_file_are_asked_again_and_nothing_is_lost(desk: Desk) -> None:
    (desk.here / "letter.pdf").write_bytes(b"%PDF-1.7 nothing")
    (desk.here / "two words.tsv").write_bytes((desk.here / "statement.tsv").read_bytes())
    typed = ["nothing.csv", "letter.pdf", "two\\ words.tsv", *FOUR]
    result = desk.ok("init", "my-music", typed=typed)

    assert "there is no file 'nothing.csv'" in result.stderr
    assert "letter.pdf" in result.stderr
    assert b"First Light" in desk.files("my-music")["catalog.csv"]


def test_when_the_input_ends_in_the_middle_the_answers_are_kept(desk: Desk) -> None:
    broken = desk.run("init", "my-music", "--from", "statement.tsv", typed=FOUR[:2])

    assert broken.exit_code == 2
    assert "--platform, --basis" in broken.stderr
    assert "takedown -C my-music init" in broken.stderr
    assert "takedown.toml" not in desk.files("my-music")
    assert stat.S_IMODE((desk.here / "my-music" / ".takedown-init.toml").stat().st_mode) == 0o600

    rest = desk.ok("-C", "my-music", "init", typed=FOUR[2:])
    assert "Going on where you stopped" in rest.stderr
    assert questions(rest) == 2
    assert ".takedown-init.toml" not in desk.files("my-music")
    assert load_settings(desk.here / "my-music").request.sender.name == "Ana Example"


def test_options_of_an_interrupted_run_are_kept_too(desk: Desk) -> None:
    desk.run(
        "init", "my-music", "--from", "statement.tsv", "--name", "Ana Example", "--wanted-by", "2026-12-18"
    )
    desk.ok("init", "my-music", typed=FOUR[1:])

    assert str(load_settings(desk.here / "my-music").request.wish.wanted_by) == "2026-12-18"


def test_a_damaged_draft_is_said_and_the_questions_come_anew(desk: Desk) -> None:
    (desk.here / "my-music").mkdir()
    (desk.here / "my-music" / ".takedown-init.toml").write_text("[answers")
    result = desk.ok("init", "my-music", "--from", "statement.tsv", typed=FOUR)

    assert "Warning: " in result.stderr
    assert questions(result) == 4


def test_where_nothing_is_missing_no_byte_changes(desk: Desk) -> None:
    desk.ok("init", "my-music", "--from", "statement.tsv", typed=FOUR)
    before = desk.files("my-music")

    for arguments in (["init", "my-music"], ["init", "my-music", "--from", "statement.tsv"]):
        result = desk.ok(*arguments, "--name", "Somebody Else")
        assert "Nothing is missing" in result.stdout
        assert "sender.name" in result.stderr
        assert desk.files("my-music") == before


def test_the_empty_example_is_completed_and_keeps_its_notes(desk: Desk) -> None:
    shutil.copytree(resources.examples() / "your-music", desk.here / "copied")
    before = (desk.here / "copied" / "takedown.toml").read_text()
    (desk.here / "copied" / "catalog.csv").unlink(missing_ok=True)
    result = desk.ok(
        "init", "copied", "--from", "statement.tsv", typed=["Ana Example", "ana@example.com", "1"]
    )
    after = (desk.here / "copied" / "takedown.toml").read_text()

    assert questions(result) == 3  # its platforms stand there
    assert [line for line in before.splitlines() if line.startswith("#") and line not in after] == []
    assert load_settings(desk.here / "copied").request.routes[0].via == "distrokid"


def test_a_settings_file_that_cannot_be_used_is_named_before_anything_is_asked(desk: Desk) -> None:
    (desk.here / "my-music").mkdir()
    (desk.here / "my-music" / "takedown.toml").write_text("[sender]\nnmae = 1\n")
    result = desk.run("init", "my-music", typed=FOUR)

    assert result.exit_code == 3
    assert "sender.nmae" in result.stderr
    assert questions(result) == 0


def test_the_next_workspace_offers_who_signed_the_last_one(desk: Desk) -> None:
    first = desk.ok("init", "one", "--from", "statement.tsv", typed=FOUR)
    assert str(desk.home / "takedown" / "profile.toml") in first.stderr.replace("\n", "")
    assert "amazon" not in (desk.home / "takedown" / "profile.toml").read_text()

    second = desk.ok("init", "two", "--from", "statement.tsv", typed=["", "spotify", "1"])
    assert "Ana Example <ana@example.com> – use it? [Y/n]" in second.stderr
    assert load_settings(desk.here / "two").request.sender.name == "Ana Example"

    kept = (desk.home / "takedown" / "profile.toml").read_bytes()
    desk.ok(
        "init",
        "three",
        "--from",
        "statement.tsv",
        typed=["n", "Bo Example", "bo@example.com", "spotify", "1"],
    )
    assert load_settings(desk.here / "three").request.sender.name == "Bo Example"
    assert (desk.home / "takedown" / "profile.toml").read_bytes() == kept


def test_a_named_profile_is_kept_and_used_without_a_question(desk: Desk) -> None:
    desk.ok("init", "one", "--from", "statement.tsv", "--profile", "label", typed=FOUR)
    result = desk.ok(
        "init", "two", "--from", "statement.tsv", "--profile", "label", "--no-input", "--platform", "spotify",
        "--basis", "sole-owner",
    )  # fmt: skip

    assert questions(result) == 0
    assert load_settings(desk.here / "two").request.sender.email == "ana@example.com"


def test_without_a_profile_nothing_is_offered_and_nothing_kept(desk: Desk) -> None:
    desk.ok("init", "one", "--from", "statement.tsv", "--no-profile", typed=FOUR)

    assert not desk.home.exists()


def test_a_damaged_profile_is_a_warning_and_the_interview_goes_on(desk: Desk) -> None:
    (desk.home / "takedown").mkdir(parents=True)
    (desk.home / "takedown" / "profile.toml").write_text("[profiles")
    result = desk.ok("init", "one", "--from", "statement.tsv", typed=FOUR)

    assert "Warning:" in result.stderr
    assert "cannot be read" in result.stderr
    assert (desk.home / "takedown" / "profile.toml").read_text() == "[profiles"


PINNING = """
name = "Quiet Friday"
status = "active"
checked_on = 2026-11-22
platforms = ["spotify"]
territories = ["CA", "IS"]
wanted_by = 2026-12-18
[summary]
value = "Artists leave for a day."
"""


def test_a_campaign_in_a_file_is_joined(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text(
        'name = "Quiet Friday"\nstatus = "active"\nchecked_on = 2026-11-22\nplatforms = ["spotify"]\n'
        '[summary]\nvalue = "Artists leave for a day."\n'
    )
    result = desk.ok(
        "init", "mine", "--from", "statement.tsv", "--campaign", "quiet-friday.toml", typed=[*FOUR[:2], "1"]
    )
    wish = load_settings(desk.here / "mine").request.wish

    assert (wish.campaign, wish.platforms) == ("quiet-friday", ("spotify",))
    assert (desk.here / "mine" / "templates" / "campaigns" / "quiet-friday.toml").is_file()
    assert "The letters do not name the campaign" in result.stderr
    assert "No Music" not in result.stderr


def test_a_shipped_campaign_is_joined_by_its_slug_and_said_to_be_history(desk: Desk) -> None:
    result = desk.ok(
        "init", "mine", "--from", "statement.tsv", "--campaign", "no-music-for-ice",
        typed=[*FOUR[:2], "My own decision", "1"],
    )  # fmt: skip
    wish = load_settings(desk.here / "mine").request.wish

    assert "No Music for ICE is history. What do you call your own decision of today?" in result.stderr
    assert (wish.campaign, wish.occasion) == ("no-music-for-ice", "My own decision")
    assert wish.platforms == ("amazon-music", "amazon-digital")
    assert not (desk.here / "mine" / "templates").exists()
    for demand in load_directory().campaigns["no-music-for-ice"].demands:
        assert demand.value not in " ".join((result.stderr + result.stdout).split())


def test_what_a_campaign_pins_is_shown_written_and_changed_by_an_option(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text(PINNING)
    joined = ("--campaign", "quiet-friday.toml")
    told = desk.ok("init", "mine", "--from", "statement.tsv", *joined, *NO_INPUT_BUT_PLATFORM).stderr
    wish = load_settings(desk.here / "mine").request.wish

    assert "platforms: spotify (--platform or takedown.toml changes it)" in told
    assert "where: CA, IS (--territory or takedown.toml changes it)" in told
    assert "wanted by: 2026-12-18 (--wanted-by or takedown.toml changes it)" in told
    assert (wish.platforms, wish.territories) == (("spotify",), ("CA", "IS"))
    assert str(wish.wanted_by) == "2026-12-18"

    own = ("--territory", "worldwide", "--wanted-by", "2027-01-15")
    told = desk.ok("init", "other", "--from", "statement.tsv", *joined, *own, *NO_INPUT_BUT_PLATFORM).stderr
    wish = load_settings(desk.here / "other").request.wish

    assert "where: CA, IS; you ask worldwide" in told
    assert "wanted by: 2026-12-18; you ask 2027-01-15" in told
    assert (wish.territories, str(wish.wanted_by)) == (("worldwide",), "2027-01-15")


def test_a_file_that_is_there_keeps_what_it_says_when_a_campaign_is_joined(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text(PINNING)
    desk.ok("init", "mine", "--from", "statement.tsv", *NO_INPUT)
    told = desk.ok("init", "mine", "--campaign", "quiet-friday.toml", "--no-input").stderr
    wish = load_settings(desk.here / "mine").request.wish

    assert "takedown.toml has request.platforms already: it stays as it is." in told
    assert "spotify" not in wish.platforms
    assert wish.campaign == "quiet-friday"
    shown = desk.ok("-C", "mine", "check").stdout
    assert "W-CAMPAIGN-DIFFERS" in shown
    assert "amazon-music" in shown


def test_a_campaign_that_is_over_leaves_no_wanted_day_behind(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text(PINNING.replace("2026-12-18", "2026-11-21"))
    desk.ok("init", "mine", "--campaign", "quiet-friday.toml", *NO_INPUT_BUT_PLATFORM)

    assert load_settings(desk.here / "mine").request.wish.wanted_by is None


def test_a_campaign_whose_scope_cannot_be_is_refused_before_anything_is_written(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text(PINNING.replace('"CA", "IS"', '"UK"'))
    result = desk.run("init", "mine", "--campaign", "quiet-friday.toml", *NO_INPUT_BUT_PLATFORM)

    assert result.exit_code == 3
    assert "quiet-friday.toml, line 6, territories: 'UK' is not a country code" in " ".join(
        result.stderr.split()
    )
    assert not (desk.here / "mine").exists()


def test_an_interrupted_run_still_asks_for_an_occasion_when_it_goes_on(desk: Desk) -> None:
    begun = desk.run(
        "init", "mine", "--from", "statement.tsv", "--campaign", "no-music-for-ice", typed=["Ana Example"]
    )
    assert begun.exit_code == 2
    result = desk.ok("init", "mine", typed=["ana@example.com", "My own decision", "1"])

    assert "No Music for ICE is history" in result.stderr
    assert load_settings(desk.here / "mine").request.wish.occasion == "My own decision"


def test_a_record_that_is_no_campaign_is_refused(desk: Desk) -> None:
    (desk.here / "quiet-friday.toml").write_text('name = "Quiet Friday"\n')
    result = desk.run("init", "mine", "--campaign", "quiet-friday.toml")

    assert result.exit_code == 3
    assert not (desk.here / "mine").exists()


def test_a_question_is_explained_and_wrong_answers_are_asked_again(desk: Desk) -> None:
    typed = ["?", "", "Ana Example", "nobody", "ana@example.com", "amazn", "1 2", "9", "sole owner"]
    result = desk.ok("init", "mine", "--from", "statement.tsv", typed=typed)

    assert "The name of a person stands under every letter" in result.stderr
    assert "An answer is needed here" in result.stderr
    assert "did you mean" in result.stderr
    assert load_settings(desk.here / "mine").request.wish.platforms == ("amazon-digital", "amazon-music")


def test_bytes_that_are_no_text_and_marks_that_cannot_be_seen_are_asked_again(desk: Desk) -> None:
    typed = b"\xff\xfe\nAna\x1b[2J\n" + "\n".join([*FOUR, ""]).encode()
    result = desk.run("init", "mine", "--from", "statement.tsv", typed=typed)

    assert result.exit_code == 0, result.stderr
    assert "not UTF-8" in result.stderr
    assert "\x1b" not in result.stderr + result.stdout


def test_a_label_of_somebody_else_gets_a_route_of_its_own(desk: Desk) -> None:
    (desk.here / "music.csv").write_text(
        "artist,release,upc,label,distributor\nThe Examples,First Light,012345678905,Big Records,tunecore\n"
    )
    typed = [*FOUR, "licensed", "Bo Example <bo@example.org>", "contract of 2021"]
    desk.ok("init", "mine", "--from", "music.csv", typed=typed)
    request = load_settings(desk.here / "mine").request

    assert [(route.via, route.match.label) for route in request.routes] == [
        ("label", "Big Records"),
    ]
    assert "label-request" in desk.ok("-C", "mine", "plan", "--json").stdout


def test_not_to_know_who_delivers_is_a_good_answer_and_a_statement_says_it_later(desk: Desk) -> None:
    (desk.here / "music.csv").write_text("artist,release,upc\nThe Examples,First Light,012345678905\n")
    result = desk.ok("init", "mine", "--from", "music.csv", typed=[*FOUR, "don't know"])

    assert load_settings(desk.here / "mine").request.routes == ()
    assert "Still open: who delivers your music" in " ".join(result.stderr.split())
    desk.run("-C", "mine", "import", "statement.tsv")
    assert "Withdrawal to DistroKid" in desk.run("-C", "mine", "plan").stdout
    again = desk.ok("init", "mine")
    assert questions(again) == 0
    assert [route.via for route in load_settings(desk.here / "mine").request.routes] == ["distrokid"]


def test_whom_to_ask_who_delivers_becomes_an_enquiry_where_the_sign_is_taken_away(desk: Desk) -> None:
    (desk.here / "music.csv").write_text("artist,release,upc\nThe Examples,First Light,012345678905\n")
    options = ("--contact", "Old Label <desk@example.org>", "--contact-source", "a mail of 2024")
    result = desk.ok("init", "mine", "--from", "music.csv", *options, typed=[*FOUR, "unknown"])
    file = desk.here / "mine" / "takedown.toml"

    assert "Old Label" in result.stderr
    assert load_settings(desk.here / "mine").request.routes == ()
    file.write_text(re.sub(r"^# (?=\[\[routes|via =|contact =)", "", file.read_text(), flags=re.MULTILINE))
    assert '"enquiry"' in desk.ok("-C", "mine", "plan", "--json").stdout


NO_INPUT = (
    "--no-input", "--name", "Ana Example", "--email", "ana@example.com", "--basis", "sole-owner",
    "--platform", "amazon",
)  # fmt: skip
NO_INPUT_BUT_PLATFORM = NO_INPUT[:-2]


@pytest.mark.parametrize("more", [(), ("--campaign", "no-music-for-ice"), ("--distributor", "distrokid")])
def test_a_new_folder_is_made_also_where_no_file_is_read(more: tuple[str, ...], desk: Desk) -> None:
    result = desk.ok("init", "new/folder", *NO_INPUT, *more)

    assert {"takedown.toml", "catalog.csv"} <= desk.files("new/folder").keys()
    assert "Next: takedown -C new/folder import FILE" in result.stdout
    assert "plan" not in result.stdout
    assert load_settings(desk.here / "new/folder").request.sender.name == "Ana Example"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--account", "tunecore=a@example.com"), ("--account", "distrokid")),
        (("--former", "tunecore"), ("--former", "distrokid")),
        (("--contact", "Desk <desk@example.org>"), ("--contact", "distrokid")),
        (("--own-label", "Tapes", "--licensed-label", "tapes"), ("--own-label", "--licensed-label")),
        (("--licensed-label", "Tapes"), ("--licensed-label 'Tapes'", "catalog")),
        (("--profile", "x", "--no-profile"), ("--no-profile", "--profile x")),
    ],
)
def test_an_option_that_would_be_dropped_is_refused_and_leaves_no_folder(
    options: tuple[str, ...], named: tuple[str, str], desk: Desk
) -> None:
    result = desk.run("init", "deep/mine", "--from", "statement.tsv", *NO_INPUT, *options)

    assert result.exit_code == 2
    assert all(name in result.stderr for name in named), result.stderr
    assert not (desk.here / "deep").exists()


def test_a_contact_is_refused_after_an_end(desk: Desk) -> None:
    result = desk.run(
        "init", "mine", *NO_INPUT, "--distributor", "ended", "--contact", "Desk <desk@example.org>"
    )

    assert result.exit_code == 2
    assert "--contact and --distributor ended" in result.stderr
    assert not (desk.here / "mine").exists()


def test_an_option_that_an_answer_made_useless_is_said(desk: Desk) -> None:
    (desk.here / "statement.tsv").unlink()
    result = desk.ok("init", "mine", "--former", "tunecore", typed=["", *FOUR, "distrokid"])

    assert "Warning: --former and distrokid" in result.stderr


def test_a_refused_file_leaves_no_folder_and_nothing_of_others_is_touched(desk: Desk) -> None:
    (desk.here / "letter.pdf").write_bytes(b"%PDF-1.7 nothing")
    (desk.here / "there").mkdir()
    (desk.here / "there" / "song.txt").write_text("mine")
    for folder in ("new/deep", "there"):
        assert desk.run("init", folder, "--from", "letter.pdf", *NO_INPUT).exit_code == 3

    assert not (desk.here / "new").exists()
    assert desk.files("there")["song.txt"] == b"mine"


def test_where_nothing_was_answered_no_folder_is_left(desk: Desk) -> None:
    result = desk.run("init", "deep/new")

    assert result.exit_code == 2
    assert "Hint: give these as options" in result.stderr
    assert not (desk.here / "deep").exists()


def test_a_lock_alone_is_no_workspace(desk: Desk) -> None:
    (desk.here / "mine").mkdir()
    (desk.here / "mine" / ".takedown.lock").touch()
    desk.ok("init", "mine", "--from", "statement.tsv", *NO_INPUT)

    assert load_settings(desk.here / "mine").request.routes[0].via == "distrokid"


def test_back_goes_to_the_question_before_and_nothing_else_is_lost(desk: Desk) -> None:
    result = desk.run("init", "mine", "--from", "statement.tsv", typed=["<"])
    assert "< goes back" in result.stderr
    assert "This is the first question" in result.stderr

    (desk.here / "music.csv").write_text("artist,release,upc\nThe Examples,First Light,012345678905\n")
    typed = [
        "Anna",
        "<",
        "Ana Example",
        "ana@example.com",
        "spotify",
        "2",
        "BACK",
        "<",
        "amazon music",
        "1",
        "distrokid",
    ]
    desk.ok("init", "other", "--from", "music.csv", typed=typed)
    request = load_settings(desk.here / "other").request
    assert (request.sender.name, request.wish.platforms) == ("Ana Example", ("amazon-music",))
    assert request.authority.basis == "sole-owner"


def test_back_works_after_an_interruption_and_never_takes_back_an_option(desk: Desk) -> None:
    desk.run("init", "mine", "--from", "statement.tsv", typed=["Anna", "ana@example.com"])
    rest = desk.ok(
        "init", "mine", "--platform", "amazon", typed=["<", "<", "Ana Example", "ana@example.com", "1"]
    )

    assert load_settings(desk.here / "mine").request.sender.name == "Ana Example"
    assert questions(rest) == 5


def test_a_wrong_file_can_be_taken_back_and_leaves_nothing(desk: Desk) -> None:
    (desk.here / "wrong.csv").write_text("artist,release,upc\nSomebody,Other,036000291452\n")
    desk.ok("init", "mine", typed=["wrong.csv", "<", "statement.tsv", *FOUR])
    text = (desk.here / "mine" / "catalog.csv").read_text()

    assert "First Light" in text
    assert "Somebody" not in text


def test_a_file_that_went_into_a_catalog_that_was_there_is_not_taken_back(desk: Desk) -> None:
    (desk.here / "mine").mkdir()
    own = "artist,release,upc\nThe Examples,Second Light,036000291452\n"
    (desk.here / "mine" / "catalog.csv").write_text(own)
    result = desk.run("init", "mine", "--from", "statement.tsv", typed=["<"])

    assert "This is the first question" in result.stderr
    assert "Second Light" in (desk.here / "mine" / "catalog.csv").read_text()


def test_back_over_a_profile_asks_who_signs_anew(desk: Desk) -> None:
    desk.ok("init", "one", "--from", "statement.tsv", typed=FOUR)
    typed = ["perhaps", "y", "<", "n", "Bo Example", "bo@example.com", "spotify", "1"]
    result = desk.ok("init", "two", "--from", "statement.tsv", typed=typed)

    assert "write y or n" in result.stderr
    assert load_settings(desk.here / "two").request.sender.name == "Bo Example"


@pytest.mark.parametrize("written", ["{}", "'{}'", "file://{}", "./statement.tsv", "statement.tsv"])
def test_a_file_dropped_on_another_question_is_asked_about(written: str, desk: Desk) -> None:
    (desk.here / "Ana Example").mkdir()  # a folder of that name does not make a name a path
    path = written.format(desk.here / "statement.tsv")
    result = desk.ok("init", "mine", typed=["-", path, "<", path, *FOUR])

    assert "That is a file:" in result.stderr
    assert load_settings(desk.here / "mine").request.sender.name == "Ana Example"
    assert b"First Light" in desk.files("mine")["catalog.csv"]


def test_the_same_path_again_is_taken_as_the_answer(desk: Desk) -> None:
    (desk.here / "AC").mkdir()
    (desk.here / "AC" / "DC").touch()
    desk.ok("init", "mine", "--from", "statement.tsv", typed=["AC/DC", "AC/DC", *FOUR[1:]])

    assert load_settings(desk.here / "mine").request.sender.name == "AC/DC"


def test_the_last_screen_says_how_to_change_an_answer(desk: Desk) -> None:
    result = desk.ok("init", "mine", "--from", "statement.tsv", typed=FOUR)

    assert "To change an answer, edit mine/takedown.toml." in result.stdout
    assert result.stdout.rstrip().endswith("Next: takedown -C mine plan")


def test_a_profile_that_is_not_there_is_named_with_those_that_are(desk: Desk) -> None:
    arguments = ("--from", "statement.tsv", "--platform", "amazon", "--basis", "sole-owner")
    none = desk.run("init", "mine", *arguments, "--no-input", "--profile", "nobody")
    assert none.exit_code == 2
    assert "no profile 'nobody'; none is kept yet" in none.stderr

    desk.ok("init", "one", "--from", "statement.tsv", typed=FOUR)
    desk.ok("init", "two", *arguments, "--profile", "tess", "--name", "Tess", "--email", "tess@example.com")
    for more in ((), ("--no-input",)):
        result = desk.run("init", "mine", *arguments, "--profile", "nobody", *more)
        assert result.exit_code == 2
        assert "no profile 'nobody'; there are default, tess" in result.stderr
    missing = desk.run("init", "mine", *arguments, "--no-input")
    assert missing.exit_code == 2
    assert "--profile default" in missing.stderr
    assert not (desk.here / "mine").exists()


def test_a_roster_of_forty_artists_and_labels_stays_a_short_interview(desk: Desk) -> None:
    rows = [f"Artist {n},Album {n},{n:05d},Label {n},distrokid" for n in range(40)]
    (desk.here / "music.csv").write_text(
        "\n".join(["artist,release,catalog_number,label,distributor", *rows])
    )
    for capacity, basis in (("manager", "mandate"), ("label", "company")):
        typed = [*FOUR[:3], "", "", "", ""]
        arguments = ("--capacity", capacity, "--basis", basis, "--organization", "Example")
        result = desk.ok("init", capacity, "--from", "music.csv", "--no-profile", *arguments, typed=typed)
        assert questions(result) == 6
        assert "37 more labels" in result.stderr
        assert ("list them in principals.csv" in " ".join(result.stderr.split())) is (capacity == "manager")
        assert len((result.stderr + result.stdout).splitlines()) < 75
        assert max(map(len, result.stderr.splitlines())) <= 80


def test_a_file_in_the_place_of_the_folder_stays(desk: Desk) -> None:
    result = desk.run("init", "statement.tsv")

    assert result.exit_code == 2
    assert (desk.here / "statement.tsv").read_text().startswith("Reporting Date")


def test_a_catalog_that_is_there_is_kept_and_merged_into(desk: Desk) -> None:
    (desk.here / "mine").mkdir()
    own = "artist,release,upc,my notes\nThe Examples,Second Light,036000291452,keep this\n"
    (desk.here / "mine" / "catalog.csv").write_text(own)
    desk.ok("init", "mine", "--from", "statement.tsv", typed=[*FOUR, "unknown"])
    text = (desk.here / "mine" / "catalog.csv").read_text()

    assert "keep this" in text
    assert "First Light" in text


def test_commands_that_are_named_at_the_end_work_in_a_folder_with_spaces(desk: Desk) -> None:
    result = desk.ok("init", "my own music", "--from", "statement.tsv", typed=FOUR)

    assert "takedown -C 'my own music' plan" in result.stdout


def test_in_the_folder_itself_the_next_command_needs_no_folder(desk: Desk) -> None:
    result = desk.ok("init", "--from", "statement.tsv", typed=FOUR)

    assert "Next: takedown plan" in result.stdout


@pytest.mark.parametrize("answer", ['wanted_by = "soon"', 'platforms = ["no slug"]'])
def test_kept_answers_that_somebody_edited_are_never_written_out(answer: str, desk: Desk) -> None:
    (desk.here / "my-music").mkdir()
    kept = f"[answers]\n{answer}\n"
    (desk.here / "my-music" / ".takedown-init.toml").write_text(kept)
    result = desk.run("init", "my-music", "--from", "statement.tsv", typed=[*FOUR[:2], "1", "1"])

    assert result.exit_code == 3
    assert ".takedown-init.toml" in result.stderr
    assert "takedown.toml" not in desk.files("my-music")


def test_a_file_of_ones_own_with_another_catalog_gets_what_is_missing(desk: Desk) -> None:
    (desk.here / "mine").mkdir()
    (desk.here / "mine" / "music.csv").write_text(
        "artist,release,upc\nThe Examples,First Light,012345678905\n"
    )
    (desk.here / "mine" / "takedown.toml").write_text(
        '[catalog]\nfile = "music.csv"\n[sender]\nname = "Bo Example"\n'
    )
    result = desk.ok("init", "mine", typed=["bo@example.com", "spotify", "1", "distrokid"])
    settings = load_settings(desk.here / "mine")

    assert questions(result) == 4
    assert settings.catalog_name == "music.csv"
    assert settings.request.sender.name == "Bo Example"
    assert "catalog.csv" not in desk.files("mine")


def test_a_folder_that_cannot_be_made_is_named(desk: Desk) -> None:
    result = desk.run("init", "statement.tsv/deep", "--from", "statement.tsv", typed=FOUR)

    assert result.exit_code == 6
    assert "statement.tsv/deep" in result.stderr


def test_settings_that_were_edited_while_questions_were_asked_are_not_written_over(desk: Desk) -> None:
    desk.ok("init", "my-music", "--from", "statement.tsv", typed=FOUR)
    settings = desk.here / "my-music" / "takedown.toml"
    settings.write_text(settings.read_text().replace('basis = "sole-owner"', ""), encoding="utf-8")
    outcome = Outcome.write

    def edited_first(self: Outcome) -> None:
        settings.write_text(settings.read_text() + "# my own note\n", encoding="utf-8")
        outcome(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Outcome, "write", edited_first)
        result = desk.run("init", "my-music", typed="1\n")

    assert result.exit_code == 6
    assert "was changed while questions were asked" in result.stderr
    assert settings.read_text().endswith("# my own note\n")


def test_sources_that_differ_are_said_before_the_next_question(desk: Desk) -> None:
    for name, title in (("a.csv", "One"), ("b.csv", "Another")):
        (desk.here / name).write_text(
            f"artist,release,track,isrc\nThe Examples,First,{title},ZZEXA2600001\n", encoding="utf-8"
        )
    result = desk.run("init", "my-music", "--from", "a.csv", "--from", "b.csv", typed=FOUR)
    assert "Q-SOURCES-DIFFER" in result.stderr
