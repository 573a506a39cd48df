"""The files that findings speak of: which folder each lies in, and on which line its keys stand."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from takedown.directory.kinds import SOURCES_FILE
from takedown.directory.lines import line_of
from takedown.model import Finding, SourceRef
from takedown.patterns import pattern
from takedown.resources import notice_templates

_SOURCES = pattern(rf"(?<![\w/]){re.escape(SOURCES_FILE)}\b")


class Texts:
    """The files of the records, each read once.

    `folders`: the workspace's own first, where there is one, then the shipped one.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._shipped = notice_templates()
        self._texts: dict[Path, str] = {}
        self._places: dict[str, list[Path]] = {}

    def is_own(self, source: SourceRef) -> bool:
        """Whether a place lies in a workspace's folder; of the sources, each key by itself."""
        folder = self._folder(source)
        return folder is not None and folder != self._shipped

    def placed(self, found: Finding) -> Finding:
        """The same finding with the line of its key as its row, and with the workspace's folder in its path."""
        source = found.source
        folder = self._folder(source)
        text = self._text(folder / source.file) if folder else ""
        line = line_of(text, source.column) or line_of(text, source.column.removesuffix("_source"))
        if not self.is_own(source) or folder is None:
            return replace(found, source=replace(source, row=line)) if line else found
        own = f"{folder.name}/{SOURCES_FILE}"
        return replace(
            found,
            source=replace(source, file=f"{folder.name}/{source.file}", row=line),
            message=_SOURCES.sub(own, found.message),
            hint=_SOURCES.sub(own, found.hint),
        )

    def _folder(self, source: SourceRef) -> Path | None:
        """The folder whose file is read: its first, or for sources the first that has the key."""
        there = self._there(source.file)
        if source.file == SOURCES_FILE:
            having = (one for one in there[:-1] if line_of(self._text(one / source.file), source.column))
            return next(having, there[-1] if there else None)
        return there[0] if there else None

    def _there(self, file: str) -> list[Path]:
        """The folders that have a file; each is looked for once, as sources are many and lie in one."""
        if file not in self._places:
            self._places[file] = [folder for folder in self._folders if (folder / file).is_file()]
        return self._places[file]

    def _text(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text(encoding="utf-8-sig", errors="replace")
        return self._texts[path]
