"""Messages: copies of a notice, replies of a desk, forwarded or as they came. What a reply means is left to people.

A reply shows that something was asked, and no more: nobody reads out of its words whether a desk agreed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date
from email.utils import getaddresses

from takedown.frozen import dataclass
from takedown.inbox.calmly import calmly
from takedown.inbox.filing import possible_ticket
from takedown.inbox.mime import Part, content_of, name_of, one_line, parts_of
from takedown.inbox.parsed import LARGEST, Letter, NoLetter, parse
from takedown.inbox.signatures import Dkim as Checked
from takedown.inbox.signatures import Lookup, Result, check_dkim
from takedown.patterns import pattern
from takedown.register.intake.domains import Domains
from takedown.register.intake.notices import Paper, read_paper
from takedown.register.intake.values import Problem, Shown
from takedown.register.values import GRADES, Dkim, Grade, Outcome

_MOST_INSIDE = 20
_MOST_ADDRESSES = 50
_REFERENCE = pattern(r"(?i:\bRef)[.:]?\s+[A-Z2-7]{10}(?![A-Za-z0-9])")
_FORWARDED = pattern(r"(?i)^\s*(?:fwd?|wg|tr|rv|enc|i|doorst)\s*:")
_FROM_LINE = pattern(
    r"(?im)^[>\s*]*(?:from|von|de|da|van|от)\s*:\*?\s.{0,200}?([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{3,255})"
)
_SEND_IT_ON = (
    "ask for the message itself, forwarded as an attachment, or write its artist beside the file in a table"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What messages are read with. `lookup`: by which keys of signatures are asked for; None: they are not checked."""

    domains: Domains
    platforms: tuple[str, ...]
    today: date
    lookup: Lookup | None = None


def letter_shown(raw: bytes, post: Post) -> Shown | Problem:
    """Say what a message shows, and the messages that are attached to it: the strongest of them."""
    letter = parse(raw)
    if isinstance(letter, NoLetter):
        return Problem(
            reason=f"it is no message that can be read: {letter.reason}", fix="save it again as .eml"
        )
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    if letter.delivery:
        return _undelivered(letter)
    if letter.is_draft:
        return Problem(
            reason="it is a draft that was not sent", fix="send it, then save it from the sent messages"
        )
    parts = parts_of(raw).parts
    people = _people(letter, parts[0], post)
    papers = list(_papers(raw, parts, post))
    shown = [one for one in (_own(letter, raw, parts[0], papers, post), *_inside(raw, parts, post)) if one]
    if not shown:
        problem = next((one for one in papers if isinstance(one, Problem)), None)
        return problem or Problem(reason="nothing shows that it is to a desk or from one", fix=_SEND_IT_ON)
    best = max(shown, key=lambda one: GRADES.index(one.grade))
    return replace(best, contacts=tuple(dict.fromkeys((*people, *best.contacts))), sha256=letter.sha256)


def _undelivered(letter: Letter) -> Problem:
    if any(status.action == "failed" for status in letter.delivery):
        return Problem(
            reason="a message came back undelivered: it is not counted as handed over",
            fix="ask them to hand it over in another way",
        )
    return Problem(
        reason="it says only how a message travelled",
        fix="send the message itself, or what the desk answered",
    )


def _own(
    letter: Letter, raw: bytes, part: Part, papers: Sequence[Paper | Problem], post: Post
) -> Shown | None:
    """What the message itself shows: a reply where it is from a desk, a copy where it is to one."""
    on = min(letter.date.astimezone(UTC).date(), post.today) if letter.date else None
    if desk := post.domains.owner(letter.sender):
        checked = _checked(raw, letter, post)
        return replace(
            _of_desk(desk, post),
            grade=Grade.REPLY,
            on=on,
            ticket=possible_ticket(letter.subject),
            dkim=_register_word(checked),
            domain=checked.domain if checked else "",
        )
    paper = next((one for one in papers if isinstance(one, Paper)), None)
    to = next(filter(None, map(post.domains.owner, _addresses(part, "To", "Cc"))), "")
    quoted = ""
    if _FORWARDED.match(letter.subject):
        senders = _FROM_LINE.findall(letter.text)[:_MOST_ADDRESSES]
        quoted = next(filter(None, map(post.domains.owner, senders)), "")
    if not (paper or to or quoted or _REFERENCE.search(letter.subject)):
        return None
    checked = _checked(raw, letter, post)
    shown = paper.shown(went_out=True) if paper else _of_desk(to or quoted, post)
    return replace(
        shown,
        grade=Grade.COPY,
        on=on or shown.on,
        ticket=possible_ticket(letter.subject) if quoted else "",
        dkim=_register_word(checked),
        domain=checked.domain if checked else "",
    )


def _of_desk(slug: str, post: Post) -> Shown:
    if slug in post.domains.distributors:
        return Shown(grade=Grade.COPY, distributor=slug)
    platforms = tuple(one for one in post.domains.platforms_of.get(slug, ()) if one in post.platforms)
    return Shown(grade=Grade.COPY, outcome=Outcome.SUBMITTED, platforms=platforms)


def _inside(raw: bytes, parts: Sequence[Part], post: Post) -> Iterator[Shown]:
    """What messages show that are attached as they are; their signatures still hold."""
    inside = [part for part in parts if part.kind == "message/rfc822" and part.depth > 0][:_MOST_INSIDE]
    for part in inside:
        content = content_of(raw, part, LARGEST)
        letter = parse(content)
        if isinstance(letter, NoLetter) or letter.delivery or letter.is_draft:
            continue
        content = content.lstrip(b"\r\n")
        found = parts_of(content).parts
        shown = _own(letter, content, found[0], list(_papers(content, found, post)), post)
        if shown:
            yield replace(shown, contacts=_people(letter, found[0], post))


def _papers(raw: bytes, parts: Sequence[Part], post: Post) -> Iterator[Paper | Problem]:
    for part in parts:
        if name_of(part).casefold().endswith("notice.json"):
            yield read_paper(content_of(raw, part, LARGEST), post.platforms)


def _people(letter: Letter, part: Part, post: Post) -> tuple[str, ...]:
    """The addresses of a message that are no desk's: who sent it; of a desk's letter, who got it."""
    if letter.sender and not post.domains.owner(letter.sender):
        return (letter.sender,)
    return tuple(one for one in _addresses(part, "To", "Cc") if not post.domains.owner(one))


def _addresses(part: Part, *names: str) -> tuple[str, ...]:
    values = [one_line(value) for name in names for value in part.head.get_all(name, [])[:2]]
    pairs: list[tuple[str, str]] = calmly(lambda: getaddresses(values), [])
    return tuple(address[:320] for _, address in pairs[:_MOST_ADDRESSES] if "@" in address)


def _checked(raw: bytes, letter: Letter, post: Post) -> Checked | None:
    return check_dkim(raw, post.lookup, sender=letter.sender) if post.lookup else None


def _register_word(checked: Checked | None) -> Dkim:
    """A signature counts where it is of the sender's own domain: anybody can sign for a domain of their own."""
    if checked is None:
        return Dkim.NOT_CHECKED
    if checked.result is Result.PASS:
        return Dkim.PASS if checked.aligned else Dkim.NONE
    return Dkim(checked.result.value)


def digest_of(content: bytes) -> str:
    """The digest under which a file is known again."""
    return hashlib.sha256(content).hexdigest()
