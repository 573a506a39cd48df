"""What single makers of statements do differently: one function for each, run on every row after its cells are read.

Each takes (the texts of `Layout.also`, the canonical cells) and returns the cells, or why the row is passed over.
"""

from collections.abc import Mapping

from takedown.identifiers import looks_like_isrc

GOODS = "goods, payments and refunds on Bandcamp, not sales of an album or a track"
_BANDCAMP_MUSIC = {"album": "release", "track": "track"}
_SECRETLY_PREFIX = "SCDD."


def distrokid(also: Mapping[str, str], cells: dict[str, str]) -> dict[str, str]:
    """`Title` is the song's; on rows of albums, which carry no ISRC, it is the album's."""
    said = (also.get("song/album") or also.get("source type") or "").casefold()
    if (said == "album" or not said) and "isrc" not in cells and "track" in cells:
        cells["release"] = cells.pop("track")
    return cells


def tunecore(also: Mapping[str, str], cells: dict[str, str]) -> dict[str, str]:
    """`Optional ISRC` is the artist's own; where TuneCore gave the code, older files show it as `TC Song ID`."""
    if "isrc" not in cells and looks_like_isrc(also.get("tc song id", "")):
        cells["isrc"] = also["tc song id"]
    return cells


def bandcamp(also: Mapping[str, str], cells: dict[str, str]) -> dict[str, str] | str:
    """`item name` is what `item type` says; records, shirts, payouts and refunds are not recordings that stream.

    A record (`package`) is passed over too: a sale of goods does not say that the release can be had digitally, and
    its barcode is that of the object.
    """
    column = _BANDCAMP_MUSIC.get(also.get("item type", "").casefold())
    if column is None:
        return GOODS
    if also.get("item name"):
        cells[column] = also["item name"]
    return cells


def secretly(_also: Mapping[str, str], cells: dict[str, str]) -> dict[str, str]:
    """`Product ID` is the ISRC, empty on rows of albums; `UPC` may begin with `SCDD.`."""
    if cells.get("upc", "").upper().startswith(_SECRETLY_PREFIX):
        cells["upc"] = cells["upc"][len(_SECRETLY_PREFIX) :]
    if not cells.get("upc"):
        cells.pop("upc", None)
    if "isrc" not in cells and "track" in cells:
        cells["release"] = cells.pop("track")
    return cells
