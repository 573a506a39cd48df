"""The questions as values: what is asked, what Enter means, and how an answer is read."""

from collections.abc import Callable, Mapping
from pathlib import Path

from takedown.checks.words import either, quoted, squeezed
from takedown.frozen import dataclass
from takedown.interview.answers import (
    AnswerError,
    Choice,
    Value,
    chosen,
    distributors_answer,
    email_answer,
    name_answer,
    optional,
    pieces,
    platforms_answer,
    text_answer,
)
from takedown.interview.paths import given_paths
from takedown.interview.profile import Profile
from takedown.records import Directory, Distributor
from takedown.request import UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `read` turns what was typed into the answer, or raises AnswerError."""

    key: str
    ask: str
    explain: str
    """Two sentences, for who types `?`."""
    read: Callable[[str], Value]
    example: str = ""
    choices: tuple[Choice, ...] = ()
    default: Value | None = None
    """The answer that Enter gives; None: an answer is needed."""
    enter: str = ""
    """What Enter means, in words; empty: the default as it is."""
    option: str = ""
    is_path: bool = False


#: Each is a statement that stands in the letter: nothing shorter than its whole word is taken for it.
BASES = (
    Choice(word="sole-owner", meaning="nobody else owns any part of the recordings"),
    Choice(word="all-owners-agreed", meaning="others own parts, and all of them said yes"),
    Choice(word="company", meaning="your company holds the rights"),
    Choice(word="mandate", meaning="you act for others, who signed a mandate"),
    Choice(
        word="open",
        meaning="not sure yet: no withdrawal is made until it is said",
        also=("notsure", "unknown"),
    ),
)
#: In what capacity one signs by each basis, where several are possible; the first is the default.
OTHERS = (
    Choice(word="manager", meaning="you manage them"),
    Choice(word="agent", meaning="you are their agent"),
    Choice(word="attorney", meaning="you are their lawyer", also=("lawyer",)),
)
COMPANY = (
    Choice(word="label", meaning="you speak for a label"),
    Choice(word="officer", meaning="you are an officer of a company"),
)
LABELS = (
    Choice(word="ours", meaning="it is a name of your own", also=("own", "mine", "yes", "y")),
    Choice(word="licensed", meaning="it is another label, and holds a licence", also=("theirs", "no", "n")),
    Choice(word="open", meaning="leave it open; the plan will ask", also=("notsure", "unknown")),
)
NONE = "none"


def use_profile(profiles: Mapping[str, Profile]) -> Question:
    """Ask whether a profile is used; where there are several, which."""
    if len(profiles) == 1:
        name, profile = next(iter(profiles.items()))
        return Question(
            key="profile",
            ask=f"{profile.shown} – use it? [Y/n]",
            explain="This is what you said about yourself in another workspace. With n, you are asked anew.",
            read=lambda text: name if _yes(text) else NONE,
            default=name,
            enter="yes",
            option="--profile",
        )
    listed = tuple(Choice(word=name, meaning=each.shown) for name, each in profiles.items())
    choices = (*listed, Choice(word=NONE, meaning="somebody else", also=("n", "no")))
    return Question(
        key="profile",
        ask="Who signs?",
        explain="These are the profiles kept from other workspaces. Choose one, or somebody else.",
        read=lambda text: chosen(text, choices),
        choices=choices,
        default=listed[0].word,
        option="--profile",
    )


def _yes(text: str) -> bool:
    given = squeezed(text)
    if given not in ("y", "yes", "n", "no"):
        raise AnswerError(f"{quoted(text)} is neither y nor n", hint="write y or n")
    return given in ("y", "yes")


def which_file(offered: Path | None) -> Question:
    """Ask for a file that lists the music. With a file at hand, Enter takes it."""
    return Question(
        key="music",
        ask="Which file lists your music? Type its path, or drag it here.",
        explain="A royalty statement from your distributor, a spreadsheet, or a folder of audio files; it is only "
        "read, never changed. Type - if you have none yet: then you get an empty catalog.csv to fill in.",
        read=_paths,
        default=(str(offered),) if offered else (),
        enter=f"{offered.name}, which lies here (- for none)" if offered else "none yet",
        option="--from",
        is_path=True,
    )


def _paths(text: str) -> Value:
    if text.strip().casefold() in ("-", NONE):
        return ()
    return tuple(str(path.absolute()) for path in given_paths(text))


def who_signs() -> Question:
    return Question(
        key="name",
        ask="Who signs? Your own name.",
        explain="The name of a person stands under every letter. It may be another than the artist's.",
        read=name_answer,
        example="Ana Example",
        option="--name",
    )


def which_email(distributors: tuple[str, ...]) -> Question:
    whose = f"your {distributors[0]} account" if len(distributors) == 1 else "your account at the distributor"
    return Question(
        key="email",
        ask=f"Your email? Best the one {whose} is under.",
        explain="Answers come to this address, and every recipient sees it. A distributor knows you by the address "
        "of your account.",
        read=email_answer,
        example="ana@example.com",
        option="--email",
    )


def which_platforms(directory: Directory) -> Question:
    """Ask from which platforms the music shall go."""
    choices = tuple(Choice(word=slug, meaning=each.name) for slug, each in directory.platforms.items())
    numbers = {str(number): each.word for number, each in enumerate(choices, start=1)}
    return Question(
        key="platforms",
        ask="Which platforms shall it leave? Several with commas.",
        explain="Streaming and sale of downloads are platforms of their own, because each is asked for by name. "
        "The name of a company means both; discs and videos are named by themselves.",
        read=lambda text: platforms_answer([numbers.get(each, each) for each in pieces(text)], directory),
        example="amazon, for streaming and downloads of Amazon",
        choices=choices,
        option="--platform",
    )


def which_basis(*, for_others: bool) -> Question:
    return Question(
        key="basis",
        ask="Why may you ask? The letter says this and nothing more.",
        explain="It becomes one sentence of the letter, and must be true. Who owns a part has a say: band members, "
        "a label, whoever paid for the recording.",
        read=lambda text: chosen(text, BASES),
        choices=BASES,
        default="mandate" if for_others else None,
        option="--basis",
    )


def which_capacity(choices: tuple[Choice, ...]) -> Question:
    return Question(
        key="capacity",
        ask="In what capacity do you sign?",
        explain="It stands beside your name in the letter. Who acts for others needs a signed mandate of each.",
        read=lambda text: chosen(text, choices),
        choices=choices,
        default=choices[0].word,
        option="--capacity",
    )


def which_company() -> Question:
    return Question(
        key="organization",
        ask="What is the company or label called?",
        explain="The letter says that it holds the rights. Write the name as your agreements have it.",
        read=text_answer,
        example="Example Tapes",
        default="",
        enter="leave it open",
        option="--organization",
    )


def who_delivers(directory: Directory, *, named: tuple[str, ...] = ()) -> Question:
    """Ask who delivers; `named`: who delivers a part of it by the catalog, so that only the rest is asked."""
    slugs = ", ".join(directory.distributors)
    return Question(
        key="distributors",
        ask=f"Who delivers the music that is not from {either(named, 'and')}?"
        if named
        else "Who delivers your music to these platforms? Several with commas.",
        explain=f"Known are {slugs}; further label, direct, other, self, ended, unlicensed, and unknown. "
        "label: a label does. direct: you, by an agreement with the platform. other: a distributor that is not among "
        "these. self: the account at the platform is your own, and you take it out there. ended: who had it may "
        "deliver it no longer, and it is still there. unlicensed: somebody uploaded it without permission. "
        "unknown is a good answer: nothing is guessed, and a royalty statement that you import later says it. "
        "Of several you are asked which releases each delivers.",
        read=lambda text: distributors_answer(pieces(text), directory),
        example="distrokid, tunecore … or label, direct, other",
        default=(UNKNOWN,),
        option="--distributor",
    )


#: Fields of a form that only the customer can fill in.
_OF_THE_CUSTOMER = ("account", "customer", "client")


def wants_account(record: Distributor) -> str:
    """Return the field by which this desk's form asks for an account; empty where it asks for none."""
    fields = record.ticket.fields
    return next((each for each in fields if any(word in each.casefold() for word in _OF_THE_CUSTOMER)), "")


def which_account(slug: str, record: Distributor, email: str) -> Question:
    field = wants_account(record)
    return Question(
        key=f"account.{slug}",
        ask=f"{record.name}: {field}?" if field else f"Under which email is your {record.name} account?",
        explain=f"{record.name} finds your recordings by your account. No password is ever asked here.",
        read=optional(text_answer),
        default=email,
        option="--account",
    )


def whose_label(label: str) -> Question:
    return Question(
        key=f"label.{label}",
        ask=f"The catalog names the label {label}. Whose is it?",
        explain="What another label controls is asked of that label, not of the distributor. Your own label's "
        "name needs no letter.",
        read=lambda text: chosen(text, LABELS),
        choices=LABELS,
        default="open",
        option="--own-label, --licensed-label",
    )


def which_principal(artist: str) -> Question:
    return Question(
        key=f"principal.{artist}",
        ask=f"For whom do you act with {artist}? The name in the mandate.",
        explain="Whoever signed your mandate: a person, or a company. The letter names them as the one who asks.",
        read=optional(name_answer),
        example="Bo Example",
        default="",
        enter="leave it open",
        option="--principal",
    )
