"""Who must agree, and what they said. Only a yes goes on; silence is not consent.

What is found here is never shown outside the workspace.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from takedown import identifiers
from takedown.checks.labels import own_names
from takedown.checks.words import either, quoted, titles, unique
from takedown.model import Finding, Release, folded
from takedown.request import Answer, Capacity, Consent, Decision, Request
from takedown.rules import finding

#: The artist itself signs, under whatever name it plays.
_THE_ARTIST = frozenset({Capacity.ARTIST, Capacity.MEMBER})


def must_agree(request: Request, releases: Sequence[Release]) -> dict[str, tuple[str, ...]]:
    """Name, per release key, the parties whose consent is needed.

    These are the owners that the catalog names, all artists of a release that has several, and whoever has a
    line in decisions.csv; apart from those on whose side the sender signs. A principal has agreed by its
    mandate, unless decisions.csv says otherwise.
    """
    if request.authority.consent is Consent.NOT_NEEDED:
        return {release.key: () for release in releases}
    sender = own_names(request)
    own_acts = _own_acts(request, releases)
    return {release.key: _parties(request, release, sender, own_acts) for release in releases}


def _own_acts(request: Request, releases: Sequence[Release]) -> frozenset[str]:
    """Gather the artists that the sender is, whatever they are called: those alone on a release."""
    if request.sender.capacity not in _THE_ARTIST or request.acts_for_others or request.principals:
        return frozenset()
    return frozenset(folded(release.artists[0]) for release in releases if len(release.artists) == 1)


def _parties(
    request: Request, release: Release, sender: frozenset[str], own_acts: frozenset[str]
) -> tuple[str, ...]:
    principal = request.principal_for(release)
    agreed = sender | own_acts
    if principal:
        agreed |= {folded(principal.name), folded(principal.artist)}
    artists = release.artists if len(release.artists) > 1 else ()
    named = [name for name in (*artists, *release.owners) if folded(name) not in agreed]
    decided = [each.party for each in request.decisions if _concerns(each, release)]
    return unique((*named, *(party for party in decided if folded(party) not in sender)))


def _concerns(decision: Decision, release: Release) -> bool:
    if decision.release.strip():
        return _names_release(decision.release, release)
    return folded(decision.party) in {folded(name) for name in (*release.artists, *release.owners)}


def _names_release(text: str, release: Release) -> bool:
    title = folded(text)
    if title in (folded(release.title), folded(release.display_title)):
        return bool(title)
    digits = text.strip().replace("-", "").replace(" ", "")
    return bool(release.icpn) and digits.isdigit() and identifiers.gtin14(digits) == release.icpn.zfill(14)


def consent_findings(
    request: Request, releases: Sequence[Release], parties: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Hold every release whose parties have not all said yes; `parties` is what `must_agree` gave."""
    yield from _unused(request, releases)
    if request.authority.consent is Consent.NOT_NEEDED:
        yield _clause(request)
        return
    silent: dict[tuple[str, ...], list[Release]] = defaultdict(list)
    declined: dict[tuple[str, ...], list[Release]] = defaultdict(list)
    for release in releases:
        answers = {party: _answer(request, party, release) for party in parties[release.key]}
        no = tuple(party for party, answer in answers.items() if answer is Answer.NO)
        unanswered = tuple(party for party, answer in answers.items() if answer is Answer.OPEN)
        if no:
            declined[no].append(release)
        if unanswered:
            silent[unanswered].append(release)
    for names, group in declined.items():
        yield _declined(names, group)
    for names, group in silent.items():
        yield _silent(names, group)


def _answer(request: Request, party: str, release: Release) -> Answer:
    """Take the latest answer; on the same day the one about this release, else the later line."""
    said = [
        (each.on or date.min, bool(each.release.strip()), number, each.answer)
        for number, each in enumerate(request.decisions)
        if folded(each.party) == folded(party)
        and (not each.release.strip() or _names_release(each.release, release))
    ]
    return max(said)[3] if said else Answer.OPEN


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
        message, hint = f"nobody else is asked, by this clause: {clause}", "keep the agreement at hand"
    else:
        message = "nobody else is asked, and no clause is given that says so"
        hint = 'add clause = "…" under [authority], in the words of your agreement'
    return finding("I-CLAUSE", message, hint=hint, source=request.source.at("authority.consent"))


def _unused(request: Request, releases: Sequence[Release]) -> Iterator[Finding]:
    for decision in request.decisions:
        if not any(_concerns(decision, release) for release in releases):
            about = f" about {quoted(decision.release)}" if decision.release.strip() else ""
            yield finding(
                "W-DECISION-UNUSED",
                f"the answer of {quoted(decision.party)}{about} belongs to no release that can be used",
                hint="write the party as in the artist or owner column, and the release as its UPC or title",
                source=decision.source,
            )
