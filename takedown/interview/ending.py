"""What an interview leaves open, in a few words; the checks say the rest."""

from collections.abc import Iterator

from takedown.checks.words import counted, quoted
from takedown.interview.flow import MOST_ARTISTS, MOST_LABELS, Situation
from takedown.model import folded


def left_open(known: Situation) -> Iterator[str]:
    """Say what was not asked, because a file is quicker to fill in than an interview."""
    if known.has_routes:
        return
    answered = known.named("label.")
    more = [label for label in known.foreign_labels[MOST_LABELS:] if folded(label) not in answered]
    if more:
        yield (
            f"{counted(len(more), 'more label')} in the catalog, {quoted(more[0])} first: "
            "name what is yours as own_labels in takedown.toml"
        )
    if known.acts_for_others and not known.has_principals and len(known.music.artists) > MOST_ARTISTS:
        yield (
            f"you act for {len(known.music.artists)} artists: list them in principals.csv, "
            "with the columns artist, name, mandate"
        )
    records = [slug for slug in known.distributors if slug in known.directory.distributors]
    if len(known.distributors) > 1 and records and not known.music.distributors:
        yield "say in the column distributor of catalog.csv which of them delivers what"
    elif known.music.several and known.music.undelivered:
        yield "some lines of catalog.csv name no distributor: fill in that column"
