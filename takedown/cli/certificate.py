"""The signer's certificate for `takedown sign`: where its passphrase comes from, and what it shows of its holder."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from takedown.certifying import Certificate, read_certificate
from takedown.errors import UsageError
from takedown.model import folded
from takedown.reports.words import fields, listed, page, wrapped

#: The environment's name for the passphrase. On a command line it would stay in the shell's history.
VARIABLE = "TAKEDOWN_PASSPHRASE"


def opened(
    *, certificate_file: Path | None, passphrase_file: Path | None, at: datetime
) -> Certificate | None:
    """Open the certificate, asking for its passphrase where nothing else says it; None where none is named."""
    if certificate_file is None:
        if passphrase_file is not None:
            raise UsageError(
                "--passphrase-file opens a certificate, and none is named", hint="add --certificate FILE"
            )
        return None
    content = _bytes(certificate_file)
    return read_certificate(
        certificate_file.name, content, _passphrase(certificate_file, passphrase_file), at=at
    )


def _passphrase(certificate: Path, file: Path | None) -> str:
    if file is not None:
        try:
            return next(iter(_bytes(file).decode("utf-8-sig").splitlines()), "")
        except UnicodeDecodeError as error:
            raise UsageError(f"{file} is not UTF-8", hint="save it as plain text") from error
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    asked: str = click.prompt(
        f"Passphrase of {certificate.name}", hide_input=True, default="", show_default=False, err=True
    )
    return asked


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror})", hint="look at the permissions of the file"
        ) from error


def plain_certificate(certificate: Certificate, sender: str) -> str:
    """Say what everybody who gets the letter will read about the signer, before the name is typed."""
    lines = wrapped(
        "The PDF will be signed with your certificate, too. Everybody who gets it can read what stands in there:"
    )
    lines += fields(
        (
            ("holder", certificate.holder),
            ("email", ", ".join(certificate.emails)),
            ("issued by", certificate.issuer),
            ("valid", f"{certificate.not_before:%Y-%m-%d} to {certificate.not_after:%Y-%m-%d}"),
        )
    )
    if folded(sender) not in folded(certificate.holder):
        lines += wrapped(
            f"It does not name {sender}, who signs the letter. Readers will see both.", first="! "
        )
    return page(lines)


def plain_uncertified(notices: Sequence[str]) -> str:
    """Say which notices get no signature with the certificate, and why, before the name is typed."""
    return page(
        wrapped(
            f"Without the certificate: {listed(notices)}. A public statement is signed with the typed name "
            "alone: a certificate would show everybody who reads it your name, often your email and an ID number.",
            first="! ",
        )
    )
