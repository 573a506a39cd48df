"""The lines of decisions.csv, found by what they are about and by who answered."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from takedown import identifiers
from takedown.checks.words import unique
from takedown.frozen import dataclass
from takedown.model import Release, folded
from takedown.patterns import pattern
from takedown.request import Answer, Decision, Request
from takedown.roster import principals_of

#: How a guest stands in a title: up to the closing bracket, or to another one.
_FEATURED = pattern(r"(?:^|[\s(\[])(?:feat|ft|featuring)(?:\.\s*|\s+)([^()\[\]]+)", re.IGNORECASE)
_GUESTS = pattern(r"\s*[,;&]\s*|\s+and\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """By what the lines about a release are found: its UPC, its titles, and who has a say in it; folded.

    Only what any line names stands here, so that releases of which no line tells apart are equal.
    """

    upc: str
    titles: frozenset[str]
    voices: frozenset[str]


_NOTHING = About(upc="", titles=frozenset(), voices=frozenset())

#: When a line was said, whether it is about one release, its number, and its answer: the greatest counts.
_Said = tuple[tuple[date, int], bool, int, Answer]


@dataclasses.dataclass(slots=True)
class _Voice:
    """The lines of one party about one thing: the numbers of all, and what counts of them."""

    numbers: list[int]
    latest: _Said


class Answers:
    """The lines of decisions.csv, found by what they are about and by who answered.

    `everything` is the catalog with what is blocked: it says which titles are those of one release only. A title that
    several releases share says whose release it means only by the party. A line is looked at once, however many
    releases it is about: a label answers for thousands.
    """

    def __init__(self, request: Request, everything: Sequence[Release]) -> None:
        self._by_release: dict[str, dict[str, _Voice]] = defaultdict(dict)
        self._by_party: dict[str, _Voice] = {}
        self._request = request
        self._decisions = request.decisions
        self._answering = frozenset(folded(each.party) for each in request.decisions)
        self._parties: dict[About, tuple[str, ...]] = {}
        called: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for release in everything if request.decisions else ():
            for mark in _title_marks(release):
                called[mark].add((folded(release.artist), folded(release.display_title)))
        self._ambiguous = frozenset(mark for mark, releases in called.items() if len(releases) > 1)
        for number, (each, time) in enumerate(zip(self._decisions, _times(self._decisions), strict=True)):
            is_about_one, party = bool(each.release.strip()), folded(each.party)
            there = self._by_release[_release_mark(each.release)] if is_about_one else self._by_party
            said = (time, is_about_one, number, each.answer)
            voice = there.setdefault(party, _Voice([], said))
            voice.numbers.append(number)
            voice.latest = max(voice.latest, said)

    def about(self, release: Release) -> About:
        """By what the lines about a release are found; who has a say in it is said by the catalog."""
        if not self._decisions:
            return _NOTHING
        principals = [principal.name for principal in principals_of(self._request, release)]
        others = track_artists(release)
        guests = (*others, *featured(release, others))
        names = (*release.artists, *guests, *release.owners, *principals)
        upc = _release_mark(release.icpn) if release.icpn else ""
        return About(
            upc=upc if upc in self._by_release else "",
            titles=_title_marks(release).intersection(self._by_release),
            voices=self._answering.intersection(folded(name) for name in names if name),
        )

    def is_ambiguous(self, decision: Decision) -> bool:
        """Whether a line names a release by a title that several have."""
        return bool(decision.release.strip()) and _release_mark(decision.release) in self._ambiguous

    def concerning(self, releases: Iterable[Release]) -> frozenset[int]:
        """Numbers of the lines that belong to one of these releases."""
        found: set[int] = set()
        voices: set[str] = set()
        marks: set[str] = set()
        for about in {self.about(release) for release in releases}:
            voices |= about.voices
            marks |= self._all_of(about)
            for mark in about.titles & self._ambiguous:
                for voice in _of(self._by_release[mark], about.voices):
                    found.update(voice.numbers)
        for mark in marks:
            found.update(number for voice in self._by_release[mark].values() for number in voice.numbers)
        found.update(number for voice in _of(self._by_party, voices) for number in voice.numbers)
        return frozenset(found)

    def parties(self, about: About) -> tuple[str, ...]:
        """Who answered in the lines about a release, in file order, as they are first written."""
        if about not in self._parties:
            voices = [*_of(self._by_party, about.voices)]
            for mark in self._all_of(about):
                voices += self._by_release[mark].values()
            for mark in about.titles & self._ambiguous:
                voices += _of(self._by_release[mark], about.voices)
            firsts = sorted(voice.numbers[0] for voice in voices)
            self._parties[about] = unique(self._decisions[number].party for number in firsts)
        return self._parties[about]

    def latest(self, party: str, about: About) -> Answer:
        """Take the latest answer; of answers of one time the one about this release, else the later line."""
        said = self._latest(party, about)
        return said[3] if said else Answer.OPEN

    def line(self, party: str, about: About) -> int | None:
        """The number of the line that holds that answer, from 0; None where there is none."""
        said = self._latest(party, about)
        return said[2] if said else None

    def _latest(self, party: str, about: About) -> _Said | None:
        name = folded(party)
        marks = [mark for mark in about.titles if mark not in self._ambiguous or name in about.voices]
        there = [self._by_release[mark] for mark in (about.upc, *marks) if mark in self._by_release]
        said = [voices[name].latest for voices in (*there, self._by_party) if name in voices]
        return max(said, default=None)

    def _all_of(self, about: About) -> frozenset[str]:
        """The marks whose lines are all about this release, whoever answered."""
        return (about.titles - self._ambiguous) | ({about.upc} if about.upc else frozenset())


def _of(there: Mapping[str, _Voice], names: Iterable[str]) -> Iterator[_Voice]:
    return (there[name] for name in names if name in there)


def _times(decisions: Sequence[Decision]) -> list[tuple[date, int]]:
    """When each line was said: its day, else that of the party's latest line above it, and then after it.

    Lines of one day are of one time, as long as no line with a day stands beside one without.
    """
    times: list[tuple[date, int]] = []
    latest: dict[str, date] = {}
    turns: dict[str, tuple[bool, int]] = {}
    for each in decisions:
        party, is_dated = folded(each.party), each.on is not None
        was_dated, turn = turns.get(party, (is_dated, 0))
        turns[party] = is_dated, turn + (is_dated != was_dated)
        day = each.on or latest.get(party, date.min)
        latest[party] = max(day, latest.get(party, date.min))
        times.append((day, turns[party][1]))
    return times


def track_artists(release: Release) -> tuple[str, ...]:
    """Name the artists of its recordings that are none of the release's own."""
    own = frozenset(folded(artist) for artist in release.artists)
    named = (artist for recording in release.recordings for artist in recording.artists)
    return unique(artist for artist in named if folded(artist) not in own)


def featured(release: Release, others: Sequence[str] | None = None) -> tuple[str, ...]:
    """Name the guests that only the text of a title or an artist names: `Song (feat. X)`.

    `others` are the release's `track_artists`, where they are at hand.
    """
    others = track_artists(release) if others is None else others
    texts = [release.title, release.version, *release.artists]
    for recording in release.recordings:
        texts += [recording.title, recording.version, *recording.artists]
    whole = "\n".join(texts).lower()
    if "feat" not in whole and "ft" not in whole:  # as in most: one look at all
        return ()
    known = {folded(name) for name in (*release.artists, *others, *release.owners)}
    names = (
        name.strip(" -–—.,")
        for text in texts
        for found in _FEATURED.finditer(text)
        for name in _GUESTS.split(found[1])
    )
    return unique(name for name in names if folded(name) not in known)


def _release_mark(text: str) -> str:
    """Write a UPC as GTIN-14 and a title folded, so that either finds its release."""
    digits = text.strip().replace("-", "").replace(" ", "")
    is_code = digits.isdigit() and len(digits) >= identifiers.UPC_DIGITS - 1
    return identifiers.gtin14(digits) if is_code else folded(text)


def _title_marks(release: Release) -> frozenset[str]:
    named = release.display_title if release.title or release.recordings else ""
    return frozenset(_release_mark(name) for name in (release.title, named) if name)
