"""Pages of platforms whose addresses are only cleaned: YouTube, TIDAL, Deezer, SoundCloud, Bandcamp and others.

The address of a page, taken apart, in; the company and the address without what tracks the reader out.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote

from takedown.patterns import pattern

_VIDEO = pattern(r"[0-9A-Za-z_-]{11}", re.ASCII)
_LIST = pattern(r"[0-9A-Za-z_-]{2,64}", re.ASCII)
_YOUTUBE = "YouTube"
_YOUTUBE_HOST = pattern(r"(?:(?:www|m|music)\.)?youtube\.com|youtu\.be")
_YOUTUBE_PATH = pattern(r"/(?:shorts|embed|live)/([0-9A-Za-z_-]{11})/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Site:
    """The pages of one company. Of a path only the groups are kept; `host` is the one written, empty for the own."""

    company: str
    hosts: re.Pattern[str]
    host: str
    path: re.Pattern[str]


def _site(company: str, hosts: str, host: str, path: str) -> _Site:
    return _Site(company, pattern(hosts), host, pattern(path, re.ASCII))


#: Forms of addresses as in the records of the platforms (`links`). For Pandora and Qobuz the form is not known exactly,
#: so any path below an artist or an album counts. What is of no such form stays as it was written.
_SITES = (
    _site("TIDAL", r"(?:www\.|listen\.)?tidal\.com", "tidal.com", r"/(?:browse/)?(album|track)/([0-9]+)/?"),
    _site("Deezer", r"(?:www\.)?deezer\.com", "www.deezer.com", r"/(?:[a-z]{2}/)?(album|track)/([0-9]+)/?"),
    _site(
        "SoundCloud", r"(?:www\.|m\.)?soundcloud\.com", "soundcloud.com", r"/([\w-]+)/((?:sets/)?[\w-]+)/?"
    ),
    _site("Bandcamp", r"[a-z0-9-]+\.bandcamp\.com", "", r"/(album|track)/([^/]+)/?"),
    _site("Pandora", r"(?:www\.)?pandora\.com", "www.pandora.com", r"/(artist/[^?#]*[^/?#])/?"),
    _site(
        "Qobuz",
        r"(?:(?:www|play|open)\.)?qobuz\.com",
        "",
        r"/((?:[a-z]{2}-[a-z]{2}/)?album/[^?#]*[^/?#])/?",
    ),
    _site("TikTok", r"(?:www\.|m\.)?tiktok\.com", "www.tiktok.com", r"/(music)/([^/]+-[0-9]+)/?"),
)
#: The hosts of this module, for addresses that are written without https://.
HOST = "|".join([_YOUTUBE_HOST.pattern, *(site.hosts.pattern for site in _SITES)])


def known_page(parts: SplitResult) -> tuple[str, str]:
    """Name the company of a page and its clean address: each empty where it is not known."""
    host = (parts.hostname or "").casefold()
    if _YOUTUBE_HOST.fullmatch(host):
        return _YOUTUBE, _youtube(parts, host)
    for site in _SITES:
        if site.hosts.fullmatch(host):
            found = site.path.fullmatch(parts.path)
            return site.company, _address(site.host or host, *found.groups()) if found else ""
    return "", ""


def _address(host: str, *parts: str) -> str:
    """In the characters that any letter can print."""
    path = quote("/".join(parts), safe="/%:@!$&'()*+,;=~-._")
    return f"https://{host}/{path}"


def _youtube(parts: SplitResult, host: str) -> str:
    """The address of one video or one list; YouTube Music keeps its own host."""
    written = "music.youtube.com" if host.startswith("music.") else "www.youtube.com"
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    path = parts.path.rstrip("/")
    video = query.get("v", "") if path == "/watch" else ""
    if host == "youtu.be":
        video = path.removeprefix("/")
    elif found := _YOUTUBE_PATH.fullmatch(parts.path):
        video = found[1]
    if _VIDEO.fullmatch(video):
        return f"https://{written}/watch?v={video}"
    listed = query.get("list", "") if path == "/playlist" else ""
    return f"https://{written}/playlist?list={listed}" if _LIST.fullmatch(listed) else ""
