"""The Markdown of a letter, parsed once: headings, paragraphs, emphasis and lists; all else is refused.

What stands between marks after parsing is what stood there before: an entity, or text that Markdown drops,
can neither make a mark nor take one away.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from takedown.errors import LetterError
from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paragraph, Run
from takedown.rendering.values import check_marks, marked_values, numbered, source_values, with_values

# Without text_join, characters that were written as an entity can still be told from the others.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("text_join")
#: The same without what stands inside paragraphs.
_BLOCKS = MarkdownIt("commonmark", {"html": False}).disable(["text_join", "inline"])
#: Control characters, and those that have no meaning but a private one, such as our marks.
_NO_ENTITY = ("Cc", "Co", "Cs")
_MARKERS = {f"[[{marker}]]": marker for marker in Marker}
_HINT = "A letter holds headings (##), paragraphs, bold, italic, and lists of one level."


def parse_blocks(text: str, *, file: str) -> tuple[Block, ...]:
    """Blocks of a letter, values still marked. `file` is named where something is refused."""
    values = source_values(text)
    return tuple(_with_values(block, values) for block in _numbered_blocks(numbered(text), file))


@lru_cache(maxsize=64)
def _numbered_blocks(text: str, file: str) -> tuple[Block, ...]:
    """Parse a letter with numbers for its values: many letters differ by nothing else, and are read once."""
    tokens = _tokens(text)
    blocks: list[Block] = []
    at = 0
    while at < len(tokens):
        block, at = _block(tokens, at, file)
        blocks.append(block)
    _check_values(text, [said for block in blocks for said in _texts(block)], file)
    return tuple(blocks)


def _with_values(block: Block, values: Sequence[str]) -> Block:
    """The block with its values, marked, where their numbers stand."""
    match block:
        case Heading(text=text):
            return Heading(text=with_values(text, values))
        case Paragraph(runs=runs):
            return Paragraph(runs=_runs_with(values, runs))
        case Bullets(items=items):
            return Bullets(items=tuple(_runs_with(values, runs) for runs in items), numbered=block.numbered)
    return block


def _runs_with(values: Sequence[str], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(text=with_values(run.text, values), bold=run.bold, italic=run.italic) for run in runs)


def _tokens(text: str) -> Sequence[Token]:
    """Parse Markdown. Most paragraphs stand in many letters in the same words: each is read once.

    Where the text defines references, what stands in a paragraph means something else than alone.
    """
    defined: dict[str, Any] = {}
    tokens = _BLOCKS.parse(text, defined)
    if defined.get("references"):
        return _PARSER.parse(text)
    for token in tokens:
        if token.type == "inline":
            token.children = _inside(token.content)
    return tokens


@lru_cache(maxsize=512)
def _inside(text: str) -> list[Token]:
    """The tokens in a paragraph, heading or line. They are read, and never changed."""
    children: list[Token] = []
    _PARSER.inline.parse(text, _PARSER, {}, children)
    return children


def parse_line(text: str, *, file: str) -> str:
    """One line of plain text, such as a subject, values still marked."""
    (token,) = _PARSER.parseInline(text)
    runs = _runs(token, file)
    if any(run.bold or run.italic for run in runs):
        raise LetterError(f"{file}: the subject is plain text, without bold or italic.", hint=_HINT)
    line = _joined(runs)
    _check_values(text, [line], file)
    return line


def _check_values(source: str, texts: Sequence[str], file: str) -> None:
    """Every value of the source, and no other, stands in the texts, in its order."""
    values = source_values(source)
    known = frozenset(values)
    for text in texts:
        check_marks(text, known, file=file)
    if [found for text in texts for found in marked_values(text)] != values:
        raise LetterError(
            f"{file}: the Markdown of the letter hides or changes a value that was printed.",
            hint="Print values in paragraphs, headings and lists, not in links or references.",
        )


def _texts(block: Block) -> Iterable[str]:
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(runs=runs):
            yield _joined(runs)
        case Bullets(items=items):
            yield from map(_joined, items)


def _joined(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _block(tokens: Sequence[Token], at: int, file: str) -> tuple[Block, int]:
    token = tokens[at]
    if token.type == "paragraph_open":
        # The source, not the text: a marker that came from data is escaped there.
        marker = _MARKERS.get(tokens[at + 1].content)
        return marker or Paragraph(runs=_runs(tokens[at + 1], file)), at + 3
    if token.type == "heading_open" and token.tag == "h2":
        return Heading(text=_joined(_runs(tokens[at + 1], file))), at + 3
    if token.type in ("bullet_list_open", "ordered_list_open"):
        return _bullets(tokens, at, file)
    raise _refused(token.type.removesuffix("_open"), token, file)


def _bullets(tokens: Sequence[Token], at: int, file: str) -> tuple[Bullets, int]:
    numbered = tokens[at].type == "ordered_list_open"
    items: list[tuple[Run, ...]] = []
    at += 1
    while tokens[at].type == "list_item_open":
        shape = [token.type for token in tokens[at + 1 : at + 5]]
        if shape != ["paragraph_open", "inline", "paragraph_close", "list_item_close"]:
            raise _refused("list item with more than one line of text", tokens[at], file)
        items.append(_runs(tokens[at + 2], file))
        at += 5
    return Bullets(items=tuple(items), numbered=numbered), at + 1


def _runs(inline: Token, file: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    bold = italic = False
    for token in inline.children or ():
        match token.type:
            case "text":
                _add(runs, Run(text=token.content, bold=bold, italic=italic))
            case "text_special":
                _check_entity(token, file)
                _add(runs, Run(text=token.content, bold=bold, italic=italic))
            case "softbreak":
                _add(runs, Run(text=" ", bold=bold, italic=italic))
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case kind:
                raise _refused(kind.removesuffix("_open"), inline, file)
    return tuple(runs)


def _check_entity(token: Token, file: str) -> None:
    if any(unicodedata.category(character) in _NO_ENTITY for character in token.content):
        raise LetterError(
            f"{file}: {token.markup} stands for a character that letters cannot use.",
            hint="Take it out; it is invisible where the letter is read.",
        )


def _add(runs: list[Run], run: Run) -> None:
    """Join a run with the one before where the style is the same."""
    if not run.text:
        return
    if runs and (runs[-1].bold, runs[-1].italic) == (run.bold, run.italic):
        run = Run(text=runs.pop().text + run.text, bold=run.bold, italic=run.italic)
    runs.append(run)


def _refused(what: str, token: Token, file: str) -> LetterError:
    line = f", line {token.map[0] + 1} of the letter" if token.map else ""
    return LetterError(
        f"{file}{line}: a letter cannot hold this Markdown: {what.replace('_', ' ')}.", hint=_HINT
    )
