"""The mail account of a workspace, for commands that open it: its password is asked for where none is named."""

import os
import sys
from typing import TYPE_CHECKING

import click

from takedown.accounts import Account
from takedown.cli.session import Session
from takedown.config.mail import mail_account
from takedown.errors import ConfigError, StartError
from takedown.passwords import Credential, credential_of, run_command, system_keyring
from takedown.providers import PROVIDERS

if TYPE_CHECKING:
    from takedown.channels.imap import Mailbox


def account_of(session: Session) -> Account:
    """[mail] of takedown.toml; a demo has none, whatever is written there."""
    if session.settings.demo:
        raise ConfigError(
            "takedown.toml: demo = true, and a demo reaches no mail server",
            hint="takedown init makes a workspace of your own",
        )
    return mail_account(session.settings, session.workspace.root)


def credential_for(account: Account) -> Credential | None:
    """What proves who we are; where no place is named for it, a person at a terminal is asked."""
    if account.secret is None and account.user:
        if not sys.stdin.isatty():
            raise ConfigError(
                "takedown.toml, mail.password: no password is named, and nobody is here to be asked",
                hint='write password = { env = "TAKEDOWN_PASSWORD" } (or keyring, or command) under [mail]',
            )
        words = click.prompt(f"Password of {account.user} at {account.host}", hide_input=True, err=True)
        return Credential(account.kind, words)
    return credential_of(account, env=os.environ, run=run_command, keyring=system_keyring)


def mailbox(session: Session) -> "Mailbox":
    """Open the mailbox of the account; StartError says what the server said."""
    from takedown.channels.imap import open_imap
    from takedown.channels.protocol import NotTakenError

    account = account_of(session)
    if not account.imap_host:
        raise ConfigError(
            "takedown.toml, mail.imap_host: no mailbox is named",
            hint='write imap_host = "imap.…" under [mail]; docs/mail.md shows it',
        )
    try:
        return open_imap(account, credential_for(account))
    except NotTakenError as error:
        known = PROVIDERS.get(account.provider)
        works = f"what lets a program in at {known.name}: {known.works}" if known else "what works where"
        raise StartError(
            f"{account.imap_host}: the mailbox could not be opened ({error.answer.text})",
            hint=f"takedown.toml, [mail]: check host, user and password; docs/mail.md says {works}",
        ) from None
