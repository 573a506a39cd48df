"""What somebody wants of a report, and where it is written."""

from collections.abc import Callable
from pathlib import Path

from takedown.cli.session import Session, say, show
from takedown.errors import TakedownError, UsageError
from takedown.frozen import dataclass

PLAIN, CSV, XLSX, HTML, JSON = FORMS = ("plain", "csv", "xlsx", "html", "json")
CAMPAIGN = "campaign.toml"
_SETTINGS = "takedown.toml"
_REGISTERS = ("register.db", "register.db.age")
#: Files of a workspace's or an organizer's folder that a report must not take the place of.
_KEPT = frozenset({
    _SETTINGS, "directory.toml", "ledger.db", "catalog.csv", "decisions.csv", "principals.csv", "links.csv",
    "statements.csv", "do-not-contact.csv", "rejected.csv",
    CAMPAIGN, *_REGISTERS, "public.json", "forgotten.json", "answers.toml", "roster.csv", "signatories.csv",
    "matches.csv", "identities.csv", "names.csv", "rejected-answers.csv",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the options say."""

    form: str
    output: Path | None = None
    to_open: bool = False
    public: bool = False
    campaign: Path | None = None

    def is_of_register(self, root: Path) -> bool:
        """Whether it is about an organizer's register: there is one, and no workspace of one's own."""
        if self.campaign is not None:
            return True
        return not (root / _SETTINGS).exists() and any(
            (root / name).exists() for name in (CAMPAIGN, *_REGISTERS)
        )


def check_wanted(session: Session, wanted: Wanted) -> None:
    """UsageError where it cannot be written as it is wanted, before anything is read."""
    if wanted.form == XLSX and wanted.output is None:
        raise UsageError("a workbook is no text for a terminal", hint="name a file: -o report.xlsx")
    if wanted.form == HTML and wanted.output is None and not wanted.to_open:
        raise UsageError(
            "a page is no text for a terminal",
            hint="name a file: -o report.html; or --open alone shows it in your browser",
        )
    if wanted.to_open and wanted.output is None and wanted.form != HTML:
        raise UsageError("--open needs a file", hint="name one with -o, or take --format html")
    if wanted.output is not None:
        refuse_kept(session, wanted.output)


def refuse_kept(session: Session, output: Path) -> None:
    """UsageError where a file of the folder itself would be written over."""
    place = output.resolve()
    if (output.name in _KEPT and place.parent == session.root.resolve()) or place == _catalog(session):
        raise UsageError(
            f"{output} is a file of this folder, which a report would write over",
            hint="choose another name, for example report.html",
        )


def _catalog(session: Session) -> Path | None:
    """The catalog, whatever takedown.toml calls it; None where that says nothing that can be used."""
    try:
        return session.settings.catalog.resolve()
    except TakedownError:
        return None


def deliver(wanted: Wanted, made: Callable[[], str | bytes]) -> None:
    """Show a report, or write it to a private file, and open it where that is wanted."""
    content = made()
    if wanted.output is None and not wanted.to_open:
        show(content if isinstance(content, str) else content.decode())
        return
    from takedown.cli.opening import open_file, private_file
    from takedown.writing import write_file

    raw = content if isinstance(content, bytes) else content.encode()
    if wanted.output is None:
        place = private_file(raw, name="takedown-report-")
        say(f"Written: {place}\n  Only you can read it. Delete it when you have read it.")
    else:
        place = wanted.output
        write_file(place, raw)
        say(f"Written: {place}")
    if wanted.to_open:
        open_file(place)


def named(session: Session) -> dict[str, str]:
    """Slugs of platforms and distributors → their names."""
    directory = session.directory
    platforms = {slug: each.name for slug, each in directory.platforms.items()}
    return {slug: each.name for slug, each in directory.distributors.items()} | platforms
