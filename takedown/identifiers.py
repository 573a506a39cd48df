"""ISRC, ICPN, GRid and ASIN: canonical form and check digit. Strings in, strings or `IdentifierError` out.

ISRC prefixes are not checked against a list: new ones appear
(`VV` in November 2025), so an unknown prefix is no error.
"""

import re
import unicodedata
from functools import lru_cache

from takedown.patterns import pattern

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_CLUTTER = str.maketrans(dict.fromkeys(_DASHES, "-"))
_ISRC = pattern(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_ASIN = pattern(r"B0[A-Z0-9]{8}|[0-9]{9}[0-9X]")
_SCIENTIFIC = pattern(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)

UPC_DIGITS = 12
EAN_DIGITS = 13
GTIN_DIGITS = 14
_SHORT_EAN_DIGITS = 8
_ISRC_CHARACTERS = 12
#: A release repeats its code on every row, and each row asks several times.
_REMEMBERED = 4_096


class IdentifierError(ValueError):
    """A value is not the identifier it should be; `fix` says what to do."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


def _tidy(text: str) -> str:
    """NFKC, upper case, without spaces; any dash becomes `-`; spreadsheet wrappers (`'`, `="…"`) come off."""
    if text.isascii() and text.isalnum():  # as nearly every code is
        return text.upper()
    tidy = unicodedata.normalize("NFKC", text).translate(_CLUTTER).strip().strip("'")
    if tidy.startswith('="') and tidy.endswith('"'):
        tidy = tidy[2:-1]
    return "".join(tidy.split()).upper()


def is_canonical_isrc(text: str) -> bool:
    """Whether a text is what `isrc` makes of it. One that begins with `ISRC` may be a label in front of a part."""
    return _ISRC.fullmatch(text) is not None and not text.startswith("ISRC")


@lru_cache(maxsize=_REMEMBERED)
def isrc(text: str) -> str:
    """12 characters, upper case, no hyphens (ISO 3901:2019)."""
    code = _tidy(text).removeprefix("ISRC").lstrip(":").replace("-", "")
    if _ISRC.fullmatch(code):
        return code
    if len(code) == _ISRC_CHARACTERS and _ISRC.fullmatch(
        code[:5] + code[5:].translate(str.maketrans("OIL", "011"))
    ):
        raise IdentifierError(
            f"'{text}' has a letter among its last seven characters, which are digits",
            "look for a letter O or I that should be 0 or 1",
        )
    if len(code) != _ISRC_CHARACTERS:
        raise IdentifierError(
            f"'{text}' has {len(code)} characters; an ISRC has 12",
            "copy the code again from your distributor, for example ZZEXA2600001",
        )
    raise IdentifierError(
        f"'{text}' is not an ISRC: two letters, three letters or digits, seven digits",
        "copy the code again from your distributor, for example ZZEXA2600001",
    )


@lru_cache(maxsize=_REMEMBERED)
def icpn(text: str) -> str:
    """The UPC (12 digits), EAN (13) or GTIN (14) that DDEX calls ICPN, with its check digit verified.

    Leading zeros that a spreadsheet ate are put back where the check digit proves it: padding with zeros never
    changes a check digit. Eight digits could be an EAN-8 or a UPC without four zeros, so they are refused.
    """
    code = _tidy(text).removesuffix(".0").replace("-", "")
    if _SCIENTIFIC.fullmatch(code):
        raise IdentifierError(
            f"'{text}' is scientific notation: the spreadsheet has lost digits",
            "format the column as text and copy the UPC again from your distributor",
        )
    if not code.isascii() or not code.isdigit():
        raise IdentifierError(
            f"'{text}' is not a UPC: digits only", "copy the UPC again from your distributor"
        )
    if len(code) == _SHORT_EAN_DIGITS:
        raise IdentifierError(
            f"'{text}' has 8 digits: an EAN-8, or a UPC that lost four zeros",
            f"write all 12 digits, for example 0000{code} if it is the UPC",
        )
    if len(code) > GTIN_DIGITS or len(code) < _SHORT_EAN_DIGITS:
        raise IdentifierError(
            f"'{text}' has {len(code)} digits; a UPC has 12, an EAN 13",
            "copy the UPC again from your distributor",
        )
    padded = code.zfill(UPC_DIGITS)
    if not _checks(padded):
        raise IdentifierError(
            f"'{text}' fails its check digit: one of the digits is wrong or missing",
            "compare it with your distributor's page, digit by digit",
        )
    return padded


def _checks(code: str) -> bool:
    """Whether the check digit of a GTIN is right: from the right, digits count once and three times (GS1, 7.9)."""
    if not (code.isascii() and code.isdigit()):
        return False
    digits = [int(digit) for digit in reversed(code)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def lost_zeros(text: str) -> int:
    """How many leading zeros `icpn` had to put back (0 where none were missing)."""
    code = _tidy(text).removesuffix(".0").replace("-", "")
    return max(0, UPC_DIGITS - len(code)) if code.isdigit() else 0


def grid(text: str) -> str:
    """18 characters, ISO 7064 mod 37,36 (the DDEX release id)."""
    from stdnum import grid as _grid  # loads a web client; hardly a catalog has one

    code = _tidy(text).replace("-", "").removeprefix("GRID:")
    if not _grid.is_valid(code):
        raise IdentifierError(
            f"'{text}' is not a GRid: 18 characters with a check character", "leave the cell empty if unsure"
        )
    return code


def asin(text: str) -> str:
    """Amazon's product code: ten characters, which for music nearly always begin with B0."""
    code = _tidy(text)
    if not _ASIN.fullmatch(code):
        raise IdentifierError(
            f"'{text}' is not an ASIN: ten letters and digits, for music B0…",
            "copy it from the address of the product page, after /dp/ or /albums/",
        )
    return code


def looks_like_isrc(text: str) -> bool:
    """Whether a value in another column is really an ISRC."""
    try:
        isrc(text)
    except IdentifierError:
        return False
    return True


def looks_like_icpn(text: str) -> bool:
    """Whether a value in another column is really a UPC or EAN of 12 to 14 digits."""
    code = _tidy(text)
    return UPC_DIGITS <= len(code) <= GTIN_DIGITS and _checks(code)


def gtin14(code: str) -> str:
    """One form for comparing: a UPC and the EAN with one more zero in front are the same product."""
    return code.zfill(GTIN_DIGITS)
