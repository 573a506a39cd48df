"""The tag tree as objects of the file (ISO 32000-1, 14.7)."""

from collections.abc import Sequence

from takedown.rendering.pdf.tags import ROW, Element, Leads, Role, Row, Said, walk


def tree_objects(
    root: Element, pages: Sequence[bytes], links: Sequence[Sequence[bytes]], *, first: int, parent: bytes
) -> list[bytes]:
    """Write every element; the first gets the number `first`, and stands below the object `parent`.

    `pages` are references to the pages, `links` those to the annotations on each.
    """
    order = walk(root)
    number = first
    for element, _ in order:
        element.number = number
        number += 1 + element.cells if type(element) is Row else 1
    written: list[bytes] = []
    for element, above in order:
        over = b"%d 0 R" % above.number if above else parent
        if type(element) is Row:
            written += _row(element, over, pages[element.page])
        else:
            written.append(_written(element, over, pages, links))
    return written


def parent_tree(said: Sequence[Sequence[Element]], links: Sequence[Element]) -> bytes:
    """From marked content and links back to their elements: pages first, then links (ISO 32000-1, 14.7.4.4)."""
    entries = [b"%d[%s]" % (page, b" ".join(map(_said_by, elements))) for page, elements in enumerate(said)]
    entries += [b"%d %d 0 R" % (key, element.number) for key, element in enumerate(links, len(said))]
    return b"<</Nums[%s]>>" % b"\n".join(entries)


def _said_by(element: Element) -> bytes:
    """The element of one piece; of a row the elements of all its pieces."""
    if type(element) is Row:
        return _references(element)
    return b"%d 0 R" % element.number


def _references(row: Row) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in range(row.number + 1, row.number + 1 + row.cells)])


def _row(row: Row, above: bytes, page: bytes) -> list[bytes]:
    """A row and its cells."""
    own, mcid = b"%d 0 R" % row.number, row.mcid
    cell = b"<</S/%b/P %b/Pg %b/K %%d>>" % (Role.CELL, own, page)
    return [
        b"<</S/%b/P %b/K[%b]>>" % (Role.ROW, above, _references(row)),
        b"<</S/%b/P %b/Pg %b%b/K %d>>" % (Role.HEADER_CELL, own, page, ROW, mcid),
        *[cell % number for number in range(mcid + 1, mcid + row.cells)],
    ]


def _written(
    element: Element, above: bytes, pages: Sequence[bytes], links: Sequence[Sequence[bytes]]
) -> bytes:
    kids = element.kids
    if len(kids) == 1 and type(kids[0]) is Said:  # nearly every cell
        page, mcid = kids[0]
        said = (element.role, above, pages[page], element.attributes, mcid)
        return b"<</S/%b/P %b/Pg %b%b/K %d>>" % said
    page_of_all = next((kid.page for kid in kids if not isinstance(kid, Element)), -1)
    on = b"/Pg %b" % pages[page_of_all] if page_of_all >= 0 else b""
    listed = b" ".join(_kid(kid, page_of_all, pages, links) for kid in kids)
    return b"<</S/%b/P %b%b%b/K[%b]>>" % (element.role, above, on, element.attributes, listed)


def _kid(
    kid: Element | Said | Leads, page: int, pages: Sequence[bytes], links: Sequence[Sequence[bytes]]
) -> bytes:
    """An element below, a piece of the page (with its page where that is another), or a link."""
    if isinstance(kid, Element):
        return b"%d 0 R" % kid.number
    if isinstance(kid, Leads):
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[kid.page], links[kid.page][kid.annotation])
    if kid.page == page:
        return b"%d" % kid.mcid
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[kid.page], kid.mcid)
