"""Several ways of delivery: each release is named once, every way gets its routes, nothing is guessed."""

from pathlib import Path

import pytest
from test_interview_delivery import DIRECTORY, FOUR, TODAY, begun, situation

from takedown.checks import check_catalog
from takedown.config import load_settings
from takedown.interview.adding import added
from takedown.interview.answers import AnswerError, Value, contact_answer, former_answer, language_answer
from takedown.interview.choosing import choice_of
from takedown.interview.desks import which_contact
from takedown.interview.ending import left_open
from takedown.interview.existing import read_existing
from takedown.interview.flow import Situation, next_question
from takedown.interview.music import Delivered, known_music
from takedown.interview.options import Known, option_answers
from takedown.interview.unused import unused_options
from takedown.readers import read_catalog
from takedown.request import Match

LEFT = (
    Delivered(artists=("The Examples",), title="First Light", upc="012345678905"),
    Delivered(artists=("The Examples",), title="Third, Light", upc="614141000036"),
    Delivered(artists=("The Examples",), title="Twice", upc="036000291452"),
    Delivered(artists=("Solo Name",), title="No Code"),
    Delivered(artists=("Two Names",), title="Also None"),
    Delivered(artists=("Two Names",), title="Twice", upc="4006381333931"),
)
ROWS = """artist,release,upc,distributor
The Examples,First Light,012345678905,
The Examples,Second Light,036000291452,
The Examples,Third Light,614141000036,
Solo Name,No Code,,
The Examples,Known,4006381333931,tunecore
"""
WAYS: dict[str, Value] = {"distributors": ("other", "ended", "self", "unlicensed")}
CHOSEN: dict[str, Value] = {
    "releases.other": ("012345678905",), "releases.ended": ("036000291452",), "releases.self": ("rest",),
    "releases.unlicensed": ("artist=Solo Name",),
}  # fmt: skip


def workspace(root: Path, rows: str = ROWS) -> Path:
    (root / "catalog.csv").write_text(rows, encoding="utf-8")
    return root


def asked(root: Path, **answers: Value) -> Situation:
    named = {key.replace("_", "."): each for key, each in answers.items()}
    return situation(root, {**FOUR, **WAYS, **named}, has_catalog=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", ("012345678905",)),
        ("2, 1", ("614141000036", "012345678905")),
        ("Third, Light", ("614141000036",)),
        ("first light; 036000291452", ("012345678905", "036000291452")),
        ("0012345678905", ("012345678905",)),
        ("4", ("artist=Solo Name",)),
        ("solo name", ("artist=Solo Name",)),
        ("artist=Solo Name", ("artist=Solo Name",)),
        ("the examples", ("artist=The Examples",)),
        ("5, 6", ("artist=Two Names", "4006381333931")),
        ("All others", ("rest",)),
    ],
)
def test_releases_are_named_by_number_upc_title_or_artist(text: str, meant: tuple[str, ...]) -> None:
    assert choice_of(text, LEFT, "self") == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7", "not in the list"),
        ("Twice", "is 2 releases"),
        ("Nothing of the kind", "none of the releases"),
        ("Also None", "has no UPC"),
    ],
)
def test_what_names_no_release_or_several_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(AnswerError, match=said) as caught:
        choice_of(text, LEFT, "self")

    assert caught.value.hint


def test_the_rest_can_come_on_one_way_only() -> None:
    with pytest.raises(AnswerError, match="another way already"):
        choice_of("rest", LEFT, "self", may_be_rest=False)


def test_each_way_is_asked_for_what_the_ways_before_it_left(tmp_path: Path) -> None:
    workspace(tmp_path)
    first = next_question(asked(tmp_path))
    assert first is not None
    assert first.key == "releases.other"
    assert [each.word for each in first.choices] == ["012345678905", "036000291452", "614141000036", "no UPC"]
    assert first.default == ()

    second = next_question(asked(tmp_path, releases_other=("012345678905",)))
    assert second is not None
    assert (second.key, [each.word for each in second.choices]) == (
        "releases.ended", ["036000291452", "614141000036", "no UPC"],
    )  # fmt: skip
    assert "rest, for all" in second.explain

    third = next_question(asked(tmp_path, releases_other=("rest",)))
    assert third is not None
    assert "rest, for all" not in third.explain


def test_one_way_alone_or_music_that_is_not_known_yet_asks_for_no_releases(tmp_path: Path) -> None:
    workspace(tmp_path, "artist,release,upc,distributor\n")
    question = next_question(asked(tmp_path))
    assert question is None or not question.key.startswith("releases")

    workspace(tmp_path)
    question = next_question(situation(tmp_path, {**FOUR, "distributors": ("self",)}, has_catalog=True))
    assert question is None or not question.key.startswith("releases")


def test_a_mixed_case_becomes_routes_that_the_checks_find_useful(tmp_path: Path) -> None:
    workspace(tmp_path)
    desks: dict[str, Value] = {
        "contact.other": ("New Distro", "new@example.org"), "source.other": "its site", "former": "other",
        "contact.former": ("Old Distro", "old@example.org"), "source.former": "contract",
    }  # fmt: skip
    text, routes = begun(tmp_path, **WAYS, **CHOSEN, **desks)

    assert [(route.match, route.via, route.contact, route.former) for route in routes] == [
        (Match(distributor="tunecore"), "tunecore", "", ""),
        (Match(upc="012345678905"), "other", "new-distro", ""),
        (Match(upc="036000291452"), "ended", "", "old-distro"),
        (Match(artist="Solo Name"), "unlicensed", "", ""),
        (Match(), "self", "", ""),
    ]
    assert "What does each of these deliver?" not in text
    assert "# end = { ended = " in text
    catalog = read_catalog(tmp_path / "catalog.csv", name="catalog.csv")
    checked = check_catalog(
        catalog, load_settings(tmp_path).request, DIRECTORY, coverage=frozenset(range(32, 9000)), today=TODAY
    )
    rules = {each.rule for each in checked.findings}
    assert rules.isdisjoint({"W-ROUTE-SHADOWED", "W-ROUTE-UNUSED", "Q-ROUTE", "Q-CONTACT", "E-CONTACT-KEY"})


def test_what_is_left_open_is_asked_again_and_then_finished(tmp_path: Path) -> None:
    workspace(tmp_path)
    desk: dict[str, Value] = {"contact.other": ("New Distro", "new@example.org"), "source.other": "site"}
    text, routes = begun(tmp_path, distributors=("other", "self"), **{**desk, "releases.other": ("rest",)})
    assert [route.via for route in routes] == ["tunecore", "other"]
    assert 'via = "self"' in text

    (tmp_path / "takedown.toml").unlink()
    text, routes = begun(tmp_path, distributors=("other", "self"), **desk)
    assert [route.via for route in routes] == ["tunecore"]
    existing = read_existing(tmp_path)
    assert existing is not None
    standing = existing.narrow_routes
    assert standing == ({"distributor": "tunecore"},)
    again = situation(
        tmp_path,
        {
            **FOUR, "distributors": ("other", "self"), "releases.self": ("2",), "releases.other": ("rest",),
            "contact.other": ("New Distro", "new@example.org"),
        },
        routes=standing,
        contacts=existing.desks,
    )  # fmt: skip
    assert list(left_open(again)) == []
    (tmp_path / "takedown.toml").write_text(added(existing, again), encoding="utf-8")
    finished = load_settings(tmp_path).request
    assert [(route.match, route.via, route.contact) for route in finished.routes] == [
        (Match(distributor="tunecore"), "tunecore", ""),
        (Match(upc="036000291452"), "self", ""),
        (Match(), "other", "new-distro"),
    ]
    assert list(finished.contacts) == ["new-distro"]


def test_a_contact_of_the_file_can_be_chosen_and_its_source_is_not_asked_again(tmp_path: Path) -> None:
    desks = {"new-distro": ("New Distro", "new@example.org")}
    question = which_contact("other", "other", DIRECTORY, desks)

    assert question.read("1") == question.read("new-distro") == ("New Distro", "new@example.org")
    assert question.read("Another <a@example.org>") == ("Another", "a@example.org")
    with pytest.raises(AnswerError):
        question.read("2")
    workspace(tmp_path)
    known = situation(
        tmp_path,
        {**FOUR, "distributors": ("other",), "contact.other": desks["new-distro"], "account.tunecore": "x"},
        contacts=desks,
        has_catalog=True,
    )
    following = next_question(known)
    assert following is None or not following.key.startswith("source")


def test_words_of_via_and_contacts_in_the_column_say_who_delivers(tmp_path: Path) -> None:
    workspace(
        tmp_path,
        "artist,release,upc,distributor\nA,One,012345678905,Self\nA,Two,036000291452,My Desk\nA,Three,614141000036,\n",
    )
    music = known_music(tmp_path / "catalog.csv", DIRECTORY, today=TODAY, contacts=("my-desk", "My Desk"))

    assert music.distributors == ("self",)
    assert [(each.title, each.is_known) for each in music.releases] == [
        ("One", True), ("Two", True), ("Three", False),
    ]  # fmt: skip
    assert music.undelivered


def test_a_former_distributor_that_nobody_knows_becomes_a_contact(tmp_path: Path) -> None:
    workspace(tmp_path, "artist,release,upc\nA,One,012345678905\n")
    known = situation(tmp_path, {**FOUR, "distributors": ("ended",), "former": "other"}, has_catalog=True)
    asks = next_question(known)
    assert asks is not None
    assert asks.key == "contact.former"

    text, (route,) = begun(tmp_path, distributors=("ended",), former="other")
    assert route.former == ""
    assert 'former = "other"' not in text
    assert "former" in "".join(left_open(known))

    assert former_answer("distrokid", DIRECTORY) == "distrokid"
    assert former_answer("a label", DIRECTORY) == "other"
    assert former_answer("unknown", DIRECTORY) == ""
    with pytest.raises(AnswerError, match="nobody who delivered"):
        former_answer("self", DIRECTORY)


def test_a_word_of_via_is_no_name_of_a_contact() -> None:
    with pytest.raises(AnswerError, match="no name of anybody"):
        contact_answer("other", DIRECTORY)


def test_the_language_is_one_in_which_there_are_letters(tmp_path: Path) -> None:
    assert language_answer(" DE ", ("en", "de")) == "de"
    with pytest.raises(AnswerError, match="no language in which there are letters") as caught:
        language_answer("xx", ("en", "de"))
    assert "de or en" in caught.value.hint

    workspace(tmp_path)
    text, _ = begun(tmp_path, distributors=("unknown",))
    assert '# language = "de"' in text
    assert "de, en, es, fr or pt" in text
    assert load_settings(tmp_path).request.wish.language == "en"
    begun(tmp_path, distributors=("unknown",), language="fr")
    assert load_settings(tmp_path).request.wish.language == "fr"


def test_releases_are_an_option_too_and_one_that_names_nothing_is_told(tmp_path: Path) -> None:
    known = Known(directory=DIRECTORY, today=TODAY)
    given = {"distributor": ("other", "self"), "releases": ("self=First Light, 036000291452", "other=rest")}
    answers = option_answers(given, known)
    assert answers["releases.self"] == ("First Light", "036000291452")
    with pytest.raises(AnswerError, match="WHO=RELEASES"):
        option_answers({"releases": ("self",)}, known)

    workspace(tmp_path)
    _, routes = begun(tmp_path, **answers)
    assert [(route.match, route.via) for route in routes][1:] == [
        (Match(upc="012345678905"), "self"), (Match(upc="036000291452"), "self"), (Match(), "other"),
    ]  # fmt: skip
    assert list(unused_options(given, situation(tmp_path, {**FOUR, **answers}))) == []
    wrong = {**given, "releases": ("self=Nothing", "label=rest")}
    problems = list(unused_options(wrong, situation(tmp_path, {**FOUR, **option_answers(wrong, known)})))
    assert len(problems) == 2
    assert "'Nothing' is none of the releases" in problems[0]
    assert "--releases label=…" in problems[1]
