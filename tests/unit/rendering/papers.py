"""Sample papers: what the presenters draw in tests. Names are fictional, codes valid, domains reserved."""

from dataclasses import replace
from datetime import date

from takedown.notice import Kind
from takedown.rendering.paper import (
    Block,
    Bullets,
    Format,
    Furniture,
    Heading,
    Marker,
    Paper,
    Paragraph,
    Run,
    ScheduleRecording,
    ScheduleRelease,
)

_WORDS = (
    "Slow Weather",
    "Harbour Lights",
    "Żółta łódź",
    "Nothing Left to Count",
    "Ночной поезд",
    "Ηλιοβασίλεμα",
    "The Long Way Round (feat. Marta Příkladová) – Live at the Old Customs House, 14 June 2019",
    "Glass",
    "Señorita de abril",
    "Two Rooms",
    "Interlude II",
    "Paper Boats & Other Vessels",
)


def text(words: str) -> tuple[Run, ...]:
    """A run of plain text; `**` around a part makes it bold, `__` italic."""
    runs = []
    for i, part in enumerate(words.split("**")):
        for j, piece in enumerate(part.split("__")):
            if piece:
                runs.append(Run(text=piece, bold=bool(i % 2), italic=bool(j % 2)))
    return tuple(runs)


def upc(number: int) -> str:
    """A UPC with its check digit."""
    digits = f"01234{number:06d}"
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def isrc(number: int) -> str:
    return f"QZES126{number:05d}"


def release(number: int, recordings: int, *, first: int = 1) -> ScheduleRelease:
    """A release of the schedule with that many recordings."""
    return ScheduleRelease(
        number=number,
        code_label="UPC",
        code=upc(number),
        heading=f"The Examples – {_WORDS[number % len(_WORDS)]}{'' if number % 3 else ' (Deluxe Edition)'}",
        details=f"Label Example Tapes · Catalogue number ET-{number:02d}",
        recordings=tuple(
            ScheduleRecording(
                number=str(i + 1), isrc=isrc(first + i), title=_WORDS[(first + i) % len(_WORDS)]
            )
            for i in range(recordings)
        ),
    )


def schedule(*recordings: int) -> tuple[ScheduleRelease, ...]:
    """Releases with so many recordings each."""
    return tuple(
        release(i, count, first=sum(recordings[: i - 1]) + 1) for i, count in enumerate(recordings, 1)
    )


SPECIMEN = "Specimen – not sent to anyone"


def furniture(*more: str) -> Furniture:
    """Words of a page beside those of the letter, and more at its foot."""
    return Furniture(
        columns=("No.", "ISRC", "Recording"),
        contents="Contents",
        continued="continued",
        page="Page {page} of {pages}",
        footer=("Reference K7QWZ2M4TA", "Document 1a2b3c4d5e6f", *more),
    )


_BLOCKS: tuple[Block, ...] = (
    Paragraph(runs=text("Dear DistroKid team,")),
    Paragraph(
        runs=text(
            "Please remove the release in the schedule from **Amazon Music** (streaming) and from the "
            "**Amazon Digital Music Store** (sale of downloads), worldwide. In your store list this is one "
            "line: __Amazon__."
        )
    ),
    Heading(text="What stays"),
    Bullets(
        items=(
            text("All other stores stay, and so do the account, our agreement and payments."),
            text(
                "Please do not delete the product, and do not deliver it to Amazon again; Amazon stays off "
                "in automatic delivery to new stores."
            ),
            text(
                "If only a removal from all stores, a fee or a further loss would do it, do nothing and tell "
                "us first."
            ),
        )
    ),
    Heading(text="What we ask you to answer"),
    Bullets(
        items=(
            text("The ticket number, now."),
            text("For each UPC: sent on or refused, why, and the date on which it was sent on."),
        ),
        numbered=True,
    ),
    Paragraph(
        runs=text(
            "We would like this to be done by **27 November 2026**; otherwise at the earliest date that our "
            "agreement and your service allow. I am the sole owner of the rights in these recordings. This "
            "is a routine instruction under our agreement, not a complaint about anyone. The songs "
            "(compositions) are not touched."
        )
    ),
    Paragraph(runs=text("Thank you. Yours sincerely,")),
    Marker.SIGNATURE,
    Marker.SCHEDULE,
)


def words(paper: Paper) -> list[str]:
    """Every word of a paper in the order in which each presenter shows it."""
    parts = [
        *paper.sender_lines,
        paper.date,
        *paper.recipient_lines,
        *(text for pair in paper.details for text in pair),
    ]
    parts.append(paper.subject)
    for block in paper.blocks:
        if block is Marker.SIGNATURE:
            parts.extend(paper.signature_lines)
        elif block is Marker.SCHEDULE:
            parts.extend([paper.schedule_title, *schedule_texts(paper)])
        elif isinstance(block, Bullets):
            for i, runs in enumerate(block.items, 1):
                parts.extend([f"{i}."] if block.numbered else [])
                parts.append("".join(run.text for run in runs))
        elif isinstance(block, Heading):
            parts.append(block.text)
        else:
            parts.append("".join(run.text for run in block.runs))
    return " ".join(parts).split()


def schedule_texts(paper: Paper) -> list[str]:
    texts = []
    for entry in paper.schedule:
        texts += [f"{entry.number}.", entry.code_label, entry.code, entry.heading, entry.details]
        for recording in entry.recordings:
            texts += [recording.number, recording.isrc, recording.title]
    return texts


def one_release() -> Paper:
    """A withdrawal of one release, not signed."""
    return Paper(
        kind=Kind.WITHDRAWAL,
        id="K7QWZ2M4TA",
        language="en",
        sender_lines=(
            "Ana Example",
            "c/o 12 Example Street",
            "19125 Exampleton",
            "Ireland",
            "ana@example.com",
        ),
        date="22 November 2026",
        recipient_lines=("DistroKid", "Artist Support"),
        details=(
            ("Reference", "K7QWZ2M4TA"),
            ("Account", "ana@example.com"),
            ("Account holder", "Ana Example"),
        ),
        subject="Remove from Amazon only – The Examples – 1 release – Ref K7QWZ2M4TA",
        blocks=_BLOCKS,
        schedule_title="Schedule: 1 release, 4 recordings",
        schedule=schedule(4),
        signature_lines=("_" * 34, "Ana Example", "Artist", "Place and date:"),
        signed=False,
        document_sha256="1a2b3c4d5e6f" + "0" * 52,
        author="Ana Example",
        specimen=False,
        furniture=furniture(),
        dated=date(2026, 11, 22),
        mailboxes=("ana@example.com",),
    )


def with_schedule(*recordings: int) -> Paper:
    """The same letter about several releases."""
    return replace(
        one_release(),
        subject=f"Remove from Amazon only – The Examples – {len(recordings)} releases – Ref K7QWZ2M4TA",
        schedule_title=f"Schedule: {len(recordings)} releases, {sum(recordings)} recordings",
        schedule=schedule(*recordings),
    )


def three_page_schedule() -> Paper:
    return with_schedule(12, 11, 4, 1, 14, 9, 10, 2, 12, 3)


def signed() -> Paper:
    return replace(
        one_release(),
        signed=True,
        signature_lines=("Ana Example", "Artist", "Signed electronically on 22 November 2026"),
    )


def platform_request() -> Paper:
    """A letter to the platform's postal address in the USA, marked as a specimen."""
    return replace(
        three_page_schedule(),
        kind=Kind.PLATFORM_REQUEST,
        id="R3XBN5YQDE",
        specimen=True,
        format=Format.LETTER,
        furniture=furniture(SPECIMEN),
        sender_lines=(
            "Example Tapes",
            "Bo Example, Manager",
            "c/o 12 Example Street",
            "Philadelphia, PA 19125",
            "USA",
            "desk@example.org",
        ),
        recipient_lines=(
            "Amazon.com, Inc.",
            "Attention: Amazon Music content and label relations",
            "P.O. Box 81226",
            "Seattle, WA 98108-1226",
            "USA",
        ),
        details=(
            ("Reference", "R3XBN5YQDE"),
            ("Delivered by", "DistroKid, instructed on 22 November 2026, ticket 4711-0815"),
            (
                "Amazon page",
                f"https://music.amazon.example/artists/B0EXAMPLE01/{'the-examples-' * 5}a-long-address",
            ),
        ),
        subject="Recordings of The Examples on Amazon Music and in the Digital Music Store – Ref R3XBN5YQDE",
        signature_lines=("_" * 34, "Bo Example", "Manager, for The Examples"),
        author="Bo Example",
        mailboxes=("desk@example.org",),
    )


def long_words() -> Paper:
    """Words longer than any column, and titles that look like markup."""
    word = "Donaudampfschifffahrtsgesellschaftskapitän" * 5
    titles = (
        word,
        "<b>bold</b> & <img src='/etc/passwd'>",
        "&amp; &lt;i&gt;",
        "{{ 7 * 7 }} %s \\",
        f"short {word} short",
    )
    return replace(
        one_release(),
        schedule=(
            replace(
                release(1, 0),
                heading=f"{word} – <para>{word}</para>",
                details=f"Link https://example.com/{word}",
                recordings=tuple(
                    ScheduleRecording(number=str(i), isrc=isrc(i) if i % 2 else "not known", title=title)
                    for i, title in enumerate(titles, 1)
                ),
            ),
            replace(release(2, 2), code_label="GRid", code="A1-2425G-ABC1234002-M"),
        ),
    )
