"""The part of what-next.txt for all that needs no letter, or has none yet."""

import re
from collections.abc import Iterable, Iterator, Mapping

from takedown.aftercare import ASKED_BY_FORMS, IS_IT_REALLY, LOOK_AFTER_DAYS
from takedown.notice import WORLD, Scope
from takedown.patterns import pattern
from takedown.plan import Omission
from takedown.records import NO_STEPS, Directory, Platform, Steps
from takedown.reports.words import counted, listed, wrapped

_SHOWN = 3
_NAMES_COUNTRIES = pattern(r"\b(?:countr(?:y|ies)|territor(?:y|ies)|regions?)\b", re.IGNORECASE)
_OWN_PART = frozenset({"self-service", "podcast-host", "unlicensed", "earns-there"})
#: Left out, and nothing is to be done about it.
_NOTHING = frozenset({"not-on-platform", "already-asked"})


def omitted_lines(
    omissions: tuple[Omission, ...], directory: Directory, scope: Scope = WORLD
) -> Iterator[str]:
    """Lay out what is done by hand, what has its own form, and what is left out with its next step."""
    by_rule: dict[str, list[Omission]] = {}
    for omission in omissions:
        by_rule.setdefault(omission.rule, []).append(omission)
    yield from _by_hand(by_rule.get("self-service", ()), directory, scope)
    yield from _podcasts(by_rule.get("podcast-host", ()), directory, scope)
    yield from _unlicensed(by_rule.get("unlicensed", ()), directory)
    yield from _earning(by_rule.get("earns-there", ()))
    yield from _left_out([omission for omission in omissions if omission.rule not in _OWN_PART])


def _by_hand(omissions: Iterable[Omission], directory: Directory, scope: Scope) -> Iterator[str]:
    """The account there is the user's own: no letter, but clicks."""
    for platform, names in _by_platform(omissions, directory):
        yield from (f"IN YOUR OWN ACCOUNT: {_name(platform)}", "")
        yield from _titles(names)
        yield from _numbered(
            platform, NO_STEPS if isinstance(platform, str) else platform.self_service, scope
        )
        yield ""


def _podcasts(omissions: Iterable[Omission], directory: Directory, scope: Scope) -> Iterator[str]:
    """A podcast is taken out where its feed is hosted or claimed."""
    for platform, names in _by_platform(omissions, directory):
        yield from (f"PODCASTS: {_name(platform)}", "")
        yield from _titles(names)
        yield from _numbered(platform, NO_STEPS if isinstance(platform, str) else platform.podcasts, scope)
        yield ""


def _after() -> str:
    *days, last = LOOK_AFTER_DAYS
    return (
        f"Record what you see: look after {', '.join(map(str, days))} and {last} days, and keep each time the day and "
        "a picture of the page. takedown record is for letters only."
    )


def _unlicensed(omissions: Iterable[Omission], directory: Directory) -> Iterator[str]:
    """A copy that nobody licensed: first the questions, then the platform's own form, at the user's own risk."""
    groups = list(_by_platform(omissions, directory))
    if not groups:
        return
    yield from ("COPIES THAT NOBODY ALLOWED", "")
    for platform, names in groups:
        yield from _titles(names, on=f" on {_name(platform)}")
        form = "" if isinstance(platform, str) else platform.infringement_form.value
        unknown = "Its form is not known here: look for it on the legal pages of the platform."
        yield from wrapped(form or unknown, first="  ")
    yield ""
    yield from wrapped("This program writes no letter for these. Take advice before you use a form.")
    yield from wrapped(
        '1. Is it really without permission? If one of these is possible, ask first: via = "unknown" in the route, '
        "with a contact, makes an enquiry."
    )
    yield from _indented(IS_IT_REALLY)
    yield from wrapped("2. Have ready what the form will ask:")
    yield from _indented(ASKED_BY_FORMS)
    yield from wrapped("3. Keep a picture of each page, the number of your report and the day.")
    yield ""


def _earning(omissions: Iterable[Omission]) -> Iterator[str]:
    """Somebody delivers it with permission, it seems: a form would say what may not be true."""
    groups = _by_cause(omissions)
    if not groups:
        return
    yield from ("NO FORM FOR THESE: THEY EARN MONEY THERE", "")
    for (reason, hint), same in groups.items():
        yield from wrapped(f"{_names(same)}: {_ended(reason)}{_next(hint)}", first="- ", rest="  ")
    yield ""


def _left_out(omissions: Iterable[Omission]) -> Iterator[str]:
    """All else, one cause a line."""
    asked = [omission for omission in omissions if omission.rule not in _NOTHING]
    settled = [omission for omission in omissions if omission.rule in _NOTHING]
    if not (asked or settled):
        return
    yield from ("LEFT OUT, AND WHAT HELPS", "")
    for (reason, hint), same in _by_cause(asked).items():
        yield from wrapped(f"{_names(same)}: {_ended(reason)}{_next(hint)}", first="- ", rest="  ")
    if settled:
        items = counted(len(settled), "item")
        yield from wrapped(f"{items} asked before or not there: nothing to do.", first="- ", rest="  ")
    yield ""


def _ended(reason: str) -> str:
    return reason if reason.endswith((".", "?", "!")) else f"{reason}."


def _next(hint: str) -> str:
    """The next step in one line; longer ones stand in the plan."""
    if not hint:
        return ""
    return f" → {hint}" if "\n" not in hint else " → takedown plan shows what to write."


def _by_cause(omissions: Iterable[Omission]) -> Mapping[tuple[str, str], list[Omission]]:
    causes: dict[tuple[str, str], list[Omission]] = {}
    for omission in omissions:
        causes.setdefault((omission.reason, omission.hint), []).append(omission)
    return causes


def _by_platform(
    omissions: Iterable[Omission], directory: Directory
) -> Iterator[tuple[Platform | str, list[str]]]:
    """Each platform with the releases there; its slug where the directory does not know it."""
    found: dict[str, dict[str, None]] = {}
    for omission in omissions:
        found.setdefault(omission.platform, {})[_title(omission)] = None
    for slug, names in found.items():
        yield directory.platforms.get(slug, slug), list(names)


def _name(platform: Platform | str) -> str:
    return platform if isinstance(platform, str) else platform.name


def _title(omission: Omission) -> str:
    return f"{omission.artist} – {omission.release}" if omission.artist else omission.release


def _names(omissions: Iterable[Omission]) -> str:
    """`A – B, C – D and 4 others`."""
    titles = list(dict.fromkeys(map(_title, omissions)))
    more = len(titles) - _SHOWN
    return listed(titles[:_SHOWN] + ([counted(more, "other")] if more > 0 else []))


def _titles(names: Iterable[str], *, on: str = "") -> Iterator[str]:
    for name in names:
        yield from wrapped(f"{name}{on}", first="- ", rest="  ")


def _numbered(platform: Platform | str, steps: Steps, scope: Scope) -> Iterator[str]:
    """The steps, and first what they do where only some countries are asked for and they name no way to choose."""
    if scope != WORLD and steps.lines and not any(_NAMES_COUNTRIES.search(line) for line in steps.lines):
        yield from wrapped(
            f"You ask for {scope}. This takes it out in every country; no way for single countries is known here.",
            first="  ",
        )
    unknown = f"The steps are not known here: look for the help page of {_name(platform)}."
    for number, step in enumerate([*(steps.lines or (unknown,)), _after()], 1):
        yield from wrapped(step, first=f"  {number}. ")


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, first="   - ", rest="     ")
