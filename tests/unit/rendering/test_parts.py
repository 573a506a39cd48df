"""A notice as emails: one where it fits, and otherwise several that lose nothing and stay below the limit."""

import email
import re
from dataclasses import replace
from email import policy
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_made import DATED, notice, release
from letters_made import DRAFT as ANY_DRAFT
from papers import one_release, schedule

from takedown import rendering
from takedown.errors import LetterError
from takedown.rendering import Seal, load_letters, render_notice
from takedown.rendering.annexes import annexed, draw_pdfs
from takedown.rendering.message import draft_message
from takedown.rendering.paper import Marker, Paragraph, Run
from takedown.rendering.parts import LARGEST_FILE, LIMIT, Limits, attachable, draft_parts
from takedown.rendering.steps import steps_text
from takedown.rendering.text import as_mail

LETTERS = load_letters()
PAPER = one_release()
WORDS = LETTERS.words["en"]
SMALL = Limits(message=60_000, file=30_000, around=4_000)
DRAFT = replace(ANY_DRAFT, text=as_mail(PAPER))
NAMES = ("notice.pdf", "annex-1.pdf", "english.txt", "items-1.csv", "items-2.csv", "items-3.csv")


def read(raw):
    return email.message_from_bytes(raw, policy=policy.default)


def attached(raw):
    return {part.get_filename(): part.get_payload(decode=True) for part in read(raw).iter_attachments()}


def text_of(raw):
    return read(raw).get_body().get_content().replace("\r\n", "\n")


def with_files(*sizes):
    return replace(DRAFT, attachments={name: bytes(size) for name, size in zip(NAMES, sizes, strict=False)})


def test_a_notice_that_fits_is_one_email_with_exactly_the_bytes_of_its_draft():
    assert draft_parts(DRAFT, PAPER, WORDS) == {"notice.eml": draft_message(DRAFT)}


@settings(max_examples=60, deadline=None)
@given(sizes=st.lists(st.integers(0, SMALL.file), min_size=1, max_size=len(NAMES)))
def test_every_byte_goes_out_once_and_every_part_stays_below_the_limit(sizes):
    draft = with_files(*sizes)

    made = draft_parts(draft, PAPER, WORDS, limits=SMALL)

    assert all(len(raw) < SMALL.message for raw in made.values())
    brought = [pair for raw in made.values() for pair in attached(raw).items()]
    assert brought == list(draft.attachments.items())
    assert list(made) == ["notice.eml", *(f"notice-{number}.eml" for number in range(2, len(made) + 1))]
    if len(made) == 1:
        assert made["notice.eml"] == draft_message(draft)
    assert made == draft_parts(draft, PAPER, WORDS, limits=SMALL)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60), max_size=80),
    largest=st.integers(300, 2_000),
)  # fmt: skip
def test_the_pieces_of_a_table_hold_every_row_once_below_the_same_header(rows, largest):
    header = "platform,artist\n"
    whole = (header + "".join(f"{row}\n" for row in rows)).encode()

    pieces = attachable("items.csv", whole, limits=replace(SMALL, file=largest))

    assert all(len(piece) <= largest for piece in pieces.values())
    assert all(piece.decode().startswith(header) for piece in pieces.values())
    found = header + "".join(piece.decode().removeprefix(header) for piece in pieces.values())
    assert found.encode() == whole
    assert list(pieces) == (
        ["items.csv"] if len(pieces) == 1 else [f"items-{n}.csv" for n in range(1, len(pieces) + 1)]
    )


def test_a_long_text_is_divided_between_lines_and_a_pdf_never():
    limits = replace(SMALL, file=100)
    line = b"0123456789" * 3 + b"\n"

    assert attachable("english.txt", line * 7, limits=limits) == {
        "english-1.txt": line * 3,
        "english-2.txt": line * 3,
        "english-3.txt": line,
    }
    assert attachable("notice.pdf", line * 7, limits=limits) == {"notice.pdf": line * 7}


def test_the_first_part_has_the_whole_letter_and_the_others_say_where_it_is():
    made = draft_parts(with_files(30_000, 30_000, 30_000), PAPER, WORDS, limits=SMALL)
    first, second, third = map(text_of, made.values())

    assert " ".join(first.split()).startswith(
        "Part 1 of 3 of the notice with reference ABCDEFGH23. Attached to this part: notice.pdf."
    )
    assert first.endswith("\n\n" + DRAFT.text)
    assert " ".join(second.split()) == (
        "Part 2 of 3 of the notice with reference ABCDEFGH23. Attached to this part: annex-1.pdf. "
        "The letter itself is in part 1."
    )
    assert "english.txt" in third
    assert all(len(line) <= 72 for text in (first, second, third) for line in text.splitlines())


def test_the_parts_are_one_conversation_with_one_desk():
    made = [
        read(raw)
        for raw in draft_parts(with_files(30_000, 30_000, 30_000), PAPER, WORDS, limits=SMALL).values()
    ]

    assert [str(each["Subject"]) for each in made] == [f"{DRAFT.subject} ({n}/3)" for n in (1, 2, 3)]
    assert [each["Message-ID"] for each in made] == [
        "<ABCDEFGH23.1@example.com>", "<ABCDEFGH23.1.p2@example.com>", "<ABCDEFGH23.1.p3@example.com>",
    ]  # fmt: skip
    assert [each["In-Reply-To"] for each in made] == [None, *["<ABCDEFGH23.1@example.com>"] * 2]
    assert [each["References"] for each in made] == [None, *["<ABCDEFGH23.1@example.com>"] * 2]
    assert len({str(each["To"]) for each in made}) == len({str(each["From"]) for each in made}) == 1
    assert not any(each.defects for each in made)


def test_a_long_domain_of_the_sender_leaves_the_thread_whole():
    domain = ".".join(["a" * 60] * 3) + ".example.com"
    draft = replace(with_files(30_000, 30_000), from_email=f"ana@{domain}")

    second = draft_parts(draft, PAPER, WORDS, limits=SMALL)["notice-2.eml"]

    assert f"References: <ABCDEFGH23.1@{domain}>\r\n".encode() in second


def test_a_list_that_fills_an_email_alone_is_attached_instead_and_the_letter_says_so():
    paper = replace(PAPER, schedule=schedule(*[40] * 60))
    draft = replace(with_files(10_000, 10_000), text=as_mail(paper))
    assert len(draft.text) > SMALL.message

    made = draft_parts(draft, paper, WORDS, limits=SMALL)

    text = text_of(made["notice.eml"])
    assert "is attached, in these files of all parts: notice.pdf, annex-1.pdf." in " ".join(text.split())
    assert paper.schedule_title in text
    assert all(word in text for word in ("Dear", "Thank you. Yours sincerely"))
    assert paper.schedule[5].code not in text
    assert all(len(raw) < SMALL.message for raw in made.values())


def test_a_file_that_no_email_can_carry_is_named_with_its_size_and_a_way_out():
    with pytest.raises(LetterError, match=r"notice\.pdf would have 0\.1 MB in an email") as raised:
        draft_parts(with_files(60_000), PAPER, WORDS, limits=SMALL)

    assert "150 dots" in raised.value.hint


def many(count):
    return notice(releases=tuple(release(f"Tape {number}", f"{number:012d}") for number in range(count)))


def test_real_limits_hold_for_a_real_table():
    line = b"amazon-music,The Examples,Harbour Lights,,012345678905,,,Example Tapes,1,,Snow,,QZES11900001,,\n"
    table = b"platform\n" + line * 250_000
    pieces = attachable("items.csv", table)

    made = draft_parts(
        replace(DRAFT, attachments={"notice.pdf": bytes(LARGEST_FILE), **pieces}), PAPER, WORDS
    )

    assert len(table) > 2 * LIMIT
    assert all(len(raw) < LIMIT for raw in made.values())
    assert [name for raw in made.values() for name in attached(raw)] == ["notice.pdf", *pieces]


def test_every_text_and_step_names_the_parts_as_they_lie_in_the_folder(monkeypatch):
    limits = Limits(message=200_000, file=120_000, around=4_000)
    monkeypatch.setattr(rendering, "attachable", partial(attachable, limits=limits))
    monkeypatch.setattr(rendering, "draft_parts", partial(draft_parts, limits=limits))
    monkeypatch.setattr(rendering, "draw_pdfs", partial(draw_pdfs, most_lines=700, largest=limits.file))
    made = many(2_000)

    files = render_notice(made, LETTERS, dated=DATED).files

    pieces = [name for name in files if re.fullmatch(r"items-\d+\.csv", name)]
    drafts = [name for name in files if name.endswith(".eml")]
    annexes = [name for name in files if name.startswith("annex-")]
    assert len(pieces) > 1
    assert len(drafts) > 2
    assert len(annexes) > 1
    going = ["notice.pdf", *annexes, *pieces]
    assert [name for draft in drafts for name in attached(files[draft])] == going
    assert all(
        attached(files[draft])[name] == files[name] for draft in drafts for name in attached(files[draft])
    )
    assert f"Attach: {', '.join(going)}" in files["ticket.txt"].decode()
    steps = " ".join(files["steps.txt"].decode().split())
    assert all(name in steps for name in (*going, *drafts))
    assert "Send every part, in this order" in steps
    assert files["items.csv"].count(b"\n") == 4_001
    assert files == render_notice(made, LETTERS, dated=DATED).files


def test_steps_speak_of_one_email_where_there_is_one():
    made = notice()
    files = render_notice(made, LETTERS, dated=DATED).files

    assert steps_text(made, files=files) == steps_text(made)
    assert "open notice.eml instead: it is a ready draft with both files attached" in steps_text(made)


@settings(max_examples=60, deadline=None)
@given(sizes=st.lists(st.integers(0, 30), min_size=1, max_size=40), most=st.integers(1, 60))
def test_every_release_stands_in_one_pdf_in_its_order_and_each_says_which(sizes, most):
    paper = replace(PAPER, schedule=schedule(*sizes))

    papers = annexed(paper, WORDS, most)

    assert [each for one in papers.values() for each in one.schedule] == list(paper.schedule)
    for one in papers.values():
        lines = sum(1 + len(each.recordings) for each in one.schedule)
        assert lines <= most or len(one.schedule) == 1
        if len(papers) > 1:
            numbers = f"numbers {one.schedule[0].number} to {one.schedule[-1].number}"
            assert one.schedule_title == f"{paper.schedule_title} – {numbers}"
    if len(papers) == 1:
        assert papers == {"notice.pdf": paper}


def test_the_letter_names_its_annexes_and_an_annex_its_letter_without_what_stands_there_once():
    paper = replace(PAPER, schedule=schedule(3, 3, 3), document=b"{}", signed=True)

    letter, first, second = annexed(paper, WORDS, 4).values()

    said = [
        "".join(run.text for run in block.runs) for block in letter.blocks if isinstance(block, Paragraph)
    ]
    assert said[-2:] == [
        "The schedule goes on with numbers 2 to 2 in annex-1.pdf.",
        "The schedule goes on with numbers 3 to 3 in annex-2.pdf.",
    ]
    assert letter.document == b"{}"
    assert (first.document, second.document) == (b"", b"")
    assert Marker.SIGNATURE not in first.blocks
    assert first.blocks[0] == Paragraph(
        runs=(Run(text=f"Annex 1 of 2 to the letter with reference {paper.id}."),)
    )
    assert (second.id, second.document_sha256, second.subject) == (
        paper.id,
        paper.document_sha256,
        paper.subject,
    )


def test_a_pdf_that_is_too_large_is_divided_further_until_each_can_be_sent():
    paper = replace(PAPER, schedule=schedule(*[9] * 20))

    made = draw_pdfs(paper, WORDS, lambda each: bytes(100 * len(each.schedule)), largest=700)

    assert max(map(len, made.values())) <= 700
    assert sum(map(len, made.values())) == 2_000


def test_a_letter_that_is_too_large_without_its_schedule_is_not_divided_in_vain():
    paper = replace(PAPER, schedule=schedule(*[9] * 20))
    drawn = []

    def draw(each):
        drawn.append(each)
        return bytes(1_000)

    assert list(draw_pdfs(paper, WORDS, draw, largest=700)) == ["notice.pdf"]
    assert len(drawn) == 2


class Counted:
    """A seal that makes a file larger, and remembers what it was given."""

    def __init__(self) -> None:
        self.given = []

    def seal(self, adds):
        return Seal(apply=lambda pdf: self.given.append(pdf) or pdf + bytes(adds), adds=adds)


def test_a_long_letter_is_sealed_once_a_file_when_all_have_their_size(monkeypatch):
    monkeypatch.setattr(rendering, "LARGEST_FILE", 100_000)
    counted, made = Counted(), many(800)

    files = render_notice(made, LETTERS, dated=DATED, seal=counted.seal(20_000)).files

    pdfs = [content for name, content in files.items() if name.endswith(".pdf")]
    assert len(pdfs) > 1
    assert [given + bytes(20_000) for given in counted.given] == pdfs
    assert max(map(len, pdfs)) <= 100_000


def test_what_a_seal_adds_counts_before_it_is_there(monkeypatch):
    plain = render_notice(many(400), LETTERS, dated=DATED).files
    monkeypatch.setattr(rendering, "LARGEST_FILE", len(plain["notice.pdf"]) + 100)

    def annexes(**more):
        return [
            name
            for name in render_notice(many(400), LETTERS, dated=DATED, **more).files
            if name.startswith("annex-")
        ]

    assert annexes() == annexes(seal=Counted().seal(100)) == []
    assert annexes(seal=Counted().seal(101)) != []
