"""Words of a packet: for people who have no program, so that no command of it is left in them."""

import re
from collections.abc import Iterable, Iterator

from takedown.aftercare import NO_TICKET_DAYS, NOTHING_DONE_DAYS, Section, Topic
from takedown.aftercare.sections import sentence
from takedown.patterns import pattern
from takedown.rendering.values import shown

_SENTENCE = re.compile(r"(?<=[.!?;]) +")
#: What belongs to the program, or to a workspace of it. A test holds that no command is missing.
_OURS = pattern(
    r"\btakedown(?:\.toml| -| (?:accounts|check|demo|directory|doctor|exports?|follow-up|generate|import|inbox|init|kit"
    r"|outbox|plan|preview|record|register|reinstate|report|retract|send|sign|status|verify)\b)"
    r"|what-next\.txt|\bcatalog(?:\.csv)?\b|\[[a-z]+\]|\broutes?\b|When you find out"
)
_ASK = (
    f"No ticket number and no answer after {NO_TICKET_DAYS} business days, or nothing done after "
    f"{NOTHING_DONE_DAYS}: write in the same ticket or conversation, and ask how far it is. Open no second one."
)
_ANSWERED = (
    "Give what they answer to whoever gave you this packet: the codes, or who delivers it. You get the letter that "
    "asks in a new packet."
)


def plain(text: str) -> str:
    """A text up to the first sentence that names a command or a file of the program; empty where it is the first."""
    if not _OURS.search(text):
        return shown(text)
    kept: list[str] = []
    for each in _SENTENCE.split(text):
        if _OURS.search(each):
            break
        kept.append(each)
    return shown(" ".join(kept).rstrip("; "))


def plainly(texts: Iterable[str]) -> tuple[str, ...]:
    """The same of several, as sentences, each once, and none empty."""
    return tuple(dict.fromkeys(sentence(text) for each in texts if (text := plain(each))))


def sections_of(sections: Iterable[Section], *topics: Topic, asks: bool = False) -> Iterator[Section]:
    """The sections of these topics, in plain words; `asks`: the letter is a question."""
    for section in sections:
        if section.topic in topics:
            lines = plainly(_ended(line) for line in section.lines)
            if section.topic is Topic.WHEN:
                lines = (*lines, _ASK)
            elif section.topic is Topic.ANSWER and asks:
                lines = (_ANSWERED,)
            if lines:
                yield Section(topic=section.topic, lines=lines)


def _ended(line: str) -> str:
    """A line whose commands are left out ends there."""
    return f"{line[:-1]}." if line.endswith(":") else line
