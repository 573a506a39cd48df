"""What is wrong with a file that should be a DDEX message: each fault in words, with its line and the next step."""

from typing import TYPE_CHECKING

from takedown.errors import CatalogError
from takedown.frozen import dataclass
from takedown.model import SourceRef
from takedown.readers.plain.columns import visible

if TYPE_CHECKING:
    from lxml import etree

AS_DELIVERED = "ask its sender for the message as it was delivered"
_LONGEST_REASON = 160

#: libxml2's numbers of errors (xmlParserErrors) → what happened, what to do.
_SEVERAL = (
    "the message ends here, and more follows",
    "give one message per file: move what follows into a file of its own",
)
_CUT_OFF = ("the file is cut off: an element is not closed", "copy or download it again, or " + AS_DELIVERED)
_CHARACTER = ("a NUL or another character that XML cannot hold", AS_DELIVERED)
_ENCODING = (
    "the text is not in the encoding that the first line names",
    "save it as UTF-8 with encoding='UTF-8' in the first line",
)
_LIMIT = (
    "nested too deep, or one text is longer than 10 MB",
    "no DDEX message is like this; " + AS_DELIVERED,
)
_FAULTS = {
    5: _SEVERAL,
    64: _SEVERAL,
    77: _CUT_OFF,
    9: _CHARACTER,
    6: _ENCODING,
    31: _ENCODING,
    32: _ENCODING,
    81: _ENCODING,
    45: ("a comment is not closed, or is longer than 10 MB", AS_DELIVERED),
    110: _LIMIT,
    114: _LIMIT,
    26: ("an entity that is not declared", "write the character itself, or " + AS_DELIVERED),
    27: ("an entity that is not declared", "write the character itself, or " + AS_DELIVERED),
    201: ("a prefix of a name is not declared", AS_DELIVERED),
}

#: What other messages are for, and what to give instead. The keys are the names of their first elements.
_INSTEAD = {
    "PurgeReleaseMessage": (
        "a DDEX PurgeReleaseMessage, which says that releases are to be deleted and names no recordings",
        "give the last NewReleaseMessage of these releases",
    ),
    "ManifestMessage": (
        "a DDEX ManifestMessage, the table of contents of a delivery",
        "give the messages themselves: the .xml files in the folders beside it",
    ),
    "MeadMessage": (
        "a DDEX MEAD message, which adds facts to releases that are known already",
        "give the NewReleaseMessage (ERN) of these releases",
    ),
}
_STANDARD = "http://ddex.net/xml/"
_MAGIC = (
    (b"PK\x03\x04", "a zip file", "unpack it, and give the .xml file in it"),
    (b"\x1f\x8b", "a gzip file", "unpack it, and give the .xml file in it"),
    (b"%PDF", "a PDF", "give the .xml file of the message"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The first element: its local name and its namespace, which holds standard and version."""

    name: str
    namespace: str


def not_well_formed(error: "etree.LxmlError", log: "etree._ListErrorLog", *, name: str) -> CatalogError:
    """Say what stopped the parser, and where."""
    # For an undeclared entity lxml raises `no element found` at line 0; the log has the true fault.
    entry = next((each for each in reversed(list(log)) if each.level_name in {"ERROR", "FATAL"}), None)
    code = getattr(error, "code", None) or 0
    position = getattr(error, "position", None) or (0, 0)
    row, reason = position[0], getattr(error, "msg", "") or str(error)
    if entry is not None and code not in _FAULTS:
        code, row, reason = entry.type, entry.line, entry.message
    words, hint = _FAULTS.get(code, ("", ""))
    if not words:
        short = visible(" ".join(reason.split()))[:_LONGEST_REASON]
        words, hint = f"not well-formed XML ({short})", "copy or download it again, or " + AS_DELIVERED
    return CatalogError(f"{SourceRef(file=name, row=max(row, 0))}: {words}", hint=hint)


def web_page(name: str) -> CatalogError:
    """Say that a page was saved instead of the file that it offers."""
    return CatalogError(f"{name}: this is a web page", hint="give the .xml file of the message")


def no_xml(beginning: bytes, *, name: str) -> CatalogError:
    """Say what a file is that does not begin as XML."""
    for magic, words, hint in _MAGIC:
        if beginning.startswith(magic):
            return CatalogError(f"{name}: this is {words}", hint=hint)
    return CatalogError(
        f"{name}: this is no XML: it does not begin with <", hint="give the .xml file of the message"
    )


def refused_root(root: Root, *, name: str) -> CatalogError:
    """Say what a message is that lists no releases, and what to give instead."""
    found, namespace = visible(root.name)[:80], visible(root.namespace)[:120]
    standard = root.namespace.lower().replace("https:", "http:").replace("//www.", "//")
    if root.name.lower() == "html":
        return web_page(name)
    if not standard.startswith(_STANDARD):
        said = f"in the namespace {namespace}" if namespace else "without a namespace"
        return CatalogError(
            f"{name}: XML, but no DDEX message: its first element is {found}, {said}",
            hint="a DDEX message names its standard there, for example http://ddex.net/xml/ern/43; "
            "give a NewReleaseMessage, or a spreadsheet of the catalog",
        )
    words, hint = _INSTEAD.get(
        root.name, (f"a DDEX {found} ({namespace})", "give a NewReleaseMessage of the standard ERN")
    )
    return CatalogError(f"{name}: this is {words}", hint=hint)
