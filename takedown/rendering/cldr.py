"""Dates, numbers, plural forms and lists as the CLDR has them, for the locales of the shipped letters.

Babel reads all of a locale to say any of it, which takes a twentieth of the time of a short run. So what nearly every
letter needs is written here, as Babel 2.18 gives it; `tests/unit/rendering/test_cldr.py` holds both equal.
For any other locale, form or number Babel is asked.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from takedown.frozen import dataclass
from takedown.patterns import pattern

if TYPE_CHECKING:
    from babel import Locale

#: From here on some languages have a plural form for millions.
_LARGE = 1_000_000
_PLACE = pattern(r"\{[01]\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What letters need of a locale."""

    months: str
    """As they stand in a date, with spaces between."""
    forms: Mapping[str, str]
    """Form of a date → how day, month and year are put into it, as Babel has it in `DateTimePattern.format`."""
    group: str
    """What stands between thousands."""
    one: tuple[int, ...]
    """Numbers with the plural form `one`; all others below a million have `other`."""
    lists: Mapping[str, tuple[str, str, str]]
    """Style → what stands between texts, before the last of several, and between two."""


_KNOWN = {
    "de_DE": _Known(
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        forms={"long": "%(d)s. %(MMMM)s %(y)s"},
        group=".",
        one=(1,),
        lists={"and": (", ", " und ", " und "), "or": (", ", " oder ", " oder ")},
    ),
    "en_GB": _Known(
        months="January February March April May June July August September October November December",
        forms={"long": "%(d)s %(MMMM)s %(y)s"},
        group=",",
        one=(1,),
        lists={"and": (", ", " and ", " and "), "or": (", ", " or ", " or ")},
    ),
    "es_ES": _Known(
        months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        forms={"long": "%(d)s de %(MMMM)s de %(y)s"},
        group=".",
        one=(1,),
        lists={"and": (", ", " y ", " y "), "or": (", ", " o ", " o ")},
    ),
    "fr_FR": _Known(
        months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        forms={"long": "%(d)s %(MMMM)s %(y)s", "1'er' MMMM y": "1er %(MMMM)s %(y)s"},
        group="\u202f",
        one=(0, 1),
        lists={"and": (", ", " et ", " et "), "or": (", ", " ou ", " ou ")},
    ),
    "pt_BR": _Known(
        months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        forms={"long": "%(d)s de %(MMMM)s de %(y)s", "d'º' 'de' MMMM 'de' y": "%(d)sº de %(MMMM)s de %(y)s"},
        group=".",
        one=(0, 1),
        lists={"and": (", ", " e ", " e "), "or": (", ", " ou ", " ou ")},
    ),
}


@lru_cache(maxsize=16)
def locale_of(name: str) -> "Locale":
    """Babel is asked for a locale by name, always: what the machine is set to has no say."""
    from babel import Locale

    return Locale.parse(name)


@lru_cache(maxsize=512)  # releases of a day, and the days of a request, which are in all letters
def date_as(day: date, form: str, locale: str) -> str:
    """A day in a form of Babel's: `long`, or a pattern such as `d MMMM y`."""
    known = _KNOWN.get(locale)
    if known and form in known.forms:
        return known.forms[form] % {"d": day.day, "MMMM": known.months.split()[day.month - 1], "y": day.year}
    from babel.dates import format_date

    return format_date(day, format=form, locale=locale_of(locale))


def number_as(number: int | Decimal, locale: str) -> str:
    """A number with its thousands apart: `12,345`."""
    known = _KNOWN.get(locale)
    if known and isinstance(number, int) and 0 <= number < _LARGE:
        return f"{number:,}".replace(",", known.group)
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale_of(locale))


def plural_form(number: int, locale: str) -> str:
    """The form of a noun after a number, by its name in the CLDR: `one`, `few`, `other`."""
    known = _KNOWN.get(locale)
    if known and 0 <= number < _LARGE:
        return "one" if number in known.one else "other"
    return locale_of(locale).plural_form(number)


@lru_cache(maxsize=64)
def separators(locale: str, style: str, number: int) -> tuple[str, str]:
    """What stands between so many texts, and before the last; `style` is `and` or `or`."""
    known = _KNOWN.get(locale)
    if known:
        middle, end, two = known.lists[style]
    else:
        said = locale_of(locale).list_patterns["standard" if style == "and" else "or"]
        middle, end, two = (_PLACE.split(said[where])[1] for where in ("middle", "end", "2"))
    return middle, end if number > len("ab") else two
