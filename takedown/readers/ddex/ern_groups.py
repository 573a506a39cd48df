"""What is on a release, in its order: resource groups → references with track numbers, `2-3` on several discs."""

from collections.abc import Iterable, Sequence

from takedown.frozen import dataclass
from takedown.readers.ddex.ern_xml import Element, child_text, children, line, plain
from takedown.readers.plain.columns import MAX_CHARACTERS

#: Groups that hold the movements of one work; they are no discs.
_WORKS = "MultiWorkPart"
_CONTENT = ("ResourceGroupContentItem", "ResourceGroupResourceReferenceList")
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One place on a release: which resource stands there, and where the message says so.

    `group` is the disc, from 0; `sequence` is the number that the message gives, empty where it gives none. Numbers
    are settled by `numbered`, once it is known what is a recording.
    """

    reference: str
    line: int
    group: int = 0
    group_sequence: str = ""
    sequence: str = ""


def items_of(release: Element, blocks: Sequence[Element]) -> tuple[Item, ...]:
    """List what is on a release, each place once; what stands only in its list of references comes last."""
    all_groups = (list(children(where, "ResourceGroup")) for where in (release, *blocks))
    groups = next((each for each in all_groups if each), [])
    found = [item for place, group in enumerate(_discs(groups)) for item in _of_disc(group, place)]
    seen = {item.reference for item in found}
    listed = [
        *children(release, "ReleaseResourceReference"),
        *(
            each
            for group in children(release, "ReleaseResourceReferenceList")
            for each in children(group, "ReleaseResourceReference")
        ),
    ]
    found += [
        Item(reference=reference, line=line(each))
        for each in listed
        if (reference := plain(each)[:MAX_CHARACTERS]) and reference not in seen
    ]
    return tuple(found)


def _discs(groups: Sequence[Element]) -> Sequence[Element]:
    """Find the groups that are discs: the outermost ones where there are several, else those just inside."""
    if len(groups) != 1 or next(children(groups[0], *_CONTENT), None) is not None:
        return groups
    inner = list(children(groups[0], "ResourceGroup"))
    if any(each.get("ResourceGroupType") == _WORKS for each in inner):
        return groups
    return inner or groups


def _of_disc(group: Element, place: int) -> Iterable[Item]:
    """List the items of a group and of the groups inside it, in the order of the file."""
    number = child_text(group, "SequenceNumber")
    for element in group.iter("{*}ResourceGroupContentItem", "{*}ResourceGroupResourceReference"):
        inside = next(children(element, "ReleaseResourceReference"), None)
        reference = plain(element if inside is None else inside)[:MAX_CHARACTERS]
        if reference:
            yield Item(
                reference=reference,
                line=line(element if inside is None else inside),
                group=place,
                group_sequence=number,
                sequence=child_text(element, "SequenceNumber"),
            )


def numbered(found: Sequence[Item]) -> list[tuple[Item, str]]:
    """Give each item its track number: the message's own where they are all there and differ, else by counting.

    Only recordings and what is missing should come here: a cover has no number.
    """
    groups: dict[int, list[Item]] = {}
    for item in found:
        groups.setdefault(item.group, []).append(item)
    discs = _own_numbers([group[0].group_sequence for group in groups.values()])
    several = len(groups) > 1
    return [
        (item, f"{disc}-{number}" if several else number)
        for disc, group in zip(discs, groups.values(), strict=True)
        for item, number in zip(group, _own_numbers([item.sequence for item in group]), strict=True)
    ]


def _own_numbers(written: Sequence[str]) -> list[str]:
    """Take the numbers as they are written, if every one is a number and none comes twice; else count."""
    usable = all(each.isascii() and each.isdigit() and len(each) <= _LONGEST_NUMBER for each in written)
    numbers = [str(int(each)) for each in written] if usable else []
    if len(set(numbers)) == len(written) and "0" not in numbers:
        return numbers
    return [str(place) for place in range(1, len(written) + 1)]
