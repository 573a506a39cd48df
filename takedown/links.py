"""Links that people paste: whose page it is, its ASIN, and its address without what tracks the reader.

Strings in, a `FoundLink` or `IdentifierError` out. Known are Amazon's product pages and albums, Spotify's addresses
and URIs, Apple's albums with `?i=` for a track, and the pages of the other platforms (`takedown.pages`).
"""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from takedown.frozen import dataclass
from takedown.identifiers import IdentifierError, asin
from takedown.pages import HOST as _OTHER_HOST
from takedown.pages import known_page as _other_page
from takedown.patterns import pattern

#: The columns of links.csv: one line for each item and platform, to be filled in by hand.
LINK_COLUMNS = ("artist", "release", "track", "upc", "isrc", "platform", "asin", "url")

_COPY = "copy the address of the page from your browser; it begins with https://"
_SCHEME = pattern(r"([a-z][a-z0-9+-]*):(//)?", re.IGNORECASE)
#: What a browser would run or open on the computer itself, also without slashes.
_NO_PAGE = frozenset({"javascript", "vbscript", "data", "file", "blob", "about", "view-source"})
_PLAIN_ASIN = pattern(r"B0[A-Z0-9]{8}", re.IGNORECASE)
_ASIN = pattern(r"B0[A-Z0-9]{8}|[0-9]{9}[0-9X]")
_AMAZON = pattern(r"(?:[a-z-]+\.)?amazon\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
#: Where an ASIN stands in the path of a page of Amazon's.
_AMAZON_PATH = pattern(
    r"/(?:dp|gp/product|gp/aw/d|exec/obidos/asin|albums|tracks)/(?:product/)?([a-z0-9]{10})(?![a-z0-9])",
    re.IGNORECASE,
)
_SPOTIFY_KINDS = "album|track|show|episode"
_SPOTIFY_PATH = pattern(rf"/(?:intl-[a-z-]+/)?(?:embed/)?({_SPOTIFY_KINDS})/([0-9A-Za-z]{{22}})/?", re.ASCII)
_SPOTIFY_URI = pattern(rf"spotify:({_SPOTIFY_KINDS}):([0-9A-Za-z]{{22}})", re.ASCII)
_APPLE_HOSTS = frozenset({"music.apple.com", "geo.music.apple.com", "itunes.apple.com", "podcasts.apple.com"})
_KNOWN_HOST = pattern(
    rf"(?:{_AMAZON.pattern}|open\.spotify\.com|(?:geo\.)?music\.apple\.com|itunes\.apple\.com|{_OTHER_HOST})(?=[/?#])",
    re.IGNORECASE,
)
AMAZON, SPOTIFY, APPLE = "Amazon", "Spotify", "Apple"
#: The next step for a `doubt`.
DOUBT_HINT = "open the page, keep the ASIN or the address of the right one, and empty the other cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """What a pasted text says: the company, an ASIN and an address, each empty where it says none.

    `track_asin` is the track's own where the page is an album's with one track picked out (`?trackAsin=`).
    """

    company: str = ""
    """As records of platforms call it: `Amazon`, `Spotify`, `Apple` …; empty for any other page."""
    asin: str = ""
    track_asin: str = ""
    url: str = ""
    doubt: str = ""
    """Why the address is not to be shown beside the ASIN; empty where both are of one product."""

    def asin_of(self, *, recording: bool) -> str:
        """The ASIN of the recording, where one is meant and named; else of the page."""
        return (self.track_asin if recording else "") or self.asin


def read_link(text: str) -> FoundLink:
    """Read a pasted link or an ASIN. A page that is not recognised stays as it was written.

    Raises IdentifierError for an address that is no page: one that a browser would run, or a file of one computer.
    """
    plain = text.strip()
    # browsers skip control characters inside a scheme: `java<TAB>script:`
    bare = "".join(each for each in plain if each.isprintable() and not each.isspace())
    if _PLAIN_ASIN.fullmatch(bare):
        return FoundLink(company=AMAZON, asin=asin(bare))
    uri = _SPOTIFY_URI.fullmatch(bare)
    if uri:
        return FoundLink(company=SPOTIFY, url=f"https://open.spotify.com/{uri[1]}/{uri[2]}")
    scheme = _SCHEME.match(bare)
    name = scheme[1].casefold() if scheme else ""
    is_page = name in ("http", "https")
    if scheme and not is_page and (scheme[2] or name in _NO_PAGE):
        raise IdentifierError(f"'{text}' is no address of a page: it begins with {name}:", _COPY)
    parts = _split(text, bare if is_page else f"https://{bare}" if _KNOWN_HOST.match(bare) else "")
    return (parts and _known_page(parts, plain)) or FoundLink(url=plain)


def _known_page(parts: SplitResult, plain: str) -> FoundLink | None:
    host = (parts.hostname or "").casefold()
    if _AMAZON.fullmatch(host):
        return _amazon(parts, host) or FoundLink(company=AMAZON, url=plain)
    if host == "open.spotify.com":
        return _spotify(parts) or FoundLink(company=SPOTIFY, url=plain)
    if host in _APPLE_HOSTS:
        return _apple(parts, host)
    company, url = _other_page(parts)
    return FoundLink(company=company, url=url or plain) if company else None


def looks_like_link(text: str) -> bool:
    """Whether a value in another column is really an address."""
    bare = "".join(text.split())
    return "://" in bare or bool(_KNOWN_HOST.match(bare) or _SPOTIFY_URI.fullmatch(bare))


def is_web_address(text: str) -> bool:
    """Whether a text is an http or https address that names a site."""
    try:
        parts = _split(text, text if text.casefold().startswith(("http://", "https://")) else "")
    except IdentifierError:
        return False
    return parts is not None and not any(each.isspace() for each in text)


def _split(text: str, address: str) -> SplitResult | None:
    if not address:
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port  # read, because a port that is no number is found only then
    except ValueError as error:
        raise IdentifierError(f"'{text}' is no address of a page: it cannot be taken apart", _COPY) from error
    if not parts.hostname:
        raise IdentifierError(f"'{text}' is no address of a page: it names no site", _COPY)
    return parts


def _query(parts: SplitResult) -> Mapping[str, str]:
    """The first value of each key, keys folded."""
    return {key.casefold(): values[0] for key, values in parse_qs(parts.query).items()}


def _ascii(path: str) -> str:
    """A path in the characters that any letter can print."""
    return quote(path, safe="/%:@!$&'()*+,;=~-._")


def _amazon(parts: SplitResult, host: str) -> FoundLink | None:
    found = _AMAZON_PATH.search(parts.path)
    code = found[1].upper() if found else ""
    if not _ASIN.fullmatch(code):
        return None
    track = _query(parts).get("trackasin", "").upper()
    track = track if _PLAIN_ASIN.fullmatch(track) else ""
    if host.startswith("music."):
        kind = "tracks" if "/tracks/" in parts.path.casefold() else "albums"
        url = f"https://{host}/{kind}/{code}" + (f"?{urlencode({'trackAsin': track})}" if track else "")
    else:
        url = f"https://www.{host[host.index('amazon.') :]}/dp/{code}"
    return FoundLink(company=AMAZON, asin=code, track_asin=track, url=url)


def _spotify(parts: SplitResult) -> FoundLink | None:
    found = _SPOTIFY_PATH.fullmatch(parts.path)
    return (
        FoundLink(company=SPOTIFY, url=f"https://open.spotify.com/{found[1]}/{found[2]}") if found else None
    )


def _apple(parts: SplitResult, host: str) -> FoundLink:
    track = _query(parts).get("i", "")
    address = f"https://{host.removeprefix('geo.')}{_ascii(parts.path)}"
    return FoundLink(
        company=APPLE, url=f"{address}?i={track}" if track.isascii() and track.isdigit() else address
    )


class LinkError(IdentifierError):
    """One of two cells, asin and url, cannot be used; `column` says which."""

    def __init__(self, column: str, problem: str, fix: str) -> None:
        super().__init__(problem, fix)
        self.column = column


def sort_out(code: str, address: str, *, recording: bool) -> FoundLink:
    """Read the cells asin and url together: an address in the one or an ASIN in the other is moved.

    An ASIN that is written down wins over that of the address: each country's store has its own. Such an address is of
    another product then, which the `doubt` says. Raises LinkError.
    """
    first = _in_column("asin", code)
    second = _in_column("url", address)
    own = first.asin_of(recording=recording)
    if first.url and second.url and not own and first.url != second.url:
        raise LinkError(
            "asin",
            f"'{code}' is an address, and the url column has another",
            "write one line for each platform into links.csv, or keep one of the two",
        )
    if own and second.asin and not second.url and own != second.asin:
        raise LinkError(
            "url",
            f"'{address}' is an ASIN, and the asin column has another",
            "keep the one that stands in the address of the page",
        )
    return FoundLink(
        company=first.company or second.company,
        asin=own or second.asin_of(recording=recording),
        # letters print an address as it stands in its own column; a moved one has plain characters only
        url=second.url or quote(first.url, safe="/%:@!$&'()*+,;=~-._?#[]"),
        doubt=f"'{address}' is the page of {second.asin}, and the asin column says {own}: no letter shows the address"
        if is_of_another(second, own)
        else "",
    )


def is_of_another(page: FoundLink, code: str) -> bool:
    """Whether a page is that of another product than an ASIN."""
    return bool(code and page.asin) and code not in (page.asin, page.track_asin)


def companies(code: str, address: str) -> Mapping[str, str]:
    """Of the cells asin and url, those that are of a known company: column → company. Raises LinkError."""
    found = {"asin": _in_column("asin", code), "url": _in_column("url", address)}
    return {column: link.company for column, link in found.items() if link.company}


def _in_column(column: str, text: str) -> FoundLink:
    try:
        if column == "url" or looks_like_link(text):
            return read_link(text) if text else FoundLink()
        return FoundLink(company=AMAZON, asin=asin(text)) if text else FoundLink()
    except IdentifierError as error:
        raise LinkError(column, error.problem, error.fix) from error
