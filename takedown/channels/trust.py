"""Whose certificates count: the system's authorities, and those that the account names besides. Always."""

import ssl

from takedown.accounts import Account
from takedown.channels.protocol import NotTakenError, Step, reason_of, unopened


def trusted(account: Account) -> ssl.SSLContext | NotTakenError:
    """Make the rules of TLS; the error, as a value, where `ca_file` cannot be read."""
    context = ssl.create_default_context()
    if account.ca_file:
        try:
            context.load_verify_locations(account.ca_file)
        except OSError as error:  # of which SSLError is one
            return unopened(
                f"the certificates in {account.ca_file} cannot be read: {reason_of(error)}", Step.TLS
            )
    return context
