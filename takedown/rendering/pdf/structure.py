"""The tag tree as objects of the file (ISO 32000-1, 14.7)."""

from collections.abc import Sequence

from takedown.rendering.pdf.tags import Element, Leads, Said, walk


def tree_objects(
    root: Element, pages: Sequence[int], annotations: Sequence[Sequence[int]], *, first: int, parent: int
) -> list[bytes]:
    """Write every element; the first gets the number `first`, and stands below the object `parent`.

    `pages` are the numbers of the pages' objects, `annotations` those of the links on each.
    """
    order = walk(root)
    for number, (element, _) in enumerate(order, first):
        element.number = number
    return [
        _written(element, above.number if above else parent, pages, annotations) for element, above in order
    ]


def parent_tree(said: Sequence[Sequence[Element]], links: Sequence[Element]) -> bytes:
    """From marked content and links back to their elements: pages first, then links (ISO 32000-1, 14.7.4.4)."""
    entries = [
        b"%d[%s]" % (page, b" ".join(b"%d 0 R" % element.number for element in elements))
        for page, elements in enumerate(said)
    ]
    entries += [b"%d %d 0 R" % (key, element.number) for key, element in enumerate(links, len(said))]
    return b"<</Nums[%s]>>" % b"\n".join(entries)


def _written(
    element: Element, above: int, pages: Sequence[int], annotations: Sequence[Sequence[int]]
) -> bytes:
    page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
    kids = []
    for kid in element.kids:
        if type(kid) is Element:
            kids.append(b"%d 0 R" % kid.number)
        elif type(kid) is Leads:
            of = annotations[kid.page][kid.annotation]
            kids.append(b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (pages[kid.page], of))
        elif type(kid) is Said:
            if kid.page == page:
                kids.append(b"%d" % kid.mcid)
            else:
                kids.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[kid.page], kid.mcid))
    return b"<</S/%s/P %d 0 R%s%s%s>>" % (
        element.role.encode(),
        above,
        b"/Pg %d 0 R" % pages[page] if page is not None else b"",
        element.attributes,
        (b"/K[%s]" % b" ".join(kids) if len(kids) > 1 else b"/K %s" % kids[0]) if kids else b"",
    )
