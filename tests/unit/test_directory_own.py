"""Records and answers of a workspace: what stops a plan, what is said of the others, and what lint finds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_directory import OWN_SOURCE, SMALL, TODAY, overlay, refused
from test_directory_answers import ANSWER, HEAD, laid, run, written

from takedown import resources
from takedown.directory import lint_folders, load_directory, workspace_findings
from takedown.directory.answers import FILE
from takedown.directory.lookups import Ask, open_asks
from takedown.directory.mistakes import read_toml
from takedown.directory.problems import RecordError
from takedown.errors import DirectoryError
from takedown.freshness import answered_here
from takedown.model import Finding, Severity
from takedown.records import Channel, OneStore

SURE = 'source = ["OWN1"]\nconfidence = "high"\n'
RECORD = "distributors/small/distributor.toml"


def own(folder: Path, more: str = "", *, record: str = SMALL, **files: str) -> Path:
    return overlay(folder, {RECORD: record + more, "sources.toml": OWN_SOURCE, **files})


def address(value: str, *, note: str = "", channel: str = "email") -> str:
    return (
        f'[[addresses]]\nchannel = "{channel}"\nrole = "support"\nvalue = "{value}"\nnote = "{note}"\n{SURE}'
    )


def linted(root: Path | None, rule: str, answers: Path | None = None) -> list[Finding]:
    _, found = lint_folders(root, answers, today=TODAY)
    return [one for one in found if one.rule == rule]


# What stops a plan


@pytest.mark.parametrize(
    ("record", "place", "said"),
    [
        (SMALL + f'[time]\nvalue = "Days."\nmin = 20\nmax = 15\n{SURE}', "line 10, time: min 20", "Exchange them"),
        (SMALL + address("support at example.com"), "line 10, addresses[1]: 'support at", "Write one address"),
        (SMALL + address("http://example.com", channel="form"), "line 10, addresses[1]: 'http", "https://"),
        (SMALL + address("antipiracy@example.com"), "line 10, addresses[1]: 'antipiracy", "page as its source"),
        (
            'steps = ["Open it.", "Press Delete Everywhere."]\nsteps_source = ["OWN1"]\n'
            + SMALL
            + f'[all_stores_trap]\nvalue = "Delete Everywhere removes from all stores."\n{SURE}',
            "line 1, steps[2]: 'Press Delete Everywhere.' names 'Delete Everywhere'",
            "Do not use Delete Everywhere",
        ),
    ],
)  # fmt: skip
def test_what_would_mislead_stops_before_a_plan_with_file_line_and_what_to_write(
    tmp_path: Path, record: str, place: str, said: str
) -> None:
    own(tmp_path)
    error = refused(tmp_path, record)

    assert error.message.startswith(f"templates/{RECORD}, {place}")
    assert said in error.hint


def test_a_mailbox_that_sounds_like_an_agent_is_taken_with_a_note_and_its_page(tmp_path: Path) -> None:
    root = own(tmp_path, address("notices@example.com", note="Their page names it for all requests."))

    assert load_directory(root).distributors["small"].addresses[0].value == "notices@example.com"
    assert linted(root, "D-ROLE-DOUBT") == []


def test_other_faults_of_own_records_are_one_warning_of_check(tmp_path: Path) -> None:
    record = SMALL.replace('confidence = "high"\n', "") + '[track_level]\nanswer = "yes"\n'
    root = own(tmp_path, record=record)

    load_directory(root)
    (found,) = workspace_findings(root, tmp_path / FILE, today=TODAY)

    assert (found.rule, found.severity) == ("W-RECORDS", Severity.WARNING)
    assert found.message.startswith("2 rules are broken in the workspace's own records")
    assert found.source.file == f"templates/{RECORD}"
    assert "takedown directory lint" in found.hint


def test_of_sound_records_and_of_none_check_says_nothing(tmp_path: Path) -> None:
    assert workspace_findings(own(tmp_path), tmp_path / FILE, today=TODAY) == ()
    assert workspace_findings(None, tmp_path / FILE, today=TODAY) == ()


# Sources


def test_a_source_does_not_take_the_key_of_another(tmp_path: Path) -> None:
    error = refused(tmp_path, OWN_SOURCE.replace("OWN1", "D3"), "sources.toml")

    assert error.message.startswith("templates/sources.toml, line 1, D3: the key is taken: it is '")
    assert "[OWN1]" in error.hint
    shipped = load_directory().sources["D3"]
    same = f'[D3]\ntitle = "The same"\nurl = "{shipped.url}"\ndate = "2026"\n'
    assert load_directory(overlay(tmp_path, {"sources.toml": same})).sources["D3"].title == "The same"


def test_the_keys_of_answers_are_not_for_sources(tmp_path: Path) -> None:
    key = '"here:distributor:tunecore:time"'
    error = refused(tmp_path, OWN_SOURCE.replace("OWN1", key), "sources.toml")

    assert "directory.toml" in error.message


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("2026-11-20", "2026-13-20", "OWN1.date"),
        ("2026-11-20", "20.11.2026", "OWN1.date"),
        ("2026-11-20", "yesterday", "OWN1.date"),
        ("https://example.com", "example.com", "OWN1.url"),
        ("https://example.com", "http://example.com", "OWN1.url"),
    ],
)
def test_a_source_says_when_and_where_in_a_form_that_can_be(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    root = overlay(tmp_path, {RECORD: SMALL, "sources.toml": OWN_SOURCE.replace(old, new)})

    (found,) = linted(root, "D-SOURCE-LINE")

    assert (found.source.file, found.source.column) == ("templates/sources.toml", place)
    assert new in found.message


@pytest.mark.parametrize("when", ["2026", "2026-11", "2026-11-20", "undated", "undated, old", "2024-2026"])
def test_a_reply_is_a_source_without_a_page(tmp_path: Path, when: str) -> None:
    source = OWN_SOURCE.replace("https://example.com", "none").replace("2026-11-20", when)
    root = overlay(tmp_path, {RECORD: SMALL, "sources.toml": source})

    assert linted(root, "D-SOURCE-LINE") == []


def test_a_missing_source_is_added_to_the_workspaces_own_file(tmp_path: Path) -> None:
    root = own(tmp_path, record=SMALL.replace("OWN1", "Z1"))

    (found,) = linted(root, "D-SOURCE-UNKNOWN")

    assert found.source.file == f"templates/{RECORD}"
    assert "Add [Z1] to templates/sources.toml" in found.hint


# What is read, and what is not


def test_lint_names_every_file_that_does_not_load_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(
        tmp_path,
        address("http://example.com", channel="form"),
        **{
            "distributors/other-one/distributor.toml": 'name = "Small\n',
            "desks/small.toml": "nmae = 1\n",
            "campaigns/x/y.toml": "",
        },
    )
    written(tmp_path, "schema = 1\n[answers]\n")

    code, out, _ = run(tmp_path, "lint", "--json", capsys=capsys)

    found = [one for one in json.loads(out)["findings"] if one["rule"] == "D-FILE"]
    assert code == 3
    assert {(one["source"]["file"], one["source"]["row"]) for one in found} == {
        ("templates/distributors/other-one/distributor.toml", 1),
        ("templates/desks/small.toml", 1),
        ("templates/campaigns/x/y.toml", 0),
        ("directory.toml", 2),
    }
    assert any(one["rule"] == "D-ADDRESS" for one in json.loads(out)["findings"])


@pytest.mark.parametrize(
    "name",
    [
        "distributors/small/distributor.toml.txt",
        "distributor/small/distributor.toml",
        "source.toml",
        "letters/withdrawal.en.md",
    ],
)
def test_lint_names_what_nothing_reads(tmp_path: Path, name: str) -> None:
    root = own(tmp_path, **{name: "x", ".DS_Store": "x", "letters/parts/request-streaming.en.md.j2": "x"})

    (found,) = linted(root, "D-UNREAD")

    assert found.source.file == f"templates/{name}"
    assert "distributors/SLUG/distributor.toml" in found.hint


def test_every_shipped_letter_is_of_a_name_that_is_read() -> None:
    from takedown.directory.kinds import unread_files

    shipped = resources.notice_templates()
    others = {path.relative_to(shipped).as_posix() for path in unread_files(shipped)}

    assert {name for name in others if not name.startswith(("letters/words.", "letters/guard."))} == set()


def test_a_copy_that_was_not_renamed_is_found_at_the_copy(tmp_path: Path) -> None:
    shipped = resources.notice_templates()
    folder = "platforms/spotify/platform.toml"
    platform = (
        (shipped / folder).read_text(encoding="utf-8").replace('company = "Spotify"', 'company = "Other"')
    )
    root = overlay(
        tmp_path,
        {
            "distributors/my-own/distributor.toml": (
                shipped / "distributors/tunecore/distributor.toml"
            ).read_bytes(),
            "platforms/other-one/platform.toml": platform,
        },
    )

    found = linted(root, "D-DOUBLE")

    assert {(one.source.file, one.source.column) for one in found} == {
        ("templates/distributors/my-own/distributor.toml", "name"),
        ("templates/platforms/other-one/platform.toml", "name"),
        ("templates/platforms/other-one/platform.toml", "links"),
    }
    assert {one.severity for one in found} == {Severity.WARNING}


def test_the_campaign_for_organizers_lints_when_it_was_joined(tmp_path: Path) -> None:
    campaign = (resources.examples() / "campaign" / "your-campaign.toml").read_text(encoding="utf-8")
    root = overlay(tmp_path, {"campaigns/quiet-friday.toml": campaign})

    _, found = lint_folders(root, None, today=TODAY)

    mine = [one for one in found if one.source.file == "templates/campaigns/quiet-friday.toml"]
    assert {one.severity for one in mine} == {Severity.INFO}
    over = campaign.replace('status = "active"', 'status = "historical"')
    assert (
        linted(overlay(tmp_path, {"campaigns/quiet-friday.toml": over}), "D-SOURCE")[0].severity
        is Severity.ERROR
    )


# Answers


def test_only_the_last_of_several_answers_to_where_counts(tmp_path: Path) -> None:
    directory = laid(tmp_path, ("where", "a@one.example.com"), ("where", "b@two.example.com"))
    record = directory.distributors["unitedmasters"]

    assert record.addresses[0].value == "b@two.example.com"
    assert "a@one.example.com" not in str(record)
    (said,) = answered_here(record, directory.sources)
    assert "b@two.example.com" in said


def test_after_an_answer_the_steps_say_nothing_else(tmp_path: Path) -> None:
    before = load_directory().distributors["unitedmasters"]
    record = laid(tmp_path, ("one-store", "staff"), ("where", "help@example.com")).distributors[
        "unitedmasters"
    ]

    assert any("not documented" in step for step in before.steps)
    assert not any("not documented" in step or "support.unitedmasters.com" in step for step in record.steps)
    assert record.steps == ("Do not use the DMCA form there: it is for claims of third parties.",)
    assert record.addresses[0].value == "help@example.com"


def test_a_trap_is_still_named_after_an_answer(tmp_path: Path) -> None:
    record = laid(tmp_path, ("one-store", "staff"), slug="tunecore").distributors["tunecore"]

    assert record.steps[0].startswith("Do not use Manage Subscriptions")


def test_a_way_found_in_the_account_comes_first_and_support_after_it(tmp_path: Path) -> None:
    record = laid(tmp_path, ("one-store", "self-service"), ("where", "help@example.com")).distributors[
        "unitedmasters"
    ]

    assert record.steps[0] == "In their words."
    assert record.steps[1] == "For what you do not find, write to help@example.com."


def test_where_one_writes_changes_nothing_of_what_is_clicked_by_oneself(tmp_path: Path) -> None:
    before = load_directory().distributors["distrokid"]
    record = laid(tmp_path, ("where", "help@example.com"), slug="distrokid").distributors["distrokid"]

    assert before.one_store is OneStore.SELF_SERVICE
    assert record.steps == before.steps
    assert record.addresses[0].channel is Channel.EMAIL


@pytest.mark.parametrize(
    "value",
    [
        "notanaddress",
        "Ada Sample",
        "Help >",
        "takedown@example.com",
        "notices@example.com",
        "antipiracy@example.com",
    ],
)
def test_where_takes_no_words_and_no_mailbox_for_claims(tmp_path: Path, value: str) -> None:
    with pytest.raises(DirectoryError, match=r"answers\[1\]\.value: '") as caught:
        laid(tmp_path, ("where", value))
    assert caught.value.hint


def test_no_answer_leads_to_the_button_that_removes_from_every_store(tmp_path: Path) -> None:
    text = HEAD + ANSWER.replace("unitedmasters", "tunecore").replace('"staff"', '"self-service"')
    text = text.replace("Yes, they do it when you write.", "Open Manage Subscriptions.")
    with pytest.raises(DirectoryError, match="removes from every store") as caught:
        load_directory(
            answers=written(
                tmp_path, text.replace("Yes, they do it when you write.", "Manage Subscriptions > X")
            )
        )
    assert "Do not use Manage Subscriptions" in caught.value.hint


def test_an_answer_about_a_record_that_is_gone_is_passed_over_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HEAD + ANSWER.replace('"unitedmasters"', '"unitedmaster"') + ANSWER)

    assert Ask.ONE_STORE not in open_asks(load_directory(answers=path).distributors["unitedmasters"])
    (found,) = workspace_findings(None, path, today=TODAY)
    assert (found.rule, found.source.row) == ("W-ANSWER", 5)
    code, out, _ = run(tmp_path, "lint", capsys=capsys)
    assert code == 3
    assert [one.source.row for one in linted(None, "D-ANSWER", path)] == [5]
    assert "D-ANSWER  directory.toml, line 5, answers[1].slug" in out
    assert "Did you mean 'unitedmasters'?" in out
    assert "take this [[answers]] table out" in " ".join(out.split())


def test_a_price_with_a_comma_is_read_back_with_a_point(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError) as caught:
        laid(tmp_path, ("cost", "5,00 EUR release"))

    assert caught.value.hint.startswith("Did you mean '5.00 EUR release'? Write it as in: none, or a price")


# Mistakes in TOML


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        ("name = “Small”\n", 1, "the quotes are curly: name = “Small”", "straight ones"),
        ('name = "Small\nx = 1\n', 1, 'a closing quote is missing: name = "Small', "at the end of the text"),
        ("a = 'x\n", 1, "a closing quote is missing: a = 'x", "at the end of the text"),
        ('a = ["x" "y"]\n', 1, "a comma or the closing bracket", "Write ["),
        ('a = [\n  "x",\nb = 1\n', 1, "a comma or the closing bracket", "Write ["),
        ("[time\nx = 1\n", 1, "a heading that is not closed: [time", "[name]"),
        ("a = { x = 1,\n", 1, "a comma or the closing brace", "on one line"),
        ("d = 2026-02-30\n", 1, "there is no such day: d = 2026-02-30", "calendar"),
        ("d = 2026-2-3\n", 1, "two digits each", "2026-03-07"),
        ("d = 22.11.2026\n", 1, "a date is year-month-day", "2026-11-22"),
        ("[time]\nx = 1\n[time]\ny = 1\n", 3, "the table time stands there twice, first on line 1", "together"),
        ("a = 1\na = 2\n", 2, "the key a stands there twice, first on line 1", "Take one"),
        ("[a]\nb = 1\n[a.b]\nc = 1\n", 3, "already, written in another way", "one heading"),
        ("name = Small Dist\n", 1, "a text without quotes", '"Small Dist"'),
        ("a = True\n", 1, "written small", "Write true"),
        ("a =\n", 1, "nothing stands after =", "unknown stays unknown"),
        ("amount = 5,00\n", 1, "a number with a comma", "5.00"),
        ('a = "c:\\d"\n', 1, "a backslash", "twice"),
        ('name: "x"\n', 1, "without = between them", "colon"),
        ("name Small\n", 1, "without = between them", 'key = "…"'),
        ('a = "x" "y"\n', 1, "something stands after the value", "one value on a line"),
        ("a = 1 # \x00\n", 1, "nobody can see: a = 1 # \ufffd", "Type the line anew"),
        ("= 3\n", 1, "it cannot be read from here on: = 3", "Compare the line"),
    ],
)  # fmt: skip
def test_a_mistake_in_toml_is_told_with_its_line_and_in_plain_words(
    text: str, line: int, said: str, hint: str
) -> None:
    with pytest.raises(RecordError) as caught:
        read_toml(text, "templates/desks/a.toml")

    assert caught.value.message.startswith(f"templates/desks/a.toml, line {line}: not valid TOML: ")
    assert said in caught.value.message
    assert hint in caught.value.hint
    assert "column" not in caught.value.message


def test_tabs_are_fine() -> None:
    assert read_toml('\ta\t=\t"x\ty"\n', "a.toml") == {"a": "x\ty"}


@pytest.mark.parametrize(
    ("content", "said", "hint"),
    [
        (SMALL + '[[fees]]\nvalue = "x"\namount = "5,00"\n', "amount: '5,00' is text", "Write 5.00"),
        (SMALL + '[addresses]\nchannel = "form"\n', "addresses: ", "Write [[addresses]] with two brackets"),
        (SMALL + '[[time]]\nvalue = "x"\n', "time: ", "Write [time] with one bracket"),
        (SMALL + 'steps = ["x"]\n', "there is no key 'steps' here", "steps belongs above the first [table]"),
        (
            SMALL.replace("checked_on = 2026-11-20\n", "") + "checked_on = 2026-11-20\n",
            "checked_on: the key is missing",
            "above the first [table]",
        ),
    ],
)
def test_a_hint_points_where_the_mistake_is(tmp_path: Path, content: str, said: str, hint: str) -> None:
    error = refused(tmp_path, content)

    assert said in error.message
    assert hint in error.hint


def test_a_contributor_sees_broken_shipped_records_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = overlay(tmp_path, {RECORD: 'name = "x\n'})
    monkeypatch.setattr("takedown.resources.notice_templates", lambda: root)

    assert [one.source.file for one in _shipped(tmp_path)] == [f"templates/{RECORD}"]


def _shipped(folder: Path) -> Iterator[Finding]:
    _, found = lint_folders(None, folder / FILE, today=TODAY)
    return (one for one in found if one.rule == "D-FILE")
