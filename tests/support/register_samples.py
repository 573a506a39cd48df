"""Answers of a campaign in which everybody is invented: every outcome, every grade, every way to be in doubt."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from takedown.model import SourceRef
from takedown.register.overview import Overview, overview_of
from takedown.register.people import people_of
from takedown.register.values import Answer, Dkim, Grade, Outcome

DAY = date(2026, 11, 22)
PLATFORMS = ("amazon-music", "amazon-digital")
_NAMES = ("Lights", "Harbour", "Żółw", "Paper", "أضواء", "Snow", "Björk Beispiel", "Glass", "Trains", "Kites")
_DESKS = ("distrokid", "tunecore", "cdbaby", "onerpm", "symphonic", "The Orchard", "")
_ASKED = (Outcome.SUBMITTED, Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE, Outcome.SUBMITTED, Outcome.GONE)
_ALL = (*Outcome, *_ASKED)


def answers(number: int) -> Iterator[Answer]:
    """So many artists, some of whom said more than one thing."""
    for at in range(number):
        name = f"The {_NAMES[at % 10]} {_NAMES[at // 10 % 10]} {at}"
        day = DAY - timedelta(days=at * 7 % 23)
        yield _answer(at, name, day)
        if at % 37 == 5:
            yield told(name, outcome=Outcome.CANNOT, contact=f"other{at}@example.net", row=at + 2)
        if at % 41 == 7:
            yield told(
                name, outcome=Outcome.GONE, grade=Grade.OBSERVED, on=day - timedelta(days=1), row=at + 2
            )
        if at % 97 == 11:
            yield told(f"Left {at}", withdrawn=True, row=at + 2)


def _answer(at: int, name: str, day: date) -> Answer:
    outcome = _ALL[at % len(_ALL)]
    grade = Grade.REPORTED if outcome in (Outcome.PLEDGED, Outcome.CANNOT) else tuple(Grade)[at * 3 // 2 % 4]
    return told(
        name,
        contact=f"artist{at}@example.com",
        label=("", "", "Small Label", "Example Tapes")[at % 4],
        distributor=_DESKS[at % 7],
        platforms=((), PLATFORMS[:1], PLATFORMS[1:])[at % 3],
        outcome=outcome,
        on=day,
        grade=grade,
        dkim=tuple(Dkim)[at % 4] if grade is Grade.REPLY else Dkim.NOT_CHECKED,
        phase_one=True if at % 2 else None,
        publish=(None, True, False)[at % 3],
        row=at + 2,
    )


def told(artist: str, *, row: int = 2, **more: Any) -> Answer:
    """One answer out of a form."""
    given = {
        "artist": artist,
        "received": DAY,
        "source": SourceRef(file="form.csv", sheet="", row=row),
        **more,
    }
    return Answer(**given)


def overview(*given: Answer, number: int = 0) -> Overview:
    """Count answers: those that are given, or so many."""
    people = people_of(given or answers(number))
    return overview_of(people, title="Quiet Friday", platforms=PLATFORMS, day=DAY)
