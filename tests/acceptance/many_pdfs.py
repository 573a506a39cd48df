"""Hundreds of real papers, no two alike: every letter in every language, and whatever makes a page different.

They are drawn in process, as `generate` and `sign` draw them; those of the examples come from the command line.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from kinds_made import LETTERS_MADE
from letters_made import ANA, DATED, DISTRIBUTOR, MANAGER, TAPES, VARIANTS, notice
from letters_made import recording as recorded
from letters_made import release as released
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from support.builders import release
from workspaces import TITLES

from takedown.notice import Enclosure, Notice, Recipient, RecipientRole, RenderedNotice, Signature
from takedown.rendering import Letters, compose_paper, load_letters, render_notice
from takedown.rendering.annexes import draw_pdfs
from takedown.rendering.pdf import draw_pdf
from takedown.request import Basis, ExhibitKind, OwnFile
from takedown.resources import notice_templates

LANGUAGES = tuple(sorted(path.name.split(".")[1] for path in notice_templates().glob("letters/words.*.toml")))
LETTERS = tuple(LETTERS_MADE)
ABROAD = Recipient(
    desk="abroad",
    name="Example Distribution",
    role=RecipientRole.DISTRIBUTOR,
    postal=("Example Distribution", "9 Example Road", "Manchester M1 1AA", "United Kingdom"),
)

#: Names in the scripts of the world: all of them are invented, or words of every day.
WORLD = (
    ("Νίκη Παράδειγμα", "Νύχτα στο λιμάνι"),
    ("Анна Примерова", "Поезд на север"),
    ("דנה לדוגמה", "אורות הנמל 12 (בהופעה)"),
    ("ليلى مثال", "أضواء الميناء (نسخة 2026)"),
    ("उदाहरण बैंड", "बंदरगाह की रोशनी"),
    ("วงตัวอย่าง", "แสงไฟที่ท่าเรือ"),
    ("例子樂隊", "港口的燈光"),
    ("サンプル・バンド", "港の灯り"),
    ("예시 밴드", "항구의 불빛"),
    ("The Examples", "Snow ❄ and 🎵 (Mixed: שלום, مرحبا, 你好)"),
)

#: What a workspace puts before the shipped letter: a heading, a numbered list, bold and italic.
_OWN_WORDS = """\
## Harbour Lights

1. **Night** and *day*, [brackets], & signs
2. Żółta łódź, Ночной поезд, Ηλιοβασίλεμα

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One paper that is to be drawn: `name` is that of its file, and says in what it differs from all others."""

    name: str
    notice: Notice
    signed: bool = False
    own: bool = False
    """From a letter of the workspace's own."""

    def draw(self, letters: Letters) -> RenderedNotice:
        """Draw it; a signed one is drawn twice, since the hash that is signed is known after the first time."""
        plain = render_notice(self.notice, letters, dated=DATED)
        if not self.signed:
            return plain
        signature = Signature(
            name=self.notice.sender.name,
            capacity=self.notice.sender.capacity.value,
            signed_at="2026-11-22T12:00:00+01:00",
            document_sha256=plain.document_sha256,
        )
        return render_notice(self.notice, letters, dated=DATED, signature=signature)


def situations() -> Iterator[Situation]:
    """Every paper of the set."""
    yield from _kinds()
    yield from _sizes()
    yield from _scripts()
    yield from _with_pictures()
    for language in LANGUAGES:
        yield Situation(name=f"own-letter-{language}", notice=in_language(notice(), language), own=True)
    for name, titles in TITLES.items():
        yield Situation(name=f"titles-{_slug(name)}", notice=notice(releases=_titled(titles)))
    for name, variant in VARIANTS.items():
        yield Situation(name=f"variant-{name}", notice=variant, signed=True)


def _kinds() -> Iterator[Situation]:
    """Every letter in every language to its three desks; to the first also signed, to the second also a specimen."""
    for letter, made in LETTERS_MADE.items():
        for language in LANGUAGES:
            for desk, plain in enumerate(made):
                said = in_language(plain, language)
                name = f"{letter}-{language}-{desk}"
                yield Situation(name=name, notice=said)
                if desk == 0:
                    yield Situation(name=f"{name}-signed", notice=said, signed=True)
                elif desk == 1:
                    yield Situation(name=f"{name}-specimen", notice=replace(said, demo=True))


def _sizes() -> Iterator[Situation]:
    """One recording, a dozen, a hundred and a thousand, on each size of paper."""
    senders = {"letter": (ANA, DISTRIBUTOR), "a4": (TAPES, ABROAD)}
    for size, tracks in ((1, 1), (12, 12), (100, 10), (1000, 8)):
        releases = tuple(release(number, tracks=tracks) for number in range(1, size // tracks + 1))
        for sheet, (sender, recipient) in senders.items():
            for language in LANGUAGES if size < 1000 else ("en",):
                plain = notice(releases=releases, sender=sender, recipient=recipient, language=language)
                name = f"size-{size}-{sheet}-{language}"
                yield Situation(name=name, notice=in_language(plain, language), signed=size == 12)


def _scripts() -> Iterator[Situation]:
    releases = tuple(
        released(
            title, artist=artist, recordings=(recorded(title, number="1"), recorded(f"{title} – {artist}"))
        )
        for artist, title in WORLD
    )
    for language in LANGUAGES:
        plain = notice(releases=releases, sender=TAPES, recipient=ABROAD)
        yield Situation(name=f"scripts-{language}", notice=in_language(plain, language))


def _with_pictures() -> Iterator[Situation]:
    """A logo, the picture of a signature, exhibits of one page and of several."""
    logo, ink = picture_file("logo.png", (400, 160), 90), picture_file("ink.png", (300, 90), 20)
    mandate = Enclosure(
        kind=ExhibitKind.MANDATE,
        parties=("The Examples",),
        file=picture_file("mandate.png", (620, 877), 230),
    )
    consent = Enclosure(
        kind=ExhibitKind.CONSENT,
        parties=("Ana Example", "Jo Guest"),
        on=date(2026, 11, 2),
        file=pages_file("consent.pdf", pages=3),
    )
    for language in LANGUAGES:
        plain = notice(
            sender=MANAGER, principal="The Examples", basis=Basis.MANDATE, recipient=ABROAD, logo=logo
        )
        said = in_language(plain, language)
        yield Situation(name=f"logo-{language}", notice=said)
        signed = replace(said, signature_image=ink, enclosures=(mandate, consent))
        yield Situation(name=f"exhibits-{language}", notice=signed, signed=True)


def picture_file(name: str, size: tuple[int, int], grey: int) -> OwnFile:
    """A picture of a user: a rectangle in a frame."""
    picture, content = Image.new("L", size, 255), BytesIO()
    picture.paste(grey, (size[0] // 8, size[1] // 8, size[0] * 7 // 8, size[1] * 7 // 8))
    picture.save(content, "PNG")
    return _own_file(name, content.getvalue(), pages=1)


def pages_file(name: str, *, pages: int) -> OwnFile:
    """A PDF of a user, of many pages, which keeps to no standard."""
    content = BytesIO()
    canvas = Canvas(content, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, 720, f"Consent (invented), page {number}")
        canvas.showPage()
    canvas.save()
    return _own_file(name, content.getvalue(), pages=pages)


def _own_file(name: str, content: bytes, *, pages: int) -> OwnFile:
    return OwnFile(name=name, content=content, sha256=hashlib.sha256(content).hexdigest(), pages=pages)


def _titled(titles: Iterable[str]) -> tuple:
    return tuple(
        release(number, tracks=0, title=title, recordings=(recorded(title, number="1"),))
        for number, title in enumerate(titles, 1)
    )


def in_language(plain: Notice, language: str) -> Notice:
    """The same notice to a desk that reads the language."""
    return replace(plain, language=language, recipient=replace(plain.recipient, language=language))


def _slug(name: str) -> str:
    return name.casefold().replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The files of one situation that tests of its PDF want."""

    situation: Situation
    pdf: Path
    text: str
    json: bytes


def draw_all(folder: Path) -> Mapping[str, Drawn]:
    """Draw the whole set into a folder: name → its files."""
    shipped, own = load_letters(), load_letters(_own_letters(folder / "templates"))
    drawn: dict[str, Drawn] = {}
    for situation in situations():
        assert situation.name not in drawn, f"two papers are called {situation.name}"
        files = situation.draw(own if situation.own else shipped).files
        pdf = folder / f"{situation.name}.pdf"
        pdf.write_bytes(files["notice.pdf"])
        drawn[situation.name] = Drawn(
            situation=situation, pdf=pdf, text=files["notice.txt"].decode(), json=files["notice.json"]
        )
    return drawn


def draw_annexes(folder: Path) -> tuple[Path, ...]:
    """Draw one letter whose schedule goes into several files, as it does from some 20,000 lines on."""
    letters = load_letters()
    plain = notice(releases=tuple(release(number, tracks=9) for number in range(1, 31)), recipient=ABROAD)
    paper = compose_paper(plain, letters, dated=DATED, signature=None, document_sha256="0" * 64)
    files = draw_pdfs(paper, letters.words["en"], draw_pdf, most_lines=100)
    for name, pdf in files.items():
        (folder / name).write_bytes(pdf)
    return tuple(folder / name for name in files)


def _own_letters(folder: Path) -> Path:
    """Write letters of a workspace's own into a folder: the shipped ones with more before them."""
    (folder / "letters").mkdir(parents=True)
    for language in LANGUAGES:
        name = f"letters/withdrawal.{language}.md.j2"
        head, body = (notice_templates() / name).read_text(encoding="utf-8").rsplit("+++\n", 1)
        (folder / name).write_text(f"{head}+++\n{_OWN_WORDS}{body}", encoding="utf-8")
    return folder
