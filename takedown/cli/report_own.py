"""`takedown report` in a workspace of one's own: an artist's, or a label's with all its artists."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from takedown.cli.report_written import CSV, HTML, JSON, XLSX, Wanted, deliver, named, refuse_kept
from takedown.cli.session import Session, say
from takedown.errors import TakedownError, UsageError

if TYPE_CHECKING:
    from takedown.reports.page.view import View


def report_own(session: Session, wanted: Wanted, failures: Path | None) -> bool:
    """Write the report of a workspace; whether something is due."""
    if wanted.public:
        raise UsageError(
            "--public is for an organizer's register: a folder with campaign.toml and register.db",
            hint="takedown report without it is for you alone",
        )
    if failures is not None:
        refuse_kept(session, failures)
    deliver(wanted, lambda: _made(session, wanted.form))
    if failures is not None:
        _write_failures(session, failures)
    return any(state.due is not None and state.due <= session.today for state in session.report.notices)


def _write_failures(session: Session, path: Path) -> None:
    from takedown.reports.failures import failed, failures_csv
    from takedown.writing import write_file

    number = len(failed(session.report))
    write_file(path, failures_csv(session.report).encode())
    say(f"Written: {path}, with {number} that did not arrive, or may not have")
    if number:
        say(f"Next: mend the cause; then takedown send --from {shlex.quote(str(path))}")


def _made(session: Session, form: str) -> str | bytes:
    report = session.report
    if form == JSON:
        from takedown.reports.as_json import report_json

        return report_json(report)
    if form == CSV:
        from takedown.reports.as_csv import report_csv

        return report_csv(report)
    if form == HTML:
        from takedown.reports.page.drawn import draw_report

        return draw_report(_view(session))
    if form == XLSX:
        from takedown.reports.page.workbook import workbook_of

        return workbook_of(_view(session))
    from takedown.reports.overview import plain_report

    return plain_report(report, session.today)


def _view(session: Session) -> "View":
    """What was asked, from the ledger; what is left out, from a plan. Where no plan can be made, that is said."""
    from takedown.reports.page.of_own import own_view

    names = named(session)
    try:
        omissions = session.plan.omissions
        labels = _labels(session)
    except TakedownError as error:
        note = f"They cannot be listed as long as no plan can be made: {error.message}"
        return own_view(session.report, names, note=note)
    return own_view(session.report, names, omissions=omissions, labels=labels)


def _labels(session: Session) -> Mapping[str, str]:
    """UPC → label, as the catalog says it."""
    releases = session.checked.releases
    return {release.icpn: release.label for release in releases if release.icpn and release.label}
