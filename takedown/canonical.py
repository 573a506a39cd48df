"""Canonical JSON (RFC 8785) and digests over it: the same value has the same bytes everywhere."""

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

_ID_CHARACTERS = 10
#: RFC 8785 writes numbers as JavaScript does, which is exact up to here (ECMA-262, Number.MAX_SAFE_INTEGER).
_LARGEST = 2**53 - 1


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes of a value made of dicts, lists, strings, integers, booleans and None.

    Under ASCII keys, and without fractions, the json module writes the same bytes and is many times as fast. For all
    else, and to refuse what has no canonical form, there is rfc8785. A law holds the two together.
    """
    if _is_plain(value):
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
        try:
            return text.encode()
        except UnicodeEncodeError:  # half of a surrogate pair: rfc8785 refuses it
            pass
    import rfc8785

    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether keys are ASCII, so that they sort by characters as by UTF-16, and numbers are whole and not too large."""
    if isinstance(value, str) or value is None or value is True or value is False:
        return True
    if isinstance(value, dict):
        if not all(type(key) is str for key in value) or not "".join(value).isascii():
            return False
        return all(type(each) is str or _is_plain(each) for each in value.values())
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return type(value) is int and -_LARGEST <= value <= _LARGEST


def indented_json(value: Any) -> str:
    """Write what `json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)` does; keys are texts.

    With an indent that works step by step in Python. Here whatever holds single values alone, as each recording does,
    is written at once, with the line break and the indent in the separator.
    """
    return _indented(value, "\n")


def _indented(value: Any, line: str) -> str:
    inner = line + "  "
    if isinstance(value, dict) and any(isinstance(each, dict | list | tuple) for each in value.values()):
        parts = [f"{_encoder(',').encode(key)}: {_indented(value[key], inner)}" for key in sorted(value)]
        return "{" + inner + ("," + inner).join(parts) + line + "}"
    if isinstance(value, list | tuple) and any(isinstance(each, dict | list | tuple) for each in value):
        if all(map(_is_record, value)):
            # In the text between two of them, and nowhere else: inside a string no line ends.
            inside = inner + "  "
            text = _encoder("," + inside).encode(value)[2:-2]
            between = "}," + inside + "{"
            whole = text.replace(between, inner + "}," + inner + "{" + inside)
            return "[" + inner + "{" + inside + whole + inner + "}" + line + "]"
        return "[" + inner + ("," + inner).join(_indented(each, inner) for each in value) + line + "]"
    text = _encoder("," + inner).encode(value)
    is_filled = isinstance(value, dict | list | tuple) and bool(value)
    return text[0] + inner + text[1:-1] + line + text[-1] if is_filled else text


def _is_record(value: Any) -> bool:
    """Whether it is a dict that holds single values alone, and at least one."""
    return (
        isinstance(value, dict)
        and bool(value)
        and not any(isinstance(each, dict | list | tuple) for each in value.values())
    )


@lru_cache(maxsize=32)
def _encoder(separator: str) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(separator, ": "))


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value, as hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def short_id(value: Any) -> str:
    """The first 10 base32 characters (A-Z, 2-7) of SHA-256 over the canonical JSON of a value."""
    return base64.b32encode(hashlib.sha256(canonical_json(value)).digest()).decode()[:_ID_CHARACTERS]
