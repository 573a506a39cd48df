"""`directory report`: what others can use comes out, and nothing of the user's own."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from support.audit_samples import item, prepared, report_of, told
from test_directory import OWN_SOURCE, SMALL, overlay
from test_directory_answers import HEAD, run

from takedown.audit.worked import Outcome
from takedown.cli.session import Session
from takedown.directory import load_directory
from takedown.directory.answers import FILE, load_answers
from takedown.directory.corrections import corrections
from takedown.directory.private import Private, private_texts
from takedown.events import What
from takedown.notice import Kind
from takedown.reports.corrections import corrections_json, plain_corrections
from takedown.resources import notice_templates

#: What stands in the workspace and must stay there.
PLANTED = (
    "Ana Planted", "ana@planted.example.com", "The Planted Band", "Planted Song", "4006381333931", "ZZEXA2600001",
    "planted-account", "TICKET-5512", "5512", "Bo Planted", "12 Planted Street", "Jane of support",
)  # fmt: skip

CONFIG = """\
schema = 1
[sender]
name = "Ana Planted"
email = "ana@planted.example.com"
address = ["12 Planted Street"]
[request]
platforms = ["amazon-music"]
[[routes]]
via = "tunecore"
account = "planted-account"
[[principals]]
artist = "The Planted Band"
name = "Bo Planted"
"""
CATALOG = (
    "artist,release,upc,isrc,distributor\nThe Planted Band,Planted Song,4006381333931,ZZEXA2600001,tunecore\n"
)


def answers(*rows: tuple[str, str, str]) -> str:
    return HEAD + "".join(
        f'\n[[answers]]\nkind = "distributor"\nslug = "{slug}"\nfact = "{fact}"\nvalue = "{value}"\n'
        'words = "Jane of support told Ana Planted so, for Planted Song."\n'
        'source = "reply to ana@planted.example.com, TICKET-5512, https://tunecore.example.com/t/5512?u=planted-account"\n'
        "on = 2026-11-20\n"
        for slug, fact, value in rows
    )


def workspace(folder: Path, text: str) -> Path:
    (folder / "takedown.toml").write_text(CONFIG)
    (folder / "catalog.csv").write_text(CATALOG)
    (folder / FILE).write_text(text)
    return folder


OWN_ADDRESS = """
[[addresses]]
channel = "email"
role = "support"
value = "ana@planted.example.com"
note = "Planted Song"
source = ["OWN1"]
confidence = "high"
"""

EVERY_FACT = answers(
    ("tunecore", "one-store", "self-service"),
    ("tunecore", "time", "2-5 business-days"),
    ("tunecore", "cost", "0.02 EUR recording-and-platform"),
    ("tunecore", "single-tracks", "yes"),
    ("tunecore", "single-countries", "no"),
    ("tunecore", "where", "https://planted-account.example.com/help"),
    ("tunecore", "language", "pt"),
    ("landr", "where", "Releases > Planted Song > Stores"),
    ("symphonic", "where", "ana@planted.example.com"),
    ("amuse", "where", "https://amuse.example.com/tickets/5512?who=planted-account"),
    ("ditto", "where", "https://ditto.example.com/the-planted-band/help"),
)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_of_the_user_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    own = SMALL.replace("Yes, by email.", "Jane of support told Ana Planted.") + OWN_ADDRESS
    source = OWN_SOURCE.replace("Mail from their support", "Mail to Ana Planted, TICKET-5512")
    folder = workspace(tmp_path, EVERY_FACT)
    overlay(folder, {"distributors/small/distributor.toml": own, "sources.toml": source})

    code, out, _ = run(folder, "report", *options, capsys=capsys)

    assert code == 0
    assert [text for text in PLANTED if text.casefold() in out.casefold()] == []
    assert "planted" not in out.casefold()
    assert "2-5 business-days" in out
    assert "https://ditto.example.com" in out


def test_the_lines_are_toml_that_a_record_can_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace(tmp_path, EVERY_FACT)

    _, out, _ = run(folder, "report", "tunecore", "--json", capsys=capsys)
    (record,) = json.loads(out)["records"]
    table = tomllib.loads(record["toml"])

    assert record["slug"] == "tunecore"
    assert table["one_store"] == "self-service"
    assert table["languages"] == ["pt"]
    assert table["time"]["max"] == 5
    assert table["fees"][0]["amount"] == "0.02"
    assert (table["track_level"]["answer"], table["territory"]["answer"]) == ("yes", "no")
    assert table["time"]["source"] == ["NEW"]
    assert set(record["left_out"]) == {"where", "steps"}


def test_an_own_record_gives_what_has_a_shape_and_names_what_is_left_out(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"distributors/small/distributor.toml": SMALL, "sources.toml": OWN_SOURCE})

    (one,) = corrections(load_directory(), load_directory(root), (), Private(()))

    assert (one.slug, one.shipped, one.name) == ("small", False, "Small Distribution")
    assert 'one_store = "staff"' in one.lines
    assert "one_store_fact" in one.left_out


def test_an_answer_lies_over_an_own_record_in_the_lines_too(tmp_path: Path) -> None:
    record = SMALL + '[time]\nvalue = "Long."\nmin = 8\nmax = 9\nsource = ["OWN1"]\nconfidence = "high"\n'
    root = overlay(tmp_path, {"distributors/small/distributor.toml": record, "sources.toml": OWN_SOURCE})
    (tmp_path / FILE).write_text(answers(("small", "time", "2 days")))
    own = load_directory(root)

    (one,) = corrections(load_directory(), own, load_answers(tmp_path / FILE, own), Private(()))

    assert tomllib.loads("\n".join(one.lines))["time"]["max"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "https://help.example.com/planted/anaplanted/form",
        "https://anaplanted.zendesk.com/help",
        "https://help.example.com/ana",
        "https://help.example.com/plantedsong-articles/1",
        "ana@desk.example.com",
        "theplantedband@desk.example.com",
        "somebody@gmail.com",
        "somebody@yahoo.co.uk",
        "john.doe@desk.example.com",
    ],
)
def test_names_written_together_and_mailboxes_of_people_do_not_come_out(text: str) -> None:
    private = Private(["The Planted Band", "Planted Song"], people=["Ana Planted"])

    shown = private.page(text) if "://" in text else private.mailbox(text)

    assert shown in ("", "https://help.example.com")


@pytest.mark.parametrize(
    "text", ["support@desk.example.com", "artist.support@desk.example.com", "help@x.example"]
)
def test_a_mailbox_of_a_desk_comes_out(text: str) -> None:
    assert Private((), people=["Ana Example"]).mailbox(text) == text


@pytest.mark.parametrize(
    "path",
    [
        "/hc/en-us/articles/360012345678",
        "/hc/en-us/articles/360012345678-Removing-a-release",
        "/answer/12",
        "/help",
    ],
)
def test_the_number_of_an_article_is_no_ticket(path: str) -> None:
    address = f"https://help.example.com{path}"

    assert Private((), people=["Ana Planted"]).page(address) == address


@pytest.mark.parametrize(
    "path",
    ["/hc/requests/5512", "/requests/new-one", "/tickets/5512", "/hc/en/articles/12-ana-planted", "/u/12"],
)
def test_a_path_that_may_be_the_users_is_cut(path: str) -> None:
    assert (
        Private((), people=["Ana Planted"]).page(f"https://help.example.com{path}")
        == "https://help.example.com"
    )


def test_what_is_cut_or_left_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace(
        tmp_path,
        answers(
            ("landr", "where", "https://landr.example.com/requests/5512"),
            ("amuse", "where", "amuse@gmail.com"),
        ),
    )

    _, out, _ = run(folder, "report", capsys=capsys)
    words = " ".join(out.split())

    assert "where: https://landr.example.com (looked up" in words
    assert "Address shortened, because the rest may be yours alone: where." in words
    assert "Left out because they are free text, or an address that may be a person's: where." in words
    assert "https://tunecore.example.com (address shortened)" in words
    assert "gmail" not in words


def test_the_lines_fit_into_the_shipped_record_when_what_is_named_was_taken_out(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        answers(
            ("onerpm", "language", "de"),
            ("onerpm", "one-store", "forbidden"),
            ("onerpm", "where", "a@x.example"),
        )
    )
    directory = load_directory()

    (one,) = corrections(directory, directory, load_answers(tmp_path / FILE, directory), Private(()))

    table = tomllib.loads("\n".join(one.lines))
    before = directory.distributors["onerpm"]
    assert table["languages"] == ["de", *(code for code in before.languages if code != "de")]
    assert table["languages_source"][0] == "NEW"
    text = (notice_templates() / one.file).read_text(encoding="utf-8").splitlines()
    assert {key for key, _ in one.in_the_way} >= {"one_store", "[one_store_fact]"}
    assert all(text[line - 1].startswith(key) for key, line in one.in_the_way)
    page = " ".join(plain_corrections((one,), (), {}).split())
    assert "Take out first what these replace: " in page
    assert f"[one_store_fact] (line {dict(one.in_the_way)['[one_store_fact]']})" in page


def test_a_new_record_has_its_name_and_words_of_the_program_for_numbers(tmp_path: Path) -> None:
    record = SMALL + (
        '[time]\nvalue = "Jane says."\nmin = 2\nmax = 5\nsource = ["OWN1"]\nconfidence = "high"\n'
        '[track_level]\nanswer = "no"\nvalue = "No, says Jane."\nsource = ["OWN1"]\nconfidence = "high"\n'
    )
    record = 'languages = ["pt"]\nlanguages_source = ["OWN1"]\n' + record
    root = overlay(tmp_path, {"distributors/small/distributor.toml": record, "sources.toml": OWN_SOURCE})

    (one,) = corrections(load_directory(), load_directory(root), (), Private(()))

    table = tomllib.loads("\n".join(one.lines))
    assert table["name"] == "Small Distribution"
    assert (table["languages"], table["languages_source"]) == (["pt"], ["NEW"])
    assert (table["time"]["value"], table["track_level"]["value"]) == ("2-5 business days.", "No.")
    assert one.in_the_way == ()


def test_an_outcome_is_days_kind_desk_and_platform_and_nothing_else() -> None:
    outcome = Outcome(
        desk="tunecore",
        kind=Kind.WITHDRAWAL,
        platform="amazon-music",
        asked_on=date(2026, 11, 20),
        agreed_on=date(2026, 11, 22),
        gone_on=date(2026, 11, 25),
    )

    assert (
        "- tunecore, withdrawal, amazon-music: asked on 2026-11-20, agreed on 2026-11-22,\n  gone on 2026-11-25\n"
    ) in plain_corrections((), (outcome,), {})
    assert json.loads(corrections_json((), (outcome,), {}))["outcomes"] == [
        {
            "desk": "tunecore",
            "kind": "withdrawal",
            "platform": "amazon-music",
            "asked_on": "2026-11-20",
            "agreed_on": "2026-11-22",
            "refused_on": None,
            "gone_on": "2026-11-25",
            "live_on": None,
        }
    ]


def test_of_a_ledger_only_known_desks_come_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    songs = [item("4006381333931", artist="The Planted Band", title="Planted Song")]
    report = report_of(
        prepared("AAAAAAAAAA", items=songs, principal="Ana Planted"),
        told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-20", ticket="TICKET-5512"),
        told(What.GONE, "AAAAAAAAAA", "2026-11-25", by="Bo Planted", items=[songs[0]["key"]]),
        prepared("BBBBBBBBBB", items=songs, desk="planted-label", kind="label-request"),
        told(What.SUBMITTED, "BBBBBBBBBB", "2026-11-20"),
    )
    (tmp_path / "ledger.db").touch()  # that there is one; what it holds is given
    monkeypatch.setattr(Session, "report", report)

    _, out, _ = run(tmp_path, "report", capsys=capsys)

    assert "- tunecore, withdrawal, amazon-music: asked on 2026-11-20, gone on 2026-11-25" in out
    assert "planted" not in out.casefold()
    assert "5512" not in out

    _, listed, _ = run(tmp_path, "list", capsys=capsys)
    _, shown, _ = run(tmp_path, "show", "tunecore", "--json", capsys=capsys)

    assert "tunecore  2026-11-25  seen gone, declared" in listed
    assert json.loads(shown)["records"][0]["last_worked"] == {
        "on": "2026-11-25",
        "what": "gone",
        "declared": True,
    }


def test_where_nothing_is_known_better_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(tmp_path, "report", capsys=capsys)

    assert code == 0
    assert out.startswith("Nothing to report")


def test_an_unknown_record_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(tmp_path, "report", "nobody", capsys=capsys)

    assert code == 2
    assert "no record nobody" in err


def test_a_table_that_cannot_be_read_makes_everything_private(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_bytes(b"artist\n\xff\xfe\xfd\n")

    private = private_texts(tmp_path, load_directory())

    assert private.holds("help@tunecore.example.com")
    assert private.page("https://tunecore.example.com/help") == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://help.example.com/form", "https://help.example.com/form"),
        ("https://help.example.com/form?user=ana#x", "https://help.example.com/form"),
        ("https://help.example.com/t/5512", "https://help.example.com"),
        ("https://help.example.com/ana-planted", "https://help.example.com"),
        ("https://ana-planted.example.com/form", ""),
        ("https://ana@help.example.com/form", ""),
        ("http://help.example.com/form", ""),
        ("https://[broken", ""),
    ],
)
def test_of_a_web_address_only_what_is_not_personal_is_shown(address: str, shown: str) -> None:
    assert Private(["Ana Planted"]).page(address) == shown
