"""The files of letters: where they lie, and what is in each. Read once, and not before they are needed."""

from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from takedown.errors import LetterError
from takedown.rendering.heads import LetterFile, check_unmarked, split_head
from takedown.rendering.limits import check_size


def templates_in(folder: Path) -> dict[str, "TemplateFile"]:
    """All letters, parts, tickets and request texts of a folder, by their names as templates."""
    named = ((path.relative_to(folder).as_posix(), path) for path in _templates(folder))
    return {name: TemplateFile(path, folder, name) for name, path in named}


class TemplateFile:
    """One template, read once: a letter in three parts, anything else as it is."""

    def __init__(self, path: Path, folder: Path, name: str) -> None:
        self._path = path
        self.language = language_of(path)
        self._folder = folder
        self.file = f"{folder.name}/{name}"
        self.is_letter = _is_letter(name)

    @cached_property
    def _parts(self) -> tuple[LetterFile, str, str]:
        return split_head(_source(self._path, self.file), self.file, self.language)

    def head(self) -> LetterFile:
        return self._parts[0]

    def subject(self) -> str:
        return self._parts[1]

    def body(self) -> str:
        return self._parts[2] if self.is_letter else self._whole

    @cached_property
    def _whole(self) -> str:
        return _source(self._path, self.file)

    def check(self, languages: Collection[str]) -> None:
        """Raise LetterError where a file of a workspace cannot be read, or has no language that is guarded."""
        _check_inside(self._path, self._folder, self.file)
        check_size(self._path, self.file)
        if self.is_letter:
            _source(self._path, self.file)
            _check_language(self.language, self.file, languages)
        self.body()


def language_of(path: Path) -> str:
    """The language in the name of a file: `withdrawal.en.md.j2`, `words.en.toml`."""
    return path.name.split(".")[1]


def _templates(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("letters/**/*.md.j2"))
    yield from sorted(folder.glob("platforms/*/request.*.md.j2"))
    yield from sorted(folder.glob("distributors/*/*.md.j2"))
    yield from sorted(folder.glob("distributors/*/tickets/*.md.j2"))


def _is_letter(name: str) -> bool:
    """Whether a template is a letter with a head: not a part, a ticket or the text for a platform."""
    place = name.rpartition("/")[0]
    return place == "letters" or (place.startswith("distributors/") and not place.endswith("/tickets"))


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
    check_unmarked(text, file)
    return text


def _check_language(language: str, file: str, known: Collection[str]) -> None:
    if language not in known:
        raise LetterError(
            f"{file}: there is no list of required and forbidden words for the language '{language}'.",
            hint=f"Letters can be written in: {', '.join(sorted(known))}.",
        )
