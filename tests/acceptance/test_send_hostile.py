"""Names and titles that mean harm, on their whole way: catalog and settings, letter, signature, mail server, terminal.

Each string stands in three notices: as a release, a recording and an artist; as the name of who is written to; as the
name of an agreement. What `check` refuses does not go out, which is a result too, and is counted. Of what goes out the
server must have had exactly the message that was signed, in exactly the commands of one message after the other.
"""

import json
import unicodedata
from collections import Counter
from datetime import date
from email import message_from_bytes, policy
from itertools import product
from pathlib import Path

import pytest
from support.program import Program
from support.reckoning import tell
from support.sending import ANA, labels
from support.smtp_sink import Sink
from workspaces import settings, track, write_workspace

LINES = (
    "\r\n",
    "\n",
    "\r",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\u010a",
    "%0d%0a",
    "\\r\\n",
    "=0D=0A",
    "=?utf-8?q?=0D=0A?=",
)
HEADERS = (
    "Bcc: eve@evil.example",
    "To: eve@evil.example",
    "Subject: you won",
    "Content-Type: text/html",
    "\r\n<script>alert(1)</script>",
)
SMUGGLED = ("\r\n.\r\n", "\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r\n\0.\r\n", ".", "..", "\n..\n")
COMMANDS = ("MAIL FROM:<eve@evil.example>", "QUIT", "RSET\r\nDATA")
ADDRESSES = (
    "eve@evil.example", "<eve@evil.example>", '"x" <eve@evil.example>', "a, eve@evil.example", "Desk;", "x:y;", "a(b)c",
    "=?utf-8?b?QmNjOiBldmVAZXZpbC5leGFtcGxl?=", "=?utf-8?q?a?= <eve@evil.example>", '"', "\\", '\\"', "<", ">", "<>",
    "@", "a\\\r\nBcc: eve@evil.example", "=?", "?=", "=?utf-8?q?", "=?x-unknown?q?a?=", "=?utf-7?q?+AAoADQ-?=",
)  # fmt: skip
ESCAPES = tuple(
    f"Song{sign}"
    for sign in (
        "\x1b[2J", "\x1b[31mred", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1b]8;;http://evil.example\x1b\\x",
        "\x9b31m", "\x07", "\x08\x08\x08\x08none", "\x7f", "\r0 messages", "\x1bP$q\x1b\\", "\x1b_x\x1b\\", "\x00",
        "\x01", "\x0e", "\x1a", "\x9d0;x\x9c", "\u202egnos", "\u202a", "\u2066x\u2069", "\u200e", "\u200f", "\u061c",
        "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\U000e0001", "\U000e0041", "\ufff9a\ufffbb", "\ue000",
        "\ufffe", "\U0010ffff", "\u180e", "\u034f", "\u115f", "\u3164",
    )
)  # fmt: skip
FORMULAS = tuple(
    f"{sign}{rest}"
    for sign, rest in product(
        ("=", "+", "-", "@", "\t=", " =", "\uff1d"),
        ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example")'),
    )
)
MARKUP = (
    "<script>alert(1)</script>", "</pre><img src=x onerror=alert(1)>", "<b>bold</b>", "&lt;x&gt;", "{{ 7 * 7 }}",
    "{% raw %}", "{{ config }}", "${7*7}", "%s%s%n", "{0.__class__}", "[a](javascript:alert(1))", "![a](http://evil.example)",
    "# Heading", "1. list", "- list", "> quote", "```", "---", "***", "| a | b |", "<!--", "-->", "]]>", "<![CDATA[x",
    "(x) Tj", "endstream endobj", "\\(", "`id`", "$(id)", "; rm -rf /", "| id", "&& id", "' OR 1=1 --",
    '"; DROP TABLE entries; --',
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "CON", "NUL.txt", "a/b", "~root", "file:///etc/passwd",
    "http://evil.example/x", "From eve", "From: eve", ">From eve", "--=boundary", "--", "-- ", "begin 644 x",
)  # fmt: skip
LONG = (
    "x" * 300,
    "\u00e4" * 200,
    "\U0001f600" * 40,
    "e" + "\u0301" * 50,
    "a " * 150,
    "\u65e5" * 120,
    "x" * 2000,
    "\ufdfa" * 20,
)

STRINGS = tuple(
    dict.fromkeys(
        [
            *(f"Song{line}{header}" for line, header in product(LINES, HEADERS)),
            *(f"Song{end}{command}" for end, command in product(SMUGGLED, COMMANDS)),
            *ADDRESSES,
            *ESCAPES,
            *FORMULAS,
            *MARKUP,
            *LONG,
        ]
    )
)
NO_NOTICE_HAS = frozenset({"Bcc", "Cc", "Reply-To", "Sender", "Resent-To"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


#: Where the string stands: in notice 1, 2, 3.
PLACES = ("catalog", "contact", "agreement")


def hostile(root: Path, text: str, port: int, places: tuple[str, ...]) -> Program:
    """Three notices; the string stands in these places."""
    contacts = labels(3)
    if "contact" in places:
        contacts["label-2"]["name"] = text
    names = {1: "Contract", 2: "Contract", 3: text if "agreement" in places else "Contract"}
    routes = [
        {
            "match": {"upc": track(number)["upc"]},
            "via": "other",
            "contact": f"label-{number}",
            "agreement": {"name": names[number], "dated": date(2021, 3, 1), "advance_open": "no"},
        }
        for number in (1, 2, 3)
    ]
    account = {"host": "127.0.0.1", "port": port, "security": "plain-loopback", "per_minute": 100}
    cells = {"artist": text, "release": text, "track": text} if "catalog" in places else {}
    rows = [track(1, **cells), track(2), track(3)]
    root.mkdir(parents=True)
    write_workspace(
        root, rows, settings(*routes, contacts=contacts, mail=account, request={"tell_platform": False})
    )
    return Program(root, profiles=root.parent / "own")


def unseen(text: str) -> list[str]:
    return [f"{ord(mark):04X}" for mark in text if unicodedata.category(mark) in _UNSEEN and mark != "\n"]


class Screen:
    """Runs commands and looks at everything that they print."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.problems: list[str] = []

    def run(self, *args: str) -> str:
        result = self._program.run(*args)
        if result.exit_code == 70 or "Traceback" in result.output:
            self.problems.append(f"{args}: {result.exit_code} {result.stderr[-300:]}")
        if found := unseen(result.stderr):
            self.problems.append(f"{args} on stderr: {found}")
        if "--json" not in args and (found := unseen(result.stdout)):
            self.problems.append(f"{args} on stdout: {found}")
        # JSON is for programs; what could move a cursor must be written as \\u all the same.
        if "--json" in args and result.stdout:
            json.loads(result.stdout)
            if any(unicodedata.category(mark) == "Cc" and mark != "\n" for mark in result.stdout):
                self.problems.append(f"{args}: raw control characters in JSON")
        return result.stdout


def delivered(program: Program, sink: Sink, going: list[dict[str, str]]) -> list[str]:
    """What of the messages at the server is not as it was signed."""
    problems = []
    taken = sink.taken()
    if [row["recipient"] for row in taken] != [one["to"] for one in going]:
        problems.append(f"recipients {[row['recipient'] for row in taken]}")
    wanted = ["ehlo", *["MAIL", "RCPT", "DATA"] * len(going), *(["QUIT"] if going else [])]
    if [line.split(" ")[0].rstrip("\r") for line in sink.heard] != wanted[: len(wanted) if going else 0]:
        problems.append(f"commands {sink.heard}")
    drafts = {
        each["id"]: next((program.root / each["folder"]).glob("*.eml")).read_bytes()
        for each in program.json("status")["notices"]
        if each["id"] in {one["notice"] for one in going}
    }
    for one, piece in zip(going, sink.pieces, strict=True):
        problems += _as_drafted(piece, drafts[one["notice"]], one)
    return problems


def _as_drafted(piece: bytes, draft: bytes, one: dict[str, str]) -> list[str]:
    text = b"\r\n".join(line.removeprefix(b".") for line in piece.removesuffix(b".\r\n").split(b"\r\n"))
    (head, _, body), (old_head, _, old_body) = text.partition(b"\r\n\r\n"), draft.partition(b"\r\n\r\n")
    new, old = (message_from_bytes(each + b"\r\n\r\n", policy=policy.compat32) for each in (head, old_head))
    problems = [] if body == old_body else ["another body"]
    changed = {"Date", "Message-ID", "X-Unsent"}
    if new.keys() != [name for name in old.keys() if name != "X-Unsent"]:  # noqa: SIM118 - repeats count
        problems.append(f"headers {new.keys()}")
    if any(new.get_all(name) != old.get_all(name) for name in set(new.keys()) - changed):
        problems.append("a header says something else")
    if len(set(new.keys())) != len(new.keys()) or set(new.keys()) & NO_NOTICE_HAS:
        problems.append(f"headers that are there twice, or should not be there: {new.keys()}")
    read = message_from_bytes(text, policy=policy.default)
    if [each.addr_spec for each in read["To"].addresses] != [one["to"]]:
        problems.append(f"To {read['To']}")
    if read["Message-ID"].strip("<>").partition("@")[0] != one["id"]:
        problems.append(f"Message-ID {read['Message-ID']}")
    return problems


def tried(folder: Path, text: str) -> tuple[int, list[str]]:
    """In how many of the three places it went out, and everything that is wrong.

    Where one place stops all three, each is tried alone.
    """
    sent, problems = went(folder / "all", text, PLACES)
    if sent:
        return len(sent), problems
    alone = [(place, *went(folder / place, text, (place,))) for place in PLACES]
    return sum(place in sent for place, sent, _ in alone), [
        *problems,
        *(one for *_, found in alone for one in found),
    ]


def went(folder: Path, text: str, places: tuple[str, ...]) -> tuple[set[str], list[str]]:
    """The places of which a notice went out, and everything that is wrong."""
    folder.mkdir(parents=True)
    with Sink(folder / "log") as sink:
        program = hostile(folder / "w", text, sink.port, places)
        screen = Screen(program)
        screen.run("generate")
        screen.run("sign", *ANA)
        screen.run("send")
        listed = screen.run("send", "--json")
        going = json.loads(listed)["messages"] if listed else []
        if going:
            screen.run("send", "--confirm", str(len(going)))
        for command in ("outbox", "status"):
            screen.run(command)
            screen.run(*(("outbox", "list") if command == "outbox" else (command,)), "--json")
        problems = [*screen.problems, *(delivered(program, sink, going) if going else [])]
        if not going and sink.heard:
            problems.append(f"commands although nothing goes: {sink.heard}")
        problems += [f"to {one['to']}" for one in going if not one["to"].startswith("desk")]
    desks = {f"desk{number}@label.example.org": place for number, place in enumerate(PLACES, 1)}
    return {desks[one["to"]] for one in going if one["to"] in desks}, problems


def judged(folder: Path, texts: tuple[str, ...]) -> None:
    sent, wrong = Counter[int](), {}
    for number, text in enumerate(texts):
        count, problems = tried(folder / f"{number}", text)
        sent[count] += 1
        if problems:
            wrong[text] = problems
    total = sum(number * times for number, times in sent.items())
    tell(
        f"{len(texts)} strings in {3 * len(texts)} places: {total} went out, {3 * len(texts) - total} were refused"
    )
    assert wrong == {}
    assert total > len(texts) // 2, "most must get through, or nothing is tested"


def test_there_are_more_than_two_hundred_strings() -> None:
    assert len(STRINGS) >= 200


def test_a_sample_of_hostile_names_does_no_harm_on_any_way(tmp_path: Path) -> None:
    judged(tmp_path, STRINGS[::12])


@pytest.mark.long
def test_no_hostile_name_does_harm_on_any_way(tmp_path: Path) -> None:
    judged(tmp_path, STRINGS)
