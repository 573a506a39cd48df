"""takedown.toml, the tables beside it and the reasons file → Settings. Secrets stay references.

Only what makes the request unreadable is an error here. What can be read and is doubtful or incomplete
is a finding of the checks, so that the rest of a catalog goes on.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from takedown.config.file import Mail, WorkspaceFile, judge, workspace_schema
from takedown.config.inside import STATEMENTS, present, refuse_outside
from takedown.config.own_files import read_exhibits, read_picture
from takedown.config.own_words import read_own_words
from takedown.config.problems import CONFIG, Problem, config_error, dotted, type_problems
from takedown.config.rules import rule_problems
from takedown.config.tables import read_decisions, read_links, read_principals
from takedown.earnings import Statements
from takedown.errors import ConfigError
from takedown.frozen import dataclass
from takedown.identifiers import icpn
from takedown.model import SourceRef
from takedown.readers.plain.columns import visible
from takedown.request import Request, Route
from takedown.typed import NotTypedError, typed

__all__ = ["Mail", "Settings", "load_settings", "workspace_schema"]

SCHEMA = 1
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A workspace as the program needs it: what is asked, and where things are."""

    request: Request
    catalog: Path
    catalog_name: str
    """As messages call it: as it stands in takedown.toml."""
    encoding: str
    sheet: str
    demo: bool
    ledger_url: str
    """Empty: ledger.db in the workspace."""
    mail: Mail
    source: SourceRef


def load_settings(root: Path) -> Settings:
    """Read a workspace's takedown.toml and the files that belong to it.

    Raises ConfigError that names file, key or row, value and the next step.
    """
    tree = _parse(_read(root / CONFIG))
    _refuse_other_versions(tree)
    file = typed_file(tree)
    problems = rule_problems(file)
    if problems:
        raise config_error(problems)
    source = SourceRef(file=CONFIG)
    return Settings(
        request=_request(root, file, source),
        catalog=root / file.catalog.file,
        catalog_name=file.catalog.file,
        encoding=file.catalog.encoding,
        sheet=file.catalog.sheet,
        demo=file.demo,
        ledger_url=file.ledger.url,
        mail=file.mail,
        source=source,
    )


def _request(root: Path, file: WorkspaceFile, source: SourceRef) -> Request:
    for number, principal in enumerate(file.principals):
        if principal.mandate:
            refuse_outside(root, principal.mandate, source.at(dotted(("principals", number, "mandate"))))
    for number, route in enumerate(file.routes):
        _refuse_missing(root, route, source.at(dotted(("routes", number, "end", "confirmation"))))
    table = read_principals(root)
    principals = file.principals + tuple(principal for principal, _ in table)
    mandates = dict.fromkeys(principal.mandate for principal in principals if principal.mandate)
    decisions = read_decisions(root)
    return Request(
        sender=file.sender,
        authority=file.authority,
        wish=file.request,
        routes=tuple(_canonical(route) for route in file.routes),
        contacts=dict(file.contacts),
        principals=principals,
        principal_rows=tuple(row for _, row in table),
        decisions=decisions,
        statements=_statements(root),
        links=read_links(root),
        reasons=read_own_words(root, file.request.reasons, "reasons"),
        statement=read_own_words(root, file.request.statement, "statement"),
        missing_mandates=tuple(mandate for mandate in mandates if not _is_file(root / mandate)),
        logo=read_picture(root, file.sender.logo, source.at("sender.logo")),
        signature_image=read_picture(root, file.sender.signature_image, source.at("sender.signature_image")),
        exhibit_files=read_exhibits(root, file, (source, table), decisions),
        source=source,
        demo=file.demo,
    )


def _statements(root: Path) -> Statements:
    path = present(root, STATEMENTS)
    if path is None:
        return Statements()
    from takedown.config.statements import read_statements

    return read_statements(path)


def _canonical(route: Route) -> Route:
    """Write a route's UPC as the catalog's are written, so that hyphens and lost zeros do not matter."""
    upc = route.match.upc
    return replace(route, match=replace(route.match, upc=icpn(upc))) if upc else route


def _refuse_missing(root: Path, route: Route, place: SourceRef) -> None:
    """Raise ConfigError where the other side's confirmation is named and not at hand: a letter rests on it."""
    name = route.end.confirmation if route.end else ""
    if not name:
        return
    refuse_outside(root, name, place)
    if not _is_file(root / name):
        raise ConfigError(
            f"{place}: '{visible(name)}' does not exist",
            hint="save the answer of who delivered it in the workspace, and name that file; or leave confirmation out",
        )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no disk can hold
        return False


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(
                f"{CONFIG}: bigger than {MAX_BYTES // 1_000_000} MB",
                hint="lists of artists belong into principals.csv, recordings into catalog.csv",
            )
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"no {CONFIG} in {path.parent}",
            hint="name its folder: takedown -C FOLDER …; takedown demo writes an example that you can look at",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{CONFIG}: not UTF-8: byte {error.object[error.start]:02X} at position {error.start + 1:,}",
            hint="save it as UTF-8 in your editor",
        ) from error
    except OSError as error:
        raise ConfigError(
            f"{CONFIG}: cannot be read ({error.strerror})", hint="check the permissions of the file"
        ) from error


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise ConfigError(
            f"{CONFIG}: nested too deeply", hint="no table needs more than three levels"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{CONFIG}: not TOML: {visible(str(error))}",
            hint='text stands in quotation marks, lists in [ ]: platforms = ["amazon-music"]',
        ) from error
    except ValueError as error:  # digits without end, which Python refuses
        raise ConfigError(
            f"{CONFIG}: a number that is too long", hint="put codes in quotation marks"
        ) from error


def _refuse_other_versions(tree: Mapping[str, Any]) -> None:
    """Say so before unknown keys do: a file of a later version has some."""
    schema = tree.get("schema")
    if type(schema) is int and schema != SCHEMA:
        raise config_error(
            [
                Problem(
                    key="schema",
                    what=f"{schema} is another version of this file",
                    step=f"write schema = {SCHEMA}, or use the program version that wrote it",
                )
            ]
        )


def typed_file(tree: Mapping[str, Any]) -> WorkspaceFile:
    """Check keys and types of a parsed takedown.toml. ConfigError names each that is wrong."""
    try:
        return typed(WorkspaceFile, tree)
    except NotTypedError:
        return _judged(tree)


def _judged(tree: Mapping[str, Any]) -> WorkspaceFile:
    """Judge keys and types, and say what is wrong. ConfigError.

    Through JSON, where tuples and enums can be strict; a date becomes ISO text.
    """
    from pydantic import ValidationError

    try:
        return judge().validate_json(json.dumps(tree, default=str), strict=True)
    except ValidationError as error:
        raise config_error(type_problems(error.errors(include_url=False))) from error
    except RecursionError as error:
        raise ConfigError(
            f"{CONFIG}: nested too deeply", hint="no table needs more than three levels"
        ) from error
