"""The web service of MusicBrainz, played by a small server on this machine: its rules, moods and broken answers."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from takedown import __version__, musicbrainz_web
from takedown.errors import CatalogError, ExitCode, UsageError
from takedown.musicbrainz_web import Service, fetch_release, release_id, user_agent
from takedown.readers.libraries.musicbrainz import release_source
from takedown.sources import SourceRow

MBID = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
PAGE = f"/ws/2/release/{MBID}?inc=recordings+isrcs+labels+artist-credits&fmt=json"
BODY = json.dumps(
    {
        "title": "Harbour Lights",
        "artist-credit": [{"name": "The Example Lights"}],
        "media": [{"tracks": [{"title": "Night Bus", "recording": {"isrcs": ["ZZEXA2600001"]}}]}],
    }
).encode()
JSON = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(BODY))}


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next of the played answers, the last one again and again."""

    server: "Played"

    def do_GET(self) -> None:
        played = self.server
        played.asked.append((self.path, dict(self.headers.items())))
        play = played.answers[0] if len(played.answers) == 1 else played.answers.pop(0)
        with contextlib.suppress(OSError):
            play(self)

    def log_message(self, *args: object) -> None:
        """Be silent."""


class Played(ThreadingHTTPServer):
    """The server, what it was asked, and what it will answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: list[Callable[[Handler], None]] = [answer()]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@dataclass
class Clock:
    """A clock that only moves when somebody waits, or is told to."""

    time: float = 1_000.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


def answer(status: int = 200, body: bytes = BODY, **headers: str) -> Callable[[Handler], None]:
    def play(handler: Handler) -> None:
        handler.send_response_only(status)
        for name, value in {**JSON, **{key.replace("_", "-"): text for key, text in headers.items()}}.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return play


@pytest.fixture
def server() -> Iterator[Played]:
    played = Played()
    thread = threading.Thread(target=played.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield played
    played.shutdown()
    thread.join()
    played.server_close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fetch(server: Played, clock: Clock, release: str = MBID) -> bytes:
    return fetch_release(
        release, server=server.address, pause=clock.pause, now=clock.now, user_agent=user_agent()
    )


def refused(server: Played, clock: Clock) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        fetch(server, clock)
    assert caught.value.exit_code is ExitCode.CANNOT_START
    assert caught.value.message.startswith("musicbrainz: ")
    assert caught.value.hint
    return caught.value


def test_a_release_is_fetched_as_json_that_the_reader_takes(server: Played, clock: Clock) -> None:
    content = fetch(server, clock)

    (row,) = release_source(content, name="musicbrainz").rows
    assert isinstance(row, SourceRow)
    assert row.cells["isrc"] == "ZZEXA2600001"
    assert clock.waits == []


def test_the_request_says_who_asks_and_wants_plain_json(server: Played, clock: Clock) -> None:
    fetch(server, clock)

    ((path, headers),) = server.asked
    assert path == PAGE
    assert headers["User-Agent"] == f"takedown/{__version__}"
    assert headers["Accept"] == "application/json"
    assert headers["Accept-Encoding"] == "identity"
    assert set(headers) <= {"User-Agent", "Accept", "Accept-Encoding", "Host", "Connection"}


@pytest.mark.parametrize(
    "text",
    [
        MBID,
        f" {MBID.upper()} ",
        f"https://musicbrainz.org/release/{MBID}",
        f"http://musicbrainz.org/release/{MBID}/",
        f"https://beta.musicbrainz.org/release/{MBID}/details?x=1#top",
        f"musicbrainz.org/release/{MBID}/cover-art",
        f"https://musicbrainz.org/ws/2/release/{MBID}?fmt=json",
    ],
)
def test_an_id_and_every_page_of_a_release_name_it(text: str) -> None:
    assert release_id(text) == MBID


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no release of MusicBrainz"),
        ("Harbour Lights", "is no release of MusicBrainz"),
        (f"https://example.com/release/{MBID}", "is no release of MusicBrainz"),
        (f"https://musicbrainz.org.example.com/release/{MBID}", "is no release of MusicBrainz"),
        (f"https://musicbrainz.org@example.com/release/{MBID}", "is no release of MusicBrainz"),
        ("https://[musicbrainz.org/release/", "is no release of MusicBrainz"),
        (f"https://musicbrainz.org/recording/{MBID}", "is a recording of MusicBrainz, not a release"),
        (f"https://musicbrainz.org/release-group/{MBID}", "is a release-group of MusicBrainz, not a release"),
        ("https://musicbrainz.org/release/1234", "holds no whole id of a release"),
        (f"https://musicbrainz.org/release/{MBID}0", "holds no whole id of a release"),
        ("\x1b[2J", "<U+001B>[2J"),
    ],
)
def test_what_names_no_release_is_refused_before_anything_is_asked(
    server: Played, clock: Clock, text: str, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        fetch(server, clock, text)

    assert message in caught.value.message
    assert "\x1b" not in caught.value.message
    assert caught.value.hint
    assert server.asked == []


def test_the_hint_for_a_release_group_is_to_open_one_of_its_editions() -> None:
    with pytest.raises(UsageError) as caught:
        release_id(f"https://musicbrainz.org/release-group/{MBID}")

    assert "open one of them" in caught.value.hint


def test_requests_of_one_run_are_a_second_apart(server: Played, clock: Clock) -> None:
    service = Service(server=server.address, pause=clock.pause, now=clock.now, user_agent=user_agent())

    service.fetch(MBID)
    clock.time += 0.25
    service.fetch(OTHER)
    clock.time += 5
    service.fetch(MBID)

    assert clock.waits == [0.75]
    assert len(server.asked) == 3


def test_a_clock_that_goes_back_does_not_hurry_the_requests(server: Played, clock: Clock) -> None:
    service = Service(server=server.address, pause=clock.pause, now=clock.now, user_agent=user_agent())

    service.fetch(MBID)
    clock.time -= 500
    service.fetch(MBID)

    assert clock.waits == [1.0]


def test_a_busy_server_is_asked_again_when_it_says_so(server: Played, clock: Clock) -> None:
    server.answers = [answer(503, Retry_After="7"), answer(429, Retry_After="0"), answer()]

    assert fetch(server, clock) == BODY
    assert clock.waits == [7.0, 1.0]
    assert len(server.asked) == 3


def test_a_busy_server_that_does_not_say_when_is_given_some_seconds(server: Played, clock: Clock) -> None:
    server.answers = [answer(503), answer(503, Retry_After="soon"), answer()]

    assert fetch(server, clock) == BODY
    assert clock.waits == [5.0, 5.0]


def test_a_time_to_come_back_is_read_against_the_clock_of_the_server(server: Played, clock: Clock) -> None:
    server.answers = [
        answer(503, Date="Sun, 22 Nov 2026 10:00:00 GMT", Retry_After="Sun, 22 Nov 2026 10:00:09 GMT"),
        answer(),
    ]

    assert fetch(server, clock) == BODY
    assert clock.waits == [9.0]


def test_a_server_that_stays_busy_is_left_alone_after_a_few_times(server: Played, clock: Clock) -> None:
    server.answers = [answer(503, Retry_After="2")]

    error = refused(server, clock)

    assert error.message == "musicbrainz: the server is busy (answer 503)"
    assert "try again in 1 minute," in error.hint
    assert "import the file" in error.hint
    assert len(server.asked) == musicbrainz_web.TRIES


def test_a_long_wait_is_not_sat_out_but_said(server: Played, clock: Clock) -> None:
    server.answers = [answer(503, Retry_After="600")]

    assert "try again in 10 minutes" in refused(server, clock).hint
    assert clock.waits == []
    assert len(server.asked) == 1


def test_a_release_that_is_not_there_is_said(server: Played, clock: Clock) -> None:
    server.answers = [answer(404)]

    error = refused(server, clock)

    assert f"there is no release {MBID}" in error.message
    assert "release group" in error.hint


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502, 204])
def test_any_other_refusal_names_its_number_and_another_way(
    server: Played, clock: Clock, status: int
) -> None:
    server.answers = [answer(status, b"", Content_Length="0")]

    error = refused(server, clock)

    assert f"answer {status}" in error.message
    assert f"https://musicbrainz.org{PAGE}" in error.hint
    assert len(server.asked) == 1


def test_a_redirect_on_the_same_server_is_followed_a_second_later(server: Played, clock: Clock) -> None:
    server.answers = [answer(301, b"", Location=f"/ws/2/release/{OTHER}", Content_Length="0"), answer()]

    assert fetch(server, clock) == BODY
    assert [path for path, _ in server.asked] == [PAGE, f"/ws/2/release/{OTHER}"]
    assert clock.waits == [1.0]


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/x",
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "http://[bad",
        "",
    ],
)
def test_a_redirect_to_another_place_is_refused(server: Played, clock: Clock, target: str) -> None:
    server.answers = [answer(302, b"", Location=target, Content_Length="0")]

    assert "sends us to another place" in refused(server, clock).message
    assert len(server.asked) == 1


def test_redirects_in_a_circle_end(server: Played, clock: Clock) -> None:
    server.answers = [answer(301, b"", Location=PAGE, Content_Length="0")]

    assert "redirected too often" in refused(server, clock).message
    assert len(server.asked) == musicbrainz_web.TRIES


def test_a_web_page_instead_of_json_is_refused(server: Played, clock: Clock) -> None:
    server.answers = [answer(body=b"<html>", Content_Type="text/html", Content_Length="6")]

    assert "answers with 'text/html', not with JSON" in refused(server, clock).message


def test_a_packed_answer_is_refused(server: Played, clock: Clock) -> None:
    server.answers = [answer(Content_Encoding="gzip")]

    assert "packed ('gzip'), which was not asked for" in refused(server, clock).message


def test_an_answer_that_is_cut_off_is_refused(server: Played, clock: Clock) -> None:
    server.answers = [answer(body=BODY[:50])]

    assert f"cut off after 50 of {len(BODY)} bytes" in refused(server, clock).message


def test_an_answer_in_pieces_that_is_cut_off_is_refused(server: Played, clock: Clock) -> None:
    def play(handler: Handler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.close_connection = True
        answer(body=b"ff\r\nabc", Transfer_Encoding="chunked", Content_Length="")(handler)

    server.answers = [play]

    assert "cut off" in refused(server, clock).message


def test_an_answer_without_end_is_stopped_at_the_cap(
    server: Played, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(musicbrainz_web, "MAX_BYTES", 100_000)

    def play(handler: Handler) -> None:
        answer(body=b"[", Content_Length="")(handler)
        while True:
            handler.wfile.write(b" " * 10_000)

    server.answers = [play]

    assert "more than" in refused(server, clock).message


def test_a_server_that_says_nothing_is_given_up(
    server: Played, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(musicbrainz_web, "TIMEOUT", 0.1)
    release = threading.Event()
    server.answers = [lambda _: release.wait(5) and None]

    started = time.monotonic()
    error = refused(server, clock)
    release.set()

    assert error.message == "musicbrainz: no answer in time"
    assert time.monotonic() - started < 3


def test_a_server_that_drips_is_given_up_as_a_whole(server: Played) -> None:
    ticks = iter(range(0, 100_000, 50))

    def play(handler: Handler) -> None:
        answer(body=b"[", Content_Length="1000")(handler)
        for _ in range(20):
            handler.wfile.write(b" ")
            time.sleep(0.02)

    server.answers = [play]

    with pytest.raises(CatalogError, match="no answer in time"):
        fetch_release(
            MBID,
            server=server.address,
            pause=lambda _: None,
            now=lambda: float(next(ticks)),
            user_agent=user_agent(),
        )


@pytest.mark.parametrize("words", [b"", b"\x1b[2J nonsense\r\n\r\n", b"SSH-2.0-example\r\n"])
def test_a_server_that_speaks_something_else_is_said(clock: Clock, words: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def play() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4_096)
                connection.sendall(words)

        thread = threading.Thread(target=play)
        thread.start()
        with pytest.raises(CatalogError) as caught:
            fetch_release(
                MBID,
                server=f"http://127.0.0.1:{listening.getsockname()[1]}",
                pause=clock.pause,
                now=clock.now,
                user_agent=user_agent(),
            )
        thread.join()

    assert "not reached" in caught.value.message
    assert caught.value.message.isprintable()


def test_without_a_network_a_saved_file_is_told_of(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(CatalogError, match="not reached") as caught:
        fetch_release(
            MBID, server=f"http://127.0.0.1:{port}", pause=clock.pause, now=clock.now, user_agent=user_agent()
        )

    assert "look whether the network is there" in caught.value.hint
    assert "save the page, and import the file" in caught.value.hint


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_is_not_asked_for_what_is_on_this_machine(
    server: Played, clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1/")
    monkeypatch.delenv("no_proxy", raising=False)

    assert fetch(server, clock) == BODY


def test_a_proxy_of_the_user_is_asked_for_the_world(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        asked: list[bytes] = []

        def play() -> None:
            connection, _ = proxy.accept()
            with connection:
                asked.append(connection.recv(4_096))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=play)
        thread.start()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(CatalogError, match="not reached"):
            fetch_release(
                MBID,
                server="https://example.org",
                pause=clock.pause,
                now=clock.now,
                user_agent=user_agent(),
            )
        thread.join()

    assert asked[0].startswith(b"CONNECT example.org:443 ")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://musicbrainz.org", "is not encrypted"),
        ("http://10.0.0.1:5000", "is not encrypted"),
        ("ftp://musicbrainz.org", "is no server"),
        ("file:///etc", "is no server"),
        ("musicbrainz.org", "is no server"),
        ("https://user:word@musicbrainz.org", "is no server"),
        ("https://musicbrainz.org:port", "is no server"),
        ("", "is no server"),
    ],
)
def test_another_server_is_taken_only_encrypted_or_on_this_machine(
    clock: Clock, address: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Service(server=address, pause=clock.pause, now=clock.now, user_agent=user_agent())
    assert caught.value.hint


@pytest.mark.parametrize(
    "address", ["https://musicbrainz.org/", "http://localhost:5000", "http://[::1]:5000"]
)
def test_a_server_of_ones_own_can_be_named(clock: Clock, address: str) -> None:
    assert Service(server=address, pause=clock.pause, now=clock.now, user_agent=user_agent())
