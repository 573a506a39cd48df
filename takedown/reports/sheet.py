"""what-next.txt: one page for the user alone, with what happens after the letters and what needs no letter.

It is derived from the plan, and written anew each time. Its last line holds the digest of all above it: a page that
somebody changed can be told from one that is still as it was written, and is left alone.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from takedown.aftercare import Topic
from takedown.audit import NoticeState
from takedown.notice import WORLD, Scope
from takedown.patterns import pattern
from takedown.plan import NoticePlan
from takedown.records import Directory
from takedown.reports.plan import DEMO
from takedown.reports.sheet_letters import Common, bullets, collect, letter_lines
from takedown.reports.sheet_omitted import omitted_lines
from takedown.reports.sheet_sent import aftercare_of_sent, handed_over, sent_lines
from takedown.reports.words import page, wrapped

FILE = "what-next.txt"

#: Holds for all letters, and is said once; the rest is said with each of them.
_OF_ALL = (
    Topic.UNTOUCHED, Topic.NEW_STORES, Topic.GONE, Topic.DENIED, Topic.REFUSED, Topic.MISTAKE, Topic.MONEY,
)  # fmt: skip
_SEAL = "Check: "
_LAST_LINE = pattern(rb"Check: ([0-9a-f]{64})\n\Z")


def sheet_text(
    plan: NoticePlan, directory: Directory, sent: Iterable[NoticeState] = (), *, scope: Scope = WORLD
) -> str:
    """Lay out the page. The same values give the same page.

    `sent` are the notices of the ledger that went out; `scope` is where the request asks, for what the user removes.
    """
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
    common = {topic: Common() for topic in _OF_ALL}
    lines += letter_lines(plan.notices, directory, common)
    lines += sent_lines(out := handed_over(sent))
    for state in out:
        collect(aftercare_of_sent(state, directory), common, state.in_reply_to or state.id)
    lines += _common(common)
    lines += omitted_lines(plan.omissions, directory, scope)
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


def _common(common: Mapping[Topic, Common]) -> Iterator[str]:
    if any(found.lines for found in common.values()):
        yield from ("FOR ALL OF THESE LETTERS", "")
    for topic, found in common.items():
        if found.lines:
            yield topic.value
            yield from bullets(found.lines)
            yield from (f"  {command}" for command in found.commands)
            yield ""
