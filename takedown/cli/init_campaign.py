"""`init --campaign`: what a campaign asks is shown, and taken where nothing else was said."""

from collections.abc import Mapping

from takedown.cli.session import Session, say
from takedown.interview.answers import Value
from takedown.interview.campaign import Joined, check_place, find_campaign, pinned, shown
from takedown.interview.existing import Existing


def join(
    session: Session, given: str, options: Mapping[str, Value], existing: Existing | None
) -> tuple[Joined, dict[str, Value]]:
    """Find the campaign, and lay the options over what it pins. Nothing is written yet."""
    joined = find_campaign(given, session.directory, today=session.today)
    check_place(session.root, joined)
    taken = {**pinned(joined.record, session.today), **options}
    held = {**taken, **(existing.answers if existing else {})}
    say("\n".join(shown(joined.record, held, session.today)))
    return joined, taken
