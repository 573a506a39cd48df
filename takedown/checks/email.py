"""Email addresses that a message can carry: the rule of notice.eml, applied before anything is made.

What passes here is what `rendering/message.py` writes; a test of both holds them together. Only the syntax
is checked: whether a mailbox exists is for the network to say.
"""

from collections.abc import Iterator

from takedown.checks.text import ENCODED_WORD
from takedown.checks.words import quoted, visible
from takedown.mailbox import is_plain_email
from takedown.model import Finding, SourceRef
from takedown.patterns import pattern
from takedown.rules import finding

# RFC 5322 3.2.3. Quoted local parts are legal and unused; letters beyond ASCII need servers with SMTPUTF8.
_DOT_ATOM = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")


def email_findings(address: str, source: SourceRef, keys: tuple[str, ...]) -> Iterator[Finding]:
    """Find what is wrong with an address at `source`; an error holds the releases of `keys`."""
    if is_plain_email(address):
        return
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
    return ""
