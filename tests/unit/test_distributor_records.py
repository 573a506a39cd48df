"""The shipped records of distributors, read as their users will: complete, honest, and safe to follow."""

import re
from datetime import date

import pytest

from takedown import resources
from takedown.agents import address_keys
from takedown.directory import infringement_addresses, lint_directory, load_directory
from takedown.directory.addresses import same_address
from takedown.directory.facts import facts_of
from takedown.notice import Recipient
from takedown.planning.recipients import recipient_of_distributor
from takedown.records import Address, Channel, Confidence, Distributor, Fee, Loss, OneStore, Role, Status
from takedown.request import SPECIAL_VIA

DIRECTORY = load_directory()
RECORDS = DIRECTORY.distributors
CHECKED = date(2026, 11, 22)

#: Each distributor with the class that the research of 22 November 2026 gave it. Written down here once more, because
#: a record that changes its class by mistake would make the program promise what nobody said.
CLASSES = {
    OneStore.SELF_SERVICE: (
        "beatstars", "direct-ddex", "distrokid", "labelgrid", "lacupula", "revelator", "selfdistro", "sonosuite",
        "verseone",
    ),
    OneStore.STAFF: ("chezaa", "ingrooves", "onerpm", "soldistro", "symphonic", "toolost", "tunecore"),
    OneStore.ROUTE_UNKNOWN: ("cdbaby",),
    OneStore.FORBIDDEN: ("labelworx",),
    OneStore.OPEN: (
        "awal", "ditto", "emubands", "imusician", "kami", "musichub", "offstep", "onemusic", "rebeat", "recordunion",
        "routenote", "songtradr", "spinnup", "tratore",
    ),
    OneStore.UNKNOWN: (
        "amuse", "anghami", "bandzoogle", "believe", "delivermytune", "freshtunes", "fuga", "horus", "landr", "level",
        "musicgateway", "orchard", "redeye", "secretly", "soundcloud-dist", "soundrop", "stem", "unchained",
        "unitedmasters", "vydia", "zimbalam",
    ),
}  # fmt: skip
SLUGS = tuple(sorted(slug for slugs in CLASSES.values() for slug in slugs))

RETIRED = {
    "anghami": Status.NOT_A_DISTRIBUTOR,
    "direct-ddex": Status.NOT_A_DISTRIBUTOR,
    "level": Status.CLOSED,
    "spinnup": Status.CLOSED,
}
ASKED = tuple(slug for slug in SLUGS if slug not in RETIRED)

#: Every mailbox that a record may name: those of the research, and two that a company's own page prints (D69, D71).
MAILBOXES = {
    "amuse": "support@amuse.io",
    "ditto": "support@dittomusic.com",
    "ingrooves": "musicsupport@ingrooves.com",
    "lacupula": "soporte@lacupulamusic.com",
    "musichub": "support@music-hub.com",
    "onemusic": "supporta@onemusicrecordsofficial.com",
    "rebeat": "customerservice@rebeat.com",
    "selfdistro": "support@selfdistro.com",
    "songtradr": "support@songtradr.com",
    "verseone": "support@verseone.net",
}

#: What removes from every store there: the words of the button, or of the request. None is a way to hand a paper over.
BUTTONS = {
    "amuse": ("Take down release",),
    "chezaa": ("Releases > Approved",),
    "emubands": ("end the agreement",),
    "ingrooves": ("full takedown",),
    "lacupula": ("Takedown from all channels",),
    "onemusic": ("sent on to all platforms",),
    "onerpm": ("all platforms",),
    "recordunion": ("Manage Music > Subscriptions",),
    "selfdistro": ("Takedown from all channels",),
    "sonosuite": ("Takedown from all channels",),
    "symphonic": ("Take Down",),
    "tunecore": ("Manage Subscriptions", "cancel renewal"),
    "unitedmasters": ("DMCA form",),
    "verseone": ("Takedown from all channels",),
}

#: A sentence that names such a button tells not to use it.
_WARNS = re.compile(r"\b(do not|neither)\b", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.])\s+", text)


def told(record: Distributor) -> list[str]:
    """All that tells a user what to do: ways with their notes, steps, notes."""
    ways = [text for way in record.addresses for text in (way.value, way.note)]
    return [*ways, *record.steps, *(note.value for note in record.notes)]


def everything(recipient: Recipient) -> str:
    ways = [text for way in recipient.ways for text in (way.value, *way.lines, way.note)]
    return " ".join((recipient.name, recipient.email, *recipient.postal, *ways, *recipient.steps))


def test_every_distributor_of_the_research_has_a_record_and_no_other_is_there() -> None:
    assert len(SLUGS) == 53
    assert sorted(RECORDS) == list(SLUGS)


def test_no_record_raises_an_error_or_a_warning() -> None:
    found = lint_directory(DIRECTORY, [resources.notice_templates()], today=CHECKED)

    worse = [
        f"{one.rule} {one.source}: {one.message}"
        for one in found
        if one.severity != "info" and one.source.file.startswith("distributors/")
    ]
    assert worse == []


@pytest.mark.parametrize("one_store", CLASSES)
def test_the_class_of_a_record_is_the_researched_one(one_store: OneStore) -> None:
    assert {slug for slug, record in RECORDS.items() if record.one_store is one_store} == set(
        CLASSES[one_store]
    )


def test_a_known_class_says_why_and_an_unknown_one_claims_nothing() -> None:
    for slug, record in RECORDS.items():
        assert bool(record.one_store_fact.value) == record.one_store.is_known, slug


def test_retired_records_say_why_and_where_to_go() -> None:
    assert {slug: record.status for slug, record in RECORDS.items() if record.status.is_retired} == RETIRED
    for slug in RETIRED:
        redirect = RECORDS[slug].redirect
        assert redirect.value, slug
        assert redirect.source, slug
        assert redirect.instead, slug
        assert set(redirect.instead) <= SPECIAL_VIA | RECORDS.keys(), slug
        assert not RECORDS[slug].addresses, slug


def test_only_retired_records_lead_elsewhere() -> None:
    for slug in ASKED:
        assert not RECORDS[slug].redirect.value, slug
        assert not RECORDS[slug].redirect.instead, slug


def test_whoever_can_be_asked_has_steps() -> None:
    for slug in ASKED:
        assert RECORDS[slug].steps, slug


def test_where_no_address_is_known_the_steps_say_where_to_look_for_one() -> None:
    without = [slug for slug in ASKED if not recipient_of_distributor(RECORDS[slug]).ways]

    assert without
    for slug in without:
        steps = " ".join(RECORDS[slug].steps)
        assert re.search(r"in your account|your account shows|account manager", steps), slug


def test_where_nothing_is_known_the_user_hears_what_the_request_says_itself() -> None:
    """The ticket asks to do nothing if all stores would be left: who gets no answer in advance must know that."""
    for slug in ASKED:
        if not RECORDS[slug].one_store.is_known:
            assert "ticket.txt asks them to do nothing" in " ".join(RECORDS[slug].steps), slug


def test_every_mailbox_is_a_known_one_and_stands_in_its_own_record() -> None:
    for slug, record in RECORDS.items():
        given = {way.value for way in record.addresses if way.channel is Channel.EMAIL}
        named = {name for text in told(record) for name in _MAILBOX.findall(text)}
        known = {MAILBOXES[slug]} if slug in MAILBOXES else set()
        assert given == known, slug
        assert named <= known, slug


def test_what_removes_everywhere_is_written_down_for_each_record_that_has_it() -> None:
    assert {slug for slug, record in RECORDS.items() if record.all_stores_trap.value} == set(BUTTONS)


@pytest.mark.parametrize("slug", BUTTONS)
def test_nothing_tells_to_press_what_removes_everywhere(slug: str) -> None:
    record = RECORDS[slug]
    for button in BUTTONS[slug]:
        for way in record.addresses:
            assert button not in way.value, way.value
        for text in told(record):
            for sentence in sentences(text):
                if button in sentence:
                    assert _WARNS.search(sentence), sentence


def test_a_step_that_tells_to_press_such_a_button_would_be_found() -> None:
    """The test above can fail: a sentence without a warning is no warning."""
    assert not _WARNS.search("Open Manage Subscriptions and press the first button.")
    assert not _WARNS.search("Press 'Takedown from all channels' at the top left.")


def test_no_recipient_holds_an_address_for_claims_of_infringement() -> None:
    agents = infringement_addresses(DIRECTORY)
    assert agents
    for slug, record in RECORDS.items():
        recipient = recipient_of_distributor(record)
        used = {key for way in recipient.ways for key in address_keys(way.value)}
        used |= address_keys(recipient.email)
        posted = Address(channel=Channel.POST, role=Role.GENERAL, lines=recipient.postal)
        used |= same_address(posted)
        for way in recipient.ways:
            used |= same_address(Address(channel=Channel.POST, role=Role.GENERAL, lines=way.lines))
        assert not used & agents.keys(), slug
        assert not re.search(r"copyright agent|dmca agent", everything(recipient), re.IGNORECASE), slug


def test_those_who_take_claims_of_infringement_are_marked() -> None:
    marked = {
        slug
        for slug, record in RECORDS.items()
        if any(one.role is Role.INFRINGEMENT for one in record.addresses)
    }

    assert marked == {"cdbaby", "distrokid", "unitedmasters"}


def test_typed_times_are_those_of_the_sources() -> None:
    timed = {
        slug: (record.time.min, record.time.max, record.time.unit.value)
        for slug, record in RECORDS.items()
        if record.time.max is not None
    }

    assert timed == {
        "awal": (None, 30, "days"),
        "chezaa": (7, 31, "days"),
        "labelgrid": (3, 28, "days"),
        "lacupula": (2, 10, "business-days"),
        "selfdistro": (2, 10, "business-days"),
        "sonosuite": (2, 10, "business-days"),
        "symphonic": (7, 31, "days"),
        "tunecore": (2, 15, "business-days"),
        "verseone": (2, 10, "business-days"),
    }
    assert RECORDS["awal"].time.confidence is Confidence.LOW


def test_only_two_prices_are_known_and_all_other_costs_are_words() -> None:
    priced: dict[str, Fee] = {
        slug: fee for slug, record in RECORDS.items() for fee in record.fees if fee.amount is not None
    }

    assert {slug: f"{fee.currency} {fee.amount} per {fee.per}" for slug, fee in priced.items()} == {
        "kami": "USD 9.99 per release",
        "lacupula": "EUR 0.02 per recording-and-platform",
    }


def test_the_account_stays_open_where_a_source_says_so() -> None:
    keeping = {
        slug
        for slug, record in RECORDS.items()
        if any(one.rule is Loss.KEEP_ACCOUNT for one in record.cautions)
    }

    assert keeping == {
        "amuse", "beatstars", "ditto", "imusician", "offstep", "recordunion", "routenote", "songtradr",
    }  # fmt: skip


def test_a_language_of_a_desk_has_its_source() -> None:
    speaking = {slug: record.languages for slug, record in RECORDS.items() if record.languages}

    assert speaking == {
        "imusician": ("en", "de", "fr", "it", "es"),
        "musichub": ("de", "en"),
        "tratore": ("pt",),
    }
    for slug in speaking:
        assert RECORDS[slug].languages_source, slug
        assert set(RECORDS[slug].languages_source) <= DIRECTORY.sources.keys(), slug


def test_systems_behind_brands_say_that_the_brand_is_asked() -> None:
    for slug in ("revelator", "sonosuite"):
        notes = " ".join(note.value for note in RECORDS[slug].notes)
        assert "brand is the one to ask" in notes, slug


def test_forms_ask_in_their_own_words_and_order() -> None:
    assert RECORDS["ingrooves"].ticket.fields[:3] == ("UPC", "label", "retailer(s)")
    assert RECORDS["soldistro"].ticket.fields == (
        "artist name", "release title", "UPC and/or ISRC", "store or platform", "reason",
        "ownership and authority confirmation",
    )  # fmt: skip
    assert RECORDS["onemusic"].ticket.fields[:3] == ("song", "artist", "UPC or ISRC")
    assert RECORDS["onerpm"].ticket.subject == "Takedown UPC {upcs}"


def test_no_prose_of_a_record_is_left_unfinished() -> None:
    for slug, record in RECORDS.items():
        values = [
            getattr(found.fact, "value", "") for found in facts_of(record) if found.key[:9] != "addresses"
        ]
        for text in (*record.steps, *filter(None, values)):
            assert text.endswith("."), (slug, text)
            assert text == " ".join(text.split()), (slug, text)
