"""A workspace's own notices by the words of a register: how far each artist came, and what that rests on."""

from collections.abc import Mapping
from typing import Any

from support.audit_samples import item, prepared, report_of, signed, superseded, told

from takedown.events import Event, What
from takedown.register.own import own_rows
from takedown.register.values import Grade, Outcome, Standing

NOTICE = "AAAAAAAAAA"
ONE = item("412345678903")
TWO = item("498765432108", title="Second Light")


def only(*events: Event, labels: Mapping[str, str] | None = None) -> Standing:
    (row,) = own_rows(report_of(*events), labels)
    return row


def stands(*events: Event) -> tuple[Outcome, Grade]:
    row = only(*events)
    return row.outcome, row.grade


def asked(*items: dict[str, Any], **more: Any) -> Event:
    return prepared(NOTICE, items=items or (ONE,), **more)


def test_what_is_written_and_not_handed_over_is_prepared() -> None:
    assert stands(asked()) == (Outcome.PREPARED, Grade.COPY)
    assert stands(asked(), signed(NOTICE, items=(ONE,))) == (Outcome.PREPARED, Grade.COPY)


def test_somebodys_word_is_reported_and_a_file_is_a_copy() -> None:
    assert stands(asked(), told(What.SUBMITTED, NOTICE, "2026-11-23")) == (Outcome.SUBMITTED, Grade.REPORTED)
    kept = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    assert stands(asked(), kept) == (Outcome.SUBMITTED, Grade.COPY)


def test_an_answer_is_a_reply_only_where_it_is_kept() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")

    assert stands(asked(), sent, told(What.AGREED, NOTICE, "2026-11-25", file=b"mail")) == (
        Outcome.AGREED,
        Grade.REPLY,
    )
    assert stands(asked(), sent, told(What.AGREED, NOTICE, "2026-11-25")) == (Outcome.AGREED, Grade.REPORTED)


def test_gone_is_seen_only_with_a_file_and_came_back_when_it_is_live_again() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    word = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example")
    picture = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", file=b"picture")
    live = told(What.LIVE, NOTICE, "2026-11-30", by="Bo Example", file=b"picture")

    assert stands(asked(), sent, word) == (Outcome.GONE, Grade.REPORTED)
    assert stands(asked(), sent, picture) == (Outcome.GONE, Grade.OBSERVED)
    assert stands(asked(), sent, picture, live) == (Outcome.CAME_BACK, Grade.OBSERVED)


def test_an_artist_is_as_far_as_its_least_far_release() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    gone = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", file=b"picture", items=[str(ONE["key"])])

    assert stands(asked(ONE, TWO), sent, gone) == (Outcome.SUBMITTED, Grade.COPY)


def test_a_desk_that_refuses_leaves_the_request_submitted_and_a_label_that_refuses_holds_its_artist() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    no = told(What.REFUSED, NOTICE, "2026-11-25", file=b"mail")

    assert stands(asked(), sent, no) == (Outcome.SUBMITTED, Grade.COPY)
    assert stands(asked(kind="label-request"), sent, no) == (Outcome.LABEL_REFUSED, Grade.REPLY)
    assert stands(asked(kind="label-request"), sent) == (Outcome.ASKED_LABEL, Grade.COPY)


def test_a_request_to_a_platform_counts_not_by_itself_but_what_was_seen_on_it_does() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    platform = prepared("BBBBBBBBBB", kind="platform-request", desk="amazon", items=(ONE,))
    gone = told(What.GONE, "BBBBBBBBBB", "2026-11-27", by="Bo Example", file=b"picture")

    assert own_rows(report_of(platform)) == ()
    assert stands(asked(), sent, platform, told(What.SUBMITTED, "BBBBBBBBBB", "2026-11-24"), gone) == (
        Outcome.GONE,
        Grade.OBSERVED,
    )


def test_what_was_replaced_is_in_no_count() -> None:
    assert own_rows(report_of(asked(), superseded(NOTICE))) == ()


def test_what_was_called_back_alone_is_in_no_count() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    back = prepared("BBBBBBBBBB", kind="retraction", in_reply_to=NOTICE, items=(TWO,))
    gone = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", file=b"picture", items=[str(ONE["key"])])
    said = told(What.SUBMITTED, "BBBBBBBBBB", "2026-11-24")

    assert stands(asked(ONE, TWO), sent, gone, back) == (Outcome.SUBMITTED, Grade.COPY)
    assert stands(asked(ONE, TWO), sent, gone, back, said) == (Outcome.GONE, Grade.OBSERVED)


def test_what_was_seen_last_counts_on_whichever_notice_it_was_seen() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    platform = prepared("BBBBBBBBBB", kind="platform-request", desk="amazon", items=(ONE,))
    gone = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", file=b"picture")
    later = told(What.GONE, "BBBBBBBBBB", "2026-11-29", by="Bo Example")
    also = told(What.SUBMITTED, "BBBBBBBBBB", "2026-11-24")

    assert stands(asked(), sent, platform, also, gone, later) == (Outcome.GONE, Grade.REPORTED)


def test_of_releases_that_came_as_far_the_weakest_evidence_counts() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    seen = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", file=b"picture", items=[str(ONE["key"])])
    word = told(What.GONE, NOTICE, "2026-11-27", by="Bo Example", items=[str(TWO["key"])])

    assert stands(asked(ONE, TWO), sent, seen, word) == (Outcome.GONE, Grade.REPORTED)


def test_what_is_seen_after_a_letter_that_asks_for_it_back_says_nothing_of_the_request() -> None:
    sent = told(What.SUBMITTED, NOTICE, "2026-11-23", file=b"mail")
    again = prepared("BBBBBBBBBB", kind="reinstatement", in_reply_to=NOTICE, items=(ONE,))
    gone = told(What.GONE, "BBBBBBBBBB", "2026-11-29", by="Bo Example", file=b"picture")

    assert stands(asked(), sent, again, gone) == (Outcome.SUBMITTED, Grade.COPY)


def test_the_label_comes_from_the_catalog_and_of_a_letter_to_a_label_from_the_letter() -> None:
    assert only(asked(), labels={"412345678903": "Example Tapes"}).label == "Example Tapes"
    row = only(asked(kind="label-request", desk="small-label"))
    assert (row.label, row.distributor) == ("Small-Label", "")


def test_nobody_in_a_workspace_agreed_to_be_named() -> None:
    assert not only(asked()).publish
