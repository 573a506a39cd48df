"""The Markdown of a letter, parsed once: headings, paragraphs, emphasis and lists; all else is refused."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from takedown.errors import LetterError
from takedown.rendering.paper import Block, Bullets, Heading, Marker, Paragraph, Run

_PARSER = MarkdownIt("commonmark", {"html": False})
_MARKERS = {f"[[{marker}]]": marker for marker in Marker}
_HINT = "A letter holds headings (##), paragraphs, bold, italic, and lists of one level."


def parse_blocks(text: str, *, file: str) -> tuple[Block, ...]:
    """Blocks of a letter, values still marked. `file` is named where something is refused."""
    tokens = _PARSER.parse(text)
    blocks: list[Block] = []
    at = 0
    while at < len(tokens):
        block, at = _block(tokens, at, file)
        blocks.append(block)
    return tuple(blocks)


def parse_line(text: str, *, file: str) -> str:
    """One line of plain text, such as a subject, values still marked."""
    (token,) = _PARSER.parseInline(text)
    runs = _runs(token, file)
    if any(run.bold or run.italic for run in runs):
        raise LetterError(f"{file}: the subject is plain text, without bold or italic.", hint=_HINT)
    return "".join(run.text for run in runs)


def _block(tokens: Sequence[Token], at: int, file: str) -> tuple[Block, int]:
    token = tokens[at]
    if token.type == "paragraph_open":
        # The source, not the text: a marker that came from data is escaped there.
        marker = _MARKERS.get(tokens[at + 1].content)
        return marker or Paragraph(runs=_runs(tokens[at + 1], file)), at + 3
    if token.type == "heading_open" and token.tag == "h2":
        return Heading(text="".join(run.text for run in _runs(tokens[at + 1], file))), at + 3
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
            case "softbreak":
                _add(runs, Run(text=" ", bold=bold, italic=italic))
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case kind:
                raise _refused(kind.removesuffix("_open"), inline, file)
    return tuple(runs)


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
