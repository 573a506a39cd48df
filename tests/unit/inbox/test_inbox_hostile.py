"""Letters that mean harm cost little time and memory. The system holds the limits, not the program that is tested."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MEMORY = 400 * 2**20
SECONDS = 2.0
_MB = 1_000_000
_HEAD = b"From: a@example.com\r\n"
_MIXED = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
_SLOW = b"Content-Type: text/plain; charset=punycode\r\n\r\n"
_QUOTED = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
_ZIP = b"Content-Type: application/zip; name=b.zip\r\n\r\n"
_REPORT = b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'


def nested(kind: Callable[[int], bytes], rest: bytes = b"") -> bytes:
    return _HEAD + b"".join(kind(number) for number in range(100_000)) + rest


def multipart(number: int) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)


LETTERS: dict[str, Callable[[], bytes]] = {
    "a hundred thousand parts in each other": lambda: nested(multipart),
    "parts in each other before many lines": lambda: nested(multipart, b"x\r\n" * 5 * _MB),
    "messages in each other": lambda: nested(lambda _: b"Content-Type: message/rfc822\r\n\r\n"),
    "a million parts beside each other": lambda: _HEAD + _MIXED + b"--x\r\n\r\n\r\n" * _MB,
    "millions of lines that are nearly a boundary": lambda: _HEAD + _MIXED + b"--xy\r\n" * 4 * _MB,
    "a boundary that is everywhere": lambda: _HEAD + _MIXED.replace(b'x"', b'-"') + b"-" * 24 * _MB,
    "millions of headers": lambda: _HEAD + b"X: y\r\n" * 4 * _MB,
    "one header of 20 MB": lambda: _HEAD + b"Subject: " + b"=?utf-8?q?a?= " * _MB,
    "a header that is folded a million times": lambda: _HEAD + b"Subject: a\r\n" + b" b\r\n" * 5 * _MB,
    "comments in each other": lambda: b"From: " + b"(" * 20 * _MB + b"\r\n\r\n",
    "quotes in a parameter": lambda: _HEAD + b"Content-Type: text/plain; " + b'x=";";' * 3 * _MB,
    "20 MB of base64": lambda: _HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * 5 * _MB,
    "20 MB of quoted-printable": lambda: _HEAD + _QUOTED + b"=" * 20 * _MB,
    "a slow charset": lambda: _HEAD + _SLOW + b"a" * 100_000 + b"-" + b"a" * 20 * _MB,
    "many parts of control characters": lambda: (
        _HEAD + _MIXED + (b"--x\r\nContent-Type: text/plain\r\n\r\n" + b"\1" * 100_000 + b"\r\n") * 199
    ),
    "a compressing charset": lambda: (
        _HEAD + b"Content-Type: text/plain; charset=zlib_codec\r\n\r\n" + b"x" * 20 * _MB
    ),
    "a report on millions of recipients": lambda: (
        _HEAD
        + _REPORT
        + b"--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Action: failed\r\n\r\n" * _MB
    ),
    "a report with headers without end": lambda: (
        _HEAD
        + _REPORT
        + b"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;"
        + b"a" * 20 * _MB
    ),
    "references without end": lambda: _HEAD + b"References:" + b" <a@b>" * 3 * _MB + b"\r\n\r\n",
    "a zip in a zip in a zip": lambda: _HEAD + _ZIP + b"PK\3\4" * 5 * _MB,
    "NUL": lambda: _HEAD + b"\0" * 20 * _MB,
    "noise": lambda: _HEAD + os.urandom(20 * _MB),
}

_READ = """
import json, resource, sys, time
from takedown.inbox.parsed import parse
raw = open(sys.argv[1], "rb").read()
began = time.process_time()
letter = parse(raw)
print(json.dumps([time.process_time() - began, type(letter).__name__, len(getattr(letter, "text", ""))]))
"""


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


@pytest.mark.parametrize("name", LETTERS)
def test_a_hostile_letter_is_read_quickly_and_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTERS[name]())

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", _READ, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        preexec_fn=_confine,
        timeout=60,
    )

    assert run.returncode == 0, run.stderr[-500:]
    seconds, kind, length = json.loads(run.stdout)
    assert kind == "Letter"
    assert length <= 20_000
    assert seconds < SECONDS
