"""Workspaces that run."""

import shutil
from pathlib import Path

import pytest
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
