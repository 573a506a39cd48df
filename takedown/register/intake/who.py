"""Whose a file is that names no artist: by the address it came from, a ticket number, or the name of the file."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from takedown.patterns import pattern
from takedown.register.intake.values import Problem, Shown
from takedown.register.people import name_key
from takedown.register.values import Answer

#: Shorter names stand in other words.
_SHORTEST = 4
_MOST_WORDS = 12
_APART = pattern(r"[_\-.+~]+")
_TABLE = "write it into a table with the columns artist and file, and import both together"
_LOOK = (
    "look at it: if it shows that somebody asked, write a table with the columns artist, outcome and file, "
    "and import both together"
)


class Known:
    """Artists by what is known of them."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._contacts: dict[str, dict[str, str]] = {}
        self._tickets: dict[str, dict[str, str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._addresses: dict[str, set[str]] = {}
        """Artist → addresses that they are known by."""
        for answer in answers:
            self.add(answer)

    def add(self, answer: Answer) -> None:
        """Take note of an answer: name, address, ticket."""
        key = name_key(answer.artist)
        if answer.contact:
            self._addresses.setdefault(key, set()).add(answer.contact.casefold())
        for index, by in (
            (self._contacts, answer.contact.casefold()),
            (self._tickets, answer.ticket.casefold()),
            (self._names, key),
        ):
            if by:
                # Of several spellings the first in their order, so that the order of files does not count.
                spellings = index.setdefault(by, {})
                spellings[key] = min(spellings.get(key, answer.artist), answer.artist)

    def artist_of(self, shown: Shown, file: str) -> str | Problem:
        """The one artist whose a file is, or why nobody can tell."""
        by_ticket = self._tickets.get(shown.ticket.casefold(), {}) if shown.ticket else {}
        for key, name in by_ticket.items():
            if len(by_ticket) == 1 and self._may_be_of(key, shown):
                return name
        if shown.is_sign and not shown.ticket:
            return Problem(
                reason="it is a picture or a receipt without a ticket number in its name", fix=_LOOK
            )
        found = {
            key: name
            for each in shown.contacts
            for key, name in self._contacts.get(each.casefold(), {}).items()
        }
        named = dict(self._in_name(file))
        # Anybody can name a file: among those of an address the name decides, alone only for a picture with a ticket.
        alone = named if shown.is_sign and not shown.contacts else {}
        for choice in ({key: name for key, name in found.items() if key in named}, found, alone):
            if len(choice) == 1:
                return next(iter(choice.values()))
        if len(found) > 1:
            return Problem(reason="it is from an address that answers for several artists", fix=_TABLE)
        if shown.contacts:
            return Problem(
                reason="nobody in the register has the address it is from",
                fix=f"import the form with their answer first, then this file again; or {_TABLE}",
            )
        return Problem(reason="it cannot be told whose it is", fix=_TABLE)

    def _may_be_of(self, key: str, shown: Shown) -> bool:
        """Whether a file shows nobody, or the artist, or nobody knows an address of theirs."""
        mine = self._addresses.get(key, set())
        return not (shown.contacts and mine) or not mine.isdisjoint(map(str.casefold, shown.contacts))

    def contact_of(self, artist: str, shown: Shown) -> str:
        """The address under which an artist is known, where the file shows it."""
        key = name_key(artist)
        return next((each for each in shown.contacts if key in self._contacts.get(each.casefold(), {})), "")

    def _in_name(self, file: str) -> Iterator[tuple[str, str]]:
        """The artist whose name stands in the name of a file or its folder: the longest of those that do."""
        path = PurePath(file)
        for part in (path.stem, path.parent.name):
            words = name_key(_APART.sub(" ", part)).split()[:_MOST_WORDS]
            for length in range(len(words), 0, -1):
                spans = (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
                found = {
                    span: self._names[span]
                    for span in spans
                    if len(span) >= _SHORTEST and span in self._names
                }
                if found:
                    yield from ((key, name) for key, by_key in found.items() for name in by_key.values())
                    return
