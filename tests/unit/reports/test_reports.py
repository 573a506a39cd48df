"""What a person and a script read: golden pages, JSON by contract, no datum that could act on a terminal."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import report_samples as samples
from support.audit_samples import TWO_ITEMS, item, prepared, report_of, signed, told

from takedown.events import What
from takedown.model import CheckedCatalog
from takedown.plan import NoticePlan, Totals
from takedown.records import Channel, Fact, OneStore, Role
from takedown.reports.as_csv import COLUMNS, report_csv, shown_cell
from takedown.reports.as_json import (
    directory_json,
    findings_json,
    lint_json,
    plan_json,
    records_json,
    report_json,
    status_json,
    verification_json,
)
from takedown.reports.directory import plain_directory, plain_lint, plain_record
from takedown.reports.findings import plain_findings
from takedown.reports.overview import plain_report
from takedown.reports.plain import plain_status, plain_verification
from takedown.reports.plan import plain_plan
from takedown.reports.words import is_unseen, listed, shown, wrapped

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
TODAY = date(2026, 12, 1)

PAGES = {
    "status.txt": lambda word="": plain_status(samples.status_report(word)),
    "verification.txt": lambda word="": plain_verification(samples.verification(word)),
    "verification-ok.txt": lambda word="": plain_verification(samples.verification(word, ok=True)),
    "report.txt": lambda word="": plain_report(samples.status_report(word), TODAY),
    "findings.txt": lambda word="": plain_findings(samples.findings(word)),
    "plan.txt": lambda word="": plain_plan(samples.plan(word)),
    "directory.txt": lambda word="": plain_directory(samples.directory(word)),
    "record.txt": lambda word="": plain_record(samples.distributor(word), samples.SOURCES),
    "status.json": lambda word="": status_json(samples.status_report(word)),
    "lint.txt": lambda word="": plain_lint(samples.findings(word).findings, samples.directory(word)),
    "lint.json": lambda word="": lint_json(samples.findings(word).findings),
    "verification.json": lambda word="": verification_json(samples.verification(word)),
    "report.json": lambda word="": report_json(samples.status_report(word)),
    "findings.json": lambda word="": findings_json(samples.findings(word)),
    "plan.json": lambda word="": plan_json(samples.plan(word)),
    "directory.json": lambda word="": directory_json(samples.directory(word)),
    "record.json": lambda word="": records_json([samples.distributor(word)]),
    "report.csv": lambda word="": report_csv(samples.status_report(word)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_was_agreed(name):
    """Run with GOLDEN=write to write the pages anew, then read the difference."""
    made = PAGES[name]().encode()
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_bytes(made)

    assert made.decode() == (GOLDEN / name).read_bytes().decode()


@pytest.mark.parametrize("name", PAGES)
def test_control_and_bidi_characters_of_the_data_never_reach_the_output_raw(name):
    page = PAGES[name](samples.EVIL)

    assert {mark for mark in page if is_unseen(mark)} <= {"\n", "\r"}
    assert "\r" not in page.replace("\r\n", "")
    if name != "verification-ok.txt":
        assert "202e" in page.lower()


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(".txt")])
def test_a_page_fits_a_terminal_and_ends_with_one_line_feed(name):
    page = PAGES[name]()

    assert max(len(line) for line in page.splitlines()) <= 90
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
    assert not [line for line in page.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(".json")])
def test_a_script_gets_the_exact_characters_back(name):
    assert json.loads(PAGES[name](samples.EVIL))["schema"] == 1
    if name in ("status.json", "plan.json", "findings.json"):
        assert json.dumps(samples.EVIL)[1:-1] in json.dumps(json.loads(PAGES[name](samples.EVIL)))


def test_a_verification_never_speaks_of_every_document_where_some_were_erased():
    for ok in (True, False):
        page = plain_verification(replace(samples.verification(), ok=ok))

        assert "every document" not in page
        assert "Erased: 1,200 documents in entry 6.\n5 entries follow the head that you noted." in page


# JSON by contract

TEXT, NUMBER, YES_OR_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
DAY = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}]}


def one_of(*values):
    return {"enum": list(values)}


def table(**keys):
    return {"type": "object", "properties": keys, "required": list(keys)}


def rows(**keys):
    return {"type": "array", "items": table(**keys), "minItems": 1}


TEXTS = {"type": "array", "items": TEXT}
RECIPIENT = table(desk=TEXT, name=TEXT, email=TEXT)
SOURCE = table(file=TEXT, sheet=TEXT, row=NUMBER, column=TEXT)
FINDING = {
    "rule": TEXT,
    "severity": one_of("error", "warning", "question", "info"),
    "message": TEXT,
    "hint": TEXT,
    "source": SOURCE,
}
KIND = one_of("withdrawal", "label-request", "platform-request", "enquiry")
STATUS = rows(
    id={"type": "string", "pattern": "^[A-Z2-7]{10}$"},
    case=TEXT,
    kind=KIND,
    recipient=RECIPIENT,
    dispatch=one_of("prepared", "signed", "superseded", "submitted"),
    since=TEXT,
    due=DAY,
    evidence={"type": "array", "items": table(what=TEXT, at=TEXT, declared=YES_OR_NO)},
    items=rows(
        platform=TEXT,
        upc=TEXT,
        isrc=TEXT,
        title=TEXT,
        answer=one_of("", "acknowledged", "agreed", "refused"),
        observed=one_of("", "live", "gone"),
        observed_at=DAY,
    ),
)
TALLY = dict.fromkeys(
    ("notices", "submitted", "with_file", "with_ticket", "declared", "items", "unanswered", "gone"), NUMBER
)
GROUPS = rows(name=TEXT, **TALLY)
CONTRACT = {
    "status.json": table(schema=one_of(1), notices=STATUS),
    "verification.json": table(
        schema=one_of(1),
        ok=YES_OR_NO,
        entries=NUMBER,
        head=TEXT,
        entries_after_head={"type": ["integer", "null"]},
        erased=rows(entry=NUMBER, documents=NUMBER),
        problems=rows(where=TEXT, what=TEXT),
    ),
    "report.json": table(
        schema=one_of(1),
        totals=table(**TALLY),
        by_artist=GROUPS,
        by_platform=GROUPS,
        by_desk=GROUPS,
        notices=STATUS,
    ),
    "findings.json": table(
        schema=one_of(1),
        findings=rows(**FINDING),
        releases=NUMBER,
        recordings=NUMBER,
        usable=NUMBER,
        blocked=NUMBER,
    ),
    "lint.json": table(schema=one_of(1), findings=rows(**FINDING)),
    "plan.json": table(
        schema=one_of(1),
        notices=rows(
            id=TEXT,
            case=TEXT,
            kind=KIND,
            principal=TEXT,
            recipient=RECIPIENT,
            channels={"type": "array", "items": one_of("email", "form", "dashboard", "post")},
            platforms=TEXTS,
            territories=TEXTS,
            releases=NUMBER,
            recordings=NUMBER,
            fees={
                "type": "array",
                "items": table(amount={"anyOf": [{"type": "null"}, TEXT]}, currency=TEXT, per=TEXT),
            },
            collateral=TEXTS,
            due_after={
                "anyOf": [
                    {"type": "null"},
                    table(min=NUMBER, max=NUMBER, unit=one_of("business-days", "days")),
                ]
            },
            wanted=one_of("likely", "unlikely", "unknown"),
        ),
        omissions=rows(
            artist=TEXT, release=TEXT, platform=TEXT, rule=TEXT, reason=TEXT, hint=TEXT, source=SOURCE
        ),
        totals=table(items=NUMBER, asked=NUMBER, enquired=NUMBER, omitted=NUMBER),
    ),
    "directory.json": table(
        schema=one_of(1),
        platforms=rows(slug=TEXT, name=TEXT, desk=TEXT),
        distributors=rows(
            slug=TEXT,
            name=TEXT,
            status=TEXT,
            one_store=one_of(*[value.value for value in OneStore]),
            channels=TEXTS,
            checked_on=DAY,
        ),
        campaigns=rows(slug=TEXT, name=TEXT, status=TEXT),
    ),
}


@pytest.mark.parametrize("name", CONTRACT)
def test_a_json_document_has_the_fields_of_the_contract(name):
    jsonschema.Draft202012Validator(CONTRACT[name]).validate(json.loads(PAGES[name]()))


def test_money_is_a_decimal_string_and_never_a_float():
    (fee,) = json.loads(PAGES["plan.json"]())["notices"][0]["fees"]

    assert (fee["amount"], fee["currency"], fee["per"]) == ("10.00", "USD", "release")


# What is said and what is not


def test_a_submission_by_word_is_never_counted_as_held():
    totals = json.loads(PAGES["report.json"]())["totals"]

    assert (totals["submitted"], totals["with_file"], totals["declared"], totals["with_ticket"]) == (
        2,
        1,
        1,
        1,
    )
    assert (
        "submitted  2, of these 1 with a file kept, 1 declared, 1 with a ticket number"
        in PAGES["report.txt"]()
    )


def test_what_never_went_out_is_not_called_unanswered():
    page = plain_report(report_of(prepared("AAAAAAAAAA")), TODAY)

    assert "items     2" in page
    assert "answers  " not in page
    assert "unanswered" not in page


def test_nothing_is_called_delivered_accepted_or_removed():
    for name in ("status.txt", "report.txt", "report.csv"):
        assert not {"delivered", "accepted", "removed", "sent"} & set(PAGES[name]().lower().split()), name


def lines_of(page, word):
    """Give the lines of a notice in the report: the one that names it, and those that go on."""
    lines = page.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"  {word}  "))
    end = next(number for number, line in enumerate(lines[first + 1 :]) if not line.startswith("    "))
    return " ".join(" ".join(lines[first : first + 1 + end]).split())


def test_the_report_lists_every_notice_once_under_its_dispatch():
    page = PAGES["report.txt"]()
    heads = ["Submitted (2)", "Signed, not handed over (1)", "Prepared, not signed (2)", "Superseded: "]
    places = [page.index(f"\n{head}") for head in heads]

    assert places == sorted(places)
    for notice in samples.status_report().notices:
        assert page.count(notice.id) == 1
    assert (
        lines_of(page, "AAAAAAAAAA")
        == "AAAAAAAAAA withdrawal to Tunecore, for Ana Example – The Examples 2026-11-23 (file kept), "
        "ticket 4711; 1 agreed, 1 unanswered; due 2026-12-07"
    )
    assert "2026-11-23 (declared), no ticket; 1 unanswered; due 2026-11-30, 1 day ago" in lines_of(
        page, "FFFFFFFFFF"
    )


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23")], "2026-11-23 (declared), no ticket"),
        (
            [
                told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", file=b"mail"),
                told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-30"),
            ],
            "2026-11-30 (declared; file kept of 2026-11-23), no ticket",
        ),
        (
            [
                told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", file=b"mail", ticket="4711"),
                told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-30", file=b"mail"),
            ],
            "2026-11-30 (file kept), ticket 4711",
        ),
        (
            [
                told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", file=b"mail"),
                told(What.REFUSED, "AAAAAAAAAA", "2026-11-24"),
            ],
            "2026-11-23 (file kept), no ticket; 2 refused (declared)",
        ),
    ],
)
def test_the_report_claims_no_file_for_a_day_or_an_answer_that_has_none(records, words):
    assert words in lines_of(plain_report(report_of(prepared("AAAAAAAAAA"), *records), TODAY), "AAAAAAAAAA")


def test_the_report_explains_declared_only_where_something_is():
    held = told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23", file=b"mail")
    word = told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23")

    assert "“declared” means" not in plain_report(report_of(prepared("AAAAAAAAAA"), held), TODAY)
    assert "“declared” means" in plain_report(report_of(prepared("AAAAAAAAAA"), word), TODAY)


def test_a_long_list_of_artists_and_long_names_still_fit_the_report():
    many = [item(f"41234567890{n}", artist=f"The Examples of a Very Long Name, Number {n}") for n in range(9)]
    page = plain_report(report_of(prepared("AAAAAAAAAA", items=many, desk="a-desk " * 20)), TODAY)

    assert max(len(line) for line in page.splitlines()) <= 90
    assert "and 6 more artists" in lines_of(page, "AAAAAAAAAA")


@pytest.mark.parametrize("answer", [None, What.ACKNOWLEDGED, What.AGREED, What.REFUSED])
def test_nobody_is_told_to_look_after_an_enquiry(answer):
    events = [prepared("AAAAAAAAAA", kind="enquiry"), told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23")]
    events += [told(answer, "AAAAAAAAAA", "2026-11-24")] if answer else []
    page = " ".join(plain_status(report_of(*events)).split())

    assert "look" not in page
    assert "takedown record gone" not in page
    assert ("takedown record acknowledged" in page) == (answer is None)
    assert ("answered: write what you learned" in page) == (answer in (What.ACKNOWLEDGED, What.AGREED))


def test_the_next_step_is_about_the_item_that_is_due_first():
    events = (prepared("AAAAAAAAAA"), told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23"))
    streaming, sale = (entry["key"] for entry in TWO_ITEMS)
    agreed = told(What.AGREED, "AAAAAAAAAA", "2026-11-24", items=[streaming])
    gone = told(What.GONE, "AAAAAAAAAA", "2026-11-25", items=[streaming])
    live = told(What.LIVE, "AAAAAAAAAA", "2026-11-25")
    rest = told(What.REFUSED, "AAAAAAAAAA", "2026-11-24", items=[sale])
    seen = told(What.ACKNOWLEDGED, "AAAAAAAAAA", "2026-11-24", items=[sale])

    def next_step(*more):
        return " ".join(plain_status(report_of(*events, *more)).split())

    assert "no answer yet?" in next_step(agreed, gone)
    assert "nothing done yet?" in next_step(agreed, gone, seen)
    assert "look whether it is gone, then takedown record gone" in next_step(agreed, rest)
    assert "agreed, but seen live: ask again" in next_step(agreed, rest, live)


def test_a_notice_names_the_command_that_comes_next():
    before, after = (
        plain_status(report_of(prepared("AAAAAAAAAA"))),
        plain_status(report_of(signed("AAAAAAAAAA"))),
    )

    assert "takedown sign AAAAAAAAAA" in before
    assert "takedown outbox walk AAAAAAAAAA" in after
    assert "takedown record submitted AAAAAAAAAA --ticket NUMBER" in after


def test_where_only_infringement_is_reported_there_is_no_channel():
    known = samples.distributor()
    form = known.addresses[0]
    report = replace(form, channel=Channel.EMAIL, role=Role.INFRINGEMENT, value="infringement@example.com")

    def channels(*addresses):
        record = replace(known, addresses=addresses)
        directory = replace(samples.directory(), distributors={record.slug: record})
        return json.loads(directory_json(directory))["distributors"][0]["channels"]

    assert channels(report) == []
    assert channels(report, form) == ["form"]


def test_what_is_due_names_how_late_it_is():
    assert "30 November 2026, 1 day ago" in PAGES["status.txt"]()


def test_a_request_that_waits_says_for_whom_and_is_not_offered_for_signing():
    deliveries = [
        {"desk": "tunecore", "name": "TuneCore", "notice": "AAAAAAAAAA", "releases": 1, "submitted_on": None}
    ]
    both = (
        prepared("AAAAAAAAAA"),
        prepared("CCCCCCCCCC", desk="amazon", kind="platform-request", deliveries=deliveries),
    )
    waiting = plain_status(report_of(*both))
    ready = plain_status(report_of(*both, told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23")))

    assert "waits until TuneCore was asked and that is recorded" in waiting
    assert "takedown sign CCCCCCCCCC" not in waiting
    assert "takedown sign AAAAAAAAAA" in waiting
    assert "takedown generate fills in when the others were asked; then takedown sign CCCCCCCCCC" in " ".join(
        ready.split()
    )


def test_before_the_first_notice_the_next_command_is_named():
    for page in (plain_status(report_of()), plain_report(report_of(), TODAY)):
        assert "No notices yet" in page
        assert "takedown plan" in page
    assert json.loads(status_json(report_of()))["notices"] == []


def test_an_empty_catalog_and_an_empty_plan_say_so():
    empty = NoticePlan(notices=(), omissions=(), totals=Totals(items=0, asked=0, enquired=0, omitted=0))

    assert "0 releases with 0 recordings usable" in plain_findings(CheckedCatalog(releases=(), findings=()))
    assert "Nothing to ask for now" in plain_plan(empty)


def test_a_directory_without_a_fault_says_so():
    assert "Nothing is wrong" in plain_lint((), samples.directory())
    assert json.loads(lint_json(())) == {"schema": 1, "findings": []}


def test_omissions_of_one_cause_are_one_paragraph_and_name_each_release_once():
    page = PAGES["plan.txt"]()

    assert page.count("awaiting-consent") == 1
    assert "awaiting-consent (4 items)" in page
    assert page.count("Third") == page.count("Fourth") == 1


def test_an_unknown_fact_is_said_to_be_unknown():
    page = plain_record(samples.distributor(), samples.SOURCES)

    assert "Not known: track level, territory." in page
    assert "lost-page: not in sources.toml" in page
    for record in (
        *samples.directory().desks.values(),
        *samples.directory().campaigns.values(),
        samples.STREAMING,
    ):
        assert "No sources." in plain_record(record, {})


def test_an_erased_notice_is_still_counted_and_listed():
    report = report_of(prepared("AAAAAAAAAA"), told(What.SUBMITTED, "AAAAAAAAAA", "2026-11-23"))
    erased = replace(report, notices=(replace(report.notices[0], items=(), recipient="", principal=""),))

    assert "an erased recipient" in plain_status(erased)
    assert len(list(csv.reader(io.StringIO(report_csv(erased))))) == 2


# CSV


def test_the_table_has_one_row_per_notice_and_item():
    found = list(csv.DictReader(io.StringIO(PAGES["report.csv"]())))

    assert list(found[0]) == list(COLUMNS)
    assert len(found) == sum(len(notice.items) for notice in samples.status_report().notices)
    assert {row["evidence"] for row in found} == {"", "file", "declared"}
    assert {row["title"] for row in found} == {"First Light", "'=SUM(A1)"}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@A1", " =1", "\u00a0=1", "\t=1", "\r=1", "＝1", "x\n=1", "\u200b=1"]
)
def test_no_cell_begins_or_goes_on_as_a_formula(cell):
    made = shown_cell(cell)

    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert not {"\n", "\t", "\r"} & set(made)


@pytest.mark.parametrize("cell", ["", "First Light", "a=b", "1-2", "Björk"])
def test_an_ordinary_cell_stays_as_it_is(cell):
    assert shown_cell(cell) == cell


# Words


def test_unseen_characters_are_written_out():
    assert shown("\u202eabc\n\x00") == "\\u{202E}abc\\u{000A}\\u{0000}"
    assert shown("Björk – 東京 🎉") == "Björk – 東京 🎉"


@given(st.text())
def test_shown_text_has_nothing_unseen_and_is_shown_the_same_twice(text):
    assert not any(is_unseen(mark) for mark in shown(text))
    assert shown(shown(text)) == shown(text)


@given(st.text(min_size=1))
def test_wrapping_loses_no_word(text):
    assert "".join("".join(wrapped(text)).split()) == "".join(shown(text).split())


def test_lists_read_as_sentences():
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_fact_without_words_is_not_printed():
    assert Fact().value == ""
    assert "Track level" not in plain_record(samples.distributor(), samples.SOURCES)
