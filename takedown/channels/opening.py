"""Opening the way to a mail server: connect, TLS, EHLO, sign in. What fails comes back as a value.

TLS is demanded and its certificate checked, always; plain text goes to this computer alone. A password leaves only
after that. No error, and no traceback of one, holds it.
"""

import base64
import socket
import ssl

from takedown.accounts import Account, SecretKind, Security, is_loopback
from takedown.channels.conversation import GARBAGE, LOST, Conversation, OutOfTurnError, lost_at
from takedown.channels.protocol import NotTakenError, Step, answer_of, is_for_good, reason_of, unopened
from takedown.channels.trust import trusted
from takedown.passwords import Credential

_READY = 220
_DONE = 250
_SIGNED_IN = 235
_TELL_MORE = 334
_LONGEST_COMMAND = 512  # RFC 5321 4.5.3.1.4, with CRLF


def opened(
    account: Account, credential: Credential | None, *, seconds: float
) -> Conversation | NotTakenError:
    """Give a conversation in which mail can be sent, or the error that says why there is none."""
    if account.security is Security.PLAIN_LOOPBACK and not is_loopback(account.host):
        return unopened(
            f"{account.host} is not this computer, so it is not spoken to without TLS", Step.CONNECT
        )
    context = None if account.security is Security.PLAIN_LOOPBACK else trusted(account)
    if isinstance(context, NotTakenError):
        return context
    try:
        sock = socket.create_connection((account.host, account.port), seconds)
    except OSError as error:
        return unopened(
            f"{account.host}, port {account.port}, cannot be reached: {reason_of(error)}",
            Step.CONNECT,
            for_good=False,
        )
    talk = Conversation(sock, seconds)
    try:
        trouble = _begun(talk, sock, account, context) or _signed_in(talk, account, credential)
    except OSError as error:  # the connection was gone before its first line
        trouble = _lost(error, Step.CONNECT)
    except BaseException:
        talk.close()
        raise
    if trouble:
        talk.close()
    return trouble or talk


def _begun(
    talk: Conversation, sock: socket.socket, account: Account, context: ssl.SSLContext | None
) -> NotTakenError | None:
    """Greet, with TLS where and when the account says."""
    # The body and the dot are two writes: Nagle's algorithm would hold back the second for the first's ACK.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if context is None and not is_loopback(sock.getpeername()[0]):
        return unopened(f"{account.host} leads to another computer, and there is no TLS", Step.CONNECT)
    trouble = None
    if context and account.security is Security.TLS:
        trouble = _secured(talk, account, context)
    trouble = trouble or _heard(talk, None, _READY, Step.GREETING) or _greeted(talk)
    if trouble or context is None or account.security is Security.TLS:
        return trouble
    if not talk.has_extn("starttls"):
        return unopened(
            f"{account.host} does not offer STARTTLS, and nothing is said to it without; something on the way may"
            " have taken the offer out",
            Step.TLS,
        )
    return _heard(talk, "STARTTLS", _READY, Step.TLS) or _secured(talk, account, context) or _greeted(talk)


def _greeted(talk: Conversation) -> NotTakenError | None:
    try:
        code, text = talk.ehlo()
    except OutOfTurnError as error:
        code, text = GARBAGE, error.text
    except LOST as error:
        return _lost(error, Step.GREETING)
    return None if code == _DONE else _unwanted(code, text, Step.GREETING)


def _secured(talk: Conversation, account: Account, context: ssl.SSLContext) -> NotTakenError | None:
    try:
        if account.security is Security.STARTTLS:
            talk.expect_silence()
        talk.secure(context, account.host)
    except OutOfTurnError:
        return unopened(
            f"{account.host} went on in the open after STARTTLS: somebody may stand between", Step.TLS
        )
    except ssl.SSLCertVerificationError as error:
        why = f"the certificate of {account.host} is not to be trusted: {error.verify_message}"
        return unopened(f"{why}; certificates of one's own are named by ca_file", Step.TLS)
    except LOST as error:
        why = f"no TLS with {account.host}, port {account.port}: {reason_of(error)}"
        return unopened(why, Step.TLS, for_good=False)
    return None


def _signed_in(talk: Conversation, account: Account, credential: Credential | None) -> NotTakenError | None:
    if credential is None:
        return None
    offered = talk.esmtp_features.get("auth", "").upper().split()
    wanted = ("XOAUTH2",) if credential.kind is SecretKind.TOKEN else ("PLAIN", "LOGIN")
    mechanism = next((name for name in wanted if name in offered), "")
    if not mechanism:
        return unopened(
            f"{account.host} takes no {credential.kind}: it offers {', '.join(offered) or 'no way to sign in'}",
            Step.LOGIN,
        )
    try:
        code, text = _said(talk, mechanism, _secrets(mechanism, account.user, credential))
    except OutOfTurnError as error:
        code, text = GARBAGE, error.text
    except LOST as error:
        return _lost(error, Step.LOGIN)
    if code == _SIGNED_IN:
        return None
    return _unwanted(code, credential.removed_from(text.decode(errors="replace")).encode(), Step.LOGIN)


def _secrets(mechanism: str, user: str, credential: Credential) -> list[str]:
    """What is said after AUTH, line by line (RFC 4616; Google's XOAUTH2; LOGIN as everybody has it)."""
    secret = credential.reveal()
    parts = {
        "PLAIN": [f"\0{user}\0{secret}"],
        "LOGIN": [user, secret],
        "XOAUTH2": [f"user={user}\x01auth=Bearer {secret}\x01\x01"],
    }[mechanism]
    return [base64.b64encode(part.encode(errors="surrogateescape")).decode() for part in parts]


def _said(talk: Conversation, mechanism: str, lines: list[str]) -> tuple[int, bytes]:
    """Sign in. The first line goes with the command where it fits; else the server asks for it (RFC 4954 4)."""
    together = f"AUTH {mechanism} {lines[0]}"
    if mechanism != "LOGIN" and len(together) + 2 <= _LONGEST_COMMAND:
        answer, lines = talk.docmd(together), lines[1:]
    else:
        answer = talk.docmd(f"AUTH {mechanism}")
    for line in lines:
        if answer[0] != _TELL_MORE:
            return answer
        answer = talk.docmd(line)
    if answer[0] == _TELL_MORE:  # XOAUTH2 says what is wrong, and wants an empty line before it says no
        first = answer[1]
        code, text = talk.docmd("")
        return code, text + b" " + _readable(first)
    return answer


def _readable(challenge: bytes) -> bytes:
    try:
        return base64.b64decode(challenge, validate=True)
    except ValueError:
        return challenge


def _heard(talk: Conversation, line: str | None, wanted: int, step: Step) -> NotTakenError | None:
    """Say a line, or nothing, and hear the code that is wanted; any other one is the trouble."""
    try:
        code, text = talk.getreply() if line is None else talk.docmd(line)
    except OutOfTurnError as error:
        code, text = GARBAGE, error.text
    except LOST as error:
        return _lost(error, step)
    return None if code == wanted else _unwanted(code, text, step)


def _unwanted(code: int, text: bytes, step: Step) -> NotTakenError:
    return NotTakenError(answer_of(code, text, step), for_good=is_for_good(code), account_wide=True)


def _lost(error: Exception, step: Step) -> NotTakenError:
    return NotTakenError(lost_at(error, step), account_wide=True)
