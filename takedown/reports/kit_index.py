"""The organizer's index of packets, as a table and as a page, and the findings. None of it is in a packet."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from takedown.kits import Content, Packet, State
from takedown.kits.page import framed
from takedown.model import Finding
from takedown.reports.words import counted, shown
from takedown.spreadsheet import csv_lines, guarded

INDEX, INDEX_PAGE, FINDINGS = "index.csv", "index.html", "findings.csv"
_COLUMNS = ("artist", "packet", "state", "holds", "missing", "roster row")


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Write what is missing or unclear, one row each, with its place and next step."""
    rows = (
        tuple(
            guarded(shown(cell))
            for cell in (
                finding.rule,
                finding.severity.value,
                finding.source.file,
                str(finding.source.row or ""),
                finding.source.column,
                finding.message,
                finding.hint,
            )
        )
        for finding in findings
    )
    head = ("rule", "severity", "file", "row", "column", "message", "next step")
    return csv_lines((head, *rows)).encode("utf-8-sig")


def index_csv(packets: Iterable[Packet]) -> bytes:
    """Write the index as a table that no spreadsheet runs anything of."""
    rows = (tuple(map(guarded, _cells(packet))) for packet in packets)
    return csv_lines((_COLUMNS, *rows)).encode("utf-8-sig", "surrogatepass")


def _cells(packet: Packet) -> tuple[str, ...]:
    holds = "; ".join(each.value for each in packet.holds)
    return (
        packet.artist,
        packet.file,
        packet.state.value,
        holds,
        _missing(packet),
        str(packet.source.row),
    )


def _missing(packet: Packet) -> str:
    """What is missing; who can ask for nothing is no gap in a list, but somebody to talk to."""
    said = ("cannot, as far as is known: tell them kindly",) if Content.EXPLANATION in packet.holds else ()
    return "; ".join((*said, *packet.missing))


_BODY = Markup("""<body class="index">
<header>
<h1>Packets</h1>
<p class="lead">{summary}</p>
<p class="specimen">For you alone: this page names people, and to take part is a political opinion. It belongs into no
packet, no mail and no cloud.</p>
</header>
<main>
<section>
<table>
<caption>Every packet, in the order of the roster</caption>
<thead><tr><th scope="col">Artist</th><th scope="col">Packet</th><th scope="col">State</th>
<th scope="col">Missing</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</section>
</main>
</body>""")


def index_page(packets: Sequence[Packet]) -> bytes:
    """Write the index as a page; the packets open from it."""
    ready = sum(packet.state is State.READY for packet in packets)
    rows = Markup("\n").join(map(_row, packets))
    names = counted(len(packets), "artist or label", "artists and labels")
    summary = f"{names}: {ready:,} ready, {len(packets) - ready:,} not."
    return framed("Packets", _BODY.format(summary=summary, rows=rows)).encode("utf-8", "backslashreplace")


def _row(packet: Packet) -> Markup:
    link = Markup('<a href="{0}">{0}</a>').format(packet.file) if packet.file else ""
    return Markup('<tr><th scope="row"><bdi>{}</bdi></th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
        shown(packet.artist), link, packet.state.value, _missing(packet)
    )
