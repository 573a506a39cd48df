"""What `register forget` says: who is meant, what is gone, and which files still name somebody."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from takedown.register.forgetting import Meant
from takedown.register.people import name_key
from takedown.reports.words import counted, page, wrapped

_MOST_FILES = 12
#: A packet, a report or two and some lists are named each; of thousands nobody reads more.
_MOST_NAMED = 60


def meant_words(meant: Meant, who: str) -> str:
    """Say whom forgetting means, before it is done."""
    if not meant.answers:
        return page(wrapped(f"No answer in the register is of {who}, but the lists beside it name them."))
    artists = Counter({name_key(name): name for name in meant.names}.values())
    named = ", ".join(sorted(artists)[:_MOST_FILES])
    more = f" and {len(artists) - _MOST_FILES:,} more" if len(artists) > _MOST_FILES else ""
    senders = f", from {counted(len(meant.contacts), 'address', 'addresses')}" if meant.contacts else ""
    lines = [*wrapped(f"This means {counted(len(meant.answers), 'answer')} of {named}{more}{senders}.")]
    if len(artists) > 1:
        lines += wrapped("These are several names: look whether all of them are meant.")
    elif len(meant.contacts) > 1:
        lines += wrapped("It may be several people: to forget one of them, name the address instead.")
    return page(lines)


def forgotten_words(meant: Meant, number: int, still: Sequence[str], *, who: str) -> str:
    """Say what is gone, and what this program cannot reach. `who`: the words given; empty where all are forgotten."""
    lines = [*wrapped(f"Erased: {counted(number, 'answer')}, and what the lists said of it.")]
    if who:
        again = f"takedown register forget --allow {shlex.quote(who)}"
        lines += wrapped(
            f"What they sent before is left out of later imports, too. To take that back: {again}"
        )
    lines.append("")
    lines += ["What this does not reach, so please see to it yourself:"]
    files = [f"{name}, which was imported" for name in meant.files[:_MOST_FILES]]
    if len(meant.files) > _MOST_FILES:
        files.append(f"{len(meant.files) - _MOST_FILES:,} more files that were imported")
    for each in (
        *files,
        *_still(still),
        "backups, copies and mailboxes, and what was published already",
    ):
        lines += wrapped(each, first="  - ")
    return page(lines)


def nobody_words(who: str, near: Sequence[str], still: Sequence[str]) -> str:
    """Say that nothing was done, which names are nearly the same, and which files of the folder name them anyhow."""
    lines = [
        *wrapped(f"Nobody in the register is called {who}, and no list names them. Nothing was written.")
    ]
    if near:
        lines += wrapped(f"Nearly the same: {', '.join(near)}")
    if still:
        lines += ["", "These files of this folder name them; please see to it yourself:"]
        for each in _still(still):
            lines += wrapped(each, first="  - ")
    return page(lines)


def _still(still: Sequence[str]) -> Iterator[str]:
    yield from (f"{name}, in this folder" for name in still[:_MOST_NAMED])
    if len(still) > _MOST_NAMED:
        yield f"{len(still) - _MOST_NAMED:,} more files in this folder"


def allowed_words(who: str, *, was_out: bool) -> str:
    """Say whether somebody can come in again."""
    said = f"{who} can come in again: import what they sent." if was_out else f"{who} was not kept out."
    return page(wrapped(said))
