"""One release on one platform in one scope, on its way to a paper or to the reason why there is none."""

from dataclasses import replace
from datetime import date

from takedown.frozen import dataclass
from takedown.model import CheckedCatalog, Release, SourceRef
from takedown.notice import WORLD, Item, Kind, Recipient, Scope
from takedown.plan import Omission
from takedown.records import Directory, Distributor, Platform
from takedown.request import Basis, Request, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a plan is made from."""

    checked: CheckedCatalog
    request: Request
    directory: Directory
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One release on one platform in one scope, and what becomes of it: a paper to a recipient, or an omission.

    Usually an item has one leg; where territories have different routes it has one for each.
    """

    release: Release
    platform: Platform
    scope: Scope
    route: Route | None = None
    kind: Kind | None = None
    recipient: Recipient | None = None
    distributor: Distributor | None = None
    former: str = ""
    """The name of who delivered it until the agreement ended."""
    principal: str = ""
    basis: Basis | None = None
    omission: Omission | None = None

    @property
    def item(self) -> Item:
        """Release × platform."""
        return Item(release=self.release, platform=self.platform.slug)

    def omit(self, rule: str, reason: str, hint: str, source: SourceRef | None = None) -> "Leg":
        """This leg, left out with a reason and the next step; `source`: where that is mended, if not in its row."""
        omission = Omission(
            artist=self.release.artist,
            release=self.release.display_title,
            platform=self.platform.slug,
            rule=rule,
            reason=reason if self.scope == WORLD else f"{reason} ({self.scope})",
            hint=hint,
            source=source or self.release.source,
        )
        return replace(self, omission=omission)
