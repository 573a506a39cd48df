"""What the user looks up is kept with source and date, lies over the record, and never lets an agent in."""

import json
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from support.builders import checked, release, request, route

from takedown import resources
from takedown.asked import Asked
from takedown.cli.main import cli
from takedown.directory import RecordKind, load_directory
from takedown.directory.answers import FILE, LookedUp, answers_schema, load_answers
from takedown.directory.keeping import added
from takedown.directory.lookups import Ask, open_asks
from takedown.errors import DirectoryError, ExitCode
from takedown.freshness import answered_here, stale_facts
from takedown.notice import Kind
from takedown.planning import plan_notices
from takedown.planning.known_here import known_here
from takedown.records import Channel, Directory, Known, OneStore, Per, Role, Unit

HEAD = "schema = 1\n"
ANSWER = """
[[answers]]
kind = "distributor"
slug = "unitedmasters"
fact = "one-store"
value = "staff"
words = "Yes, they do it when you write."
source = "reply of their support, ticket 5512"
on = 2026-11-20
"""
TODAY = date(2026, 11, 22)


def written(folder: Path, text: str) -> Path:
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    return path


def laid(
    folder: Path, *answers: tuple[str, str], slug: str = "unitedmasters", kind: str = "distributor"
) -> Directory:
    text = HEAD
    for fact, value in answers:
        text += f'\n[[answers]]\nkind = "{kind}"\nslug = "{slug}"\nfact = "{fact}"\nvalue = "{value}"\n'
        text += 'words = "In their words."\nsource = "their support"\non = 2026-11-20\n'
    return load_directory(answers=written(folder, text))


def run(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["-C", str(folder), "directory", *arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_without_the_file_nothing_changes(tmp_path: Path) -> None:
    assert load_directory(answers=tmp_path / FILE) == load_directory()


def test_an_answer_lies_over_the_record_with_a_source_of_its_own(tmp_path: Path) -> None:
    directory = load_directory(answers=written(tmp_path, HEAD + ANSWER))

    record = directory.distributors["unitedmasters"]
    (key,) = record.one_store_fact.source
    assert record.one_store is OneStore.STAFF
    assert record.one_store_fact.value == "Yes, they do it when you write."
    assert record.one_store_fact.confidence.value == "medium"
    assert directory.sources[key].title == "reply of their support, ticket 5512"
    assert directory.sources[key].date == "2026-11-20"
    assert Ask.ONE_STORE not in open_asks(record)


def test_every_fact_can_be_answered(tmp_path: Path) -> None:
    record = laid(
        tmp_path,
        ("one-store", "self-service"),
        ("time", "2-5 business-days"),
        ("cost", "0.02 EUR recording-and-platform"),
        ("single-tracks", "yes"),
        ("single-countries", "no"),
        ("where", "help@unitedmasters.example.com"),
        ("language", "en"),
    ).distributors["unitedmasters"]

    assert record.steps[0] == "In their words."
    assert (record.time.min, record.time.max, record.time.unit) == (2, 5, Unit.BUSINESS_DAYS)
    assert (str(record.fees[0].amount), record.fees[0].currency, record.fees[0].per) == (
        "0.02", "EUR", Per.RECORDING_AND_PLATFORM,
    )  # fmt: skip
    assert (record.track_level.answer, record.territory.answer) == (Known.YES, Known.NO)
    assert record.addresses[0].value == "help@unitedmasters.example.com"
    assert (record.addresses[0].channel, record.addresses[0].role) == (Channel.EMAIL, Role.SUPPORT)
    assert record.languages == ("en",)
    assert open_asks(record) == ()


@pytest.mark.parametrize(
    ("value", "channel"),
    [("https://help.example.com/form", Channel.FORM), ("Help > Contact us", Channel.DASHBOARD)],
)
def test_a_place_to_write_is_known_by_its_form(tmp_path: Path, value: str, channel: Channel) -> None:
    assert laid(tmp_path, ("where", value)).distributors["unitedmasters"].addresses[0].channel is channel


def test_a_later_answer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    directory = laid(tmp_path, ("time", "2 days"), ("time", "9 days"))

    assert directory.distributors["unitedmasters"].time.max == 9


def test_an_own_email_makes_no_platform_read_requests(tmp_path: Path) -> None:
    before = load_directory().desks["spotify"]
    desk = laid(tmp_path, ("where", "someone@spotify.example.com"), slug="spotify", kind="desk").desks[
        "spotify"
    ]

    assert desk.takes_requests == before.takes_requests
    assert desk.takes_requests.answer is Known.NO


@pytest.mark.parametrize(
    "value",
    [
        "copyright@amazon.com",
        " COPYRIGHT@amazon.com",
        "https://www.amazon.com/report/infringement?x=1",
        "dmca@example.com",
    ],
)
def test_an_address_for_infringement_claims_is_refused_with_its_line(tmp_path: Path, value: str) -> None:
    with pytest.raises(
        DirectoryError, match=r"directory\.toml, line 7, answers\[1\]\.value: .*infringement claims"
    ):
        laid(tmp_path, ("where", value))


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ('"staff"', '"stuff"', "line 7, answers[1].value: 'stuff' does not answer one-store", "staff (they"),
        ("value =", "valu =", "line 7, answers[1].valu: there is no key 'valu'", "Did you mean 'value'?"),
        ('"distributor"', '"distributer"', "line 4, answers[1].kind: 'distributer' is not one of", "distributor"),
        ('"distributor"', '"campaign"', "line 4", ""),
        ('"one-store"', '"one-shop"', "line 6, answers[1].fact: 'one-shop' is not one of", "one-store"),
        ('"reply of their support, ticket 5512"', '" "', "line 9, answers[1].source: it is not said", "source ="),
        ("2026-11-20", '"soon"', "line 10, answers[1].on: 'soon' is text", "a date like"),
        ("on = 2026-11-20\n", "", "line 3, answers[1].on: the key is missing", "Add on"),
        ("schema = 1", "schema = 2", "line 1, schema: 2 is a shape", "schema = 1"),
        ("schema = 1", "schema = ", "line 1: not valid TOML: nothing stands after =", "Write the value"),
        ("schema = 1", "schema = 1 # \x00", "not valid TOML: a character that nobody can see", "Type the line anew"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, message: str, hint: str
) -> None:
    text = (HEAD + ANSWER).replace(old, new, 1)

    with pytest.raises(DirectoryError) as caught:
        load_directory(answers=written(tmp_path, text))
    assert caught.value.message.startswith("directory.toml")
    if '"campaign"' not in new:
        assert message in caught.value.message
        assert hint in caught.value.hint


def test_self_service_without_words_says_nothing_anybody_could_do(tmp_path: Path) -> None:
    text = HEAD + ANSWER.replace('"staff"', '"self-service"').replace(
        'words = "Yes, they do it when you write."\n', ""
    )

    with pytest.raises(DirectoryError, match=r"answers\[1\]\.words: it is not said how"):
        load_directory(answers=written(tmp_path, text))


def test_a_link_or_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text(HEAD)
    (tmp_path / FILE).symlink_to(tmp_path / "outside")
    with pytest.raises(DirectoryError, match="is a link"):
        load_directory(answers=tmp_path / FILE)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).write_bytes(b"schema = 1\n# \xff\n")
    with pytest.raises(DirectoryError, match="line 2: not UTF-8"):
        load_directory(answers=tmp_path / FILE)


def looked_up(value: str = "2 days") -> LookedUp:
    return LookedUp(
        kind=RecordKind.DISTRIBUTOR, slug="tunecore", fact=Ask.TIME, value=value, source="a page", on=TODAY
    )


def test_adding_keeps_what_stands_there_notes_too() -> None:
    text = added(HEAD + "# a note of mine\n" + ANSWER, looked_up())

    assert text.startswith(HEAD + "# a note of mine\n" + ANSWER)
    assert text.count("[[answers]]") == 2
    assert added(text.replace("\n", "\r\n"), looked_up("3 days")).count("\r\n") > 20


def test_a_new_file_says_what_it_is_and_fits_the_published_schema(tmp_path: Path) -> None:
    text = added("", looked_up())
    published = json.loads(resources.schema("directory").read_text(encoding="utf-8"))

    assert text.startswith("# What was looked up for this workspace")
    assert published == answers_schema()
    jsonschema.Draft202012Validator(published).validate(
        json.loads(json.dumps(tomllib.loads(text), default=str))
    )
    assert load_answers(written(tmp_path, text), load_directory()) == (looked_up(),)


# The plan and `directory show`


def test_answered_facts_are_said_and_no_longer_unknown(tmp_path: Path) -> None:
    directory = load_directory(answers=written(tmp_path, HEAD + ANSWER))
    record = directory.distributors["unitedmasters"]

    assert answered_here(record, directory.sources) == (
        (
            "UnitedMasters, whether one store only can be left: Yes, they do it when you write. "
            "Looked up for this workspace: reply of their support, ticket 5512, 2026-11-20."
        ),
    )
    found = stale_facts(record, directory.sources, today=TODAY)
    assert not any("It is not known whether" in one or "No complete and dated page" in one for one in found)


def test_the_plan_gets_a_note_for_each_answer_and_for_the_last_result(tmp_path: Path) -> None:
    directory = laid(tmp_path, ("time", "2 days"), slug="tunecore")
    plan = plan_notices(
        checked(release(1)), request(route("tunecore")), directory, asked=Asked(submissions={}), today=TODAY
    )
    notices = [planned.notice for planned in plan.notices if planned.notice.kind is Kind.WITHDRAWAL]

    found = list(known_here(notices, directory, {"tunecore": (date(2026, 11, 3), "seen gone, declared")}))

    assert [one.rule for one in found] == ["I-ANSWERED-HERE", "I-LAST-WORKED"]
    assert found[0].message.startswith("TuneCore, how long it takes: In their words.")
    assert "takedown directory report tunecore" in found[0].hint
    assert found[1].message.endswith("on 3 November 2026 (seen gone, declared)")
    assert list(known_here(notices, load_directory(), {})) == []


# The command


def test_answer_keeps_a_fact_by_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        tmp_path, "answer", "unitedmasters", "--fact", "one-store", "--value", "staff", "--words", "Yes.",
        "--source", "their support", "--on", "2026-01-20", capsys=capsys,
    )  # fmt: skip

    assert code == ExitCode.DONE
    assert "Kept in directory.toml: UnitedMasters, one-store: staff" in out
    assert load_directory(answers=tmp_path / FILE).distributors["unitedmasters"].one_store is OneStore.STAFF
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("one-store", "self-service", "Menu > Stores; or write to copyright@amazon.com."),
        ("one-store", "staff", "Use https://www.amazon.com/report/infringement."),
        ("where", "Menu > Support", "or copyright@amazon.com"),
        ("where", "Menu > Support", "Ask for their copyright agent."),
        ("where", "Menu > DMCA", ""),
        ("time", "2 days", "Two days, says dmca@example.com."),
        ("cost", "none", "Amazon Legal Department, P.O. Box 81226, says: nothing."),
        ("single-tracks", "yes", "www.tiktok.com/legal/report/Copyright"),
        ("single-countries", "no", "See amazon.com/report/infringement"),
        ("language", "en", "copyright [at] amazon.com reads it."),
    ],
)
def test_no_answer_of_any_fact_brings_an_address_for_infringement_claims_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fact: str, value: str, words: str
) -> None:
    said = ("--fact", fact, "--value", value, "--words", words, "--source", "me")
    code, _, err = run(tmp_path, "answer", "unitedmasters", *said, capsys=capsys)

    assert code == ExitCode.USAGE
    assert "it reads infringement claims" in " ".join(err.split())
    assert not (tmp_path / FILE).exists()
    key = "words" if words else "value"
    text = f'{HEAD}\n[[answers]]\nkind = "distributor"\nslug = "unitedmasters"\nfact = "{fact}"\n'
    text += f'value = "{value}"\nwords = "{words}"\nsource = "me"\non = 2026-11-20\n'
    with pytest.raises(DirectoryError, match=rf"directory\.toml, line \d, answers\[1\]\.{key}: ") as caught:
        load_directory(answers=written(tmp_path, text))
    assert caught.value.hint


def test_words_may_speak_of_claims_where_they_give_no_address(tmp_path: Path) -> None:
    text = HEAD + ANSWER.replace("they do it when you write", "but not by the form for infringement")

    assert load_directory(answers=written(tmp_path, text)).distributors["unitedmasters"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unitedmasters", "--fact", "time", "--value", "2 days"), "an answer needs its source"),
        (("unitedmasters", "--fact", "time", "--value", "soon", "--source", "me"), "'soon' does not answer time"),
        (("unitedmasters", "--fact", "where", "--value", "copyright@amazon.com", "--source", "me"), "copyright agent"),
        (("unitedmasters", "--value", "2 days", "--source", "me"), "--value without --fact"),
        (("nobody", "--fact", "time", "--value", "2 days", "--source", "me"), "no record nobody"),
        (("landr", "--fact", "time", "--value", "2 days", "--source", "x", "--on", "2999-01-01"), "in the future"),
        (("spotify", "--fact", "cost", "--value", "none", "--source", "me"), "'cost' is not asked of a platform"),
        (("level", "--fact", "cost", "--value", "none", "--source", "me"), "is retired"),
        (("unitedmasters", "--fact", "time", "--value", "2 days", "--source", "a\u202eb"), "nobody can see"),
    ],
)  # fmt: skip
def test_answer_refuses_what_cannot_be_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(tmp_path, "answer", *arguments, capsys=capsys)

    assert code == ExitCode.USAGE
    assert said in err
    assert "Hint: " in err
    assert out == ""
    assert not (tmp_path / FILE).exists()
