"""What a layout is: how the columns of one kind of file become those of the catalog."""

from collections.abc import Callable, Mapping
from dataclasses import field

from takedown.frozen import dataclass
from takedown.sources import Nature

#: Takes (the texts of `Layout.also`, the canonical cells) of a row; returns the cells, or why the row is passed over.
Settle = Callable[[Mapping[str, str], dict[str, str]], "dict[str, str] | str"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleColumns:
    """Where a statement says what sold. Of several folded names the first one with a text counts."""

    store: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    """Column that says download or stream: it makes clear what a store such as `Amazon Music` did."""
    month: tuple[str, ...] = ()
    """Month of the sale first, then that of the report."""
    units: tuple[str, ...] = ()
    earnings: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    only_store: str = ""
    """For the statement of a store: its name."""
    only_currency: str = ""
    """Where the maker pays in one currency and does not say so in the file."""
    comma: bool = False
    """Whether decimals are written with a comma."""
    day_first: bool | None = None
    """How `03/04/2024` is meant: True 3 April, False 4 March, None not known."""

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that are read for a sale."""
        return (*self.store, *self.use, *self.month, *self.units, *self.earnings, *self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one kind of file names its columns. Names are folded and without currency (`headers.py`)."""

    title: str
    """What the file is, in words: `DistroKid statement`."""
    nature: Nature
    columns: Mapping[str, str]
    """Folded name → column of catalog.csv; where two names give one column, the first with a text counts."""
    required: frozenset[str] = frozenset()
    """Folded names that must all be there; the layout with the most of them wins."""
    distributor: str = ""
    """Slug of the distributor that makes such files and delivers what they list."""
    fallback_encoding: str = ""
    """What to try where the text is neither UTF-8 nor marked as UTF-16."""
    notes: tuple[str, ...] = ()
    sale: SaleColumns | None = None
    also: tuple[str, ...] = ()
    """Further columns that `settle` needs. What is named nowhere here is never read."""
    settle: Settle | None = field(default=None, compare=False)
