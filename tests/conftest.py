"""What all tests share: `@pytest.mark.tool("qpdf")` marks a test that needs an outside program.

On a laptop without it the test is skipped and the end of the run says so; where `CI` is set it is an error.
"""

import os
import shutil

import pytest

_MISSING = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MISSING] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in (str(name) for mark in item.iter_markers("tool") for name in mark.args):
        if shutil.which(name):
            continue
        reason = f"the program {name} is not installed, so this is NOT tested here"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(f"{reason}; CI must install it", pytrace=False)
        missing = item.config.stash[_MISSING]
        missing[name] = missing.get(name, 0) + 1
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, count in sorted(config.stash[_MISSING].items()):
        text = f"NOT TESTED: {count} test(s) need the program {name}, which is not installed"
        terminalreporter.write_line(text, yellow=True, bold=True)
