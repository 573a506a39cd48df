"""What did not arrive, from `report --failures` to `send --from`, against a mail server on loopback."""

import csv
from pathlib import Path

import pytest
from support.program import Program
from support.sending import ANA, mailing
from support.smtp_sink import Fault, Sink

#: The first label's address is wrong, and the answer for the second one's message gets lost.
NOBODY = {"desk1@label.example.org": "550 5.1.1 nobody here"}
LOST = Fault(at="accepted", do="drop")


def failing(tmp_path: Path, sink: Sink) -> tuple[Program, Path]:
    """Four signed notices, of which the first three were let go: rejected, in doubt, accepted; and the file of it."""
    program = mailing(tmp_path / "w", port=sink.port, notices=4)
    program.ok("send", "--limit", "3", "--confirm", "3", code=4)
    file = tmp_path / "what failed.csv"
    program.ok("report", "--failures", str(file))
    return program, file


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def mend(program: Program) -> None:
    settings = program.root / "takedown.toml"
    settings.write_text(settings.read_text().replace("desk1@", "people@"))
    program.ok("generate")
    program.ok("sign", *ANA)


def dispatches(program: Program) -> dict[str, str]:
    return {notice["id"]: notice["dispatch"] for notice in program.json("status")["notices"]}


@pytest.fixture
def sink(tmp_path):
    with Sink(tmp_path / "taken.jsonl", answers=NOBODY, faults=[LOST]) as server:
        yield server


def test_what_failed_is_written_mended_and_sent_again_from_the_file_and_nothing_else_goes(tmp_path, sink):
    program, file = failing(tmp_path, sink)
    rejected, doubtful = rows(file)
    assert (rejected["state"], doubtful["state"]) == ("rejected", "in-doubt")
    assert rejected["command"] == f"takedown outbox list {rejected['notice']}"
    assert doubtful["command"] == f"takedown outbox resolve {doubtful['notice']}"
    assert "No message would go" in program.ok("send", "--from", str(file))

    mend(program)
    said = program.ok("send", "--from", str(file))
    assert "1 message would go" in said
    assert f"takedown outbox resolve {doubtful['notice']}" in said
    assert f"To send: takedown send --from '{file}' --confirm 1" in said
    program.ok("send", "--from", str(file), "--confirm", "1")

    assert [mail["recipient"] for mail in sink.taken()] == [
        "desk2@label.example.org",
        "desk3@label.example.org",
        "people@label.example.org",
    ]
    left = dispatches(program)
    assert left[rejected["notice"]] == "submitted"
    assert left[doubtful["notice"]] == "in-doubt"
    assert sorted(left.values()) == ["in-doubt", "signed", "submitted", "submitted"]
    program.ok("report", "--failures", str(file))
    assert [row["notice"] for row in rows(file)] == [doubtful["notice"]]


def test_what_was_settled_as_not_sent_goes_from_the_same_file(tmp_path, sink):
    program, file = failing(tmp_path, sink)
    doubtful = rows(file)[1]["notice"]
    program.ok(
        "outbox", "resolve", doubtful, "--not-sent", "--reason", "the log of the server does not have it"
    )
    program.ok("send", "--from", str(file), "--confirm", "1")

    assert dispatches(program)[doubtful] == "submitted"


def test_names_of_the_command_and_of_the_file_are_one_list(tmp_path, sink):
    program, file = failing(tmp_path, sink)
    mend(program)
    rejected = rows(file)[0]["notice"]
    (waiting,) = (
        one for one, dispatch in dispatches(program).items() if dispatch == "signed" and one != rejected
    )

    said = program.ok("send", waiting, rejected, "--from", str(file))
    assert "2 messages would go" in said
    assert f"To send: takedown send {waiting} {rejected} --from '{file}' --confirm 2" in said


def test_a_number_that_is_none_of_the_file_sends_nothing_and_says_the_same_command(tmp_path, sink):
    program, file = failing(tmp_path, sink)
    mend(program)
    taken = len(sink.taken())
    result = program.run("send", "--from", str(file), "--confirm", "2")

    assert result.exit_code == 2
    assert f"takedown send --from '{file}' shows them" in " ".join(result.stderr.split())
    assert len(sink.taken()) == taken


def test_a_file_that_names_nobody_does_not_mean_everybody(tmp_path, sink):
    program = mailing(tmp_path / "w", port=sink.port, notices=2)
    file = tmp_path / "failures.csv"
    program.ok("report", "--failures", str(file))
    for words in ((), ("--confirm", "2")):
        result = program.run("send", "--from", str(file), *words)
        assert result.exit_code == 2
        assert "failures.csv names no notice" in result.stderr
    assert sink.connections == 0


def test_a_row_that_names_no_notice_is_told_and_nothing_goes(tmp_path, sink):
    program = mailing(tmp_path / "w", port=sink.port)
    file = tmp_path / "failures.csv"
    (known,) = dispatches(program)
    file.write_text(f"notice,state\n{known},rejected\nABCDEFGHIJ,rejected\n", encoding="utf-8")
    result = program.run("send", "--from", str(file), "--confirm", "1")

    assert result.exit_code == 2
    assert "row 3, column notice: no notice of this workspace is called 'ABCDEFGHIJ'" in " ".join(
        result.stderr.split()
    )
    assert sink.connections == 0
