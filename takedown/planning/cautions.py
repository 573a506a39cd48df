"""What to know of a desk and of the platforms before a paper goes out: costs, traps, what cannot be told apart."""

from collections.abc import Iterator

from takedown.counting import counted_releases
from takedown.model import Finding, SourceRef
from takedown.notice import Kind, Notice, RecipientRole
from takedown.records import DELIVERED, Ability, Directory, Distributor, Known, OneStore, Platform
from takedown.request import WORLDWIDE, Wish
from takedown.rules import finding

_SHOWN = 3
#: Papers that make a desk act, so that what they bring about is said with them.
_ACTING = frozenset(kind for kind in Kind if kind.counts_as_asked)


def place_of(slug: str) -> SourceRef:
    """A record, as the place of what it says."""
    return SourceRef(file=f"directory: {slug}")


def desk_cautions(
    notice: Notice, record: Distributor | None, directory: Directory, wish: Wish
) -> tuple[Finding, ...]:
    """What to know of the desk that a withdrawal goes to; `record` is None where only the workspace knows it.

    After the end of an agreement nothing of it applies any more but the button that reaches other stores, and the
    words that mean something else there.
    """
    place = place_of(notice.recipient.desk)
    if notice.kind is Kind.REMOVAL_AFTER_END and record is not None:
        return (*_trap(record, place), *_words(record, place), *_without_upc(notice, place))
    if notice.kind is Kind.SUPPLY_STOP:
        return _on_the_disc(notice, place)
    if notice.kind is not Kind.WITHDRAWAL or notice.recipient.role is not RecipientRole.DISTRIBUTOR:
        return ()
    if record is None:
        return (*_desk_unknown(notice, place), *_territory(notice, None, wish, place))
    return (
        *_losses(record, place),
        *_one_switch(notice, record, directory, place),
        *_one_store(record, place),
        *_territory(notice, record.territory, wish, place),
        *_without_upc(notice, place),
    )


def _trap(record: Distributor, place: SourceRef) -> Iterator[Finding]:
    if record.all_stores_trap.value:
        yield finding("W-WRONG-BUTTON", record.all_stores_trap.value, hint="", source=place)


def _losses(record: Distributor, place: SourceRef) -> Iterator[Finding]:
    yield from _trap(record, place)
    for caution in record.cautions:
        yield finding(caution.rule.value, caution.value, hint="", source=place)
    yield from _words(record, place)
    for fee in (fee for fee in record.fees if fee.amount is None or fee.amount > 0):
        yield finding("W-FEE", fee.value, hint="ask before you agree to pay", source=place)


def _words(record: Distributor, place: SourceRef) -> Iterator[Finding]:
    for word in record.words:
        yield finding(
            "W-VOCABULARY",
            f'"{word.word}" there means: {word.meaning}',
            hint="use the words of the letter",
            source=place,
        )


def _one_store(record: Distributor, place: SourceRef) -> Iterator[Finding]:
    """Whether one store alone can be left is not known, or how is not."""
    is_route_unknown = record.one_store is OneStore.ROUTE_UNKNOWN
    if record.one_store.is_known and not is_route_unknown:
        return
    yield finding(
        "W-ROUTE-UNKNOWN",
        f"{record.name}: removal from one store is possible, but how is not documented"
        if is_route_unknown
        else f"whether {record.name} can remove from one store only is not known",
        hint="the letter asks them to do nothing and to tell you first, if it would have to be everywhere; "
        f"when you find out: takedown directory answer {record.slug}",
        source=place,
    )


def _one_switch(
    notice: Notice, record: Distributor, directory: Directory, place: SourceRef
) -> Iterator[Finding]:
    """One switch for streaming and sale of a company, where only one of the two is asked for."""
    if not record.single_switch:
        return
    left = siblings(notice.platforms, directory)
    if left:
        names = " and ".join(platform.name for platform in left)
        yield finding(
            "W-USE",
            f"{record.name} has one switch for streaming and sale of {left[0].company}: {names} would go with it",
            hint=f"add {', '.join(platform.slug for platform in left)} to [request] platforms if that is wanted; "
            f"else ask {record.name} first whether the two can be told apart, and touch no switch",
            source=place,
        )


def siblings(asked: tuple[Platform, ...], directory: Directory) -> tuple[Platform, ...]:
    """The other use of the same companies, streaming or sale of downloads, that is not among those asked for."""
    slugs = {platform.slug for platform in asked}
    desks = {platform.desk for platform in asked if platform.use in DELIVERED}
    return tuple(
        other
        for other in directory.platforms.values()
        if other.desk in desks and other.use in DELIVERED and other.slug not in slugs
    )


def _territory(notice: Notice, ability: Ability | None, wish: Wish, place: SourceRef) -> Iterator[Finding]:
    """A request for single countries, to a desk that cannot do that or is not known to."""
    if wish.territories == (WORLDWIDE,) or (ability and ability.answer is Known.YES):
        return
    name = notice.recipient.name
    if ability and ability.answer is Known.NO:
        said = f": {ability.value.rstrip('.')}" if ability.value else ""
        yield finding(
            "W-TERRITORY",
            f"{name} cannot take out single countries{said}; there it may mean removal everywhere and a new upload",
            hint="decide first whether you want that; the letter asks them to do nothing else and to tell you",
            source=place,
        )
    else:
        yield finding(
            "W-TERRITORY",
            f"whether {name} can take out single countries is not known",
            hint="ask them first; the letter asks them to do nothing and to tell you, if it cannot be done so",
            source=place,
        )


def _without_upc(notice: Notice, place: SourceRef) -> list[Finding]:
    """Name what has no UPC, and how many there are: the desk has to look for each by another code."""
    lacking = [release for release in notice.releases if not release.icpn]
    if not lacking:
        return []
    shown = [f"'{release.display_title}'" for release in lacking[:_SHOWN]]
    if len(lacking) > _SHOWN:
        shown.append(f"{len(lacking) - _SHOWN:,} more")
    names = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    it = "it" if len(lacking) == 1 else "them"
    return [
        finding(
            "W-NO-UPC",
            f"{counted_releases(lacking)} without UPC ({names}): the desk has to look for {it} by ISRC",
            hint="write the UPC from your distributor's page into the column upc; where there is none, do nothing: "
            "the letter gives the ISRCs",
            source=place,
        )
    ]


def _on_the_disc(notice: Notice, place: SourceRef) -> tuple[Finding, ...]:
    """A disc is found by the barcode on it; catalogs often hold that of the download."""
    coded = [release for release in notice.releases if release.icpn]
    if not coded:
        return ()
    return (
        finding(
            "W-DISC-UPC",
            f"whether the UPC of the catalog is the barcode on the disc is not known ({counted_releases(coded)}): the "
            "disc often has a UPC of its own",
            hint="look at the back of the disc; where its barcode is another one, write a row of its own for the disc "
            "into the catalog, with that UPC and this platform",
            source=place,
        ),
    )


def _desk_unknown(notice: Notice, place: SourceRef) -> Iterator[Finding]:
    """A distributor that only the workspace knows: nobody has looked up what it can do."""
    yield finding(
        "W-ROUTE-UNKNOWN",
        f"whether {notice.recipient.name} can remove from one store only is not known, nor how long it takes",
        hint="look at its help pages first; the letter asks them to do nothing else and to tell you",
        source=place,
    )


def platform_cautions(notice: Notice) -> tuple[Finding, ...]:
    """What to know of the platforms: said with the paper that makes them act, not with the letter that follows it."""
    if notice.kind not in _ACTING:
        return ()
    seen: dict[tuple[str, str], Finding] = {}
    for platform in notice.platforms:
        for caution in platform.cautions:
            seen.setdefault(
                (caution.rule, caution.value),
                finding(caution.rule.value, caution.value, hint="", source=place_of(platform.slug)),
            )
    return tuple(seen.values())
