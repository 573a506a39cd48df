"""Files → one zip: the same files give the same bytes, on every machine and day."""

import io
import zipfile
from collections.abc import Mapping

#: The first day that a zip can name (APPNOTE 4.4.6); the day of the letter stands in the letter.
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _PRIVATE_FILE = 3, 0o100600


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files under their names, in this order, as they are: PDFs are packed already, and what packs differs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_DAY)
            entry.create_system = _UNIX
            entry.external_attr = _PRIVATE_FILE << 16
            archive.writestr(entry, content)
    return packed.getvalue()
