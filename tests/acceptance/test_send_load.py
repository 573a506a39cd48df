"""Many messages in one run: all arrive, once, as they were frozen, and memory does not follow their size."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.reckoning import tell
from support.smtp_sink import Sink

from benchmarks import sending
from benchmarks.measure import ROOT
from takedown.ledger import Ledger
from takedown.messages import Stage, messages_of

#: MB for each message that a run knows of; its text alone would be 0.02.
MEMORY_OF_A_MESSAGE = 0.004


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sending", *arguments],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return done.stdout


def sent(folder: Path, count: int) -> dict[str, float]:
    """Send so many; everything is compared with the server's log. Seconds and peak of memory of the sender."""
    folder.mkdir()
    run("prepare", str(count), str(folder))
    with Sink(folder / "log") as sink:
        told: dict[str, float] = json.loads(run(sending.OURS, str(count), str(folder), str(sink.port)))
        taken = {row["message_id"]: row["sha256"] for row in sink.taken()}
        assert len(sink.taken()) == len(taken) == count
        assert sink.connections == 1
    with Ledger.read(folder / "ledger.db") as ledger:
        messages = messages_of(ledger.entries())
        assert not ledger.problems()
    assert {each.stage for each in messages.values()} == {Stage.ACCEPTED}
    assert {f"<{each.id}@example.net>": each.sha256 for each in messages.values()} == taken
    tell(f"{count} messages: {count / told['wall']:.0f} a second, {told['peak']:.0f} MB")
    return told


def test_five_hundred_messages_go_out_over_one_connection_once_each(tmp_path: Path) -> None:
    told = sent(tmp_path / "500", 500)

    assert told["peak"] < 100


@pytest.mark.long
def test_ten_thousand_messages_need_hardly_more_memory_than_a_thousand(tmp_path: Path) -> None:
    few, many = sent(tmp_path / "few", 1_000), sent(tmp_path / "many", 10_000)

    assert many["peak"] < 300
    assert many["peak"] - few["peak"] < 9_000 * MEMORY_OF_A_MESSAGE
