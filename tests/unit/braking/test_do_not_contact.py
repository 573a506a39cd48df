"""do-not-contact.csv: every line is understood, or the run stops and says which."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.braking.do_not_contact import DoNotContact
from takedown.config.do_not_contact import read_do_not_contact
from takedown.errors import ConfigError
from takedown.model import SourceRef

HERE = SourceRef(file="do-not-contact.csv", row=2)


def write(root, text: str) -> None:
    (root / "do-not-contact.csv").write_text(text, encoding="utf-8")


def test_it_may_be_missing(tmp_path) -> None:
    assert read_do_not_contact(tmp_path) == ()


def test_each_line_says_whom_why_and_since_when(tmp_path) -> None:
    write(tmp_path, "Address,Reason,Date\nAna@Example.com,asked us to stop,2026-03-01\n@example.org,,\n")

    assert read_do_not_contact(tmp_path) == (
        DoNotContact(who="Ana@Example.com", reason="asked us to stop", on=date(2026, 3, 1), source=HERE),
        DoNotContact(who="@example.org", source=SourceRef(file="do-not-contact.csv", row=3)),
    )


def test_reason_and_date_may_be_left_out_and_a_header_alone_is_an_empty_list(tmp_path) -> None:
    write(tmp_path, "address\nana@example.com\n")
    assert [line.who for line in read_do_not_contact(tmp_path)] == ["ana@example.com"]
    write(tmp_path, "address\n")
    assert read_do_not_contact(tmp_path) == ()


@pytest.mark.parametrize(
    "who",
    ["ana", "example.com", "*@example.com", "@*.example.com", "a@b@example.com", "ana@localhost", "@",
     "ana@example.com;kim@example.com", "Ana <ana@example.com>", "ana@example..com"],
)  # fmt: skip
def test_a_line_that_means_nobody_for_sure_stops_the_run(tmp_path, who: str) -> None:
    write(tmp_path, f"address,reason\nana@example.com,\n{who},\n")

    with pytest.raises(ConfigError, match=r"do-not-contact\.csv, row 3, column address: '") as told:
        read_do_not_contact(tmp_path)
    assert "@example.com for everybody there" in told.value.hint


def test_an_empty_address_stops_the_run(tmp_path) -> None:
    write(tmp_path, "address,reason\n,somebody\n")

    with pytest.raises(ConfigError, match="row 2, column address: empty"):
        read_do_not_contact(tmp_path)


def test_a_date_that_is_none_stops_the_run(tmp_path) -> None:
    write(tmp_path, "address,date\nana@example.com,01.03.2026\n")

    with pytest.raises(ConfigError, match=r"row 2, column date: '01\.03\.2026' is no date"):
        read_do_not_contact(tmp_path)


def test_a_file_without_the_column_stops_the_run(tmp_path) -> None:
    write(tmp_path, "who\nana@example.com\n")

    with pytest.raises(ConfigError, match="address"):
        read_do_not_contact(tmp_path)


def test_a_link_out_of_the_workspace_stops_the_run(tmp_path) -> None:
    (tmp_path / "elsewhere.csv").write_text("address\n")
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "do-not-contact.csv").symlink_to(tmp_path / "elsewhere.csv")

    with pytest.raises(ConfigError, match="link that leads outside"):
        read_do_not_contact(root)


@pytest.mark.parametrize(
    ("who", "address", "meant"),
    [
        ("ana@example.com", "ANA@EXAMPLE.COM", True),
        ("ana@example.com", "ana+desk@example.com", True),
        ("ana+desk@example.com", "ana@example.com", True),
        ("ana@example.com", "kim@example.com", False),
        ("ana@example.com", "ana@mail.example.com", False),
        ("@example.com", "anybody@mail.example.com", True),
        ("@example.com", "anybody@notexample.com", False),
        ("@müller.example", "ana@xn--mller-kva.example", True),
        ("@xn--mller-kva.example", "ana@MÜLLER.example", True),
    ],
)
def test_whom_a_line_means(who: str, address: str, meant: bool) -> None:
    assert DoNotContact(who=who, source=HERE).means(address) is meant


@given(st.text(alphabet="ab@.+-ü", max_size=12), st.text(alphabet="ab@.+-ü", max_size=12))
def test_a_line_means_its_own_address_and_asks_of_any_text_without_failing(who: str, other: str) -> None:
    line = DoNotContact(who=who, source=HERE)

    assert line.means(who) or who.endswith("@") or "@" not in who
    assert line.means(other) in (True, False)
