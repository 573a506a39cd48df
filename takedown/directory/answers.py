"""What a user looked up, kept in the workspace's directory.toml and laid over the records.

Every answer has a source and a date. A later answer to the same question takes the place of an earlier one; both
stay in the file. Nothing in it makes a platform's desk read requests, and no address for infringement claims gets in.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from takedown.agents import agent_behind, agent_in
from takedown.directory.addresses import sounds_like_claims
from takedown.directory.findings import finding
from takedown.directory.kinds import RecordKind
from takedown.directory.lines import line_of
from takedown.directory.lookups import QUESTIONS, Ask, changes
from takedown.directory.mistakes import read_toml
from takedown.directory.problems import RecordError, explain, suggestion
from takedown.directory.shapes import pressed
from takedown.errors import UsageError
from takedown.freshness import ANSWERED_HERE
from takedown.frozen import dataclass
from takedown.model import Finding, SourceRef
from takedown.records import Address, Confidence, Directory, OneStore
from takedown.typed import NotTypedError, typed

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FILE = "directory.toml"
ASKED_OF = (RecordKind.DISTRIBUTOR, RecordKind.PLATFORM, RecordKind.DESK)

_STRICT: dict[str, Any] = {"extra": "forbid", "use_attribute_docstrings": True}
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """One answer: a fact about a record, from whom, and when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    kind: RecordKind
    """distributor, platform or desk."""
    slug: str
    fact: Ask
    value: str
    """The answer as one of the words that the fact can have."""
    words: str = ""
    """What was said, in your own words."""
    source: str
    """Who said so, or which page: `reply of their support, ticket 5512`."""
    on: date
    confidence: Confidence = Confidence.MEDIUM

    @property
    def key(self) -> str:
        """The key under which its source stands among those of the directory."""
        return f"{ANSWERED_HERE}{self.kind}:{self.slug}:{self.fact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersFile:
    """directory.toml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    schema: int
    """Version of this shape: 1."""
    answers: tuple[LookedUp, ...] = ()


@cache
def _judge() -> "TypeAdapter[AnswersFile]":
    from pydantic import TypeAdapter

    return TypeAdapter(AnswersFile)


def answers_schema() -> dict[str, Any]:
    """Make the published JSON Schema of directory.toml."""
    schema = _judge().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": f"takedown {FILE}"}


def load_answers(path: Path, directory: Directory) -> tuple[LookedUp, ...]:
    """Read the answers of a workspace, the last to each question; none where it has no directory.toml.

    Raises DirectoryError with file, line and key for what cannot be used: an unknown key, a value that answers
    nothing, a missing source, an address for infringement claims. An answer about a record that is not there is
    passed over: `lost_answers` names it.
    """
    text = read_text(path)
    found: list[LookedUp] = []
    for number, answer in _last(parsed(text).answers) if text else ():
        if _is_lost(answer, directory):
            continue
        try:
            check_answer(answer, directory)
        except UsageError as error:
            source = _place(text, f"answers[{number}].{_blamed(error)}")
            raise RecordError(error.message, source=source, hint=error.hint) from error
        found.append(answer)
    return tuple(found)


def lost_answers(path: Path, directory: Directory) -> tuple[Finding, ...]:
    """Name the answers about records that are not in the directory (any more): nothing is done with them."""
    text = read_text(path)
    return tuple(
        finding(
            "D-ANSWER",
            _place(text, f"answers[{number}].slug"),
            f"there is no {answer.kind} '{answer.slug}', so this answer is passed over",
            f"{suggestion(answer.slug, table_of(directory, answer.kind))}Correct the slug, or take this "
            "[[answers]] table out.",
        )
        for number, answer in (_last(parsed(text).answers) if text else ())
        if _is_lost(answer, directory)
    )


def _is_lost(answer: LookedUp, directory: Directory) -> bool:
    return answer.kind in ASKED_OF and answer.slug not in table_of(directory, answer.kind)


def latest(answers: Iterable[LookedUp]) -> tuple[LookedUp, ...]:
    """The last answer to each question, in the order of the file."""
    return tuple(answer for _, answer in _last(answers))


def _last(answers: Iterable[LookedUp]) -> Sequence[tuple[int, LookedUp]]:
    last = {answer.key: (number, answer) for number, answer in enumerate(answers, start=1)}
    return sorted(last.values(), key=itemgetter(0))


class _AnswerError(UsageError):
    """A wrong answer, with the key that is wrong."""

    def __init__(self, key: str, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.key = key


def _blamed(error: UsageError) -> str:
    return error.key if isinstance(error, _AnswerError) else "value"


def check_answer(answer: LookedUp, directory: Directory) -> None:
    """Raise UsageError where an answer cannot be used: record, fact, value, source, date or address."""
    table = table_of(directory, answer.kind)
    if answer.kind not in ASKED_OF:
        raise _AnswerError(
            "kind", f"nothing is asked of a {answer.kind}", hint=f"Write one of: {', '.join(ASKED_OF)}."
        )
    if answer.slug not in table:
        hint = f"{suggestion(answer.slug, table)}takedown directory list shows all."
        raise _AnswerError("slug", f"there is no {answer.kind} '{answer.slug}'", hint=hint)
    if answer.kind not in QUESTIONS[answer.fact].kinds:
        known = ", ".join(ask for ask in Ask if answer.kind in QUESTIONS[ask].kinds)
        raise _AnswerError(
            "fact", f"'{answer.fact}' is not asked of a {answer.kind}", hint=f"Write one of: {known}."
        )
    if not answer.source.strip():
        raise _AnswerError(
            "source",
            "it is not said where this is from",
            hint='Write source = "…": the page, or who told you, as in "reply of their support, ticket 5512".',
        )
    if answer.confidence is Confidence.UNKNOWN:
        raise _AnswerError(
            "confidence", "an answer of unknown confidence is none", hint="Write high, medium or low."
        )
    _refuse_agent(answer, directory)
    read = changes(answer.fact, answer.value, answer.words, {})
    if answer.fact is Ask.ONE_STORE and read["one_store"] is OneStore.SELF_SERVICE and not answer.words:
        raise _AnswerError(
            "words",
            "it is not said how you leave one store there",
            hint='Write words = "…": what is clicked, in order.',
        )
    if answer.fact is Ask.WHERE:
        _refuse_claims(answer, read["addresses"][0])
    _refuse_trap(answer, directory)


def _refuse_trap(answer: LookedUp, directory: Directory) -> None:
    """What is clicked is not the button that removes from every store."""
    if answer.kind is not RecordKind.DISTRIBUTOR or answer.fact not in (Ask.ONE_STORE, Ask.WHERE):
        return
    trap = directory.distributors[answer.slug].all_stores_trap.value
    key, text = ("words", answer.words) if answer.fact is Ask.ONE_STORE else ("value", answer.value)
    if button := pressed(trap, text, answer.words):
        raise _AnswerError(
            key,
            f"'{text}' names '{button}', which removes from every store by the record",
            hint=f"Say in the words not to press it, as in: Do not use {button}.",
        )


def _refuse_agent(answer: LookedUp, directory: Directory) -> None:
    """Where one writes is no agent, in name or address; no other words hold the address of one."""
    find = agent_behind if answer.fact is Ask.WHERE else agent_in
    for key, text in (("value", answer.value), ("words", answer.words)):
        if why := find(text, directory.agents):
            raise _AnswerError(
                key,
                f"'{text}' leads to {why}: it reads infringement claims, and nothing else is sent there",
                hint="Look for the address or form for ordinary requests; where none is known, leave it open.",
            )


def _refuse_claims(answer: LookedUp, address: Address) -> None:
    if sounds_like_claims(address):
        raise _AnswerError(
            "value",
            f"'{answer.value}' sounds like a mailbox for claims, which reads nothing else",
            hint="Look for the address or form for ordinary requests. If their page says that it is this one, put a "
            "record of your own under templates/, with what the page says in the note of the address.",
        )


def read_text(path: Path) -> str:
    """Read directory.toml as it is; empty where there is none. DirectoryError where it cannot be read."""
    whole = SourceRef(file=FILE)
    try:
        if path.is_symlink():
            raise RecordError("is a link", source=whole, hint="Put the file itself in its place.")
        if not path.exists():
            return ""
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise RecordError(
            f"cannot be read: {error.strerror}", source=whole, hint="Check that it is a file you may read."
        ) from error
    if len(content) > _LARGEST_FILE:
        raise RecordError("larger than 1 MB", source=whole, hint="Keep the answers that still matter.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        place = SourceRef(file=FILE, row=line)
        raise RecordError("not UTF-8", source=place, hint="Save the file as UTF-8.") from error


def parsed(text: str) -> AnswersFile:
    """Read the text of directory.toml. DirectoryError names line and key of what is wrong."""
    try:
        table = read_toml(text, FILE)
        try:
            found = typed(AnswersFile, table)
        except NotTypedError:
            found = _judged(table, text)
    except RecursionError:
        raise RecordError(
            "nested too deeply", source=SourceRef(file=FILE), hint="Take out what you did not write."
        ) from None
    if found.schema != 1:
        raise RecordError(
            f"{found.schema} is a shape that this version does not know",
            source=_place(text, "schema"),
            hint="Write schema = 1, or use the version of the program that wrote the file.",
        )
    return found


def _judged(table: dict[str, Any], text: str) -> AnswersFile:
    from pydantic import ValidationError

    try:
        return _judge().validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        raise explain(error, file=FILE, shape=AnswersFile, text=text) from None


def _place(text: str, key: str) -> SourceRef:
    return SourceRef(file=FILE, row=line_of(text, key), column=key)


def table_of(directory: Directory, kind: RecordKind) -> Mapping[str, Any]:
    """The records of a kind that can be asked about, by slug; empty for the other kinds."""
    tables: dict[RecordKind, Mapping[str, Any]] = {
        RecordKind.DISTRIBUTOR: directory.distributors,
        RecordKind.PLATFORM: directory.platforms,
        RecordKind.DESK: directory.desks,
    }
    return tables.get(kind, {})


def kinds_of(slug: str, directory: Directory) -> tuple[RecordKind, ...]:
    """Tell which kinds of record have a slug and can be asked about."""
    return tuple(kind for kind in ASKED_OF if slug in table_of(directory, kind))
