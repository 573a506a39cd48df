"""notice.pdf and, for a long schedule, annex-1.pdf, annex-2.pdf …: each a file that an email can carry.

Nobody reads a PDF of thousands of pages, and no mail server takes one. The letter, its signature and the beginning of
the schedule stay in notice.pdf, which says where the rest is. Each file says of which letter it is a part, and has
the same reference and document hash at the foot of each page.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from takedown.rendering.paper import Block, Marker, Paper, Paragraph, Run, ScheduleRelease
from takedown.rendering.parts import LARGEST_FILE
from takedown.rendering.words import Words

LETTER = "notice.pdf"
#: Releases and recordings in one PDF: some 400 pages.
MOST_LINES = 20_000

Draw = Callable[[Paper], bytes]


def draw_pdfs(
    paper: Paper, words: Words, draw: Draw, *, most_lines: int = MOST_LINES, largest: int = LARGEST_FILE
) -> dict[str, bytes]:
    """Draw the letter with its schedule: file name → PDF. One file, as long as that is neither too long nor too large.

    A release is never divided, so a file can have more lines than `most_lines`; one of a single release can be larger
    than `largest` too.
    """
    while True:
        papers = annexed(paper, words, most_lines)
        pdfs = {name: draw(each) for name, each in papers.items()}
        if all(len(pdf) <= largest for pdf in pdfs.values()) or len(papers) >= len(paper.schedule):
            return pdfs
        if len(draw(replace(paper, schedule=()))) > largest:
            return pdfs  # it is not the schedule that makes it large
        most_lines = min(most_lines, _lines(paper.schedule)) // 2


def annexed(paper: Paper, words: Words, most_lines: int) -> dict[str, Paper]:
    """Divide a paper: the letter with the first releases, and annexes with the others, in their order."""
    groups = _groups(paper.schedule, most_lines)
    if len(groups) == 1:
        return {LETTER: paper}
    annexes = {f"annex-{number}.pdf": group for number, group in enumerate(groups[1:], 1)}
    others = tuple(
        _said(words.say("parts.elsewhere", numbers=_numbers(group, words), file=name))
        for name, group in annexes.items()
    )
    blocks: list[Block] = []
    for block in paper.blocks:
        blocks += [block, *others] if block is Marker.SCHEDULE else [block]
    papers = {LETTER: _listing(replace(paper, blocks=tuple(blocks)), groups[0], words)}
    for number, (name, group) in enumerate(annexes.items(), 1):
        intro = words.say("parts.annex", part=number, parts=len(annexes), id=paper.id)
        papers[name] = _listing(_annex(paper, intro), group, words)
    return papers


def _annex(paper: Paper, intro: str) -> Paper:
    """The head of the letter, and what it is; all that stands in the letter once stays there."""
    return replace(
        paper,
        blocks=(_said(intro), Marker.SCHEDULE),
        signature_lines=(),
        signature_picture=None,
        document=b"",
        exhibits=(),
    )


def _listing(paper: Paper, group: Sequence[ScheduleRelease], words: Words) -> Paper:
    title = words.say("parts.schedule", title=paper.schedule_title, numbers=_numbers(group, words))
    return replace(paper, schedule=tuple(group), schedule_title=title)


def _groups(schedule: Sequence[ScheduleRelease], most_lines: int) -> list[Sequence[ScheduleRelease]]:
    """As many releases as have room, at least one each; one group where there is nothing to divide."""
    groups: list[Sequence[ScheduleRelease]] = []
    start = used = 0
    for at, release in enumerate(schedule):
        lines = _lines([release])
        if at > start and used + lines > most_lines:
            groups.append(schedule[start:at])
            start, used = at, 0
        used += lines
    return [*groups, schedule[start:]]


def _lines(schedule: Sequence[ScheduleRelease]) -> int:
    return sum(1 + len(release.recordings) for release in schedule)


def _numbers(group: Sequence[ScheduleRelease], words: Words) -> str:
    return words.say("parts.numbers", first=group[0].number, last=group[-1].number)


def _said(text: str) -> Paragraph:
    return Paragraph(runs=(Run(text=text),))
