"""What steps.txt says of the files: what to paste, attach, send and print; and how to record that it went out."""

from collections.abc import Collection

from takedown.aftercare import joined
from takedown.notice import Notice
from takedown.records import Channel
from takedown.rendering.parts import annexes_in, drafts_in, listed_in
from takedown.rendering.values import shown


def advice(notice: Notice, channels: set[Channel], files: Collection[str]) -> str:
    """What to hand over, for each of the ways that there are; only of files that there are."""
    english = "english.txt" in files
    looked_for = bool(notice.recipient.steps)  # they say where to look for a page to write on
    said = []
    if channels == {Channel.DASHBOARD}:
        said.append(
            "Where only buttons are pressed, nothing is pasted: ticket.txt is your list, the letter your record."
        )
    elif channels != {Channel.POST} or looked_for:
        said.append(_pasted(notice, channels, files))
    account = shown(notice.account)
    if Channel.EMAIL in channels and "@" in account and account.casefold() != notice.sender.email.casefold():
        said.append(f"Send it from {account}, the email of the account.")
    if Channel.POST in channels:
        pdfs = joined(("notice.pdf", *annexes_in(files)))
        english_too = ", and english.txt with it" if english else ""
        said.append(f"For post, print {pdfs}{english_too}, and sign it by hand, or print the signed one.")
    if english:
        said.append("english.txt says the same in English, and goes with the letter.")
    return " ".join(said)


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


def record(notice: str) -> str:
    return (
        "When it has gone out, record it, with the ticket number you were given and the date:\n"
        f"   takedown record submitted {notice} --ticket NUMBER --on YYYY-MM-DD\n"
        "   Leave --ticket out if there is no number; --evidence FILE keeps a copy of the confirmation,\n"
        "   or of a picture of the screen."
    )


def record_asked(notice: str) -> str:
    return (
        "When it has gone out, record it with the date:\n"
        f"   takedown record submitted {notice} --on YYYY-MM-DD\n"
        "   The reply is written into decisions.csv: party, answer (yes or no), date, how, file."
    )


def record_published(notice: str) -> str:
    return (
        "When it is published, record it; --evidence FILE keeps a copy or a picture of the page:\n"
        f"   takedown record submitted {notice} --on YYYY-MM-DD --evidence FILE"
    )
