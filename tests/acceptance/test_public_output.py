"""What `report --public` puts out, read as a hostile journalist and as an artist who could not leave."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from support.answers import organizer as folder_of
from support.program import NOON, Program
from support.public_samples import answer, many

from takedown.model import SourceRef
from takedown.register.store import Register
from takedown.register.values import PUBLIC, Dkim, Grade, Outcome

FORMATS = ("plain", "csv", "json", "html", "xlsx")
PRIVATE = tuple(one for one in Outcome if one not in PUBLIC)
ALL = ("totals", "by-platform", "by-distributor", "by-day", "names-with-consent")
SIGNATORIES = 173


@pytest.fixture
def organizer(tmp_path):
    tmp_path.chmod(0o700)
    folder_of(tmp_path, ALL)
    names = "\n".join(f"Signatory {number}" for number in range(SIGNATORIES))
    (tmp_path / "signatories.csv").write_text(f"name\n{names}\n", encoding="utf-8")
    return Program(tmp_path)


def keep(program, answers):
    with Register.open(program.root, clock=lambda: NOON, entropy=program._random) as register:
        register.add(answers)


def asked():
    """Forty who asked, of them six who want to be named."""
    return [
        *many(14, of="Quiet A", distributor="tunecore", on=date(2026, 11, 2)),
        *many(
            11, Outcome.GONE, of="Quiet B", distributor="distrokid", grade=Grade.REPLY, on=date(2026, 11, 12)
        ),
        *many(9, of="Quiet C", distributor="cdbaby", grade=Grade.COPY, on=date(2026, 11, 20)),
        *many(6, Outcome.GONE, of="Named", distributor="tunecore", publish=True),
    ]


def public(program, form):
    """The bytes that are published, with everything inside a workbook unpacked."""
    file = program.root.parent / f"out-{program.root.name}.{form}"
    program.ok("report", "--public", "--format", form, "-o", str(file))
    content = file.read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            return {name: workbook.read(name) for name in workbook.namelist()}
    return {file.name: content}


def planted(number):
    """Answers of which every private string is one that occurs nowhere else."""
    strings = []

    def secret(kind, index):
        strings.append(f"zq{kind}{index}xk")
        return strings[-1]

    answers = [
        answer(
            secret("artist", index),
            tuple(Outcome)[index % len(Outcome)],
            row=9_000_000 + index,
            contact=f"{secret('user', index)}@{secret('host', index)}.example",
            label=secret("label", index),
            distributor=secret("distributor", index),
            platforms=("spotify", secret("platform", index)),
            ticket=secret("ticket", index),
            grade=(Grade.REPLY, Grade.COPY)[index % 2],
            dkim=Dkim.PASS,
            domain=f"{secret('domain', index)}.example",
            publish=(None, False)[index % 2],
        )
        for index in range(number)
    ]
    placed = [
        SourceRef(file=secret("file", index), sheet=secret("sheet", index), row=index)
        for index in range(number)
    ]
    return [replace(one, source=place) for one, place in zip(answers, placed, strict=True)], strings


def test_five_hundred_planted_strings_never_come_out_in_any_form(organizer) -> None:
    answers, strings = planted(60)
    could_not = [
        answer(f"zqagreed{index}xk", outcome, publish=True, contact=f"zqmail{index}xk@x.example")
        for index, outcome in enumerate(PRIVATE)
    ]
    strings += [f"zqagreed{index}xk" for index in range(len(PRIVATE))]
    keep(organizer, [*asked(), *answers, *could_not])
    (organizer.root / "identities.csv").write_text(
        "name,other,same,why\nzqone1xk,zqother1xk,yes,zqwhy1xk\n", encoding="utf-8"
    )
    assert len(set(strings)) >= 500

    for form in FORMATS:
        for name, content in public(organizer, form).items():
            text = content.decode("utf-8", "replace").casefold()
            assert "zq" not in text or not re.search(r"zq[a-z]+\d+xk", text), (form, name)
            assert "signatory" not in text, (form, name)
            assert str(organizer.root).casefold() not in text, (form, name)


def test_the_files_say_what_was_counted(organizer) -> None:
    """So that the test above does not pass on empty pages."""
    keep(organizer, asked())

    for form in FORMATS:
        text = b"".join(public(organizer, form).values()).decode("utf-8", "replace")
        assert "Quiet Friday" in text, form
        assert "Named 3" in text, form
        assert "40" in text, form
    assert "Quiet A" not in text


def test_a_hostile_journalist_finds_no_number_of_those_who_did_not(organizer) -> None:
    """173 signed, 40 asked: neither 173, nor 133, nor a percentage, nor how many refused, stands anywhere."""
    keep(
        organizer,
        [
            *asked(),
            *many(31, Outcome.CANNOT, of="Bound"),
            *many(29, Outcome.LABEL_REFUSED, of="Refused"),
            *many(37, Outcome.PLEDGED, of="Pledged", publish=True),
        ],
    )
    data = json.loads(next(iter(public(organizer, "json").values())))
    numbers = {data["total"], *(cell["number"] for table in data["tables"] for cell in table["cells"])}

    assert numbers & {SIGNATORIES, SIGNATORIES - 40, 31, 29, 37, 97, 137} == set()
    for form in ("plain", "csv", "json"):
        text = next(iter(public(organizer, form).values())).decode()
        body = re.sub(r"[0-9a-f]{64}", "", text)
        assert "%" not in body
        for word in ("173", "133", "percent", "cannot", "refused", "pledged", "prepared", "signator"):
            assert not re.search(rf"\b{word}", body), (form, word)


def test_an_artist_who_could_not_leave_reads_nothing_about_themselves(organizer) -> None:
    """Whether they answered, refused, or were never there: the page is the same, but for the register's head."""
    keep(organizer, asked())
    before = {form: public(organizer, form) for form in ("plain", "csv", "json", "html")}
    keep(
        organizer,
        [answer("Bound By Contract", Outcome.CANNOT, publish=True, label="Big", distributor="orchard")],
    )
    (organizer.root / "public.json").unlink()

    for form, files in before.items():
        again = public(organizer, form)
        heads = re.compile(rb"[0-9a-f]{64}|sha256-[A-Za-z0-9+/=]{44}")
        assert {n: heads.sub(b"", c) for n, c in again.items()} == {
            n: heads.sub(b"", c) for n, c in files.items()
        }, form
    words = " ".join(next(iter(before["plain"].values())).decode().split())
    assert "may have acted, or not, or not have been able to: nothing here tells." in words


def test_the_workbook_says_nothing_of_who_made_it_where(organizer) -> None:
    keep(organizer, asked())
    files = public(organizer, "xlsx")
    about = b"".join(content for name, content in files.items() if name.startswith("docProps"))

    assert b"lastModifiedBy" not in about or b"<cp:lastModifiedBy/>" in about
    assert re.findall(rb"<dc:creator>(.*?)</dc:creator>", about) in ([], [b""], [b"takedown"], [b"openpyxl"])


def test_the_workbook_holds_the_day_and_not_the_second(organizer) -> None:
    keep(organizer, asked())
    file = organizer.root.parent / "day.xlsx"
    organizer.ok("report", "--public", "--format", "xlsx", "-o", str(file))

    with zipfile.ZipFile(file) as workbook:
        days = {info.date_time for info in workbook.infolist()}
        about = workbook.read("docProps/core.xml")
    assert days == {(2026, 11, 22, 0, 0, 0)}
    assert set(re.findall(rb"<dcterms:[a-z]+ [^>]*>([^<]*)<", about)) == {b"2026-11-22T00:00:00Z"}


def test_where_only_a_total_may_be_said_the_page_has_no_empty_card(organizer) -> None:
    keep(organizer, asked()[:14])
    page = public(organizer, "html").popitem()[1].decode()
    (organizer.root / "public.json").unlink()
    keep(organizer, asked())

    assert ">14<" in page
    assert 'aria-labelledby="how-far-title"' not in page
    assert 'aria-labelledby="how-far-title"' in public(organizer, "html").popitem()[1].decode()


def test_new_names_and_what_they_rest_on_are_told_to_the_organizer_alone(organizer) -> None:
    alone = answer("Radiohead", publish=True, contact="me@evil.example", grade=Grade.REPORTED)
    keep(organizer, [*asked(), alone])
    said = organizer.run("report", "--public")

    assert "New name in public: Named 3 (rests on: copy kept)." in said.stderr
    assert "1 name in names.csv" in said.stderr.replace("\n", " ")
    assert "Radiohead" not in said.stdout
    assert "Whoever" in said.stdout

    lines = (organizer.root / "names.csv").read_text(encoding="utf-8").replace("example,", "example,yes")
    (organizer.root / "names.csv").write_text(lines, encoding="utf-8")
    (organizer.root / "public.json").unlink()
    again = organizer.run("report", "--public")
    assert "Radiohead (you confirmed it in names.csv)" in again.stderr
    assert "Radiohead" in again.stdout

    organizer.ok("register", "forget", "Radiohead", "--yes")
    assert "Radiohead" not in (organizer.root / "names.csv").read_text(encoding="utf-8")
    assert "Radiohead" not in organizer.ok("report", "--public")


def test_who_is_not_on_the_list_of_names_may_not_have_been_able_to(organizer) -> None:
    keep(organizer, asked())
    page = public(organizer, "html").popitem()[1].decode()

    assert "may have acted, or not been able to; nothing here tells." in " ".join(page.split())


def test_anybody_can_add_the_published_numbers_up_again(organizer) -> None:
    keep(organizer, asked())
    file = organizer.root.parent / "published.json"
    organizer.ok("report", "--public", "--format", "json", "-o", str(file))

    said = organizer.ok("verify", str(file))
    assert "adds up: Quiet Friday" in said
    assert "does not prove that the people" in said.replace("\n", " ")
    assert "The register here goes with it" in said.replace("\n", " ")

    file.write_text(file.read_text(encoding="utf-8").replace('"total": 40', '"total": 41'), encoding="utf-8")
    said = organizer.ok("verify", str(file), code=5)
    assert "its cells make 40, and not 41" in said
    assert organizer.json("verify", str(file), code=5)["ok"] is False


def test_a_published_file_of_another_register_is_found_out(organizer, tmp_path) -> None:
    keep(organizer, asked())
    file = organizer.root.parent / "published.json"
    organizer.ok("report", "--public", "--format", "json", "-o", str(file))
    (organizer.root / "register.db").unlink()
    keep(organizer, asked()[:20])

    assert "does not go with it" in organizer.ok("verify", str(file), code=5).replace("\n", " ")


def test_the_register_is_verified_and_forgetting_is_no_damage(organizer) -> None:
    keep(organizer, asked())
    assert "Nothing was changed: 1 entry of register.db" in organizer.ok("verify")

    organizer.ok("register", "forget", "Quiet A 3", "--yes")
    said = organizer.ok("verify")
    assert "Forgotten because somebody asked, or it was due: 1 answer." in said

    content = bytearray((organizer.root / "register.db").read_bytes())
    place = content.index(b"Quiet B 7")
    content[place : place + 5] = b"Loud!"
    (organizer.root / "register.db").write_bytes(content)
    assert "the stored document was changed" in organizer.ok("verify", code=5)


def test_while_the_register_is_locked_every_command_says_so(organizer) -> None:
    keep(organizer, asked())
    said = organizer.run("register", "lock", typed="five quiet words for us\nfive quiet words for us\n")

    assert said.exit_code == 0, said.output
    assert "Not locked, and private too: signatories.csv." in said.stderr
    assert "Old bytes may stay on the disk" in said.stderr
    for command in (
        ("register", "list"),
        ("report",),
        ("report", "--public"),
        ("verify",),
        ("register", "lock"),
    ):
        refused = organizer.run(*command)
        assert refused.exit_code == 2, (command, refused.output)
        assert "the register is locked" in refused.stderr, command
        assert "takedown register unlock" in refused.stderr, command

    wrong = organizer.run("register", "unlock", typed="something else\n")
    assert wrong.exit_code == 5
    assert "Unlocked" in organizer.ok("register", "unlock", typed="five quiet words for us\n")
    assert "Nothing was changed" in organizer.ok("verify")
