"""The only module that knows where shipped data files live.

In a checkout, records and examples stand at top level beside the package; in a wheel they lie inside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _top_level(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def notice_templates() -> Path:
    """Folder of letters, platforms, desks, distributors and campaigns."""
    return _top_level("notice_templates")


def parsed_tables() -> Path:
    """The index of what is in the shipped TOML files."""
    return _PACKAGE / "data" / "tables.tsv"


def examples() -> Path:
    """Folder of example workspaces."""
    return _top_level("examples")


def font(name: str) -> Path:
    """Path of a shipped font file, by its stem: `NotoSans-Regular`."""
    return _PACKAGE / "data" / "fonts" / f"{name}.ttf"


def schema(name: str) -> Path:
    """Path of a published JSON Schema, by its stem: `notice`."""
    return _PACKAGE / "data" / "schemas" / f"{name}.schema.json"


def page_files() -> Path:
    """Folder with template and stylesheet of the HTML preview."""
    return _PACKAGE / "data" / "page"


def report_files() -> Path:
    """Folder with template, stylesheet and script of the HTML report."""
    return _PACKAGE / "data" / "report"


def colour_profile() -> Path:
    """The ICC profile of sRGB."""
    return _PACKAGE / "data" / "srgb.icc"
