"""Which notice a letter is about, and by what mark. Marks that contradict each other go to a person.

Marks, strongest first: ENVID of a delivery status notification (RFC 3464 2.2.1), Message-ID of the message that it
brings back, In-Reply-To and References (RFC 5322 3.6.4), our reference in the subject; only where there is none of
these, our reference in the text where it is the only one, and a ticket number in the subject.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum

from takedown.frozen import dataclass
from takedown.inbox.parsed import Letter
from takedown.patterns import pattern

#: Where our ids stand in a letter: ten characters of base32 (`takedown.canonical`).
_ID = pattern(r"(?<![A-Za-z0-9])[A-Z2-7]{10}(?![A-Za-z0-9])")
_REFERENCE = pattern(r"(?i:\bRef)[.:]?\s+([A-Z2-7]{10})(?![A-Za-z0-9])")
#: Left part of our Message-IDs, also of drafts that the user sent with another program (`takedown.messages`).
_OURS = pattern(r"<([A-Z2-7]{10})\.(t?)\d{1,6}(?:\.p\d{1,6})?@[^<>\s]+>")
#: Shorter numbers stand in subjects for other reasons.
_SHORTEST_TICKET = 4


class By(StrEnum):
    """By what mark a letter was matched."""

    ENVID = "envelope-id"
    ORIGINAL = "returned-message"
    THREAD = "thread"
    SUBJECT = "subject"
    TEXT = "text"
    TICKET = "ticket"
    HAND = "by-hand"


class Why(StrEnum):
    """Why a letter was matched with nothing."""

    NOTHING = "nothing"
    """No mark of any notice."""
    AMBIGUOUS = "ambiguous"
    """Marks of several notices."""
    TEST = "test"
    """About a test to oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A notice about which letters may come in, and the marks by which they are known."""

    notice: str
    """Its id, which stands in its text too."""
    message_ids: Mapping[str, str] = field(default_factory=dict)
    """Message-ID → our message, of what was sent by this program."""
    envids: Mapping[str, str] = field(default_factory=dict)
    """ENVID → our message."""
    recipient_email: str = ""
    tickets: frozenset[str] = frozenset()
    after: str = ""
    """The notice that this one comes after: a letter may name both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A letter is about a notice; `message` is ours that it names, empty where it names none."""

    notice: str
    by: By
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMatch:
    """A letter is about none that can be told; `notices` are those that it names."""

    why: Why
    notices: tuple[str, ...] = ()


class Marks:
    """The marks of many notices, to be looked up: a mailbox may hold as many letters as there are notices."""

    def __init__(self, awaited: Iterable[Awaited]) -> None:
        self.known = {each.notice: each for each in awaited}
        self.refs = _Found()
        self.message_ids = _Found()
        self.envids = _Found()
        self.tickets = _Found()
        for notice, each in self.known.items():
            self.refs.add_all(notice, {notice: ""})
            self.message_ids.add_all(notice, each.message_ids)
            self.envids.add_all(notice, each.envids)
            numbers = (ticket.casefold() for ticket in each.tickets if len(ticket) >= _SHORTEST_TICKET)
            self.tickets.add_all(notice, dict.fromkeys(numbers, ""))

    def are_one_exchange(self, notices: Iterable[str]) -> bool:
        """Whether these notices come after each other: a reminder stands in the thread of its first letter."""
        return len({self._first(notice) for notice in notices}) == 1

    def _first(self, notice: str) -> str:
        seen = {notice}
        while (each := self.known.get(notice)) and each.after and each.after not in seen:
            notice = each.after
            seen.add(notice)
        return notice


class _Found(dict[str, list[tuple[str, str]]]):
    """Mark → notices that have it, each with the message of ours that it stands for."""

    def add_all(self, notice: str, marks: Mapping[str, str]) -> None:
        for mark, message in marks.items():
            self.setdefault(mark, []).append((notice, message))

    def matches(self, marks: Iterable[str], by: By) -> Iterator[Match]:
        for mark in marks:
            for notice, message in self.get(mark, ()):
                yield Match(notice=notice, by=by, message=message)


def match(letter: Letter, marks: Marks) -> Match | NoMatch:
    """Find the one notice that a letter is about."""
    if _is_about_a_test(letter, marks):
        return NoMatch(why=Why.TEST)
    found = list(_strong(letter, marks)) or list(_weak(letter, marks))
    notices = tuple(dict.fromkeys(each.notice for each in found))
    if not found:
        return NoMatch(why=Why.NOTHING)
    if len(notices) > 1 and not marks.are_one_exchange(notices):
        return NoMatch(why=Why.AMBIGUOUS, notices=notices)
    return found[0]


def _strong(letter: Letter, marks: Marks) -> Iterator[Match]:
    yield from marks.envids.matches((letter.envelope_id,), By.ENVID)
    yield from _by_id((letter.original,), By.ORIGINAL, marks)
    # The parent is what it answers: In-Reply-To, else the last reference that is ours.
    answered = list(_by_id(letter.in_reply_to, By.THREAD, marks))
    yield from answered or list(_by_id(letter.references[::-1], By.THREAD, marks))[:1]
    yield from marks.refs.matches(_once(_REFERENCE.findall(letter.subject)), By.SUBJECT)


def _by_id(ids: Iterable[str], by: By, marks: Marks) -> Iterator[Match]:
    for identity in ids:
        exact = list(marks.message_ids.matches((identity,), by))
        ours = _OURS.fullmatch(identity)
        left = (ours.group(1),) if ours and not ours.group(2) else ()
        yield from exact or marks.refs.matches(left, by)


def _weak(letter: Letter, marks: Marks) -> Iterator[Match]:
    yield from marks.refs.matches(_once(_ID.findall(letter.text)), By.TEXT)
    yield from marks.tickets.matches(_once(_words(letter.subject)), By.TICKET)


def _once(found: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(found)


def _words(subject: str) -> Iterator[str]:
    """The words of a subject as a ticket number may stand in it: `[#12345]`, `(NL-1)`, `Case:77`."""
    for word in subject.casefold().replace(":", " ").split():
        bare = word.strip("[](){}<>#.,;!?'\"")
        yield from (word, bare, word.strip("[](){}<>.,;!?'\""))


def _is_about_a_test(letter: Letter, marks: Marks) -> bool:
    """Whether it names a test to oneself: `{notice}.t1` (`takedown.messages`) of a notice that is known."""
    named = (letter.original, letter.message_id, *letter.in_reply_to, f"<{letter.envelope_id}@envid>")
    found = map(_OURS.fullmatch, named)
    return any(ours.group(1) in marks.refs for ours in found if ours and ours.group(2))
