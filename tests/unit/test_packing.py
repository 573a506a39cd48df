"""A packet: what to do, what to paste, what to attach, and a cover page whose address shows in the window."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from kinds_made import LETTERS_MADE
from letters_made import AMAZON, DATED, VARIANTS, notice
from pypdf import PdfReader
from reading import pieces

from takedown.errors import LetterError
from takedown.handing import Field, Record, walk_of
from takedown.notice import Notice, Way
from takedown.packing import COVER, FIELDS, GUIDE, packet_of
from takedown.records import Channel
from takedown.rendering import load_letters, render_notice
from takedown.rendering.paper import Format
from takedown.rendering.pdf.cover import Cover, draw_cover
from takedown.rendering.pdf.specimen import specimen

LETTERS = load_letters()
MM, INCH = 72 / 25.4, 72.0
BY_POST = replace(
    VARIANTS["platform-request"],
    recipient=replace(AMAZON, ways=(Way(channel=Channel.POST, lines=AMAZON.postal),)),
)
#: What is seen through each window, from the left and upper edges of the sheet: left, top, right, bottom. For #10 as
#: the sheet lies at the bottom of the envelope.
WINDOWS = {
    Format.A4: (20 * MM, 45 * MM, 105 * MM, 90 * MM),
    Format.LETTER: (0.875 * INCH, 2.042 * INCH, 4.375 * INCH, 3.167 * INCH),
}
#: What is seen however the sheet lies in a #10 envelope.
ALWAYS = (2.5 * INCH, 3.167 * INCH)


def made(of: Notice) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    files = render_notice(of, LETTERS, dated=DATED).files
    return packet_of(walk_of(of, files, LETTERS.words[LETTERS.language_for(of)]), files), files


def cover(*recipient: str, format: Format = Format.A4, **more: object) -> bytes:  # noqa: A002 – its own name
    plain = Cover(
        recipient=recipient,
        sender=("Example Tapes", "5 Example Road", "Glasgow G1 1AA", "United Kingdom"),
        subject="Please end streaming – Ref ABCDEFGHIJ",
        reference="ABCDEFGHIJ",
        language="en",
        format=format,
        dated=date(2026, 11, 22),
        document_sha256="ab" * 32,
    )
    return draw_cover(replace(plain, **more))


def lines(pdf: bytes) -> list[tuple[float, float, str]]:
    """Left edge, baseline from the top, and text of each line on the one page."""
    (page,) = PdfReader(io.BytesIO(pdf), strict=True).pages
    found: list[tuple[float, float, str]] = []

    def keep(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.strip():
            found.append((matrix[4], float(page.mediabox.height) - matrix[5], text.strip()))

    page.extract_text(visitor_text=keep)
    return found


def test_a_packet_has_all_that_is_pasted_and_attached_byte_for_byte() -> None:
    packet, files = made(notice())

    assert set(packet) == {GUIDE, FIELDS, "notice.pdf", "items.csv", "ticket.txt", "notice.eml"}
    assert all(packet[name] == files[name] for name in ("notice.pdf", "items.csv"))
    walk = walk_of(notice(), files, LETTERS.words["en"])
    for station in walk.stations:
        if isinstance(station, Field):
            assert f"--\n{station.text}\n--" in packet[FIELDS].decode()
        if not isinstance(station, Record):
            assert station.text in packet[GUIDE].decode()


def test_a_packet_sends_nobody_to_the_program_and_names_no_file_that_it_lacks() -> None:
    for made_of in LETTERS_MADE.values():
        for each in made_of:
            packet, files = made(each)
            guide = packet[GUIDE].decode()
            assert "takedown record" not in guide
            assert [name for name in files if name in guide and name not in packet] == []


@pytest.mark.parametrize("name", LETTERS_MADE)
def test_every_kind_of_paper_makes_a_packet(name: str) -> None:
    for each in LETTERS_MADE[name]:
        packet, files = made(each)
        ways = {way.channel for way in each.recipient.ways}
        assert (COVER in packet) is (Channel.POST in ways)
        assert all(packet[file] == files[file] for file in packet if file in files)
        assert not {"steps.txt", "notice.json"} & set(packet)


def test_for_the_post_the_guide_says_what_to_print_and_in_which_order() -> None:
    packet, _ = made(BY_POST)

    assert packet[GUIDE].decode().count("print in this order: cover.pdf, notice.pdf\n") == 1
    texts = [text for _, _, text in lines(packet[COVER])]
    assert texts[:5] == [
        "Amazon.com, Inc.", "Attention: Amazon Music content / label relations", "P.O. Box 81226",
        "Seattle, WA 98108-1226", "USA",
    ]  # fmt: skip


def test_an_unread_translation_takes_its_english_text_along() -> None:
    packet, files = made(replace(BY_POST, language="de"))

    assert packet["english.txt"] == files["english.txt"]
    assert "cover.pdf, notice.pdf, english.txt" in packet[GUIDE].decode()
    assert PdfReader(io.BytesIO(packet[COVER])).trailer["/Root"]["/Lang"] == "de"


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_the_address_stands_in_the_window_of_the_envelope(format_: Format, count: int) -> None:
    address = (
        "Example Company with a Rather Long Name, Inc.",
        "Attention: Licensing",
        "1 Example Plaza",
        "Town",
    )
    given = (*address[: count - 1], "Country")
    left, top, right, bottom = WINDOWS[format_]
    drawn = lines(cover(*given, format=format_, sender=()))

    found = [(x, y) for x, y, text in drawn if text in given]
    assert len(found) == count
    assert all(left < x < right and top + 8 < y < bottom - 2 for x, y in found)
    assert [text for _, y, text in drawn if top < y < bottom] == list(given)
    (subject,) = [y for _, y, text in drawn if text.startswith("Please end")]
    assert subject > bottom


def test_the_sender_stands_small_above_the_address_where_there_is_room() -> None:
    said = [piece for piece in pieces(cover("Name", "Street", "Town")) if piece.strip()]

    assert said[0].startswith("Example Tapes, 5 Example Road")
    assert said[1] == "Name"
    above = min(y for _, y, _ in lines(cover("Name", "Street", "Town")))
    assert above > WINDOWS[Format.A4][1]
    assert "Example Tapes" not in " ".join(pieces(cover(*"ABCDEF", format=Format.LETTER)))


@pytest.mark.parametrize("count", [2, 3])
def test_the_last_lines_are_seen_however_a_letter_sheet_lies(count: int) -> None:
    drawn = lines(cover("Name", "Street", "Town", "Country", format=Format.LETTER))

    last = [y for _, y, text in drawn if text in ("Street", "Town", "Country")][-count:]
    assert all(ALWAYS[0] + 6 < y < ALWAYS[1] for y in last)


def test_an_address_that_no_window_shows_is_refused_by_name() -> None:
    with pytest.raises(LetterError, match=r"Name.* has 15 lines"):
        cover("Name", *(f"Line {number}" for number in range(14)))


def test_a_packet_with_such_an_address_has_no_cover_and_says_so() -> None:
    long = replace(BY_POST.recipient, ways=(Way(channel=Channel.POST, lines=tuple("ABCDEFGHIJKL")),))
    packet, _ = made(replace(BY_POST, recipient=long))

    assert COVER not in packet
    assert "print in this order: notice.pdf\nThe address is too long" in packet[GUIDE].decode()


def test_a_cover_is_the_same_every_time_and_in_any_script() -> None:
    names = ("株式会社サンプル", "עמותה לדוגמה", "Żółta łódź 5", "日本")

    assert cover(*names) == cover(*names)
    assert any("Żółta" in text for _, _, text in lines(cover(*names)))


def test_a_cover_says_that_it_is_a_specimen_and_a_real_one_does_not() -> None:
    """The word is drawn across the page, as lines."""
    for said in (True, False):
        (page,) = PdfReader(io.BytesIO(cover("Name", "Town", specimen=said))).pages
        word = specimen(float(page.mediabox.width), float(page.mediabox.height))
        assert (word in page.get_contents().get_data()) is said
