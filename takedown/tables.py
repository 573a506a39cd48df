"""The shipped TOML files, parsed ahead: parsing them takes longer than all else that is done with them.

`data/tables.tsv` holds, by the digest of a file, what is in it. A file that was changed since has another digest and
is parsed as any other, so an old line can be useless and never wrong. `tools/tables/build.py` writes it.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import orjson

from takedown.resources import parsed_tables


def toml_table(text: str) -> dict[str, Any]:
    """Parse TOML as `tomllib.loads` does, with its errors; of the shipped files, dates without quotes come as texts."""
    ready = _parsed().get(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    table: dict[str, Any] = tomllib.loads(text) if ready is None else orjson.loads(ready)
    return table


@cache
def _parsed() -> Mapping[str, str]:
    """Digest → the table as JSON. Without the file everything is parsed."""
    try:
        lines = parsed_tables().read_text(encoding="utf-8").split("\n")
    except OSError:
        return {}
    rows = (line.split("\t") for line in lines if line)
    return {digest: table for digest, _, table in rows}
