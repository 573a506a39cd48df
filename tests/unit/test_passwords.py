"""Where passwords come from, and that they show themselves nowhere."""

import base64
import copy
import json
import logging
import pickle
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.accounts import Account, Secret, SecretKind, Security
from takedown.errors import ConfigError
from takedown.passwords import Credential, credential_of, run_command, system_keyring

VALUE = "hunter-2-of-the-tests"
KEY = "mail.password"


def nothing_run(words: Sequence[str], place: str) -> bytes:
    raise AssertionError(f"{words} was run for {place}")


def no_keyring(service: str, user: str, place: str) -> str | None:
    raise AssertionError(f"{service} was asked for {user} at {place}")


def found(secret: Secret, **given_: Any) -> str:
    account = Account(
        host="smtp.example.com",
        port=465,
        security=Security.TLS,
        user="ana@example.com",
        address="ana@example.com",
        secret=secret,
    )
    ways: dict[str, Any] = {"env": {}, "run": nothing_run, "keyring": no_keyring}
    credential = credential_of(account, **{**ways, **given_})
    assert credential is not None
    return credential.reveal()


def python(tmp_path: Path, program: str) -> list[str]:
    path = tmp_path / "program.py"
    path.write_text(program, encoding="utf-8")
    return [sys.executable, str(path)]


# ---- the three places


def test_a_password_comes_from_an_environment_variable() -> None:
    assert found(Secret(env="MAIL"), env={"MAIL": VALUE}) == VALUE


@pytest.mark.parametrize("env", [{}, {"MAIL": ""}])
def test_a_variable_that_is_not_set_is_named(env: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        found(Secret(env="MAIL"), env=env)

    assert (
        caught.value.message
        == "takedown.toml, mail.password.env: the environment variable MAIL is not set, or empty"
    )
    assert "export MAIL" in caught.value.hint


def test_a_password_is_the_first_line_that_a_command_prints() -> None:
    def run(words: Sequence[str], place: str) -> bytes:
        assert (list(words), place) == (["pass", "show", "my mail"], "mail.password.command")
        return f"{VALUE}\r\nlogin: ana\n".encode()

    assert found(Secret(command="pass show 'my mail'"), run=run) == VALUE


def test_a_password_comes_from_the_keyring() -> None:
    assert found(Secret(keyring="takedown"), keyring=lambda *asked: "/".join(asked)) == (
        "takedown/ana@example.com/mail.password.keyring"
    )


def test_a_keyring_without_it_says_how_to_put_it_there() -> None:
    with pytest.raises(ConfigError) as caught:
        found(Secret(keyring="my mail"), keyring=lambda *_: None)

    assert caught.value.hint == "put it there: keyring set 'my mail' ana@example.com"


@pytest.mark.parametrize("printed", [b"", b"\n", b"\r\nsecond\n"])
def test_an_empty_line_is_no_password(printed: bytes) -> None:
    with pytest.raises(ConfigError, match="what was found is empty"):
        found(Secret(command="pass"), run=lambda *_: printed)


@pytest.mark.parametrize("value", [f"{VALUE}\0", f"{VALUE}\x1b[0m", f"{VALUE}\u00a0", f"\u202e{VALUE}"])
def test_a_hidden_character_is_found_before_the_server_says_wrong_password(value: str) -> None:
    with pytest.raises(ConfigError, match="a character that no password has") as caught:
        found(Secret(env="MAIL"), env={"MAIL": value})

    assert VALUE not in everything_of(caught.value)


def test_what_is_not_utf_8_is_said_and_not_shown() -> None:
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        found(Secret(command="pass"), run=lambda *_: VALUE.encode() + b"\xff")

    assert caught.value.__context__ is None
    assert VALUE not in str(caught.value.__dict__)


@pytest.mark.parametrize("command", ["pass 'open", "   ", "# only a comment'"])
def test_a_command_that_cannot_be_read_is_said(command: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read as a command"):
        found(Secret(command=command))


# ---- real commands


def test_a_command_is_run_word_by_word_without_a_shell(tmp_path: Path) -> None:
    words = [*python(tmp_path, "import sys; print(sys.argv[1:])"), "$HOME", ";", "touch", "x"]

    assert run_command(words, KEY) == b"['$HOME', ';', 'touch', 'x']\n"


def test_a_command_is_asked_nothing_and_shows_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = python(
        tmp_path, f"import sys; sys.stderr.write('{VALUE}'); print(repr(sys.stdin.read()) + '{VALUE}')"
    )

    assert run_command(words, KEY) == f"''{VALUE}\n".encode()
    assert capfd.readouterr() == ("", "")


def test_a_command_that_fails_is_named_and_no_more(tmp_path: Path) -> None:
    words = [*python(tmp_path, f"print('{VALUE}'); raise SystemExit(3)"), VALUE]

    with pytest.raises(ConfigError, match="ended with exit code 3") as caught:
        run_command(words, KEY)

    assert VALUE not in str(caught.value) + caught.value.hint


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError) as caught:
        run_command(["no-such-program", VALUE], "mail.token.command")

    assert caught.value.message == (
        "takedown.toml, mail.token.command: no-such-program cannot be run (No such file or directory)"
    )


def test_a_command_that_waits_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """Its child holds the output open, so ending the command alone would not end the waiting."""
    begun = time.monotonic()

    with pytest.raises(ConfigError, match=r"was not done after 0\.5 seconds"):
        run_command(["/bin/sh", "-c", f"echo {VALUE}; sleep 60 & wait"], KEY, seconds=0.5)

    assert time.monotonic() - begun < 10


def test_a_command_that_prints_without_end_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="more than a password"):
        run_command(python(tmp_path, "while True: print('y' * 1000)"), KEY)


# ---- the system's keyring


class _Kept(keyring.backend.KeyringBackend):
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        if service == "locked":
            raise keyring.errors.KeyringLocked(VALUE)
        return VALUE if (service, username) == ("takedown", "ana") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def kept() -> Any:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_the_system_s_keyring_is_asked(kept: Any) -> None:
    kept(_Kept())

    assert system_keyring("takedown", "ana", KEY) == VALUE
    assert system_keyring("takedown", "bo", KEY) is None


def test_a_computer_without_a_keyring_is_said_in_one_line_with_a_way_on(kept: Any) -> None:
    kept(keyring.backends.fail.Keyring())

    with pytest.raises(ConfigError) as caught:
        system_keyring("takedown", "ana", "mail.password.keyring")

    assert caught.value.message == (
        "takedown.toml, mail.password.keyring: this computer has no keyring, as servers have none"
    )
    assert caught.value.hint.startswith("write password = { env =")
    assert "\n" not in caught.value.message + caught.value.hint


def test_a_keyring_that_stays_locked_is_said_without_its_words(kept: Any) -> None:
    kept(_Kept())

    with pytest.raises(ConfigError, match="KeyringLocked") as caught:
        system_keyring("locked", "ana", KEY)

    assert VALUE not in str(caught.value) + caught.value.hint


def test_without_the_extra_the_keyring_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(ConfigError) as caught:
        system_keyring("takedown", "ana", KEY)

    assert "pip install 'takedown-notices[keyring]'" in caught.value.hint


# ---- shown nowhere


def everything_of(error: BaseException) -> str:
    return (
        "".join(traceback.TracebackException.from_exception(error).format())
        + repr(error)
        + str(error.__dict__)
    )


def test_a_credential_shows_itself_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    credential = Credential(SecretKind.PASSWORD, VALUE)
    logging.getLogger("test").warning("%s %r", credential, [credential])

    assert caplog.text.count("<password, not shown>") == 2
    assert VALUE not in caplog.text
    assert VALUE not in f"{credential!r}{credential}{credential!a}"
    assert not hasattr(credential, "__dict__")
    assert credential.reveal() == VALUE


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_credential_is_written_nowhere(way: Any) -> None:
    with pytest.raises(TypeError):
        way(Credential(SecretKind.PASSWORD, VALUE))


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=6, max_size=40),
    st.binary(max_size=20),
    st.binary(max_size=20),
)
def test_a_password_is_taken_out_of_a_text_wherever_base64_puts_it(
    value: str, before: bytes, after: bytes
) -> None:
    credential = Credential(SecretKind.PASSWORD, value)
    told = base64.b64encode(before + value.encode() + after).decode()

    assert told not in credential.removed_from(f"wrong: {told}")
    assert "…" in credential.removed_from(told)
    assert credential.removed_from(f"<{value}>") == "<…>"


@pytest.mark.parametrize("value", ["", "\udcff-from-a-terminal"])
def test_a_password_that_is_hardly_one_breaks_nothing(value: str) -> None:
    assert Credential(SecretKind.PASSWORD, value).removed_from("535 no") == "535 no"


def test_an_account_without_a_secret_needs_none_and_one_with_a_token_gives_a_token() -> None:
    account = Account(
        host="localhost", port=1587, security=Security.PLAIN_LOOPBACK, address="ana@example.com"
    )
    with_token = Account(
        host="smtp.example.com",
        port=465,
        security=Security.TLS,
        user="ana",
        address="ana@example.com",
        secret=Secret(command="token"),
        kind=SecretKind.TOKEN,
    )
    places = []

    def run(_words: Sequence[str], place: str) -> bytes:
        places.append(place)
        return b"t0ken\n"

    assert credential_of(account, env={}, run=nothing_run, keyring=no_keyring) is None
    credential = credential_of(with_token, env={}, run=run, keyring=no_keyring)

    assert credential is not None
    assert (credential.kind, credential.reveal(), places) == (
        SecretKind.TOKEN,
        "t0ken",
        ["mail.token.command"],
    )
