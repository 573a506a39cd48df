"""The layouts that are known by their makers, with the names of columns as their files write them.

The headers are those of public importers and of their test files; makers publish none. A column that stands nowhere
here is never read: so names, addresses and emails of buyers stay in their files.
"""

from dataclasses import replace

from takedown.model import COLUMNS
from takedown.readers.layouts import peculiar
from takedown.readers.layouts.headers import split_currency
from takedown.readers.layouts.layout import Layout, SaleColumns
from takedown.sources import REJECTED_COLUMNS, Nature

ONLY_SOLD = "lists only what sold: a release without sales is missing in it"
_WHITE_LABEL = "several distributors use this form: say in a route which one yours is"

#: Headers of notices' items.csv that are read; `platform` says what was asked, not where it is live.
_ITEMS = tuple(column for column in COLUMNS if column not in {
    "kind", "release_date", "p_line", "c_line", "owner", "distributor", "platforms",
})  # fmt: skip


def _fold(*names: str) -> tuple[str, ...]:
    return tuple(split_currency(name)[0] for name in names)


def _columns(**columns: str | tuple[str, ...]) -> dict[str, str]:
    """Catalog column = header, or headers in the order in which they count."""
    return {
        name: column
        for column, headers in columns.items()
        for name in _fold(*((headers,) if isinstance(headers, str) else headers))
    }


def _known(layout: Layout) -> Layout:
    """Fold the names as makers write them; say of statements what their silence means."""
    sale = layout.sale
    return replace(
        layout,
        required=frozenset(_fold(*layout.required)),
        also=_fold(*layout.also),
        notes=(ONLY_SOLD, *layout.notes) if layout.nature is Nature.STATEMENT else layout.notes,
        sale=sale
        and replace(
            sale,
            store=_fold(*sale.store),
            use=_fold(*sale.use),
            month=_fold(*sale.month),
            units=_fold(*sale.units),
            earnings=_fold(*sale.earnings),
            currency=_fold(*sale.currency),
        ),
    )


#: Older files say Song/Album, newer ones Source Type.
DISTROKID = _known(Layout(
    title="DistroKid statement", nature=Nature.STATEMENT,
    required=frozenset({"Reporting Date", "Sale Month", "Store", "Artist", "Title", "ISRC", "UPC"}),
    columns=_columns(artist="Artist", track="Title", isrc="ISRC", upc="UPC"),
    also=("Song/Album", "Source Type"),
    settle=peculiar.distrokid,
    sale=SaleColumns(
        store=("Store",), month=("Sale Month", "Reporting Date"), units=("Quantity",), earnings=("Earnings",)
    ),
    distributor="distrokid",
    fallback_encoding="cp1252",  # older files are ISO-8859-1
))  # fmt: skip
TUNECORE = _known(Layout(
    title="TuneCore statement", nature=Nature.STATEMENT,
    required=frozenset({"Sales Period", "Store Name", "Release Title", "Song Title", "UPC"}),
    columns=_columns(
        artist="Artist", release="Release Title", track="Song Title", label="Label",
        upc=("UPC", "Optional UPC"), isrc=("Optional ISRC", "ISRC"),
    ),
    also=("TC Song ID",),
    settle=peculiar.tunecore,
    sale=SaleColumns(
        store=("Store Name",), use=("Sales Type",), month=("Sales Period", "Posted Date"), units=("# Units Sold",),
        earnings=("Total Earned",), currency=("Currency",), day_first=False,
    ),
    distributor="tunecore",
))  # fmt: skip
#: CDBabySku is a number of the shop, no catalog number of the label: it is not read.
CD_BABY = _known(Layout(
    title="CD Baby statement", nature=Nature.STATEMENT,
    required=frozenset({"Sales Date", "Barcode", "Album Name", "Track Name", "Partner Name"}),
    columns=_columns(artist="Artist Name", release="Album Name", track="Track Name", isrc="Isrc", upc="Barcode"),
    sale=SaleColumns(
        store=("Partner Name",), use=("Transaction Type",), month=("Sales Date", "Report Date"), units=("Quantity",),
        earnings=("Subtotal",), only_currency="USD", day_first=False,
    ),
    distributor="cdbaby",
))  # fmt: skip
#: `item url` leads to Bandcamp, and would mislead in a notice to another platform: it is not read.
BANDCAMP = _known(Layout(
    title="Bandcamp sales", nature=Nature.STATEMENT,
    required=frozenset({"item type", "item name", "artist", "currency"}),
    columns=_columns(artist="artist", catalog_number="catalog number", upc="upc", isrc="isrc"),
    also=("item type", "item name"),
    settle=peculiar.bandcamp,
    sale=SaleColumns(
        month=("date",), units=("quantity",), earnings=("net amount", "amount you received"), currency=("currency",),
        only_store="Bandcamp", day_first=False,
    ),
    notes=("names, emails and addresses of buyers are not read",),
))  # fmt: skip
SYMPHONIC = _known(Layout(
    title="Symphonic statement", nature=Nature.STATEMENT,
    required=frozenset({"Digital Service Provider", "UPC Code", "Track Title", "ISRC Code"}),
    columns=_columns(
        artist="Release Artists", release="Release Name", release_version="Release Version", upc="UPC Code",
        catalog_number="Catalogue", label="Label", track="Track Title", track_version="Mix Version",
        track_artist="Track Artists", isrc="ISRC Code",
    ),
    sale=SaleColumns(
        store=("Digital Service Provider",), use=("Delivery", "Content Type"),
        month=("Activity Period", "Reporting Period"), units=("Count",), earnings=("Royalty ($US)",),
    ),
    distributor="symphonic",
))  # fmt: skip
BELIEVE = _known(Layout(
    title="Believe statement", nature=Nature.STATEMENT,
    required=frozenset({"Platform", "Artist Name", "Release title", "Track title", "Release Catalog nb"}),
    columns=_columns(
        artist="Artist Name", release="Release title", track="Track title", upc=("UPC", "UPC/EAN"), isrc="ISRC",
        catalog_number="Release Catalog nb", label="Label Name",
    ),
    sale=SaleColumns(
        store=("Platform",), use=("Sales Type",), month=("Sales Month", "Reporting month"), units=("Quantity",),
        earnings=("Net Revenue",), currency=("Client Payment Currency", "Currency"), comma=True, day_first=True,
    ),
    distributor="believe",
))  # fmt: skip
#: The same columns. How the release's title and label and the month of sale are called is not known for certain.
BELIEVE_RUSSIAN = _known(Layout(
    title="Believe statement", nature=Nature.STATEMENT,
    required=frozenset({"Платформа", "Исполнитель", "Название трека", "Каталожный номер релиза"}),
    columns=_columns(
        artist="Исполнитель", release=("Название релиза", "Релиз"), track="Название трека", upc=("UPC", "UPC/EAN"),
        isrc="ISRC", catalog_number="Каталожный номер релиза", label=("Название лейбла", "Лейбл"),
    ),
    sale=SaleColumns(
        store=("Платформа",), use=("Тип продажи",), month=("Месяц продажи", "Месяц продаж", "Месяц отчета"),
        units=("Количество",), earnings=("Сумма вознаграждения",), currency=("Валюта",), comma=True, day_first=True,
    ),
    distributor="believe",
))  # fmt: skip
FUGA = _known(Layout(
    title="FUGA statement", nature=Nature.STATEMENT,
    required=frozenset({"Asset ISRC", "Asset Title", "Product UPC", "Product Title"}),
    columns=_columns(
        artist="Product Artist", release="Product Title", upc="Product UPC", catalog_number="Product Catalog Number",
        label="Product Label", track="Asset Title", track_version="Asset Version", track_artist="Asset Artist",
        isrc="Asset ISRC",
    ),
    sale=SaleColumns(
        store=("Sale Store Name", "DSP"), use=("Sale Type",), month=("Sale Start date", "Sale End date"),
        units=("Asset Quantity", "Product Quantity", "Quantity"),
        earnings=("Reported Royalty", "Sale net receipts"), currency=("Currency",),
    ),
    notes=(_WHITE_LABEL,),
))  # fmt: skip
SECRETLY = _known(Layout(
    title="Secretly statement", nature=Nature.STATEMENT,
    required=frozenset({"Internal Invoice Number", "Customer", "UPC", "Product ID", "Artist", "Product Title"}),
    columns=_columns(
        artist="Artist", track="Product Title", upc="UPC", isrc="Product ID", catalog_number="Catalog Number",
        label="Label",
    ),
    settle=peculiar.secretly,
    sale=SaleColumns(
        store=("Customer",), use=("Transaction Type",), month=("datePaidlast",), units=("Quantity",),
        earnings=("Label Net Total",),
    ),
    distributor="secretly",
    fallback_encoding="cp1252",
))  # fmt: skip
REVELATOR = _known(Layout(
    title="Revelator statement", nature=Nature.STATEMENT,
    required=frozenset({"Artist", "Release Title", "Track Title", "UPC", "ISRC", "Release Catalog ID", "Service"}),
    columns=_columns(
        artist="Artist", release="Release Title", track="Track Title", upc="UPC", isrc="ISRC",
        catalog_number="Release Catalog ID", label="Label",
    ),
    sale=SaleColumns(
        store=("Service",), use=("Channel",), month=("Transaction Month", "Statement Period"), units=("Quantity",),
        earnings=("Net Revenue in USD", "Amount Due in USD"),
    ),
    notes=(_WHITE_LABEL,),
))  # fmt: skip
#: `user_email` stands in it, and is not read.
SONOSUITE = _known(Layout(
    title="SonoSuite statement", nature=Nature.STATEMENT,
    required=frozenset({"confirmation_report_date", "net_total", "channel", "isrc"}),
    columns=_columns(
        artist="artist", release="release", upc="upc", label="label", track="track_title", isrc="isrc"
    ),
    sale=SaleColumns(
        store=("channel",), use=("type",), month=("start_date", "end_date", "confirmation_report_date"),
        units=("units",), earnings=("net_total",), currency=("currency",),
    ),
    notes=(_WHITE_LABEL,),
))  # fmt: skip
SOUNDCLOUD = _known(Layout(
    title="SoundCloud for Artists statement", nature=Nature.STATEMENT,
    required=frozenset({"Release", "Track", "Partner", "Revenue Share (%)", "Split Pay Share (%)"}),
    columns=_columns(
        artist=("Artist(s)", "Artist"),
        release="Release",
        track="Track",
        upc="UPC",
        isrc="ISRC",
        label="Label",
    ),
    sale=SaleColumns(
        store=("Partner",),
        month=("Reporting Period", "Accounting Period"),
        units=("Units",),
        earnings=("Revenue",),
    ),
    distributor="soundcloud-dist",
))  # fmt: skip
SPOTIFY_SONGS = _known(Layout(
    title="Spotify for Artists songs",
    nature=Nature.NAMES,
    required=frozenset({"song", "listeners", "streams", "saves"}),
    columns=_columns(track="song", release_date="release_date"),
    notes=("names songs without UPC or ISRC: shows what is missing, and cannot stand in a notice",),
))  # fmt: skip
STARDUST = _known(Layout(
    title="Stardust catalog",
    nature=Nature.CATALOG,
    required=frozenset({"upc", "release_title", "display_artist", "track_number", "track_title"}),
    columns=_columns(
        artist="display_artist", release="release_title", upc="upc", release_date="release_date",
        track_number="track_number", track="track_title", isrc="isrc", label="label",
        catalog_number="catalog_number", track_artist="track_artist", c_line="copyright",
    ),
))  # fmt: skip
REJECTED = _known(Layout(
    title="rejected.csv",
    nature=Nature.REJECTED,
    required=frozenset({*REJECTED_COLUMNS}),
    columns=_columns(**{column: column for column in COLUMNS}),
    also=("rejected_file", "rejected_sheet", "rejected_row", "row_id"),
))  # fmt: skip
ITEMS = _known(Layout(
    title="items.csv of a notice",
    nature=Nature.CATALOG,
    required=frozenset({"platform", *_ITEMS}),
    columns=_columns(**{column: column for column in _ITEMS}),
))  # fmt: skip

KNOWN = (
    DISTROKID, TUNECORE, CD_BABY, BANDCAMP, SYMPHONIC, BELIEVE, BELIEVE_RUSSIAN, FUGA, SECRETLY, REVELATOR, SONOSUITE,
    SOUNDCLOUD, SPOTIFY_SONGS, STARDUST, REJECTED, ITEMS,
)  # fmt: skip
