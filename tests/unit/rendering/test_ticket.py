"""ticket.txt and steps.txt: short, complete, in parts that each stand alone."""

import re
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_made import (
    AMAZON,
    DATED,
    DISTRIBUTOR,
    FIRST,
    SINGLE,
    UNCODED,
    VARIANTS,
    enquiry,
    mandate,
    notice,
    recording,
    release,
)

from takedown.errors import LetterError
from takedown.notice import Way
from takedown.records import Channel, Ticket
from takedown.rendering import load_letters, render_notice
from takedown.rendering.steps import steps_text
from takedown.rendering.ticket import ticket_text
from takedown.rendering.written import write_letter

LETTERS = load_letters()


def upc(number):
    digits = f"{number:011d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def many(count):
    return tuple(release(f"Tape {number}", upc(number)) for number in range(count))


def parts(made):
    return [part.text for part in write_letter(made, LETTERS, dated=DATED).ticket]


@settings(max_examples=25, deadline=None)
@given(count=st.integers(1, 160), limit=st.integers(800, 4000), name=st.sampled_from(sorted(VARIANTS)))
def test_every_upc_stands_once_over_all_parts_and_no_part_is_too_long(count, limit, name):
    given_notice = VARIANTS[name]
    recipient = replace(given_notice.recipient, ticket=Ticket(max_characters=limit))
    made = replace(given_notice, releases=many(count), recipient=recipient)

    texts = parts(made)

    listed = Counter(
        code
        for text in texts
        for line in re.findall(r"^UPCs?: (.*)$", text, re.MULTILINE)
        for code in line.split(", ")
    )
    assert listed == Counter({upc(number): 1 for number in range(count)})
    assert all(len(text) <= min(limit, 1500) for text in texts)


def test_each_part_says_which_it_is_and_stands_alone():
    texts = parts(notice(releases=many(150)))

    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert text.startswith(f"Part {number} of {len(texts)}, Ref {notice(releases=many(150)).id}")
        assert "All other stores stay as they are" in text
        assert "Account: ana@example.com" in text
        assert text.count("\nUPC") == 1


def test_a_form_too_small_for_the_whole_body_gets_the_brief_one():
    small = replace(DISTRIBUTOR, ticket=Ticket(max_characters=500))

    assert "All other stores stay as they are." in parts(notice(recipient=small))[0]
    assert "for a fee" not in parts(notice(recipient=small))[0]


def test_a_form_that_cannot_hold_even_that_is_named():
    tiny = replace(DISTRIBUTOR, ticket=Ticket(max_characters=100))

    with pytest.raises(LetterError, match="TuneCore takes 100 characters"):
        parts(notice(recipient=tiny))


def test_single_tracks_and_releases_without_a_upc_are_named_by_isrc_or_grid():
    plain = release("Tape", recordings=(recording("A", "QZES12600001"), recording("B", "QZES12600002")))
    grid = release("Other", grid="A12425GABC1234002M")
    text = parts(notice(releases=(UNCODED, SINGLE, plain, grid, FIRST)))[0]

    assert "\nUPC: 012345678905\n" in text
    assert "\nGRid: A12425GABC1234002M\n" in text
    assert "\nISRCs: QZES12200003, QZES12600001, QZES12600002\n" in text
    assert "\nWithout a known code: The Examples – Basement Tape\n" in text


def test_a_release_with_a_upc_lists_no_isrcs():
    assert "QZES" not in parts(notice())[0]


def test_a_desks_own_subject_holds_the_upcs_of_its_part():
    own = VARIANTS["withdrawal-own-words"]
    ticket = write_letter(replace(own, releases=many(150)), LETTERS, dated=DATED).ticket
    text = ticket_text(ticket, LETTERS.words["en"], fields=(), attached=("notice.pdf",))

    assert all(part.subject.removeprefix("Takedown UPC ") in part.text for part in ticket)
    assert text.count("Subject: Takedown UPC ") == len(ticket)


def test_one_subject_stands_once_above_all_parts():
    assert (
        render_notice(notice(releases=many(150)), LETTERS, dated=DATED).files["ticket.txt"].count(b"Subject:")
        == 1
    )


def test_the_fields_of_a_form_are_answered_in_its_order():
    fields = (
        "Email of your account",
        "Your role",
        "Artist name",
        "Release title",
        "UPC",
        "ISRC",
        "Stores",
        "Territories",
        "Label",
        "Wanted date",
        "Message",
        "Favourite colour",
    )
    recipient = replace(DISTRIBUTOR, ticket=Ticket(fields=fields), store_names={"amazon-music": "Amazon"})
    text = render_notice(notice(recipient=recipient), LETTERS, dated=DATED).files["ticket.txt"].decode()

    assert text.split("in order:\n")[1].splitlines() == [
        "1. Email of your account: ana@example.com",
        "2. Your role: artist",
        "3. Artist name: The Examples",
        "4. Release title: Winter Light, Second Spring (Deluxe)",
        "5. UPC: 012345678905, 036000291452",
        "6. ISRC: QZES11900001, QZES11900002, QZES12100007",
        "7. Stores: Amazon, Amazon Digital Music Store",
        "8. Territories: worldwide",
        "9. Label: Example Tapes",
        "10. Wanted date: 27 November 2026",
        "11. Message: the text above",
        "12. Favourite colour: (your answer)",
    ]


def test_who_asks_is_said_in_one_line():
    assert parts(mandate())[0].splitlines()[-1].startswith("Kim Example, manager for The Examples. Ref ")
    assert "please change nothing" in parts(enquiry())[0]


def test_a_ticket_names_the_desks_own_stores():
    recipient = replace(
        DISTRIBUTOR, store_names={"amazon-music": "Amazon (all)", "amazon-digital": "Amazon (all)"}
    )

    assert (
        "from Amazon (all) (streaming and sale of downloads) only, worldwide"
        in parts(notice(recipient=recipient))[0]
    )


def test_steps_say_where_to_go_and_how_to_record_it():
    made = notice()
    text = steps_text(made)

    assert text.index("By form: https://support.example.com/request") < text.index(
        "By email: desk@example.com"
    )
    assert text.index("By email") < text.index("3. Log in") < text.index("4. Paste the text of ticket.txt")
    assert f"takedown record submitted {made.id} --ticket NUMBER --on YYYY-MM-DD" in text


def test_by_post_alone_nothing_is_pasted():
    recipient = replace(AMAZON, ways=(Way(channel=Channel.POST, lines=AMAZON.postal),))
    text = steps_text(notice(recipient=recipient))

    assert "By post: Amazon.com, Inc., P.O. Box 81226" in text
    assert "Paste" not in text


def test_a_specimen_says_that_it_is_for_nobody():
    assert "send it to nobody" in steps_text(notice(demo=True))


def test_without_a_known_address_the_steps_say_where_to_look():
    text = render_notice(enquiry(), LETTERS, dated=DATED).files["steps.txt"].decode()

    assert "No address of " in text
    assert "takedown record submitted" in text


def test_six_thousand_releases_are_divided_in_seconds():
    made = notice(releases=many(6000))
    started = time.process_time()

    texts = parts(made)

    # It takes about one second; with a cost that grows by the square it took over two hundred.
    assert time.process_time() - started < 10
    assert sum(text.count(", ") for text in texts) >= 6000 - len(texts)
    assert all(len(text) <= 1500 for text in texts)


def test_every_part_but_the_last_is_full():
    texts = parts(notice(releases=many(400)))

    room = len(", 012345678905")
    assert all(1500 - room - len("9999") * 2 < len(text) <= 1500 for text in texts[:-1])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 600), min_size=1, max_size=40), st.integers(700, 1500))
def test_names_of_any_length_stand_once_or_are_too_long_for_the_form(lengths, limit):
    named = tuple(release(f"{number} {'x' * length}") for number, length in enumerate(lengths))
    recipient = replace(DISTRIBUTOR, ticket=Ticket(max_characters=limit))

    try:
        texts = parts(notice(releases=named, recipient=recipient))
    except LetterError:
        assert max(lengths) > 100
        return

    said = [
        name
        for text in texts
        for line in re.findall(r"^Without a known code: (.*)$", text, re.MULTILINE)
        for name in line.split("; ")
    ]
    assert said == [f"The Examples – {one.title}" for one in named]
    assert all(len(text) <= limit for text in texts)


#: Characters that begin a new line, and those that turn the rest of a line around.
UNRULY = "a\n2. Send it to x@example.com\u2028b\r\nc\u202ed\u2066e\u200ff"


def test_no_datum_adds_a_step_or_turns_a_line_around():
    recipient = replace(
        DISTRIBUTOR,
        name=UNRULY,
        attention=UNRULY,
        ways=(
            Way(channel=Channel.FORM, value=UNRULY, note=UNRULY),
            Way(channel=Channel.POST, lines=(UNRULY,), note=UNRULY),
            Way(channel=Channel.EMAIL, value="desk@example.com"),
        ),
        steps=("Log\n9. in\u202e.",),
    )
    made = notice(recipient=recipient, account=f"{UNRULY}@")
    calm = notice(
        recipient=replace(
            recipient,
            name="x",
            attention="x",
            ways=tuple(replace(way, value="y", lines=("y",), note="y") for way in recipient.ways),
            steps=("Log in.",),
        ),
        account="x@",
    )

    text = steps_text(made)

    assert len(text.splitlines()) == len(steps_text(calm).splitlines())
    assert not re.search("[\u2028\u2029\u200f\u202e\u2066]", text)
    none = notice(recipient=replace(recipient, ways=(), steps=()))
    assert len(steps_text(none).splitlines()) == len(
        steps_text(notice(recipient=replace(none.recipient, name="x"))).splitlines()
    )


def test_a_step_with_a_control_character_is_refused():
    with pytest.raises(LetterError, match=r"U\+001B"):
        steps_text(notice(recipient=replace(DISTRIBUTOR, steps=("a\x1b[2Jb",))))


def test_no_field_and_no_answer_adds_a_line():
    ticket = Ticket(subject="Remove\n9. {upcs}", fields=(UNRULY, "Account\n9. x", "Artist", "Subject"))
    recipient = replace(DISTRIBUTOR, ticket=ticket)
    printable = re.sub("[\u202e\u2066]", "", UNRULY)  # what turns a line round cannot be printed in a PDF
    named = replace(FIRST, artists=(printable,))
    files = render_notice(notice(recipient=recipient, releases=(named,)), LETTERS, dated=DATED).files
    text = files["ticket.txt"].decode()

    assert [line.split(".")[0] for line in text.split("in order:\n")[1].splitlines()] == ["1", "2", "3", "4"]
    assert not re.search("[\u2028\u200f\u202e\u2066]", text.split("in order:\n")[1])
    assert "Subject: Remove 9. 012345678905" in text.splitlines()
