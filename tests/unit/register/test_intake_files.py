"""Messages, pictures, packed notices and other workspaces' reports: what each shows, and whose it is."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.answers import PNG, form, forwarded, letter, packed, paper
from support.dkim_keys import published, signed

from takedown.directory import load_directory
from takedown.register.intake.taking import Situation, take_in
from takedown.register.intake.values import Taken
from takedown.register.values import Answer, Dkim, Grade, Outcome

TODAY = date(2026, 11, 22)
DIRECTORY = load_directory()
ANA, DESK = "ana@example.com", "help@tunecore.com"


def known(artist: str = "Ana", contact: str = ANA, ticket: str = "") -> Answer:
    from takedown.model import SourceRef

    return Answer(
        artist=artist, contact=contact, ticket=ticket, received=TODAY, source=SourceRef(file="form.csv")
    )


def taken(tmp_path: Path, files: dict[str, bytes], *who: Answer, **more: Any) -> Taken:
    folder = tmp_path / "sent"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    at = Situation(directory=DIRECTORY, platforms=("spotify",), today=TODAY, **more)
    return take_in([folder], who, at)


def keys(*domains: str) -> Callable[[str], bytes | None]:
    """What name servers say: names come with a dot at their end."""
    return lambda name: published(*domains).get(name.rstrip("."))


def only(found: Taken) -> Answer:
    assert found.rejected == ()
    (answer,) = found.answers
    return answer


def why(found: Taken) -> str:
    assert found.answers == ()
    (one,) = found.rejected
    assert one.fix
    return one.reason


def test_a_desks_reply_shows_that_it_was_asked_and_not_what_it_decided(tmp_path: Path) -> None:
    raw = letter(f"TuneCore <{DESK}>", ANA, "Re: Removal [#44556]", "We agree and have removed everything.")

    answer = only(taken(tmp_path, {"a.eml": raw}, known()))

    assert (answer.artist, answer.contact, answer.grade) == ("Ana", ANA, Grade.REPLY)
    assert (answer.outcome, answer.distributor, answer.ticket) == (Outcome.SUBMITTED, "tunecore", "44556")
    assert (answer.dkim, answer.on, len(answer.sha256)) == (Dkim.NOT_CHECKED, date(2026, 11, 20), 64)


def test_a_signature_is_kept_with_its_domain_also_of_a_reply_that_was_forwarded_whole(tmp_path: Path) -> None:
    reply = signed(letter(DESK, ANA), "tunecore.com")

    answer = only(taken(tmp_path, {"a.eml": forwarded(ANA, reply)}, known(), lookup=keys("tunecore.com")))

    assert (answer.grade, answer.dkim, answer.domain) == (Grade.REPLY, Dkim.PASS, "tunecore.com")


def test_a_signature_of_another_domain_than_the_desks_is_none(tmp_path: Path) -> None:
    forged = signed(letter(DESK, ANA), "example.com")

    answer = only(taken(tmp_path, {"a.eml": forged}, known(), lookup=keys("example.com")))

    assert (answer.dkim, answer.domain) == (Dkim.NONE, "example.com")


def test_a_changed_reply_is_said_to_fail(tmp_path: Path) -> None:
    changed = signed(letter(DESK, ANA), "tunecore.com").replace(b"Hello.", b"Agreed.")

    answer = only(taken(tmp_path, {"a.eml": changed}, known(), lookup=keys("tunecore.com")))

    assert answer.dkim is Dkim.FAIL


def test_a_copy_of_the_message_to_a_desk_is_a_copy(tmp_path: Path) -> None:
    answer = only(taken(tmp_path, {"a.eml": letter(ANA, DESK, "Please remove – Ref PEBFMUDJ7S")}, known()))

    assert (answer.grade, answer.outcome, answer.distributor) == (Grade.COPY, Outcome.SUBMITTED, "tunecore")


def test_a_reply_forwarded_as_text_is_a_copy_since_anybody_can_write_text(tmp_path: Path) -> None:
    raw = letter(ANA, "organizer@example.org", "Fwd: Removal", f"> From: TuneCore <{DESK}>\n> all done")

    answer = only(taken(tmp_path, {"a.eml": raw}, known()))

    assert (answer.grade, answer.distributor) == (Grade.COPY, "tunecore")


def test_an_attached_notice_says_whose_it_is_and_what_it_asks(tmp_path: Path) -> None:
    head = letter(
        ANA, "desk@small.example.org", more='Content-Type: multipart/mixed; boundary="b"\r\n'
    ).split(b"\r\n\r\n")[0]
    raw = (
        head
        + b"\r\n\r\n--b\r\nContent-Type: application/json; name=notice.json\r\n\r\n"
        + paper("Bo", "Cy")
        + b"\r\n--b--\r\n"
    )

    found = taken(tmp_path, {"a.eml": raw})

    assert [(one.artist, one.contact, one.platforms, one.grade, one.outcome) for one in found.answers] == [
        ("Bo", ANA, ("spotify",), Grade.COPY, Outcome.SUBMITTED),
        ("Cy", ANA, ("spotify",), Grade.COPY, Outcome.SUBMITTED),
    ]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (letter(ANA, "friend@example.org"), "nothing shows that it is to a desk or from one"),
        (letter("new@example.org", DESK), "nobody in the register has the address it is from"),
        (letter(ANA, DESK, more="X-Unsent: 1\r\n"), "it is a draft that was not sent"),
        (b"no message at all", "it is no message that can be read"),
    ],
)
def test_what_shows_nothing_is_rejected_with_the_reason(tmp_path: Path, raw: bytes, reason: str) -> None:
    assert why(taken(tmp_path, {"a.eml": raw}, known())).startswith(reason)


def test_what_came_back_undelivered_does_not_count(tmp_path: Path) -> None:
    report = (
        b"From: mailer-daemon@example.com\r\nTo: ana@example.com\r\nSubject: failed\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        b"Final-Recipient: rfc822; help@tunecore.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )

    assert "came back undelivered" in why(taken(tmp_path, {"a.eml": report}, known()))


def test_of_several_artists_of_one_address_a_folder_or_file_name_decides_or_a_person(tmp_path: Path) -> None:
    label = (known("Ana Lights", "label@example.com"), known("Bo Quartet", "label@example.com"))
    raw = letter("label@example.com", DESK)

    assert "answers for several artists" in why(taken(tmp_path, {"a.eml": raw}, *label))
    assert only(taken(tmp_path / "2", {"Bo Quartet/a.eml": raw}, *label)).artist == "Bo Quartet"


def test_all_messages_of_a_mailbox_are_read_and_named(tmp_path: Path) -> None:
    box = b"".join(
        b"From x Sat Nov 21 10:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n"
        for raw in (letter(ANA, DESK), letter("who@example.org", DESK))
    )

    found = taken(tmp_path, {"box.mbox": box}, known())

    assert [one.source.file for one in found.answers] == ["box.mbox, message 1"]
    assert [one.source.file for one in found.rejected] == ["box.mbox, message 2"]


@pytest.mark.parametrize(
    "name", ["ticket T-12345.png", "Screenshot 2026-11-20 at 10.11.12 case 12345.png", "12345.png"]
)
def test_a_picture_is_found_by_the_ticket_in_its_name_and_kept_as_its_digest(
    tmp_path: Path, name: str
) -> None:
    ticket = "T-12345" if "T-" in name else "12345"

    answer = only(taken(tmp_path, {name: PNG}, known(ticket=ticket)))

    assert (answer.artist, answer.grade, answer.ticket, len(answer.sha256)) == ("Ana", Grade.COPY, ticket, 64)


def test_a_picture_that_names_its_artist_and_a_ticket_is_theirs(tmp_path: Path) -> None:
    found = taken(tmp_path, {"the_examples ticket T-77.jpg": b"\xff\xd8\xff\xe0"}, known("The Examples"))

    assert (only(found).artist, only(found).ticket) == ("The Examples", "T-77")


@pytest.mark.parametrize(
    "name",
    ["the_examples-logo.png", "The Examples/IMG_20261120.png", "The Examples/IMG_48213.jpg", "shot.png"],
)
def test_a_picture_without_a_ticket_number_waits_for_a_person(tmp_path: Path, name: str) -> None:
    found = taken(tmp_path, {name: PNG}, known("The Examples"))

    assert why(found) == "it is a picture or a receipt without a ticket number in its name"
    assert "artist, outcome and file" in found.rejected[0].fix


def test_a_picture_or_a_receipt_that_was_packed_is_no_more_than_one_that_was_not(tmp_path: Path) -> None:
    for number, inside in enumerate((packed(logo__png=PNG), packed(receipt__txt=b"sent"))):
        found = taken(tmp_path / str(number), {"The Examples.zip": inside}, known("The Examples"))
        assert "without a ticket number" in why(found)

    with_ticket = packed(**{"ticket T-77__png": PNG})
    assert only(taken(tmp_path / "t", {"a.zip": with_ticket}, known(ticket="T-77"))).artist == "Ana"


def test_the_name_of_a_file_does_not_say_whose_a_message_is(tmp_path: Path) -> None:
    forged = letter("support@distrokid.com", "whoever@evil.example")
    to_nobody = letter("support@distrokid.com", "undisclosed-recipients:;")

    assert "nobody in the register has the address" in why(
        taken(tmp_path, {"Ana Lights.eml": forged}, known("Ana Lights"))
    )
    assert "cannot be told" in why(taken(tmp_path / "2", {"Ana Lights.eml": to_nobody}, known("Ana Lights")))


def test_a_ticket_number_does_not_make_another_persons_message_the_artists(tmp_path: Path) -> None:
    forged = letter("help@tunecore.com", "whoever@evil.example", "Re: Removal [#44556]")

    assert why(taken(tmp_path, {"a.eml": forged}, known(ticket="44556")))
    assert only(taken(tmp_path / "2", {"a.eml": forged}, known(contact="", ticket="44556"))).artist == "Ana"


def test_a_packed_notice_alone_was_written_and_with_a_sign_was_handed_over(tmp_path: Path) -> None:
    alone = only(taken(tmp_path, {"a.zip": packed(notice__json=paper("Ana"))}))
    with_picture = only(taken(tmp_path / "2", {"a.zip": packed(notice__json=paper("Ana"), shot__png=PNG)}))
    reply = packed(notice__json=paper("Ana"), r__eml=letter(DESK, ANA))
    with_reply = only(taken(tmp_path / "3", {"a.zip": reply}))

    assert (alone.outcome, alone.grade) == (Outcome.PREPARED, Grade.COPY)
    assert (with_picture.outcome, with_picture.grade) == (Outcome.SUBMITTED, Grade.COPY)
    assert (with_reply.outcome, with_reply.grade, with_reply.contact) == (Outcome.SUBMITTED, Grade.REPLY, ANA)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(notice__json=paper("Ana", demo=True)), "its notice is a specimen"),
        (packed(notice__json=paper("Ana", kind="enquiry")), "its notice asks for no removal"),
        (packed(notice__json=b"[" * 100_000), "it is no notice.json that can be read"),
        (
            packed(other__txt=b"x", b__mov=b""),
            "there is no notice, message or picture in it; it holds '.mov', '.txt'",
        ),
        (packed(**{f"f{n}": b"" for n in range(501)}), "it holds 501 files, more than 500"),
        (packed(big__txt=b"\0" * 120_000_000), "it holds 114 MB when it is unpacked, more than 100"),
        (
            packed(big__mov=b"\0" * 30_000_000),
            "there is no notice, message or picture in it that can be read; 'big.mov'",
        ),
        (packed(notice__json=paper("Ana"))[:200], "it is damaged"),
    ],
)
def test_a_packed_folder_that_shows_nothing_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    found = taken(tmp_path, {"a.zip": content})

    assert why(found).startswith(reason)
    assert "unpack" not in found.rejected[0].fix


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(form(("", "", "Ana", "", "sent", "", "", "", "")))
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "link.csv").symlink_to(secret)

    assert "links inside a folder are not followed" in why(taken(tmp_path, {}))


def exported(items: list[dict[str, object]], **more: object) -> bytes:
    notice = {
        "id": "PEBFMUDJ7S", "kind": "withdrawal", "demo": False, "dispatch": "submitted",
        "since": "2026-11-10T10:00:00Z",
        "recipient": {"desk": "tunecore"}, "ticket": "T-9", "messages": [],
        "evidence": [{"what": "submitted", "at": "2026-11-10", "declared": False, "by": ""}],
        "items": [{"artist": "Ana", "platform": "spotify", "upc": str(at), **item} for at, item in enumerate(items)],
    }  # fmt: skip
    return json.dumps({"schema": 1, "notices": [notice | more]}).encode()


def evidence(what: str, **more: object) -> dict[str, object]:
    return {"what": what, "at": "2026-11-15", "declared": False, "by": "", **more}


@pytest.mark.parametrize(
    ("content", "outcome", "grade"),
    [
        (exported([{}]), Outcome.SUBMITTED, Grade.COPY),
        (exported([{}], evidence=[evidence("submitted", declared=True)]), Outcome.SUBMITTED, Grade.REPORTED),
        (exported([{}], dispatch="signed"), Outcome.PREPARED, Grade.REPORTED),
        (exported([{"answer": "agreed"}], evidence=[evidence("agreed")]), Outcome.AGREED, Grade.REPLY),
        (exported([{"answer": "agreed"}, {}], evidence=[evidence("agreed")]), Outcome.SUBMITTED, Grade.REPLY),
        (exported([{"answer": "refused"}], evidence=[evidence("refused")]), Outcome.SUBMITTED, Grade.REPLY),
        (exported([{"answer": "refused"}], kind="label-request"), Outcome.LABEL_REFUSED, Grade.REPORTED),
        (
            exported([{"observed": "gone"}], evidence=[evidence("gone", by="Dee")]),
            Outcome.GONE,
            Grade.OBSERVED,
        ),
        (exported([{"observed": "gone"}], evidence=[evidence("gone")]), Outcome.GONE, Grade.REPORTED),
        (
            exported([{"observed": "gone"}, {}], evidence=[evidence("gone", by="Dee")]),
            Outcome.SUBMITTED,
            Grade.REPORTED,
        ),
        (exported([{"observed": "live", "returned": True}]), Outcome.CAME_BACK, Grade.REPORTED),
    ],
)
def test_another_workspaces_report_counts_by_its_evidence(
    tmp_path: Path, content: bytes, outcome: Outcome, grade: Grade
) -> None:
    answer = only(taken(tmp_path, {"report.json": content}))

    assert (answer.artist, answer.outcome, answer.grade) == ("Ana", outcome, grade)


@pytest.mark.parametrize(
    "content",
    [exported([{}], demo=True), exported([{}], kind="enquiry"), exported([{}], dispatch="retracted")],
)
def test_a_report_in_which_nothing_was_asked_counts_nothing(tmp_path: Path, content: bytes) -> None:
    assert taken(tmp_path, {"report.json": content}).answers == ()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"schema": 1, "notices": 3}',
        b'{"a": ' * 50_000,
        b'{"schema": 1, "notices": [3, {"items": 4}]}',
    ],
)
def test_json_of_any_shape_never_raises(tmp_path: Path, content: bytes) -> None:
    found = taken(tmp_path, {"report.json": content})

    assert found.answers == ()
    assert found.rejected
