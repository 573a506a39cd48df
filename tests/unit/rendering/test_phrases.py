"""Phrases are found however they are written; ordinary words, and names in every script, are not."""

from dataclasses import replace

import pytest
from letters_made import DATED, DISTRIBUTOR, FIRST, MUSIC, VARIANTS, label_request, notice, platform_request
from test_guard import SHIPPED, own_letter, planted

from takedown.errors import LetterError
from takedown.notice import Way
from takedown.records import Channel, Ticket
from takedown.rendering.letter import load_letters
from takedown.rendering.phrases import first_found, mixed_word, normal
from takedown.rendering.written import write_letter


def write(made):
    return write_letter(made, SHIPPED, dated=DATED)


DISGUISES = [
    "per\u034fjury",
    "p\u00e9rjury",
    "perju\u0301ry",
    "pe\u2063rjury",
    "pe\u3164rjury",
    "_infringement_",
    "D.M.C.A.",
    "D. M. C. A.",
    "D M C A",
    "a D M C A a b",
    "u n d e r o a t h",
    "D-M-C-A",
    "D_M_C_A",
    "D\u00b7M\u00b7C\u00b7A",
    "p e r j u r y",
    "per-jury",
    "per_jury",
    "good - faith belief",
    "good _ faith belief",
    "\U0001f173\U0001f17c\U0001f172\U0001f170",
    "\u1d05\u1d0d\u1d04\u1d00",
    "pe\u0279jury DMCA",
    "Take_Down",
    "17 USC",
    "17 U. S. C.",
]


@pytest.mark.parametrize("hidden", DISGUISES)
def test_an_own_paragraph_cannot_disguise_a_forbidden_phrase(hidden):
    with pytest.raises(LetterError, match="must not stand"):
        write(notice(reasons=f"This {hidden} here."))


@pytest.mark.parametrize("hidden", [r"\_infringement\_", "p&#x301;erjury", "D.M.C.A.", "per&#x34F;jury"])
def test_a_letter_cannot_disguise_a_forbidden_phrase(tmp_path, hidden):
    letters = load_letters(own_letter(tmp_path, "letters/withdrawal.en.md.j2", planted(f"Now {hidden}.")))

    with pytest.raises(LetterError, match="must not stand"):
        write_letter(notice(), letters, dated=DATED)


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("\u0440erjury", r"\\u0440erjury"),
        ("DM\u0421A", r"dm\\u0441a"),
        ("\u0391ffidavit", r"\\u03b1ffidavit"),
        ("D.M.\u0421.A.", r"dm\\u0441a"),
    ],
)
def test_a_word_of_two_scripts_is_refused_and_named(word, shown):
    with pytest.raises(LetterError, match=f"mixes letters of two scripts .{shown}."):
        write(notice(reasons=f"This {word} here."))


@pytest.mark.parametrize(
    "text",
    [
        "I think of Виктор Цой, of Βαγγέλης Παπαθανασίου and of 坂本龍一 as I write this.",
        "My café in Łódź plays J-POP音楽 at 5 µm and 440 Hz; the µTorrent days are over.",
        "I, a musician, say so. Plan A. I am glad.",
        "The well-known U.S. label and its e-mail: a.b.c. or x/y, a - b - c.",
        "Courtney Barnett is courteous.",
        "Take it down a tone. Sworded. Our deal is off-prize-list.",
        "Привет, мир! Это наше решение.",
        "🎵 ❤️ 😀",
    ],
)
def test_ordinary_words_raise_no_false_alarm(text):
    assert write(notice(reasons=text))


def test_names_in_any_script_may_even_mix_them():
    named = replace(FIRST, artists=("KoЯn D.M.C.A. ΛVICII",), title="Рerjury")

    assert write(notice(releases=(named,), account="ДMCA"))


def test_a_normal_text_is_plain_and_small():
    assert normal("Ｄ\u2014M\u00a0 \u0141\u00f3d\u017a “x”") == 'd-m lodz "x"'


def test_of_several_phrases_the_one_that_stands_is_named():
    assert first_found("a D M C A thing", ("perjury", "DMCA")) == "DMCA"
    assert first_found("nothing", ()) is None
    assert mixed_word("plain") is None


@pytest.mark.parametrize("word", ["takedown", "Take Down", "take-down", "TAKEN DOWN"])
def test_a_desks_own_words_for_a_removal_are_allowed(word):
    own = VARIANTS["withdrawal-own-words"]
    ticket = Ticket(subject=f"{word} UPC {{upcs}}")

    made = replace(own, recipient=replace(own.recipient, own_words=(word,), ticket=ticket))

    assert write(made).ticket[0].subject.startswith(word)


@pytest.mark.parametrize("word", ["DMCA", "perjury", "infringement", "takedown under penalty of perjury", ""])
def test_a_record_cannot_call_anything_else_its_own_word(word):
    own = VARIANTS["withdrawal-own-words"]

    with pytest.raises(LetterError, match=f"record of ONErpm calls '{word}'"):
        write(replace(own, recipient=replace(own.recipient, own_words=("takedown", word))))


@pytest.mark.parametrize(
    "changes",
    [
        {"store_names": {"amazon-music": "Amazon DMCA desk"}},
        {"store_names": {"amazon-music": "Takedown store"}},
        {"name": "Perjury Music"},
        {"name": "Copyright Agent"},
        {"ticket": Ticket(subject="DMCA {upcs}")},
        {"ticket": Ticket(fields=("UPC", "I swear under oath"))},
        {"ticket": Ticket(subject="DMCA {upcs}"), "own_words": ("takedown",)},
    ],
)
def test_what_a_record_puts_into_a_letter_is_read(changes):
    with pytest.raises(LetterError, match="must not stand"):
        write(notice(recipient=replace(DISTRIBUTOR, **changes)))


@pytest.mark.parametrize(
    "changes", [{"name": "Oath DMCA"}, {"company": "Perjury"}, {"services": ("a", "DMCA")}]
)
def test_names_of_platforms_are_read(changes):
    with pytest.raises(LetterError, match="must not stand"):
        write(notice(platforms=(replace(MUSIC, **changes),)))


def test_a_label_may_have_any_name_but_that_of_the_desk_for_infringement():
    label = label_request().recipient

    assert write(label_request(recipient=replace(label, name="Or Else Records")))
    with pytest.raises(LetterError, match="its recipient"):
        write(label_request(recipient=replace(label, name="DMCA Desk")))


@pytest.mark.parametrize(
    "changes",
    [
        {"attention": "The designated agent"},
        {"email": "dmca-notices@example.com"},
        {"email": "infringement-claim@example.com"},
        {"email": "copyrightagent@example.com"},
        {"postal": ("Amazon.com, Inc.", "Copyright", "Agent", "Seattle")},
        {"ways": (Way(channel=Channel.FORM, value="https://example.com/report/infringement"),)},
        {"ways": (Way(channel=Channel.POST, lines=("Amazon", "Attn: Copyright Agent")),)},
        {
            "ways": (
                Way(channel=Channel.FORM, value="https://example.com", note="Goes to the D.M.C.A. team."),
            )
        },
    ],
)
def test_the_desk_for_infringement_is_found_anywhere_in_the_recipients_block(changes):
    made = platform_request()

    with pytest.raises(LetterError, match="its recipient"):
        write(replace(made, recipient=replace(made.recipient, **changes)))


def test_a_person_whose_address_only_looks_like_it_is_no_such_desk():
    label = label_request().recipient

    assert write(label_request(recipient=replace(label, email="dmcallister@example.com")))
