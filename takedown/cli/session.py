"""What commands share: the workspace and the stages, each computed once, when it is first needed."""

import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takedown.errors import UsageError, VerificationError
from takedown.frozen import dataclass

if TYPE_CHECKING:
    from takedown.audit import AuditReport, NoticeState
    from takedown.channels.smtp import Waits
    from takedown.config import Settings
    from takedown.directory.loading import Loaded
    from takedown.ledger import Ledger
    from takedown.model import CheckedCatalog, Finding
    from takedown.notice import Notice
    from takedown.plan import NoticePlan
    from takedown.records import Directory
    from takedown.rendering import Letters
    from takedown.replying import Ground, Replies
    from takedown.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a run takes from the outside world: the clock and randomness."""

    now: Callable[[], datetime]
    """Local time with its zone."""
    entropy: Callable[[int], bytes]
    program: str = "takedown"
    """How the user calls the program, so that printed commands can be copied."""
    profiles: Path | None = None
    """The user's own folder, where `init` keeps who signs; None: there is none, and nothing is kept."""
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds."""
    waits: "Waits | None" = None
    """How long a mail server is waited for; None: as long as RFC 5321 asks."""

    @classmethod
    def real(cls) -> "Surroundings":
        """The machine's own clock and randomness, and the user's own folder."""
        return cls(
            now=lambda: datetime.now(UTC).astimezone(),
            entropy=os.urandom,
            program=_called(),
            profiles=Path(click.get_app_dir("takedown")),
        )


def _called() -> str:
    """The words by which this very program is called again, quoted for a shell."""
    if Path(sys.argv[0]).name == "__main__.py":
        return shlex.join([sys.executable, "-m", "takedown"])
    return "takedown" if shutil.which("takedown") else shlex.quote(sys.argv[0])


class Session:
    """One run over one workspace. Stages are computed on first use and kept."""

    def __init__(self, *, root: Path, around: Surroundings, debug: bool = False) -> None:
        self.root = root
        self.around = around
        self.debug = debug
        self.encoding = ""

    @cached_property
    def today(self) -> date:
        """The local date at the start of the run."""
        return self.around.now().date()

    @cached_property
    def workspace(self) -> "Workspace":
        """The folder, which must exist."""
        from takedown.workspace import Workspace

        if not self.root.is_dir():
            raise UsageError(f"{self.root} is not a folder", hint="takedown demo writes an example workspace")
        return Workspace(self.root)

    @cached_property
    def settings(self) -> "Settings":
        """takedown.toml and the files it names."""
        from takedown.config import load_settings

        return load_settings(self.workspace.root)

    @cached_property
    def directory(self) -> "Directory":
        """The shipped records, with the workspace's own over them where there is a workspace."""
        from takedown.directory.answers import FILE

        return self._records.answered(self.root / FILE)

    @cached_property
    def _records(self) -> "Loaded":
        from takedown.directory import load_records

        return load_records(self._overlay)

    @cached_property
    def letters(self) -> "Letters":
        """The shipped letters, with the workspace's own over them; they go to no address that is for claims only."""
        from takedown.rendering import load_letters

        return replace(load_letters(self._overlay), agents=self.directory.agents)

    @property
    def _overlay(self) -> Path | None:
        folder = self.root / "templates"
        return folder if folder.is_dir() else None

    @cached_property
    def checked(self) -> "CheckedCatalog":
        """Read → check, and what is wrong with the workspace's own records and answers."""
        from takedown.checks import check_catalog
        from takedown.directory import workspace_findings
        from takedown.directory.answers import FILE
        from takedown.readers import read_catalog
        from takedown.rendering import font_coverage

        settings = self.settings
        catalog = read_catalog(
            settings.catalog,
            name=settings.catalog_name,
            encoding=self.encoding or settings.encoding,
            sheet=settings.sheet,
        )
        checked = check_catalog(
            catalog, settings.request, self.directory, coverage=font_coverage(), today=self.today
        )
        own = workspace_findings(self._overlay, self.root / FILE, today=self.today, loaded=self._records)
        return replace(checked, findings=(*checked.findings, *own))

    @cached_property
    def waiting_rows(self) -> int:
        """How many rows of rejected.csv wait to be mended."""
        from takedown.collecting.rejected import FILE, read_rejected

        return sum(1 for _ in read_rejected(self.workspace.root / FILE))

    @cached_property
    def report(self) -> "AuditReport":
        """audit, as the ledger stands at the start of the run; empty without a ledger."""
        return self.audit()

    def audit(self) -> "AuditReport":
        """audit, as the ledger stands now; empty where nothing was recorded yet."""
        from takedown.audit import audit_entries
        from takedown.ledger import Ledger

        if not self.workspace.ledger_file.exists():
            if self.workspace.notices.is_dir() and any(self.workspace.notices.iterdir()):
                raise VerificationError(
                    f"{self.workspace.notices} holds notices, but {self.workspace.ledger_file} is missing",
                    hint="restore ledger.db from your backup; or move notices/ away to begin anew",
                )
            return audit_entries((), lambda _: None, today=self.today)
        with Ledger.read(self.workspace.ledger_file) as ledger:
            return audit_entries(ledger.entries(), ledger.document, today=self.today)

    @cached_property
    def plan(self) -> "NoticePlan":
        """Read → check → plan, knowing what was asked before and who has read the letters."""
        from takedown.planning.warnings import about_letters

        plan = self.plan_after(self.report)
        notices = [planned.notice for planned in plan.notices]
        letters = about_letters(
            self.letters.unreviewed(notices),
            self.letters.fallen_back(notices),
            tuple(f"{kind} ({language})" for kind, language in self.letters.courtesy(notices)),
        )
        return replace(
            plan, notes=(*plan.notes, *letters, *self._wording(notices), *self._known_here(notices))
        )

    def plan_after(self, report: "AuditReport") -> "NoticePlan":
        """Plan as if only that was asked before which a report holds."""
        from takedown.audit import asked
        from takedown.planning import plan_notices

        return plan_notices(
            self.checked,
            self.settings.request,
            self.directory,
            asked=asked(report, demo=self.settings.demo),
            today=self.today,
        )

    def wanted(self, report: "AuditReport") -> "dict[str, Notice]":
        """The notices that are asked for today, by id. What is queued or exported is no reason not to ask."""
        from takedown.audit import Dispatch

        waiting = tuple(
            replace(state, dispatch=Dispatch.SIGNED)
            if state.dispatch in (Dispatch.QUEUED, Dispatch.EXPORTED)
            else state
            for state in report.notices
        )
        plan = self.plan_after(replace(report, notices=waiting))
        planned = [each.notice for each in plan.notices]
        return {notice.id: notice for notice in (*planned, *self.replies.notices)}

    def _known_here(self, notices: list["Notice"]) -> "Iterator[Finding]":
        """What was looked up for this workspace, and when each desk last did what it was asked."""
        from takedown.audit.worked import last_worked
        from takedown.planning.known_here import known_here

        worked = last_worked(self.report, demo=self.settings.demo)
        return known_here(
            notices, self.directory, {desk: (one.on, one.words) for desk, one in worked.items()}
        )

    def _wording(self, notices: list["Notice"]) -> "Iterator[Finding]":
        """Letters whose version is not the one that the campaign of the request read."""
        from takedown.checks.campaigns import wording_findings
        from takedown.rendering.versions import versions_of

        request = self.settings.request
        campaign = self.directory.campaigns.get(request.wish.campaign)
        return wording_findings(campaign, versions_of(notices, self.letters), request.source)

    def ground(self, states: "Iterable[NoticeState]") -> "Ground":
        """What letters that come after these notices are made from."""
        from takedown.ledger import Ledger
        from takedown.replying import Ground, papers_of

        with Ledger.read(self.workspace.ledger_file) as ledger:
            papers = papers_of(states, ledger.document)
        return Ground(request=self.settings.request, directory=self.directory, papers=papers)

    @cached_property
    def replies(self) -> "Replies":
        """The letters that come after others, as the ledger holds them at the start of the run, not out yet."""
        from takedown.replying import Replies, open_replies, standing

        before = {reply.in_reply_to for reply in open_replies(self.report)}
        if not before:
            return Replies()
        return standing(
            self.report, self.ground(state for state in self.report.notices if state.id in before)
        )

    def open_ledger(self) -> "Ledger":
        """The ledger, for writing; made where there is none."""
        from takedown.ledger import Ledger

        return Ledger.open(self.workspace.ledger_file, clock=self.around.now, entropy=self.around.entropy)

    def find(self, notice: str) -> "NoticeState":
        """The one notice that an id, a unique prefix of it, or a folder names."""
        wanted = Path(notice).name.rpartition("-")[2].upper() if "-" in Path(notice).name else notice.upper()
        found = [state for state in self.report.notices if state.id.startswith(wanted)] if wanted else []
        if not found:
            raise UsageError(
                f"no notice {notice} in this workspace", hint="takedown status lists all of them"
            )
        if len(found) > 1:
            ids = ", ".join(state.id for state in found)
            raise UsageError(f"{notice} could be {ids}", hint="write more of the id")
        return found[0]


def say(text: str, *, own: bool = True) -> None:
    """Progress, hints and warnings go to stderr; `own`: in the program's words, and no text to be copied as it is."""
    from takedown.cli.calling import with_folder
    from takedown.reports.words import shown

    click.echo("\n".join(shown(line) for line in (with_folder(text) if own else text).splitlines()), err=True)


def show(text: str) -> None:
    """Results go to stdout."""
    from takedown.cli.calling import with_folder
    from takedown.reports.words import Page

    click.echo((with_folder(text) if isinstance(text, Page) else text).rstrip("\n"))


def _set_encoding(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    session = ctx.find_object(Session)
    if session is not None and value:
        session.encoding = value


encoding_option = click.option(
    "--encoding",
    callback=_set_encoding,
    expose_value=False,
    help="Read the catalog in this encoding, for example cp1252. Default: by its mark, else UTF-8.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
