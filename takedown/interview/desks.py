"""Questions about desks: who delivered before, whom to write to, and where an address comes from."""

from collections.abc import Mapping

from takedown.interview.answers import (
    AnswerError,
    Choice,
    Value,
    chosen,
    contact_answer,
    former_answer,
    optional,
    text_answer,
)
from takedown.interview.questions import Question
from takedown.records import Directory


def former_distributor(directory: Directory) -> Question:
    return Question(
        key="former",
        ask="Who delivered it before that ended?",
        explain="What is still live after the end of an agreement is asked of who delivered it. A name from "
        "`takedown directory list` is best; with other, you are asked for the name and email of one that it lacks.",
        read=optional(lambda text: former_answer(text, directory)),
        default="",
        enter="leave it open",
        option="--former",
    )


_CONTACTS = {
    "label": "Which label? Its name and an email of somebody there.",
    "direct": "Whom do you write to there? Name and email.",
    "other": "What is the distributor called? Its name and an email.",
    "former": "What is it called who delivered it? Its name and an email.",
}


def which_contact(key: str, who: str, directory: Directory, known: Mapping[str, tuple[str, str]]) -> Question:
    """Ask for name and email of a desk that the directory does not know; `who` is a word of via, or a label.

    `known`: name and email of contacts that stand in takedown.toml, by their keys: one of them can be chosen.
    """
    choices = tuple(
        Choice(word=key, meaning=f"{name} <{email}>" if email else name)
        for key, (name, email) in known.items()
    )

    def read(text: str) -> Value:
        try:
            return known[chosen(text, choices)] if choices else contact_answer(text, directory)
        except AnswerError:
            if text.isdecimal():
                raise
            return contact_answer(text, directory)

    return Question(
        key=f"contact.{key}",
        ask=_CONTACTS.get(who) or f"Whom do you write to at {who}? Name and email.",
        explain="The letter is addressed to them. The name alone is enough for now; without an address you "
        "hand the letter over yourself.",
        read=lambda text: read(text) if text.strip() else (),
        choices=choices,
        example="Small Label <desk@example.org>",
        default=(),
        enter="leave it open",
        option="--contact",
    )


def where_from(key: str, name: str) -> Question:
    return Question(
        key=f"source.{key}",
        ask=f"Where do you have the address of {name} from?",
        explain="A letter is only addressed to where it is known that somebody reads it. Your contract, their "
        "website or their last mail are good sources.",
        read=optional(text_answer),
        example="contract of 2021, page 4",
        default="",
        enter="leave it open; then no mail is addressed to it",
        option="--contact-source",
    )
