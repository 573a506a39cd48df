"""Which releases come on which way, where there are several: what was typed → what a route can be limited by."""

from collections.abc import Callable, Iterable, Sequence

from takedown.checks.words import either, quoted, squeezed
from takedown.counting import counted
from takedown.identifiers import IdentifierError, icpn
from takedown.interview.answers import AnswerError, Choice, Value, pieces
from takedown.interview.delivery import REST, Match
from takedown.interview.music import Delivered
from takedown.interview.questions import Question
from takedown.model import folded
from takedown.records import Directory
from takedown.request import DIRECT, ENDED, LABEL, OTHER, SELF, UNLICENSED

_ARTIST = "artist="
_REST = frozenset({REST, "therest", "all", "allothers", "others", "theothers", "everythingelse"})
#: More are not listed: whoever has so many fills in the column of the catalog sooner.
_LISTED = 40
_LONGEST_NUMBER = 4

_ASK = {
    SELF: "Which of these did you upload yourself (self)?",
    ENDED: "Which of these came by an agreement that is over (ended)?",
    UNLICENSED: "Which of these did somebody upload without permission (unlicensed)?",
    LABEL: "Which of these does the label deliver (label)?",
    DIRECT: "Which of these do you deliver by an agreement with the platform itself (direct)?",
    OTHER: "Which of these come by the distributor that the directory does not have (other)?",
}


def which_releases(
    via: str, left: Sequence[Delivered], directory: Directory, *, may_be_rest: bool
) -> Question:
    """Ask what comes on one of several ways. `left`: the releases of which nothing is said yet."""
    record = directory.distributors.get(via)
    more = f" Listed are {_LISTED} of {len(left)}." if len(left) > _LISTED else ""
    rest = "; or rest, for all that you name on no other way" if may_be_rest else ""
    return Question(
        key=f"releases.{via}",
        ask=_ASK.get(via) or f"Which of these does {record.name if record else via} deliver?",
        explain=f"Write their numbers, several with commas; or UPCs, titles, an artist{rest}.{more} Each becomes a "
        "route in takedown.toml; what is left open is left out of the plan, and asked again by the next init.",
        read=lambda text: choice_of(text, left, via, may_be_rest=may_be_rest),
        example="1, 3" + (" or rest" if may_be_rest else ""),
        choices=tuple(
            Choice(word=each.upc or "no UPC", meaning=f"{either(each.artists, 'and')} – {each.title}")
            for each in left[:_LISTED]
        ),
        default=(),
        enter="leave it open",
        option="--releases",
    )


def choice_of(text: str, left: Sequence[Delivered], via: str, *, may_be_rest: bool = True) -> Value:
    """Read which releases are meant: UPCs, `artist=NAME`, `rest`. AnswerError where no route could name one."""
    whole = [each for each in left if each.title and folded(each.title) == folded(text)]
    given = (text,) if len(whole) == 1 else pieces(text)
    found: dict[str, None] = {}
    chosen: list[Delivered] = []
    for piece in given:
        if squeezed(piece) in _REST:
            if not may_be_rest:
                raise AnswerError(
                    "the rest comes on another way already", hint="name the releases; < goes back"
                )
            found[REST] = None
            continue
        artist, releases = _meant(piece, left)
        chosen += releases
        if artist:
            found[f"{_ARTIST}{artist}"] = None
    by_artist = {folded(each.removeprefix(_ARTIST)) for each in found if each.startswith(_ARTIST)}
    for each in chosen:
        if by_artist.isdisjoint(map(folded, each.artists)):
            found[each.upc or _artist_for(each, chosen, left, via)] = None
    return tuple(found)


def _meant(piece: str, left: Sequence[Delivered]) -> tuple[str, list[Delivered]]:
    """The releases that a number of the list, a UPC or a title names; or all of an artist, with its name."""
    if piece.isdecimal() and len(piece) <= _LONGEST_NUMBER:
        if 1 <= int(piece) <= len(left):
            return "", [left[int(piece) - 1]]
        raise AnswerError(f"{piece} is not in the list", hint=f"write a number from 1 to {len(left)}")
    name = piece.removeprefix(_ARTIST).strip()
    tests: tuple[Callable[[Delivered], bool], ...] = (
        lambda each: bool(each.upc) and each.upc.lstrip("0") == _upc(piece),
        lambda each: folded(each.title) == folded(piece),
    )
    for is_meant in tests:
        found = [each for each in left if is_meant(each)]
        if len(found) > 1:
            raise AnswerError(
                f"{quoted(piece)} is {counted(len(found), 'release')} of the list",
                hint="write their numbers or UPCs",
            )
        if found:
            return "", found
    found = [each for each in left if folded(name) in map(folded, each.artists)]
    if not found:
        raise AnswerError(
            f"{quoted(piece)} is none of the releases of which it is open who delivers them",
            hint="write a number of the list, a UPC, a title or an artist as the catalog writes it",
        )
    return next(artist for artist in found[0].artists if folded(artist) == folded(name)), found


def _upc(text: str) -> str:
    try:
        return icpn(text).lstrip("0")
    except IdentifierError:
        return ""


def _artist_for(release: Delivered, chosen: Sequence[Delivered], left: Sequence[Delivered], via: str) -> str:
    """A release without UPC can be named by its artist, where all that is open of that artist is meant."""
    for artist in release.artists:
        if all(each in chosen for each in left if folded(artist) in map(folded, each.artists)):
            return f"{_ARTIST}{artist}"
    raise AnswerError(
        f"{quoted(release.title)} has no UPC, and no route can name it alone",
        hint=f"write {via} into the column distributor in its lines of the catalog, or its UPC into the column upc",
    )


def matches_of(tokens: Iterable[str], left: Sequence[Delivered], via: str) -> tuple[Match, ...]:
    """Answers → what routes are limited by; an empty match is the rest. What names nothing is left out."""
    found: list[Match] = []
    for token in tokens:
        try:
            named = choice_of(token, left, via)
        except AnswerError:
            continue
        found += [_match(each) for each in named]
    return tuple(found)


def _match(token: str) -> Match:
    if token == REST:
        return {}
    if token.startswith(_ARTIST):
        return {"artist": token.removeprefix(_ARTIST)}
    return {"upc": token}
