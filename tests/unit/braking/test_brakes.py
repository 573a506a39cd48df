"""What holds a message back: one test for each rule, and one for each accident that others had."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.audit_samples import superseded, told
from support.brake_samples import (
    DIRECTORY,
    ME,
    SIGNED_AS,
    Said,
    candidate,
    contact,
    grounds,
    message_id,
    planned,
    queued,
    report,
    step,
    taken,
    to_contact,
    written,
)
from support.builders import TODAY, release

from takedown.brakes import BRAKES, HoldBack, hold_backs, may_go
from takedown.braking.do_not_contact import DoNotContact
from takedown.events import Event, What
from takedown.model import SourceRef
from takedown.notice import Delivery, Kind, Notice, Recipient, RecipientRole
from takedown.planning.recipients import the_public
from takedown.records import Channel, Role

PAGE = Path(__file__).parents[3] / "docs" / "brakes.md"
CONTACTS = {"desk": contact()}


def reasons(
    notice: Notice, /, *events: Event, around: dict | None = None, signed: bool = True, **changes
) -> tuple[HoldBack, ...]:
    """What holds back a notice after these events; it was signed before them."""
    told_so = report((written(notice, what=What.SIGNED if signed else What.PREPARED), *events))
    found = hold_backs([candidate(notice, told_so, **changes)], grounds(told_so, **(around or {})))
    return found[notice.id]


def rules(*given, **more) -> list[str]:
    return [reason.rule for reason in reasons(*given, **more)]


def only(rule: str, found: tuple[HoldBack, ...]) -> HoldBack:
    """The one reason there is."""
    assert [reason.rule for reason in found] == [rule]
    return found[0]


# --- what may go ------------------------------------------------------------------------------------------


def test_a_signed_notice_to_a_known_address_may_go() -> None:
    assert reasons(planned()) == ()
    assert may_go(reasons(planned()), insisted=False)


def test_a_notice_to_a_contact_with_source_and_day_may_go() -> None:
    assert reasons(to_contact(), around={"contacts": CONTACTS}) == ()


def test_an_artist_is_written_to_at_the_address_of_the_artists_own_table() -> None:
    artist = Recipient(desk="artist-kim", name="Kim", role=RecipientRole.ARTIST, email="kim@example.net")
    assert reasons(replace(planned(), recipient=artist)) == ()


def test_a_queued_message_is_not_held_by_itself() -> None:
    notice = planned()

    assert rules(notice, queued(notice), own=frozenset({message_id(notice)})) == []
    assert rules(notice, queued(notice)) == ["under-way"]


def test_the_rest_of_a_notice_may_follow_its_first_part_whatever_the_plan_says_by_then() -> None:
    notice = planned()
    events = (*taken(notice, parts=2), queued(notice, part=2, parts=2))
    own = frozenset({message_id(notice), message_id(notice, part=2)})
    both = (Said(recipients=(notice.recipient.email,)),) * 2

    assert rules(notice, *events, own=own, messages=both, notice=None, document_sha256="") == []


# --- how far the notice has come --------------------------------------------------------------------------


def test_a_demo_sends_nothing() -> None:
    """Demo text and demo addresses were sent: MailMergeP #58."""
    notice = planned()

    in_ledger = replace(notice, demo=True)
    assert only("demo", reasons(in_ledger)).may_insist is False
    assert only("demo", reasons(notice, around={"demo": True})).message.startswith(notice.id)
    told_so = report((written(notice),))
    planned_so = candidate(notice, told_so, notice=replace(notice, demo=True))
    assert only("demo", hold_backs([planned_so], grounds(told_so))[notice.id])


def test_a_demo_is_told_as_such_and_nothing_else() -> None:
    assert rules(replace(planned(), demo=True), signed=False, messages=()) == ["demo"]


def test_what_nobody_signed_stays() -> None:
    """A draft was mailed by a side effect: MuckRock #717."""
    notice = planned()
    found = only("not-signed", reasons(notice, signed=False))

    assert f"takedown sign {notice.id}" in found.hint
    assert not found.may_insist


def test_what_was_written_again_after_it_was_signed_stays() -> None:
    notice = planned()

    assert rules(notice, written(notice, what=What.PREPARED)) == ["not-signed"]


def test_what_would_say_something_else_today_stays() -> None:
    found = only("changed", reasons(planned(), document_sha256="e" * 64))

    assert "takedown generate" in found.hint
    assert not found.may_insist


def test_what_was_set_aside_stays() -> None:
    """An old job fired from a restored backup: listmonk #1801."""
    notice = planned()

    assert not only("superseded", reasons(notice, superseded(notice.id))).may_insist


def test_what_nobody_asks_for_any_more_stays() -> None:
    """A request was thrown back without explanation (MuckRock #2241): here the reason and the next step are said."""
    found = only("not-planned", reasons(planned(), notice=None, document_sha256=""))

    assert "takedown plan" in found.hint


def test_what_a_person_recorded_as_handed_over_stays_also_in_the_queue() -> None:
    """Resume sent three to five copies: listmonk #2313."""
    notice = planned()
    out = told(What.SUBMITTED, notice.id, "2026-11-21", ticket="T-1")
    found = only("out", reasons(notice, queued(notice), out, own=frozenset({message_id(notice)})))

    assert "2026-11-21, ticket T-1" in found.message


def test_what_a_server_took_in_part_is_never_sent_again_as_a_whole() -> None:
    notice = planned()
    refused = (queued(notice, part=2, parts=2), step(What.CLAIMED, notice, part=2))
    found = only("out", reasons(notice, *taken(notice, parts=2), *refused))

    assert "part 1 of 2" in found.message


@pytest.mark.parametrize("last", [What.QUEUED, What.CLAIMED, What.COMMITTING])
def test_what_is_on_its_way_is_not_begun_again(last: What) -> None:
    """30 rows became 500 mails, as one run began while another one still ran: solutions #158."""
    notice = planned()
    way = (queued(notice), step(What.CLAIMED, notice), step(What.COMMITTING, notice))
    events = way[: 1 + [What.QUEUED, What.CLAIMED, What.COMMITTING].index(last)]

    assert rules(notice, *events) == ["under-way"]


def test_what_is_in_doubt_is_for_a_person() -> None:
    """Resume re-sent what nobody knew the fate of: listmonk #2313."""
    notice = planned()
    way = (queued(notice), *(step(what, notice) for what in (What.CLAIMED, What.COMMITTING, What.IN_DOUBT)))
    found = only("in-doubt", reasons(notice, *way))

    assert f"takedown outbox resolve {notice.id}.1" in found.hint
    assert not found.may_insist


def test_a_test_to_oneself_holds_nothing_back() -> None:
    notice = planned()
    test = queued(notice)
    test = replace(test, data={**test.data, "purpose": "to-self"})

    assert rules(notice, test) == []


def test_what_the_user_has_as_a_draft_may_be_out() -> None:
    notice = planned()

    assert rules(notice, Event(what=What.EXPORTED, notice=notice.id)) == ["exported"]


def test_what_came_back_goes_again_only_if_a_person_insists() -> None:
    notice = planned()
    refused = (queued(notice), step(What.CLAIMED, notice), step(What.REJECTED, notice, code=550))
    found = only("came-back", reasons(notice, *refused))

    assert found.may_insist
    assert "550" in found.message
    assert rules(notice, *taken(notice), step(What.BOUNCED, notice)) == ["came-back"]


def platform_request(*, asked_on: date | None) -> Notice:
    """A request to a platform that can be reached by email, for the sake of the test."""
    plain = planned(kind=Kind.PLATFORM_REQUEST)
    delivery = Delivery(
        desk="ditto", name="Ditto Music", notice="AAAAAAAAAA", releases=2, submitted_on=asked_on
    )
    return replace(
        plain,
        deliveries=(delivery,),
        recipient=replace(plain.recipient, desk="desk", email="desk@example.org"),
    )


def test_a_platform_waits_until_everyone_who_delivers_was_asked() -> None:
    found = only("waits", reasons(platform_request(asked_on=None), around={"contacts": CONTACTS}))

    assert "Ditto Music" in found.message
    assert "takedown record submitted AAAAAAAAAA" in found.hint
    assert not found.may_insist
    assert reasons(platform_request(asked_on=TODAY), around={"contacts": CONTACTS}) == ()


def test_a_platform_request_without_a_plan_waits_by_what_the_ledger_says() -> None:
    notice = platform_request(asked_on=None)
    found = rules(notice, notice=None, document_sha256="", around={"contacts": CONTACTS})

    assert found == ["not-planned", "waits"]


def test_a_platform_request_about_what_was_called_back_stays() -> None:
    withdrawal = planned()
    plain = platform_request(asked_on=TODAY)
    asking = replace(plain, deliveries=(replace(plain.deliveries[0], notice=withdrawal.id),))
    back = replace(withdrawal, kind=Kind.RETRACTION, in_reply_to=withdrawal.id)
    events = (
        written(withdrawal),
        told(What.SUBMITTED, withdrawal.id, "2026-11-20"),
        written(back),
        told(What.SUBMITTED, back.id, "2026-11-21"),
    )

    assert rules(asking, *events, around={"contacts": CONTACTS}) == ["overtaken"]


def test_a_reminder_of_what_was_called_back_stays() -> None:
    first = planned()
    reminder = replace(first, kind=Kind.REMINDER, in_reply_to=first.id)
    back = replace(first, kind=Kind.RETRACTION, in_reply_to=first.id)
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-20"))

    assert rules(reminder, *events) == []
    called = (written(back), told(What.SUBMITTED, back.id, "2026-11-21"))
    assert rules(reminder, *events, *called) == ["called-back"]


# --- twice ------------------------------------------------------------------------------------------------


def another(notice: Notice, occasion: str = "another occasion") -> Notice:
    """The same request in another case."""
    return replace(notice, occasion=occasion)


def test_the_same_is_not_asked_of_the_same_desk_again_on_another_occasion() -> None:
    """Resume re-sent what had gone out: listmonk #1222, #2070, #2313."""
    first = planned()
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-20", ticket="T-1"))
    found = only("asked-before", reasons(another(first), *events))

    assert "4 items" in found.message
    assert first.id in found.message
    assert "2026-11-20 (ticket T-1)" in found.message
    assert not found.may_insist


def test_one_item_that_was_asked_holds_the_whole_letter() -> None:
    first, wider = planned("ditto", release(1)), planned("ditto", release(1), release(2))
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-20"))

    assert "for 2 items" in only("asked-before", reasons(another(wider), *events)).message


def test_an_item_is_known_by_its_recordings_where_it_had_no_upc() -> None:
    first = planned("ditto", replace(release(1), key="harbour", icpn=""))
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-20"))

    assert rules(another(planned("ditto", release(1))), *events) == ["asked-before"]


def test_what_was_called_back_may_be_asked_on_another_occasion_only() -> None:
    first = planned()
    back = replace(first, kind=Kind.RETRACTION, in_reply_to=first.id)
    events = (
        written(first),
        told(What.SUBMITTED, first.id, "2026-11-20"),
        written(back),
        told(What.SUBMITTED, back.id, "2026-11-21"),
    )

    assert rules(another(first), *events) == []
    assert rules(replace(first, effective="2026-12-24"), *events) == ["asked-before"]


@pytest.mark.parametrize(
    "way",
    [
        lambda notice: (queued(notice),),
        taken,
        lambda notice: (Event(what=What.EXPORTED, notice=notice.id),),
    ],
    ids=["queued", "taken", "exported"],
)
def test_the_same_is_not_asked_while_another_letter_is_on_its_way(way) -> None:
    first = planned()

    assert rules(another(first), written(first), *way(first)) == ["asked-before"]


def test_of_two_letters_in_one_run_that_ask_the_same_one_goes() -> None:
    """30 rows became 500 mails: solutions #158."""
    first = planned()
    letters = [first, *(another(first, f"occasion {number}") for number in range(500))]
    told_so = report(written(each) for each in letters)
    found = hold_backs([candidate(each, told_so) for each in letters], grounds(told_so))

    assert found[first.id] == ()
    assert all([one.rule for one in found[each.id]] == ["asked-before"] for each in letters[1:])


def test_of_two_letters_in_the_queue_that_ask_the_same_one_goes() -> None:
    letters = [planned(), another(planned())]
    told_so = report(event for each in letters for event in (written(each), queued(each)))
    again = [candidate(each, told_so, own=frozenset({message_id(each)})) for each in letters]
    found = hold_backs(again, grounds(told_so))

    assert [[one.rule for one in found[each.id]] for each in letters] == [[], ["asked-before"]]


def test_a_letter_that_stays_for_good_does_not_stand_in_the_way_of_another_one() -> None:
    letters = [planned(), another(planned())]
    told_so = report([written(letters[0], what=What.PREPARED), written(letters[1])])
    found = hold_backs([candidate(each, told_so) for each in letters], grounds(told_so))

    assert [one.rule for one in found[letters[0].id]] == ["not-signed"]
    assert found[letters[1].id] == ()


def test_a_letter_on_which_a_person_may_insist_counts_as_asked() -> None:
    letters = [planned("verseone"), another(planned("verseone"))]
    told_so = report(map(written, letters))
    found = hold_backs([candidate(each, told_so) for each in letters], grounds(told_so))

    assert [one.rule for one in found[letters[0].id]] == ["address-stale"]
    assert [one.rule for one in found[letters[1].id]] == ["asked-before", "address-stale"]


def test_another_desk_and_other_countries_may_be_asked() -> None:
    first = planned("lacupula")
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-20"))
    only_germany = replace(first, territories=("DE",))
    germany_out = (written(only_germany), told(What.SUBMITTED, only_germany.id, "2026-11-20"))

    assert rules(another(planned("ditto")), *events) == []
    assert rules(another(first), *germany_out) == []
    assert rules(another(only_germany), *events) == ["asked-before"]


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.ESCALATION, Kind.RETRACTION, Kind.REINSTATEMENT])
def test_one_letter_of_each_kind_follows_a_notice(kind: Kind) -> None:
    first = planned()
    reply = replace(first, kind=kind, in_reply_to=first.id)
    # the same about the same, and another id: its releases are fewer
    again = replace(reply, releases=reply.releases[:1])
    events = (written(first), told(What.SUBMITTED, first.id, "2026-11-10"), written(reply))

    out = told(What.SUBMITTED, reply.id, "2026-11-20")
    assert "asked-before" in rules(again, *events, out)
    assert rules(again, *events, queued(reply)) == ["asked-before"]
    assert rules(again, *events) == []


def test_two_candidates_of_one_notice_are_a_mistake_of_the_program() -> None:
    notice = planned()
    told_so = report((written(notice),))

    with pytest.raises(ValueError, match=notice.id):
        hold_backs([candidate(notice, told_so)] * 2, grounds(told_so))


# --- to whom ----------------------------------------------------------------------------------------------


def test_a_desk_that_takes_tickets_gets_no_email() -> None:
    """Recipients with a web form only: righttoknow #93, MuckRock #1667."""
    notice = planned("distrokid")
    found = only("no-address", reasons(notice))

    assert found.hint.startswith(f"takedown outbox walk {notice.id}")
    assert not found.may_insist


def test_a_desk_with_a_postal_address_only_gets_no_email() -> None:
    notice = to_contact(email="", address=("12 Example Street",))

    assert "postal address" in only("no-address", reasons(notice, around={"contacts": CONTACTS})).message


def test_a_desk_of_which_nothing_is_known_gets_no_email() -> None:
    assert "no address" in only("no-address", reasons(to_contact(email=""))).message


def test_a_public_statement_is_handed_to_nobody() -> None:
    found = only("no-address", reasons(replace(planned(), recipient=the_public())))

    assert "public" in found.message


def test_a_contact_without_source_is_not_in_its_letter_at_all() -> None:
    found = only("address-left-out", reasons(to_contact(source="")))

    assert "[contacts.desk]" in found.hint
    assert not found.may_insist


@pytest.mark.parametrize("lack", [{"source": ""}, {"checked_on": None}])
def test_a_contact_that_nobody_looked_up_waits_for_a_person(lack: dict) -> None:
    """Dead or changed contacts: eraser #54, data #1475."""
    found = only("address-unsourced", reasons(to_contact(), around={"contacts": {"desk": contact(**lack)}}))

    assert found.may_insist
    assert "[contacts.desk]" in found.message


def test_a_contact_that_was_looked_up_long_ago_waits_for_a_person() -> None:
    old = contact(checked_on=TODAY - timedelta(days=366))
    found = only("address-stale", reasons(to_contact(), around={"contacts": {"desk": old}}))

    assert found.may_insist
    assert "366 days" in found.message
    year = contact(checked_on=TODAY - timedelta(days=365))
    assert reasons(to_contact(), around={"contacts": {"desk": year}}) == ()


def with_address(via: str, **changes) -> object:
    """The directory, with another fact about the email address of a distributor."""
    record = DIRECTORY.distributors[via]
    addresses = tuple(
        replace(each, **changes) if each.channel is Channel.EMAIL else each for each in record.addresses
    )
    changed = replace(record, addresses=addresses)
    return replace(DIRECTORY, distributors={**DIRECTORY.distributors, via: changed})


def test_an_address_of_the_directory_needs_a_source() -> None:
    found = only(
        "address-unsourced", reasons(planned(), around={"directory": with_address("ditto", source=())})
    )

    assert found.may_insist
    assert "support@dittomusic.com" in found.message


def test_an_address_that_the_directory_does_not_have_needs_a_source() -> None:
    notice = planned()
    elsewhere = replace(notice, recipient=replace(notice.recipient, email="someone@example.org"))

    assert rules(elsewhere) == ["address-unsourced"]


def test_an_old_or_weak_address_of_the_directory_waits_for_a_person() -> None:
    long_ago = TODAY - timedelta(days=181)
    checked = reasons(planned(), around={"directory": with_address("ditto", checked_on=long_ago)})

    assert "181 days ago" in only("address-stale", checked).message
    assert "two years" in only("address-stale", reasons(planned("verseone"))).message
    assert "second-hand" in only("address-stale", reasons(planned("songtradr"))).message
    assert all(reason.may_insist for reason in checked)


@pytest.mark.parametrize("agent", ["copyright@amazon.com", "dmca@example.org", "COPYRIGHT@Amazon.com"])
def test_a_copyright_agent_is_never_written_to(agent: str) -> None:
    found = reasons(planned(), messages=(Said(recipients=(agent,)),))
    first = found[0]

    assert first.rule == "copyright-agent"
    assert agent in first.message
    assert not may_go(found, insisted=True)


def test_a_plan_that_leads_to_a_copyright_agent_is_never_followed() -> None:
    notice = planned()
    claims = replace(notice, recipient=replace(notice.recipient, email="copyright@amazon.com"))

    assert "copyright-agent" in rules(claims)


def test_a_message_to_somebody_else_is_never_sent() -> None:
    """A letter was printed with the wrong recipient: froide PR #940."""
    found = only(
        "recipient-differs", reasons(planned(), messages=(Said(recipients=("other@dittomusic.com",)),))
    )

    assert "other@dittomusic.com" in found.message
    assert "support@dittomusic.com" in found.message
    assert not found.may_insist


def test_a_message_to_nobody_is_never_sent() -> None:
    assert rules(planned(), messages=(Said(recipients=()),)) == ["recipient-differs"]


def test_each_part_is_looked_at() -> None:
    """Letters with the wrong recipient in a part that nobody looked at: froide PR #940."""
    right, wrong = Said(recipients=("support@dittomusic.com",)), Said(recipients=("x@dittomusic.com",))
    found = only("recipient-differs", reasons(planned(), messages=(right, wrong)))

    assert found.message.startswith("part 2 of")


def test_case_matters_before_the_at_only() -> None:
    same = Said(recipients=("support@DittoMusic.COM",))
    other = Said(recipients=("Support@dittomusic.com",))

    assert rules(planned(), messages=(same,)) == []
    assert rules(planned(), messages=(other,)) == ["recipient-differs"]


@pytest.mark.parametrize(
    "said",
    [
        Said(recipients=("support@dittomusic.com", "support@dittomusic.com")),
        Said(recipients=("support@dittomusic.com", "me@example.com")),
        Said(recipients=("support@dittomusic.com",), others=("Bcc",)),
        Said(recipients=("support@dittomusic.com",), others=("Reply-To", "Cc")),
    ],
)
def test_nobody_stands_beside_the_one_recipient(said: Said) -> None:
    found = only("more-recipients", reasons(planned(), messages=(said,)))

    assert not found.may_insist


def test_a_notice_without_an_email_is_not_sent() -> None:
    assert rules(planned(), messages=()) == ["no-message"]


@pytest.mark.parametrize(
    "who",
    [
        "support@dittomusic.com",
        "SUPPORT@DittoMusic.com",
        "support+x@dittomusic.com",
        "@dittomusic.com",
        "@com",
    ],
)
def test_who_does_not_want_to_be_written_to_is_not(who: str) -> None:
    source = SourceRef(file="do-not-contact.csv", row=2)
    line = DoNotContact(who=who, reason="asked us to stop", on=date(2026, 3, 1), source=source)
    found = only("do-not-contact", reasons(planned(), around={"do_not_contact": (line,)}))

    assert "do-not-contact.csv, row 2" in found.message
    assert "'asked us to stop'" in found.message
    assert "2026-03-01" in found.message
    assert not found.may_insist


@pytest.mark.parametrize(
    "who", ["help@dittomusic.com", "@music.com", "@dittomusic.co", "@support.dittomusic.com"]
)
def test_others_are_still_written_to(who: str) -> None:
    line = DoNotContact(who=who, source=SourceRef(file="do-not-contact.csv", row=2))

    assert rules(planned(), around={"do_not_contact": (line,)}) == []


@pytest.mark.parametrize(
    ("address", "shown", "like"),
    [
        ("support@dittomusіc.com", "xn--dittomusc-29h.com", "dittomusic.com"),  # a Cyrillic і
        ("support@xn--dittomusc-29h.com", "xn--dittomusc-29h.com", "dittomusic.com"),
        ("support@d1ttomuslc.com", "d1ttomuslc.com", "dittomusic.com"),
        ("support@mail.distr0kid.com", "mail.distr0kid.com", "distrokid.com"),
        ("support@unchainedrnusic.io", "unchainedrnusic.io", "unchainedmusic.io"),
        ("hallo@müller-musik.example", "xn--mller-musik-thb.example", ""),
    ],
)
def test_a_domain_that_is_easily_taken_for_another_waits_for_a_person(
    address: str, shown: str, like: str
) -> None:
    notice = to_contact(email=address)
    found = only("lookalike-domain", reasons(notice, around={"contacts": {"desk": contact(email=address)}}))

    assert found.may_insist
    assert shown in found.message
    assert like in found.message
    assert ("looks like" in found.message) is bool(like)


def test_no_address_of_the_directory_looks_like_another_one() -> None:
    everybody = [
        address.value
        for record in (*DIRECTORY.distributors.values(), *DIRECTORY.desks.values())
        for address in record.addresses
        if address.channel is Channel.EMAIL and address.role is not Role.INFRINGEMENT
    ]
    found = {
        address: rules(to_contact(email=address), around={"contacts": {"desk": contact(email=address)}})
        for address in everybody
    }

    assert len(found) > 5
    assert {address: each for address, each in found.items() if each} == {}


# --- from whom --------------------------------------------------------------------------------------------


def test_a_message_goes_out_through_its_own_account_only() -> None:
    found = only("other-account", reasons(planned(), account_address="band@example.com"))

    assert "'ana@example.com'" in found.message
    assert "'band@example.com'" in found.message
    assert not found.may_insist


def test_the_address_that_the_desk_knows_is_compared_with_the_one_it_is_sent_from() -> None:
    login = replace(planned(), account="band@example.org")
    found = only("other-login", reasons(login))

    assert found.may_insist
    assert "band@example.org" in found.message
    for same in (f"account {ME}", "Ana@Example.com", "12345", ""):
        assert reasons(replace(planned(), account=same)) == (), same


# --- laws -------------------------------------------------------------------------------------------------

SAIDS = st.builds(
    Said,
    sender=st.sampled_from([ME, "band@example.com", ""]),
    recipients=st.sampled_from(
        [(), ("support@dittomusic.com",), ("support@dittomusic.com", ME), ("copyright@amazon.com",)]
    ),
    others=st.sampled_from([(), (), ("Bcc",)]),
)


@given(
    messages=st.lists(SAIDS, max_size=2).map(tuple),
    account=st.sampled_from([ME, ME, "band@example.com"]),
    sha256=st.sampled_from([SIGNED_AS, SIGNED_AS, "e" * 64]),
    what=st.sampled_from([What.SIGNED, What.SIGNED, What.PREPARED]),
    after=st.sampled_from(["", "", "queued", "taken", "submitted", "superseded", "exported"]),
    wanted=st.sampled_from([True, True, False]),
    demo=st.sampled_from([False, False, True]),
    shunned=st.sampled_from([(), ("@dittomusic.com",)]),
)
def test_what_nothing_holds_back_meets_every_condition(
    *, messages, account, sha256, what, after, wanted, demo, shunned
) -> None:
    notice = planned()
    events = {
        "": (),
        "queued": (queued(notice),),
        "taken": taken(notice),
        "submitted": (told(What.SUBMITTED, notice.id, "2026-11-20"),),
        "superseded": (superseded(notice.id),),
        "exported": (Event(what=What.EXPORTED, notice=notice.id),),
    }[after]
    told_so = report((written(notice, what=what), *events))
    one = candidate(
        notice,
        told_so,
        messages=messages,
        account_address=account,
        document_sha256=sha256 if wanted else "",
        notice=notice if wanted else None,
    )
    lines = tuple(DoNotContact(who=who, source=SourceRef(file="do-not-contact.csv")) for who in shunned)
    found = hold_backs([one], grounds(told_so, demo=demo, do_not_contact=lines))[notice.id]

    right = Said(sender=account, recipients=("support@dittomusic.com",))
    good = (
        messages
        and all(each == right for each in messages)
        and (sha256, what, after, wanted, demo, shunned) == (SIGNED_AS, What.SIGNED, "", True, False, ())
    )
    assert (found == ()) is bool(good)
    assert all(reason.may_insist is BRAKES[reason.rule].may_insist for reason in found)


@given(st.lists(st.sampled_from(sorted(BRAKES)), max_size=4), st.booleans())
def test_insisting_never_lifts_a_rule_that_is_for_good(names: list[str], insisted: bool) -> None:
    found = [HoldBack(rule=name, message="m", hint="h", may_insist=BRAKES[name].may_insist) for name in names]

    assert may_go(found, insisted=insisted) is (
        not names or (insisted and all(BRAKES[name].may_insist for name in names))
    )


ODD = ["a@b", "@", "ä@ö.example", "x@xn--", "x@\u0456.com", "a@b\r\nBcc: c@d", "a@\u202eb.com"]
ANY_TEXT = st.text(max_size=20) | st.sampled_from(ODD)


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=3).map(tuple), ANY_TEXT, ANY_TEXT)
def test_whatever_stands_in_a_message_it_is_judged_and_never_fails(sender, to, account, name) -> None:
    """The dry run was fine and the real one crashed on a letter beyond ASCII: mailmerge #19."""
    plain = planned()
    notice = replace(plain, account=account, recipient=replace(plain.recipient, name=name))
    line = DoNotContact(who=account, reason=name, source=SourceRef(file="do-not-contact.csv", row=2))
    said = Said(sender=sender, recipients=to)
    found = reasons(notice, messages=(said,), account_address=sender, around={"do_not_contact": (line,)})

    assert found  # none of these is what the notice says
    assert all(reason.message and reason.hint for reason in found)
    assert not any(mark in reason.message for reason in found for mark in "\r\n\0\x1b\u202e")


@given(st.lists(st.sampled_from([*What][:3]), min_size=1, max_size=12))
def test_every_candidate_is_answered_for(kinds: list[What]) -> None:
    """It said "finished" while a third was unsent: listmonk #2591, #2860."""
    letters = [another(planned(), f"occasion {number}") for number in range(len(kinds))]
    told_so = report(
        event
        for letter, kind in zip(letters, kinds, strict=True)
        for event in (
            [written(letter), superseded(letter.id)]
            if kind is What.SUPERSEDED
            else [written(letter, what=kind)]
        )
    )
    found = hold_backs([candidate(each, told_so) for each in letters], grounds(told_so))

    assert list(found) == [letter.id for letter in letters]
    assert sum(not each for each in found.values()) == (What.SIGNED in kinds)


# --- the page ---------------------------------------------------------------------------------------------


def test_the_page_names_every_rule_and_says_where_a_person_may_insist() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (yes|no) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert dict(rows) == {rule: "yes" if brake.may_insist else "no" for rule, brake in BRAKES.items()}
    assert len(rows) == len(BRAKES)
