"""Files that rows name, and cells that hold too much: nobody takes what is another artist's."""

from datetime import date
from pathlib import Path

from support.answers import PNG, form, letter

from takedown.directory import load_directory
from takedown.register.intake.taking import Situation, take_in
from takedown.register.intake.values import Taken
from takedown.register.values import Grade

AT = Situation(directory=load_directory(), platforms=("spotify",), today=date(2026, 11, 22))


def taken(tmp_path: Path, text: str) -> Taken:
    (tmp_path / "form.csv").write_text(text)
    return take_in([tmp_path / "form.csv"], (), AT)


def evidence(tmp_path: Path, *rows: tuple[str, str, str, str]) -> Taken:
    """Take in rows of address, artist, status and file, beside a reply to true@example.org and a picture."""
    (tmp_path / "reply.eml").write_bytes(
        letter("help@tunecore.com", "true@example.org", "Re: Removal [#77001]")
    )
    (tmp_path / "shot.png").write_bytes(PNG)
    lines = [("", contact, artist, "", said, "", "", "", file) for contact, artist, said, file in rows]
    (tmp_path / "form.csv").write_text(form(*lines))
    return take_in([tmp_path], (), AT)


def test_a_row_cannot_take_the_message_of_another_address(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        ("t@example.org", "Thief", "sent", "reply.eml"),
        ("true@example.org", "True Owner", "sent", ""),
    )

    assert sorted((one.artist, one.grade, one.ticket) for one in found.answers) == [
        ("Thief", Grade.REPORTED, ""),
        ("True Owner", Grade.REPLY, "77001"),
        ("True Owner", Grade.REPORTED, ""),
    ]
    assert [one.reason for one in found.rejected if one.source.file == "form.csv"] == [
        "names 'reply.eml': it is to or from other addresses than the row's"
    ]


def test_a_row_without_an_address_takes_no_message_of_somebody_who_is_known(tmp_path: Path) -> None:
    thief, owner = ("", "Thief", "sent", "reply.eml"), ("true@example.org", "True Owner", "cannot", "")
    silent = ("", "Silent", "", "reply.eml")

    found = evidence(tmp_path, thief, owner, silent)

    assert [(one.artist, one.grade, one.ticket) for one in found.answers] == [
        ("Thief", Grade.REPORTED, ""),
        ("True Owner", Grade.REPORTED, ""),
        ("True Owner", Grade.REPLY, "77001"),
    ]
    assert [one.source.row for one in found.rejected if one.source.row] == [2, 4]


def test_one_file_under_two_artists_of_different_addresses_counts_for_none_until_a_person_decides(
    tmp_path: Path,
) -> None:
    one, two = ("1@example.org", "One", "sent", "shot.png"), ("2@example.org", "Two", "sent", "shot.png")
    label = ("1@example.org", "Three", "sent", "shot.png")

    both = evidence(tmp_path, one, two)
    same = evidence(tmp_path, one, label)

    assert [answer.grade for answer in both.answers] == [Grade.REPORTED, Grade.REPORTED]
    assert [str(each.source) for each in both.rejected if each.source.row] == [
        "form.csv, row 2, column file",
        "form.csv, row 3, column file",
    ]
    assert [answer.grade for answer in same.answers] == [Grade.COPY, Grade.COPY]


def test_a_cell_that_is_too_long_is_said_and_not_cut(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        form(("", "", "Ana", "", "sent", "", "", "", ""), ("", "", "B" * 5_000, "", "sent", "", "", "", "")),
    )

    assert [answer.artist for answer in found.answers] == ["Ana"]
    assert [(str(one.source), one.reason) for one in found.rejected] == [
        ("form.csv, row 3, column artist", "a cell of more than 4,000 characters")
    ]


def test_one_row_speaks_for_fifty_artists_at_most(tmp_path: Path) -> None:
    def row(number: int) -> str:
        return form(("", "", ";".join(f"A{each}" for each in range(number)), "", "sent", "", "", "", ""))

    assert len(taken(tmp_path, row(50)).answers) == 50
    many = taken(tmp_path, row(51))
    assert many.answers == ()
    assert many.rejected[0].reason == "51 artists in one row, more than 50"
