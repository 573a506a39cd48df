"""The pages under docs/ promise nothing that the program does not do."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from takedown.cli.main import cli
from takedown.config.file import WorkspaceFile
from takedown.directory import load_directory
from takedown.notice import Kind
from takedown.records import Campaign
from takedown.request import SPECIAL_VIA, Route, Wish
from takedown.rules import OMISSIONS, RULES

ROOT = Path(__file__).parents[2]
HANDING_OVER = ("by-hand", "mail", "brakes", "inbox", "sending")
PAGES = tuple(
    ROOT / "docs" / f"{name}.md"
    for name in (
        "papers",
        "territories",
        "campaigns",
        "after",
        "languages",
        "preview",
        "signing",
        "exhibits",
        "organizers",
        *HANDING_OVER,
    )
)
README = ROOT / "README.md"
_CODE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"(?<!set )\btakedown ((?:-C \S+ )?[a-z-]+)(?: ([a-z-]+))?")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def codes(page: Path) -> list[str]:
    """What stands as code in the text of a page."""
    return _CODE.findall(re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL))


def calls(page: Path) -> list[tuple[str, str]]:
    """Command and what follows, of every call that a page shows."""
    blocks = re.findall(r"```\n(.*?)```", text_of(page), flags=re.DOTALL)
    shown = "\n".join([*codes(page), *blocks])
    return [(command.rpartition(" ")[2], second) for command, second in _CALL.findall(shown)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(page))

    assert links or page.name.removesuffix(".md") in ("languages", "signing", *HANDING_OVER)
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_readme_leads_to_every_page(page: Path) -> None:
    assert f"(docs/{page.name})" in text_of(README)


def test_the_readme_leads_to_every_example() -> None:
    for folder in (ROOT / "examples").iterdir():
        if folder.is_dir() and folder.name not in ("three-routes", "small-label"):
            assert f"(examples/{folder.name}" in text_of(README), folder.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    found = calls(page)

    assert found or page.name == "papers.md"
    with click.Context(cli) as context:
        for command, second in found:
            known = cli.get_command(context, command)
            assert known is not None, f"{page.name}: takedown {command}"
            if isinstance(known, click.Group) and second:
                assert known.get_command(context, second) is not None, f"takedown {command} {second}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_names_exists(page: Path) -> None:
    with click.Context(cli) as context:
        commands = [
            command for name in cli.list_commands(context) if (command := cli.get_command(context, name))
        ]
        inner = [one for each in commands if isinstance(each, click.Group) for one in each.commands.values()]
        known = {
            option for each in (*commands, *inner) for parameter in each.params for option in parameter.opts
        }
    for code in codes(page):
        for option in re.findall(r"(?<!\S)--[a-z-]+", code):
            assert option in known, f"{page.name}: {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_rule_that_a_page_names_exists(page: Path) -> None:
    for rule in re.findall(r"\b[EQWI]-[A-Z][A-Z-]+[A-Z]\b", text_of(page)):
        assert rule in RULES, f"{page.name}: {rule}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_a_page_shows_can_be_written(page: Path) -> None:
    tables = set(WorkspaceFile.__dataclass_fields__)
    for block in re.findall(r"```toml\n(.*?)```", text_of(page), flags=re.DOTALL):
        tree = tomllib.loads(block)
        if "request" in tree:
            assert set(tree) <= tables
            assert set(tree["request"]) <= set(Wish.__dataclass_fields__)
        else:
            assert set(tree) == {"read_by", "read_on"}


def test_the_page_of_papers_names_every_kind() -> None:
    page = text_of(PAGES[0]).casefold()

    for kind in Kind:
        words = {Kind.REMOVAL_AFTER_END: "removal after the end"}.get(kind, kind.value.replace("-", " "))
        assert f"\n| {words} |" in page, kind


def test_the_page_of_papers_names_every_way_that_a_route_can_say() -> None:
    page = text_of(PAGES[0])

    for word in SPECIAL_VIA:
        assert f"`{word}`" in page, word
    for key in ("former", "end"):
        assert key in Route.__dataclass_fields__
        assert f"`{key}`" in page
    for omission in ("awaiting-consent", "declined", "already-asked", "end-not-confirmed", "earns-there"):
        assert omission in OMISSIONS


def test_the_page_for_organizers_names_every_field_and_every_campaign_of_the_directory() -> None:
    page = text_of(PAGES[2])

    for slug in load_directory().campaigns:
        assert f"`{slug}`" in page, slug
    told = {"platforms", "territories", "wanted_by", "wording", "publish", "delete_on", "summary", "phases"}
    assert told <= set(Campaign.__dataclass_fields__)
    for key in (*told, "demands", "participation", "status"):
        assert f"`{key}" in page, key


def test_the_page_of_countries_names_the_rules_against_boycotts_and_asks_to_take_advice() -> None:
    page = text_of(PAGES[1])

    for words in ("15 CFR Part 760", "26 U.S.C. 999", "take advice", "not advice"):
        assert words in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_short(page: Path) -> None:
    assert len(text_of(page).split()) < 1_250
