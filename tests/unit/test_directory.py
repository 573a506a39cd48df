"""Loading, overlay, lint and freshness of the directory, with real files and the shipped records."""

import dataclasses
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from takedown import resources
from takedown.directory import RecordKind, lint_directory, load_directory, record_schema
from takedown.directory.addresses import (
    infringement_addresses,
    reused_addresses,
    same_address,
    told_addresses,
)
from takedown.directory.facts import all_records
from takedown.directory.findings import RULES
from takedown.directory.schemas import schema_text
from takedown.errors import DirectoryError, ExitCode
from takedown.freshness import stale_facts
from takedown.model import Finding, Severity
from takedown.records import (
    Ability,
    Address,
    CampaignStatus,
    Channel,
    Confidence,
    Desk,
    Directory,
    Distributor,
    Fact,
    Fee,
    Known,
    OneStore,
    Per,
    Redirect,
    Role,
    Source,
    Status,
    Steps,
    Ticket,
    Time,
    Unit,
)

TODAY = date(2026, 11, 22)

SMALL = """\
name = "Small Distribution"
status = "active"
checked_on = 2026-11-20
one_store = "staff"

[one_store_fact]
value = "Yes, by email."
source = ["OWN1"]
confidence = "high"
"""

OWN_SOURCE = '[OWN1]\ntitle = "Mail from their support"\nurl = "https://example.com"\ndate = "2026-11-20"\n'


def overlay(folder: Path, files: dict[str, str | bytes]) -> Path:
    root = folder / "templates"
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def refused(
    folder: Path, content: str | bytes, name: str = "distributors/small/distributor.toml"
) -> DirectoryError:
    with pytest.raises(DirectoryError) as caught:
        load_directory(overlay(folder, {name: content}))

    assert caught.value.exit_code is ExitCode.CANNOT_START
    assert caught.value.hint
    return caught.value


def lint(directory: Directory, *, today: date = TODAY) -> tuple[Finding, ...]:
    return lint_directory(directory, [resources.notice_templates()], today=today)


def with_distributor(**changes: Any) -> Directory:
    """The shipped directory with one more distributor, sound but for the changes."""
    sound = Distributor(
        slug="small",
        name="Small Distribution",
        status=Status.ACTIVE,
        checked_on=TODAY,
        one_store=OneStore.STAFF,
        one_store_fact=Fact(value="Yes.", source=("D3",), confidence=Confidence.HIGH),
    )
    directory = load_directory()
    small = dataclasses.replace(sound, **changes)
    return dataclasses.replace(directory, distributors=directory.distributors | {"small": small})


def serious(directory: Directory, **options: Any) -> list[tuple[str, str]]:
    """Rule and dotted key of every finding that is more than information."""
    findings = lint(directory, **options)
    return [(one.rule, one.source.column) for one in findings if one.severity is not Severity.INFO]


def address(channel: Channel, value: str = "", **more: Any) -> Address:
    given: dict[str, Any] = {"role": Role.SUPPORT, "source": ("D3",), "confidence": Confidence.HIGH}
    return Address(channel=channel, value=value, **(given | more))


# What is shipped


def test_the_shipped_directory_has_no_error_and_no_warning() -> None:
    worse = [
        f"{one.rule} {one.source}: {one.message}" for one in lint(load_directory()) if one.severity != "info"
    ]

    assert worse == []


def test_the_records_that_were_promised_are_there() -> None:
    directory = load_directory()

    assert {"amazon-music", "amazon-digital", "spotify"} <= directory.platforms.keys()
    assert {
        "distrokid", "tunecore", "cdbaby", "symphonic", "ingrooves", "unitedmasters",
        "amuse", "onerpm", "ditto", "lacupula", "labelgrid", "labelworx",
    } <= directory.distributors.keys()  # fmt: skip
    assert directory.campaigns["no-music-for-ice"].status is CampaignStatus.HISTORICAL


def test_prose_and_numbers_of_a_time_are_both_kept() -> None:
    time = load_directory().distributors["tunecore"].time

    assert (time.min, time.max, time.unit) == (2, 15, Unit.BUSINESS_DAYS)
    assert time.value == "Most services 2-3 business days, some up to three weeks."


def test_an_amount_is_an_exact_decimal() -> None:
    (fee,) = load_directory().distributors["lacupula"].fees

    assert (fee.amount, fee.currency, fee.per) == (Decimal("0.02"), "EUR", Per.RECORDING_AND_PLATFORM)


@pytest.mark.parametrize("slug", ["tunecore", "symphonic", "amuse"])
def test_a_button_that_removes_from_all_stores_is_never_a_way_to_hand_a_paper_over(slug: str) -> None:
    distributor = load_directory().distributors[slug]
    ways = " ".join(one.value for one in distributor.addresses)

    assert distributor.all_stores_trap.value
    assert "Manage Subscriptions" not in ways
    assert "Take Down" not in ways
    assert "Take down" not in ways


def test_spotify_gets_no_letter_because_it_takes_no_direct_instruction() -> None:
    desk = load_directory().desks["spotify"]

    assert desk.takes_requests.answer is Known.NO
    assert {one.role for one in desk.addresses} == {Role.INFRINGEMENT}


@pytest.mark.parametrize("kind", RecordKind)
def test_the_published_schema_is_the_one_made_from_the_classes(kind: RecordKind) -> None:
    published = resources.schema(kind.value).read_text(encoding="utf-8")

    assert published == schema_text(kind), "write takedown.directory.schemas.schema_text(kind) into the file"
    assert json.loads(published)["title"] == f"takedown {kind}"


def test_schemas_carry_the_notes_of_the_classes() -> None:
    schema = record_schema(RecordKind.DISTRIBUTOR)

    assert schema["properties"]["addresses"]["description"] == "In the order in which to try them."
    assert schema["$defs"]["Fee"]["properties"]["amount"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert "slug" not in schema["required"]


# The overlay of a workspace


def test_a_missing_overlay_changes_nothing(tmp_path: Path) -> None:
    assert load_directory(tmp_path / "templates") == load_directory()


def test_an_overlay_adds_a_record_and_its_source(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"distributors/small/distributor.toml": SMALL, "sources.toml": OWN_SOURCE})

    directory = load_directory(root)

    assert directory.distributors["small"].slug == "small"
    assert directory.sources["OWN1"] == Source(
        title="Mail from their support", url="https://example.com", date="2026-11-20"
    )
    assert "D3" in directory.sources
    assert serious(directory) == []


def test_an_overlay_record_takes_the_place_of_the_shipped_one_as_a_whole(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"distributors/tunecore/distributor.toml": SMALL, "sources.toml": OWN_SOURCE})

    tunecore = load_directory(root).distributors["tunecore"]

    assert tunecore.name == "Small Distribution"
    assert tunecore.addresses == ()


def test_an_overlay_with_only_a_request_text_keeps_the_shipped_record(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"platforms/spotify/request.en.md.j2": "…", "letters/parts.toml": "anything"})

    assert load_directory(root) == load_directory()


def test_a_record_of_an_overlay_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"distributors/small/distributor.toml": b"\xef\xbb\xbf" + SMALL.encode()})

    assert load_directory(root).distributors["small"].name == "Small Distribution"


@pytest.mark.parametrize(
    "link",
    [
        "templates",
        "templates/distributors",
        "templates/distributors/small",
        "templates/distributors/small/distributor.toml",
        "templates/sources.toml",
    ],
)
def test_a_link_that_leads_outside_the_workspace_is_refused_unread(tmp_path: Path, link: str) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    root = overlay(
        workspace, {"distributors/small/distributor.toml": "secret = broken", "sources.toml": OWN_SOURCE}
    )
    (workspace / link).rename(tmp_path / "outside")
    (workspace / link).symlink_to(tmp_path / "outside")

    with pytest.raises(DirectoryError, match="a link that leads outside the workspace") as caught:
        load_directory(root)
    assert "templates" in caught.value.message
    assert "secret" not in str(caught.value)
    assert caught.value.hint


def test_a_link_within_the_workspace_is_followed(tmp_path: Path) -> None:
    root = overlay(tmp_path, {"distributors/small/distributor.toml": SMALL, "sources.toml": OWN_SOURCE})
    (root / "distributors" / "small").rename(tmp_path / "kept")
    (root / "distributors" / "small").symlink_to(tmp_path / "kept")

    assert "small" in load_directory(root).distributors


def test_an_overlay_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("")

    with pytest.raises(DirectoryError, match="records stand in a folder"):
        load_directory(tmp_path / "templates")


def test_an_overlay_cannot_turn_a_copyright_agent_into_a_desk(tmp_path: Path) -> None:
    """The shipped record that knows the agent is replaced, and what it knew still holds."""
    desk = """\
name = "Amazon"
checked_on = 2026-11-22
takes_requests = {}
[[addresses]]
channel = "email"
role = "general"
value = "Copyright@Amazon.com"
"""
    error = refused(tmp_path, desk, "desks/amazon.toml")

    assert error.message.startswith(
        "templates/desks/amazon.toml, line 4, addresses[1]: 'Copyright@Amazon.com' has the role general"
    )


BARE = """\
name = "Small"
status = "active"
checked_on = 2026-11-22
one_store = "staff"
one_store_fact = { value = "Yes.", source = ["D3"], confidence = "high" }
"""
SAID = 'source = ["D3"], confidence = "high"'


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('steps = ["Ask.", "Write to copyright@amazon.com."]', "steps[2]"),
        (f'all_stores_trap = {{ value = "Use amazon.com/report/infringement", {SAID} }}', "all_stores_trap.value"),
        (f'notes = [{{ value = "Or dmca@example.com.", {SAID} }}]', "notes[1].value"),
        (f'time = {{ value = "Ask copyright@amazon.com", {SAID} }}', "time.value"),
        (f'ticket = {{ subject = "To copyright@amazon.com", {SAID} }}', "ticket.subject"),
        (f'track_level = {{ answer = "yes", value = "By copyright@amazon.com", {SAID} }}', "track_level.value"),
        ('store_names = { amazon-music = "copyright@amazon.com" }', "store_names.amazon-music"),
        (
            f'addresses = [{{ channel = "dashboard", role = "support", value = "A", note = "Ask: DMCA", {SAID} }}]',
            "addresses[1]",
        ),
        (
            f'addresses = [{{ channel = "post", role = "general", lines = ["Amazon Legal", "Box 81226"], {SAID} }}]',
            "addresses[1]",
        ),
    ],
)  # fmt: skip
def test_no_record_of_a_workspace_leads_to_a_copyright_agent(tmp_path: Path, more: str, key: str) -> None:
    error = refused(tmp_path, f"{BARE}{more}\n")

    assert "distributors/small/distributor.toml, " in error.message
    assert f"{key}: " in error.message
    assert "copyright agent" in error.message


def test_a_record_may_warn_of_claims_and_a_platform_may_show_its_own_form(tmp_path: Path) -> None:
    platform = f"""\
name = "Small"
company = "Small"
use = "streaming"
desk = "amazon"
checked_on = 2026-11-22
infringement_form = {{ value = "For claims: https://www.amazon.com/report/infringement", {SAID} }}
"""
    warned = f'{BARE}steps = ["Do not use the DMCA form: it is for claims."]\n'
    kept = {"platforms/small/platform.toml": platform, "distributors/small/distributor.toml": warned}

    assert "small" in load_directory(overlay(tmp_path, kept)).platforms
    told = platform.replace("infringement_form", "verification")
    assert "verification.value" in refused(tmp_path, told, "platforms/small/platform.toml").message


def test_a_desk_of_a_workspace_is_not_the_legal_department_that_reads_claims(tmp_path: Path) -> None:
    shipped = (resources.notice_templates() / "desks" / "amazon.toml").read_text(encoding="utf-8")
    own = shipped.replace("Amazon Music content / label relations", "Legal Department")

    error = refused(tmp_path, own, "desks/amazon.toml")

    assert "desks/amazon.toml, " in error.message
    assert "attention: 'Legal Department' is an address of" in error.message


def test_every_text_of_a_shipped_record_holds_no_address_for_claims() -> None:
    directory = load_directory()

    assert list(told_addresses(all_records(directory), directory.agents)) == []
    assert list(reused_addresses(all_records(directory), directory.agents)) == []


def test_a_platform_without_its_desk_is_refused(tmp_path: Path) -> None:
    platform = 'name = "P"\ncompany = "P"\nuse = "streaming"\ndesk = "spotfy"\nchecked_on = 2026-11-22\n'

    error = refused(tmp_path, platform, "platforms/p/platform.toml")

    assert error.message == "templates/platforms/p/platform.toml, line 4, desk: there is no desk 'spotfy'"
    assert error.hint == "Did you mean 'spotify'? Add desks/spotfy.toml, or correct the slug."


# Files that cannot be used


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (
            SMALL.replace("source =", "sorce ="),
            "distributor.toml, line 8, one_store_fact.sorce: there is no key 'sorce' here",
            "Did you mean 'source'? Known keys: value, source, confidence, checked_on.",
        ),
        (
            SMALL.replace("name =", "nmae ="),
            "nmae: there is no key 'nmae' here",
            "Did you mean 'name'?",
        ),
        (
            SMALL + '[[addresses]]\nchannel = "form"\nrole = "support"\nvalu = "https://example.com"\n',
            "addresses[1].valu: there is no key 'valu' here",
            "Did you mean 'value'?",
        ),
        (
            SMALL.replace('"active"', '"actve"'),
            "status: 'actve' is not one of: active, not-verified, closed",
            "Did you mean 'active'?",
        ),
        (SMALL.replace('"Small Distribution"', "7"), "name: 7 is a number", "Write text in quotes"),
        (SMALL.replace('["OWN1"]', '"OWN1"'), "one_store_fact.source: 'OWN1' is text", "Write a list"),
        (
            SMALL.replace("2026-11-20", '"last week"'),
            "checked_on: 'last week' is text",
            "Write a date like 2026-11-22",
        ),
        (
            SMALL.replace("2026-11-20", "true"),
            "checked_on: True is true or false",
            "Write a date like 2026-11-22",
        ),
        (SMALL.split("[one", maxsplit=1)[0], "one_store_fact: the key is missing", "Add one_store_fact = …"),
        ("single_switch = 1\n" + SMALL, "single_switch: 1 is a number", "Write true or false"),
        (SMALL + '[time]\nvalue = "x"\nmin = "2"\n', "time.min: '2' is text", "Write a whole number"),
        (
            SMALL + '[[fees]]\nvalue = "x"\namount = 0.02\n',
            "fees[1].amount: a number with a fraction",
            '"0.02"',
        ),
        (
            SMALL + '[[fees]]\nvalue = "x"\namount = nan\n',
            "fees[1].amount: a number with a fraction",
            "as text",
        ),
        (SMALL + '[[fees]]\nvalue = "x"\namount = "cheap"\n', "fees[1].amount: 'cheap' is text", '"0.02"'),
        ('time = "soon"\n' + SMALL, "time: 'soon' is text", "Write a table"),
        ("store_names = []\n" + SMALL, "store_names: [] is a list", "Write a table"),
        ('slug = "other-name"\n' + SMALL, "slug: 'other-name' is not the name", "Take the line out"),
        (
            SMALL.replace('name = "Small', "name = Small"),
            'line 1: not valid TOML: it cannot be read from here on: name = Small Distribution"',
            "Compare the line",
        ),
        (
            SMALL + 'name = "again"\nvalue = "again"\n',
            'line 11: not valid TOML: the key value stands there twice, first on line 7: value = "again"',
            "Take one of the two out",
        ),
        (SMALL.encode() + b"# \xff\n", "line 10: not UTF-8", "Save the file as UTF-8"),
        ("x = " + "9" * 5000, "not valid TOML", "Compare the line"),
        ("x = " + "[" * 5000, "nested too deeply", "Compare it"),
        (".".join("a" * 5000) + " = 1", "nested too deeply", "Compare it"),
        ("#" * 1_000_001, "larger than 1 MB", "Move it out"),
    ],
)
def test_a_record_that_cannot_be_used_is_named_with_key_value_and_next_step(
    tmp_path: Path, content: str | bytes, message: str, hint: str
) -> None:
    error = refused(tmp_path, content)

    assert error.message.startswith("templates/distributors/small/distributor.toml")
    assert message in error.message
    assert hint in error.hint


def test_several_problems_of_a_file_are_counted(tmp_path: Path) -> None:
    error = refused(tmp_path, SMALL.replace("name =", "nmae =").replace('"active"', '"actve"'))

    assert error.hint.endswith("(2 more things are wrong in this file.)")


@pytest.mark.parametrize(
    "slug", ["Small", "small_one", "-small", "small dist", "kleine-größe", "other", "unknown"]
)
def test_a_name_that_is_no_slug_is_refused(tmp_path: Path, slug: str) -> None:
    error = refused(tmp_path, SMALL, f"distributors/{slug}/distributor.toml")

    assert f"'{slug}'" in error.message


@pytest.mark.parametrize(
    "name",
    [
        "distributors/small/distributer.toml",
        "distributors/small.toml",
        "desks/a/desk.toml",
        "platforms/a/b/platform.toml",
    ],
)
def test_a_record_under_a_name_that_is_never_read_is_not_passed_over(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, SMALL, name)

    assert error.message == f"templates/{name}: records are never read from a file of this name"
    assert "distributors/SLUG/distributor.toml" in error.hint


def test_a_folder_in_the_place_of_a_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates/desks/amazon.toml").mkdir(parents=True)

    with pytest.raises(DirectoryError, match=r"templates/desks/amazon\.toml: cannot be read"):
        load_directory(tmp_path / "templates")


def test_sources_are_held_to_their_shape_too(tmp_path: Path) -> None:
    error = refused(tmp_path, OWN_SOURCE.replace("title", "titel"), "sources.toml")

    assert error.message == "templates/sources.toml, line 2, OWN1.titel: there is no key 'titel' here"
    assert error.hint.startswith("Did you mean 'title'?")


# Lint, rule by rule

SURE = {"source": ("D3",), "confidence": Confidence.HIGH}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"track_level": Fact(value="No.", confidence=Confidence.HIGH)}, ("D-SOURCE", "track_level")),
        ({"track_level": Fact(value="No.", source=("D3",))}, ("D-CONFIDENCE", "track_level")),
        ({"track_level": Fact(confidence=Confidence.LOW)}, ("D-CONFIDENCE", "track_level")),
        ({"track_level": Fact(source=("D3",))}, ("D-CONFIDENCE", "track_level")),
        (
            {"track_level": Fact(value="No.", source=("D333",), confidence=Confidence.LOW)},
            ("D-SOURCE-UNKNOWN", "track_level.source"),
        ),
        ({"notes": (Fact(),)}, ("D-EMPTY", "notes[1]")),
        ({"name": " "}, ("D-EMPTY", "name")),
        ({"slug": "Small"}, ("D-SLUG", "slug")),
        ({"steps": ("Ask.",)}, ("D-SOURCE", "steps_source")),
        ({"steps": ("",), "steps_source": ("D3",)}, ("D-EMPTY", "steps")),
        ({"steps": ("Ask.",), "steps_source": ("D333",)}, ("D-SOURCE-UNKNOWN", "steps_source")),
        ({"one_store": OneStore.SELF_SERVICE}, ("D-STEPS", "steps")),
        ({"time": Time(value="Days.", min=3, max=2, **SURE)}, ("D-TIME", "time")),
        ({"time": Time(value="Days.", min=-1, **SURE)}, ("D-TIME", "time")),
        ({"time": Time(value="", min=1)}, ("D-TIME", "time")),
        ({"fees": (Fee(value="EUR 1.", amount=Decimal(1), currency="EUR", **SURE),)}, ("D-FEE", "fees[1]")),
        ({"fees": (Fee(value="1.", amount=Decimal(1), per=Per.RELEASE, **SURE),)}, ("D-FEE", "fees[1]")),
        ({"fees": (Fee(value="Some.", currency="EUR", **SURE),)}, ("D-FEE", "fees[1]")),
        (
            {"fees": (Fee(value="-1.", amount=Decimal(-1), currency="EUR", per=Per.RELEASE, **SURE),)},
            ("D-FEE", "fees[1]"),
        ),
        ({"ticket": Ticket(subject="Remove {upc}", **SURE)}, ("D-TICKET", "ticket.subject")),
        ({"ticket": Ticket(subject="Remove\nnow", **SURE)}, ("D-TICKET", "ticket.subject")),
        ({"ticket": Ticket(max_characters=10)}, ("D-TICKET", "ticket.max_characters")),
        ({"ticket": Ticket(fields=("UPC",))}, ("D-SOURCE", "ticket")),
        ({"store_names": {"amazon-musik": "Amazon"}}, ("D-PLATFORM", "store_names")),
        ({"checked_on": TODAY + timedelta(days=2)}, ("D-DATE", "checked_on")),
        (
            {"track_level": Fact(value="No.", checked_on=TODAY + timedelta(days=2), **SURE)},
            ("D-DATE", "track_level.checked_on"),
        ),
        ({"addresses": (address(Channel.EMAIL, "nobody"),)}, ("D-EMAIL", "addresses[1]")),
        ({"addresses": (address(Channel.EMAIL, "A <a@example.com>"),)}, ("D-EMAIL", "addresses[1]")),
        (
            {"addresses": (address(Channel.EMAIL, "a@example.com\nBcc: b@example.com"),)},
            ("D-EMAIL", "addresses[1]"),
        ),
        ({"addresses": (address(Channel.FORM, "http://example.com"),)}, ("D-ADDRESS", "addresses[1]")),
        ({"addresses": (address(Channel.FORM, "https://[bad"),)}, ("D-ADDRESS", "addresses[1]")),
        ({"addresses": (address(Channel.FORM, "https://x@example.com"),)}, ("D-ADDRESS", "addresses[1]")),
        ({"addresses": (address(Channel.POST, "12 Street"),)}, ("D-ADDRESS", "addresses[1]")),
        ({"addresses": (address(Channel.DASHBOARD, "Menu", lines=("x",)),)}, ("D-ADDRESS", "addresses[1]")),
        ({"addresses": (address(Channel.DASHBOARD, " ", lines=("x",)),)}, ("D-ADDRESS", "addresses[1]")),
        (
            {"addresses": (address(Channel.DASHBOARD, "Menu", country="usa"),)},
            ("D-COUNTRY", "addresses[1].country"),
        ),
        (
            {"addresses": (address(Channel.EMAIL, "antipiracy@example.com"),)},
            ("D-ROLE-DOUBT", "addresses[1]"),
        ),
        (
            {"addresses": (address(Channel.POST, lines=("Copyright Office", "12 Street")),)},
            ("D-ROLE-DOUBT", "addresses[1]"),
        ),
        ({"addresses": (address(Channel.EMAIL, "dmca@example.com"),)}, ("D-INFRINGEMENT", "addresses[1]")),
        (
            {"addresses": (address(Channel.POST, lines=("Copyright Agent", "12 Street")),)},
            ("D-INFRINGEMENT", "addresses[1]"),
        ),
        (
            {"addresses": (address(Channel.EMAIL, "copyright@amazon.com"),)},
            ("D-INFRINGEMENT", "addresses[1]"),
        ),
    ],
)
def test_each_rule_finds_what_breaks_it(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in serious(with_distributor(**changes))


def test_a_sound_record_raises_nothing() -> None:
    sound = with_distributor(
        addresses=(
            address(Channel.EMAIL, "desk@small.test"),
            address(Channel.POST, lines=("12 Street", "Town")),
        ),
        one_store=OneStore.SELF_SERVICE,
        steps=("The menu is not documented: ask.",),
        steps_source=("D3",),
        time=Time(value="Two days.", min=2, max=2, **SURE),
        ticket=Ticket(subject="Remove {upcs}", **SURE),
        store_names={"amazon-music": "Amazon"},
    )

    assert serious(sound) == []


@pytest.mark.parametrize(
    "value",
    [
        "COPYRIGHT@amazon.com",
        " copyright@amazon.com ",
        "mailto:copyright@amazon.com",
        "ｃopyright@amazon.com",
    ],
)
def test_an_agent_is_recognised_however_its_address_is_written(value: str) -> None:
    found = serious(with_distributor(addresses=(address(Channel.EMAIL, value),)))

    assert ("D-INFRINGEMENT", "addresses[1]") in found


def test_the_general_address_of_amazon_is_not_its_agent_though_they_share_a_box() -> None:
    desk = load_directory().desks["amazon"]
    general = next(one for one in desk.addresses if one.role is Role.GENERAL)

    assert "P.O. Box 81226" in general.lines
    assert same_address(general) not in infringement_addresses(load_directory())


def test_a_hint_names_the_source_that_was_probably_meant() -> None:
    findings = lint(
        with_distributor(track_level=Fact(value="No.", source=("D333",), confidence=Confidence.LOW))
    )
    (found,) = [one for one in findings if one.rule == "D-SOURCE-UNKNOWN"]

    assert str(found.source) == "distributors/small/distributor.toml, track_level.source"
    assert found.message == "'D333' is not a source in sources.toml"
    assert found.hint.startswith("Did you mean 'D33'?")


def test_a_use_whose_platforms_read_requests_needs_a_text_until_an_overlay_brings_one(tmp_path: Path) -> None:
    directory = load_directory()
    bare, shared, own = tmp_path / "bare", tmp_path / "shared", tmp_path / "own"
    (shared / "letters/parts").mkdir(parents=True)
    (shared / "letters/parts/request-streaming.en.md.j2").write_text("text")
    (own / "platforms/amazon-music").mkdir(parents=True)
    (own / "platforms/amazon-music/request.en.md.j2").write_text("text")

    def lacking(*folders: Path) -> set[str]:
        found = lint_directory(directory, folders, today=TODAY)
        return {one.source.file.split("/")[1] for one in found if one.rule == "D-REQUEST-TEXT"}

    assert {"amazon-music", "amazon-digital"} <= lacking(bare)
    assert "spotify" not in lacking(bare), "its desk reads no requests"
    assert "amazon-physical" not in lacking(bare), "discs are supplied"
    assert lacking(bare) - lacking(shared, bare) == {"amazon-music"}
    assert lacking(bare) - lacking(own, bare) == {"amazon-music"}


def test_a_platform_without_desk_is_found() -> None:
    directory = dataclasses.replace(load_directory(), desks={})

    assert [one for one in serious(directory) if one[0] == "D-DESK"] == [("D-DESK", "desk")] * len(
        directory.platforms
    )


def test_a_historical_campaign_needs_phases_and_known_platforms() -> None:
    directory = load_directory()
    campaign = dataclasses.replace(directory.campaigns["no-music-for-ice"], phases=(), platforms=("amazon",))
    directory = dataclasses.replace(directory, campaigns={"no-music-for-ice": campaign})

    assert {("D-CAMPAIGN", "phases"), ("D-PLATFORM", "platforms")} <= set(serious(directory))


def test_services_of_a_platform_need_their_source() -> None:
    directory = load_directory()
    platform = dataclasses.replace(directory.platforms["amazon-music"], services_source=())
    directory = dataclasses.replace(directory, platforms=directory.platforms | {"amazon-music": platform})

    assert serious(directory) == [("D-SOURCE", "services_source")]


def test_an_incomplete_source_is_an_error_and_an_unused_one_is_information() -> None:
    directory = load_directory()
    source = Source(title="A page", url="", date="undated")
    directory = dataclasses.replace(directory, sources=directory.sources | {"X1": source})

    found = {one.rule: one.severity for one in lint(directory) if one.source.column == "X1"}

    assert found == {"D-SOURCE-LINE": Severity.ERROR, "D-SOURCE-UNUSED": Severity.INFO}


def test_a_record_that_was_not_checked_for_half_a_year_is_information() -> None:
    directory = load_directory()
    findings = lint(directory, today=TODAY + timedelta(days=181))

    records = len(directory.platforms) + len(directory.desks)
    records += len(directory.distributors) + len(directory.campaigns)

    assert [one.rule for one in findings].count("D-STALE") == records
    assert {one.severity for one in findings} == {Severity.INFO}


def test_every_rule_is_tested_here_by_its_name() -> None:
    here = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_directory*.py")
    )

    assert [name for name in RULES if f'"{name}"' not in here] == []


# Freshness


def sentences(slug: str, *, today: date = TODAY, **changes: Any) -> tuple[str, ...]:
    directory = load_directory()
    record = dataclasses.replace(directory.distributors[slug], **changes)
    return stale_facts(record, directory.sources, today=today)


def of_small(**changes: Any) -> tuple[str, ...]:
    directory = with_distributor(**changes)
    return stale_facts(directory.distributors["small"], directory.sources, today=TODAY)


def test_what_is_unknown_is_said_first_in_plain_words_with_the_command_that_keeps_an_answer() -> None:
    assert of_small(one_store=OneStore.UNKNOWN, one_store_fact=Fact()) == (
        (
            "It is not known whether Small Distribution removes from one store only: ask for an answer before "
            "anything is removed. When you find out: takedown directory answer small."
        ),
        (
            "Not known about Small Distribution: how long it takes; what it costs; "
            "whether single tracks can be removed."
        ),
    )


def test_an_open_question_is_as_unknown_as_none_at_all() -> None:
    fact = Fact(value="Removals are possible.", source=("D3",), confidence=Confidence.LOW)

    assert of_small(one_store=OneStore.OPEN, one_store_fact=fact)[0].startswith("It is not known whether")


def test_where_only_a_number_is_missing_the_command_stands_beside_it() -> None:
    assert of_small()[0] == (
        "Not known about Small Distribution: how long it takes; what it costs; whether single tracks can be "
        "removed. When you find out: takedown directory answer small."
    )


def test_of_a_retired_record_nothing_is_missing() -> None:
    redirect = Redirect(value="It has closed.", source=("D3",), confidence=Confidence.LOW)

    assert of_small(status=Status.CLOSED, one_store=OneStore.UNKNOWN, redirect=redirect) == (
        (
            "Known only from old or second-hand reports about Small Distribution: why nobody is asked there any "
            "more. Check it first."
        ),
    )


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        (
            {"territory": Ability(answer=Known.YES, value="Yes.", source=("D3",), confidence=Confidence.LOW)},
            "whether single countries can be left",
        ),
        (
            {"all_stores_trap": Fact(value="The button.", source=("D3",), confidence=Confidence.LOW)},
            "what removes a release from every store",
        ),
    ],
)
def test_weak_facts_of_the_newer_fields_are_named_too(changes: dict[str, Any], about: str) -> None:
    weak = next(one for one in of_small(**changes) if "second-hand" in one)

    assert about in weak


def test_weak_steps_of_a_platform_are_named() -> None:
    directory = load_directory()
    steps = Steps(lines=("Open it.", "Delete it."), source=("P7",), confidence=Confidence.LOW)
    platform = dataclasses.replace(directory.platforms["spotify"], self_service=steps)

    found = stale_facts(platform, directory.sources, today=TODAY)

    assert any("how to take out your own uploads" in one and "second-hand" in one for one in found)


def test_an_unknown_way_is_said_to_be_unknown() -> None:
    assert "how to ask for it is not documented" in sentences("cdbaby")[0]


def test_one_report_is_not_passed_off_as_the_companys_word() -> None:
    assert sentences("distrokid")[0] == (
        "DistroKid, one store only: Yes, by the artist in the dashboard, "
        "by one artist's report about Spotify. "
        "No complete and dated page of the company confirms it."
    )


def test_pages_of_more_than_two_years_ago_are_named_as_old() -> None:
    (old,) = sentences("symphonic")

    assert old.startswith(
        "Known only from pages more than two years old about Symphonic: whether one store only"
    )


def test_a_page_grows_old_on_its_own() -> None:
    """Too Lost's page is of 2025-2026, so the end of 2026 counts."""
    changes = {"checked_on": date(2029, 1, 1)}

    assert not any("two years" in one for one in sentences("toolost", today=date(2028, 12, 30), **changes))
    assert any("two years" in one for one in sentences("toolost", today=date(2029, 1, 1), **changes))


def test_a_current_page_is_not_old_because_another_one_is() -> None:
    directory = load_directory()

    found = stale_facts(directory.platforms["spotify"], directory.sources, today=TODAY)

    assert found == ()


def test_a_record_checked_long_ago_says_when() -> None:
    found = sentences("tunecore", today=TODAY + timedelta(days=181))

    assert found[0].startswith(
        "What is written here about TuneCore was last checked on 22 November 2026, 181 days ago"
    )
    assert not any("last checked" in one for one in sentences("tunecore", today=TODAY + timedelta(days=180)))


def test_a_single_fact_checked_long_ago_is_named() -> None:
    fact = Fact(
        value="No.", source=("D3",), confidence=Confidence.HIGH, checked_on=TODAY - timedelta(days=181)
    )

    assert sentences("tunecore", track_level=fact)[-1] == (
        "Not checked for more than 180 days about TuneCore: "
        "whether single tracks can be removed. Check it first."
    )


def test_weak_facts_are_named_as_weak() -> None:
    weak = Time(value="Two days.", min=2, max=2, source=("D3",), confidence=Confidence.LOW)

    assert (
        "Known only from old or second-hand reports about TuneCore: how long it takes. Check it first."
        in sentences("tunecore", time=weak)
    )


def test_a_time_in_words_alone_answers_nothing() -> None:
    assert "how long it takes" in sentences("onerpm")[1]


def test_a_desk_that_reads_no_requests_lacks_nothing() -> None:
    directory = load_directory()
    quiet: Desk = directory.desks["spotify"]

    assert stale_facts(quiet, directory.sources, today=TODAY) == ()


def test_no_record_has_more_than_six_sentences_however_old_it_is() -> None:
    directory = load_directory()
    records = (*directory.distributors.values(), *directory.platforms.values(), *directory.desks.values())

    found = [stale_facts(one, directory.sources, today=TODAY + timedelta(days=4000)) for one in records]

    assert all(1 <= len(one) <= 6 for one in found)
    assert all(sentence.endswith(".") for one in found for sentence in one)
    assert stale_facts(directory.campaigns["no-music-for-ice"], directory.sources, today=TODAY) == ()
