"""What a line is about: its codes, else its words. Two lines are one where their keys are equal.

The key has two halves, the recording and the release. Each is a code where there is one, else words, else nothing;
so that one ISRC under two UPCs is two lines, and a title without codes is not yet a line about anything in particular.
"""

from collections.abc import Mapping

from takedown.collecting.entries import is_recording, isrc_of, names_in, track_title, upc_of
from takedown.collecting.entries import release_title as full_release_title
from takedown.frozen import dataclass
from takedown.model import folded

Cells = Mapping[str, str]

#: Words in place of an artist; they tell nobody apart.
_NOBODY = frozenset(
    {"various artists", "various", "va", "v/a", "v.a.", "verschiedene", "divers", "varios artistas"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The codes and words by which a line is known; each is empty where the line does not say it."""

    is_recording: bool
    isrc: str
    upc: str
    """GTIN-14, or the GRid, or what is written as the code."""
    title: str
    """The recording's, with its version, folded."""
    release: str
    """The release's, with its version, folded."""
    artists: frozenset[str]
    """Whose recording it is; `Various Artists` is nobody."""
    number: str
    feed: str

    @property
    def key(self) -> str:
        """Equal for lines that are surely about the same."""
        release = f"upc:{self.upc}" if self.upc else f"title:{self.release}"
        if self.feed:
            return f"feed:{self.feed}"
        if not self.is_recording:
            return f"release|{release}" + ("" if self.upc else f"|{self._who}")
        if self.isrc:
            return f"isrc:{self.isrc}|{release}"
        return f"track:{self.title}|{self.number}|{self._who}|{release}"

    @property
    def _who(self) -> str:
        return ";".join(sorted(self.artists))

    @property
    def is_whole(self) -> bool:
        """Whether it has a code for the recording and for the release."""
        return bool(self.isrc and self.upc)

    @property
    def says_release(self) -> bool:
        """Whether it says anything about its release."""
        return bool(self.upc or self.release)


def identity(cells: Cells) -> Identity:
    """Read what a line is about."""
    recording = is_recording(cells)
    artists = names_in(cells.get("track_artist", "")) if recording else ()
    return Identity(
        is_recording=recording,
        isrc=isrc_of(cells) if recording else "",
        upc=upc_of(cells) or folded(cells.get("grid", "")),
        title=track_title(cells) if recording else "",
        release=full_release_title(cells) if cells.get("release") else "",
        artists=frozenset(artists or names_in(cells.get("artist", ""))) - _NOBODY,
        number=cells.get("track_number", "").strip().lstrip("0"),
        feed=folded(cells.get("url", "")).rstrip("/") if folded(cells.get("kind", "")) == "podcast" else "",
    )


def may_be_one(one: Identity, other: Identity) -> bool:
    """Whether nothing tells two recordings apart, in codes first, in words only where a code is missing."""
    if not (_agree(one.isrc, other.isrc) and _agree(one.upc, other.upc)):
        return False
    if not (one.upc and other.upc) and not _agree(one.release, other.release):
        return False
    if one.isrc and other.isrc:
        return True
    same_words = _agree(one.title, other.title) and _agree(one.number, other.number)
    return same_words and (not one.artists or not other.artists or bool(one.artists & other.artists))


def share_code(one: Identity, other: Identity) -> bool:
    """Whether a code, or a title of the release that both give, ties two recordings together."""
    return bool(
        (one.isrc and one.isrc == other.isrc)
        or (one.upc and one.upc == other.upc)
        or (one.release and one.release == other.release)
    )


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other
