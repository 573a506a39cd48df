"""The signer's own words: the file of the reasons, and that of the public statement."""

from collections.abc import Mapping
from pathlib import Path

from takedown.config.inside import refuse_outside
from takedown.config.problems import CONFIG
from takedown.errors import ConfigError
from takedown.model import SourceRef

MAX_CHARACTERS = 20_000
_HINTS: Mapping[str, str] = {
    "reasons": "write your paragraph into this file, or leave reasons out: letters need none",
    "statement": "write what you want to say in public into this file, or leave statement out",
}


def read_own_words(root: Path, name: str, key: str) -> str:
    """Read the file that a key of [request] names; nothing where it names none.

    Raises ConfigError for a file that lies outside the workspace, is missing, empty, too long or no UTF-8 text.
    """
    if not name:
        return ""
    place = SourceRef(file=CONFIG, column=f"request.{key}")
    refuse_outside(root, name, place)
    try:
        text = (root / name).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{place}: '{name}' is not UTF-8 text", hint="save it as UTF-8 in your editor"
        ) from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"{place}: '{name}' cannot be read", hint=_HINTS[key]) from error
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > MAX_CHARACTERS:
        size = f"has {len(text):,} characters, more than {MAX_CHARACTERS:,}" if text else "is empty"
        raise ConfigError(f"{place}: '{name}' {size}", hint=_HINTS[key])
    return text
