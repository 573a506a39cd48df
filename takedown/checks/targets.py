"""What the lines of links.csv are about: releases and recordings, found by their codes and names."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field

from takedown import identifiers
from takedown.checks.words import counted
from takedown.frozen import dataclass
from takedown.model import Recording, Release, folded

#: A release by its place in the catalog; a recording by its own below it, the release itself by -1.
Spot = tuple[int, int]
WHOLE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a line is about, in the form in which it is compared; None for a name that is not given."""

    upc: str
    isrc: str
    artist: str
    release: str | None
    track: str | None

    @property
    def is_recording(self) -> bool:
        return bool(self.isrc) or self.track is not None


@dataclasses.dataclass(slots=True)
class _Shelf:
    """The recordings of some releases, by their codes and titles; those without a code apart too."""

    by_isrc: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    uncoded: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))

    def put(self, spot: Spot, recording: Recording) -> None:
        if recording.isrc:
            self.by_isrc[recording.isrc].append(spot)
        for title in _titles(recording):
            self.by_title[title].append(spot)
            if not recording.isrc:
                self.uncoded[title].append(spot)

    def spots(self, target: Target) -> tuple[Spot, ...]:
        """By the code where both have one, else by the title."""
        title = target.track or ""
        if not target.isrc:
            return tuple(self.by_title.get(title, ()))
        return tuple(sorted((*self.by_isrc.get(target.isrc, ()), *self.uncoded.get(title, ()))))


@dataclasses.dataclass(slots=True)
class Index:
    """Releases and recordings by their codes and names; what a target is found at is looked up once."""

    releases: Sequence[Release]
    by_upc: dict[str, int] = field(default_factory=dict)
    by_isrc: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_track: dict[tuple[str, str], list[Spot]] = field(default_factory=lambda: defaultdict(list))
    _shelves: dict[str | tuple[str, str], _Shelf] = field(default_factory=dict)
    _spots: dict[Target, tuple[Spot, ...]] = field(default_factory=dict)
    _several: dict[Target, str] = field(default_factory=dict)

    @classmethod
    def of(cls, releases: Sequence[Release]) -> "Index":
        index = cls(releases)
        for number, release in enumerate(releases):
            if release.icpn:
                index.by_upc[identifiers.gtin14(release.icpn)] = number
            if release.title:
                for title in {folded(release.title), folded(release.display_title)}:
                    index.by_name[folded(release.artist), title].append(number)
            for below, recording in enumerate(release.recordings):
                if recording.isrc:
                    index.by_isrc[recording.isrc].append((number, below))
                for artist in {folded(release.artist), folded(", ".join(recording.artists))}:
                    for title in _titles(recording):
                        index.by_track[artist, title].append((number, below))
        return index

    def spots(self, target: Target) -> tuple[Spot, ...]:
        """What a line is about: by UPC, else by ISRC, else by its names."""
        if target not in self._spots:
            self._spots[target] = self._look_up(target)
        return self._spots[target]

    def several(self, target: Target) -> str:
        """Say how many things a name could mean, of which a link is of one only; empty where it is clear."""
        if target not in self._several:
            self._several[target] = "" if target.upc or target.isrc else self._counted(target)
        return self._several[target]

    def _counted(self, target: Target) -> str:
        spots = self.spots(target)
        if target.release is not None:
            numbers = len({number for number, _ in spots})
            return counted(numbers, "release") if numbers > 1 else ""
        codes = len({self.releases[number].recordings[below].isrc for number, below in spots})
        return counted(codes, "recording") if codes > 1 else ""

    def _look_up(self, target: Target) -> tuple[Spot, ...]:
        if target.upc:
            number = self.by_upc.get(target.upc)
            return self._below(target, target.upc, [number] if number is not None else [])
        if target.isrc:
            return tuple(self.by_isrc.get(target.isrc, ()))
        if target.release is not None:
            name = (target.artist, target.release)
            return self._below(target, name, self.by_name.get(name, []))
        return tuple(self.by_track.get((target.artist, target.track or ""), ()))

    def _below(self, target: Target, name: str | tuple[str, str], numbers: Sequence[int]) -> tuple[Spot, ...]:
        """The releases of a code or name themselves, or the recordings on them that the line names."""
        if not target.is_recording:
            return tuple((number, WHOLE) for number in numbers)
        if name not in self._shelves:
            shelf = self._shelves[name] = _Shelf()
            for number in numbers:
                for below, each in enumerate(self.releases[number].recordings):
                    shelf.put((number, below), each)
        return self._shelves[name].spots(target)


def _titles(recording: Recording) -> frozenset[str]:
    return frozenset(folded(title) for title in (recording.title, recording.display_title) if title)
