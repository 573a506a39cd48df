"""Samplers in an interview: `Various Artists` is a word for many, and nobody who could be asked about."""

from datetime import date
from pathlib import Path

from takedown.directory import load_directory
from takedown.interview.music import known_music


def test_various_artists_is_not_counted_among_the_artists_and_those_of_the_tracks_are(tmp_path: Path) -> None:
    path = tmp_path / "catalog.csv"
    rows = (
        "artist,release,track,track_artist",
        "Various Artists,Sampler,Song 1,Ana",
        "V/A,Sampler 2,Song 2,VA",
    )
    path.write_text("\n".join((*rows, "Bo,Own,Song 3,Guest")), encoding="utf-8")

    assert known_music(path, load_directory(), today=date(2026, 11, 22)).artists == ("Ana", "Bo")
