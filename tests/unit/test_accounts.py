"""[mail] of takedown.toml → an account with nothing left to guess, or an error that names key and next step."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from takedown.accounts import Account, Secret, SecretKind, Security, address_problem, is_loopback
from takedown.config import load_settings
from takedown.config.file import Mail
from takedown.config.mail import mail_account
from takedown.errors import ConfigError
from takedown.providers import PROVIDERS

BASE = """schema = 1
[sender]
name = "Ana Example"
email = "ana@example.com"
[request]
occasion = "2026-11 Amazon"
platforms = ["amazon-music"]
"""


def account_of(root: Path, mail: str, base: str = BASE) -> Account:
    (root / "takedown.toml").write_text(f"{base}{mail}", encoding="utf-8")
    return mail_account(load_settings(root), root)


def problem_of(root: Path, mail: str, base: str = BASE) -> str:
    with pytest.raises(ConfigError) as caught:
        account_of(root, mail, base)
    return f"{caught.value.message} | {caught.value.hint}"


def test_the_contract_s_account_works_as_it_stands(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        """[mail]
host = "smtp.example.com"
user = "ana@example.com"
password = { keyring = "takedown" }
""",
    )

    assert account == Account(
        host="smtp.example.com",
        port=465,
        security=Security.TLS,
        user="ana@example.com",
        address="ana@example.com",
        secret=Secret(keyring="takedown"),
        per_minute=30,
    )
    assert (account.per_day, account.imap_host, account.ca_file) == (None, "", "")


@pytest.mark.parametrize("slug", PROVIDERS)
def test_a_provider_s_name_is_enough(slug: str, tmp_path: Path) -> None:
    provider = PROVIDERS[slug]
    kind = "password" if provider.passwords else "token"

    account = account_of(tmp_path, f'[mail]\nprovider = "{slug}"\n{kind} = {{ command = "pass mail" }}\n')

    assert (account.host, account.port, account.security) == (provider.host, provider.port, provider.security)
    assert (account.imap_host, account.imap_security) == (provider.imap_host, Security.TLS)
    assert (account.user, account.kind) == ("ana@example.com", kind)
    assert account.per_day == provider.per_day


@pytest.mark.parametrize("slug", PROVIDERS)
def test_every_fact_about_a_provider_has_a_source_and_a_date(slug: str) -> None:
    provider = PROVIDERS[slug]

    assert provider.sources
    assert provider.checked_on == "2026-11-22"
    assert provider.security is {465: Security.TLS, 587: Security.STARTTLS}[provider.port]


def test_what_is_written_goes_before_what_the_provider_has(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        """[mail]
provider = "gmail"
port = 587
user = "login"
address = "notices@example.org"
password = { env = "MAIL" }
per_minute = 5
per_day = 100
imap_host = "imap.example.org"
imap_port = 143
""",
    )

    assert (account.host, account.port, account.security) == ("smtp.gmail.com", 587, Security.STARTTLS)
    assert (account.user, account.address) == ("login", "notices@example.org")
    assert (account.per_minute, account.per_day) == (5, 100)
    assert (account.imap_host, account.imap_security) == ("imap.example.org", Security.STARTTLS)


@pytest.mark.parametrize(
    ("mail", "port", "security"),
    [
        ("", 465, Security.TLS),
        ("port = 587", 587, Security.STARTTLS),
        ('security = "starttls"', 587, Security.STARTTLS),
        ('security = "tls"', 465, Security.TLS),
        ('port = 2465\nsecurity = "tls"', 2465, Security.TLS),
        ('port = 25\nsecurity = "starttls"', 25, Security.STARTTLS),
    ],
)
def test_port_and_security_say_each_other(mail: str, port: int, security: Security, tmp_path: Path) -> None:
    account = account_of(tmp_path, f'[mail]\nhost = "smtp.example.com"\n{mail}\n')

    assert (account.port, account.security) == (port, security)


def test_a_bridge_on_this_computer_may_be_plain_and_may_ask_nobody(tmp_path: Path) -> None:
    account = account_of(tmp_path, '[mail]\nhost = "localhost"\nport = 1587\nsecurity = "plain-loopback"\n')

    assert account.security is Security.PLAIN_LOOPBACK
    assert account.imap_security is Security.PLAIN_LOOPBACK
    assert (account.user, account.secret) == ("", None)


@pytest.mark.parametrize(
    "mail", ['provider = "gmail"', 'host = "smtp.example.com"\nuser = "ana@example.com"']
)
def test_a_password_that_is_kept_nowhere_can_be_asked_for(mail: str, tmp_path: Path) -> None:
    account = account_of(tmp_path, f"[mail]\n{mail}\n")

    assert (account.user, account.secret) == ("ana@example.com", None)


def test_a_token_is_taken_for_a_token(tmp_path: Path) -> None:
    account = account_of(tmp_path, '[mail]\nprovider = "outlook"\ntoken = { command = "oama access me" }\n')

    assert (account.kind, account.secret) == (SecretKind.TOKEN, Secret(command="oama access me"))


def test_own_certificates_lie_in_the_workspace_or_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("", encoding="utf-8")
    outside = tmp_path / "ca.pem"

    for name in ("ca.pem", str(outside)):
        found = account_of(tmp_path, f'[mail]\nhost = "smtp.example.com"\nca_file = "{name}"\n')
        assert found.ca_file == str(outside)


def test_without_an_account_everything_else_works_and_the_way_on_is_said(tmp_path: Path) -> None:
    said = problem_of(tmp_path, "")

    assert "takedown.toml, mail: no account is named" in said
    assert "docs/mail.md" in said


@pytest.mark.parametrize(
    ("mail", "key", "words"),
    [
        ('provider = "gmial"', "mail.provider", "did you mean gmail?"),
        ('provider = "posteo"', "mail.provider", 'write host = "smtp.…"'),
        ('host = "https://smtp.example.com"', "mail.host", "no https://"),
        ('host = "smtp.example.com:465"', "mail.host", "no port"),
        ('host = "smtp.example.com\\r\\nx"', "mail.host", "no name of a server"),
        ('host = "smtp.example.com"\nport = 0', "mail.port", "0 is no port"),
        ('host = "smtp.example.com"\nport = 70000\nsecurity = "tls"', "mail.port", "70000 is no port"),
        ('host = "smtp.example.com"\nport = "465"', "mail.port", "not a whole number"),
        ('host = "smtp.example.com"\nport = 2525', "mail.security", 'security = "tls" or "starttls"'),
        (
            'host = "smtp.example.com"\nport = 465\nsecurity = "starttls"',
            "mail.security",
            "port 465 is for tls",
        ),
        (
            'host = "smtp.example.com"\nport = 587\nsecurity = "tls"',
            "mail.security",
            "port 587 is for starttls",
        ),
        ('host = "smtp.example.com"\nsecurity = "none"', "mail.security", "tls, starttls, plain-loopback"),
        (
            'host = "smtp.example.com"\nport = 25\nsecurity = "plain-loopback"',
            "mail.security",
            "this computer alone",
        ),
        ('provider = "gmail"\nsecurity = "plain-loopback"', "mail.security", "host is not given"),
        (
            'host = "localhost"\nport = 25\nsecurity = "plain-loopback"\nimap_host = "imap.example.com"',
            "mail.security",
            "imap_host is 'imap.example.com'",
        ),
        ('host = "localhost"\nsecurity = "plain-loopback"', "mail.port", "a port of its own"),
        (
            'host = "smtp.example.com"\naddress = "Ana <ana@example.com>"',
            "mail.address",
            "not one plain address",
        ),
        ('host = "smtp.example.com"\naddress = "a@x.org, b@x.org"', "mail.address", "not one plain address"),
        ('host = "smtp.example.com"\naddress = "anä@example.com"', "mail.address", "SMTPUTF8"),
        ('host = "smtp.example.com"\nuser = "a\\u0001b"', "mail.user", "hidden character"),
        ('host = "smtp.example.com"\npassword = "hunter2"', "mail.password", "never written into this file"),
        ('host = "smtp.example.com"\npassword = { }', "mail.password", "one of keyring, env, command"),
        (
            'host = "smtp.example.com"\npassword = { env = "A", command = "b" }',
            "mail.password",
            "env and command",
        ),
        ('host = "smtp.example.com"\ntoken = { }', "mail.token", 'token = { command = "…" }'),
        ('host = "h.org"\ntoken = { env = "A" }\npassword = { env = "B" }', "mail.token", "keep one"),
        ('provider = "outlook"\npassword = { env = "A" }', "mail.password", "since 16 September 2024"),
        ('provider = "outlook"', "mail.token", "OAuth token alone"),
        ('host = "smtp.example.com"\nca_file = "own.pem"', "mail.ca_file", "no file 'own.pem'"),
        ('host = "smtp.example.com"\nper_minute = 0', "mail.per_minute", "below 1"),
        ('host = "smtp.example.com"\nper_day = -1', "mail.per_day", "below 1"),
        ('host = "smtp.example.com"\nverify = false', "mail.verify", "unknown key"),
        (
            'host = "smtp.example.com"\npassword = { keychain = "x" }',
            "mail.password.keychain",
            "did you mean keyring?",
        ),
        ('host = "smtp.example.com"\ntoken = { cmd = "x" }', "mail.token.cmd", "did you mean command?"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_key_and_what_to_write(
    mail: str, key: str, words: str, tmp_path: Path
) -> None:
    said = problem_of(tmp_path, f"[mail]\n{mail}\n")

    assert f"takedown.toml, {key}: " in said
    assert words in said


def test_a_password_written_into_the_file_by_mistake_is_not_repeated(tmp_path: Path) -> None:
    for written in ('"hunter-2"', '["hunter-2"]', '{ env = ["hunter-2"] }', '{ hunter = "hunter-2" }'):
        for key in ("password", "token"):
            said = problem_of(tmp_path, f'[mail]\nhost = "smtp.example.com"\n{key} = {written}\n')
            assert "hunter-2" not in said
            assert f"mail.{key}" in said


def test_a_sender_whose_email_no_server_would_take_is_said(tmp_path: Path) -> None:
    base = BASE.replace("ana@example.com", "anä@example.com")

    assert "mail.address" in problem_of(tmp_path, '[mail]\nhost = "smtp.example.com"\n', base)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_computer_is_known_by_what_is_written(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "0.0.0.0", "10.0.0.1", "127.1", ""])
def test_another_computer_is_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "address", ["ana@example.com", "a.b+c@ex-ample.co.uk", "o'neil@example.org", "x=y@xn--bcher-kva.example"]
)
def test_ordinary_addresses_are_addresses(address: str) -> None:
    assert address_problem(address) == ""


def test_the_page_about_mail_names_every_provider_every_key_and_only_keys_that_are_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mail.md").read_text(encoding="utf-8")
    keys = {field.name for field in dataclasses.fields(Mail)}

    assert [slug for slug in PROVIDERS if f"`{slug}`" not in page] == []
    assert [key for key in keys if f"`{key}`" not in page] == []
    for block in re.findall(r"```\n(\[mail\].*?)```", page, flags=re.DOTALL):
        assert tomllib.loads(block)["mail"].keys() <= keys


def test_every_account_that_the_page_shows_works(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "mail.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(\[mail\].*?)```", page, flags=re.DOTALL)

    assert len(blocks) == 4
    assert {account_of(tmp_path, block).address for block in blocks} == {"ana@example.com"}
