"""What the record of a campaign may say, and how far a workspace goes with it. Values in, findings out.

A campaign pins where those who take part ask, by when, and which wording its organizer read. A historical one pins
nothing any more: it is told as history and never compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from takedown.checks.words import either, near_miss, quoted, squeezed
from takedown.model import Finding, SourceRef
from takedown.records import Campaign, CampaignStatus
from takedown.request import WORLDWIDE, Wish
from takedown.rules import finding

#: Where the letters lie that every desk gets, as messages call the folder.
_COMMON = "notice_templates/letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A key of the record that cannot be meant, and what to write instead."""

    key: str
    message: str
    hint: str


def campaign_faults(
    record: Campaign, *, territories: frozenset[str], letters: frozenset[str]
) -> Iterator[Fault]:
    """Find what a record says about scope, days and wording that cannot be.

    `territories`: all country codes; `letters`: the names of the letters that there are, without language.
    """
    yield from _places(record.territories, territories)
    if record.began and record.ended and record.ended < record.began:
        yield Fault(
            key="ended",
            message=f"it ended on {record.ended}, before it began on {record.began}",
            hint="correct one of the two days, or leave out the one that is not known",
        )
    if record.wanted_by and record.delete_on and record.delete_on < record.wanted_by:
        yield Fault(
            key="delete_on",
            message=f"what is kept is deleted on {record.delete_on}, before the wanted day {record.wanted_by}",
            hint="write a day after the wanted one, so that you can still say how many took part",
        )
    yield from _wording(record.wording, letters)


def _wording(given: Mapping[str, int], letters: frozenset[str]) -> Iterator[Fault]:
    names = {squeezed(name): name for name in sorted(letters)}
    for name, version in given.items():
        close = near_miss(name, names)
        if name not in letters:
            yield Fault(
                key="wording",
                message=f"{quoted(name)} is no letter",
                hint=f"did you mean {close}?" if close else f"letters are {either(sorted(letters), 'and')}",
            )
        elif version < 1:
            yield Fault(
                key="wording",
                message=f"{name} = {version}: versions are counted from 1",
                hint="write the version that stands in the head of the letter that you read",
            )


def _places(given: tuple[str, ...], known: frozenset[str]) -> Iterator[Fault]:
    if not given:
        yield Fault(key="territories", message="the list is empty", hint='write ["worldwide"], or countries')
    if WORLDWIDE in given and len(given) > 1:
        yield Fault(
            key="territories",
            message="worldwide stands together with countries",
            hint='write ["worldwide"] alone, or only the countries',
        )
    for code in given:
        if code != WORLDWIDE and code not in known:
            yield Fault(
                key="territories",
                message=f"{quoted(code)} is neither worldwide nor a country code",
                hint='write codes of two capital letters, like ["CA", "IS"]',
            )


def campaign_findings(wish: Wish, record: Campaign, source: SourceRef) -> Iterator[Finding]:
    """Compare what is asked with the campaign that was joined. Nothing of it ever blocks.

    `source` is the place of takedown.toml; history is said and not compared.
    """
    if record.status is CampaignStatus.HISTORICAL:
        named = bool(wish.occasion.strip())
        yield finding(
            "I-CAMPAIGN",
            f"the campaign {record.name} is history; nothing of it is printed",
            hint="nothing; your own reasons, if you want any, go into the file that reasons names"
            if named
            else 'write a word for your own decision as well: occasion = "2026-11"',
            source=source.at("request.campaign"),
        )
        return
    outside = [slug for slug in wish.platforms if slug not in record.platforms] if record.platforms else []
    if outside:
        yield finding(
            "W-CAMPAIGN-DIFFERS",
            f"{record.name} is about {either(record.platforms, 'and')}; asked besides: {either(outside, 'and')}",
            hint="you may ask that too; it is your own decision, and not part of the campaign",
            source=source.at("request.platforms"),
        )
    if set(wish.territories) != set(record.territories):
        yield finding(
            "W-CAMPAIGN-DIFFERS",
            f"{record.name} is about {', '.join(record.territories)}; asked here: {', '.join(wish.territories)}",
            hint=f"write territories = {_listed(record.territories)}, or stay with your own",
            source=source.at("request.territories"),
        )
    if record.wanted_by and wish.wanted_by and wish.wanted_by > record.wanted_by:
        yield finding(
            "W-CAMPAIGN-DIFFERS",
            f"{record.name} hopes for {record.wanted_by}; wanted here: {wish.wanted_by}, which is later",
            hint="nothing, if that is what you want",
            source=source.at("request.wanted_by"),
        )


def wording_findings(
    record: Campaign | None, versions: Mapping[str, int], source: SourceRef
) -> Iterator[Finding]:
    """W-WORDING for each letter that is not the one that the organizer read.

    `versions`: letters that the plan uses, as messages call their files, → the versions in their heads, for example
    `notice_templates/letters/withdrawal.en.md.j2` → 2. Letters of the workspace and of a distributor count their own
    versions, so that none of them was read. `record`: the campaign of the request; None, and history, pin nothing.
    """
    if record is None or record.status is CampaignStatus.HISTORICAL:
        return
    for file, version in sorted(versions.items()):
        folder, _, name = file.rpartition("/")
        letter = name.partition(".")[0]
        if letter not in record.wording or (folder, version) == (_COMMON, record.wording[letter]):
            continue
        read = f"{record.name} read version {record.wording[letter]}"
        yield finding(
            "W-WORDING",
            f"the letter {file} is version {version}; {read}"
            if folder == _COMMON
            else f"the letter {file} is another than the common one, of which {read}",
            hint="read it yourself with takedown preview, or ask the organizers whether they have read it",
            source=source.at("request.campaign"),
        )


def _listed(codes: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{code}"' for code in codes) + "]"
