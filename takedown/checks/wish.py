"""What is asked: days that cannot be, and a campaign that is not what it seems."""

from collections.abc import Iterator
from datetime import date

from takedown.checks.campaigns import campaign_findings
from takedown.checks.dates import iso_date
from takedown.checks.words import quoted
from takedown.model import Finding
from takedown.records import Directory
from takedown.request import Consent, Request
from takedown.rules import finding


def wish_findings(request: Request, directory: Directory, today: date) -> Iterator[Finding]:
    """Check the [request] table against the day and the directory; platforms are checked with the routes."""
    yield from _days(request, today)
    yield from _campaign(request, directory)


def _days(request: Request, today: date) -> Iterator[Finding]:
    wanted, effective = request.wish.wanted_by, iso_date(request.wish.effective)
    if wanted and wanted < today:
        yield _day(
            request, "wanted_by", f"the wanted date {wanted} has passed", "write a later date, or none"
        )
    if effective and effective < today:
        hint = 'write effective = "earliest", or a later date'
        yield _day(request, "effective", f"the effective date {effective} has passed", hint)
    if wanted and effective and wanted < effective:
        message = f"it is wanted by {wanted}, and takes effect on {effective}, which is later"
        yield _day(request, "wanted_by", message, "move one of the two; the letters carry both")
    yield from _answer_by(request, today)


def _answer_by(request: Request, today: date) -> Iterator[Finding]:
    """A letter that asks for an answer by a day gives time for it, and leaves time to act on it."""
    answer_by, wanted = request.wish.answer_by, request.wish.wanted_by
    if answer_by is None:
        return
    source = request.source.at("request.answer_by")
    if request.authority.consent is Consent.NOT_NEEDED:
        yield finding(
            "W-ANSWER-BY",
            'answers are asked for, and [authority] says consent = "not-needed": no letter to an artist is made',
            hint="take one of the two out: who is asked must be free to say no",
            source=source,
        )
    elif answer_by < today:
        yield finding(
            "W-ANSWER-BY",
            f"the day for answers {answer_by} has passed; no letter to an artist is made",
            hint="write a later day; who has not answered by now has not agreed",
            source=source,
        )
    elif wanted and answer_by > wanted:
        yield finding(
            "W-ANSWER-BY",
            f"answers are asked for by {answer_by}, after the wanted date {wanted}",
            hint="move one of the two: nothing is asked for a release before its artists have agreed",
            source=source,
        )


def _day(request: Request, key: str, message: str, hint: str) -> Finding:
    return finding("W-WISH-DATE", message, hint=hint, source=request.source.at(f"request.{key}"))


def _campaign(request: Request, directory: Directory) -> Iterator[Finding]:
    slug = request.wish.campaign
    if not slug:
        return
    source = request.source.at("request.campaign")
    record = directory.campaigns.get(slug)
    if record is None:
        yield finding(
            "W-CAMPAIGN",
            f"unknown campaign {quoted(slug)}: it is only a name for what belongs together",
            hint="`takedown directory list` shows the campaigns; for a name of your own, write occasion",
            source=source,
        )
    else:
        yield from campaign_findings(request.wish, record, request.source)
