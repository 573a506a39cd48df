"""A mail server for tests: raw sockets on loopback, a log that is the witness, and faults at any point.

    with Sink(log, faults=[Fault(at="rcpt", do="4xx", times=2)]) as sink:
        ...                                   # sink.port
    sink.taken()                              # what it took, one dict for each message, from the log

The log has one JSON line a message, written and synced **before** the 250 leaves: what stands there was taken.

A Fault is a stage (`at`), what is done (`do`), and how often: after the first `skip` times, for `times` times.

stages  connect greeting ehlo starttls auth mail rcpt data body dot accepted quit
        `connect`: at accept; `body`: after the first bytes of the text; `dot`: the dot was read and nothing was taken;
        `accepted`: the message is in the log, and the 250 has not left.
do      drop, reset (RST), 4xx, 421 (and closes), 5xx, odd (a code of no use there), garbage (no code at all),
        twice (the right answer two times), stall (`seconds`, then goes on), reply (says `text`; goes on as after a no),
        early (says `text`, or "250 ok", and then goes on as if nothing were).

`python -m support.smtp_sink --log FILE [--port N] [--plan JSON]` (PYTHONPATH=tests) is the same as a process of its
own: it prints its port, and ends when its standard input ends. The plan is the keyword arguments of `Sink` as JSON,
with `certificate` and `key` as PEM files: {"faults": [{"at": "dot", "do": "drop"}], "tls": "starttls", …}.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import socket
import ssl
import struct
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from types import TracebackType
from typing import Any, Self

STAGES = frozenset(
    {
        *("connect", "greeting", "ehlo", "starttls", "auth", "mail", "rcpt"),
        *("data", "body", "dot", "accepted", "quit"),
    }
)
_USUAL = {
    "greeting": "220 sink.example ready",
    "starttls": "220 go on",
    "auth": "235 2.7.0 welcome",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go on",
    "accepted": "250 2.0.0 taken",
    "quit": "221 bye",
}
_SAYS = {
    "4xx": "451 4.3.0 not now",
    "421": "421 4.3.2 closing",
    "5xx": "550 5.1.1 never",
    "garbage": "what is it",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    at: str
    do: str
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    text: str = ""

    def __post_init__(self) -> None:
        assert self.at in STAGES, self.at


class _GoneError(Exception):
    """This connection is over."""


class Sink:
    """The server. It serves while it is open; every keyword is optional."""

    def __init__(
        self,
        log: Path,
        *,
        port: int = 0,
        faults: Sequence[Fault | Mapping[str, Any]] = (),
        tls: str = "",
        context: ssl.SSLContext | None = None,
        passwords: Mapping[str, str] | None = None,
        tokens: Mapping[str, str] | None = None,
        mechanisms: Sequence[str] = ("PLAIN", "LOGIN", "XOAUTH2"),
        extensions: Sequence[str] = ("SIZE 10000000", "8BITMIME", "DSN"),
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """`tls`: empty, "starttls" or "implicit", with the server's `context`. With `passwords` or `tokens`
        (user → secret) mail is taken after AUTH only, and with `tls` AUTH only under TLS. `answers`: what RCPT says
        to an address, `{"a@example.com": "550 5.1.1 unknown"}`, every time.
        """
        self.log = Path(log)
        self.tls, self._context = tls, context
        self.passwords, self.tokens = dict(passwords or {}), dict(tokens or {})
        self.mechanisms, self.extensions = tuple(mechanisms), tuple(extensions)
        self.answers = dict(answers or {})
        self.faults = [one if isinstance(one, Fault) else Fault(**one) for one in faults]
        self.heard: list[str] = []
        """Every command line, in order, of all connections."""
        self.pieces: list[bytes] = []
        """The text of each message as it came, with its stuffed dots and the final one."""
        self.connections = 0
        self.closing = threading.Event()
        self._reached: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._taken = len(self.taken())
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)

    def taken(self) -> list[dict[str, Any]]:
        """What was taken, from the log: n, sender, recipient, sha256 and size of the text after un-stuffing,
        message_id, mail and rcpt (parameters as they came), user, tls.
        """
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    def close(self) -> None:
        """End it, whatever it is doing: a stall too."""
        self.closing.set()
        with self._lock:
            self._listener.close()
            for sock in list(self._open):
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        # A listener that is closed in one thread does not always wake the accept of another: knock once.
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 0.2).close()
        for thread in self._threads:
            thread.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fault(self, stage: str) -> Fault | None:
        """Count that a stage was reached, and give the fault that is due."""
        with self._lock:
            number = self._reached[stage]
            self._reached[stage] += 1
        for one in self.faults:
            if one.at == stage and one.skip <= number < one.skip + one.times:
                return one
        return None

    def write(self, entry: dict[str, Any]) -> None:
        with self._lock, self.log.open("a", encoding="utf-8") as file:
            self._taken += 1
            file.write(json.dumps({"n": self._taken, **entry}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _start(self, work: Any, *given: Any) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._listener.fileno() < 0:
                sock.close()
                return
            self.connections += 1
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        talk = _Talk(self, sock)
        try:
            talk.run()
        except (_GoneError, OSError):
            pass
        finally:
            talk.end()

    def track(self, sock: socket.socket, there: bool) -> None:
        with self._lock:
            (self._open.add if there else self._open.discard)(sock)


@dataclass
class _Mail:
    sender: str = ""
    recipient: str = ""
    mail: str = ""
    rcpt: str = ""
    text: bytes = b""


@dataclass
class _Talk:
    """One connection."""

    sink: Sink
    sock: socket.socket
    unread: bytes = b""
    user: str = ""
    secure: bool = False
    mail: _Mail = field(default_factory=_Mail)

    def run(self) -> None:
        self.sink.track(self.sock, there=True)
        if not self.passed("connect"):
            return
        if self.sink.tls == "implicit":
            self.to_tls()
        if not self.reply("greeting"):
            return
        while True:
            line = self.line()
            self.sink.heard.append(line)
            verb, _, rest = line.partition(" ")
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                self.say("500 5.5.1 what?")
            elif handler(rest) is False:
                return

    def end(self) -> None:
        self.sink.track(self.sock, there=False)
        self.sock.close()

    # ---- what is said

    def passed(self, stage: str) -> bool:
        """Meet the fault of a stage. False: it was met with an answer, and the command is over."""
        fault = self.sink.fault(stage)
        match fault.do if fault else "":
            case "":
                return True
            case "drop":
                raise _GoneError
            case "reset":
                # Linger 0: close sends RST (socket(7)).
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise _GoneError
            case "stall":
                assert fault
                self.sink.closing.wait(fault.seconds)
                return True
            case "early":
                assert fault
                self.say(fault.text or "250 ok")
                return True
            case "twice":
                self.say(_USUAL.get(stage, "250 ok"))
                return True
            case "odd":
                self.say("250 odd" if stage == "data" else "354 odd")
            case "reply":
                assert fault
                self.say(fault.text)
            case known:
                self.say(_SAYS[known])
                if known == "421":
                    raise _GoneError
        return False

    def reply(self, stage: str) -> bool:
        """Meet the stage's fault, or say its usual answer. Whether it went well."""
        if not self.passed(stage):
            return False
        self.say(_USUAL[stage])
        return True

    def say(self, text: str) -> None:
        self.sock.sendall(text.encode() + b"\r\n")

    # ---- what is heard

    def more(self) -> None:
        data = self.sock.recv(65_536)
        if not data:
            raise _GoneError
        self.unread += data

    def line(self) -> str:
        while b"\r\n" not in self.unread:
            self.more()
        line, _, self.unread = self.unread.partition(b"\r\n")
        return line.decode("utf-8", "surrogateescape")

    def to_tls(self) -> None:
        context = self.sink._context
        assert context
        plain = self.sock
        self.sink.track(plain, there=False)
        self.sock = context.wrap_socket(plain, server_side=True)
        self.sink.track(self.sock, there=True)
        self.secure, self.unread = True, b""

    # ---- commands

    def on_ehlo(self, _rest: str) -> None:
        if not self.passed("ehlo"):
            return
        lines = ["sink.example", *self.sink.extensions]
        if self.sink.tls == "starttls" and not self.secure:
            lines.append("STARTTLS")
        elif self.sink.passwords or self.sink.tokens:
            lines.append("AUTH " + " ".join(self.sink.mechanisms))
        for one in lines[:-1]:
            self.say(f"250-{one}")
        self.say(f"250 {lines[-1]}")

    def on_starttls(self, _rest: str) -> None:
        if self.sink.tls != "starttls":
            self.say("502 5.5.1 no TLS here")
        elif self.reply("starttls"):
            self.to_tls()

    def on_auth(self, rest: str) -> None:
        if not self.passed("auth"):
            return
        mechanism, _, first = rest.partition(" ")
        if mechanism == "LOGIN":
            user, secret = self.challenge("VXNlcm5hbWU6"), self.challenge("UGFzc3dvcmQ6")
        elif mechanism == "PLAIN":
            _, user, secret = _plain(first or self.challenge("")).split("\0")
        else:
            parts = _plain(first or self.challenge("")).split("\x01")
            user, secret = parts[0].removeprefix("user="), parts[1].removeprefix("auth=Bearer ")
            if self.sink.tokens.get(user) != secret:
                self.say("334 " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
                self.line()
                self.say("535 5.7.8 Username and Password not accepted")
                return
            self.user = user
            self.say(_USUAL["auth"])
            return
        if mechanism == "LOGIN":
            user, secret = _plain(user), _plain(secret)
        if self.sink.passwords.get(user) == secret:
            self.user = user
            self.say(_USUAL["auth"])
        else:  # a server that repeats what it was told, as some do while somebody looks for a fault
            self.say(f"535 5.7.8 {secret} is wrong ({base64.b64encode(secret.encode()).decode()}, {rest})")

    def challenge(self, text: str) -> str:
        self.say(f"334 {text}")
        return self.line()

    def on_mail(self, rest: str) -> None:
        if (self.sink.passwords or self.sink.tokens) and not self.user:
            self.say("530 5.7.0 authentication required")
        elif self.passed("mail"):
            path, _, parameters = rest.partition(" ")
            self.mail = _Mail(sender=_address(path), mail=parameters)
            self.say(_USUAL["mail"])

    def on_rcpt(self, rest: str) -> None:
        path, _, parameters = rest.partition(" ")
        address = _address(path)
        if address in self.sink.answers:
            self.say(self.sink.answers[address])
        elif self.mail.recipient or not self.mail.sender:
            self.say("503 5.5.1 one MAIL, then one RCPT")
        elif self.passed("rcpt"):
            self.mail.recipient, self.mail.rcpt = address, parameters
            self.say(_USUAL["rcpt"])

    def on_rset(self, _rest: str) -> None:
        self.mail = _Mail()
        self.say("250 2.0.0 ok")

    def on_noop(self, _rest: str) -> None:
        self.say("250 2.0.0 ok")

    def on_quit(self, _rest: str) -> bool:
        self.reply("quit")
        return False

    def on_data(self, _rest: str) -> None:
        if not self.mail.recipient:
            self.say("503 5.5.1 RCPT first")
            return
        if not self.reply("data"):
            return
        while not self.unread:
            self.more()
        if not self.passed("body"):
            raise _GoneError
        while not self.unread.startswith(b".\r\n") and b"\r\n.\r\n" not in self.unread:
            self.more()
        end = self.unread.index(b"\r\n.\r\n") + 2 if b"\r\n.\r\n" in self.unread else 0
        raw, self.unread = self.unread[:end], self.unread[end + 3 :]
        self.sink.pieces.append(raw + b".\r\n")
        text = b"\r\n".join(line.removeprefix(b".") for line in raw.split(b"\r\n"))
        mail, self.mail = self.mail, _Mail()
        if not self.passed("dot"):
            return
        self.sink.write(
            {
                "sender": mail.sender,
                "recipient": mail.recipient,
                "sha256": hashlib.sha256(text).hexdigest(),
                "size": len(text),
                "message_id": str(message_from_bytes(text).get("Message-ID", "")),
                "mail": mail.mail,
                "rcpt": mail.rcpt,
                "user": self.user,
                "tls": self.secure,
            }
        )
        self.reply("accepted")


def _plain(text: str) -> str:
    return base64.b64decode(text).decode()


def _address(path: str) -> str:
    return path.partition(":")[2].strip().removeprefix("<").removesuffix(">")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--plan", type=json.loads, default={})
    given = parser.parse_args()
    plan = dict(given.plan)
    certificate, key = plan.pop("certificate", None), plan.pop("key", None)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        plan["context"] = context
    with Sink(given.log, port=given.port, **plan) as sink:
        sys.stdout.write(f"{sink.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
