"""Text and attachments are put into notice.eml by the program itself, as the standard library would."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime, time
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from takedown.rendering.message import _MEDIA, _POLICY, Draft, draft_message

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


TEXTS = st.text(max_size=200) | st.sampled_from(
    [DRAFT.text, "", ".", "Żółć " * 30, "end of line \n\n\t", "a\rb\r\nc\x0bd"]
)


def by_the_library(draft: Draft) -> bytes:
    """The same message, of which EmailMessage makes everything."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(draft.from_name, addr_spec=draft.from_email)
    message["To"] = Address(draft.to_name, addr_spec=draft.to_email)
    message["Subject"] = draft.subject
    message["Date"] = datetime.combine(draft.dated, time())
    message["Message-ID"] = f"<{draft.id}.1@example.com>"
    message["X-Unsent"] = "1"
    message.set_content(draft.text, charset="utf-8", cte="quoted-printable")
    for name, content in draft.attachments.items():
        main, sub = _MEDIA[name.rsplit(".", 1)[-1]]
        params = {"charset": "utf-8"} if main == "text" else {}
        message.add_attachment(
            content, maintype=main, subtype=sub, cte="base64", filename=name, params=params
        )
    if not draft.attachments:
        message.make_mixed()
    message.set_boundary(f"=_{draft.id}_{draft.part}")
    return message.as_bytes()


@given(TEXTS, ATTACHMENTS)
def test_every_message_is_byte_for_byte_the_one_that_the_library_makes(text, attachments):
    draft = replace(DRAFT, text=text, attachments=attachments)

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
