"""What a workspace's own records are held to before anything is planned with them."""

from collections.abc import Iterable, Iterator, Mapping

from takedown.directory.addresses import address_findings
from takedown.directory.kinds import Record
from takedown.directory.lines import line_of
from takedown.directory.problems import RecordError, shown
from takedown.directory.shapes import trap_findings
from takedown.directory.truth import number_findings
from takedown.freshness import ANSWERED_HERE
from takedown.model import Finding, SourceRef
from takedown.records import Distributor, Source

#: What a person would follow to the wrong button, the wrong desk, nowhere, or the wrong day.
MISLEADING = frozenset({"D-TRAP", "D-TIME", "D-EMAIL", "D-ADDRESS", "D-ROLE-DOUBT"})


def misleading(records: Iterable[Record]) -> Iterator[Finding]:
    """Find what must not get into a plan: a step that presses the trap, no address, an agent's, days that cannot be.

    Other faults of a record of one's own do no harm by themselves; `directory lint` names them.
    """
    for record in records:
        if isinstance(record, Distributor):
            yield from trap_findings(record)
        for found in (*address_findings(record), *number_findings(record)):
            if found.rule in MISLEADING:
                yield found


def taken_keys(
    own: Mapping[str, Source], shipped: Mapping[str, Source], *, file: str, text: str
) -> Iterator[RecordError]:
    """Find keys of a workspace's sources that stand for another page already: records of others rest on it.

    The same key for the same page is no harm.
    """
    for key, source in own.items():
        place = SourceRef(file=file, row=line_of(text, key), column=key)
        if key.startswith(ANSWERED_HERE):
            said = f"keys that begin with {ANSWERED_HERE} are those of directory.toml"
            yield RecordError(said, source=place, hint=_OWN_KEY)
        elif key in shipped and source.url.strip() != shipped[key].url:
            said = f"the key is taken: it is {shown(shipped[key].title)}, {shipped[key].url}"
            yield RecordError(said, source=place, hint=_OWN_KEY)


_OWN_KEY = "Give yours a key that is free, for example [OWN1], and write it in your records."
