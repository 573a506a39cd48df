"""`takedown report` of a register as one page, in a real browser, and at the command line."""

import json
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.browser import Browser, started
from support.program import NOON, Program
from support.register_samples import DAY, answers, overview, told

from takedown.register.store import Register
from takedown.register.values import Answer, Outcome
from takedown.reports.page.called import OUTCOMES
from takedown.reports.page.drawn import draw_report
from takedown.reports.page.of_register import register_view
from takedown.resources import examples

#: Of the visible rows the artists, in order.
_ARTISTS = "return [...document.querySelectorAll('#who tbody tr')].map(row => row.cells[0].textContent)"
_STATUS = "return document.getElementById('status').innerText"
_COLUMN = (
    "return [...document.querySelectorAll('#who tbody tr')].map(row => row.cells[arguments[0]].textContent)"
)


def organizer(root: Path, given: Iterator[Answer], *, publish: str = "") -> Program:
    """A folder with a campaign of two platforms and a register; no takedown.toml."""
    root.mkdir()
    text = (examples() / "campaign" / "your-campaign.toml").read_text(encoding="utf-8")
    text = text.replace('["spotify"]', '["amazon-music", "amazon-digital"]')
    if publish:
        text = text.replace('publish = ["totals", "by-platform"]', f"publish = {publish}")
    (root / "campaign.toml").write_text(text, encoding="utf-8")
    with Register.open(root, clock=lambda: NOON, entropy=os.urandom) as register:
        register.add(given)
    return Program(root=root)


@pytest.fixture
def organized(tmp_path: Path) -> Program:
    return organizer(tmp_path / "organizer", answers(300))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(draw_report(register_view(overview(number=300), {})), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.mark.tool("chromium")
@pytest.mark.tool("chromedriver")
class TestInABrowser:
    """What a person does with the page."""

    @pytest.mark.parametrize("dark", [False, True])
    @pytest.mark.parametrize("width", [320, 390, 640, 1280])
    def test_it_asks_for_nothing_complains_of_nothing_and_can_be_read(
        self, browser: Browser, page: Path, width: int, dark: bool
    ) -> None:
        browser.show(page, width=width, dark=dark)
        browser.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        browser.run("document.getElementById('rows').style.contentVisibility = 'visible'")
        pairs = browser.contrasts()

        assert browser.complaints() == []
        assert set(browser.requests()) <= {page.as_uri(), "data:,"}
        assert browser.overflow() <= 0
        assert len(pairs) > 300
        assert [each for each in pairs if each[1] < 4.5] == []

    def test_the_first_screen_answers_how_many_how_far_on_what_and_what_is_to_decide(
        self, browser: Browser, page: Path
    ) -> None:
        browser.show(page, width=1280)
        above = browser.run("""
            return ['#how-far .bars', '#how-far .keys', '#decide', '#by-rules', '.warning']
              .map(name => document.querySelector(name).getBoundingClientRect())
              .map(box => box.top >= 0 && box.top < innerHeight - 60);
        """)

        assert above == [True] * 5

    def test_search_and_filters_work_by_keyboard_alone(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=1280)
        browser.press(*["Tab"] * 200, until="document.activeElement.id === 'search'")
        browser.type("ZOLW snow")
        browser.wait("document.querySelectorAll('#who tbody tr').length < 20")
        found = browser.run(_ARTISTS)
        assert found
        assert all("Żółw" in name and "Snow" in name for name in found)
        assert " of " in browser.run(_STATUS)

        browser.press(*["Tab"] * 9, until="document.activeElement.id === 'clear'")
        browser.press("Enter", until="document.getElementById('search').value === ''")
        browser.press(*["Tab"] * 9, until="document.activeElement.dataset.column === '4'")
        browser.type("gone")
        browser.wait(
            "[...document.querySelectorAll('#who tbody tr')].every(row => row.cells[4].textContent === 'gone')"
        )
        gone = sum(row.outcome is Outcome.GONE for row in overview(number=300).rows)
        assert browser.run(_STATUS).startswith(f"{gone} of ")

    def test_the_table_is_sorted_by_keyboard_and_says_so(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=1280)
        day = "#who thead th:nth-child(7)"
        browser.run(f"document.querySelector('{day} button').focus()")
        browser.press(
            "Enter", until=f"document.querySelector('{day}').getAttribute('aria-sort') === 'ascending'"
        )
        days = browser.run(_COLUMN, 6)
        assert days == sorted(days, key=lambda day: (not day, day))
        browser.press(
            "Space", until=f"document.querySelector('{day}').getAttribute('aria-sort') === 'descending'"
        )
        assert browser.run(_COLUMN, 6) == sorted(
            browser.run(_COLUMN, 6), reverse=True
        )  # what is empty comes last
        assert browser.run("return document.querySelectorAll('[aria-sort]').length") == 1

    def test_outcomes_are_sorted_by_how_far_and_evidence_by_weight(
        self, browser: Browser, page: Path
    ) -> None:
        browser.show(page, width=1280)
        browser.run("document.querySelector('#who thead th:nth-child(5) button').click()")
        browser.run("document.getElementById('whole').click()")
        outcomes = browser.run(_COLUMN, 4)
        assert set(outcomes) == set(OUTCOMES.values())
        assert outcomes == sorted(outcomes, key=list(OUTCOMES.values()).index)

        browser.run("document.querySelector('#who thead th:nth-child(6) button').click()")
        weights = ["reported", "copy kept", "desk’s reply", "seen"]
        ranks = [weights.index(each.split(",")[0]) for each in browser.run(_COLUMN, 5)]
        assert ranks == sorted(ranks)

    def test_what_was_chosen_stands_in_the_address_and_comes_back_with_it(
        self, browser: Browser, page: Path
    ) -> None:
        browser.show(page, width=1280)
        browser.run("""
            const choice = document.querySelector('[data-column="4"]');
            choice.value = 'gone';
            choice.dispatchEvent(new Event('change'));
        """)
        chosen = browser.run("return location.hash")
        before = browser.run(_STATUS)
        browser.run("location.reload()")
        browser.wait("document.readyState === 'complete'")

        assert chosen == "#4=gone"
        assert browser.run(_STATUS) == before

    def test_a_name_that_was_searched_does_not_get_into_the_history(
        self, browser: Browser, page: Path
    ) -> None:
        browser.show(page, width=1280)
        browser.run("document.getElementById('search').focus()")
        browser.type("glass")
        browser.wait("document.getElementById('status').innerText.includes(' of ')")

        assert browser.run("return location.href") == page.as_uri()

    def test_a_decision_leads_to_its_rows(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=1280)
        number = browser.run("""
            const link = document.querySelector("[data-find='4=came back']");
            return link.closest('li').querySelector('.number').innerText;
        """)
        browser.run("document.getElementById('search').value = 'nobody is called so'")
        browser.click("[data-find='4=came back']")

        assert browser.run(_COLUMN, 4) == ["came back"] * int(number)

    def test_without_script_the_whole_table_is_there_and_no_control_that_does_nothing(
        self, browser: Browser, page: Path
    ) -> None:
        with browser.without_script():
            browser.show(page, width=1280)
            tree = browser.source()

        assert tree.count('<tr><th scope="row"') >= len(overview(number=300).rows)
        assert '<div class="controls" role="search" aria-label="Rows" hidden' in tree

    def test_it_prints_on_paper_with_the_warning_the_numbers_and_the_rules(
        self, browser: Browser, page: Path, tmp_path: Path
    ) -> None:
        browser.show(page, width=1280, dark=True)
        printed = browser.printed(tmp_path / "page.pdf", width=8.27, height=11.69)
        texts = [" ".join(each.extract_text().split()) for each in PdfReader(printed).pages]

        assert "Not for publication" in texts[0]
        assert "How far they came" in texts[0]
        assert "Search" not in texts[0]
        assert any("The rules of counting" in text for text in texts)

    def test_two_hundred_percent_of_zoom_lose_nothing(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=640)  # a window of 1280 at 200 %: WCAG 2.2, 1.4.4 and 1.4.10

        assert browser.overflow() <= 0
        cut = browser.run("""
            return [...document.querySelectorAll('.bar .what, .bar .number, h1, h2, label')]
              .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline')
              .map(each => each.outerHTML.slice(0, 80));
        """)
        assert cut == []

    def test_it_has_landmarks_captions_and_names(self, browser: Browser, page: Path) -> None:
        browser.show(page, width=1280)
        counts = browser.run("""
            const all = name => [...document.querySelectorAll(name)];
            return {
              landmarks: ['header', 'main', 'footer', '[role=search]'].map(name => all(name).length),
              uncaptioned: all('table').filter(each => !each.caption?.innerText && !each.caption?.textContent).length,
              unscoped: all('th').filter(each => !each.scope).length,
              unnamed: all('input, select').filter(each => !each.labels.length).length,
              headings: all('h1').length,
              drawn: all('.drawn').filter(each => each.getAttribute('aria-hidden') !== 'true').length,
              alternatives: all('.chart').filter(each => !each.querySelector('table')).length,
            };
        """)

        assert counts == {
            "landmarks": [1, 1, 1, 1],
            "uncaptioned": 0,
            "unscoped": 0,
            "unnamed": 0,
            "headings": 1,
            "drawn": 0,
            "alternatives": 0,
        }

    def test_ten_thousand_rows_can_be_worked_with(self, browser: Browser, tmp_path: Path) -> None:
        rows = overview(number=8_000)
        assert len(rows.rows) > 10_000
        large = tmp_path / "large.html"
        large.write_text(draw_report(register_view(rows, {})), encoding="utf-8")
        browser.show(large, width=1280)
        took = browser.run("""
            const choice = document.querySelector('[data-column="4"]'), before = performance.now();
            choice.value = 'gone';
            choice.dispatchEvent(new Event('change'));
            document.querySelector('#who thead th:first-child button').click();
            document.body.offsetHeight;
            return performance.now() - before;
        """)

        assert took < 1_000  # milliseconds, to filter and to sort all of them
        assert browser.run("return document.querySelectorAll('#who tbody tr').length") == 200
        browser.run("document.getElementById('whole').click()")
        gone = sum(row.outcome is Outcome.GONE for row in rows.rows)
        assert browser.run("return document.querySelectorAll('#who tbody tr').length") == gone

    def test_a_hostile_name_stays_a_name(self, browser: Browser, tmp_path: Path) -> None:
        names = (
            "</script><script>document.title='bad'</script>",
            "<img src=x onerror=\"document.title='bad'\">",
        )
        given = [told(name, distributor=name, label=name, outcome=Outcome.GONE) for name in names]
        file = tmp_path / "hostile.html"
        file.write_text(draw_report(register_view(overview(*given), {})), encoding="utf-8")
        browser.show(file, width=1280)

        assert set(browser.run(_ARTISTS)) == set(names)
        browser.run(
            "const choice = document.querySelector('[data-column=\"2\"]'); choice.value = arguments[0];"
            "choice.dispatchEvent(new Event('change'))",
            names[0],
        )
        assert set(browser.run(_ARTISTS)) == {names[0]}
        assert browser.run("return document.title") == "Quiet Friday – How many came how far"
        assert browser.complaints() == []


def test_every_form_is_written_and_only_the_user_can_read_it(organized: Program) -> None:
    for form in ("plain", "csv", "xlsx", "html", "json"):
        file = organized.root / f"report.{form}"
        organized.ok("report", "--format", form, "-o", str(file))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = json.loads((organized.root / "report.json").read_text(encoding="utf-8"))

    assert data["register"] == "Quiet Friday"
    assert data["day"] == DAY.isoformat()
    assert organized.json("report") == data
    assert "Rows" in openpyxl.load_workbook(organized.root / "report.xlsx", read_only=True).sheetnames


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "html"], "-o report.html"),
        (["--format", "xlsx"], "-o report.xlsx"),
        (["--open"], "--open needs a file"),
        (["--failures", "f.csv"], "a workspace of your own"),
        (["--campaign", "nowhere.toml"], "nowhere.toml is not there"),
    ],
)
def test_what_cannot_be_is_said_with_the_next_step(organized: Program, words: list[str], said: str) -> None:
    result = organized.run("report", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "name",
    ["register.db", "campaign.toml", "public.json", "signatories.csv", "names.csv", "rejected-answers.csv"],
)
def test_a_report_takes_the_place_of_no_file_of_the_folder(organized: Program, name: str) -> None:
    before = {path.name: path.read_bytes() for path in organized.root.iterdir()}
    result = organized.run("report", "--format", "html", "-o", str(organized.root / name))

    assert result.exit_code == 2
    assert {path.name: path.read_bytes() for path in organized.root.iterdir()} == before


@pytest.mark.parametrize("name", ["do-not-contact.csv", "principals.csv", "links.csv", "my songs.csv"])
def test_a_report_takes_the_place_of_no_file_of_a_workspace_whatever_its_catalog_is_called(
    example: Callable[[str], Program], name: str
) -> None:
    program = example("one-artist")
    settings = program.root / "takedown.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '\n[catalog]\nfile = "my songs.csv"\n', encoding="utf-8"
    )
    (program.root / "catalog.csv").rename(program.root / "my songs.csv")
    before = {path.name: path.read_bytes() for path in program.root.iterdir() if path.is_file()}
    for option in ("-o", "--failures"):
        result = program.run("report", option, str(program.root / "." / name))
        assert result.exit_code == 2
        assert f"{name} is a file of this folder" in " ".join(result.stderr.split())
    assert {path.name: path.read_bytes() for path in program.root.iterdir() if path.is_file()} == before


def test_a_folder_without_answers_says_how_they_come_in(tmp_path: Path) -> None:
    program = organizer(tmp_path / "organizer", iter(()))
    (program.root / "register.db").unlink()
    result = program.run("report")

    assert result.exit_code == 2
    assert "takedown register import" in result.stderr


def test_a_damaged_register_is_told_without_a_traceback(organized: Program) -> None:
    (organized.root / "register.db").write_bytes(b"no database" * 1_000)
    result = organized.run("report")

    assert result.exit_code not in (0, 70)
    assert "register.db" in result.stderr


def test_what_may_be_published_names_nobody_who_did_not_agree(tmp_path: Path) -> None:
    everything = '["totals", "by-platform", "by-distributor", "by-day", "names-with-consent"]'
    program = organizer(tmp_path / "organizer", answers(300), publish=everything)
    made = {}
    for form in ("plain", "csv", "html", "json"):
        made[form] = program.ok("report", "--public", "--format", form, "-o", str(program.root / f"p.{form}"))
        made[form] = (program.root / f"p.{form}").read_text(encoding="utf-8")
    program.ok("report", "--public", "--format", "xlsx", "-o", str(program.root / "p.xlsx"))
    with zipfile.ZipFile(program.root / "p.xlsx") as packed:
        made["xlsx"] = "".join(packed.read(name).decode() for name in packed.namelist())
    agreed = {row.artist for row in overview(number=300).rows if row.publish}
    silent = {row.artist for row in overview(number=300).rows} - agreed

    assert json.loads(made["json"])["public"] is True
    for text in made.values():
        assert not [name for name in silent if re.search(rf"{re.escape(name)}(?!\d)", text)]
        assert "@example" not in text


def test_public_is_refused_in_a_workspace_of_ones_own(example: Callable[[str], Program]) -> None:
    program = example("one-artist")
    result = program.run("report", "--public")

    assert result.exit_code == 2
    assert "organizer" in result.stderr


def test_a_label_sees_its_artists_gaps_and_what_is_due(example: Callable[[str], Program]) -> None:
    program = example("roster")
    program.run("generate")
    program.ok("report", "--format", "html", "-o", str(program.root / "r.html"))
    program.ok("report", "--format", "xlsx", "-o", str(program.root / "r.xlsx"))
    made = (program.root / "r.html").read_text(encoding="utf-8")
    sheets = openpyxl.load_workbook(program.root / "r.xlsx", read_only=True).sheetnames

    assert "How far your requests came" in made
    assert "Specimen Street Records" in made
    assert "must agree to" in made
    assert {"Overview", "Rows", "Gaps", "Method"} <= set(sheets)


def test_a_workspace_whose_plan_cannot_be_made_still_has_its_report(
    example: Callable[[str], Program],
) -> None:
    program = example("one-artist")
    program.ok("generate")
    (program.root / "catalog.csv").unlink()
    program.ok("report", "--format", "html", "-o", str(program.root / "r.html"))

    assert "no plan can be made" in (program.root / "r.html").read_text(encoding="utf-8")


def test_what_did_not_arrive_is_a_file_and_takes_the_place_of_no_other(
    example: Callable[[str], Program],
) -> None:
    program = example("one-artist")
    program.ok("generate")
    program.ok("report", "--failures", str(program.root / "failures.csv"))
    result = program.run("report", "--failures", str(program.root / "catalog.csv"))

    assert (program.root / "failures.csv").read_text(encoding="utf-8") == "notice,state,desk,command\n"
    assert result.exit_code == 2
    assert "catalog.csv is a file of this folder" in result.stderr
