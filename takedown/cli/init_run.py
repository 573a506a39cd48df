"""One run of `init`: gather what is known, ask the rest, write the files, say what comes next."""

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from takedown.cli.dialog import Dialog, InputEnded, WentBack
from takedown.cli.init_asked import Asked
from takedown.cli.init_campaign import join
from takedown.cli.init_folder import NewFolder
from takedown.cli.init_music import Place, music_at_hand, place_of, read_music
from takedown.cli.init_outcome import Outcome, called
from takedown.cli.session import Session, say
from takedown.config.problems import CONFIG
from takedown.config.tables import PRINCIPALS
from takedown.errors import CatalogError, ExitCode, TakedownError, UsageError
from takedown.interview.adding import kept_values
from takedown.interview.answers import Value
from takedown.interview.campaign import Joined, history
from takedown.interview.draft import load_draft, save_draft
from takedown.interview.existing import Existing, read_existing
from takedown.interview.flow import Situation, next_question, question_before
from takedown.interview.music import NOTHING, Recognised
from takedown.interview.options import Known, option_answers
from takedown.interview.paths import only_source
from takedown.interview.profile import (
    DEFAULT,
    Profile,
    answers_of,
    check_no_profile,
    check_profile,
    load_profiles,
)
from takedown.interview.questions import NONE, Question
from takedown.interview.unused import contradictions, kept_options, unused_options
from takedown.model import folded
from takedown.reports.words import counted, wrapped


class InitRun:
    """What one run knows so far. `_answers` is what was said in this run or kept from an interrupted one."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self._session = session
        self._asked = asked
        self._root = session.root
        self._answers: dict[str, Value] = {}
        self._music: Recognised = NOTHING
        self._joined: Joined | None = None
        self._profiles: Mapping[str, Profile] = {}
        self._known_profiles: tuple[str, ...] = ()
        self._existing: Existing | None = None
        self._asks = not asked.no_input
        self._told = False
        self._judged = False
        self._options: Mapping[str, Value] = {}
        self._folder = NewFolder(session.root)
        self._made_by_reading: tuple[str, ...] = ()

    def run(self) -> int:
        """Do it all; the exit code."""
        if self._root.exists() and not self._root.is_dir():
            raise UsageError(f"{self._root} is a file, not a folder", hint="takedown init NEW-FOLDER")
        self._existing = read_existing(self._root)
        self._gather()
        self._take_profile()
        self._refuse_gaps()
        try:
            self._read_sources()
            self._judge_options(is_over=False)
        except TakedownError:
            self._folder.withdraw(self._made_by_reading)
            raise
        try:
            self._ask_all()
        except KeyboardInterrupt:
            if not self._leave_nothing():
                say(f"\nYour answers so far are kept: {self._call('init')} goes on from there.")
            raise
        self._finish()
        return ExitCode.DONE

    def _finish(self) -> None:
        self._folder.make()
        try:
            self._outcome.write()
        except TakedownError:
            if not self._asks:  # else the answers are kept there
                self._folder.withdraw(self._made_by_reading)
            raise

    def _gather(self) -> None:
        """Put together what is known before anything is asked: options win over what an interrupted run kept."""
        known = Known(directory=self._session.directory, today=self._session.today)
        for problem in contradictions(self._asked.answers):
            raise UsageError(problem, hint="leave one of them out")
        options = dict(option_answers(self._asked.answers, known))
        if self._asked.campaign:
            self._joined, options = join(self._session, self._asked.campaign, options, self._existing)
        kept, warning = load_draft(self._root) if self._asks else ({}, "")
        if warning:
            self._say(f"Warning: {warning}.")
        if kept:
            self._say(f"Going on where you stopped: {counted(len(kept), 'answer')} kept.")
        self._answers = {**kept, **options}
        self._options = options
        if self._existing is not None:
            for key in kept_values(self._existing, options):
                self._say(f"{CONFIG} has {key} already: it stays as it is.")

    def _refuse_gaps(self) -> None:
        """With --no-input: name every option that is needed and missing, before anything is read or written."""
        missing = () if self._asks else self._missing_options()
        if missing:
            hint = "give them as options, or leave out --no-input to be asked"
            profile = next(iter(self._known_profiles), "")
            if profile and {"--name", "--email"} & set(missing):
                hint = f"who signed the last time is kept: --profile {profile}; {hint}"
            raise UsageError(f"--no-input, and these answers are missing: {', '.join(missing)}", hint=hint)

    def _missing_options(self) -> tuple[str, ...]:
        return tuple(each.option for each in self._to_ask() if each.default is None)

    def _to_ask(self) -> tuple[Question, ...]:
        """The questions that are still to be asked, as far as that can be said before their answers."""
        asked: dict[str, Question] = {}
        situation = self._situation
        while question := next_question(situation, passed=asked):
            asked[question.key] = question
        return tuple(asked.values())

    def _judge_options(self, *, is_over: bool) -> None:
        """Name an option that nothing uses: an error before the interview, a warning where only an answer showed it."""
        pending = ("distributors", "releases.", "label.", "contact.", "former", "music")
        is_pending = (
            self._asks and not is_over and any(each.key.startswith(pending) for each in self._to_ask())
        )
        if self._judged or is_pending:
            return
        self._judged = True
        for option in kept_options(self._asked.answers, self._situation):
            self._say(
                f"{option} changes nothing: what it is about stands in {CONFIG} or beside it, and stays."
            )
        for problem in unused_options(self._asked.answers, self._situation):
            if not is_over:
                raise UsageError(problem, hint="leave one of them out, or correct it")
            self._say(f"Warning: {problem}. It is not used.")

    def _read_sources(self) -> None:
        if self._asked.sources:
            absent = next((path for path in self._asked.sources if not path.exists()), None)
            if absent is not None:
                raise UsageError(
                    f"--from: there is no file {absent}",
                    hint="drag the file into the terminal to write its path",
                )
            self._read(self._asked.sources)
            return
        try:
            self._music = music_at_hand(self._session, self._place)
        except CatalogError as error:
            self._say(f"Warning: {error.message}. What it says is not used here.")

    def _read(self, files: Collection[Path]) -> None:
        """Merge files into the catalog and show what was recognised. A question may be asked again after an error."""
        self._folder.make()
        before = {path.name for path in self._root.iterdir()}
        self._music = read_music(self._session, tuple(files), self._place, encoding=self._asked.encoding)
        own = before.isdisjoint(self._music.written)
        self._made_by_reading = self._music.written if own else ()
        self._answers["music"] = tuple(str(path) for path in files)
        say("\n".join(self._music.summary))

    def _take_profile(self) -> None:
        name = self._asked.profile
        if self._asked.no_profile:
            check_no_profile(name)
            return
        profiles, warning = load_profiles(self._session.around.profiles)
        if warning:
            self._say(f"Warning: {warning}.")
        self._known_profiles = tuple(profiles)
        is_given = bool(self._situation.text("name") and self._situation.text("email"))
        check_profile(name, profiles, is_new=is_given or (self._asks and not profiles))
        if name in profiles:
            self._answers = {**answers_of(profiles[name]), **self._answers, "profile": name}
        elif not name and self._asks:
            self._profiles = profiles

    @property
    def _situation(self) -> Situation:
        existing = self._existing
        narrow = existing.narrow_routes if existing else ()
        return Situation(
            answers={**self._answers, **(existing.answers if existing else {})},
            directory=self._session.directory,
            today=self._session.today,
            music=self._music,
            has_catalog=bool(self._asked.sources) or self._catalog.is_file(),
            offered=self._offered,
            profiles=self._profiles,
            has_routes=narrow is None,
            routes=narrow or (),
            contacts=existing.desks if existing else {},
            is_begun=bool(existing and existing.names_nobody),
            history=history(self._joined, self._answers, self._session.directory),
            has_principals=bool(existing and existing.tree.get("principals"))
            or (self._root / PRINCIPALS).exists(),
        )

    @property
    def _place(self) -> Place:
        return place_of(self._existing)

    @property
    def _catalog(self) -> Path:
        return self._root / self._place.table.file

    @cached_property
    def _offered(self) -> Path | None:
        """Where a workspace of its own is made, the file lies beside it."""
        return only_source(self._root, Path())

    def _ask_all(self) -> None:
        dialog = Dialog()
        while question := next_question(self._situation):
            if not self._asks:
                self._answers[question.key] = () if question.default is None else question.default
                continue
            self._begin()
            try:
                value = dialog.ask(question)
            except InputEnded:
                raise self._ended() from None
            except WentBack:
                self._go_back(question, dialog)
                continue
            if self._accept(question, value, dialog):
                save_draft(self._root, self._answers)
        self._judge_options(is_over=True)

    def _go_back(self, question: Question, dialog: Dialog) -> None:
        """Take back the answer to the question before, so that it is asked again."""
        profile = self._profiles.get(str(self._answers.get("profile", "")))
        offered = answers_of(profile) if profile else {}
        of_profile = {
            key for key in offered if key not in self._options and self._answers.get(key) == offered[key]
        }
        elsewhere = self._existing.answers if self._existing else {}
        locked = {*self._options, *elsewhere, *of_profile, *(["music"] if self._asked.sources else [])}
        before = question_before(self._situation, question.key, locked=locked)
        if before is None:
            dialog.tell("This is the first question: there is none before it.")
        elif before.key == "music" and self._answers.get("music") and not self._made_by_reading:
            dialog.tell(
                "The file has been read into a catalog that was there before: take out there what is wrong."
            )
        else:
            gone = {before.key, *(of_profile if before.key == "profile" else ())}
            self._forget({folded(key) for key in gone})
            save_draft(self._root, self._answers)

    def _forget(self, keys: Collection[str]) -> None:
        self._answers = {key: value for key, value in self._answers.items() if folded(key) not in keys}
        if "music" in keys:
            for name in self._made_by_reading:
                (self._root / name).unlink(missing_ok=True)
            self._made_by_reading, self._music = (), NOTHING

    def _begin(self) -> None:
        if not self._told:
            self._told = True
            self._say(
                "? explains a question, < goes back to the one before. Ctrl-C stops; your answers are kept."
            )
            self._folder.make()
            if self._answers:
                save_draft(self._root, self._answers)

    def _accept(self, question: Question, value: Value, dialog: Dialog) -> bool:
        """Take an answer in; False where it has to be asked again."""
        if question.key == "music" and value:
            try:
                self._read([Path(path) for path in value])
            except TakedownError as error:
                dialog.refuse(error)
                self._offered = None
                return False
        if question.key == "profile" and isinstance(value, str) and value != NONE:
            self._answers = {**answers_of(self._profiles[value]), **self._answers}
        self._answers[question.key] = value
        return True

    def _ended(self) -> UsageError:
        missing = ", ".join(self._missing_options()) or "nothing that has no default"
        kept = f"answers so far are kept: {self._call('init')} goes on from there, or "
        return UsageError(
            f"the input ended before everything was answered; still missing: {missing}",
            hint=f"{'' if self._leave_nothing() else kept}give these as options",
        )

    def _leave_nothing(self) -> bool:
        """Take the new folder away where nothing was answered; False where something is kept in it."""
        if not self._answers:
            self._folder.withdraw(())
        return not self._answers

    @property
    def _outcome(self) -> Outcome:
        return Outcome(
            session=self._session,
            situation=self._situation,
            existing=self._existing,
            joined=self._joined,
            catalog=self._catalog,
            profile=self._asked.profile or DEFAULT,
            keeps_profile=not self._asked.no_profile
            and (bool(self._asked.profile) or (self._asks and not self._profiles)),
        )

    def _call(self, name: str) -> str:
        """A command that can be copied."""
        return called(self._session, name)

    def _say(self, text: str) -> None:
        say("\n".join(wrapped(text)))
