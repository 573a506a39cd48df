"""Where a click leads: exactly to the address that stands there, and nowhere from a title, a name or a label."""

from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_made import DATED, notice, release
from papers import isrc, one_release
from papers import release as entry
from pypdf import PdfReader

from takedown.notice import Kind, RecipientRole
from takedown.rendering import compose_paper, load_letters
from takedown.rendering.paper import Heading, Marker, Paragraph, Run, ScheduleRecording
from takedown.rendering.pdf import draw_pdf
from takedown.rendering.pdf.lines import Style
from takedown.rendering.pdf.links import mail_address, web_address, web_linked

LETTERS = load_letters()
STYLE = Style(size=9, leading=12)
#: What looks like an address somewhere in data.
TRAPS = (
    "M@nu.tention tour",
    "m@nu.tention",
    "javascript://x@y.example",
    "mailto:evil@example.com",
    "a?bcc=evil@example.com",
    "https://evil.example/pay",
    "https://amazon.com@evil.example/",
)
MAILBOXES = {
    "ana@example.com": "mailto:ana@example.com",
    "a?bcc=evil@example.com": "mailto:a%3Fbcc%3Devil@example.com",
    "a&b#c%d@example.com": "mailto:a%26b%23c%25d@example.com",
    "a/b{c}@example.com": "mailto:a%2Fb%7Bc%7D@example.com",
    "ana+amazon@example.com": "mailto:ana+amazon@example.com",
    "ana@bücher.example": "mailto:ana@xn--bcher-kva.example",
    # two hosts are thinkable: IDNA 2003 writes ss
    "ana@straße.example": "",
    "ana@example.com?bcc=evil@example.com": "",
    "ana@example.com, bo@example.com": "",
    '"ana bo"@example.com': "",
    "ána@example.com": "",
    "javascript://x@y.z": "",
    "ana@[192.0.2.1]": "",
    "ana@192.0.2.1": "",
    "ana@localhost": "",
    "@example.com": "",
    "ana@": "",
    "ana": "",
    "": "",
}
PAGES = {
    "https://example.com/a": "https://example.com/a",
    "http://example.com/a": "http://example.com/a",
    "HTTPS://Example.com:8443/a?b=c&d=e#f": "HTTPS://Example.com:8443/a?b=c&d=e#f",
    "https://example.com": "https://example.com",
    "https://example.com?x=1": "https://example.com?x=1",
    "https://example.com/100%": "https://example.com/100%25",
    "https://example.com/%zz%2": "https://example.com/%25zz%252",
    "https://example.com/%C3%A4": "https://example.com/%C3%A4",
    "https://example.com/Käse": "https://example.com/K%C3%A4se",
    "https://example.com/wiki/A_(B)": "https://example.com/wiki/A_(B)",
    'https://example.com/"><b>\\': "https://example.com/%22%3E%3Cb%3E%5C",
    "https://bücher.example/a": "https://xn--bcher-kva.example/a",
    "https://例え.example/": "https://xn--r8jz45g.example/",
    "https://straße.example/": "",
    # a full width letter, a full stop of Japanese, a joiner: each would become another host
    "https://ａmazon.example/": "",
    "https://amazon。example/": "",
    "https://ama\u200bzon.example/": "",
    "https://example.com/\u202egro.elpmaxe": "",
    "https://amazon.com@evil.example/": "",
    "https://amazon.com:443@evil.example/": "",
    "https://evil.example\\@amazon.com/": "",
    "https://192.0.2.1/": "",
    "https://[2001:db8::1]/": "",
    "https://2130706433/": "",
    "https://localhost/": "",
    "https:///example.com": "",
    "https://example..com/": "",
    f"https://{'a' * 64}.example/": "",
    f"https://{'a.' * 130}example/": "",
    f"https://{'ä' * 300}.example/": "",
    "javascript://example.com/%0Aalert(1)": "",
    "javascript:alert(1)//https://example.com": "",
    "data:text/html,https://example.com": "",
    "file:///etc/passwd": "",
    "ftp://example.com/": "",
    "//example.com/": "",
    "example.com": "",
    "": "",
}


def links(paper) -> list[tuple[str, str]]:
    """What each link of a PDF says, and where it leads."""
    pages = PdfReader(BytesIO(draw_pdf(paper)), strict=True).pages
    found = [link.get_object() for page in pages for link in page.get("/Annots", ())]
    return [(str(link["/Contents"]), str(link["/A"]["/URI"])) for link in found]


@pytest.mark.parametrize(("mailbox", "address"), MAILBOXES.items())
def test_a_mailbox_leads_to_itself_alone_or_nowhere(mailbox, address):
    assert mail_address(mailbox) == address


@pytest.mark.parametrize(("text", "address"), PAGES.items())
def test_a_page_leads_where_it_says_or_nowhere(text, address):
    assert web_address(text) == address


@given(local=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_by_no_sign_before_the_at_does_a_mailbox_get_a_header_or_a_second_reader(local):
    address = mail_address(f"{local}@example.com")
    if address:
        parts = urlsplit(address)
        assert (parts.scheme, parts.query, parts.fragment) == ("mailto", "", "")
        assert parts.path.count("@") == 1
        assert "," not in parts.path
        assert unquote(parts.path) == f"{local}@example.com"


@given(text=st.text(max_size=30).map(lambda rest: f"https://example.com/{rest}"))
def test_whatever_comes_after_the_host_the_link_is_plain_ascii_to_that_host(text):
    address = web_address(text)
    assert address.isascii()
    assert address == "" or address.startswith("https://example.com/")
    assert not set(address) & set(' "<>\\^`{|}\n\r\t')


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Label Example Tapes · https://example.com/a · ASIN B0EXAMPLE1", ["https://example.com/a"]),
        ("https://example.com/a, https://example.com/b.", ["https://example.com/a", "https://example.com/b"]),
        ("(https://example.com/a)", []),
        ("xhttps://example.com/a javascript:https://example.com/a", []),
        ("https://a.example@b.example/ https://example.com/a", ["https://example.com/a"]),
        ("ana@example.com", []),
        ("", []),
    ],
)
def test_a_page_among_words_is_linked_and_every_character_stays(text, leads):
    spans = web_linked(text, STYLE)
    assert "".join(span.text for span in spans) == text
    assert [span.link for span in spans if span.link] == leads


def test_of_a_letter_the_lines_that_are_addresses_lead_there_and_nothing_else():
    paper = replace(
        one_release(),
        recipient_lines=("DistroKid", "desk@example.org"),
        details=(("Account", "ana@example.com"), ("Page", "https://example.com/a")),
        mailboxes=("ana@example.com", "desk@example.org"),
        schedule=(replace(entry(1, 2), details="Label Example Tapes · https://example.com/b"),),
    )
    assert links(paper) == [
        ("ana@example.com", "mailto:ana@example.com"),
        ("desk@example.org", "mailto:desk@example.org"),
        ("ana@example.com", "mailto:ana@example.com"),
        ("https://example.com/a", "https://example.com/a"),
        ("https://example.com/b", "https://example.com/b"),
    ]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_name_title_word_or_subject_is_a_link(trap):
    recording = ScheduleRecording(number="1", isrc=isrc(1), title=trap)
    paper = replace(
        one_release(),
        sender_lines=(trap, trap, trap),
        recipient_lines=(trap, trap),
        subject=f"Remove {trap}",
        blocks=(Heading(text=trap), Paragraph(runs=(Run(text=trap),)), Marker.SCHEDULE, Marker.SIGNATURE),
        details=(("Reference", "K7QWZ2M4TA"),),
        schedule_title=trap,
        schedule=(replace(entry(1, 0), heading=trap, details="", recordings=(recording,)),),
        signature_lines=(trap,),
        mailboxes=("ana@example.com",),
    )
    assert links(paper) == []


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if "https" not in trap])
def test_a_label_or_an_account_that_looks_like_an_address_is_none(trap):
    paper = replace(
        one_release(),
        sender_lines=("Ana Example",),
        details=(("Signatory", trap),),
        schedule=(replace(entry(1, 1), details=f"Label {trap} · {trap}"),),
    )
    assert links(paper) == []


def test_the_mailboxes_of_a_notice_are_sender_recipient_and_account():
    made = notice(account="a?bcc=evil@example.com", releases=(release("M@nu.tention tour"),))
    made = replace(made, recipient=replace(made.recipient, email="desk@example.org", postal=()))
    paper = compose_paper(made, LETTERS, dated=DATED, signature=None, document_sha256="0" * 64)

    assert paper.mailboxes == (made.sender.email, "desk@example.org", "a?bcc=evil@example.com")
    assert [address for _, address in links(paper)] == [
        f"mailto:{made.sender.email}", "mailto:desk@example.org", "mailto:a%3Fbcc%3Devil@example.com",
    ]  # fmt: skip


def test_an_account_that_is_a_name_is_no_mailbox_and_in_public_there_is_none():
    made = notice(account="ana-example")
    paper = compose_paper(made, LETTERS, dated=DATED, signature=None, document_sha256="0" * 64)
    assert "ana-example" not in paper.mailboxes
    public = replace(made.recipient, role=RecipientRole.PUBLIC, email="", postal=())
    statement = replace(
        made,
        kind=Kind.PUBLIC_STATEMENT,
        recipient=public,
        releases=(),
        reasons="Not there any more.",
        account="",
    )
    paper = compose_paper(statement, LETTERS, dated=DATED, signature=None, document_sha256="0" * 64)
    assert paper.mailboxes == ()
