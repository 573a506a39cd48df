"""What takedown.toml may say beyond its types. Whether a slug exists is for the checks."""

import re
from collections.abc import Iterator
from datetime import date

from takedown.config.file import WorkspaceFile
from takedown.config.mail_rules import mail_problems
from takedown.config.problems import Problem, dotted, shown, suggestion
from takedown.config.territories import TERRITORIES
from takedown.identifiers import IdentifierError, icpn
from takedown.patterns import pattern
from takedown.readers.plain.columns import visible
from takedown.request import (
    DIRECT,
    ENDED,
    LABEL,
    OTHER,
    SPECIAL_VIA,
    WORLDWIDE,
    Agreement,
    Consent,
    Route,
    Wish,
)

_SLUG = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = pattern(r"[a-z]{2}")
_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG_STEP = "write small letters, digits and single hyphens, for example tunecore or my-label"
_ALL_SLUGS = "takedown directory list shows all"
#: Codes that people write and ISO does not have.
_OTHER_CODES = {"UK": "GB", "EL": "GR", "EN": "GB"}


def is_day(text: str) -> bool:
    """Whether a text is a date like 2026-11-27 that exists."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def rule_problems(file: WorkspaceFile) -> tuple[Problem, ...]:
    """Find every value that has the right type and cannot be used."""
    return (
        *_catalog(file),
        *_ledger(file),
        *_authority(file),
        *_wish(file.request),
        *_territories(file.request.territories),
        *_sender(file),
        *_contacts(file),
        *(problem for number, route in enumerate(file.routes) for problem in _route(file, number, route)),
        *(
            problem
            for number, item in enumerate(file.principals)
            for problem in _principal(number, item.artist, item.name)
        ),
        *mail_problems(file.mail),
    )


def _catalog(file: WorkspaceFile) -> Iterator[Problem]:
    if not file.catalog.file.strip():
        yield Problem(
            key="catalog.file",
            what="no file is named",
            step='write file = "catalog.csv", or leave the key out',
        )


def _ledger(file: WorkspaceFile) -> Iterator[Problem]:
    if file.ledger.url:
        yield Problem(
            key="ledger.url",
            what="PostgreSQL is not part of this version",
            step="leave url empty: the ledger is then ledger.db in the workspace",
        )


def _authority(file: WorkspaceFile) -> Iterator[Problem]:
    if file.authority.consent is Consent.NOT_NEEDED and not file.authority.clause.strip():
        yield Problem(
            key="authority.clause",
            what='consent = "not-needed" without the clause that says so',
            step='write clause = "…" with the place in your agreement, or consent = "needed"',
        )


def _sender(file: WorkspaceFile) -> Iterator[Problem]:
    if not file.sender.name.strip():
        yield Problem(key="sender.name", what="it is empty", step="write the name of the person who signs")
    if not file.sender.email.strip():
        yield Problem(
            key="sender.email", what="it is empty", step='write one address, like "ana@example.com"'
        )


def _wish(wish: Wish) -> Iterator[Problem]:
    if not wish.occasion.strip() and not wish.campaign:
        yield Problem(
            key="request.occasion",
            what="neither occasion nor campaign is given",
            step='write occasion = "2026-11 Amazon"',
        )
    if wish.campaign and not _SLUG.fullmatch(wish.campaign):
        yield Problem(key="request.campaign", what=f"{shown(wish.campaign)} is no slug", step=_SLUG_STEP)
    if not wish.platforms:
        yield Problem(
            key="request.platforms",
            what="the list is empty",
            step='write platforms = ["amazon-music", "amazon-digital"]',
        )
    for number, platform in enumerate(wish.platforms):
        key = dotted(("request", "platforms", number))
        if not _SLUG.fullmatch(platform):
            yield Problem(key=key, what=f"{shown(platform)} is no slug", step=_SLUG_STEP)
        elif platform in wish.platforms[:number]:
            yield Problem(key=key, what=f"{shown(platform)} stands twice", step="delete one of the two")
    if wish.effective != "earliest" and not is_day(wish.effective):
        yield Problem(
            key="request.effective",
            what=f"{shown(wish.effective)} is neither earliest nor a date",
            step='write effective = "earliest", or a date like "2026-11-27"',
        )
    yield from _language("request.language", wish.language)
    for number, exhibit in enumerate(wish.exhibits):
        if exhibit in wish.exhibits[:number]:
            key = dotted(("request", "exhibits", number))
            yield Problem(key=key, what=f"{shown(exhibit)} stands twice", step="delete one of the two")


def _language(key: str, code: str) -> Iterator[Problem]:
    if not _LANGUAGE.fullmatch(code):
        yield Problem(
            key=key,
            what=f"{shown(code)} is no language code of two small letters",
            step='write language = "en"',
        )


def _territories(territories: tuple[str, ...]) -> Iterator[Problem]:
    if not territories:
        yield Problem(
            key="request.territories", what="the list is empty", step='write territories = ["worldwide"]'
        )
    for number, code in enumerate(territories):
        key = dotted(("request", "territories", number))
        if code == WORLDWIDE and len(territories) > 1:
            yield Problem(
                key=key,
                what="worldwide together with others",
                step='write ["worldwide"] alone, or only the countries',
            )
        elif code in territories[:number]:
            yield Problem(key=key, what=f"{shown(code)} stands twice", step="delete one of the two")
        else:
            yield from _territory(key, code)


def _territory(key: str, code: str) -> Iterator[Problem]:
    if code == WORLDWIDE or code in TERRITORIES:
        return
    near = _OTHER_CODES.get(code.upper(), code.strip().upper())
    step = f"write {near}" if near in TERRITORIES else suggestion(code, (WORLDWIDE,))
    yield Problem(
        key=key,
        what=f"{shown(code)} is neither worldwide nor a country code (ISO 3166, two capital letters)",
        step=step or "write codes like US, GB, DE",
    )


def _contacts(file: WorkspaceFile) -> Iterator[Problem]:
    for slug, contact in file.contacts.items():
        key = dotted(("contacts", slug))
        if not _SLUG.fullmatch(slug):  # it becomes part of a folder's name
            yield Problem(key=key, what=f"{shown(slug)} is no slug", step=_SLUG_STEP)
        if not contact.name.strip():
            yield Problem(key=f"{key}.name", what="the name is empty", step='write name = "Small Label"')
        if contact.language:
            yield from _language(f"{key}.language", contact.language)


def _route(file: WorkspaceFile, number: int, route: Route) -> Iterator[Problem]:
    key = dotted(("routes", number))
    if not route.via.strip():
        yield Problem(
            key=f"{key}.via", what="it is empty", step=f"write who delivers your music; {_ALL_SLUGS}"
        )
    elif not _SLUG.fullmatch(route.via):
        slug = re.sub(r"[^a-z0-9]+", "-", route.via.casefold()).strip("-")
        step = suggestion(slug, SPECIAL_VIA) or (
            f'write via = "{slug}"; {_ALL_SLUGS}' if slug else _ALL_SLUGS
        )
        yield Problem(key=f"{key}.via", what=f"{shown(route.via)} is no slug of a distributor", step=step)
    if route.contact and route.contact not in file.contacts and route.via in (OTHER, LABEL, DIRECT):
        near = suggestion(route.contact, file.contacts)
        yield Problem(
            key=f"{key}.contact",
            what=f"{shown(route.contact)} is no table [contacts.…] of this file",
            step=near or f'add [contacts.{route.contact}] with name = "…"',
        )
    if route.match.upc:
        yield from _upc(f"{key}.match.upc", route.match.upc)
    if route.match.territory:
        yield from _territory(f"{key}.match.territory", route.match.territory)
    if route.agreement:
        yield from _agreement(f"{key}.agreement", route.agreement)
    for name in ("former", "end"):
        if getattr(route, name) and route.via != ENDED:
            yield Problem(
                key=f"{key}.{name}",
                what=f'it is for an agreement that is over, and the route says via = "{visible(route.via)}"',
                step=f'write via = "ended", or leave {name} out',
            )


def _upc(key: str, upc: str) -> Iterator[Problem]:
    try:
        icpn(upc)
    except IdentifierError as error:
        yield Problem(key=key, what=visible(error.problem), step=visible(error.fix))


def _agreement(key: str, agreement: Agreement) -> Iterator[Problem]:
    if agreement.notice_days is not None and agreement.notice_days < 0:
        yield Problem(
            key=f"{key}.notice_days",
            what=f"{agreement.notice_days} is below 0",
            step="write the days of notice, or leave it out",
        )
    if agreement.dated and agreement.ends and agreement.ends < agreement.dated:
        yield Problem(
            key=f"{key}.ends",
            what=f"{agreement.ends} is before it was made ({agreement.dated})",
            step="compare both dates with the agreement",
        )


def _principal(number: int, artist: str, name: str) -> Iterator[Problem]:
    for key, value in (("artist", artist), ("name", name)):
        if not value.strip():
            yield Problem(
                key=dotted(("principals", number, key)),
                what="empty",
                step=f'write {key} = "…", or delete the table',
            )
