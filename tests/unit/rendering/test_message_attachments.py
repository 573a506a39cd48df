"""Attachments are put into notice.eml by the program itself; the standard library says how they would stand there."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.rendering import message as module
from takedown.rendering.message import Draft, draft_message

DRAFT = Draft(
    id="ABCDEFGHIJ",
    dated=date(2026, 11, 22),
    from_name="Ana Example",
    from_email="ana@example.com",
    to_name="Example desk",
    to_email="desk@example.org",
    subject="Withdrawal of permission",
    text="Dear desk,\n\n--=_ABCDEFGHIJ_1\n\nYours\n",
    attachments={},
)
CONTENTS = st.binary(max_size=400) | st.sampled_from(
    [b"", b"x" * 57, b"x" * 58, b"\r\n--=_ABCDEFGHIJ_1--\r\n"]
)
ATTACHMENTS = st.dictionaries(
    st.sampled_from(["notice.pdf", "items.csv", "notice.en.txt"]), CONTENTS, max_size=3
)


def by_the_library(draft: Draft) -> bytes:
    """The same message, with attachments that EmailMessage encodes."""
    made: list[bytes] = []

    def fill(message: EmailMessage, _draft: Draft) -> None:
        message.set_content(draft.text, charset="utf-8", cte="quoted-printable")
        for name, content in draft.attachments.items():
            main, sub = module._MEDIA[name.rsplit(".", 1)[-1]]
            params = {"charset": "utf-8"} if main == "text" else {}
            message.add_attachment(
                content, maintype=main, subtype=sub, cte="base64", filename=name, params=params
            )
        if not draft.attachments:
            message.make_mixed()
        message.set_boundary(f"=_{draft.id}_{draft.part}")
        made.append(message.as_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_fill", fill)
        patch.setattr(module, "_filled", lambda raw, *_rest: raw)
        draft_message(draft)
    return made[0]


@given(ATTACHMENTS)
def test_every_message_is_byte_for_byte_the_one_that_the_library_makes(attachments):
    draft = replace(DRAFT, attachments=attachments)

    assert draft_message(draft) == by_the_library(draft)


@given(ATTACHMENTS)
def test_every_attachment_comes_back_as_it_was_given(attachments):
    parsed = message_from_bytes(draft_message(replace(DRAFT, attachments=attachments)), policy=policy.default)
    parts = {part.get_filename(): part.get_payload(decode=True) for part in parsed.iter_attachments()}

    assert parts == attachments


def test_lines_of_an_attachment_are_no_longer_than_mail_allows():
    content = bytes(range(256)) * 9

    raw = draft_message(replace(DRAFT, attachments={"notice.pdf": content}))

    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b64encode(content)[:76] in raw.split(b"\r\n")
