"""Files that somebody edited: they are named and left alone."""

from takedown.cli.session import say
from takedown.errors import ExitCode
from takedown.issuing import Generation


def tell_edited(generation: Generation) -> int:
    """Name every file that was left alone, with the next step; the exit code."""
    for name in generation.edited:
        say(f"Edited: {name} differs from what was recorded, so it was left alone.")
    if not generation.edited:
        return ExitCode.DONE
    # It also writes again what `follow-up`, `retract` and `reinstate` wrote, as long as that has not gone out.
    say("Hint: move the edited file to another folder, then run takedown generate: it writes the file again")
    return ExitCode.NEEDS_PERSON
