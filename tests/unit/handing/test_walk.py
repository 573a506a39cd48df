"""A walk leads through a notice by hand: in the words of its own files alone, what would do harm first."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from kinds_made import LETTERS_MADE
from letters_made import AMAZON, DATED, DISTRIBUTOR, VARIANTS, notice, release
from support.builders import TODAY, checked, request, route
from support.builders import release as built

from takedown.asked import Asked
from takedown.directory import load_directory
from takedown.errors import LetterError
from takedown.handing import (
    Attach,
    Do,
    Field,
    FieldKind,
    LeaveAlone,
    Open,
    Record,
    Walk,
    fields_text,
    goes_by_hand,
    walk_json,
    walk_of,
    walk_text,
)
from takedown.notice import Kind, Notice, Way
from takedown.planning import plan_notices
from takedown.records import Channel, OneStore, Ticket
from takedown.rendering import load_letters, render_notice
from takedown.request import End

LETTERS = load_letters()
DIRECTORY = load_directory()
DESKS = [
    each.slug
    for each in DIRECTORY.distributors.values()
    if not each.status.is_retired and each.one_store is not OneStore.FORBIDDEN
]
LANGUAGES = ("en", "de", "es", "fr", "pt")
PAPERS = tuple(made for three in LETTERS_MADE.values() for made in three)


def walked(made: Notice) -> tuple[Walk, dict[str, bytes]]:
    files = dict(render_notice(made, LETTERS, dated=DATED).files)
    return walk_of(made, files, LETTERS.words[LETTERS.language_for(made)]), files


def of(kind: type, walk: Walk) -> list:
    return [station for station in walk.stations if isinstance(station, kind)]


def check_words(walk: Walk, files: dict[str, bytes]) -> None:
    """Every word for a person stands in steps.txt or ticket.txt, and every text to paste is there once, in order."""
    steps, ticket = files["steps.txt"].decode(), files.get("ticket.txt", files["notice.txt"]).decode()
    for station in walk.stations:
        if isinstance(station, Field):
            assert station.text in ticket
            assert station.name in ticket or station.name in steps
            assert station.answer in ticket
        else:
            assert station.text in steps or station.text in ticket, station


def upc(number: int) -> str:
    digits = f"{number:011d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VARIANTS)
def test_no_word_of_a_walk_is_new(name: str, language: str) -> None:
    walk, files = walked(replace(VARIANTS[name], language=language))

    check_words(walk, files)
    assert isinstance(walk.stations[-1], Record)
    assert walk.stations[-1].command.startswith(f"takedown record submitted {walk.notice}")


@pytest.mark.parametrize("made", PAPERS, ids=lambda made: f"{made.kind}-{made.recipient.desk}-{made.id}")
def test_every_kind_of_paper_to_every_kind_of_desk_can_be_walked(made: Notice) -> None:
    walk, files = walked(made)

    check_words(walk, files)
    bodies = [field for field in of(Field, walk) if field.kind is FieldKind.BODY]
    by_post_alone = walk.channels == (Channel.POST,) and not made.recipient.steps
    assert bool(bodies) is not by_post_alone
    assert bool(of(Attach, walk)) is (bool(bodies) and made.kind is not Kind.PUBLIC_STATEMENT)
    assert not any(field.over for field in bodies)


@cache
def planned(desk: str) -> tuple[Notice, ...]:
    wanted = request(route(desk), wish={"platforms": ("amazon-music", "amazon-digital")})
    plan = plan_notices(checked(built()), wanted, DIRECTORY, asked=Asked(), today=TODAY)
    return tuple(each.notice for each in plan.notices)


@pytest.mark.parametrize("desk", DESKS)
def test_every_distributor_of_the_directory_can_be_walked(desk: str) -> None:
    for made in planned(desk):
        walk, files = walked(made)
        check_words(walk, files)
        if made.recipient.ticket.fields and made.kind.removes:
            names = {field.name for field in of(Field, walk)}
            assert set(made.recipient.ticket.fields) <= names


@pytest.mark.parametrize("desk", DESKS)
def test_what_a_record_forbids_is_said_before_anything_is_opened_or_pasted(desk: str) -> None:
    for made in planned(desk):
        walk, _ = walked(made)
        warned = [type(station) is LeaveAlone for station in walk.stations]
        assert warned == sorted(warned, reverse=True)
        said = " ".join(station.text for station in of(LeaveAlone, walk))
        for step in made.recipient.steps:
            for sentence in re.findall(r"(?:^|(?<=\. ))(?:Do not|Press no|Press neither) [^.]*\.?", step):
                assert sentence in said


@pytest.mark.parametrize("kind", [Kind.ENQUIRY, Kind.REMINDER, Kind.RETRACTION, Kind.REINSTATEMENT])
def test_where_nothing_shall_be_removed_the_buttons_come_first_among_what_to_leave_alone(kind: Kind) -> None:
    made = next(each for each in PAPERS if each.kind is kind)
    walk, _ = walked(replace(made, recipient=replace(made.recipient, steps=("Open Releases > Remove.",))))

    assert "press nothing in your account" in walk.stations[0].text
    assert "Releases > Remove" not in walk_text(walk)


def test_a_long_list_is_pasted_in_parts_each_within_the_limit_of_the_form() -> None:
    many = tuple(release(f"Tape {number}", upc(number)) for number in range(150))
    recipient = replace(DISTRIBUTOR, ticket=Ticket(max_characters=900))
    walk, files = walked(notice(releases=many, recipient=recipient))

    bodies = [field for field in of(Field, walk) if field.kind is FieldKind.BODY]
    assert len(bodies) > 2
    assert [field.part for field in bodies] == list(range(1, len(bodies) + 1))
    assert {field.parts for field in bodies} == {len(bodies)}
    assert all(0 < field.length <= field.limit == 900 for field in bodies)
    listed = re.findall(r"\b\d{12}\b", " ".join(field.text for field in bodies))
    assert sorted(listed) == sorted(upc(number) for number in range(150))
    check_words(walk, files)


def test_each_part_has_its_own_subject_where_the_desk_wants_the_codes_there() -> None:
    many = tuple(release(f"Tape {number}", upc(number)) for number in range(150))
    recipient = replace(DISTRIBUTOR, ticket=Ticket(max_characters=900, subject="Remove UPC {upcs}"))
    walk, _ = walked(notice(releases=many, recipient=recipient))

    kinds = [field.kind for field in of(Field, walk)]
    assert kinds == [FieldKind.SUBJECT, FieldKind.BODY] * (len(kinds) // 2)
    for subject, body in zip(of(Field, walk)[::2], of(Field, walk)[1::2], strict=True):
        assert re.findall(r"\d{12}", subject.text) == re.findall(r"\b\d{12}\b", body.text)
        assert subject.part == body.part


def test_the_fields_of_a_form_come_in_its_order_with_the_text_at_its_place() -> None:
    fields = ("UPC", "Stores", "Subject", "Message", "Favourite colour")
    walk, _ = walked(notice(recipient=replace(DISTRIBUTOR, ticket=Ticket(fields=fields))))

    found = of(Field, walk)
    assert [field.name for field in found] == list(fields)
    kinds = {field.name: field.kind for field in found}
    assert kinds["Subject"] is FieldKind.SUBJECT
    assert kinds["Message"] is FieldKind.BODY
    assert found[3].text.startswith("Please remove")
    assert (found[4].text, found[4].answer) == ("", "(your answer)")


def test_characters_are_counted_as_a_form_counts_them() -> None:
    field = Field(name="Message", text="a\r\nb 🎵", kind=FieldKind.BODY, limit=5)

    assert field.length == 6  # the line break is one, the note is two UTF-16 code units
    assert field.over == 1
    assert "6 characters: 1 more than the 5" in "\n".join(fields_text([field]).split("\n"))


def test_only_pages_by_https_can_be_opened() -> None:
    ways = (
        Way(channel=Channel.FORM, value="http://plain.example.com/form"),
        Way(channel=Channel.FORM, value="https://safe.example.com/form"),
        Way(channel=Channel.DASHBOARD, value="javascript:alert(1)"),
    )
    recipient = replace(DISTRIBUTOR, ways=ways, steps=("Sign in at https://account.example.com.",))
    walk, _ = walked(notice(recipient=recipient))

    urls = [url for station in of(Open, walk) for url in station.urls]
    assert urls == ["https://safe.example.com/form", "https://account.example.com"]


def test_a_confirmation_that_only_the_user_has_is_named_apart() -> None:
    end = End(
        ended=DATED, confirmed_on=DATED, seen_live=DATED, confirmation="from them/end, signed, by both.pdf"
    )
    walk, _ = walked(notice(kind=Kind.REMOVAL_AFTER_END, end=end))

    (attach,) = of(Attach, walk)
    assert attach.yours == ("end, signed, by both.pdf",)
    assert attach.files == ("notice.pdf", "items.csv")


def test_a_letter_by_post_has_the_address_of_the_letter() -> None:
    recipient = replace(AMAZON, ways=(Way(channel=Channel.POST, lines=AMAZON.postal),))
    walk, _ = walked(replace(VARIANTS["platform-request"], recipient=recipient))

    assert goes_by_hand(replace(VARIANTS["platform-request"], recipient=recipient))
    assert walk.channels == (Channel.POST,)
    assert not of(Field, walk)
    assert "print notice.pdf" in walk_text(walk)
    assert walk.postal is not None
    assert walk.postal.recipient == (
        "Amazon.com, Inc.", "Attention: Amazon Music content / label relations", "P.O. Box 81226",
        "Seattle, WA 98108-1226", "USA",
    )  # fmt: skip
    assert walk.postal.format.value == "US-Letter"


def test_a_desk_that_reads_email_first_needs_nobody_to_walk() -> None:
    mailed = replace(DISTRIBUTOR, ways=DISTRIBUTOR.ways[::-1])

    assert goes_by_hand(notice())
    assert not goes_by_hand(notice(recipient=mailed))
    assert goes_by_hand(notice(recipient=replace(DISTRIBUTOR, ways=())))


def test_a_statement_in_public_is_copied_from_the_letter() -> None:
    made = next(each for each in PAPERS if each.kind is Kind.PUBLIC_STATEMENT)
    walk, files = walked(made)

    assert not goes_by_hand(made)
    (field,) = of(Field, walk)
    assert field.text == files["notice.txt"].decode()
    assert "Publish it yourself" in of(Do, walk)[0].text


def test_steps_that_were_written_by_other_records_are_refused() -> None:
    made = notice()
    files = dict(render_notice(made, LETTERS, dated=DATED).files)
    changed = replace(made, recipient=replace(DISTRIBUTOR, steps=("Press the new button.",)))

    with pytest.raises(LetterError, match=r"steps\.txt .* does not say"):
        walk_of(changed, files, LETTERS.words["en"])


def with_ticket(before: str, after: str) -> dict[str, bytes]:
    """The files of a notice whose ticket.txt says something else."""
    files = dict(render_notice(notice(), LETTERS, dated=DATED).files)
    ticket = files["ticket.txt"].decode()
    assert before in ticket
    return {**files, "ticket.txt": ticket.replace(before, after).encode()}


@pytest.mark.parametrize(("before", "after"), [("Attach:", "Enclose:"), ("-" * 20, "-" * 19)])
def test_a_ticket_of_another_form_is_refused_and_never_half_read(before: str, after: str) -> None:
    with pytest.raises(LetterError, match=r"ticket\.txt does not have the form"):
        walk_of(notice(), with_ticket(before, after), LETTERS.words["en"])


@pytest.mark.parametrize(("before", "after"), [("\nPlease", "\nDo"), ("Ref", "\0")])
def test_the_words_of_a_ticket_are_read_as_they_stand(before: str, after: str) -> None:
    walk = walk_of(notice(), with_ticket(before, after), LETTERS.words["en"])

    assert after in walk_text(walk)


def test_a_walk_as_text_has_one_station_a_paragraph_and_as_values_the_same_stations() -> None:
    walk, _ = walked(notice())
    text, values = walk_text(walk), walk_json(walk)

    of_all = len(walk.stations)
    assert re.findall(r"^\[(\d+)/", text, re.MULTILINE) == [str(number) for number in range(1, of_all + 1)]
    assert len(values["stations"]) == of_all
    for station in values["stations"]:
        assert station["text"] in text


@settings(max_examples=40)
@given(
    names=st.lists(
        st.one_of(
            st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, categories=("L", "N", "P", "S")), min_size=1),
            st.sampled_from(["-" * 20, "Subject: no", "Attach: notice.pdf", "1. UPC: 2", "{upcs}", "a; b, c"]),
        ),
        min_size=1, max_size=12,
    ),
    language=st.sampled_from(LANGUAGES),
    fields=st.lists(st.sampled_from(["UPC", "Title: full", "Message", "Subject", "1. Store"]), unique=True),
)  # fmt: skip
def test_whatever_releases_are_called_the_ticket_is_read_back_whole(
    names: list[str], language: str, fields: list[str]
) -> None:
    releases = tuple(release(name, key=f"k{number}") for number, name in enumerate(names))
    recipient = replace(DISTRIBUTOR, ticket=Ticket(fields=tuple(fields), max_characters=1000))
    made = notice(releases=releases, recipient=recipient, language=language)
    try:
        files = dict(render_notice(made, LETTERS, dated=DATED).files)
    except LetterError:
        reject()  # the letter itself cannot be written
    walk = walk_of(made, files, LETTERS.words[LETTERS.language_for(made)])

    check_words(walk, files)
    assert {field.name for field in of(Field, walk)} >= set(fields)
