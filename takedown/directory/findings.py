"""The rules that records are held to, in one table, and how a finding about a record is made."""

from takedown.frozen import dataclass
from takedown.model import Finding, Severity, SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How much a rule stops, and what it asks for."""

    severity: Severity
    asks: str


def _error(asks: str) -> Rule:
    return Rule(severity=Severity.ERROR, asks=asks)


def _warning(asks: str) -> Rule:
    return Rule(severity=Severity.WARNING, asks=asks)


def _info(asks: str) -> Rule:
    return Rule(severity=Severity.INFO, asks=asks)


#: Every rule of `directory lint`.
RULES: dict[str, Rule] = {
    "D-FILE": _error("every file of records can be read, and has the shape of its kind"),
    "D-UNREAD": _warning("every file in the folders of records and letters is read by something"),
    "D-ANSWER": _warning("every answer in directory.toml is about a record that there is"),
    "D-DOUBLE": _warning("no two records of a kind share a name, no two companies a form of addresses"),
    "D-SLUG": _error("a slug has a-z, digits and hyphens, and no meaning of its own in [[routes]]"),
    "D-EMPTY": _error("a name, and every entry of a list, says something"),
    "D-SOURCE": _error("whatever has a value names at least one source"),
    "D-SOURCE-UNKNOWN": _error("every source stands in sources.toml"),
    "D-SOURCE-LINE": _error("every line of sources.toml has a title, an address and a date that can be"),
    "D-SOURCE-UNUSED": _info("a source is behind at least one fact"),
    "D-CONFIDENCE": _error("whatever has a value says how sure it is; what has none claims nothing"),
    "D-DATE": _error("no record was checked in the future"),
    "D-STALE": _info("a record was checked in the last 180 days"),
    "D-TIME": _error("times have prose beside their numbers, and min is not above max"),
    "D-FEE": _error("an amount has a currency and says what it is counted by"),
    "D-TICKET": _error("a subject has no placeholder but {upcs}, and the text limit leaves room"),
    "D-ADDRESS": _error("a form has an https address, post has lines, a dashboard has a menu path"),
    "D-EMAIL": _error("an email address is one valid address and nothing else"),
    "D-COUNTRY": _error("a country is two capital letters (ISO 3166)"),
    "D-INFRINGEMENT": _error("an address for infringement claims is never used for anything else"),
    "D-ROLE-DOUBT": _warning("an address that sounds like a copyright agent has that role"),
    "D-DESK": _error("the desk of a platform exists"),
    "D-REQUEST-TEXT": _error("what a platform that reads requests must be told has a text in English"),
    "D-PLATFORM": _error("platforms are named by their slugs"),
    "D-STEPS": _error("where users act by themselves, the steps say how, or say that it is not documented"),
    "D-ABILITY": _error("an answer has words, words have an answer, and the two say the same"),
    "D-ONE-STORE": _error("where it is known whether one store can be left, words with a source say so"),
    "D-REDIRECT": _error("a retired record says why and who can be asked instead; no other does"),
    "D-TRAP": _error("no step names the button that removes from every store without a warning"),
    "D-LANGUAGE": _error("a language is a code of two small letters (ISO 639-1), once"),
    "D-LINK": _error("a form of addresses begins with https:// and has known words between braces"),
    "D-UNSOURCED": _info("identifiers and forms of addresses rest on a source"),
    "D-CAMPAIGN": _error("a campaign's days, letters and phases fit together; a historical one has phases"),
    "D-CAMPAIGN-OVER": _info("a campaign that has ended is called historical"),
}


def finding(rule: str, source: SourceRef, message: str, hint: str) -> Finding:
    """Make a finding with the severity that the table gives its rule."""
    return Finding(rule=rule, severity=RULES[rule].severity, message=message, hint=hint, source=source)
