"""From where a password is kept to the password: keyring, environment variable, or a command that prints it.

What is found is held by a `Credential`, which shows itself nowhere: not in a repr, a log, a traceback with its
variables, or a pickle. No message of this module holds a part of it, or of the command that prints it.
"""

import base64
import shlex
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from takedown.accounts import Account, SecretKind
from takedown.errors import ConfigError
from takedown.programs import end

#: A command's words, and its place in takedown.toml for messages → what it printed. ConfigError where it fails.
Run = Callable[[Sequence[str], str], bytes]
#: Service, user and the place → password; None where there is none.
Keyring = Callable[[str, str, str], str | None]

SECONDS = 30.0
#: Access tokens have a few thousand characters.
MAX_BYTES = 65_536
#: Letters of base64 from which on they say something of a password; fewer are in any text.
_TELLING = 4
_OTHER_WAYS = 'or write password = { env = "TAKEDOWN_PASSWORD" } or password = { command = "…" }'


class Credential:
    """A password or an access token in memory. Only `reveal` gives it away."""

    __slots__ = ("_value", "kind")

    def __init__(self, kind: SecretKind, value: str) -> None:
        self.kind = kind
        self._value = value

    def reveal(self) -> str:
        """Give the password itself, for the one line that says it to the server."""
        return self._value

    def removed_from(self, text: str) -> str:
        """Take the password out of a server's words, plain or in base64: some servers repeat what they were told."""
        for hidden in (self._value, *_encoded(self._value)):
            text = text.replace(hidden, "…") if hidden else text
        return text

    def __repr__(self) -> str:
        return f"<{self.kind}, not shown>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a password is not written anywhere")


def _encoded(value: str) -> tuple[str, ...]:
    """Base64 of it after nothing, one and two further bytes, without the letters that these share with it."""
    raw = value.encode(errors="surrogateescape")
    found = []
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        # Of the first letters some bits belong to what stands before, of the last to what follows.
        cut = whole[(0, 2, 3)[before] : len(whole) - 1]
        if len(cut) >= _TELLING:
            found.append(cut)
    return tuple(found)


def credential_of(
    account: Account, *, env: Mapping[str, str], run: Run, keyring: Keyring
) -> Credential | None:
    """Fetch what proves who we are to the account's server, from where it is kept; None where it needs nothing.

    ConfigError says where it was looked for and what to do; it never holds what was found.
    """
    secret, key = account.secret, f"mail.{account.kind}"
    if secret is None:
        return None
    if secret.keyring:
        place = f"{key}.keyring"
        found = _from_keyring(secret.keyring, account.user, place, keyring)
    elif secret.env:
        place = f"{key}.env"
        found = _from_env(secret.env, place, env)
    else:
        place = f"{key}.command"
        found = _from_command(secret.command, place, run)
    if not found or not found.isprintable():
        what = "what was found has a character that no password has" if found else "what was found is empty"
        raise _error(place, what, "look at what is kept there: one line, the password alone")
    return Credential(account.kind, found)


def _from_env(name: str, place: str, env: Mapping[str, str]) -> str:
    found = env.get(name, "")
    if not found:
        raise _error(
            place,
            f"the environment variable {name} is not set, or empty",
            f"set it for this run: read -rs {name} && export {name}",
        )
    return found


def _from_keyring(service: str, user: str, place: str, keyring: Keyring) -> str:
    found = keyring(service, user, place)
    if found is None:
        raise _error(
            place,
            f"the keyring has no password of {user} for the service {service}",
            f"put it there: keyring set {shlex.quote(service)} {shlex.quote(user)}",
        )
    return found


def _from_command(command: str, place: str, run: Run) -> str:
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise _error(place, "it cannot be read as a command", "close every quotation mark in it")
    printed = run(words, place)
    line = printed.split(b"\n", 1)[0].rstrip(b"\r")
    try:
        return line.decode()
    except UnicodeDecodeError:
        pass
    raise _error(
        place, "what the command prints is not UTF-8", "let it print the password alone, in one line"
    )


def _error(place: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"takedown.toml, {place}: {what}", hint=hint)


def run_command(words: Sequence[str], place: str, *, seconds: float = SECONDS) -> bytes:
    """Run a password command without a shell, and give what it prints. ConfigError.

    Its words stay unsaid, but for the program's name: people write passwords into commands. What it says on standard
    error is dropped for the same reason. It gets no terminal, so it asks nothing; after `seconds` it is ended, with
    all that it started.
    """
    name = words[0]
    started = _started(words)
    if isinstance(started, str):
        raise _error(place, f"{name} cannot be run ({started})", "write its whole path, and try it by hand")
    late, printed = _output(started, seconds)
    if late:
        raise _error(
            place, f"{name} was not done after {seconds:g} seconds", "it must not ask; try it by hand"
        )
    if len(printed) > MAX_BYTES:
        raise _error(place, f"{name} prints more than a password", "let it print the password alone")
    if started.returncode:
        raise _error(place, f"{name} ended with exit code {started.returncode}", "run it by hand to see why")
    return printed


def _started(words: Sequence[str]) -> "subprocess.Popen[bytes] | str":
    """Start a command; the reason where that fails."""
    try:
        return subprocess.Popen(  # noqa: S603 - the user's own command, word by word, with no shell
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that it can be ended with all that it started
        )
    except OSError as error:
        return error.strerror or "no reason given"
    except ValueError:  # a NUL in a word
        return "not a command"


def _output(process: "subprocess.Popen[bytes]", seconds: float) -> tuple[bool, bytes]:
    """Whether a command had to be ended, and what it printed, up to one byte more than is allowed."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        end(process)

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        with process:
            printed = process.stdout.read(MAX_BYTES + 1) if process.stdout else b""
            if len(printed) > MAX_BYTES:
                end(process)
    finally:
        timer.cancel()
        timer.join()
    return late.is_set(), printed


def system_keyring(service: str, user: str, place: str) -> str | None:
    """Ask the system's keyring. ConfigError where there is none, or it stays locked."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise _error(
            place,
            "this installation cannot ask the keyring",
            f"pip install 'takedown-notices[keyring]', {_OTHER_WAYS}",
        ) from None
    try:
        return keyring.get_password(service, user)
    except keyring.errors.NoKeyringError:
        raise _error(
            place, "this computer has no keyring, as servers have none", _OTHER_WAYS.removeprefix("or ")
        ) from None
    except keyring.errors.KeyringError as error:
        raise _error(
            place, f"the keyring does not answer ({type(error).__name__})", f"unlock it, {_OTHER_WAYS}"
        ) from None
