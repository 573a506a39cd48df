"""`takedown register`: what people answered, for organizers."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from takedown.cli.register_folder import campaign_option, opened, people_in, staying, tell_due
from takedown.cli.register_forget import forget
from takedown.cli.register_lock import lock, unlock
from takedown.cli.session import Session, json_option, show
from takedown.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from takedown.records import Campaign
    from takedown.register.intake.values import Remembered, Taken
    from takedown.register.matching import Matching
    from takedown.register.people import People
    from takedown.reports.register import Imported

_FILE = click.Path(path_type=Path, readable=False)


@click.group("register")
def command() -> None:
    """What people answered, for organizers: take it in, match it with your list, forget somebody.

    It is kept in register.db, in the folder of campaign.toml. It is private: to take part is a political opinion.
    """


command.add_command(lock)
command.add_command(unlock)
command.add_command(forget)


@command.command("import")
@click.argument("files", nargs=-1, type=_FILE, metavar="FILE…")
@campaign_option
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=HEADING",
    help='Which column is what, for example artist="Band name". Remembered.',
)
@click.option(
    "--word",
    "words",
    multiple=True,
    metavar="WORDS=OUTCOME",
    help="What an answer of a form means. Remembered.",
)
@click.option(
    "--days",
    type=click.Choice(["dmy", "mdy"]),
    help="How 3/4/2026 is meant: day or month first. Remembered.",
)
@click.option(
    "--otherwise",
    metavar="OUTCOME",
    default="",
    help="What a row says that names no outcome, for example pledged.",
)
@click.option("--encoding", default="", help="Read tables in this encoding, for example cp1252.")
@click.option(
    "--check-signatures",
    is_flag=True,
    help="Check DKIM signatures. This asks the name servers of the senders' domains.",
)
@click.option("--rules", is_flag=True, help="Print by which rules it was read and counted.")
@json_option
@click.pass_obj
def take(
    session: Session, /, files: tuple[Path, ...], campaign: str, as_json: bool, rules: bool, **told: Any
) -> int:
    """Take in what people sent: form exports, messages, pictures of tickets, packed notices, exports of the program.

    FILE can be a folder. Files are left as they are; links in them are not followed. What cannot be used is listed in
    rejected-answers.csv, with the reason and what to do. To import twice adds nothing.

    Exit code 1: something waits for a person.
    """
    from takedown.register.remembered import FILE, read_remembered, remembered_bytes, with_said
    from takedown.reports.register import import_json, plain_import
    from takedown.writing import write_file

    if not files:
        raise UsageError("no file is named", hint="takedown register import answers.csv messages/")
    missing = next((path for path in files if not path.exists() and not path.is_symlink()), None)
    if missing is not None:
        raise UsageError(f"{missing}: no such file or folder", hint="check its name")
    record = opened(session, campaign)
    before = read_remembered(session.root)
    remembered = with_said(before, maps=told["maps"], words=told["words"], days=told["days"] or "")
    imported = _taken_in(session, record, files, remembered, told)
    if remembered != before:
        write_file(session.root / FILE, remembered_bytes(remembered))
    show(import_json(imported) if as_json else plain_import(imported, rules=rules))
    tell_due(session, record)
    return ExitCode.NEEDS_PERSON if imported.needs_person else ExitCode.DONE


def _taken_in(
    session: Session,
    campaign: "Campaign",
    files: tuple[Path, ...],
    remembered: "Remembered",
    told: dict[str, Any],
) -> "Imported":
    from takedown.inbox.signatures import dns_lookup
    from takedown.register.intake.taking import Situation, take_in
    from takedown.register.refusing import read_forgotten, without_forgotten
    from takedown.register.store import Register
    from takedown.register.values import Outcome

    otherwise = told["otherwise"]
    if otherwise and otherwise not in tuple(Outcome):
        raise UsageError(
            f"--otherwise {otherwise!r}: no outcome", hint=f"the outcomes are {', '.join(Outcome)}"
        )
    situation = Situation(
        directory=session.directory,
        platforms=campaign.platforms,
        today=session.today,
        remembered=remembered,
        otherwise=Outcome(otherwise) if otherwise else None,
        encoding=told["encoding"],
        lookup=dns_lookup() if told["check_signatures"] else None,
        own=tuple(session.root / name for name in _OWN),
    )
    with (
        session.workspace.lock(),
        Register.open(session.root, clock=session.around.now, entropy=session.around.entropy) as register,
    ):
        taken = take_in(files, [*register.answers()], situation)
        taken, refused = without_forgotten(taken, read_forgotten(session.root))
        new = register.add(taken.answers)
        people = people_in(session, register)
    return replace(_written(session, taken, people, new), refused=refused)


#: Files of an organizer's folder that nobody sent.
_OWN = (
    "campaign.toml", "register.db", "register.db-wal", "register.db-shm", "register.db.age", "signatories.csv",
    "matches.csv", "identities.csv", "names.csv", "answers.toml", "rejected-answers.csv", "public.json", "roster.csv",
    "kits", "forgotten.json",
)  # fmt: skip


def _written(session: Session, taken: "Taken", people: "People", new: int) -> "Imported":
    """Write what could not be used, and the questions; say what came of it all."""
    from takedown.register.decisions import (
        IDENTITIES,
        doubt_questions,
        lines_bytes,
        read_lines,
        with_questions,
    )
    from takedown.register.rejected import FILE, read_rejected, rejected_bytes, replaced
    from takedown.register.standing import has_left
    from takedown.reports.register import Imported
    from takedown.writing import write_files

    before = read_rejected(session.root)
    rejected = replaced(before, taken.rejected, taken.read, session.root)
    lines = read_lines(session.root, IDENTITIES)
    asked = with_questions(lines, doubt_questions(people))
    files: dict[str, bytes] = {}
    if rejected or before:
        files[FILE] = rejected_bytes(rejected)
    if len(asked) > len(lines):
        files[IDENTITIES] = lines_bytes(asked)
    if files:
        write_files({session.root: files})
    return Imported(
        taken=taken,
        new=new,
        repeated=len(taken.answers) - new,
        artists=sum(not has_left(one) for one in people.participants),
        left=sum(has_left(one) for one in people.participants),
        doubts=len(people.doubts),
    )


@command.command("match")
@click.argument("signatories", required=False, type=_FILE, metavar="[LIST]")
@campaign_option
@click.option("--encoding", default="", help="Read the list in this encoding, for example cp1252.")
@json_option
@click.pass_obj
def match(session: Session, signatories: Path | None, campaign: str, encoding: str, as_json: bool) -> int:
    """Match the list of those who signed with those who answered. LIST: signatories.csv where none is named.

    Names that are nearly the same go to matches.csv and identities.csv: write yes or no under `same`, and run this
    again. The list and what comes out are for you alone: never publish who did not answer, or how many.

    Exit code 1: names wait for you.
    """
    from takedown.register.decisions import MATCHES, decided, read_lines
    from takedown.register.matching import match_all
    from takedown.register.signatories import FILE, read_signatories
    from takedown.register.store import Register
    from takedown.reports.register import match_json, plain_match

    record = opened(session, campaign)
    found = read_signatories(signatories or session.root / FILE, encoding=encoding)
    with session.workspace.lock():
        lines = read_lines(session.root, MATCHES)
        with Register.read(session.root) as register:
            people = people_in(session, register)
        matching = match_all(found, staying(people), decided(lines))
        waiting = _asked(session, matching, people)
    show(match_json(matching, waiting) if as_json else plain_match(matching, waiting))
    tell_due(session, record)
    return ExitCode.NEEDS_PERSON if waiting else ExitCode.DONE


def _asked(session: Session, matching: "Matching", people: "People") -> int:
    """Add the questions to both lists; how many lines wait for a person."""
    from takedown.register.decisions import (
        IDENTITIES,
        MATCHES,
        doubt_questions,
        lines_bytes,
        read_lines,
        with_questions,
    )
    from takedown.register.matching import alike_questions, match_questions
    from takedown.writing import write_files

    questions = {
        MATCHES: [*match_questions(matching)],
        IDENTITIES: [*doubt_questions(people), *alike_questions(people.participants)],
    }
    waiting, files = 0, {}
    for file, some in questions.items():
        lines = read_lines(session.root, file)
        asked = with_questions(lines, some)
        waiting += sum(not line.same for line in asked)
        if len(asked) > len(lines):
            files[file] = lines_bytes(asked)
    if files:
        write_files({session.root: files})
    return waiting


@command.command("list")
@campaign_option
@json_option
@click.pass_obj
def show_list(session: Session, campaign: str, as_json: bool) -> int:
    """Show who is in the register, how far they came, and on what evidence. For you alone."""
    from takedown.register.standing import standings_of
    from takedown.register.store import Register
    from takedown.reports.register import list_json, plain_list

    record = opened(session, campaign)
    with Register.read(session.root) as register:
        people = people_in(session, register)
    rows = standings_of(people.participants, record.platforms)
    show(list_json(people, rows) if as_json else plain_list(people, rows))
    tell_due(session, record)
    return ExitCode.DONE
