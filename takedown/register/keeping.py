"""How long a register is kept: the campaign's own promise, as every command says it. Pure."""

from datetime import date

from takedown.days import long_date
from takedown.records import Campaign


def is_over(campaign: Campaign, today: date) -> bool:
    """Whether the day has come on which everything is deleted."""
    return campaign.delete_on is not None and today >= campaign.delete_on


def due_words(campaign: Campaign, today: date) -> str:
    """Say in one sentence until when people's answers are kept, with the next step where there is one."""
    on = campaign.delete_on
    if on is None:
        return (
            "No day is set on which these answers are deleted. People should know how long you keep them: "
            "set delete_on in campaign.toml."
        )
    left = (on - today).days
    if left > 1:
        return f"These answers are kept until {long_date(on)}, for {left:,} more days."
    if left == 1:
        return f"These answers are kept until tomorrow, {long_date(on)}."
    when = "today" if left == 0 else f"on {long_date(on)}"
    return (
        f"You promised to delete these answers {when}. Please do it now: takedown register forget --all. "
        "Then delete backups and the files that you imported."
    )
