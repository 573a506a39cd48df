"""steps.txt: for the user alone, what to do by hand with a notice, how to record it, and what happens next.

Its digest is part of the notice, so that it holds no date but those of the notice itself.
"""

from collections.abc import Collection, Iterator, Sequence

from takedown.aftercare import Section, aftercare_of, joined
from takedown.notice import Kind, Notice, RecipientRole, Way
from takedown.records import Channel, Known
from takedown.rendering.parts import annexes_in, drafts_in, listed_in
from takedown.rendering.values import shown
from takedown.request import WORLDWIDE

_WAYS = {
    Channel.EMAIL: "By email",
    Channel.FORM: "By form",
    Channel.DASHBOARD: "In your account",
    Channel.POST: "By post",
}

#: What a distributor has for removing is left out: a press there would remove.
_PRESS_NOTHING = {
    Kind.ENQUIRY: "This is only a question: press nothing in your account that removes a release.",
    Kind.REMINDER: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.ESCALATION: "This is about a request that went out: press nothing in your account for a second one.",
    Kind.RETRACTION: "This calls a request back: press nothing in your account that removes a release.",
    Kind.REINSTATEMENT: "This asks for a return: press nothing in your account that removes a release.",
}


#: Physical products have codes of their own as a rule; the letter of a disc must name the disc's.
_BARCODE = (
    "Compare the barcode on the disc or record with the UPC of the letter: they often differ. Where they do, put the "
    "one on the disc into the catalog, as a release of its own if the same music is also delivered as files, and run "
    "takedown generate again."
)


def steps_text(notice: Notice, *, files: Collection[str] | None = None) -> str:
    """Write the numbered steps and what happens next.

    `files` are the names of the notice's other files, so that none is spoken of that is not there; None: those that
    a notice of this kind and language has.
    """
    there = _usual_files(notice) if files is None else frozenset(files)
    head = [
        f"What to do with notice {notice.id}"
        + (f" to {shown(name)}" if (name := notice.recipient.name) else ""),
        *(["This is a specimen with invented names: send it to nobody."] if notice.demo else []),
        "This page is for you alone: do not send it.",
        "",
    ]
    steps = (f"{number}. {step}" for number, step in enumerate(_steps(notice, there), 1))
    return "\n".join([*head, *steps, "", *_next(aftercare_of(notice))]) + "\n"


def _usual_files(notice: Notice) -> frozenset[str]:
    public = notice.kind is Kind.PUBLIC_STATEMENT
    ticket = () if public else ("ticket.txt", "notice.eml")
    english = () if notice.language == "en" else ("english.txt",)
    return frozenset({"notice.txt", "notice.pdf", "items.csv", *ticket, *english})


def _steps(notice: Notice, files: Collection[str]) -> Iterator[str]:
    if notice.waits:
        yield _wait(notice)
    if notice.kind is Kind.SUPPLY_STOP:
        yield _BARCODE
    what = "statement" if notice.kind is Kind.PUBLIC_STATEMENT else "letter"
    yield f"Read the {what} (notice.txt or notice.pdf). If it is right, sign it: takedown sign {notice.id}"
    if notice.kind is Kind.PUBLIC_STATEMENT:
        yield (
            "Publish it yourself, where you speak to people: your page, your newsletter, your channels. Copy the "
            "text of notice.txt; this program sends it nowhere."
        )
        yield _record_published(notice.id)
        return
    ways = _usable(notice)
    yield from _hand_over(notice, ways)
    yield _advice(notice, {way.channel for way in ways}, files)
    yield from _besides(notice)
    yield _record_asked(notice.id) if notice.kind is Kind.ROSTER_LETTER else _record(notice.id)


def _wait(notice: Notice) -> str:
    open_ones = (shown(delivery.name) for delivery in notice.deliveries if delivery.submitted_on is None)
    names = joined(open_ones)
    return (
        f"Wait until you have asked {names} and recorded it (takedown record submitted);\n"
        "   then run takedown generate: this letter will name the day. To send it earlier, go on:\n"
        "   as it stands, it says that you are asking."
    )


def _usable(notice: Notice) -> tuple[Way, ...]:
    """The ways that fit what is said: where nothing shall be removed, or not everywhere, no button is one."""
    ways = notice.recipient.ways
    if notice.kind in _PRESS_NOTHING or _too_wide(notice):
        ways = tuple(way for way in ways if way.channel is not Channel.DASHBOARD)
    return ways


def _hand_over(notice: Notice, ways: tuple[Way, ...]) -> Iterator[str]:
    """Where to go. The steps of a record that name its ways say it all; other ways come after them, post last."""
    recipient = notice.recipient
    warned = _PRESS_NOTHING.get(notice.kind, "")
    if warned and recipient.steps:
        yield warned
    if notice.kind.removes and _partly(notice):
        yield _countries(notice)
    steps = () if warned or _too_wide(notice) else tuple(map(shown, recipient.steps))
    told = " ".join(steps).casefold()
    others = tuple(way for way in ways if not way.value or shown(way.value).casefold() not in told)
    written = tuple(way for way in others if way.channel is not Channel.POST)
    posted = tuple(way for way in others if way.channel is Channel.POST)
    others = (*written, *posted)
    if not ways and not steps:
        yield _no_way(notice)
    first = not steps or len(others) == len(ways)
    if recipient.steps and not steps and posted == ways != ():
        steps = (_look_first(notice),)
    if first and (now := written if steps else others):
        yield _listed("Hand it over", now, recipient.attention)
    yield from steps
    if steps and (later := posted if first else others):
        yield _listed("If that does not work", later, recipient.attention)
    yield from _how(notice)


def _how(notice: Notice) -> Iterator[str]:
    """In which conversation, and to whom alone."""
    if notice.kind.answers_another and notice.earlier:
        if notice.earlier.ticket:
            yield f"Write in the same ticket, {shown(notice.earlier.ticket)}; open no new request."
        else:
            yield "Answer in the same conversation, where there is one; open no new request."
    if notice.kind is Kind.ROSTER_LETTER:
        yield "Send it to this artist alone, in a message of its own: nobody else sees who is asked."


def _besides(notice: Notice) -> Iterator[str]:
    """What goes with it, and who else is to be told."""
    if notice.end and notice.end.confirmation:
        file = shown(notice.end.confirmation)
        yield f"Also attach a copy of the confirmation that it ended, which no draft holds: {file}"
    if notice.kind is Kind.REINSTATEMENT and notice.recipient.role is not RecipientRole.PLATFORM:
        yield (
            "If a request to the platform about the same items went out, the platform was told that they would "
            "be removed: tell it of the return too, in the same conversation. This does not happen by itself."
        )


def _partly(notice: Notice) -> bool:
    return notice.territories != (WORLDWIDE,) or bool(notice.excluded_territories)


def _too_wide(notice: Notice) -> bool:
    """Whether the buttons of the desk would take it out of more countries than asked for, by all that is known."""
    recipient = notice.recipient
    return (
        notice.kind.removes
        and _partly(notice)
        and recipient.takes_countries is not Known.YES
        and any(way.channel is Channel.DASHBOARD for way in recipient.ways)
    )


def _countries(notice: Notice) -> str:
    """What a press can do where only some countries are meant."""
    name, head = shown(notice.recipient.name), f"This is for some countries only ({notice.scope})"
    press = "Press no button and choose no option that removes a release"
    ask = "Ask support, and paste the text of ticket.txt, which names the countries."
    match notice.recipient.takes_countries:
        case Known.YES:
            return (
                f"{head}: choose exactly these. Press no button and send no form where you cannot name them."
            )
        case Known.NO:
            return (
                f"{head}. {name} cannot take out single countries, by what is known here: it may mean removal "
                f"everywhere and a new upload. Decide first whether you want that. {press}. {ask}"
            )
    return f"{head}, and whether {name} can do that is not known here. {press}: it may be for every country. {ask}"


def _record(notice: str) -> str:
    return (
        "When it has gone out, record it, with the ticket number you were given and the date:\n"
        f"   takedown record submitted {notice} --ticket NUMBER --on YYYY-MM-DD\n"
        "   Leave --ticket out if there is no number; --evidence FILE keeps a copy of the confirmation,\n"
        "   or of a picture of the screen."
    )


def _record_asked(notice: str) -> str:
    return (
        "When it has gone out, record it with the date:\n"
        f"   takedown record submitted {notice} --on YYYY-MM-DD\n"
        "   The reply is written into decisions.csv: party, answer (yes or no), date, how, file."
    )


def _record_published(notice: str) -> str:
    return (
        "When it is published, record it; --evidence FILE keeps a copy or a picture of the page:\n"
        f"   takedown record submitted {notice} --on YYYY-MM-DD --evidence FILE"
    )


def _no_way(notice: Notice) -> str:
    name, role = shown(notice.recipient.name), notice.recipient.role
    if role in (RecipientRole.ARTIST, RecipientRole.LABEL, RecipientRole.SUPPLIER):
        return f"No address of {name} is known here. Hand it over the way you usually write to them."
    return f"No address of {name} is known here. Look for the help or contact page in your account there."


def _look_first(notice: Notice) -> str:
    name = shown(notice.recipient.name)
    return f"Look for the help or contact page in your {name} account: only a postal address is known here."


def _listed(words: str, ways: tuple[Way, ...], attention: str) -> str:
    if len(ways) == 1:
        return f"{words}: {_way(ways[0], attention)}"
    return "\n".join(
        [
            f"{words}, one of these ways, the first that works for you:",
            *(f"   - {_way(way, attention)}" for way in ways),
        ]
    )


def _way(way: Way, attention: str) -> str:
    where = ", ".join(map(shown, [*([way.value] if way.value else []), *way.lines]))
    note = f" – {shown(way.note).rstrip('.')}" if way.note else ""
    envelope = (
        f". Write on the envelope: Attention: {shown(attention)}"
        if attention and way.channel is Channel.POST
        else ""
    )
    return f"{_WAYS[way.channel]}: {where}{note}{envelope}"


def _advice(notice: Notice, channels: set[Channel], files: Collection[str]) -> str:
    """What to hand over, for each of the ways that there are; only of files that there are."""
    english = "english.txt" in files
    looked_for = bool(notice.recipient.steps)  # they say where to look for a page to write on
    advice = []
    if channels == {Channel.DASHBOARD}:
        advice.append(
            "Where only buttons are pressed, nothing is pasted: ticket.txt is your list, the letter your record."
        )
    elif channels != {Channel.POST} or looked_for:
        advice.append(_pasted(notice, channels, files))
    account = shown(notice.account)
    if Channel.EMAIL in channels and "@" in account and account.casefold() != notice.sender.email.casefold():
        advice.append(f"Send it from {account}, the email of the account.")
    if Channel.POST in channels:
        pdfs = joined(("notice.pdf", *annexes_in(files)))
        english_too = ", and english.txt with it" if english else ""
        advice.append(f"For post, print {pdfs}{english_too}, and sign it by hand, or print the signed one.")
    if english:
        advice.append("english.txt says the same in English, and goes with the letter.")
    return " ".join(advice)


def _pasted(notice: Notice, channels: set[Channel], files: Collection[str]) -> str:
    """What to paste, and what to send by email."""
    attached = joined(
        ("notice.pdf", *annexes_in(files), *listed_in("items", files), *listed_in("english", files))
    )
    pasted = (
        "paste the text of ticket.txt (each part as a message of its own), and attach "
        f"{attached} where files are taken."
    )
    if Channel.DASHBOARD in channels and notice.recipient.self_service:
        # La Cúpula asks money for each press (D32): what is sent besides is a second request.
        or_mail = f" For email, open {_mailed(files)}" if Channel.EMAIL in channels else ""
        return (
            "While you press, ticket.txt is your list, and the letter your record. Write only for what your account "
            "cannot do, or when it is still there after the days that this page names: sent at once, it would be a "
            f"second request, and can cost a second time. Then {pasted}{or_mail}"
        )
    where = f"Where you can write, {pasted}" if Channel.DASHBOARD in channels else f"P{pasted[1:]}"
    by_mail = f" For email, open {_mailed(files, ' instead')}" if Channel.EMAIL in channels else ""
    return where + by_mail


def _mailed(files: Collection[str], instead: str = "") -> str:
    """The draft; where one email cannot carry all, each of them."""
    drafts = drafts_in(files)
    if len(drafts) > 1:
        return (
            f"{joined(drafts)}{instead}, one after the other: together they are one letter, in parts that a mail "
            "server takes, with all files attached. Send every part, in this order."
        )
    lists = len(listed_in("items", files)) + len(listed_in("english", files)) + len(annexes_in(files))
    return f"notice.eml{instead}: it is a ready draft with {'both' if lists == 1 else 'all'} files attached."


def _next(sections: Sequence[Section]) -> Iterator[str]:
    """The aftercare, one sentence or command a line; what comes from data stays on its line."""
    yield "What happens next"
    for section in sections:
        yield ""
        yield section.topic.value
        yield from (f"- {shown(line)}" for line in section.lines)
        yield from (f"  {shown(command)}" for command in section.commands)
    yield ""
    yield "The same for all your letters, with what is known of each desk, stands in what-next.txt."
