"""What is appended to a letter, by the names of its files: said before anything is written."""

from typing import Any

from takedown.notice import Notice
from takedown.reports.words import counted, listed


def appended(notice: Notice) -> str:
    """Name the files whose pages stand at the end of the PDF, and who speaks in each."""
    return "; ".join(
        f"{each.file.name} ({each.kind} of {listed(each.parties)}, {counted(each.file.pages, 'page')})"
        for each in notice.enclosures
    )


def exhibits_json(notice: Notice) -> list[dict[str, Any]]:
    """The same for scripts."""
    return [
        {"kind": each.kind.value, "of": list(each.parties), "file": each.file.name, "pages": each.file.pages}
        for each in notice.enclosures
    ]
