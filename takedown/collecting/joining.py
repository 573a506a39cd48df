"""Lines that lack a code, joined to the one other line that can be meant. Where two could be, none is chosen.

One source knows titles, another codes: `Ana, First, One` and `One, ISRC, UPC` are one recording if nothing else could
be it. Codes decide; words decide only where a code is missing and exactly one line fits from both sides.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from takedown.collecting.entries import Entry
from takedown.collecting.identity import Identity, identity, may_be_one, share_code
from takedown.collecting.merging import difference, merge
from takedown.collecting.scratch import Scratch
from takedown.frozen import dataclass
from takedown.model import Finding
from takedown.rules import finding

#: What another line of the same recording says as well, so that a line may go without these getting lost.
_SAID_ELSEWHERE = frozenset(
    {
        "artist", "release", "release_version", "upc", "grid", "track", "track_version", "track_number", "track_artist",
        "isrc", "distributor", "label", "kind",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    entry: Entry
    about: Identity

    @property
    def is_uncertain(self) -> bool:
        return not self.about.is_whole


def join(scratch: Scratch) -> Iterator[Finding]:
    """Join what can be joined without a doubt; yield what differs, and what rests on words alone."""
    for number in scratch.uncertain():
        if scratch.is_folded(number):
            continue
        line = _line(scratch.get(number))
        found = scratch.like(line.about)
        if found is None:
            continue  # so many lines of one name that nothing tells them apart
        others = [
            other
            for other in map(_line, found)
            if other.entry.number != number
            and not (line.entry.in_catalog and other.entry.in_catalog)
            and may_be_one(line.about, other.about)
        ]
        meant = _the_one(others)
        if meant and _is_meant_alone(scratch, line, meant):
            yield from _joined(scratch, line, meant)
        elif others and _says_nothing_more(line, others):
            scratch.fold_away(number)


def _line(entry: Entry) -> _Line:
    return _Line(entry=entry, about=identity(entry.cells))


def _the_one(others: Sequence[_Line]) -> _Line | None:
    """The one that is meant, where all that could be meant are one; the one that has both codes first."""
    sure = [other for other in others if not other.is_uncertain]
    if not others or len(sure) > 1:
        return None
    one = (sure or others)[0]
    rest = [other for other in others if other is not one]
    pairs = combinations([one, *rest], 2)
    return one if all(may_be_one(first.about, second.about) for first, second in pairs) else None


def _is_meant_alone(scratch: Scratch, line: _Line, other: _Line) -> bool:
    """Whether no third line, unlike the first, could be the other as well."""
    found = scratch.like(other.about)
    if found is None:
        return False
    for third in map(_line, found):
        if third.entry.number in (line.entry.number, other.entry.number) or not third.is_uncertain:
            continue
        if may_be_one(third.about, other.about) and (
            not may_be_one(third.about, line.about) or (third.entry.in_catalog and line.entry.in_catalog)
        ):
            return False
    return True


def _joined(scratch: Scratch, line: _Line, other: _Line) -> Iterator[Finding]:
    """Add one to the other: to the one that stands in the catalog, else to the one that knows more."""
    to, added = (line.entry, other.entry) if line.entry.in_catalog else (other.entry, line.entry)
    merged = merge(to, added.cells, added.source)
    scratch.fold_away(added.number, into=to.number)
    if merged.filled:
        scratch.replace(merged.entry)
    yield from (difference(to, added.cells, added.source, column) for column in merged.differing)
    codes = [f"{column} {added.get(column)}" for column in merged.filled if column in ("isrc", "upc")]
    if codes and not share_code(line.about, other.about):
        yield finding(
            "W-MATCHED-BY-TITLE",
            f"'{to.get('track')}' ({to.source}) got {' and '.join(codes)} from {added.source} because artist and title "
            "are the same; no code says so",
            hint="compare it with your distributor's page",
            source=to.source.at("track"),
        )


def _says_nothing_more(line: _Line, others: list[_Line]) -> bool:
    """Whether a new line names a recording that stands on several releases, and nothing else."""
    return (
        not line.entry.in_catalog
        and not line.about.says_release
        and bool(line.about.isrc)
        and all(other.about.isrc == line.about.isrc for other in others)
        and set(line.entry.cells) <= _SAID_ELSEWHERE
    )
