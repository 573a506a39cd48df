"""Every rule by which a message is held back: one table for code, tests and docs/brakes.md."""

from collections.abc import Mapping
from types import MappingProxyType

from takedown.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """One rule: its name, what it means in one line, and whether a person may send all the same."""

    rule: str
    summary: str
    may_insist: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBack:
    """Why a message does not go out, and the next step. `may_insist`: `--insist ID` lets it go all the same."""

    rule: str
    message: str
    hint: str
    may_insist: bool


_NEVER = {
    "demo": "an invented example",
    "no-message": "the notice has no email of its own",
    "not-signed": "nobody has signed the notice",
    "changed": "the notice was signed, and would say something else today",
    "superseded": "the notice was set aside",
    "not-planned": "nobody asks for it any more",
    "out": "the notice went out already",
    "under-way": "a message of the notice is on its way already",
    "in-doubt": "nobody knows whether an earlier message went out",
    "exported": "the user has it as a draft or as files, and may have sent it",
    "waits": "a request to a platform, before everyone who delivers was asked",
    "called-back": "what it asks for, or follows, was called back",
    "overtaken": "a request to a platform, of which a part was called back at who delivers it",
    "asked-before": "the same was asked of the same desk before",
    "no-address": "no email address of the recipient is known",
    "address-left-out": "the contact has an email address without a source, which the letter leaves out",
    "copyright-agent": "the address reads infringement claims only",
    "do-not-contact": "the address, or its domain, stands in do-not-contact.csv",
    "recipient-differs": "the message goes to another address than the notice",
    "more-recipients": "the message names more than one person who could get or answer it",
    "other-account": "the message is not from the address of the mail account",
}
_UNLESS_INSISTED = {
    "came-back": "it was sent before, and refused or returned",
    "address-unsourced": "nothing says where the address comes from, or when somebody looked",
    "address-stale": "what is known of the address is old or weak",
    "lookalike-domain": "the domain is easily taken for another one",
    "other-login": "the desk knows the account by another address than the one it is sent from",
}

BRAKES: Mapping[str, Brake] = MappingProxyType(
    {
        **{rule: Brake(rule=rule, summary=summary) for rule, summary in _NEVER.items()},
        **{
            rule: Brake(rule=rule, summary=summary, may_insist=True)
            for rule, summary in _UNLESS_INSISTED.items()
        },
    }
)


def held(rule: str, message: str, hint: str) -> HoldBack:
    """Hold back by a rule of the table, which says whether a person may insist."""
    return HoldBack(rule=rule, message=message, hint=hint, may_insist=BRAKES[rule].may_insist)
