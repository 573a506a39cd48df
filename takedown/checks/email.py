"""Email addresses and names that a message can carry: the rule of notice.eml, applied before anything is made.

What passes here is what `rendering/message.py` writes; a test of both holds them together. Only the syntax
is checked: whether a mailbox exists is for the network to say.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from takedown.checks.text import ENCODED_WORD
from takedown.checks.words import quoted, visible
from takedown.model import Finding, SourceRef
from takedown.rules import finding

_POLICY = policy.SMTP.clone(cte_type="7bit")
# RFC 5322 3.2.3. Quoted local parts are legal and unused; letters beyond ASCII need servers with SMTPUTF8.
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
#: A Message-ID of the sender's domain then stands on one line: it cannot be folded (RFC 5322 3.6.4).
_LONGEST_DOMAIN = 51


def email_findings(address: str, source: SourceRef, keys: tuple[str, ...]) -> Iterator[Finding]:
    """Find what is wrong with an address at `source`; an error holds the releases of `keys`."""
    from email_validator import EmailNotValidError, validate_email  # slow to import, wanted here only

    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        yield _error(address, str(error), source, keys)
        return
    problem = _unwritable(address, valid.ascii_domain)
    if problem:
        yield _error(address, problem, source, keys)
    elif valid.domain != valid.ascii_domain:
        yield finding(
            "W-CONFUSABLE",
            f"the domain of {quoted(address)} has letters beyond ASCII; it is sent to {valid.ascii_domain}",
            hint="compare it letter by letter: some letters look like others",
            source=source,
        )


def name_findings(name: str, address: str, source: SourceRef, keys: tuple[str, ...]) -> Iterator[Finding]:
    """Find a name that no From or To can carry beside its address: it would read differently on arrival."""
    if _arrives("", address) and not ENCODED_WORD.search(name) and not _arrives(name, address):
        yield finding(
            "E-HEADER",
            f"{quoted(name)} cannot be written as a name in an email",
            hint="write it shorter, with single spaces between the words",
            source=source,
            releases=keys,
        )


def _error(address: str, problem: str, source: SourceRef, keys: tuple[str, ...]) -> Finding:
    return finding(
        "E-EMAIL",
        visible(f"{quoted(address)} is not an email address that can be written to: {problem}"),
        hint="write one address in plain letters, for example ana@example.com",
        source=source,
        releases=keys,
    )


def _unwritable(address: str, ascii_domain: str) -> str:
    """Say why no header can carry a valid address; empty where one can."""
    local, _, domain = address.rpartition("@")
    if not _DOT_ATOM.fullmatch(local):
        return "before the @ there may only be letters from a to z, digits and the usual signs"
    if ENCODED_WORD.search(address):
        return "mail programs take =?…?= for encoded text"
    try:
        written = domain.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return "its domain cannot be written in a header"
    # Python writes IDNA 2003, where ß is ss: another domain than the one that is meant.
    if written.casefold() != ascii_domain.casefold():
        return (
            f"its domain could be {ascii_domain} or {written}; write the one that is meant in plain letters"
        )
    if len(written) > _LONGEST_DOMAIN or not _arrives("", address):
        return f"it is too long; after the @ there may be {_LONGEST_DOMAIN} characters"
    return ""


def _arrives(name: str, address: str) -> bool:
    """Whether a name and address, written and read again, are the same: long ones can break where lines fold."""
    local, _, domain = address.rpartition("@")
    if not _DOT_ATOM.fullmatch(local):
        return False
    message = EmailMessage(policy=_POLICY)
    try:
        meant = Address(display_name=name, username=local, domain=domain.encode("idna").decode("ascii"))
        message["From"] = message["To"] = meant
        parsed = message_from_bytes(message.as_bytes(), policy=policy.default)
        return all(
            not parsed[field].defects
            and str(parsed[field]) == str(message[field])
            and len(parsed[field].addresses) == 1
            for field in ("From", "To")
        )
    # Python's parser trips in many ways over what it does not expect; headers are parsed when they are read.
    except (ValueError, TypeError, LookupError, AttributeError, HeaderParseError, MessageError):
        return False
