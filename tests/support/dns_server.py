"""A name server on loopback that gives TXT records, says that there are none, or says nothing at all.

It also notes what it was asked. Started and stopped by the test that needs it.
"""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class NameServer:
    """Where it listens, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)


@contextmanager
def name_server(records: Mapping[str, bytes], *, silent: bool = False) -> Iterator[NameServer]:
    """Serve TXT records, by name without the last dot. `silent`: never answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.05)
        server = NameServer(port=listening.getsockname()[1])
        ends = threading.Event()
        thread = threading.Thread(target=_serve, args=(listening, ends, server, records, silent))
        thread.start()
        try:
            yield server
        finally:
            ends.set()
            thread.join()


def _serve(
    listening: socket.socket,
    ends: threading.Event,
    server: NameServer,
    records: Mapping[str, bytes],
    silent: bool,
) -> None:
    while not ends.is_set():
        try:
            packet, who = listening.recvfrom(4096)
        except TimeoutError:
            continue
        question = dns.message.from_wire(packet)
        name = question.question[0].name.to_text().rstrip(".")
        server.asked.append(name)
        if not silent:
            listening.sendto(_answer(question, records.get(name)).to_wire(), who)


def _answer(question: dns.message.Message, record: bytes | None) -> dns.message.Message:
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.AA | dns.flags.RA
    if record is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
    strings = " ".join(f'"{record[at : at + 250].decode()}"' for at in range(0, len(record), 250))
    answer.answer.append(dns.rrset.from_text(question.question[0].name, 60, "IN", "TXT", strings))
    return answer
