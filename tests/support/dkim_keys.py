"""A key that signs letters, made anew for each run of the tests, and the record that publishes it."""

import base64
from functools import cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@cache
def key() -> tuple[bytes, bytes]:
    """A private key as PEM, and the record that publishes the other half."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(raw: bytes, domain: str = "example.com", **more: object) -> bytes:
    line = dkim.DKIM(raw).sign(
        b"sel", domain.encode(), key()[0], canonicalize=(b"relaxed", b"relaxed"), **more
    )
    return line + raw


def published(*domains: str, tail: bytes = b"") -> dict[str, bytes]:
    return {f"sel._domainkey.{domain}": key()[1] + tail for domain in domains}
