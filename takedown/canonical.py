"""Canonical JSON (RFC 8785) and digests over it: the same value has the same bytes everywhere."""

import base64
import hashlib
from typing import Any

import rfc8785

_ID_CHARACTERS = 10


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a value made of dicts, lists, strings, integers, booleans and None."""
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value, as hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def short_id(value: Any) -> str:
    """The first 10 base32 characters (A-Z, 2-7) of SHA-256 over the canonical JSON of a value."""
    return base64.b32encode(hashlib.sha256(canonical_json(value)).digest()).decode()[:_ID_CHARACTERS]
