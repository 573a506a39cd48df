"""What a run of `init` leaves behind: the files, who signs for the next time, and the next command."""

import csv
import io
import shlex
import tomllib
from pathlib import Path

from takedown.cli.gathering import renew_links_sheet
from takedown.cli.session import Session, say, show
from takedown.collecting.collector import USUAL
from takedown.config.problems import CONFIG
from takedown.errors import ConfigError, StorageError, TakedownError
from takedown.frozen import dataclass
from takedown.interview import campaign as campaigns
from takedown.interview.adding import added
from takedown.interview.campaign import Joined
from takedown.interview.draft import FILE as DRAFT
from takedown.interview.draft import drop_draft
from takedown.interview.ending import left_open
from takedown.interview.existing import Existing, judged, read_existing
from takedown.interview.flow import Situation
from takedown.interview.profile import load_profiles, profile_of, save_profile
from takedown.interview.writer import new_file
from takedown.reports.words import counted, listed, wrapped
from takedown.workspace import write_file

#: A catalog up to this size is checked at the end; a larger one takes more than a moment.
_QUICKLY_CHECKED = 2_000_000
_NOT_ASKED = (
    f"Not asked, and to be filled in in {CONFIG} where it matters to you: countries (territories), the day "
    "(wanted_by), the language of the letters, your postal address."
)


def called(session: Session, name: str) -> str:
    """Write a command over this workspace, so that it can be copied."""
    where = "" if session.root == Path() else f" -C {shlex.quote(str(session.root))}"
    return f"{session.around.program}{where} {name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything that was answered, and where it goes."""

    session: Session
    situation: Situation
    existing: Existing | None
    joined: Joined | None
    catalog: Path
    profile: str
    keeps_profile: bool

    @property
    def _root(self) -> Path:
        return self.session.root

    def write(self) -> None:
        """Write the files where anything is new, and say what comes next."""
        text = self._text()
        if self._changes_nothing(text):
            drop_draft(self._root)
            is_open = any(True for _ in left_open(self.situation))
            whole = f"Nothing is missing in {self._root / CONFIG}: no file was changed."
            show("No file was changed." if is_open else whole)
        else:
            with self.session.workspace.lock():
                written = self._write(text)
                drop_draft(self._root)
            if self._is_quickly_checked and renew_links_sheet(self._fresh):
                written.append("links.csv")
            show("\n" + "\n".join(wrapped(f"Written in {self._root}: {listed(written)}.")))
            for line in campaigns.told(self.joined).values() if self.joined else ():
                _tell(line)
            if self.existing is None:
                _tell(_NOT_ASKED)
            self._keep_profile()
        self._next()

    def _text(self) -> str:
        """Write takedown.toml. Kept answers that somebody has edited may not fit: then nothing is written."""
        if self.existing is not None:
            return added(self.existing, self.situation)
        try:
            text = new_file(self.situation)
            judged(tomllib.loads(text))
        except (ConfigError, ValueError) as error:
            raise ConfigError(
                f"these answers make no takedown.toml: {error}",
                hint=f"delete {self._root / DRAFT}, then answer again",
            ) from error
        return text

    def _changes_nothing(self, text: str) -> bool:
        unchanged = self.existing is not None and text == self.existing.text
        return unchanged and self.catalog.is_file() and not self.situation.music.written and not self._copies

    @property
    def _copies(self) -> bool:
        return self.joined is not None and campaigns.is_to_copy(self._root, self.joined)

    def _write(self, text: str) -> list[str]:
        """Write what is new; the names. The settings come last: while they are missing, the interview goes on."""
        self._refuse_changed_settings()
        written = list(self.situation.music.written)
        if self.joined and self._copies:
            written.append(campaigns.copy_record(self._root, self.joined))
        if not self.catalog.exists():
            write_file(self.catalog, _header())
            written.append(self.catalog.name)
        if self.existing is None or text != self.existing.text:
            write_file(self._root / CONFIG, text.encode())
            written.insert(0, CONFIG)
        return written

    def _refuse_changed_settings(self) -> None:
        """Somebody may have edited takedown.toml while questions were asked: that is not written over."""
        now = read_existing(self._root)
        if (now and now.text) != (self.existing and self.existing.text):
            raise StorageError(
                f"{self._root / CONFIG} was changed while questions were asked; it was not written over",
                hint="run takedown init again: your answers are kept",
            )

    def _keep_profile(self) -> None:
        """Keep who signs for the next workspace. One that somebody did not want to use stays as it is."""
        folder = self.session.around.profiles
        profile = profile_of({**self.situation.answers, "own_labels": self.situation.own_labels})
        if folder is None or profile is None or not self.keeps_profile:
            return
        profiles, damage = load_profiles(folder)
        if damage or profiles.get(self.profile) == profile:
            return
        try:
            path = save_profile(folder, self.profile, profile)
        except StorageError as error:
            _tell(f"Warning: {error.message}.")
            return
        _tell(f"Who signs is kept for your next workspace, and nothing else: {path}")
        _tell("Delete that file if you do not want it; --no-profile keeps nothing.")

    def _next(self) -> None:
        for line in left_open(self.situation):
            _tell(f"Still open: {line}.")
        if self._has_music and (problem := self._open_findings()):
            _tell(f"Still open: {problem}")
        show(f"To change an answer, edit {self._root / CONFIG}.")
        if self._has_music:
            show(f"Next: {called(self.session, 'plan')}")
        else:
            show(f"Next: {called(self.session, 'import')} FILE, or fill in {self.catalog.name} yourself")

    @property
    def _has_music(self) -> bool:
        """Whether there is anything to plan; a catalog that could not be read is looked at by `check`."""
        music = self.situation.music
        return bool(music.artists or music.delivered) or self.catalog.stat().st_size > len(_header())

    @property
    def _fresh(self) -> Session:
        """The workspace as the next command will find it."""
        return Session(root=self._root, around=self.session.around)

    @property
    def _is_quickly_checked(self) -> bool:
        return self.catalog.stat().st_size <= _QUICKLY_CHECKED

    def _open_findings(self) -> str:
        """Say how much the checks find that stops something; empty where nothing does."""
        if not self._is_quickly_checked:
            return ""
        try:
            number = sum(each.blocks for each in self._fresh.checked.findings)
        except TakedownError as error:
            return error.message
        found = counted(number, "question or error", "questions or errors")
        return f"{found}; {called(self.session, 'check')} lists them." if number else ""


def _tell(text: str) -> None:
    say("\n".join(wrapped(text)))


def _header() -> bytes:
    """A catalog without music: the usual columns, to be filled in."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(USUAL)
    return out.getvalue().encode()
