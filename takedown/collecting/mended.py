"""mended.csv: how rows that came back were corrected, so that reading their source again corrects them the same way.

A row is known by what it said when it was rejected. Without this the same rows would come back each time.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from takedown.collecting.scratch import Scratch
from takedown.collecting.user_table import UserTable
from takedown.model import COLUMNS
from takedown.readers.plain.columns import Wanted

FILE = "mended.csv"
_ROW_ID = "row_id"
_SCHEMA = "CREATE TABLE mended (row_id TEXT PRIMARY KEY, cells TEXT NOT NULL, fresh INTEGER NOT NULL)"

Cells = Mapping[str, str]


def mended_table(root: Path) -> UserTable:
    """mended.csv of a workspace."""
    wanted = Wanted(known=(_ROW_ID, *COLUMNS), required=((_ROW_ID,),))
    return UserTable(path=root / FILE, name=FILE, wanted=wanted, usual=(_ROW_ID, *COLUMNS))


class MendedRows:
    """The corrections of a workspace while sources are read."""

    def __init__(self, scratch: Scratch) -> None:
        self._db = scratch.database
        self._db.execute(_SCHEMA)

    def load(self, table: UserTable) -> None:
        """Take over what mended.csv holds."""
        for row in table.rows():
            cells = {column: text for column, text in row.cells.items() if column != _ROW_ID}
            self._keep(row.get(_ROW_ID), cells, fresh=False)

    def add(self, row_id: str, cells: Cells) -> None:
        """Remember how a row was corrected; one without an id could not be known again."""
        if row_id:
            self._keep(row_id, cells, fresh=True)

    def _keep(self, row_id: str, cells: Cells, *, fresh: bool) -> None:
        packed = json.dumps(dict(cells), ensure_ascii=False)
        self._db.execute("INSERT OR IGNORE INTO mended VALUES (?, ?, ?)", (row_id, packed, fresh))

    def find(self, row_id: str) -> Cells | None:
        """How the row with this id was corrected."""
        found = self._db.execute("SELECT cells FROM mended WHERE row_id = ?", (row_id,)).fetchone()
        cells: Cells | None = json.loads(found[0]) if found else None
        return cells

    def new(self) -> Iterator[Cells]:
        """Lines that mended.csv does not hold yet."""
        query = "SELECT row_id, cells FROM mended WHERE fresh ORDER BY rowid"
        for row_id, cells in self._db.execute(query):
            yield {_ROW_ID: row_id, **json.loads(cells)}
