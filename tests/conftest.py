"""What all tests share: profiles of hypothesis, and `@pytest.mark.tool("qpdf")` for tests that need an outside program.

On a laptop without it the test is skipped and the end of the run says so; where `CI` is set it is an error.
"""

import os
import shutil

import pytest
from hypothesis import settings

# A slow machine is no failure. CI draws the same examples every time; elsewhere they are new on each run, and
# `make long` draws many more.
settings.register_profile("new", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=5_000)
_IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if _IN_CI else "new"))

_MISSING = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MISSING] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in (str(name) for mark in item.iter_markers("tool") for name in mark.args):
        if _is_there(name):
            continue
        reason = f"{_needed(name)} missing, so this is NOT tested here"
        if _IN_CI:
            pytest.fail(f"{reason}; CI must have it", pytrace=False)
        missing = item.config.stash[_MISSING]
        missing[name] = missing.get(name, 0) + 1
        pytest.skip(reason)


def _is_there(name: str) -> bool:
    """Whether a program is installed; `root` stands for the rights that some of them need to start."""
    return getattr(os, "geteuid", lambda: -1)() == 0 if name == "root" else shutil.which(name) is not None


def _needed(name: str) -> str:
    return "the rights of root are" if name == "root" else f"the program {name} is"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, count in sorted(config.stash[_MISSING].items()):
        text = f"NOT TESTED: {count} test(s) need what is not here: {_needed(name)} missing"
        terminalreporter.write_line(text, yellow=True, bold=True)
