"""Make the shipped font files again from the files of their makers, and the index of what they can print.

    pip download --no-deps -d fonts manimgx-fonts==2026.9.26.post1 && unzip -d fonts fonts/*.whl
    apt-get install fonts-noto-core=20201225-1 fonts-wqy-microhei=0.2.0-beta-3.1
    python tools/fonts/build.py fonts/manimgx_fonts /usr/share/fonts/truetype

HarfBuzz does all of it: an axis of weight is pinned, hints are dropped (a page is printed or drawn smooth, and
PDF readers do not need them), one face is taken from a collection. Outlines and layout tables stay as they are.
`tests/unit/rendering/test_fonts.py` holds the index equal to the fonts.
"""

import sys
from itertools import pairwise
from pathlib import Path
from unicodedata import category

import uharfbuzz as hb

FONTS = Path(__file__).resolve().parents[2] / "takedown" / "data" / "fonts"
INDEX = FONTS / "coverage.txt"
NOTICE = FONTS / "NOTICE.txt"
BASE = ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic")
REGULAR = 400.0
#: Soft hyphen, signs without a shape (U+034F, U+17B4, U+17B5), spaces without width, ends of lines, what turns the
#: order of a line round.
HIDDEN = {
    0xAD,
    0x34F,
    0x17B4,
    0x17B5,
    0x180E,
    0x200B,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
}

#: Scripts with a variable font in the wheel of PyPI (Noto fonts as published by Google Fonts).
VARIABLE = (
    "NotoSansHebrew", "NotoSansDevanagari", "NotoSansBengali", "NotoSansGurmukhi",
    "NotoSansGujarati", "NotoSansOriya", "NotoSansTamil", "NotoSansTelugu", "NotoSansKannada",
    "NotoSansMalayalam", "NotoSansSinhala", "NotoSansThai", "NotoSansLao", "NotoSansMyanmar", "NotoSansKhmer",
    "NotoSansArmenian", "NotoSansGeorgian", "NotoSansEthiopic",
)  # fmt: skip
#: Scripts and signs that Debian's package has. Its Arabic has one glyph for each letter with its dots; the newer one
#: draws dots by themselves, and readers of a PDF find gaps and doubles there.
STATIC = (
    "NotoSansArabic", "NotoSerifTibetan", "NotoSansThaana", "NotoSansSyriac", "NotoSansNKo",
    "NotoSansAdlam", "NotoSansTifinagh",
    "NotoSansCherokee", "NotoSansCanadianAboriginal", "NotoSansOlChiki", "NotoSansMeeteiMayek",
    "NotoSansRunic",
)  # fmt: skip
CJK = "WenQuanYiMicroHei"
EMOJI = "NotoEmoji"
SIGNS = ("NotoSansSymbols2", "NotoSansMath")

NOTO = "https://github.com/googlefonts/noto-fonts, as in Debian fonts-noto-core 20201225-1"
GOOGLE = "https://github.com/notofonts, as in the wheel manimgx-fonts 2026.9.26.post1 (PyPI)"
WQY = "https://sourceforge.net/projects/wqy, as in Debian fonts-wqy-microhei 0.2.0-beta-3.1"
HEAD = """The fonts in this folder, each free to use, change and pass on under the licence named with it.

They were made from the published files by tools/fonts/build.py: variable fonts fixed at regular weight, one
face taken from a collection, hints and tables for vertical lines left out; no outline was changed. The files in
base/ are the three faces of Noto Sans cut down to Windows-1252. Noto is a trademark of Google LLC.
"""


def main(wheel: Path, debian: Path) -> None:
    """Write every font file, then the index. `wheel` is the unpacked folder, `debian` the folder of truetype."""
    noto = debian / "noto"
    for name in BASE:
        keep(noto / f"{name}.ttf", name)
    for name in (*VARIABLE, "NotoSansSymbols", EMOJI):
        keep(wheel / f"{name}[wght].ttf", f"{name}-Regular")
    for name in (*STATIC, *SIGNS):
        keep(noto / f"{name}-Regular.ttf", f"{name}-Regular")
    keep(debian / "wqy" / "wqy-microhei.ttc", f"{CJK}-Regular")
    (FONTS / "base").mkdir(exist_ok=True)
    for name in BASE:
        (FONTS / "base" / f"{name}.ttf").write_bytes(latin(name))
    INDEX.write_text(index(), encoding="ascii")
    NOTICE.write_text(notice(), encoding="utf-8")


def latin(name: str) -> bytes:
    """A face of Noto Sans cut down to Windows-1252 for a simple PDF font, with its map of characters."""
    plan = hb.SubsetInput()
    plan.flags = hb.SubsetFlags.NO_HINTING
    codes = bytes(code for code in range(0x20, 0x100) if code not in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D))
    plan.unicode_set.update(map(ord, codes.decode("cp1252")))
    for table in ("GSUB", "GPOS", "GDEF", "OS/2", "name", "MATH"):
        plan.drop_table_tag_set.add(hb_tag(table))
    made: bytes = hb.subset(hb.Face(hb.Blob.from_file_path(str(FONTS / f"{name}.ttf"))), plan).blob.data
    return made


def keep(source: Path, name: str) -> None:
    """Write one face with all its glyphs, at regular weight, without hints."""
    face = hb.Face(hb.Blob.from_file_path(str(source)), 0)
    plan = hb.SubsetInput()
    plan.keep_everything()
    plan.flags |= hb.SubsetFlags.NO_HINTING
    plan.flags &= ~hb.SubsetFlags.GLYPH_NAMES
    if face.axis_infos:
        plan.pin_all_axes_to_default(face)
        plan.pin_axis_location(face, "wght", REGULAR)
    # FFTM is a time stamp of FontForge; gasp speaks of hints, vhea and vmtx of vertical lines.
    for table in ("FFTM", "gasp", "vhea", "vmtx", "DSIG", "STAT", "BASE"):
        plan.drop_table_tag_set.add(hb_tag(table))
    made = hb.subset(face, plan)
    (FONTS / f"{name}.ttf").write_bytes(made.blob.data)


def notice() -> str:
    """What each font is: version, source, licence, copyright, as its own table of names says."""
    lines = [HEAD]
    for name in names():
        face = hb.Face(hb.Blob.from_file_path(str(FONTS / f"{name}.ttf")))
        said = {number: (face.get_name(number) or "").splitlines() for number in (0, 5)}
        stem = name.removesuffix("-Regular")
        licence = (
            "Apache License 2.0 (Apache-2.0.txt)" if stem == CJK else "SIL Open Font License 1.1 (OFL.txt)"
        )
        source = GOOGLE if stem in (*VARIABLE, "NotoSansSymbols", EMOJI) else WQY if stem == CJK else NOTO
        version = said[5][0].partition(";")[0]
        holders = " ".join(line.strip() for line in said[0] if line.strip())
        lines.append(f"{name}.ttf\n  {version}; {licence}\n  from {source}\n  {holders}\n")
    return "\n".join(lines)


def names() -> tuple[str, ...]:
    """Every font in order of preference."""
    rest = (*VARIABLE, *STATIC, "NotoSansSymbols", "NotoSansSymbols2", CJK, "NotoSansMath", EMOJI)
    return (*BASE, *(f"{name}-Regular" for name in rest))


def hb_tag(table: str) -> int:
    """The number of a four-letter tag."""
    return int.from_bytes(table.encode("ascii"), "big")


def index() -> str:
    """One line per font in order of preference: its name, then ranges of code points in hexadecimal.

    The first line is what all three faces of Noto Sans can print.
    """
    base = set.intersection(*(mapped(name) for name in BASE))
    lines = [line(BASE[0], base)]
    lines += [line(name, mapped(name)) for name in names()[len(BASE) :]]
    return "\n".join(lines) + "\n"


def mapped(name: str) -> set[int]:
    """Code points with a glyph of their own, without those that print nothing and may deceive in a name."""
    face = hb.Face(hb.Blob.from_file_path(str(FONTS / f"{name}.ttf")))
    return {code for code in face.unicodes if category(chr(code)) not in ("Cc", "Co") and code not in HIDDEN}


def line(name: str, codes: set[int]) -> str:
    """`NotoSansThai-Regular 20 A0 E01-E3A`."""
    ordered = sorted(codes)
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b != a + 1)]
    ends = [*(a for a, b in pairwise(ordered) if b != a + 1), ordered[-1]]
    return " ".join(
        [name, *(f"{a:X}-{b:X}" if b > a else f"{a:X}" for a, b in zip(starts, ends, strict=True))]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
