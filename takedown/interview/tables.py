"""Answers → the tables of takedown.toml, as values. New files and old ones are written from the same tables."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import date

from takedown.frozen import dataclass
from takedown.interview.delivery import Course, Match
from takedown.interview.flow import Situation
from takedown.interview.occasion import default_occasion
from takedown.model import folded
from takedown.request import DIRECT, ENDED, LABEL, OTHER, UNKNOWN, WORLDWIDE, Capacity

Cell = str | tuple[str, ...] | date
Table = dict[str, Cell]

_TO_CONTACT = frozenset({LABEL, DIRECT, OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable:
    """One [[routes]]: what it covers, and its keys."""

    match: Match = field(default_factory=dict)
    keys: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What takedown.toml will say. Empty values are among them: a new file shows them to be filled in."""

    sender: Table
    authority: Table
    request: Table
    routes: tuple[RouteTable, ...]
    waiting: tuple[RouteTable, ...]
    """Routes of which nothing says yet what they cover: a new file shows them as notes."""
    is_open: bool
    """Whether for some music nobody is named who delivers it."""
    contacts: dict[str, Table]
    principals: tuple[Table, ...]


def tables_of(known: Situation, *, taken: Collection[str] = ()) -> Tables:
    """Make the tables of the answers. `taken`: keys of contacts that stand in the file already."""
    contacts = _Contacts(known, taken)
    delivery = known.delivery
    routes = tuple(_route(known, contacts, each) for each in delivery.courses)
    waiting = tuple(_route(known, contacts, each) for each in delivery.waiting)
    basis = known.text("basis")
    return Tables(
        sender={
            "name": known.text("name"),
            "organization": known.text("organization"),
            "capacity": known.text("capacity") or Capacity.ARTIST.value,
            "email": known.text("email"),
            "address": known.texts("address"),
            "own_labels": known.own_labels,
        },
        authority={} if basis in ("", "open") else {"basis": basis},
        request=_request(known),
        routes=routes,
        waiting=(*waiting, *_enquiry(known, contacts)),
        is_open=delivery.is_open,
        contacts=contacts.tables,
        principals=tuple(_principals(known)),
    )


def _request(known: Situation) -> Table:
    platforms, campaign = known.texts("platforms"), known.text("campaign")
    made = "" if campaign else default_occasion(known.directory, platforms, known.today)
    table: Table = {
        "occasion": known.text("occasion") or made,
        "campaign": campaign,
        "platforms": platforms,
        "territories": known.texts("territories") or (WORLDWIDE,),
    }
    if known.text("wanted_by"):
        table["wanted_by"] = date.fromisoformat(known.text("wanted_by"))
    if known.text("language"):
        table["language"] = known.text("language")
    return table


class _Contacts:
    """Contacts get a key each, made of their names; the same desk gets one."""

    def __init__(self, known: Situation, taken: Collection[str]) -> None:
        self._known = known
        # In the records a desk is known by its slug: E-CONTACT-SLUG.
        self._taken = {*taken, *known.directory.distributors, *known.directory.desks}
        self.tables: dict[str, Table] = {}

    def key(self, about: str) -> str:
        """Give the key of the contact that was answered for something; empty where it was left open."""
        name, email = self._known.contact(about)
        if not name:
            return ""
        standing = next((key for key, desk in self._known.contacts.items() if desk == (name, email)), "")
        if standing:
            return standing
        table: Table = {"name": name, "email": email, "source": self._known.source(about)}
        if email and table["source"]:
            table["checked_on"] = self._known.today
        same = next((key for key, each in self.tables.items() if each == table), "")
        key = same or self._new_key(name)
        self.tables[key] = table
        return key

    def _new_key(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "desk"
        tries = [slug, f"my-{slug}", *(f"my-{slug}-{number}" for number in range(2, len(self.tables) + 99))]
        return next(each for each in tries if each not in self._taken and each not in self.tables)


def _route(known: Situation, contacts: _Contacts, course: Course) -> RouteTable:
    keys: Table = {"via": course.via}
    if course.via in known.directory.distributors:
        keys["account"] = known.account(course.via)
    if course.via == ENDED:
        keys["former"] = contacts.key("former") if known.text("former") == OTHER else known.text("former")
    if course.via in _TO_CONTACT:
        keys["contact"] = contacts.key(course.about)
    return RouteTable(match=course.match, keys=keys)


def _enquiry(known: Situation, contacts: _Contacts) -> Iterator[RouteTable]:
    """Whom one could ask who delivers, where that was named; for everything it would hide what is learnt later."""
    if known.is_enquiry:
        yield RouteTable(keys={"via": UNKNOWN, "contact": contacts.key(UNKNOWN)})


def _principals(known: Situation) -> Iterator[Table]:
    if known.has_principals:
        return
    spelled = {folded(artist): artist for artist in known.music.artists}
    for artist, name in known.named("principal.").items():
        if isinstance(name, str) and name:
            yield {"artist": spelled.get(artist, artist), "name": name, "mandate": ""}
