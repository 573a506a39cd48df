"""Workspaces that run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from papers_made import Made, make
from support.mail_lab import MailLab, running_lab
from support.program import Program

from takedown import resources


@pytest.fixture
def example(tmp_path: Path):
    """Make a copy of a shipped example and put a user in front of it."""

    def make(name: str) -> Program:
        target = tmp_path / name
        shutil.copytree(resources.examples() / name, target)
        return Program(root=target)

    return make


@pytest.fixture(scope="session")
def mail_lab() -> Iterator[MailLab]:
    """A real Postfix and Dovecot; tests that use it bear the mark `tool` for each of `mail_lab.NEEDED`."""
    with running_lab() as lab:
        yield lab


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Give the papers of a case (`papers_made.CASES`); each is made once, when it is first wanted."""
    done: dict[str, Made | AssertionError] = {}

    def papers(name: str) -> Made:
        if name not in done:
            try:
                done[name] = make(name, tmp_path_factory.mktemp("papers"))
            except AssertionError as error:
                done[name] = error
        found = done[name]
        if isinstance(found, AssertionError):
            pytest.fail(f"the papers of '{name}' could not be made: {found}", pytrace=False)
        return found

    return papers
