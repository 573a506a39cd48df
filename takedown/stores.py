"""Which platform a store's name in a statement means. Distributors name stores freely, so this is a table.

Amazon runs two platforms of the directory, the sale of downloads (amazon-digital) and streaming (amazon-music). A name
that could be either, or neither, means the company only.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITAL, _MUSIC, _SPOTIFY = "amazon-digital", "amazon-music", "spotify"

#: Folded name → platform; empty where the name says the company only.
_PLATFORMS = {
    "amazon downloads": _DIGITAL,  # DistroKid: "Amazon (downloads)"
    "amazon download": _DIGITAL,  # a store and its sales type: TuneCore "Amazon" + "Download"
    "amazon songs": _DIGITAL,  # DistroKid, older rows, beside "iTunes Songs"
    "amazon mp3": _DIGITAL,  # TuneCore and CD Baby, before 2015
    "amazonmp3": _DIGITAL,  # the same, written as one word
    "amazon digital music store": _DIGITAL,  # Amazon's own terms of use
    "amazon music download": _DIGITAL,  # store and sales type
    "amazon music downloads": _DIGITAL,
    "amazon prime": _MUSIC,  # DistroKid, Symphonic; also with a country: "Amazon Prime IN"
    "amazon prime streaming": _MUSIC,  # DistroKid: "Amazon Prime (streaming)"
    "amazon prime music": _MUSIC,  # the service's name until 2022
    "amazon music prime": _MUSIC,  # the service's name since
    "amazon prime unlimited": _MUSIC,  # DistroKid: "Amazon Prime/Unlimited"
    "amazon unlimited": _MUSIC,  # DistroKid, Believe
    "amazon unlimited streaming": _MUSIC,  # DistroKid: "Amazon Unlimited (streaming)"
    "amazon music unlimited": _MUSIC,  # Symphonic, FUGA
    "amazon music": _MUSIC,  # DistroKid; TuneCore where the sales type is a stream
    "amazon music streaming": _MUSIC,  # store and sales type
    "amazon music standard": _MUSIC,  # a tier of the service
    "amazon music free": _MUSIC,  # a tier of the service
    "amazon ad supported": _MUSIC,  # Symphonic, Believe
    "amazon music ad supported": _MUSIC,
    "amazon ads": _MUSIC,  # the free tier in reports of aggregators: "Amazon ADS"
    "amazon streaming": _MUSIC,  # store and sales type
    "amazon": "",  # Symphonic, FUGA: either use
    "amazon digital services": "",  # the company's name, as several distributors write it
    "amazon digital services inc": "",
    "amazon digital services llc": "",
    "amazon cloud": "",  # storage of bought music
    "amazon cloud drive": "",
    "amazon cloud player": "",
    "amazon on demand": "",  # discs made to order
    "amazon disc on demand": "",
    "amazon prime video": "",
}  # fmt: skip

#: No store has a longer name; what is longer is some other text.
_LONGEST = 100
_WORD = re.compile(r"[^\w]+")
#: Statements put the country behind the store: `Amazon Prime IN`, `Amazon Music Unlimited (US)`.
_COUNTRY = re.compile(r"[\s(\-]+[A-Z]{2}\)?\s*$")
_USES = (
    ("download", "Download"),
    ("stream", "Streaming"),
    ("subscription", "Streaming"),
    ("ad supported", "Streaming"),
)


@lru_cache(maxsize=1024)
def platform_of(store: str) -> str:
    """Find the slug of the platform that a store's name means; nothing where it is none, or not clear which."""
    for name in (store, _COUNTRY.sub("", store)) if len(store) <= _LONGEST else ():
        words = _words(name)
        if words in _PLATFORMS:
            return _PLATFORMS[words]
    return _SPOTIFY if company_of(store) == "Spotify" else ""


@lru_cache(maxsize=1024)
def company_of(store: str) -> str:
    """Name the company behind a store: Amazon or Spotify; nothing for others."""
    first = _words(store).partition(" ")[0]
    if first in {"amazon", "amazonmp3", "amazonmusic"}:
        return "Amazon"
    return "Spotify" if first == "spotify" else ""


@lru_cache(maxsize=1024)
def with_use(store: str, use: str) -> str:
    """Put the use that another column states behind a store of Amazon whose name leaves it open.

    `Amazon` and `Music Download` give `Amazon (Download)`; `Amazon Prime` stays, its name says enough.
    """
    if company_of(store) != "Amazon" or (platform_of(store) and _words(store) != "amazon music"):
        return store
    words = _words(use)
    said = next((label for mark, label in _USES if mark in words), "")
    named = f"{store} ({said})"
    return named if said and platform_of(named) else store


def _words(store: str) -> str:
    text = unicodedata.normalize("NFKC", store).casefold()
    return _WORD.sub(" ", text).strip()
