"""When a desk last did what was asked: only results count, and how they are held is said."""

from datetime import date
from typing import Any

import pytest
from support.audit_samples import item, prepared, report_of, told

from takedown.audit.worked import last_worked, outcomes
from takedown.events import What
from takedown.notice import Kind

NOTICE = "AAAAAAAAAA"


def asked(*entries: Any, desk: str = "tunecore", **paper: Any) -> Any:
    return report_of(
        prepared(NOTICE, desk=desk, **paper), told(What.SUBMITTED, NOTICE, "2026-11-20"), *entries
    )


def test_the_latest_result_counts_and_how_it_is_held() -> None:
    report = asked(
        told(What.AGREED, NOTICE, "2026-11-22", file=b"mail"), told(What.GONE, NOTICE, "2026-11-25", by="Bo")
    )

    worked = last_worked(report)["tunecore"]

    assert (worked.on, worked.gone, worked.declared) == (date(2026, 11, 25), True, True)
    assert worked.words == "seen gone, declared"


def test_on_one_day_what_was_seen_counts_more_than_a_promise() -> None:
    report = asked(
        told(What.AGREED, NOTICE, "2026-11-25"), told(What.GONE, NOTICE, "2026-11-25", file=b"picture")
    )

    assert last_worked(report)["tunecore"].words == "seen gone, held with a file"


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (told(What.ACKNOWLEDGED, NOTICE, "2026-11-22"),),
        (told(What.REFUSED, NOTICE, "2026-11-22"),),
        (told(What.LIVE, NOTICE, "2026-11-22"),),
        (told(What.GONE, NOTICE, "2026-11-22"), told(What.LIVE, NOTICE, "2026-11-24")),
        (
            told(What.AGREED, NOTICE, "2026-11-21"),
            told(What.GONE, NOTICE, "2026-11-22"),
            told(What.LIVE, NOTICE, "2026-11-24"),
        ),
    ],
)
def test_what_is_no_result_does_not_count(entries: Any) -> None:
    assert last_worked(asked(*entries)) == {}


def test_a_paper_that_did_not_go_out_shows_nothing() -> None:
    assert last_worked(report_of(prepared(NOTICE))) == {}
    assert outcomes(report_of(prepared(NOTICE))) == ()


def test_an_enquiry_that_was_answered_is_no_removal() -> None:
    report = asked(told(What.AGREED, NOTICE, "2026-11-22"), kind="enquiry")

    assert last_worked(report) == {}


def test_an_outcome_has_days_kind_desk_and_platform_and_the_same_twice_is_said_once() -> None:
    songs = [item("4006381333931", title="First"), item("012345678905", title="Second")]
    report = asked(told(What.GONE, NOTICE, "2026-11-25"), items=songs)

    (one,) = outcomes(report)

    assert (one.desk, one.kind, one.asked_on) == ("tunecore", Kind.WITHDRAWAL, date(2026, 11, 20))
    assert (one.gone_on, one.agreed_on, one.refused_on, one.live_on) == (date(2026, 11, 25), None, None, None)
