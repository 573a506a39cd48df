"""The page of a notice that was recorded: laid out again, and compared with what the ledger holds before it is shown.

The files of a notice are text and PDF. The page needs the values behind them, so the notice is planned and written
again; unless every word of it is the recorded one, there is no page.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from takedown.asked import Asked
from takedown.audit import OPEN, NoticeState
from takedown.canonical import digest
from takedown.errors import UsageError
from takedown.notice import Kind, Notice, Signature
from takedown.planning import plan_notices
from takedown.rendering.compose import lay_out
from takedown.rendering.page import draw_page
from takedown.rendering.text import as_text
from takedown.rendering.twin import notice_document
from takedown.rendering.written import ENGLISH_FILE, write_letter

if TYPE_CHECKING:
    from takedown.cli.session import Session
    from takedown.rendering.paper import Paper

#: The files with which the page is compared.
_LETTERS = ("notice.txt", ENGLISH_FILE)
#: Those, and the ones that it shows or is made from, as far as a notice has them.
KEPT = (*_LETTERS, "notice.json", "ticket.txt", "steps.txt")


def page_of(session: "Session", state: NoticeState, contents: Mapping[str, bytes]) -> str:
    """Write the page of a recorded notice. `contents` are its files of KEPT, as they were recorded.

    UsageError where the workspace, or this version of the program, would no longer write the very same words.
    """
    dated = state.dated or session.today
    signature = _signature(contents["notice.json"], state)
    for notice in _candidates(session, state):
        written = write_letter(notice, session.letters, dated=dated)
        if digest(notice_document(notice, written, dated=dated)) != state.document_sha256:
            continue
        laid_out = partial(
            lay_out, notice, dated=dated, signature=signature, document_sha256=state.document_sha256
        )
        paper = laid_out(written)
        english = laid_out(written.english) if written.english else None
        if _texts(paper, english) == {name: contents[name] for name in _LETTERS if name in contents}:
            return draw_page(
                paper,
                english=english,
                ticket=contents.get("ticket.txt", b"").decode(),
                pasted=written.ticket,
                steps=contents.get("steps.txt", b"").decode(),
            )
    raise _changed(state)


def _texts(paper: "Paper", english: "Paper | None") -> dict[str, bytes]:
    texts = {"notice.txt": as_text(paper).encode()}
    return {**texts, ENGLISH_FILE: as_text(english).encode()} if english else texts


def _signature(twin: bytes, state: NoticeState) -> Signature | None:
    """The signature as notice.json holds it."""
    signed = json.loads(twin)["signature"]
    return Signature(**signed, document_sha256=state.document_sha256) if signed else None


def _candidates(session: "Session", state: NoticeState) -> Iterator[Notice]:
    """The notice as this workspace would make it now; where it went out, as it would if nothing had been asked yet."""
    notices = [*(planned.notice for planned in session.plan.notices), *session.replies.notices]
    if not any(notice.id == state.id for notice in notices):
        anew = plan_notices(
            session.checked, session.settings.request, session.directory, asked=Asked(), today=session.today
        )
        notices = [planned.notice for planned in anew.notices]
    for notice in notices:
        if notice.id == state.id:
            yield notice
            if notice.kind is Kind.PLATFORM_REQUEST:  # what was recorded since is not in its words yet
                yield replace(notice, deliveries=state.deliveries)


def _changed(state: NoticeState) -> UsageError:
    if state.dispatch in OPEN:
        return UsageError(
            f"{state.folder} does not say yet what you changed or recorded since it was written",
            hint=f"takedown generate writes it again; takedown preview {state.id} shows it as it is",
        )
    return UsageError(
        f"{state.id} is {state.dispatch}, and its page cannot be laid out again as it was then",
        hint=f"takedown preview {state.id} --open shows it, and opens its PDF",
    )
