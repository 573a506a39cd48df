"""Leads a person through a walk: one station at a time, nothing redrawn, so that screen readers can follow."""

import os
import shlex
import sys
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from takedown.cli.clipboard import Copied, Copy, copy
from takedown.cli.opening import has_screen
from takedown.cli.record import Told, next_step, number_in, recorded
from takedown.cli.session import Session, say
from takedown.errors import TakedownError, UsageError
from takedown.events import What
from takedown.handing import Attach, Field, Open, Record, Walk, station_lines
from takedown.interview.paths import given_paths
from takedown.records import Channel
from takedown.reports.words import shown, wrapped

_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})


class Stopped(Exception):  # noqa: N818 – a wish by itself, no error
    """The user stopped here; what was recorded before stays."""


def _command(notice: str, told: Told) -> str:
    """The command that records the same as these answers."""
    on = told.on.date().isoformat() if told.on else ""
    options = [
        ("--channel", told.channel),
        ("--on", on),
        ("--ticket", told.ticket),
        ("--tracking", told.tracking),
    ]
    options += [("--evidence", str(file)) for file in told.evidence]
    given = [word for name, value in options if value for word in (name, value)]
    return shlex.join(["record", "submitted", notice, *given])


class Walking:
    """One walk of one person."""

    def __init__(self, *, session: Session, walk: Walk, clipboard: bool, copied: Copy = copy) -> None:
        self._session = session
        self._walk = walk
        self._copy = copied if clipboard else None
        self._at = 0

    def lead(self, *, first: int) -> bool:
        """Show the stations, then ask whether it went out; whether that was recorded. Stopped where the user stops."""
        of = len(self._walk.stations)
        self._at = min(first, of) - 1
        try:
            self._begin()
            while True:
                while self._at < of:
                    self._show()
                    self._wait()
                answered = self._answered()
                if answered is not None:
                    return answered
                self._at = of - 1
        except KeyboardInterrupt:
            say("")
            self._say_how_to_go_on()
            raise

    def _begin(self) -> None:
        to = f" to {self._walk.desk}" if self._walk.desk else ""
        say(f"\n{self._walk.kind}{to}, {self._walk.notice}")
        if self._walk.demo:
            say("  This is a specimen with invented names: nothing is opened, and nothing is to be sent.")
        say("  Enter: next · b: back · c: copy again · o: open the page · q: stop, and go on later")

    def _show(self) -> None:
        """The station, its text flush left: what is to be pasted can be marked with the mouse."""
        station = self._walk.stations[self._at]
        say("")
        for line in station_lines(station, self._at + 1, len(self._walk.stations)):
            say(line, own=not isinstance(station, Field))
        if isinstance(station, Attach):
            for name in station.files:
                say(f"  {self._session.workspace.root / self._walk.folder / name}")
        if isinstance(station, Record):
            say("  Or answer the questions that follow: they record it, and nothing has to be typed again.")
        if isinstance(station, Open) and station.urls and not self._walk.demo:
            say(f"  o opens {' or '.join(station.urls[:1])}")
        if isinstance(station, Field) and station.text:
            self._to_clipboard(station)
            if any(shown(line) != line for line in station.text.split("\n")):
                say(
                    "  Signs that cannot be seen are written out above, as \\u{…}: what is copied has the signs."
                )
                say(f"  The text as it is stands in {self._session.workspace.root / self._walk.folder}")

    def _to_clipboard(self, field: Field) -> None:
        if self._copy is None:
            say("  Mark and copy it.")
            return
        match self._copy(field.text):
            case Copied.DONE:
                say("  It is on the clipboard: paste it.")
                return
            case Copied.NONE:
                say("  There is no clipboard here: mark and copy it.")
            case Copied.FAILED:
                say("  The clipboard did not take it: mark and copy it.")
        self._copy = None  # said once; the next texts are marked by hand, without waiting again

    def _wait(self) -> None:
        match self._line("> "):
            case "" | "n":
                self._at += 1
            case "b" | "<":
                self._at = max(0, self._at - 1)
            case "c":
                self._again()
            case "o":
                self._open()
                self._wait()
            case "q":
                self._stop()
            case other:
                say(f"  '{shown(other)}' is none of Enter, b, c, o and q.")
                self._wait()

    def _again(self) -> None:
        """Copy again, where there is something to copy; the station is then shown once more."""
        station = self._walk.stations[self._at]
        if not (isinstance(station, Field) and station.text):
            say("  Here is nothing to copy. Enter: next")
            self._wait()

    def _open(self) -> None:
        station = self._walk.stations[self._at]
        urls = station.urls if isinstance(station, Open) else ()
        if self._walk.demo:
            say("  A specimen opens nothing.")
        elif not urls:
            say("  Here is no page to open. Enter: next")
        elif not has_screen(os.environ, sys.platform) or not webbrowser.open(urls[0]):
            say(f"  No browser was found here. Open it yourself: {urls[0]}")

    def _line(self, prompt: str) -> str:
        """What was typed; the end of the input stops the walk."""
        click.echo(prompt, nl=False, err=True)
        try:
            return input().strip()
        except EOFError:
            say("")
            self._stop()
        except UnicodeDecodeError:
            say("  That was not UTF-8 text. Please type it again.")
        return self._line(prompt)

    def _stop(self) -> None:
        self._say_how_to_go_on()
        raise Stopped

    def _say_how_to_go_on(self) -> None:
        at = min(self._at + 1, len(self._walk.stations))
        say("Stopped; nothing is recorded yet, and nothing is lost. To go on:")
        say(f"  {self._called()} outbox walk {self._walk.notice} --from {at}")

    def _called(self) -> str:
        """How the user calls the program for this workspace."""
        root = self._session.root
        return self._session.around.program + ("" if root == Path() else f" -C {shlex.quote(str(root))}")

    def _answered(self) -> bool | None:
        """Ask whether it went out, and record that it did; None where the user wants to go back."""
        say("")
        while True:
            answer = self._line("Did it go out? (y/n) ").casefold()
            if answer in _YES:
                self._record()
                return True
            if answer in _NO:
                say("Nothing is recorded. When it has gone out:")
                say(f"  {self._called()} record submitted {self._walk.notice}")
                say("To go through it once more:")
                say(f"  {self._called()} outbox walk {self._walk.notice}")
                return False
            if answer == "b":
                return None
            if answer == "q":
                self._stop()
            say("  y or n; b goes back, q stops.")

    def _record(self) -> None:
        """By the same function as `takedown record submitted`; an answer that cannot be is said, and asked again.

        What no answer mends, as a full disk, ends the walk: the command that records the same is shown.
        """
        while True:
            told = self._told()
            if not self._is_right(told):
                continue
            fresh = Session(root=self._session.root, around=self._session.around, debug=self._session.debug)
            fresh.encoding = self._session.encoding
            try:
                states = recorded(fresh, What.SUBMITTED, (self._walk.notice,), told)
            except UsageError as error:
                self._refuse(error)
                say("  Please answer once more; q at the day stops, and nothing is recorded.")
                continue
            except TakedownError:
                say("It could not be recorded. When that is mended, this records it:")
                say(f"  {self._called()} {_command(self._walk.notice, told)}")
                raise
            next_step(fresh, What.SUBMITTED, states)
            return

    def _is_right(self, told: Told) -> bool:
        """Show what will be recorded, which stands for good and in the letter to a platform; Enter says yes."""
        said = [
            self._walk.desk,
            told.channel or "",
            str(told.on.date()) if told.on else "",
            f"ticket {told.ticket}" if told.ticket else "no ticket number",
            f"tracking {told.tracking}" if told.tracking else "",
            *(file.name for file in told.evidence),
        ]
        say(f"To be recorded: {', '.join(filter(None, said))}.")
        return self._line("Right? (Enter: yes, n: answer once more) ").casefold() in ("", *_YES)

    def _told(self) -> Told:
        channel = self._channel()
        return Told(
            channel=channel,
            on=self._day(),
            ticket=number_in(self._line("Ticket number (leave empty if you have none) ")),
            tracking=number_in(self._line("Tracking number of the post (leave empty if you have none) "))
            if channel == Channel.POST
            else "",
            evidence=self._files(),
        )

    def _channel(self) -> str | None:
        """How it went out: asked where there are several ways; the first is the one that was shown first."""
        ways = [channel.value for channel in self._walk.channels]
        if not ways[1:]:  # one way, or none that is known
            return next(iter(ways), None)
        while True:
            typed = self._line(f"How did it go out: {', '.join(ways)}? (Enter: {ways[0]}) ").casefold()
            if typed in ("", *ways):
                return typed or ways[0]
            say(f"  '{shown(typed)}' is none of them.")

    def _day(self) -> datetime:
        today = self._session.today
        while True:
            typed = self._line(f"On which day? (Enter: today, {today}) ")
            if typed == "q":
                self._stop()
            try:
                day = datetime.strptime(typed or today.isoformat(), "%Y-%m-%d")  # noqa: DTZ007 – a day of the user
                if day.date() <= today:
                    return day
                say(f"  {typed} lies in the future; which day was it?")
            except ValueError:
                say(f"  '{shown(typed)}' is no day: write it as {today}.")

    def _files(self) -> tuple[Path, ...]:
        """The confirmation, if there is a file of it; dropped on the window, or typed."""
        while typed := self._line("File with the confirmation, or a picture of the screen (Enter: none) "):
            try:
                files = given_paths(typed)
            except TakedownError as error:
                self._refuse(error)
                continue
            return tuple(files)
        return ()

    def _refuse(self, error: TakedownError) -> None:
        for line in wrapped(error.message, first="  "):
            say(line)
        for line in (error.hint or "").splitlines():
            say(f"  → {line}")
