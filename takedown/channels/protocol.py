"""What a channel that sends can do: offer a message whole, and then, in a step of its own, let it go.

Two steps, because the ledger records `committing` between them (`takedown.messages`).
"""

from enum import StrEnum
from typing import Protocol

from takedown.frozen import dataclass


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
