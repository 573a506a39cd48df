"""Which question comes next: a function of what is known, so that an interview can stop and go on anywhere."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from takedown.checks.words import unique
from takedown.frozen import dataclass
from takedown.interview import desks, questions
from takedown.interview.answers import Answers, Value
from takedown.interview.choosing import matches_of, which_releases
from takedown.interview.delivery import Delivery, Match, Spoken, asks_rest, deliveries, unsaid_releases
from takedown.interview.music import NOTHING, Delivered, Recognised
from takedown.interview.occasion import default_occasion, which_occasion
from takedown.interview.profile import Profile
from takedown.interview.questions import Question
from takedown.model import folded
from takedown.records import Directory
from takedown.request import DIRECT, ENDED, LABEL, OTHER, SELF, UNKNOWN, UNLICENSED, Basis, Capacity

#: More than these are not asked one by one: a file is quicker to fill in than an interview.
MOST_LABELS = 3
MOST_ARTISTS = 5

_FOR_OTHERS = frozenset(each.value for each in Capacity if each.acts_for_others)
_NAME_AND_EMAIL = 2
_TO_CONTACT = (LABEL, DIRECT, OTHER)
#: Ways on which the question whose label it is does not arise.
_WITHOUT_LABELS = frozenset({LABEL, SELF, ENDED, UNLICENSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that decides what is still to be asked."""

    answers: Answers
    directory: Directory
    today: date
    music: Recognised = NOTHING
    has_catalog: bool = False
    offered: Path | None = None
    """The one file at hand that looks like a list of music."""
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    has_routes: bool = False
    """takedown.toml says already who delivers, in routes that somebody wrote by hand or that cover everything."""
    routes: tuple[Match, ...] = ()
    """What the routes of takedown.toml cover, where each is of a kind that `init` writes, and new ones may follow."""
    contacts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name and email of the contacts in takedown.toml, by their keys."""
    is_begun: bool = False
    """takedown.toml is there and names nobody who delivers: that was left open."""
    has_principals: bool = False
    history: str = ""
    """The name of the campaign that is joined, where it is over: then an occasion of one's own is asked for."""

    def text(self, key: str) -> str:
        """The answer to a question of one text; empty where there is none."""
        value = self.answers.get(key, "")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The answer to a question of several texts."""
        value = self.answers.get(key, ())
        return value if isinstance(value, tuple) else ()

    def has(self, key: str) -> bool:
        """Whether a question is answered; names in keys are compared folded."""
        return key in self.answers or any(folded(key) == folded(each) for each in self.answers)

    def named(self, prefix: str) -> Mapping[str, Value]:
        """Collect the answers about things with names: `label.` gives label (folded) → whose."""
        found = {key: value for key, value in self.answers.items() if key.startswith(prefix)}
        return {folded(key.removeprefix(prefix)): value for key, value in found.items()}

    def account(self, slug: str) -> str:
        """The account at a distributor: as answered, else the sender's email."""
        return self.text(f"account.{slug}") or self.text("account") or self.text("email")

    def contact(self, key: str) -> tuple[str, str]:
        """Name and email of a contact; both empty where it was left open."""
        given = self.named("contact.").get(folded(key), self.answers.get("contact", ()))
        return (
            (given[0], given[1]) if isinstance(given, tuple) and len(given) == _NAME_AND_EMAIL else ("", "")
        )

    def source(self, key: str) -> str:
        """Where the address of a contact comes from; empty where it is not said."""
        given = self.named("source.").get(folded(key), self.text("source"))
        return given if isinstance(given, str) else ""

    @property
    def own_labels(self) -> tuple[str, ...]:
        """Labels that are the sender's: given, and answered."""
        answered = self.named("label.")
        ours = (label for label in self.music.labels if answered.get(folded(label)) == "ours")
        return unique((*self.texts("own_labels"), *ours))

    @property
    def licensed_labels(self) -> tuple[str, ...]:
        """Labels of the catalog that hold a licence; of an empty catalog, those that were named."""
        answered = self.named("label.")
        spelled = [key.removeprefix("label.") for key in self.answers if key.startswith("label.")]
        labels = self.music.labels if self.music.delivered else unique((*self.music.labels, *spelled))
        return tuple(label for label in labels if answered.get(folded(label)) == "licensed")

    @property
    def delivery(self) -> Delivery:
        """Who delivers what, as the catalog and the answers say."""
        return Delivery() if self.has_routes else deliveries(self.music, self.spoken, self.directory)

    @property
    def spoken(self) -> Spoken:
        """What was answered about delivery."""
        spoken = Spoken(
            distributors=self.texts("distributors"),
            licensed=self.licensed_labels,
            platforms=self.texts("platforms"),
            standing=self.routes,
        )
        return replace(spoken, chosen={via: found for via, _, found in _chosen(self, spoken)})

    @property
    def distributors(self) -> tuple[str, ...]:
        """Who delivers, each once."""
        return unique(each.via for each in self.delivery.named)

    @property
    def is_enquiry(self) -> bool:
        """Whether nobody knows who delivers, and somebody is named who could be asked."""
        return (
            UNKNOWN in self.texts("distributors") and self.delivery.is_open and bool(self.contact(UNKNOWN)[0])
        )

    @property
    def acts_for_others(self) -> bool:
        """Whether every artist needs a principal."""
        return self.text("capacity") in _FOR_OTHERS or self.text("basis") == Basis.MANDATE.value

    @property
    def foreign_labels(self) -> tuple[str, ...]:
        """Labels in the catalog that are not known as the sender's."""
        own = {folded(name) for name in (*self.music.artists, *self.texts("own_labels"))}
        own |= {folded(self.text("name")), folded(self.text("organization"))}
        return tuple(label for label in self.music.labels if folded(label) not in own)


def next_question(situation: Situation, *, passed: Collection[str] = ()) -> Question | None:
    """Find the first question without an answer; None when everything is known. `passed`: not to be asked."""
    return next(
        (
            question
            for question in _all(situation)
            if question.key not in passed and not situation.has(question.key)
        ),
        None,
    )


def question_before(situation: Situation, key: str, *, locked: Collection[str]) -> Question | None:
    """Find the last question before this one that was answered here; `locked`: answers that stand elsewhere."""
    before = None
    for question in _all(situation):
        if question.key == key:
            break
        if situation.has(question.key) and question.key not in locked:
            before = question
    return before


def _all(known: Situation) -> Iterator[Question]:
    """Every question that concerns this user, in order, answered or not; later ones depend on earlier answers."""
    is_unknown = not known.text("name") and not known.text("email")
    if known.profiles and (is_unknown or known.has("profile")):
        yield questions.use_profile(known.profiles)
    if not known.has_catalog or known.has("music"):
        yield questions.which_file(known.offered)
    yield questions.who_signs()
    yield questions.which_email(_names(known, known.distributors))
    yield questions.which_platforms(known.directory)
    if known.history:
        made = default_occasion(known.directory, known.texts("platforms"), known.today)
        yield which_occasion(known.history, made)
    yield questions.which_basis(for_others=known.text("capacity") in _FOR_OTHERS)
    yield from _capacity(known)
    if not known.has_routes:
        yield from _delivery(known)
        yield from _labels(known)
    yield from _principals(known)


def _names(known: Situation, slugs: tuple[str, ...]) -> tuple[str, ...]:
    records = (known.directory.distributors.get(slug) for slug in slugs)
    return tuple(record.name for record in records if record)


def _capacity(known: Situation) -> Iterator[Question]:
    basis = known.text("basis")
    if basis == Basis.MANDATE.value:
        yield questions.which_capacity(questions.OTHERS)
    elif basis == Basis.COMPANY.value:
        yield questions.which_capacity(questions.COMPANY)
        yield questions.which_company()


def _delivery(known: Situation) -> Iterator[Question]:
    if _lacks_distributor(known):
        yield questions.who_delivers(known.directory, named=_names(known, known.music.distributors))
        yield from _releases(known)
    several = len(known.distributors) > 1
    for slug in known.distributors:
        record = known.directory.distributors.get(slug)
        # One account is most often under the sender's own email, which the question for it says.
        if record and not known.has("account") and (several or questions.wants_account(record)):
            yield questions.which_account(slug, record, known.text("email"))
        if slug == ENDED:
            yield desks.former_distributor(known.directory)
            if known.text("former") == OTHER:
                yield from _contact(known, key="former", who="former")
        if slug in _TO_CONTACT:
            yield from _contact(known, key=slug, who=slug)


def _releases(known: Situation) -> Iterator[Question]:
    """Of several ways, ask for each what comes on it, as long as anything is left."""
    may_be_rest = True
    for via, left, found in _chosen(known, known.spoken):
        if left:
            yield which_releases(via, left, known.directory, may_be_rest=may_be_rest)
        may_be_rest = may_be_rest and {} not in found


def _chosen(
    known: Situation, spoken: Spoken
) -> Iterator[tuple[str, tuple[Delivered, ...], tuple[Match, ...]]]:
    """Of several ways, each with the releases that were left when it was asked about, and what was named of them."""
    ways = spoken.distributors if known.music.releases and len(spoken.distributors) > 1 else ()
    taken: list[Match] = []
    for via in ways:
        if via != UNKNOWN:
            left = unsaid_releases(known.music, spoken, taken)
            found = matches_of(known.texts(f"releases.{via}"), left, via)
            taken += [match for match in found if match]
            yield via, left, found


def _lacks_distributor(known: Situation) -> bool:
    """Whether some music comes from nobody knows whom. Of an empty catalog that is asked only once."""
    if known.music.delivered:
        return asks_rest(known.music, known.spoken)
    return known.music.undelivered or not (known.music.distributors or known.is_begun)


def _contact(known: Situation, *, key: str, who: str) -> Iterator[Question]:
    if not known.has("contact"):
        yield desks.which_contact(key, who, known.directory, known.contacts)
    name, address = known.contact(key)
    if address and not known.has("source") and (name, address) not in known.contacts.values():
        yield desks.where_from(key, name)


def _labels(known: Situation) -> Iterator[Question]:
    if known.routes or (known.distributors and set(known.distributors) <= _WITHOUT_LABELS):
        return
    for label in known.foreign_labels[:MOST_LABELS]:
        yield questions.whose_label(label)
    for label in known.licensed_labels:
        if label in known.foreign_labels:
            yield from _contact(known, key=f"label.{label}", who=label)


def _principals(known: Situation) -> Iterator[Question]:
    if known.acts_for_others and not known.has_principals and len(known.music.artists) <= MOST_ARTISTS:
        for artist in known.music.artists:
            yield questions.which_principal(artist)
