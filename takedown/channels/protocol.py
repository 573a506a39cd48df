"""What a channel that sends can do: offer a message whole, and then, in a step of its own, let it go.

Two steps, because the ledger records `committing` between them (`takedown.messages`).
"""

from enum import StrEnum
from typing import Protocol

from takedown.frozen import dataclass

#: The first digit of a reply code that refuses, for now and for good (RFC 5321 4.2.1).
_FOR_NOW, _FOR_GOOD = 4, 5
_LONGEST_TEXT = 1_000


class Step(StrEnum):
    """Where in the conversation with a mail server something happened (RFC 5321 3.3)."""

    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    LOGIN = "login"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From and to whom (RFC 5321): one recipient, so that a partial refusal cannot be. `envid` goes into a DSN."""

    sender: str
    recipient: str
    envid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: its code, its words (printable, at most 1,000 characters), and where."""

    code: int
    text: str
    step: Step


def answer_of(code: int, text: bytes | str, step: Step) -> Answer:
    """Keep what a server said: printable, at most 1,000 characters; code 0 for what is no answer."""
    words = text if isinstance(text, str) else text.decode(errors="replace")
    calm = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return Answer(code=max(code, 0), text=calm[:_LONGEST_TEXT], step=step)


def says_no(code: int) -> bool:
    """Whether a reply code refuses, for now or for good."""
    return code // 100 in (_FOR_NOW, _FOR_GOOD)


def is_for_good(code: int) -> bool:
    """Whether a reply code refuses for good: the same again would be refused again."""
    return code // 100 == _FOR_GOOD


def reason_of(error: Exception) -> str:
    """Say why a connection, or a file, failed: in the words of the system, where it has some."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class NotTakenError(Exception):
    """The server does not have the message: it said so, or the connection was lost before the final dot.

    `answer.code` is 0 where there was none. `for_good`: a 5xx, which is never tried again by the program.
    `account_wide`: it is about the account or the server, not about this message (421, 535, connection refused).
    """

    def __init__(self, answer: Answer, *, for_good: bool = False, account_wide: bool = False) -> None:
        super().__init__(f"{answer.step}: {answer.code} {answer.text}")
        self.answer = answer
        self.for_good = for_good
        self.account_wide = account_wide


def unopened(text: str, step: Step, *, for_good: bool = True) -> NotTakenError:
    """Make the error of a way to a server that could not be opened: it is about the account."""
    return NotTakenError(answer_of(0, text, step), for_good=for_good, account_wide=True)


class InDoubtError(Exception):
    """The final dot left, or may have left, and no answer that can be understood came back."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.step}: {answer.code} {answer.text}")
        self.answer = answer


class Channel(Protocol):
    """An open conversation with who takes messages."""

    def offer(self, envelope: Envelope, content: bytes) -> None:
        """Hand over all but the end: after this the server has the whole message and owns nothing.

        `content` is the message with CRLF. NotTakenError where that fails, whatever the cause.
        """

    def let_go(self) -> Answer:
        """Send the end, and wait for the answer: it is accepted.

        NotTakenError where the server says no; InDoubtError where it cannot be known.
        """

    def close(self) -> None:
        """End the conversation; never fails."""
