"""The cover page for the post keeps to PDF/UA-1 and PDF/A-3a, as veraPDF judges, in any script and on both papers."""

import os
from datetime import date
from pathlib import Path

import pytest
from support.verapdf import Flavour, jaxb_is_missing, make_judge

from takedown.rendering.paper import Format
from takedown.rendering.pdf.cover import Cover, draw_cover

ADDRESSES = {
    "plain": ("Example Company, Inc.", "Attention: Licensing", "1 Example Plaza", "Seattle, WA 98101", "USA"),
    "long": ("A Company whose Name is so Long that it Does not Stay on One Line of a Window, Inc.", "Town"),
    "scripts": ("株式会社サンプル", "עמותה לדוגמה", "Żółta łódź 5", "Россия"),
}


@pytest.mark.tool("javac")
def test_every_cover_is_valid(tmp_path: Path) -> None:
    if missing := jaxb_is_missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{missing}, so this is NOT tested here")
    pdfs = []
    for name, recipient in ADDRESSES.items():
        for format_ in Format:
            for specimen in (False, True):
                cover = Cover(
                    recipient=recipient, sender=("Ana Example", "12 Example Street"), subject="Please end it – Ref A",
                    reference="ABCDEFGHIJ", language="en", format=format_, dated=date(2026, 11, 22),
                    document_sha256="ab" * 32, specimen=specimen,
                )  # fmt: skip
                pdfs.append(tmp_path / f"{name}-{format_.value}-{specimen}.pdf")
                pdfs[-1].write_bytes(draw_cover(cover))

    verdicts = make_judge(tmp_path).judge(pdfs)

    assert {flavour for found in verdicts.values() for flavour in found} == set(Flavour)
    failures = {
        pdf.name: v.rules for pdf, found in verdicts.items() for v in found.values() if not v.compliant
    }
    assert len(verdicts) == len(pdfs) == 12
    assert failures == {}
