"""What `verify` says of an organizer's register, and of a published file: also what it does not prove."""

from collections.abc import Sequence
from typing import Any

from takedown.ledger.checking import Problem
from takedown.register.publishing import Public
from takedown.reports.as_json import document
from takedown.reports.words import counted, long_date, page, wrapped
from takedown.verification import Verification


def plain_register(verification: Verification) -> str:
    """Say whether the register is what was recorded, and how many answers were forgotten."""
    entries = counted(verification.entries, "entry", "entries")
    forgotten = sum(erasure.documents for erasure in verification.erased)
    lines = (
        [f"Nothing was changed: {entries} of register.db, every answer is as recorded."]
        if verification.ok
        else [f"{counted(len(verification.problems), 'problem')} in {entries} of register.db:", ""]
    )
    lines += _problems(verification.problems)
    if forgotten:
        lines += [f"Forgotten because somebody asked, or it was due: {counted(forgotten, 'answer')}."]
    if verification.following is not None:
        lines += [
            f"{counted(verification.following, 'entry', 'entries')} came after the head that you noted."
        ]
    return page([*lines, f"Head: {verification.head or 'cannot be read'}"])


def plain_tally(name: str, public: Public, problems: Sequence[Problem], held: str) -> str:
    """Say whether a published file adds up, and what that proves. `held`: what the register beside it says, if any."""
    if problems:
        lines = [*wrapped(f"{name} does not hold:"), "", *_problems(problems)]
    else:
        lines = [
            *wrapped(f"{name} adds up: {public.title}, as of {long_date(public.day)}."),
            *(f"  by {table.by}: {_sum(table.total, len(table.cells))}" for table in public.tables),
            *([f"  total: {public.total:,}"] if public.total is not None else []),
        ]
    lines += [
        "",
        *wrapped(
            "This proves that the numbers fit together and that none is under 5. It does not prove that the people "
            "exist or that they asked: for that, somebody has to be let into the register."
        ),
        *wrapped(held),
    ]
    return page(lines)


def tally_values(name: str, public: Public, problems: Sequence[Problem]) -> dict[str, Any]:
    """Give the same for scripts."""
    return {
        "file": name,
        "ok": not problems,
        "campaign": public.title,
        "day": public.day.isoformat(),
        "total": public.total,
        "sums": {table.by: table.total for table in public.tables},
        "register_head": public.head,
        "problems": [{"where": problem.where, "what": problem.what} for problem in problems],
    }


def tally_json(found: Sequence[dict[str, Any]]) -> str:
    """Write one document about all files."""
    return document(ok=all(one["ok"] for one in found), files=list(found))


def _sum(total: int, cells: int) -> str:
    return f"{total:,} in {counted(cells, 'cell')}"


def _problems(problems: Sequence[Problem]) -> list[str]:
    lines: list[str] = []
    for problem in problems:
        lines += wrapped(problem.where, first="- ")
        lines += wrapped(problem.what, first="  ")
    return lines
