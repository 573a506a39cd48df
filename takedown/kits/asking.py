"""An entry and its campaign → a request, as takedown.toml would say it, and nothing that the roster does not say."""

from datetime import date

from takedown.frozen import dataclass
from takedown.kits.values import Entry
from takedown.records import Campaign
from takedown.request import (
    LABEL,
    OTHER,
    Authority,
    Basis,
    Contact,
    Principal,
    Request,
    Route,
    Sender,
    Wish,
)

#: Keys of contacts; no desk of the directory has such a slug, and folders are called by them.
_YOUR_LABEL, _YOUR_DISTRIBUTOR = "your-label", "your-distributor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What all packets of a roster share."""

    campaign: Campaign
    today: date
    demo: bool = False

    @property
    def wanted_by(self) -> date | None:
        """A day that has passed is nobody's wanted day any more."""
        day = self.campaign.wanted_by
        return day if day and day >= self.today else None


def request_of(entry: Entry, occasion: Occasion) -> Request:
    """Make the request of an entry. The letter goes to who delivers, and no other: the platform is not written to."""
    campaign = occasion.campaign
    return Request(
        sender=_sender(entry),
        authority=Authority(basis=entry.basis),
        wish=Wish(
            occasion=campaign.slug,
            platforms=entry.platforms,
            territories=campaign.territories,
            wanted_by=occasion.wanted_by,
            tell_platform=False,
            language=entry.language,
        ),
        routes=(_route(entry),),
        contacts=_contacts(entry, occasion.today),
        principals=_principals(entry),
        source=entry.source,
        demo=occasion.demo,
    )


def _sender(entry: Entry) -> Sender:
    """Who signs. A label that is named beside a distributor is the artist's own where they said why they may ask."""
    own = entry.label and entry.via != LABEL and (entry.is_label or entry.basis in _OWNING)
    return Sender(
        name=entry.sender,
        organization=entry.label if entry.is_label else "",
        capacity=entry.capacity,
        email=entry.email,
        address=entry.address,
        own_labels=tuple(dict.fromkeys((*([entry.label] if own else []), *_own_names(entry)))),
    )


_OWNING = frozenset({Basis.SOLE_OWNER, Basis.ALL_OWNERS_AGREED, Basis.COMPANY})


def _own_names(entry: Entry) -> tuple[str, ...]:
    """An artist who publishes alone stands as the label of the release, in most catalogs."""
    return entry.artists if entry.basis in _OWNING and not entry.is_label else ()


def _route(entry: Entry) -> Route:
    contact = {LABEL: _YOUR_LABEL, OTHER: _YOUR_DISTRIBUTOR}.get(entry.via, "")
    return Route(via=entry.via, contact=contact, account="" if contact == _YOUR_LABEL else entry.account)


def _contacts(entry: Entry, today: date) -> dict[str, Contact]:
    if entry.via == LABEL:
        return {_YOUR_LABEL: Contact(name=entry.label, source=str(entry.source), checked_on=today)}
    if entry.via == OTHER:
        return {_YOUR_DISTRIBUTOR: Contact(name=entry.desk_name, source=str(entry.source), checked_on=today)}
    return {}


def _principals(entry: Entry) -> tuple[Principal, ...]:
    """Who acts for others needs a mandate, which no roster holds: the checks ask for it."""
    if not (entry.capacity.acts_for_others or entry.basis is Basis.MANDATE):
        return ()
    return tuple(Principal(artist=name, name=name) for name in entry.artists)
