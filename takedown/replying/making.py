"""The notices that come after another: made from what the ledger holds of it, so that they can be made again.

Items, principal, territories and authority are those of the notice that went out; only who signs and the ways to its
desk are as today. Values in, values out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from takedown.audit import Dispatch, Document, NoticeState
from takedown.audit.reading import day, deliveries_of, tables, text
from takedown.errors import DirectoryError, UsageError
from takedown.frozen import dataclass
from takedown.model import Place, Recording, Release, SourceRef
from takedown.notice import Earlier, Kind, Notice, Recipient, RecipientRole, Way
from takedown.planning.addressee import refused_in
from takedown.planning.recipients import recipient_of_contact, recipient_of_desk, recipient_of_distributor
from takedown.records import Channel, Directory, Platform, Ticket
from takedown.request import EARLIEST, Agreement, Basis, Request

#: What can be called back: whatever asks a desk for something.
RETRACTABLE = frozenset(
    {
        Kind.WITHDRAWAL,
        Kind.LABEL_REQUEST,
        Kind.REMOVAL_AFTER_END,
        Kind.SUPPLY_STOP,
        Kind.PLATFORM_REQUEST,
        Kind.ENQUIRY,
    }
)
#: What can be asked to be delivered again, of the same desk. After the end of an agreement that desk delivers nothing.
REINSTATABLE = frozenset({Kind.WITHDRAWAL, Kind.LABEL_REQUEST, Kind.SUPPLY_STOP})

Papers = Mapping[str, Mapping[str, Any]]
"""Notice id → its notice.json, as the ledger holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What replies are made from: who signs, where desks are today, and what was said."""

    request: Request
    directory: Directory
    papers: Papers


def papers_of(states: Iterable[NoticeState], document: Document) -> Papers:
    """Read the notice.json of notices; one that was erased or cannot be read is left out."""
    found = {}
    for state in states:
        kept = state.files.get("notice.json")
        content = document(kept.document) if kept else None
        try:
            paper = None if content is None else json.loads(content)
        except (ValueError, RecursionError):
            continue
        if isinstance(paper, dict):
            found[state.id] = paper
    return found


def even_groups(state: NoticeState, keys: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Divide items so that each group is every one of its releases on every one of its platforms, as a notice is."""
    platforms: dict[str, set[str]] = {}
    for item in state.items:
        if item.key in keys:
            platforms.setdefault(_release_of(item.key), set()).add(item.platform)
    groups: dict[frozenset[str], set[str]] = {}
    for item in state.items:
        if item.key in keys:
            group = groups.setdefault(frozenset(platforms[_release_of(item.key)]), set())
            group.add(item.key)
    return tuple(frozenset(group) for group in groups.values())


def _release_of(key: str) -> str:
    return key.rpartition("|")[0]


def reply_notice(
    kind: Kind, state: NoticeState, keys: frozenset[str], ground: Ground, *, to: str = ""
) -> Notice:
    """Make the notice that comes after another, about an even group of its items.

    `to` names a contact of the workspace in place of the desk. UsageError where nobody recorded that it went out,
    where what it said was erased, or where the letter would go to a copyright agent, DirectoryError where it speaks
    of a platform that the directory has no longer.
    """
    paper = ground.papers.get(state.id)
    _refuse_under_way(state)
    if paper is None or state.submitted_on is None:
        raise UsageError(
            f"what notice {state.id} said was erased or cannot be read, so no letter can follow it",
            hint="takedown verify shows what is missing; write to them in your own words",
        )
    items = [item for item in tables(paper, "items") if text(item, "key") in keys]
    going_on = kind in (Kind.REMINDER, Kind.ESCALATION)
    basis = text(paper, "basis")
    recipient = _recipient(paper, ground, to)
    _refuse_agent(recipient, state.id, ground.directory)
    return Notice(
        kind=kind,
        occasion="",
        principal=state.principal,
        sender=ground.request.sender,
        logo=ground.request.logo,
        signature_image=ground.request.signature_image,
        basis=Basis(basis) if basis in tuple(Basis) else None,
        recipient=recipient,
        platforms=_platforms(state, items, ground.directory),
        territories=state.scope.included,
        excluded_territories=state.scope.excluded,
        effective=(text(paper, "effective") or EARLIEST) if going_on else EARLIEST,
        wanted_by=day(paper.get("wanted_by")) if going_on else None,
        releases=_releases(items, SourceRef(file=f"notice {state.id}")),
        account=text(paper, "account"),
        agreement=_agreement(paper),
        deliveries=deliveries_of(paper),
        in_reply_to=state.id,
        earlier=_earlier(kind, state, keys, state.submitted_on),
        language=recipient.language or ground.request.wish.language,
        demo=state.demo,
    )


def _refuse_under_way(state: NoticeState) -> None:
    """Nothing follows what may still be taken back, or of which nobody said whether it went out."""
    said = {
        Dispatch.QUEUED: (
            "waits to be sent and has not gone out",
            f"takedown outbox cancel {state.id} takes it back; no letter is needed then",
        ),
        Dispatch.EXPORTED: (
            "was given to you, as a draft or as files, and nobody recorded whether it went out",
            f"if it went out: takedown record submitted {state.id}; if not: takedown outbox cancel {state.id}",
        ),
        Dispatch.IN_DOUBT: (
            "may have gone out, or not",
            f"takedown outbox resolve {state.id} settles which; then run the same command again",
        ),
    }.get(state.dispatch)
    if said:
        raise UsageError(f"{state.id} {said[0]}, so no letter can follow it", hint=said[1])


def way_back(notice: Notice) -> Notice:
    """Make the reinstatement that belongs to a notice which has not gone out: it speaks of no day and of no ticket.

    Its id is the one that it will have when it is really asked for.
    """
    return replace(
        notice,
        kind=Kind.REINSTATEMENT,
        recipient=in_words(notice.recipient),
        effective=EARLIEST,
        wanted_by=None,
        deliveries=(),
        in_reply_to=notice.id,
        end=None,
        former="",
        reasons="",
        enclosures=(),
    )


def in_words(recipient: Recipient) -> Recipient:
    """Keep only ways on which words can be handed over.

    The buttons, the form of subject and the fields of a record are made for removing: a press there would remove.
    """
    return replace(
        recipient,
        ways=tuple(way for way in recipient.ways if way.channel is not Channel.DASHBOARD),
        ticket=Ticket(max_characters=recipient.ticket.max_characters),
    )


def _earlier(kind: Kind, state: NoticeState, keys: frozenset[str], submitted_on: date) -> Earlier:
    reminded = [item.reminded_on for item in state.items if item.key in keys and item.reminded_on]
    return Earlier(
        notice=state.id,
        kind=state.kind,
        submitted_on=submitted_on,
        ticket=state.ticket,
        reminded_on=max(reminded, default=None) if kind is Kind.ESCALATION else None,
        case=state.case,
    )


def _recipient(paper: Mapping[str, Any], ground: Ground, to: str) -> Recipient:
    """Give the desk as it is today; one that nobody knows any more as the notice had it."""
    request, directory = ground.request, ground.directory
    kept = paper.get("recipient")
    kept = kept if isinstance(kept, dict) else {}
    role = RecipientRole(text(kept, "role") or RecipientRole.DISTRIBUTOR)
    desk = to or text(kept, "desk")
    if desk in request.contacts:
        return in_words(recipient_of_contact(desk, request.contacts[desk], role))
    language = request.wish.language
    if role is RecipientRole.DISTRIBUTOR and desk in directory.distributors:
        record = directory.distributors[desk]
        if not record.status.is_retired:
            return in_words(recipient_of_distributor(record, language=language))
    own = _as_kept(kept, role)
    if role is RecipientRole.PLATFORM and desk in directory.desks:
        # Of several addresses of a desk, the notice had the one for its sender's country.
        today = recipient_of_desk(directory.desks[desk])
        return in_words(replace(today, postal=own.postal or today.postal, email=own.email or today.email))
    return own


def _refuse_agent(recipient: Recipient, notice: str, directory: Directory) -> None:
    if refused := refused_in(recipient, directory.agents):
        raise UsageError(
            f"{notice}: {recipient.desk}: '{refused.value}' is {refused.why}: it reads infringement claims, and no "
            "letter is written to it",
            hint="put the address for ordinary requests in its place, in takedown.toml or the record under templates/, "
            "or use their help page or your account there",
        )


def _as_kept(kept: Mapping[str, Any], role: RecipientRole) -> Recipient:
    email, lines = text(kept, "email"), kept.get("postal")
    postal = tuple(line for line in lines if isinstance(line, str)) if isinstance(lines, list) else ()
    ways = (
        *([Way(channel=Channel.EMAIL, value=email)] if email else []),
        *([Way(channel=Channel.POST, lines=postal)] if postal else []),
    )
    return Recipient(
        desk=text(kept, "desk"),
        name=text(kept, "name"),
        role=role,
        attention=text(kept, "attention"),
        email=email,
        postal=postal,
        ways=ways,
    )


def _platforms(
    state: NoticeState, items: Iterable[Mapping[str, Any]], directory: Directory
) -> tuple[Platform, ...]:
    wanted = {text(item, "platform") for item in items}
    slugs = [slug for slug, _ in state.platforms if slug in wanted]
    unknown = next((slug for slug in slugs if slug not in directory.platforms), "")
    if unknown:
        raise DirectoryError(
            f"notice {state.id} is about {unknown}, which the directory has no longer",
            hint=f"put its record into templates/platforms/{unknown}/platform.toml, or write in your own words",
        )
    return tuple(directory.platforms[slug] for slug in slugs)


def _agreement(paper: Mapping[str, Any]) -> Agreement | None:
    kept = paper.get("agreement")
    if not isinstance(kept, dict):
        return None
    notice_days = kept.get("notice_days")
    return Agreement(
        name=text(kept, "name"),
        dated=day(kept.get("dated")),
        notice_days=notice_days if isinstance(notice_days, int) else None,
    )


def _releases(items: Iterable[Mapping[str, Any]], source: SourceRef) -> tuple[Release, ...]:
    """List the releases of a notice.json with all that it says of them, places on each platform included."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        found.setdefault(text(item, "release_key"), []).append(item)
    return tuple(_release(key, each, source) for key, each in found.items())


def _release(key: str, items: list[Mapping[str, Any]], source: SourceRef) -> Release:
    first = items[0]
    artist = text(first, "artist")
    recordings = tuple(_recordings(items, source))
    # As `checks` names what is on no known release: its item is called by the recording's own title.
    alone = key.startswith(("isrc:", "track:")) and len(recordings) == 1
    return Release(
        key=key,
        artists=(artist,) if artist else (),
        title="" if alone else text(first, "title"),
        version="" if alone else text(first, "version"),
        icpn=text(first, "upc"),
        grid=text(first, "grid"),
        catalog_number=text(first, "catalog_number"),
        label=text(first, "label"),
        released=day(first.get("release_date")),
        places=_places((text(item, "platform"), item) for item in items),
        recordings=recordings,
        source=source,
    )


def _recordings(items: list[Mapping[str, Any]], source: SourceRef) -> Iterator[Recording]:
    """Every item of a release lists the same recordings in the same order; their places differ."""
    listed = [(text(item, "platform"), tables(item, "recordings")) for item in items]
    for number, recording in enumerate(listed[0][1]):
        artist = text(recording, "artist")
        yield Recording(
            title=text(recording, "title"),
            version=text(recording, "version"),
            artists=(artist,) if artist else (),
            isrc=text(recording, "isrc"),
            number=text(recording, "number"),
            places=_places((slug, each[number]) for slug, each in listed if number < len(each)),
            source=source,
        )


def _places(tables_on: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Place, ...]:
    places = (
        Place(platform=slug, asin=text(item, "asin"), url=text(item, "url")) for slug, item in tables_on
    )
    return tuple(place for place in places if place.asin or place.url)
