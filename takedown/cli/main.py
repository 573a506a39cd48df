"""The one error boundary: commands return exit codes or raise; here errors are printed and become codes.

Only click is imported at the top. Each command lives in a module of its own, imported when it is called, so that
`--help` stays quick.
"""

import gc
import io
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from takedown import __version__
from takedown.errors import ExitCode, TakedownError

#: Command → its one-line help; the module is takedown.cli.<name>, the command in it is `command`.
COMMANDS = {
    "demo": "Write an example workspace that cannot send, and make its notices.",
    "init": "Begin a workspace of your own: a few questions, most of them with an answer.",
    "import": "Read music from statements, spreadsheets, feeds or audio files into the catalog.",
    "check": "Look for everything that is wrong or open, with the next step.",
    "plan": "Show who would be asked for what, by when, at what cost. Writes nothing.",
    "generate": "Write the notices, unsigned.",
    "preview": "Show exactly what would be handed over.",
    "sign": "Sign notices by typing your name.",
    "send": "Show what would go by email; with --confirm N, send it.",
    "outbox": "What is handed over, by email or by hand: list, walk, cancel, resolve, export.",
    "record": "Write down what happened: sent by hand, answered, seen.",
    "inbox": "File answers, bounces and delays with the notices that they are about.",
    "follow-up": "Write the reminders and escalations that are due.",
    "retract": "Call a request back that went out.",
    "reinstate": "Ask to deliver again what was removed.",
    "status": "Show every notice and item: what is held, what is due.",
    "report": "Overview per artist, platform and desk.",
    "verify": "Prove the workspace unchanged, or say what differs.",
    "kit": "For organizers: one packet for each artist of a roster, usable without the program.",
    "register": "For organizers: take in what people answered, match it with a list, forget somebody.",
    "directory": "Platforms, desks, distributors and campaigns, with sources.",
}

#: Objects that come before Python looks for cycles among them. By its own 700 it looks a hundred times while modules
#: load, and finds nothing: a tenth of the time of a short run. So many take a few megabytes, however long a run is.
_BEFORE_COLLECTING = 100_000

#: Commands whose name Python keeps for itself, or cannot write.
_MODULES = {"import": "import_files", "follow-up": "follow_up"}


class Program(click.Group):
    """The command group, with the error boundary around it."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order of a first day, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is called."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"takedown.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"takedown.cli.{cmd_name} has no click command")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it cannot do is said while it is known in which folder."""
        try:
            return super().invoke(ctx)
        except TakedownError as error:
            from takedown.cli.session import say

            say(f"Error: {error.message}")
            if error.hint:
                say(f"Hint: {error.hint}")
            return error.exit_code

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run, print errors, exit with a code of `ExitCode`."""
        extra["standalone_mode"] = False
        arguments = list(args) if args is not None else sys.argv[1:]
        debug = "--debug" in arguments
        try:
            code = super().main(arguments, *rest, **extra)
        except click.ClickException as error:
            _say(_usage(error))
            code = ExitCode.USAGE
        except (click.exceptions.Abort, KeyboardInterrupt):
            with suppress(KeyboardInterrupt):  # people press Ctrl-C twice
                _say("Interrupted. Nothing more was written.")
            code = ExitCode.INTERRUPTED
        except BrokenPipeError:
            code = _closed_pipe()
        except Exception as error:  # noqa: BLE001 – the boundary: a bug becomes a message and exit code 70
            if debug:
                import traceback

                traceback.print_exc()
            _say(f"Error: the program made a mistake ({type(error).__name__}: {error}).")
            _say(
                "Hint: run the same command with --debug and report what it prints; leave out names and addresses."
            )
            code = ExitCode.INTERNAL
        sys.exit(int(code or 0))


def _say(text: str) -> None:
    from takedown.reports.words import shown

    click.echo("\n".join(shown(line) for line in text.splitlines()), err=True)


def _usage(error: click.ClickException) -> str:
    """What click says of a wrong command line, without printing it raw."""
    buffer = io.StringIO()
    error.show(file=buffer)
    return buffer.getvalue().rstrip()


def _closed_pipe() -> ExitCode:
    """The reader of our output went away (`| head`): that is its right, not an error."""
    sys.stdout = None
    return ExitCode.DONE


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "--workspace",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="TAKEDOWN_WORKSPACE",
    help="Folder with takedown.toml. Default: the current folder.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.version_option(__version__, prog_name="takedown")
@click.pass_context
def cli(ctx: click.Context, workspace: Path, debug: bool) -> None:
    """Withdraw your recordings from a platform, and prove that you asked.

    Start with `takedown demo`. Then: check, plan, generate, sign, hand over, record, status.
    """
    from takedown.cli.session import Session, Surroundings

    if ctx.get_parameter_source("workspace") is click.core.ParameterSource.COMMANDLINE:
        from takedown.cli.calling import name_folder

        name_folder(workspace)
    ctx.obj = Session(root=workspace, around=ctx.obj or Surroundings.real(), debug=debug)


def main() -> NoReturn:
    """Entry point of the console script.

    At the end the process gives everything back at once, so nothing is looked through for cycles (`gc.freeze`).
    """
    gc.set_threshold(_BEFORE_COLLECTING)
    try:
        cli.main()
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:  # a second Ctrl-C must not break off the end
            import signal

            signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise
    finally:
        gc.freeze()
