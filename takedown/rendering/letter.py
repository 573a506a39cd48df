"""Letters as files: found in the workspace first, then in the program; rendered in a sandbox, parsed once.

A letter is `letters/<name>.<language>.md.j2`: TOML between lines of `+++`, then Markdown with Jinja. A
template cannot reach the Python behind values, print text twice, or depend on chance or the machine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from takedown.errors import LetterError
from takedown.frozen import dataclass
from takedown.notice import Kind, Notice, RecipientRole
from takedown.records import Platform
from takedown.rendering.compiled import Compiled
from takedown.rendering.guard import Guard
from takedown.rendering.guard_files import load_guards
from takedown.rendering.heads import FALLBACK, LetterFile
from takedown.rendering.lazily import Lazily
from takedown.rendering.limits import in_bounds, own_part
from takedown.rendering.names import listed_in
from takedown.rendering.template_files import language_of, templates_in
from takedown.rendering.values import RECORD, Value, check_marks, joined, printed
from takedown.rendering.words import Words, load_words
from takedown.resources import notice_templates

#: Name of the language's words among the names of a template. No template can say it.
WORDS = "#words"
#: Letters that a platform gets in a form of its own.
_TO_PLATFORM = {
    Kind.WITHDRAWAL: "withdrawal-direct",
    Kind.REMOVAL_AFTER_END: "removal-after-end-platform",
}
#: Letters that print what a platform must be told.
_TELLS_PLATFORM = ("platform-request", "removal-after-end-platform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """All letters, parts, tickets and request texts; guard and words of each language."""

    environment: ImmutableSandboxedEnvironment
    files: Mapping[str, str]
    """Template name → how messages call the file."""
    heads: Mapping[str, LetterFile]
    guards: Mapping[str, Guard]
    words: Mapping[str, Words]
    own: frozenset[str] = frozenset()
    """Templates of the workspace: they, and whatever takes them in, are filled in under limits."""
    agents: Mapping[str, str] = field(default_factory=dict)
    """Addresses that no paper may be written to, as the directory has them."""

    def letter_file(self, notice: Notice, language: str) -> str:
        """Template name of a notice's letter in a language: the distributor's own, where it has one."""
        return self._own(notice, "", language) or f"letters/{letter_name(notice)}.{language}.md.j2"

    def ticket_file(self, notice: Notice, language: str) -> str:
        """Template name of the ticket, likewise. Empty for a letter that has none."""
        general = f"letters/tickets/{letter_name(notice)}.{language}.md.j2"
        return self._own(notice, "tickets/", language) or (general if general in self.files else "")

    def _own(self, notice: Notice, folder: str, language: str) -> str:
        name = f"distributors/{notice.recipient.desk}/{folder}{letter_name(notice)}.{language}.md.j2"
        return name if notice.recipient.role is RecipientRole.DISTRIBUTOR and name in self.files else ""

    def request_file(self, platform: Platform, language: str) -> str:
        """Template name of what a platform must be told: its own text, else the one that its use shares."""
        own = f"platforms/{platform.slug}/request.{language}.md.j2"
        return own if own in self.files else f"letters/parts/request-{platform.use}.{language}.md.j2"

    def language_for(self, notice: Notice) -> str:
        """Choose the language that the desk reads, else that of the request, where every text exists; else English."""
        wanted = wanted_language(notice)
        return wanted if self._complete(notice, wanted) else FALLBACK

    def _complete(self, notice: Notice, language: str) -> bool:
        """Whether every text of the letter exists. What a distributor has of its own must exist as its own."""
        for choose in (self.letter_file, self.ticket_file):
            english, text = choose(notice, FALLBACK), choose(notice, language)
            lost = not english.startswith("letters/") and text.startswith("letters/")
            if english and (text not in self.files or lost):
                return False
        platforms = notice.platforms if letter_name(notice) in _TELLS_PLATFORM else ()
        return all(self.request_file(platform, language) in self.files for platform in platforms)

    def unreviewed(self, notices: Iterable[Notice]) -> tuple[str, ...]:
        """Letters of these notices that no lawyer has put a name to, as messages call them."""
        heads = self._heads_of(notices).values()
        return tuple(head.file for head in heads if not (head.reviewed_by and head.reviewed_on))

    def fallen_back(self, notices: Iterable[Notice]) -> tuple[str, ...]:
        """Kinds of these notices that have no letter in the language that was wanted."""
        missing = (notice for notice in notices if self.language_for(notice) != wanted_language(notice))
        return tuple(dict.fromkeys(notice.kind.value for notice in missing))

    def courtesy(self, notices: Iterable[Notice]) -> tuple[tuple[str, str], ...]:
        """Kind and language of each letter of these that is a translation nobody has read yet."""
        given = list(notices)
        unread = {name for name, head in self._heads_of(given).items() if head.courtesy}
        languages = ((notice, self.language_for(notice)) for notice in given)
        return tuple(
            dict.fromkeys(
                (notice.kind.value, language)
                for notice, language in languages
                if self.letter_file(notice, language) in unread
            )
        )

    def _heads_of(self, notices: Iterable[Notice]) -> dict[str, LetterFile]:
        names = (self.letter_file(notice, self.language_for(notice)) for notice in notices)
        return {name: self.heads[name] for name in dict.fromkeys(names) if name in self.heads}

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Fill in a template, values marked. LetterError names the file, also where it forges marks."""
        file = self.files.get(name, name)
        values: set[str] = set()
        marked = {**context, RECORD: values}
        own = own_part(self.environment, name, self.own)
        if own:
            place = self.files.get(own, own)
            text = in_bounds(lambda: self._filled(name, marked, file), file=place, record=values)
        else:
            text = self._filled(name, marked, file)
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
    """Which letter a notice needs: its kind, or the form for a platform."""
    to_platform = notice.recipient.role is RecipientRole.PLATFORM
    return (_TO_PLATFORM if to_platform else {}).get(notice.kind, notice.kind.value)


def wanted_language(notice: Notice) -> str:
    """Which language the letter should have: the one that the desk reads, else that of the request."""
    return notice.recipient.language or notice.language


def load_letters(overlay: Path | None = None) -> Letters:
    """Find all letters: those of the workspace (`templates/`) replace the shipped ones of the same name.

    Guard and words are only ever the program's. LetterError for a letter of the workspace whose head cannot be read;
    of the shipped ones each is read when it is needed.
    """
    shipped = notice_templates()
    guards = load_guards(shipped / "letters")
    words = Lazily(
        {
            language_of(path): partial(load_words, path)
            for path in sorted(shipped.glob("letters/words.*.toml"))
        }
    )
    texts = templates_in(shipped)
    own = templates_in(overlay) if overlay else {}
    for text in own.values():
        text.check(guards.keys() & words.keys())
    kept = Compiled(_all_names(texts) - _all_names(own))
    texts |= own
    letters = {name: text for name, text in texts.items() if text.is_letter}
    subjects = {subject_of(name): text for name, text in letters.items()}
    return Letters(
        environment=_environment(
            Lazily(
                {name: text.body for name, text in texts.items()}
                | {name: text.subject for name, text in subjects.items()}
            ),
            kept,
        ),
        files={name: text.file for name, text in texts.items()}
        | {name: f"{text.file} (its subject)" for name, text in subjects.items()},
        heads=Lazily({name: text.head for name, text in letters.items()}),
        guards=guards,
        words=words,
        own=_all_names(own),
    )


def _all_names(texts: Iterable[str]) -> frozenset[str]:
    """The names of templates, and of the subjects that some of them have."""
    return frozenset(name for text in texts for name in (text, subject_of(text)))


def subject_of(name: str) -> str:
    """Template name of a letter's subject."""
    return f"{name}#subject"


def _environment(sources: Mapping[str, str], kept: Compiled) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(
        loader=DictLoader(sources),
        bytecode_cache=kept,
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: `printed` escapes
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    del environment.filters["random"]
    environment.filters["listed"] = _listed
    environment.filters["joined"] = lambda values, separator: joined(list(values), separator, separator)
    return environment


@pass_context
def _listed(context: Context, values: Iterable[str]) -> str:
    """Join as the language of the letter does. A part that is imported has no language, and lists with commas."""
    texts, words = list(values), context.get(WORDS)
    return listed_in(texts, words) if isinstance(words, Words) else joined(texts, ", ", ", ")
