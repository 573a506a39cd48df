"""How far a workspace goes with the campaign that it joined. Values in, findings out.

A campaign pins where those who take part ask, by when, and which wording its organizer read. A historical one pins
nothing any more: it is told as history and never compared.
"""

from collections.abc import Iterator, Mapping

from takedown.checks.words import either
from takedown.model import Finding, SourceRef
from takedown.records import Campaign, CampaignStatus
from takedown.request import Wish
from takedown.rules import finding

#: Where the letters lie that every desk gets, as messages call the folder.
_COMMON = "notice_templates/letters"


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
    if record.platforms and (differs := _other_platforms(wish, record)):
        yield finding(
            "W-CAMPAIGN-DIFFERS",
            f"{record.name} is about {either(record.platforms, 'and')}; {differs}",
            hint="nothing, if that is what you want: it is your own decision, and other platforms than these are not "
            f"part of the campaign; else write platforms = {_listed(record.platforms)}",
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


def _other_platforms(wish: Wish, record: Campaign) -> str:
    """Say which platforms are asked here and not by the campaign, and the other way round; empty where none is."""
    outside = [slug for slug in wish.platforms if slug not in record.platforms]
    missing = [slug for slug in record.platforms if slug not in wish.platforms]
    if len(missing) == len(record.platforms):
        return f"asked instead: {either(outside, 'and')}" if outside else ""
    parts = (
        f"asked besides: {either(outside, 'and')}" if outside else "",
        f"not asked here: {either(missing, 'and')}" if missing else "",
    )
    return "; ".join(filter(None, parts))


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
