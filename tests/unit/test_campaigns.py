"""Campaigns of the directory: history is told as history, pins hold where one is going on, nothing is invented."""

import re
import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from takedown import resources
from takedown.checks.campaigns import campaign_findings, wording_findings
from takedown.directory import lint_directory, load_directory
from takedown.errors import DirectoryError
from takedown.interview.campaign import find_campaign, pinned
from takedown.model import Severity, SourceRef
from takedown.records import Campaign, CampaignStatus, Confidence, Fact
from takedown.request import Wish

DIRECTORY = load_directory()
SHIPPED = tuple(DIRECTORY.campaigns.values())
TEMPLATE = resources.examples() / "campaign" / "your-campaign.toml"
LETTERS = frozenset(
    path.name.partition(".")[0] for path in (resources.notice_templates() / "letters").glob("*.en.md.j2")
)
HERE = SourceRef(file="takedown.toml")
#: In the five languages of the letters; to ask is `demander` in French.
CAMPAIGN_WORDS = re.compile(r"campaign|kampagne|campagne|campaña|campanha|\bdemands?\b", re.IGNORECASE)
YEAR = re.compile(r"\b20[0-9]{2}\b")


def facts(campaign: Campaign) -> tuple[Fact, ...]:
    return (campaign.summary, *campaign.phases, *campaign.demands, campaign.participation)


def going_on(**changes: object) -> Campaign:
    plain = Campaign(
        slug="quiet-friday",
        name="Quiet Friday",
        status=CampaignStatus.ACTIVE,
        checked_on=date(2026, 11, 22),
        wording={"withdrawal": 1},
        summary=Fact(value="Artists leave for a day."),
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("campaign", SHIPPED, ids=lambda campaign: campaign.slug)
def test_every_fact_of_a_shipped_campaign_has_a_source_and_says_how_sure_it_is(campaign: Campaign) -> None:
    for fact in facts(campaign):
        assert fact.value
        assert fact.source
        assert set(fact.source) <= set(DIRECTORY.sources), fact.value
        assert fact.confidence is not Confidence.UNKNOWN


@pytest.mark.parametrize("campaign", SHIPPED, ids=lambda campaign: campaign.slug)
def test_a_shipped_campaign_has_a_scope_that_can_be_and_platforms_that_are_known(campaign: Campaign) -> None:
    assert campaign.platforms
    assert set(campaign.platforms) <= set(DIRECTORY.platforms)
    assert campaign.territories == ("worldwide",)


@pytest.mark.parametrize("campaign", SHIPPED, ids=lambda campaign: campaign.slug)
def test_history_names_its_years_wherever_it_tells_what_was_asked(campaign: Campaign) -> None:
    """The sources end in December 2025, so that nothing is claimed to be going on."""
    assert campaign.status is CampaignStatus.HISTORICAL
    assert campaign.phases
    for demand in campaign.demands:
        assert re.match(r"In 20[0-9]{2}: ", demand.value), demand.value
    assert YEAR.search(campaign.summary.value)
    said = {int(year) for fact in facts(campaign) for year in YEAR.findall(fact.value)}
    assert said
    assert max(said) <= 2025


@pytest.mark.parametrize("campaign", SHIPPED, ids=lambda campaign: campaign.slug)
def test_a_campaign_of_the_past_leaves_no_day_to_whoever_joins_it(campaign: Campaign) -> None:
    answers = pinned(campaign, date(2026, 11, 22))

    assert answers.keys() == {"campaign", "platforms"}


def test_the_phases_of_no_music_for_ice_and_its_demands_are_all_there() -> None:
    campaign = DIRECTORY.campaigns["no-music-for-ice"]

    assert campaign.platforms == ("amazon-music", "amazon-digital")
    assert [phase.value.split(",")[0] for phase in campaign.phases] == ["October 2019", "November 2019"]
    assert len(campaign.demands) == 4
    assert campaign.began is None, "no source at hand gives the day"


def test_the_directory_has_a_spotify_campaign_of_2025_and_none_about_a_country() -> None:
    spotify = [campaign for campaign in SHIPPED if campaign.platforms == ("spotify",)]

    assert {campaign.slug for campaign in spotify} == {
        "spotify-arms-investment-2025",
        "spotify-ice-advertisements-2025",
    }
    assert all(campaign.territories == ("worldwide",) for campaign in SHIPPED)


def test_the_campaigns_have_no_error_and_no_warning() -> None:
    found = [
        each
        for each in lint_directory(DIRECTORY, [resources.notice_templates()], today=date(2026, 11, 22))
        if each.source.file.startswith("campaigns/")
    ]

    assert [f"{each.rule} {each.source}" for each in found if each.severity is not Severity.INFO] == []


def test_the_template_for_organizers_can_be_joined_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "quiet-friday.toml"
    file.write_bytes(TEMPLATE.read_bytes())
    record = find_campaign(str(file), DIRECTORY, today=date(2026, 11, 22)).record

    assert record.status is CampaignStatus.ACTIVE
    assert pinned(record, date(2026, 11, 22)).keys() == {"campaign", "platforms", "wanted_by"}
    assert set(record.wording) <= LETTERS
    assert record.delete_on is not None
    assert record.wanted_by is not None
    assert record.wanted_by < record.delete_on


def test_the_template_for_organizers_explains_every_field() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    written = tomllib.loads(text)
    names = {field.name for field in fields(Campaign)} - {"slug"}

    assert names - written.keys() == {"ended"}
    assert "# ended = " in text
    for key in names - {"ended"}:
        place = min(
            text.index(form) for form in (f"\n{key} = ", f"\n[{key}]", f"\n[[{key}]]") if form in text
        )
        before = text[:place].rsplit("\n\n", 1)[-1]
        assert key == "name" or "#" in before, f"{key} stands there without a note"


def test_the_template_reads_the_versions_that_the_letters_have_now() -> None:
    folder = resources.notice_templates() / "letters"
    for letter, version in tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))["wording"].items():
        head = (folder / f"{letter}.en.md.j2").read_text(encoding="utf-8").split("+++")[1]
        assert tomllib.loads(head)["version"] == version, letter


def test_a_letter_of_another_version_than_the_campaign_read_is_told() -> None:
    versions = {
        "notice_templates/letters/withdrawal.en.md.j2": 2,
        "notice_templates/letters/enquiry.en.md.j2": 7,
    }
    (found,) = wording_findings(going_on(), versions, HERE)

    assert found.rule == "W-WORDING"
    assert not found.blocks
    assert found.message == (
        "the letter notice_templates/letters/withdrawal.en.md.j2 is version 2; Quiet Friday read version 1"
    )
    assert str(found.source) == "takedown.toml, request.campaign"


def test_the_wording_is_compared_in_every_language() -> None:
    versions = {
        "notice_templates/letters/withdrawal.de.md.j2": 3,
        "notice_templates/letters/withdrawal.en.md.j2": 1,
    }

    assert [found.message.split()[2] for found in wording_findings(going_on(), versions, HERE)] == [
        "notice_templates/letters/withdrawal.de.md.j2"
    ]


@pytest.mark.parametrize(
    "file", ["templates/letters/withdrawal.en.md.j2", "notice_templates/distributors/x/withdrawal.en.md.j2"]
)
def test_a_letter_that_stands_in_place_of_the_common_one_was_never_read(file: str) -> None:
    (found,) = wording_findings(going_on(), {file: 1}, HERE)

    assert found.message == (
        f"the letter {file} is another than the common one, of which Quiet Friday read version 1"
    )


def test_the_wording_that_was_read_history_and_no_campaign_say_nothing() -> None:
    same, other = (
        {"notice_templates/letters/withdrawal.en.md.j2": 1},
        {"notice_templates/letters/withdrawal.en.md.j2": 2},
    )
    over = going_on(status=CampaignStatus.HISTORICAL)

    assert list(wording_findings(going_on(), same, HERE)) == []
    assert list(wording_findings(over, other, HERE)) == []
    assert list(wording_findings(None, other, HERE)) == []
    assert list(wording_findings(going_on(wording={}), other, HERE)) == []


def test_no_template_of_a_letter_knows_a_campaign_or_what_one_demands() -> None:
    folder = resources.notice_templates()
    templates = [*folder.glob("letters/**/*.j2"), *folder.glob("platforms/*/request.*")]
    told = {fact.value for campaign in SHIPPED for fact in facts(campaign)}
    told |= {campaign.name for campaign in SHIPPED} | {campaign.slug for campaign in SHIPPED}
    texts = {path: path.read_text(encoding="utf-8") for path in templates}

    assert len(texts) >= len(LETTERS)
    for path, text in texts.items():
        words = " ".join(text.split())
        assert not CAMPAIGN_WORDS.search(words), path
        assert [each for each in told if each in words] == [], path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("tidal",), "asked instead: tidal"),
        (("spotify",), "not asked here: deezer"),
        (("spotify", "tidal"), "asked besides: tidal; not asked here: deezer"),
        (("spotify", "deezer", "tidal"), "asked besides: tidal"),
    ],
)
def test_other_platforms_than_the_campaign_s_are_told_as_they_differ(
    asked: tuple[str, ...], said: str
) -> None:
    record = going_on(platforms=("spotify", "deezer"))
    (found,) = campaign_findings(Wish(occasion="x", platforms=asked), record, HERE)

    assert found.message == f"Quiet Friday is about spotify and deezer; {said}"
    assert 'platforms = ["spotify", "deezer"]' in found.hint


def test_the_platforms_of_the_campaign_and_a_campaign_without_any_differ_in_nothing() -> None:
    wish = Wish(occasion="x", platforms=("deezer", "spotify"))

    assert list(campaign_findings(wish, going_on(platforms=("spotify", "deezer")), HERE)) == []
    assert list(campaign_findings(wish, going_on(platforms=()), HERE)) == []


def test_a_file_whose_name_has_a_meaning_of_its_own_gets_another_one_proposed(tmp_path: Path) -> None:
    path = tmp_path / "label.toml"
    path.write_text('name = "Label"\n')

    with pytest.raises(DirectoryError) as caught:
        find_campaign(str(path), load_directory(), today=date(2026, 11, 22))

    assert caught.value.hint == "rename the file, for example to label-campaign.toml"
