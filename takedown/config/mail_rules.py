"""What the table [mail] may say beyond its types. Whether the account works is for the server to say."""

from collections.abc import Iterator

from takedown.accounts import Secret, Security, address_problem, is_loopback
from takedown.config.file import Mail
from takedown.config.problems import Problem, shown, suggestion
from takedown.patterns import pattern
from takedown.providers import PROVIDERS

#: Ports whose meaning is fixed (RFC 8314, 3.3 and 7.3): what they say is never what the other word says.
PORTS = {465: Security.TLS, 587: Security.STARTTLS}
_HOST = pattern(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}")
_HIGHEST_PORT = 65_535


def mail_problems(mail: Mail) -> Iterator[Problem]:
    """Find every value of [mail] that has the right type and cannot be used."""
    yield from _server(mail)
    yield from _security(mail)
    yield from _identity(mail)
    yield from _secrets(mail)
    yield from _numbers(mail)


def _server(mail: Mail) -> Iterator[Problem]:
    if mail.provider and mail.provider not in PROVIDERS:
        yield Problem(
            key="mail.provider",
            what=f"{shown(mail.provider)} is none of {', '.join(PROVIDERS)}",
            step=suggestion(mail.provider, PROVIDERS) or 'leave it out and write host = "smtp.…"',
        )
    for key, host in (("host", mail.host), ("imap_host", mail.imap_host)):
        if host and not _HOST.fullmatch(host):
            yield Problem(
                key=f"mail.{key}",
                what=f"{shown(host)} is no name of a server",
                step=f'write {key} = "{"smtp" if key == "host" else "imap"}.example.com", with no https:// and no port',
            )
    for key, port in (("port", mail.port), ("imap_port", mail.imap_port)):
        if port is not None and not 0 < port <= _HIGHEST_PORT:
            yield Problem(
                key=f"mail.{key}", what=f"{port} is no port", step="write the one your provider names"
            )


def _security(mail: Mail) -> Iterator[Problem]:
    if mail.security is Security.PLAIN_LOOPBACK:
        for key, host in (("host", mail.host), ("imap_host", mail.imap_host)):
            if (host or key == "host") and not is_loopback(host):
                named = shown(host) if host else "not given"
                yield Problem(
                    key="mail.security",
                    what=f"plain-loopback is for this computer alone, and {key} is {named}",
                    step='write security = "tls" or "starttls"; passwords and letters never travel in the open',
                )
    elif mail.security and mail.port and PORTS.get(mail.port, mail.security) is not mail.security:
        yield Problem(
            key="mail.security",
            what=f"port {mail.port} is for {PORTS[mail.port]}, not {mail.security}",
            step="leave security out, or write the other port",
        )
    elif mail.host and mail.port and not mail.security and mail.port not in PORTS and not mail.provider:
        yield Problem(
            key="mail.security",
            what=f"port {mail.port} does not say how it is secured",
            step='write security = "tls" or "starttls", as your provider says',
        )


def _identity(mail: Mail) -> Iterator[Problem]:
    if mail.user and not mail.user.isprintable():
        yield Problem(
            key="mail.user", what=f"{shown(mail.user)} has a hidden character", step="type it again"
        )
    if mail.address and (wrong := address_problem(mail.address)):
        yield Problem(
            key="mail.address",
            what=f"{shown(mail.address)} {wrong}",
            step='write it alone, without a name: address = "ana@example.com"',
        )


def _secrets(mail: Mail) -> Iterator[Problem]:
    if mail.password and mail.token:
        yield Problem(key="mail.token", what="given besides a password", step="keep one of the two")
    yield from _secret("password", 'keyring = "takedown"', mail.password)
    yield from _secret("token", 'command = "…"', mail.token)
    provider = PROVIDERS.get(mail.provider)
    if mail.password and provider and not provider.passwords:
        yield Problem(
            key="mail.password",
            what=f"{provider.name}: {provider.fails} do not work",
            step='write token = { command = "…" } (docs/mail.md), or send from your own mail program',
        )


def _secret(key: str, example: str, secret: Secret | None) -> Iterator[Problem]:
    if secret is None:
        return
    given = [name for name in ("keyring", "env", "command") if getattr(secret, name)]
    if len(given) != 1:
        found = " and ".join(given) or "nothing"
        yield Problem(
            key=f"mail.{key}",
            what=f"{found} is given; it takes one of keyring, env, command",
            step=f"write {key} = {{ {example} }}",
        )


def _numbers(mail: Mail) -> Iterator[Problem]:
    for key, number in (("per_minute", mail.per_minute), ("per_day", mail.per_day)):
        if number is not None and number < 1:
            yield Problem(
                key=f"mail.{key}", what=f"{number} is below 1", step="write a whole number, or leave it out"
            )
