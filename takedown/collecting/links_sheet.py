"""links.csv: one line for each item and platform, with what is known, to be filled in by hand. Lines are only added."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from takedown.collecting.entries import upc_of
from takedown.collecting.user_table import UserTable
from takedown.links import LINK_COLUMNS
from takedown.model import Release, folded
from takedown.readers.plain.columns import Wanted
from takedown.replacing import replace_together
from takedown.workspace import Workspace

FILE = "links.csv"

Cells = Mapping[str, str]


def links_table(workspace: Workspace) -> UserTable:
    """links.csv of a workspace."""
    wanted = Wanted(known=LINK_COLUMNS, required=(("platform",),))
    return UserTable(path=workspace.root / FILE, name=FILE, wanted=wanted, usual=LINK_COLUMNS)


def renew_links(workspace: Workspace, releases: Sequence[Release], platforms: Iterable[str]) -> bool:
    """Add a line for every item and platform that has none; whether the file was changed."""
    table = links_table(workspace)
    there = {_mark(row.cells) for row in table.rows()}
    new = [cells for cells in _lines(releases, tuple(platforms)) if _mark(cells) not in there]
    if not new:
        return False
    with workspace.lock():
        chunks = table.rewritten((), new, frozenset().union(*new))
        return bool(replace_together([(table.path, chunks)], is_safe=lambda: None))


def _lines(releases: Sequence[Release], platforms: Sequence[str]) -> Iterator[Cells]:
    for release in releases:
        alone = release.recordings[0] if release.is_lone_recording and release.recordings else None
        for platform in platforms:
            if release.platforms and platform not in release.platforms:
                continue
            place = release.place_on(platform)
            cells = {
                "artist": "; ".join(release.artists),
                "release": release.title,
                "track": alone.display_title if alone else "",
                "upc": release.icpn,
                "isrc": alone.isrc if alone else "",
                "platform": platform,
                "asin": place.asin,
                "url": place.url,
            }
            yield {column: text for column, text in cells.items() if text}


def _mark(cells: Cells) -> tuple[str, ...]:
    """Which item and platform a line is about: by its code, else by its words."""
    code = upc_of(cells) or cells.get("isrc", "")
    words = () if code else tuple(folded(cells.get(column, "")) for column in ("artist", "release", "track"))
    return cells.get("platform", ""), code, *words
