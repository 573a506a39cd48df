"""JSON documents for scripts, as the contract names their fields. Values are exact."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from takedown.audit import AuditReport
from takedown.audit.worked import Worked
from takedown.model import CheckedCatalog, Finding, SourceRef
from takedown.plan import NoticePlan, Omission, Outlook, PlannedNotice, Totals
from takedown.records import Desk, Directory, Distributor, Role
from takedown.reports.exhibits import exhibits_json
from takedown.reports.notice_json import notice_json
from takedown.reports.words import is_unseen

if TYPE_CHECKING:
    from takedown.reports.directory import Record
    from takedown.reports.totals import Tally
    from takedown.verification import Verification

_SCHEMA = 1


def document(**values: Any) -> str:
    """Write one JSON document with `"schema": 1` in front.

    Names stay readable; control and bidi characters are escaped: a terminal shows them, a parser gets them.
    """
    text = json.dumps({"schema": _SCHEMA, **values}, ensure_ascii=False, indent=2)
    return "".join(_escaped(mark) if is_unseen(mark) and mark != "\n" else mark for mark in text) + "\n"


def _escaped(mark: str) -> str:
    # json.dumps(ensure_ascii=True) writes surrogate pairs beyond the basic plane.
    return json.dumps(mark)[1:-1] if mark != "\x7f" else "\\u007f"


def status_json(report: AuditReport) -> str:
    """Write every notice and item with what is held."""
    return document(notices=[notice_json(notice) for notice in report.notices])


def verification_json(verification: "Verification") -> str:
    """Write whether everything is as recorded, and what is not.

    `entries_after_head` counts the entries after a head that was noted; null where none was given or found.
    """
    return document(
        ok=verification.ok,
        entries=verification.entries,
        head=verification.head,
        entries_after_head=verification.following,
        erased=[{"entry": erasure.entry, "documents": erasure.documents} for erasure in verification.erased],
        problems=[{"where": problem.where, "what": problem.what} for problem in verification.problems],
    )


def report_json(report: AuditReport) -> str:
    """Write counts as a whole, by artist, platform and desk, and the notices themselves."""
    from takedown.reports.totals import by_artist, by_desk, by_platform, tally

    notices = report.notices
    return document(
        today=report.today.isoformat(),
        totals=_tally(tally("", notices)),
        by_artist=[_named(group) for group in by_artist(notices)],
        by_platform=[_named(group) for group in by_platform(notices)],
        by_desk=[_named(group) for group in by_desk(notices)],
        notices=[notice_json(notice) for notice in notices],
    )


def _tally(group: "Tally") -> dict[str, Any]:
    return {name: value for name, value in dataclasses.asdict(group).items() if name != "name"}


def _named(group: "Tally") -> dict[str, Any]:
    return {"name": group.name, **_tally(group)}


def findings_json(checked: CheckedCatalog) -> str:
    """Write the findings of `check`. `usable` and `blocked` count releases; `held` ones wait in part."""
    return document(
        findings=[finding_fields(finding) for finding in checked.findings],
        releases=len(checked.releases) + len(checked.blocked),
        recordings=sum(len(release.recordings) for release in checked.releases),
        usable=len(checked.releases),
        blocked=len(checked.blocked),
        held=len(checked.held),
        rows=checked.rows,
        blocked_rows=checked.blocked_rows,
    )


def finding_fields(finding: Finding) -> dict[str, Any]:
    """A finding as the contract names its fields."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "source": _source(finding.source),
    }


def _source(source: SourceRef) -> dict[str, Any]:
    return {"file": source.file, "sheet": source.sheet, "row": source.row, "column": source.column}


def plan_json(plan: NoticePlan) -> str:
    """Write the plan."""
    return document(
        notices=[_planned(planned) for planned in plan.notices],
        omissions=[omission_json(omission) for omission in plan.omissions],
        totals=totals_json(plan.totals),
        notes=[finding_fields(finding) for finding in plan.notes],
    )


def omission_json(omission: Omission) -> dict[str, Any]:
    """Lay out one omission, as `plan`, `generate` and `sign` write it."""
    return {
        "artist": omission.artist,
        "release": omission.release,
        "platform": omission.platform,
        "rule": omission.rule,
        "reason": omission.reason,
        "hint": omission.hint,
        "source": _source(omission.source),
    }


def totals_json(totals: Totals) -> dict[str, int]:
    """Lay out the totals, as `plan`, `generate` and `sign` write them."""
    return dataclasses.asdict(totals)


def _planned(planned: PlannedNotice) -> dict[str, Any]:
    notice = planned.notice
    return {
        "id": notice.id,
        "case": notice.case,
        "kind": notice.kind.value,
        "principal": notice.principal,
        "recipient": {
            "desk": notice.recipient.desk,
            "name": notice.recipient.name,
            "email": notice.recipient.email,
        },
        "channels": list(dict.fromkeys(way.channel.value for way in notice.recipient.ways)),
        "platforms": [platform.slug for platform in notice.platforms],
        "territories": list(notice.territories),
        "excluded_territories": list(notice.excluded_territories),
        "releases": len(notice.releases),
        "recordings": notice.recordings,
        "exhibits": exhibits_json(notice),
        "waits": notice.waits,
        "folder": notice.folder,
        **_outlook(planned.outlook),
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    span = outlook.due_after
    return {
        "fees": [
            {
                "amount": _money(fee.amount),
                "currency": fee.currency,
                "per": fee.per.value if fee.per else None,
                "text": fee.value,
            }
            for fee in outlook.fees
        ],
        "fee_total": _money(outlook.fee_total),
        "collateral": list(dict.fromkeys(caution.rule for caution in outlook.cautions)),
        "cautions": [finding_fields(caution) for caution in outlook.cautions],
        "due_after": {"min": span.min, "max": span.max, "unit": span.unit.value} if span else None,
        "wanted": outlook.wanted.value,
        "earliest": _day(outlook.earliest),
        "latest": _day(outlook.latest),
        "start_by": _day(outlook.start_by),
        "notes": list(outlook.notes),
    }


def directory_json(directory: Directory, worked: Mapping[str, Worked] = MappingProxyType({})) -> str:
    """Write who is in the directory, and when each desk last did what was asked, by the workspace's ledger."""
    return document(
        platforms=[
            {"slug": record.slug, "name": record.name, "desk": record.desk}
            for _, record in sorted(directory.platforms.items())
        ],
        distributors=[
            {
                "slug": record.slug,
                "name": record.name,
                "status": record.status.value,
                "one_store": record.one_store.value,
                "channels": _channels(record),
                "checked_on": record.checked_on.isoformat(),
                "instead": list(record.redirect.instead),
                "last_worked": _worked(worked.get(record.slug)),
            }
            for _, record in sorted(directory.distributors.items())
        ],
        campaigns=[
            {"slug": record.slug, "name": record.name, "status": record.status.value}
            for _, record in sorted(directory.campaigns.items())
        ],
    )


def _worked(worked: Worked | None) -> dict[str, Any] | None:
    if worked is None:
        return None
    return {
        "on": worked.on.isoformat(),
        "what": "gone" if worked.gone else "agreed",
        "declared": worked.declared,
    }


def _channels(record: Distributor) -> list[str]:
    """List how a request can be handed over, best first; where only infringement is reported, it cannot."""
    ways = (address.channel.value for address in record.addresses if address.role is not Role.INFRINGEMENT)
    return list(dict.fromkeys(ways))


def records_json(records: "Iterable[Record]", worked: Mapping[str, Worked] = MappingProxyType({})) -> str:
    """Write records of the directory with all their facts; one slug may name a desk and a platform.

    Those that read papers also say when they last did what was asked, by the workspace's ledger.
    """
    return document(
        records=[
            _plain(dataclasses.asdict(record))
            | (
                {"last_worked": _worked(worked.get(record.slug))}
                if isinstance(record, Desk | Distributor)
                else {}
            )
            for record in records
        ]
    )


def lint_json(findings: Iterable[Finding]) -> str:
    """Write what is wrong with the records of the directory."""
    return document(findings=[finding_fields(finding) for finding in findings])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Decimal):
        return _money(value)
    return value.isoformat() if isinstance(value, date) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
