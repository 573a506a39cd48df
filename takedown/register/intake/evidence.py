"""Files that rows of a form name: whose they may be. Anybody can write the name of a file beside their own name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from takedown.register.intake.finding import File
from takedown.register.intake.values import Problem, Rejected, Shown, Use
from takedown.register.people import name_key
from takedown.register.values import Answer, Dkim, Grade

_ASK = "ask whose it is, and leave its name in the row of that artist alone"
_FETCHED = "links are not fetched: save the file, write its name into the row, and import both together"
_MOST_ADDRESSES = 50
Look = Callable[[File], Shown | Problem | None]
"""A file → what it shows."""


class Evidence:
    """The files of one intake that rows can name, and who named which."""

    def __init__(self, files: Iterable[File], known: Iterable[Answer], look: Look) -> None:
        """`known`: what the register holds already."""
        self._look = look
        self._files: dict[str, list[File]] = {}
        for file in files:
            self._files.setdefault(PurePath(file.name).name.casefold(), []).append(file)
        self.told: set[str] = set()
        """Files of which a row has told whose they are."""
        self._shown: dict[str, Shown] = {}
        self._names: dict[str, set[str]] = {}
        self._owners: dict[str, set[str]] = {}
        """Address → artists that are known by it."""
        self._holders: dict[str, dict[str, set[str]]] = {}
        """Digest → address → artists whose answers rest on it."""
        self._seen: dict[str, Shown | Problem | None] = {}
        for answer in known:
            self.note(answer)

    def of(self, named: str, contact: str, artists: Sequence[str]) -> Shown | Problem:
        """What a file shows, for a row that names it; or why it does not count there."""
        name = PurePath(named.replace("\\", "/")).name
        files = self._files.get(name.casefold(), [])
        if not files:
            is_link = named.casefold().startswith(("http://", "https://"))
            return Problem(
                reason="it is not among these files", fix=_FETCHED if is_link else "import both together"
            )
        if len(files) > 1:
            return Problem(reason="there are several files of that name", fix="give each a name of its own")
        if files[0].name not in self._seen:
            self._seen[files[0].name] = self._look(files[0])
        shown = self._seen[files[0].name]
        if not isinstance(shown, Shown):
            self.told.add(files[0].name)
            return shown or Problem(reason="it shows nothing that counts", fix="look at it")
        if contact and shown.contacts and contact.casefold() not in map(str.casefold, shown.contacts):
            return Problem(reason="it is to or from other addresses than the row's", fix=_ASK)
        if shown.artists and not _names_of(shown).intersection(map(name_key, artists)):
            return Problem(reason="it is a notice of other artists than the row's", fix=_ASK)
        self.told.add(files[0].name)
        self._shown[shown.sha256] = shown
        self._names.setdefault(shown.sha256, set()).add(files[0].name)
        return shown

    def settled(self, answer: Answer) -> Iterator[Answer | Rejected]:
        """Where one file would be of several artists, no answer rests on it until a person decides.

        Comes after all answers of the tables were noted.
        """
        shown = self._shown.get(answer.sha256)
        if shown is None or self._may_be_of(answer, shown):
            yield answer
            return
        yield Rejected(
            source=answer.source.at("file"),
            reason="the file that it names is named for another artist too, or is to or from their address",
            fix=_ASK,
            use=Use.LOOK,
        )
        if shown.contacts:  # it is read by itself then, for whoever it is of
            self.told -= self._names.get(answer.sha256, set())
        if answer.source.column != "file":
            yield _without(answer, shown)

    def note(self, answer: Answer) -> None:
        """Take note of whose address and whose file an answer names."""
        key = name_key(answer.artist)
        if answer.contact:
            self._owners.setdefault(answer.contact.casefold(), set()).add(key)
        if answer.sha256:
            holders = self._holders.setdefault(answer.sha256, {})
            holders.setdefault(answer.contact.casefold(), set()).add(key)

    def _may_be_of(self, answer: Answer, shown: Shown) -> bool:
        key, contact = name_key(answer.artist), answer.contact.casefold()
        if key in _names_of(shown):
            return True
        owners = set[str]().union(*(self._owners.get(each.casefold(), ()) for each in shown.contacts))
        if not contact and owners and key not in owners:
            return False
        holders = self._holders[answer.sha256]
        return len(holders) <= _MOST_ADDRESSES and all(
            contact == other or artists == {key} for other, artists in holders.items()
        )


def _names_of(shown: Shown) -> set[str]:
    return set(map(name_key, shown.artists))


def _without(answer: Answer, shown: Shown) -> Answer:
    """An answer as it stands without its file."""
    ticket = "" if answer.ticket == shown.ticket else answer.ticket
    return replace(answer, grade=Grade.REPORTED, dkim=Dkim.NOT_CHECKED, domain="", sha256="", ticket=ticket)
