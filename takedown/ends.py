"""What must be held of an agreement's end before a letter may speak of it; the same for the checks and the plan."""

from datetime import date

from takedown.frozen import dataclass
from takedown.request import End, Route

_KEYS = ("ended", "confirmed_on", "seen_live")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is missing or wrong, by its rule, and the next step."""

    rule: str
    message: str
    hint: str


def end_gap(route: Route, who: str, today: date) -> Gap | None:
    """Say why no letter can be written for a route with via = "ended"; None where everything is at hand.

    `who` is the name of who delivered it. Each of the three days stands in the letters, so that each must be true.
    """
    if not route.former:
        return Gap(
            rule="Q-END",
            message="it is not said who delivered it until the agreement ended",
            hint='write former = "…" in the route: a distributor\'s slug (takedown directory list), or the key of a '
            "contact",
        )
    end = route.end or End()
    return _contradiction(end, today) or _missing(end, who, today)


def _contradiction(end: End, today: date) -> Gap | None:
    if end.ended and end.ended >= today:
        when = "today" if end.ended == today else f"on {end.ended}, which lies ahead"
        return _wrong(
            f"the agreement ends {when}",
            "wait until it is over; until then it is withdrawn under the agreement",
        )
    for key, day in (("confirmed_on", end.confirmed_on), ("seen_live", end.seen_live)):
        if day and day > today:
            return _wrong(f"{key} is {day}, which lies ahead", f"write the day on which it was: {key} = …")
    if end.ended and end.seen_live and end.seen_live < end.ended:
        return _wrong(
            f"it was seen live on {end.seen_live}, before the agreement ended on {end.ended}",
            f"look again, and write the day: seen_live = {today}",
        )
    return None


def _wrong(message: str, hint: str) -> Gap:
    return Gap(rule="E-END", message=message, hint=hint)


def _missing(end: End, who: str, today: date) -> Gap | None:
    steps = {
        "ended": ("the day on which the agreement ended", "write the day from the agreement or its notice"),
        "confirmed_on": (
            f"the date on which {who} confirmed the end",
            f"ask {who} to confirm in writing that it is over and since when, and keep the answer in a file",
        ),
        "seen_live": (
            "the day on which it was last seen live",
            f"look whether it is still there, and write that day (today is {today})",
        ),
    }
    lacking = [key for key in _KEYS if getattr(end, key) is None]
    if not lacking:
        return None
    what = [steps[key][0] for key in lacking]
    listed = " and ".join(filter(None, (", ".join(what[:-1]), what[-1])))
    keys = ", ".join(f"{key} = …" for key in lacking)
    return Gap(
        rule="Q-END",
        message=f"the agreement with {who} is said to be over, and {listed} {'is' if len(what) == 1 else 'are'} "
        "missing",
        hint=f"{'; '.join(steps[key][1] for key in lacking)}; then in the route: end = {{ {keys} }}",
    )
