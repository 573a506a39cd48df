"""What the user wants: who signs, who delivers, what is asked. The shape of takedown.toml, as values."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from takedown.earnings import Statements
from takedown.frozen import dataclass
from takedown.model import Release, SourceRef, folded
from takedown.records import Known

if TYPE_CHECKING:
    from takedown.sources import Link

#: Read by pydantic where takedown.toml is loaded (config.py): unknown keys and wrong types are errors.
_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}

WORLDWIDE = "worldwide"
EARLIEST = "earliest"


class Capacity(StrEnum):
    """In what capacity the sender signs."""

    ARTIST = "artist"
    MEMBER = "member"
    LABEL = "label"
    OFFICER = "officer"
    MANAGER = "manager"
    AGENT = "agent"
    ATTORNEY = "attorney"

    @property
    def acts_for_others(self) -> bool:
        """Whether this capacity needs a principal for every artist."""
        return self in (Capacity.MANAGER, Capacity.AGENT, Capacity.ATTORNEY)


class Basis(StrEnum):
    """Why the sender may ask: the sentence of authority in the letter is chosen by this, and says nothing more."""

    SOLE_OWNER = "sole-owner"
    ALL_OWNERS_AGREED = "all-owners-agreed"
    COMPANY = "company"
    MANDATE = "mandate"


class StoreExclusion(StrEnum):
    """Whether the agreement lets the principal leave one store."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class Consent(StrEnum):
    NEEDED = "needed"
    NOT_NEEDED = "not-needed"


class ExhibitKind(StrEnum):
    """What can be appended to a letter as evidence. Both name people, so that neither is unless it is asked for."""

    MANDATE = "mandate"
    """The mandates of the principals for whom the letter asks."""
    CONSENT = "consent"
    """The files of decisions.csv in which those who must agree said yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of the workspace that goes into letters, as it was when it was read; it is not read again."""

    name: str
    """Relative to the workspace, as takedown.toml or the table names it. No letter says it."""
    content: bytes = field(repr=False)
    sha256: str
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who signs and sends (Lumen: sender)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    name: str
    organization: str = ""
    capacity: Capacity = Capacity.ARTIST
    email: str
    address: tuple[str, ...] = ()
    """Postal lines, for example a care-of address. The recipient sees them."""
    own_labels: tuple[str, ...] = ()
    logo: str = ""
    """PNG or JPEG in the workspace, for the letterhead."""
    signature_image: str = ""
    """PNG or JPEG in the workspace, printed above the typed name of a signed letter; never in public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    basis: Basis | None = None
    consent: Consent = Consent.NEEDED
    clause: str = ""
    """With consent = "not-needed": the clause that says so; printed in the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The [request] table: what is asked, where and by when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    occasion: str = ""
    campaign: str = ""
    platforms: tuple[str, ...]
    territories: tuple[str, ...] = (WORLDWIDE,)
    """ISO 3166 codes, or worldwide."""
    wanted_by: date | None = None
    effective: str = EARLIEST
    """`earliest`, or an ISO date."""
    tell_platform: bool = True
    reasons: str = ""
    """File with the signer's own paragraph, kept apart from the request."""
    statement: str = ""
    """File with what the signer says in public, in a paper of its own."""
    answer_by: date | None = None
    """Until when the artists of a roster are asked to answer; with it, letters to them are written."""
    language: str = "en"
    """Of the letters, where a desk is not known to read others only (ISO 639-1)."""
    exhibits: tuple[ExhibitKind, ...] = ()
    """What is appended to the letters whose evidence it is: `mandate`, `consent`. They name people; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a route covers: all given keys must match (NFKC, case folded)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    artist: str = ""
    label: str = ""
    distributor: str = ""
    upc: str = ""
    platform: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    name: str = ""
    dated: date | None = None
    ends: date | None = None
    notice_days: int | None = None
    store_exclusion: StoreExclusion = StoreExclusion.UNKNOWN
    advance_open: Known = Known.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """That an agreement is over, and what is held of it: for via = "ended"."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    ended: date | None = None
    """The day on which the permission ended."""
    confirmed_on: date | None = None
    """The date of the other side's confirmation."""
    confirmation: str = ""
    """File of the confirmation, relative to the workspace."""
    seen_live: date | None = None
    """The day on which it was last seen live all the same."""


#: Values of `via` that are not a distributor's slug.
OTHER, LABEL, DIRECT, SELF, ENDED, UNLICENSED, UNKNOWN = (
    "other",
    "label",
    "direct",
    "self",
    "ended",
    "unlicensed",
    "unknown",
)
SPECIAL_VIA = frozenset({OTHER, LABEL, DIRECT, SELF, ENDED, UNLICENSED, UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Who delivers a release to a platform in a territory."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    match: Match = field(default_factory=Match)
    via: str
    """A distributor's slug, or other, label, direct, self (an own upload), ended, unlicensed, unknown."""
    former: str = ""
    """For ended: who delivered it, a distributor's slug or a contact."""
    end: End | None = None
    """For ended: what is held of the end."""
    account: str = ""
    contact: str = ""
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A desk that only this workspace knows: a label, a distributor that has no record, a direct contact person."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    name: str
    email: str = ""
    address: tuple[str, ...] = ()
    form: str = ""
    """Web address of its form or help page."""
    source: str = ""
    checked_on: date | None = None
    language: str = ""
    """The language it reads, where it is not that of the request (ISO 639-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """On whose behalf the sender acts (Lumen: principal), per artist."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    artist: str
    name: str
    mandate: str = ""
    """File of the mandate, relative to the workspace."""
    email: str = ""
    """Where to write to the artist, for letters that ask for an answer."""


class Answer(StrEnum):
    """What a party answered when asked for consent. `open` is no answer yet; silence is not consent."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of decisions.csv. `release` (a UPC or a title) limits it to one release; empty covers all."""

    party: str
    release: str = ""
    answer: Answer
    on: date | None = None
    how: str = ""
    file: str = ""
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything the user said, apart from the catalog. Paths are resolved and files read by config.py."""

    sender: Sender
    authority: Authority
    wish: Wish
    routes: tuple[Route, ...] = ()
    contacts: dict[str, Contact] = field(default_factory=dict)
    principals: tuple[Principal, ...] = ()
    principal_rows: tuple[SourceRef, ...] = ()
    """Where the last of the principals stand in principals.csv; those before them are of takedown.toml."""
    decisions: tuple[Decision, ...] = ()
    statements: Statements = field(default_factory=Statements)
    """What was earned where, through whom: statements.csv."""
    links: "tuple[Link, ...]" = ()
    """Where items can be seen: the lines of links.csv that are filled in."""
    reasons: str = ""
    """Text of the reasons file."""
    statement: str = ""
    """Text of the statement file."""
    missing_mandates: tuple[str, ...] = ()
    """Mandate files that are named and do not exist."""
    logo: OwnFile | None = None
    signature_image: OwnFile | None = None
    exhibit_files: dict[str, OwnFile] = field(default_factory=dict)
    """By name: the mandates and decisions that letters may append; only what `exhibits` asks for."""
    source: SourceRef
    demo: bool = False
    _by_artist: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find principals by their artists: a roster has hundreds, and every release asks for its own."""
        places = range(len(self.principals) - 1, -1, -1)  # backwards, so that the first of an artist stays
        by_artist = {folded(self.principals[place].artist): place for place in places}
        object.__setattr__(self, "_by_artist", by_artist)

    @property
    def acts_for_others(self) -> bool:
        """Whether every artist needs a principal (contract: manager, agent, attorney or basis mandate)."""
        return self.sender.capacity.acts_for_others or self.authority.basis is Basis.MANDATE

    def principal_for(self, release: Release) -> Principal | None:
        """The first principal whose artist is among the release's, or None."""
        place = self.principal_place(release)
        return None if place is None else self.principals[place]

    def principal_place(self, release: Release) -> int | None:
        """The place of that principal among all of them, from 0."""
        by_artist = self._by_artist
        return min(
            (by_artist[name] for artist in release.artists if (name := folded(artist)) in by_artist),
            default=None,
        )

    def principal_source(self, place: int, column: str = "") -> SourceRef:
        """Where a principal is written down: its row of principals.csv, or its table of takedown.toml."""
        row = place - (len(self.principals) - len(self.principal_rows))
        if row >= 0:
            return self.principal_rows[row].at(column)
        return self.source.at(f"principals.{place + 1}" + (f".{column}" if column else ""))

    @property
    def own_name(self) -> str:
        """The principal's name where the sender acts for itself: the organization, else the person."""
        return self.sender.organization or self.sender.name
