"""Joining a campaign: a shipped record by its slug, or a record in a file, judged as the directory judges records."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from takedown.checks.campaigns import campaign_faults
from takedown.checks.words import near_miss, quoted, squeezed
from takedown.config.problems import CONFIG
from takedown.config.territories import TERRITORIES
from takedown.directory import load_directory
from takedown.directory.kinds import RecordKind, record_place, slug_problem
from takedown.errors import DirectoryError, UsageError
from takedown.interview.answers import Answers, Value
from takedown.records import Campaign, CampaignStatus, Directory
from takedown.request import WORLDWIDE
from takedown.resources import notice_templates
from takedown.workspace import Workspace

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The campaign, and the record to be copied into the workspace; empty for a shipped one."""

    record: Campaign
    content: bytes = b""

    @property
    def place(self) -> str:
        """Where its record lies in a workspace."""
        return f"templates/{record_place(RecordKind.CAMPAIGN, self.record.slug)}"


def find_campaign(given: str, directory: Directory) -> Joined:
    """Find a campaign by its slug, or read its file. UsageError: there is neither; DirectoryError: a bad record."""
    path = Path(given).expanduser() if given else Path()
    if given in directory.campaigns:
        return Joined(record=directory.campaigns[given])
    if path.is_file():
        return _from_file(path, directory)
    names = {squeezed(each.name): slug for slug, each in directory.campaigns.items()}
    names |= {squeezed(slug): slug for slug in directory.campaigns}
    close = near_miss(given, names)
    raise UsageError(
        f"{quoted(given)} is neither a file nor a campaign of the directory",
        hint=f"did you mean {close}?" if close else "takedown directory list shows all campaigns",
    )


def _from_file(path: Path, directory: Directory) -> Joined:
    slug = path.stem
    problem = slug_problem(slug)
    if problem:
        raise DirectoryError(
            f"{path}: {problem}", hint=f"rename the file, for example to {_as_slug(slug)}.toml"
        )
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror})", hint="check its permissions"
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        overlay = Path(folder) / "templates"
        Workspace(Path(folder)).write_folder("templates/campaigns", {f"{slug}.toml": content})
        record = load_directory(overlay).campaigns[slug]
    unknown = [each for each in record.platforms if each not in directory.platforms]
    if unknown:
        raise DirectoryError(
            f"{path}, platforms: {quoted(unknown[0])} is not in the directory",
            hint=f"there are {', '.join(directory.platforms)}",
        )
    for fault in campaign_faults(record, territories=TERRITORIES, letters=_letters()):
        raise DirectoryError(f"{path}, {fault.key}: {fault.message}", hint=fault.hint)
    return Joined(record=record, content=content)


def _letters() -> frozenset[str]:
    """The names of the letters, as `wording` gives them; English has all of them."""
    folder = notice_templates() / "letters"
    return frozenset(path.name.partition(".")[0] for path in folder.glob("*.en.md.j2"))


def _as_slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "my-campaign"


def check_place(root: Path, joined: Joined) -> None:
    """UsageError where another record of that name lies in the workspace; it is never overwritten."""
    path = root / joined.place
    if joined.content and path.exists() and path.read_bytes() != joined.content:
        raise UsageError(
            f"{path} is there already, and says something else than the file given",
            hint="compare the two, and give one of them another name",
        )


def is_to_copy(root: Path, joined: Joined) -> bool:
    """Whether its record is missing in the workspace."""
    return bool(joined.content) and not (root / joined.place).exists()


def copy_record(root: Path, joined: Joined) -> str:
    """Put the record into the workspace; its path there."""
    folder, _, name = joined.place.rpartition("/")
    Workspace(root).write_folder(folder, {name: joined.content})
    return joined.place


def pinned(record: Campaign, today: date) -> Answers:
    """Answers that a campaign gives beforehand; options and what stands in takedown.toml win over them.

    A day that has passed is nobody's wanted day any more.
    """
    answers: dict[str, Value] = {"campaign": record.slug}
    if record.platforms:
        answers["platforms"] = record.platforms
    if record.territories != (WORLDWIDE,):
        answers["territories"] = record.territories
    if record.wanted_by and record.wanted_by >= today:
        answers["wanted_by"] = record.wanted_by.isoformat()
    return answers


def history(joined: Joined | None, answers: Answers, directory: Directory) -> str:
    """The name of the campaign that is joined now, or was before an interruption, where it is over; else empty."""
    kept = directory.campaigns.get(str(answers.get("campaign", "")))
    record = joined.record if joined else kept
    return record.name if record and record.status is CampaignStatus.HISTORICAL else ""


def shown(record: Campaign, answers: Answers) -> tuple[str, ...]:
    """Say what was taken from the campaign, and how each can be changed. `answers`: what holds in the end."""
    is_over = record.status is CampaignStatus.HISTORICAL
    head = f"{record.name}{', which is history,' if is_over else ''} is about:"
    wanted_by = record.wanted_by.isoformat() if record.wanted_by else ""
    asks: tuple[tuple[str, str, Value, str], ...] = (
        ("platforms", "platforms", record.platforms, "--platform"),
        ("where", "territories", record.territories, "--territory"),
        ("wanted by", "wanted_by", wanted_by, "--wanted-by"),
    )
    lines = [head]
    for word, key, asked, option in asks:
        held = answers.get(key) or ((WORLDWIDE,) if key == "territories" else "")
        own = f"; you ask {_text(held)}" if held and held != asked else ""
        if asked:
            lines.append(f"  {word}: {_text(asked)}{own} ({option} or {CONFIG} changes it)")
    return tuple(lines)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def told(joined: Joined) -> Mapping[str, str]:
    """What to say of it: `history` where it is over, and always what the letters say of it."""
    record = joined.record
    over = (
        f"{record.name} is history: nothing of its demands is printed, and joining it changes only your records."
        if record.status is CampaignStatus.HISTORICAL
        else ""
    )
    return {
        "letters": f"The letters do not name the campaign; {record.slug} stands only in {CONFIG} and your records.",
        "history": over,
    }
