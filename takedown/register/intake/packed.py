"""Packed folders (.zip): a notice with what shows that it went out. Read in memory within limits, never unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from takedown.checks.words import quoted
from takedown.inbox.calmly import calmly
from takedown.register.intake.letters import Post, letter_shown
from takedown.register.intake.notices import Paper, read_paper
from takedown.register.intake.pictures import is_picture, picture_shown, ticket_in_name
from takedown.register.intake.values import Problem, Shown, Use
from takedown.register.values import GRADES, Grade

_MOST_FILES = 500
_LARGEST = 25 * 1024 * 1024
_MOST_BYTES = 100 * 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    KeyError,
)
#: Nobody is sent to open by hand what the program refused.
_ASK = "do not open it; ask whoever sent it for the notice and the message alone"
_MOST_KINDS = 5
#: Files of a notice's folder that show nothing of what happened to it.
_OWN_FILES = frozenset({"notice.pdf", "cover.pdf", "reinstatement.pdf"})


def packed_shown(path: Path, digest: str, post: Post) -> tuple[Shown, ...] | Problem:
    """Say what a packed folder shows: each notice in it, and the strongest of what lies beside it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if problem := _refused(members):
                return problem
            papers, signs = _sorted(archive, members, post)
    except _DAMAGED as error:
        return Problem(reason=f"it is damaged ({type(error).__name__})", fix="ask for it again")
    best = max(signs, key=lambda one: (GRADES.index(one.grade), bool(one.ticket)), default=None)
    if good := [paper for paper in papers if isinstance(paper, Paper)]:
        return tuple(_joined(paper, best, digest) for paper in good)
    problem = next((paper for paper in papers if isinstance(paper, Problem)), None)
    if problem is None and best is not None:
        ticket = best.ticket or (ticket_in_name(path.name) if best.is_sign else "")
        return (replace(best, sha256=digest, ticket=ticket),)
    return problem or Problem(reason=_nothing_in(members), fix=_ASK, use=Use.NO_ANSWER)


def _nothing_in(members: list[zipfile.ZipInfo]) -> str:
    """Say what lies in it instead."""
    if large := next((one for one in members if one.file_size > _LARGEST), None):
        size = f"{large.file_size // 2**20:,} MB, more than {_LARGEST // 2**20}"
        return f"there is no notice, message or picture in it that can be read; {quoted(large.filename)} has {size}"
    kinds = sorted({PurePosixPath(one.filename).suffix.casefold() or "without ending" for one in members})
    shown = ", ".join(map(quoted, kinds[:_MOST_KINDS])) + (", …" if len(kinds) > _MOST_KINDS else "")
    return f"there is no notice, message or picture in it; it holds {shown or 'nothing'}"


def _refused(members: list[zipfile.ZipInfo]) -> Problem | None:
    if len(members) > _MOST_FILES:
        return Problem(
            reason=f"it holds {len(members):,} files, more than {_MOST_FILES}", fix=_ASK, use=Use.NO_ANSWER
        )
    if (size := sum(one.file_size for one in members)) > _MOST_BYTES:
        said = f"it holds {size // 2**20:,} MB when it is unpacked, more than {_MOST_BYTES // 2**20}"
        return Problem(reason=said, fix=_ASK, use=Use.NO_ANSWER)
    if any(one.flag_bits & 1 for one in members):
        fix = "do not open it; ask whoever sent it to pack it without a password"
        return Problem(reason="it is protected by a password", fix=fix)
    return None


def _sorted(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], post: Post
) -> tuple[list[Paper | Problem], list[Shown]]:
    papers: list[Paper | Problem] = []
    signs: list[Shown] = []
    for member, content in _contents(archive, members):
        name = PurePosixPath(member.filename.replace("\\", "/")).name.casefold()
        if name == "notice.json":
            papers.append(read_paper(content, post.platforms))
        elif name.endswith(".eml"):
            shown = letter_shown(content, post)
            signs += [shown] if isinstance(shown, Shown) else []
        elif is_picture(content[:64]) and name not in _OWN_FILES:
            signs.append(picture_shown(name, content))
        elif name.startswith("receipt"):
            signs.append(Shown(grade=Grade.COPY, is_sign=True))
    return papers, signs


def _contents(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """What is inside, as far as it is not larger than it says."""
    left = _MOST_BYTES
    for member in members:
        with archive.open(member) as file:
            content = file.read(min(_LARGEST, left) + 1)
        left -= len(content)
        if left < 0:
            raise ValueError("more than it says")
        if len(content) <= _LARGEST:
            yield member, content


def _joined(paper: Paper, sign: Shown | None, digest: str) -> Shown:
    """A notice, and the sign that it went out."""
    shown = replace(paper.shown(went_out=sign is not None), sha256=digest)
    if sign is None:
        return shown
    return replace(
        shown,
        grade=sign.grade,
        dkim=sign.dkim,
        domain=sign.domain,
        ticket=sign.ticket,
        on=sign.on or shown.on,
        contacts=sign.contacts,
    )


def is_workbook(path: Path) -> bool:
    """Whether a zip file is a workbook."""

    def look() -> bool:
        with zipfile.ZipFile(path) as archive:
            return any(
                name.startswith(("xl/", "content.xml", "Index/")) for name in archive.namelist()[:_MOST_FILES]
            )

    return calmly(look, otherwise=False)
