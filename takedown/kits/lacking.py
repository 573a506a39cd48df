"""What a plan leaves out or only asks after, for the organizer: what is missing, and the next step in the roster."""

from collections.abc import Sequence

from takedown.counting import counted
from takedown.frozen import dataclass
from takedown.kits.values import Entry
from takedown.kits.words import plain
from takedown.model import Finding
from takedown.notice import Kind
from takedown.plan import NoticePlan, Omission
from takedown.rules import finding

_SETTLED = frozenset({"not-on-platform"})
#: Why an item is left out → what is missing, and what an organizer can do about it.
_WORDS = {
    "label-question": (
        "whose recordings these are",
        "ask them: a label of their own goes into the column label; where it decides, write label as distributor",
    ),
    "no-principal": (
        "a mandate",
        "who signs for others needs a signed mandate: let the artist sign, or make a workspace for it: takedown init",
    ),
    "awaiting-consent": (
        "the consent of another owner",
        "ask them. Where all agreed, write all-owners-agreed as basis, and take the owner out of the catalog",
    ),
    "agreement-forbids": (
        "a way out of one store",
        "by what is known their distributor does not allow it; the packet says so kindly, and that it counts",
    ),
    "desk-closed": (
        "who delivers the music now",
        "ask them: the distributor that is named delivers nothing any more",
    ),
    "blocked-row": ("rows of the catalog that can be used", "mend these rows, then make the packets again"),
    "podcast-host": ("a way for a podcast", "it is taken out where its feed is hosted; no letter does it"),
    "no-supplier": ("who supplies the discs", "leave the platform out, or ask who supplies them"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What is missing, in words, and the findings that say what to do."""

    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def lacking(entry: Entry, plan: NoticePlan, about: Sequence[Finding]) -> Lack:
    """Judge a plan. `about` are the findings of the catalog: those that stop a row are passed on."""
    missing: dict[str, None] = {}
    findings: list[Finding] = [
        each for each in about if each.blocks and each.source.file != entry.source.file
    ]
    groups: dict[str, list[Omission]] = {}
    for omission in plan.omissions:
        if omission.rule not in _SETTLED:
            groups.setdefault(omission.rule, []).append(omission)
    for rule, omissions in groups.items():
        words, hint = _WORDS.get(rule, (plain(omissions[0].reason) or rule, plain(omissions[0].hint)))
        missing[words] = None
        number = counted(len(omissions), "item")
        findings.append(
            finding(
                "Q-ROSTER-LEFT-OUT",
                f"{entry.artist}: {number} left out: {omissions[0].reason}",
                hint=hint or "ask them",
                source=entry.source,
            )
        )
    if any(planned.notice.kind is Kind.ENQUIRY for planned in plan.notices):
        missing["codes; the packet asks the distributor for them"] = None
    return Lack(missing=tuple(missing), findings=tuple(findings))
