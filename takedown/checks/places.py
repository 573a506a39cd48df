"""Where items can be seen, platform by platform: the lines of links.csv and the addresses of the catalog."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from takedown import identifiers
from takedown.checks.reader import one_product
from takedown.checks.targets import WHOLE, Index, Spot, Target
from takedown.checks.vocabulary import Vocabulary
from takedown.checks.words import near_miss, place, quoted, squeezed, visible
from takedown.frozen import dataclass
from takedown.identifiers import IdentifierError
from takedown.links import (
    AMAZON,
    DOUBT_HINT,
    FoundLink,
    LinkError,
    companies,
    is_of_another,
    read_link,
    sort_out,
)
from takedown.model import Finding, Place, Recording, Release, folded
from takedown.records import DELIVERED, Directory, Platform
from takedown.rules import finding

if TYPE_CHECKING:
    from takedown.sources import Link

_AMAZON = folded(AMAZON)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of links.csv with its codes read."""

    link: "Link"
    target: Target
    place: Place
    doubt: str = ""


def with_places(
    releases: Sequence[Release],
    everything: Sequence[Release],
    links: "Sequence[Link]",
    directory: Directory,
    known: Vocabulary,
) -> tuple[tuple[Release, ...], tuple[Finding, ...]]:
    """Give every release and recording its places, and say which lines of links.csv cannot be used.

    An ASIN serves every platform of its company; an address serves its own. `everything` is the catalog with what
    is blocked, so that one wrong cell does not call a good line useless.
    """
    said, findings = _said(links, releases, everything, directory, known)
    placed: dict[Spot, list[Place]] = defaultdict(list)
    for (spot, _), line in said.items():
        placed[spot].append(line.place)
    companies = _Companies.of(directory)
    return tuple(
        _placed(release, number, placed, companies) for number, release in enumerate(releases)
    ), tuple(findings)


def _said(
    links: "Sequence[Link]",
    releases: Sequence[Release],
    everything: Sequence[Release],
    directory: Directory,
    known: Vocabulary,
) -> tuple[dict[tuple[Spot, str], _Line], list[Finding]]:
    """The line that counts for each item and platform, the first; and what is wrong with the others."""
    said: dict[tuple[Spot, str], _Line] = {}
    findings: list[Finding] = []
    # what the lines before said of the items that a line names, each other place once
    taken: dict[tuple[Target, str], dict[Place, _Line]] = {}
    index, whole = (Index.of(some if links else ()) for some in (releases, everything))
    for link in links:
        try:
            line = _line(link, directory, known)
        except LinkError as error:
            where = link.source.at(error.column)
            findings.append(finding("E-LINK", visible(error.problem), hint=error.fix, source=where))
            continue
        if line.doubt:
            said_of = link.source.at("url")
            findings.append(finding("W-LINK", visible(line.doubt), hint=DOUBT_HINT, source=said_of))
        target, platform = line.target, line.place.platform
        spots, several = index.spots(target), index.several(target)
        if not spots and not whole.spots(target):
            hint = "write upc or isrc as in the catalog, or artist and title; or delete the line"
            findings.append(_unused(line, "it belongs to nothing in the catalog", hint))
        elif several:
            findings.append(_unused(line, f"{several} have this name", "write the upc or isrc of the one"))
        else:
            if (target, platform) not in taken:
                firsts = [said.setdefault((spot, platform), line) for spot in spots]
                taken[target, platform] = _by_place(firsts)
            others = taken[target, platform].values()
            first = next((each for each in others if each.place != line.place), None)
            findings += [_second(line, first)] if first else []
    return said, findings


def _by_place(lines: Iterable[_Line]) -> dict[Place, _Line]:
    """The first line of each place."""
    found: dict[Place, _Line] = {}
    for line in lines:
        found.setdefault(line.place, line)
    return found


def _line(link: "Link", directory: Directory, known: Vocabulary) -> _Line:
    """Read the codes of a line; LinkError for what cannot be used."""
    upc = _code("upc", link.upc, one_product)
    isrc = _code("isrc", link.isrc, identifiers.isrc)
    if not (upc or isrc or link.release or link.track):
        hint = "write the upc, the isrc, or artist and release"
        raise LinkError("upc", "the line names no release and no recording", hint)
    found = sort_out(link.asin, link.url, recording=bool(isrc or link.track))
    slug = _platform(link, known)
    _of_one_company(link, directory.platforms[slug])
    place = Place(platform=slug, asin=found.asin, url="" if found.doubt else found.url)
    return _Line(link=link, target=_target(link, upc, isrc), place=place, doubt=found.doubt)


def _target(link: "Link", upc: str, isrc: str) -> Target:
    return Target(
        upc=identifiers.gtin14(upc) if upc else "",
        isrc=isrc,
        artist=folded(", ".join(part.strip() for part in link.artist.split(";"))),
        release=folded(link.release) if link.release else None,
        track=folded(link.track) if link.track else None,
    )


def _of_one_company(link: "Link", platform: Platform) -> None:
    """Refuse a line with a cell of another company than its platform; where both cells differ, say whose each is."""
    texts = {"asin": link.asin, "url": link.url}
    found = companies(link.asin, link.url)
    wrong = [column for column, company in found.items() if folded(company) != folded(platform.company)]
    if not wrong:
        return
    named = found if len(set(found.values())) > 1 else wrong[:1]
    said = [f"{column} {quoted(texts[column])} is of {found[column]}" for column in named]
    raise LinkError(
        wrong[0],
        f"{', '.join(said)}, and the line is about {platform.name}",
        "write each into the line of its own platform"
        if len(said) > 1
        else "write it into the line of its own platform",
    )


def _code(column: str, text: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(text) if text else ""
    except IdentifierError as error:
        raise LinkError(column, error.problem, error.fix) from error


def _platform(link: "Link", known: Vocabulary) -> str:
    slug = known.platforms.get(squeezed(link.platform), "")
    if slug:
        return slug
    if not link.platform:
        raise LinkError("platform", "platform is empty", "write the platform, for example amazon-music")
    close = near_miss(link.platform, known.platforms)
    hint = f"did you mean {close}?" if close else "`takedown directory list` shows all platforms"
    raise LinkError("platform", f"{quoted(link.platform)} is not in the directory of platforms", hint)


def _unused(line: _Line, why: str, hint: str) -> Finding:
    link = line.link
    shown = quoted(link.upc or link.isrc or link.track or link.release)
    return finding(
        "W-LINK-UNUSED",
        f"the link of {shown} is not used: {why}",
        hint=hint,
        source=link.source.at("upc" if link.upc else "isrc" if link.isrc else "release"),
    )


def _second(line: _Line, first: _Line) -> Finding:
    there = place(first.link.source, line.link.source)
    return _unused(line, f"{there} says another for the same item and platform", "delete one of the two")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Companies:
    """The platforms of each company that share its codes and pages, and the company of each platform; names folded.

    Streaming and sale of downloads share them. A disc has an ASIN of its own, and a video a page of its own.
    """

    platforms: Mapping[str, tuple[str, ...]]
    company: Mapping[str, str]

    @classmethod
    def of(cls, directory: Directory) -> "_Companies":
        company = {slug: folded(each.company) for slug, each in directory.platforms.items()}
        platforms: dict[str, tuple[str, ...]] = {}
        for slug, name in company.items():
            if directory.platforms[slug].use not in DELIVERED:
                continue
            platforms[name] = (*platforms.get(name, ()), slug)
        return cls(platforms=platforms, company=company)


def _placed(
    release: Release, number: int, placed: Mapping[Spot, Sequence[Place]], companies: _Companies
) -> Release:
    recordings = tuple(
        _at_places(recording, placed.get((number, below), ()), companies)
        for below, recording in enumerate(release.recordings)
    )
    whole = _at_places(release, placed.get((number, WHOLE), ()), companies)
    same = all(one is other for one, other in zip(recordings, release.recordings, strict=True))
    return whole if same else replace(whole, recordings=recordings)


_Item = TypeVar("_Item", Release, Recording)


def _at_places(item: _Item, places: Sequence[Place], companies: _Companies) -> _Item:
    """The item with its places: an ASIN or address of the catalog counts only for the company whose it is."""
    if not (places or item.url or item.asin):  # as nearly every item
        return item
    page = _page(item.url)
    company = folded(page.company)
    if not places and not company and not item.asin:
        return item
    known = {each.platform: each for each in places}
    for each in places:
        shared = companies.platforms.get(companies.company[each.platform], ())
        if each.asin and each.platform in shared:
            for slug in shared:
                before = known.get(slug, Place(platform=slug))
                known[slug] = replace(before, asin=before.asin or each.asin)
    for slug in companies.platforms.get(_AMAZON, ()) if item.asin else ():
        before = known.get(slug, Place(platform=slug))
        known[slug] = replace(before, asin=before.asin or item.asin)
    if company and not is_of_another(page, item.asin):
        for slug in companies.platforms.get(company, ()):
            before = known.get(slug, Place(platform=slug))
            known[slug] = replace(before, url=before.url or item.url)
    return replace(item, asin="", url="" if company else item.url, places=tuple(known.values()))


def _page(url: str) -> FoundLink:
    try:
        return read_link(url) if url else FoundLink()
    except IdentifierError:
        return FoundLink()
