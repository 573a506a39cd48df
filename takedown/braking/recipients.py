"""To whom it goes: a known address for ordinary requests, with its source, and nobody else."""

from collections.abc import Iterator, Mapping

from takedown.agents import agent_behind
from takedown.braking.domains import ascii_domain, owner_of, same_address, shown_domain, skeleton
from takedown.braking.rules import HoldBack, held
from takedown.braking.values import Candidate, Grounds
from takedown.checks.words import quoted, visible
from takedown.notice import RecipientRole
from takedown.planning.addressee import refused_in
from takedown.records import Channel

_BY_HAND = frozenset({Channel.FORM, Channel.DASHBOARD})


def recipients(candidate: Candidate, grounds: Grounds, known: Mapping[str, str]) -> Iterator[HoldBack]:
    """Say what stands against the addresses of a candidate. `known` is that of `known_domains`."""
    addresses = dict.fromkeys(address for each in candidate.messages for address in each.recipients)
    yield from _agents(candidate, grounds, addresses)
    wanted = _wanted(candidate)
    if not wanted:
        yield _without_address(candidate)
        return
    yield from _as_wanted(candidate, wanted)
    for address in dict.fromkeys((wanted, *addresses)):
        yield from _unwelcome(candidate, grounds, address)
        yield from _lookalike(candidate, address, known)


def _wanted(candidate: Candidate) -> str:
    """The address that the notice is for; without a plan, the one that the ledger holds."""
    return candidate.notice.recipient.email if candidate.notice else candidate.state.recipient_email


def _agents(candidate: Candidate, grounds: Grounds, addresses: Mapping[str, None]) -> Iterator[HoldBack]:
    agents = grounds.directory.agents
    found = {address: why for address in addresses if (why := agent_behind(address, agents))}
    if candidate.notice and (refused := refused_in(candidate.notice.recipient, agents)):
        found.setdefault(refused.value, refused.why)
    for value, why in found.items():
        yield held(
            "copyright-agent",
            f"{quoted(value)} is {why}: it reads infringement claims, and {candidate.id} is none",
            "put an address for ordinary requests in its place, or leave it empty; then takedown generate",
        )


def _without_address(candidate: Candidate) -> HoldBack:
    notice, state = candidate.notice, candidate.state
    ways = notice.recipient.ways if notice else ()
    channels = {way.channel for way in ways}
    if notice and notice.recipient.role is RecipientRole.PUBLIC:
        return held(
            "no-address",
            f"{state.id} is for the public, and is handed to nobody",
            "publish it where you like",
        )
    if notice and Channel.EMAIL in channels:
        key = notice.recipient.desk
        return held(
            "address-left-out",
            f"nothing says where the address of {quoted(state.recipient)} comes from, so that the letter leaves it out",
            f'add source = "…" and checked_on to [contacts.{key}] in takedown.toml; then takedown generate, and sign',
        )
    if channels & _BY_HAND:
        return held(
            "no-address",
            f"{quoted(state.recipient)} takes {state.id} in a form or account of its own, not by email",
            f"takedown outbox walk {state.id} leads through it",
        )
    if Channel.POST in channels:
        return held(
            "no-address",
            f"of {quoted(state.recipient)} only a postal address is known",
            f"takedown outbox walk {state.id} says what to print and how to record it",
        )
    return held(
        "no-address",
        f"no address of {quoted(state.recipient)} is known",
        "when you find one: takedown directory answer, or email and source of its contact in takedown.toml",
    )


def _as_wanted(candidate: Candidate, wanted: str) -> Iterator[HoldBack]:
    """What the bytes say must be what the notice says: exactly one recipient, and nobody beside."""
    if not candidate.messages:
        yield held(
            "no-message",
            f"the ledger holds no email of {candidate.id}",
            "takedown generate writes it again; then sign it",
        )
    again = f"takedown generate writes it again; read it, then takedown sign {candidate.id}"
    for number, message in enumerate(candidate.messages, start=1):
        part = f"part {number} of {candidate.id}" if len(candidate.messages) > 1 else candidate.id
        if not message.recipients:
            yield held(
                "recipient-differs",
                f"{part} is addressed to nobody, and should be to {quoted(wanted)}",
                again,
            )
        elif len(message.recipients) > 1:
            named = ", ".join(map(quoted, message.recipients))
            yield held("more-recipients", f"{part} is addressed to {named}: one is allowed", again)
        elif not same_address(message.recipients[0], wanted):
            found = quoted(message.recipients[0])
            yield held(
                "recipient-differs",
                f"{part} is addressed to {found}, and should be to {quoted(wanted)}",
                again,
            )
        if message.others:
            yield held(
                "more-recipients",
                f"{part} has headers that no notice has: {', '.join(map(visible, message.others))}",
                again,
            )


def _unwelcome(candidate: Candidate, grounds: Grounds, address: str) -> Iterator[HoldBack]:
    for line in grounds.do_not_contact:
        if line.means(address):
            reason = f" ({quoted(line.reason)})" if line.reason else ""
            since = f" since {line.on}" if line.on else ""
            yield held(
                "do-not-contact",
                f"{quoted(address)} is not to be written to{since}{reason}: {line.source}",
                f"leave {candidate.id} unsent; if that is over, delete the line",
            )


def _lookalike(candidate: Candidate, address: str, known: Mapping[str, str]) -> Iterator[HoldBack]:
    domain = ascii_domain(address.rpartition("@")[2])
    owner, seen, wire = owner_of(domain), shown_domain(domain), visible(domain)
    model = "" if owner in known.values() else known.get(skeleton(owner_of(seen)), "")
    if seen.isascii() and not model:
        return
    alike = f" and looks like {model}" if model else ""
    yield held(
        "lookalike-domain",
        f"{quoted(address)} has letters beyond ASCII{alike}: its mail goes to {wire}"
        if not seen.isascii()
        else f"{quoted(address)} looks like {model}, and its mail goes to {wire}",
        f"compare it letter by letter with their own page; if it is right: takedown send --insist {candidate.id}",
    )
