"""A real mail server for tests: Postfix and Dovecot with a configuration of their own, on free ports of the loopback.

The system's own configuration is neither read nor changed. Nothing leaves the machine: what is not local or named below
is an error (`default_transport`), and no name is looked up. Starting takes about two seconds; it wants root, since both
servers give up rights. What the lab knows:

    me@example.org            a user who signs in; the mailbox is read by IMAP
    desk@example.com          a desk, as a mailbox without IMAP
    anybody@bounce.example.net    a server takes the whole message and says 550 after it: a bounce comes back
    anybody@relay.example.net     a server takes it and knows no delivery status notifications
    anybody@slow.example.net      a server says 450 for ever: a notification of delay comes back after a second
    anybody else              550 at RCPT
"""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import trustme

USER, PASSWORD = "me@example.org", "correct horse 1!"
DESK = "desk@example.com"
BOUNCING, RELAYED, SLOW = "desk@bounce.example.net", "desk@relay.example.net", "desk@slow.example.net"
#: What it takes, as the mark `tool` says it.
NEEDED = ("root", "postfix", "dovecot", "smtp-sink")
#: Owner of the mailboxes: a number of nobody's.
_OWNER = 5555
_PATIENCE = 30.0
_PORTS = ("submission", "submissions", "imap", "imaps", "sasl", "bounce", "relay", "slow")
#: How the servers behind the lab behave (smtp-sink(1)): after the final dot, and -N: no DSN.
_SINKS = {
    "bounce": ("-f", ".", "-B", "550 5.1.1 no such desk here"),
    "relay": ("-N",),
    "slow": ("-r", ".", "-b", "450 4.2.0 come back later"),
}
#: The key by which the lab's Dovecot knows good bearer tokens (RFC 7519).
_TOKEN_KEY = b"the key of the lab, 32 bytes long!"

_MAIN = Template("""\
compatibility_level = 3.6
queue_directory = $lab/pf/spool
data_directory = $lab/pf/data
maillog_file_prefixes = $lab
maillog_file = $lab/pf/mail.log
myhostname = mail.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
transport_maps = inline:{
 {bounce.example.net=smtp:[127.0.0.1]:$bounce}
 {relay.example.net=smtp:[127.0.0.1]:$relay}
 {slow.example.net=smtp:[127.0.0.1]:$slow}}
relay_domains = inline:{bounce.example.net=x,relay.example.net=x,slow.example.net=x}
relay_recipient_maps =
smtp_dns_support_level = disabled
smtp_tls_security_level = none
virtual_mailbox_domains = inline:{example.org=x,example.com=x}
virtual_mailbox_base = $lab/vmail
virtual_mailbox_maps = inline:{{me@example.org=me/Maildir/},{desk@example.com=desk/Maildir/}}
virtual_uid_maps = static:$owner
virtual_gid_maps = static:$owner
smtpd_tls_cert_file = $lab/cert.pem
smtpd_tls_key_file = $lab/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$sasl
smtpd_relay_restrictions = permit_sasl_authenticated,reject_unauth_destination
message_size_limit = 30000000
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 300s
fast_flush_domains =
delay_warning_time = 1s
alias_maps =
alias_database =
""")

_MASTER = Template("""\
127.0.0.1:$submission inet n - n - - smtpd -o smtpd_tls_security_level=encrypt $signed_in
127.0.0.1:$submissions inet n - n - - smtpd -o smtpd_tls_wrappermode=yes $signed_in
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
""")
_SIGNED_IN = (
    "-o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject"
    " -o smtpd_sasl_security_options=noanonymous"
)

# Two settings keep a wrong password from costing seconds: no delay, and no penalty for the address.
_DOVECOT = Template("""\
base_dir = $lab/dc/run
state_dir = $lab/dc/state
log_path = $lab/dc/log
protocols = imap
listen = 127.0.0.1
ssl = yes
disable_plaintext_auth = yes
ssl_cert = <$lab/cert.pem
ssl_key = <$lab/key.pem
mail_location = maildir:$lab/vmail/%n/Maildir
first_valid_uid = 100
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN $lab/dc/users
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $lab/dc/oauth2.conf
}
userdb {
  driver = static
  args = uid=$owner gid=$owner home=$lab/vmail/%n
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = $sasl
  }
}
namespace inbox {
  inbox = yes
  mailbox Entwürfe {
    special_use = \\Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
}
""")

_OAUTH2 = Template("""\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$lab/dc/keys/
username_attribute = email
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLab:
    """Running servers: the ports to speak to, and the mailboxes to look into."""

    root: Path
    ca_file: Path
    """The authority to be trusted; no other knows the lab."""
    host: str = "127.0.0.1"
    submission: int
    """STARTTLS and a password, as on port 587."""
    submissions: int
    """TLS and a password, as on port 465."""
    imap: int
    """STARTTLS, as on port 143."""
    imaps: int
    """TLS, as on port 993."""

    def context(self) -> ssl.SSLContext:
        """What trusts the lab."""
        return ssl.create_default_context(cafile=self.ca_file)

    def inbox(self, address: str = USER) -> tuple[bytes, ...]:
        """Every message in a mailbox's inbox, as the file lies there (line ends are LF), the oldest first."""
        return _messages(self._maildir(address))

    def folder(self, name: str, address: str = USER) -> tuple[bytes, ...]:
        """Every message in a folder of a mailbox; the name as the disk has it (modified UTF-7)."""
        return _messages(self._maildir(address) / f".{name}")

    def awaited(
        self, wanted: Callable[[bytes], bool], address: str = USER, *, patience: float = _PATIENCE
    ) -> bytes:
        """The first message of an inbox that is wanted, as soon as it is there."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for message in self.inbox(address):
                if wanted(message):
                    return message
            time.sleep(0.05)
        raise AssertionError(f"no such message came to {address}; the log ends:\n{self.log()[-3000:]}")

    def log(self) -> str:
        """What both servers wrote down."""
        logs = (self.root / "pf/mail.log", self.root / "dc/log")
        return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())

    def token(self, *, user: str = USER, seconds: int = 600) -> str:
        """A bearer token that is good for so many seconds; a number below zero makes one that has run out."""
        now = int(time.time())
        claims = {"email": user, "iat": now - 3600, "exp": now + seconds, "sub": user}
        signed = f"{_url64({'alg': 'HS256', 'typ': 'JWT'})}.{_url64(claims)}"
        mac = hmac.new(_TOKEN_KEY, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_url64(mac)}"

    def _maildir(self, address: str) -> Path:
        return self.root / "vmail" / address.partition("@")[0] / "Maildir"


@contextlib.contextmanager
def running_lab() -> Iterator[MailLab]:
    """Start the servers; they are stopped at the end, and their files go."""
    # Not below pytest's folder, which only its owner may enter: the servers give up root's rights.
    root = Path(tempfile.mkdtemp(prefix="mail-lab-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        root.chmod(0o755)
        ports = dict(zip(_PORTS, _free_ports(len(_PORTS)), strict=True))
        lab = MailLab(
            root=root,
            ca_file=root / "ca.pem",
            **{name: ports[name] for name in ("submission", "submissions", "imap", "imaps")},
        )
        _write_certificates(root)
        _write_settings(root, ports)
        for name, options in _SINKS.items():
            stack.enter_context(sink(ports[name], *options))
        stack.enter_context(_dovecot(root))
        stack.enter_context(_postfix(root))
        for port in ports.values():
            _await_port(port, lab)
        yield lab


@contextlib.contextmanager
def sink(port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Postfix's own `smtp-sink` on a port: it takes all mail and throws it away, or what its options say."""
    command = ["smtp-sink", "-4", *options, "-u", "nobody", f"127.0.0.1:{port}", "100"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)


@contextlib.contextmanager
def _dovecot(root: Path) -> Iterator[None]:
    settings = str(root / "dc/dovecot.conf")
    _run("dovecot", "-c", settings)
    try:
        yield
    finally:
        _run("doveadm", "-c", settings, "stop")


@contextlib.contextmanager
def _postfix(root: Path) -> Iterator[None]:
    settings = str(root / "pf/etc")
    _run("postfix", "-c", settings, "start")
    try:
        yield
    finally:
        _run("postfix", "-c", settings, "abort")  # `stop` waits until all has been tried once more


def _run(*command: str) -> None:
    """Run a command that leaves servers behind: they must not inherit a pipe, or we would wait for their end."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
        said.seek(0)
        words = said.read().decode(errors="replace")
    assert done.returncode == 0, f"{' '.join(command)}: {words}"


def _write_certificates(root: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(root / "ca.pem"))
    server = authority.issue_cert("localhost", "127.0.0.1")
    server.private_key_pem.write_to_path(str(root / "key.pem"))
    (root / "key.pem").chmod(0o600)
    for pem in server.cert_chain_pems:
        pem.write_to_path(str(root / "cert.pem"), append=True)


def _write_settings(root: Path, ports: dict[str, int]) -> None:
    for folder in ("pf/etc", "pf/spool", "pf/data", "dc/keys/default/HS256", "vmail"):
        (root / folder).mkdir(parents=True)
    os.chown(root / "vmail", _OWNER, _OWNER)
    shutil.chown(root / "pf/data", "postfix")
    # Postfix wants these lists beside its settings; packagers put them in different places.
    for name in ("postfix-files", "dynamicmaps.cf"):
        found = next(
            (at for at in (Path("/etc/postfix") / name, Path("/usr/share/postfix") / name) if at.exists()),
            None,
        )
        if found:
            shutil.copy(found, root / "pf/etc" / name)
    values: dict[str, Any] = {**ports, "lab": root, "owner": _OWNER, "signed_in": _SIGNED_IN}
    for path, text in (
        ("pf/etc/main.cf", _MAIN),
        ("pf/etc/master.cf", _MASTER),
        ("dc/dovecot.conf", _DOVECOT),
        ("dc/oauth2.conf", _OAUTH2),
    ):
        (root / path).write_text(text.substitute(values), encoding="utf-8")
    (root / "dc/users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (root / "dc/keys/default/HS256/default").write_text(base64.b64encode(_TOKEN_KEY).decode())


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]


def _await_port(port: int, lab: MailLab) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}:\n{lab.log()[-3000:]}")


def _messages(maildir: Path) -> tuple[bytes, ...]:
    found = []
    for path in (*maildir.glob("new/*"), *maildir.glob("cur/*")):
        with contextlib.suppress(FileNotFoundError):  # a server moves it from new to cur
            found.append((path.stat().st_mtime_ns, path.read_bytes()))
    return tuple(content for _, content in sorted(found))


def _url64(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
