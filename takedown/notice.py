"""Notices: one paper to one desk about many items; what was left out; what the plan foresees; what was rendered.

An id is a digest of who asks whom for what (`takedown.canonical.short_id`). It covers who asks whom for what,
never wording, language, dates, addresses, signature or program version: the same request keeps its name.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from takedown.canonical import short_id
from takedown.frozen import dataclass
from takedown.model import Release
from takedown.records import Channel, Known, Platform, Ticket
from takedown.request import WORLDWIDE, Agreement, Basis, End, ExhibitKind, OwnFile, Sender


class Kind(StrEnum):
    """What a paper says; the channel is how it travels."""

    WITHDRAWAL = "withdrawal"
    LABEL_REQUEST = "label-request"
    REMOVAL_AFTER_END = "removal-after-end"
    SUPPLY_STOP = "supply-stop"
    PLATFORM_REQUEST = "platform-request"
    ENQUIRY = "enquiry"
    ROSTER_LETTER = "roster-letter"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    RETRACTION = "retraction"
    REINSTATEMENT = "reinstatement"
    PUBLIC_STATEMENT = "public-statement"

    @property
    def counts_as_asked(self) -> bool:
        """Whether an item in it is asked; an enquiry makes it enquired, all others never count by themselves."""
        return self in (Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.REMOVAL_AFTER_END, Kind.SUPPLY_STOP)

    @property
    def states_authority(self) -> bool:
        """Whether the letter to who holds the permission says why the sender may ask."""
        return self in (Kind.WITHDRAWAL, Kind.SUPPLY_STOP, Kind.REMOVAL_AFTER_END)

    @property
    def removes(self) -> bool:
        """Whether the desk is asked to remove: only then its form, subject and steps for removals are used.

        The same form with a question, or with the way back, would remove what shall stay.
        """
        return self in (Kind.WITHDRAWAL, Kind.REMOVAL_AFTER_END)

    @property
    def answers_another(self) -> bool:
        """Whether it comes after a notice that went out, and is made by a command of its own, never by the plan."""
        return self in (Kind.REMINDER, Kind.ESCALATION, Kind.RETRACTION, Kind.REINSTATEMENT)


class RecipientRole(StrEnum):
    """What the recipient is to the recordings; letters choose their sentences by it."""

    DISTRIBUTOR = "distributor"
    LABEL = "label"
    PLATFORM = "platform"
    SUPPLIER = "supplier"
    """Of discs and records."""
    ARTIST = "artist"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where: ISO 3166 codes or worldwide, and what worldwide leaves out (DDEX: excluded territories)."""

    included: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    def covers(self, other: "Scope") -> bool:
        """Whether everywhere of the other lies in this one."""
        if self.included != (WORLDWIDE,):
            return other.included != (WORLDWIDE,) and set(other.included) <= set(self.included)
        if other.included == (WORLDWIDE,):
            return set(self.excluded) <= set(other.excluded)
        return not set(other.included) & set(self.excluded)

    def __str__(self) -> str:
        """`worldwide except DE`, `DE, FR`."""
        included = ", ".join(self.included)
        return f"{included} except {', '.join(self.excluded)}" if self.excluded else included


WORLD = Scope(included=(WORLDWIDE,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to hand a paper over. `value` is an address, a web page or a menu path; `lines` are postal."""

    channel: Channel
    value: str = ""
    lines: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom (Lumen: recipient). `desk` is a desk's or distributor's slug, or a contact key of the workspace."""

    desk: str
    name: str
    role: RecipientRole
    attention: str = ""
    email: str = ""
    """A sourced address that is not for infringement claims; empty where none is known."""
    postal: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    """In the order in which to try them."""
    steps: tuple[str, ...] = ()
    ticket: Ticket = field(default_factory=Ticket)
    store_names: Mapping[str, str] = field(default_factory=dict)
    single_switch: bool = False
    self_service: bool = False
    """Whether its steps are buttons with which users remove by themselves, store by store."""
    takes_countries: Known = Known.UNKNOWN
    """Whether a release can be taken out of some countries only."""
    own_words: tuple[str, ...] = ()
    language: str = ""
    """The language it reads, where it is known to read others than that of the request only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """For a notice that comes after another: the notice it speaks of, as the ledger holds it."""

    notice: str
    kind: Kind
    submitted_on: date
    ticket: str = ""
    reminded_on: date | None = None
    """When a reminder went out, for an escalation."""
    case: str = ""
    """Its case, which the notice after it shares: the ledger holds the digest, and not the occasion behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """What share of the earnings the platforms have, by the sender's own statements: `12.3` percent, `2026-06`."""

    percent: str
    companies: tuple[str, ...]
    distributor: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """For a platform request: who delivers, and what was asked of them. `submitted_on` None: not asked yet."""

    desk: str
    name: str
    notice: str
    releases: int
    submitted_on: date | None = None
    ticket: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A document that goes with a notice as evidence of its authority: printed at its end, as an exhibit."""

    kind: ExhibitKind
    parties: tuple[str, ...]
    """Who gave the mandate, or agreed; each of them has a part in this notice."""
    on: date | None = None
    """When they agreed, where it is written down."""
    file: OwnFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Release × platform; the recordings are the release's."""

    release: Release
    platform: str

    @property
    def key(self) -> str:
        """`{release key}|{platform}`."""
        return f"{self.release.key}|{self.platform}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One paper to one desk about every one of its releases on every one of its platforms."""

    kind: Kind
    occasion: str
    principal: str
    """Who asks: the sender's own name, or the one the sender acts for."""
    sender: Sender
    basis: Basis | None
    recipient: Recipient
    platforms: tuple[Platform, ...]
    territories: tuple[str, ...]
    excluded_territories: tuple[str, ...] = ()
    effective: str = "earliest"
    wanted_by: date | None = None
    releases: tuple[Release, ...]
    account: str = ""
    agreement: Agreement | None = None
    end: End | None = None
    """For a removal after the end of an agreement."""
    former: str = ""
    """The name of who delivered it until then, in the letter to the platform."""
    deliveries: tuple[Delivery, ...] = ()
    in_reply_to: str = ""
    """The id of the notice that a reminder, an escalation, a retraction or a reinstatement comes after."""
    earlier: Earlier | None = None
    """That notice."""
    answer_by: date | None = None
    """For a letter to an artist of the roster."""
    income: tuple[Income, ...] = ()
    """For a letter to an artist of the roster: of the artist's own releases only."""
    reasons: str = ""
    """The signer's own paragraphs, kept apart from the request; in a public statement, the statement."""
    logo: OwnFile | None = None
    signature_image: OwnFile | None = None
    """Shown once it is signed; none in public, where it could be copied."""
    enclosures: tuple[Enclosure, ...] = ()
    """In the order of the exhibits; only where the letter states authority to who holds the permission."""
    language: str = "en"
    demo: bool = False
    _digests: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """`case` and `id`, each computed once: all that is made of a notice asks for them, many times."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every release on every platform."""
        return tuple(
            Item(release=release, platform=platform.slug)
            for release in self.releases
            for platform in self.platforms
        )

    @property
    def scope(self) -> Scope:
        """Where it asks."""
        return Scope(included=self.territories, excluded=self.excluded_territories)

    @property
    def recordings(self) -> int:
        """How many recordings are listed."""
        return sum(len(release.recordings) for release in self.releases)

    @property
    def case(self) -> str:
        """Digest of principal and occasion: what belongs together. A demo's notices never share one with real ones."""
        if self.earlier and self.earlier.case:
            return self.earlier.case
        if "case" not in self._digests:
            self._digests["case"] = self._case()
        return self._digests["case"]

    def _case(self) -> str:
        demo = {"demo": True} if self.demo else {}
        return short_id({"occasion": self.occasion, "principal": self.principal, **demo})

    @property
    def id(self) -> str:
        """Digest of who asks whom for what."""
        if "id" not in self._digests:
            self._digests["id"] = self._id()
        return self._digests["id"]

    def _id(self) -> str:
        return short_id(
            {
                "case": self.case,
                "effective": self.effective,
                "in_reply_to": self.in_reply_to,
                "items": sorted(item.key for item in self.items),
                "kind": self.kind.value,
                "platforms": sorted(platform.slug for platform in self.platforms),
                "principal": self.principal,
                "recipient": self.recipient.desk,
                "territories": sorted(self.territories)
                + [f"-{code}" for code in sorted(self.excluded_territories)],
            }
        )

    @property
    def waits(self) -> bool:
        """A platform request waits until everyone who delivers has been asked."""
        return self.kind is Kind.PLATFORM_REQUEST and any(
            item.submitted_on is None for item in self.deliveries
        )

    @property
    def folder(self) -> str:
        """`notices/<case>/<kind>-<desk>-<id>`, relative to the workspace."""
        return f"notices/{self.case}/{self.kind}-{self.recipient.desk}-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A typed name over a document hash."""

    name: str
    capacity: str
    signed_at: str
    """RFC 3339 local time with zone, to the second."""
    document_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedNotice:
    """A notice as files. `document` is notice.json without signature and file hashes: its hash is what is signed."""

    notice: Notice
    dated: date
    document: Mapping[str, Any]
    document_sha256: str
    signature: Signature | None
    files: Mapping[str, bytes]
    """File name → bytes: notice.pdf, notice.txt, notice.json, items.csv, notice.eml, ticket.txt, steps.txt."""
    digests: Mapping[str, str]
    """File name → plain SHA-256, as hex."""
