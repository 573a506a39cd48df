"""Asks the web service of MusicBrainz for a release, by its rules: one request in a second, and say who asks.

Rules: musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting. What comes back is JSON as bytes, which
`takedown.readers.libraries.musicbrainz` reads as it reads a saved file. Nothing of the workspace is sent, only the id.
"""

import re
from collections.abc import Callable
from email.message import Message
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import takedown
from takedown.errors import CatalogError, UsageError
from takedown.readers.plain.columns import visible

SERVER = "https://musicbrainz.org"
INCLUDED = "recordings+isrcs+labels+artist-credits"
MAX_BYTES = 20_000_000

#: Seconds from one request to the next.
SPACING = 1.0
#: Seconds without a byte, and for one answer as a whole.
TIMEOUT = 20.0
DEADLINE = 90.0
#: How often a busy server or a redirect is followed up, and the longest wait that is sat out.
TRIES = 4
LONGEST_WAIT = 60.0
_BUSY_WAIT = 5.0

_OK, _NOT_FOUND = 200, 404
_BUSY = frozenset({429, 503})
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ENTITY = re.compile(r"/(?:ws/2/)?([a-z-]+)/([^/]+)")
_HOSTS = re.compile(r"(?:[a-z-]+\.)?musicbrainz\.org")
_JSON = frozenset({"application/json", "text/json"})


def user_agent() -> str:
    """Name this program and its version, as the service wants it."""
    return f"takedown/{takedown.__version__}"


def release_id(text: str) -> str:
    """Find the id of a release in an id, or in the address of any of its pages; UsageError where there is none."""
    plain = text.strip()
    if _MBID.fullmatch(plain.lower()):
        return plain.lower()
    wanted = "open the release at musicbrainz.org and copy its address: https://musicbrainz.org/release/ and the id"
    try:
        address = urlsplit(plain if "//" in plain else f"https://{plain}")
        host = address.hostname or ""
    except ValueError:
        address, host = urlsplit(""), ""
    entity = _ENTITY.match(address.path)
    if not _HOSTS.fullmatch(host) or not entity:
        raise UsageError(f"'{visible(plain)}' is no release of MusicBrainz", hint=wanted)
    if entity[1] != "release":
        hint = "it holds all editions: open one of them, and copy its address"
        raise UsageError(
            f"'{visible(plain)}' is a {entity[1]} of MusicBrainz, not a release",
            hint=hint if entity[1] == "release-group" else wanted,
        )
    if not _MBID.fullmatch(entity[2].lower()):
        raise UsageError(f"'{visible(plain)}' holds no whole id of a release", hint=wanted)
    return entity[2].lower()


def fetch_release(
    release: str,
    *,
    server: str = SERVER,
    pause: Callable[[float], None],
    now: Callable[[], float],
    user_agent: str,
) -> bytes:
    """Fetch the JSON of one release; for several ones keep a `Service`, which spaces its requests."""
    return Service(server=server, pause=pause, now=now, user_agent=user_agent).fetch(release)


class Service:
    """The web service: spaces the requests of one run, whatever they are for."""

    def __init__(
        self,
        *,
        server: str = SERVER,
        pause: Callable[[float], None],
        now: Callable[[], float],
        user_agent: str,
    ) -> None:
        self._server = _checked_server(server)
        self._pause = pause
        self._now = now
        self._user_agent = user_agent
        self._last: float | None = None

    def fetch(self, release: str) -> bytes:
        """Fetch the JSON of a release, given by its id or address.

        UsageError where that is no release; CatalogError, with what to do instead, where the service does not give it.
        """
        wanted = release_id(release)
        page = f"/ws/2/release/{wanted}?inc={INCLUDED}&fmt=json"
        address = urljoin(self._server.geturl(), page)
        by_hand = f"or open {SERVER}{page} in a browser, save the page, and import the file"
        for attempt in range(TRIES):
            answer = self._ask(address, by_hand)
            if answer.status == _OK:
                return answer.content
            if answer.status in _MOVED:
                address = self._moved(address, answer, by_hand)
            elif answer.status in _BUSY:
                self._wait(answer, is_last=attempt == TRIES - 1, by_hand=by_hand)
            else:
                raise self._refused(answer.status, wanted, by_hand)
        raise CatalogError("musicbrainz: redirected too often", hint=by_hand)

    def _ask(self, address: str, by_hand: str) -> "_Answer":
        """Ask once, not before a second after the last time."""
        from http.client import HTTPException

        if self._last is not None:
            # At least the spacing, whatever the clock does: one that stands still or goes back must not hurry us.
            gone = max(0.0, self._now() - self._last)
            if gone < SPACING:
                self._pause(SPACING - gone)
        self._last = self._now()
        try:
            return _get(address, self._user_agent, self._now)
        except _UnfitError as error:
            raise CatalogError(f"musicbrainz: {error}", hint=f"try again later, {by_hand}") from error
        except TimeoutError as error:
            raise CatalogError(
                "musicbrainz: no answer in time", hint=f"try again later, {by_hand}"
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            raise CatalogError(
                f"musicbrainz: not reached ({_reason(error)})",
                hint=f"look whether the network is there, and try again; {by_hand}",
            ) from error

    def _moved(self, address: str, answer: "_Answer", by_hand: str) -> str:
        """Follow a redirect on the same server only."""
        place = str(answer.headers.get("Location", ""))
        try:
            target = urljoin(address, place)
            where = urlsplit(target)
        except ValueError:
            target, where = "", urlsplit("")
        if not place or (where.scheme, where.netloc) != (self._server.scheme, self._server.netloc):
            raise CatalogError(
                f"musicbrainz: sends us to another place ('{visible(place[:200])}')", hint=by_hand
            )
        return target

    def _wait(self, answer: "_Answer", *, is_last: bool, by_hand: str) -> None:
        """Wait as long as a busy server asks, or say when to come back."""
        seconds = _retry_after(answer.headers)
        if is_last or seconds > LONGEST_WAIT:
            minutes = max(1, -(-int(seconds) // 60))
            raise CatalogError(
                f"musicbrainz: the server is busy (answer {answer.status})",
                hint=f"try again in {minutes} minute{'s' if minutes > 1 else ''}, {by_hand}",
            )
        self._pause(max(seconds, SPACING))

    def _refused(self, status: int, wanted: str, by_hand: str) -> CatalogError:
        if status == _NOT_FOUND:
            return CatalogError(
                f"musicbrainz: there is no release {wanted} (answer 404)",
                hint="copy the address of the release again; the id may be of its release group, or deleted",
            )
        return CatalogError(
            f"musicbrainz: the server refused (answer {status})", hint=f"try again later, {by_hand}"
        )


class _UnfitError(Exception):
    """An answer that cannot be the JSON of a release."""


class _Answer:
    """Status, headers and content of an answer."""

    def __init__(self, status: int, headers: Message, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content


def _checked_server(server: str) -> SplitResult:
    """HTTPS only, except on this machine; UsageError for anything else."""
    try:
        address = urlsplit(server)
        host, _ = address.hostname or "", address.port
    except ValueError:
        address, host = urlsplit(""), ""
    if not host or address.scheme not in ("https", "http") or "@" in address.netloc:
        raise UsageError(
            f"'{visible(server)}' is no server of MusicBrainz", hint=f"leave it out: it is {SERVER}"
        )
    if address.scheme == "http" and not _is_own_machine(host):
        raise UsageError(f"'{visible(server)}' is not encrypted", hint="write https:// instead of http://")
    return SplitResult(address.scheme, address.netloc, "/", "", "")


def _is_own_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _get(address: str, user_agent: str, now: Callable[[], float]) -> _Answer:
    """Make one request. The errors of http.client, and OSError, come as they are."""
    from urllib.error import HTTPError
    from urllib.request import (
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
        HTTPHandler,
        HTTPSHandler,
        OpenerDirector,
        ProxyHandler,
        Request,
    )

    # Put together by hand: no redirects behind our back, and no other schemes than these two.
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    if not _is_own_machine(urlsplit(address).hostname or ""):
        opener.add_handler(ProxyHandler())
    request = Request(  # noqa: S310 – the scheme is checked in _checked_server and _moved
        address,
        headers={"User-Agent": user_agent, "Accept": "application/json", "Accept-Encoding": "identity"},
    )
    started = now()
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            return _Answer(response.status, response.headers, _content(response, started, now))
    except HTTPError as error:
        with error:
            return _Answer(error.code, error.headers, b"")


def _content(response: Any, started: float, now: Callable[[], float]) -> bytes:
    """Read the body up to the cap, whole; _UnfitError for anything that is no JSON."""
    from http.client import IncompleteRead

    kind = response.headers.get_content_type()
    if kind not in _JSON:
        raise _UnfitError(f"answers with '{visible(kind)}', not with JSON")
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed != "identity":
        raise _UnfitError(f"answers packed ('{visible(packed)}'), which was not asked for")
    body = bytearray()
    try:
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > MAX_BYTES:
                raise _UnfitError(f"answers with more than {MAX_BYTES // 1_000_000} MB")
            if now() - started > DEADLINE:
                raise TimeoutError
    except IncompleteRead as error:
        raise _UnfitError(f"the answer was cut off after {len(body):,} bytes") from error
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length) != len(body):
        raise _UnfitError(f"the answer was cut off after {len(body):,} of {int(length):,} bytes")
    return bytes(body)


def _retry_after(headers: Message) -> float:
    """Read in how many seconds to come back: a number, or a time, which is compared with the server's own clock."""
    text = str(headers.get("Retry-After", "")).strip()
    if text.isascii() and text.isdigit():
        return float(text[:6])
    try:
        gap = parsedate_to_datetime(text) - parsedate_to_datetime(str(headers.get("Date", "")))
    except (TypeError, ValueError):
        return _BUSY_WAIT
    return max(0.0, gap.total_seconds())


def _reason(error: Exception) -> str:
    """Say in one line why a server was not reached."""
    inner = getattr(error, "reason", error)
    return visible(str(getattr(inner, "strerror", None) or inner or type(inner).__name__))
