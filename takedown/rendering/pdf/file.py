"""Everything that is drawn, put together as a file (ISO 32000-1, 7.7; ISO 19005-3; ISO 14289-1)."""

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from takedown import resources
from takedown.pictures import Colours, Encoding, Picture
from takedown.rendering.paper import Paper
from takedown.rendering.pdf.document import LEVEL, Dictionary, Document, Stream, text_string
from takedown.rendering.pdf.drawing import DARKEN, Drawn, Place
from takedown.rendering.pdf.ink import Ink, Link
from takedown.rendering.pdf.metadata import PRODUCER, pdf_date, xmp
from takedown.rendering.pdf.sheets import Sheet
from takedown.rendering.pdf.structure import parent_tree, tree_objects
from takedown.rendering.pdf.tags import Element
from takedown.rendering.pdf.typefaces import Typefaces

EMBEDDED = "notice.json"
_SPACES = {Colours.GREY: b"DeviceGray", Colours.RGB: b"DeviceRGB"}
_FILTERS = {Encoding.JPEG: b"DCTDecode", Encoding.FLATE: b"FlateDecode"}


def pdf_file(paper: Paper, drawn: Drawn, root: Element, sheet: Sheet, typefaces: Typefaces) -> bytes:
    """Write the file: pages with their links, tags, places, metadata, and the notice for machines."""
    document = Document()
    shared = _put_resources(document, typefaces, drawn.pictures)
    above, pages, links = _put_pages(document, drawn.pages, shared, sheet)
    tags = Dictionary({"Type": b"/StructTreeRoot"})
    tree = document.put(tags)
    start = document.put(
        {
            "Type": b"/Catalog",
            "Pages": above,
            "Lang": text_string(paper.language),
            "MarkInfo": b"<</Marked true>>",
            "ViewerPreferences": b"<</DisplayDocTitle true>>",
            "StructTreeRoot": tree,
            "OutputIntents": b"[%b]" % _put_output_intent(document),
            "Metadata": _put_metadata(document, paper),
            **_places(document, drawn.places, pages),
            **_embedded(document, paper),
        }
    )
    info = document.put(_info(paper))
    first = document.last + 1
    elements = tree_objects(root, pages, links, first=first, parent=tree)
    linked = [link.tag for ink in drawn.pages for link in ink.links]
    tags["K"] = b"%d 0 R" % first
    tags["ParentTree"] = parent_tree([ink.said for ink in drawn.pages], linked)
    tags["ParentTreeNextKey"] = b"%d" % (len(pages) + len(linked))
    return document.packed(elements, root=start, info=info, name=bytes.fromhex(paper.document_sha256)[:16])


def _put_pages(
    document: Document, inks: Sequence[Ink], shared: bytes, sheet: Sheet
) -> tuple[bytes, list[bytes], list[list[bytes]]]:
    """The tree of pages, each page, and the links on each; links come after pages in the parent tree."""
    tree = Dictionary({"Type": b"/Pages", "Count": b"%d" % len(inks)})
    above = document.put(tree)
    made = [_page(document, ink, above, shared, sheet) for ink in inks]
    pages = [document.put(page) for page in made]
    links: list[list[bytes]] = []
    key = len(pages)
    for page, ink in zip(made, inks, strict=True):
        links.append([])
        for link in ink.links:
            links[-1].append(document.put(_annotation(link, key, pages)))
            key += 1
        if ink.links:
            page["Annots"] = b"[%b]" % b" ".join(links[-1])
    tree["Kids"] = b"[%b]" % b" ".join(pages)
    return above, pages, links


def _page(document: Document, ink: Ink, above: bytes, shared: bytes, sheet: Sheet) -> Dictionary:
    return Dictionary(
        {
            "Type": b"/Page",
            "Parent": above,
            "MediaBox": b"[0 0 %g %g]" % sheet,
            "Resources": shared,
            "Contents": document.put(Stream(zlib.compress(ink.finish(), LEVEL), deflated=True)),
            "StructParents": b"%d" % ink.page,
            "Tabs": b"/S",
        }
    )


def _annotation(link: Link, key: int, pages: Sequence[bytes]) -> Mapping[str, Any]:
    """A link; flag 4: it is there on paper too, as PDF/A asks (ISO 19005-3, 6.3.2)."""
    return {
        "Type": b"/Annot",
        "Subtype": b"/Link",
        "Rect": b"[%.2f %.2f %.2f %.2f]" % link.edges,
        "Border": b"[0 0 0]",
        "F": b"4",
        "Contents": text_string(link.said),
        "StructParent": b"%d" % key,
        **_aim(link.address, pages),
    }


def _aim(address: str, pages: Sequence[bytes]) -> Mapping[str, Any]:
    """Where a link leads: `#4` is the fifth page of the paper, all else an address in ASCII (ISO 32000-1, 12.6.4)."""
    if address.startswith("#"):
        return {"Dest": b"[%b /Fit]" % pages[int(address[1:])]}
    return {"A": Dictionary({"S": b"/URI", "URI": text_string(address)})}


def _put_resources(document: Document, typefaces: Typefaces, pictures: Sequence[Picture]) -> bytes:
    """Fonts and pictures of all pages."""
    entries = {"Font": Dictionary(typefaces.put(document))}
    if pictures:
        put = {f"I{i}": document.put(_image(picture)) for i, picture in enumerate(pictures)}
        entries["XObject"] = Dictionary(put)
        entries["ExtGState"] = Dictionary({DARKEN[1:].decode(): b"<</Type/ExtGState/BM/Multiply>>"})
    return document.put(entries)


def _image(picture: Picture) -> Stream:
    """A picture as its own stream (ISO 32000-1, 8.9.5)."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter/%b" % (
        picture.width,
        picture.height,
        _SPACES[picture.colours],
        _FILTERS[picture.encoding],
    )
    return Stream(picture.content, entries)


@cache
def _profile() -> bytes:
    return zlib.compress(resources.colour_profile().read_bytes())


def _put_output_intent(document: Document) -> bytes:
    """What the greys and colours of the file mean (ISO 19005-3, 6.2.3)."""
    return document.put(
        {
            "Type": b"/OutputIntent",
            "S": b"/GTS_PDFA1",
            "OutputConditionIdentifier": b"(sRGB)",
            "Info": b"(sRGB)",
            "DestOutputProfile": document.put(Stream(_profile(), b"/N 3", deflated=True)),
        }
    )


def _put_metadata(document: Document, paper: Paper) -> bytes:
    said = xmp(title=paper.subject, author=paper.author, language=paper.language, dated=paper.dated)
    return document.put(Stream(said, b"/Type/Metadata/Subtype/XML"))


def _info(paper: Paper) -> Mapping[str, Any]:
    """The same as in the metadata, for older readers (ISO 32000-1, 14.3.3)."""
    day = pdf_date(paper.dated)
    return {
        "Title": text_string(paper.subject),
        "Author": text_string(paper.author),
        "Producer": b"(%b)" % PRODUCER.encode(),
        "CreationDate": day,
        "ModDate": day,
    }


def _embedded(document: Document, paper: Paper) -> Mapping[str, Any]:
    """The notice for machines as an associated file: another form of the same words (ISO 19005-3, 6.8)."""
    if not paper.document:
        return {}
    entries = b"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d/ModDate %b>>" % (
        len(paper.document),
        pdf_date(paper.dated),
    )
    content = document.put(Stream(zlib.compress(paper.document, LEVEL), entries, deflated=True))
    name = b"(%b)" % EMBEDDED.encode()
    file = document.put(
        {
            "Type": b"/Filespec",
            "F": name,
            "UF": name,
            "Desc": text_string(paper.subject),
            "AFRelationship": b"/Alternative",
            "EF": b"<</F %b/UF %b>>" % (content, content),
        }
    )
    return {"AF": b"[%b]" % file, "Names": b"<</EmbeddedFiles<</Names[%b %b]>>>>" % (name, file)}


def _places(document: Document, places: Sequence[Place], pages: Sequence[bytes]) -> Mapping[str, Any]:
    """The reader's list of places (ISO 32000-1, 12.3.3), where there is more than one page."""
    if len(pages) == 1 or not places:
        return {}
    root = Dictionary({"Type": b"/Outlines", "Count": b"%d" % len(places)})
    above = document.put(root)
    items = [Dictionary({"Title": text_string(place.title), "Parent": above}) for place in places]
    put = [document.put(item) for item in items]
    root["First"], root["Last"] = put[0], put[-1]
    for i, (item, place) in enumerate(zip(items, places, strict=True)):
        item["Dest"] = b"[%b/XYZ null %.2f null]" % (pages[place.page], place.y)
        if i:
            item["Prev"] = put[i - 1]
        if i + 1 < len(put):
            item["Next"] = put[i + 1]
    return {"Outlines": above}
