"""Small builders for values that many tests need. Every name is invented, every code has a valid check digit."""

from dataclasses import replace
from datetime import date
from typing import Any

from stdnum import ean

from takedown.model import CheckedCatalog, Recording, Release, SourceRef
from takedown.request import Authority, Basis, Match, Request, Route, Sender, Wish

TODAY = date(2026, 11, 22)


def upc(number: int) -> str:
    """A valid UPC in the range 4…, which GS1 keeps for use inside shops: never a real product."""
    body = f"4{number:010d}"
    return body + str(ean.calc_check_digit(body))


def isrc(number: int) -> str:
    """An ISRC under a prefix that no agency has."""
    return f"ZZEXA26{number:05d}"


def release(number: int = 1, *, tracks: int = 2, **changes: Any) -> Release:
    """A release with UPC and recordings."""
    source = SourceRef(file="catalog.csv", row=number + 1)
    plain = Release(
        key=upc(number),
        icpn=upc(number),
        artists=("The Example Lights",),
        title=f"Harbour Lights {number}",
        label="Example Tapes",
        recordings=tuple(
            Recording(
                title=f"Song {index}", isrc=isrc(100 * number + index), number=str(index), source=source
            )
            for index in range(1, tracks + 1)
        ),
        source=source,
    )
    return replace(plain, **changes)


def without_codes(plain: Release, key: str = "the example lights|demos||") -> Release:
    """The same release, as somebody knows it who has no codes."""
    return replace(
        plain,
        key=key,
        icpn="",
        recordings=tuple(replace(recording, isrc="") for recording in plain.recordings),
    )


def checked(*releases: Release, **changes: Any) -> CheckedCatalog:
    """A catalog without findings."""
    return replace(CheckedCatalog(releases=releases, findings=(), rows=len(releases)), **changes)


def route(via: str, *, contact: str = "", **match: str) -> Route:
    return Route(match=Match(**match), via=via, contact=contact)


def request(*routes: Route, **changes: Any) -> Request:
    """An artist who owns everything and asks Amazon's two platforms."""
    wish = changes.pop("wish", {})
    plain = Request(
        sender=Sender(
            name="Ana Example",
            email="ana@example.com",
            address=("c/o 12 Example Street", "Philadelphia, PA 19125", "USA"),
            own_labels=("Example Tapes",),
        ),
        authority=Authority(basis=Basis.SOLE_OWNER),
        wish=replace(Wish(occasion="2026-11 Amazon", platforms=("amazon-music", "amazon-digital")), **wish),
        routes=routes,
        source=SourceRef(file="takedown.toml"),
    )
    return replace(plain, **changes)
