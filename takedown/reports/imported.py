"""What a person reads after `import`: what each file was recognised as, what came of it, and what is next."""

from collections.abc import Iterator, Sequence

from takedown.collecting import Collected, Received
from takedown.model import Severity
from takedown.readers.plain.delimited import MAX_RECORDS
from takedown.reports.as_json import document, finding_fields
from takedown.reports.findings import finding_lines
from takedown.reports.words import counted, listed, page, wrapped
from takedown.sources import Nature

_STORES = 8
_MISSING = 12
_DIFFERENCES = 20


def plain_import(collected: Collected) -> str:
    """List files, then the catalog, then what needs somebody, then the next command."""
    shared = _shared_notes(collected.received)
    lines: list[str] = []
    for received in collected.received:
        lines += [*received_lines(received, without=shared), ""]
    for note in shared:
        lines += wrapped(f"All of them: {note}")
    lines += [""] if shared else []
    return page([*lines, *_catalog(collected), "", *differences(collected), *_next(collected)])


def _shared_notes(received: Sequence[Received]) -> tuple[str, ...]:
    """What is to be known of every file, said once."""
    first, *others = received
    return tuple(note for note in first.notes if others and all(note in other.notes for other in others))


def received_lines(received: Received, without: Sequence[str] = ()) -> Iterator[str]:
    """Lay out one file: what it is, what it lists, what to know of it apart from what is said `without` it."""
    yield from wrapped(f"{received.name}: {received.layout}")
    yield from wrapped(_contents(received), first="  ")
    if received.stores:
        names = sorted(received.stores, key=lambda name: (-received.stores[name], name))
        more = f" and {len(names) - _STORES} more" if len(names) > _STORES else ""
        yield from wrapped(f"Stores: {', '.join(names[:_STORES])}{more}", first="  ")
    for reason, rows in received.passed.items():
        yield from wrapped(f"Passed over: {counted(rows, 'row')} ({reason})", first="  ")
    for note in received.notes:
        yield from wrapped(note, first="  ") if note not in without else ()
    if received.nature is Nature.NAMES:
        yield from _completeness(received)


def _contents(received: Received) -> str:
    if received.nature is Nature.ANSWERS:
        return counted(received.rows, "answer") + _unusable(received)
    if received.nature is Nature.NAMES:
        return f"{counted(received.rows, 'title')}, without codes: compared with the catalog, nothing is taken from it"
    about = [
        counted(number, noun)
        for number, noun in ((received.recordings, "recording"), (received.releases, "release"))
        if number
    ]
    rows = counted(received.rows, "row")
    return (f"{rows} about {listed(about)}" if about else rows) + _unusable(received)


def _unusable(received: Received) -> str:
    return f"; {counted(received.rejected, 'row')} cannot be used" if received.rejected else ""


def _completeness(received: Received) -> Iterator[str]:
    if not received.missing:
        yield "  Every title is in the catalog."
        return
    shown = ", ".join(f"'{title}'" for title in received.missing[:_MISSING])
    more = len(received.missing) - _MISSING
    yield from wrapped(f"Not in the catalog: {shown}" + (f" and {more} more" if more > 0 else ""), first="  ")


def _catalog(collected: Collected) -> Iterator[str]:
    if not collected.written:
        yield "Nothing is new: no file was changed."
    if collected.added or collected.filled:
        new, filled = counted(collected.added, "new row"), counted(collected.filled, "row")
        yield f"catalog.csv: {new}, {filled} filled in"
    if collected.rows > MAX_RECORDS:
        yield from wrapped(
            f"catalog.csv has {collected.rows:,} rows now, and check reads at most {MAX_RECORDS:,}: divide them "
            "among several workspaces, for example one for each label"
        )
    if collected.answers:
        yield f"decisions.csv: {counted(collected.answers, 'new answer')}"
    if "statements.csv" in collected.written:
        yield "statements.csv: where it sells, and through whom"
    if "links.csv" in collected.written:
        yield "links.csv: a line for each item and platform; fill in the pages you know"
    if collected.rejected:
        rows = counted(collected.rejected, "line waits", "lines wait")
        yield from wrapped(
            f"rejected.csv: {rows} for you, each with its reason (rows that say the same are one line). Correct the "
            "cells there, then: takedown import rejected.csv"
        )
    elif "rejected.csv" in collected.written:
        yield "rejected.csv: every row is mended, the file is gone"


def differences(collected: Collected) -> Iterator[str]:
    """Lay out what two sources say differently, questions first; nothing where they agree."""
    questions = [each for each in collected.findings if each.severity is not Severity.WARNING]
    warnings = [each for each in collected.findings if each.severity is Severity.WARNING]
    shown = [*questions, *warnings][:_DIFFERENCES]
    if not shown:
        return
    yield f"For you to look at ({len(collected.findings) + collected.untold})"
    for finding in shown:
        yield from finding_lines(finding)
    more = len(collected.findings) + collected.untold - len(shown)
    if more:
        yield from wrapped(
            f"… and {more:,} more; --json lists the first {len(collected.findings)}", first="  "
        )
    yield ""


def _next(collected: Collected) -> Iterator[str]:
    yield "Next: takedown check" if collected.has_settings else "Next: takedown init"


def import_json(collected: Collected) -> str:
    """Write what was received, added, filled, rejected, and where sources differ."""
    return document(
        files=[
            {
                "file": received.name,
                "layout": received.layout,
                "nature": received.nature.value,
                "distributor": received.distributor,
                "rows": received.rows,
                "rejected": received.rejected,
                "recordings": received.recordings,
                "releases": received.releases,
                "passed": [{"reason": reason, "rows": rows} for reason, rows in received.passed.items()],
                "stores": [{"store": store, "rows": rows} for store, rows in sorted(received.stores.items())],
                "missing": list(received.missing),
                "notes": list(received.notes),
            }
            for received in collected.received
        ],
        catalog={"added": collected.added, "filled": collected.filled, "rows": collected.rows},
        answers=collected.answers,
        rejected=collected.rejected,
        findings=[finding_fields(finding) for finding in collected.findings],
        findings_untold=collected.untold,
        written=list(collected.written),
    )
