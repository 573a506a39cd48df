"""What a letter says of others and of earlier papers: agreement, deliveries, the notice before, the end, income."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from takedown.model import Release
from takedown.notice import Delivery, Notice
from takedown.rendering.names import (
    counted,
    counted_releases,
    date_in_words,
    listed_in,
    month_in_words,
    number_in_words,
)
from takedown.rendering.values import Value, value
from takedown.rendering.words import Words


def agreement(notice: Notice, words: Words) -> dict[str, str]:
    """Name, date and notice period only: what else the user noted about it is not for the recipient."""
    known = notice.agreement
    if known is None:
        return {"name": Value(), "dated": "", "notice": ""}
    return {
        "name": value(known.name),
        "dated": _day(known.dated, words),
        "notice": counted(known.notice_days, "day", words) if known.notice_days else "",
    }


def deliveries(notice: Notice, words: Words) -> list[dict[str, Any]]:
    """Who delivers how much, and when each was asked."""
    return [_delivery(delivery, notice.releases, words) for delivery in notice.deliveries]


def _delivery(delivery: Delivery, releases: Sequence[Release], words: Words) -> dict[str, Any]:
    noun, text = _delivered(delivery, releases, words)
    return {
        "name": value(delivery.name),
        "counted": text,
        "submitted_on": _day(delivery.submitted_on, words),
        "ticket": value(delivery.ticket),
        **words.variant(f"delivered.{f'one_{noun}' if delivery.releases == 1 else 'many'}"),
    }


def _delivered(delivery: Delivery, releases: Sequence[Release], words: Words) -> tuple[str, str]:
    """Say how many of these one delivers: releases, recordings, or items where that cannot be told apart."""
    alone = sum(release.is_lone_recording for release in releases)
    noun = "item" if 0 < alone < len(releases) else "recording" if alone else "release"
    if delivery.releases == len(releases):
        return noun, counted_releases(releases, words)
    return noun, counted(delivery.releases, noun, words)


def earlier(notice: Notice, words: Words) -> dict[str, str]:
    """The notice that this one comes after; empty, and so false in a template, where there is none."""
    before = notice.earlier
    if before is None:
        return {}
    return {
        "kind": before.kind.value,
        "reference": value(before.notice),
        "submitted_on": date_in_words(before.submitted_on, words),
        "ticket": value(before.ticket),
        "reminded_on": _day(before.reminded_on, words),
    }


def end(notice: Notice, words: Words) -> dict[str, str]:
    """When the agreement ended, when that was confirmed, and when it was seen live all the same."""
    known = notice.end
    return {
        "ended": _day(known.ended if known else None, words),
        "confirmed_on": _day(known.confirmed_on if known else None, words),
        "seen_live": _day(known.seen_live if known else None, words),
    }


def income(notice: Notice, words: Words) -> list[dict[str, str]]:
    """What share of the earnings the platforms have, a line a distributor."""
    return [
        {
            "percent": value(number_in_words(Decimal(part.percent), words)),
            "companies": listed_in([value(company) for company in part.companies], words),
            "distributor": value(part.distributor),
            "first": month_in_words(part.first, words),
            "last": month_in_words(part.last, words),
        }
        for part in notice.income
    ]


def _day(day: date | None, words: Words) -> str:
    return date_in_words(day, words) if day else ""
