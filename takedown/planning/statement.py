"""The public statement: why the signer does this. It is handed to nobody, and never counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from takedown.model import CheckedCatalog, Release
from takedown.notice import Delivery, Kind, Notice, Scope
from takedown.planning.before import Before
from takedown.planning.leg import Ground, Leg
from takedown.planning.papers import notice_of
from takedown.planning.recipients import the_public
from takedown.records import Directory
from takedown.request import Request

#: Who said no or has not answered is named nowhere outside the workspace, nor is what they are on.
_UNNAMED = frozenset({"Q-DECLINED", "Q-CONSENT", "Q-DECISION"})


@dataclass(slots=True)
class _Asked:
    """What went out to one desk on one day."""

    name: str
    notice: str
    platforms: set[str] = field(default_factory=set)
    releases: dict[str, Release] = field(default_factory=dict)


def public_statement(legs: Sequence[Leg], ground: Ground, before: Before) -> Notice | None:
    """The statement, about the releases that were asked before, or else about all; None where none is wanted.

    It speaks of a withdrawal only where the ledger holds that it went out, for every platform and territory that the
    statement names: no sentence in it describes more than was done.
    """
    checked, request = ground.checked, ground.request
    if not request.statement:
        return None
    submitted = _submitted(legs, Scope(included=request.wish.territories), before)
    asked = {key: release for each in submitted.values() for key, release in each.releases.items()}
    named = [release for release in checked.releases if not _is_unnamed(release, checked)]
    releases = [release for release in named if release.key in asked] or named
    if not releases:
        return None
    own = _legs(releases, request, ground.directory)
    public = the_public()
    if all(before.of(leg, Kind.PUBLIC_STATEMENT, public.desk) for leg in own):
        return None
    wanted = set(request.wish.platforms)
    notice = notice_of(
        own,
        request,
        kind=Kind.PUBLIC_STATEMENT,
        recipient=public,
        deliveries=tuple(
            Delivery(
                desk=desk, name=each.name, notice=each.notice, releases=len(each.releases), submitted_on=on
            )
            for (desk, on), each in sorted(submitted.items(), key=lambda one: (one[0][1], one[0][0]))
            if each.platforms >= wanted
        ),
    )
    return replace(notice, reasons=request.statement, effective="earliest", wanted_by=None)


def _is_unnamed(release: Release, checked: CheckedCatalog) -> bool:
    return any(found.rule in _UNNAMED for found in checked.held.get(release.key, ()))


def _submitted(legs: Iterable[Leg], where: Scope, before: Before) -> dict[tuple[str, date], _Asked]:
    """What the ledger holds of the withdrawals, by desk and day."""
    found: dict[tuple[str, date], _Asked] = {}
    for leg in legs:
        if leg.kind is not Kind.WITHDRAWAL or leg.recipient is None:
            continue
        submission = before.standing(leg, Kind.WITHDRAWAL, leg.recipient.desk)
        if submission and submission.scope.covers(where):
            there = found.setdefault(
                (leg.recipient.desk, submission.on), _Asked(leg.recipient.name, submission.notice)
            )
            there.platforms.add(leg.platform.slug)
            there.releases[leg.release.key] = leg.release
    return found


def _legs(releases: Iterable[Release], request: Request, directory: Directory) -> list[Leg]:
    """The releases on all platforms of the request, for the sender itself."""
    scope = Scope(included=request.wish.territories)
    return [
        Leg(
            release=release,
            platform=directory.platforms[slug],
            scope=scope,
            principal=request.own_name,
            basis=None,
        )
        for release in releases
        for slug in request.wish.platforms
    ]
