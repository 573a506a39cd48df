"""Letting messages go: ours, which records and syncs each step, against bare `smtplib`, which records nothing.

`python -m benchmarks.sending prepare|ours|bare COUNT FOLDER [PORT]` does one part: makes a ledger in which so many
messages wait, and sends them over one connection. The account's pace is left out: it is there to be slow.
"""

import itertools
import json
import os
import random
import smtplib
import socket
import socketserver
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Sample, Spread, disturbed, interleaved, own_peak, ratio, run, short
from benchmarks.tables import Part, Table

OURS, BARE = "ours", "bare"
TITLES = {
    OURS: "takedown: three writes to the ledger and a mark, each synced",
    BARE: "smtplib.send_message, nothing recorded",
}
#: An email with a short letter, packed as it goes.
BODY_BYTES = 20_000
_BATCH = 100
_LEDGER, _OWN = "ledger.db", "own"


def measured(*, messages: int, rounds: int, chance: random.Random) -> Part:
    """Messages a second over one connection to a server on this computer that throws them away."""
    with tempfile.TemporaryDirectory() as kept, throwing_away() as port:
        folders = itertools.count()

        def job(way: str) -> Sample:
            folder = Path(kept) / f"{next(folders)}"
            folder.mkdir()
            run(["-m", "benchmarks.sending", "prepare", str(messages), str(folder)])
            return run(["-m", "benchmarks.sending", way, str(messages), str(folder), str(port)])

        samples = interleaved({way: partial(job, way) for way in TITLES}, rounds=rounds, chance=chance)
    rows = tuple(
        (
            TITLES[way],
            short(Spread.of([messages / one.told["wall"] for one in of]).median),
            short(Spread.of([1000 * one.told["cpu"] / messages for one in of]).median),
            "1" if way == BARE else str(ratio(of, samples[BARE], lambda one: one.told["wall"])),
            short(max(one.told["peak"] for one in of)),
        )
        for way, of in samples.items()
    )
    columns = ("Way", "messages a second", "CPU ms a message", "wall × bare (least-most)", "peak MB")
    title = f"Letting {messages:,} emails of {BODY_BYTES // 1000} kB go, to a server on this computer"
    note = "By default an account sends 30 messages a minute at most, so this is not what a run waits for."
    warning = disturbed(samples)
    table = Table(title=title, columns=columns, rows=rows, notes=(note,))
    return Part(tables=(table,), notes=(warning,) if warning else ())


def content(number: int) -> bytes:
    """A message as it goes out."""
    chance = random.Random(number)
    lines = "".join(f"{chance.randbytes(38).hex()}\r\n" for _ in range(BODY_BYTES // 78))
    head = (
        f"From: Robin Specimen <robin@example.net>\r\nTo: desk{number}@example.com\r\nSubject: Ref {number}\r\n"
        f"Message-ID: <{identity(number)}.1@example.net>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return f"{head}{lines}".encode("ascii")


def drafted(number: int) -> Any:
    """The same as the program holds it: the headers, and the body when it is asked for."""
    from takedown.outgoing import Draft

    head, _, body = content(number).partition(b"\r\n\r\n")
    return Draft(head=head, body=lambda: body, size=len(head) + len(body) + 4)


def identity(number: int) -> str:
    """The id of a notice."""
    return f"AAAA{number:06d}"


def prepare(count: int, folder: Path) -> None:
    """A ledger in which so many messages wait."""
    from takedown.channels.protocol import Envelope
    from takedown.ledger import Ledger
    from takedown.messages import Purpose
    from takedown.outgoing import Outgoing, queued

    def waiting(numbers: range) -> Iterator[Outgoing]:
        for number in numbers:
            key = f"{identity(number)}.1"
            yield Outgoing(
                id=key,
                notice=identity(number),
                attempt=1,
                part=1,
                parts=1,
                purpose=Purpose.NOTICE,
                draft=drafted(number),
                envelope=Envelope(
                    sender="robin@example.net", recipient=f"desk{number}@example.com", envid=key
                ),
                message_id=f"<{key}@example.net>",
            )

    with Ledger.open(folder / _LEDGER, clock=_now, entropy=os.urandom) as ledger:
        for start in range(0, count, _BATCH):
            some = range(start, min(start + _BATCH, count))
            ledger.queue(queued(one, not_before="") for one in waiting(some))


def ours(count: int, folder: Path, port: int) -> dict[str, float]:
    """Send all that waits, as `takedown send` does once it was confirmed."""
    from takedown.accounts import Account, Security
    from takedown.channels.smtp import open_smtp
    from takedown.dispatch import Run
    from takedown.ledger import Ledger
    from takedown.messages import messages_of
    from takedown.placing import Here, write_mark
    from takedown.sending import Limits, Sender

    account = Account(
        host="127.0.0.1", port=port, security=Security.PLAIN_LOOPBACK, address="robin@example.net"
    )
    with Ledger.open(folder / _LEDGER, clock=_now, entropy=os.urandom) as ledger:
        path, found, name = folder / _LEDGER, (folder / _LEDGER).stat(), ledger.identity

        def mark() -> None:
            seq, head = ledger.last
            here = Here(
                ledger=name, path=str(path), inode=found.st_ino, seq=seq, head=head,
                has_hash=ledger.has,
            )  # fmt: skip
            write_mark(folder / _OWN, here.mark(_now()))

        known = messages_of(ledger.entries())
        start = _Meter()
        sender = Sender(
            open_channel=lambda: open_smtp(account, None),
            ledger=ledger,
            run=Run(owner="one", today=lambda: date(2026, 11, 22), retry_at=lambda _: None, before_dot=mark),
            limits=Limits(next_allowed=lambda _, now: now, room=lambda _: True),
            clock=_Clock(now=_now, sleep=time.sleep),
            told=lambda _: None,
        )
        ended = sender.send(tuple(known.values()), known)
        spent = start.spent()
    accepted = sum(outcome.stage == "accepted" for outcome in ended.outcomes)
    if accepted != count:
        raise RuntimeError(f"{accepted} of {count} were accepted: {ended.stop}")
    return spent


def bare(count: int, _folder: Path, port: int) -> dict[str, float]:
    """The same bytes by `smtplib`."""
    messages = (message_from_bytes(content(number), policy=policy.SMTP) for number in range(count))
    start = _Meter()
    wall = cpu = 0.0  # of making them
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(count):
            wall -= time.perf_counter()
            cpu -= time.process_time()
            message = next(messages)
            wall += time.perf_counter()
            cpu += time.process_time()
            smtp.send_message(message)
    spent = start.spent()
    return {**spent, "wall": spent["wall"] - wall, "cpu": spent["cpu"] - cpu}


class _Meter:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def spent(self) -> dict[str, float]:
        """Seconds on the clock and of CPU, and the peak of memory in MB."""
        return {
            "wall": time.perf_counter() - self._wall,
            "cpu": time.process_time() - self._cpu,
            "peak": own_peak(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    now: Callable[[], datetime]
    sleep: Callable[[float], None]


def _now() -> datetime:
    return datetime.now(UTC)


class _Throwing(socketserver.StreamRequestHandler):
    """Says yes to everything and keeps nothing."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        """One connection."""
        say = self.wfile.write
        say(b"220 sink.example\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                say(b"354 go on\r\n")
                while self.rfile.readline() != b".\r\n":
                    pass
            if verb == b"QUIT":
                say(b"221 bye\r\n")
                return
            say(
                b"250-sink.example\r\n250-SIZE 10000000\r\n250 8BITMIME\r\n"
                if verb == b"EHLO"
                else b"250 ok\r\n"
            )


@contextmanager
def throwing_away() -> Iterator[int]:
    """A mail server that keeps nothing; its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Throwing) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def main() -> None:
    """One part."""
    way, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if way == "prepare":
        prepare(count, folder)
        return
    print(json.dumps({OURS: ours, BARE: bare}[way](count, folder, int(sys.argv[4]))))


if __name__ == "__main__":
    main()
