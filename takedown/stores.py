"""Which platform a store's name in a statement means. Distributors name stores freely, so this is a table.

A company with several platforms in the directory (Amazon, Apple, YouTube, Qobuz) is told from the name's own words: a
name that could be one or the other, or neither, means the company only.
"""

import unicodedata
from functools import lru_cache

from takedown.patterns import pattern

_DIGITAL, _MUSIC = "amazon-digital", "amazon-music"
_APPLE, _ITUNES = "apple-music", "itunes-store"
_ART_TRACKS, _CONTENT_ID = "youtube-music", "youtube-content-id"
_QOBUZ, _QOBUZ_STORE = "qobuz", "qobuz-store"

#: Folded name → platform. A name stands here because its own words say the use, because it is a service of the
#: platform's record (`services`), or because statements are known to write it so: "Amazon (downloads)", "Amazon
#: Prime/Unlimited", "Amazon Prime IN" and "Amazon Music" in royalty statements, as public importers of them read them.
#: Any other name of these companies says the company only: unknown stays unknown. So does a bare `iTunes`, `YouTube` or
#: `Qobuz`, which can be more than one thing.
PLATFORMS = {
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
    "apple music": _APPLE,
    "apple music streaming": _APPLE,
    "itunes store": _ITUNES,
    "itunes music store": _ITUNES,
    "itunes download": _ITUNES,
    "itunes downloads": _ITUNES,
    "apple itunes store": _ITUNES,
    "youtube music": _ART_TRACKS,
    "youtube art track": _ART_TRACKS,
    "youtube art tracks": _ART_TRACKS,
    "youtube music art tracks": _ART_TRACKS,
    "youtube content id": _CONTENT_ID,
    "youtube contentid": _CONTENT_ID,
    "qobuz streaming": _QOBUZ,
    "qobuz stream": _QOBUZ,
    "qobuz subscription": _QOBUZ,
    "qobuz download": _QOBUZ_STORE,
    "qobuz downloads": _QOBUZ_STORE,
    "qobuz download store": _QOBUZ_STORE,
}

#: First word of a store's name → company, as records of platforms call it.
COMPANIES = {
    "amazon": "Amazon",
    "amazonmp3": "Amazon",
    "amazonmusic": "Amazon",
    "anghami": "Anghami",
    "apple": "Apple",
    "bandcamp": "Bandcamp",
    "deezer": "Deezer",
    "itunes": "Apple",
    "napster": "Napster",
    "pandora": "Pandora",
    "qobuz": "Qobuz",
    "soundcloud": "SoundCloud",
    "spotify": "Spotify",
    "tidal": "TIDAL",
    "tiktok": "TikTok",
    "youtube": "YouTube",
}

#: Companies with one platform: whatever their store is called, it is that one.
ONLY = {
    "Anghami": "anghami",
    "Bandcamp": "bandcamp",
    "Deezer": "deezer",
    "Napster": "napster",
    "Pandora": "pandora",
    "SoundCloud": "soundcloud",
    "Spotify": "spotify",
    "TIDAL": "tidal",
    "TikTok": "tiktok",
}

#: No store has a longer name; what is longer is some other text.
_LONGEST = 100
_WORD = pattern(r"[\W_]+")
#: Statements put the country behind the store: `Amazon Prime IN`, `Amazon Music Unlimited (US)`.
_COUNTRY = pattern(r"[\s(\-]+[A-Z]{2}\)?\s*$")
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
        if words in PLATFORMS:
            return PLATFORMS[words]
    return ONLY.get(company_of(store), "")


@lru_cache(maxsize=1024)
def company_of(store: str) -> str:
    """Name the company behind a store, as the directory calls it; nothing for stores that it does not have."""
    return COMPANIES.get(_words(store).partition(" ")[0], "")


@lru_cache(maxsize=1024)
def with_use(store: str, use: str) -> str:
    """Put the use that another column states behind a store whose name leaves it open.

    `Amazon` and `Music Download` give `Amazon (Download)`, `Qobuz` and `Stream` give `Qobuz (Streaming)`; `Amazon
    Prime` stays, its name says enough.
    """
    if not company_of(store) or (platform_of(store) and _words(store) != "amazon music"):
        return store
    words = _words(use)
    said = next((label for mark, label in _USES if mark in words), "")
    named = f"{store} ({said})"
    return named if said and platform_of(named) else store


def _words(store: str) -> str:
    text = unicodedata.normalize("NFKC", store).casefold()
    return _WORD.sub(" ", text).strip()
