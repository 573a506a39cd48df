"""Lines to and from a mail server, read strictly: an answer is one answer, and only to what was asked.

smtplib's own reader takes ` 25` for a code, ends nowhere with a server that always goes on, and gives the answer of one
command to the next where a server speaks out of turn. After the final dot that would be a wrong "accepted".
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from takedown.channels.protocol import Answer, Step, answer_of, reason_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: EHLO with an address literal (RFC 5321 4.1.3, 4.1.4). smtplib would say the computer's own name, which the server
#: writes into the message for every recipient to read; a submission server knows us by the login.
EHLO_NAME = "[127.0.0.1]"
_ANSWER = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
_PIECE = 65_536
#: RFC 5321 4.5.3.1.5 allows 512 octets a line; some servers write more.
_LONGEST_LINE = 4_096
_MOST_LINES = 200
GARBAGE = -1
"""The code of what is no answer."""


class OutOfTurnError(Exception):
    """The server said something before it was asked. It is `code` and `text`."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__("the server spoke out of turn")
        self.code = code
        self.text = text


#: What is raised where the connection is lost or silent. TLS errors and smtplib's are OSErrors too.
LOST = (OSError,)


class Conversation(smtplib.SMTP):
    """smtplib's commands and its reader of EHLO, over a socket of our own and with a strict reader of answers."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        super().__init__(local_hostname=EHLO_NAME)
        self.sock: socket.socket | None = sock
        self.seconds = seconds
        """How long to wait for a whole answer, and for what is sent to leave."""
        self._unread = bytearray()

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """Wait longer, or shorter, for what is done inside."""
        usual, self.seconds = self.seconds, seconds
        try:
            yield
        finally:
            self.seconds = usual

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send a command. OSError where it does not leave in time."""
        sock = self.open_socket()
        sock.settimeout(self.seconds)
        sock.sendall(s.encode("ascii") if isinstance(s, str) else s)

    def send_all(self, data: bytes) -> None:
        """Send a long text piece by piece, each within the time: a slow line is no dead one."""
        for start in range(0, len(data), _PIECE):
            self.send(data[start : start + _PIECE])

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command, once the server has nothing more to say about the last one. OutOfTurnError."""
        self.expect_silence()
        super().putcmd(cmd, args)

    def getreply(self) -> tuple[int, bytes]:
        """Read one whole answer (RFC 5321 4.2): code and text; GARBAGE and what was said where it is none.

        All its lines have one code, and all come within `seconds` together. OSError where they do not.
        """
        deadline = time.monotonic() + self.seconds
        said: list[bytes] = []
        first = b""
        while len(said) < _MOST_LINES:
            line = self._line(deadline)
            found = _ANSWER.fullmatch(line)
            if found is None or (first and found[1] != first):
                return GARBAGE, b"\n".join([*said, line])
            first = found[1]
            said.append(found[3] or b"")
            if found[2] != b"-":
                return int(first), b"\n".join(said)
        return GARBAGE, b"\n".join(said)

    def expect_silence(self) -> None:
        """Make sure that the server has said nothing since its last answer. OutOfTurnError, or OSError if it left."""
        sock = self.open_socket()
        if not self._unread:
            sock.settimeout(0)
            try:
                self._hear(sock)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
        with self.waiting(min(self.seconds, 1.0)):  # the rest of a line that has begun
            code, text = self.getreply()
        raise OutOfTurnError(code, text)

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Put TLS on the connection. What was heard before it is not believed (RFC 3207 4.2). OSError."""
        sock = self.open_socket()
        sock.settimeout(self.seconds)
        self.sock = context.wrap_socket(sock, server_hostname=host)
        self.esmtp_features = {}
        self.does_esmtp = False

    def open_socket(self) -> socket.socket:
        """Give the socket; OSError once it is closed."""
        if self.sock is None:
            raise ConnectionAbortedError("the connection was closed")
        return self.sock

    def _line(self, deadline: float) -> bytes:
        sock = self.open_socket()
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > _LONGEST_LINE:
                end = _LONGEST_LINE
                break
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no answer within {self.seconds:g} seconds")
            sock.settimeout(left)
            try:
                self._hear(sock)
            except TimeoutError:
                raise TimeoutError(f"no answer within {self.seconds:g} seconds") from None
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line.removesuffix(b"\r")

    def _hear(self, sock: socket.socket) -> None:
        data = sock.recv(_PIECE)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        self._unread += data


def lost_at(error: Exception, step: Step) -> Answer:
    """Say how a connection was lost: the answer that did not come."""
    return answer_of(0, f"the connection was lost: {reason_of(error)}", step)
