"""Which platform a store's name in a statement means. Distributors name stores freely, so this is a table.

Amazon runs two platforms of the directory, the sale of downloads (amazon-digital) and streaming (amazon-music). A name
that could be either, or neither, means the company only.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITAL, _MUSIC, _SPOTIFY = "amazon-digital", "amazon-music", "spotify"

#: Folded name → platform. A name stands here because its own words say the use, because it is a service of the
#: platform's record (`services`), or because statements are known to write it so: "Amazon (downloads)", "Amazon
#: Prime/Unlimited", "Amazon Prime IN" and "Amazon Music" in royalty statements, as public importers of them read them.
#: Any other name of Amazon's says the company only: unknown stays unknown.
_PLATFORMS = {
    "amazon downloads": _DIGITAL,
    "amazon download": _DIGITAL,
    "amazon mp3": _DIGITAL,
    "amazonmp3": _DIGITAL,
    "amazon digital music store": _DIGITAL,
    "amazon music download": _DIGITAL,
    "amazon music downloads": _DIGITAL,
    "amazon prime": _MUSIC,
    "amazon prime streaming": _MUSIC,
    "amazon prime music": _MUSIC,
    "amazon prime unlimited": _MUSIC,
    "amazon music prime": _MUSIC,
    "amazon unlimited": _MUSIC,
    "amazon unlimited streaming": _MUSIC,
    "amazon music unlimited": _MUSIC,
    "amazon music standard": _MUSIC,
    "amazon music free with ads": _MUSIC,
    "amazon music free": _MUSIC,
    "amazon music": _MUSIC,
    "amazon music streaming": _MUSIC,
    "amazon streaming": _MUSIC,
    "amazon ad supported": _MUSIC,
    "amazon music ad supported": _MUSIC,
}

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
