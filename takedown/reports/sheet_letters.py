"""The part of what-next.txt for the letters of a plan: those of one kind to one desk are one group, said once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from takedown.aftercare import Section, Topic, aftercare_of
from takedown.notice import Notice, RecipientRole
from takedown.plan import PlannedNotice
from takedown.records import Directory
from takedown.reports.plan import about, title
from takedown.reports.words import counted, listed, shown, wrapped

#: Said with each group; the rest holds for all letters.
_OF_EACH = (Topic.BEFORE, Topic.WHEN, Topic.ANSWER, Topic.LOOK, Topic.AFTER)
#: Stands for the number of a letter in a command that is the same for several.
_NOTICE = "NOTICE"
#: More letters than these are named in running lines: the page stays one that is read.
_LINE_EACH = 12
_TITLE = 40


@dataclass(slots=True, kw_only=True)
class Common:
    """What holds for all letters of one topic, each sentence and command once, in order."""

    lines: dict[str, None] = field(default_factory=dict)
    commands: dict[str, None] = field(default_factory=dict)


def letter_lines(
    notices: Iterable[PlannedNotice], directory: Directory, common: Mapping[Topic, Common]
) -> Iterator[str]:
    """Lay out the letters, group by group, with what is their own; what holds for all is collected in `common`."""
    groups = _groups(notices, directory)
    if not groups:
        return
    yield f"LETTERS ({sum(len(group) for group, _ in groups):,})"
    yield ""
    said: dict[tuple[str, ...], int] = {}
    for number, (group, sections) in enumerate(groups, 1):
        yield from _head(number, [planned.notice for planned in group])
        yield from _of_each(number, sections, said, "" if len(group) == 1 else group[0].notice.id)
        yield ""
        collect(sections, common, group[0].notice.id)


def collect(sections: Iterable[Section], common: Mapping[Topic, Common], notice: str) -> None:
    """Keep what holds for all letters, each sentence once; commands speak of no single one."""
    for section in sections:
        if section.topic in common:
            found = common[section.topic]
            found.lines.update(dict.fromkeys(section.lines))
            found.commands.update(dict.fromkeys(_of_any(section.commands, notice)))


def bullets(lines: Iterable[str], indent: str = "") -> Iterator[str]:
    """One sentence a bullet, wrapped."""
    for line in lines:
        yield from wrapped(line, first=f"{indent}- ", rest=f"{indent}  ")


def _groups(
    notices: Iterable[PlannedNotice], directory: Directory
) -> list[tuple[list[PlannedNotice], tuple[Section, ...]]]:
    """Letters of which all the same is said, but for their numbers. Artists are many desks with one letter each."""
    groups: dict[object, tuple[list[PlannedNotice], tuple[Section, ...]]] = {}
    for planned in notices:
        notice = planned.notice
        sections = _aftercare(planned, directory)
        key = (
            notice.kind,
            "" if notice.recipient.role is RecipientRole.ARTIST else notice.recipient.desk,
            tuple(platform.slug for platform in notice.platforms),
            _waits(notice),
            tuple(
                (section.topic, section.lines, *_of_any(section.commands, notice.id)) for section in sections
            ),
        )
        groups.setdefault(key, ([], sections))[0].append(planned)
    return list(groups.values())


def _aftercare(planned: PlannedNotice, directory: Directory) -> tuple[Section, ...]:
    recipient = planned.notice.recipient
    delivers = recipient.role is RecipientRole.DISTRIBUTOR
    record = directory.distributors.get(recipient.desk) if delivers else None
    return aftercare_of(planned.notice, outlook=planned.outlook, record=record)


def _of_any(commands: Iterable[str], notice: str) -> list[str]:
    return [command.replace(notice, _NOTICE) for command in commands]


def _head(number: int, notices: Sequence[Notice]) -> Iterator[str]:
    first, indent = notices[0], " " * len(f"{number}. ")
    platforms = listed(platform.name for platform in first.platforms)
    if len(notices) == 1:
        yield from wrapped(f"{title(first)}  {first.id}", first=f"{number}. ")
        yield from wrapped("; ".join(filter(None, (about(first), platforms))), first=indent)
    else:
        to = {notice.recipient.name for notice in notices}
        name = title(first) if len(to) == 1 else title(first).removesuffix(f" to {first.recipient.name}")
        yield from wrapped(f"{name}: {counted(len(notices), 'letter')}", first=f"{number}. ")
        yield from wrapped(platforms, first=indent)
        yield from _named(notices, indent)
    if names := _waits(first):
        yield from wrapped(f"Wait with it until {names} was asked and that is recorded.", first=indent)
    if len(notices) == 1:
        yield f"{indent}What to do: {shown(first.folder)}/steps.txt"
    else:
        yield from wrapped(
            "What to do: steps.txt in the folder whose name ends with the letter's number.", first=indent
        )


def _waits(notice: Notice) -> str:
    """Whom to ask before it."""
    if not notice.waits:
        return ""
    open_ones = (each.name or each.desk for each in notice.deliveries if each.submitted_on is None)
    return listed(dict.fromkeys(open_ones))


def _named(notices: Sequence[Notice], indent: str) -> Iterator[str]:
    """Each by its number, with what it is about; many of them in running lines."""
    if len(notices) <= _LINE_EACH:
        for notice in notices:
            yield from wrapped(_briefly(notice), first=f"{indent}- {notice.id}  ")
    else:
        yield from wrapped("; ".join(f"{notice.id} {_short(notice)}" for notice in notices), first=indent)


def _briefly(notice: Notice) -> str:
    to = notice.recipient.name if notice.recipient.role is RecipientRole.ARTIST else ""
    return f"to {to}: {about(notice)}" if to else about(notice)


def _short(notice: Notice) -> str:
    """The artist who is asked, the one release, or how many."""
    if notice.recipient.role is RecipientRole.ARTIST:
        text = notice.recipient.name
    elif len(notice.releases) == 1:
        text = notice.releases[0].display_title
    else:
        text = counted(len(notice.releases), "release")
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…"


def _of_each(
    number: int, sections: tuple[Section, ...], said: dict[tuple[str, ...], int], several: str
) -> Iterator[str]:
    """What is said with each group; what was said in the same words is not said again.

    `several` is the number of a letter that stands for others too: commands name none of them then.
    """
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
        yield from bullets(section.lines, indent)
        commands = _of_any(section.commands, several) if several else section.commands
        yield from (f"{indent}  {shown(command)}" for command in commands)
    for first, topics in again.items():
        yield from wrapped(f"{listed(topics)}: as under {first}.", first=indent)
