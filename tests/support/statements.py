"""Files as distributors and stores make them: the exact headers, with sales of our own making.

`WRITERS` has one function for each form; all take (path, sales) and write one line per sale.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import openpyxl


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One line of a statement. Without track and ISRC it is the sale of a whole release."""

    artist: str = "The Example Lights"
    release: str = "Harbour Lights"
    track: str = "Low Water"
    upc: str = "400000010014"
    isrc: str = "ZZEXA2600001"
    label: str = "Example Tapes"
    catalog_number: str = "EXT-01"
    store: str = "Spotify"
    month: str = "2026-05"
    units: int = 12
    earnings: str = "0.0345"

    @property
    def is_album(self) -> bool:
        return not self.isrc


def distrokid_statement(*stores: str) -> str:
    """A whole statement as text: the sales of one recording, a line for each of these stores."""
    about = (
        "The Examples",
        "First Light",
        "ZZEXA2600001",
        "012345678905",
        "12",
        "100",
        "Song",
        "US",
        "0",
        "0.0412",
        "0",
    )
    lines = (
        [*DISTROKID_OLD, "Recoup (USD)"],
        *(("2026-10-01", "2026-08", store, *about) for store in stores),
    )
    return "".join("\t".join(cells) + "\n" for cells in lines)


def _cells(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter)


DISTROKID_OLD = _cells(
    "Reporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSong/Album\t"
    "Country of Sale\tSongwriter Royalties Withheld\tEarnings (USD)",
    "\t",
)
DISTROKID_NEW = [
    "Date Inserted", "Reporting Date", "Sale Month", "Store", "Artist", "Title", "ISRC", "UPC", "Quantity",
    "Team Percentage", "Source Type", "Country of Sale", "Songwriter Royalties Withheld (USD)", "Earnings (USD)",
    "Recoup (USD)",
]  # fmt: skip
TUNECORE = _cells(
    "Sales Period,Posted Date,Store Name,Country Of Sale,Artist,Release Type,Release Title,Song Title,Label,UPC,"
    "Optional UPC,TC Song ID,Optional ISRC,Sales Type,# Units Sold,Per Unit Price,Net Sales,Net Sales Currency,"
    "Exchange Rate,Total Earned,Currency",
    ",",
)
CD_BABY = _cells(
    "Report Date\tSales Date\tQuantity\tPrice\tSubtotal\tIsrc\tBarcode\tCDBabySku\tAlbum Name\tArtist Name\t"
    "Track Name\tPartner Name\tTransaction Type\tDelivery Country",
    "\t",
)
BANDCAMP = _cells(
    "date,paid to,item type,item name,artist,currency,item price,quantity,discount code,sub total,tax,shipping,"
    "ship from country name,transaction fee,fee type,item total,amount you received,bandcamp transaction id,"
    "paypal transaction id,net amount,package,option,item url,sku,catalog number,upc,isrc,buyer name,buyer email,"
    "buyer phone,buyer note,ship to name,ship to street,ship to street 2,ship to city,ship to state,ship to zip,"
    "ship to country,ship to country code,ship date,ship notes,country,country code,region/state,city,referrer,"
    "referrer url",
    ",",
)
BANDCAMP_SHORT = _cells(
    "date,item type,item name,artist,currency,amount you received,bandcamp transaction id", ","
)
BANDCAMP_READ = frozenset(
    {
        "date", "item type", "item name", "artist", "currency", "quantity", "amount you received", "net amount",
        "catalog number", "upc", "isrc",
    }
)  # fmt: skip
"""The only columns of Bandcamp's file that may be read."""
SYMPHONIC = _cells(
    "Reporting Period,Label,Release Name,Release Version,Release Artists,UPC Code,Catalogue,Track Title,Mix Version,"
    "ISRC Code,Track Artists,Digital Service Provider,Activity Period,Territory,Delivery,Content Type,Sale or Void,"
    "Count,Royalty ($US)",
    ",",
)
BELIEVE = _cells(
    "Reporting month,Sales Month,Platform,Country / Region,Label Name,Artist Name,Release title,Track title,UPC,ISRC,"
    "Release Catalog nb,Streaming Subscription Type,Release type,Sales Type,Quantity,Client Payment Currency,"
    "Unit Price,Mechanical Fee,Gross Revenue,Client share rate,Net Revenue",
    ",",
)
BELIEVE_RUSSIAN = [
    "Месяц отчета", "Месяц продажи", "Платформа", "страна / регион", "Название лейбла", "Исполнитель",
    "Название релиза", "Название трека", "UPC", "ISRC", "Каталожный номер релиза", "Тип продажи", "Количество",
    "Валюта", "Сумма вознаграждения",
]  # fmt: skip
FUGA = _cells(
    "Royalty ID,Asset ISRC,Asset Title,Asset Version,Asset Artist,Asset Duration,Asset Reference,Asset Quantity,"
    "Sale Start date,Sale End date,Sale Store Name,DSP,Sale Type,Territory,Reported Royalty,Currency,Product Title,"
    "Product Artist,Product UPC,Product Catalog Number,Product Label,Product Quantity,Sale ID",
    ",",
)
SECRETLY = _cells(
    "Internal Invoice Number,Customer,Catalog Number,Title_Description,UPC,Product ID,Artist,Product Title,"
    "datePaidlast,Country Code,Transaction Type,Quantity,Label Net Total,Label,invoice_description",
    ",",
)
REVELATOR = _cells(
    "Statement Period,Transaction Month,Label,Artist,Release Title,Track Title,UPC,ISRC,Release Catalog ID,Service,"
    "Channel,Territory,Quantity,Net Revenue in USD",
    ",",
)
SONOSUITE = _cells(
    "id,start_date,end_date,confirmation_report_date,country,currency,type,units,unit_price,gross_total,"
    "channel_costs,other_costs,taxes,net_total,currency_rate,user_email,channel,label,artist,release,upc,track_title,"
    "isrc",
    ",",
)
SOUNDCLOUD = _cells(
    "Reporting Period,Accounting Period,Artist(s),Release,Track,UPC,ISRC,Partner,Country,Units,Revenue (USD),"
    "Revenue Share (%),Split Pay Share (%)",
    ",",
)
SPOTIFY_SONGS = _cells("song,listeners,streams,saves,release_date", ",")
STARDUST = _cells("upc,release_title,display_artist,release_date,track_number,track_title,isrc,duration", ",")
PRS = _cells("Record Number,CAE Number,Work Title,Amount (performance revenue),IP1", ",")


def _lines(
    header: Sequence[str],
    rows: Iterable[dict[str, str]],
    delimiter: str,
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL,
) -> str:
    """A table as text, CRLF at the ends; a column that a row does not name is empty."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="", delimiter=delimiter, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_distrokid_old(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            **_distrokid(sold),
            "Song/Album": "Album" if sold.is_album else "Song",
            "Songwriter Royalties Withheld": "0",
        }
        for sold in sales
    )
    path.write_bytes(_lines(DISTROKID_OLD, rows, "\t").encode("iso-8859-1"))
    return path


def write_distrokid_new(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            **_distrokid(sold),
            "Date Inserted": "2026-07-04",
            "Source Type": "Album" if sold.is_album else "Song",
            "Songwriter Royalties Withheld (USD)": "0.00000",
        }
        for sold in sales
    )
    path.write_bytes(_lines(DISTROKID_NEW, rows, ",", csv.QUOTE_ALL).encode())
    return path


def _distrokid(sold: Sold) -> dict[str, str]:
    return {
        "Reporting Date": "2026-07-01",
        "Sale Month": sold.month,
        "Store": sold.store,
        "Artist": sold.artist,
        "Title": sold.release if sold.is_album else sold.track,
        "ISRC": sold.isrc,
        "UPC": sold.upc,
        "Quantity": str(sold.units),
        "Team Percentage": "100",
        "Country of Sale": "DE",
        "Earnings (USD)": sold.earnings,
    }


def write_tunecore(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Sales Period": f"{sold.month}-01",
            "Posted Date": "2026-07-15",
            "Store Name": sold.store,
            "Country Of Sale": "DE",
            "Artist": sold.artist,
            "Release Type": "Album",
            "Release Title": sold.release,
            "Song Title": sold.track,
            "Label": sold.label,
            "UPC": sold.upc,
            "TC Song ID": "1234567",
            "Optional ISRC": sold.isrc,
            "Sales Type": "Download" if sold.is_album else "Streaming",
            "# Units Sold": str(sold.units),
            "Net Sales Currency": "USD",
            "Exchange Rate": "1",
            "Total Earned": sold.earnings,
            "Currency": "USD",
        }
        for sold in sales
    )
    path.write_bytes(_lines(TUNECORE, rows, ",").encode())
    return path


def write_cd_baby(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Report Date": "07/15/2026 12:00:00 AM",
            "Sales Date": f"{sold.month[5:]}/15/{sold.month[:4]} 12:00:00 AM",
            "Quantity": str(sold.units),
            "Subtotal": sold.earnings,
            "Isrc": sold.isrc.lower(),
            "Barcode": sold.upc,
            "CDBabySku": "5637000",
            "Album Name": sold.release,
            "Artist Name": sold.artist,
            "Track Name": sold.track,
            "Partner Name": sold.store,
            "Transaction Type": "Download" if sold.is_album else "Streaming",
            "Delivery Country": "DE",
        }
        for sold in sales
    )
    path.write_bytes(_lines(CD_BABY, rows, "\t").encode())
    return path


def write_bandcamp(path: Path, sales: Sequence[Sold]) -> Path:
    """The buyers in it are made up, and must turn up nowhere."""
    rows = (
        {
            "date": f"{int(sold.month[5:])}/15/{sold.month[2:4]} 10:12am",
            "paid to": "owner@example.com",
            "item type": "album" if sold.is_album else "track",
            "item name": sold.release if sold.is_album else sold.track,
            "artist": sold.artist,
            "currency": "USD",
            "quantity": str(sold.units),
            "net amount": sold.earnings,
            "package": "digital download",
            "item url": "https://examplelights.example.com/album/harbour-lights",
            "catalog number": sold.catalog_number,
            "upc": sold.upc,
            "isrc": sold.isrc,
            "buyer name": "Paula Private",
            "buyer email": "paula.private@example.org",
            "buyer phone": "+1 555 0100",
            "ship to name": "Paula Private",
            "ship to street": "1 Secret Street",
            "city": "Hiddenville",
            "referrer": "https://private.example.org",
        }
        for sold in sales
    )
    path.write_bytes(_lines(BANDCAMP, rows, ",").encode("utf-16"))
    return path


def write_symphonic(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Reporting Period": "JUL-26",
            "Label": sold.label,
            "Release Name": sold.release,
            "Release Artists": sold.artist,
            "UPC Code": sold.upc,
            "Catalogue": sold.catalog_number,
            "Track Title": sold.track,
            "ISRC Code": sold.isrc,
            "Track Artists": "" if sold.is_album else sold.artist,
            "Digital Service Provider": sold.store,
            "Activity Period": f"{_MONTHS[int(sold.month[5:]) - 1].upper()}-{sold.month[2:4]}",
            "Territory": "DE",
            "Delivery": "Download" if sold.is_album else "Streaming",
            "Count": str(sold.units),
            "Royalty ($US)": sold.earnings,
        }
        for sold in sales
    )
    path.write_bytes(_lines(SYMPHONIC, rows, ",").encode())
    return path


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_believe(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Reporting month": "2026/07/01",
            "Sales Month": f"{sold.month.replace('-', '/')}/01",
            "Platform": sold.store,
            "Country / Region": "Germany",
            "Label Name": sold.label,
            "Artist Name": sold.artist,
            "Release title": sold.release,
            "Track title": sold.track,
            "UPC": sold.upc,
            "ISRC": sold.isrc,
            "Release Catalog nb": sold.catalog_number,
            "Sales Type": "Download" if sold.is_album else "Stream",
            "Quantity": str(sold.units),
            "Client Payment Currency": "EUR",
            "Net Revenue": sold.earnings.replace(".", ","),
        }
        for sold in sales
    )
    path.write_bytes(_lines(BELIEVE, rows, ";").encode())
    return path


def write_believe_russian(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Месяц отчета": "2026/07/01",
            "Месяц продажи": f"{sold.month.replace('-', '/')}/01",
            "Платформа": sold.store,
            "страна / регион": "Germany",
            "Название лейбла": sold.label,
            "Исполнитель": sold.artist,
            "Название релиза": sold.release,
            "Название трека": sold.track,
            "UPC": sold.upc,
            "ISRC": sold.isrc,
            "Каталожный номер релиза": sold.catalog_number,
            "Тип продажи": "Download" if sold.is_album else "Stream",
            "Количество": str(sold.units),
            "Валюта": "EUR",
            "Сумма вознаграждения": sold.earnings.replace(".", ","),
        }
        for sold in sales
    )
    path.write_bytes(_lines(BELIEVE_RUSSIAN, rows, ";").encode())
    return path


def write_fuga(path: Path, sales: Sequence[Sold]) -> Path:
    """On rows of albums the columns of the asset are empty."""
    rows = (
        {
            "Royalty ID": "77",
            "Asset ISRC": sold.isrc,
            "Asset Title": sold.track,
            "Asset Artist": "" if sold.is_album else sold.artist,
            "Asset Quantity": "" if sold.is_album else str(sold.units),
            "Sale Start date": f"{sold.month}-01",
            "Sale End date": f"{sold.month}-28",
            "Sale Store Name": sold.store,
            "Sale Type": "Download" if sold.is_album else "Stream",
            "Territory": "DE",
            "Reported Royalty": sold.earnings,
            "Currency": "GBP",
            "Product Title": sold.release,
            "Product Artist": sold.artist,
            "Product UPC": sold.upc,
            "Product Catalog Number": sold.catalog_number,
            "Product Label": sold.label,
            "Product Quantity": str(sold.units) if sold.is_album else "",
        }
        for sold in sales
    )
    path.write_bytes(_lines(FUGA, rows, ",").encode())
    return path


def write_secretly(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Internal Invoice Number": "4711",
            "Customer": sold.store,
            "Catalog Number": sold.catalog_number,
            "UPC": f"SCDD.{sold.upc}" if sold.upc else "",
            "Product ID": sold.isrc,
            "Artist": sold.artist,
            "Product Title": sold.release if sold.is_album else sold.track,
            "datePaidlast": f"{sold.month}-28",
            "Transaction Type": "Download" if sold.is_album else "Stream",
            "Quantity": str(sold.units),
            "Label Net Total": sold.earnings,
            "Label": sold.label,
        }
        for sold in sales
    )
    path.write_bytes(_lines(SECRETLY, rows, ",").encode("cp1252"))
    return path


def write_revelator(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "Statement Period": "2026-07",
            "Transaction Month": f"{_MONTHS[int(sold.month[5:]) - 1]} {sold.month[:4]}",
            "Label": sold.label,
            "Artist": sold.artist,
            "Release Title": sold.release,
            "Track Title": sold.track,
            "UPC": sold.upc,
            "ISRC": sold.isrc,
            "Release Catalog ID": sold.catalog_number,
            "Service": sold.store,
            "Channel": "Download" if sold.is_album else "Streaming",
            "Quantity": str(sold.units),
            "Net Revenue in USD": sold.earnings,
        }
        for sold in sales
    )
    path.write_bytes(_lines(REVELATOR, rows, ",").encode())
    return path


def write_sonosuite(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "id": "9988",
            "start_date": f"{sold.month}-01",
            "end_date": f"{sold.month}-28",
            "confirmation_report_date": "2026-07-15",
            "currency": "EUR",
            "type": "download" if sold.is_album else "streaming",
            "units": str(sold.units),
            "net_total": sold.earnings,
            "user_email": "paula.private@example.org",
            "channel": sold.store,
            "label": sold.label,
            "artist": sold.artist,
            "release": sold.release,
            "upc": sold.upc,
            "track_title": sold.track,
            "isrc": sold.isrc,
        }
        for sold in sales
    )
    path.write_bytes(_lines(SONOSUITE, rows, ",").encode())
    return path


def write_soundcloud(path: Path, sales: Sequence[Sold]) -> Path:
    """Two lines stand above the header."""
    rows = (
        {
            "Reporting Period": sold.month,
            "Accounting Period": "2026-07",
            "Artist(s)": sold.artist,
            "Release": sold.release,
            "Track": sold.track,
            "UPC": sold.upc,
            "ISRC": sold.isrc,
            "Partner": sold.store,
            "Units": str(sold.units),
            "Revenue (USD)": sold.earnings,
            "Revenue Share (%)": "80",
            "Split Pay Share (%)": "100",
        }
        for sold in sales
    )
    preamble = "Account 123456\r\n0f8fad5b-d9cb-469f-a165-70867728950e\r\n"
    path.write_bytes((preamble + _lines(SOUNDCLOUD, rows, ",")).encode())
    return path


def write_spotify_songs(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {"song": sold.track, "listeners": "40", "streams": "90", "saves": "3", "release_date": "2021-05-07"}
        for sold in sales
    )
    path.write_bytes(_lines(SPOTIFY_SONGS, rows, ",").encode("utf-8-sig"))
    return path


def write_stardust(path: Path, sales: Sequence[Sold]) -> Path:
    rows = (
        {
            "upc": sold.upc,
            "release_title": sold.release,
            "display_artist": sold.artist,
            "release_date": "2021-05-07",
            "track_number": str(number),
            "track_title": sold.track,
            "isrc": sold.isrc,
            "duration": "215",
        }
        for number, sold in enumerate(sales, 1)
    )
    path.write_bytes(_lines(STARDUST, rows, ",").encode())
    return path


def write_prs(path: Path) -> Path:
    """A statement of compositions: no catalog can be made of it."""
    row = {"Record Number": "1", "CAE Number": "00012345678", "Work Title": "LOW WATER", "IP1": "EXAMPLE ANA"}
    path.write_bytes(_lines(PRS, [row], ",").encode())
    return path


WRITERS: dict[str, Callable[[Path, Sequence[Sold]], Path]] = {
    "distrokid-old.tsv": write_distrokid_old,
    "distrokid-new.csv": write_distrokid_new,
    "tunecore.csv": write_tunecore,
    "cdbaby.txt": write_cd_baby,
    "bandcamp.csv": write_bandcamp,
    "symphonic.csv": write_symphonic,
    "believe.csv": write_believe,
    "believe-russian.csv": write_believe_russian,
    "fuga.csv": write_fuga,
    "secretly.csv": write_secretly,
    "revelator.csv": write_revelator,
    "sonosuite.csv": write_sonosuite,
    "soundcloud.csv": write_soundcloud,
}
"""File name → who writes a statement of that form."""

_UPC, _ISRC = "UPC / EAN / JAN", "ISRC/vISRC"
#: Sheet → its heading in row 3, and in row 4 what stands below it.
REVELATOR_SHEETS: dict[str, tuple[list[str], list[str]]] = {
    "1) Artists list": (["Artist Name", "ISNI"], []),
    "2) Labels list": (["Label Name"], []),
    "3) Release_Label": (
        [_UPC, "RELEASE TITLE", "RELEASE VERSION", "LABEL", "ORIGINAL RELEASE DATE",
         "(P) Copyright", "", "(C) Copyright", ""],
        ["", "", "", "", "", "Year", "Holder", "Year", "Holder"],
    ),
    "4) Release_Artist(s)": ([_UPC, "ARTIST", "ARTIST ROLE"], []),
    "5) Release_Track": ([_UPC, "TRACK NUMBER", "TRACK TITLE", "TRACK VERSION", _ISRC], []),
    "6) Track_Artist(s)": ([_UPC, _ISRC, "ARTIST", "ARTIST ROLE"], []),
    "7) Comp ContributorPublisher li": (["Composition Contributor", "ISNI", "IPI/CAE"], []),
    "8) Track_Composition(s)": ([_UPC, _ISRC, "COMPOSITION CONTRIBUTOR", "SHARE%"], []),
    "9) Audio_Properties": ([_UPC, _ISRC, "NONE APPLY"], []),
}  # fmt: skip


def write_revelator_workbook(path: Path, rows: dict[str, Sequence[Sequence[str]]]) -> Path:
    """Write all nine sheets; `rows` gives lines of data, from row 5 on, by the title of the sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, (heading, below) in REVELATOR_SHEETS.items():
        sheet = book.create_sheet(title)
        for position, line in enumerate(([f"Fill in: {title}"], [], heading, below, *rows.get(title, ())), 1):
            for column, text in enumerate(line, 1):
                if text:
                    sheet.cell(row=position, column=column, value=text)
    book.save(path)
    return path
