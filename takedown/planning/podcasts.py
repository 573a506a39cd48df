"""Podcasts: nobody sells one. Who hosts its feed decides where it can be heard."""

from takedown.model import CheckedCatalog
from takedown.plan import Omission
from takedown.records import Directory, Platform, Use
from takedown.request import Request


def podcast_omissions(
    checked: CheckedCatalog, request: Request, directory: Directory
) -> tuple[Omission, ...]:
    """A podcast on every platform that is asked and takes podcasts, as far as is known; each with the next step."""
    return tuple(
        Omission(
            artist=podcast.artist,
            release=podcast.title,
            platform=slug,
            rule="podcast-host",
            reason=f"it is a podcast: who hosts its feed decides whether {platform.name} takes it, and no letter does",
            hint=_way(platform),
            source=podcast.source,
        )
        for podcast in checked.podcasts
        for slug in request.wish.platforms
        if _takes_podcasts(platform := directory.platforms[slug])
        and (not podcast.platforms or slug in podcast.platforms)
    )


def _takes_podcasts(platform: Platform) -> bool:
    """Where nothing is known of it, a streaming service may."""
    return platform.use is Use.STREAMING or bool(platform.podcasts.lines)


def _way(platform: Platform) -> str:
    if platform.podcasts.lines:
        return " ".join(f"{line.rstrip('.')}." for line in platform.podcasts.lines)
    return (
        f"take {platform.name} out at the service that hosts the feed, or on the page of {platform.company} where "
        "the podcast was claimed"
    )
