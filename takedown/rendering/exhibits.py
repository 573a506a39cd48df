"""Pictures of a paper: the logo, the picture of a signature, and exhibits, which are documents appended as evidence.

An exhibit's pages are pictures without the text that a PDF may hold behind them: what somebody covered with a black
bar is still in there, and would come out. The words that stand for a page say what it is, not what it says.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from takedown.errors import LetterError
from takedown.exhibit_pages import pages_of
from takedown.notice import Enclosure, Notice
from takedown.pictures import Picture, UnusableError, picture_of
from takedown.rendering.names import counted, date_in_words, listed_in
from takedown.rendering.paper import Block, Bullets, Exhibit, Marker, Paragraph, Run
from takedown.rendering.values import one_line, shown
from takedown.rendering.words import Words
from takedown.request import ExhibitKind, OwnFile

HASH_CHARACTERS = 12
#: Pixels of the longer side: 300 dpi at the size at which they are printed, about 85 and 70 mm.
_LONGEST_LOGO, _LONGEST_SIGNATURE = 1000, 800
#: Of all pages of a letter. With 7 MB a message stays below the 10 MB that desks take (base64 adds a third).
LARGEST_EXHIBITS = 7_000_000
_MEGABYTE = 1_000_000
Drawn = TypeVar("Drawn")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def logo_of(notice: Notice, words: Words) -> Picture | None:
    """The logo, called that of the organization or, where there is none, of the sender."""
    if notice.logo is None:
        return None
    name = one_line(notice.sender.organization or notice.sender.name)
    alt = words.say("exhibits.logo", name=name)
    return replace(_made(notice.logo, _picture(_LONGEST_LOGO)), alt=alt)


def signature_of(notice: Notice, words: Words) -> Picture | None:
    """The picture of the sender's signature, for a paper that is signed."""
    if notice.signature_image is None:
        return None
    alt = words.say("exhibits.signature", name=one_line(notice.sender.name))
    return replace(_made(notice.signature_image, _picture(_LONGEST_SIGNATURE)), alt=alt)


def exhibits_of(notice: Notice, words: Words) -> tuple[Exhibit, ...]:
    """Draw the exhibits of a notice. LetterError where one cannot be drawn, or they are too big together."""
    made = tuple(_exhibit(place, each, words) for place, each in enumerate(notice.enclosures))
    total = sum(len(page.content) for exhibit in made for page in exhibit.pages)
    if total > LARGEST_EXHIBITS:
        names = ", ".join(f"'{shown(each.file.name)}'" for each in notice.enclosures)
        raise LetterError(
            f"The exhibits of {notice.id} come to {total / _MEGABYTE:.1f} MB ({names}), more than "
            f"{LARGEST_EXHIBITS // _MEGABYTE} MB: desks refuse a message of that size.",
            hint="Scan them in grey, or leave out the pages that show nothing; or take exhibits out of [request].",
        )
    return made


def with_enclosed(blocks: tuple[Block, ...], notice: Notice, words: Words) -> tuple[Block, ...]:
    """The blocks of a letter, with the list of its exhibits below the signature."""
    if not notice.enclosures:
        return blocks
    lines = tuple((Run(text=line),) for line in _lines(notice, words))
    below = blocks.index(Marker.SIGNATURE) + 1
    head = Paragraph(runs=(Run(text=words.texts["exhibits.enclosed"]),))
    return (*blocks[:below], head, Bullets(items=lines), *blocks[below:])


def own_files_of(notice: Notice) -> dict[str, Any]:
    """What notice.json says of pictures and exhibits; nothing where there are none.

    It holds the SHA-256 of the files, so that a signature covers them too. Their names stay in the workspace.
    """
    said: dict[str, Any] = {}
    if notice.logo is not None:
        said["logo"] = {"sha256": notice.logo.sha256}
    if notice.signature_image is not None:
        said["signature_picture"] = {"sha256": notice.signature_image.sha256}
    if notice.enclosures:
        said["exhibits"] = [
            {
                "label": lettered(place),
                "kind": each.kind.value,
                "of": list(each.parties),
                "on": each.on.isoformat() if each.on else None,
                "pages": each.file.pages,
                "sha256": each.file.sha256,
            }
            for place, each in enumerate(notice.enclosures)
        ]
    return said


def lettered(place: int) -> str:
    """The letter of an exhibit, from 0: A to Z, then AA, AB and so on."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, len(_ALPHABET))
        letters = _ALPHABET[letter] + letters
    return letters


def _exhibit(place: int, enclosure: Enclosure, words: Words) -> Exhibit:
    label, title, file = _label(place, words), _title(enclosure, words), enclosure.file
    pages = _made(file, pages_of)
    return Exhibit(
        label=label,
        title=title,
        cover=(
            words.say("exhibits.copy", pages=counted(len(pages), "page", words)),
            words.say("exhibits.file", hash=file.sha256[:HASH_CHARACTERS]),
        ),
        pages=tuple(
            replace(
                page,
                alt=words.say("exhibits.page", label=label, page=number, pages=len(pages), title=title),
            )
            for number, page in enumerate(pages, 1)
        ),
    )


def _lines(notice: Notice, words: Words) -> Iterator[str]:
    for place, each in enumerate(notice.enclosures):
        pages = counted(each.file.pages, "page", words)
        title = _title(each, words)
        yield words.say("exhibits.line", label=_label(place, words), title=title, pages=pages)


def _label(place: int, words: Words) -> str:
    return words.say("exhibits.label", letter=lettered(place))


def _title(enclosure: Enclosure, words: Words) -> str:
    names = listed_in([one_line(party) for party in enclosure.parties], words)
    if enclosure.kind is ExhibitKind.MANDATE:
        return words.say("exhibits.mandate", names=names)
    if enclosure.on is None:
        return words.say("exhibits.consent", names=names)
    return words.say("exhibits.consent_on", names=names, date=date_in_words(enclosure.on, words))


def _picture(longest: int) -> Callable[[bytes], Picture]:
    return lambda content: picture_of(content, longest=longest)


def _made(file: OwnFile, make: Callable[[bytes], Drawn]) -> Drawn:
    """What is drawn of a file; it was judged when it was read, and a page can still turn out to be broken."""
    try:
        return make(file.content)
    except UnusableError as error:
        raise LetterError(f"'{shown(file.name)}' {error.what}.", hint=error.step) from error
