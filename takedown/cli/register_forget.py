"""`takedown register forget`: one person out of the register and its lists, and kept out."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from takedown.cli.session import Session, show
from takedown.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from takedown.register.forgetting import Meant
    from takedown.register.values import Answer


@click.command("forget")
@click.argument("who", required=False, default="", metavar="[NAME|ADDRESS]")
@click.option("--all", "everybody", is_flag=True, help="Forget everybody: all answers and all lists.")
@click.option(
    "--allow", metavar="NAME|ADDRESS", default="", help="Let somebody in again whom you had forgotten."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(session: Session, who: str, everybody: bool, allow: str, yes: bool) -> int:
    """Erase one artist, or all that came from one address, out of the register and its lists. It cannot be undone.

    Later imports leave them out, by a digest in forgotten.json; --allow takes that back.

    Exit code 1: nobody of that name is there.
    """
    from takedown.register.sealing import refuse_locked

    if sum((bool(who.strip()), everybody, bool(allow.strip()))) != 1:
        raise UsageError("say whom to forget, or --all", hint='takedown register forget "Band name"')
    refuse_locked(session.root)
    if allow:
        return _let_in(session, allow)
    kept, meant = _found(session, who, everybody=everybody)
    if not everybody and not _is_there(session, meant):
        return _nobody(session, who, kept, meant)
    with session.workspace.lock():
        kept, meant = _found(session, who, everybody=everybody)
        return _erased(session, who, kept, meant, yes=yes)


def _found(session: Session, who: str, *, everybody: bool) -> "tuple[list[Answer], Meant]":
    """All answers that are kept, and who of them is meant. Nothing is written."""
    from takedown.register.decisions import MATCHES, decided, read_decided, read_lines
    from takedown.register.forgetting import meant_of
    from takedown.register.store import Register

    with Register.read(session.root) as register:
        kept = [*register.answers()]
    spelled = decided(read_lines(session.root, MATCHES))
    meant = meant_of(who, kept, read_decided(session.root), spelled)
    return kept, replace(meant, answers=tuple(kept)) if everybody else meant


def _is_there(session: Session, meant: "Meant") -> bool:
    from takedown.register.forgetting import in_lists

    return bool(meant.answers) or in_lists(session.root, meant)


def _nobody(session: Session, who: str, kept: "list[Answer]", meant: "Meant") -> int:
    from takedown.register.forgetting import near_spellings
    from takedown.register.looking import still_named
    from takedown.register.store import FILE
    from takedown.reports.forgotten import nobody_words

    still = still_named(session.root, meant.words, (FILE,))
    show(nobody_words(who, near_spellings(who, kept), still))
    return ExitCode.NEEDS_PERSON


def _erased(session: Session, who: str, kept: "list[Answer]", meant: "Meant", *, yes: bool) -> int:
    """Erase who is meant; everybody where no name is given."""
    from takedown.register import forgetting, refusing
    from takedown.register.looking import still_named
    from takedown.register.store import FILE, Register
    from takedown.reports.forgotten import forgotten_words, meant_words

    everybody = not who.strip()
    show(meant_words(meant, who))
    if not yes:
        click.confirm("Erase this for good?", abort=True, err=True)
    if not everybody:  # before anything is erased: a run that is broken off must not let them in again
        gone = set(map(id, meant.answers))
        left = (answer for answer in kept if id(answer) not in gone)
        refusing.remember(session.root, meant, who, left, session.around.entropy)
    with Register.open(session.root, clock=session.around.now, entropy=session.around.entropy) as register:
        if everybody:
            number = forgetting.forget_all(session.root, register)
        else:
            number = forgetting.forget(session.root, register, meant, kept)
    if everybody:
        (session.root / refusing.FILE).unlink(missing_ok=True)
    still = () if everybody else still_named(session.root, meant.words, (FILE,))
    show(forgotten_words(meant, number, still, who=who))
    return ExitCode.DONE


def _let_in(session: Session, who: str) -> int:
    from takedown.register.refusing import let_in
    from takedown.reports.forgotten import allowed_words

    with session.workspace.lock():
        was_out = let_in(session.root, who)
    show(allowed_words(who, was_out=was_out))
    return ExitCode.DONE if was_out else ExitCode.NEEDS_PERSON
