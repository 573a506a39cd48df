"""Which items of a notice the options --platform and --item choose."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from takedown.audit import ItemState, NoticeState
from takedown.errors import UsageError
from takedown.frozen import dataclass
from takedown.model import folded
from takedown.reports.words import shown

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What --platform and --item say; without them all items are meant."""

    platform: str | None
    items: tuple[str, ...]


def item_options(command: _Command) -> _Command:
    """Give a command the options --platform and --item; it takes them as `platform` and `items`."""
    command = click.option(
        "--item",
        "items",
        multiple=True,
        help="Only this release or recording: its UPC, ISRC or title. Repeatable.",
    )(command)
    return click.option("--platform", help="Only the items on this platform.")(command)


def chosen_items(state: NoticeState, choice: Choice) -> list[ItemState]:
    """The items that the options choose. UsageError names what is not there."""
    platform, names = choice.platform, choice.items
    if not state.items and platform is None and not names:
        return []  # a public statement is about no item
    chosen = [item for item in state.items if platform in (None, item.platform)]
    if not chosen:
        there = ", ".join(sorted({item.platform for item in state.items}))
        raise UsageError(f"{state.id} has no item on {shown(platform or '')}", hint=f"it is about: {there}")
    for name in names:
        if not any(_is(item, name) for item in chosen):
            raise UsageError(
                f'{state.id} has no item "{name}"',
                hint="give a UPC, an ISRC or a title as takedown status prints it",
            )
    return [item for item in chosen if not names or any(_is(item, name) for name in names)]


def _is(item: ItemState, name: str) -> bool:
    code = name.replace("-", "").upper()
    return (
        item.key == name
        or (bool(item.upc) and item.upc.lstrip("0") == code.lstrip("0"))
        or code in item.isrcs
        or folded(item.title) == folded(name)
    )
