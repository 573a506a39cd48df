"""`takedown directory answer`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from takedown.cli.dialog import Dialog, InputEnded, WentBack
from takedown.cli.session import Session, say, show
from takedown.directory import RecordKind
from takedown.directory.answers import FILE, LookedUp, check_answer, kinds_of, read_text, table_of
from takedown.directory.keeping import added
from takedown.directory.lookups import QUESTIONS, Ask, changes, open_asks
from takedown.errors import ExitCode, UsageError
from takedown.frozen import dataclass
from takedown.interview.questions import Question
from takedown.records import Confidence, OneStore
from takedown.reports.words import page
from takedown.workspace import write_file

_SURE = tuple(one.value for one in Confidence if one is not Confidence.UNKNOWN)
_LONGEST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What the command line says."""

    fact: str | None
    value: str | None
    words: str
    source: str
    on: datetime | None
    confidence: str
    kind: str | None


@click.command("answer")
@click.argument("slug")
@click.option(
    "--fact", type=click.Choice([ask.value for ask in Ask]), help="Which fact; without it, all that are open."
)
@click.option("--value", help="The answer, as one of the words that the fact can have.")
@click.option("--words", default="", help="What was said, in your own words.")
@click.option("--source", default="", help="Who said so, or which page.")
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which you learned it. Default: today."
)
@click.option("--confidence", type=click.Choice(_SURE), default="medium", help="How sure. Default: medium.")
@click.option(
    "--kind",
    type=click.Choice(("distributor", "platform", "desk")),
    help="Which record, where several have the slug.",
)
@click.pass_obj
def answer(session: Session, /, slug: str, **options: Any) -> int:
    """Keep what you found out about a desk, with its source and date. Without options, asks what is not known.

    It is kept in directory.toml of the workspace and lies over the record of SLUG from then on.
    """
    given = _Options(**options)
    kinds = _kinds(session, slug, given)
    if given.fact and given.value is not None:
        _keep(session, _single(session, slug, kinds, given))
        return ExitCode.DONE
    if given.value is not None:
        raise UsageError("--value without --fact", hint=f"add --fact: {', '.join(Ask)}")
    return _ask_all(session, slug, kinds, given)


def _kinds(session: Session, slug: str, given: _Options) -> tuple[RecordKind, ...]:
    """The kinds of record that the slug names and that the fact can be asked of."""
    kinds = kinds_of(slug, session.directory)
    if given.kind:
        kinds = tuple(kind for kind in kinds if kind == given.kind)
    if not kinds:
        raise UsageError(
            f"the directory has no {given.kind or 'record'} {slug} to ask about",
            hint="takedown directory list shows all",
        )
    record = table_of(session.directory, kinds[0])[slug]
    if kinds[0] is RecordKind.DISTRIBUTOR and record.status.is_retired:
        raise UsageError(
            f"{record.name} is retired ({record.status}): nobody is asked there",
            hint=f"takedown directory show {slug} says who can be asked instead",
        )
    return kinds


def _single(session: Session, slug: str, kinds: tuple[RecordKind, ...], given: _Options) -> LookedUp:
    fact = Ask(given.fact or "")
    fitting = [kind for kind in kinds if kind in QUESTIONS[fact].kinds] or [kinds[0]]
    if len(fitting) > 1:
        raise UsageError(
            f"{slug} is a {' and a '.join(fitting)}", hint=f"add --kind {fitting[0]} or --kind {fitting[1]}"
        )
    if not given.source.strip():
        raise UsageError(
            "an answer needs its source",
            hint='add --source "…": the page, or who told you, as in "reply of their support, ticket 5512"',
        )
    return LookedUp(
        kind=fitting[0],
        slug=slug,
        fact=fact,
        value=_line("--value", given.value or ""),
        words=_line("--words", given.words),
        source=_line("--source", given.source),
        on=_day(session, given.on.date() if given.on else session.today),
        confidence=Confidence(given.confidence),
    )


def _day(session: Session, on: date) -> date:
    if on > session.today:
        raise UsageError(f"{on} lies in the future", hint="write the day on which you learned it")
    return on


def _line(name: str, text: str) -> str:
    """One line of plain text: it is shown in the plan."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        raise UsageError(
            f"{name} has {len(line):,} characters, and may have {_LONGEST:,}", hint="write it shorter"
        )
    if not line.isprintable():
        raise UsageError(f"{name} has characters that nobody can see", hint="type it instead of pasting it")
    return line


def _keep(session: Session, answer: LookedUp) -> None:
    check_answer(answer, session.directory)
    path = session.workspace.root / FILE
    with session.workspace.lock():
        text = added(read_text(path), answer)
        write_file(path, text.encode())
    name = table_of(session.directory, answer.kind)[answer.slug].name
    show(f"Kept in {FILE}: {name}, {answer.fact}: {answer.value} ({answer.source}, {answer.on.isoformat()})")


def _ask_all(session: Session, slug: str, kinds: tuple[RecordKind, ...], given: _Options) -> int:
    """Ask for what is open, fact by fact; each answer is kept at once, and Enter leaves a question open."""
    wanted = [
        (kind, ask)
        for kind in kinds
        for ask in ([Ask(given.fact)] if given.fact else open_asks(table_of(session.directory, kind)[slug]))
        if kind in QUESTIONS[ask].kinds
    ]
    if not wanted:
        said = f"Nothing is open about {slug}. With --fact you can still answer: takedown directory answer --help"
        show(page([said]))
        return ExitCode.DONE
    dialog, kept, source = Dialog(), 0, given.source
    try:
        for kind, ask in wanted:
            answer = _asked(session, dialog, (kind, slug, ask), source)
            if answer:
                _keep(session, answer)
                kept, source = kept + 1, answer.source
    except InputEnded:
        say("No more answers.")
    if not kept:
        show("Nothing was kept.")
    else:
        say(
            "Next: takedown plan. takedown directory report makes a text of it that helps others; it sends nothing."
        )
    return ExitCode.DONE


def _asked(
    session: Session, dialog: Dialog, about: tuple[RecordKind, str, Ask], source: str
) -> LookedUp | None:
    """Ask for one fact, its words, its source and its day; None where it stays open."""
    kind, slug, ask = about
    question = QUESTIONS[ask]
    name = table_of(session.directory, kind)[slug].name

    def judged(text: str) -> str:
        value = _line("the answer", text)
        trial = LookedUp(kind=kind, slug=slug, fact=ask, value=value, words="-", source="-", on=session.today)
        check_answer(trial, session.directory)
        return value

    explain = f"Look at their help pages, or ask their support. {question.said}"
    while True:
        try:
            value = _text(
                dialog,
                Question(
                    key="value",
                    ask=question.text.format(name),
                    explain=explain,
                    read=judged,
                    example=question.answers,
                    default="",
                    enter="not known, leave it open",
                ),
            )
            if not value:
                return None
            return _with_source(session, dialog, (kind, slug, ask, value), source)
        except WentBack:
            continue


def _with_source(
    session: Session, dialog: Dialog, about: tuple[RecordKind, str, Ask, str], source: str
) -> LookedUp:
    kind, slug, ask, value = about
    must_say_how = ask is Ask.ONE_STORE and value == OneStore.SELF_SERVICE
    words = _text(
        dialog,
        Question(
            key="words",
            ask="What is clicked there, in order?" if must_say_how else "What was said, in your own words?",
            explain="One or two sentences. They are shown where you plan, and never sent by the program.",
            read=lambda text: _line("the words", text),
            default=None if must_say_how else "",
            enter="nothing besides the answer",
        ),
    )
    told = _text(
        dialog,
        Question(
            key="source",
            ask="Where is this from?",
            explain="The page with its address, or who told you. Without a source nobody can rely on it, you included.",
            read=lambda text: _line("the source", text),
            example="reply of their support, ticket 5512",
            default=source or None,
        ),
    )
    on = _text(
        dialog,
        Question(
            key="on",
            ask="On which day did you learn it?",
            explain="The day of the reply, or on which you read the page.",
            read=_read_day(session),
            example="2026-11-20",
            default=session.today.isoformat(),
        ),
    )
    changes(ask, value, words, {})
    return LookedUp(
        kind=kind, slug=slug, fact=ask, value=value, words=words, source=told, on=date.fromisoformat(on)
    )


def _read_day(session: Session) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise UsageError(f"'{text}' is not a day", hint="write it like 2026-11-20") from None
        return _day(session, day).isoformat()

    return read


def _text(dialog: Dialog, question: Question) -> str:
    value = dialog.ask(question)
    return value if isinstance(value, str) else "; ".join(value)
