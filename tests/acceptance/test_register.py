"""An organizer takes in what people sent, matches it with the list, and forgets who asks for it."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.answers import PNG, form, letter, organizer, packed, paper, send
from support.confined import SECONDS, confined
from support.program import Program


@pytest.fixture
def desk(tmp_path: Path) -> Program:
    return Program(root=organizer(tmp_path / "campaign"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(artist: str, contact: str = "", status: str = "submitted", publish: str = "") -> tuple[str, ...]:
    return ("2026-11-20", contact, artist, "TuneCore", status, "Spotify", publish, "", "")


def write(path: Path, *answers: tuple[str, ...]) -> str:
    path.write_text(form(*answers), encoding="utf-8")
    return str(path)


def test_a_folder_of_1000_mixed_and_broken_files_is_taken_in_with_one_command(
    desk: Program, tmp_path: Path
) -> None:
    sent = send(tmp_path / "sent", 1_000)

    told = desk.json("register", "import", str(sent.folder), code=1)

    assert sum(told["files"].values()) == 1_000
    assert len(told["rejected"]) == sent.broken > 100
    assert told["artists"] == len(sent.artists) == 999
    assert len(rows(desk.root / "rejected-answers.csv")) == sent.broken
    assert all(line["reason"] and line["fix"] for line in rows(desk.root / "rejected-answers.csv"))
    assert told["doubts"] == 0
    assert any("is a question for a person" in rule for rule in told["method"])
    report = desk.json("report")
    assert report["schema"] == 1


def test_to_import_twice_adds_nothing(desk: Program, tmp_path: Path) -> None:
    sent = send(tmp_path / "sent", 60)
    first = desk.json("register", "import", str(sent.folder), code=1)
    before = desk.json("register", "list")

    again = desk.json("register", "import", str(sent.folder), code=1)

    assert again["answers"] == {"new": 0, "repeated": first["answers"]["new"] + first["answers"]["repeated"]}
    assert desk.json("register", "list") == before
    assert len(again["rejected"]) == len(first["rejected"]) == len(rows(desk.root / "rejected-answers.csv"))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_imports_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    place = tmp_path_factory.mktemp("order")
    tables = [
        write(
            place / "a.csv", answer("Ana", "ana@example.com", publish="yes"), answer("Bo", "bo@example.com")
        ),
        write(
            place / "b.csv", answer("THE ANA", "ana@example.com", "gone", "no"), answer("Cy", "", "cannot")
        ),
        write(place / "c.csv", answer("Ana", "other@example.com", "pledged"), answer("Bo", "", "came back")),
    ]
    (place / "d.zip").write_bytes(packed(notice__json=paper("Bo", "Cy"), shot__png=PNG))
    files = [*tables, str(place / "d.zip")]
    found = []
    for order in (files, chance.sample(files, len(files))):
        desk = Program(root=organizer(place / f"desk{len(found)}"))
        for file in order:
            desk.run("register", "import", file)
        found.append(desk.json("register", "list"))

    assert found[0] == found[1]


def test_what_the_program_wrote_into_the_folder_itself_is_in_no_intake(desk: Program) -> None:
    write(desk.root / "form.csv", answer("Ana", status="dunno"), answer("Bo"))
    (desk.root / "kits").mkdir()
    (desk.root / "kits" / "cy.zip").write_bytes(packed(notice__json=paper("Cy")))
    (desk.root / "signatories.csv").write_text("name,status\nDee,submitted\n")
    desk.json("register", "import", str(desk.root), code=1)

    again = desk.json("register", "import", str(desk.root), code=1)

    assert again["files"] == {"form exports": 1}
    assert [one["name"] for one in desk.json("register", "list")["artists"]] == ["Bo"]


def test_a_mended_file_leaves_the_list_of_what_could_not_be_used(desk: Program, tmp_path: Path) -> None:
    table = tmp_path / "form.csv"
    desk.json("register", "import", write(table, answer("Ana", status="dunno"), answer("Various")), code=1)
    other = desk.json("register", "import", write(tmp_path / "other.csv", answer("Bo", status="hm")), code=1)

    desk.ok("register", "import", write(table, answer("Ana")))

    assert [line["file"] for line in rows(desk.root / "rejected-answers.csv")] == ["other.csv"]
    assert other["answers"]["new"] == 0


def test_what_is_said_of_a_form_is_remembered(desk: Program, tmp_path: Path) -> None:
    table = tmp_path / "form.csv"
    table.write_text("Wer seid ihr?,Und?\nAna,gemacht\n", encoding="utf-8")
    refused = desk.run("register", "import", str(table))

    desk.ok(
        "register",
        "import",
        str(table),
        "--map",
        "artist=Wer seid ihr?",
        "--map",
        "outcome=Und?",
        "--word",
        "gemacht=submitted",
    )
    table.write_text("Wer seid ihr?,Und?\nBo,gemacht\n", encoding="utf-8")
    desk.ok("register", "import", str(table))

    assert refused.exit_code == 1
    assert [one["name"] for one in desk.json("register", "list")["artists"]] == ["Ana", "Bo"]


def test_one_name_from_two_addresses_waits_for_a_person_and_their_word_is_kept(
    desk: Program, tmp_path: Path
) -> None:
    table = write(tmp_path / "form.csv", answer("Ana", "ana@example.com"), answer("Ana", "anna@example.com"))

    asked = desk.json("register", "import", table, code=1)
    question = desk.root / "identities.csv"
    question.write_text(question.read_text().replace("Ana,Ana,,", "Ana,Ana,yes,"))
    decided = desk.json("register", "import", table)

    assert (asked["artists"], asked["doubts"]) == (2, 1)
    assert (decided["artists"], decided["doubts"]) == (1, 0)
    assert len(rows(question)) == 1


def test_the_list_is_matched_and_doubtful_names_wait_for_a_person(desk: Program, tmp_path: Path) -> None:
    names = ("The Examples", "Northern Harbour Lights", "Blink 181", "Björk Étoile", "Ana & the Ropes")
    desk.ok("register", "import", write(tmp_path / "form.csv", *(answer(name) for name in names)))
    signed = [
        "name,others",
        "Examples,",
        "Northern Harbor Lights,",
        "Blink 182,",
        "Who,bjork etoile",
        "Nobody,",
        "=HYPERLINK(1),",
    ]
    (desk.root / "signatories.csv").write_text("\n".join(signed), encoding="utf-8")

    first = desk.json("register", "match", code=1)
    matches = desk.root / "matches.csv"
    assert [(line["name"], line["other"], line["same"]) for line in rows(matches)] == [
        ("Northern Harbor Lights", "Northern Harbour Lights", ""),
        ("Blink 182", "Blink 181", ""),
    ]
    text = matches.read_text().replace("Lights,,", "Lights,yes,").replace("Blink 181,,", "Blink 181,no,")
    matches.write_text(text)
    second = desk.json("register", "match")

    assert first["totals"] == {"sure": 2, "likely": 1, "doubtful": 1, "none": 2}
    assert second["totals"] == {"sure": 3, "likely": 0, "doubtful": 0, "none": 3}
    assert matches.read_text() == text
    assert second["not_on_list"] == 2


def test_a_name_that_a_spreadsheet_would_run_is_guarded_in_every_list(desk: Program, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.com";"Lights")'
    file = tmp_path / "=cmd.bin"
    file.write_bytes(b"\0")
    table = write(tmp_path / "form.csv", answer(evil, "a@example.com"), answer(evil, "b@example.com"))
    desk.run("register", "import", table, str(file))
    (desk.root / "signatories.csv").write_text('name\n"=HYPERLINK(""http://example.org"";""Lights"")"\n')
    desk.run("register", "match")

    for name in ("identities.csv", "matches.csv", "rejected-answers.csv"):
        text = (desk.root / name).read_text(encoding="utf-8")
        cells = [cell for line in csv.reader(text.splitlines()) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], name
    assert any("'=" in (desk.root / name).read_text() for name in ("identities.csv", "matches.csv"))


NAME, CONTACT = "Xylophone Quagmire", "xylo.quagmire@example.com"


@pytest.mark.parametrize("who", [NAME, "the XYLOPHONE quagmire", CONTACT])
def test_who_is_forgotten_leaves_no_byte_in_the_folder(desk: Program, tmp_path: Path, who: str) -> None:
    others = [answer(f"Artist {number}", f"a{number}@example.com") for number in range(400)]
    table = write(tmp_path / "form.csv", *others[:200], answer(NAME, CONTACT, publish="yes"), *others[200:])
    messages = tmp_path / "m"
    messages.mkdir()
    (messages / f"{NAME}.eml").write_bytes(letter(CONTACT, "help@tunecore.com"))
    (messages / f"{NAME} and Bo.zip").write_bytes(packed(notice__json=paper("Bo")))
    (messages / f"{NAME}.bin").write_bytes(b"\0")
    twice = write(
        tmp_path / "twice.csv", answer(NAME, "second@example.com"), answer("Xylophone Quagmires", CONTACT)
    )
    desk.run("register", "import", table, str(messages), twice)
    (desk.root / "signatories.csv").write_text("name\nXylophone Quagmyre\n")
    desk.run("register", "match")
    (desk.root / "signatories.csv").unlink()
    assert any(NAME.encode() in path.read_bytes() for path in desk.root.glob("*"))

    said = desk.ok("register", "forget", who, "--yes")
    if who == CONTACT:
        said += desk.ok("register", "forget", NAME, "--yes")
    else:
        said += desk.ok("register", "forget", CONTACT, "--yes")

    left = [
        path.name for path in desk.root.rglob("*") if path.is_file() and b"quagm" in path.read_bytes().lower()
    ]
    assert left == []
    assert "form.csv, which was imported" in said
    assert "backups" in said
    assert len(desk.json("register", "list")["artists"]) == 401
    assert "every answer is as recorded" in " ".join(desk.ok("verify").split())


def test_forgetting_asks_first_and_a_no_changes_nothing(desk: Program, tmp_path: Path) -> None:
    desk.ok("register", "import", write(tmp_path / "form.csv", answer("Ana"), answer("Bo")))

    refused = desk.run("register", "forget", "Ana", typed="n\n")
    desk.ok("register", "forget", "Ana", typed="y\n")

    assert refused.exit_code == 130
    assert "This means 1 answer of Ana" in refused.stdout
    assert [one["name"] for one in desk.json("register", "list")["artists"]] == ["Bo"]


def test_everybody_can_be_forgotten(desk: Program, tmp_path: Path) -> None:
    desk.run(
        "register", "import", write(tmp_path / "form.csv", answer("Ana", "a@x.org"), answer("Ana", "b@x.org"))
    )

    desk.ok("register", "forget", "--all", "--yes")

    assert desk.json("register", "list")["artists"] == []
    assert b"Ana" not in b"".join(path.read_bytes() for path in desk.root.glob("*") if path.is_file())


def test_who_was_forgotten_is_not_brought_back_by_the_next_import(desk: Program, tmp_path: Path) -> None:
    table = write(tmp_path / "form.csv", answer("Ana", "ana@x.org"), answer("Bo", "bo@x.org"))
    desk.ok("register", "import", table)
    said = desk.ok("register", "forget", "Ana", "--yes")

    again = desk.json("register", "import", table)
    assert again["forgotten"] == 1
    assert [one["name"] for one in desk.json("register", "list")["artists"]] == ["Bo"]
    assert b"ana" not in (desk.root / "forgotten.json").read_bytes().lower()
    assert "takedown register forget --allow Ana" in " ".join(said.split())

    desk.ok("register", "forget", "--allow", "the ANA")
    desk.ok("register", "import", table)
    assert [one["name"] for one in desk.json("register", "list")["artists"]] == ["Ana", "Bo"]
    assert desk.run("register", "forget", "--allow", "Ana").exit_code == 1


def test_to_forget_an_address_leaves_the_other_artist_of_that_name_in(desk: Program, tmp_path: Path) -> None:
    mine, other = answer("Ana", "ana@x.org"), answer("Ana", "ana@y.org")
    table = write(tmp_path / "form.csv", mine, other)
    desk.run("register", "import", table)
    desk.ok("register", "forget", "ANA@x.org", "--yes")

    desk.run("register", "import", table)

    (left,) = desk.json("register", "list")["artists"]
    assert left["contacts"] == ["ana@y.org"]


def test_every_file_that_still_names_somebody_is_named(desk: Program, tmp_path: Path) -> None:
    (desk.root / "roster.csv").write_text(f"artist,contact,distributor\n{NAME},{CONTACT},tunecore\n")
    desk.run("kit", "roster.csv")
    desk.ok("register", "import", write(tmp_path / "form.csv", answer(NAME, CONTACT), answer("Bo")))
    (desk.root / "reports").mkdir()
    for file in ("reports/report.html", "report.xlsx", "report.csv"):
        form_of = file.rpartition(".")[2]
        desk.ok("report", "--format", form_of, "-o", str(desk.root / file))
    (desk.root / "signatories.csv").write_text("name\nXylofone Quagmyre\n")
    (desk.root / "matches.csv").write_text(f"name,other,same,why\nXylofone Quagmyre,{NAME},yes,\n")
    packets = [path.name for path in (desk.root / "kits").glob("*.zip")]

    said = " ".join(desk.ok("register", "forget", NAME, "--yes").split())

    assert packets
    for file in (
        *(f"kits/{name}" for name in packets),
        "kits/index.html",
        "kits/index.csv",
        "report.csv",
        "report.xlsx",
        "reports/report.html",
        "roster.csv",
        "signatories.csv",
    ):
        assert f"{file}, in this folder" in said, file
    assert "Quagmyre" not in (desk.root / "matches.csv").read_text()


def test_where_nobody_of_a_name_is_known_nothing_is_written_and_near_names_are_said(
    desk: Program, tmp_path: Path
) -> None:
    before = sorted(path.name for path in desk.root.rglob("*"))
    empty = desk.run("register", "forget", "Ana", "--yes")
    assert (empty.exit_code, sorted(path.name for path in desk.root.rglob("*"))) == (1, before)

    desk.ok("register", "import", write(tmp_path / "form.csv", answer("Northern Lights")))
    near = desk.run("register", "forget", "Northen Lights", "--yes")

    assert near.exit_code == 1
    assert "Northern Lights" in near.stdout
    assert not (desk.root / "forgotten.json").exists()


def test_a_folder_into_which_no_answer_came_is_told_how_one_comes_in(desk: Program) -> None:
    found = desk.run("verify")

    assert found.exit_code == 2
    assert "no answer came in yet" in found.stderr
    assert "takedown register import FILE" in found.stderr


def test_a_mended_file_leaves_the_list_however_it_was_named(desk: Program, tmp_path: Path) -> None:
    sent = tmp_path / "sent" / "deep"
    sent.mkdir(parents=True)
    write(sent / "form.csv", answer("Ana", status="dunno"))
    desk.json("register", "import", str(tmp_path / "sent"), code=1)
    desk.json("register", "import", write(tmp_path / "form.csv", answer("Bo", status="hm")), code=1)

    desk.ok("register", "import", write(sent / "form.csv", answer("Ana")))

    assert [line["path"] for line in rows(desk.root / "rejected-answers.csv")] == ["../form.csv"]


def test_what_is_printed_of_an_import_tells_what_was_used_and_keeps_the_rules_for_who_asks(
    desk: Program, tmp_path: Path
) -> None:
    (tmp_path / "noise.bin").write_bytes(b"\0")
    table = write(tmp_path / "form.csv", answer("Ana", publish="perhaps"), answer("Bo", status="hm"))

    said = desk.run("register", "import", table, str(tmp_path / "noise.bin")).stdout
    ruled = desk.run("register", "import", table, "--rules").stdout

    assert [
        said.index(words) for words in ("Not used:", "Used, but look at it:", "No answer at all:")
    ] == sorted(said.index(words) for words in ("Not used:", "Used, but look at it:", "No answer at all:"))
    assert "generate" not in said
    assert "is a question for a person" not in said
    assert "is a question for a person" in " ".join(ruled.split())
    kinds = {line["file"]: line["kind"] for line in rows(desk.root / "rejected-answers.csv")}
    assert kinds["noise.bin"] == "no answer at all"


@pytest.mark.parametrize("args", [(), ("Ana", "--all")])
def test_whom_to_forget_must_be_said(desk: Program, args: tuple[str, ...]) -> None:
    assert desk.run("register", "forget", *args).exit_code == 2


def test_every_command_says_when_the_day_to_delete_has_come(desk: Program, tmp_path: Path) -> None:
    desk.later(400)
    table = write(tmp_path / "form.csv", answer("Ana"))
    (desk.root / "signatories.csv").write_text("name\nAna\n")

    for args in (("import", table), ("match",), ("list",)):
        assert "takedown register forget --all" in desk.run("register", *args).stderr


@pytest.mark.parametrize("args", [("import", "x.csv"), ("match",), ("list",)])
def test_without_a_campaign_the_next_step_is_said(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "x.csv").write_text("a")

    found = Program(root=tmp_path).run(
        "register", *(str(tmp_path / each) if "." in each else each for each in args)
    )

    assert found.exit_code == 2
    assert "your-campaign.toml" in found.stderr


def _wide(path: Path) -> None:
    path.write_text("Artist,Status," + ",".join(f"c{number}" for number in range(60_000)) + "\nAna,sent\n")


def _long_cell(path: Path) -> None:
    path.write_text('Artist,Status\n"' + "A" * 3_000_000 + "\n")


HOSTILE = {
    "bomb.zip": lambda path: path.write_bytes(packed(notice__json=b"\0" * 90_000_000)),
    "deep.json": lambda path: path.write_bytes(b'{"notices":' + b"[" * 500_000),
    "deep.eml": lambda path: path.write_bytes(
        b'From: a@b.org\nContent-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: message/rfc822\n\n" * 50_000
    ),
    "from.eml": lambda path: path.write_bytes(b"From: a@b.org\nSubject: Fwd: x\n\n" + b"> From: " * 100_000),
    "wide.csv": _wide,
    "cell.csv": _long_cell,
    "days.csv": lambda path: path.write_text("Artist,Status,Date\n" + f"Ana,sent,{'1' * 3000}\n" * 200),
    "name.csv": lambda path: path.write_text("Artist,Status\n" + f"{'Ā́' * 1900},sent\n" * 200),
    "zeros.png": lambda path: path.write_bytes(PNG + b"\0" * 5_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_and_does_not_stop_the_rest(
    desk: Program, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    HOSTILE[name](folder / name)
    write(folder / "good.csv", answer("Bo"))

    run = confined(desk.root, "register", "import", str(folder))

    assert run.code in (0, 1), run.stderr
    assert run.seconds < SECONDS
    assert "Bo" in desk.ok("register", "list")
    outside = [path for path in run.opened if path.startswith("/") and "passwd" in path]
    assert outside == []
