"""Options of the command line → answers, by the same rules as what is typed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from takedown.checks.words import quoted
from takedown.frozen import dataclass
from takedown.interview.answers import (
    AnswerError,
    Answers,
    Choice,
    Value,
    chosen,
    contact_answer,
    day_answer,
    distributors_answer,
    email_answer,
    former_answer,
    language_answer,
    name_answer,
    pieces,
    platforms_answer,
    principal_answer,
    territories_answer,
    text_answer,
)
from takedown.interview.languages import letter_languages
from takedown.interview.questions import BASES
from takedown.records import Directory
from takedown.request import SPECIAL_VIA, Capacity

#: Words before a contact that are no label.
DESKS = SPECIAL_VIA | {"former"}
_CAPACITIES = tuple(Choice(word=each.value, meaning="") for each in Capacity)

Read = Callable[[tuple[str, ...]], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What options are judged by."""

    directory: Directory
    today: date


def option_answers(given: Mapping[str, Sequence[str]], known: Known) -> Answers:
    """Read options (name without dashes → its values, empty where not given). AnswerError names the option."""
    readers = _readers(known)
    answers: dict[str, Value] = {}
    for option, values in given.items():
        if not values:
            continue
        try:
            if option in readers:
                key, read = readers[option]
                answers[key] = read(tuple(values))
            else:
                for value in values:
                    answers |= _NAMED[option](value, known)
        except AnswerError as error:
            raise AnswerError(f"--{option}: {error.message}", hint=error.hint) from error
    return answers


def _readers(known: Known) -> dict[str, tuple[str, Read]]:
    """Option → the answer it gives, and how it is read."""
    directory = known.directory
    return {
        "name": ("name", _last(name_answer)),
        "email": ("email", _last(email_answer)),
        "organization": ("organization", _last(text_answer)),
        "capacity": ("capacity", _last(lambda text: chosen(text, _CAPACITIES))),
        "address": ("address", _each(text_answer)),
        "own-label": ("own_labels", _each(text_answer)),
        "basis": ("basis", _last(lambda text: chosen(text, BASES))),
        "platform": ("platforms", lambda values: platforms_answer(_pieces(values), directory)),
        "territory": ("territories", lambda values: territories_answer(_pieces(values))),
        "wanted-by": ("wanted_by", _last(lambda text: day_answer(text, today=known.today))),
        "occasion": ("occasion", _last(text_answer)),
        "distributor": ("distributors", lambda values: distributors_answer(_pieces(values), directory)),
        "former": ("former", _last(lambda text: former_answer(text, directory))),
        "language": ("language", _last(lambda text: language_answer(text, letter_languages()))),
        "contact-source": ("source", _last(text_answer)),
    }


def _last(read: Callable[[str], Value]) -> Read:
    return lambda values: read(values[-1])


def _each(read: Callable[[str], str]) -> Read:
    return lambda values: tuple(line for value in values if (line := read(value)))


def _pieces(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(piece for value in values for piece in pieces(value))


def _account(text: str, known: Known) -> Answers:
    """`ana@example.com`, or `tunecore=ana@example.com` where there are several distributors."""
    slug, sign, account = text.partition("=")
    if sign and slug in known.directory.distributors:
        return {f"account.{slug}": text_answer(account)}
    return {"account": text_answer(text)}


def _contact(text: str, known: Known) -> Answers:
    """`Small Label <desk@example.org>`; with `label=`, `direct=` … or a label's name and `=` before it."""
    who, sign, contact = text.partition("=")
    if not sign:
        return {"contact": contact_answer(text, known.directory)}
    key = who if who in DESKS else f"label.{text_answer(who)}"
    return {f"contact.{key}": contact_answer(contact, known.directory)}


def _licensed_label(text: str, _known: Known) -> Answers:
    return {f"label.{text_answer(text)}": "licensed"}


def _principal(text: str, _known: Known) -> Answers:
    artist, name = principal_answer(text)
    return {f"principal.{artist}": name}


def _releases(text: str, known: Known) -> Answers:
    """`self=0123456789012,An Album`; what is meant is looked up in the catalog."""
    who, sign, releases = text.partition("=")
    named = pieces(releases)
    if not sign or not named:
        raise AnswerError(
            f"{quoted(text)} is not of the form WHO=RELEASES",
            hint='write "self=0123456789012,Title" or "other=rest"',
        )
    return {f"releases.{distributors_answer((who,), known.directory)[0]}": named}


_NAMED: Mapping[str, Callable[[str, Known], Answers]] = {
    "account": _account,
    "contact": _contact,
    "licensed-label": _licensed_label,
    "principal": _principal,
    "releases": _releases,
}
