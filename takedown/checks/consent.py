"""Who must agree, and what they said. Only a yes goes on; silence is not consent.

What is found here is never shown outside the workspace.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from takedown import identifiers
from takedown.checks.labels import own_names
from takedown.checks.words import either, quoted, titles, unique, visible
from takedown.model import Finding, Release, folded
from takedown.request import Answer, Capacity, Consent, Decision, Request
from takedown.roster import is_nobody, is_of_many, principals_of
from takedown.rules import finding

#: How a guest stands in a title: up to the closing bracket, or to another one.
_FEATURED = re.compile(r"(?:^|[\s(\[])(?:feat|ft|featuring)(?:\.\s*|\s+)([^()\[\]]+)", re.IGNORECASE)
_GUESTS = re.compile(r"\s*[,;&]\s*|\s+and\s+", re.IGNORECASE)
#: The artist itself signs, under whatever name it plays.
_THE_ARTIST = frozenset({Capacity.ARTIST, Capacity.MEMBER})


class Answers:
    """The lines of decisions.csv, found by what they are about.

    `everything` is the catalog with what is blocked: it says which titles are those of one release only.
    """

    def __init__(self, request: Request, everything: Sequence[Release]) -> None:
        self._by_release: dict[str, list[int]] = defaultdict(list)
        self._by_party: dict[str, list[int]] = defaultdict(list)
        self._request = request
        self._decisions = request.decisions
        called: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for release in everything:
            for mark in _title_marks(release):
                called[mark].add((folded(release.artist), folded(release.display_title)))
        self._times = _times(self._decisions)
        self._ambiguous = frozenset(mark for mark, releases in called.items() if len(releases) > 1)
        for number, each in enumerate(self._decisions):
            if each.release.strip():
                self._by_release[_release_mark(each.release)].append(number)
            else:
                self._by_party[folded(each.party)].append(number)

    def naming(self, release: Release) -> tuple[int, ...]:
        """Numbers of the lines about this one release, whoever answered.

        A title that several releases share says whose release it means only by the party.
        """
        found = list(self._by_release.get(_release_mark(release.icpn), ())) if release.icpn else []
        parties = frozenset(folded(name) for name in self._voices(release))
        for mark in sorted(_title_marks(release)):
            found += [
                number
                for number in self._by_release.get(mark, ())
                if mark not in self._ambiguous or folded(self._decisions[number].party) in parties
            ]
        return tuple(dict.fromkeys(found))

    def is_ambiguous(self, decision: Decision) -> bool:
        """Whether a line names a release by a title that several have."""
        return bool(decision.release.strip()) and _release_mark(decision.release) in self._ambiguous

    def _voices(self, release: Release) -> tuple[str, ...]:
        """Name who has a say in a release by the catalog: artists, those of its tracks, owners, and the principal."""
        principals = [principal.name for principal in principals_of(self._request, release)]
        guests = (*track_artists(release), *featured(release))
        return unique((*release.artists, *guests, *release.owners, *principals))

    def general(self, names: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the lines in which these parties answer for everything."""
        return tuple(number for name in names for number in self._by_party.get(folded(name), ()))

    def concerning(self, release: Release) -> tuple[int, ...]:
        """Numbers of the lines that belong to a release, in file order."""
        return tuple(sorted({*self.naming(release), *self.general(self._voices(release))}))

    def parties(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Who answered in these lines."""
        return tuple(self._decisions[number].party for number in numbers)

    def latest(self, party: str, release: Release) -> Answer:
        """Take the latest answer; of answers of one time the one about this release, else the later line."""
        said = [
            (self._times[number], bool(each.release.strip()), number, each.answer)
            for number in {*self.naming(release), *self.general([party])}
            if folded((each := self._decisions[number]).party) == folded(party)
        ]
        return max(said)[3] if said else Answer.OPEN


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


def featured(release: Release) -> tuple[str, ...]:
    """Name the guests that only the text of a title or an artist names: `Song (feat. X)`."""
    texts = [release.title, release.version, *release.artists]
    for recording in release.recordings:
        texts += [recording.title, recording.version, *recording.artists]
    known = {folded(name) for name in (*release.artists, *track_artists(release), *release.owners)}
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


def must_agree(
    request: Request, releases: Sequence[Release], everything: Sequence[Release]
) -> dict[str, tuple[str, ...]]:
    """Name, per release key, the parties whose consent is needed.

    These are the owners that the catalog names, all artists of a release or compilation that has several, the
    guests in its track artists, and whoever has a line in decisions.csv; apart from those on whose side the sender
    signs. A principal has agreed by its mandate, unless decisions.csv says otherwise. A clause that makes consent
    needless replaces silence and never a no, so that whoever said no is still named. `everything` is the catalog with
    what is blocked.
    """
    answers = Answers(request, everything)
    if request.authority.consent is Consent.NOT_NEEDED:
        return {release.key: _refusing(request, release, answers) for release in releases}
    own_acts = _own_acts(request, everything)
    return {release.key: _parties(request, release, answers, own_acts) for release in releases}


def _own_acts(request: Request, everything: Sequence[Release]) -> frozenset[str]:
    """Take the artist that the sender is, whatever it is called: the only one that is alone on releases.

    Where several are, nobody can tell which of them signs, so that none of them has agreed.
    """
    if request.sender.capacity not in _THE_ARTIST or request.acts_for_others or request.principals:
        return frozenset()
    alone = frozenset(
        folded(release.artists[0])
        for release in everything
        if len(release.artists) == 1 and not is_of_many(release)
    )
    return alone if len(alone) == 1 else frozenset()


def _refusing(request: Request, release: Release, answers: Answers) -> tuple[str, ...]:
    parties = _decided(request, release, answers)
    return tuple(party for party in parties if answers.latest(party, release) is Answer.NO)


def _decided(request: Request, release: Release, answers: Answers) -> tuple[str, ...]:
    """Name who has a line in decisions.csv about a release, apart from the sender."""
    sender = own_names(request)
    return unique(
        party for party in answers.parties(answers.concerning(release)) if folded(party) not in sender
    )


def _parties(
    request: Request, release: Release, answers: Answers, own_acts: frozenset[str]
) -> tuple[str, ...]:
    agreed = own_names(request) | own_acts
    for principal in principals_of(request, release):
        agreed |= {folded(principal.name), folded(principal.artist)}
    artists = release.artists if len(release.artists) > 1 else ()
    # one guest counts as all artists of a compilation do, whatever stands in its artist column
    everybody = (*artists, *track_artists(release), *release.owners)
    named = [name for name in everybody if folded(name) not in agreed and not is_nobody(name)]
    return unique((*named, *_decided(request, release, answers)))


def consent_findings(
    request: Request,
    releases: Sequence[Release],
    parties: Mapping[str, tuple[str, ...]],
    everything: Sequence[Release],
) -> Iterator[Finding]:
    """Hold every release whose parties have not all said yes; `parties` is what `must_agree` gave."""
    answers = Answers(request, everything)
    if request.authority.consent is Consent.NOT_NEEDED:
        yield _clause(request)
    else:
        yield from _only_in_texts(request, releases, parties)
    silent: dict[tuple[str, ...], list[Release]] = defaultdict(list)
    declined: dict[tuple[str, ...], list[Release]] = defaultdict(list)
    for release in releases:
        said = {party: answers.latest(party, release) for party in parties[release.key]}
        no = tuple(party for party, answer in said.items() if answer is Answer.NO)
        unanswered = tuple(party for party, answer in said.items() if answer is Answer.OPEN)
        if no:
            declined[no].append(release)
        if unanswered:
            silent[unanswered].append(release)
    for names, group in declined.items():
        yield _declined(names, group)
    for names, group in silent.items():
        yield _silent(names, group)


def _only_in_texts(
    request: Request, releases: Sequence[Release], parties: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Warn of guests whom no column names, so that nobody waits for their answer; once for all they are on."""
    agreed = own_names(request)
    groups: dict[str, list[tuple[str, Release]]] = defaultdict(list)
    for release in releases:
        asked = agreed | {folded(party) for party in parties[release.key]}
        for name in featured(release):
            if folded(name) not in asked:
                groups[folded(name)].append((name, release))
    for group in groups.values():
        name, on = group[0][0], [release for _, release in group]
        yield finding(
            "W-FEATURED",
            f"{quoted(name)} is named as a guest in the text of {titles(on)} only, so no answer is waited for",
            hint="write the name into track_artist (several separated by ;), and the answer into decisions.csv",
            source=on[0].source.at("track_artist"),
            releases=tuple(release.key for release in on),
        )


def _declined(names: Sequence[str], releases: Sequence[Release]) -> Finding:
    return finding(
        "Q-DECLINED",
        f"{either([quoted(name) for name in names], 'and')} said no to {titles(releases)}",
        hint="nothing: it stays where it is, and no letter says so; a later yes in decisions.csv counts",
        source=releases[0].source.at("artist"),
        releases=tuple(release.key for release in releases),
    )


def _silent(names: Sequence[str], releases: Sequence[Release]) -> Finding:
    return finding(
        "Q-CONSENT",
        f"{either([quoted(name) for name in names], 'and')} must agree to {titles(releases)}, "
        "and no answer is written down",
        hint="ask, and write the answer into decisions.csv: party, answer (yes or no), date, how, file",
        source=releases[0].source.at("artist"),
        releases=tuple(release.key for release in releases),
    )


def _clause(request: Request) -> Finding:
    clause = request.authority.clause.strip()
    if clause:
        message, hint = (
            f"nobody else is asked, by this clause: {visible(clause)}",
            "keep the agreement at hand",
        )
    else:
        message = "nobody else is asked, and no clause is given that says so"
        hint = 'add clause = "…" under [authority], in the words of your agreement'
    return finding("I-CLAUSE", message, hint=hint, source=request.source.at("authority.consent"))
