"""The table [mail] → the account that sends, with nothing left to guess. ConfigError names what is missing."""

from pathlib import Path

from takedown.accounts import Account, SecretKind, Security, address_problem
from takedown.config import Settings
from takedown.config.file import Mail
from takedown.config.mail_rules import PORTS
from takedown.config.problems import Problem, config_error, shown
from takedown.errors import ConfigError
from takedown.providers import PROVIDERS, Provider


def mail_account(settings: Settings, root: Path) -> Account:
    """Make the account of a workspace's [mail]. `root` is the workspace's folder, for `ca_file`.

    ConfigError where there is no account, or one that cannot send.
    """
    mail = settings.mail
    provider = PROVIDERS.get(mail.provider)
    host = mail.host or (provider.host if provider else "")
    if not host:
        raise ConfigError(
            "takedown.toml, mail: no account is named, so the program cannot send",
            hint='write [mail] with provider = "gmail" or host = "smtp.…"; docs/mail.md shows it, and the ways without',
        )
    port, security = _way(mail, provider)
    address = _address(mail, settings.request.sender.email)
    user = _user(mail, provider, address)
    return Account(
        provider=mail.provider,
        host=host,
        port=port,
        security=security,
        user=user,
        address=address,
        secret=mail.token or mail.password,
        kind=SecretKind.TOKEN if mail.token else SecretKind.PASSWORD,
        ca_file=_ca_file(mail, root),
        per_minute=mail.per_minute,
        per_day=mail.per_day or (provider.per_day if provider else None),
        imap_host=mail.imap_host or (provider.imap_host if provider else ""),
        imap_port=mail.imap_port or (provider.imap_port if provider else 993),
    )


def _way(mail: Mail, provider: Provider | None) -> tuple[int, Security]:
    """Port and security: what is written, else what the other says, else the provider's, else TLS from the start."""
    if mail.port is None and mail.security is None:
        return (provider.port, provider.security) if provider and not mail.host else (465, Security.TLS)
    if mail.port is None:
        port = 587 if mail.security is Security.STARTTLS else 465
        if mail.security is Security.PLAIN_LOOPBACK:
            raise _missing("port", "a bridge on this computer has a port of its own", "port = 1587")
        return port, mail.security or Security.TLS
    security = mail.security or PORTS.get(mail.port)
    if security is None:
        raise _missing(
            "security", f"port {mail.port} does not say how it is secured", 'security = "starttls"'
        )
    return mail.port, security


def _address(mail: Mail, own: str) -> str:
    address = mail.address or own
    if wrong := address_problem(address):
        raise config_error(
            [
                Problem(
                    key="mail.address",
                    what=f"mail would come from the sender's email, and {shown(own)} {wrong}",
                    step='write address = "…" in [mail] with an address of ASCII letters',
                )
            ]
        )
    return address


def _user(mail: Mail, provider: Provider | None, address: str) -> str:
    """Who signs in; a person may be asked for the password later.

    Nobody does at a server of one's own where neither user nor secret is given: a bridge may allow that.
    """
    if provider and not provider.passwords and not mail.token:
        raise _missing("token", f"{provider.name} takes an OAuth token alone", 'token = { command = "…" }')
    asked_for = mail.password or mail.token or provider
    return mail.user or (address if asked_for else "")


def _ca_file(mail: Mail, root: Path) -> str:
    if not mail.ca_file:
        return ""
    path = root / mail.ca_file
    if not path.is_file():
        raise _missing("ca_file", f"there is no file {shown(mail.ca_file)}", 'ca_file = "own-ca.pem"')
    return str(path.absolute())


def _missing(key: str, what: str, example: str) -> ConfigError:
    return config_error([Problem(key=f"mail.{key}", what=what, step=f"write {example} in [mail]")])
