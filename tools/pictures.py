"""Make the pictures of the README again: pages of three notices of a real run, in which everybody is invented.

    pip install . && apt-get install poppler-utils
    python tools/pictures.py

It writes `docs/pictures/`. The letter is that of `takedown demo`; the signed page and the schedule are those of a
workspace made here, of a label whose artists write in the scripts of the world.
"""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, which
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FONT = ROOT / "takedown" / "data" / "fonts" / "NotoSans-Italic.ttf"
DOTS_PER_INCH = "220"
WIDTH = 1000
GREYS = 16
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


def main() -> None:
    """Run the program twice and keep three of the pages."""
    with TemporaryDirectory() as folder:
        demo, world = Path(folder, "demo"), Path(folder, "world")
        _takedown("demo", str(demo))
        _write_workspace(world)
        _takedown("-C", str(world), "generate")
        _takedown("-C", str(world), "sign", "--name", SIGNER)
        _keep(_withdrawal(demo), 1, "letter")
        _keep(_withdrawal(world), 1, "signed")
        _keep(_withdrawal(world), 2, "schedule")


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
