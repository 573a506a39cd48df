"""Every signed notice of every example can be handed over by hand, in the words of the files that were signed."""

from collections.abc import Callable
from typing import Any

import pytest
from papers_made import EXAMPLES
from support.program import Program

from takedown.config import load_settings


@pytest.fixture(params=EXAMPLES)
def signed(request: pytest.FixtureRequest, example: Callable[[str], Program]) -> Program:
    """An example in which all is signed, also what would better wait."""
    program = example(request.param)
    assert program.run("generate").exit_code in (0, 1)  # 1: a row needs a person
    name = load_settings(program.root).request.sender.name
    program.ok("sign", "--name", name)
    late = [each["id"] for each in program.json("status")["notices"] if each["dispatch"] == "prepared"]
    if late:
        program.ok("sign", *late, "--name", name)
    return program


def notices(program: Program) -> list[dict[str, Any]]:
    found = program.json("status")["notices"]
    assert found
    assert {notice["dispatch"] for notice in found} == {"signed"}
    return list(found)


def test_every_signed_notice_of_an_example_is_walked_in_its_own_words(signed: Program) -> None:
    for notice in notices(signed):
        (walk,) = signed.json("outbox", "walk", notice["id"])["walks"]
        folder = signed.root / notice["folder"]
        said = "".join(
            (folder / name).read_text()
            for name in ("steps.txt", "ticket.txt", "notice.txt")
            if (folder / name).exists()
        )
        assert walk["stations"][-1]["station"] == "record"
        for station in walk["stations"]:
            assert station["text"] in said
            for file in station.get("files", ()):
                assert (folder / file).is_file()


def test_without_a_name_all_are_walked_that_go_by_hand_and_wait_for_nobody(signed: Program) -> None:
    before = signed.files()
    walked = [walk["notice"] for walk in signed.json("outbox", "walk")["walks"]]

    ways = {notice["id"]: notice for notice in notices(signed)}
    assert set(walked) <= set(ways)
    assert len(walked) == len(set(walked))
    for early in (notice["id"] for notice in ways.values() if notice["early"]):
        assert early not in walked
    assert signed.files() == before


def test_one_signed_early_is_walked_by_its_name_also_when_its_withdrawal_went_out(
    example: Callable[[str], Program],
) -> None:
    program = example("one-artist")
    program.ok("generate")
    early = program.notice("platform-request")["id"]
    program.ok("sign", early, "--name", "Ana Example")
    program.ok("outbox", "walk", early)

    program.ok("record", "submitted", program.notice("withdrawal")["id"])
    program.ok("generate")
    text = program.ok("outbox", "walk", early)
    assert "Artist pages > Settings > Help" in text
    assert "we are asking" in " ".join(text.casefold().split())
