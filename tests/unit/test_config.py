"""takedown.toml and the tables beside it become Settings; the schema is the one that is published."""

import dataclasses
import json
import re
import shutil
import tomllib
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown import resources
from takedown.config import Settings, load_settings, workspace_schema
from takedown.config.statements import read_statements
from takedown.config.territories import TERRITORIES
from takedown.earnings import Statements
from takedown.errors import ConfigError, ExitCode
from takedown.links import LINK_COLUMNS
from takedown.notice import Kind, Notice, RecipientRole
from takedown.planning.recipients import recipient_of_contact
from takedown.request import Answer, Basis, Capacity, Consent, End, Request, StoreExclusion
from takedown.sources import STATEMENT_COLUMNS

GOOD = Path(__file__).parent.parent / "data" / "bad" / "good"
MINIMAL = """
schema = 1
[sender]
name = "Ana Example"
email = "ana@example.com"
[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music"]
"""
#: takedown.toml as the contract shows it.
CONTRACT = """
schema = 1
demo = false

[catalog]
file = "catalog.csv"
encoding = "utf-8"
sheet = ""

[ledger]
url = ""

[sender]
name = "Ana Example"
organization = ""
capacity = "artist"
email = "ana@example.com"
address = ["c/o 12 Example Street", "Philadelphia, PA 19125", "USA"]
own_labels = ["Example Tapes"]

[authority]
basis = "sole-owner"
consent = "needed"

[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music", "amazon-digital"]
territories = ["worldwide"]
wanted_by = 2026-11-27
effective = "earliest"
tell_platform = true
reasons = ""
language = "en"

[[routes]]
match = { artist = "The Examples" }
via = "tunecore"
former = ""
account = "ana@example.com"
contact = "my-label"
agreement = { name = "", dated = 2024-03-01, ends = 2027-03-01, store_exclusion = "unknown" }

[contacts.my-label]
name = "Small Label"
email = "desk@example.org"
source = "contract of 2021, page 4"
checked_on = 2026-11-20

[[principals]]
artist = "The Examples"
name = "Bo Example"
mandate = "mandates/the-examples.pdf"

[mail]
host = "smtp.example.com"
user = "ana@example.com"
password = { keyring = "takedown" }
"""


def load(root: Path, text: str, **files: str) -> Settings:
    (root / "takedown.toml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (root / f"{name}.csv").write_text(content, encoding="utf-8")
    return load_settings(root)


def test_the_contract_s_own_example_is_read_whole(tmp_path: Path) -> None:
    found = load(tmp_path, CONTRACT)

    request = found.request
    (route,) = request.routes
    assert found.catalog == tmp_path / "catalog.csv"
    assert (found.catalog_name, found.encoding, found.sheet, found.demo) == (
        "catalog.csv",
        "utf-8",
        "",
        False,
    )
    assert request.sender.capacity is Capacity.ARTIST
    assert request.sender.address[2] == "USA"
    assert request.authority.basis is Basis.SOLE_OWNER
    assert request.wish.wanted_by == date(2026, 11, 27)
    assert route.match.artist == "The Examples"
    assert route.agreement is not None
    assert route.agreement.ends == date(2027, 3, 1)
    assert route.agreement.store_exclusion is StoreExclusion.UNKNOWN
    assert request.contacts["my-label"].checked_on == date(2026, 11, 20)
    assert request.principals[0].name == "Bo Example"
    assert request.missing_mandates == ("mandates/the-examples.pdf",)
    assert found.mail.password is not None
    assert found.mail.password.keyring == "takedown"
    assert str(request.source) == "takedown.toml"


def test_what_is_left_out_has_the_contract_s_defaults(tmp_path: Path) -> None:
    found = load(tmp_path, MINIMAL)

    assert found.catalog_name == "catalog.csv"
    assert found.request.wish.territories == ("worldwide",)
    assert found.request.wish.effective == "earliest"
    assert found.request.wish.tell_platform is True
    assert found.request.wish.language == "en"
    assert found.request.authority.basis is None
    assert found.request.authority.consent is Consent.NEEDED
    assert found.request.decisions == ()
    assert (found.ledger_url, found.mail.host, found.mail.password) == ("", "", None)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_marks_and_line_ends_of_other_systems_change_nothing(tmp_path: Path, mark: str, newline: str) -> None:
    (tmp_path / "takedown.toml").write_bytes((mark + CONTRACT.replace("\n", newline)).encode())

    assert load_settings(tmp_path).request.sender.name == "Ana Example"


def test_a_catalog_elsewhere_is_found_by_its_absolute_path(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "songs.xlsx"

    found = load(tmp_path, MINIMAL + f'[catalog]\nfile = "{elsewhere}"\nsheet = "Songs"\n')

    assert found.catalog == elsewhere
    assert found.sheet == "Songs"


def test_decisions_say_who_answered_what_and_where_it_stands(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        MINIMAL,
        decisions="party,release,answer,date,how,file\n"
        "Bo Example,,YES,2026-11-01,email,mail.eml\n"
        "Cy Example,Night Bus,,,,\n",
    )

    first, second = found.request.decisions
    assert (first.party, first.answer, first.on, first.how) == (
        "Bo Example",
        Answer.YES,
        date(2026, 11, 1),
        "email",
    )
    assert (second.release, second.answer, second.on) == ("Night Bus", Answer.OPEN, None)
    assert str(second.source) == "decisions.csv, row 3"


def test_artist_is_another_name_for_party(tmp_path: Path) -> None:
    found = load(tmp_path, MINIMAL, decisions="Artist;Answer\nBo Example;no\n")

    assert found.request.decisions[0].party == "Bo Example"


def test_principals_of_the_table_come_after_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "bo.pdf").write_bytes(b"%PDF-1.7")
    text = MINIMAL + '[[principals]]\nartist = "A"\nname = "Ana"\nmandate = "ana.pdf"\n'

    found = load(tmp_path, text, principals="artist,name,mandate\nB,Bo,bo.pdf\nC,Cy,ana.pdf\n")

    assert [item.artist for item in found.request.principals] == ["A", "B", "C"]
    assert found.request.missing_mandates == ("ana.pdf",)


def test_a_mandate_that_no_disk_can_hold_is_missing_and_no_crash(tmp_path: Path) -> None:
    found = load(tmp_path, MINIMAL, principals=f"artist,name,mandate\nB,Bo,{'x' * 3000}.pdf\n")

    assert len(found.request.missing_mandates) == 1


def test_reasons_are_read_from_their_file(tmp_path: Path) -> None:
    (tmp_path / "reasons.md").write_bytes("\ufeffWe no longer want this.\r\n\r\n".encode())

    found = load(tmp_path, MINIMAL + 'reasons = "reasons.md"\n')

    assert found.request.reasons == "We no longer want this."


def test_the_statement_is_read_from_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "reasons.md").write_text("Quietly.", encoding="utf-8")
    (tmp_path / "statement.md").write_text("In public.\n", encoding="utf-8")

    found = load(tmp_path, MINIMAL + 'reasons = "reasons.md"\nstatement = "statement.md"\n').request

    assert (found.reasons, found.statement) == ("Quietly.", "In public.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"\xff", "is not UTF-8"),
        (b"a" * 20_001, "more than 20,000"),
    ],
)
def test_a_statement_that_cannot_be_used_is_refused_with_its_key(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "statement.md").write_bytes(content)

    with pytest.raises(ConfigError, match=words) as caught:
        load(tmp_path, MINIMAL + 'statement = "statement.md"\n')
    assert "takedown.toml, request.statement: 'statement.md'" in caught.value.message
    assert caught.value.hint


ENDED = """
[[routes]]
via = "ended"
former = "symphonic"
end = { ended = 2026-06-30, confirmed_on = 2026-07-02, confirmation = "answer.txt", seen_live = 2026-11-20 }
"""


def test_an_end_is_read_with_its_days_and_its_confirmation(tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("It is over.", encoding="utf-8")

    (route,) = load(tmp_path, MINIMAL + ENDED).request.routes

    assert route.end == End(
        ended=date(2026, 6, 30),
        confirmed_on=date(2026, 7, 2),
        confirmation="answer.txt",
        seen_live=date(2026, 11, 20),
    )


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_confirmation_that_is_not_there_is_refused(tmp_path: Path, is_folder: bool) -> None:
    if is_folder:
        (tmp_path / "answer.txt").mkdir()

    with pytest.raises(
        ConfigError, match=r"routes\.1\.end\.confirmation: 'answer\.txt' does not exist"
    ) as caught:
        load(tmp_path, MINIMAL + ENDED)
    assert "save the answer" in caught.value.hint


@pytest.mark.parametrize("key", ['former = "symphonic"', "end = { ended = 2026-06-30 }"])
def test_an_end_of_an_agreement_that_is_not_said_to_be_over_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match="is for an agreement that is over") as caught:
        load(tmp_path, MINIMAL + f'[[routes]]\nvia = "tunecore"\n{key}\n')
    assert 'write via = "ended"' in caught.value.hint


def test_a_slip_in_a_key_of_the_end_is_found(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"routes\.1\.end\.confirmed: unknown key") as caught:
        load(tmp_path, MINIMAL + '[[routes]]\nvia = "ended"\nend = { confirmed = 2026-07-02 }\n')
    assert caught.value.hint == "did you mean confirmed_on?"


def test_the_day_for_answers_and_the_addresses_of_artists_are_read(tmp_path: Path) -> None:
    principals = "artist,name,mandate,email\nB,Bo,,bo@example.org\nC,Cy,,\n"
    found = load(tmp_path, MINIMAL + "answer_by = 2026-12-04\n", principals=principals).request

    assert found.wish.answer_by == date(2026, 12, 4)
    assert [principal.email for principal in found.principals] == ["bo@example.org", ""]


def test_a_contact_may_say_which_language_it_reads(tmp_path: Path) -> None:
    table = '[contacts.my-desk]\nname = "Some Desk"\nlanguage = "{}"\n'

    found = load(tmp_path, MINIMAL + table.format("fr")).request
    assert found.contacts["my-desk"].language == "fr"
    with pytest.raises(ConfigError, match=r"contacts\.my-desk\.language: 'French' is no language code"):
        load(tmp_path, MINIMAL + table.format("French"))


def test_an_own_account_is_a_route(tmp_path: Path) -> None:
    assert load(tmp_path, MINIMAL + '[[routes]]\nvia = "self"\n').request.routes[0].via == "self"


def test_a_file_of_more_than_a_megabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="bigger than 1 MB"):
        load(tmp_path, MINIMAL + "#" * 1_000_001)


def test_a_campaign_stands_for_an_occasion(tmp_path: Path) -> None:
    text = MINIMAL.replace('occasion = "2026-11 Amazon"', 'campaign = "no-music-for-ice"')

    assert load(tmp_path, text).request.wish.campaign == "no-music-for-ice"


def test_more_problems_than_ten_are_counted(tmp_path: Path) -> None:
    unknown = "".join(f"key{number} = 1\n" for number in range(15))

    with pytest.raises(ConfigError, match="15 things are wrong") as caught:
        load(tmp_path, unknown + MINIMAL)
    assert "and 5 more" in caught.value.message


def test_settings_hold_no_password(tmp_path: Path) -> None:
    found = load(tmp_path, CONTRACT)

    assert {item.name for item in dataclasses.fields(type(found.mail.password))} == {
        "keyring",
        "env",
        "command",
    }


def test_the_published_schema_is_the_one_that_is_used() -> None:
    published = json.loads(resources.schema("workspace").read_text(encoding="utf-8"))

    assert published == workspace_schema(), (
        "write it again: json.dumps(workspace_schema(), indent=2, ensure_ascii=False)"
    )


@pytest.mark.parametrize("text", [MINIMAL, CONTRACT, (GOOD / "takedown.toml").read_text(encoding="utf-8")])
def test_what_the_program_reads_the_published_schema_accepts(text: str) -> None:
    jsonschema.Draft202012Validator.check_schema(workspace_schema())

    jsonschema.validate(json.loads(json.dumps(tomllib.loads(text), default=str)), workspace_schema())


def test_the_published_schema_refuses_an_unknown_key_as_the_program_does() -> None:
    tree = json.loads(json.dumps(tomllib.loads(MINIMAL + "colour = 'red'\n"), default=str))

    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate(tree, workspace_schema())


def test_every_assigned_country_is_a_territory() -> None:
    assert len(TERRITORIES) == 249
    assert {"US", "GB", "DE", "SX", "SS"} <= TERRITORIES
    assert TERRITORIES.isdisjoint({"UK", "EU", "XK", "AN"})


@pytest.mark.parametrize(
    ("table", "files", "place"),
    [
        ('reasons = "{path}"\n', {}, "takedown.toml, request.reasons"),
        ('statement = "{path}"\n', {}, "takedown.toml, request.statement"),
        (
            '[[routes]]\nvia = "ended"\nend = {{ confirmation = "{path}" }}\n',
            {},
            "takedown.toml, routes.1.end.confirmation",
        ),
        (
            '[[principals]]\nartist = "A"\nname = "Ana"\nmandate = "{path}"\n',
            {},
            "takedown.toml, principals.1.mandate",
        ),
        ("", {"principals": "artist,name,mandate\nB,Bo,{path}\n"}, "principals.csv, row 2, column mandate"),
        ("", {"decisions": "party,answer,file\nBo,yes,{path}\n"}, "decisions.csv, row 2, column file"),
    ],
)
@pytest.mark.parametrize("path", ["{outside}/mine.txt", "../mine.txt", "sub/../../mine.txt", "link.txt"])
def test_a_file_outside_the_workspace_is_refused_with_its_name_and_the_next_step(
    tmp_path: Path, table: str, files: dict[str, str], place: str, path: str
) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "mine.txt").write_text("Mine.", encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "mine.txt")
    named = path.format(outside=tmp_path)

    with pytest.raises(ConfigError) as caught:
        load(
            root,
            MINIMAL + table.format(path=named),
            **{name: content.format(path=named) for name, content in files.items()},
        )

    assert caught.value.message == f"{place}: '{named}' lies outside the workspace"
    assert "copy it into the workspace" in caught.value.hint


@pytest.mark.parametrize("name", ["decisions.csv", "principals.csv"])
@pytest.mark.parametrize("there", [True, False])
def test_a_table_that_is_a_link_to_the_outside_is_refused(tmp_path: Path, name: str, there: bool) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    if there:
        (tmp_path / name).write_text("party,artist,name,answer\nBo,Bo,Bo,yes\n", encoding="utf-8")
    (root / name).symlink_to(tmp_path / name)

    with pytest.raises(ConfigError, match=f"{name}: is a link that leads outside the workspace") as caught:
        load(root, MINIMAL)
    assert "put the file itself" in caught.value.hint


def test_a_table_that_is_a_link_to_nowhere_is_not_taken_for_missing(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").symlink_to("gone.csv")

    with pytest.raises(ConfigError, match=r"decisions\.csv: no such file"):
        load(tmp_path, MINIMAL)


def test_a_table_may_be_a_link_within_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("party,answer\nBo,yes\n", encoding="utf-8")
    (tmp_path / "decisions.csv").symlink_to("answers.csv")

    assert [decision.party for decision in load(tmp_path, MINIMAL).request.decisions] == ["Bo"]


def test_a_file_inside_may_be_named_by_a_long_way_or_by_a_link_within(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "mine.txt").write_text("Mine.", encoding="utf-8")
    (real / "link.txt").symlink_to("mine.txt")
    (tmp_path / "workspace").symlink_to(real)

    for name in ("mine.txt", "./mine.txt", "link.txt", str(real / "mine.txt")):
        assert load(tmp_path / "workspace", MINIMAL + f'reasons = "{name}"\n').request.reasons == "Mine."


def test_a_ledger_elsewhere_is_refused_and_an_empty_url_is_not(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ledger\.url: PostgreSQL is not part of this version"):
        load(tmp_path, MINIMAL + '[ledger]\nurl = "postgresql://localhost/takedown"\n')
    assert load(tmp_path, MINIMAL + '[ledger]\nurl = ""\n').ledger_url == ""


def matching(upc: str) -> str:
    return MINIMAL + f'[[routes]]\nvia = "tunecore"\nmatch = {{ upc = "{upc}" }}\n'


def test_a_route_s_upc_is_checked_and_written_as_in_the_catalog(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"routes\.1\.match\.upc: '400000020014' fails its check digit"):
        load(tmp_path, matching("400000020014"))
    for given_upc, found in (("4000-0002-0013", "400000020013"), ("12345678905", "012345678905")):
        assert load(tmp_path, matching(given_upc)).request.routes[0].match.upc == found


@pytest.mark.parametrize("key", ["../x", "A B", "a/b", "con.", "", "-x", "é"])
def test_a_contact_s_key_is_a_slug_because_it_becomes_part_of_a_folder_s_name(
    tmp_path: Path, key: str
) -> None:
    with pytest.raises(ConfigError, match="is no slug"):
        load(tmp_path, MINIMAL + f'[contacts."{key}"]\nname = "X"\n')


def test_a_contact_may_be_called_like_a_device_because_the_folder_s_name_has_more(tmp_path: Path) -> None:
    found = load(tmp_path, MINIMAL + '[contacts.con]\nname = "Con Records"\n')
    letter = Notice(
        kind=Kind.LABEL_REQUEST,
        occasion="x",
        principal="Ana Example",
        sender=found.request.sender,
        basis=None,
        recipient=recipient_of_contact("con", found.request.contacts["con"], RecipientRole.LABEL),
        platforms=(),
        territories=("worldwide",),
        releases=(),
    )

    assert re.fullmatch(r"notices/[^/]+/label-request-con-[^/]+", letter.folder)


STATEMENTS = ",".join(STATEMENT_COLUMNS) + "\n"
STATEMENT = "a.csv,ab,distrokid,Deezer,,'=Examples,Harbour,400000020013,,2026-01,2026-03,5,1.25,USD\n"


def test_statements_are_folded_and_what_guarded_a_formula_is_taken_off(tmp_path: Path) -> None:
    (tmp_path / "statements.csv").write_text(STATEMENTS + STATEMENT + "\n" + STATEMENT, encoding="utf-8")
    found = load(tmp_path, MINIMAL).request.statements

    assert [(one.artist, one.upc, str(one.months)) for one in found.earned] == [
        ("=Examples", "400000020013", "2026-01 to 2026-03")
    ]
    assert [each.earnings for each in found.takings] == [Decimal("2.50")]


def test_statements_that_a_spreadsheet_saved_with_semicolons_are_read(tmp_path: Path) -> None:
    text = (STATEMENTS + STATEMENT).replace(",", ";")
    (tmp_path / "statements.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert len(load(tmp_path, MINIMAL).request.statements.earned) == 1


def test_many_lines_of_statements_are_read_in_little_memory(tmp_path: Path) -> None:
    """One place of one release, told of 20,000 times: nothing of the lines is kept."""
    (tmp_path / "statements.csv").write_text(STATEMENTS + STATEMENT * 20_000, encoding="utf-8")
    load(tmp_path, MINIMAL)  # so that what is imported does not count

    tracemalloc.start()
    found = read_statements(tmp_path / "statements.csv")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.takings[0].earnings == 25_000
    assert most < 8_000_000


def test_without_tables_there_is_nothing_in_them(tmp_path: Path) -> None:
    found = load(tmp_path, MINIMAL).request

    assert (found.statements, found.links) == (Statements(), ())


def test_lines_of_links_that_nobody_filled_in_are_left_out(tmp_path: Path) -> None:
    header = ",".join(LINK_COLUMNS)
    rows = ["The Examples,Harbour,,400000020013,,amazon-music,,", ",,,400000020013,,spotify,,spotify:album:x"]
    (tmp_path / "links.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    (link,) = load(tmp_path, MINIMAL).request.links

    assert (link.platform, link.url, str(link.source)) == (
        "spotify",
        "spotify:album:x",
        "links.csv, row 3",
    )


@pytest.mark.parametrize("name", ["statements.csv", "links.csv"])
def test_a_table_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "other.csv").write_text(STATEMENTS, encoding="utf-8")
    (root / name).symlink_to(tmp_path / "other.csv")

    with pytest.raises(ConfigError, match="outside the workspace"):
        load(root, MINIMAL)


def test_a_principal_is_found_where_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "principals.csv").write_text("artist,name,mandate\nB,Bo,\n", encoding="utf-8")
    found = load(tmp_path, MINIMAL + '[[principals]]\nartist = "A"\nname = "Al"\n').request

    assert str(found.principal_source(0, "artist")) == "takedown.toml, principals.1.artist"
    assert str(found.principal_source(1, "artist")) == "principals.csv, row 2, column artist"


def outcome(root: Path) -> Settings | ConfigError:
    try:
        return load_settings(root)
    except ConfigError as error:
        return error


LINES = CONTRACT.splitlines()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.text(max_size=20)), min_size=1, max_size=3))
def test_any_damage_gives_settings_or_an_error_that_names_the_file(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]
) -> None:
    root = tmp_path_factory.mktemp("workspace")
    lines = list(LINES)
    for number, text in changes:
        lines[number] = text
    (root / "takedown.toml").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))

    found = outcome(root)

    shutil.rmtree(root)
    if isinstance(found, ConfigError):
        assert found.exit_code is ExitCode.CANNOT_START
        assert found.message.startswith("takedown.toml")
    else:
        assert isinstance(found.request, Request)
