"""What the program's own drawing is, as one digest: it changes when anything in `rendering/` does."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from takedown.resources import notice_templates

_RENDERING = Path(__file__).resolve().parent


@cache
def source_digest() -> str:
    """Digest of the program's own drawing, and of the words that are in no letter."""
    found = sha256()
    for path in (*sorted(_RENDERING.rglob("*.py")), *sorted((notice_templates() / "letters").glob("*.toml"))):
        found.update(path.read_bytes())
    return found.hexdigest()
