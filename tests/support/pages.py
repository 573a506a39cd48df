"""Reads a preview as a person does: the words of its letter in order, its parts, and what it would fetch."""

import re
from collections.abc import Iterator

from lxml import html

#: Elements inside a line: no space stands around them.
_INLINE = frozenset({"strong", "em", "bdi", "b", "i"})
#: What stands beside the letter: the banner, the headers of the columns, the foot.
_FURNITURE = "*[contains(@class, 'specimen')] | .//thead | ./footer"
#: A picture that is in the page.
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*")
#: Elements that fetch, run or send something.
_ACTIVE = (
    *("script", "iframe", "object", "embed", "form", "svg", "math", "base", "video", "audio"),
    "link[@rel!='icon']",
    "meta[@http-equiv='refresh']",
)


def parse(page: str) -> html.HtmlElement:
    """The page as a tree."""
    return html.document_fromstring(page)


def letter_words(page: str, name: str = "letter") -> list[str]:
    """The words of one letter of a page, furniture aside; numbers of a numbered list as a browser counts them."""
    (letter,) = parse(page).xpath(f"//article[@id='{name}']")
    for furniture in letter.xpath(_FURNITURE):
        furniture.drop_tree()
    return "".join(_texts(letter)).split()


def part_words(page: str, name: str) -> list[str]:
    """The words of the ticket or the steps, without what the page itself says about them."""
    return " ".join(
        element.text_content() for element in parse(page).xpath(f"//section[@id='{name}']/pre")
    ).split()


def _texts(element: html.HtmlElement) -> Iterator[str]:
    apart = "" if element.tag in _INLINE else " "
    yield apart
    if element.tag == "li" and element.getparent().tag == "ol":
        yield f"{element.getparent().index(element) + 1}. "
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield apart


def outside(page: str) -> list[str]:
    """Everything a browser could fetch, run or follow that is not inside the page."""
    tree = parse(page)
    found = [
        f"{element.tag} {name}={value}"
        for element in tree.iter()
        if isinstance(element.tag, str)
        for name, value in element.attrib.items()
        if name.startswith("on")
        or (
            name in ("src", "href", "srcset", "action", "data", "background", "poster")
            and value[:1] != "#"
            and not (element.tag == "link" and value == "data:,")
            and not (element.tag == "img" and _PICTURE.fullmatch(value))
        )
    ]
    active = " | ".join(f"//{name}" for name in _ACTIVE)
    styles = "".join(tree.xpath("//style/text()")) + "".join(tree.xpath("//@style"))
    return [
        *found,
        *(element.tag for element in tree.xpath(active)),
        *(word for word in ("url(", "@import") if word in styles),
    ]
