"""What people call the columns of a catalog: sheets of their own making, in English and five other languages.

A word that can mean two columns is left to its neighbours (`title`, `track`, `artist`) or not read at all (`date`,
`type`, `genre`). Names stand here as people write them; they are compared folded.
"""

from collections.abc import Sequence
from types import MappingProxyType

from takedown.model import COLUMNS
from takedown.readers.layouts.headers import split_currency
from takedown.readers.layouts.layout import Layout, SaleColumns
from takedown.sources import Nature

#: Catalog column → its other names, the best one first.
_NAMES = {
    "kind": (),
    "artist": (
        "album artist", "album artists", "release artist", "release artists", "release artist(s)", "product artist",
        "display artist", "main artist", "main artists", "primary artist", "primary artists", "artist name",
        "artist names", "artist(s)", "artists", "performer", "performers", "band", "band name", "act",
        "künstler", "künstlername", "hauptkünstler", "interpret", "artiste", "nom de l'artiste", "artiste principal",
        "artista", "artista principal", "nombre del artista", "nome do artista", "intérprete", "исполнитель", "артист",
    ),
    "release": (
        "release title", "release name", "album", "album title", "album name", "product title", "product name",
        "albumtitel", "veröffentlichung", "titre de l'album", "nom de l'album", "título del álbum", "álbum",
        "nombre del álbum", "título do álbum", "nome do álbum", "lanzamiento", "lançamento", "альбом",
        "название альбома", "название релиза", "релиз",
    ),
    "release_version": ("album version", "product version", "edition"),
    "upc": (
        "upc code", "upc/ean", "ean/upc", "upc/ean/jan", "upc/ean code", "upc or ean", "ean", "ean code", "barcode",
        "bar code", "gtin", "icpn", "jan", "upc number", "release upc", "product upc", "album upc", "digital upc",
        "strichcode", "code barres", "code-barres", "código de barras", "штрихкод", "штрих-код",
    ),
    "grid": ("grid code", "global release identifier"),
    "catalog_number": (
        "catalogue number", "catalog no", "catalogue no", "catalog nr", "catalog nb", "release catalog nb", "catalog #",
        "catalogue #", "catalog id", "release catalog id", "catalogue", "cat no", "cat nr", "cat #", "cat number",
        "label catalog number", "product catalog number", "katalognummer", "numéro de catalogue",
        "número de catálogo", "каталожный номер", "каталожный номер релиза",
    ),
    "label": (
        "label name", "record label", "release label", "product label", "imprint", "plattenlabel", "plattenfirma",
        "maison de disques", "sello", "sello discográfico", "selo", "gravadora", "лейбл", "название лейбла",
    ),
    "release_date": (
        "original release date", "released", "released on", "release day", "releasedate", "date of release",
        "date released", "release on", "out on", "out since", "street date", "veröffentlichungsdatum",
        "veröffentlicht am", "erscheinungsdatum", "erschienen am", "erschienen", "date de sortie",
        "fecha de lanzamiento", "data de lançamento", "дата релиза",
    ),
    "p_line": ("pline", "℗ line", "℗", "(p) line", "(p)", "p copyright", "(p) copyright", "℗ copyright"),
    "c_line": (
        "cline", "© line", "©", "(c) line", "(c)", "c copyright", "(c) copyright", "copyright", "copyright line",
    ),
    "track_number": (
        "track no", "track nr", "track #", "track num", "tracknumber", "track position", "sequence", "titelnummer",
        "tracknummer", "numéro de piste", "número de pista", "número da faixa",
    ),
    "track_artist": (
        "track artists", "track artist(s)", "song artist", "recording artist", "asset artist", "track display artist",
    ),
    "track": (
        "track title", "track name", "tracktitle", "song", "song title", "song name", "recording", "recording title",
        "asset title", "tracktitel", "songtitel", "titre du morceau", "morceau", "chanson", "título de la canción",
        "canción", "título de la pista", "pista", "título da faixa", "nome da faixa", "faixa", "трек", "название трека",
    ),
    "track_version": ("mix version", "version title", "recording version", "song version", "asset version", "mix name"),
    "isrc": (
        "isrc code", "recording isrc", "track isrc", "asset isrc", "song isrc", "optional isrc", "isrc/visrc",
        "isrc number", "código isrc", "code isrc",
    ),
    "owner": (
        "owners", "master owner", "master owners", "rights owner", "rights holder", "rightsholder", "rights holders",
        "rechteinhaber", "ayant droit", "titular de derechos", "titular dos direitos",
    ),
    "distributor": (
        "digital distributor", "distribution", "aggregator", "delivered by", "vertrieb", "digitalvertrieb",
        "distributeur", "distribuidor", "distribuidora", "дистрибьютор",
    ),
    "platforms": ("platform", "live on"),
    "asin": ("amazon asin", "asin code"),
    "url": ("link", "web link", "permalink", "adresse url"),
}  # fmt: skip

#: A title of what? The neighbours say.
_TITLES = ("title", "name", "titel", "titre", "título", "titulo", "название")
#: A number of what? Of the track, where the sheet has tracks.
_NUMBERS = ("#", "no", "nr")
#: Pages of the companies whose addresses are told apart; a sheet with those of several gives none of them.
_LINKS = tuple(
    f"{company} {word}"
    for company in ("spotify", "amazon", "amazon music", "apple", "apple music", "itunes")
    for word in ("link", "url")
)
_RELEASE_ARTISTS = _NAMES["artist"][:9]
#: Columns that only the program's own sheets name so: in them `track` is never a number.
_OWN = frozenset(
    {"release version", "track version", "track number", "track artist", "p line", "c line", "platforms"}
)

_SALE = SaleColumns(
    store=(
        "store", "store name", "dsp", "dsp name", "digital service provider", "retailer", "service", "service name",
        "music service", "partner", "partner name", "platform", "channel", "sale store name", "outlet", "shop",
    ),
    use=("sales type", "sale type", "transaction type", "delivery", "usage type", "type of sale"),
    month=(
        "sale month", "sales month", "month of sale", "sales period", "sale period", "transaction month",
        "activity period", "sale date", "sales date", "transaction date", "sale start date", "start date", "period",
        "month", "reporting month", "reporting date", "report date", "statement period", "reporting period",
        "accounting period", "date",
    ),
    units=(
        "quantity", "units", "units sold", "# units sold", "net units", "streams", "count", "plays", "qty",
        "number of streams", "sales",
    ),
    earnings=(
        "net revenue", "earnings", "net earnings", "your earnings", "net royalty", "royalty", "royalties",
        "total earned", "net amount", "amount due", "net total", "net payable", "payable", "revenue", "amount",
    ),
    currency=("currency", "payment currency", "client payment currency", "currency code"),
)  # fmt: skip

#: Headers of answers: who was asked, and what they said.
_ANSWERS = {
    "party": ("party", "name", "member", "who"),
    "artist": ("artist", "artist name", "artists"),
    "release": ("release", "release title", "album", "album title", "title"),
    "answer": ("answer", "agreed", "agrees", "consent", "consents", "decision", "response", "reply"),
    "date": ("date", "answered on", "date of answer", "on"),
    "how": ("how", "by", "channel"),
    "file": ("file", "evidence", "attachment"),
}


def _fold(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(split_currency(name)[0] for name in names)


#: Folded name → catalog column, in the order in which names of one column count.
ALIASES = MappingProxyType({name: column for column in COLUMNS for name in _fold((column, *_NAMES[column]))})
TITLES = frozenset(_fold(_TITLES))
"""Names that are a title of the release or of the track."""
SALE_NAMES = frozenset(_SALE.names)
ANSWER_NAMES = MappingProxyType({name: column for column, names in _ANSWERS.items() for name in _fold(names)})
_ARTISTS = frozenset(name for name, column in ALIASES.items() if column == "artist")
_ALBUM_ARTISTS = frozenset(_fold(_RELEASE_ARTISTS))


def sheet_layout(names: Sequence[str]) -> Layout | None:
    """Make the layout of a sheet by the folded names of its header; None where it is no table of music."""
    columns, notes = _columns(names)
    found = set(columns.values())
    has_code = bool(found & {"upc", "isrc", "grid"})
    if "answer" in map(ANSWER_NAMES.get, names) and not has_code and "track" not in map(ALIASES.get, names):
        return _answers(names)
    is_podcasts = {"kind", "url"} <= found
    if not is_podcasts and not (
        (has_code or found & {"artist", "track_artist"}) and (has_code or found & {"release", "track"})
    ):
        return None
    if set(names).intersection(_SALE.store) and set(names).intersection(_SALE.earnings):
        return Layout(
            title="royalty statement of an unknown maker",
            nature=Nature.STATEMENT,
            columns={name: column for name, column in columns.items() if name not in _SALE.store},
            sale=_SALE,
            notes=("lists only what sold: a release without sales is missing in it", *notes),
        )
    is_own = all(column.replace("_", " ") == name for name, column in columns.items())
    return Layout(title="catalog" if is_own else "sheet", nature=Nature.CATALOG, columns=columns, notes=notes)


def _columns(names: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Folded name → catalog column for the names of a header, in the order in which they count; and notes."""
    present = set(names)
    columns = {name: column for name, column in ALIASES.items() if name in present}
    notes: list[str] = []
    _settle_artists(columns)
    _settle_titles(columns, [name for name in names if name in TITLES], notes)
    _settle_numbers(columns, names)
    _settle_links(columns, names)
    for column in dict.fromkeys(columns.values()):
        several = [name for name, meant in columns.items() if meant == column]
        if len(several) > 1:
            notes.append(
                f"{column} is read from {several[0]}, and where that is empty from {' or '.join(several[1:])}"
            )
    doubled = [name for name in columns if names.count(name) > 1]
    notes.extend(
        f"{names.count(name)} columns are called {name}: the first with a text counts" for name in doubled
    )
    return columns, tuple(notes)


def _settle_artists(columns: dict[str, str]) -> None:
    """Beside an album's artist, a plain `artist` is the track's; a track's artist alone is the artist."""
    if "track" in columns.values() or TITLES.intersection(columns) or "isrc" in columns.values():
        of_album = _ALBUM_ARTISTS.intersection(columns)
        plain = [name for name in columns if name in _ARTISTS and name not in _ALBUM_ARTISTS]
        if of_album and "track_artist" not in columns.values():
            columns.update(dict.fromkeys(plain, "track_artist"))


def _settle_titles(columns: dict[str, str], titles: Sequence[str], notes: list[str]) -> None:
    if not titles:
        return
    meant = set(columns.values())
    if "track" in meant and "release" in meant:
        of_track = [name for name, column in columns.items() if column == "track"]
        if of_track != ["track"] or _OWN.intersection(columns):
            return
        columns["track"] = "track_number"
        notes.append(f"track is read as the number of a track, {titles[0]} as its title")
        columns[titles[0]] = "track"
        return
    is_track = "track" not in meant and ("release" in meant or bool(meant & {"isrc", "track_number"}))
    columns[titles[0]] = "track" if is_track else "release"
    notes.append(f"{titles[0]} is read as the title of the {columns[titles[0]]}")


def _settle_numbers(columns: dict[str, str], names: Sequence[str]) -> None:
    numbers = [name for name in _NUMBERS if name in names]
    if len(numbers) == 1 and "track" in columns.values() and "track_number" not in columns.values():
        columns[numbers[0]] = "track_number"


def _settle_links(columns: dict[str, str], names: Sequence[str]) -> None:
    links = [name for name in _LINKS if name in names]
    if len(links) == 1 and "url" not in columns.values():
        columns[links[0]] = "url"


def _answers(names: Sequence[str]) -> Layout | None:
    columns = {name: column for name, column in ANSWER_NAMES.items() if name in names}
    if not {"party", "artist"}.intersection(columns.values()):
        return None
    return Layout(title="answers", nature=Nature.ANSWERS, columns=columns)
