"""A PDF signed with the signer's own certificate: PAdES baseline B-B, without network.

By ETSI EN 319 142-1: a detached CMS over the whole file, with the certificate in it. Its instant is the one that the
signer's own clock says; there is no time stamp of somebody else and no proof that the certificate was not revoked.
pyHanko makes it (the extra `sign`). The typed name stays the signature of the letter.
"""

from dataclasses import field
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from takedown.errors import StartError, UsageError
from takedown.frozen import dataclass

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.signers import SimpleSigner

#: What a field without a place on a page is called, by readers aloud too (ISO 14289-1, 7.18.1).
_FIELD, _SAID = "Signature", "Digital signature"
#: Bytes for the signature itself and what stands around the certificates.
_AROUND = 4_096
#: Bytes of all else that a signature adds: its field, the catalog, a table of places, the first page with its links.
_REVISION = 32_000
_TO_MEND = "takedown sign without --certificate signs with your typed name alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate with its private key. What it holds can be read by everybody who gets the PDF."""

    holder: str
    """Everything about the holder, by RFC 4514: `CN=Ana Example,C=PT`."""
    emails: tuple[str, ...]
    issuer: str
    not_before: datetime
    not_after: datetime
    chain: tuple[bytes, ...]
    """The certificate itself and those above it that came with it, as DER."""
    key: bytes = field(repr=False)
    """The private key, as PKCS #8 in DER. It is never shown, logged or written."""


def read_certificate(name: str, content: bytes, passphrase: str, *, at: datetime) -> Certificate:
    """Read a PKCS #12 file (.p12, .pfx) and check that it can sign at this instant.

    UsageError where the passphrase is wrong or the certificate cannot be used; StartError where the extra is missing.
    """
    _require_extra()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
    from cryptography.x509.oid import NameOID

    _check_shape(name, content)
    try:
        parts = load_pkcs12(content, passphrase.encode() or None)
    except UnsupportedAlgorithm as error:
        raise UsageError(
            f"{name} is locked in an old way that is not read any more ({error})",
            hint="save it anew from the program where your certificate is, or by openssl pkcs12 -legacy",
        ) from error
    except (ValueError, TypeError) as error:
        raise UsageError(
            f"the passphrase does not open {name}", hint="type it again; it is the one of this file"
        ) from error
    if parts.key is None or parts.cert is None:
        missing = "certificate" if parts.key is not None else "private key"
        raise UsageError(
            f"{name} holds no {missing} to sign with", hint="export it anew, together with its private key"
        )
    found = parts.cert.certificate
    _check_usable(name, found, at)
    addresses = [str(part.value) for part in found.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)]
    return Certificate(
        holder=found.subject.rfc4514_string(_named()) or "(no name)",
        emails=tuple(dict.fromkeys([*addresses, *_emails(found)])),
        issuer=found.issuer.rfc4514_string(_named()),
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        chain=tuple(
            each.certificate.public_bytes(Encoding.DER) for each in (parts.cert, *parts.additional_certs)
        ),
        key=parts.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def most_added(certificate: Certificate) -> int:
    """How many bytes `certify` adds to a PDF, at most."""
    return _room(certificate) + _REVISION


def certify(pdf: bytes, certificate: Certificate, *, at: datetime) -> bytes:
    """Sign a PDF: its bytes stay as they are, and the signature comes after them.

    `at` is local time with its zone. No page changes: the field has no place on any. A second call gives other bytes.
    """
    _require_extra()
    import asyncio

    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    signer, room = _signer(certificate), _room(certificate)
    # An object begins on a line of its own (ISO 19005-3, 6.1.9).
    writer = IncrementalPdfFileWriter(BytesIO(pdf if pdf.endswith(b"\n") else pdf + b"\n"))
    writer.register_extension(ESIC_EXTENSION_1)
    page = writer.find_page_for_modification(0)[0].get_object()
    # A page with a field on it says in which order to step through (ISO 14289-1, 7.18.3).
    page[pdf_name("/Tabs")] = pdf_name("/S")
    writer.update_container(page)
    # Outside of every page: PDF/UA-1 wants all others tagged or hidden, PDF/A-3 wants none hidden.
    unseen = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    place = SigFieldSpec(sig_field_name=_FIELD, readable_field_name=_SAID, invis_sig_settings=unseen)
    steps = PdfCMSEmbedder(new_field_spec=place).write_cms(field_name=_FIELD, writer=writer)
    next(steps)
    placeholder = SignatureObject(timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=room)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256", in_place=False))
    # Other signers of pyHanko wait for a network, so there is no other call than this; here nothing is waited for.
    steps.send(asyncio.run(signer.async_sign(prepared.document_digest, "sha256", use_pades=True)))
    signed: bytes = output.getvalue()
    return signed


def _require_extra() -> None:
    if find_spec("pyhanko") is None:
        raise StartError(
            "signing with a certificate needs pyHanko, which is not installed",
            hint="pip install 'takedown-notices[sign]'",
        )


def _check_shape(name: str, content: bytes) -> None:
    """Say that a file is of another kind before its passphrase gets the blame."""
    from asn1crypto.pkcs12 import Pfx

    try:
        known = Pfx.load(content, strict=True)["version"].native == "v3"
    except (ValueError, TypeError):
        known = False
    if not known:
        raise UsageError(
            f"{name} is no PKCS #12 file",
            hint="export your certificate with its private key as .p12 or .pfx",
        )


def _check_usable(name: str, found: "x509.Certificate", at: datetime) -> None:
    """Raise UsageError for a certificate that nobody would accept for a signature of this day."""
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    begins, ends = found.not_valid_before_utc, found.not_valid_after_utc
    if at > ends:
        raise UsageError(
            f"the certificate in {name} expired on {ends:%Y-%m-%d}", hint=f"get a new one; {_TO_MEND}"
        )
    if at < begins:
        raise UsageError(
            f"the certificate in {name} is valid from {begins:%Y-%m-%d} on, and now it is {at:%Y-%m-%d}",
            hint="check the clock of this machine, or wait",
        )
    try:
        usage = found.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return  # it may be used for everything (RFC 5280 4.2.1.3)
    if not usage.digital_signature and not usage.content_commitment:
        raise UsageError(
            f"the certificate in {name} is not meant for signatures (its key usage names neither digitalSignature nor "
            "nonRepudiation)",
            hint=f"use one for signing documents or email; {_TO_MEND}",
        )


def _named() -> "dict[x509.ObjectIdentifier, str]":
    """Names for what RFC 4514 writes as numbers: the number of an identity card may stand there."""
    from cryptography.x509.oid import NameOID

    return {
        NameOID.EMAIL_ADDRESS: "emailAddress",
        NameOID.GIVEN_NAME: "givenName",
        NameOID.SERIAL_NUMBER: "serialNumber",
        NameOID.SURNAME: "surname",
    }


def _emails(found: "x509.Certificate") -> list[str]:
    from cryptography.x509 import ExtensionNotFound, RFC822Name, SubjectAlternativeName

    try:
        names = found.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return []
    return list(names.get_values_for_type(RFC822Name))


def _room(certificate: Certificate) -> int:
    """How many hexadecimal digits a signature may take."""
    return 2 * (_AROUND + sum(map(len, certificate.chain)))


def _signer(certificate: Certificate) -> "SimpleSigner":
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate as Asn1
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *others = map(Asn1.load, certificate.chain)
    store = SimpleCertificateStore()
    store.register_multiple(others)
    return SimpleSigner(
        signing_cert=own, signing_key=PrivateKeyInfo.load(certificate.key), cert_registry=store
    )
