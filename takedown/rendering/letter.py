"""Letters as files: found in the workspace first, then in the program; rendered in a sandbox, parsed once.

A letter is `letters/<name>.<language>.md.j2`: TOML between lines of `+++`, then Markdown with Jinja. A
template cannot reach the Python behind values, print text twice, or depend on chance or the machine.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from takedown.errors import LetterError
from takedown.notice import Kind, Notice, RecipientRole
from takedown.rendering.guard import Guard, load_guard
from takedown.rendering.values import CLOSE, OPEN, RECORD, Value, check_marks, joined, printed
from takedown.resources import notice_templates

#: English governs, and stands in for a language that has no letter.
FALLBACK = "en"

_FENCE = "+++\n"
_LAST_VERSION = 999_999
_FRONT = {"version": int, "reviewed_by": str, "reviewed_on": str, "subject": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A letter before it is filled in. `file` is how messages call it."""

    file: str
    version: int
    reviewed_by: str
    reviewed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """All letters, parts, tickets and request texts; guard and country names of each language."""

    environment: ImmutableSandboxedEnvironment
    files: Mapping[str, str]
    """Template name → how messages call the file."""
    heads: Mapping[str, LetterFile]
    guards: Mapping[str, Guard]
    countries: Mapping[str, Mapping[str, str]]

    def language_for(self, notice: Notice) -> str:
        """Choose the notice's language where every text of its letter exists in it, else English."""
        name = letter_name(notice)
        wanted = [
            f"letters/{name}.{notice.language}.md.j2",
            f"letters/tickets/{name}.{notice.language}.md.j2",
        ]
        if notice.kind is Kind.PLATFORM_REQUEST:
            wanted += [request_file(platform.slug, notice.language) for platform in notice.platforms]
        return notice.language if all(path in self.files for path in wanted) else FALLBACK

    def unreviewed(self, notices: Iterable[Notice]) -> tuple[str, ...]:
        """Letters of these notices that no lawyer has put a name to, as messages call them."""
        names = (f"letters/{letter_name(notice)}.{self.language_for(notice)}.md.j2" for notice in notices)
        heads = (self.heads[name] for name in dict.fromkeys(names) if name in self.heads)
        return tuple(head.file for head in heads if not (head.reviewed_by and head.reviewed_on))

    def fallen_back(self, notices: Iterable[Notice]) -> tuple[str, ...]:
        """Kinds of these notices that have no letter in the notice's language."""
        missing = (notice for notice in notices if self.language_for(notice) != notice.language)
        return tuple(dict.fromkeys(notice.kind.value for notice in missing))

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Fill in a template, values marked. LetterError names the file, also where it forges marks."""
        file = self.files.get(name, name)
        values: set[str] = set()
        text = self._filled(name, {**context, RECORD: values}, file)
        check_marks(text, values, file=file)
        return text

    def _filled(self, name: str, context: Mapping[str, Any], file: str) -> str:
        try:
            return self.environment.get_template(name).render(context)
        except TemplateNotFound as error:
            raise LetterError(
                f"{file}: the part {error.name} does not exist.",
                hint=f"Add it as templates/{error.name}, in the workspace.",
            ) from error
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            place = f"{file}, line {line}" if line else file
            raise LetterError(
                f"{place}: {error.message}.", hint="Mend the template; the shipped one shows how."
            ) from error
        except (
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
            OverflowError,
        ) as error:
            raise LetterError(
                f"{file}: {error}.", hint="Mend the template; the shipped one shows how."
            ) from error


class _Sandbox(ImmutableSandboxedEnvironment):
    """Formatting a value gives plain text: Jinja would keep the class, and so mask words."""

    def wrap_str_format(self, value: Any) -> Any:
        text = getattr(value, "__self__", None)
        name = getattr(value, "__name__", "")
        if type(text) is Value and name in ("format", "format_map"):
            value = getattr(str(text), name)
        return super().wrap_str_format(value)


def letter_name(notice: Notice) -> str:
    """Which letter a notice needs: its kind, or the direct form where the platform holds the licence."""
    direct = notice.kind is Kind.WITHDRAWAL and notice.recipient.role is RecipientRole.PLATFORM
    return "withdrawal-direct" if direct else notice.kind.value


def request_file(slug: str, language: str) -> str:
    """Template name of what a platform must be told."""
    return f"platforms/{slug}/request.{language}.md.j2"


def load_letters(overlay: Path | None = None) -> Letters:
    """Read all letters: those of the workspace (`templates/`) replace the shipped ones of the same name.

    Guard and country names are only ever the program's. LetterError for a letter whose head cannot be read.
    """
    shipped = notice_templates()
    guards = {_language(path): load_guard(path) for path in sorted(shipped.glob("letters/guard.*.toml"))}
    countries = {_language(path): _toml(path) for path in sorted(shipped.glob("letters/countries.*.toml"))}
    sources: dict[str, str] = {}
    files: dict[str, str] = {}
    heads: dict[str, LetterFile] = {}
    for folder in [shipped, *([overlay] if overlay and overlay.is_dir() else [])]:
        for path in _templates(folder):
            name = path.relative_to(folder).as_posix()
            files[name] = f"{folder.name}/{name}"
            if folder is overlay:
                _check_inside(path, folder, files[name])
            sources[name] = _source(path, files[name])
            if path.parent.name == "letters":
                _check_language(path, files[name], guards)
                head, subject, sources[name] = _split(sources[name], files[name])
                heads[name], sources[subject_of(name)] = head, subject
                files[subject_of(name)] = f"{files[name]} (its subject)"
    return Letters(
        environment=_environment(sources), files=files, heads=heads, guards=guards, countries=countries
    )


def subject_of(name: str) -> str:
    """Template name of a letter's subject."""
    return f"{name}#subject"


def _environment(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(
        loader=DictLoader(sources),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: `printed` escapes
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    del environment.filters["random"]
    environment.filters["listed"] = lambda values: joined(list(values), ", ", " and ")
    environment.filters["joined"] = lambda values, separator: joined(list(values), separator, separator)
    return environment


def _templates(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("letters/**/*.md.j2"))
    yield from sorted(folder.glob("platforms/*/request.*.md.j2"))


def _language(path: Path) -> str:
    return path.name.split(".")[1]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _check_inside(path: Path, folder: Path, file: str) -> None:
    """A link may not bring in a file from elsewhere: nobody would see whose letter it is."""
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        inside = False
    if not inside:
        raise LetterError(
            f"{file} is not a file inside {folder.name}: it is a link that leads elsewhere, or no file at all.",
            hint="Put the letter itself there.",
        )


def _source(path: Path, file: str) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LetterError(f"{file} is not UTF-8 (byte {error.start}).", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise LetterError(
            f"{file} cannot be read: {error.strerror}.", hint="Look at the permissions of the file."
        ) from error
    _check_unmarked(text, file)
    return text


def _check_unmarked(text: str, file: str) -> None:
    if OPEN in text or CLOSE in text:
        raise LetterError(
            f"{file} holds the character U+E000 or U+E001, which letters cannot use.",
            hint="Take the character out; it is invisible in most editors, and \\uE000 in a head stands for it.",
        )


def _check_language(path: Path, file: str, guards: Mapping[str, Guard]) -> None:
    if _language(path) not in guards:
        raise LetterError(
            f"{file}: there is no list of required and forbidden words for the language '{_language(path)}'.",
            hint=f"Letters can be written in: {', '.join(guards)}.",
        )


def _split(text: str, file: str) -> tuple[LetterFile, str, str]:
    """Head, subject and body of a letter."""
    head, fence, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not text.startswith(_FENCE) or not fence:
        raise LetterError(
            f"{file} must begin with a head between two lines of +++.",
            hint="Copy the head of the letter of the same name in notice_templates/letters.",
        )
    try:
        front = tomllib.loads(head)
    except (ValueError, RecursionError) as error:  # also: a number too long to read, lists without end
        raise LetterError(
            f"{file}: its head is not TOML that can be read: {error}.", hint="Put texts between quotes."
        ) from error
    wrong = [key for key in {**_FRONT, **front} if type(front.get(key)) is not _FRONT.get(key)]
    if wrong:
        raise LetterError(
            f"{file}: '{wrong[0]}' in its head is missing, unknown or of the wrong type.",
            hint="A head holds version (a whole number), and reviewed_by, reviewed_on and subject (texts).",
        )
    if not 0 <= front["version"] <= _LAST_VERSION:
        raise LetterError(
            f"{file}: 'version' in its head is not a number from 0 to {_LAST_VERSION}.",
            hint="Count the versions of your letter from 1.",
        )
    for entry in map(str, front.values()):
        _check_unmarked(entry, f"{file}, in its head,")
    subject = front.pop("subject")
    return LetterFile(file=file, **front), subject, body
