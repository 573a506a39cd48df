"""Notice and files → walk. The steps are those of steps.txt, the texts those of ticket.txt, as they were signed."""

import re
from collections.abc import Iterator, Mapping

from takedown.errors import LetterError
from takedown.handing.stations import (
    Attach,
    Do,
    Field,
    FieldKind,
    LeaveAlone,
    Open,
    Postal,
    Record,
    Station,
    Walk,
)
from takedown.notice import Kind, Notice
from takedown.records import Channel
from takedown.rendering.compose import paper_format
from takedown.rendering.fields import is_subject
from takedown.rendering.steps import Matter, Step, steps_of, usable_ways
from takedown.rendering.ticket import LONGEST, enclosed
from takedown.rendering.ticket_read import ReadTicket, read_ticket
from takedown.rendering.values import shown
from takedown.rendering.words import Words

_TICKET, _STEPS, _LETTER = "ticket.txt", "steps.txt", "notice.txt"
_BY_HAND = frozenset({Channel.FORM, Channel.DASHBOARD, Channel.POST})
_SENTENCES = re.compile(r"(?<=[.!?:]) +(?=[A-Z])")
#: How records and steps begin a sentence about a button that does harm.
_FORBIDS = re.compile(r"(?:Do not|Press no\b|Press nothing|Press neither|Never|Choose only the stores)")
_URL = re.compile(r"https://[^\s<>\"'()]+")
_COMMAND = re.compile(r"^ *(takedown record submitted .+)$", re.MULTILINE)


def goes_by_hand(notice: Notice) -> bool:
    """Whether a person hands it over: the first way that fits is a form, the account or post; or none is known."""
    if notice.kind is Kind.PUBLIC_STATEMENT:
        return False
    ways = usable_ways(notice)
    return not ways or ways[0].channel in _BY_HAND


def walk_of(notice: Notice, files: Mapping[str, bytes], words: Words) -> Walk:
    """Lead through a signed notice. `files` are the bytes that were signed, `words` those of the letter's language.

    LetterError where steps.txt says something else than the records do now: no letter changes by that, so that it
    stays as it was signed.
    """
    page = files[_STEPS].decode()
    steps = tuple(step for step in steps_of(notice, files=files) if step.matter is not Matter.BEFORE)
    for step in steps:
        if step.text not in page:
            raise LetterError(
                f"steps.txt of {notice.id}, as it was signed, does not say what the records say now",
                hint=f"hand it over as {notice.folder}/steps.txt says, and press nothing that looks different there; "
                f"then takedown record submitted {notice.id}",
            )
    ticket = _ticket(notice, files, words)
    ways = usable_ways(notice)
    return Walk(
        notice=notice.id,
        kind=notice.kind.value,
        desk=shown(notice.recipient.name),
        folder=notice.folder,
        demo=notice.demo,
        language=words.language,
        stations=(*_warnings(steps, ticket), *_stations(notice, steps, ticket, files, words)),
        channels=tuple(dict.fromkeys(way.channel for way in ways)),
        postal=_postal(notice, words),
    )


def _ticket(notice: Notice, files: Mapping[str, bytes], words: Words) -> ReadTicket | None:
    if _TICKET not in files:
        return None
    fields = notice.recipient.ticket.fields if notice.kind.removes else ()
    return read_ticket(files[_TICKET].decode(), words, fields=fields, added=enclosed(notice))


def _warnings(steps: tuple[Step, ...], ticket: ReadTicket | None) -> Iterator[LeaveAlone]:
    """What to leave alone, before anything else: whole warnings, and the sentences of other steps that forbid."""
    if ticket and ticket.specimen:
        yield LeaveAlone(text=ticket.specimen)
    for step in steps:
        if step.matter is Matter.WARNING:
            yield LeaveAlone(text=step.text)
        elif step.matter is Matter.STEP and (said := _forbidden(step.text)):
            yield LeaveAlone(text=said)


def _forbidden(text: str) -> str:
    """From the first sentence that forbids to the end of the step: what follows gives the reason."""
    sentences = _SENTENCES.split(text)
    at = next((place for place, one in enumerate(sentences) if _FORBIDS.match(one)), None)
    return "" if at is None else text[text.index(sentences[at]) :]


def _stations(
    notice: Notice,
    steps: tuple[Step, ...],
    ticket: ReadTicket | None,
    files: Mapping[str, bytes],
    words: Words,
) -> Iterator[Station]:
    for step in steps:
        match step.matter:
            case Matter.WAY:
                yield _opened(step)
            case Matter.STEP:
                urls = _urls(step.text)
                yield Open(text=step.text, urls=urls) if urls else Do(text=step.text)
            case Matter.FILES:
                if step.text:
                    yield Do(text=step.text)
                # a letter that goes by post alone is printed, and nothing is pasted
                if ticket and _TICKET in step.text:
                    yield from _pasted(notice, ticket, words)
                    yield _attached(notice, ticket)
            case Matter.BESIDES:
                yield Do(text=step.text)
            case Matter.RECORD:
                if not ticket:
                    yield Field(name=_LETTER, text=files[_LETTER].decode(), kind=FieldKind.BODY)
                yield _recorded(step)


def _opened(step: Step) -> Open:
    urls = (url for way in step.ways for url in _urls(way.value))
    menu = next((way.value for way in step.ways if way.channel is Channel.DASHBOARD), "")
    return Open(text=step.text, urls=tuple(dict.fromkeys(urls)), menu=shown(menu))


def _urls(text: str) -> tuple[str, ...]:
    """Web pages that a text of the record names; a sign at the end of a sentence is no part of one."""
    return tuple(url.rstrip(".,;:!?") for url in _URL.findall(text))


def _pasted(notice: Notice, ticket: ReadTicket, words: Words) -> Iterator[Field]:
    """The texts in the order of ticket.txt; where the form has a field for one of them, at its place in the form."""
    answers = {words.texts["answers.text"], words.texts["answers.parts"]}
    in_form = any(answer in answers for _, answer in ticket.fields)
    subject_in_form = any(is_subject(name) for name, _ in ticket.fields)
    if not in_form:
        yield from _texts(notice, ticket, _TICKET, subject=not subject_in_form)
    elif not subject_in_form:
        yield _subject(ticket, ticket.subject_label, 1)
    for name, answer in ticket.fields:
        if answer in answers:
            yield from _texts(notice, ticket, name, subject=False)
        elif is_subject(name):
            yield _subject(ticket, name, 1)
        else:
            yours = answer == words.texts["answers.yours"]
            yield Field(name=name, text="" if yours else answer, answer=answer, kind=FieldKind.FIELD)


def _texts(notice: Notice, ticket: ReadTicket, name: str, *, subject: bool) -> Iterator[Field]:
    """Each part, below its subject where that is another one than before."""
    limit = min(LONGEST, notice.recipient.ticket.max_characters)
    said = None if subject else ticket.parts[0].subject
    for number, part in enumerate(ticket.parts, 1):
        if part.subject != said:
            yield _subject(ticket, ticket.subject_label, number)
            said = part.subject
        yield Field(
            name=name,
            text=part.text,
            kind=FieldKind.BODY,
            limit=limit,
            part=number,
            parts=len(ticket.parts),
        )


def _subject(ticket: ReadTicket, name: str, number: int) -> Field:
    differ = len({part.subject for part in ticket.parts}) > 1
    return Field(
        name=name,
        text=ticket.parts[number - 1].subject,
        kind=FieldKind.SUBJECT,
        part=number if differ else 1,
        parts=len(ticket.parts) if differ else 1,
    )


def _attached(notice: Notice, ticket: ReadTicket) -> Attach:
    yours = enclosed(notice)
    return Attach(
        text=ticket.attach,
        files=tuple(name for name in ticket.attached if name not in yours),
        yours=yours,
    )


def _recorded(step: Step) -> Record:
    found = _COMMAND.search(step.text)
    return Record(text=step.text, command=found[1] if found else "")


def _postal(notice: Notice, words: Words) -> Postal | None:
    """The address as the letter has it, where it can go by post."""
    way = next((way for way in usable_ways(notice) if way.channel is Channel.POST), None)
    if way is None:
        return None
    recipient, sender = notice.recipient, notice.sender
    attention = (words.say("letterhead.attention", name=recipient.attention),) if recipient.attention else ()
    lines = (recipient.name, *attention, *(way.lines or (way.value,)))
    return Postal(
        recipient=tuple(dict.fromkeys(shown(line) for line in lines if line.strip())),
        sender=tuple(shown(line) for line in (sender.organization or sender.name, *sender.address) if line),
        format=paper_format(notice),
    )
