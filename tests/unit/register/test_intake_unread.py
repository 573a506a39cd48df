"""A no in a column that nobody knows is not lost: the column is told, and until then its form names nobody."""

import pytest
from support.answers import organizer
from support.program import Program

from takedown.register.store import Register


@pytest.fixture
def desk(tmp_path):
    return Program(organizer(tmp_path))


def take(desk, heading, cell, *args, code):
    form = desk.root / "form.csv"
    form.write_text(
        f"Timestamp,Email,Artist,Status,Publish,{heading}\n"
        f"2026-11-20,n@x.org,Nova,submitted,yes,{cell}\n2026-11-20,o@x.org,Orbit,submitted,yes,\n",
        encoding="utf-8",
    )
    return desk.json("register", "import", str(form), *args, code=code)


def yeses(desk):
    with Register.read(desk.root) as register:
        return sorted(one.artist for one in register.answers() if one.publish)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Zzz bitte weg damit", "ja"),
        ("Qqq off", "yes"),
        ("Qqq", "Nein"),
        ("Qqq", "Yes, leave me off"),
        ("", "yes"),
        ("Please do not publish us", "x"),
        ("Remarks", "please don’t name us on the site"),
        ("Remarks", "Wir wollen nicht genannt werden"),
        ("Remarks", "keep us anonymous"),
        ("Remarks", "Great idea. Please leave us off."),
    ],
)
def test_while_a_column_that_may_be_a_no_is_not_read_nobody_of_the_form_agrees(desk, heading, cell) -> None:
    said = take(desk, heading, cell, code=1)

    assert yeses(desk) == []
    (finding,) = said["rejected"]
    assert (heading or "without a heading") in finding["reason"]
    assert "nobody of this form is named" in finding["reason"]
    assert (f"--map nothing={heading}" in finding["fix"].replace("'", "")) == bool(heading)
    assert said["artists"] == 2


@pytest.mark.parametrize("remark", ["We love this", "It was not easy", "Our name is new"])
def test_a_column_of_remarks_is_told_and_takes_nobody_out(desk, remark) -> None:
    said = take(desk, "Remarks", remark, code=1)

    assert yeses(desk) == ["Nova", "Orbit"]
    assert "not read: " in said["rejected"][0]["reason"]


def test_a_yes_of_an_earlier_import_still_counts_and_that_is_said(desk) -> None:
    take(desk, "Remarks", "", code=0)
    said = take(desk, "Qqq off", "yes", code=1)

    assert yeses(desk) == ["Nova", "Orbit"]
    assert "a yes of an earlier import still counts" in said["rejected"][0]["reason"]


def test_an_empty_column_is_no_finding(desk) -> None:
    assert take(desk, "Remarks", "", code=0)["rejected"] == []


def test_what_a_person_said_of_the_column_settles_it(desk) -> None:
    take(desk, "Qqq", "yes", code=1)
    assert yeses(desk) == []

    take(desk, "Qqq", "yes", "--map", "nothing=Qqq", code=0)
    assert yeses(desk) == ["Nova", "Orbit"]


def test_the_column_can_turn_out_to_be_a_wish_to_be_left_out(desk) -> None:
    said = take(desk, "Qqq", "yes", "--map", "withdrawn=Qqq", code=0)

    assert (said["artists"], said["left_out"]) == (1, 1)
