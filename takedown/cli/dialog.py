"""Asks questions in a terminal or of a pipe: one line at a time, nothing redrawn, so that screen readers can follow."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from takedown.cli.session import say
from takedown.errors import TakedownError
from takedown.interview.answers import Value
from takedown.interview.paths import dropped
from takedown.interview.questions import Question
from takedown.reports.words import shown, wrapped

_EXPLAIN = ("?", "help")
_BACK = ("<", "back")


class WentBack(Exception):  # noqa: N818 – a wish by itself, no error
    """The question before shall be asked again."""


class InputEnded(Exception):  # noqa: N818 – the end of the input is no error by itself
    """There is nothing more to read."""


class Dialog:
    """Whoever answers. Questions go to stderr, so that a pipe on stdout holds results only."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        self._has_colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")

    def ask(self, question: Question) -> Value:
        """Ask until there is an answer that can be used. InputEnded where the input is over; WentBack."""
        self._show(question)
        asked_about = ""
        while True:
            text = self._line(question)
            if text in _EXPLAIN:
                self._paragraph(question.explain)
                continue
            if text.casefold() in _BACK:
                raise WentBack
            file = None if question.is_path or text == asked_about else dropped(text)
            if file:
                asked_about = text
                self._paragraph(
                    f"That is a file: {file}. Write the answer to this question; < goes back to the one before. "
                    "The same again takes it as it is."
                )
                continue
            if not text:
                if question.default is not None:
                    return question.default
                self._paragraph("An answer is needed here; ? says more.")
                continue
            try:
                value = question.read(text)
            except TakedownError as error:
                self.refuse(error)
                continue
            self._show_back(text, value)
            return value

    def tell(self, text: str) -> None:
        """Say something between two questions."""
        self._paragraph(text)

    def refuse(self, error: TakedownError) -> None:
        """Say why an answer cannot be used, and what to write."""
        self._paragraph(f"{error.message}." if not error.message.endswith(".") else error.message)
        if error.hint:
            for line in error.hint.splitlines():
                self._paragraph(f"→ {line}", indent="    ")

    def _show(self, question: Question) -> None:
        say("")
        lines = wrapped(question.ask)
        for line in lines:
            self._bold(line)
        if question.example:
            self._paragraph(f"For example {question.example}")
        width = max((len(each.word) for each in question.choices), default=0)
        for number, each in enumerate(question.choices, start=1):
            first = f"  {number}  {each.word.ljust(width)}  " if each.meaning else f"  {number}  {each.word}"
            say("\n".join(wrapped(each.meaning, first=first)))
        if question.default is not None:
            self._paragraph(f"Enter: {question.enter or _written(question.default)}")

    def _show_back(self, text: str, value: Value) -> None:
        """Show an answer as it was understood, where that is not what was typed."""
        understood = _written(value)
        if understood and understood != text.strip():
            self._paragraph(f"= {understood}")

    def _line(self, question: Question) -> str:
        if self.is_terminal:
            with _completing_paths(question.is_path):
                try:
                    return input("> ").strip()
                except EOFError:
                    raise InputEnded from None
                except UnicodeDecodeError:
                    return self._undecodable(question)
        click.echo("> ", err=True, nl=False)
        raw = sys.stdin.buffer.readline()
        say("")
        if not raw:
            raise InputEnded
        try:
            return raw.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            return self._undecodable(question)

    def _undecodable(self, question: Question) -> str:
        self._paragraph("That was not UTF-8 text. Please type it again.")
        return self._line(question)

    def _bold(self, line: str) -> None:
        if self._has_colour:
            click.secho(shown(line), err=True, bold=True, color=True)
        else:
            say(line)

    def _paragraph(self, text: str, *, indent: str = "  ") -> None:
        say("\n".join(wrapped(text, first=indent)))


def _written(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(each for each in value if each)


@contextlib.contextmanager
def _completing_paths(wanted: bool) -> Iterator[None]:
    """Let the Tab key complete paths, where the system has readline. Answers are not kept in a history."""
    try:
        import readline
    except ImportError:  # Windows: its terminal completes nothing, and lets lines be edited
        yield
        return
    before, marks = readline.get_completer(), readline.get_completer_delims()
    readline.set_auto_history(False)
    # libedit, on macOS, has another word for it
    editing = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if editing else "tab: complete")
    readline.set_completer_delims("\n")
    readline.set_completer(_path_beginning_with if wanted else lambda _text, _state: None)
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(marks)
        readline.set_auto_history(True)


def _path_beginning_with(text: str, state: int) -> str | None:
    """The `state`th path that begins with what was typed."""
    typed = Path(text).expanduser() if text else Path()
    folder, beginning = (typed, "") if text.endswith(("/", "~")) or not text else (typed.parent, typed.name)
    try:
        found = sorted(each for each in folder.iterdir() if each.name.startswith(beginning))
    except OSError:
        return None
    if state >= len(found):
        return None
    return f"{found[state]}/" if found[state].is_dir() else str(found[state])
