"""What is kept between runs: profiles, drafts, the records of campaigns."""

import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.directory import load_directory
from takedown.errors import DirectoryError, StorageError, UsageError
from takedown.interview import draft
from takedown.interview.answers import Value
from takedown.interview.campaign import (
    check_place,
    copy_record,
    find_campaign,
    history,
    is_to_copy,
    pinned,
    shown,
    told,
)
from takedown.interview.ending import left_open
from takedown.interview.flow import Situation
from takedown.interview.music import NOTHING, Delivered, Recognised, known_music
from takedown.interview.profile import FILE, Profile, answers_of, load_profiles, profile_of, save_profile
from takedown.records import CampaignStatus

DIRECTORY = load_directory()
TODAY = date(2026, 11, 22)
ANA = Profile(
    name="Ana Example", email="ana@example.com", address=("c/o Example", "Street 1"), own_labels=("My Tapes",)
)
CAMPAIGN = """
name = "Quiet Friday"
status = "active"
checked_on = 2026-11-22
platforms = ["spotify"]
[summary]
value = "Artists leave for a day."
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_profile_is_kept_privately_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "takedown"
    path = save_profile(folder, "default", ANA)

    assert load_profiles(folder) == ({"default": ANA}, "")
    assert (mode(path), mode(folder)) == (0o600, 0o700)


def test_several_profiles_stand_side_by_side_and_the_default_one_first(tmp_path: Path) -> None:
    bo = Profile(name='Bo "B" Exämple', email="bo@example.com", capacity="manager")
    for name, profile in (("another one", bo), ("default", ANA), ("another one", ANA), ("b.c", bo)):
        save_profile(tmp_path, name, profile)

    profiles, _ = load_profiles(tmp_path)
    assert list(profiles.items()) == [("default", ANA), ("another one", ANA), ("b.c", bo)]


def test_a_profile_holds_who_signs_and_nothing_of_what_they_do() -> None:
    answers: dict[str, Value] = {
        **answers_of(ANA), "platforms": ("spotify",), "occasion": "x", "basis": "company", "campaign": "y",
    }  # fmt: skip

    assert profile_of(answers) == ANA
    assert profile_of({"name": "Ana Example"}) is None


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[profiles",
        b"profiles = 3",
        b"[profiles]\ndefault = 3",
        b'[profiles.default]\nname = "Ana Example"\nemail = "nobody"',
        b'[profiles.default]\nname = 3\nemail = "ana@example.com"',
        b'[profiles.default]\nname = "Ana"\nemail = "ana@example.com"\naddress = "x"',
        b'[profiles.default]\nname = "Ana"\nemail = "ana@example.com"\ncapacity = "king"',
        b'[profiles.default]\nname = "Ana"\nemail = "ana@example.com"\nplatforms = ["spotify"]',
        b"a = " + b"[" * 5000,
        b"#" * 200_000,
    ],
)
def test_a_damaged_profile_is_a_warning_and_is_never_overwritten(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    profiles, warning = load_profiles(tmp_path)

    assert profiles == {}
    assert str(tmp_path / FILE) in warning
    with pytest.raises(StorageError):
        save_profile(tmp_path, "default", ANA)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_profile_that_cannot_be_kept_is_an_error_that_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="file"):
        save_profile(tmp_path / "file" / "takedown", "default", ANA)


def test_without_a_folder_there_are_no_profiles(tmp_path: Path) -> None:
    assert load_profiles(None) == ({}, "")
    assert load_profiles(tmp_path / "absent") == ({}, "")


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)


@given(st.dictionaries(TEXT, st.one_of(TEXT, st.lists(TEXT, max_size=3).map(tuple)), max_size=6))
def test_a_draft_gives_back_what_was_answered(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Value]
) -> None:
    root = tmp_path_factory.mktemp("draft")
    draft.save_draft(root, answers)

    assert draft.load_draft(root) == (answers, "")
    assert mode(root / draft.FILE) == 0o600
    draft.drop_draft(root)
    draft.drop_draft(root)
    assert list(root.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"\xff", b"[answers", b"answers = 3", b"[answers]\nname = 3", b"[answers]\nname = [3]"]
)
def test_a_damaged_draft_is_a_warning(content: bytes, tmp_path: Path) -> None:
    (tmp_path / draft.FILE).write_bytes(content)
    answers, warning = draft.load_draft(tmp_path)

    assert answers == {}
    assert draft.FILE in warning


def test_a_draft_that_is_a_link_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text('[answers]\nname = "x"\n')
    (tmp_path / draft.FILE).symlink_to(tmp_path / "elsewhere")

    assert draft.load_draft(tmp_path)[0] == {}


def test_a_campaign_is_found_by_its_slug() -> None:
    joined = find_campaign("no-music-for-ice", DIRECTORY, today=TODAY)

    assert joined.record.name == "No Music for ICE"
    assert not joined.content
    assert "history" in told(joined)["history"]
    assert "letters do not name" in told(joined)["letters"]


def test_a_campaign_in_a_file_is_copied_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "quiet-friday.toml"
    file.write_text(CAMPAIGN)
    root = tmp_path / "workspace"
    root.mkdir()
    joined = find_campaign(str(file), DIRECTORY, today=TODAY)

    assert (joined.record.slug, joined.record.platforms) == ("quiet-friday", ("spotify",))
    assert "history" not in told(joined)["history"]
    assert is_to_copy(root, joined)
    assert copy_record(root, joined) == "templates/campaigns/quiet-friday.toml"
    assert load_directory(root / "templates").campaigns["quiet-friday"] == joined.record
    assert not is_to_copy(root, joined)
    check_place(root, joined)
    file.write_text(CAMPAIGN.replace("for a day", "for good"))
    with pytest.raises(UsageError, match="something else"):
        check_place(root, find_campaign(str(file), DIRECTORY, today=TODAY))


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("quiet-friday.toml", CAMPAIGN.replace('name = "Quiet Friday"', ""), "name"),
        ("quiet-friday.toml", CAMPAIGN.replace("active", "activ"), "activ"),
        ("quiet-friday.toml", CAMPAIGN.replace('["spotify"]', '["spotfy"]'), "spotfy"),
        ("quiet-friday.toml", "[", "not valid TOML"),
        ("Quiet Friday.toml", CAMPAIGN, "slug"),
    ],
)
def test_a_wrong_record_of_a_campaign_is_an_error_of_the_directory(
    name: str, content: str, named: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DirectoryError, match=named):
        find_campaign(str(tmp_path / name), DIRECTORY, today=TODAY)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('territories = ["worldwide", "CA"]', "line 5, territories: worldwide stands alone"),
        ("territories = []", "line 5, territories: worldwide stands alone, and no list is empty"),
        ('territories = ["ca"]', "line 5, territories: 'ca' is not a country code"),
        ("began = 2026-12-01\nended = 2026-11-30", "line 6, ended: ended is 2026-11-30, and began is"),
        ("wanted_by = 2026-12-18\ndelete_on = 2026-12-01", "line 6, delete_on: "),
        ("began = 2026-12-18\nwanted_by = 2026-12-01", "line 6, wanted_by: "),
        ("wording = { withdrawl = 1 }", "line 5, wording: there is no letter 'withdrawl'"),
        ("wording = { withdrawal = 0 }", "line 5, wording.withdrawal: 0 is no version"),
        ('publish = ["names"]', "line 5, publish"),
        ('publish = ["names-with-consent"]', "line 5, publish: names are to be published, and no day"),
    ],
)
def test_a_scope_a_day_or_a_wording_that_cannot_be_is_told_with_its_place(
    line: str, named: str, tmp_path: Path
) -> None:
    file = tmp_path / "quiet-friday.toml"
    file.write_text(CAMPAIGN.replace("platforms", f"{line}\nplatforms"))
    with pytest.raises(DirectoryError) as caught:
        find_campaign(str(file), DIRECTORY, today=TODAY)

    assert f"{file}, {named}" in caught.value.message
    assert caught.value.hint
    assert "templates/" not in caught.value.message


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"active"', '"historical"', "without phases"),
        ("[summary]", '[summary]\nsource = ["NOWHERE"]\nconfidence = "high"', "NOWHERE"),
        ("[summary]", "[summry]", "there is no key 'summry'"),
    ],
)
def test_what_lint_refuses_is_refused_when_a_campaign_is_joined(
    before: str, after: str, named: str, tmp_path: Path
) -> None:
    file = tmp_path / "quiet-friday.toml"
    file.write_text(CAMPAIGN.replace(before, after))
    with pytest.raises(DirectoryError) as caught:
        find_campaign(str(file), DIRECTORY, today=TODAY)

    assert named in caught.value.message
    assert caught.value.message.startswith(str(file))


def test_a_wanted_day_that_has_passed_is_said_to_be_left_out(tmp_path: Path) -> None:
    record = replace(DIRECTORY.campaigns["no-music-for-ice"], wanted_by=date(2026, 1, 29))
    (told_of,) = [line for line in shown(record, {}, TODAY) if "wanted by" in line]

    assert told_of == (
        "  wanted by: 2026-01-29, a day that has passed, so it is left out (--wanted-by gives another)"
    )
    (own,) = [line for line in shown(record, {"wanted_by": "2026-12-18"}, TODAY) if "wanted by" in line]
    assert "left out; you ask 2026-12-18" in own


def test_a_campaign_pins_platforms_countries_and_a_day_that_lies_ahead(tmp_path: Path) -> None:
    file = tmp_path / "quiet-friday.toml"
    file.write_text(CAMPAIGN.replace("platforms", 'territories = ["CA"]\nwanted_by = 2026-11-22\nplatforms'))
    record = find_campaign(str(file), DIRECTORY, today=TODAY).record

    assert pinned(record, TODAY) == {
        "campaign": "quiet-friday",
        "platforms": ("spotify",),
        "territories": ("CA",),
        "wanted_by": "2026-11-22",
    }
    assert "wanted_by" not in pinned(record, date(2026, 11, 23))


def test_a_campaign_without_pins_pins_nothing_but_its_name() -> None:
    record = replace(DIRECTORY.campaigns["no-music-for-ice"], platforms=())

    assert pinned(record, TODAY) == {"campaign": "no-music-for-ice"}


def test_an_occasion_of_ones_own_is_asked_for_only_where_the_campaign_is_over() -> None:
    joined = find_campaign("no-music-for-ice", DIRECTORY, today=TODAY)

    assert history(joined, {}, DIRECTORY) == "No Music for ICE"
    assert history(None, {"campaign": "no-music-for-ice"}, DIRECTORY) == "No Music for ICE"
    assert history(None, {"campaign": "nothing"}, DIRECTORY) == ""
    active = replace(joined, record=replace(joined.record, status=CampaignStatus.ACTIVE))
    assert history(active, {}, DIRECTORY) == ""


def test_a_campaign_that_is_nowhere_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError) as caught:
        find_campaign("no-music-for-icee", DIRECTORY, today=TODAY)

    assert "no-music-for-ice" in caught.value.hint


def test_the_catalog_says_who_made_the_music_and_who_delivers_it(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(
        "artist,release,label,distributor\nBo,A,L1,DistroKid\nAna,B,L2,tunecore\nana,C,l2,tunecore\nAna,D,,\n"
    )
    music = known_music(catalog, DIRECTORY, today=TODAY)

    assert (music.artists, music.labels) == (("Ana", "Bo"), ("L2", "L1"))
    assert (music.distributors, music.undelivered) == (("tunecore", "distrokid"), True)
    assert [(each.distributor, each.label) for each in music.delivered] == [
        ("distrokid", "L1"),
        ("tunecore", "L2"),
        ("tunecore", "l2"),
        ("", ""),
    ]


def test_rows_of_one_release_say_together_who_delivers_it_and_podcasts_say_nothing(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(
        "artist,release,upc,track,distributor,platforms,kind\n"
        "Bo; Ana,A,012345678905,One,,spotify,\nBo; Ana,A,012345678905,Two,CD Baby,Amazon Music,\n"
        "Cy,Talk,,,,,podcast\nBo,B,n/a,,other,n/a,\n"
    )
    music = known_music(catalog, DIRECTORY, today=TODAY)

    assert (music.artists, music.distributors, music.undelivered) == (
        ("Bo", "Ana"),
        ("cdbaby", "other"),
        False,
    )
    assert [each.platforms for each in music.delivered] == [("spotify", "amazon-music"), ()]


@pytest.mark.parametrize("content", ["", "artist,release\n", "artist,release"])
def test_a_catalog_without_rows_says_nothing(content: str, tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text(content)

    assert known_music(tmp_path / "catalog.csv", DIRECTORY, today=TODAY) == NOTHING
    assert known_music(tmp_path / "absent.csv", DIRECTORY, today=TODAY) == NOTHING


def test_what_was_too_much_to_ask_is_said_at_the_end() -> None:
    music = Recognised(
        artists=tuple(f"A{n}" for n in range(6)),
        labels=tuple(f"L{n}" for n in range(5)),
        delivered=(Delivered(),),
    )
    answers: dict[str, Value] = {
        "basis": "mandate", "distributors": ("distrokid", "tunecore"), "label.L0": "open", "label.L1": "open",
        "label.L2": "open",
    }  # fmt: skip
    said = "\n".join(ending(answers, music))

    assert "2 more labels" in said
    assert "'L3'" in said
    assert "principals.csv" in said
    assert "which releases come by distrokid and tunecore: run init again and name them" in said


def ending(answers: dict[str, Value], music: Recognised, *, has_routes: bool = False) -> list[str]:
    known = Situation(answers=answers, directory=DIRECTORY, today=TODAY, music=music, has_routes=has_routes)
    return list(left_open(known))


def test_lines_without_a_distributor_are_said_where_others_name_one() -> None:
    known, unknown = Delivered(distributor="distrokid", is_known=True), Delivered()
    some = Recognised(distributors=("distrokid",), undelivered=True, delivered=(known, unknown))

    assert ending({}, some) == ["some lines of catalog.csv name no distributor: fill in that column"]
    assert ending({}, some, has_routes=True) == []
    [line] = ending({"distributors": ("unknown",)}, Recognised(delivered=(unknown,)))
    assert line.startswith("who delivers your music: import a royalty statement")


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        (("B", ""), "'B' has no email and no address"),
        ((), "nobody is named to write to"),
        (("B", "b@example.org"), ""),
    ],
)
def test_a_contact_that_nothing_can_be_sent_to_is_said_to_be_open(
    contact: tuple[str, ...], said: str
) -> None:
    answers: dict[str, Value] = {"label.Big Records": "licensed", "contact.label.Big Records": contact}
    music = Recognised(
        distributors=("distrokid",),
        labels=("Big Records",),
        delivered=(Delivered(distributor="distrokid", is_known=True, label="Big Records"),),
    )

    assert any(said in line for line in ending(answers, music)) is bool(said)
