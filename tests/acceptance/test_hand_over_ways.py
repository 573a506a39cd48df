"""A notice goes out on one way: by email, as a file or a draft, in a packet, or by hand, and never on two at once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.imap_server import MESSAGE, server
from support.program import Program
from support.sending import ANA, CHECKED, mailing
from support.smtp_sink import Fault, Sink
from workspaces import AGREEMENT, settings, track, write_workspace

from takedown.audit import audit_entries
from takedown.brakes import BRAKES
from takedown.cli import exports, outbox_walk
from takedown.cli.outbox_walk import walk_of_signed
from takedown.cli.session import Session, Surroundings
from takedown.cli.walking import Stopped, Walking
from takedown.errors import StorageError
from takedown.ledger import Ledger
from takedown.outgoing import drafts_of, freeze, queued, to_self
from takedown.rendering import draft_parts
from takedown.rendering.parts import Limits
from takedown.writing import write_files

LATER = ("send", "--hold", "1d", "--confirm", "1")
ANSWERS = ("acknowledged", "agreed", "refused")


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    with Sink(tmp_path / "taken.jsonl") as made:
        yield made


def sender(tmp_path: Path, sink: Sink, **more: Any) -> Program:
    return mailing(tmp_path / "w", port=sink.port, **more)


@pytest.fixture
def doubtful(tmp_path: Path) -> Program:
    """Somebody whose one notice is in doubt."""
    with Sink(tmp_path / "taken.jsonl", faults=[Fault(at="accepted", do="drop")]) as made:
        program = sender(tmp_path, made)
        program.ok("send", "--confirm", "1", code=4)
    assert dispatches(program) == ["in-doubt"]
    return program


def dispatches(program: Program) -> list[str]:
    return [notice["dispatch"] for notice in program.json("status")["notices"]]


def ids(program: Program) -> list[str]:
    return [notice["id"] for notice in program.json("status")["notices"]]


def refused(program: Program, *words: str, code: int = 2) -> str:
    """What is said where a command is refused."""
    result = program.run(*words)
    assert result.exit_code == code, result.output
    return " ".join(result.stderr.split())


def held(program: Program, *words: str) -> tuple[str, str]:
    """Why the one notice that somebody named is not exported, and the next step."""
    ((reason,),) = [one["reasons"] for one in program.json(*words, code=1)["held"]]
    return reason["rule"], reason["hint"]


# What waits to be sent is handed over on no other way


def test_what_is_queued_is_not_exported_until_it_was_taken_back(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok(*LATER, code=4)
    (notice,) = ids(program)
    for way in (("--eml", str(tmp_path / "mail")), ("--packets", str(tmp_path / "packets"))):
        rule, hint = held(program, "outbox", "export", notice, *way)
        assert rule == "under-way"
        assert f"takedown outbox cancel {notice}" in hint
        assert f"takedown outbox cancel {notice}" in program.ok("outbox", "export", *way)
    assert not (tmp_path / "mail").exists()
    assert dispatches(program) == ["queued"]
    program.ok("outbox", "cancel", notice)
    program.ok("outbox", "export", notice, "--eml", str(tmp_path / "mail"))
    assert dispatches(program) == ["exported"]


def test_what_is_queued_is_not_recorded_as_handed_over_by_hand(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok(*LATER, code=4)
    (notice,) = ids(program)
    said = refused(program, "record", "submitted", notice)
    assert f"takedown outbox cancel {notice}" in said
    assert "takedown send" in said
    program.ok("outbox", "cancel", notice)
    program.ok("record", "submitted", notice)
    program.later(2)
    assert "No message would go" in program.ok("send")
    assert sink.taken() == []


@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_what_waits_was_exported_or_is_in_doubt(tmp_path, sink, doubtful, answer):
    (notice,) = ids(doubtful)
    assert f"takedown outbox resolve {notice}" in refused(doubtful, "record", answer, notice)

    program = mailing(tmp_path / "other" / "w", port=sink.port)
    (notice,) = ids(program)
    program.ok(*LATER, code=4)
    assert f"takedown outbox cancel {notice}" in refused(program, "record", answer, notice)
    program.ok("outbox", "cancel", notice)
    program.ok("outbox", "export", "--eml", str(tmp_path / "mail"))
    assert f"first: takedown record submitted {notice}" in refused(program, "record", answer, notice)
    program.ok("record", "submitted", notice)
    program.ok("record", answer, notice)


def test_a_letter_that_calls_back_says_what_comes_before_it(tmp_path, sink, doubtful):
    (notice,) = ids(doubtful)
    assert f"takedown outbox resolve {notice}" in refused(doubtful, "retract", notice)

    program = mailing(tmp_path / "other" / "w", port=sink.port)
    (notice,) = ids(program)
    program.ok(*LATER, code=4)
    said = refused(program, "retract", notice)
    assert f"takedown outbox cancel {notice}" in said
    assert "erased" not in said
    program.ok("outbox", "cancel", notice)
    program.ok("outbox", "export", "--eml", str(tmp_path / "mail"))
    said = refused(program, "retract", notice)
    assert f"takedown record submitted {notice}" in said
    assert f"takedown outbox cancel {notice}" in said


# Whoever is named and not exported hears why


def test_a_named_notice_that_is_not_exported_says_why(tmp_path, sink, doubtful):
    (notice,) = ids(doubtful)
    mail = ("--eml", str(tmp_path / "mail"))
    rule, hint = held(doubtful, "outbox", "export", notice, *mail)
    assert (rule, "outbox resolve" in hint) == ("in-doubt", True)

    program = mailing(tmp_path / "other" / "w", port=sink.port)
    (notice,) = ids(program)
    program.ok("send", "--confirm", "1")
    assert held(program, "outbox", "export", notice, *mail)[0] == "out"
    assert "1 notice" not in program.ok("outbox", "export", notice, *mail, code=1)
    assert not (tmp_path / "mail").exists()


def test_a_rejected_notice_that_is_named_is_not_exported_and_says_the_next_step(tmp_path):
    with Sink(tmp_path / "taken.jsonl", faults=[Fault(at="rcpt", do="5xx")]) as made:
        program = sender(tmp_path, made)
        program.ok("send", "--confirm", "1", code=4)
    (notice,) = ids(program)
    rule, hint = held(program, "outbox", "export", notice, "--eml", str(tmp_path / "mail"))
    assert rule == "came-back"
    assert f"takedown outbox walk {notice}" in hint


def test_what_is_not_signed_is_named_as_that(tmp_path, sink):
    program = sender(tmp_path, sink)
    file = program.root / "takedown.toml"
    file.write_text(file.read_text().replace("desk1@", "people@"))
    program.ok("generate")
    (notice,) = ids(program)
    assert held(program, "outbox", "export", notice, "--packets", str(tmp_path / "p"))[0] == "not-signed"


def test_when_nothing_is_exported_the_next_step_is_said(tmp_path, sink):
    program = sender(tmp_path, sink)
    mail = ("outbox", "export", "--eml", str(tmp_path / "mail"))
    program.ok(*mail)
    assert "1 notice exported before: takedown outbox list" in program.ok(*mail)
    program.ok("record", "submitted", *ids(program))
    assert "Next: takedown outbox list" in program.ok(*mail)


# Again, the same way


def test_the_same_files_can_be_had_again_and_another_way_cannot(tmp_path, sink):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    mail = ("outbox", "export", notice, "--eml", str(tmp_path / "mail"))
    program.ok(*mail)
    (file,) = (tmp_path / "mail").glob("*.eml")
    first = file.read_bytes()
    program.ok(*mail)
    file.unlink()
    program.ok(*mail)
    assert file.read_bytes() == first
    rule, hint = held(program, "outbox", "export", notice, "--packets", str(tmp_path / "packets"))
    assert rule == "exported"
    assert f"takedown outbox cancel {notice}" in hint
    assert dispatches(program) == ["exported"]
    exported = [one for one in program.json("status")["notices"][0]["evidence"] if one["what"] == "exported"]
    assert len(exported) == 1, "nothing new was given"


def test_a_packet_can_be_had_again_in_a_new_folder(tmp_path, sink):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    program.ok("outbox", "export", notice, "--packets", str(tmp_path / "one"))
    assert "is there already" in refused(
        program, "outbox", "export", notice, "--packets", str(tmp_path / "one")
    )
    program.ok("outbox", "export", notice, "--packets", str(tmp_path / "two"))
    one, two = (sorted(path.name for path in (tmp_path / name).rglob("*")) for name in ("one", "two"))
    assert one == two


# An export that fails gives nothing, and says nothing else


@pytest.mark.parametrize("way", ["--eml", "--packets"])
def test_a_folder_that_cannot_be_made_leaves_the_notice_signed(tmp_path, sink, way):
    program = sender(tmp_path, sink)
    (tmp_path / "file").write_text("no folder")
    result = program.run("outbox", "export", way, str(tmp_path / "file" / "below"))
    assert result.exit_code == 6
    assert dispatches(program) == ["signed"]
    program.ok("outbox", "export", way, str(tmp_path / "mail"))
    assert dispatches(program) == ["exported"]


@pytest.mark.parametrize("way", ["--eml", "--packets"])
def test_a_disk_that_fills_up_before_anything_is_there_leaves_the_notice_signed(
    tmp_path, sink, monkeypatch, way
):
    program = sender(tmp_path, sink, notices=2)

    def full(_):
        raise StorageError("mail: could not write it (No space left on device)", hint="free some space")

    with monkeypatch.context() as patched:
        patched.setattr("takedown.exporting.write_files", full)
        patched.setattr(exports, "write_files", full)
        assert program.run("outbox", "export", way, str(tmp_path / "mail")).exit_code == 6
    assert dispatches(program) == ["signed", "signed"]
    program.ok("outbox", "export", way, str(tmp_path / "mail"))
    assert dispatches(program) == ["exported", "exported"]


def test_what_was_written_before_a_failure_counts_as_exported(tmp_path, sink, monkeypatch):
    program = sender(tmp_path, sink, notices=2)

    def half(folders):
        ((place, files),) = folders.items()
        write_files({place: dict([max(files.items())])})
        raise StorageError("mail: could not sync it", hint="check the disk")

    monkeypatch.setattr("takedown.exporting.write_files", half)
    assert program.run("outbox", "export", "--eml", str(tmp_path / "mail")).exit_code == 6
    assert sorted(dispatches(program)) == ["exported", "signed"]


def drafting(tmp_path: Path, port: int) -> Program:
    """Somebody with a mailbox on this computer."""
    mail = {
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "user": "ana@example.com",
        "password": {"env": "TEST_PASSWORD"},
    }
    return mailing(tmp_path / "w", mail=mail)


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PASSWORD", "open sesame")


@pytest.mark.usefixtures("password")
def test_a_draft_that_the_mailbox_surely_did_not_take_leaves_the_notice_signed(tmp_path):
    with server(APPEND="{tag} NO [OVERQUOTA] full") as made:
        program = drafting(tmp_path, made.port)
        said = refused(program, "outbox", "export", "--drafts", code=3)
        assert "OVERQUOTA" in said
    assert any("APPEND" in line for line in made.heard)
    assert dispatches(program) == ["signed"]


@pytest.mark.usefixtures("password")
def test_a_draft_that_the_mailbox_may_have_taken_counts_as_exported_and_its_hint_works(tmp_path):
    with server(APPEND="") as made:
        program = drafting(tmp_path, made.port)
        said = refused(program, "outbox", "export", "--drafts", code=3)
    (notice,) = ids(program)
    assert dispatches(program) == ["exported"]
    assert f"takedown outbox export --drafts {notice}" in said

    (draft,) = (program.root / "notices").rglob("notice.eml")
    message_id = next(line for line in draft.read_bytes().split(b"\r\n") if line.startswith(b"Message-ID"))
    fetched = f"{message_id.decode()}\r\n\r\n"
    found = f"* 1 FETCH (UID 4 BODY[] {{{len(fetched)}}}\r\n{fetched})\r\n{{tag}} OK"
    assert MESSAGE.decode() not in found
    with server(UID_SEARCH="* SEARCH 4\r\n{tag} OK", UID_FETCH=found) as made:
        file = program.root / "takedown.toml"
        text = file.read_text()
        before = text[text.index("imap_port") :].split("\n")[0]
        file.write_text(text.replace(before, f"imap_port = {made.port}"))
        assert "(was there)" in program.ok("outbox", "export", "--drafts", notice)
    assert not any("APPEND" in line for line in made.heard)
    assert dispatches(program) == ["exported"]


# Emails are made for desks that read emails


def test_desks_without_an_address_are_left_out_of_emails_unless_they_are_named(tmp_path):
    program = Program(tmp_path / "w")
    program.root.mkdir()
    write_workspace(program.root, [track(1)], settings(request={"tell_platform": False}))
    program.run("generate")
    program.ok("sign", *ANA)
    (notice,) = ids(program)

    document = program.json("outbox", "export", "--eml", str(tmp_path / "mail"))
    (reasons,) = [one["reasons"] for one in document["held"] if one["notice"] == notice]
    assert [reason["rule"] for reason in reasons] == ["no-address"]
    assert f"takedown outbox walk {notice}" in reasons[0]["hint"]
    assert document["exported"] == []

    program.ok("outbox", "export", notice, "--eml", str(tmp_path / "mail"))
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


# A walk asks the brakes


def test_a_walk_is_refused_while_the_same_is_on_its_way(tmp_path, doubtful):
    (notice,) = ids(doubtful)
    assert f"outbox resolve {notice}" in refused(doubtful, "outbox", "walk", notice)


def test_a_walk_of_a_queued_notice_says_how_to_take_it_back(tmp_path, sink):
    program = sender(tmp_path, sink)
    program.ok(*LATER, code=4)
    (notice,) = ids(program)
    assert f"takedown outbox cancel {notice}" in refused(program, "outbox", "walk", notice)


def test_who_is_not_to_be_written_to_is_no_email_to_be_walked(tmp_path, sink):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    assert notice in program.ok("outbox", "walk", notice)
    (program.root / "do-not-contact.csv").write_text(
        "address,reason,date\n@label.example.org,asked us to stop,2026-03-01\n"
    )
    assert "asked us to stop" in refused(program, "outbox", "walk", notice)


FORM = "https://label.example.org/form"


def with_form(program: Program, email: str) -> None:
    """Somebody looked up a form of the desk, and its address."""
    file = program.root / "takedown.toml"
    plain = 'email = "desk1@label.example.org"'
    assert plain in file.read_text()
    file.write_text(file.read_text().replace(plain, f'email = "{email}", form = "{FORM}"'))
    program.ok("generate")


def test_who_wants_no_email_is_walked_to_by_form_and_that_is_said(tmp_path, sink):
    program = sender(tmp_path, sink)
    with_form(program, "people@label.example.org")
    program.ok("sign", *ANA)
    (notice,) = ids(program)
    (program.root / "do-not-contact.csv").write_text("address,reason\n@label.example.org,asked us to stop\n")
    result = program.run("outbox", "walk", notice)
    assert result.exit_code == 0, result.stderr
    assert FORM in result.stdout
    said = " ".join(result.stderr.split())
    assert "asked us to stop" in said
    assert f"Hand {notice} over on another way" in said


def test_what_was_signed_before_a_form_was_known_says_how_to_go_on_and_holds_no_other_up(tmp_path):
    program = Program(tmp_path / "w")
    program.root.mkdir()
    contact = {"small": {"name": "Example Label", "form": FORM, "source": "contract", "checked_on": CHECKED}}
    routes = [
        {"match": {"upc": track(1)["upc"]}, "via": "other", "contact": "small", "agreement": AGREEMENT},
        {"via": "distrokid"},
    ]
    more = {"contacts": contact, "request": {"tell_platform": False}}
    write_workspace(program.root, [track(1), track(2)], settings(*routes, **more))
    program.run("generate")
    program.ok("sign", *ANA)
    file = program.root / "takedown.toml"
    file.write_text(file.read_text().replace(FORM, f"{FORM}/new"))
    program.run("generate")

    changed = next(one for one in program.json("status")["notices"] if "small" in one["folder"])
    said = refused(program, "outbox", "walk", changed["id"], code=3)
    assert f"{changed['folder']}/steps.txt says" in said
    everything = program.run("outbox", "walk")
    assert everything.exit_code == 0, everything.stderr
    assert "DistroKid" in everything.stdout
    assert f"Not walked: {changed['folder']}" in everything.stderr
    program.ok("record", "submitted", changed["id"])


def test_a_platform_that_would_be_asked_for_what_was_called_back_is_not_walked(
    example: Callable[[str], Program],
):
    program = example("one-artist")
    file = program.root / "takedown.toml"
    file.write_text(file.read_text().replace("demo = true", "demo = false"))
    program.ok("generate")
    withdrawal, request = (program.notice(kind)["id"] for kind in ("withdrawal", "platform-request"))
    program.ok("sign", request, *ANA)  # early: so it keeps its words, whatever was recorded since
    program.ok("record", "submitted", withdrawal)
    program.ok("outbox", "walk", request)

    program.ok("retract", withdrawal)
    program.ok("record", "submitted", program.notice("retraction")["id"])

    assert "takedown generate" in refused(program, "outbox", "walk", request)
    everything = program.run("outbox", "walk")
    assert everything.exit_code == 0
    assert request not in everything.stdout


def test_every_rule_that_is_asked_here_is_one_of_the_brakes():
    assert set(BRAKES) >= outbox_walk.STOPS | exports.BY_HAND | {rule for rule, *_ in exports.WHY.values()}
    assert {"out", "in-doubt", "under-way", "asked-before", "copyright-agent"} <= outbox_walk.STOPS


def in_parts(program: Program, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the notice so that it goes as several emails, as one with many large files does."""
    limits = Limits(message=50_000, file=40_000, around=2_000)
    monkeypatch.setitem(draft_parts.__kwdefaults__, "limits", limits)
    for folder in (program.root / "notices", program.root / "ledger.db"):
        shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    program.run("generate")
    program.ok("sign", *ANA)
    (notice,) = ids(program)
    assert len(list((program.root / "notices").rglob("notice*.eml"))) > 1, "else this is no test of parts"
    return notice


def test_a_notice_of_which_a_part_went_by_email_is_not_walked_as_a_whole(tmp_path, monkeypatch):
    with Sink(tmp_path / "taken.jsonl", faults=[Fault(at="rcpt", do="5xx", skip=1, times=99)]) as made:
        program = sender(tmp_path, made)
        notice = in_parts(program, monkeypatch)
        number = len(program.json("send")["messages"])
        program.ok("send", "--confirm", str(number), code=4)
        assert len(made.taken()) == 1
    said = refused(program, "outbox", "walk", notice)
    assert "1 went out by email" in said
    assert "notice-2.eml in your mail program" in said
    assert f"takedown record submitted {notice}" in said
    program.ok("record", "submitted", notice)
    assert dispatches(program) == ["submitted"]


# The outbox says what is to be done, once


def test_only_the_latest_attempt_has_a_next_step(tmp_path):
    with Sink(tmp_path / "taken.jsonl", faults=[Fault(at="rcpt", do="5xx")]) as made:
        program = sender(tmp_path, made)
        program.ok("send", "--confirm", "1", code=4)
        (notice,) = ids(program)
        walk = f"takedown outbox walk {notice}"
        assert "Correct the address" in program.ok("outbox", "list")
        file = program.root / "takedown.toml"
        file.write_text(file.read_text().replace("desk1@", "people@"))
        program.ok("generate")
        assert "Correct the address" not in program.ok("outbox", "list"), "it was corrected"
        program.ok("sign", *ANA)
        program.ok("send", "--confirm", "1")
    listed = program.ok("outbox", "list")
    assert f"{notice}.1" in listed
    assert f"{notice}.2" in listed
    assert "Correct the address" not in listed
    assert walk not in listed


def test_doubt_about_what_was_recorded_since_is_no_task_any_more(doubtful):
    (notice,) = ids(doubtful)
    assert "outbox resolve" in doubtful.ok("outbox", "list")
    doubtful.ok("record", "submitted", notice)
    listed = " ".join(doubtful.ok("outbox", "list").split())
    assert "Was in doubt; that it went out was recorded since (1)" in listed
    assert "resolve" not in listed


def waiting_test(program: Program, notice: str) -> None:
    """Leave a test in the queue, as a run does that dies before it offers it."""
    with Ledger.open(
        program.root / "ledger.db", clock=lambda: program.now, entropy=lambda count: b"x" * count
    ) as ledger:
        (state,) = audit_entries(ledger.entries(), ledger.document, today=program.now.date()).notices
        (frozen,) = freeze(notice, drafts_of(state, ledger), attempt=1, at=program.now)
        assert ledger.queue([queued(to_self(frozen, number=1), not_before="")])


def test_a_test_in_doubt_is_listed_and_taken_back(tmp_path):
    with Sink(tmp_path / "taken.jsonl", faults=[Fault(at="accepted", do="drop")]) as made:
        program = sender(tmp_path, made)
        program.ok("send", "--to-self", "--confirm", "1", code=4)
        (notice,) = ids(program)
        listed = " ".join(program.ok("outbox", "list").split())
        assert "Tests to yourself that are not done (1)" in listed
        assert f"takedown outbox cancel {notice}" in listed
        assert [one["stage"] for one in program.json("outbox", "list")["tests"]] == ["in-doubt"]
        program.ok("outbox", "cancel", notice)
        assert program.json("outbox", "list")["tests"] == []
        assert "Tests to yourself" not in program.ok("outbox", "list")
        program.ok("send", "--confirm", "1")
    assert dispatches(program) == ["submitted"]


def test_a_test_that_waits_is_listed_and_taken_back(tmp_path, sink):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    waiting_test(program, notice)
    assert [one["stage"] for one in program.json("outbox", "list")["tests"]] == ["queued"]
    assert "1 test to yourself" in program.ok("outbox", "cancel", notice)
    assert program.json("outbox", "list")["tests"] == []
    assert dispatches(program) == ["signed"]
    assert "nothing of it waits" in refused(program, "outbox", "cancel", notice)


# What is recorded at the end of a walk


def walking(program: Program, notice: str) -> Walking:
    """A walk of a person who is at its last station."""
    around = Surroundings(now=lambda: program.now, entropy=lambda count: b"x" * count)
    session = Session(root=program.root, around=around)
    return Walking(session=session, walk=walk_of_signed(session, notice), clipboard=False)


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str | Callable[[], object]) -> list[Any]:
    """Type these lines, one for each question; what is no text is done before the next line. What is left to type."""
    left = list(lines)

    def answer() -> str:
        while callable(line := left.pop(0)):
            line()
        return line

    monkeypatch.setattr("builtins.input", answer)
    return left


def test_a_full_disk_ends_a_walk_with_the_command_that_records_the_same(tmp_path, sink, monkeypatch, capsys):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)

    def full(*_):
        raise StorageError("ledger.db: the disk is full", hint="free some space")

    walk = walking(program, notice)
    left = typing(monkeypatch, "", "y", "", "T-1", "", "")
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append_all", full)
        with pytest.raises(StorageError):
            walk.lead(first=99)
    assert left == []
    said = " ".join(capsys.readouterr().err.split())
    command = f"record submitted {notice} --channel email --on 2026-11-22 --ticket T-1"
    assert command in said
    program.ok(*command.split())
    assert dispatches(program) == ["submitted"]


def test_what_was_queued_during_a_walk_is_said_and_the_walk_can_be_stopped(
    tmp_path, sink, monkeypatch, capsys
):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    walk = walking(program, notice)
    typing(monkeypatch, "", lambda: program.ok(*LATER, code=4), "y", "", "", "", "", "q")
    with pytest.raises(Stopped):
        walk.lead(first=99)
    said = " ".join(capsys.readouterr().err.split())
    assert f"takedown outbox cancel {notice}" in said
    assert "nothing is recorded yet" in said
    assert dispatches(program) == ["queued"]


def test_what_was_mended_during_a_walk_is_seen(tmp_path, sink, monkeypatch):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    walk = walking(program, notice)
    queue, cancel = (lambda: program.ok(*LATER, code=4)), (lambda: program.ok("outbox", "cancel", notice))
    typing(monkeypatch, "", queue, "y", "", "", "", "", cancel, "", "", "", "")
    assert walk.lead(first=99) is True
    assert dispatches(program) == ["submitted"]


def test_a_walk_of_what_did_not_go_out_says_both_ways_on(tmp_path, sink, monkeypatch, capsys):
    program = sender(tmp_path, sink)
    (notice,) = ids(program)
    walk = walking(program, notice)
    typing(monkeypatch, "", "n")
    assert walk.lead(first=99) is False
    said = capsys.readouterr().err
    assert f"record submitted {notice}" in said
    assert f"outbox walk {notice}" in said
