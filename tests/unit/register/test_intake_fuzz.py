"""Whatever somebody sends, the intake goes on, and says of every file what became of it."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.answers import PNG, form, forwarded, letter, packed, paper

from takedown.directory import load_directory
from takedown.register.intake.taking import Situation, take_in
from takedown.register.rejected import read_rejected, rejected_bytes, replaced
from takedown.register.store import packed as kept
from takedown.register.store import unpacked

AT = Situation(directory=load_directory(), platforms=("spotify",), today=date(2026, 11, 22))
WHOLE = (
    letter("a@example.com", "help@tunecore.com"),
    forwarded("a@example.com", letter("help@tunecore.com", "a@example.com")),
    packed(notice__json=paper("Ana"), shot__png=PNG),
    paper("Ana"),
    b'{"schema": 1, "notices": [{"kind": "withdrawal", "demo": false, "items": [{"artist": "A"}]}]}',
    form(
        (
            "2026-11-20",
            "a@example.com",
            "Ana; Bo",
            "TuneCore",
            "submitted",
            "Spotify, Deezer",
            "no",
            "1",
            "a.png",
        )
    ).encode(),
)
SUFFIXES = st.sampled_from([".csv", ".xlsx", ".eml", ".mbox", ".zip", ".json", ".png", ".txt", ""])


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A whole file with some of its bytes changed, doubled or left out; or any bytes."""
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 40))] = draw(st.binary(max_size=30))
    return draw(st.one_of(st.just(bytes(content)), st.binary(max_size=300)))


@given(spoilt(), SUFFIXES)
def test_no_bytes_stop_the_intake_and_the_next_file_is_read(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / f"a{suffix}").write_bytes(content)
        (folder / "b.csv").write_text("Artist,Status\nGood One,sent\n")

        found = take_in([folder], (), AT)

        assert sum(found.files.values()) == 2
        assert any(answer.artist == "Good One" for answer in found.answers)
        assert all(unpacked(kept(answer)) == answer for answer in found.answers)
        assert all(one.reason and one.fix for one in found.rejected)
        (folder / "rejected-answers.csv").write_bytes(
            rejected_bytes(replaced((), found.rejected, found.read, folder))
        )
        assert len(read_rejected(folder)) == len(found.rejected)
        assert replaced(read_rejected(folder), (), found.read, folder) == ()
