"""The word for a decision: what belongs together in the records. No letter shows it."""

from datetime import date

from takedown.interview.answers import text_answer
from takedown.interview.questions import Question
from takedown.records import Directory


def which_occasion(history: str, made: str) -> Question:
    """Ask for a word for this decision: the campaign that is joined is over, and what is done now is not part of it."""
    return Question(
        key="occasion",
        ask=f"{history} is history. What do you call your own decision of today?",
        explain="It is for your records only; no letter shows it. Papers with the same word belong together.",
        read=text_answer,
        default=made,
        option="--occasion",
    )


def default_occasion(directory: Directory, platforms: tuple[str, ...], today: date) -> str:
    """Make up the word for this decision: the month and the companies."""
    records = (directory.platforms.get(each) for each in platforms)
    companies = dict.fromkeys(record.company for record in records if record)
    return " ".join([f"{today:%Y-%m}", *companies])
