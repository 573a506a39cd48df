"""A packet: a folder with all that a person needs to hand a notice over without this program."""

import json
from collections.abc import Mapping
from datetime import date

from takedown.errors import LetterError
from takedown.handing import Postal, Walk, fields_text, walk_text
from takedown.rendering.parts import annexes_in, listed_in

GUIDE, FIELDS, COVER = "1-what-to-do.txt", "2-fields.txt", "cover.pdf"
_LETTER, _ENGLISH = "notice.pdf", "english"


def packet_of(walk: Walk, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """File name → bytes: what to do, the texts to paste, each file that is spoken of and, for the post, a cover page.

    `files` are all files of the notice, as they were signed; the files to attach are those very bytes.
    """
    printed = _printed(files) if walk.postal else ()
    cover = _cover(walk, walk.postal, files) if walk.postal else {}
    guide = walk_text(walk, beside=True) + (_post((*cover, *printed)) if printed else "")
    spoken_of = {
        name: content for name, content in files.items() if name in guide
    }  # attached, printed, or read
    return {GUIDE: guide.encode(), FIELDS: fields_text(walk.stations).encode(), **cover, **spoken_of}


def _printed(files: Mapping[str, bytes]) -> tuple[str, ...]:
    return (_LETTER, *annexes_in(files), *listed_in(_ENGLISH, files))


def _post(printed: tuple[str, ...]) -> str:
    """What to print, in which order: the cover is a page beside the letter, which stays as it was signed."""
    window = (
        "The cover page has the address where the window of an envelope is; without one, write it on the envelope."
        if COVER in printed
        else "The address is too long for the window of an envelope: write it on the envelope."
    )
    return f"\nFor the post, print in this order: {', '.join(printed)}\n{window}\n"


def _cover(walk: Walk, postal: Postal, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Draw the cover page; none where no window shows such an address."""
    from takedown.rendering.pdf.cover import Cover, draw_cover

    paper = json.loads(files["notice.json"])
    cover = Cover(
        recipient=postal.recipient,
        sender=postal.sender,
        subject=paper["letter"]["subject"],
        reference=walk.notice,
        language=walk.language,
        format=postal.format,
        dated=date.fromisoformat(paper["dated"]),
        document_sha256=paper["document_sha256"],
        specimen=walk.demo,
    )
    try:
        return {COVER: draw_cover(cover)}
    except LetterError:
        return {}
