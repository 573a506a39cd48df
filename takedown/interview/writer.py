"""A new takedown.toml: every answer in its place, with a short note beside it, plain to read and to change."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from takedown.checks.words import either
from takedown.interview.flow import Situation
from takedown.interview.languages import letter_languages
from takedown.interview.profile import toml
from takedown.interview.tables import Cell, RouteTable, Table, Tables, tables_of
from takedown.request import ENDED, UNKNOWN

_COLUMN = 36
_NOTES = {
    "sender.name": "who signs",
    "sender.organization": "your label or company, if you have one",
    "sender.capacity": "artist | member | label | officer | manager | agent | attorney",
    "sender.email": "answers come here",
    "sender.address": 'printed in the letter: ["c/o Name", "Street 1", "Town", "Country"]',
    "sender.own_labels": 'label names that are yours: ["My Tapes"]',
    "request.occasion": "your own word for this decision; no letter shows it",
    "request.campaign": "for your records only; no letter shows it",
    "request.platforms": "takedown directory list shows all",
    "request.territories": 'or the countries to leave: ["US", "DE"]',
    "request.wanted_by": "year-month-day, without quotation marks",
    "request.language": "of the letters: {languages}",
    "routes.via": "a distributor's slug, or other, label, direct, self, ended, unlicensed, unknown",
    "routes.account": "the email of your account there",
    "routes.former": "who delivered it: a distributor's slug, or the name of a [contacts.…] table",
    "routes.contact": "the name of a [contacts.…] table",
    "contacts.source": "where you have the address from",
    "contacts.checked_on": "when you last looked",
    "principals.mandate": 'the signed mandate, in this folder: "mandates/name.pdf"',
}
_HEAD = """\
# Who signs, who delivers, what is asked. Written by takedown init; change it as you like.
# A line that begins with # is a note. Quotation marks must be straight ones: "
schema = 1
"""
_AUTHORITY = """\
# Why may you ask? The letter says this and nothing more. It must be true:
#   sole-owner         nobody else owns any part of the recordings
#   all-owners-agreed  others own parts, and all of them said yes
#   company            your company holds the rights
#   mandate            you act for others, who signed a mandate
"""
_OPEN = """\
# Who delivers your music to these platforms? That is open: takedown import fills the column distributor of the
# catalog from a royalty statement. Or say it here, by taking the # away (takedown directory list shows all):
# [[routes]]
# via = "distrokid"
# account = "ana@example.com"
"""
_WAITING = (
    "# What does each of these deliver? Run takedown init again and name the releases; or take the # away here, with a",
    "# line match for what it covers. The first route that matches counts: narrow ones stand above wide ones.",
)
#: Keys of [request] that are not asked for: each is shown, to be filled in.
_TO_FILL_IN = {"wanted_by": "# wanted_by = 2026-12-18", "language": '# language = "de"'}
_END = """\
# What you hold of the end: when the permission ended, their confirmation and its file, when it was seen live since.
# end = { ended = 2026-06-30, confirmed_on = 2026-07-02, confirmation = "end.pdf", seen_live = 2026-11-20 }
"""
_AGREEMENT = '# agreement = { name = "Distribution agreement", dated = 2021-03-01, advance_open = "no" }\n'


def new_file(known: Situation) -> str:
    """Write takedown.toml of the answers."""
    tables = tables_of(known)
    parts = [
        _HEAD,
        _table("sender", "[sender]", tables.sender),
        _authority(tables),
        _request(tables.request),
        *_routes(tables),
        *(
            _table("contacts", f"[contacts.{key}]", {name: cell for name, cell in each.items() if cell})
            for key, each in tables.contacts.items()
        ),
        *_principals(known, tables),
    ]
    return "\n".join(parts)


def cell(value: Cell) -> str:
    """Write one value as TOML."""
    return value.isoformat() if isinstance(value, date) else toml(value)


def line(place: str, key: str, value: Cell) -> str:
    """Write a key with its value and, where there is one, its note."""
    written, note = f"{key} = {cell(value)}", _note(f"{place}.{key}")
    return f"{written.ljust(_COLUMN)} # {note}" if note else written


def _note(place: str) -> str:
    return _NOTES.get(place, "").replace("{languages}", either(letter_languages()))


def _table(place: str, head: str, table: Table) -> str:
    return "\n".join([head, *(line(place, key, value) for key, value in table.items())]) + "\n"


def _authority(tables: Tables) -> str:
    basis = line("authority", "basis", tables.authority.get("basis", "sole-owner"))
    return f"[authority]\n{_AUTHORITY}{basis if tables.authority else f'# {basis}'}\n"


def _request(table: Table) -> str:
    given = {key: value for key, value in table.items() if value}
    text = _table("request", "[request]", given)
    shown = (
        f"{sample.ljust(_COLUMN)} # {_note(f'request.{key}')}\n"
        for key, sample in _TO_FILL_IN.items()
        if key not in given
    )
    return text + "".join(shown)


def _routes(tables: Tables) -> Iterator[str]:
    heads = ["# Who delivers your music to these platforms?"]
    if len(tables.routes) > 1:
        heads.append("# The first route that matches counts: narrow ones stand above wide ones.")
    said: set[Cell] = set()
    for route in tables.routes:
        via = route.keys["via"]
        sample = _AGREEMENT if "account" in route.keys else _END if via == ENDED else ""
        yield "\n".join([*heads, *_route(route)]) + "\n" + ("" if via in said else sample)
        said.add(via)
        heads = []
    if tables.waiting:
        yield waiting_note(tables.waiting)
    elif tables.is_open:
        yield _OPEN


def waiting_note(routes: Iterable[RouteTable]) -> str:
    """Write routes as notes: whoever knows what they cover takes the # away."""
    lines = list(_WAITING)
    for route in routes:
        is_to_limit = not route.match and route.keys["via"] != UNKNOWN
        shown = replace(route, match={"artist": "…"}) if is_to_limit else route
        lines += [f"# {each}" for each in _route(shown)]
    return "\n".join(lines) + "\n"


def _route(route: RouteTable) -> Iterator[str]:
    yield "[[routes]]"
    if route.match:
        yield f"match = {match(route)}"
    for key, value in route.keys.items():
        yield line("routes", key, value)


def match(route: RouteTable) -> str:
    """Write what a route covers, as an inline table."""
    return f"{{ {', '.join(f'{key} = {toml(value)}' for key, value in route.match.items())} }}"


def _principals(known: Situation, tables: Tables) -> Iterator[str]:
    if known.acts_for_others and not tables.principals and not known.has_principals:
        yield (
            "# For whom do you act? One table for each artist, or a file principals.csv: artist,name,mandate\n"
            '# [[principals]]\n# artist = "The Examples"\n# name = "Bo Example"\n'
            '# mandate = "mandates/the-examples.pdf"\n'
        )
    for table in tables.principals:
        yield _table("principals", "[[principals]]", table)
