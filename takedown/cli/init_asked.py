"""The command line of `init`, as a value."""

from collections.abc import Mapping
from pathlib import Path

from takedown.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says."""

    sources: tuple[Path, ...] = ()
    encoding: str = ""
    campaign: str = ""
    profile: str = ""
    no_profile: bool = False
    no_input: bool = False
    answers: Mapping[str, tuple[str, ...]]
    """Option → its values."""
