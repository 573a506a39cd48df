"""The words for outcomes and evidence, and the few stages into which outcomes are put where many are compared."""

from collections.abc import Mapping

from takedown.register.values import Dkim, Grade, Outcome
from takedown.reports.page.view import Key

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PLEDGED: "pledged",
    Outcome.ASKED_LABEL: "asked their label",
    Outcome.PREPARED: "prepared, not handed over",
    Outcome.CANNOT: "cannot: an agreement",
    Outcome.LABEL_REFUSED: "their label said no",
    Outcome.SUBMITTED: "submitted to a desk",
    Outcome.AGREED: "agreed by the desk",
    Outcome.GONE: "gone",
    Outcome.CAME_BACK: "came back",
}
#: As a page groups them. Who could not leave took part as well, and stands before those who asked.
HEADINGS: Mapping[str, tuple[Outcome, ...]] = {
    "On the way": (Outcome.PLEDGED, Outcome.ASKED_LABEL, Outcome.PREPARED),
    "Took part, and could not leave": (Outcome.CANNOT, Outcome.LABEL_REFUSED),
    "Asked of a desk": (Outcome.SUBMITTED, Outcome.AGREED, Outcome.GONE, Outcome.CAME_BACK),
}
GRADES: Mapping[Grade, str] = {
    Grade.REPORTED: "reported",
    Grade.COPY: "copy kept",
    Grade.REPLY: "desk’s reply",
    Grade.OBSERVED: "seen",
}
#: What each grade means, for the rules of a report.
MEANINGS = (
    "Evidence, weakest first. Reported: somebody says so. Copy kept: a copy of the message, a picture of the ticket, "
    "or a receipt. Desk’s reply: the desk’s own answer. Seen: somebody else looked, on a day."
)
EVIDENCE_KEYS = tuple(Key(slug=grade.value, name=name) for grade, name in GRADES.items())
SIGNED: Mapping[Dkim, str] = {
    Dkim.PASS: "signature held",
    Dkim.FAIL: "signature did not hold",
    Dkim.NONE: "not signed",
    Dkim.NOT_CHECKED: "signature not checked",
}

#: Stages in which platforms and distributors are compared; nine fills in one bar could not be told apart.
STAGES: Mapping[Key, tuple[Outcome, ...]] = {
    Key(slug="gone", name="gone"): (Outcome.GONE,),
    Key(slug="agreed", name="agreed"): (Outcome.AGREED,),
    Key(slug="submitted", name="submitted"): (Outcome.SUBMITTED,),
    Key(slug="came-back", name="came back"): (Outcome.CAME_BACK,),
    Key(slug="on-the-way", name="on the way"): (Outcome.PLEDGED, Outcome.ASKED_LABEL, Outcome.PREPARED),
    Key(slug="could-not", name="could not leave"): (Outcome.CANNOT, Outcome.LABEL_REFUSED),
}


def evidence(grade: Grade, dkim: Dkim) -> str:
    """A grade in words; of a reply besides what came out of its signature."""
    return f"{GRADES[grade]}, {SIGNED[dkim]}" if grade is Grade.REPLY else GRADES[grade]
