"""Parse the shipped TOML ahead, files and heads of letters, so that no run of the program has to.

    python tools/tables/build.py

One line each: digest, path, table as JSON. `tests/unit/test_tables.py` holds it equal to the files.
"""

import json
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from takedown.rendering.heads import FENCE
from takedown.resources import notice_templates, parsed_tables


def lines() -> Iterator[str]:
    """The lines of the index, by path."""
    root = notice_templates()
    for path in sorted((*root.rglob("*.toml"), *root.rglob("*.md.j2"))):
        text = toml_in(path)
        if text:
            table = json.dumps(tomllib.loads(text), default=str, ensure_ascii=False, separators=(",", ":"))
            yield f"{sha256(text.encode()).hexdigest()}\t{path.relative_to(root).as_posix()}\t{table}\n"


def toml_in(path: Path) -> str:
    """The TOML of a file: all of it, or the head of a letter; empty where a template has none."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return text
    return text.removeprefix(FENCE).partition(f"\n{FENCE}")[0] if text.startswith(FENCE) else ""


if __name__ == "__main__":
    parsed_tables().write_text("".join(lines()), encoding="utf-8", newline="\n")
