"""The shape of takedown.toml: every table, with its types. workspace.schema.json is made from it."""

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from takedown.accounts import Secret, Security
from takedown.frozen import dataclass
from takedown.request import Authority, Contact, Principal, Route, Sender, Wish

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogTable:
    """Where the catalog is, and how it is read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    file: str = "catalog.csv"
    """CSV, TSV or XLSX; relative to the workspace, or absolute."""
    encoding: str = ""
    """Text encoding, for example cp1252. Empty: UTF-8, or UTF-16 by its mark."""
    sheet: str = ""
    """Sheet of a workbook. Empty: the first visible one with a usable header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTable:
    """Where the ledger is kept, for teams."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    url: str = ""
    """`postgresql://…`; empty: ledger.db in the workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The mail account that sends. Without it nothing can be sent, and everything else works."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    provider: str = ""
    """gmail, outlook, microsoft-365, fastmail or icloud: fills in host, port and security. Empty: write host."""
    host: str = ""
    """Name of the server that takes mail."""
    port: int | None = None
    """465 (TLS) or 587 (STARTTLS), if it is not given."""
    security: Security | None = None
    """If it is not given, the port says it."""
    user: str = ""
    """Empty: the address."""
    address: str = ""
    """From whom messages come. Empty: the sender's email."""
    password: Secret | None = None
    """Where the password, or app password, is kept."""
    token: Secret | None = None
    """In place of a password: where an OAuth access token comes from, best a command."""
    ca_file: str = ""
    """Further certificates to trust (PEM): relative to the workspace, or absolute."""
    per_minute: int = 30
    """At most so many messages a minute."""
    per_day: int | None = None
    """At most so many messages in 24 hours."""
    imap_host: str = ""
    """Server of the mailbox: for drafts, the Sent folder and replies."""
    imap_port: int | None = None
    """993 (TLS), if it is not given; 143 demands STARTTLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFile:
    """takedown.toml: who signs, who delivers, what is asked."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    schema: int
    """Version of this shape: 1."""
    demo: bool = False
    """True: nothing can be sent, and every PDF is marked SPECIMEN."""
    catalog: CatalogTable = field(default_factory=CatalogTable)
    ledger: LedgerTable = field(default_factory=LedgerTable)
    sender: Sender
    authority: Authority = field(default_factory=Authority)
    request: Wish
    routes: tuple[Route, ...] = ()
    """In the order in which they are tried."""
    contacts: dict[str, Contact] = field(default_factory=dict)
    principals: tuple[Principal, ...] = ()
    mail: Mail = field(default_factory=Mail)


@cache
def judge() -> "TypeAdapter[WorkspaceFile]":
    """Make the validator of takedown.toml: it says what is wrong in one, and makes the schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(WorkspaceFile)


def workspace_schema() -> dict[str, Any]:
    """Make the published JSON Schema of takedown.toml; editors complete and check keys with it."""
    schema = judge().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "takedown.toml"}
