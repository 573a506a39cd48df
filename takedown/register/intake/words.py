"""Words of forms, in several languages: headings of columns, outcomes, yes and no. Plain tables: nothing is guessed.

A word that is not here goes to a person, who says once what it means (`--word`, `--map`).
"""

from functools import lru_cache

from takedown.patterns import pattern
from takedown.register.people import name_key
from takedown.register.values import Outcome

#: What a column is that says nothing of an artist: a person said so.
NOTHING = "nothing"
#: Fields that a column can be.
FIELDS = (
    "artist", "contact", "label", "distributor", "platforms", "outcome", "on", "ticket", "file",
    "phase_one", "publish", "withdrawn", "received", "grade", NOTHING,
)  # fmt: skip

_HEADINGS = {
    "artist": (
        "artist", "artist name", "artist or band", "artist or band name", "artists", "band", "band name",
        "act", "name of band",
        "project", "musician", "stage name", "künstler", "künstlername", "künstlerin", "band oder künstler",
        "interpret",
        "bandname", "artiste", "groupe", "nom de l'artiste", "nom du groupe", "artista", "grupo", "banda",
        "nombre del artista", "nombre de la banda", "nome do artista", "nome da banda", "nome dell'artista", "gruppo",
        "artiest", "bandnaam", "исполнитель", "артист",
    ),
    "contact": (
        "contact", "email", "e-mail", "email address", "e-mail address", "mail", "your email", "username", "kontakt",
        "e-mail-adresse", "mailadresse", "adresse e-mail", "courriel", "correo", "correo electrónico",
        "correo electronico",
        "endereço de e-mail", "indirizzo e-mail", "indirizzo email", "e-mailadres", "электронная почта",
    ),
    "label": (
        "label", "record label", "label name", "plattenlabel", "plattenfirma", "maison de disques", "sello",
        "selo", "etichetta",
    ),
    "distributor": (
        "distributor", "digital distributor", "aggregator", "distribution", "vertrieb", "digitalvertrieb",
        "distributeur",
        "distribuidor", "distribuidora", "distributore",
    ),
    "platforms": (
        "platform", "platforms", "store", "stores", "service", "services", "plattform", "plattformen", "plateforme",
        "plateformes", "plataforma", "plataformas", "piattaforma", "piattaforme",
    ),
    "outcome": (
        "outcome", "status", "state", "answer", "how far are you", "how far did you get", "stand",
        "stand der dinge", "ergebnis",
        "statut", "état",
        "résultat", "estado", "resultado", "stato", "risultato",
    ),
    "on": (
        "on", "date", "day", "when", "datum", "tag", "wann", "jour", "quand", "fecha", "data", "día", "dia",
        "giorno", "quando",
    ),
    "ticket": (
        "ticket", "ticket number", "ticket no", "case number", "reference", "reference number", "ticketnummer",
        "vorgangsnummer",
        "numéro de ticket", "número de ticket", "número do ticket", "numero di ticket",
    ),
    "file": (
        "file", "files", "file name", "filename", "screenshot", "screenshots", "attachment", "upload", "datei",
        "dateiname",
        "bildschirmfoto", "fichier", "archivo", "captura", "arquivo", "allegato",
    ),
    "phase_one": (
        "phase one", "phase 1", "phase_one", "phase eins", "fase uno", "fase 1",
        "no sponsored events no exclusives",
    ),
    "publish": (
        "publish", "publish my name", "may we publish your name", "name may be published", "consent to publication",
        "veröffentlichen", "name veröffentlichen", "name nennen",
        "namen nennen", "name(n) nennen", "dürfen wir deinen namen veröffentlichen", "publier",
        "pouvons-nous publier votre nom", "publicar", "podemos publicar su nombre", "podemos publicar tu nombre",
        "podemos publicar seu nome", "possiamo pubblicare il tuo nome",
    ),
    "withdrawn": (
        "withdrawn", "take me out", "take us out", "remove me", "remove us", "delete me", "austragen", "raus",
        "streicht mich",
        "me retirer", "retirez-moi", "borrarme", "quitarme", "remover-me", "cancellami",
    ),
    "received": (
        "received", "timestamp", "submitted at", "submit date", "submit date utc", "date submitted",
        "submission date",
        "zeitstempel", "eingang", "eingegangen", "horodateur", "marca temporal", "carimbo de data hora",
        "informazioni cronologiche",
        "tijdstempel", "отметка времени",
    ),
    "grade": ("grade", "evidence", "beleg"),
}  # fmt: skip

#: For headings that are questions. Who reads a column by one of these is told so.
_QUESTIONS = (
    ("phase_one", pattern(r"\bphase (?:one|1|eins|un)\b|\bfase (?:uno|1)\b|sponsored events")),
    ("publish", pattern(r"\bpublish|\bveroffentlich|\bpublier\b|\bpublicar\b|\bpubblicare\b")),
    ("withdrawn", pattern(r"\b(?:take|remove|delete) (?:me|us|my|our)\b|\baustragen\b|\bretirez?\b")),
    ("contact", pattern(r"\be ?mail\b|\bcorreo\b|\bcourriel\b")),
    ("file", pattern(r"\bscreenshots?\b|\bupload|\battach|\bhochladen\b")),
    ("ticket", pattern(r"\bticket|\bcase number\b|\bvorgangsnummer\b")),
    ("distributor", pattern(r"\bdistribut|\bvertrieb\b|\bdistribuid")),
    ("artist", pattern(r"\b(?:artist|band|act|kunstler\w*|artiste|groupe|artista|banda) ?(?:name)?\b")),
    ("outcome", pattern(r"\bhow far\b|\bwhat (?:have|did) you (?:do|done)\b|\bwie weit\b")),
)
#: Who agrees that a picture or a quote is published, has not agreed to be named.
_NAME = pattern(r"\b(?:names?|namen|noms?|nombres?|nomes?|nomi)\b")
#: A question with a "not" in it turns yes into no: a person has to say what it means. Spelt as by `plain`.
_NOT = pattern(r"\b(?:not|t|never|nicht|nie|kein\w*|ne|pas|jamais|non|mai|nunca|jamas|nao|nem|niet|geen)\b")
#: So do these, in a question for a name or whether to leave.
_TURNS = pattern(
    r"\b(?:no|nein|without|ohne|sans|sin|sem|senza|zonder|only|nur|object\w*|oppos\w*|refus\w*|prevent\w*|stop\w*|"
    r"against|gegen|ablehn\w*|widersprech\w*|hid[ei]\w*|instead|private\w*|anonym\w*|anonim\w*|pseud\w*|seud\w*)\b"
)

#: Of what a sentence speaks that may be a no to being named.
_OF_NAMING = pattern(
    r"\b(?:nam(?:e|es|ed|ing|en)|noms?|nombres?|nomes?|nomi|nommer|nenn\w*|genannt|erwahn\w*|mention\w*|listed|publi\w*|"
    r"pubbli\w*|veroffentlich\w*|anonym\w*|anonim\w*)\b"
)
_OUT = pattern(r"\b(?:take|leave|remove|delete) (?:me|us|my name|our name)\b|\baustragen\b|\bretirez?\b")

OUTCOMES = {
    Outcome.PLEDGED: (
        "pledged", "pledge", "i pledge", "i take part", "we take part", "taking part", "i will", "joining",
        "zugesagt",
        "ich mache mit", "wir machen mit", "je participe", "nous participons", "participo", "participamos",
        "partecipo",
    ),
    Outcome.ASKED_LABEL: (
        "asked label", "asked my label", "i asked my label", "label asked", "waiting for my label", "label gefragt",
        "ich habe mein label gefragt", "label demandé", "j'ai demandé à mon label", "pregunté a mi sello",
        "pedi ao meu selo", "ho chiesto alla mia etichetta",
    ),
    Outcome.CANNOT: (
        "cannot", "can not", "can't", "i cannot", "cannot (contract)", "my contract does not allow it",
        "contract", "kann nicht",
        "ich kann nicht", "vertrag", "impossible", "je ne peux pas", "no puedo", "não posso", "non posso",
    ),
    Outcome.LABEL_REFUSED: (
        "label refused", "my label refused", "label said no", "refused by the label", "label hat abgelehnt",
        "label sagt nein", "le label a refusé", "refus du label", "el sello se negó", "o selo recusou",
        "etichetta ha rifiutato",
    ),
    Outcome.PREPARED: (
        "prepared", "letter written", "ready", "not sent yet", "vorbereitet", "préparé", "preparado", "preparato",
    ),
    Outcome.SUBMITTED: (
        "submitted", "sent", "requested", "i sent it", "i sent the letter", "i asked my distributor",
        "asked my distributor",
        "ticket opened", "eingereicht", "gesendet", "abgeschickt", "beantragt", "envoyé", "demandé", "enviado",
        "solicitado",
        "inviato", "richiesto", "verzonden",
    ),
    Outcome.AGREED: (
        "agreed", "confirmed", "distributor agreed", "distributor confirmed", "bestätigt", "zugestimmt",
        "confirmé", "accepté",
        "confirmado", "aceptado", "confermato",
    ),
    Outcome.GONE: (
        "gone", "removed", "taken down", "offline", "it is gone", "weg", "entfernt", "verschwunden", "retiré",
        "supprimé",
        "retirado", "eliminado", "removido", "rimosso", "verwijderd",
    ),
    Outcome.CAME_BACK: (
        "came back", "came-back", "back", "live again", "it came back", "wieder da", "revenu", "de retour", "volvió",
        "voltou", "tornato",
    ),
}  # fmt: skip

_YES = (
    "yes", "y", "true", "1", "x", "✓", "✔", "yes please", "i agree", "agreed", "ok", "ja", "j", "wahr", "oui",
    "o", "vrai", "sí",
    "si", "s", "verdadero", "sim", "verdadeiro", "sì", "vero", "да",
)  # fmt: skip
_NO = (
    "no", "n", "false", "0", "-", "–", "no thanks", "no thank you", "please not", "rather not", "nein",
    "falsch", "non", "faux",
    "falso", "não", "nao", "nee", "нет", "not now", "not yet",
)  # fmt: skip


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """How words are compared: without case, accents, punctuation and `the` in front."""
    return name_key(text) if text.strip() else ""


_BY_HEADING = {plain(word): name for name, words in _HEADINGS.items() for word in words}
_BY_OUTCOME = {plain(word): outcome for outcome, words in OUTCOMES.items() for word in words}
_BY_OUTCOME |= {plain(outcome.value): outcome for outcome in Outcome}
_YES_PLAIN, _NO_PLAIN = frozenset(map(plain, _YES)), frozenset(map(plain, _NO))


def field_of(heading: str) -> str:
    """The field that a heading names; empty where none."""
    return _BY_HEADING.get(plain(heading), "")


def asked_field(heading: str) -> str:
    """The field for which a heading asks in a sentence; empty where none, or where yes need not mean what it seems."""
    words = plain(heading)
    found = next((name for name, asks in _QUESTIONS if asks.search(words)), "")
    if found not in ("publish", "withdrawn", "phase_one"):
        return found
    is_turned = _NOT.search(words) or (found != "phase_one" and _TURNS.search(words))
    is_of_name = found != "publish" or _NAME.search(words)
    return found if is_of_name and not is_turned else ""


def outcome_of(text: str) -> Outcome | None:
    """The outcome that words name; None where they name none."""
    return _BY_OUTCOME.get(plain(text))


def yes_or_no(text: str) -> bool | None:
    """What an answer to a question says; None where it is neither a plain yes nor a plain no."""
    words = plain(text)
    return True if words in _YES_PLAIN else False if words in _NO_PLAIN else None


def may_say_no(text: str) -> bool:
    """Whether a text of nobody knows which question may be a no to being named: also “yes”, and in a sentence."""
    words = plain(text)
    first = words.split(" ", maxsplit=1)[0]
    if yes_or_no(text) is not None or (len(first) > 1 and yes_or_no(first) is not None):
        return True
    is_turned = _NOT.search(words) or _TURNS.search(words)
    return bool(_OUT.search(words) or (is_turned and _OF_NAMING.search(words)))
