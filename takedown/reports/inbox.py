"""What `inbox` says of each letter: the notice it was filed with, by what mark, what it seems to be, what is next."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from takedown.frozen import dataclass
from takedown.inbox.filing import Seems
from takedown.inbox.matching import By
from takedown.inbox.parsed import DeliveryStatus, Letter
from takedown.inbox.signatures import NOT_ASKED, Dkim, Result
from takedown.reports.as_json import document
from takedown.reports.words import counted, fields, long_date, page, wrapped

#: Letters about no notice that are named one by one.
_MOST_NAMED = 20
_BY = {
    By.ENVID: "the mail server was given its id (ENVID)",
    By.ORIGINAL: "it brings our message back",
    By.THREAD: "it answers our message",
    By.SUBJECT: "our reference stands in its subject",
    By.TEXT: "our reference stands in its text",
    By.TICKET: "a ticket number that you recorded stands in its subject",
    By.HAND: "you said so (--notice)",
}
_SAYS = "a delivery status notification says"


class State(StrEnum):
    """What became of a letter in this run."""

    FILED = "filed"
    ALREADY_FILED = "already-filed"
    OWN = "own"
    """From the user's own address: not filed."""
    NOT_MATCHED = "not-matched"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A letter, and what came of it."""

    source: str
    state: State
    letter: Letter | None = None
    notice: str = ""
    by: By | None = None
    seems: Seems | None = None
    said: DeliveryStatus | None = None
    by_own_server: bool = False
    dkim: Dkim = NOT_ASKED
    shows: str = ""
    """What it shows of a message that is in doubt."""
    next_step: str = ""
    """A command for a person."""
    reason: str = ""
    """Why it was not matched, or not read."""
    is_named: bool = True
    """Else it is only counted: mail that is about something else."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look at it."""
        if self.state in (State.NOT_READ, State.NOT_MATCHED):
            return self.is_named
        if self.state is State.FILED:
            return bool(self.shows) or self.seems in (Seems.BOUNCE, Seems.REPLY, Seems.AUTO_REPLY)
        return bool(self.next_step) and self.state is State.OWN


def inbox_json(handled: Iterable[Handled]) -> str:
    """Write every letter that is named, and how many are not."""
    letters = list(handled)
    return document(
        letters=[_as_json(each) for each in letters if each.is_named],
        others=sum(1 for each in letters if not each.is_named),
    )


def _as_json(each: Handled) -> dict[str, Any]:
    letter = each.letter or Letter(sha256="")
    return {
        "source": each.source,
        "state": each.state.value,
        "notice": each.notice,
        "matched_by": each.by.value if each.by else "",
        "seems": each.seems.value if each.seems else "",
        "from": letter.sender,
        "subject": letter.subject,
        "date": letter.date.isoformat() if letter.date else "",
        "message_id": letter.message_id,
        "sha256": letter.sha256,
        "attachments": list(letter.attachments),
        "notes": list(letter.notes),
        "delivery": {
            "reporter": letter.reporter,
            "by_own_server": each.by_own_server,
            "action": each.said.action if each.said else "",
            "status": each.said.status if each.said else "",
            "diagnostic": each.said.diagnostic if each.said else "",
        }
        if letter.delivery
        else None,
        "dkim": {
            "result": each.dkim.result.value,
            "domain": each.dkim.domain,
            "aligned": each.dkim.aligned,
            "reason": each.dkim.reason,
        },
        "shows": each.shows,
        "next": each.next_step,
        "reason": each.reason,
        "needs_person": each.needs_person,
    }


def plain_inbox(handled: Iterable[Handled]) -> str:
    """Say of every letter what came of it; mail about something else is counted."""
    letters = list(handled)
    named = [each for each in letters if each.is_named]
    unmatched = [each for each in named if each.state is State.NOT_MATCHED]
    left_out = frozenset(map(id, unmatched[_MOST_NAMED:]))
    lines: list[str] = []
    for each in named:
        if id(each) not in left_out:
            lines.extend([*_lines(each), ""])
    if left_out:
        lines.extend(
            [*wrapped(f"And {len(left_out):,} more that are about no notice (--json names all)."), ""]
        )
    return page([*lines, *_summary(letters)])


def _lines(each: Handled) -> list[str]:
    letter = each.letter
    head = f"{each.source}: {_what_became(each)}"
    if letter is None:
        return [*wrapped(head), *fields([("why", each.reason)])]
    when = f", {long_date(letter.date.date())}" if letter.date else ""
    return [
        *wrapped(head),
        *fields(
            [
                ("matched", _BY[each.by] if each.by else ""),
                ("from", f"{letter.sender or 'an address that cannot be told'}{when}"),
                ("subject", letter.subject),
                ("seems", seems_words(each)),
                ("in its words", each.said.diagnostic if each.said else ""),
                ("signature", signature_words(each.dkim)),
                ("attached", ", ".join(letter.attachments)),
                (
                    "not read",
                    "; ".join([*letter.notes, *(["its text, which is only HTML"] * letter.only_html)]),
                ),
                ("why", each.reason),
                ("shows", each.shows),
                ("next", each.next_step),
            ]
        ),
    ]


def _what_became(each: Handled) -> str:
    return {
        State.FILED: f"filed with {each.notice}",
        State.ALREADY_FILED: f"was filed with {each.notice} before",
        State.OWN: f"about {each.notice}, from your own address; not filed",
        State.NOT_MATCHED: "not filed",
        State.NOT_READ: "not read",
    }[each.state]


def seems_words(each: Handled) -> str:
    """Say what a letter seems to be. What a server reports is what it says, and no more."""
    letter, said = each.letter, each.said
    if each.seems is None or letter is None:
        return ""
    who = letter.reporter or "a server that it does not name"
    if each.seems is Seems.BOUNCE:
        original = "" if letter.original else "; it does not bring the message back"
        return f"{_SAYS}: not delivered ({said.status if said else ''}), by {who}{original}".replace(
            " ()", ""
        )
    if each.seems is Seems.DELAY:
        return f"{_SAYS}: delayed; {who} goes on trying by itself"
    if each.seems is Seems.DELIVERED:
        return f"{_SAYS}: delivered, by {who}. Whether anybody reads it, it does not say"
    if each.seems is Seems.NOTIFICATION:
        return _notification_words(each, who)
    return {
        Seems.AUTO_REPLY: "an automatic answer",
        Seems.REPLY: "an answer",
        Seems.OWN: "a copy of your message, or a letter of your own",
    }[each.seems]


def _notification_words(each: Handled, who: str) -> str:
    action = each.said.action if each.said else ""
    if each.by_own_server:
        return f"{_SAYS}: {action or 'several things'}, by your own mail server ({who}). The desk has said nothing"
    if action == "relayed":
        return (
            f"{_SAYS}: relayed, by {who}, to a server that reports nothing. Whether it arrived is not known"
        )
    return f"{_SAYS}: {action or 'several things'}, by {who}. That is no delivery"


def signature_words(dkim: Dkim) -> str:
    """Say what a check of the signature showed; empty where nobody asked for one."""
    if dkim == NOT_ASKED:
        return ""
    if dkim.result is Result.PASS and dkim.aligned:
        return f"holds: a server of {dkim.domain}, the sender's domain, sent these words (DKIM)"
    if dkim.result is Result.PASS:
        return f"holds, but it is by {dkim.domain}, which does not speak for the sender's address (DKIM)"
    if dkim.result is Result.FAIL:
        return f"does not hold ({dkim.reason}); forwarding can do that, too (DKIM)"
    if dkim.result is Result.NONE:
        return f"none: {dkim.reason} (DKIM)"
    return f"could not be checked: {dkim.reason} (DKIM)"


def _summary(letters: Sequence[Handled]) -> list[str]:
    filed = [each for each in letters if each.state is State.FILED]
    parts = [
        (len(filed), "filed"),
        (sum(each.state is State.ALREADY_FILED for each in letters), "filed before"),
        (sum(each.state is State.OWN for each in letters), "of your own"),
        (sum(each.state is State.NOT_MATCHED for each in letters), "about no notice that can be told"),
        (sum(each.state is State.NOT_READ for each in letters), "not read"),
    ]
    told = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    lines = wrapped(f"{counted(len(letters), 'letter')}{': ' if told else ''}{told}.")
    if any(each.seems in (Seems.REPLY, Seems.AUTO_REPLY) for each in filed):
        lines += wrapped(
            "What an answer means you decide: the program records none as agreed or refused by itself."
        )
    if any(each.dkim == NOT_ASKED for each in filed):
        lines += wrapped(
            "Signatures were not checked. --check-signatures does it; it asks the name servers of the senders' domains."
        )
    return lines
