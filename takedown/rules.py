"""Every rule by which data is judged or an item left out: one table for code, tests and docs.

The first letter says how much a finding stops: E errors and Q open questions block what they are about,
W warnings and I notes never do. The checks and the plan both make their findings here, so an id that is not
in the table cannot be used.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from takedown.frozen import dataclass
from takedown.model import Finding, Severity, SourceRef


class Stage(StrEnum):
    """Who finds it: the readers and the merging of sources, the checks of the data, the plan, or the packets."""

    IMPORT = "import"
    CHECK = "check"
    PLAN = "plan"
    KIT = "kit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, how much it stops, which stage finds it, and what it means in one line."""

    id: str
    severity: Severity
    stage: Stage
    summary: str


_SEVERITIES = {"E": Severity.ERROR, "Q": Severity.QUESTION, "W": Severity.WARNING, "I": Severity.INFO}

_CHECK = {
    # one row
    "E-MISSING": "a required cell is empty",
    "E-KIND": "the kind of row is not one that is read",
    "E-ISRC": "not an ISRC",
    "E-UPC": "not a UPC or EAN, or its check digit is wrong",
    "E-GRID": "not a GRid",
    "E-ASIN": "not an ASIN",
    "E-LINK": "a link that cannot be used, or a line of links.csv that names no product and no platform",
    "E-FEED": "a podcast without the address of its feed",
    "E-SWAPPED": "an ISRC in the UPC column, or the reverse",
    "E-PLATFORM": "a platform that the directory does not know: a slip of the pen, or asked for",
    "E-DISTRIBUTOR": "a distributor that the directory does not know: a slip of the pen",
    "E-PLACEHOLDER": "a placeholder instead of a value, where a value is needed",
    "E-CONTROL": "an invisible control, direction or zero-width character",
    "E-GLYPH": "a character that no shipped font can print",
    "E-LOST": "a character was lost when the file was saved (U+FFFD)",
    "E-HEADER": "text that no header of an email can carry as it is",
    "E-LONG": "a cell that is too long to be what it should be",
    "Q-NO-IDENTIFIER": "neither UPC nor ISRC: a desk cannot find it",
    "W-PLACEHOLDER": "what looks like a placeholder where a value can be missing",
    "W-MOJIBAKE": "text that was read in the wrong encoding at some time",
    "W-ISRC-YEAR": "an ISRC whose year lies in the future",
    "W-DATE": "a release date that is not written as year-month-day",
    "W-DATE-ODD": "a release date that is very old or far ahead",
    "W-SEVERAL-ARTISTS": "several artists in one cell, not separated by a semicolon",
    "W-PLATFORM": "a platform that the directory does not know, and that resembles none it knows",
    "W-DISTRIBUTOR": "a distributor that the directory does not know, and that resembles none it knows",
    "I-UPC-ZEROS": "leading zeros of a UPC were put back",
    # several rows
    "E-SAME-ISRC": "one ISRC on different titles or versions",
    "E-UPC-CONFLICT": "one UPC with different artists, titles, versions, labels or dates",
    "W-TWO-ISRCS": "one recording under two ISRCs",
    "W-DUP-UPC": "one release under two UPCs: a second delivery keeps the tracks live",
    "W-DUPLICATE-ROW": "the same row twice; it is counted once",
    "W-SPLIT-RELEASE": "rows of one release, some with and some without its UPC",
    "W-FEATURED": "a guest who is named in a title or artist text only, and not asked",
    "W-LINK": "an address that is the page of another product than the ASIN beside it; no letter shows it",
    "W-LINK-UNUSED": "a line of links.csv that belongs to no item",
    "W-NO-TITLE": "a release with a code and without a title",
    "W-COMP": "one recording on several releases, such as a single and a compilation",
    # who signs, with what authority, for whom
    "E-EMAIL": "not an email address that a message can be written to",
    "W-CONFUSABLE": "an email domain with letters beyond ASCII",
    "W-NO-ADDRESS-LINES": "no postal address of the sender",
    "I-HOME-ADDRESS": "the sender's address looks like a home; the recipient sees it",
    "Q-AUTHORITY": "it is not said why the sender may ask",
    "Q-PRINCIPAL": "it is not said on whose behalf the sender acts",
    "Q-MANDATE": "a mandate is not at hand",
    "E-TWO-PRINCIPALS": "two principals for one artist",
    "W-UNUSED-PRINCIPAL": "a principal whose artist is not in the catalog",
    "Q-LABEL": "a label or rights line that is not the sender's: whose recordings are they?",
    "Q-CONSENT": "somebody who must agree has not answered",
    "Q-DECLINED": "somebody who must agree has said no",
    "Q-DECISION": "a refusal or an open answer that belongs to no release: whose is it?",
    "W-DECISION-UNUSED": "a decision that belongs to no release",
    "I-CLAUSE": "nobody else is asked, by the clause that is given",
    # what is asked
    "W-WISH-DATE": "a wanted or effective date in the past, or dates that contradict each other",
    "W-CAMPAIGN": "a campaign that the directory does not know",
    "W-CAMPAIGN-DIFFERS": "platforms, countries or a day other than those of the campaign that was joined",
    "I-CAMPAIGN": "a campaign that is history; nothing of it is printed",
    # who delivers
    "E-VIA": "a route through somebody whom the directory does not know",
    "E-AGENT": "a contact or a principal's address is a copyright agent's, who reads infringement claims only",
    "E-CONTACT-SLUG": "a contact has the slug of a desk of the directory: two desks would become one",
    "E-CONTACT-KEY": "a route names a contact that is not written down",
    "Q-CONTACT": "a route without the contact that it needs",
    "Q-ROUTE": "it is not said who delivers this release",
    "W-ROUTE-UNUSED": "a route that can never match",
    "W-ROUTE-SHADOWED": "a route that an earlier one always wins over",
    "W-ROUTE-CONFLICT": "the catalog and the route name different distributors",
    "W-AGREEMENT": "a distributor's route without its agreement",
    "W-ADVANCE": "an open advance or loan: look for a promise to keep releases live",
    "Q-AGREEMENT-ENDED": "an agreement whose end has passed: is it over, or was it prolonged?",
    "Q-END": "an agreement that is over, without what a letter must say of its end",
    "E-END": "dates of an agreement's end that contradict each other or lie ahead",
    "Q-EARNS": "a copy that is said to be unlicensed, where a statement or a route shows that it earns",
    "W-ANSWER-BY": "a day until which artists are asked, that has passed, comes too late, or by which nobody is asked",
    "W-TERM": "a notice period that ends after the wanted date",
    "W-STATEMENT-ROUTE": "a release earns at another distributor than its route says",
    "W-STATEMENT-END": "a release still earns at its former distributor after the end: it supports the letter",
    "W-STATEMENT-PLATFORM": "a release earns on a platform that its row leaves out",
    "W-TWO-DELIVERIES": "two distributors report the same release in the same months",
    "W-NOT-IN-CATALOG": "a release of the statements that the catalog lacks",
    "W-CONTACT-SOURCE": "a contact without source, or checked long ago",
    "I-ADVANCE": "it is not known whether an advance or loan is open",
    "W-RECORDS": "a record of the workspace's own breaks rules of the directory",
    "W-ANSWER": "an answer that was looked up is about a record that is not there",
}

_IMPORT = {
    "E-RAGGED": "a row with more or fewer cells than the header",
    "E-CELL": "a cell that shows no text a person could mean: an error value, a formula without result, an open quote",
    "E-TAGS": "an audio file or an item of a library whose tags cannot be used",
    "E-ANSWER": "an answer that decisions.csv cannot hold",
    "Q-SOURCES-DIFFER": "two sources say different things about which music or whose it is",
    "W-AMOUNT": "earnings that are no amount",
    "W-MATCHED-BY-TITLE": "a code was filled in because artist and title are the same",
    "W-SOURCES-DIFFER": "two sources say different things; the first is kept",
}

_PLAN = {
    "W-WRONG-BUTTON": "the obvious button there removes everywhere",
    "W-FEE": "it costs money",
    "W-WHOLE-RELEASE": "only whole releases can be removed",
    "W-PLAYLISTS": "places in playlists are lost",
    "W-VOCABULARY": "a word means something else at this desk",
    "W-EXTRAS": "automatic delivery can bring it back",
    "W-NO-RETURN": "the way back is closed or costs",
    "W-HANDS-OFF": "something must not be touched until it is done",
    "W-KEEP-ACCOUNT": "the account must stay open",
    "W-SLOW-SEASON": "the desk is slower at this time of year",
    "W-LIVES-ON": "something stays live all the same",
    "W-SHARE": "what share of the earnings comes from the company that is asked",
    "W-LATE": "the wanted date is unlikely to be met",
    "W-ALSO": "what else belongs to the company and is not covered",
    "W-ROUTE-UNKNOWN": "whether this distributor can remove from one store is not known",
    "W-NO-UPC": "a release without UPC; the desk has to look for it",
    "W-REVENUE": "income, playlists and play counts can be lost",
    "W-PHYSICAL": "discs that were made lawfully may be sold on",
    "W-BUYERS": "people who bought keep their copies",
    "W-CACHE": "links, search results and offline copies linger for days",
    "W-COMPOSITION": "songs are licensed separately; covers by others stay",
    "W-STATUTORY": "statutory webcasting in the United States goes on",
    "W-PRIVACY": "an address in a notice may become public",
    "W-NAMES": "keep reasons to checkable facts or clear opinion",
    "W-SPLITS": "collaborators lose income: tell them",
    "W-USE": "streaming and downloads may not be separable",
    "W-LEFT-OUT-ROW": "a row with an error, of a release that goes on without it",
    "W-TERRITORY": "whether this desk can leave single countries is not known, or it cannot",
    "W-DISC-UPC": "discs and records often have a barcode of their own: is the UPC of the catalog theirs?",
    "I-OTHER-LICENSEES": "a letter to a platform about single countries, where somebody else may deliver by permission",
    "I-ANTI-BOYCOTT": "a request for single countries: rules against boycotts of other states may apply",
    "I-LAST-WORKED": "when a request to this desk last had the wanted result, by this ledger",
    "I-ANSWERED-HERE": "a fact about this desk that the user looked up, with its source and date",
    "W-EXHIBIT": "an exhibit that is wanted, and no file of it is at hand",
    "W-WORDING": "a letter whose version is not the one that the campaign read",
    "I-TRANSLATION": "a courtesy translation that no named reader has read yet",
    "W-NOT-REVIEWED": "the letter has not been reviewed by a lawyer",
    "W-LANGUAGE": "a letter in another language than asked for",
    "I-PLATFORM-TAKES-NO-REQUEST": "the platform reads no request from those who do not deliver to it",
}

#: Of a roster, beside those of the checks that its cells are judged by.
_KIT = {
    "E-ROSTER-ROW": "a row of a roster that cannot be read",
    "E-ROSTER-WORD": "a word that is none of those that the column takes",
    "E-ROSTER-CATALOG": "a catalog that a roster names, and that cannot be used",
    "Q-ROSTER-MISSING": "a cell of a roster that is empty, and without which there is no letter",
    "Q-ROSTER-CATALOG": "no catalog of this artist is at hand",
    "Q-ROSTER-LEFT-OUT": "music of this artist of which no letter speaks",
    "W-ROSTER-TWICE": "an artist who stands in a roster twice",
    "W-ROSTER-OTHERS": "rows of other artists in a catalog: they are left out of the packet",
}


def _table() -> Mapping[str, Rule]:
    """Id → rule; the severity follows from the id's first letter."""
    stages = ((Stage.IMPORT, _IMPORT), (Stage.CHECK, _CHECK), (Stage.PLAN, _PLAN), (Stage.KIT, _KIT))
    return MappingProxyType(
        {
            name: Rule(id=name, severity=_SEVERITIES[name[0]], stage=stage, summary=summary)
            for stage, rules in stages
            for name, summary in rules.items()
        }
    )


RULES: Mapping[str, Rule] = _table()

#: Why an item is left out of the plan: slug → what it means.
OMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "already-asked": "this was asked before",
        "no-route": "it is not said who delivers it",
        "route-unknown": "nobody is known who could be asked who delivers it",
        "no-contact": "nobody is named to write to",
        "declined": "somebody who must agree has said no",
        "awaiting-consent": "somebody who must agree has not answered",
        "label-question": "it is not said whose recordings these are",
        "authority-question": "it is not said why the sender may ask",
        "agreement-forbids": "the agreement does not allow leaving one store",
        "agreement-ended": "the agreement is over; another letter is needed",
        "unlicensed": "nobody licensed this copy; the platform has its own form",
        "desk-closed": "the distributor is closed",
        "not-on-platform": "it is not there",
        "podcast-host": "a podcast; it is taken out where its feed is hosted or claimed",
        "self-service": "the account there is the artist's own; its steps take it out",
        "end-not-confirmed": "the agreement is said to be over, and what shows it is missing",
        "earns-there": "said to be unlicensed, and a statement or a route shows that it earns there",
        "called-back": "this was asked, and called back or asked to be delivered again since",
        "no-supplier": "nobody is named who supplies the discs and records",
        "blocked-row": "its rows in the catalog have errors",
        "no-principal": "it is not said on whose behalf the sender acts",
        "unknown-platform": "the directory does not know the platform",
        "unknown-distributor": "the directory does not know the distributor",
    }
)


def finding(
    rule_id: str, message: str, *, hint: str, source: SourceRef, releases: tuple[str, ...] = ()
) -> Finding:
    """Make a finding by a rule of the table; the severity is the rule's.

    `releases` are the keys of the releases it is about; empty: it is about its row.
    """
    rule = RULES[rule_id]
    return Finding(
        rule=rule.id, severity=rule.severity, message=message, hint=hint, source=source, releases=releases
    )
