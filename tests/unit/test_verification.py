"""Whether a workspace is as it was recorded: real files, a real ledger."""

import errno
import os
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.audit_samples import TODAY, prepared, signed, superseded

from takedown.events import GENESIS, Event, What
from takedown.ledger import Ledger
from takedown.ledger.checking import Erasure
from takedown.verification import verify_workspace
from takedown.workspace import Workspace

A, B = "AAAAAAAAAA", "BBBBBBBBBB"


def write(workspace, *events):
    """Record events and write their files, as `generate` and `sign` do."""
    with Ledger.open(
        workspace.ledger_file, clock=lambda: datetime(2026, 11, 22, tzinfo=UTC), entropy=os.urandom
    ) as ledger:
        ledger.append_all(events)
    for event in events:
        if "files" in event.data:
            workspace.write_folder(
                event.data["folder"], {name: event.documents[name] for name in event.data["files"]}
            )


def verify(workspace, **more):
    with Ledger.read(workspace.ledger_file) as ledger:
        return verify_workspace(workspace, ledger, today=TODAY, **more)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path)
    write(made, prepared(A), prepared(B, desk="distrokid"))
    return made


def folder(workspace, notice=A, desk="tunecore"):
    return workspace.notices / "CASEAAAAAA" / f"withdrawal-{desk}-{notice}"


def said(workspace):
    return {problem.where: problem.what for problem in verify(workspace).problems}


def test_an_untouched_workspace_is_as_recorded(workspace):
    found = verify(workspace)

    assert (found.ok, found.entries, found.problems) == (True, 2, ())
    assert len(found.head) == 64


def test_an_empty_folder_is_as_recorded(tmp_path):
    assert verify(Workspace(tmp_path)).ok


def test_files_that_no_ledger_vouches_for_are_counted_and_not_named_one_by_one(workspace):
    workspace.ledger_file.unlink()
    (workspace.notices / ".DS_Store").touch()
    (workspace.notices / "link").symlink_to(workspace.root)

    assert said(workspace) == {
        "ledger.db": "ledger.db is missing: 5 files under notices/ are not known; restore it from your backup"
    }


def test_one_file_is_one_file(tmp_path):
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "notice.pdf").touch()

    assert "1 file under notices/ is not known" in said(Workspace(tmp_path))["ledger.db"]


def test_a_missing_file_is_named_with_the_command_that_restores_it(workspace):
    (folder(workspace) / "notice.txt").unlink()

    name = f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/notice.txt"
    assert said(workspace) == {name: "is missing; `takedown generate` restores it"}


@pytest.mark.parametrize("position", [0, 5, -1])
def test_a_changed_byte_of_a_file_is_found(workspace, position):
    path = folder(workspace) / "notice.txt"
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)

    assert (
        "was changed since it was recorded; move it away"
        in said(workspace)[path.relative_to(workspace.root).as_posix()]
    )
    assert not verify(workspace).ok


def test_files_and_folders_that_nothing_knows_are_named_once_each(workspace):
    (workspace.notices / "note.txt").write_text("")
    (workspace.notices / "CASEAAAAAA" / "draft").mkdir()
    (workspace.notices / "CASEAAAAAA" / "draft" / "inner.txt").write_text("")
    (workspace.notices / "CASEBBBBBB").mkdir()
    (folder(workspace) / "scan.pdf").write_text("")
    (folder(workspace) / ".notice.txt.x.part").write_text("")

    found = said(workspace)

    assert set(found) == {
        "notices/note.txt",
        "notices/CASEAAAAAA/draft",
        "notices/CASEBBBBBB",
        f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/scan.pdf",
        f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/.notice.txt.x.part",
    }
    assert "unknown folder" in found["notices/CASEAAAAAA/draft"]
    assert "interrupted run" in found[f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/.notice.txt.x.part"]


def test_what_operating_systems_leave_behind_is_no_problem(workspace):
    for place in (workspace.notices, folder(workspace), folder(workspace).parent):
        for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
            (place / name).write_text("")

    assert verify(workspace).ok


def test_a_link_in_place_of_a_folder_is_named_and_not_followed(workspace, tmp_path):
    folder(workspace).rename(tmp_path / "elsewhere")
    folder(workspace).symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    (what,) = said(workspace).values()
    assert "is a link" in what


def test_the_files_of_the_latest_document_count(workspace):
    write(workspace, signed(A, note="changed"))
    assert verify(workspace).ok

    before = prepared(A).documents["notice.json"]
    (folder(workspace) / "notice.json").write_bytes(before)
    assert list(said(workspace)) == [f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/notice.json"]


def test_a_superseded_notice_may_lose_its_folder_but_not_change(workspace):
    write(workspace, superseded(A))
    assert verify(workspace).ok

    (folder(workspace) / "notice.txt").write_text("changed")
    assert not verify(workspace).ok

    for file in folder(workspace).iterdir():
        file.unlink()
    folder(workspace).rmdir()
    assert verify(workspace).ok


def test_a_superseded_notice_is_looked_for_where_it_was_moved(workspace):
    old = folder(workspace).relative_to(workspace.root).as_posix()
    new = old.replace("/withdrawal", "/superseded/withdrawal")
    write(workspace, Event(what=What.SUPERSEDED, notice=A, data={"folder": new}))
    workspace.move_folder(old, new)
    assert verify(workspace).ok

    (workspace.root / new / "notice.txt").write_text("changed")
    assert list(said(workspace)) == [f"{new}/notice.txt"]


def test_files_whose_documents_were_erased_need_not_be_there(workspace):
    with Ledger.read(workspace.ledger_file) as ledger:
        digests = sorted(set(next(iter(ledger.entries())).documents.values()))
    write(workspace, Event(what=What.ERASED, notice=A, data={"documents": digests}))
    raw = sqlite3.connect(workspace.ledger_file)
    raw.executemany("DELETE FROM documents WHERE digest = ?", [(digest,) for digest in digests])
    raw.commit()
    raw.close()
    for file in folder(workspace).iterdir():
        file.unlink()

    found = verify(workspace)

    assert list(said(workspace)) == ["ledger, entry 3"]
    assert found.erased == (Erasure(entry=3, documents=len(digests)),)


def test_a_forged_erasure_behind_a_noted_head_is_told(workspace):
    noted = verify(workspace).head
    with Ledger.read(workspace.ledger_file) as ledger:
        digests = sorted({digest for entry in ledger.entries() for digest in entry.documents.values()})
    write(workspace, Event(what=What.ERASED, notice=A, data={"documents": digests}))
    raw = sqlite3.connect(workspace.ledger_file)
    raw.execute("DELETE FROM documents")
    raw.commit()
    raw.close()
    shutil.rmtree(workspace.notices)

    found = verify(workspace, expected_head=noted)

    assert not found.ok
    assert found.following == 1
    assert (
        f"{len(digests)} documents were erased in entry 3: this version of the program never does that"
        in (found.problems[0].what)
    )


def test_the_entries_after_a_noted_head_are_counted(workspace):
    noted = verify(workspace).head
    assert verify(workspace).following is None
    assert verify(workspace, expected_head=noted).following == 0
    assert verify(workspace, expected_head=GENESIS).following == 2

    write(workspace, superseded(A))

    assert verify(workspace, expected_head=noted).following == 1
    assert verify(workspace, expected_head="f" * 64).following is None


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", ".directory"])
def test_a_folder_or_link_under_the_name_of_clutter_is_no_clutter(workspace, name):
    for place in (workspace.notices, folder(workspace)):
        (place / name).mkdir()
        (place / name / "forged.pdf").write_text("")
    (folder(workspace).parent / name).symlink_to(workspace.root)

    assert set(said(workspace)) == {
        f"notices/{name}",
        f"notices/CASEAAAAAA/{name}",
        f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/{name}",
    }


def test_a_superseded_folder_that_is_a_dangling_link_is_named(workspace):
    write(workspace, superseded(A))
    shutil.rmtree(folder(workspace))
    folder(workspace).symlink_to(workspace.root / "nowhere")

    assert "is a link" in said(workspace)[f"notices/CASEAAAAAA/withdrawal-tunecore-{A}"]


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_stands_in_place_of_the_folder_notices_is_named(tmp_path, kind):
    if kind == "link":
        (tmp_path / "notices").symlink_to(tmp_path)
    else:
        (tmp_path / "notices").write_text("")
    Ledger.open(tmp_path / "ledger.db", clock=lambda: datetime.now(UTC), entropy=os.urandom).close()

    assert "where a folder should be" in said(Workspace(tmp_path))["notices"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize(("mode", "what"), [(0o604, "others can read it"), (0o620, "others can write to it")])
def test_what_others_can_read_or_write_is_named_with_the_command_that_mends_it(workspace, mode, what):
    (folder(workspace) / "notice.txt").chmod(mode)
    workspace.ledger_file.chmod(mode)
    folder(workspace).chmod(mode | 0o110)
    folder(workspace, B, "distrokid").chmod(0o700)
    workspace.notices.chmod(0o755)

    name = f"notices/CASEAAAAAA/withdrawal-tunecore-{A}"
    found = said(workspace)

    assert set(found) == {name, f"{name}/notice.txt", "ledger.db", "notices"}
    assert found["ledger.db"] == found[f"{name}/notice.txt"] == f"{what}: chmod 600"
    assert found["notices"] == "others can read it: chmod 700"


def test_a_pipe_in_place_of_a_file_was_changed_and_is_not_waited_for(workspace):
    path = folder(workspace) / "notice.txt"
    path.unlink()
    os.mkfifo(path, 0o600)

    assert "was changed" in said(workspace)[path.relative_to(workspace.root).as_posix()]


@pytest.mark.parametrize("event", [What.PREPARED, What.SUPERSEDED])
def test_a_folder_that_no_disk_can_hold_is_a_problem_and_the_rest_is_still_compared(workspace, event):
    name = "notices/" + "x" * 300
    made = prepared("CCCCCCCCCC")
    with Ledger.open(
        workspace.ledger_file, clock=lambda: datetime(2026, 11, 22, tzinfo=UTC), entropy=os.urandom
    ) as ledger:
        ledger.append(replace(made, data=made.data | {"folder": name}))
        if event is What.SUPERSEDED:
            ledger.append(Event(what=event, notice="CCCCCCCCCC", data={"folder": name}))
    (folder(workspace) / "notice.txt").unlink()

    found = said(workspace)

    assert f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/notice.txt" in found
    assert (name in found) is (event is What.PREPARED)


def test_a_folder_that_cannot_be_looked_into_is_a_problem(workspace, monkeypatch):
    real = os.lstat

    def refused(path, **more):
        if Path(path).name == "CASEAAAAAA":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, **more)

    monkeypatch.setattr(os, "lstat", refused)  # the tests may run as somebody who may read everything
    monkeypatch.setattr(Path, "lstat", refused)

    assert {"Permission denied" in what for what in said(workspace).values()} == {True}


def test_a_damaged_ledger_is_a_problem_and_the_files_are_still_compared(workspace):
    raw = sqlite3.connect(workspace.ledger_file)
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for trigger, _ in triggers:
        raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute("UPDATE documents SET content = x'00'")
    raw.execute("UPDATE entries SET body = replace(body, 'distrokid', 'somebody') WHERE seq = 2")
    for _, sql in triggers:
        raw.execute(sql)
    raw.commit()
    raw.close()
    (folder(workspace) / "notice.txt").unlink()

    found = said(workspace)

    assert "was changed" in found["ledger, entry 2"]
    assert "is missing" in found[f"notices/CASEAAAAAA/withdrawal-tunecore-{A}/notice.txt"]


def test_a_cut_tail_is_found_by_a_head_that_was_noted(workspace):
    assert verify(workspace, expected_head=verify(workspace).head).ok
    assert not verify(workspace, expected_head="f" * 64).ok


def test_entries_about_a_notice_that_was_never_prepared_are_named(workspace):
    write(workspace, Event(what=What.SUBMITTED, notice="ZZZZZZZZZZ", data={"on": "2026-11-23"}))

    assert "none says what was prepared" in said(workspace)["ledger"]
