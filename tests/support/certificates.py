"""Certificates of an invented authority, as a signer has them: in a PKCS #12 file."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose certificate it is, for how long, and for what."""

    name: str = "Ana Example"
    email: str = "ana@example.com"
    begins: datetime = BEGINS
    ends: datetime = BEGINS + YEAR
    signs: bool = True
    elliptic: bool = False


class Authority:
    """A root of trust that nobody has, and what it hands out."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Authority")])
        builder = _builder(self.name, self.name, self.key, Holder(ends=BEGINS + 9 * YEAR))
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        self.certificate = builder.add_extension(constraints, critical=True).sign(self.key, hashes.SHA256())

    def issue(self, holder: Holder) -> tuple[Key, x509.Certificate]:
        """Make a key with its certificate."""
        key: Key = (
            ec.generate_private_key(ec.SECP256R1())
            if holder.elliptic
            else rsa.generate_private_key(65537, 2048)
        )
        names = [
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, "PNO-1234"),
        ]
        builder = _builder(x509.Name(names), self.name, key, holder)
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=holder.signs,
            key_encipherment=not holder.signs,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        address = x509.SubjectAlternativeName([x509.RFC822Name(holder.email)])
        builder = builder.add_extension(usage, critical=True).add_extension(address, critical=False)
        return key, builder.sign(self.key, hashes.SHA256())

    def file(
        self, holder: Holder | None = None, *, passphrase: str = "open sesame", private: bool = True
    ) -> bytes:
        """A .p12 with key, certificate and the authority's own."""
        key, certificate = self.issue(holder or Holder())
        lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        if not private:
            return pkcs12.serialize_key_and_certificates(b"ana", None, None, [certificate], lock)
        return pkcs12.serialize_key_and_certificates(b"ana", key, certificate, [self.certificate], lock)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def _builder(subject: x509.Name, issuer: x509.Name, key: Key, holder: Holder) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(holder.begins)
        .not_valid_after(holder.ends)
    )
