"""Form exports: headings of many languages, words of many languages, and rows that are not whole."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support.answers import PNG, form, letter

from takedown.directory import load_directory
from takedown.errors import ConfigError, UsageError
from takedown.register.intake.taking import Situation, take_in
from takedown.register.intake.values import Remembered, Taken, Use
from takedown.register.intake.words import outcome_of, yes_or_no
from takedown.register.remembered import read_remembered, remembered_bytes, with_said
from takedown.register.values import Answer, Grade, Outcome

TODAY = date(2026, 11, 22)
DIRECTORY = load_directory()


def situation(**more: Any) -> Situation:
    return Situation(directory=DIRECTORY, platforms=("spotify",), today=TODAY, **more)


def taken(tmp_path: Path, text: str | bytes, name: str = "form.csv", **more: object) -> Taken:
    (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return take_in([tmp_path / name], (), situation(**more))


def only(found: Taken) -> Answer:
    assert found.rejected == ()
    (answer,) = found.answers
    return answer


def test_a_row_becomes_an_answer_with_its_place(tmp_path: Path) -> None:
    text = form(
        (
            "2026-11-20 10:00",
            "ana@example.com",
            "The Examples",
            "cd baby",
            "submitted",
            "Spotify",
            "",
            "#123-4",
            "",
        )
    )

    answer = only(taken(tmp_path, text))

    assert (answer.artist, answer.contact, answer.distributor) == (
        "The Examples",
        "ana@example.com",
        "cdbaby",
    )
    assert (answer.outcome, answer.platforms, answer.ticket) == (Outcome.SUBMITTED, ("spotify",), "123-4")
    assert (answer.on, answer.received, answer.grade) == (
        date(2026, 11, 20),
        date(2026, 11, 20),
        Grade.REPORTED,
    )
    assert str(answer.source) == "form.csv, row 2"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Künstlername", "Status"), ("Ana", "gesendet")),
        (("Nom de l’artiste", "Statut"), ("Ana", "envoyé")),
        (("Nombre de la banda", "Estado"), ("Ana", "enviado")),
        (("Nome do artista", "Estado"), ("Ana", "solicitado")),
        (("What is the name of your band?", "How far did you get?"), ("Ana", "Sent!")),
        (("ARTIST", "Spotify"), ("Ana", "submitted")),
    ],
)
def test_headings_and_words_are_known_in_several_languages(
    tmp_path: Path, header: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    answer = only(taken(tmp_path, form(cells, header=header)))

    assert (answer.artist, answer.outcome) == ("Ana", Outcome.SUBMITTED)


def test_a_workbook_and_a_semicolon_table_say_the_same_as_a_csv(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Our form"])
    book.active.append(["Artist", "Status", "Date"])
    book.active.append(["Ana", "gone", date(2026, 11, 1)])
    book.save(tmp_path / "form.xlsx")
    (tmp_path / "form.csv").write_text("Artist;Status;Date\nAna;gone;2026-11-01\n")

    both = [only(take_in([tmp_path / name], (), situation())) for name in ("form.xlsx", "form.csv")]

    assert [(one.artist, one.outcome, one.on) for one in both] == [
        ("Ana", Outcome.GONE, date(2026, 11, 1))
    ] * 2


def test_a_heading_that_is_not_known_is_said_once_and_remembered(tmp_path: Path) -> None:
    text = "Wie heisst ihr?,Und?\nAna,habe ich gemacht\n"
    lost = taken(tmp_path, text)
    remembered = with_said(
        Remembered(), maps=["artist=Wie heisst ihr?", "outcome=und?"], words=["Habe ich gemacht!=submitted"]
    )
    (tmp_path / "answers.toml").write_bytes(remembered_bytes(remembered))

    again = taken(tmp_path, text, remembered=read_remembered(tmp_path))

    assert lost.answers == ()
    assert '--map artist="its heading"' in lost.rejected[0].fix
    assert only(again).outcome is Outcome.SUBMITTED


def test_a_heading_means_what_was_said_last(tmp_path: Path) -> None:
    said = with_said(with_said(Remembered(), maps=["label=Name"]), maps=["artist=Name"])

    assert dict(said.columns) == {"artist": ("Name",)}


@pytest.mark.parametrize("wrong", [["artist"], ["nobody=Name"], ["artist= "]])
def test_a_mapping_that_cannot_be_meant_is_refused(wrong: list[str]) -> None:
    with pytest.raises(UsageError, match="--map"):
        with_said(Remembered(), maps=wrong)


def test_remembered_words_that_mean_nothing_are_an_error_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text('[words]\n"did it" = "done"\n')

    with pytest.raises(ConfigError, match=r"answers\.toml.*'done' is not known"):
        read_remembered(tmp_path)


def test_what_is_clear_in_a_row_is_kept_and_a_no_is_never_lost(tmp_path: Path) -> None:
    text = form(("", "", "Ana", "", "dunno", "Spotify", "no", "", ""))

    found = taken(tmp_path, text)

    assert [answer.publish for answer in found.answers] == [False]
    assert [str(one.source) for one in found.rejected] == ["form.csv, row 2, column outcome"]
    assert found.rejected[0].use is Use.LOOK


def test_nobody_is_told_to_take_an_unknown_word_for_submitted(tmp_path: Path) -> None:
    found = taken(tmp_path, form(("", "", "Ana", "", "My label said no :(", "", "", "", "")))

    (one,) = found.rejected
    assert "--word 'My label said no :(=OUTCOME';" in one.fix
    assert "=submitted" not in one.fix
    assert one.use is Use.NOT_USED


def test_a_form_in_which_no_column_says_how_far_they_came_is_one_finding(tmp_path: Path) -> None:
    header = ("Band", "Wie läuft es?", "Farbe")
    found = taken(tmp_path, form(*((f"Ana {n}", "eingereicht", "rot") for n in range(9)), header=header))

    (one,) = found.rejected
    assert str(one.source) == "form.csv"
    assert one.reason == "no column is read as outcome; not read: 'Wie läuft es?', 'Farbe'"
    assert "--map outcome='ITS HEADING'" in one.fix


def test_a_german_form_is_read_as_its_organizer_meant_it(tmp_path: Path) -> None:
    header = ("Bandname", "Stand der Dinge", "Name(n) nennen", "Raus")
    found = taken(tmp_path, form(("Ana", "eingereicht", "ja", "nein"), header=header))

    assert found.rejected == ()
    assert {answer.outcome for answer in found.answers} == {Outcome.SUBMITTED, None}
    assert any(answer.publish for answer in found.answers)


def test_a_file_in_utf8_stays_so_beside_one_that_needs_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_bytes("Artist,Status\nBjörk Ü,sent\n".encode())
    (tmp_path / "old.csv").write_bytes("Artist,Status\nMöwe,sent\n".encode("cp1252"))
    files = [tmp_path / "new.csv", tmp_path / "old.csv"]

    lost = take_in(files, (), situation())
    found = take_in(files, (), situation(encoding="cp1252"))

    assert [answer.artist for answer in found.answers] == ["Björk Ü", "Möwe"]
    assert lost.rejected[0].fix.endswith("--encoding cp1252")
    assert str(lost.rejected[0].source) == "old.csv"
    assert "old.csv" not in lost.rejected[0].reason


def test_a_row_whose_time_is_to_come_counts_without_it_and_that_is_said(tmp_path: Path) -> None:
    header = ("Timestamp", "Artist", "Status")
    found = taken(tmp_path, form(("2027-01-01", "Ana", "sent"), header=header))

    assert [answer.on for answer in found.answers] == [None]
    assert (
        found.rejected[0].reason == "the day 2027-01-01 is still to come; the answer counts, without this day"
    )
    assert found.rejected[0].use is Use.LOOK


@pytest.mark.parametrize(
    ("said", "counts"), [("yes", True), ("JA", True), ("Não", False), ("only the label", False)]
)
def test_consent_that_is_not_a_plain_yes_is_none(tmp_path: Path, said: str, counts: bool) -> None:
    found = taken(tmp_path, form(("", "", "Ana", "", "", "", said, "", "")))

    assert [answer.publish for answer in found.answers] == [counts]


@pytest.mark.parametrize(
    "question",
    [
        "Do not publish my name",
        "I don’t want my name published",
        "Não publicar meu nome",
        "No publicar mi nombre",
        "Ne pas publier mon nom",
        "Meinen Namen nicht veröffentlichen",
        "Publish without my name",
        "Publish anonymously, without a name",
        "Would you object to us publishing your name?",
        "May we publish your quote?",
        "May we publish your email?",
        "May we publish a photo of your band?",
    ],
)
def test_a_question_that_yes_need_not_answer_so_is_read_only_when_somebody_says_what_it_means(
    tmp_path: Path, question: str
) -> None:
    text = form(("Ana", "pledged", "yes", "a@x.org"), header=("Artist", "Status", question, "Email"))

    found = taken(tmp_path, text)

    assert [(one.artist, one.publish, one.contact) for one in found.answers] == [("Ana", None, "a@x.org")]
    assert [
        question in one.reason and "nobody of this form is named" in one.reason for one in found.rejected
    ] == [True]


@pytest.mark.parametrize(
    "question", ["May we publish your artist name on our site?", "Dürfen wir euren Namen veröffentlichen?"]
)
def test_a_plain_question_for_the_name_is_read(tmp_path: Path, question: str) -> None:
    found = taken(tmp_path, form(("Ana", "pledged", "yes"), header=("Artist", "Status", question)))

    assert [one.publish for one in found.answers] == [None, True]
    assert any("is read as publish" in note for note in found.notes)


def test_consent_is_of_the_day_on_which_it_was_said_not_of_the_day_of_the_outcome(tmp_path: Path) -> None:
    header = ("Timestamp", "Artist", "Status", "Date", "Publish")
    found = taken(tmp_path, form(("2026-11-20", "Ana", "submitted", "2026-11-01", "no"), header=header))

    assert [(one.outcome, one.publish, one.on) for one in found.answers] == [
        (Outcome.SUBMITTED, None, date(2026, 11, 1)),
        (None, False, date(2026, 11, 20)),
    ]


def test_several_artists_in_one_row_are_several_answers(tmp_path: Path) -> None:
    found = taken(tmp_path, form(("", "label@example.com", "Ana; Bo & Co ;Ana", "", "sent", "", "", "", "")))

    assert [(answer.artist, answer.contact) for answer in found.answers] == [
        ("Ana", "label@example.com"),
        ("Bo & Co", "label@example.com"),
    ]


@pytest.mark.parametrize("nobody", ["", "Various Artists", " - ", "???"])
def test_a_row_without_an_artist_is_rejected_with_the_next_step(tmp_path: Path, nobody: str) -> None:
    found = taken(tmp_path, form(("", "x@example.com", nobody, "", "sent", "", "", "", "")))

    assert found.answers == ()
    assert found.rejected[0].fix == "write the name of one artist; several are divided by semicolons"


def test_a_day_that_reads_in_two_ways_is_no_day_until_the_column_or_somebody_tells(tmp_path: Path) -> None:
    header = ("Artist", "Status", "Date")
    unclear = taken(tmp_path, form(("Ana", "sent", "3/4/2026"), header=header))
    by_column = taken(tmp_path, form(("Ana", "sent", "3/4/2026"), ("Bo", "sent", "14/4/2026"), header=header))
    told = taken(
        tmp_path, form(("Ana", "sent", "3/4/2026"), header=header), remembered=Remembered(days="mdy")
    )

    assert unclear.answers == ()
    assert "--days dmy" in unclear.rejected[0].fix
    assert by_column.answers[0].on == date(2026, 4, 3)
    assert only(told).on == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("20 Nov 2026", date(2026, 11, 20)),
        ("Friday, November 20, 2026", date(2026, 11, 20)),
        ("Nov 2026", None),
        ("5 pm on 20", None),
        ("20.11.26 10:00 UTC", None),
    ],
)
def test_what_names_no_whole_day_is_filled_in_by_nobody(tmp_path: Path, said: str, day: date | None) -> None:
    found = taken(tmp_path, form(("Ana", "sent", said), header=("Artist", "Status", "Date")))

    assert [answer.on for answer in found.answers] == ([day] if day else [])
    assert ["is no day that can be read" in one.reason for one in found.rejected] == ([] if day else [True])


def test_a_day_to_come_is_not_counted(tmp_path: Path) -> None:
    found = taken(tmp_path, form(("Ana", "gone", "2027-01-01"), header=("Artist", "Status", "Date")))

    assert found.answers == ()
    assert found.rejected[0].reason == "the day 2027-01-01 is still to come; the outcome is not counted"


def test_a_platform_that_is_not_known_is_said_with_the_one_that_is_near(tmp_path: Path) -> None:
    found = taken(tmp_path, form(("", "", "Ana", "", "sent", "Spotfy, Deezer", "", "", "")))

    assert found.answers[0].platforms == ("deezer",)
    assert (found.rejected[0].reason, found.rejected[0].fix) == (
        "'Spotfy' is no platform that is known",
        "write spotify",
    )


def test_the_name_of_a_company_means_its_platforms_of_the_campaign(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(form(("", "", "Ana", "", "sent", "Amazon", "", "", "")))
    both = ("amazon-music", "amazon-digital")

    found = take_in([tmp_path / "form.csv"], (), Situation(directory=DIRECTORY, platforms=both, today=TODAY))

    assert only(found).platforms == both


def test_what_is_no_address_is_not_kept_as_a_contact(tmp_path: Path) -> None:
    found = taken(tmp_path, form(("", "+49 170 1234567", "Ana", "", "sent", "", "", "", "")))

    assert only(found).contact == ""


def test_a_row_rests_on_the_file_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(PNG)
    (tmp_path / "reply.eml").write_bytes(
        letter("help@tunecore.com", "ana@example.com", "Re: Removal [#77001]")
    )
    (tmp_path / "form.csv").write_text(
        form(
            ("", "", "Ana", "", "agreed", "", "", "", "reply.eml; shot.png"),
            ("", "", "Bo", "", "sent", "", "", "", "SHOT.PNG"),
            ("", "", "Cy", "", "sent", "", "", "", "https://example.com/lost.png"),
            ("", "", "Dee", "", "", "", "", "", "missing.png"),
        )
    )

    found = take_in([tmp_path], (), situation())

    assert [(one.reason, one.fix.partition(":")[0]) for one in found.rejected] == [
        ("names 'https://example.com/lost.png': it is not among these files", "links are not fetched"),
        ("names 'missing.png': it is not among these files", "import both together"),
    ]
    assert [(one.artist, one.grade, one.ticket) for one in found.answers] == [
        ("Ana", Grade.REPLY, "77001"),
        ("Bo", Grade.COPY, ""),
        ("Cy", Grade.REPORTED, ""),
    ]
    assert len(found.answers[0].sha256) == 64


def test_one_broken_line_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    found = taken(tmp_path, 'Artist,Status\nAna,sent\nB"o,"x"y\nCy,gone\n')

    assert [answer.artist for answer in found.answers] == ["Ana", "Cy"]
    assert [str(one.source) for one in found.rejected] == ["form.csv, row 3"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"Artist,Status\nAn\xe4,sent\n", b"PK\x03\x04 no zip", b"a,b\n1,2\n"]
)
def test_a_table_that_cannot_be_read_is_rejected_whole(tmp_path: Path, content: bytes) -> None:
    found = taken(tmp_path, content)

    assert (found.answers, len(found.rejected)) == ((), 1)
    assert found.rejected[0].fix


def test_words_for_every_outcome_and_both_answers_are_known() -> None:
    assert {outcome_of(outcome) for outcome in Outcome} == set(Outcome)
    assert (yes_or_no("✓"), yes_or_no("Nein."), yes_or_no("yes, but only once")) == (True, False, None)
