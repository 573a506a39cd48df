"""What may be said of notices and items: folds over recorded events."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.audit_samples import (
    TODAY,
    TWO_ITEMS,
    chained,
    item,
    prepared,
    report_of,
    signed,
    superseded,
    told,
)

from takedown.audit import Answered, Dispatch, Observed, asked, audit_entries
from takedown.audit.due import Sent, due_of
from takedown.audit.state import ItemState
from takedown.days import add_business_days
from takedown.events import Event, What
from takedown.notice import Kind

A, B, C = "AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC"
STREAMING, SALE = (entry["key"] for entry in TWO_ITEMS)


def state_of(*events):
    (state,) = report_of(*events).notices
    return state


def submitted(notice=A, on="2026-11-23", **more):
    return told(What.SUBMITTED, notice, on, **more)


def test_an_empty_ledger_knows_no_notice():
    assert report_of().notices == ()


def test_a_prepared_notice_says_who_is_asked_for_what():
    state = state_of(prepared(A))

    assert state.dispatch is Dispatch.PREPARED
    assert (state.kind, state.desk, state.principal) == (Kind.WITHDRAWAL, "tunecore", "Ana Example")
    assert [entry.key for entry in state.items] == [STREAMING, SALE]
    assert state.items[0].isrcs == ("QZES12600001",)
    assert state.folder == f"notices/CASEAAAAAA/withdrawal-tunecore-{A}"
    assert state.evidence == ()
    assert state.due is None


def test_a_signature_names_its_signer_and_its_instant():
    state = state_of(prepared(A), signed(A))

    assert state.dispatch is Dispatch.SIGNED
    assert state.signed_by == "Ana Example"
    (piece,) = state.evidence
    assert (piece.what, piece.at, piece.declared) == (What.SIGNED, "2026-11-22T10:00:00+01:00", False)


def test_a_document_prepared_again_after_its_signature_is_unsigned():
    state = state_of(prepared(A), signed(A), prepared(A))

    assert state.dispatch is Dispatch.PREPARED
    assert state.signed_by == ""
    assert state.evidence == ()


def test_a_signature_before_the_withdrawal_went_out_is_early():
    assert state_of(prepared(A), signed(A, data={"early": True})).early


@pytest.mark.parametrize("before", [[prepared(A)], [prepared(A), signed(A)]])
def test_a_notice_that_the_plan_no_longer_holds_is_superseded(before):
    assert state_of(*before, superseded(A)).dispatch is Dispatch.SUPERSEDED


def test_a_superseded_notice_prepared_again_lives_again():
    assert state_of(prepared(A), superseded(A), prepared(A)).dispatch is Dispatch.PREPARED


def test_a_superseded_notice_that_went_out_counts_as_submitted():
    assert state_of(prepared(A), superseded(A), submitted()).dispatch is Dispatch.SUBMITTED


@pytest.mark.parametrize("after", [superseded(A), prepared(A), signed(A)])
def test_what_went_out_stays_out(after):
    assert state_of(prepared(A), signed(A), submitted(), after).dispatch is Dispatch.SUBMITTED


def test_a_submission_without_a_file_is_declared_even_with_a_ticket_number():
    word, file = (
        state_of(prepared(A), submitted(ticket="4711")),
        state_of(prepared(A), submitted(file=b"mail")),
    )

    assert word.submission.declared
    assert word.ticket == word.submission.ticket == "4711"
    assert not file.submission.declared
    assert file.submission.file == "reply.eml"


def test_a_later_record_of_the_same_submission_corrects_its_date_and_keeps_the_ticket():
    state = state_of(prepared(A), submitted(on="2026-11-23", ticket="4711"), submitted(on="2026-11-24"))

    assert (state.since, state.ticket) == ("2026-11-24", "4711")


def test_without_a_ticket_number_the_desk_is_asked_again_after_five_business_days():
    assert state_of(prepared(A), submitted()).due == date(2026, 11, 30)


@pytest.mark.parametrize(
    "more", [[submitted(ticket="4711")], [submitted(), told(What.ACKNOWLEDGED, A, "2026-11-25")]]
)
def test_with_a_ticket_or_an_acknowledgment_it_is_looked_at_after_ten_business_days(more):
    assert state_of(prepared(A), *more).due == date(2026, 12, 7)


def test_a_ticket_number_of_a_refusal_is_not_the_ticket_of_the_request():
    refused = told(What.REFUSED, A, "2026-11-26", ticket="REFUSED-1")

    assert state_of(prepared(A), submitted(), refused).ticket == ""
    assert state_of(prepared(A), submitted(ticket="4711"), refused).ticket == "4711"


def test_the_ticket_number_of_the_latest_receipt_holds_whatever_the_order_of_recording():
    events = (
        prepared(A),
        submitted(on="2026-11-23"),
        told(What.ACKNOWLEDGED, A, "2026-11-26", ticket="new"),
        told(What.ACKNOWLEDGED, A, "2026-11-24", ticket="old"),
    )

    assert state_of(*events).ticket == "new"


@pytest.mark.parametrize("kind", ["withdrawal", "platform-request", "label-request"])
def test_what_was_agreed_and_then_seen_live_is_looked_at_again_fourteen_days_after_that(kind):
    state = state_of(
        prepared(A, kind=kind),
        submitted(),
        told(What.AGREED, A, "2026-11-26"),
        told(What.LIVE, A, "2026-12-11"),
    )

    assert state.due == date(2026, 12, 25)


def test_what_was_seen_live_before_it_was_agreed_changes_no_date():
    state = state_of(
        prepared(A), submitted(), told(What.LIVE, A, "2026-11-24"), told(What.AGREED, A, "2026-11-26")
    )

    assert state.due == date(2026, 12, 10)


@pytest.mark.parametrize("answer", [What.ACKNOWLEDGED, What.AGREED, What.REFUSED])
def test_nothing_is_due_about_an_enquiry_that_was_answered(answer):
    enquiry = (prepared(A, kind="enquiry"), submitted())

    assert state_of(*enquiry).due == date(2026, 11, 30)
    assert state_of(*enquiry, told(answer, A, "2026-11-26")).due is None


def test_the_items_an_answer_to_an_enquiry_left_out_are_still_due():
    state = state_of(
        prepared(A, kind="enquiry"), submitted(), told(What.AGREED, A, "2026-11-26", items=[SALE])
    )

    assert [entry.due for entry in state.items] == [date(2026, 11, 30), None]
    assert state.due == date(2026, 11, 30)


def test_a_label_that_agreed_is_given_fourteen_days():
    events = (prepared(A, kind="label-request"), submitted(), told(What.AGREED, A, "2026-11-26"))

    assert state_of(*events).due == date(2026, 12, 10)


def test_an_answer_recorded_with_a_date_before_the_submission_is_kept_as_recorded():
    state = state_of(prepared(A), submitted(on="2026-11-23"), told(What.AGREED, A, "2026-11-20"))

    assert {(entry.answer, entry.answered_on) for entry in state.items} == {
        (Answered.AGREED, date(2026, 11, 20))
    }


def test_what_was_agreed_is_looked_at_fourteen_days_later():
    assert state_of(prepared(A), submitted(), told(What.AGREED, A, "2026-11-26")).due == date(2026, 12, 10)


@pytest.mark.parametrize("end", [What.GONE, What.REFUSED])
def test_nothing_is_due_where_everything_is_gone_or_refused(end):
    assert state_of(prepared(A), submitted(), told(end, A, "2026-11-26")).due is None


def test_one_item_that_is_still_open_keeps_the_notice_due():
    state = state_of(prepared(A), submitted(), told(What.GONE, A, "2026-11-26", items=[STREAMING]))

    assert state.due == date(2026, 11, 30)
    assert state.partial


def test_an_answer_applies_to_the_items_it_names_and_no_other():
    state = state_of(
        prepared(A), submitted(), told(What.REFUSED, A, "2026-11-26", items=[SALE], file=b"mail")
    )

    assert [entry.answer for entry in state.items] == [Answered.NOTHING, Answered.REFUSED]
    assert not state.items[1].answer_declared


def test_an_acknowledgment_that_is_recorded_late_does_not_weaken_an_agreement():
    state = state_of(
        prepared(A), submitted(), told(What.AGREED, A, "2026-11-25"), told(What.ACKNOWLEDGED, A, "2026-11-26")
    )

    assert {entry.answer for entry in state.items} == {Answered.AGREED}


def test_the_answer_of_the_later_date_holds_whatever_the_order_of_recording():
    state = state_of(
        prepared(A), submitted(), told(What.AGREED, A, "2026-11-27"), told(What.REFUSED, A, "2026-11-25")
    )

    assert {entry.answer for entry in state.items} == {Answered.AGREED}


def test_gone_and_later_live_again_has_returned():
    state = state_of(
        prepared(A), submitted(), told(What.GONE, A, "2026-11-26"), told(What.LIVE, A, "2026-12-05")
    )

    assert {(entry.observed, entry.returned) for entry in state.items} == {(Observed.LIVE, True)}


def test_live_before_it_was_gone_has_not_returned():
    state = state_of(
        prepared(A), submitted(), told(What.GONE, A, "2026-12-05"), told(What.LIVE, A, "2026-11-26")
    )

    assert {(entry.observed, entry.returned) for entry in state.items} == {(Observed.GONE, False)}


def test_an_observation_names_who_looked():
    state = state_of(prepared(A), submitted(), told(What.GONE, A, "2026-11-26", by="Bo Example"))

    assert state.evidence[-1].by == "Bo Example"
    assert state.items[0].observed_declared


def test_an_erased_notice_keeps_its_place_without_items():
    entries, _ = chained([prepared(A), submitted()])

    (state,) = audit_entries(entries, lambda _: None, today=TODAY).notices

    assert (state.id, state.case, state.items) == (A, "CASEAAAAAA", ())
    assert state.dispatch is Dispatch.SUBMITTED


def test_an_erased_list_of_items_names_nothing():
    entries, kept = chained([prepared(A), submitted(), told(What.GONE, A, "2026-11-26", items=[SALE])])
    del kept[entries[-1].documents["items"]]

    (state,) = audit_entries(entries, kept.get, today=TODAY).notices

    assert {entry.observed for entry in state.items} == {Observed.NOTHING}


def test_an_entry_about_a_notice_that_was_never_prepared_is_named_not_dropped():
    assert report_of(submitted("ZZZZZZZZZZ")).unreadable == ("ZZZZZZZZZZ",)


def test_asked_says_when_and_under_which_ticket():
    found = asked(report_of(prepared(A), submitted(ticket="4711")), demo=False)

    (submission,) = found.submissions[(STREAMING, Kind.WITHDRAWAL, "tunecore")]
    assert (submission.notice, submission.on, submission.ticket) == (A, date(2026, 11, 23), "4711")
    assert len(found.submissions) == 2


def test_what_went_out_is_known_by_its_id_and_what_did_not_is_not():
    found = asked(report_of(prepared(A), prepared(B), submitted(A)), demo=False)

    assert found.out == {A}
    assert asked(report_of(prepared(A), submitted(A)), demo=True).out == frozenset()


def test_of_two_notices_about_one_item_the_later_submission_stands_last():
    for first, second in ((A, B), (B, A)):
        found = asked(
            report_of(
                prepared(first),
                prepared(second),
                submitted(first, "2026-11-23"),
                submitted(second, "2026-11-25"),
            ),
            demo=False,
        )
        last = found.submissions[(STREAMING, Kind.WITHDRAWAL, "tunecore")][-1]
        assert last.notice == second


@pytest.mark.parametrize(("demo", "counted"), [(True, A), (False, B)])
def test_what_a_demo_recorded_counts_as_asked_in_a_demo_only(demo, counted):
    report = report_of(prepared(A, demo=True), prepared(B), submitted(A), submitted(B))

    found = asked(report, demo=demo).submissions.values()

    assert {submission.notice for each in found for submission in each} == {counted}


DATES = st.dates(date(2026, 11, 1), date(2026, 12, 31)).map(date.isoformat)
ISSUED = st.sampled_from([prepared, signed])
TOLD = st.sampled_from([What.ACKNOWLEDGED, What.AGREED, What.REFUSED, What.LIVE, What.GONE])


@st.composite
def histories(draw, notice: str, *, sent: bool | None = None) -> list[Event]:
    more = {"desk": draw(st.sampled_from(["tunecore", "distrokid"])), "items": (item("012345678905"),)}
    events = [prepared(notice, **more)]
    for _ in range(draw(st.integers(0, 5))):
        step = draw(st.sampled_from(["issue", "supersede", "tell", "submit"]))
        if step == "issue":
            events.append(draw(ISSUED)(notice, **more))
        elif step == "supersede":
            events.append(superseded(notice))
        elif step == "tell":
            events.append(told(draw(TOLD), notice, draw(DATES)))
        elif sent is not False:
            events.append(submitted(notice, draw(DATES), ticket=draw(st.sampled_from(["", "4711"]))))
    return events


def facts(report):
    """Return what is said, without the instants that depend on when entries were written."""
    return [
        (
            s.id,
            s.dispatch,
            s.submitted_on,
            s.ticket,
            s.due,
            s.items,
            [(e.what, e.declared, e.ticket) for e in s.evidence],
        )
        for s in report.notices
    ]


@given(st.data())
@settings(max_examples=60)
def test_folding_is_deterministic_and_unrelated_notices_do_not_matter_to_each_other(data):
    first, second = data.draw(histories(A)), data.draw(histories(B))
    mixed, left, right = [], list(first), list(second)
    while left or right:
        take_left = left and (not right or data.draw(st.booleans()))
        mixed.append((left if take_left else right).pop(0))

    one_by_one, other_way = report_of(*first, *second), report_of(*second, *first)

    assert report_of(*first, *second) == one_by_one
    assert facts(report_of(*mixed)) == facts(one_by_one) == facts(other_way)


@given(st.data())
@settings(max_examples=60)
def test_what_never_went_out_was_never_asked(data):
    quiet, loud = data.draw(histories(A, sent=False)), [prepared(C), submitted(C)]

    found = asked(report_of(*quiet, *loud), demo=False)

    assert {submission.notice for each in found.submissions.values() for submission in each} == {C}


# --- what came after a notice ---------------------------------------------------------------------------


def reply(kind, notice=B, before=A, *, items=TWO_ITEMS, **more):
    return prepared(notice, kind=kind, in_reply_to=before, items=items, **more)


def before_and_after(*events):
    states = {state.id: state for state in report_of(*events).notices}
    return states[A], states[B]


def test_a_reminder_that_only_lies_ready_changes_nothing():
    state, _ = before_and_after(prepared(A), submitted(), reply("reminder"), signed(B, kind="reminder"))

    assert state.due == date(2026, 11, 30)
    assert state.replies == ()


def test_a_reminder_that_went_out_gives_the_desk_ten_business_days_more():
    state, reminder = before_and_after(
        prepared(A), submitted(), reply("reminder"), submitted(B, "2026-12-01")
    )

    assert state.due == date(2026, 12, 15)
    assert {entry.reminded_on for entry in state.items} == {date(2026, 12, 1)}
    assert [(each.notice, each.kind) for each in state.replies] == [(B, Kind.REMINDER)]
    assert (reminder.in_reply_to, reminder.due) == (A, None)


def test_a_reminder_about_one_item_leaves_the_other_due():
    state, _ = before_and_after(
        prepared(A), submitted(), reply("reminder", items=TWO_ITEMS[:1]), submitted(B, "2026-12-01")
    )

    assert [entry.due for entry in state.items] == [date(2026, 12, 15), date(2026, 11, 30)]


def test_an_escalation_begins_the_clock_once_more():
    state = {
        each.id: each
        for each in report_of(
            prepared(A), submitted(),
            reply("reminder"), submitted(B, "2026-12-01"),
            reply("escalation", C), submitted(C, "2026-12-16"),
        ).notices
    }[A]  # fmt: skip

    assert state.due == date(2026, 12, 30)
    assert [each.kind for each in state.replies] == [Kind.REMINDER, Kind.ESCALATION]


def test_what_was_called_back_is_retracted_and_did_go_out_all_the_same():
    state, retraction = before_and_after(
        prepared(A), submitted(ticket="4711"), reply("retraction"), submitted(B, "2026-12-01")
    )

    assert (state.dispatch, state.since, state.due) == (Dispatch.RETRACTED, "2026-12-01", None)
    assert (state.submitted_on, state.ticket) == (date(2026, 11, 23), "4711")
    assert (retraction.dispatch, retraction.due) == (Dispatch.SUBMITTED, date(2026, 12, 8))


def test_a_notice_of_which_a_part_was_called_back_stands_for_the_rest():
    state, _ = before_and_after(
        prepared(A), submitted(), reply("retraction", items=TWO_ITEMS[:1]), submitted(B, "2026-12-01")
    )

    assert state.dispatch is Dispatch.SUBMITTED
    assert [entry.retracted_on for entry in state.items] == [date(2026, 12, 1), None]
    assert state.due == date(2026, 11, 30)


def test_nothing_more_is_due_about_a_retraction_that_was_agreed():
    _, retraction = before_and_after(
        prepared(A), submitted(), reply("retraction"), submitted(B, "2026-12-01"),
        told(What.AGREED, B, "2026-12-02"),
    )  # fmt: skip

    assert retraction.due is None


def test_a_reinstatement_is_looked_after_until_the_music_is_back():
    events = (prepared(A), submitted(), told(What.GONE, A, "2026-11-27"), reply("reinstatement"))
    out = submitted(B, "2026-12-01")

    agreed = before_and_after(*events, out, told(What.AGREED, B, "2026-12-03"))
    back = before_and_after(*events, out, told(What.LIVE, B, "2026-12-10"))
    gone = before_and_after(*events, out, told(What.GONE, B, "2026-12-02"))

    assert agreed[1].due == date(2026, 12, 17)
    assert back[1].due is None
    assert gone[1].due == date(2026, 12, 8)
    assert {entry.reinstated_on for entry in agreed[0].items} == {date(2026, 12, 1)}
    assert agreed[0].dispatch is Dispatch.SUBMITTED


def test_a_letter_after_a_notice_that_nobody_knows_changes_nothing():
    (state,) = report_of(reply("retraction", B, "XXXXXXXXXX"), submitted(B, "2026-12-01")).notices

    assert state.dispatch is Dispatch.SUBMITTED


@pytest.mark.parametrize("kind", ["reminder", "escalation", "retraction", "reinstatement"])
def test_a_letter_after_another_never_counts_as_asked(kind):
    found = asked(report_of(prepared(A), reply(kind), submitted(B, "2026-12-01")), demo=False)

    assert found.submissions == {}


@pytest.mark.parametrize("kind", ["retraction", "reinstatement"])
def test_what_was_called_back_or_asked_for_again_is_no_longer_asked(kind):
    found = asked(
        report_of(prepared(A), submitted(), reply(kind, items=TWO_ITEMS[:1]), submitted(B, "2026-12-01")),
        demo=False,
    )

    (streaming,) = found.submissions[STREAMING, Kind.WITHDRAWAL, "tunecore"]
    (sale,) = found.submissions[SALE, Kind.WITHDRAWAL, "tunecore"]
    assert (streaming.retracted_on, sale.retracted_on) == (date(2026, 12, 1), None)
    assert (streaming.delivered_again, sale.delivered_again) == (kind == "reinstatement", False)
    assert streaming.case == "CASEAAAAAA"


def test_a_letter_to_an_artist_is_due_on_the_day_it_names():
    letter = (prepared(A, kind="roster-letter", answer_by="2026-12-11"), submitted())

    assert state_of(*letter).due == date(2026, 12, 11)
    assert state_of(*letter, told(What.REFUSED, A, "2026-11-26")).due is None
    assert state_of(prepared(A, kind="public-statement"), submitted()).due is None


def test_a_restore_kit_is_known_by_its_last_files_and_the_place_it_was_moved_to():
    def kit(text, **data):
        return Event(
            what=What.RESTORE_KIT,
            notice=A,
            documents={"README.txt": text},
            data={"files": {"README.txt": text.decode() * 32}, **data},
        )

    moved = Event(what=What.SUPERSEDED, notice=A, data={"folder": "notices/x", "kit": "restore/superseded/x"})
    state = state_of(prepared(A), kit(b"aa", kit="restore/x"), kit(b"bb", kit="restore/x"), moved)

    assert state.kit is not None
    assert state.kit.folder == "restore/superseded/x"
    assert state.kit.files["README.txt"].sha256 == "bb" * 32
    assert state.kit.earlier == {"aa" * 32}
    assert state.folder == "notices/x"


def test_a_request_to_the_platform_is_overtaken_when_what_it_speaks_of_is_called_back():
    told_of = {
        "desk": "tunecore",
        "name": "TuneCore",
        "notice": A,
        "releases": 1,
        "submitted_on": "2026-11-23",
    }
    request = prepared(C, kind="platform-request", desk="amazon", items=TWO_ITEMS[1:], deliveries=[told_of])
    called_back = (prepared(A), submitted(), request, reply("retraction", items=TWO_ITEMS[:1]))

    def overtaken(*events):
        return next(state for state in report_of(*events).notices if state.id == C).overtaken

    assert not overtaken(*called_back)
    assert not overtaken(*called_back, submitted(B, "2026-12-01")), "only the other item was called back"
    rest = reply("reinstatement", "DDDDDDDDDD", items=TWO_ITEMS[1:])
    assert overtaken(*called_back, rest, submitted("DDDDDDDDDD", "2026-12-02"))


def test_a_result_is_not_waited_for_before_the_request_takes_effect():
    item = ItemState(key="a|b", platform="b", upc="", isrcs=(), title="", artist="")
    monday, new_year = date(2026, 11, 23), date(2027, 1, 1)
    sent = Sent(kind=Kind.WITHDRAWAL, submitted_on=monday, has_ticket=True, takes_effect=new_year)

    assert due_of(item, sent) == add_business_days(new_year, 10)
    assert due_of(item, replace(sent, has_ticket=False)) == add_business_days(monday, 5)
