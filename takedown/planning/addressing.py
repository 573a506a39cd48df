"""From a route to a paper: what is said there, and to whom; or why nobody is written to, and what to do instead."""

from dataclasses import replace

from takedown.ends import end_gap
from takedown.licensed import Licences
from takedown.model import SourceRef
from takedown.notice import Kind, Recipient, RecipientRole
from takedown.planning.leg import Ground, Leg
from takedown.planning.recipients import (
    recipient_of_contact,
    recipient_of_desk,
    recipient_of_distributor,
)
from takedown.records import Directory, Distributor, Known, OneStore, Redirect, Use
from takedown.request import (
    DIRECT,
    ENDED,
    LABEL,
    OTHER,
    SELF,
    UNKNOWN,
    UNLICENSED,
    Route,
    StoreExclusion,
)
from takedown.routing import supplies

#: The sheet that is written for the user beside the notices.
SHEET = "what-next.txt"
_CONTACT_PAPERS = {
    OTHER: (Kind.WITHDRAWAL, RecipientRole.DISTRIBUTOR),
    DIRECT: (Kind.WITHDRAWAL, RecipientRole.PLATFORM),
    LABEL: (Kind.LABEL_REQUEST, RecipientRole.LABEL),
    UNKNOWN: (Kind.ENQUIRY, RecipientRole.DISTRIBUTOR),
}


class Addressing:
    """Finds kind and recipient of a leg by its route, for one request."""

    def __init__(self, ground: Ground) -> None:
        request = ground.request
        self._request = request
        self._directory = ground.directory
        self._today = ground.today
        self._language = request.wish.language
        self._licences = Licences(request, ground.checked.releases, ground.directory)
        self._recipients: dict[str, Recipient] = {}
        self._ways = {
            UNLICENSED: self._unlicensed,
            ENDED: self._after_end,
            **dict.fromkeys(_CONTACT_PAPERS, self._to_contact),
        }
        self._numbers = {id(route): number for number, route in enumerate(request.routes, start=1)}

    def addressed(self, leg: Leg) -> Leg:
        """The leg with its kind and recipient, or left out with a reason and the next step."""
        platform, release = leg.platform, leg.release
        if release.platforms and platform.slug not in release.platforms:
            return leg.omit(
                "not-on-platform",
                f"the catalog says it is not on {platform.name}",
                "nothing, or correct the platforms column",
            )
        if leg.route is None and platform.use is not Use.PHYSICAL:
            return leg.omit(
                "no-route",
                f"nobody is named who delivers it to {platform.name}",
                'add to takedown.toml: [[routes]] with via = "<your distributor>" (takedown directory list)',
            )
        return self._by_route(leg)

    def _by_route(self, leg: Leg) -> Leg:
        """What may stand without a letter first; then discs, which no deliverer of files has a part in."""
        via = leg.route.via if leg.route else ""
        if via == SELF:
            return _by_oneself(leg)
        if leg.route is None or (leg.platform.use is Use.PHYSICAL and via != UNLICENSED):
            return self._to_supplier(leg, leg.route)
        return self._ways.get(via, self._to_distributor)(leg, leg.route)

    def _unlicensed(self, leg: Leg, route: Route) -> Leg:
        """The platform's own form, and no letter; not even the form where something shows a licence."""
        platform = leg.platform
        shown = self._licences.shown(leg.release, platform, route)
        if shown:
            return leg.omit(
                "earns-there",
                f"it is said to be unlicensed on {platform.name}, and {shown.what}",
                shown.hint,
                self._place(route, "via"),
            )
        return leg.omit(
            "unlicensed",
            f"it is on {platform.name} without your permission; that needs the platform's own form, not a letter",
            platform.infringement_form.value
            or f"look for the form on the copyright pages of {platform.company}, and take advice first",
        )

    def _to_supplier(self, leg: Leg, route: Route | None) -> Leg:
        """Discs and records are supplied; whoever delivers files has no part in it."""
        platform = leg.platform
        contact = self._request.contacts.get(route.contact) if route else None
        if route is None or contact is None or not supplies(route, platform.slug):
            return leg.omit(
                "no-supplier",
                f"nobody is named who supplies the discs and records to {platform.name}",
                f'add above the other routes: [[routes]] with match = {{ platform = "{platform.slug}" }}, '
                'via = "other" and the contact of your physical distributor; where there are none, leave the '
                "platform out",
            )
        recipient = recipient_of_contact(route.contact, contact, RecipientRole.SUPPLIER)
        return replace(leg, kind=Kind.SUPPLY_STOP, recipient=recipient)

    def _to_contact(self, leg: Leg, route: Route) -> Leg:
        contact = self._request.contacts.get(route.contact)
        if contact is None:
            if route.via == UNKNOWN:
                return leg.omit(
                    "route-unknown",
                    f"it is not known who delivers it to {leg.platform.name}, and nobody is named to ask",
                    'look at a royalty statement, or add contact = "…" to the route: an enquiry is then written '
                    "to them",
                )
            return leg.omit(
                "no-contact",
                f'the route says via = "{route.via}" and names no contact',
                'add contact = "my-desk" to the route and a [contacts.my-desk] table with name and email',
            )
        kind, role = _CONTACT_PAPERS[route.via]
        recipient = recipient_of_contact(route.contact, contact, role)
        return _identified(replace(leg, kind=kind, recipient=recipient))

    def _to_distributor(self, leg: Leg, route: Route) -> Leg:
        record = self._directory.distributors.get(route.via)
        if record is None:
            return leg.omit(
                "unknown-distributor",
                f'the directory has no distributor "{route.via}"',
                'takedown directory list shows all; for another one use via = "other" with a contact',
            )
        if record.status.is_retired:
            return leg.omit("desk-closed", _closed(record), _instead(record.redirect, self._directory))
        own = route.agreement.store_exclusion if route.agreement else StoreExclusion.UNKNOWN
        if own is StoreExclusion.FORBIDDEN or (
            own is StoreExclusion.UNKNOWN and record.one_store is OneStore.FORBIDDEN
        ):
            whose = (
                "your agreement"
                if own is StoreExclusion.FORBIDDEN
                else f"{record.name}, by its own help pages,"
            )
            return leg.omit(
                "agreement-forbids",
                f"{whose} does not let you leave one store while it runs",
                'read your agreement; if it allows it, add agreement = { store_exclusion = "allowed" } to the route',
            )
        recipient = self._recipient(record)
        return _identified(replace(leg, kind=Kind.WITHDRAWAL, recipient=recipient, distributor=record))

    def _after_end(self, leg: Leg, route: Route) -> Leg:
        """To who delivered it until the agreement ended, where everything is held that the letter says."""
        record = self._directory.distributors.get(route.former)
        contact = self._request.contacts.get(route.former)
        if route.former and record is None and contact is None:
            return leg.omit(
                "unknown-distributor",
                f'the route says former = "{route.former}", which is neither a distributor of the directory nor a '
                "contact",
                "takedown directory list shows all distributors; for another one add a [contacts] table, and write "
                "its key",
                self._place(route, "former"),
            )
        name = record.name if record else contact.name if contact else ""
        gap = end_gap(route, name, self._today)
        if gap:
            return leg.omit("end-not-confirmed", gap.message, gap.hint, self._place(route, "end"))
        leg = replace(leg, kind=Kind.REMOVAL_AFTER_END, former=name)
        if record is None and contact is not None:
            recipient = recipient_of_contact(route.former, contact, RecipientRole.DISTRIBUTOR)
            return _identified(replace(leg, recipient=recipient))
        if record is None or record.status.is_retired:
            return self._after_closing(leg, record)
        return _identified(replace(leg, recipient=self._recipient(record), distributor=record))

    def _after_closing(self, leg: Leg, record: Distributor | None) -> Leg:
        """Who delivered it is closed: then only the platform is left to ask, if its desk reads requests."""
        desk = self._directory.desks[leg.platform.desk]
        reads = desk.takes_requests.answer is Known.YES
        if reads and self._request.wish.tell_platform and leg.release.is_identified:
            return replace(leg, recipient=recipient_of_desk(desk))
        why = (
            f"{desk.name} reads no request from those who do not deliver to it"
            if not reads
            else "tell_platform = false leaves the letter to the platform out"
            if not self._request.wish.tell_platform
            else "without UPC and ISRC the platform could not find it"
        )
        step = (
            _instead(record.redirect, self._directory)
            if record and not reads
            else "write tell_platform = true under [request]"
            if reads and not self._request.wish.tell_platform
            else "write the codes into the catalog"
        )
        closed = _closed(record) if record else "who delivered it is closed"
        return leg.omit("desk-closed", f"{closed}; {why}", step)

    def _recipient(self, record: Distributor) -> Recipient:
        """A distributor's desk, the same for every release that goes there."""
        if record.slug not in self._recipients:
            self._recipients[record.slug] = recipient_of_distributor(record, language=self._language)
        return self._recipients[record.slug]

    def _place(self, route: Route, key: str) -> SourceRef | None:
        """Where a route says it in takedown.toml; None for a route that only the catalog's cell makes."""
        number = self._numbers.get(id(route))
        return self._request.source.at(f"routes.{number}.{key}") if number else None


def _by_oneself(leg: Leg) -> Leg:
    """Who holds the account there takes it out there, without any letter."""
    platform = leg.platform
    return leg.omit(
        "self-service",
        f"the account at {platform.name} is your own: whoever holds it takes it out there, and no letter is needed",
        f"do the steps for {platform.name} in {SHEET}"
        if platform.self_service.lines
        else f"no steps are known for {platform.name}: look for them in its help for artists, and do not delete more "
        "than you mean to",
    )


def _closed(record: Distributor) -> str:
    value = record.redirect.value.rstrip(".")
    return f"{record.name} gets no paper: {value}" if value else f"{record.name} is closed"


def _instead(redirect: Redirect, directory: Directory) -> str:
    """Who can be asked instead, as the record says it."""
    if not redirect.instead:
        return "find out who delivers it now, and name them in the route"
    names = [
        f'via = "{word}"'
        + (f" ({directory.distributors[word].name})" if word in directory.distributors else "")
        for word in redirect.instead
    ]
    return f"write {' or '.join(names)} in the route, whichever is true"


def _identified(leg: Leg) -> Leg:
    """Without UPC and ISRC no removal would be understood: then the desk is asked for the codes first."""
    if leg.kind in (Kind.WITHDRAWAL, Kind.REMOVAL_AFTER_END) and not leg.release.is_identified:
        return replace(leg, kind=Kind.ENQUIRY)
    return leg
