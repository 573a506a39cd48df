"""Messages come out of files, mailboxes, Maildirs and folders; what cannot be read is said and passed over."""

import mailbox
import os
from pathlib import Path

from support.letters import reply

from takedown.inbox.parsed import LARGEST
from takedown.inbox.reading import MOST_MESSAGES, read_messages

MARK = b"From desk@example.com Mon Nov 23 10:00:00 2026\n"


def test_an_eml_file_is_one_message_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(reply())

    (found,) = read_messages([tmp_path / "a.eml"])

    assert found.raw == reply()
    assert found.path == tmp_path / "a.eml"
    assert found.problem == ""


def test_a_mailbox_of_another_program_is_divided_as_that_program_divides_it(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "mail.mbox")
    for number in range(3):
        box.add(reply(text=f"Answer {number}\n\nFrom now on we are closed.\n"))
    box.close()

    found = list(read_messages([tmp_path / "mail.mbox"]))

    assert [each.source for each in found] == [f"{tmp_path / 'mail.mbox'}, message {n}" for n in (1, 2, 3)]
    assert [f"Answer {n}".encode() in each.raw for n, each in enumerate(found)] == [True] * 3
    assert not any(each.path for each in found)


def test_a_sentence_that_begins_with_from_divides_nothing(tmp_path: Path) -> None:
    text = b"\n\nFrom Monday we are closed.\n\nFrom the desk\nFrom you at 10:30 we had nothing.\n"
    (tmp_path / "mail").write_bytes(MARK + reply().replace(b"\r\n", b"\n") + text + b"\n" + MARK + reply())

    found = list(read_messages([tmp_path / "mail"]))

    assert len(found) == 2
    assert text.strip() in found[0].raw


def test_a_single_message_with_the_mark_of_a_mailbox_keeps_all_its_lines(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From somebody\n" + reply())

    (found,) = read_messages([tmp_path / "a.eml"])

    assert found.raw == reply()


def test_a_maildir_gives_what_is_delivered_and_not_what_is_on_its_way(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(reply(text="one"))
    (tmp_path / "Maildir/cur/2:2,S").write_bytes(reply(text="two"))
    (tmp_path / "Maildir/tmp/3").write_bytes(reply(text="three"))

    found = b"".join(each.raw for each in read_messages([tmp_path / "Maildir"]))

    assert b"one" in found
    assert b"two" in found
    assert b"three" not in found


def test_a_folder_gives_its_eml_files_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(reply(text="private"))
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "b.EML").write_bytes(reply(text="second"))
    (folder / "a.eml").write_bytes(reply(text="first"))
    (folder / "notes.txt").write_text("no letter")
    (folder / "c.eml").symlink_to(tmp_path / "outside")
    os.mkfifo(folder / "d.eml")

    found = list(read_messages([folder]))

    assert [Path(each.source).name for each in found] == ["a.eml", "b.EML", "c.eml", "d.eml"]
    assert [bool(each.problem) for each in found] == [False, False, True, True]
    assert not any(b"private" in each.raw for each in found)


def test_a_folder_without_letters_and_a_file_that_is_not_there_are_said(tmp_path: Path) -> None:
    empty, missing = read_messages([tmp_path, tmp_path / "missing.eml"])

    assert "without .eml files" in empty.problem
    assert "cannot be read" in missing.problem


def test_a_letter_of_more_than_25_mb_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    large = b"From: a@example.com\n\n" + b"x\n" * (LARGEST // 2)
    (tmp_path / "mail").write_bytes(MARK + large + b"\n" + MARK + reply())
    (tmp_path / "a.eml").write_bytes(large)

    first, second, third = read_messages([tmp_path / "mail", tmp_path / "a.eml"])

    assert (first.raw, third.raw) == (b"", b"")
    assert "25 MB" in first.problem
    assert "25 MB" in third.problem
    assert second.raw == reply()


def test_after_ten_thousand_letters_it_stops_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "mail").write_bytes((MARK + b"From: a@example.com\n\nx\n\n") * (MOST_MESSAGES + 5))

    found = list(read_messages([tmp_path / "mail"]))

    assert len(found) == MOST_MESSAGES + 1
    assert "10,000" in found[-1].problem
    assert not found[-2].problem
