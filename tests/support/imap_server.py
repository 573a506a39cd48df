"""An IMAP server that says to each command what it was told to say, on the loopback, word by word."""

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from io import BufferedRWPair

from takedown.accounts import Account, Security

HUNG_UP = ""
MESSAGE = b"Message-ID: <ABCDEFGHIJ.1@example.org>\r\nSubject: x\r\n\r\nHello\r\n"
FOUND = f"* 1 FETCH (UID 4 BODY[] {{{len(MESSAGE)}}}\r\n{MESSAGE.decode()})\r\n{{tag}} OK"
#: A server without faults; each test changes what it is about.
KIND = {
    "greeting": "* OK ready",
    "CAPABILITY": "* CAPABILITY IMAP4rev1 UIDPLUS AUTH=PLAIN\r\n{tag} OK",
    "AUTHENTICATE": "{tag} OK",
    "LOGIN": "{tag} OK",
    "LIST": '* LIST (\\Drafts) "/" Drafts\r\n{tag} OK',
    "EXAMINE": "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n{tag} OK [READ-ONLY]",
    "UID SEARCH": "* SEARCH\r\n{tag} OK",
    "UID FETCH": FOUND,
    "APPEND": "{tag} OK [APPENDUID 7 4] done",
    "LOGOUT": "* BYE\r\n{tag} OK",
}


class ByStartTls(Account):
    """Port 143 is not ours to take: this account speaks STARTTLS on another."""

    @property
    def imap_security(self) -> Security:
        return Security.STARTTLS


class Server:
    """Says to each command what it was told to say, and keeps what it heard."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = KIND | answers
        self.heard: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            with connection, connection.makefile("rwb") as file:
                self._talk(file)

    def _talk(self, file: BufferedRWPair) -> None:
        self._say(file, self.answers["greeting"])
        while line := file.readline().decode("latin-1"):
            self.heard.append(line.rstrip("\r\n"))
            tag, _, command = line.rstrip("\r\n").partition(" ")
            name = next((name for name in self.answers if command.upper().startswith(name)), "")
            if literal := re.search(r"\{(\d+)\}\r\n$", line):
                self._say(file, "+ go on")
                self.heard.append(file.read(int(literal[1])).decode("latin-1"))
                file.readline()
            if name == "AUTHENTICATE":
                self._say(file, "+ ")
                self.heard.append(base64.b64decode(file.readline()).decode())
            if not self.answers.get(name):
                return
            self._say(file, re.sub("OK$", "OK done", self.answers[name]).replace("{tag}", tag))

    def _say(self, file: BufferedRWPair, text: str) -> None:
        file.write(text.encode("latin-1") + b"\r\n")
        file.flush()


@contextlib.contextmanager
def server(**answers: str) -> Iterator[Server]:
    made = Server({name.replace("_", " "): text for name, text in answers.items()})
    thread = threading.Thread(target=made.serve)
    thread.start()
    try:
        yield made
    finally:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", made.port)):
            pass  # where nobody came, it still waits
        thread.join(10)
        made.listener.close()
