"""Modules and functions stay small enough for a stranger to change; this test holds the line."""

import ast
from pathlib import Path

import takedown

PACKAGE = Path(takedown.__file__).parent
LINES_OF_A_MODULE = 330
LINES_OF_A_FUNCTION = 45


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_no_module_is_too_long() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LINES_OF_A_MODULE
    }

    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(PACKAGE).as_posix()}:{node.name}": length
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_OF_A_FUNCTION
    }

    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.name
        for path in sources()
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []
