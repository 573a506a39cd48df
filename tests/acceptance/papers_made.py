"""Every paper of every example and of every troublesome workspace, made once, unsigned and signed."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from support.program import Program
from workspaces import TROUBLES, Trouble, every_distributor

from takedown import resources
from takedown.directory import load_directory
from takedown.rendering import load_letters
from takedown.rendering.words import Words

EXAMPLES = ("one-artist", "three-routes", "small-label", "geo-block", "after-the-end", "roster")
WORDS = load_letters().words


def _footer(said: Words) -> str:
    """The furniture at the foot of a page in a language, as a pattern."""

    def pattern(key: str, **holes: str) -> str:
        return re.escape(said.texts[f"pdf.{key}"]).replace(r"\{", "{").replace(r"\}", "}").format(**holes)

    reference = pattern("reference", id="[A-Z2-7]{10}")
    document = pattern("document", hash="[0-9a-f]{12}")
    page = pattern("page", page=r"\d+", pages=r"\d+")
    return f"{reference} {document}( {pattern('specimen')})? {page}"


_FOOTER = re.compile("|".join(f"(?:{_footer(said)})" for said in WORDS.values()))
_CONTENTS = {said.texts["pdf.contents"] for said in WORDS.values()}
_ENTRY = re.compile(r"(.* )?\d+")
#: Ends the line that says which release goes on.
_CONTINUED = tuple(f"({said.texts['pdf.continued']})" for said in WORDS.values())
_TABLE_HEADERS = {
    " ".join(said.texts[f"pdf.column_{name}"] for name in ("number", "isrc", "recording"))
    for said in WORDS.values()
}
_BULLET = re.compile(r"^  - ", re.MULTILINE)
#: A word of more characters may be wider than a line of the PDF, and is then cut there.
_CUT = 30


def _all_distributors() -> Trouble:
    records = load_directory().distributors
    return every_distributor(lambda: [slug for slug in records if not records[slug].status.is_retired])


CASES: dict[str, Trouble | None] = {
    **dict.fromkeys(EXAMPLES),
    **TROUBLES,
    "every distributor": _all_distributors(),
}


@dataclass(frozen=True)
class Folder:
    """The folder of one notice, as a user finds it."""

    path: Path
    signed: bool

    def __str__(self) -> str:
        return f"{self.path.name} ({'signed' if self.signed else 'unsigned'})"

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    @cached_property
    def notice(self) -> dict[str, Any]:
        return json.loads(self.read("notice.json"))

    @property
    def codes(self) -> set[str]:
        """UPCs, ISRCs, GRids and the notice's own id."""
        items = self.notice["items"]
        found = {self.notice["id"], *(item[key] for item in items for key in ("upc", "grid"))}
        found |= {recording["isrc"] for item in items for recording in item["recordings"]}
        return found - {""}


@dataclass(frozen=True)
class Made:
    """What one case came to. `folders`: unsigned ones first, then the same signed."""

    program: Program
    folders: tuple[Folder, ...]
    names_us: bool = False


def make(name: str, base: Path) -> Made:
    """Generate, keep a copy, sign everything, also what waits."""
    case = CASES[name]
    root = base / "workspace"
    if case is None:
        shutil.copytree(resources.examples() / name, root)
    else:
        case.write(root)
    program = Program(root=root)
    result = program.run("generate", "--json")
    assert result.exit_code in (0, 1), result.stderr
    made = json.loads(result.stdout)["notices"]
    assert made
    if case is not None:
        assert len(made) == case.notices, result.stdout
    shutil.copytree(root / "notices", base / "unsigned")
    sender = tomllib.loads((root / "takedown.toml").read_text(encoding="utf-8"))["sender"]["name"]
    program.ok("sign", *(notice["id"] for notice in made), "--name", sender)
    return Made(
        program=program,
        folders=(
            *(
                Folder(base / "unsigned" / notice["folder"].removeprefix("notices/"), signed=False)
                for notice in made
            ),
            *(Folder(root / notice["folder"], signed=True) for notice in made),
        ),
        names_us=case is not None and case.names_us,
    )


@cache
def by_pypdf(pdf: Path) -> tuple[str, ...]:
    """The text of each page."""
    return tuple(page.extract_text() for page in PdfReader(pdf).pages)


@cache
def by_pdftotext(pdf: Path) -> tuple[str, ...]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    return tuple(done.stdout.decode().split("\f")[:-1])


def words_of_pdf(pages: Iterable[str]) -> list[str]:
    """The words of the pages, without the furniture: footers, headers of the schedule, a list of places."""
    words: list[str] = []
    for page in pages:
        text = " ".join(page.split())
        footer = list(_FOOTER.finditer(text))[-1]
        text = text[: footer.start()] + text[footer.end() :]
        lines = [
            line
            for line in (" ".join(line.split()) for line in page.splitlines())
            if not _FOOTER.fullmatch(line)
        ]
        for at, line in enumerate(lines):
            if line in _TABLE_HEADERS | _CONTENTS:
                before, _, after = text.partition(" ".join(_furniture(line, lines[at + 1 :])))
                text = f"{before} {after}"
        words += text.split()
    return words


def _furniture(line: str, below: list[str]) -> list[str]:
    """The header of the schedule with the release that goes on below it, or a list of places with its entries."""
    if line in _CONTENTS:
        return [line, *takewhile(_ENTRY.fullmatch, below)]
    return [line, *(named for named in below[:1] if named.endswith(_CONTINUED))]


def words_of_text(text: str) -> list[str]:
    """The words of notice.txt, without the bullets, which a PDF draws."""
    return _BULLET.sub("    ", text).split()


def first_difference(wanted: list[str], found: list[str]) -> str:
    """Say where two readings part; empty where every word stands in order and nothing else does.

    Only a word that is too long for a line may come in pieces.
    """
    rest = iter(found)
    for place, word in enumerate(wanted):
        piece = next(rest, "")
        while piece != word and len(word) > _CUT and word.startswith(piece) and piece:
            more = next(rest, "")
            piece = piece + more if more else ""
        if piece != word:
            return f"word {place}: {word!r} is wanted after {wanted[max(0, place - 5) : place]}, {piece!r} is there"
    left = list(rest)
    return f"more than the letter says: {left[:10]}" if left else ""
