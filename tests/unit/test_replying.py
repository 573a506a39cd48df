"""Notices after another: made from what the ledger holds, and made again to the same bytes."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.audit_samples import report_of, told
from support.builders import isrc, release, request, route, without_codes

from takedown.directory import load_directory
from takedown.errors import DirectoryError, UsageError
from takedown.events import Event, What
from takedown.model import Place, Recording, SourceRef
from takedown.notice import Kind, Notice, Recipient, RecipientRole, Scope, Way
from takedown.planning.recipients import recipient_of_contact, recipient_of_desk, recipient_of_distributor
from takedown.records import Channel, Ticket
from takedown.rendering import load_letters, render_notice
from takedown.rendering.twin import notice_document
from takedown.rendering.written import write_letter
from takedown.replying import Ground, called, even_groups, follow_ups, reply_notice, standing, way_back
from takedown.request import Agreement, Basis, Contact, Sender

DIRECTORY = load_directory()
LETTERS = load_letters()
DATED = date(2026, 11, 22)
OUT = "2026-11-23"
TUNECORE = recipient_of_distributor(DIRECTORY.distributors["tunecore"])
HERE = SourceRef(file="catalog.csv", row=2)
CONTACT = Contact(name="Deciding Example", email="decides@example.org", source="their letter of 2 May 2026")
REQUEST = request(route("tunecore"), contacts={"decider": CONTACT})
LONE = Recording(title="Alone", artists=("Kim Example",), isrc=isrc(900), source=HERE)
SINGLE = replace(
    release(9, tracks=0), key=f"isrc:{LONE.isrc}", icpn="", title="", label="", recordings=(LONE,)
)


def notice(**changes) -> Notice:
    plain = Notice(
        kind=Kind.WITHDRAWAL,
        occasion="2026-11 Amazon",
        principal="Ana Example",
        sender=REQUEST.sender,
        basis=Basis.SOLE_OWNER,
        recipient=TUNECORE,
        platforms=(DIRECTORY.platforms["amazon-music"], DIRECTORY.platforms["amazon-digital"]),
        territories=("worldwide",),
        wanted_by=date(2026, 12, 18),
        releases=(release(1), release(2)),
        account="ana@example.com",
        agreement=Agreement(name="Terms", dated=date(2022, 3, 1), notice_days=30),
    )
    return replace(plain, **changes)


def recorded(paper: Notice, what=What.PREPARED) -> Event:
    """The event of a notice that was really rendered."""
    rendered = render_notice(paper, LETTERS, dated=DATED)
    return Event(
        what=what,
        notice=paper.id,
        documents=dict(rendered.files),
        data={
            "dated": DATED.isoformat(),
            "document_sha256": rendered.document_sha256,
            "files": {name: hashlib.sha256(each).hexdigest() for name, each in rendered.files.items()},
            "folder": paper.folder,
            "kind": paper.kind.value,
        },
    )


def paper_of(paper: Notice):
    return json.loads(render_notice(paper, LETTERS, dated=DATED).files["notice.json"])


def ground_of(*papers: Notice, **changes) -> Ground:
    return replace(
        Ground(request=REQUEST, directory=DIRECTORY, papers={each.id: paper_of(each) for each in papers}),
        **changes,
    )


def out(paper: Notice, on=OUT, **more):
    return recorded(paper), told(What.SUBMITTED, paper.id, on, **more)


def state_in(report, paper):
    return next(state for state in report.notices if state.id == paper.id)


def keys(paper):
    return frozenset(item.key for item in paper.items)


def made(kind, paper=None, *, ground=None, to="", **more):
    paper = paper or notice()
    state = state_in(report_of(*out(paper, **more)), paper)
    return reply_notice(kind, state, keys(paper), ground or ground_of(paper), to=to)


# --- what a reply holds ---------------------------------------------------------------------------------

PLACES = st.lists(
    st.builds(
        Place,
        platform=st.sampled_from(["amazon-music", "amazon-digital"]),
        asin=st.sampled_from(["", "B0EXAMPLE1"]),
        url=st.sampled_from(["", "https://www.amazon.com/dp/B0EXAMPLE1"]),
    ),
    max_size=2,
    unique_by=lambda place: place.platform,
).map(tuple)
WORDS = st.sampled_from(["Harbour", "Łódź; by Night", "Rope, Salt", "=1+1", ""])


@st.composite
def releases(draw, number):
    plain = draw(
        st.sampled_from([release(number), release(number, tracks=0), without_codes(release(number))])
    )
    plain = replace(
        plain,
        key=f"{plain.key}{number}" if not plain.icpn else plain.key,
        artists=tuple(
            draw(st.lists(st.sampled_from(["Ana Example", "Kim, Jo & Co"]), min_size=1, unique=True))
        ),
        title=draw(WORDS) or plain.title,
        version=draw(WORDS),
        catalog_number=draw(WORDS),
        released=draw(st.sampled_from([None, date(2021, 5, 7)])),
        places=draw(PLACES),
    )
    recordings = tuple(
        replace(each, version=draw(WORDS), artists=plain.artists, places=draw(PLACES))
        for each in plain.recordings
    )
    return replace(plain, recordings=recordings)


@given(st.tuples(releases(1), releases(2)), st.sampled_from([(), (SINGLE,)]))
def test_a_reply_lists_the_very_items_of_the_notice_before_it(two, more):
    paper = notice(releases=(*two, *more))
    written = write_letter(notice(), LETTERS, dated=DATED)
    document = notice_document(paper, written, dated=DATED)
    ground = ground_of(papers={paper.id: document})
    event = replace(
        recorded(notice()), notice=paper.id, documents={"notice.json": json.dumps(document).encode()}
    )
    state = state_in(report_of(event, told(What.SUBMITTED, paper.id, OUT)), paper)

    reply = reply_notice(Kind.REINSTATEMENT, state, keys(paper), ground)

    assert notice_document(reply, written, dated=DATED)["items"] == document["items"]
    assert reply.in_reply_to == paper.id
    assert reply.case == paper.case
    assert [each.is_lone_recording for each in reply.releases] == [
        each.is_lone_recording for each in paper.releases
    ]


def test_a_reply_speaks_of_the_notice_before_it_and_shares_its_case():
    paper = notice()
    reply = made(Kind.REMINDER, paper, ticket="TC-1")

    assert (reply.case, reply.in_reply_to, reply.principal) == (paper.case, paper.id, "Ana Example")
    assert reply.earlier is not None
    assert (reply.earlier.submitted_on, reply.earlier.ticket) == (date(2026, 11, 23), "TC-1")
    assert (reply.basis, reply.account, reply.agreement) == (paper.basis, paper.account, paper.agreement)


def test_the_principal_stays_and_who_signs_is_as_today():
    paper = notice()
    changed = replace(
        REQUEST, sender=Sender(name="Bo Example", organization="New Tapes", email="bo@example.org")
    )

    reply = made(Kind.REMINDER, paper, ground=ground_of(paper, request=changed))

    assert (reply.principal, reply.sender.name) == ("Ana Example", "Bo Example")
    assert reply.id == made(Kind.REMINDER, paper).id


def test_another_occasion_since_then_moves_no_reply_to_another_case():
    paper = notice()
    later = replace(REQUEST, wish=replace(REQUEST.wish, occasion="2027-05"))

    assert made(Kind.RETRACTION, paper, ground=ground_of(paper, request=later)).case == paper.case


def test_each_kind_after_one_notice_has_an_id_of_its_own():
    kinds = (Kind.REMINDER, Kind.ESCALATION, Kind.RETRACTION, Kind.REINSTATEMENT)

    assert len({made(kind).id for kind in kinds} | {notice().id}) == 5


def test_no_button_and_no_form_of_subject_for_removing_stands_in_a_reply():
    recipient = replace(
        TUNECORE,
        ways=(Way(channel=Channel.DASHBOARD, value="Release > remove"), *TUNECORE.ways),
        ticket=Ticket(subject="Remove {upcs}", fields=("reason for removal",), max_characters=900),
    )
    back = way_back(notice(recipient=recipient))

    assert all(way.channel is not Channel.DASHBOARD for way in back.recipient.ways)
    assert (back.recipient.ticket.subject, back.recipient.ticket.fields) == ("", ())
    assert back.recipient.ticket.max_characters == 900


@pytest.mark.parametrize("kind", [Kind.RETRACTION, Kind.REINSTATEMENT])
def test_the_day_wanted_for_a_removal_stands_in_no_letter_that_undoes_it(kind):
    paper = notice(effective="2026-12-24")

    assert (made(kind, paper).effective, made(kind, paper).wanted_by) == ("earliest", None)
    assert made(Kind.REMINDER, paper).effective == "2026-12-24"


def test_a_request_for_some_countries_is_followed_for_these_countries():
    paper = notice(territories=("worldwide",), excluded_territories=("DE",))

    assert made(Kind.REMINDER, paper).scope == Scope(included=("worldwide",), excluded=("DE",))


def test_a_desk_whose_record_is_gone_is_written_to_as_the_notice_had_it():
    gone = Recipient(
        desk="former",
        name="Former Example",
        role=RecipientRole.DISTRIBUTOR,
        email="desk@example.org",
        postal=("9 Example Road", "Leeds"),
    )
    reply = made(Kind.REMINDER, notice(recipient=gone))

    assert (reply.recipient.name, reply.recipient.email) == ("Former Example", "desk@example.org")
    assert [way.channel for way in reply.recipient.ways] == [Channel.EMAIL, Channel.POST]


def test_a_contact_is_written_to_as_takedown_toml_has_it_today():
    label = recipient_of_contact(
        "decider", Contact(name="Old Name", email="old@example.org", source="x"), RecipientRole.LABEL
    )
    reply = made(Kind.REMINDER, notice(kind=Kind.LABEL_REQUEST, recipient=label))

    assert (reply.recipient.name, reply.recipient.email) == ("Deciding Example", "decides@example.org")
    assert reply.recipient.role is RecipientRole.LABEL


def test_a_platform_keeps_the_address_that_was_chosen_for_the_country_of_the_sender():
    desk = replace(
        recipient_of_desk(DIRECTORY.desks["amazon"]), postal=("Example Amazon", "1 Example Street", "London")
    )
    reply = made(Kind.REMINDER, notice(kind=Kind.PLATFORM_REQUEST, recipient=desk))

    assert reply.recipient.postal == desk.postal
    assert reply.recipient.attention == desk.attention


def test_a_platform_that_the_directory_has_no_longer_is_named():
    paper = notice()
    small = replace(DIRECTORY, platforms={"amazon-music": DIRECTORY.platforms["amazon-music"]})

    with pytest.raises(DirectoryError, match="amazon-digital"):
        made(Kind.REMINDER, paper, ground=ground_of(paper, directory=small))


def test_no_letter_follows_a_notice_that_was_erased():
    with pytest.raises(UsageError, match="erased"):
        made(Kind.RETRACTION, ground=ground_of())


def test_items_are_divided_into_whole_rectangles():
    paper = notice()
    first, second = release(1).key, release(2).key
    state = state_in(report_of(*out(paper)), paper)
    chosen = frozenset({f"{first}|amazon-music", f"{second}|amazon-music", f"{second}|amazon-digital"})

    groups = even_groups(state, chosen)

    assert set(groups) == {
        frozenset({f"{first}|amazon-music"}),
        frozenset({f"{second}|amazon-music", f"{second}|amazon-digital"}),
    }
    for group in groups:
        assert keys(reply_notice(Kind.REMINDER, state, group, ground_of(paper))) == group


def test_the_way_back_has_the_id_that_its_letter_will_have():
    paper = notice(reasons="My own words.", effective="2026-12-24")

    assert way_back(paper).id == made(Kind.REINSTATEMENT, paper).id
    assert way_back(paper).earlier is None


# --- what is due, what still holds ----------------------------------------------------------------------


def due(*events, today, only=frozenset(), to="", paper=None):
    paper = paper or notice()
    return follow_ups(report_of(*events, today=today), ground_of(paper), only=only, to=to)


def kinds(replies):
    return [each.kind for each in replies.notices]


LATE, LATER, LATEST = date(2026, 12, 1), date(2026, 12, 20), date(2027, 1, 20)


def test_nothing_is_written_before_its_day():
    assert due(*out(notice()), today=date(2026, 11, 27)).notices == ()


def test_a_notice_without_answer_is_followed_by_a_reminder():
    (reminder,) = due(*out(notice()), today=LATE).notices

    assert reminder.kind is Kind.REMINDER
    assert keys(reminder) == keys(notice())


@pytest.mark.parametrize("answer", [What.AGREED, What.REFUSED, What.GONE])
def test_nobody_is_reminded_of_what_was_answered_or_is_gone(answer):
    paper = notice()
    first = [item.key for item in paper.items][:2]
    told_first = told(answer, paper.id, "2026-11-25", items=first)

    (reminder,) = due(*out(paper), told_first, today=LATEST).notices

    assert keys(reminder) == keys(paper) - set(first)


def test_what_was_only_acknowledged_is_reminded_of_when_nothing_came_of_it():
    paper = notice(agreement=None)
    acknowledged = told(What.ACKNOWLEDGED, paper.id, "2026-11-25")

    assert due(*out(paper), acknowledged, today=date(2026, 12, 4)).notices == ()
    assert kinds(due(*out(paper), acknowledged, today=date(2026, 12, 7))) == [Kind.REMINDER]


def reminded(paper, on="2026-12-01"):
    return out(made(Kind.REMINDER, paper), on)


def test_a_reminder_without_answer_is_followed_by_one_escalation_and_no_more():
    paper = notice()
    events = (*out(paper), *reminded(paper))
    report = report_of(*events, today=LATER)
    state = state_in(report, paper)

    (escalation,) = follow_ups(report, ground_of(paper), only=frozenset(), to="").notices
    assert escalation.kind is Kind.ESCALATION
    assert escalation.earlier is not None
    assert escalation.earlier.reminded_on == date(2026, 12, 1)
    assert reply_notice(Kind.ESCALATION, state, keys(paper), ground_of(paper)).id == escalation.id

    assert due(*events, *out(escalation, "2026-12-20"), today=LATEST).notices == ()


def test_after_an_escalation_another_desk_can_be_named():
    paper = notice()
    events = (*out(paper), *reminded(paper))
    escalation = due(*events, today=LATER).notices[0]
    all_events = (*events, *out(escalation, "2026-12-20"))

    (other,) = due(*all_events, today=LATEST, only=frozenset({paper.id}), to="decider").notices

    assert (other.kind, other.recipient.name) == (Kind.ESCALATION, "Deciding Example")
    assert other.id != escalation.id
    done = (*all_events, *out(other, "2027-01-20"))
    assert due(*done, today=date(2027, 6, 1), only=frozenset({paper.id}), to="decider").notices == ()


def test_naming_another_desk_takes_the_place_of_an_unsigned_escalation():
    paper = notice()
    events = (*out(paper), *reminded(paper))
    escalation = due(*events, today=LATER).notices[0]

    replies = due(*events, recorded(escalation), today=LATER, only=frozenset({paper.id}), to="decider")

    assert [each.recipient.desk for each in replies.notices] == ["decider"]
    assert replies.needless == (escalation.id,)
    # and without naming it again, the chosen desk stays
    again = due(*events, recorded(replies.notices[0]), today=LATER)
    assert [each.id for each in again.notices] == [replies.notices[0].id]


def test_an_answer_makes_a_prepared_reminder_needless():
    paper = notice()
    reminder = made(Kind.REMINDER, paper)
    events = (*out(paper), recorded(reminder), told(What.AGREED, paper.id, "2026-12-02"))

    assert standing(report_of(*events), ground_of(paper)).needless == (reminder.id,)
    assert due(*events, today=LATE).needless == (reminder.id,)


def test_a_part_that_was_answered_gives_the_rest_a_reminder_of_its_own():
    paper = notice()
    reminder = made(Kind.REMINDER, paper)
    gone = told(What.GONE, paper.id, "2026-12-01", items=[item.key for item in paper.items][:2])

    replies = due(*out(paper), recorded(reminder), gone, today=LATE)

    assert replies.needless == (reminder.id,)
    assert [len(each.items) for each in replies.notices] == [2]


def test_a_signed_reminder_stays_where_more_has_become_due():
    paper = notice()
    first = frozenset(item.key for item in paper.items if item.release == paper.releases[0])
    state = state_in(report_of(*out(paper)), paper)
    small = reply_notice(Kind.REMINDER, state, first, ground_of(paper))

    replies = due(*out(paper), recorded(small, What.SIGNED), today=LATE)

    assert replies.needless == ()
    assert {len(each.items) for each in replies.notices} == {2}
    assert small.id in {each.id for each in replies.notices}
    unsigned = due(*out(paper), recorded(small), today=LATE)
    assert (unsigned.needless, [len(each.items) for each in unsigned.notices]) == ((small.id,), [4])


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.RETRACTION, Kind.REINSTATEMENT])
def test_an_open_reply_is_made_again_from_the_ledger_byte_for_byte(kind):
    paper = notice()
    reply = made(kind, paper)
    report = report_of(*out(paper), recorded(reply))

    (again,) = standing(report, ground_of(paper)).notices

    assert again == reply
    first, second = (render_notice(each, LETTERS, dated=DATED).files for each in (reply, again))
    assert first == second


def test_a_ticket_that_came_since_enters_the_reminder_and_leaves_its_id():
    paper = notice()
    reminder = made(Kind.REMINDER, paper)
    came = told(What.ACKNOWLEDGED, paper.id, "2026-12-01", ticket="TC-9")

    (again,) = standing(report_of(*out(paper), recorded(reminder), came), ground_of(paper)).notices

    assert again.id == reminder.id
    assert again.earlier is not None
    assert again.earlier.ticket == "TC-9"


def test_a_reply_to_what_was_erased_can_be_neither_made_nor_judged_and_stays():
    paper = notice()
    reminder = made(Kind.REMINDER, paper)

    replies = standing(report_of(*out(paper), recorded(reminder)), ground_of())

    assert (replies.notices, replies.needless) == ((), ())


def test_a_contact_that_is_no_longer_written_down_gets_no_letter_meant_for_it():
    paper = notice()
    events = (*out(paper), *reminded(paper))
    other = due(*events, today=LATER, only=frozenset({paper.id}), to="decider").notices[0]
    without = replace(REQUEST, contacts={})

    replies = standing(report_of(*events, recorded(other)), ground_of(paper, request=without))

    assert (replies.notices, replies.needless) == ((), ())


def test_a_retraction_takes_the_place_of_an_open_one_about_the_same_items():
    paper = notice()
    whole = made(Kind.RETRACTION, paper)
    report = report_of(*out(paper), recorded(whole), recorded(made(Kind.REMINDER, paper)))
    some = frozenset(list(keys(paper))[:1])

    replies = called(Kind.RETRACTION, state_in(report, paper), some, report, ground_of(paper))

    assert replies.needless == (whole.id,)
    assert [keys(each) for each in replies.notices] == [some]


def test_a_retraction_that_went_out_makes_reminders_needless_and_no_reinstatement():
    paper = notice()
    back = made(Kind.REINSTATEMENT, paper)
    reminder = made(Kind.REMINDER, paper)
    retraction = out(made(Kind.RETRACTION, paper), "2026-12-02")

    replies = standing(
        report_of(*out(paper), recorded(back), recorded(reminder), *retraction), ground_of(paper)
    )

    assert [each.id for each in replies.notices] == [back.id]
    assert replies.needless == (reminder.id,)


# --- a copyright agent ----------------------------------------------------------------------------------

AGENTS_DESKS = (
    Contact(name="Amazon", email="copyright@amazon.com", source="their page"),
    Contact(name="Amazon", email="copyright@amazon.com"),
    Contact(name="Amazon", form="https://www.amazon.com/report/infringement"),
    Contact(name="Amazon", address=("Amazon.com Legal Department", "P.O. Box 81226", "Seattle, WA 98108")),
)
REPLIES = tuple(kind for kind in Kind if kind.answers_another)


@pytest.mark.parametrize("kind", REPLIES)
@pytest.mark.parametrize("agent", AGENTS_DESKS)
def test_no_reply_of_any_kind_goes_to_a_copyright_agent(kind, agent):
    ground = ground_of(notice(), request=replace(REQUEST, contacts={"my-agent": agent}))
    with pytest.raises(UsageError, match=r"my-agent: .*copyright agent") as caught:
        made(kind, ground=ground, to="my-agent")
    assert caught.value.hint


@pytest.mark.parametrize("kind", REPLIES)
def test_no_reply_follows_a_notice_to_the_agent_it_once_went_to(kind):
    """Its desk is known no longer: then it is taken as the ledger holds it."""
    known = Contact(name="Qobuz", email="support@qobuz.com", source="their page")
    agent = recipient_of_contact("my-agent", known, RecipientRole.DISTRIBUTOR)
    with pytest.raises(UsageError, match=r"'support@qobuz\.com' is an address of the copyright agent"):
        made(kind, notice(recipient=agent))


def test_a_reply_to_the_general_address_that_shares_the_agents_box_is_made():
    general = Contact(name="Amazon.com, Inc.", address=("P.O. Box 81226", "Seattle, WA 98108-1226", "USA"))
    ground = ground_of(notice(), request=replace(REQUEST, contacts={"general": general}))
    assert made(Kind.ESCALATION, ground=ground, to="general").recipient.postal == general.address
