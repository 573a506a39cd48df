"""A manager whose labels read email, and a mail server on loopback: what the tests of sending begin with."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workspaces import settings, track, write_workspace

from support.program import Program

ANA = ("--name", "Ana Example")
#: The account as it is written for a server of the tests: no password, on this computer.
CHECKED = date(2026, 11, 1)


def labels(count: int) -> dict[str, Any]:
    """Contacts with sourced addresses: `label-1` … at `desk1@label.example.org`."""
    return {
        f"label-{number}": {
            "name": f"Example Label {number}",
            "email": f"desk{number}@label.example.org",
            "source": "contract of 2021, page 4",
            "checked_on": CHECKED,
        }
        for number in range(1, count + 1)
    }


def mailing(
    root: Path, *, notices: int = 1, port: int = 1, mail: Mapping[str, Any] | None = None, **more: Any
) -> Program:
    """A workspace with so many signed withdrawals, each to another label by email, and nothing else."""
    routes = [
        {
            "match": {"upc": track(number)["upc"]},
            "via": "other",
            "contact": f"label-{number}",
            "agreement": {"name": "Contract", "dated": date(2021, 3, 1), "advance_open": "no"},
        }
        for number in range(1, notices + 1)
    ]
    account = {
        "host": "127.0.0.1",
        "port": port,
        "security": "plain-loopback",
        "per_minute": 10_000,
        **(mail or {}),
    }
    root.mkdir(parents=True)
    request = {"tell_platform": False, **more.pop("request", {})}
    write_workspace(
        root,
        [track(number) for number in range(1, notices + 1)],
        settings(*routes, contacts=labels(notices), mail=account, request=request, **more),
    )
    program = Program(root, profiles=root.parent / "own")
    program.run("generate")
    program.ok("sign", *ANA)
    return program
