"""The page of a packet as one HTML file: for a phone, without script, font or network, and for a printer.

Every text is escaped (`markupsafe`). Lines choose their own direction (`dir="auto"`), so that a name in a script that
runs from right to left moves nothing beside it.
"""

from collections.abc import Iterable

from markupsafe import Markup

from takedown.kits.guide import Blank, Block, Chapter, Guide, Paste, Points, Text, Warned
from takedown.kits.telling import SPECIMEN
from takedown.markup import shipped
from takedown.rendering.values import shown
from takedown.resources import page_files

_FRAME = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
{style}</style>
</head>
{body}
</html>
""")
_BODY = Markup("""<body>
<header>
<p class="for">A packet for</p>
<h1><bdi>{artist}</bdi></h1>
{specimen}{lead}
</header>
<main>
<section class="things" aria-labelledby="things">
<h2 id="things">{title}</h2>
<ol>
{things}
</ol>
</section>
<nav aria-label="Contents">
<h2>On this page</h2>
<ul>
{contents}
</ul>
</nav>
{chapters}
</main>
</body>""")


def framed(title: str, body: Markup) -> str:
    """Write a page around its body: of a packet, or of the organizer's index."""
    return str(_FRAME.format(title=title, style=shipped(page_files() / "kit.css"), body=body))


def guide_page(guide: Guide) -> str:
    """Write the page. The same guide gives the same page."""
    artist = shown(guide.artist)
    return framed(
        f"Start here – {artist}",
        _BODY.format(
            artist=artist,
            specimen=Markup('<p class="specimen">{}</p>\n').format(SPECIMEN) if guide.specimen else "",
            lead=_joined(Markup('<p class="lead" dir="auto">{}</p>').format(each) for each in guide.lead),
            title=guide.title,
            things=_joined(map(_thing, guide.things)),
            contents=_joined(
                Markup('<li><a href="#part-{}">{}</a></li>').format(number, chapter.heading)
                for number, chapter in enumerate(guide.chapters, 1)
            ),
            chapters=_joined(_chapter(number, chapter) for number, chapter in enumerate(guide.chapters, 1)),
        ),
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _thing(thing: Chapter) -> Markup:
    return Markup("<li>\n<h3>{}</h3>\n{}\n</li>").format(thing.heading, _joined(map(_block, thing.blocks)))


def _chapter(number: int, chapter: Chapter) -> Markup:
    kind = "chapter stop" if any(isinstance(block, Warned) for block in chapter.blocks) else "chapter"
    return Markup(
        '<section class="{}" aria-labelledby="part-{}">\n<h2 id="part-{}">{}</h2>\n{}\n</section>'
    ).format(kind, number, number, chapter.heading, _joined(map(_block, chapter.blocks)))


def _block(block: Block) -> Markup:
    match block:
        case Text(text=text):
            return Markup('<p dir="auto">{}</p>').format(text)
        case Points(points=points, first=first):
            return _list(points, first=first)
        case Warned(points=points):
            return _list(points)
        case Paste(head=head, text=text):
            return Markup(
                '<figure>\n<figcaption>{}</figcaption>\n<pre dir="auto" tabindex="0">{}</pre>\n</figure>'
            ).format(head, text)
        case Blank():
            return _blank(block)


def _list(points: tuple[str, ...], *, first: int = 0) -> Markup:
    items = _joined(Markup('<li dir="auto">{}</li>').format(_broken(point)) for point in points)
    if first:
        return Markup('<ol start="{}">\n{}\n</ol>').format(first, items)
    return Markup("<ul>\n{}\n</ul>").format(items)


def _broken(text: str) -> Markup:
    """Lines of one step stay lines."""
    return Markup("<br>").join(text.split("\n"))


def _blank(blank: Blank) -> Markup:
    """To be written on, printed or copied by hand: no form, since nothing is sent from here."""
    if blank.choices:
        marks = _joined(
            Markup('<li><span class="box" aria-hidden="true"></span>{}</li>').format(each)
            for each in blank.choices
        )
        return Markup('<div class="blank"><p>{}</p>\n<ul class="choices">\n{}\n</ul></div>').format(
            blank.ask, marks
        )
    lines = Markup('<span class="line"></span>') * blank.lines
    return Markup('<div class="blank"><p>{}</p>{}</div>').format(blank.ask, lines)
