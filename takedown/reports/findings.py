"""What a person reads of `check`: every finding with its place and its fix, what stops first."""

from collections.abc import Mapping, Sequence

from takedown.counting import counted_with_recordings
from takedown.model import CheckedCatalog, Finding, Severity
from takedown.reports.words import counted, page, wrapped

_TITLES = {
    Severity.ERROR: ("Errors", "these rows cannot be used until they are mended"),
    Severity.QUESTION: ("Questions", "what they are about waits for your answer"),
    Severity.WARNING: ("Warnings", "nothing waits for them; read them before you sign"),
    Severity.INFO: ("Good to know", ""),
}


def plain_findings(checked: CheckedCatalog, *, waiting: str = "") -> str:
    """List findings by severity, then what is usable, then what waits in rejected.csv, then the next command."""
    return page(
        [
            *_by_severity(checked.findings, _TITLES),
            *_summary(checked),
            *(wrapped(waiting) if waiting else ()),
            *_next(checked),
        ]
    )


def waiting_rows(number: int) -> str:
    """Say how many lines of rejected.csv wait for a person; nothing where none does."""
    lines = counted(number, "line waits", "lines wait")
    return (
        f"rejected.csv: {lines} for you; correct the cells there, then takedown import rejected.csv"
        if number
        else ""
    )


def by_severity(findings: Sequence[Finding]) -> list[str]:
    """List findings by severity, what stops first, without what the severities mean for a catalog."""
    return _by_severity(findings, {severity: (title, "") for severity, (title, _) in _TITLES.items()})


def _by_severity(findings: Sequence[Finding], titles: Mapping[Severity, tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    for severity, (title, meaning) in titles.items():
        found = [finding for finding in findings if finding.severity is severity]
        if found:
            lines.append(f"{title} ({len(found)})" + (f": {meaning}" if meaning else ""))
            for finding in found:
                lines.extend(finding_lines(finding))
            lines.append("")
    return lines


def finding_lines(finding: Finding) -> list[str]:
    """Lay out one finding: rule and place, message, next step."""
    return [
        *wrapped(f"{finding.rule}  {finding.source}", first="- "),
        *wrapped(finding.message, first="  "),
        *hint_lines(finding.hint, indent="  "),
    ]


def hint_lines(hint: str, *, indent: str) -> list[str]:
    """Lay out a next step; lines to copy into a file stay lines."""
    if not hint:
        return []
    first, *others = hint.splitlines()
    return [
        *wrapped(first, first=f"{indent}→ "),
        *(line for other in others for line in wrapped(other, first=f"{indent}  ")),
    ]


def _summary(checked: CheckedCatalog) -> list[str]:
    held = len(checked.held)
    lines = wrapped(
        f"{counted(checked.rows, 'row')} read, {checked.blocked_rows} blocked. "
        f"{counted_with_recordings(checked.releases)} usable"
        + (f", of these {held} held back by questions" if held else "")
        + (f"; {len(checked.blocked)} more not usable" if checked.blocked else "")
        + "."
    )
    if not checked.podcasts:
        return lines
    is_one = len(checked.podcasts) == 1
    return [
        *lines,
        *wrapped(
            f"{counted(len(checked.podcasts), 'podcast')}: there is no letter for {'it' if is_one else 'them'}; "
            f"takedown plan says where to take {'it' if is_one else 'them'} out yourself."
        ),
    ]


def _next(checked: CheckedCatalog) -> list[str]:
    if any(finding.blocks for finding in checked.findings):
        return [
            "",
            "Next: mend these, then takedown check again.",
            "      takedown plan shows what can go on without them.",
        ]
    return ["", "Next: takedown plan"]
