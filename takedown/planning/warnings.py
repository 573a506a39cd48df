"""Warnings about the plan as a whole, each said once: what a removal costs, what it does not reach."""

from collections.abc import Iterable, Iterator

from takedown.model import CheckedCatalog, Finding, SourceRef
from takedown.notice import Kind, Notice
from takedown.plan import Omission
from takedown.planning.cautions import siblings
from takedown.planning.shares import shares
from takedown.records import DELIVERED, Directory, Use
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
    if not any(notice.kind.counts_as_asked or notice.kind is Kind.ENQUIRY for notice in notices):
        return (*_of_words(request, notices), *_of_languages(request, notices))
    found = [
        *(_say(*warning) for warning in _ALWAYS),
        *_of_platforms(request, directory, silent),
        *_of_countries(request, notices),
        *shares(request, directory),
        *_of_people(checked, request, notices),
        *_of_languages(request, notices),
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
    if reaches_the_us and any(platform.use in (Use.DOWNLOAD, Use.PHYSICAL) for platform in platforms):
        yield _say("W-PHYSICAL", _PHYSICAL, "write to those who supply the discs, if they are yours to stop")
    for desk in silent:
        yield finding(
            "I-PLATFORM-TAKES-NO-REQUEST",
            f"{directory.desks[desk].name} acts only on what the distributor or label sends; no letter to it is made",
            hint="",
            source=SourceRef(file=f"directory: {desk}"),
        )


def own_accounts(omissions: Iterable[Omission], request: Request, directory: Directory) -> Iterator[Finding]:
    """The user's own steps, where single countries are asked for: the records know them for a removal everywhere."""
    if request.wish.territories == (WORLDWIDE,):
        return
    for slug in dict.fromkeys(each.platform for each in omissions if each.rule == "self-service"):
        platform = directory.platforms[slug]
        if platform.self_service.lines:
            yield finding(
                "W-TERRITORY",
                f"the steps for {platform.name} take it out in every country, and single countries are asked for",
                hint="look in the help pages there whether your account can leave single countries; where it cannot, "
                "decide first whether it shall go everywhere",
                source=SourceRef(file=f"directory: {slug}"),
            )


def _of_countries(request: Request, notices: list[Notice]) -> Iterator[Finding]:
    """General knowledge, said once and calmly; no country is named."""
    if request.wish.territories == (WORLDWIDE,):
        return
    if any(notice.kind is Kind.PLATFORM_REQUEST for notice in notices):
        yield _say(
            "I-OTHER-LICENSEES",
            "the letter to the platform says not to take another delivery for these countries as consent",
            "where somebody else may deliver there with your permission, write tell_platform = false under [request]",
        )
    yield _say(
        "I-ANTI-BOYCOTT",
        "this asks for single countries. Rules of the United States against taking part in foreign boycotts (15 CFR "
        "Part 760; 26 U.S.C. 999) can apply to companies there when they agree to the request of a foreign country. "
        "A rights holder's own decision about own recordings is another matter",
        "nothing, where it is your own decision; where a country or its offices asked you for it, take advice first",
    )


def _of_languages(request: Request, notices: list[Notice]) -> Iterator[Finding]:
    """Letters in a language that their desk reads, where it is not that of the request."""
    wanted = request.wish.language
    for notice in notices:
        if notice.recipient.language and notice.language != wanted:
            yield _say(
                "W-LANGUAGE",
                f"the letter to {notice.recipient.name} is in '{notice.language}', which that desk reads, and not in "
                f"'{wanted}', which you asked for",
                "nothing; read it with somebody who knows the language before you sign it",
            )


def _of_people(checked: CheckedCatalog, request: Request, notices: list[Notice]) -> Iterator[Finding]:
    """Whom it concerns: those who share the income, those who read the reasons, the sender."""
    if any(release.owners or len(release.artists) > 1 for release in checked.releases):
        yield _say("W-SPLITS", "people who share the income lose it too", "tell them before it leaves")
    yield from _of_words(request, notices)
    if request.sender.address:
        yield _say(
            "W-PRIVACY",
            "each letter shows your name, email and the address of [sender], and a recipient may pass it on",
            "a care-of address is enough",
        )


def _of_words(request: Request, notices: list[Notice]) -> Iterator[Finding]:
    """The signer's own words: in letters, and in public."""
    keep = "keep to facts that can be checked, or to what is clearly your opinion"
    if request.reasons and any(notice.kind is not Kind.PUBLIC_STATEMENT for notice in notices):
        yield _say("W-NAMES", "your own reasons go to people who have no part in the policy", keep)
    if any(notice.kind is Kind.PUBLIC_STATEMENT for notice in notices):
        yield _say("W-NAMES", "your statement is public, and stays so", f"{keep}, with its date and source")


def about_letters(
    unreviewed: tuple[str, ...], fallen_back: tuple[str, ...], courtesy: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Say which letters no lawyer has read, by their files, and which are not in the wanted language.

    `courtesy` are the translations that no named reader has read yet: `withdrawal (de)`.
    """
    found = []
    if courtesy:
        found.append(
            _say(
                "I-TRANSLATION",
                f"courtesy translations that no named reader has read yet: {', '.join(courtesy)}; the English text "
                "governs, and the letters say so",
                "let somebody who knows the language read them before you sign",
            )
        )
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
    asked = tuple(directory.platforms[slug] for slug in request.wish.platforms)
    left = siblings(asked, directory)
    return [
        _say(
            "W-USE",
            f"only {platform.name} is asked for, not {', '.join(other.name for other in others)}; a dashboard may "
            "not tell the two apart",
            "ask the distributor to confirm, or add the other to [request] platforms",
        )
        for platform in asked
        if (others := [other for other in left if other.desk == platform.desk]) and platform.use in DELIVERED
    ]


def _say(rule: str, message: str, hint: str) -> Finding:
    return finding(rule, message, hint=hint, source=_PLAN)
