"""What only this workspace knows of the desks that a plan asks: what was looked up, and when a request last worked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from takedown.days import long_date
from takedown.freshness import answered_here
from takedown.model import Finding, SourceRef
from takedown.notice import Notice
from takedown.records import Desk, Directory, Distributor, Platform
from takedown.rules import finding

_ANSWERS = SourceRef(file="directory.toml")
_LEDGER = SourceRef(file="ledger.db")


def known_here(
    notices: Sequence[Notice], directory: Directory, worked: Mapping[str, tuple[date, str]]
) -> Iterator[Finding]:
    """Say it once for each desk and platform of the notices.

    `worked` maps a desk to the latest day on which it did what was asked, and to how that is held.
    """
    slugs = dict.fromkeys(notice.recipient.desk for notice in notices)
    for record in _records(notices, directory):
        for sentence in answered_here(record, directory.sources):
            yield finding(
                "I-ANSWERED-HERE",
                sentence,
                hint=f"takedown directory report {record.slug} makes a text of it that helps others",
                source=_ANSWERS,
            )
    for slug in slugs:
        desk = directory.distributors.get(slug) or directory.desks.get(slug)
        if slug in worked and desk:
            on, held = worked[slug]
            yield finding(
                "I-LAST-WORKED",
                f"{desk.name} last did what you asked on {long_date(on)} ({held})",
                hint="",
                source=_LEDGER,
            )


def _records(notices: Sequence[Notice], directory: Directory) -> tuple[Distributor | Desk | Platform, ...]:
    found: dict[tuple[str, str], Distributor | Desk | Platform] = {}
    for notice in notices:
        slug = notice.recipient.desk
        record = directory.distributors.get(slug) or directory.desks.get(slug)
        if record:
            found["desk", slug] = record
        for platform in notice.platforms:
            found["platform", platform.slug] = directory.platforms.get(platform.slug, platform)
    return tuple(found.values())
