"""What a person reads after an export: what lies where, what is held back, and that nothing was sent by it."""

from collections.abc import Mapping, Sequence

from takedown.brakes import HoldBack
from takedown.reports.as_json import document
from takedown.reports.sending import held_lines, reason_json
from takedown.reports.words import counted, page, wrapped

Places = Sequence[tuple[str, tuple[str, ...]]]
"""The id of each notice, and where what was exported of it lies."""


def plain_exported(
    done: Places, held: Mapping[str, tuple[HoldBack, ...]], names: Mapping[str, str], *, before: int = 0
) -> str:
    """List what was exported and where; then what is held back, and why. `before`: how many were exported earlier."""
    lines = [f"{counted(len(done), 'notice')} exported. Nothing was sent by that."]
    for identity, places in done:
        lines += wrapped(f"{identity}  {names[identity]}: {'; '.join(places)}", first="  ", rest="    ")
    lines += held_lines(held, names, "Held back:")
    after = (
        "when one went out: takedown record submitted NOTICE; if it will not: takedown outbox cancel NOTICE"
    )
    if before:
        again = "takedown outbox list shows which; to have one again in the same way, name it."
        lines += ["", *wrapped(f"{counted(before, 'notice')} exported before: {again}")]
    if done:
        lines += ["", *wrapped(f"Next: {after}")]
    elif not (held or before):
        lines += ["", "Next: takedown outbox list shows what is ready, and where everything stands"]
    return page(lines)


def exported_json(done: Places, held: Mapping[str, tuple[HoldBack, ...]]) -> str:
    """Write the same for scripts."""
    return document(
        exported=[{"notice": identity, "places": list(places)} for identity, places in done],
        held=[
            {"notice": identity, "reasons": [reason_json(reason) for reason in reasons]}
            for identity, reasons in held.items()
        ],
    )
