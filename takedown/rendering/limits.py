"""Bounds for a workspace's own templates: they cannot run long, fill the memory or print without end.

Jinja's documentation says that its sandbox alone does not hold resources (docs/sandbox.rst): nested loops,
`"a" * 10**9` and format widths all pass it, some of them already while a template is compiled. So a template that
is, or takes in, one of the workspace's own is compiled and filled in by a child process (`takedown.bounds`), which
hands back text.
"""

import contextlib
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, meta

from takedown.bounds import Bounds, BrokenOffError, OutOfBoundsError, can_bound, in_child
from takedown.errors import LetterError, TakedownError
from takedown.frozen import dataclass

_HINT = "The shipped letters show how short a template can be; takedown preview shows what yours makes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Bounds):
    """What one filling in of one template may use. The longest shipped letter stays below a tenth of each."""

    seconds: int = 5
    wall_seconds: float = 60.0
    mebibytes: int = 256
    characters: int = 40_000
    """Of printed text."""


LIMITS = Limits()

#: Bytes of a template file. The largest shipped one has about 4,000.
LARGEST_FILE = 200_000


def check_size(path: Path, file: str) -> None:
    """Raise LetterError for a template file of the workspace that is too large to be one; it is not read."""
    with contextlib.suppress(OSError):  # reading it says what is wrong
        if path.stat().st_size > LARGEST_FILE:
            raise LetterError(
                f"{file} is larger than {LARGEST_FILE // 1000} kB, so this is no template.", hint=_HINT
            )


def own_part(environment: Environment, name: str, own: Collection[str]) -> str:
    """Which of the workspace's own templates a template is or takes in, however deep; empty where none.

    Only the program's own templates are parsed here. One that names a part by a variable counts as taking any.
    """
    waiting, seen = [name] if own else [], set[str]()
    while waiting:
        part = waiting.pop()
        if part in own:
            return part
        if part in seen or environment.loader is None:
            continue
        seen.add(part)
        try:
            source = environment.loader.get_source(environment, part)[0]
            parts = list(meta.find_referenced_templates(environment.parse(source)))
        except TemplateError:  # filling it in says what is wrong
            continue
        if None in parts:
            return name
        waiting.extend(each for each in parts if each)
    return ""


def in_bounds(
    fill: Callable[[], str], *, file: str, record: set[str] | None = None, limits: Limits = LIMITS
) -> str:
    """Call `fill` in a child process with little time and memory, and return its text.

    `fill` compiles and fills in one template; it may add to `record`, and what it added is added here too. A
    LetterError that it raises is raised here. LetterError names the file and the limit where one is reached.
    """
    if not can_bound():
        raise LetterError(
            f"{file}: a template of your own is filled in under limits that this system does not have.",
            hint="Take it out of templates/, or run the program on Linux or macOS.",
        )
    record = set() if record is None else record

    def work() -> bytes:
        return json.dumps(_outcome(fill, record, limits)).encode("utf-8", "surrogatepass")

    try:
        answer = in_child(work, limits)
    except OutOfBoundsError as error:
        raise _reached(file, error.limit) from error
    except BrokenOffError as error:
        raise LetterError(
            f"{file}: filling it in broke off without a word (code {error.code}).", hint=_HINT
        ) from error
    return _text(answer, file, record, limits)


def _outcome(fill: Callable[[], str], record: set[str], limits: Limits) -> dict[str, Any]:
    before = frozenset(record)
    try:
        text = fill()
    except TakedownError as error:
        return {"error": [error.message, error.hint]}
    return {"text": text[: limits.characters + 1], "record": sorted(record - before)}


def _text(answer: bytes, file: str, record: set[str], limits: Limits) -> str:
    """Make text, or an error, of what the child left."""
    outcome = json.loads(answer.decode("utf-8", "surrogatepass"))
    if "error" in outcome:
        message, hint = outcome["error"]
        raise LetterError(message, hint=hint)
    text: str = outcome["text"]
    if len(text) > limits.characters:
        raise _reached(file, f"{limits.characters:,} printed characters")
    record.update(outcome["record"])
    return text


def _reached(file: str, limit: str) -> LetterError:
    return LetterError(f"{file}: this template reached the limit of {limit}, and was stopped.", hint=_HINT)
