"""What an organizer reads of `kit`: how many packets are ready, what is missing, and the next step."""

from takedown.frozen import dataclass
from takedown.kits import Packet, State
from takedown.model import Finding, Severity
from takedown.reports.as_json import document, finding_fields
from takedown.reports.findings import by_severity
from takedown.reports.kit_index import FINDINGS, INDEX, INDEX_PAGE
from takedown.reports.words import counted, page, wrapped

_SHOWN = 12
_FINDINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a roster."""

    folder: str
    packets: tuple[Packet, ...]
    """Without their content, which lies in the folder."""
    findings: tuple[Finding, ...]
    """Of the roster, and of every packet."""
    older: tuple[str, ...] = ()
    """Packets in the folder that this roster no longer makes."""

    @property
    def needs_person(self) -> bool:
        """Whether something is missing."""
        is_open = any(packet.state is not State.READY for packet in self.packets)
        return is_open or any(finding.blocks for finding in self.findings)


def plain_kit(made: Made) -> str:
    """Say how many packets are ready, what is missing, and what to do next."""
    ready = [packet for packet in made.packets if packet.state is State.READY]
    written = sum(bool(packet.file) for packet in made.packets)
    first = sorted(made.findings, key=lambda finding: list(Severity).index(finding.severity))[:_FINDINGS]
    lines = by_severity(first)
    if len(made.findings) > len(first):
        lines += [*wrapped(f"and {len(made.findings) - len(first):,} more findings, in {FINDINGS}"), ""]
    lines += wrapped(f"{counted(written, 'packet')} in {made.folder}: {len(ready):,} ready.")
    rest = [packet for packet in made.packets if packet.state is not State.READY]
    if rest:
        lines += ["", f"Something missing ({len(rest):,})"]
        for packet in rest[:_SHOWN]:
            lines += wrapped(f"{packet.artist}: {'; '.join(packet.missing)}", first="- ")
        if len(rest) > _SHOWN:
            lines += wrapped(f"and {len(rest) - _SHOWN:,} more, in {INDEX}", first="- ")
    if made.older:
        names = ", ".join(made.older[:_SHOWN]) + (" …" if len(made.older) > _SHOWN else "")
        lines += [
            "",
            *wrapped(
                f"Older packets lie there too, which this roster no longer makes: {names}. Delete them."
            ),
        ]
    return page([*lines, "", *wrapped(_next(made))])


def _next(made: Made) -> str:
    if not made.packets:
        return "Nothing was made. Fill in the roster, and run the same command again."
    return (
        f"Next: open {made.folder}/{INDEX_PAGE}. Give each packet to its own artist alone, by a way that you trust. "
        "Nothing was sent."
    )


def kit_json(made: Made) -> str:
    """Say the same as JSON."""
    return document(
        folder=made.folder,
        packets=[
            {
                "artist": packet.artist,
                "file": packet.file,
                "state": packet.state.value,
                "holds": [each.value for each in packet.holds],
                "missing": list(packet.missing),
                "row": packet.source.row,
            }
            for packet in made.packets
        ],
        older=list(made.older),
        findings=[finding_fields(finding) for finding in made.findings],
    )
