"""Which names may be published, and on what they rest: consent, what was shown, and what a person confirmed. Pure.

Anybody can fill in a form under any name, and agree to its publication. So a name goes out where a copy or more shows
that they asked a desk, or where the organizer asked them and wrote so in names.csv.
"""

from collections.abc import Collection, Sequence

from takedown.frozen import dataclass
from takedown.register.people import People, name_key
from takedown.register.standing import yeses_of
from takedown.register.values import GRADES, PUBLIC, Grade, Participant, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of names.csv: whether a person confirmed that this artist, of this address, may be named."""

    name: str
    address: str
    publish: bool | None = None
    """None as long as nobody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that may be published, and the organizer's reason; or one that waits for a person."""

    name: str
    address: str
    grade: Grade
    """The strongest that shows that they asked a desk."""
    confirmed: bool = False
    """Whether a person said yes in names.csv."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return not self.confirmed and self.grade is Grade.REPORTED


def naming(people: People, rows: Sequence[Standing], said: Collection[Said] = ()) -> tuple[Named, ...]:
    """Give those who asked a desk and agreed to be named, in their order.

    Left out is a name that somebody else has who did not agree, one that holds an address or a number to call, and one
    of which a person said no.
    """
    grades: dict[str, Grade] = {}
    for row in rows:
        if row.outcome in PUBLIC and row.publish:
            grades[row.participant] = max(grades.get(row.participant, row.grade), row.grade, key=GRADES.index)
    silent = {name_key(name) for one in people.participants if one.key not in grades for name in one.names}
    yes = {(name_key(one.name), one.address.casefold()) for one in said if one.publish is True}
    no = {name_key(one.name) for one in said if one.publish is False}
    found: dict[str, Named] = {}
    for one in people.participants:
        name = _agreed_name(one) if one.key in grades else ""
        keys = {name_key(each) for each in (*one.names, name)}
        if not name or name_key(name) in silent or keys & no or _reaches(name):
            continue
        addresses = [contact.casefold() for contact in one.contacts] or [""]
        confirmed = all((name_key(name), address) in yes for address in addresses)
        named = Named(
            name=name,
            address=next((a for a in addresses if (name_key(name), a) not in yes), addresses[0]),
            grade=grades[one.key],
            confirmed=confirmed,
        )
        # Two artists of one name: it goes out where it may for each of them.
        before = found.get(name)
        found[name] = named if before is None or named.is_open else before
    return tuple(sorted(found.values(), key=lambda one: (name_key(one.name), one.name)))


def consenting(people: People, rows: Sequence[Standing], said: Collection[Said] = ()) -> tuple[str, ...]:
    """Names that may be published: in the spelling under which they agreed."""
    return tuple(one.name for one in naming(people, rows, said) if not one.is_open)


def _agreed_name(participant: Participant) -> str:
    """One artist may have two names, and agree to one of them: the other would give them away."""
    agreed = yeses_of(participant)
    return max(agreed, key=lambda answer: answer.received).artist.strip() if agreed else ""


def _reaches(name: str) -> bool:
    return "@" in name or "://" in name or sum(mark.isdigit() for mark in name) >= _DIGITS


#: So many digits are a telephone number; bands with numbers in their names have fewer (blink-182, 10,000 Maniacs).
_DIGITS = 7
