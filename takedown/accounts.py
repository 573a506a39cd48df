"""A mail account: where it sends, how it is secured, and where its password is found. No network, and no password."""

from enum import StrEnum
from typing import Any, ClassVar

from takedown.frozen import dataclass
from takedown.patterns import pattern

_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}


class Security(StrEnum):
    """How the way to the server is secured. There is no "none", and no "do not check the certificate"."""

    TLS = "tls"
    """TLS from the first byte, usually port 465 (RFC 8314 prefers it)."""
    STARTTLS = "starttls"
    """TLS is demanded before anything is said, usually port 587; without it nothing is sent."""
    PLAIN_LOOPBACK = "plain-loopback"
    """No TLS, and only to this computer: for a bridge or a test server that runs here."""


class SecretKind(StrEnum):
    """What proves to the server who we are."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TOKEN = "token"  # noqa: S105 - the name of a kind
    """An OAuth access token, used by XOAUTH2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a password is found; never the password itself. One of the three is given."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    keyring: str = ""
    """Service name in the system's keyring."""
    env: str = ""
    """Environment variable."""
    command: str = ""
    """Command that prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mail account, with nothing left to guess. `config.mail.mail_account` makes it of takedown.toml."""

    provider: str = ""
    """Slug of `takedown.providers`; empty: a host of one's own."""
    host: str
    port: int
    security: Security
    user: str = ""
    """Empty: the server asks nobody who they are, as a bridge on this computer may."""
    address: str
    """Whose mail it is: the From of every message, and the envelope's sender."""
    secret: Secret | None = None
    """None, with a user: it is kept nowhere, and a person is asked for it."""
    kind: SecretKind = SecretKind.PASSWORD
    ca_file: str = ""
    """Absolute path of further certificates to trust, PEM; they are added to the system's."""
    per_minute: int = 30
    per_day: int | None = None
    """In any 24 hours; None: the provider names no limit that we know."""
    imap_host: str = ""
    """Empty: this account has no mailbox that the program may look into."""
    imap_port: int = 993

    @property
    def imap_security(self) -> Security:
        """As the port says; plain only where sending is plain as well, so on this computer."""
        if self.security is Security.PLAIN_LOOPBACK:
            return Security.PLAIN_LOOPBACK
        return Security.STARTTLS if self.imap_port == _IMAP_STARTTLS else Security.TLS


_IMAP_STARTTLS = 143
#: The part before the @ as RFC 5321 4.1.2 writes a dot-string; quoted ones are legal, and nobody's.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = pattern(rf"({_LOCAL})@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3: a path has 256 octets with its brackets
_LONGEST_LOCAL = 64  # 4.5.3.1.1


def address_problem(address: str) -> str:
    """Say why an address cannot stand in a line of SMTP; empty: it can, and for one address alone."""
    if not address.isascii():
        return "has letters outside ASCII, and this program does not speak SMTPUTF8 (RFC 6531)"
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return "is not one plain address"
    if len(address) > _LONGEST_ADDRESS or len(found[1]) > _LONGEST_LOCAL:
        return "is longer than an address may be"
    return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, by what is written: `localhost`, or an address like 127.0.0.1 or ::1."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
