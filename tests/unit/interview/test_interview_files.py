"""takedown.toml as `init` writes it, or adds to it: it always loads, and nothing that stood there is lost."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown import resources
from takedown.config import load_settings
from takedown.directory import load_directory
from takedown.errors import ConfigError
from takedown.interview.adding import added, kept_values
from takedown.interview.answers import Value
from takedown.interview.existing import read_existing
from takedown.interview.flow import Situation
from takedown.interview.music import Recognised
from takedown.interview.writer import new_file
from takedown.request import Basis, Capacity

DIRECTORY = load_directory()
TODAY = date(2026, 11, 22)
FOUR: dict[str, Value] = {
    "name": "Ana Example", "email": "ana@example.com", "platforms": ("amazon-digital", "amazon-music"),
    "basis": "sole-owner",
}  # fmt: skip


def situation(answers: dict[str, Value], **more: Any) -> Situation:
    values = {
        "has_catalog": True,
        "music": Recognised(artists=("The Examples",), distributors=("distrokid",)),
    } | more
    return Situation(answers=answers, directory=DIRECTORY, today=TODAY, **values)


def loaded(root: Path, text: str) -> Any:
    (root / "takedown.toml").write_bytes(text.encode())
    return load_settings(root).request


def test_four_answers_make_a_file_that_loads_and_reads_plainly(tmp_path: Path) -> None:
    text = new_file(situation(dict(FOUR)))
    request = loaded(tmp_path, text)

    assert request.sender.name == "Ana Example"
    assert request.authority.basis is Basis.SOLE_OWNER
    assert request.wish.platforms == ("amazon-digital", "amazon-music")
    assert request.wish.occasion == "2026-11 Amazon"
    assert [(route.via, route.account, route.match.distributor) for route in request.routes] == [
        ("distrokid", "ana@example.com", "")
    ]
    assert max(map(len, text.splitlines())) <= 120
    assert all(
        "#" in line
        for line in text.splitlines()
        if " = " in line and not line.startswith(("schema", "basis"))
    )


def test_an_open_basis_is_left_out_to_be_filled_in(tmp_path: Path) -> None:
    text = new_file(situation({**FOUR, "basis": "open"}))

    assert loaded(tmp_path, text).authority.basis is None
    assert '\n# basis = "sole-owner"\n' in text


def test_several_distributors_get_a_route_each(tmp_path: Path) -> None:
    music = Recognised(distributors=("tunecore", "distrokid"))
    answers: dict[str, Value] = {**FOUR, "account.tunecore": "bo@example.com"}
    routes = loaded(tmp_path, new_file(situation(answers, music=music))).routes

    assert [(route.via, route.match.distributor, route.account) for route in routes] == [
        ("tunecore", "tunecore", "bo@example.com"),
        ("distrokid", "distrokid", "ana@example.com"),
    ]


def test_a_licensed_label_stands_above_the_rest_with_its_contact(tmp_path: Path) -> None:
    music = Recognised(distributors=("distrokid",), labels=("Big Records", "My Tapes"))
    answers: dict[str, Value] = {
        **FOUR,
        "label.big records": "licensed",
        "contact.label.Big Records": ("Bo Example", "bo@example.org"),
        "source.label.Big Records": "contract of 2021",
        "label.My Tapes": "ours",
    }
    request = loaded(tmp_path, new_file(situation(answers, music=music)))

    assert [(route.via, route.match.label, route.contact) for route in request.routes] == [
        ("label", "Big Records", "bo-example"),
        ("distrokid", "", ""),
    ]
    contact = request.contacts["bo-example"]
    assert (contact.email, contact.source, contact.checked_on) == (
        "bo@example.org",
        "contract of 2021",
        TODAY,
    )
    assert request.sender.own_labels == ("My Tapes",)


@pytest.mark.parametrize(
    ("name", "key"),
    [("DistroKid", "my-distrokid"), ("Ämazon", "my-amazon"), ("東京", "desk"), ("A & B", "a-b")],
)
def test_a_contact_never_takes_the_slug_of_a_record(name: str, key: str, tmp_path: Path) -> None:
    answers: dict[str, Value] = {**FOUR, "distributors": ("other",), "contact.other": (name, "")}
    request = loaded(tmp_path, new_file(situation(answers, music=Recognised())))

    assert list(request.contacts) == [key]
    assert request.routes[0].contact == key


def test_principals_and_the_capacity_are_written(tmp_path: Path) -> None:
    answers: dict[str, Value] = {
        **FOUR, "basis": "mandate", "capacity": "agent", "principal.The Examples": "Bo Example",
        "address": ("c/o Example", "Street 1"), "territories": ("DE", "US"), "wanted_by": "2026-12-18",
    }  # fmt: skip
    request = loaded(tmp_path, new_file(situation(answers)))

    assert request.sender.capacity is Capacity.AGENT
    assert [(each.artist, each.name) for each in request.principals] == [("The Examples", "Bo Example")]
    assert request.wish.wanted_by == date(2026, 12, 18)
    assert request.wish.territories == ("DE", "US")


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
NAMES = LINES.filter(str.strip)
VIAS = [*sorted(DIRECTORY.distributors)[:3], "label", "direct", "other", "unknown", "ended", "unlicensed"]
CONTACTS = st.tuples(NAMES, st.sampled_from(["", "desk@example.org"]))


@st.composite
def interviews(draw: st.DrawFn) -> tuple[dict[str, Value], Recognised]:
    """What anybody may have answered, and what the catalog may hold."""
    labels = draw(st.lists(NAMES, max_size=3))
    artists = draw(st.lists(NAMES, max_size=3))
    found = draw(st.lists(st.sampled_from(VIAS[:3]), unique=True, max_size=3))
    answers: dict[str, Value] = {
        **FOUR,
        "name": draw(NAMES),
        "basis": draw(st.sampled_from([*Basis, "open"])),
        "capacity": draw(st.sampled_from([each.value for each in Capacity])),
        "organization": draw(st.one_of(st.just(""), NAMES)),
        "address": tuple(draw(st.lists(LINES, max_size=3))),
        "own_labels": tuple(draw(st.lists(LINES, max_size=2))),
        "distributors": tuple(draw(st.lists(st.sampled_from(VIAS), unique=True, min_size=1, max_size=4))),
        "account": draw(LINES),
        "former": draw(st.sampled_from(["", "tunecore"])),
        **{f"label.{label}": draw(st.sampled_from(["ours", "licensed", "open"])) for label in labels},
        **{f"contact.label.{label}": draw(CONTACTS) for label in labels},
        **{f"contact.{via}": draw(CONTACTS) for via in ("label", "direct", "other", "unknown")},
        **{f"source.{via}": draw(LINES) for via in ("label", "direct")},
        **{f"principal.{artist}": draw(NAMES) for artist in artists},
    }
    if draw(st.booleans()):
        answers |= {"campaign": "no-music-for-ice", "wanted_by": "2026-12-18", "territories": ("DE",)}
    music = Recognised(artists=tuple(artists), distributors=tuple(found), labels=tuple(labels))
    return answers, music


@given(interviews())
def test_whatever_was_answered_the_file_loads_and_holds_it(
    tmp_path_factory: pytest.TempPathFactory, interview: tuple[dict[str, Value], Recognised]
) -> None:
    known = situation(interview[0], music=interview[1])
    request = loaded(tmp_path_factory.mktemp("new"), new_file(known))

    assert request.sender.name == known.answers["name"]
    assert request.sender.address == known.answers["address"]
    assert {route.via for route in request.routes} | _noted(known) >= set(known.distributors)
    assert not {"", "unknown"} & {route.via for route in request.routes}
    assert all(not route.contact or route.contact in request.contacts for route in request.routes)


def _noted(known: Situation) -> set[str]:
    """Who is named in a route that is a note."""
    return set(re.findall(r'^# via = "([a-z]+)"', new_file(known), re.MULTILINE))


def existing_of(root: Path, text: str) -> Any:
    (root / "takedown.toml").write_bytes(text.encode())
    existing = read_existing(root)
    assert existing is not None
    return existing


def completed(root: Path, text: str, answers: dict[str, Value], **more: Any) -> str:
    existing = existing_of(root, text)
    known = situation({**answers, **existing.answers}, has_routes=existing.has_routes, **more)
    return added(existing, known)


TEMPLATE = (resources.examples() / "your-music" / "takedown.toml").read_text(encoding="utf-8")


def test_the_empty_example_is_filled_in_and_keeps_every_note(tmp_path: Path) -> None:
    text = completed(tmp_path, TEMPLATE, dict(FOUR))
    request = loaded(tmp_path, text)

    assert request.sender.name == "Ana Example"
    assert request.authority.basis is Basis.SOLE_OWNER
    assert request.wish.platforms == ("amazon-music", "amazon-digital")
    assert [(route.via, route.account) for route in request.routes] == [("distrokid", "ana@example.com")]
    notes = [line[line.index("#") :] for line in TEMPLATE.splitlines() if "#" in line]
    assert [note for note in notes if note not in text] == []
    assert 'name = "Ana Example"                 # who signs' in text  # in its column


def test_a_file_that_lacks_nothing_stays_byte_for_byte(tmp_path: Path) -> None:
    text = completed(tmp_path, TEMPLATE, dict(FOUR))
    odd = text.replace("\n", "\r\n") + "\r\n# the end   "

    assert completed(tmp_path, odd, {**FOUR, "name": "Somebody Else"}) == odd


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    text = completed(tmp_path, TEMPLATE.replace("\n", "\r\n"), dict(FOUR))

    assert text.count("\r\n") == text.count("\n") > 20
    assert loaded(tmp_path, text).sender.name == "Ana Example"


def test_several_routes_are_added_to_an_empty_one(tmp_path: Path) -> None:
    music = Recognised(distributors=("distrokid", "tunecore"))
    request = loaded(tmp_path, completed(tmp_path, TEMPLATE, dict(FOUR), music=music))

    assert [(route.via, route.match.distributor) for route in request.routes] == [
        ("distrokid", "distrokid"),
        ("tunecore", "tunecore"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "schema = 1\n",
        "# only a note",
        '[sender]\nname = "Bo Example"',
        'sender = { name = "Bo Example" }\nroutes = []\n',
        'sender.name = "Bo Example"\n[request]\noccasion = "mine"\n',
        'routes = [{ via = "" }]\n[catalog]\nfile = "music.csv"\n',
        '[authority]\nbasis = ""\n[[routes]]\nvia = ""\n[contacts.desk]\nname = "Desk"\n',
        '[[routes]]\nvia = "tunecore"\n\n[contacts]\ndesk = { name = "Desk" }\n',
        '\ufeff[sender]\nemail = "bo@example.com"   # mine\n',
    ],
)
def test_what_is_missing_is_added_to_a_file_of_any_form(text: str, tmp_path: Path) -> None:
    plain = tomllib.loads(text.removeprefix("\ufeff"))
    answers: dict[str, Value] = {
        **FOUR, "distributors": ("other",), "contact.other": ("Desk", "desk@example.org"), "source.other": "mail",
    }  # fmt: skip
    new = completed(tmp_path, text, answers, music=Recognised())
    request = loaded(tmp_path, new)

    assert request.routes
    assert request.authority.basis is Basis.SOLE_OWNER
    assert request.sender.name == plain.get("sender", {}).get("name", "Ana Example")
    assert lost(plain, tomllib.loads(new)) == []
    assert completed(tmp_path, new, answers) == new  # a second time there is nothing to add


def lost(old: Any, new: Any, place: str = "") -> list[str]:
    """Values that stood in the old tree and are not in the new one. Empty ones may be filled."""
    if isinstance(old, dict):
        pairs = [(value, new.get(key) if isinstance(new, dict) else None, key) for key, value in old.items()]
        return [found for value, other, key in pairs for found in lost(value, other, f"{place}.{key}")]
    if isinstance(old, list) and old and isinstance(old[0], dict):
        return [
            found for index, each in enumerate(old) for found in lost(each, new[index], f"{place}.{index}")
        ]
    return [place] if old and old != new else []


@given(interviews(), st.sets(st.integers(0, 40)))
def test_whatever_is_taken_out_of_a_file_the_rest_stays_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, interview: tuple[dict[str, Value], Recognised], gone: set[int]
) -> None:
    known = situation(interview[0], music=interview[1])
    root = tmp_path_factory.mktemp("old")
    full = new_file(known).splitlines()
    text = "\n".join(line for number, line in enumerate(full) if number not in gone or line.startswith("["))
    try:
        existing = existing_of(root, text)
    except ConfigError:
        return  # a contact or principal without its name: what cannot be used is named, not guessed
    new = added(existing, situation({**known.answers, **existing.answers}, has_routes=existing.has_routes))

    assert lost(existing.tree, tomllib.loads(new)) == []
    assert [line for line in text.splitlines() if line.startswith("#") and line not in new.splitlines()] == []
    loaded(root, new)


def test_what_stands_there_is_never_replaced_and_that_is_said(tmp_path: Path) -> None:
    existing = existing_of(tmp_path, '[sender]\nname = "Bo Example"\n')

    assert kept_values(existing, {"name": "Ana Example", "email": "ana@example.com"}) == ("sender.name",)
    assert kept_values(existing, {"name": "Bo Example"}) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[sender]\nname = 3\nemail = "a@example.com"', "sender.name"),
        ('[sender]\nnmae = "Bo"', "sender.nmae"),
        ("sender = 3", "sender"),
        ('[request]\nterritories = ["UK"]', "request.territories"),
        ("schema = 2", "schema"),
        ("[sender", "not TOML"),
        ("a = " + "[" * 3000, "not TOML"),
        ("routes = 3", "routes"),
        ("routes = [3]", "routes"),
        ('[[routes]]\nvia = "tunecore"\n[[routes]]\naccount = "a"', "routes.2.via"),
        ('[[routes]]\naccount = "a"\n[[routes]]\naccount = "b"', "routes.1.via"),
    ],
)
def test_what_cannot_be_used_is_named_before_anything_is_asked(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "takedown.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_existing(tmp_path)

    assert named in caught.value.message


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "takedown.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_existing(tmp_path)
    (tmp_path / "takedown.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigError, match="bigger"):
        read_existing(tmp_path)
