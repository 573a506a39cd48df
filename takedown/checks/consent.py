"""Who must agree, and what they said. Only a yes goes on; silence is not consent.

What is found here is never shown outside the workspace.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from takedown.checks.answers import About, Answers, featured, track_artists
from takedown.checks.labels import own_names
from takedown.checks.words import either, quoted, titles, unique, visible
from takedown.model import Finding, Release, folded
from takedown.request import Answer, Capacity, Consent, ExhibitKind, Request
from takedown.roster import artists_of, is_nobody, is_of_many, principals_of
from takedown.rules import finding

#: The artist itself signs, under whatever name it plays.
_THE_ARTIST = frozenset({Capacity.ARTIST, Capacity.MEMBER})


def must_agree(
    request: Request, releases: Sequence[Release], everything: Sequence[Release]
) -> dict[str, tuple[str, ...]]:
    """Name, per release key, the parties whose consent is needed.

    These are the owners that the catalog names, all artists of a release or compilation that has several, the
    guests in its track artists, and whoever has a line in decisions.csv; apart from those on whose side the sender
    signs. A principal has agreed by its mandate, unless decisions.csv says otherwise, or the artists are asked for an
    answer (`answer_by`): then every artist must agree, and no line is no answer. A clause that makes consent
    needless replaces silence and never a no, so that whoever said no is still named. `everything` is the catalog with
    what is blocked.
    """
    answers, own = Answers(request, everything), own_names(request)
    needed = request.authority.consent is Consent.NEEDED
    agreed = own | _own_acts(request, everything)
    # releases about which the same is said share one tuple: both can be many
    found: dict[tuple[tuple[str, ...], About], tuple[str, ...]] = {}
    must: dict[str, tuple[str, ...]] = {}
    for release in releases:
        about = answers.about(release)
        named = _named(request, release, agreed, answers.parties(about)) if needed else ()
        if (named, about) not in found:
            decided = (party for party in answers.parties(about) if folded(party) not in own)
            found[named, about] = unique(
                (*named, *decided)
                if needed
                else (party for party in decided if answers.latest(party, about) is Answer.NO)
            )
        must[release.key] = found[named, about]
    return must


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


def _named(
    request: Request, release: Release, own: frozenset[str], answered: Sequence[str]
) -> tuple[str, ...]:
    """Name whose consent is needed by the catalog alone; `own` are those on whose side the sender signs.

    `answered` are the parties of the lines about the release.
    """
    if _asks_every_artist(request):
        artists, agreed = artists_of(release), _spoken_for(request, release, answered)
    else:
        artists, agreed = release.artists if len(release.artists) > 1 else (), _by_mandate(request, release)
    # one guest counts as all artists of a compilation do, whatever stands in its artist column
    everybody = (*artists, *track_artists(release), *release.owners)
    return unique(
        name
        for name in everybody
        if folded(name) not in own and folded(name) not in agreed and not is_nobody(name)
    )


def _asks_every_artist(request: Request) -> bool:
    """Whether each artist is asked for an answer: a mandate to sign for them does not say what they decided.

    An artist who signs for itself and nobody else has no roster: alone on a release, it is the sender, whatever it is
    called there.
    """
    is_roster = request.sender.capacity not in _THE_ARTIST or request.acts_for_others or request.principals
    return request.wish.answer_by is not None and bool(is_roster)


def _by_mandate(request: Request, release: Release) -> frozenset[str]:
    principals = principals_of(request, release)
    return frozenset(folded(name) for each in principals for name in (each.name, each.artist))


def _spoken_for(request: Request, release: Release, answered: Sequence[str]) -> frozenset[str]:
    """Take a principal's name and its artist's as one: who answered under the one is not asked under the other."""
    lines = {folded(party) for party in answered}
    same = [(folded(each.artist), folded(each.name)) for each in principals_of(request, release)]
    return frozenset(artist if name in lines else name for artist, name in same if artist != name)


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
    said = _said(answers, releases, parties)
    for answer, say in ((Answer.NO, _declined), (Answer.OPEN, _silent)):
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for about, names, places in said:
            those = tuple(party for party in names if answers.latest(party, about) is answer)
            if those:
                groups[those] += places
        for those, places in groups.items():
            yield say(those, [releases[place] for place in sorted(places)])


def unanswered(
    request: Request,
    releases: Sequence[Release],
    parties: Mapping[str, tuple[str, ...]],
    everything: Sequence[Release],
) -> dict[str, tuple[str, ...]]:
    """Name, per release key, who must agree and has said neither yes nor no; only where they are to be written to."""
    if request.wish.answer_by is None:
        return {}
    answers = Answers(request, everything)
    silent: dict[str, tuple[str, ...]] = {}
    for about, names, places in _said(answers, releases, parties):
        those = tuple(party for party in names if answers.latest(party, about) is Answer.OPEN)
        if those:
            silent.update((releases[place].key, those) for place in places)
    return silent


def agreed_by(
    request: Request,
    releases: Sequence[Release],
    parties: Mapping[str, tuple[str, ...]],
    everything: Sequence[Release],
) -> dict[str, tuple[int, ...]]:
    """Number, per release key, the lines by which those who must agree said yes; only where they are exhibits."""
    if ExhibitKind.CONSENT not in request.wish.exhibits:
        return {}
    answers = Answers(request, everything)
    lines: dict[str, tuple[int, ...]] = {}
    for about, names, places in _said(answers, releases, parties):
        found = (answers.line(party, about) for party in names if answers.latest(party, about) is Answer.YES)
        those = tuple(dict.fromkeys(line for line in found if line is not None))
        if those:
            lines.update((releases[place].key, those) for place in places)
    return lines


def _said(
    answers: Answers, releases: Sequence[Release], parties: Mapping[str, tuple[str, ...]]
) -> list[tuple[About, tuple[str, ...], list[int]]]:
    """The places of the releases that wait for the same parties, about which the same lines speak."""
    groups: dict[tuple[About, int], tuple[About, tuple[str, ...], list[int]]] = {}
    for place, release in enumerate(releases):
        about, names = answers.about(release), parties[release.key]
        groups.setdefault((about, id(names)), (about, names, []))[2].append(place)
    return list(groups.values())


def _only_in_texts(
    request: Request, releases: Sequence[Release], parties: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Warn of guests whom no column names, so that nobody waits for their answer; once for all they are on."""
    agreed = own_names(request)
    groups: dict[str, list[tuple[str, Release]]] = defaultdict(list)
    asked: dict[int, frozenset[str]] = {}
    for release in releases:
        guests, names = featured(release), parties[release.key]
        if guests and id(names) not in asked:
            asked[id(names)] = agreed | {folded(party) for party in names}
        for name in guests:
            if folded(name) not in asked[id(names)]:
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
