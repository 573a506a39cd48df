"""Make the pictures of the docs again: pages of three notices of a real run and a report; everybody is invented.

    pip install . && apt-get install poppler-utils chromium
    python tools/pictures.py

It writes `docs/pictures/`. The letter is that of `takedown demo`; the signed page and the schedule are those of a
workspace made here, of a label whose artists write in the scripts of the world; the report is that of an organizer to
whom 240 artists answered.
"""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree, which
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from takedown.model import SourceRef
from takedown.register.store import Register
from takedown.register.values import Answer, Dkim, Grade, Outcome

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FONT = ROOT / "takedown" / "data" / "fonts" / "NotoSans-Italic.ttf"
DOTS_PER_INCH = "220"
WIDTH = 1000
GREYS = 16
COLOURS = 256
FRAME = 0xC8
SIGNER = "Ana Example"
COLUMNS = ("artist", "release", "upc", "track_number", "track", "isrc")
#: Artist, release, tracks.
NAMES = (
    ("Νίκη Παράδειγμα", "Νύχτα στο λιμάνι", "Το τελευταίο τρένο"),
    ("Анна Примерова", "Поезд на север", "Письма домой"),
    ("דנה לדוגמה", "אורות הנמל", "לילה 12", "הרכבת האחרונה"),
    ("ليلى مثال", "أضواء الميناء", "ثلج (نسخة 2026)", "القطار الأخير"),
    ("उदाहरण बैंड", "बंदरगाह की रोशनी", "बर्फ़", "आख़िरी ट्रेन"),
    ("วงตัวอย่าง", "แสงไฟที่ท่าเรือ", "รถไฟขบวนสุดท้าย"),
    ("例子樂隊", "港口的燈光", "雪", "末班車"),
    ("サンプル・バンド", "港の灯り", "雪", "終電"),
    ("예시 밴드", "항구의 불빛", "눈", "막차"),
    ("The Example Lights", "Łódź by Night ❄", "Snow 🎵", "Zażółć gęślą jaźń"),
)


#: How the answers of the report are spread: so many of each, in each kind of evidence.
ANSWERS = (
    (Outcome.PLEDGED, Grade.REPORTED, 22), (Outcome.ASKED_LABEL, Grade.REPORTED, 14),
    (Outcome.CANNOT, Grade.REPORTED, 31), (Outcome.LABEL_REFUSED, Grade.REPORTED, 9),
    (Outcome.LABEL_REFUSED, Grade.REPLY, 4), (Outcome.PREPARED, Grade.COPY, 12),
    (Outcome.SUBMITTED, Grade.REPORTED, 25), (Outcome.SUBMITTED, Grade.COPY, 38),
    (Outcome.SUBMITTED, Grade.REPLY, 11), (Outcome.AGREED, Grade.COPY, 8), (Outcome.AGREED, Grade.REPLY, 21),
    (Outcome.GONE, Grade.REPORTED, 7), (Outcome.GONE, Grade.REPLY, 10), (Outcome.GONE, Grade.OBSERVED, 24),
    (Outcome.CAME_BACK, Grade.OBSERVED, 4),
)  # fmt: skip
DESKS = ("distrokid", "tunecore", "cdbaby", "distrokid", "symphonic", "tunecore", "distrokid", "onerpm")
SCREEN = "1280,900"


def main() -> None:
    """Run the program three times and keep four of the pages."""
    with TemporaryDirectory() as folder:
        demo, world = Path(folder, "demo"), Path(folder, "world")
        _takedown("demo", str(demo))
        _write_workspace(world)
        _takedown("-C", str(world), "generate")
        _takedown("-C", str(world), "sign", "--name", SIGNER)
        _keep(_withdrawal(demo), 1, "letter")
        _keep(_withdrawal(world), 1, "signed")
        _keep(_withdrawal(world), 2, "schedule")
        organizer = Path(folder, "organizer")
        _write_register(organizer)
        page = organizer / "report.html"
        _takedown("-C", str(organizer), "report", "--format", "html", "-o", str(page))
        _photograph(page, "report")


def _takedown(*words: str) -> None:
    command = (sys.executable, "-m", "takedown", *words)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # this program, with words of this file


def _withdrawal(workspace: Path) -> Path:
    (pdf,) = workspace.glob("notices/*/withdrawal-*/notice.pdf")
    return pdf


def _write_workspace(folder: Path) -> None:
    """Write the example of one artist with other names and the picture of a signature."""
    copytree(ROOT / "examples" / "one-artist", folder)
    settings = folder / "takedown.toml"
    before = settings.read_text(encoding="utf-8")
    after = before.replace("demo = true ", "demo = false").replace(
        "own_labels", 'signature_image = "signature.png"\nown_labels'
    )
    settings.write_text(after, encoding="utf-8")
    with (folder / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *_rows()])
    _signature().save(folder / "signature.png")


def _rows() -> Iterator[tuple[str, ...]]:
    for number, (artist, release, *tracks) in enumerate(NAMES, 1):
        code = f"4000000{number:04}"
        odd, even = (sum(map(int, code[start::2])) for start in (0, 1))
        upc = f"{code}{-(3 * odd + even) % 10}"
        for position, track in enumerate(tracks, 1):
            isrc = f"ZZEXA26{number:03}{position:02}"
            yield artist, release, upc, str(position), track, isrc


def _signature() -> Image.Image:
    """Write the name aslant, as a pen would."""
    picture = Image.new("L", (420, 110), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((12, 6), SIGNER, font=ImageFont.truetype(FONT, 64), fill=30)
    draw.line((10, 98, 180, 90, 400, 84), fill=30, width=4)
    return picture


def _write_register(folder: Path) -> None:
    """Keep answers as if they had come in by forms, messages and screenshots."""
    folder.mkdir()
    campaign = (ROOT / "examples" / "campaign" / "your-campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(campaign, encoding="utf-8")
    with Register.open(folder, clock=lambda: datetime.now(UTC), entropy=os.urandom) as register:
        register.add(_answers(datetime.now(UTC).date()))


def _answers(today: date) -> Iterator[Answer]:
    kinds = ((outcome, grade) for outcome, grade, many in ANSWERS for _ in range(many))
    for number, (outcome, grade) in enumerate(kinds):
        yield Answer(
            artist=f"Example Band {number + 1}",
            contact=f"artist{number}@example.com",
            distributor=DESKS[number % 8],
            outcome=outcome,
            grade=grade,
            dkim=Dkim.PASS if grade is Grade.REPLY else Dkim.NOT_CHECKED,
            on=today - timedelta(days=number * 11 % 24),
            phase_one=number % 3 > 0,
            received=today,
            source=SourceRef(file="answers.csv", sheet="", row=number + 2),
        )
    for number in (7, 45, 101):  # the same names from other addresses: questions for a person
        yield Answer(
            artist=f"Example Band {number}",
            contact=f"other{number}@example.org",
            outcome=Outcome.PLEDGED,
            received=today,
            source=SourceRef(file="answers.csv", sheet="", row=1),
        )


def _photograph(page: Path, name: str) -> None:
    """Keep the first screen of a page, in its colours."""
    program = which("chromium") or which("google-chrome") or sys.exit("chromium is missing")
    taken = page.with_suffix(".png")
    options = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--window-size={SCREEN}",
    )
    command = (program, *options, f"--screenshot={taken}", page.as_uri())
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # a page that this program has just made
    with Image.open(taken) as whole:
        height = whole.height * WIDTH // whole.width
        small = whole.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    ImageDraw.Draw(small).rectangle((0, 0, WIDTH - 1, height - 1), outline=(FRAME, FRAME, FRAME))
    small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(PICTURES / f"{name}.png", optimize=True)


def _keep(pdf: Path, page: int, name: str) -> None:
    """Write one page as a small picture with a thin frame."""
    drawn, number = pdf.with_name("page"), str(page)
    program = which("pdftoppm") or sys.exit("pdftoppm is missing: apt-get install poppler-utils")
    command = (program, "-f", number, "-l", number, "-singlefile", "-r", DOTS_PER_INCH, "-png", pdf, drawn)
    subprocess.run(command, check=True)  # noqa: S603  # a file that this program has just made
    with Image.open(drawn.with_suffix(".png")) as whole:
        height = whole.height * WIDTH // whole.width
        small = whole.convert("L").resize((WIDTH, height), Image.Resampling.LANCZOS)
    ImageDraw.Draw(small).rectangle((0, 0, WIDTH - 1, height - 1), outline=FRAME)
    small.quantize(GREYS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
