"""Joining a campaign: a shipped record by its slug, or a record in a file, judged as the directory judges records."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from takedown.checks.words import near_miss, quoted, squeezed
from takedown.config.problems import CONFIG
from takedown.directory import lint_directory, load_directory
from takedown.directory.kinds import RecordKind, record_place, slug_problem
from takedown.errors import DirectoryError, UsageError
from takedown.frozen import dataclass
from takedown.interview.answers import Answers, Value
from takedown.model import Finding, Severity
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


def find_campaign(given: str, directory: Directory, *, today: date) -> Joined:
    """Find a campaign by its slug, or read its file. UsageError: there is neither; DirectoryError: a bad record.

    A file is held to every rule of `takedown directory lint`: what that calls an error is one here, too.
    """
    path = Path(given).expanduser() if given else Path()
    if given in directory.campaigns:
        return Joined(record=directory.campaigns[given])
    if path.is_file():
        return _from_file(path, directory, today)
    names = {squeezed(each.name): slug for slug, each in directory.campaigns.items()}
    names |= {squeezed(slug): slug for slug in directory.campaigns}
    close = near_miss(given, names)
    raise UsageError(
        f"{quoted(given)} is neither a file nor a campaign of the directory",
        hint=f"did you mean {close}?" if close else "takedown directory list shows all campaigns",
    )


def _from_file(path: Path, directory: Directory, today: date) -> Joined:
    slug = path.stem
    problem = slug_problem(slug)
    if problem:
        raise DirectoryError(
            f"{path}: {problem}", hint=f"rename the file, for example to {_other_name(slug)}.toml"
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
        place = record_place(RecordKind.CAMPAIGN, slug)
        Workspace(Path(folder)).write_folder(f"templates/{place}".rpartition("/")[0], {path.name: content})
        try:
            record = load_directory(overlay).campaigns[slug]
        except DirectoryError as error:  # it names the copy, which is gone in a moment
            message = error.message.replace(f"templates/{place}", str(path))
            raise DirectoryError(message, hint=error.hint) from error
        found = lint_directory(
            replace(directory, campaigns={slug: record}), [overlay, notice_templates()], today=today
        )
    for each in found:
        if each.severity is Severity.ERROR and each.source.file.endswith(place):
            raise DirectoryError(f"{_place(path, each)}: {each.message} ({each.rule})", hint=each.hint)
    return Joined(record=record, content=content)


def _place(path: Path, found: Finding) -> str:
    """The file that was given, the line and the key."""
    row = f", line {found.source.row}" if found.source.row else ""
    return f"{path}{row}, {found.source.column}" if found.source.column else f"{path}{row}"


def _as_slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "my-campaign"


def _other_name(name: str) -> str:
    """A name that can be taken: where only its meaning is in the way, it is made longer."""
    slug = _as_slug(name)
    return f"{slug}-campaign" if slug_problem(slug) else slug


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


def shown(record: Campaign, answers: Answers, today: date) -> tuple[str, ...]:
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
        if key == "wanted_by" and record.wanted_by and record.wanted_by < today:
            own = f"; you ask {_text(answers[key])}" if answers.get(key) else ""
            lines.append(
                f"  {word}: {asked}, a day that has passed, so it is left out{own} ({option} gives another)"
            )
            continue
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
