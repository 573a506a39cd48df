"""Pictures and documents as users have them: with cameras' tags, transparency, colour, locks. All are drawn here."""

import struct
import zlib
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, PngImagePlugin
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

#: Degrees, minutes, seconds of a place in the sea.
_LATITUDE = (54.0, 11.0, 3.0)
_ORIENTATION, _GPS = 0x0112, 0x8825


def logo(width: int = 300, height: int = 100) -> Image.Image:
    """A blue disc on nothing: everything around it is transparent."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((width // 3, 5, 2 * width // 3, height - 5), fill=(20, 60, 200, 255))
    return image


def signature() -> Image.Image:
    """Black ink on white paper."""
    image = Image.new("L", (240, 80), 255)
    ImageDraw.Draw(image).line((10, 60, 80, 20, 120, 65, 230, 15), fill=0, width=4)
    return image


def clouds(width: int, height: int) -> Image.Image:
    """Colours that change softly, as in a photo; the same each time."""
    seeds = Image.frombytes("RGB", (20, 20), Random(7).randbytes(1200))
    return seeds.resize((width, height), Image.Resampling.BICUBIC)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def as_png(image: Image.Image, **options: object) -> bytes:
    kept = BytesIO()
    image.save(kept, "PNG", **options)
    return kept.getvalue()


def as_jpeg(image: Image.Image, **options: object) -> bytes:
    kept = BytesIO()
    image.convert("RGB").save(kept, "JPEG", **options)
    return kept.getvalue()


def photo(*, turned: int = 1) -> bytes:
    """A phone's JPEG, red at its left and blue at its right, which says where it was taken and by what."""
    image = Image.new("RGB", (160, 80), "red")
    image.paste("blue", (80, 0, 160, 80))
    tags = Image.Exif()
    tags[_ORIENTATION] = turned
    tags[0x010F] = "Example Phone"
    tags[_GPS] = {1: "N", 2: _LATITUDE}
    return as_jpeg(image, exif=tags, comment=b"taken at home", quality=95)


def told_png() -> bytes:
    """A PNG with a note, a profile name and tags in it."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Bo Example, 12 Example Street")
    return as_png(logo(), pnginfo=notes)


def pdf(pages: int = 1, *, words: str = "Mandate", covered: str = "", locked: str | None = None) -> bytes:
    """A4 pages of a few lines; `covered` is text below a black bar, `locked` a password, which may be empty."""
    kept = BytesIO()
    lock = StandardEncryption(locked, ownerPassword="owner") if locked is not None else None
    canvas = Canvas(kept, pagesize=A4, encrypt=lock, invariant=True)
    canvas.setAuthor("Bo Example at home")
    for number in range(1, pages + 1):
        canvas.drawString(72, 770, f"{words}, page {number}")
        if covered:
            canvas.drawString(72, 700, covered)
            canvas.rect(60, 690, 400, 30, fill=1)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def filled_form() -> bytes:
    """A PDF whose only words were typed into a field of its form."""
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=A4, invariant=True)
    canvas.acroForm.textfield(name="name", value="XXXXXXXX", x=72, y=700, width=300, height=40, fontSize=24)
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def bare_pdf(*objects: bytes) -> bytes:
    """A PDF of just these objects, numbered from 1, the first its catalog; whatever is wrong in them stays wrong."""
    kept = BytesIO()
    kept.write(b"%PDF-1.7\n")
    starts = []
    for number, written in enumerate(objects, 1):
        starts.append(kept.tell())
        kept.write(b"%d 0 obj\n%s\nendobj\n" % (number, written))
    table = kept.tell()
    size = len(objects) + 1
    kept.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    kept.write(b"".join(b"%010d 00000 n \n" % start for start in starts))
    kept.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, table))
    return kept.getvalue()


def endless_pdf() -> bytes:
    """A PDF of less than a kilobyte, whose only drawing draws itself twice, and so on without end."""
    drawing = b"/F Do /F Do \n"
    return bare_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</F 5 0 R>>>>/Length %d>>stream\n"
        b"%sendstream" % (len(drawing), drawing),
    )


def pdf_without_its_page() -> bytes:
    """A PDF that counts one page, which is a number and no page."""
    return bare_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"7")
