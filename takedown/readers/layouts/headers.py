"""The names of columns, folded so that every spelling of one name compares equal."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from takedown.patterns import pattern

_GAPS = pattern(r"[\s_\-.‐‑‒–—]+")
_QUOTES = pattern(r"[\"'`´‘’“”„«»\ufeff]")
_SLASH = pattern(r"\s*/\s*")
#: Some makers write the currency into the name of a column of money: `Earnings (USD)`, `Royalty ($US)`,
#: `Net Revenue in USD`.
_CURRENCY = pattern(r"\s*(?:\((\$us|us\$|[a-z]{3})\)|\bin (us\$|[a-z]{3}))$")
#: ISO 4217, the currencies in which distributors pay; `(ppd)` or `in all` are none.
_CURRENCIES = frozenset(
    {
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "GHS",
        "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KZT", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN",
        "PHP", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
    }
)  # fmt: skip
_SIGNS = {"$us": "USD", "us$": "USD"}


#: A header with more columns or a longer name is none; folding them would take minutes, and much memory.
MOST_COLUMNS = 10_000
_LONGEST_NAME = 300


@lru_cache(maxsize=4096)
def folded_header(cell: str) -> str:
    """`Release-Title `, `RELEASE_TITLE` and `release.title` are all `release title`; accents and quotes come off."""
    if cell.isascii():  # the quick way
        return _SLASH.sub("/", _GAPS.sub(" ", _QUOTES.sub("", cell).lower())).strip(" :*")
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", cell)).casefold()
    letters = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _SLASH.sub("/", _GAPS.sub(" ", letters)).strip(" :*")


@lru_cache(maxsize=4096)
def split_currency(cell: str) -> tuple[str, str]:
    """(folded name without the currency, the currency or nothing): `Earnings (USD)` is (`earnings`, `USD`)."""
    name = folded_header(cell)
    found = _CURRENCY.search(name)
    if not found or found.start() == 0:
        return name, ""
    mark = found[1] or found[2]
    currency = _SIGNS.get(mark, mark.upper())
    return (name[: found.start()], currency) if currency in _CURRENCIES else (name, "")


def header_names(header: Sequence[str]) -> tuple[str, ...]:
    """The folded names of a header, currencies taken off; those that cannot be names are empty or left out."""
    return tuple(
        split_currency(cell)[0] if len(cell) <= _LONGEST_NAME else "" for cell in header[:MOST_COLUMNS]
    )
