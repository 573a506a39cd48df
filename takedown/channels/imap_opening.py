"""Opening the way to a mailbox: connect, TLS, sign in. What fails comes back as a value.

TLS is demanded and its certificate checked, always; plain text goes to this computer alone. A password leaves only
after that. No error, and no traceback of one, holds it.
"""

import contextlib
import re
import ssl
from collections.abc import Callable
from typing import TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from takedown.accounts import Account, SecretKind, Security, is_loopback
from takedown.channels.protocol import NotTakenError, Step, unopened
from takedown.channels.trust import trusted
from takedown.passwords import Credential

#: Seconds. A server may take minutes over a large APPEND.
_TO_CONNECT, _TO_ANSWER = 60.0, 300.0
#: imaplib writes the user's name as it is: it must be an atom (RFC 3501 9).
_ATOM = re.compile(r"[!#$&'+,./0-9:;<=>?@A-Z\[^_`a-z|}~-]+")
_LONGEST_ANSWER = 1000
#: What a server's answer, or the lack of one, can raise: imapclient reads hostile answers no better than kind ones.
TROUBLE = (
    IMAPClientError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AssertionError,
    EOFError,
    MemoryError,
    RecursionError,
)
_LOST = (IMAPClientAbortError, OSError, EOFError)
T = TypeVar("T")


def opened(account: Account, credential: Credential | None) -> IMAPClient | NotTakenError:
    """Give a connection that is signed in, or the error that says why there is none."""
    host, security = account.imap_host, account.imap_security
    if not host:
        return unopened("the account names no server for its mailbox (imap_host)", Step.CONNECT)
    if credential is None:
        return unopened("a mailbox is not opened without a password or a token", Step.LOGIN)
    if security is Security.PLAIN_LOOPBACK and not is_loopback(host):
        return unopened(f"{host} is not this computer, so it is not spoken to without TLS", Step.CONNECT)
    context = trusted(account)
    if isinstance(context, NotTakenError):
        return context
    implicit = security is Security.TLS
    client = _tried(
        lambda: IMAPClient(
            host,
            account.imap_port,
            ssl=implicit,
            ssl_context=context if implicit else None,
            timeout=SocketTimeout(_TO_CONNECT, _TO_ANSWER),
        ),
        Step.CONNECT,
    )
    if isinstance(client, NotTakenError):
        return client
    try:
        trouble = _tried(lambda: _secure(client, security, context), Step.TLS)
        trouble = trouble or _tried(
            lambda: _sign_in(client, account.user, credential), Step.LOGIN, credential
        )
    except BaseException:
        hang_up(client)
        raise
    if trouble:
        hang_up(client)
    return trouble or client


def _secure(client: IMAPClient, security: Security, context: ssl.SSLContext) -> None:
    """Turn to TLS where it is not there yet. Without it, what counts is where the name led, not what it says."""
    if security is Security.PLAIN_LOOPBACK and not is_loopback(client.socket().getpeername()[0]):
        raise ValueError("the server's name leads to another computer, and there is no TLS")
    if security is not Security.STARTTLS:
        return
    if not client.has_capability("STARTTLS"):
        raise ValueError(
            "the server does not offer STARTTLS, and nothing is said to it without; something on the way may have"
            " taken the offer out"
        )
    client.starttls(context)


def _sign_in(client: IMAPClient, user: str, credential: Credential) -> None:
    """Prefer AUTHENTICATE PLAIN, which carries every letter, to LOGIN, which has rules for quoting."""
    secret = credential.reveal()
    if any(sign in user + secret for sign in "\r\n\0"):
        raise ValueError("the user's name or the password has a line end in it")
    if credential.kind is SecretKind.TOKEN:
        client.oauth2_login(user, secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(user, secret)
    elif client.has_capability("LOGINDISABLED"):
        raise ValueError("the server offers no way to sign in with a password")
    elif not (_ATOM.fullmatch(user) and secret.isascii()):
        raise ValueError("the user's name or the password has signs that this server's LOGIN cannot take")
    else:
        client.login(user, secret)


def hang_up(client: IMAPClient) -> None:
    """Close the connection without a word; never fails."""
    with contextlib.suppress(*TROUBLE):
        client.shutdown()


def _tried(do: Callable[[], T], step: Step, credential: Credential | None = None) -> T | NotTakenError:
    """Do it; what goes wrong before the mailbox is open comes as a value, and a password in it is taken out."""
    try:
        return do()
    except ssl.SSLError as error:
        return unopened(f"no connection that can be trusted: {words(error)}", Step.TLS)
    except TROUBLE as error:
        text = _printable(error)  # whole: of a password that is cut off, a part would stay
        if credential:
            text = credential.removed_from(text)
        # A server that hangs up, or says that it is for now (RFC 5530), may be asked again; another no is for good.
        lost = any(isinstance(one, _LOST) for one in (error, error.__context__))  # imapclient wraps it
        later = lost or step is Step.CONNECT or "[UNAVAILABLE]" in text
        return unopened(text, step, for_good=not later)


def words(error: BaseException) -> str:
    """What a server said, as one printable line of at most 1,000 characters."""
    return _printable(error)[:_LONGEST_ANSWER]


def _printable(error: BaseException) -> str:
    """An error's words on one line; imaplib hands on what a server said as the repr of bytes."""
    text = re.sub(r"\bb(['\"])(.*)\1", r"\2", str(error) or type(error).__name__)
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
