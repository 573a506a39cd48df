"""Everything that is drawn, put together as a file (ISO 32000-1, 7.7; ISO 19005-3; ISO 14289-1)."""

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFString

from takedown import resources
from takedown.pictures import Colours, Encoding, Picture
from takedown.rendering.paper import Paper
from takedown.rendering.pdf.document import Document, Stream
from takedown.rendering.pdf.drawing import Drawn, Place
from takedown.rendering.pdf.ink import Ink, Link
from takedown.rendering.pdf.metadata import PRODUCER, pdf_date, xmp
from takedown.rendering.pdf.sheets import Sheet
from takedown.rendering.pdf.structure import parent_tree, tree_objects
from takedown.rendering.pdf.tags import Element
from takedown.rendering.pdf.typefaces import Typefaces

EMBEDDED = "notice.json"
_PRINTED = 4
"""Flag of an annotation that is there on paper too; PDF/A asks for it (ISO 19005-3, 6.3.2)."""

_PAGE = "page"
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"
"""Marks that have a meaning in an address (RFC 3986, 2.2); other characters are written as bytes of UTF-8 with %."""

Reference = PDFObjectReference


def pdf_file(paper: Paper, drawn: Drawn, root: Element, sheet: Sheet, typefaces: Typefaces) -> bytes:
    """Write the file: pages with their links, tags, places, metadata, and the notice for machines."""
    document = Document()
    links = _put_links(document, drawn.pages)
    pages = _put_pages(document, drawn, links, _resources(document, typefaces, drawn.pictures), sheet)
    structure = PDFDictionary({"Type": "/StructTreeRoot"})
    tags = document.put(structure)
    catalog = {
        "Type": "/Catalog",
        "Pages": pages[0],
        "Lang": PDFString(paper.language),
        "MarkInfo": "<</Marked true>>",
        "ViewerPreferences": "<</DisplayDocTitle true>>",
        "StructTreeRoot": tags,
        "OutputIntents": PDFArray([_put_output_intent(document)]),
        **_described(document, paper),
        **_places(document, drawn.places, pages[1:]),
        **_embedded(document, paper),
    }
    start = document.put(catalog)
    info = document.put(
        {
            "Title": PDFString(paper.subject),
            "Author": PDFString(paper.author),
            "Producer": PDFString(PRODUCER),
            "CreationDate": PDFString(pdf_date(paper.dated)),
            "ModDate": PDFString(pdf_date(paper.dated)),
        }
    )
    numbers = [document.number(page) for page in pages[1:]]
    annotations = [[document.number(link) for link in of_page] for of_page in links]
    first, above = document.objectcounter + 1, document.number(tags)
    elements = tree_objects(root, numbers, annotations, first=first, parent=above)
    tagged = [link.tag for ink in drawn.pages for link in ink.links]
    structure["K"] = b"%d 0 R" % first
    structure["ParentTree"] = parent_tree([ink.said for ink in drawn.pages], tagged)
    structure["ParentTreeNextKey"] = len(numbers) + len(tagged)
    return document.packed(elements, root=start, info=info, name=bytes.fromhex(paper.document_sha256)[:16])


def _put_links(document: Document, pages: Sequence[Ink]) -> list[list[Reference]]:
    """Annotations of each page; their places in the parent tree come after those of the pages."""
    key = len(pages)
    put: list[list[Reference]] = []
    for ink in pages:
        put.append([])
        for link in ink.links:
            put[-1].append(document.put(_annotation(link, key)))
            key += 1
    return put


def _annotation(link: Link, key: int) -> dict[str, Any]:
    left, lower, right, upper = link.edges
    return {
        "Type": "/Annot",
        "Subtype": "/Link",
        "Rect": f"[{left:.2f} {lower:.2f} {right:.2f} {upper:.2f}]",
        "Border": "[0 0 0]",
        "F": _PRINTED,
        "Contents": PDFString(link.said),
        "StructParent": key,
        **_aim(link.address),
    }


def _aim(address: str) -> dict[str, Any]:
    """Where a link leads: `#4` is the fifth page of the paper, all else an address (ISO 32000-1, 12.6.4)."""
    if address.startswith("#"):
        return {"Dest": PDFArray([PDFObjectReference(f"{_PAGE}{address[1:]}"), "/Fit"])}
    return {"A": PDFDictionary({"S": "/URI", "URI": PDFString(quote(address, safe=_IN_ADDRESSES))})}


def _put_pages(
    document: Document, drawn: Drawn, links: Sequence[Sequence[Reference]], shared: Reference, sheet: Sheet
) -> list[Reference]:
    """The tree of pages, then each page."""
    tree = PDFDictionary({"Type": "/Pages", "Count": len(drawn.pages)})
    above = document.put(tree)
    pages = []
    for i, ink in enumerate(drawn.pages):
        content = Stream(zlib.compress(ink.finish()), deflated=True)
        page = {
            "Type": "/Page",
            "Parent": above,
            "MediaBox": f"[0 0 {sheet.width:g} {sheet.height:g}]",
            "Resources": shared,
            "Contents": document.put(content),
            "StructParents": i,
            "Tabs": "/S",
        }
        if links[i]:
            page["Annots"] = PDFArray(links[i])
        pages.append(document.put_as(f"{_PAGE}{i}", page))
    tree["Kids"] = PDFArray(pages)
    return [above, *pages]


def _resources(document: Document, typefaces: Typefaces, pictures: Sequence[Picture]) -> Reference:
    entries: dict[str, Any] = {"Font": PDFDictionary(typefaces.put(document))}
    if pictures:
        put = {f"I{i}": document.put(_image(picture)) for i, picture in enumerate(pictures)}
        entries["XObject"] = PDFDictionary(put)
    return document.put(entries)


_SPACES = {Colours.GREY: b"DeviceGray", Colours.RGB: b"DeviceRGB"}
_FILTERS = {Encoding.JPEG: b"DCTDecode", Encoding.FLATE: b"FlateDecode"}


def _image(picture: Picture) -> Stream:
    """A picture as its own stream (ISO 32000-1, 8.9.5)."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/%s" % (
        picture.width,
        picture.height,
        _SPACES[picture.colours],
        _FILTERS[picture.encoding],
    )
    return Stream(picture.content, entries)


@cache
def _profile() -> bytes:
    return zlib.compress(resources.colour_profile().read_bytes())


def _put_output_intent(document: Document) -> Reference:
    """What the greys and colours of the file mean (ISO 19005-3, 6.2.3)."""
    return document.put(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB"),
            "DestOutputProfile": document.put(Stream(_profile(), b"/N 3", deflated=True)),
        }
    )


def _described(document: Document, paper: Paper) -> dict[str, Any]:
    said = xmp(title=paper.subject, author=paper.author, language=paper.language, dated=paper.dated)
    return {"Metadata": document.put(Stream(said, b"/Type/Metadata/Subtype/XML"))}


def _embedded(document: Document, paper: Paper) -> dict[str, Any]:
    """The notice for machines as an associated file: another form of the same words (ISO 19005-3, 6.8)."""
    if not paper.document:
        return {}
    day = PDFString(pdf_date(paper.dated)).format(document)
    entries = b"/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d/ModDate %s>>" % (
        len(paper.document),
        day,
    )
    content = document.put(Stream(zlib.compress(paper.document), entries, deflated=True))
    name = PDFString(EMBEDDED)
    file = document.put(
        {
            "Type": "/Filespec",
            "F": name,
            "UF": name,
            "Desc": PDFString(paper.subject),
            "AFRelationship": "/Alternative",
            "EF": PDFDictionary({"F": content, "UF": content}),
        }
    )
    names = PDFDictionary({"Names": PDFArray([name, file])})
    return {"AF": PDFArray([file]), "Names": PDFDictionary({"EmbeddedFiles": names})}


def _places(document: Document, places: Sequence[Place], pages: Sequence[Reference]) -> dict[str, Any]:
    """The reader's list of places (ISO 32000-1, 12.3.3), where there is more than one page."""
    if len(pages) == 1 or not places:
        return {}
    items = [PDFDictionary({"Title": PDFString(place.title)}) for place in places]
    root = PDFDictionary({"Type": "/Outlines", "Count": len(items)})
    above = document.put(root)
    put = [document.put(item) for item in items]
    root["First"], root["Last"] = put[0], put[-1]
    for i, (item, place) in enumerate(zip(items, places, strict=True)):
        item["Parent"] = above
        item["Dest"] = PDFArray([pages[place.page], "/XYZ", "null", round(place.y, 2), "null"])
        if i:
            item["Prev"] = put[i - 1]
        if i + 1 < len(put):
            item["Next"] = put[i + 1]
    return {"Outlines": above}
