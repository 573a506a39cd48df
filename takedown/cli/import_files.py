"""`takedown import`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from takedown.cli.gathering import Reading, fetched, gather, opened, renew_links_sheet
from takedown.cli.session import Session, json_option, show
from takedown.config.catalog_place import is_demo
from takedown.errors import CatalogError, ConfigError, ExitCode, UsageError
from takedown.reports.imported import import_json, plain_import


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="FILE…")
@click.option("--encoding", default="", help="Read the files in this encoding, for example cp1252.")
@click.option("--sheet", default="", help="Read this sheet of a workbook.")
@click.option(
    "--distributor",
    default="",
    metavar="SLUG",
    help="Who delivers what the files list, where they do not say.",
)
@click.option(
    "--musicbrainz",
    "releases",
    multiple=True,
    metavar="MBID|URL",
    help="Ask musicbrainz.org about a release, over the network; only the id of the release is sent.",
)
@click.option(
    "--musicbrainz-server",
    "server",
    default="https://musicbrainz.org",
    metavar="URL",
    help="Ask this mirror of MusicBrainz instead.",
)
@json_option
@click.pass_obj
def command(session: Session, /, files: tuple[Path, ...], as_json: bool, **told: Any) -> int:
    """Read music from what you have, and add it to the catalog.

    A FILE is a royalty statement, a spreadsheet, a DDEX message, a folder of tagged audio, a beets library or a
    MusicBrainz release (JSON); it is recognised by its content. Nothing that stands in the catalog is overwritten;
    rows that cannot be used go to rejected.csv with the reason. To import twice changes nothing.

    Exit code 1: rows came back, or sources contradict each other.
    """
    releases: tuple[str, ...] = told.pop("releases")
    server: str = told.pop("server")
    if not files and not releases:
        raise UsageError("no file is named", hint="takedown import statement.csv")
    if releases and is_demo(session.workspace.root):
        raise ConfigError(
            "takedown.toml: demo = true, and a demo asks nobody over the network",
            hint="open the release at musicbrainz.org in a browser, save it as JSON, and import the file; or make a "
            "workspace of your own: takedown init",
        )
    reading = Reading(**told)
    openings = [
        *(each for path in files for each in opened(session, path, reading)),
        *(fetched(releases, server) if releases else ()),
    ]
    try:
        collected = gather(session, openings)
    except CatalogError as error:
        if len(openings) == 1:
            raise
        hint = f"{error.hint}; or leave it out: of the {len(openings)} files nothing was imported"
        raise CatalogError(error.message, hint=hint) from error
    if renew_links_sheet(session):
        collected = replace(collected, written=(*collected.written, "links.csv"))
    show(import_json(collected) if as_json else plain_import(collected))
    return ExitCode.NEEDS_PERSON if collected.needs_person else ExitCode.DONE
