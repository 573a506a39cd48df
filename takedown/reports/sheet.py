"""what-next.txt: one page for the user alone, with what happens after the letters and what needs no letter.

It is derived from the plan, and written anew each time. Its last line holds the digest of all above it: a page that
somebody changed can be told from one that is still as it was written, and is left alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from takedown.aftercare import Section, Topic, aftercare_of
from takedown.audit import NoticeState
from takedown.notice import Notice, RecipientRole
from takedown.plan import NoticePlan, PlannedNotice
from takedown.records import Directory
from takedown.reports.plan import DEMO, about, title
from takedown.reports.sheet_omitted import omitted_lines
from takedown.reports.sheet_sent import aftercare_of_sent, handed_over, sent_lines
from takedown.reports.words import listed, page, shown, wrapped

FILE = "what-next.txt"

#: Said with each letter; the rest holds for all of them, and is said once.
_OF_EACH = (Topic.BEFORE, Topic.WHEN, Topic.ANSWER, Topic.LOOK, Topic.AFTER)
_OF_ALL = (Topic.UNTOUCHED, Topic.GONE, Topic.DENIED, Topic.REFUSED, Topic.MISTAKE, Topic.MONEY)
_SEAL = "Check: "
_LAST_LINE = re.compile(rb"Check: ([0-9a-f]{64})\n\Z")


def sheet_text(plan: NoticePlan, directory: Directory, sent: Iterable[NoticeState] = ()) -> str:
    """Lay out the page; `sent` are the notices of the ledger that went out. The same values give the same page."""
    lines = [
        "WHAT HAPPENS NEXT",
        "",
        *wrapped(
            "This page is for you alone: do not send it to anybody. takedown generate makes it anew each time; once "
            "you change it, it is left as it is, so keep notes in a file of your own."
        ),
        "",
    ]
    if any(planned.notice.demo for planned in plan.notices):
        lines += [*wrapped(DEMO), ""]
    common: dict[Topic, dict[str, None]] = {topic: {} for topic in _OF_ALL}
    lines += _letters(plan.notices, directory, common)
    lines += sent_lines(out := handed_over(sent))
    for state in out:
        _collect(aftercare_of_sent(state, directory), common)
    lines += _common(common)
    lines += omitted_lines(plan.omissions, directory)
    if not (plan.notices or plan.omissions or out):
        lines += ["Nothing is to be done now.", ""]
    return page(lines)


def sealed(text: str) -> bytes:
    """The page with its last line."""
    content = f"{text}\n".encode()
    return content + f"{_SEAL}{hashlib.sha256(content).hexdigest()}\n".encode()


def is_as_written(content: bytes) -> bool:
    """Whether a page still is as this program wrote it, in this version or another."""
    last = _LAST_LINE.search(content)
    return last is not None and hashlib.sha256(content[: last.start()]).hexdigest() == last[1].decode()


def _letters(
    notices: tuple[PlannedNotice, ...], directory: Directory, common: dict[Topic, dict[str, None]]
) -> Iterator[str]:
    """Each letter with what is its own; what holds for all is collected."""
    if not notices:
        return
    yield f"LETTERS ({len(notices)})"
    yield ""
    said: dict[tuple[str, ...], int] = {}
    for number, planned in enumerate(notices, 1):
        sections = _aftercare(planned, directory)
        yield from _letter(number, planned.notice)
        yield from _of_each(number, sections, said)
        yield ""
        _collect(sections, common)


def _collect(sections: Iterable[Section], common: dict[Topic, dict[str, None]]) -> None:
    """Keep what holds for all letters, each sentence once."""
    for section in sections:
        if section.topic in common:
            common[section.topic].update(dict.fromkeys(section.lines))


def _aftercare(planned: PlannedNotice, directory: Directory) -> tuple[Section, ...]:
    recipient = planned.notice.recipient
    delivers = recipient.role is RecipientRole.DISTRIBUTOR
    record = directory.distributors.get(recipient.desk) if delivers else None
    return aftercare_of(planned.notice, outlook=planned.outlook, record=record)


def _letter(number: int, notice: Notice) -> Iterator[str]:
    indent = " " * len(f"{number}. ")
    yield from wrapped(f"{title(notice)}  {notice.id}", first=f"{number}. ")
    platforms = listed(platform.name for platform in notice.platforms)
    yield from wrapped(f"{about(notice)}; {platforms}", first=indent)
    if notice.waits:
        names = listed(
            dict.fromkeys(each.name or each.desk for each in notice.deliveries if each.submitted_on is None)
        )
        yield from wrapped(f"Wait with it until {names} was asked and that is recorded.", first=indent)
    yield f"{indent}What to do: {shown(notice.folder)}/steps.txt"


def _of_each(number: int, sections: tuple[Section, ...], said: dict[tuple[str, ...], int]) -> Iterator[str]:
    """What is said with each letter; what was said in the same words is not said again."""
    indent = " " * len(f"{number}. ")
    again: dict[int, list[str]] = {}
    for section in sections:
        if section.topic not in _OF_EACH:
            continue
        first = said.setdefault(section.lines, number)
        if first != number:
            again.setdefault(first, []).append(section.topic.value)
            continue
        yield f"{indent}{section.topic.value}"
        yield from _bullets(section.lines, indent)
        yield from (f"{indent}  {shown(command)}" for command in section.commands)
    for first, topics in again.items():
        yield from wrapped(f"{listed(topics)}: as for letter {first}.", first=indent)


def _common(common: Mapping[Topic, Mapping[str, None]]) -> Iterator[str]:
    if any(common.values()):
        yield from ("FOR ALL OF THESE LETTERS", "")
    for topic, lines in common.items():
        if lines:
            yield topic.value
            yield from _bullets(lines)
            yield ""


def _bullets(lines: Iterable[str], indent: str = "") -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, first=f"{indent}- ", rest=f"{indent}  ")
