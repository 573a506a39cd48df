"""What `takedown directory report` gathers from a workspace."""

from collections.abc import Iterator, Mapping

from takedown.audit.worked import Outcome, outcomes
from takedown.cli.session import Session
from takedown.directory import load_directory
from takedown.directory.answers import FILE, load_answers
from takedown.directory.corrections import Correction, Page, corrections, source_lines
from takedown.directory.private import PEOPLE, private_texts
from takedown.errors import TakedownError


def gathered(
    session: Session, slugs: tuple[str, ...]
) -> tuple[tuple[Correction, ...], tuple[Outcome, ...], Mapping[str, Page]]:
    """Corrections, outcomes, and per slug the page that a source names; limited to `slugs` where there are any."""
    root = session.workspace.root
    own = load_directory(session.workspace.templates)
    answers = load_answers(root / FILE, own)
    cells = tuple(_catalog(session))
    people = (*_people(session), *(cell for column, cell in cells if column in PEOPLE))
    private = private_texts(root, own, (*_recorded(session), *(cell for _, cell in cells)), people)
    found = tuple(
        one for one in corrections(load_directory(), own, answers, private) if not slugs or one.slug in slugs
    )
    known = own.distributors.keys() | own.desks.keys()
    seen = tuple(
        one
        for one in _outcomes(session)
        if one.desk in known and not private.holds(one.desk) and (not slugs or one.desk in slugs)
    )
    return found, seen, source_lines(found, answers, private)


def _outcomes(session: Session) -> tuple[Outcome, ...]:
    """Of real notices only: what a demo recorded happened nowhere."""
    return outcomes(session.report) if (session.root / "ledger.db").exists() else ()


def _recorded(session: Session) -> Iterator[str]:
    """What the ledger holds of people, music and tickets."""
    if not (session.root / "ledger.db").exists():
        return
    for state in session.report.notices:
        yield from (state.principal, state.signed_by, state.ticket)
        for item in state.items:
            yield from (item.artist, item.title, item.upc, *item.isrcs)
        for piece in state.evidence:
            yield from (piece.ticket, piece.by, piece.note)


def _people(session: Session) -> Iterator[str]:
    """Names of people in the ledger."""
    if not (session.root / "ledger.db").exists():
        return
    for state in session.report.notices:
        yield from (state.principal, state.signed_by)
        yield from (item.artist for item in state.items)
        yield from (piece.by for piece in state.evidence)


def _catalog(session: Session) -> Iterator[tuple[str, str]]:
    """Column and text of a catalog that is no table of text beside takedown.toml; nothing where it cannot be read."""
    from takedown.readers import read_catalog

    try:
        settings = session.settings
        rows = read_catalog(
            settings.catalog, name=settings.catalog_name, encoding=settings.encoding, sheet=settings.sheet
        ).rows
    except TakedownError:
        return
    for row in rows:
        for column, cell in row.cells.items():
            yield from ((column, part) for part in (cell, *cell.split(";")))
