"""Canonical JSON (RFC 8785) and digests over it: the same value has the same bytes everywhere."""

import base64
import hashlib
import json
from itertools import chain
from typing import Any

_ID_CHARACTERS = 10
#: RFC 8785 writes numbers as JavaScript does, which is exact up to here (ECMA-262, Number.MAX_SAFE_INTEGER).
_LARGEST = 2**53 - 1
#: Of these, nothing is to be looked at; a class made of str is one more.
_SINGLE = frozenset({str, bool, type(None)})
#: Deeper than this orjson does not go.
_DEEPEST = 254


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a value made of dicts, lists, strings, integers, booleans and None.

    Under ASCII keys, and without fractions, orjson writes the same bytes and is many times as fast. For all else, and
    to refuse what has no canonical form, there is rfc8785. A law holds the two together.
    """
    if _is_plain(value):
        import orjson

        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except orjson.JSONEncodeError:  # half of a surrogate pair: rfc8785 refuses it; or very deep
            pass
    import rfc8785

    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether keys are ASCII, so that they sort by characters as by UTF-16, and numbers are whole and not too large.

    All of one depth is looked at together: a document holds hundreds of recordings, side by side.
    """
    level = [value]
    for _ in range(_DEEPEST):
        tables = [each for each in level if isinstance(each, dict)]
        others = [each for each in level if not isinstance(each, dict)]
        lists = [each for each in others if isinstance(each, (list, tuple))]
        keys = set(chain.from_iterable(tables))
        if not all(type(key) is str and key.isascii() for key in keys) or not all(map(_may_stand, others)):
            return False
        inside = [*chain.from_iterable(map(dict.values, tables)), *chain.from_iterable(lists)]
        if _SINGLE.issuperset(map(type, inside)):
            return True
        level = [each for each in inside if type(each) not in _SINGLE]
    return False


def _may_stand(value: Any) -> bool:
    if type(value) is int:
        return -_LARGEST <= value <= _LARGEST
    return isinstance(value, (str, list, tuple)) or type(value) in _SINGLE


def indented_json(value: Any) -> bytes:
    """Write what `json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)` does, in UTF-8."""
    if _is_plain(value):
        import orjson

        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
        except orjson.JSONEncodeError:  # half of a surrogate pair; or very deep
            pass
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value, as hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def short_id(value: Any) -> str:
    """The first 10 base32 characters (A-Z, 2-7) of SHA-256 over the canonical JSON of a value."""
    return base64.b32encode(hashlib.sha256(canonical_json(value)).digest()).decode()[:_ID_CHARACTERS]
