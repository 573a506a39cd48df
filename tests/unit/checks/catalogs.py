"""Small builders for the checks: rows of text, a request, a directory with four distributors."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from support.builders import isrc, upc

from takedown.checks import check_catalog
from takedown.earnings import Statements, fold_statements
from takedown.links import LINK_COLUMNS
from takedown.model import Catalog, CheckedCatalog, Finding, Row, SourceRef
from takedown.records import (
    Ability,
    Address,
    Campaign,
    CampaignStatus,
    Channel,
    Desk,
    Directory,
    Distributor,
    Fact,
    Known,
    OneStore,
    Platform,
    Role,
    Status,
    Use,
)
from takedown.request import (
    Agreement,
    Answer,
    Authority,
    Basis,
    Contact,
    Decision,
    End,
    Match,
    Principal,
    Request,
    Route,
    Sender,
    Wish,
)
from takedown.sources import Link, StatementLine

TODAY = date(2026, 11, 22)
#: Latin, Greek and Cyrillic with general punctuation and the letterlike signs, like the shipped fonts.
COVERAGE = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x530), *range(0x2010, 0x2028), 0x2117, 0x2122, 0x20AC]
)
TOML = SourceRef(file="takedown.toml")


def cells(number: int = 1, **changes: str) -> dict[str, str]:
    """A recording on a release of its own, without any flaw."""
    plain = {
        "artist": "The Examples",
        "release": f"Harbour {number}",
        "upc": upc(number),
        "label": "Example Tapes",
        "release_date": "2021-03-12",
        "p_line": "℗ 2021 Example Tapes",
        "track_number": "1",
        "track": f"Song {number}",
        "isrc": isrc(number),
        "distributor": "tunecore",
    }
    return {column: text for column, text in (plain | changes).items() if text}


def rows(*table: dict[str, str]) -> tuple[Row, ...]:
    """Rows as a reader gives them: the first line of the file is the header."""
    return tuple(
        Row(cells=line, source=SourceRef(file="catalog.csv", row=number))
        for number, line in enumerate(table, start=2)
    )


def route(
    via: str = "tunecore", *, contact: str = "", agreement: Agreement | None = None, **match: str
) -> Route:
    if agreement is None and via == "tunecore":
        agreement = Agreement(name="Terms", dated=date(2024, 3, 1), advance_open=Known.NO)
    return Route(match=Match(**match), via=via, contact=contact, agreement=agreement)


def ended(former: str = "cdbaby", **days: Any) -> Route:
    """A route whose agreement is over; `days` are what is held of the end."""
    return Route(via="ended", former=former, end=End(**days) if days else None)


def sender(**changes: Any) -> Sender:
    plain = Sender(
        name="Ana Example",
        email="ana@example.com",
        address=("c/o 12 Example Street", "Philadelphia, PA 19125"),
        own_labels=("Example Tapes",),
    )
    return replace(plain, **changes)


def contact(**changes: Any) -> Contact:
    plain = Contact(
        name="Small Label", email="desk@example.org", source="contract of 2021", checked_on=date(2026, 11, 1)
    )
    return replace(plain, **changes)


def decision(
    party: str, answer: str = "yes", *, release: str = "", on: date | None = None, row: int = 2
) -> Decision:
    return Decision(
        party=party,
        release=release,
        answer=Answer(answer),
        on=on,
        source=SourceRef(file="decisions.csv", row=row),
    )


def principal(
    artist: str = "The Examples", name: str = "Bo Example", mandate: str = "mandates/a.pdf"
) -> Principal:
    return Principal(artist=artist, name=name, mandate=mandate)


def link(**columns: str) -> Link:
    """A line of links.csv: an ASIN for one release on Amazon Music."""
    plain = {"upc": upc(1), "platform": "amazon-music", "asin": "B0EXAMPLE1"} | columns
    texts = dict.fromkeys(LINK_COLUMNS, "") | plain
    return Link(**texts, source=SourceRef(file="links.csv", row=2))


def earning(*lines: dict[str, Any], **changes: Any) -> Statements:
    """Lines of statements.csv: the first release earns on Amazon Music, through the route's distributor."""
    plain = StatementLine(
        file="statement.csv",
        digest="",
        distributor="tunecore",
        store="Amazon Music",
        platform="amazon-music",
        artist="The Examples",
        release="Harbour 1",
        upc=upc(1),
        isrc="",
        first_month="2026-07",
        last_month="2026-09",
        units=10,
        earnings=Decimal("1.25"),
        currency="USD",
    )
    return fold_statements(replace(plain, **(changes | line)) for line in lines or ({},))


def request(*routes: Route, **changes: Any) -> Request:
    """An artist who owns everything, through one distributor, on two platforms."""
    wish = changes.pop("wish", {})
    plain = Request(
        sender=sender(),
        authority=Authority(basis=Basis.SOLE_OWNER),
        wish=replace(Wish(occasion="2026-11 Amazon", platforms=("amazon-music", "amazon-digital")), **wish),
        routes=routes or (route(),),
        source=TOML,
    )
    return replace(plain, **changes)


def _distributor(slug: str, name: str) -> Distributor:
    return Distributor(
        slug=slug,
        name=name,
        status=Status.ACTIVE,
        checked_on=TODAY,
        one_store=OneStore.STAFF,
        one_store_fact=Fact(value="by ticket"),
    )


def _platform(slug: str, name: str, use: Use) -> Platform:
    return Platform(
        slug=slug,
        name=name,
        company=name.partition(" ")[0],
        use=use,
        desk=slug.partition("-")[0],
        checked_on=TODAY,
    )


DIRECTORY = Directory(
    platforms={
        "amazon-music": _platform("amazon-music", "Amazon Music", Use.STREAMING),
        "amazon-digital": _platform("amazon-digital", "Amazon Digital Music Store", Use.DOWNLOAD),
        "spotify": _platform("spotify", "Spotify", Use.STREAMING),
    },
    desks={
        "amazon": Desk(
            slug="amazon",
            name="Amazon",
            checked_on=TODAY,
            takes_requests=Ability(),
            addresses=(
                Address(channel=Channel.EMAIL, role=Role.INFRINGEMENT, value="copyright@amazon.com"),
                Address(
                    channel=Channel.FORM,
                    role=Role.INFRINGEMENT,
                    value="https://www.amazon.com/report/infringement",
                ),
            ),
        )
    },
    distributors={
        slug: _distributor(slug, name)
        for slug, name in {
            "tunecore": "TuneCore",
            "cdbaby": "CD Baby",
            "distrokid": "DistroKid",
            "ingrooves": "Ingrooves / Virgin Music",
        }.items()
    },
    campaigns={
        "no-music-for-x": Campaign(
            slug="no-music-for-x",
            name="No Music For X",
            status=CampaignStatus.HISTORICAL,
            checked_on=TODAY,
            summary=Fact(value="of 2019"),
        ),
        "quiet-friday": Campaign(
            slug="quiet-friday",
            name="Quiet Friday",
            status=CampaignStatus.ACTIVE,
            checked_on=TODAY,
            platforms=("spotify",),
            wanted_by=date(2026, 12, 18),
            summary=Fact(value="of this year"),
        ),
    },
    sources={},
)


def catalog_of(*table: dict[str, str]) -> Catalog:
    return Catalog(rows=rows(*table), file="catalog.csv")


def check(*table: dict[str, str], of: Request | None = None) -> CheckedCatalog:
    """Check rows; without a request, that of an artist who owns everything."""
    return check_catalog(catalog_of(*table), of or request(), DIRECTORY, coverage=COVERAGE, today=TODAY)


def rules(checked: CheckedCatalog) -> list[str]:
    return [each.rule for each in checked.findings]


def only(checked: CheckedCatalog, rule: str) -> Finding:
    """The one finding of a rule."""
    (found,) = [each for each in checked.findings if each.rule == rule]
    return found


def held(checked: CheckedCatalog) -> dict[str, list[str]]:
    """Release title → rules that hold it."""
    titles = {release.key: release.display_title for release in checked.releases}
    return {titles[key]: [each.rule for each in found] for key, found in checked.held.items()}


def titles(checked: CheckedCatalog) -> list[str]:
    return [release.display_title for release in checked.releases]
