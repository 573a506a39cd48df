"""The page of a packet that has letters to hand over, and what all packets say."""

from collections.abc import Iterable, Sequence

from takedown.aftercare import joined
from takedown.days import long_date
from takedown.kits.asking import Occasion
from takedown.kits.chapters import (
    Prepared,
    aftercare,
    afterwards,
    alone,
    costs,
    learns,
    steps,
    stopping,
    warned,
)
from takedown.kits.guide import Chapter, Guide, Points, Text
from takedown.kits.values import Entry
from takedown.kits.words import plain, plainly
from takedown.notice import Kind
from takedown.plan import NoticePlan, Omission
from takedown.records import Directory
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE

TITLE = "Do these three things"
TELL = (
    "Whatever comes of it, tell whoever gave you this packet, if you want to: sent, agreed, gone. Or: I cannot, or my "
    "label said no. Each of these is taking part."
)
KEEP = "Write down the day and the ticket number, and keep a picture of the screen or the answer itself."


def one(heading: str, text: str) -> Chapter:
    """A chapter of one paragraph."""
    return Chapter(heading=heading, blocks=(Text(text=text),))


ABOUT = one(
    "About this packet",
    "It was made for you alone, and nothing was sent to anybody. It needs no program and no network. It is no legal "
    "advice: where much money or an agreement that you do not know hangs on it, ask somebody who does.",
)


def guide_of_letters(
    entry: Entry, occasion: Occasion, directory: Directory, letters: Sequence[Prepared], plan: NoticePlan
) -> Guide:
    """The page of a packet with letters."""
    chapters: list[Chapter] = []
    for letter in letters:
        after = aftercare(letter, directory)
        if stop := warned(alone(letter, after)):
            chapters.append(Chapter(heading=f"Leave this alone: {letter.walk.desk}", blocks=stop))
        chapters += [
            steps(letter),
            learns(letter),
            costs(letter, plan),
            stopping(letter),
            afterwards(letter, after),
        ]
    return Guide(
        artist=entry.artist,
        title=TITLE,
        lead=lead(entry, occasion, directory),
        things=(
            _read(entry, letters),
            _hand_over(entry, letters, directory),
            one("Keep what they answer", f"{KEEP} {TELL}"),
        ),
        chapters=(*chapters, *left_out(plan.omissions), ABOUT),
        specimen=occasion.demo,
    )


def lead(entry: Entry, occasion: Occasion, directory: Directory) -> tuple[str, ...]:
    """What it is about, and that nothing was sent."""
    platforms = joined(shown(directory.platforms[slug].name) for slug in entry.platforms)
    territories = occasion.campaign.territories
    where = "" if territories == (WORLDWIDE,) else f" in {', '.join(territories)}"
    by = f", by {long_date(occasion.wanted_by)}" if occasion.wanted_by else ""
    return (
        f"This is about taking your music off {platforms or 'a platform'}{where}{by}, and off nothing else.",
        "Nothing has been sent. You decide, and what is sent, you send yourself.",
    )


def _read(entry: Entry, letters: Sequence[Prepared]) -> Chapter:
    folders = joined(letter.folder for letter in letters)
    where = f"the folder {folders}" if len(letters) == 1 else f"the folders {folders}"
    blank = "Fill in the blanks, ________, with what stands in your account. " if letters[0].is_blank else ""
    account = (
        f"Look at the email of your account, too: {shown(entry.account)}. "
        if letters[0].notice.account
        else ""
    )
    return one(
        "Read the letter" if len(letters) == 1 else "Read the letters",
        f"Open notice.pdf in {where}; notice.txt says the same. {blank}{account}Go on only if every sentence is true. "
        "It is not signed: write your name on its line.",
    )


def _hand_over(entry: Entry, letters: Sequence[Prepared], directory: Directory) -> Chapter:
    desks = joined(shown(letter.notice.recipient.name) for letter in letters)
    kinds = {letter.notice.kind for letter in letters}
    asks = kinds == {Kind.ENQUIRY}
    why = "Codes are missing, so this letter asks for them first. It removes nothing. " if asks else ""
    has_stop = any(alone(letter, aftercare(letter, directory)) for letter in letters)
    then = "Read first what to leave alone." if has_stop else "Change nothing in the text."
    address = entry.email if kinds == {Kind.LABEL_REQUEST} else entry.account
    return one(
        f"{'Ask' if asks else 'Hand it to'} {desks}",
        f"{why}Do it yourself, from your own account or address ({shown(address)}), by the steps below. {then}",
    )


def left_out(omissions: Iterable[Omission]) -> tuple[Chapter, ...]:
    """Music of the artist that no letter speaks of, and why."""
    points = plainly(f"{each.release}: {plain(each.reason)}" for each in omissions)
    if not points:
        return ()
    more = Text(text="Ask whoever gave you this packet about these. They stay where they are until then.")
    return (Chapter(heading="What no letter speaks of", blocks=(Points(points=points), more)),)
