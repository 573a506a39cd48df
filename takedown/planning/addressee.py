"""The last look at who gets a paper, of every kind and on every way: an address for infringement claims is no one's."""

from collections.abc import Iterator, Mapping

from takedown.agents import Refused, agent_behind, agent_block, agent_in
from takedown.errors import LetterError
from takedown.notice import Recipient, RecipientRole


def refused_in(recipient: Recipient, agents: Mapping[str, str]) -> Refused | None:
    """Find the first thing in a recipient that leads to a copyright agent. `agents` is that of the directory."""
    # An artist may have any name, and is reached by the address alone.
    name = () if recipient.role is RecipientRole.ARTIST else (recipient.name,)
    head = (*name, recipient.attention)
    for lines in (recipient.postal, *(way.lines for way in recipient.ways)):
        if refused := agent_block((*head, *lines), agents):
            return refused
    for text in _addresses(recipient):
        if why := agent_behind(text, agents):
            return Refused(value=text, why=why)
    for text in _told(recipient):
        if why := agent_in(text, agents):
            return Refused(value=text, why=why)
    return None


def _addresses(recipient: Recipient) -> Iterator[str]:
    yield recipient.email
    for way in recipient.ways:
        yield way.value
        yield way.note


def _told(recipient: Recipient) -> Iterator[str]:
    """What may speak of claims, to warn of them."""
    yield from (*recipient.steps, recipient.ticket.subject, *recipient.ticket.fields)
    yield from recipient.store_names.values()


def check_addressee(recipient: Recipient, agents: Mapping[str, str]) -> None:
    """Raise LetterError, with desk and address, where a paper would lead to a copyright agent."""
    if refused := refused_in(recipient, agents):
        raise LetterError(
            f"{recipient.desk}: '{refused.value}' is {refused.why}, which reads infringement claims: no paper is made "
            "for it, and nothing was written.",
            hint="Put an address for ordinary requests in its place, in takedown.toml, principals.csv, directory.toml "
            "or the record under templates/; where none is known, leave it empty.",
        )
