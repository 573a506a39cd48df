"""The guard, both ways: what must be said is said, what must not stops the letter; data may say anything."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds_made import LETTERS_MADE
from letters_made import (
    DATED,
    FIRST,
    SINGLE,
    TAPES,
    VARIANTS,
    direct,
    enquiry,
    label_request,
    mandate,
    notice,
    platform_request,
    release,
)

from takedown.errors import ExitCode, LetterError
from takedown.rendering.letter import load_letters
from takedown.rendering.written import block_text, write_letter
from takedown.request import Basis
from takedown.resources import notice_templates

SHIPPED = load_letters()
RULES = tomllib.loads((notice_templates() / "letters" / "guard.en.toml").read_text(encoding="utf-8"))
NOTICES = {
    **{name: made[0] for name, made in LETTERS_MADE.items()},
    "withdrawal": notice(),
    "withdrawal-direct": direct(),
    "platform-request": platform_request(),
    "label-request": label_request(),
    "enquiry": enquiry(),
}
FORBIDDEN = [phrase.replace("*", "") for phrase in RULES["all"]["forbidden"]]
WITH_REASONS = [
    name
    for name in NOTICES
    if "reasons.en" in (notice_templates() / f"letters/{name}.en.md.j2").read_text(encoding="utf-8")
]


def body(made, letters=SHIPPED):
    return " ".join(
        " ".join(block_text(block) for block in write_letter(made, letters, dated=DATED).blocks).split()
    )


def own_letter(tmp_path: Path, name: str, change) -> Path:
    """A workspace's templates/ with one letter of its own, made from the shipped one."""
    source = (notice_templates() / name).read_text(encoding="utf-8")
    changed = change(source)
    assert changed != source, "the change must change something"
    target = tmp_path / "templates" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(changed, encoding="utf-8")
    return tmp_path / "templates"


def planted(text):
    return lambda source: source.replace("[[signature]]", f"{text}\n\n[[signature]]")


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_no_own_paragraph_may_hold_a_forbidden_phrase(phrase):
    with pytest.raises(LetterError, match="must not stand") as caught:
        write_letter(
            notice(reasons=f"First sentence. This {phrase} here. Last sentence."), SHIPPED, dated=DATED
        )

    assert f"This {phrase} here." in caught.value.message
    assert "withdrawal.en.md.j2" in caught.value.message
    assert "reasons file" in caught.value.hint
    assert caught.value.exit_code is ExitCode.CANNOT_START


@settings(max_examples=40, deadline=None)
@given(
    phrase=st.sampled_from(FORBIDDEN),
    name=st.sampled_from(WITH_REASONS),
    form=st.sampled_from(
        [str.upper, str.title, lambda text: text.replace(" ", "\n"), lambda text: text.replace(" ", "\u00a0")]
    ),
)
def test_no_spelling_or_line_break_hides_a_forbidden_phrase(phrase, name, form):
    with pytest.raises(LetterError, match="must not stand"):
        write_letter(replace(NOTICES[name], reasons=f"Well, {form(phrase)} it is."), SHIPPED, dated=DATED)


@pytest.mark.parametrize(
    "hidden",
    [
        "good\u2010faith belief",
        "good\u2011faith belief",
        "**per**jury",
        "*take*down",
        "per\u00adjury",
        "per\u200bjury",
        "DM&#67;A",
        "infringe\\\nment".replace("\\\n", ""),
        "ｐｅｒｊｕｒｙ",
    ],
)
def test_no_markup_or_look_alike_hides_a_forbidden_phrase_in_a_letter(tmp_path, hidden):
    letters = load_letters(
        own_letter(tmp_path, "letters/withdrawal.en.md.j2", planted(f"Now {hidden} follows."))
    )

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(), letters, dated=DATED)


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize(
    "literal",
    [
        "Under penalty of perjury.",
        '{{ "under penalty of perjury" }}',
        '{{ "per" ~ "jury" }}',
        '{{ ["per", "jury"]|join }}',
        '{{ id.format("") ~ " perjury" }}',
        '{{ sender.name.replace("Example", "perjury") }}',
        "per{{ sender.organization and '' }}jury",
        '{{ ["perjury"]|listed }}',
        '{{ ["perjury"]|joined(", ") }}',
        '{% set x = "perjury" %}{{ x }}',
    ],
)
def test_a_template_cannot_say_a_forbidden_phrase_by_any_expression(tmp_path, name, literal):
    letters = load_letters(own_letter(tmp_path, f"letters/{name}.en.md.j2", planted(literal)))

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(NOTICES[name], letters, dated=DATED)


def test_formatting_a_value_does_not_hide_words_of_the_template(tmp_path):
    """Jinja's sandbox keeps the class of what it formats: an artist called {} must not lend its mask."""
    overlay = own_letter(
        tmp_path, "letters/withdrawal.en.md.j2", planted('{{ artist.format("under penalty of perjury") }}')
    )
    named = replace(FIRST, artists=("{}",))

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(releases=(named,)), load_letters(overlay), dated=DATED)


def test_a_track_may_be_called_under_penalty_of_perjury():
    track = replace(FIRST.recordings[0], title="Under Penalty of Perjury")
    titled = replace(
        FIRST,
        title="DMCA Takedown (Infringement)",
        artists=("Or Else",),
        recordings=(track,),
        label="Copyright Agent",
    )

    written = write_letter(notice(releases=(titled,), account="takedown@example.com"), SHIPPED, dated=DATED)

    assert "Or Else" in written.subject


def test_the_same_words_as_an_own_paragraph_stop_the_letter():
    with pytest.raises(LetterError, match="Under Penalty of Perjury"):
        write_letter(notice(reasons="Under Penalty of Perjury"), SHIPPED, dated=DATED)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        (name, phrase)
        for name, rules in RULES["letters"].items()
        for phrase in rules["required"]
        if phrase != "Please end"  # stands in the platforms' own request texts, below
    ],
)
def test_no_required_sentence_can_be_left_out(tmp_path, name, phrase):
    words = phrase.split()
    made = NOTICES[name]

    def without(source):
        return re.sub(r"\s+".join(re.escape(word) for word in words), "…", source, flags=re.IGNORECASE)

    letters = load_letters(own_letter(tmp_path, f"letters/{name}.en.md.j2", without))

    with pytest.raises(LetterError, match="must say") as caught:
        write_letter(made, letters, dated=DATED)
    assert phrase in caught.value.message
    assert f"{name}.en.md.j2" in caught.value.message


@pytest.mark.parametrize(
    ("name", "phrase"),
    [(name, phrase) for name, rules in RULES["letters"].items() for phrase in rules["ticket_required"]],
)
def test_no_required_sentence_of_a_ticket_can_be_left_out(tmp_path, name, phrase):
    overlay = own_letter(
        tmp_path, f"letters/tickets/{name}.en.md.j2", lambda source: source.replace(phrase, "…")
    )

    with pytest.raises(LetterError, match="its ticket"):
        write_letter(NOTICES[name], load_letters(overlay), dated=DATED)


def test_a_platforms_own_text_must_ask(tmp_path):
    for name in ("letters/parts/request-streaming.en.md.j2", "platforms/amazon-digital/request.en.md.j2"):
        overlay = own_letter(tmp_path, name, lambda source: source.replace("Please end", "Please think of"))

    with pytest.raises(LetterError, match="Please end"):
        write_letter(platform_request(), load_letters(overlay), dated=DATED)


@pytest.mark.parametrize("name", ["withdrawal", "withdrawal-direct", "platform-request"])
def test_the_sentence_of_authority_cannot_be_left_out(tmp_path, name):
    overlay = own_letter(
        tmp_path,
        f"letters/{name}.en.md.j2",
        lambda source: source.replace('{% include "letters/parts/authority.en.md.j2" %}', ""),
    )

    with pytest.raises(LetterError, match="rights"):
        write_letter(NOTICES[name], load_letters(overlay), dated=DATED)


def test_the_sentence_of_another_authority_cannot_be_added(tmp_path):
    overlay = own_letter(
        tmp_path, "letters/withdrawal.en.md.j2", planted("All owners of the rights in these have agreed.")
    )

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(), load_letters(overlay), dated=DATED)


def test_the_disclaimer_cannot_be_left_out_or_reworded(tmp_path):
    overlay = own_letter(
        tmp_path,
        "letters/platform-request.en.md.j2",
        lambda source: source.replace("{{ fixed.disclaimer }}", ""),
    )

    with pytest.raises(LetterError, match="makes no claim of infringement"):
        write_letter(platform_request(), load_letters(overlay), dated=DATED)


def test_the_disclaimer_is_for_the_platform_request_alone(tmp_path):
    overlay = own_letter(tmp_path, "letters/withdrawal.en.md.j2", planted("{{ fixed.disclaimer }}"))

    with pytest.raises(LetterError, match="fixed"):
        write_letter(notice(), load_letters(overlay), dated=DATED)


@pytest.mark.parametrize("phrase", ["our agreement", "my licence", "the contract"])
def test_a_platform_request_speaks_of_no_agreement_with_the_platform(phrase):
    with pytest.raises(LetterError, match="must not stand"):
        write_letter(platform_request(reasons=f"By {phrase}."), SHIPPED, dated=DATED)


def test_no_letter_goes_to_a_copyright_agent():
    made = platform_request()

    with pytest.raises(LetterError, match="recipient"):
        write_letter(
            replace(made, recipient=replace(made.recipient, attention="Copyright Agent")),
            SHIPPED,
            dated=DATED,
        )


def test_a_workspace_cannot_bring_its_own_guard(tmp_path):
    overlay = own_letter(tmp_path, "letters/withdrawal.en.md.j2", planted("Under penalty of perjury."))
    (overlay / "letters" / "guard.en.toml").write_text("[all]\nforbidden = []\n")

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(), load_letters(overlay), dated=DATED)


def test_a_desks_own_word_is_allowed_in_its_subject_and_nowhere_else(tmp_path):
    own = VARIANTS["withdrawal-own-words"]

    assert write_letter(own, SHIPPED, dated=DATED).ticket[0].subject.startswith("Takedown UPC 0")
    with pytest.raises(LetterError, match="must not stand"):
        write_letter(replace(own, reasons="My takedown."), SHIPPED, dated=DATED)
    with pytest.raises(LetterError, match="must not stand"):
        write_letter(replace(own, recipient=replace(own.recipient, own_words=())), SHIPPED, dated=DATED)
    overlay = own_letter(
        tmp_path, "letters/tickets/withdrawal.en.md.j2", lambda source: source + "\nA DMCA matter.\n"
    )
    with pytest.raises(LetterError, match="DMCA"):
        write_letter(own, load_letters(overlay), dated=DATED)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"basis": Basis.SOLE_OWNER}, "I am the sole owner of the rights in these recordings."),
        (
            {"basis": Basis.ALL_OWNERS_AGREED},
            "All owners of the rights in these recordings have agreed to this request.",
        ),
        (
            {"basis": Basis.COMPANY, "sender": TAPES, "principal": "Example Tapes"},
            "Example Tapes holds the rights in these recordings, and I am authorised to sign for it.",
        ),
        (
            {"basis": Basis.SOLE_OWNER, "releases": (SINGLE,)},
            "I am the sole owner of the rights in this recording.",
        ),
    ],
)
def test_authority_is_said_by_the_chosen_basis_and_nothing_more(changes, sentence):
    text = body(notice(**changes))

    assert sentence in text
    assert text.count("the rights") == 1


def test_a_mandate_is_named_with_its_principal():
    assert "I act for The Examples as manager under a written mandate." in body(mandate())


def test_a_platform_request_says_nothing_as_done_that_is_not(tmp_path):
    text = body(VARIANTS["platform-request-unsent"])

    assert "I am asking TuneCore, who delivers these recordings to you, to remove them" in text
    assert " asked " not in text


def test_a_title_that_looks_like_markup_passes_the_guard():
    odd = release("1. First", "036000291452", artist="# Hash")

    assert "# Hash" in write_letter(notice(releases=(odd,)), SHIPPED, dated=DATED).subject
