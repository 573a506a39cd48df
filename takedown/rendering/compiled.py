"""Shipped templates, compiled once and kept where Python keeps the compiled modules of this folder: in `__pycache__`.

So they are as safe as the program's code, hold nothing of a user's, and obey `PYTHONDONTWRITEBYTECODE` and
`PYTHONPYCACHEPREFIX`. Where that place cannot be written, or what lies there is of another version, they are compiled
as ever. A workspace's own templates are never kept: nothing that a user writes leaves the workspace.
"""

import contextlib
import sys
from collections.abc import Collection
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from takedown.patterns import pattern
from takedown.rendering.source import source_digest

_FLAT = pattern("[/#]")
_BESIDE = Path(__file__).resolve().parent


class Compiled(BytecodeCache):
    """The compiled form of these templates. Jinja asks by name, and compiles what is not here."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 – Jinja's own signature
        """Templates are known by their names; there are no two of one name."""
        return name

    def get_source_checksum(self, source: str) -> str:
        """What is compiled depends on the text, on Jinja, and on how its environment is set up."""
        return sha256(f"{jinja2.__version__}\0{source_digest()}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; Jinja drops it where the checksum or the version of Python is another."""
        place = self._place(bucket.key)
        if place:
            with contextlib.suppress(OSError):
                bucket.bytecode_from_string(Path(place).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, as Python keeps a module: the whole file or none, and without a word where it cannot be."""
        place = self._place(bucket.key)
        if place and not sys.dont_write_bytecode:
            SourceFileLoader("", "").set_data(place, bucket.bytecode_to_string())

    def _place(self, name: str) -> str:
        """The file of a template; empty for one that is not the program's own, or where Python keeps nothing."""
        if name not in self._names:
            return ""
        try:
            return cache_from_source(str(_BESIDE / f"{_FLAT.sub('-', name)}.py"))
        except NotImplementedError:
            return ""
