"""What of the user's own goes into which letter: the logo, the picture of the signature, and the exhibits.

An exhibit names people. It goes only to who holds the permission, and only with a letter that states the authority
which it shows. A platform that holds none gets no exhibit: platforms publish what they are sent. A file in which
somebody else speaks too, who has no part in the letter, stays here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from takedown.counting import counted
from takedown.frozen import dataclass
from takedown.model import CheckedCatalog, Finding, folded
from takedown.notice import Enclosure, Kind, Notice, RecipientRole
from takedown.request import Answer, Decision, ExhibitKind, OwnFile, Request
from takedown.roster import principals_of
from takedown.rules import finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What one party gave: a mandate, or a line of decisions.csv."""

    kind: ExhibitKind
    party: str
    on: date | None = None
    file: OwnFile


class Enclosing:
    """Finds what belongs into the letters of one request."""

    def __init__(self, request: Request, checked: CheckedCatalog) -> None:
        self._request = request
        self._checked = checked
        self._wanted = tuple(dict.fromkeys(request.wish.exhibits))
        self._has_own = bool(request.logo or request.signature_image or self._wanted)
        self._speaking = _speaking(request) if self._wanted else {}

    def into(self, notice: Notice) -> Notice:
        """The notice with logo, signature and exhibits, as far as there are any and they belong into it.

        What is public shows no signature, which anybody could put below another paper, and no exhibit.
        """
        if not self._has_own:
            return notice
        is_public = notice.recipient.role is RecipientRole.PUBLIC
        return replace(
            notice,
            logo=self._request.logo,
            signature_image=None if is_public else self._request.signature_image,
            enclosures=tuple(self._enclosures(notice)) if _proves(notice) else (),
        )

    def findings(self, notices: Sequence[Notice]) -> Iterator[Finding]:
        """Say which letters go without an exhibit that is asked for, and why."""
        proving = [notice for notice in notices if _proves(notice)]
        for kind in self._wanted:
            bare = self._bare(kind, proving)
            if bare:
                yield finding(
                    "W-EXHIBIT",
                    f"exhibits names {kind}, and {counted(len(bare), 'letter')} would go without one",
                    hint='name the signed file of the principal: mandate = "mandates/….pdf"'
                    if kind is ExhibitKind.MANDATE
                    else "name the file in decisions.csv; where nobody else must agree there is nothing to show",
                    source=self._request.source.at("request.exhibits"),
                )
        yield from self._shared(proving)
        yield from self._without_file(proving)

    def _bare(self, kind: ExhibitKind, proving: Sequence[Notice]) -> list[Notice]:
        """Letters that could show one and do not. Nobody's consent is missed where nobody else must agree."""
        bare = [notice for notice in proving if not any(each.kind is kind for each in notice.enclosures)]
        if kind is ExhibitKind.MANDATE or len(bare) == len(proving):
            return bare
        must = self._checked.must_agree
        return [notice for notice in bare if any(must.get(release.key) for release in notice.releases)]

    def _enclosures(self, notice: Notice) -> Iterator[Enclosure]:
        """Mandates before consents, each file once, with everybody who speaks in it."""
        groups: dict[str, list[_Piece]] = {}
        for piece in self._pieces(notice):
            groups.setdefault(piece.file.sha256, []).append(piece)
        for group in groups.values():
            first, days = group[0], {piece.on for piece in group}
            if not self._others(group):
                yield Enclosure(
                    kind=first.kind,
                    parties=tuple(dict.fromkeys(piece.party for piece in group)),
                    on=first.on if len(days) == 1 else None,
                    file=first.file,
                )

    def _others(self, group: Sequence[_Piece]) -> dict[str, str]:
        """Who speaks in the same file, and has no part in the notice of the group."""
        here = {folded(piece.party) for piece in group}
        speaking = self._speaking.get(group[0].file.sha256, {})
        return {name: party for name, party in speaking.items() if name not in here}

    def _pieces(self, notice: Notice) -> Iterator[_Piece]:
        """Each mandate and consent that is evidence of this notice's own releases."""
        files = self._request.exhibit_files
        if ExhibitKind.MANDATE in self._wanted:
            for release in notice.releases:
                for principal in principals_of(self._request, release):
                    if principal.mandate in files:
                        file = files[principal.mandate]
                        yield _Piece(kind=ExhibitKind.MANDATE, party=principal.name, file=file)
        for decision in self._agreed(notice):
            if decision.file in files:
                yield _Piece(
                    kind=ExhibitKind.CONSENT, party=decision.party, on=decision.on, file=files[decision.file]
                )

    def _agreed(self, notice: Notice) -> list[Decision]:
        """The lines by which those who must agree to its releases said yes."""
        found = (self._checked.agreed_by.get(release.key, ()) for release in notice.releases)
        return [
            self._request.decisions[line] for line in dict.fromkeys(line for lines in found for line in lines)
        ]

    def _shared(self, proving: Sequence[Notice]) -> Iterator[Finding]:
        """Name each file that stays here, because somebody speaks in it who has no part in the letter."""
        said: set[str] = set()
        for notice in proving:
            groups: dict[str, list[_Piece]] = defaultdict(list)
            for piece in self._pieces(notice):
                groups[piece.file.sha256].append(piece)
            for mark, group in groups.items():
                others = self._others(group)
                if others and mark not in said:
                    said.add(mark)
                    yield finding(
                        "W-EXHIBIT",
                        f"'{group[0].file.name}' stays here: in it speaks '{next(iter(others.values()))}' too, who "
                        f"has no part in the letter to {notice.recipient.name}",
                        hint="give each of them a file of their own, and name it",
                        source=self._request.source.at("request.exhibits"),
                    )

    def _without_file(self, proving: Sequence[Notice]) -> Iterator[Finding]:
        """Name who agreed without a file, where a letter appends the files of others: it shows only a part."""
        named: dict[int, Decision] = {}
        for notice in proving if ExhibitKind.CONSENT in self._wanted else ():
            lines = self._agreed(notice)
            if any(decision.file for decision in lines):
                named.update((id(decision), decision) for decision in lines if not decision.file)
        for decision in named.values():
            yield finding(
                "W-EXHIBIT",
                f"the consent of '{decision.party}' has no file, so that no letter can show it beside the others",
                hint="name the file in decisions.csv, or leave it: the answer counts all the same",
                source=decision.source.at("file"),
            )


def _proves(notice: Notice) -> bool:
    """Whether the letter states authority to who holds the permission."""
    is_partner = notice.recipient.role is not RecipientRole.PLATFORM or notice.kind is Kind.WITHDRAWAL
    return notice.kind.states_authority and is_partner


def _speaking(request: Request) -> dict[str, dict[str, str]]:
    """Who speaks in each file, by its digest: folded name → name."""
    speaking: dict[str, dict[str, str]] = defaultdict(dict)
    given = [(principal.mandate, principal.name) for principal in request.principals]
    given += [(line.file, line.party) for line in request.decisions if line.answer is Answer.YES]
    for name, party in given:
        if name in request.exhibit_files:
            speaking[request.exhibit_files[name].sha256].setdefault(folded(party), party)
    return speaking
