"""Where the catalog is: the [catalog] table alone, for who writes it before the rest of the settings is complete."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from takedown.config.file import CatalogTable
from takedown.config.problems import CONFIG
from takedown.errors import ConfigError

#: Beside the workspace's own name for it.
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


def catalog_place(root: Path) -> CatalogTable:
    """The catalog that takedown.toml names, else catalog.csv; ConfigError where it cannot be written to.

    What else is missing or wrong in takedown.toml is not looked at: rows can be gathered before it is complete.
    """
    found = _settings(root).get("catalog", {})
    table = found if isinstance(found, dict) else {}
    file, encoding = table.get("file", "catalog.csv"), table.get("encoding", "")
    if not isinstance(file, str) or not isinstance(encoding, str) or not file:
        raise ConfigError(
            f"{CONFIG}, catalog: file and encoding are texts", hint="write them between quotation marks"
        )
    if Path(file).suffix.lower() in _WORKBOOKS:
        raise ConfigError(
            f"{CONFIG}, catalog.file: '{file}' is a workbook, into which nothing is written",
            hint=f'set file to "catalog.csv", then: takedown import {file}',
        )
    return CatalogTable(file=file, encoding=encoding)


def is_demo(root: Path) -> bool:
    """Whether takedown.toml says that this is a demo, whatever else it lacks; ConfigError where it cannot be read."""
    return bool(_settings(root).get("demo", False))


def _settings(root: Path) -> Mapping[str, Any]:
    """takedown.toml as it stands; empty where there is none."""
    path = root / CONFIG
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"{CONFIG}: cannot be read ({error})", hint="takedown check says where and what"
        ) from error
