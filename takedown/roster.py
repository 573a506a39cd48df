"""Whose music it is, and who may decide for them. "Various Artists" is a word for many, and no artist itself."""

from dataclasses import replace

from takedown.model import Release, folded
from takedown.request import Principal, Request

_NONE = -1

#: What stands in the artist column of a compilation, as distributors and stores write it.
_NOBODY = frozenset(
    {
        "various", "various artists", "various artist", "va", "v.a.", "v. a.", "v/a", "v.v.a.a.", "v.v. a.a.", "vv.aa.",
        "verschiedene", "verschiedene interpreten", "verschiedene künstler", "diverse", "diverse interpreten",
        "diverse künstler", "divers", "artistes divers", "artistes variés", "varios", "varios artistas",
        "varios intérpretes", "vários", "vários artistas", "vários intérpretes", "artisti vari", "autori vari",
        "vari artisti", "diverse artiesten", "blandade artister", "разные исполнители", "сборник", "群星",
    }
)  # fmt: skip


def is_nobody(artist: str) -> bool:
    """Whether a name stands for many: `Various Artists`, `V/A`."""
    return folded(artist).strip(" []()*") in _NOBODY


def is_of_many(release: Release) -> bool:
    """Whether no artist is named but those of its tracks."""
    return all(is_nobody(artist) for artist in release.artists)


def artists_of(release: Release) -> tuple[str, ...]:
    """The artists who are somebody: the release's own; where it has none, those of its tracks; each once."""
    own = [artist for artist in release.artists if not is_nobody(artist)]
    named = own or [artist for recording in release.recordings for artist in recording.artists]
    once: dict[str, str] = {}
    for artist in named:
        if not is_nobody(artist):
            once.setdefault(folded(artist), artist)
    return tuple(once.values())


def principal_places(request: Request, release: Release) -> tuple[int, ...]:
    """The places of the principals for whom a release is asked.

    It is one; where the release is of many, it is one for each of its artists, and none as long as one is missing.
    """
    place = request.principal_place(release)
    if place is not None:
        return (place,)
    if without_principal(request, release):
        return ()
    return tuple(sorted({_place(request, release, artist) for artist in artists_of(release)} - {_NONE}))


def principals_of(request: Request, release: Release) -> tuple[Principal, ...]:
    """The principals themselves."""
    return tuple(request.principals[place] for place in principal_places(request, release))


def without_principal(request: Request, release: Release) -> tuple[str, ...]:
    """The artists for whom nobody is named; the word for many itself, where a track does not say who plays it."""
    if request.principal_place(release) is not None:
        return ()
    if not is_of_many(release):
        return release.artists[:1]
    lacking = [artist for artist in artists_of(release) if _place(request, release, artist) == _NONE]
    is_silent = not release.recordings or any(
        all(is_nobody(artist) for artist in recording.artists) for recording in release.recordings
    )
    return (*lacking, *(release.artists[:1] if is_silent else ()))


def _place(request: Request, release: Release, artist: str) -> int:
    place = request.principal_place(replace(release, artists=(artist,)))
    return _NONE if place is None else place
