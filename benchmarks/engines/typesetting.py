"""Typst: its own language to a tagged PDF/UA-1, with one compiler for all letters, which get in as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.engines import Draw
from benchmarks.letter import FONTS, Letter, letter_of

if TYPE_CHECKING:
    from takedown.rendering.paper import Paper

TITLE = "Typst, PDF/UA-1"
TEXT = "mixed"
STANDARDS = ("ua1",)


def start() -> Draw:
    """Import it; read fonts and template, once."""
    from typst import Compiler

    compiler = Compiler(
        input=Path(__file__).with_name("letter.typ"), font_paths=[FONTS], ignore_system_fonts=True
    )

    def draw(letter: Letter) -> bytes:
        data = json.dumps(asdict(letter), ensure_ascii=False)
        pdf: bytes = compiler.compile(format="pdf", sys_inputs={"letter": data}, pdf_standards=["ua-1"])
        return pdf

    return draw


def ready(paper: "Paper") -> Letter:
    """Take its words."""
    return letter_of(paper)
