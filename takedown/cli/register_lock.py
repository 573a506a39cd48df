"""`takedown register lock` and `takedown register unlock`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takedown.cli.session import Session, say, show
from takedown.errors import ExitCode, UsageError
from takedown.reports.words import page

if TYPE_CHECKING:
    from takedown.register.sealing import Seal

#: What else in an organizer's folder names people.
PRIVATE = (
    "signatories.csv", "matches.csv", "identities.csv", "names.csv", "rejected-answers.csv", "answers.toml",
    "forgotten.json", "kits",
)  # fmt: skip

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("lock")
@click.option(
    "--recipients", type=_FILE, help="Lock for the public keys of age in this file, without a passphrase."
)
@click.pass_obj
def lock(session: Session, recipients: Path | None) -> int:
    """Encrypt register.db with a passphrase, and remove the plain file. Without the passphrase nobody opens it."""
    from takedown.register import sealing

    folder = session.root
    sealing.refuse_locked(folder)
    seal = _seal(recipients)
    with session.workspace.lock():
        sealing.lock(folder, seal)
    sealed = folder / sealing.SEALED
    show(page([f"Locked: {sealed}. Every register command waits until takedown register unlock."]))
    if recipients:
        say(
            "It was not tried whether it opens again: that takes the secret key. Try it before you rely on it."
        )
    left = [name for name in PRIVATE if (folder / name).exists()]
    if left:
        say(f"Not locked, and private too: {', '.join(left)}.")
    say("Old bytes may stay on the disk, and in backups. An encrypted disk covers those: docs/care.md.")
    return ExitCode.DONE


@click.command("unlock")
@click.option("--identity", type=_FILE, help="A file with a secret key of age, as age-keygen writes it.")
@click.pass_obj
def unlock(session: Session, identity: Path | None) -> int:
    """Decrypt register.db.age, and remove the encrypted file."""
    from takedown.register import sealing

    if not (session.root / sealing.SEALED).exists():
        raise UsageError(f"{session.root / sealing.SEALED} is not there: the register is not locked")
    seal = sealing.by_identity(_text(identity), name=str(identity)) if identity else _asked(confirm=False)
    with session.workspace.lock():
        sealing.unlock(session.root, seal)
    show(page([f"Unlocked: {session.root / sealing.PLAIN}. When you are done: takedown register lock"]))
    return ExitCode.DONE


def _seal(recipients: Path | None) -> "Seal":
    from takedown.register.sealing import by_recipients

    return by_recipients(_text(recipients), name=str(recipients)) if recipients else _asked(confirm=True)


def _asked(*, confirm: bool) -> "Seal":
    from takedown.register.sealing import by_passphrase

    words: str = click.prompt(
        "Passphrase of the register", hide_input=True, confirmation_prompt=confirm, err=True
    )
    return by_passphrase(words)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8", hint="save it as plain text") from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror})", hint="check who owns the file"
        ) from error
