"""What a run of `import` did, as values."""

from collections.abc import Mapping

from takedown.frozen import dataclass
from takedown.model import Finding
from takedown.sources import Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one source. `rows` counts all; the rest says where they went."""

    name: str
    layout: str
    nature: Nature
    distributor: str
    notes: tuple[str, ...]
    rows: int
    rejected: int
    recordings: int
    releases: int
    passed: Mapping[str, int]
    """Reason → rows that are about no music."""
    stores: Mapping[str, int]
    """Store as the statement names it → sales rows."""
    missing: tuple[str, ...] = ()
    """For a list of names: titles that no line of the catalog has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What became of all sources, and what was written."""

    received: tuple[Received, ...]
    added: int
    """Lines that are new in the catalog."""
    filled: int
    """Lines that were there, in which empty cells were filled."""
    rows: int
    """Lines of the catalog now."""
    answers: int
    """New lines of decisions.csv."""
    findings: tuple[Finding, ...]
    """Where two sources say different things."""
    untold: int
    """Further differences that are not told one by one."""
    rejected: int
    """Lines of rejected.csv now."""
    written: tuple[str, ...]
    """Files that were changed, by their names in the workspace."""

    has_settings: bool = True
    """Whether the workspace has a takedown.toml; without one nothing can be checked yet."""

    @property
    def needs_person(self) -> bool:
        """Whether something waits for somebody."""
        return bool(self.rejected) or any(finding.blocks for finding in self.findings)
