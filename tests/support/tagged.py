"""A PDF as a screen reader follows it: the tag tree with its words, read back from the file alone.

ISO 32000-1: 14.6 marked content, 14.7 logical structure, 14.8 tagged PDF; 9.10 what a code of a font means. A reader
of its own, so that what the program writes is not judged by what the program believes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A structure element: its role, its kids and words in reading order, attributes such as Scope."""

    role: str
    kids: tuple["Element | str", ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    alt: str = ""
    language: str = ""
    annotations: tuple[DictionaryObject, ...] = ()

    @property
    def said(self) -> str:
        """What is read out: pieces of one paragraph follow on each other, a new element begins a new word."""
        parts = (
            f"{kid.said}" if isinstance(kid, Element) and kid.inline else _apart(kid) for kid in self.kids
        )
        return "".join(parts)

    @property
    def inline(self) -> bool:
        return self.role in ("Span", "Link")

    def walk(self) -> Iterator["Element"]:
        """Yield itself and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def find(self, *roles: str) -> list["Element"]:
        return [element for element in self.walk() if element.role in roles]

    def without(self, *roles: str) -> "Element":
        """Give the same element without those that have such a role."""
        kids = tuple(
            kid.without(*roles) if isinstance(kid, Element) else kid
            for kid in self.kids
            if not (isinstance(kid, Element) and kid.role in roles)
        )
        return Element(role=self.role, kids=kids, attributes=self.attributes, alt=self.alt)


def _apart(kid: "Element | str") -> str:
    return f"\n{kid.said}\n" if isinstance(kid, Element) else kid


@dataclass(slots=True)
class PageWords:
    """The words of a page: of each piece of marked content by its number, of the artifacts, and those that are lost."""

    marked: dict[int, str] = field(default_factory=dict)
    artifacts: list[tuple[str, str]] = field(default_factory=list)
    """Type and subtype, words: `/Pagination /Footer`."""
    lost: list[str] = field(default_factory=list)
    """Of neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A document: the tree below its root, and the words of each page."""

    root: Element
    pages: tuple[PageWords, ...]
    strays: tuple[str, ...]
    """Where tree, parent tree and pages disagree."""


def read_tags(reader: PdfReader) -> Tagged:
    """Read the tag tree. KeyError where the file has none."""
    tree = reader.root_object["/StructTreeRoot"]
    pages = tuple(_page_words(page, reader) for page in reader.pages)
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}
    parents = dict(_numbers(tree["/ParentTree"]))
    strays: list[str] = []

    def words_of(element: Any, page: int, mcid: int) -> str:
        entries = parents[reader.pages[page]["/StructParents"]].get_object()
        if entries[mcid].get_object() is not element:
            strays.append(f"page {page + 1}: marked content {mcid} is another element's in the parent tree")
        if mcid not in pages[page].marked:
            strays.append(f"page {page + 1}: marked content {mcid} is not there")
        return pages[page].marked.get(mcid, "")

    def read(node: Any) -> Element:
        kids: list[Element | str] = []
        annotations: list[DictionaryObject] = []
        for kid in _listed(node.get("/K")):
            found = kid.get_object()
            if isinstance(found, DictionaryObject) and found.get("/Type") == "/OBJR":
                annotations.append(found["/Obj"])
            elif isinstance(found, DictionaryObject) and "/S" in found:
                kids.append(read(found))
            else:
                is_mark = isinstance(found, DictionaryObject)
                place = (found if is_mark and "/Pg" in found else node).raw_get("/Pg")
                mcid = int(found["/MCID"] if is_mark else found)
                kids.append(words_of(node, numbers[place.idnum], mcid))
        said = str(node["/ActualText"]) if "/ActualText" in node else None
        return Element(
            role=str(node.get("/S", "/Root"))[1:],
            kids=tuple(kids) if said is None else (said,),
            attributes={
                key: entry for one in _listed(node.get("/A")) for key, entry in one.get_object().items()
            },
            alt=str(node.get("/Alt", "")),
            language=str(node.get("/Lang", "")),
            annotations=tuple(annotations),
        )

    return Tagged(root=read(tree), pages=pages, strays=tuple(strays))


def _listed(entry: Any) -> list[Any]:
    """An entry that may be absent, one thing, or an array of them."""
    if entry is None:
        return []
    found = entry.get_object()
    return list(found) if isinstance(found, list) else [entry]


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """Entries of a number tree (7.9.7)."""
    found = node.get_object()
    for kid in found.get("/Kids", ()):
        yield from _numbers(kid)
    numbers = found.get("/Nums", ())
    yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)


@dataclass(slots=True)
class _Mark:
    """One level of marked content."""

    mcid: int | None = None
    artifact: str | None = None
    spoken: bool = False
    """It has an ActualText: what is shown inside is not read out."""


def _page_words(page: PageObject, reader: PdfReader) -> PageWords:
    words, stack, font = PageWords(), [], _Font(None)
    resources = page["/Resources"]
    fonts = {name: _Font(entry.get_object()) for name, entry in resources.get("/Font", {}).items()}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BDC" | b"BMC":
                properties = operands[1] if len(operands) > 1 else {}
                if isinstance(properties, str):
                    properties = resources["/Properties"][properties]
                stack.append(_mark(str(operands[0]), properties))
                if stack[-1].mcid is not None:
                    words.marked.setdefault(stack[-1].mcid, "")
                if "/ActualText" in properties:
                    _say(words, stack, str(properties["/ActualText"]))
                    stack[-1].spoken = True
            case b"EMC":
                stack.pop()
            case b"Tf":
                font = fonts[operands[0]]
            case b"Tj" | b"'" | b'"':
                _say(words, stack, font.read(operands[-1]))
            case b"TJ":
                shown = (part for part in operands[0] if not isinstance(part, int | float))
                _say(words, stack, "".join(map(font.read, shown)))
    return words


def _mark(tag: str, properties: Mapping[str, Any]) -> _Mark:
    if tag == "/Artifact":
        return _Mark(
            artifact=" ".join(str(properties[key]) for key in ("/Type", "/Subtype") if key in properties)
        )
    return _Mark(mcid=int(properties["/MCID"]) if "/MCID" in properties else None)


def _say(words: PageWords, stack: list[_Mark], text: str) -> None:
    """Give text to the innermost element or artifact around it."""
    if any(mark.spoken for mark in stack):
        return
    for mark in reversed(stack):
        if mark.artifact is not None:
            words.artifacts.append((mark.artifact, text))
            return
        if mark.mcid is not None:
            words.marked[mark.mcid] += text
            return
    words.lost.append(text)


class _Font:
    """What the codes of a font mean, by its ToUnicode table (9.10.3)."""

    def __init__(self, font: Any) -> None:
        self._length = 2 if font is not None and font["/Subtype"] == "/Type0" else 1
        table = font["/ToUnicode"].get_data() if font is not None and "/ToUnicode" in font else b""
        self._meaning = dict(_to_unicode(table))

    def read(self, shown: Any) -> str:
        data = shown if isinstance(shown, bytes) else shown.original_bytes
        codes = (data[at : at + self._length] for at in range(0, len(data), self._length))
        return "".join(self._meaning[int.from_bytes(code)] for code in codes)


def _to_unicode(table: bytes) -> Iterator[tuple[int, str]]:
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found = _HEX.findall(section)
        for code, text in zip(found[::2], found[1::2], strict=True):
            yield int(code, 16), _text(text)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, what in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(<[\w\s]*>|\[.*?\])", section, re.DOTALL):
            texts = [_text(text) for text in _HEX.findall(what)]
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if what.startswith(b"["):
                    yield code, texts[at]
                else:  # the last character counts on
                    yield code, texts[0][:-1] + chr(ord(texts[0][-1]) + at)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
