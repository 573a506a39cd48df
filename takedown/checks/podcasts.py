"""Rows of podcasts: each feed once, apart from the music."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from takedown.checks.cells import TypedRow
from takedown.checks.words import place, quoted
from takedown.model import Finding, Podcast
from takedown.rules import finding


def podcasts_of(rows: Iterable[TypedRow]) -> tuple[tuple[Podcast, ...], tuple[Finding, ...]]:
    """Make one podcast of every feed; a feed that stands in several rows counts from the first."""
    found: dict[str, Podcast] = {}
    findings: list[Finding] = []
    for row in rows:
        mark, source = _mark(row.url), row.row.source
        first = found.setdefault(mark, _podcast(row))
        if first.source != source:
            findings.append(
                finding(
                    "W-DUPLICATE-ROW",
                    f"{quoted(row.url)} is the feed of {place(first.source, source)} too; it is counted once",
                    hint="delete one of them",
                    source=source.at("url"),
                )
            )
    return tuple(found.values()), tuple(findings)


def _podcast(row: TypedRow) -> Podcast:
    return Podcast(
        feed=row.url,
        title=row.release.title or row.track or row.url,
        artist=", ".join(row.release.artists),
        platforms=row.release.platforms,
        source=row.row.source,
    )


def _mark(feed: str) -> str:
    """The form in which feeds are compared: http or https, host in any case, with or without a slash at the end."""
    parts = urlsplit(feed)
    return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}?{parts.query}"


def music(rows: Sequence[TypedRow]) -> list[TypedRow]:
    """The rows that are about music."""
    return [row for row in rows if not row.is_podcast]
