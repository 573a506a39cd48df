"""What rows say about each other: one code on two things, one thing under two codes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from takedown.checks.cells import ReleaseCells, TypedRow
from takedown.checks.releases import release_key
from takedown.checks.words import counted, either, place, quoted, squeezed
from takedown.model import COLUMNS, Finding, Release, Row, folded
from takedown.roster import is_nobody
from takedown.rules import finding

_ROWS_SHOWN = 3
#: Every row of a UPC repeats what all of them say.
_VALUES_SHOWN = 10
#: Cells that must say the same on every row of one UPC.
_RELEASE_CELLS: Mapping[str, Callable[[ReleaseCells], str]] = {
    "artist": lambda said: "; ".join(said.artists),
    "release": lambda said: said.title,
    "release_version": lambda said: said.version,
    "label": lambda said: said.label,
    "release_date": lambda said: said.released.isoformat() if said.released else "",
}


def without_duplicates(rows: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Leave out rows that say exactly what an earlier one says; they are counted once."""
    seen: dict[tuple[str | None, ...], Row] = {}
    findings = []
    for row in rows:
        first = seen.setdefault(tuple(map(row.cells.get, COLUMNS)), row)
        if first is not row:
            message = f"this row says the same as {place(first.source, row.source)}; it is counted once"
            findings.append(finding("W-DUPLICATE-ROW", message, hint="delete one of them", source=row.source))
    return tuple(seen.values()), tuple(findings)


def conflicts(rows: Sequence[TypedRow]) -> tuple[Finding, ...]:
    """Errors of rows that contradict each other. Nobody can say which is right, so each of them gets one."""
    return (*_same_isrc(rows), *_same_upc(rows))


def _same_isrc(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    for group in _several(_grouped(rows, lambda row: row.isrc if row.track else "")):
        titles = _firsts(group, lambda each: squeezed(each.full_track))
        for row in group if titles[1:] else ():
            other = titles[0] if squeezed(row.full_track) != squeezed(titles[0].full_track) else titles[1]
            yield finding(
                "E-SAME-ISRC",
                f"{row.isrc} is {quoted(row.full_track)} here and {quoted(other.full_track)} "
                f"in {_place(other, row)}; an ISRC is one recording",
                hint="compare both with your distributor's page and correct the wrong one",
                source=row.row.source.at("isrc"),
            )


def _same_upc(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    for group in _several(_by_release(rows, lambda said: said.icpn)):
        releases = {id(row.release): row.release for row in group}.values()
        for column, cell in _RELEASE_CELLS.items() if len(releases) > 1 else ():
            if len(set(map(cell, releases))) == 1:
                continue
            said = list(_by_value(group, cell).values())
            if said[1:]:
                shown = [f"{quoted(cell(same[0].release))} in {_rows(same)}" for same in said[:_VALUES_SHOWN]]
                if len(said) > _VALUES_SHOWN:
                    shown.append(f"{counted(len(said) - _VALUES_SHOWN, 'other value')} elsewhere")
                message = (
                    f"{column} of UPC {group[0].release.icpn} is {either(shown, 'and')}; a UPC is one release"
                )
                for row in group:
                    yield finding(
                        "E-UPC-CONFLICT",
                        message,
                        hint="compare the rows with your distributor's page and correct the wrong ones",
                        source=row.row.source.at(column),
                    )


def _by_value(rows: Sequence[TypedRow], cell: Callable[[ReleaseCells], str]) -> dict[str, list[TypedRow]]:
    return _by_release(rows, lambda said: folded(cell(said)))


def _rows(rows: Sequence[TypedRow]) -> str:
    numbers = [str(row.row.source.row) for row in rows[:_ROWS_SHOWN]]
    if len(rows) > _ROWS_SHOWN:
        return f"{counted(len(rows), 'row')} from row {numbers[0]} on"
    return f"{'rows' if len(numbers) > 1 else 'row'} {either(numbers, 'and')}"


def doubles(rows: Sequence[TypedRow]) -> tuple[Finding, ...]:
    """Find doubles that can keep a track live, and rows without a code, among the usable rows."""
    return (
        *_two_isrcs(rows),
        *_two_upcs(rows),
        *_split_releases(rows),
        *_two_distributors(rows),
        *_without_code(rows),
    )


def _two_isrcs(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    def same(row: TypedRow) -> str:
        artists = ";".join(row.track_artists or row.release.artists)
        return f"{folded(artists)}|{squeezed(row.full_track)}" if row.isrc and row.track else ""

    for group in _several(_grouped(rows, same)):
        first = group[0]
        for row in _firsts(group, lambda each: each.isrc)[1:]:
            yield finding(
                "W-TWO-ISRCS",
                f"{quoted(row.full_track)} is {row.isrc} here and {first.isrc} in {_place(first, row)}",
                hint="if it is one recording, both codes are live: keep both rows; else give the version",
                source=row.row.source.at("isrc"),
                releases=_keys(first, row),
            )


def _two_upcs(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    def same(said: ReleaseCells) -> str:
        return _words(said, said.label) if said.icpn and said.title else ""

    for group in _several(_by_release(rows, same)):
        first = group[0]
        for row in _firsts(group, lambda each: each.release.icpn)[1:]:
            yield finding(
                "W-DUP-UPC",
                f"{quoted(row.release.title)} is {row.release.icpn} here and {first.release.icpn} in "
                f"{_place(first, row)}; a second delivery keeps the tracks live",
                hint="keep both in the catalog if both are live; look who delivered each of them",
                source=row.row.source.at("upc"),
                releases=_keys(first, row),
            )


def _split_releases(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    for group in _several(_by_release(rows, lambda said: _words(said) if said.title else "")):
        coded = [row for row in group if row.release.icpn]
        bare = [row for row in group if not row.release.icpn]
        if coded and bare:
            yield finding(
                "W-SPLIT-RELEASE",
                f"{quoted(bare[0].release.title)} has no UPC in {_rows(bare)}, and {coded[0].release.icpn} in "
                f"{_rows(coded)}; the rows are taken as two releases",
                hint="if it is one release, write its UPC in every row",
                source=bare[0].row.source.at("upc"),
                releases=_keys(bare[0], coded[0]),
            )


def _words(said: ReleaseCells, *more: str) -> str:
    """By what a release is called, folded."""
    return "|".join(folded(word) for word in (";".join(said.artists), said.title, said.version, *more))


def _two_distributors(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    for group in _several(_grouped(rows, lambda row: release_key(row) if row.release.distributor else "")):
        first = group[0]
        for row in _firsts(group, lambda each: each.release.distributor)[1:]:
            yield finding(
                "W-ROUTE-CONFLICT",
                f"the rows of {quoted(row.release.title or row.track)} name two distributors: "
                f"{row.release.distributor} here and {first.release.distributor} in {_place(first, row)}; "
                "the first counts",
                hint="if both deliver it, both must be asked: a second delivery keeps it live",
                source=row.row.source.at("distributor"),
                releases=_keys(first, row),
            )


def _without_code(rows: Sequence[TypedRow]) -> Iterator[Finding]:
    for row in rows:
        if not row.isrc and not row.release.icpn:
            yield finding(
                "Q-NO-IDENTIFIER",
                f"{quoted(row.track or row.release.title)} has neither UPC nor ISRC, so a desk cannot find it",
                hint="copy the codes from your distributor; until then it can only be enquired after",
                source=row.row.source.at("upc"),
                releases=_keys(row),
            )


def untitled(releases: Sequence[Release]) -> Iterator[Finding]:
    """Note releases whose code is known and whose title is not, as statements give them."""
    for release in releases:
        if not release.title and not release.is_lone_recording:
            yield finding(
                "W-NO-TITLE",
                f"nothing says what the release {release.icpn or release.grid} is called; letters name it by what "
                f"is on it: {quoted(release.display_title)}",
                hint="write its title into the release column of these rows",
                source=release.source.at("release"),
                releases=(release.key,),
            )


def shared_recordings(releases: Sequence[Release]) -> tuple[Finding, ...]:
    """Note recordings that are on several releases: each release is asked for by itself."""
    codes = {release.key: _artists_by_code(release) for release in releases}
    by_code: dict[str, list[int]] = defaultdict(list)
    for index, release in enumerate(releases):
        for code in codes[release.key]:
            by_code[code].append(index)
    pairs = sorted({(places[0], other) for places in by_code.values() for other in places[1:]})
    return tuple(_shared(releases[first], releases[second], codes) for first, second in pairs)


def _artists_by_code(release: Release) -> dict[str, tuple[str, ...]]:
    """The artists of each recording that has an ISRC; of several with one code, those of the first."""
    artists: dict[str, tuple[str, ...]] = {}
    for each in release.recordings:
        if each.isrc:
            artists.setdefault(each.isrc, each.artists)
    return artists


def _shared(first: Release, second: Release, codes: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Finding:
    few, many = sorted((codes[first.key], codes[second.key]), key=len)
    shared = sorted(code for code in few if code in many)
    whose = _whose(codes[first.key], codes[second.key], shared)
    return finding(
        "W-COMP",
        f"{counted(len(shared), 'recording')} of {quoted(second.display_title)} ({shared[0]}) "
        f"{'is' if len(shared) == 1 else 'are'} also on {quoted(first.display_title)}, "
        f"{place(first.source, second.source)}{whose}; each release is asked for by itself",
        hint="an ISRC is one recording of one artist: compare both with your distributor's page"
        if whose
        else "look who delivered each release: a compilation is often under another licence",
        source=second.source.at("isrc"),
        releases=(first.key, second.key),
    )


def _whose(
    first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]], shared: Sequence[str]
) -> str:
    """Say by whom a shared recording is here and there, where that differs; the word for many is no other artist."""
    for code in shared:
        here, there = second[code], first[code]
        names = [{folded(artist) for artist in artists} for artists in (here, there)]
        if names[0] != names[1] and not any(map(is_nobody, (*here, *there))):
            other = f" {code}" if code != shared[0] else ""
            return f";{other} by {quoted(', '.join(here))} here and {quoted(', '.join(there))} there"
    return ""


def _grouped(rows: Iterable[TypedRow], of: Callable[[TypedRow], str]) -> dict[str, list[TypedRow]]:
    groups: dict[str, list[TypedRow]] = defaultdict(list)
    for row in rows:
        key = of(row)
        if key:
            groups[key].append(row)
    return groups


def _by_release(rows: Sequence[TypedRow], of: Callable[[ReleaseCells], str]) -> dict[str, list[TypedRow]]:
    """Group rows by what they say of their release. Rows that share it are asked once."""
    said = {id(row.release): row.release for row in rows}
    keys = {mark: of(each) for mark, each in said.items()}
    return _grouped(rows, lambda row: keys[id(row.release)])


def _several(groups: Mapping[str, list[TypedRow]]) -> Iterator[list[TypedRow]]:
    """Groups of more than one row."""
    return (group for group in groups.values() if len(group) > 1)


def _firsts(rows: Sequence[TypedRow], of: Callable[[TypedRow], str]) -> list[TypedRow]:
    """Take the first row of each value."""
    seen: dict[str, TypedRow] = {}
    for row in rows:
        seen.setdefault(of(row), row)
    return list(seen.values())


def _place(other: TypedRow, row: TypedRow) -> str:
    return place(other.row.source, row.row.source)


def _keys(*rows: TypedRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(release_key(row) for row in rows))
