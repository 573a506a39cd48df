"""From whom it goes: the address of the mail account, and the one under which the desk knows the sender."""

from collections.abc import Iterator

from takedown.braking.domains import same_address
from takedown.braking.rules import HoldBack, held
from takedown.braking.values import Candidate
from takedown.checks.words import quoted
from takedown.patterns import pattern

_ADDRESS = pattern(r"[^\s<>,;:()\[\]\"]+@[^\s<>,;:()\[\]\"]+")


def senders(candidate: Candidate) -> Iterator[HoldBack]:
    """Say what stands against who sends it."""
    for sender in dict.fromkeys(message.sender for message in candidate.messages):
        if not same_address(sender, candidate.account_address):
            yield held(
                "other-account",
                f"{candidate.id} is from {quoted(sender)}, and the mail account is "
                f"{quoted(candidate.account_address)}: "
                "a server that allows it would show another sender, or mark it as forged",
                'send it from its own account; if both are yours there, write address = "…" under [mail]',
            )
        yield from _other_login(candidate, sender)


def _other_login(candidate: Candidate, sender: str) -> Iterator[HoldBack]:
    """Desks find an account by the address that writes; from another one they may answer that it is not theirs."""
    notice = candidate.notice
    if notice is None:
        return
    logins = _ADDRESS.findall(notice.account)
    if logins and not any(same_address(login.casefold(), sender.casefold()) for login in logins):
        yield held(
            "other-login",
            f"{quoted(notice.recipient.name)} knows the account as {quoted(notice.account)}, and {candidate.id} is "
            f"from {quoted(sender)}: they may not take it for yours",
            f"write from the account's own address; if they know both: takedown send --insist {candidate.id}",
        )
