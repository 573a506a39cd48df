"""Putting the drafts of a notice into a mailbox, and what is said where that fails half-way."""

from collections.abc import Callable, Sequence

from takedown.channels.imap import Draft, Mailbox, MailboxError, NotPutError


def put_drafts(
    box: Mailbox, folder: str, drafts: Sequence[bytes], *, notice: str, take_back: Callable[[], None]
) -> list[Draft]:
    """Put the drafts of one notice into a folder, in their order.

    MailboxError where one fails. `take_back` is called before, where surely none of them is there; else the next step
    names the notice, since it counts as exported.
    """
    put: list[Draft] = []
    for draft in drafts:
        try:
            put.append(box.put_draft(draft, folder))
        except NotPutError as error:
            if put:
                raise _again(error, notice) from error
            take_back()
            raise
        except MailboxError as error:
            raise _again(error, notice) from error
    return put


def _again(error: MailboxError, notice: str) -> MailboxError:
    return MailboxError(
        error.message,
        hint=f"takedown outbox export --drafts {notice} looks for it first, and puts there only what is missing; then "
        "the same command again for the others",
    )
