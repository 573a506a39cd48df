"""Letters as files: what a title cannot do, what a template cannot do, what is said when a file is wrong."""

from dataclasses import replace
from datetime import date
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_made import (
    DATED,
    FIRST,
    LABEL,
    MANAGER,
    SECOND,
    SINGLE,
    SPOTIFY,
    STORE,
    VARIANTS,
    asked,
    enquiry,
    label_request,
    notice,
    platform_request,
    recording,
    release,
)

from takedown.errors import LetterError
from takedown.notice import Signature
from takedown.records import Use
from takedown.rendering import compose_paper, load_letters
from takedown.rendering.names import date_in_words, instant_in_words, shortened, territories_in_words
from takedown.rendering.paper import Heading, Marker, Paragraph
from takedown.rendering.text import as_text
from takedown.rendering.written import block_text, write_letter
from takedown.resources import notice_templates

LETTERS = load_letters()
HOSTILE = [
    "**x**",
    "# x",
    "## x",
    "[a](b)",
    "![a](b)",
    "<b>",
    "<script>alert(1)</script>",
    "1. x",
    "- x",
    "+ x",
    "> x",
    "`x`",
    "``` x",
    "&amp;",
    "&#42;",
    "{{ 7*7 }}",
    "{% raw %}",
    "[[schedule]]",
    "[[signature]]",
    "x\\",
    "_x_",
    "~~x~~",
    "***",
    "http://example.com",
    "<http://example.com>",
    "=== ",
    "|a|b|",
    "+++",
    "\\*",
    "x  ",
    "    x",
    "$(x)",
    "%s %(id)s",
    "{0}",
    "©️",
]


def paper(made, letters=LETTERS, **more):
    return compose_paper(
        made, letters, **{"dated": DATED, "signature": None, "document_sha256": "0" * 64, **more}
    )


def workspace(tmp_path, name, text):
    target = tmp_path / "templates" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return tmp_path / "templates"


def shipped(name):
    return (notice_templates() / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_and_never_becomes_markup(title):
    reference = paper(platform_request(sender=MANAGER, principal="The Examples"))
    made = platform_request(
        account=title,
        principal=title,
        sender=MANAGER,
        releases=(replace(FIRST, artists=(title,), title=title), SECOND),
    )

    hostile = paper(made)

    assert [type(block) for block in hostile.blocks] == [type(block) for block in reference.blocks]
    assert f"{title.strip()} is the sole owner" in block_text(hostile.blocks[1])
    assert title.strip()[:10] in hostile.subject
    assert title in hostile.schedule[0].heading


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1).filter(
        str.strip
    )
)
def test_any_printable_name_arrives_unchanged(name):
    made = paper(notice(sender=MANAGER, principal=name))

    assert f"{name.strip()} is the sole owner" in next(
        text for text in map(block_text, made.blocks) if "sole owner" in text
    )


@pytest.mark.parametrize("bad", ["a\ue000b", "a\ue001b", "a\x00b", "a\x1bb", "a\x85b", "a\ud800b"])
def test_a_value_with_a_mark_or_control_character_is_refused(bad):
    with pytest.raises(LetterError, match="cannot be printed"):
        paper(notice(account=bad))


def test_a_line_break_in_a_value_becomes_a_space():
    made = paper(notice(sender=MANAGER, principal="The\r\nExamples"))

    assert "The Examples is the sole owner" in as_text(made)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("# Big", "heading"),
        ("### Small", "heading"),
        ("[a](http://example.com)", "link"),
        ("![a](b.png)", "image"),
        ("`code`", "code inline"),
        ("    code", "code block"),
        ("> quote", "blockquote"),
        ("---", "hr"),
        ("a  \nb", "hardbreak"),
        ("- a\n  - b", "list item"),
        ("- a\n\n  b", "list item"),
        ("[[schedule]]", "stand once"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ sender.nothing }}", "nothing"),
        ("{{ sender }}", "not dict"),
        ("{{ single }}", "not bool"),
        ("{{ 1 / 0 }}", "division"),
        ("{% if %}", "template"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ deliveries.append(1) }}", "unsafe|not safe"),
        ("{% include 'letters/parts/gone.en.md.j2' %}", "gone.en.md.j2 does not exist"),
        ("{% include '/etc/passwd' %}", "does not exist"),
        ("{% include '../../../pyproject.toml' %}", "does not exist"),
        ("{% macro m() %}{{ account }}{% endmacro %}{{ m() }}", "printed before"),
        ('{{ "\\ue000" }}', "printed before"),
        ("{{ range(3) }}", "range"),
        ("{{ [1, 2]|random }}", "random"),
    ],
)
def test_an_own_letter_that_cannot_be_used_is_refused_with_its_file(tmp_path, template, said):
    own = shipped("letters/withdrawal.en.md.j2").replace("[[signature]]", f"{template}\n\n[[signature]]")
    overlay = workspace(tmp_path, "letters/withdrawal.en.md.j2", own)

    with pytest.raises(LetterError, match=said) as caught:
        paper(notice(), load_letters(overlay))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"Dear all,", "head between two lines"),
        (b"+++\nversion = 1\n", "head between two lines"),
        (b"+++\nversion = \n+++\nDear", "not TOML"),
        (b'+++\nversion = "1"\nreviewed_by = ""\nreviewed_on = ""\nsubject = "a"\n+++\nDear', "'version'"),
        (b'+++\nversion = 1\nreviewed_by = ""\nreviewed_on = ""\n+++\nDear', "'subject'"),
        (b'+++\nversion = 1\nreviewed_by = ""\nreviewed_on = ""\nsubject = "a"\nto = "b"\n+++\nDear', "'to'"),
        (b"+++\n\xff\n+++\n", "not UTF-8"),
        (b"+++\nversion = " + b"[" * 50_000 + b"\n+++\nDear", "not TOML"),
        (b"+++\nversion = " + b"9" * 5_000 + b"\n+++\nDear", "not TOML"),
        (
            b'+++\nversion = 1000000\nreviewed_by = ""\nreviewed_on = ""\nsubject = "a"\n+++\nDear',
            "'version' in its head is not a number from 0",
        ),
        ("+++\n\ue000\n+++\n".encode(), "U\\+E000"),
    ],
)
def test_a_letter_with_a_wrong_head_is_named_when_letters_are_loaded(tmp_path, text, said):
    overlay = workspace(tmp_path, "letters/enquiry.en.md.j2", "")
    (overlay / "letters/enquiry.en.md.j2").write_bytes(text)

    with pytest.raises(LetterError, match=said) as caught:
        load_letters(overlay)
    assert "templates/letters/enquiry.en.md.j2" in caught.value.message


@pytest.mark.parametrize("where", ["letters/enquiry.en.md.j2", "platforms/spotify/request.en.md.j2"])
def test_a_link_that_leads_out_of_the_templates_is_refused(tmp_path, where):
    outside = tmp_path / "elsewhere.txt"
    outside.write_text(shipped(where), encoding="utf-8")
    target = tmp_path / "templates" / where
    target.parent.mkdir(parents=True)
    target.symlink_to(outside)

    with pytest.raises(LetterError, match=f"templates/{where} is not a file inside templates"):
        load_letters(tmp_path / "templates")


def test_a_folder_that_leads_out_of_the_templates_is_refused(tmp_path):
    outside = workspace(tmp_path / "other", "request.en.md.j2", "Please end it.")
    (tmp_path / "templates" / "platforms").mkdir(parents=True)
    (tmp_path / "templates" / "platforms" / "spotify").symlink_to(outside, target_is_directory=True)

    with pytest.raises(LetterError, match=r"platforms/spotify/request\.en\.md\.j2 is not a file inside"):
        load_letters(tmp_path / "templates")


def test_a_link_to_itself_or_to_nothing_is_refused(tmp_path):
    target = tmp_path / "templates" / "letters" / "enquiry.en.md.j2"
    target.parent.mkdir(parents=True)
    for goal in (target, tmp_path / "gone"):
        target.unlink(missing_ok=True)
        target.symlink_to(goal)
        with pytest.raises(LetterError, match="is not a file inside"):
            load_letters(tmp_path / "templates")


def test_a_link_within_the_templates_is_followed(tmp_path):
    overlay = workspace(
        tmp_path, "mine.txt", shipped("letters/enquiry.en.md.j2").replace("Thank", "Many thank")
    )
    (overlay / "letters").mkdir()
    (overlay / "letters" / "enquiry.en.md.j2").symlink_to(overlay / "mine.txt")

    assert "Many thank" in as_text(paper(enquiry(), load_letters(overlay)))


def test_a_letter_in_a_language_without_a_guard_is_refused(tmp_path):
    overlay = workspace(tmp_path, "letters/withdrawal.nl.md.j2", shipped("letters/withdrawal.en.md.j2"))

    with pytest.raises(LetterError, match="language 'nl'"):
        load_letters(overlay)


def test_a_missing_language_falls_back_to_english_and_the_paper_says_which_it_is():
    assert paper(notice(language="nl")).language == "en"


def test_a_workspace_without_templates_uses_the_shipped_letters(tmp_path):
    letters = load_letters(tmp_path / "templates")

    assert paper(notice(), letters) == paper(notice())


def test_an_own_letter_replaces_the_shipped_one_and_is_recorded(tmp_path):
    own = (
        shipped("letters/withdrawal.en.md.j2")
        .replace("version = 1", "version = 7")
        .replace("Thank you", "Many thanks to you")
    )
    letters = load_letters(workspace(tmp_path, "letters/withdrawal.en.md.j2", own))

    written = write_letter(notice(), letters, dated=DATED)

    assert (written.head.file, written.head.version) == ("templates/letters/withdrawal.en.md.j2", 7)
    assert "Many thanks to you" in block_text(written.blocks[-3])


def test_no_shipped_letter_claims_that_a_lawyer_has_read_it():
    assert {(head.reviewed_by, head.reviewed_on) for head in LETTERS.heads.values()} == {("", "")}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("Ab é–", min_size=1, max_size=120).filter(str.strip), min_size=1, max_size=4))
def test_no_subject_is_longer_than_78_characters(artists):
    releases = tuple(
        replace(FIRST, artists=(artist,), key=str(place)) for place, artist in enumerate(artists)
    )

    subject = write_letter(notice(releases=releases), LETTERS, dated=DATED).subject

    assert len(subject) <= 78
    assert subject.startswith("Remove from Amazon only – ")
    assert subject.endswith(f"Ref {notice(releases=releases).id}")


def test_a_subject_names_the_first_of_several_artists():
    releases = (FIRST, replace(SECOND, artists=("Others",)), replace(SECOND, key="k", artists=("More",)))

    subject = write_letter(notice(releases=releases), LETTERS, dated=DATED).subject

    assert subject.startswith("Remove from Amazon only – The Examples and 2 others – 3 items – Ref ")


def one_track(number, artist):
    code = f"QZES122{number:05}"
    return release("", artist=artist, key=f"isrc:{code}", recordings=(recording("Alone", code),))


@pytest.mark.parametrize(
    ("artist", "shown"),
    [
        ("Ana", "Ana – 15 items"),
        ("The Examples", "The Examples"),
        ("The Long Name Examples", "The Long Name E…"),
    ],
)
def test_a_long_subject_says_the_count_shorter_then_not_at_all_and_still_names_the_artist(artist, shown):
    releases = (
        *(replace(FIRST, artists=(artist,), key=str(number)) for number in range(3)),
        *(one_track(number, artist) for number in range(12)),
    )
    made = notice(releases=releases, platforms=(replace(STORE, name="Amazon Digital Music Shop"),))

    subject = write_letter(made, LETTERS, dated=DATED).subject

    assert subject == f"Remove from Amazon Digital Music Shop only – {shown} – Ref {made.id}"
    assert len(subject) <= 78


def test_no_artist_is_shortened_beyond_knowing_where_the_names_of_platforms_fill_the_line():
    long = replace(STORE, name="Amazon Digital Music Store of All the Music There Ever Was")
    releases = (replace(FIRST, artists=("The Long Name Examples",)), replace(SECOND, artists=("Ana",)))

    for some in (releases, releases[::-1]):
        subject = write_letter(notice(releases=some, platforms=(long,)), LETTERS, dated=DATED).subject
        assert "The Long Nam" in subject or " – Ana…" in subject


def test_counts_agree_with_the_noun():
    assert (
        paper(notice(releases=(SINGLE, FIRST))).schedule_title
        == "Schedule: 1 release and 1 single recording, 3 recordings in all"
    )
    assert paper(notice(releases=(SINGLE,))).schedule_title == "Schedule: 1 recording"
    assert paper(notice()).schedule_title == "Schedule: 2 releases, 4 recordings"


def test_missing_codes_are_said():
    made = paper(platform_request(releases=(release("Tape", recordings=(recording("One"),)),)))

    assert (made.schedule[0].code_label, made.schedule[0].code) == ("UPC", "not known")
    assert made.schedule[0].details == "ASIN not known"
    assert made.schedule[0].recordings[0].isrc == "ISRC not known"


def test_a_track_artist_is_named_where_it_is_another():
    titles = [line.title for line in paper(notice()).schedule[0].recordings]

    assert titles == ["Snow on the Line", "The Examples, Jo Guest – Harbour (Acoustic)"]


def test_a_paper_begins_with_who_writes_to_whom_and_under_what_reference():
    made = paper(VARIANTS["platform-request-several"])

    assert made.sender_lines[:2] == ("Example Tapes", "Bo Example")
    assert made.recipient_lines[:2] == (
        "Amazon.com, Inc.",
        "Attention: Amazon Music content / label relations",
    )
    assert made.recipient_lines.count("Amazon.com, Inc.") == 1
    assert made.details[0] == ("Reference", made.id)
    assert made.specimen
    assert made.author == "Example Tapes"


def test_an_unsigned_paper_has_a_line_to_sign_on_and_a_signed_one_the_typed_name():
    signature = Signature(
        name="Ana Example", capacity="artist", signed_at="2026-11-22T14:05:09-05:00", document_sha256="0" * 64
    )

    assert paper(notice()).signature_lines[0] == "_" * 30
    assert paper(notice(), signature=signature).signature_lines == (
        "/s/ Ana Example",
        "Ana Example",
        "artist",
        "Signed electronically by typing my name on 22 November 2026, 14:05 (UTC-05:00)",
    )


def test_reasons_stand_last_and_apart_as_the_signers_own_opinion():
    made = paper(notice(reasons="One thought.\n\nAnother {{ 7*7 }} [[schedule]]\nthought."))
    texts = [block_text(block) for block in made.blocks]
    signed = made.blocks.index(Marker.SIGNATURE)

    assert isinstance(made.blocks[signed + 1], Heading)
    assert (
        texts[signed + 2]
        == "This is Ana Example’s own opinion on 22 November 2026. It is not part of the request."
    )
    assert texts[signed + 3 :] == ["One thought.", "Another {{ 7*7 }} [[schedule]] thought.", ""]
    assert all(run.italic for run in made.blocks[signed + 2].runs)


def test_without_reasons_nothing_stands_between_signature_and_schedule():
    blocks = paper(notice()).blocks

    assert blocks[-2:] == (Marker.SIGNATURE, Marker.SCHEDULE)


def test_an_enquiry_gives_no_reasons_and_claims_nothing():
    text = as_text(paper(enquiry(reasons="My thoughts.")))

    assert "My thoughts" not in text
    assert "rights" not in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Please do this by 27 November 2026 or, where that is not possible, on the earliest date"),
        (
            {"wanted_by": None},
            "Please do this on the earliest date that the agreement and your service allow",
        ),
        ({"effective": "2027-01-01"}, "Please let the removal take effect on 1 January 2027, or on the next"),
        ({"effective": "2026-11-25"}, "If you can, please complete it by 27 November 2026."),
        ({"territories": ("DE", "US")}, "these stores, in Germany (DE) and the United States (US):"),
        ({"territories": ("DE",)}, "In all other countries nothing changes."),
        ({"excluded_territories": ("FR",)}, "worldwide except in France (FR):"),
    ],
)
def test_dates_and_territories_are_said_in_words(changes, said):
    assert said in " ".join(as_text(paper(notice(**changes))).split())


def test_a_contradictory_wanted_date_gives_way_to_the_effective_date():
    assert "27 November" not in as_text(paper(notice(effective="2027-01-01")))


def test_a_country_that_is_no_iso_code_is_refused():
    with pytest.raises(LetterError, match="'UK' is not a country code"):
        paper(notice(territories=("UK",)))


def test_every_country_code_has_a_name():
    from importlib.resources import files

    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8").splitlines()

    codes = {line[:2] for line in lines if line and not line.startswith("#")}
    named = {a + b for a in ascii_uppercase for b in ascii_uppercase if _named(a + b)}

    assert named == codes


def _named(code):
    try:
        return territories_in_words((code,), (), LETTERS.words["en"])
    except LetterError:
        return ""


def test_spotify_is_asked_in_its_own_words():
    text = as_text(paper(platform_request(platforms=(SPOTIFY,))))

    assert "Please end the streaming of these recordings on Spotify, free and paid, worldwide." in " ".join(
        text.split()
    )
    assert "Amazon" not in text.split("Dear")[1]


def test_a_use_without_a_request_text_is_named():
    with pytest.raises(LetterError, match=r"letters/parts/request-physical\.en\.md\.j2 does not exist"):
        paper(platform_request(platforms=(replace(SPOTIFY, slug="other", use=Use.PHYSICAL),)))


def test_prose_is_wrapped_at_72_columns_and_codes_are_never_broken():
    long = release("Tape", "036000291452", url="https://example.com/" + "x" * 90, label="Word " * 30)
    text = as_text(paper(notice(releases=(long,))))

    assert "https://example.com/" + "x" * 90 in text
    assert all(len(line) <= 72 for line in text.splitlines() if "https" not in line)
    assert text.endswith("\n")
    assert "\r" not in text


def test_the_text_shows_the_paper_in_its_own_order():
    made = paper(label_request(recipient=LABEL))
    places = [
        as_text(made).index(part)
        for part in (made.sender_lines[0], made.date, "Small Label", made.subject, "Dear", "Schedule:")
    ]

    assert places == sorted(places)


def test_dates_are_written_out():
    words = LETTERS.words["en"]

    assert date_in_words(date(2026, 3, 1), words) == "1 March 2026"
    assert instant_in_words("2026-11-22T14:05:09+00:00", words) == "22 November 2026, 14:05 (UTC)"


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_keeps_to_its_length(text, length):
    assert len(shortened(text, length)) <= length
    assert shortened(text, len(text) + length) == text


def test_bold_stays_bold_around_the_count():
    first = next(
        block
        for block in paper(notice()).blocks
        if isinstance(block, Paragraph) and "Please remove" in block_text(block)
    )

    assert [run.text for run in first.runs if run.bold] == ["the 2 releases"]


@pytest.mark.parametrize(
    ("releases", "delivered", "words"),
    [
        ((FIRST, SECOND), (2, 1), ["2 releases", "1 release"]),
        (
            (FIRST, one_track(1, "A"), one_track(2, "A")),
            (3, 2),
            ["1 release and 2 single recordings", "2 items"],
        ),
        ((FIRST, one_track(1, "A"), one_track(2, "A")), (1, 2), ["1 item", "2 items"]),
        ((one_track(1, "A"), one_track(2, "A")), (1, 1), ["1 recording", "1 recording"]),
    ],
)
def test_a_platform_reads_how_many_releases_and_recordings_each_distributor_delivers(
    releases, delivered, words
):
    deliveries = tuple(asked(f"Desk {number}", releases=number) for number in delivered)
    made = write_letter(platform_request(releases=releases, deliveries=deliveries), LETTERS, dated=DATED)

    text = "\n".join(block_text(block) for block in made.blocks)
    for number, said in zip(delivered, words, strict=True):
        assert f"asked Desk {number}, who delivers {said} to you" in " ".join(text.split())
