"""Warnings about the plan as a whole, each said once: what a removal costs, what it does not reach."""

from collections.abc import Iterator

from takedown.model import CheckedCatalog, Finding, SourceRef
from takedown.notice import Notice
from takedown.planning.shares import shares
from takedown.records import Directory, Use
from takedown.request import WORLDWIDE, Request
from takedown.rules import finding

_PLAN = SourceRef(file="plan")

#: What every removal brings with it: rule, message, next step.
_ALWAYS = (
    (
        "W-REVENUE",
        "income from these platforms ends, and play counts and playlist places can be lost for good",
        "a later return with the same UPC, ISRC and title may link them again; nobody promises it",
    ),
    (
        "W-CACHE",
        "links, search results and offline copies can stay for days after the removal",
        "look again after 2, 14, 30 and 90 days and record what you see",
    ),
    (
        "W-COMPOSITION",
        "this is about your recordings; the songs are licensed separately, and covers by others stay",
        "",
    ),
)
_STATUTORY = (
    "non-interactive radio in the United States has a statutory licence and can go on (17 U.S.C. 114)"
)

_PHYSICAL = "discs and records that were made lawfully may be sold on, new and used (17 U.S.C. 109)"


def plan_warnings(
    checked: CheckedCatalog,
    request: Request,
    directory: Directory,
    notices: list[Notice],
    silent: tuple[str, ...],
) -> tuple[Finding, ...]:
    """Notes in a fixed order; none where nothing is asked. `silent` are platform desks that read no request."""
    if not notices:
        return ()
    found = [
        *(_say(*warning) for warning in _ALWAYS),
        *_of_platforms(request, directory, silent),
        *shares(request, directory),
        *_of_people(checked, request),
        *_left_out_rows(checked),
        *(item for item in checked.findings if item.rule == "I-CLAUSE"),
    ]
    unique = {(item.rule, item.message): item for item in found}
    return tuple(unique.values())


def _of_platforms(request: Request, directory: Directory, silent: tuple[str, ...]) -> Iterator[Finding]:
    """What these platforms keep, leave open or do not read."""
    platforms = [directory.platforms[slug] for slug in request.wish.platforms]
    yield from _one_use_only(request, directory)
    for platform in platforms:
        for fact in platform.also:
            yield finding("W-ALSO", fact.value, hint="", source=SourceRef(file=f"directory: {platform.slug}"))
    reaches_the_us = bool({WORLDWIDE, "US"} & set(request.wish.territories))
    if reaches_the_us and any(platform.use is Use.STREAMING for platform in platforms):
        yield _say("W-STATUTORY", _STATUTORY, "")
    if reaches_the_us and any(platform.use is Use.DOWNLOAD for platform in platforms):
        yield _say("W-PHYSICAL", _PHYSICAL, "write to those who supply the discs, if they are yours to stop")
    for desk in silent:
        yield finding(
            "I-PLATFORM-TAKES-NO-REQUEST",
            f"{directory.desks[desk].name} acts only on what the distributor or label sends; no letter to it is made",
            hint="",
            source=SourceRef(file=f"directory: {desk}"),
        )


def _of_people(checked: CheckedCatalog, request: Request) -> Iterator[Finding]:
    """Whom it concerns: those who share the income, those who read the reasons, the sender."""
    if any(release.owners or len(release.artists) > 1 for release in checked.releases):
        yield _say("W-SPLITS", "people who share the income lose it too", "tell them before it leaves")
    if request.reasons:
        yield _say(
            "W-NAMES",
            "your own reasons go to people who have no part in the policy",
            "keep to facts that can be checked, or to what is clearly your opinion",
        )
    if request.sender.address:
        yield _say(
            "W-PRIVACY",
            "each letter shows your name, email and the address of [sender], and a recipient may pass it on",
            "a care-of address is enough",
        )


def about_letters(unreviewed: tuple[str, ...], fallen_back: tuple[str, ...]) -> tuple[Finding, ...]:
    """Say which letters no lawyer has read, by their files, and which are not in the wanted language."""
    found = []
    if fallen_back:
        found.append(
            _say(
                "W-LANGUAGE",
                f"no letter in that language for: {', '.join(fallen_back)}; they are in English",
                "nothing, or write your own under templates/letters/",
            )
        )
    if unreviewed:
        found.append(
            _say(
                "W-NOT-REVIEWED",
                f"not reviewed by a lawyer: {', '.join(unreviewed)}",
                "read each letter before you sign it; for much music or money, let a lawyer read it too",
            )
        )
    return tuple(found)


def _left_out_rows(checked: CheckedCatalog) -> list[Finding]:
    """Rows with errors, of releases that go on: the paper asks for the release, its schedule lacks the recording."""
    return [
        finding(
            "W-LEFT-OUT-ROW",
            f"{row.finding.source.file}, row {row.finding.source.row}, is left out of the schedule of "
            f"'{row.title}': {row.finding.message}",
            hint=row.finding.hint,
            source=row.finding.source,
        )
        for row in checked.left_out
    ]


def _one_use_only(request: Request, directory: Directory) -> list[Finding]:
    """Streaming without sale, or the reverse, of one company (W-USE)."""
    wanted = set(request.wish.platforms)
    found = []
    for slug in request.wish.platforms:
        platform = directory.platforms[slug]
        left = [
            other.name
            for other in directory.platforms.values()
            if other.desk == platform.desk and other.slug not in wanted
        ]
        if left:
            found.append(
                _say(
                    "W-USE",
                    f"only {platform.name} is asked for, not {', '.join(left)}; a dashboard may not tell the two apart",
                    "ask the distributor to confirm, or add the other to [request] platforms",
                )
            )
    return found


def _say(rule: str, message: str, hint: str) -> Finding:
    return finding(rule, message, hint=hint, source=_PLAN)
