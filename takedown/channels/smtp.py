"""Handing a message to the user's mail server (RFC 5321, 6409, 8314): whole, then the final dot in a step of its own.

Before the dot the server has taken nothing (4.1.1.4), so whatever fails is NotTakenError and safe to repeat. Once one
byte of the dot may have left, only an answer settles it: 250 is taken, 4xx and 5xx are not, all else is InDoubtError.

The connection stays open for the next message. An error with `account_wide` says nothing about the message: it belongs
back into the queue, also where `for_good` says that trying again helps nobody until a person changed something.
"""

import re

from takedown.accounts import Account, address_problem
from takedown.channels.conversation import LOST, Conversation, OutOfTurnError, lost_at
from takedown.channels.opening import opened
from takedown.channels.protocol import (
    Answer,
    Envelope,
    InDoubtError,
    NotTakenError,
    Step,
    answer_of,
    is_for_good,
    says_no,
)
from takedown.channels.wire import content_problem, mail_line, rcpt_line, stuffed
from takedown.frozen import dataclass
from takedown.passwords import Credential

_DOT = b"\r\n.\r\n"
_TAKEN = 250
_RCPT_TAKEN = (250, 251)
_GO_ON = 354
_CLOSING = 421
_TOO_BIG = 552
#: RFC 4954 6: who we are was refused, or is asked for.
_LOGIN_CODES = frozenset({530, 534, 535, 538})
_LOGIN_LATER = 454
#: Gmail's 550 5.4.5 is "Daily user sending limit exceeded": over within 24 hours, though it is a 5xx (emailwarmup.com,
#: 9 March 2026; RFC 3463 3.5 has 4.5 for a system that is congested, which passes too).
_DAILY_LIMIT = "5.4.5"
_ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long to wait, in seconds. RFC 5321 4.5.3.2 asks for 5 minutes a command, 3 a piece of text, 10 after the dot.

    Before the dot nothing is at stake but a try, so commands get one minute. After it a short wait makes doubt
    out of an answer that was on its way, so there the ten minutes are kept.
    """

    command: float = 60
    body: float = 180
    dot: float = 600
    quit: float = 5


def open_smtp(
    account: Account, credential: Credential | None = None, *, waits: Waits | None = None
) -> "Smtp":
    """Connect, secure the connection and sign in. NotTakenError (account_wide) where any of it fails."""
    waits = waits or Waits()
    # The error comes as a value and is raised here: no frame of its traceback holds the password.
    found = opened(account, credential, seconds=waits.command)
    if isinstance(found, NotTakenError):
        raise found
    return Smtp(found, waits, signed_in=credential is not None)


class Smtp:
    """A Channel: an open, secured conversation with a mail server."""

    def __init__(self, talk: Conversation, waits: Waits, *, signed_in: bool) -> None:
        self._talk = talk
        self._waits = waits
        self._signed_in = signed_in
        self._offered = False
        self._to_reset = False

    @property
    def alive(self) -> bool:
        """Whether the connection may take another message; where not, `open_smtp` makes a new one."""
        return self._talk.sock is not None

    def offer(self, envelope: Envelope, content: bytes) -> None:
        """Hand over all but the last five bytes. NotTakenError, whatever the cause."""
        self._be_ready()
        extensions = self._talk.esmtp_features
        self._judge(envelope, content, extensions)
        offered = frozenset(extensions)
        self._ask(mail_line(envelope, content, offered), Step.MAIL, (_TAKEN,))
        self._ask(rcpt_line(envelope, offered), Step.RCPT, _RCPT_TAKEN)
        self._ask("DATA", Step.DATA, (_GO_ON,))
        self._offered = True
        try:
            with self._talk.waiting(self._waits.body):
                self._talk.send_all(stuffed(content)[: -len(b"\r\n")])
        except LOST as error:
            self._drop()
            raise NotTakenError(lost_at(error, Step.BODY)) from error

    def let_go(self) -> Answer:
        """Send the rest, and wait for the answer. NotTakenError where it says no; InDoubtError where nobody knows."""
        if not self._offered:
            raise NotTakenError(answer_of(0, "no message was offered", Step.DOT), account_wide=True)
        try:  # an answer that is there before the dot is none to it; a connection that is closed takes no dot
            self._talk.expect_silence()
        except OutOfTurnError as error:
            raise self._spoken(error, Step.BODY) from error
        except LOST as error:
            self._drop()
            raise NotTakenError(lost_at(error, Step.BODY)) from error
        try:
            with self._talk.waiting(self._waits.dot):
                self._talk.send(_DOT)
                code, text = self._talk.getreply()
        except LOST as error:
            self._drop()
            raise InDoubtError(lost_at(error, Step.DOT)) from error
        self._offered = False
        answer = answer_of(code, text, Step.DOT)
        if code == _TAKEN:
            return answer
        if says_no(code):
            raise self._refused(answer)
        self._drop()
        raise InDoubtError(answer)

    def close(self) -> None:
        """Say goodbye where that can be said, and close; never fails.

        After an offer that was not let go there is no goodbye: it would be text of the message. A connection that
        closes before the dot is a message that the server throws away.
        """
        try:
            if self.alive and not self._offered:
                with self._talk.waiting(self._waits.quit):
                    self._talk.docmd("QUIT")
        except (OutOfTurnError, *LOST):
            pass
        self._drop()

    def _be_ready(self) -> None:
        """Make sure that nothing of the last message is left. NotTakenError about the account."""
        if self._offered:
            self._drop()
        if not self.alive:
            raise NotTakenError(answer_of(0, "the connection was lost before", Step.MAIL), account_wide=True)
        if self._to_reset:
            self._to_reset = False
            self._ask("RSET", Step.MAIL, (_TAKEN,))

    def _judge(self, envelope: Envelope, content: bytes, extensions: dict[str, str]) -> None:
        """Refuse what this server cannot take, or nobody should. NotTakenError for good."""
        problem, step, account_wide = "", Step.BODY, False
        limit = extensions.get("size", "")
        if wrong := address_problem(envelope.sender):
            problem, step, account_wide = f"the sender {envelope.sender!a} {wrong}", Step.MAIL, True
        elif wrong := address_problem(envelope.recipient):
            problem, step = f"the recipient {envelope.recipient!a} {wrong}", Step.RCPT
        elif wrong := content_problem(content):
            problem = f"the message was not sent: {wrong}"
        elif not content.isascii() and "8bitmime" not in extensions:
            problem = "the message has bytes outside ASCII, and the server does not offer 8BITMIME"
        elif limit.isdecimal() and 0 < int(limit) < len(content):  # RFC 1870: 0 is no limit
            problem = (
                f"the server takes messages up to {int(limit):,} bytes, and this one has {len(content):,}"
            )
            step = Step.MAIL
        if problem:
            raise NotTakenError(answer_of(0, problem, step), for_good=True, account_wide=account_wide)

    def _ask(self, line: str, step: Step, wanted: tuple[int, ...]) -> None:
        """Say a line and hear the answer that is wanted; any other one is a NotTakenError."""
        try:
            code, text = self._talk.docmd(line)
        except OutOfTurnError as error:
            raise self._spoken(error, step) from error
        except LOST as error:
            self._drop()
            # Lost before anything of the message was said: an old connection, not this message.
            raise NotTakenError(lost_at(error, step), account_wide=step is Step.MAIL) from error
        answer = answer_of(code, text, step)
        if code in wanted:
            return
        if says_no(code):
            self._to_reset = True
            raise self._refused(answer)
        self._drop()  # who answers so cannot be followed further
        raise NotTakenError(answer)

    def _refused(self, answer: Answer) -> NotTakenError:
        """Judge a no: whether it is for good, and whether it is about the message or the account."""
        code, found = answer.code, _ENHANCED.match(answer.text)
        enhanced = found[0] if found else ""
        if code == _CLOSING:
            self._drop()
        if not is_for_good(code):
            return NotTakenError(answer, account_wide=code in (_CLOSING, _LOGIN_LATER))
        if enhanced == _DAILY_LIMIT:
            return NotTakenError(answer, account_wide=True)
        # The sender is the same in every message: who refuses it refuses all, and no notice is to blame. Neither is
        # one where a server that asked for no login refuses to pass mail on (5.7.x).
        about_sender = answer.step is Step.MAIL and code != _TOO_BIG and not enhanced.startswith("5.3.4")
        no_login = answer.step is Step.RCPT and enhanced.startswith("5.7.") and not self._signed_in
        return NotTakenError(
            answer, for_good=True, account_wide=code in _LOGIN_CODES or about_sender or no_login
        )

    def _spoken(self, error: OutOfTurnError, step: Step) -> NotTakenError:
        """Make the error of a server that spoke unasked, for example to say that it closes."""
        self._drop()
        return NotTakenError(answer_of(error.code, error.text, step), account_wide=True)

    def _drop(self) -> None:
        self._offered = False
        try:
            self._talk.close()
        except OSError:
            self._talk.sock = None
