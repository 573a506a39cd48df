"""A workspace's own templates run in bounds that really hold; shipped ones run as before."""

import os
import sys
import time
from pathlib import Path

import pytest
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from takedown.errors import ExitCode, LetterError
from takedown.rendering import load_letters
from takedown.rendering.limits import LARGEST_FILE, LIMITS, Limits, check_size, in_bounds, own_part

FILE = "templates/letters/withdrawal.en.md.j2"
TIGHT = Limits(seconds=1, wall_seconds=20, mebibytes=64, characters=5_000)

MEMORY = "64 MB of memory"
TIME = "1 seconds of work"
LENGTH = "5,000 printed characters"


def environment(**templates: str) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=DictLoader({name.replace("_", "/"): text for name, text in templates.items()}),
        undefined=StrictUndefined,
        autoescape=False,
    )


def filled(template: str, *, limits: Limits = TIGHT, **values: object) -> str:
    own = environment(letter=template, other="{% include 'letter' %}")

    def fill() -> str:
        try:
            return own.get_template("letter").render(values)
        except RecursionError as error:
            raise LetterError(f"{FILE}: {error}.", hint="Mend the template.") from error

    return in_bounds(fill, file=FILE, limits=limits)


@pytest.mark.parametrize(
    ("template", "limit"),
    [
        ("{{ 'a' * 10**9 }}", MEMORY),
        ("{{ letter * 10**9 }}", MEMORY),
        ("{{ ['a'] * 10**9 }}", MEMORY),
        ("{{ '%999999999d' % 1 }}", MEMORY),
        ("{{ '%999999999d'|format(1) }}", MEMORY),
        ("{{ '{:>999999999}'.format(1) }}", MEMORY),
        ("{{ 'a'|center(999999999) }}", MEMORY),
        ("{{ 'a'.ljust(999999999) }}", MEMORY),
        ("{{ 'a'.zfill(999999999) }}", MEMORY),
        ("{{ '\\t'.expandtabs(999999999) }}", MEMORY),
        ("{{ 'a\nb'|indent(999999999) }}", MEMORY),
        ("{{ range(99999)|join('a' * 9999) }}", MEMORY),
        ("{{ ('a' * 99999).replace('a', 'b' * 99999) }}", MEMORY),
        ("{{ [1, 2, 3]|batch(99999999, 'fill')|list }}", MEMORY),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", TIME),
        ("{{ (9**(9**8)) % 7 }}", TIME),
        ("{% for a in range(6000) %}x{% endfor %}", LENGTH),
        ("{{ 'x' * 5001 }}", LENGTH),
    ],
)
def test_a_template_that_asks_for_too_much_is_stopped_and_the_limit_named(template: str, limit: str) -> None:
    began = time.monotonic()

    with pytest.raises(LetterError) as caught:
        filled(template, letter="a")

    assert caught.value.exit_code is ExitCode.CANNOT_START
    assert caught.value.message == f"{FILE}: this template reached the limit of {limit}, and was stopped."
    assert caught.value.hint
    assert time.monotonic() - began < TIGHT.wall_seconds


def test_printing_without_end_is_stopped() -> None:
    endless = (
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ 'text' * 99 }}{% endfor %}{% endfor %}"
    )

    with pytest.raises(LetterError, match="reached the limit of"):
        filled(endless)


def test_a_part_that_takes_itself_in_is_an_error_of_the_template() -> None:
    with pytest.raises(LetterError, match="recursion"):
        filled("{% include 'letter' %}")


def test_a_template_that_sleeps_is_stopped_by_the_clock() -> None:
    with pytest.raises(LetterError, match=r"reached the limit of 0\.2 seconds, and was stopped"):
        in_bounds(lambda: str(time.sleep(30)), file=FILE, limits=Limits(wall_seconds=0.2))


def test_text_comes_back_whole_with_what_was_printed() -> None:
    record = {"before"}

    def fill() -> str:
        record.add("東京 \ue000")
        return "zwölf\n東京 \U0001f600 \ud800"

    assert in_bounds(fill, file=FILE, record=record) == "zwölf\n東京 \U0001f600 \ud800"
    assert record == {"before", "東京 \ue000"}


def test_an_error_of_the_template_comes_back_with_its_hint() -> None:
    def fill() -> str:
        raise LetterError(f"{FILE}, line 3: 'titel' is undefined.", hint="Mend the template.")

    with pytest.raises(LetterError) as caught:
        in_bounds(fill, file=FILE)
    assert (caught.value.message, caught.value.hint) == (
        f"{FILE}, line 3: 'titel' is undefined.",
        "Mend the template.",
    )


def test_a_child_that_breaks_off_is_an_error_and_not_an_empty_letter() -> None:
    with pytest.raises(LetterError, match=r"broke off without a word \(code 7\)"):
        in_bounds(lambda: os._exit(7), file=FILE)


def test_a_child_cannot_write_a_file(tmp_path: Path) -> None:
    def fill() -> str:
        (tmp_path / "made").write_text("x")
        return "written"

    with pytest.raises(LetterError, match="broke off"):
        in_bounds(fill, file=FILE)
    assert not (tmp_path / "made").exists() or (tmp_path / "made").read_text() == ""


def test_no_child_and_no_open_file_is_left_behind() -> None:
    folder = Path("/proc/self/fd") if sys.platform == "linux" else Path("/dev/fd")
    before = len(list(folder.iterdir()))
    for template in ("text", "{{ 'a' * 10**9 }}"):
        for _ in range(3):
            try:
                filled(template)
            except LetterError:
                continue

    assert len(list(folder.iterdir())) == before
    try:
        ended, _ = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:  # no child at all
        ended = 0
    assert ended == 0, "a child has ended and was not waited for"


def test_where_a_system_has_no_limits_an_own_template_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")

    with pytest.raises(LetterError, match="limits that this system does not have"):
        in_bounds(lambda: "text", file=FILE)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_bytes(b"x" * LARGEST_FILE)
    check_size(path, FILE)
    path.write_bytes(b"x" * (LARGEST_FILE + 1))

    with pytest.raises(LetterError, match="larger than 200 kB"):
        check_size(path, FILE)
    check_size(tmp_path / "missing", FILE)


def test_only_what_takes_in_an_own_template_runs_under_limits() -> None:
    templates = environment(
        letter="{% include 'part' %}",
        part="{% import 'macros' as m %}",
        macros="text",
        broken="{% if %}",
        any="{% include name %}",
        circle="{% include 'circle' %}",
    )

    assert own_part(templates, "letter", {"macros"}) == "macros"
    assert own_part(templates, "macros", {"macros"}) == "macros"
    assert own_part(templates, "any", {"other"}) == "any"
    assert own_part(templates, "letter", {"other"}) == ""
    assert own_part(templates, "any", ()) == ""
    assert own_part(templates, "circle", {"other"}) == ""
    assert own_part(templates, "broken", {"other"}) == ""
    assert own_part(templates, "missing", {"other"}) == ""


def test_a_part_of_the_workspace_is_named_when_it_breaks_the_bounds_of_a_shipped_letter(
    tmp_path: Path,
) -> None:
    part = tmp_path / "templates/letters/parts/connection.en.md.j2"
    part.parent.mkdir(parents=True)
    part.write_text("{{ 'a' * 10**9 }}")
    letters = load_letters(tmp_path / "templates")
    shipped = next(
        name
        for name in sorted(letters.files)
        if name not in letters.own
        and own_part(letters.environment, name, letters.own)
        and not name.endswith("#subject")
    )

    with pytest.raises(LetterError) as caught:
        letters.render(shipped, {})
    assert "templates/" in caught.value.message


def test_an_own_letter_that_is_huge_is_refused_when_letters_are_loaded(tmp_path: Path) -> None:
    own = tmp_path / "templates/letters/parts/connection.en.md.j2"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"x" * (LARGEST_FILE + 1))

    with pytest.raises(LetterError, match="larger than 200 kB"):
        load_letters(tmp_path / "templates")


def test_without_own_templates_nothing_runs_under_limits() -> None:
    assert load_letters().own == frozenset()


def test_an_own_template_of_ordinary_size_costs_little() -> None:
    began = time.monotonic()
    for _ in range(20):
        in_bounds(lambda: "text", file=FILE, limits=LIMITS)

    assert (time.monotonic() - began) / 20 < 0.25
