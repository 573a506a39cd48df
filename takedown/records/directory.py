"""All records of the directory, by slug."""

from dataclasses import field

from takedown.frozen import dataclass
from takedown.records.campaign import Campaign
from takedown.records.distributor import Distributor
from takedown.records.facts import Source
from takedown.records.platform import Desk, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All records, by slug."""

    platforms: dict[str, Platform]
    desks: dict[str, Desk]
    distributors: dict[str, Distributor]
    campaigns: dict[str, Campaign]
    sources: dict[str, Source]
    agents: dict[str, str] = field(default_factory=dict)
    """Addresses that are for infringement claims only, as `agents.address_keys` writes them → whose they are.

    Those of shipped records stay in it where a workspace's own record stands in their place.
    """
