"""The ledger on real files: what it keeps, who may write, and what it finds when something was changed."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takedown.errors import StorageError, VerificationError
from takedown.events import GENESIS, Event, What, document_digest
from takedown.ledger import Ledger
from takedown.ledger.checking import Problem
from takedown.ledger.opening import APPLICATION_ID

NOW = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def opened(path, *, entropy=os.urandom, clock=lambda: NOW, patience=30.0):
    return Ledger.open(path, clock=clock, entropy=entropy, patience=patience)


def length(ledger):
    return len(list(ledger.entries()))


def event(number=1, **documents):
    return Event(
        what=What.PREPARED, notice=f"N{number}", documents=documents, data={"kind": "withdrawal", "n": number}
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with opened(path) as ledger:
        for number in range(1, 6):
            ledger.append(event(number, letter=f"Dear desk {number}".encode(), ticket=b"4711"))
    return path


def problems_of(path, **more) -> tuple[Problem, ...]:
    try:
        with Ledger.read(path) as ledger:
            return ledger.problems(**more)
    except VerificationError as error:  # damage that shows before anything can be read
        return (Problem(where=str(path), what=str(error)),)


def edited(filled, tmp_path, *statements):
    """Copy a ledger and change it as somebody clever would: the triggers go first, and come back."""
    path = tmp_path / "edited.db"
    shutil.copy(filled, path)
    raw = sqlite3.connect(path)
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for trigger, _ in triggers:
        raw.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        raw.execute(*statement) if isinstance(statement, tuple) else raw.execute(statement)
    tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for trigger, sql in triggers:
        if trigger.partition("_never_")[0] in tables:
            raw.execute(sql)
    raw.commit()
    raw.close()
    return path


# Keeping


def test_entries_count_from_one_and_each_holds_the_hash_of_the_one_before(path):
    with opened(path) as ledger:
        first, second = ledger.append_all([event(1), event(2)])

        assert (first.seq, second.seq) == (1, 2)
        assert (first.prev, second.prev) == (GENESIS, first.hash)
        assert (ledger.head, length(ledger)) == (second.hash, 2)
        assert list(ledger.entries()) == [first, second]


def test_an_entry_is_dated_in_utc_to_the_second_also_when_the_clock_goes_back(path):
    from datetime import timedelta, timezone

    times = iter(
        [datetime(2026, 11, 22, 10, 0, 0, 999, timezone(timedelta(hours=1))), NOW - timedelta(days=1)]
    )
    with opened(path, clock=lambda: next(times)) as ledger:
        written = ledger.append_all([event(1), event(2)])

        assert [entry.at for entry in written] == ["2026-11-22T09:00:00Z", "2026-11-21T09:00:00Z"]
        assert ledger.problems() == ()


def test_a_document_comes_back_byte_for_byte_under_its_salted_digest(path):
    with opened(path, entropy=lambda size: b"s" * size) as ledger:
        entry = ledger.append(event(letter=b"\x00\xff letter"))

        assert entry.documents == {"letter": document_digest(b"s" * 16, b"\x00\xff letter")}
        assert ledger.document(entry.documents["letter"]) == b"\x00\xff letter"
        assert ledger.document("0" * 64) is None


def test_the_same_content_is_stored_once_in_an_event_and_again_in_the_next(path):
    with opened(path) as ledger:
        first, second = ledger.append(event(a=b"x", b=b"x")), ledger.append(event(a=b"x"))

    assert first.documents["a"] == first.documents["b"] != second.documents["a"]


def test_an_empty_document_is_a_document(path):
    with opened(path) as ledger:
        entry = ledger.append(event(note=b""))

        assert ledger.document(entry.documents["note"]) == b""
        assert ledger.problems() == ()


def test_a_missing_ledger_reads_as_empty_and_is_not_made(path):
    with Ledger.read(path) as ledger:
        assert (list(ledger.entries()), ledger.head, length(ledger)) == ([], GENESIS, 0)
        assert ledger.problems() == ()
        assert ledger.document("0" * 64) is None
    assert not path.exists()


def test_a_ledger_that_a_crash_left_empty_is_begun_again(path):
    path.touch()

    assert length(Ledger.read(path)) == 0
    with opened(path) as ledger:
        assert ledger.append(event()).seq == 1


def test_a_ledger_that_a_crash_left_without_tables_is_begun_again(path):
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    assert path.stat().st_size

    with Ledger.read(path) as ledger:
        assert (length(ledger), ledger.problems()) == (0, ())
    with opened(path) as ledger:
        assert ledger.append(event()).seq == 1


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o277])
def test_the_ledger_and_its_side_files_are_private_whatever_the_umask(path, umask):
    before = os.umask(umask)
    try:
        with opened(path) as ledger:
            ledger.append(event())
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert modes == {"ledger.db": 0o600, "ledger.db-wal": 0o600, "ledger.db-shm": 0o600}


def test_reading_leaves_no_files_and_changes_no_byte(filled):
    before = filled.read_bytes()
    with Ledger.read(filled) as ledger:
        assert len(list(ledger.entries())) == 5

    assert [file.name for file in filled.parent.iterdir()] == ["ledger.db"]
    assert filled.read_bytes() == before


def test_a_ledger_opened_for_reading_takes_no_entry(filled):
    with Ledger.read(filled) as ledger, pytest.raises(StorageError, match="opened for reading only"):
        ledger.append(event())


def test_a_path_with_spaces_and_marks_is_a_path(tmp_path):
    path = tmp_path / "a b?#%41.db"
    with opened(path) as ledger:
        ledger.append(event())

    assert path.exists()
    assert length(Ledger.read(path)) == 1


def test_the_connection_syncs_fully_and_trusts_no_schema(path):
    with opened(path) as ledger:
        for pragma, expected in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
        ):
            assert ledger._connection.execute(f"PRAGMA {pragma}").fetchone()[0] == expected, pragma


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entries SET body = '{}'", "DELETE FROM entries", "UPDATE documents SET content = x'00'"],
)
def test_the_database_itself_refuses_to_change_what_was_recorded(filled, tmp_path, statement):
    copy = tmp_path / "copy.db"
    shutil.copy(filled, copy)
    raw = sqlite3.connect(copy)

    with pytest.raises(sqlite3.IntegrityError, match="are never"):
        raw.execute(statement)
    raw.close()


# Finding changes


def test_an_untouched_ledger_has_no_problem(filled):
    assert problems_of(filled) == ()


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_of_any_entry_document_or_salt_is_found(filled, tmp_path, data):
    table, column, key = data.draw(
        st.sampled_from(
            [
                ("entries", "body", "seq"),
                ("entries", "hash", "seq"),
                ("documents", "content", "digest"),
                ("documents", "salt", "digest"),
                ("documents", "digest", "digest"),
            ]
        )
    )
    raw = sqlite3.connect(filled)
    rows = raw.execute(f"SELECT {key}, CAST({column} AS BLOB) FROM {table}").fetchall()
    raw.close()
    row, value = data.draw(st.sampled_from(rows))
    position, flip = data.draw(st.integers(0, len(value) - 1)), data.draw(st.integers(1, 255))
    changed = value[:position] + bytes([value[position] ^ flip]) + value[position + 1 :]
    text = column in ("body", "hash", "digest")
    new = f"CAST(? AS {'TEXT' if text else 'BLOB'})"

    path = edited(filled, tmp_path, (f"UPDATE {table} SET {column} = {new} WHERE {key} = ?", (changed, row)))

    assert problems_of(path) != ()
    path.unlink()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["DELETE FROM entries WHERE seq = 3"], "entry 3 is missing before it"),
        (["DELETE FROM entries WHERE seq IN (2, 3)"], "entries 2 to 3 are missing before it"),
        (["DELETE FROM entries WHERE seq = 1"], "entry 1 is missing before it"),
        (
            [
                "UPDATE entries SET seq = 99 WHERE seq = 2",
                "UPDATE entries SET seq = 2 WHERE seq = 3",
                "UPDATE entries SET seq = 3 WHERE seq = 99",
            ],
            "entries were moved",
        ),
        (
            ["DELETE FROM entries WHERE seq = 2", "UPDATE entries SET seq = seq - 1 WHERE seq > 2"],
            "entries were moved",
        ),
        (
            ["INSERT INTO entries SELECT 6, body, 'x' || substr(hash, 2) FROM entries WHERE seq = 5"],
            "was changed",
        ),
        (["INSERT INTO entries VALUES (0, '{}', 'x')"], "a number that no entry can have"),
        (["UPDATE entries SET body = '[' || body WHERE seq = 2"], "was changed"),
        (["DELETE FROM documents WHERE rowid = 1"], "the stored document is missing"),
        (["INSERT INTO documents VALUES ('ff', x'00', x'00')"], "no entry knows this document"),
        (["UPDATE documents SET salt = NULL WHERE rowid = 1"], "the stored document was changed"),
        (["UPDATE documents SET content = NULL WHERE rowid = 1"], "the stored document was changed"),
        (["DROP TABLE documents"], "its table 'documents' is missing"),
        (["ALTER TABLE entries RENAME COLUMN body TO text"], "its table 'entries' is changed"),
    ],
)
def test_deleting_moving_and_inserting_is_found(filled, tmp_path, statements, said):
    found = problems_of(edited(filled, tmp_path, *statements))

    assert any(said in problem.what for problem in found), found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"b":1, "a":2}', "not in canonical form"),
        ('{"a":1}', "lacks fields"),
        ("[1]", "lacks fields"),
        ("not JSON", "not readable JSON"),
        ("[" * 100_000, "not readable JSON"),
        ('"\\ud800"', "not readable JSON"),
        (
            '{"at":"","data":{},"documents":{},"notice":"","prev":"","seq":true,"what":"gone"}',
            "wrong type: seq",
        ),
        (
            '{"at":"","data":{},"documents":{"a":1},"notice":"","prev":"","seq":2,"what":"gone"}',
            "wrong type: documents",
        ),
        ('{"at":"","data":{},"documents":{},"notice":"","prev":"","seq":2,"what":"sold"}', "does not know"),
        ('{"at":"","data":{},"documents":{},"notice":"","prev":"","seq":2,"what":"gone"}', "does not follow"),
    ],
)
def test_an_entry_with_a_hash_made_to_fit_is_still_found(filled, tmp_path, body, said):
    import hashlib

    digest = hashlib.sha256(body.encode()).hexdigest()
    path = edited(filled, tmp_path, ("UPDATE entries SET body = ?, hash = ? WHERE seq = 2", (body, digest)))

    assert any(said in problem.what for problem in problems_of(path)), problems_of(path)


def test_a_cut_tail_is_found_where_the_head_was_noted(filled, tmp_path):
    with Ledger.read(filled) as ledger:
        head, earlier = ledger.head, list(ledger.entries())[2].hash
    documents = "DELETE FROM documents WHERE rowid > 8"
    cut = edited(filled, tmp_path, "DELETE FROM entries WHERE seq = 5", documents)

    assert problems_of(cut) == ()
    assert "cut off" in problems_of(cut, expected_head=head)[0].what
    assert problems_of(cut, expected_head=earlier) == ()
    assert problems_of(filled, expected_head=head) == ()
    assert problems_of(filled, expected_head=GENESIS) == ()
    assert problems_of(tmp_path / "none.db", expected_head=head) != ()


def test_an_erasure_is_a_problem_by_itself_and_an_erased_document_that_is_still_there_another(path):
    with opened(path) as ledger:
        entry = ledger.append(event(letter=b"Dear desk", note=b"home address"))
        digest = entry.documents["note"]
        ledger.append(Event(what=What.ERASED, notice="N1", data={"documents": [digest]}))
        erased = (
            "1 document was erased in entry 2: this version of the program never does that; "
            "restore the ledger from a backup"
        )
        assert [problem.what for problem in ledger.problems()] == [
            erased,
            "is recorded as erased and is still there; erase it again",
        ]
        ledger._connection.execute("DELETE FROM documents WHERE digest = ?", (digest,))

        assert [problem.what for problem in ledger.problems()] == [erased]
        assert ledger.document(digest) is None


def test_an_erasure_that_names_nothing_is_a_problem_too(path):
    with opened(path) as ledger:
        ledger.append(Event(what=What.ERASED, notice="N1", data={"documents": "all"}))

        assert "0 documents were erased in entry 1" in ledger.problems()[0].what


def test_nothing_is_done_on_the_word_of_a_changed_ledger(filled, tmp_path):
    path = edited(filled, tmp_path, "UPDATE entries SET body = replace(body, 'N2', 'N9') WHERE seq = 2")

    with Ledger.read(path) as ledger:
        with pytest.raises(VerificationError, match="entry 2") as caught:
            list(ledger.entries())
        assert [entry.seq for entry in ledger.readable_entries()] == [1, 3, 4, 5]
    assert "takedown verify" in caught.value.hint


def test_a_changed_document_is_never_handed_out(filled, tmp_path):
    path = edited(filled, tmp_path, "UPDATE documents SET content = x'00'")

    with Ledger.read(path) as ledger, pytest.raises(VerificationError, match="was changed"):
        ledger.document(next(iter(ledger.entries())).documents["letter"])


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rot_anywhere_in_the_file_never_ends_in_a_traceback_nor_changes_what_is_said(
    filled, tmp_path, place, flip
):
    content = bytearray(filled.read_bytes())
    content[int(place * len(content))] ^= flip
    path = tmp_path / "rotten.db"
    path.write_bytes(content)
    with Ledger.read(filled) as ledger:
        sound = list(ledger.entries())

    try:
        found = problems_of(path)
        with Ledger.read(path) as ledger:
            told = list(ledger.entries())
    except (VerificationError, StorageError):
        return
    finally:
        for file in tmp_path.glob("rotten.db*"):
            file.unlink()
    assert found or told == sound


# Refusing


SWALLOW = "CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END"
OVERWRITE = (
    "CREATE TRIGGER quiet AFTER INSERT ON documents"
    " BEGIN INSERT OR REPLACE INTO documents VALUES (new.digest, new.salt, x'00'); END"
)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (SWALLOW.format(name="quiet", table="entries"), "trigger 'quiet' is unknown"),
        (SWALLOW.format(name="quiet", table="documents"), "trigger 'quiet' is unknown"),
        (SWALLOW.format(name='"\x1b[2Jx"', table="entries"), r"trigger '\x1b[2Jx' is unknown"),
        ("CREATE VIEW all_of_it AS SELECT * FROM entries", "view 'all_of_it' is unknown"),
        ("CREATE INDEX by_hash ON entries (hash)", "index 'by_hash' is unknown"),
        ("CREATE TABLE notes (text)", "table 'notes' is unknown"),
        ("DROP TRIGGER entries_never_delete", "trigger 'entries_never_delete' is missing"),
    ],
)
def test_whatever_somebody_added_to_the_database_or_took_away_is_named(filled, tmp_path, statement, named):
    path = tmp_path / "ledger.db"
    shutil.copy(filled, path)
    raw = sqlite3.connect(path)
    raw.execute(statement)
    raw.close()

    for way in (opened, Ledger.read):
        with pytest.raises(VerificationError) as caught:
            way(path)
        assert named in caught.value.message
        assert "backup" in caught.value.hint


def test_a_guard_that_was_weakened_under_its_own_name_is_named(filled, tmp_path):
    path = tmp_path / "ledger.db"
    shutil.copy(filled, path)
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER entries_never_delete")
    raw.execute("CREATE TRIGGER entries_never_delete BEFORE DELETE ON entries BEGIN SELECT 1; END")
    raw.close()

    with pytest.raises(VerificationError, match="trigger 'entries_never_delete' is changed"):
        opened(path)


@pytest.mark.parametrize(
    "trigger",
    [
        SWALLOW.format(name="quiet", table="entries"),
        SWALLOW.format(name="quiet", table="documents"),
        "CREATE TRIGGER quiet AFTER INSERT ON entries BEGIN DELETE FROM entries WHERE seq = new.seq; END",
        OVERWRITE,
    ],
)
def test_an_entry_that_the_database_swallows_while_it_is_open_is_not_said_to_be_recorded(path, trigger):
    with opened(path) as ledger:
        ledger.append(event(1, letter=b"x"))
        raw = sqlite3.connect(path)
        raw.execute("DROP TRIGGER entries_never_delete")
        raw.execute(trigger)
        raw.close()

        with pytest.raises(VerificationError, match=r"nothing was recorded|document .* was changed"):
            ledger.append(event(2, letter=b"y"))
        assert length(ledger) == 1


@pytest.mark.parametrize("there", [True, False])
def test_a_ledger_that_is_a_link_is_refused_and_nothing_is_written_behind_it(filled, tmp_path, there):
    target, path = tmp_path / "elsewhere.db", tmp_path / "ledger.db"
    if there:
        shutil.copy(filled, target)
    path.symlink_to(target)

    for way in (opened, Ledger.read):
        with pytest.raises(StorageError, match=r"ledger\.db: the ledger is a link") as caught:
            way(path)
        assert caught.value.hint
    assert target.exists() is there


def test_a_pipe_in_place_of_the_ledger_is_refused_and_not_waited_for(path):
    os.mkfifo(path)

    for way in (opened, Ledger.read):
        with pytest.raises(StorageError, match="it is no file"):
            way(path)


def test_a_ledger_that_no_disk_can_hold_is_an_error_with_a_next_step(tmp_path):
    for way in (opened, Ledger.read):
        with pytest.raises(StorageError, match="could not be opened") as caught:
            way(tmp_path / ("x" * 300))
        assert caught.value.hint


def test_a_ledger_that_others_could_read_is_private_once_it_was_written_to(filled, tmp_path):
    path = tmp_path / "ledger.db"
    shutil.copy(filled, path)
    path.chmod(0o644)

    with opened(path):
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("ledger.db*")} == {0o600}


def test_a_file_that_is_no_database_is_damage(path):
    path.write_text("artist,release\n" * 100)

    for way in (opened, Ledger.read):
        with pytest.raises(VerificationError, match=r"ledger\.db: the ledger is damaged"):
            way(path)


@pytest.mark.parametrize("position", [0, 47, 100, 16_388])  # the last in the second page
def test_a_damaged_header_is_damage_not_a_bug_of_ours(filled, tmp_path, position):
    content = bytearray(filled.read_bytes())
    content[position] = 0xFF
    path = tmp_path / "ledger.db"
    path.write_bytes(content)

    assert problems_of(path) != ()


def test_a_database_of_somebody_else_is_refused_and_left_alone(path):
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE songs (title)")
    raw.close()
    before = path.read_bytes()

    for way in (opened, Ledger.read):
        with pytest.raises(VerificationError, match="not a ledger of this program"):
            way(path)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused_naming_both_versions(path):
    opened(path).close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    raw.execute("PRAGMA user_version = 2")
    raw.close()

    for way in (opened, Ledger.read):
        with pytest.raises(StorageError, match="version 2; this program knows versions up to 1") as caught:
            way(path)
    assert "update" in caught.value.hint


def test_a_folder_in_place_of_the_ledger_is_an_error_with_a_next_step(path):
    path.mkdir()

    with pytest.raises(StorageError, match="could not be opened") as caught:
        opened(path)
    assert caught.value.hint


def test_a_missing_folder_is_an_error_with_a_next_step(tmp_path):
    with pytest.raises(StorageError, match="could not be made") as caught:
        opened(tmp_path / "nowhere" / "ledger.db")
    assert "folder exists" in caught.value.hint


def test_a_full_disk_is_said_and_nothing_is_lost(path):
    with opened(path) as ledger:
        ledger.append(event(1, letter=b"x"))
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(StorageError, match="the disk is full") as caught:
            ledger.append_all([event(2), event(3, letter=b"x" * 100_000)])

        assert "free some space" in caught.value.hint
        assert length(ledger) == 1
        ledger._connection.execute("PRAGMA max_page_count = 100000")
        assert ledger.append(event(2, letter=b"x" * 100_000)).seq == 2
        assert ledger.problems() == ()


def test_a_ledger_that_another_run_writes_to_is_said_to_be_in_use(path):
    with opened(path) as ledger, opened(path, patience=0.05) as other:
        ledger._connection.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="in use by another program") as caught:
            other.append(event())
        assert "wait" in caught.value.hint
        ledger._connection.execute("ROLLBACK")
        assert other.append(event()).seq == 1


def test_on_media_without_room_for_side_files_the_ledger_is_still_read(filled, tmp_path):
    path = tmp_path / "ledger.db"
    shutil.copy(filled, path)
    (tmp_path / "ledger.db-wal").mkdir()  # SQLite cannot make its side file, as on a read-only disc

    with Ledger.read(path) as ledger:
        assert length(ledger) == 5


# Dying and sharing

WORK = textwrap.dedent(
    """
    import os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from takedown.events import Event, What
    from takedown.ledger import Ledger

    path, name, deadly = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    drawn = 0

    def entropy(size):
        global drawn
        drawn += 1
        if drawn == deadly:
            os._exit(9)
        return os.urandom(size)

    def event(number):
        return Event(what=What.PREPARED, notice=f"{name}{number}", documents={"letter": os.urandom(200)})

    with Ledger.open(path, clock=lambda: datetime.now(UTC), entropy=entropy) as ledger:
        if deadly:
            ledger.append_all([event(number) for number in range(25)])
        for number in range(25):
            ledger.append(event(number))
    """
)


def work(path, name, deadly=0):
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(path), name, str(deadly)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_two_processes_that_write_at_once_make_one_chain(path):
    runs = [work(path, "A"), work(path, "B")]

    assert [run.wait(60) for run in runs] == [0, 0]
    with Ledger.read(path) as ledger:
        assert ledger.problems() == ()
        names = [entry.notice for entry in ledger.entries()]
    assert [name for name in names if name[0] == "A"] == [f"A{number}" for number in range(25)]
    assert [name for name in names if name[0] == "B"] == [f"B{number}" for number in range(25)]


def test_a_run_that_dies_between_begin_and_commit_leaves_nothing(path):
    with opened(path) as ledger:
        ledger.append(event())

    assert work(path, "A", deadly=20).wait(60) == 9

    with opened(path) as ledger:
        assert (length(ledger), ledger.problems()) == (1, ())
        assert ledger.append(event(2)).seq == 2


def test_an_event_that_cannot_be_written_down_takes_its_whole_transaction_back(path):
    with opened(path) as ledger:
        with pytest.raises(ValueError, match="not representable"):
            ledger.append_all(
                [event(1, letter=b"x"), Event(what=What.GONE, notice="N", data={"n": float("nan")})]
            )

        assert (length(ledger), ledger.problems()) == (0, ())
