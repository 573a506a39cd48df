"""How pages count, and where they send a person next."""

import json
from dataclasses import replace

import pytest
from support import report_samples as samples
from support.builders import TODAY, checked, release, request, route

from takedown.asked import Asked
from takedown.audit import Dispatch
from takedown.directory import load_directory
from takedown.model import CheckedCatalog, Podcast, SourceRef
from takedown.plan import NoticePlan
from takedown.planning import plan_notices
from takedown.reports.as_json import report_json
from takedown.reports.findings import plain_findings, waiting_rows
from takedown.reports.overview import plain_report
from takedown.reports.plan import plain_plan
from takedown.request import Route

DIRECTORY = load_directory()


def planned(catalog: CheckedCatalog, *routes: Route) -> NoticePlan:
    return plan_notices(catalog, request(*routes), DIRECTORY, asked=Asked(), today=TODAY)


def flat(page: str) -> str:
    return " ".join(page.split())


def test_recordings_on_no_release_are_counted_by_themselves() -> None:
    whole, alone = release(), replace(release(2, tracks=1), key="isrc:x", title="", icpn="", grid="")
    pages = [flat(plain_findings(checked(*some))) for some in ((whole, alone), (alone,), (whole,))]

    assert "1 release and 1 single recording (3 recordings in all) usable" in pages[0]
    assert "1 recording usable" in pages[1]
    assert "1 release with 2 recordings usable" in pages[2]
    made = planned(checked(whole, alone), route("tunecore"))
    assert "1 release and 1 single recording, 3 recordings in all by" in flat(plain_plan(made))


def test_podcasts_are_explained_by_check_and_nobody_is_sent_back_to_it() -> None:
    one = Podcast(
        feed="https://feeds.example.com/a.xml",
        title="Night Talk",
        source=SourceRef(file="catalog.csv", row=2),
    )
    catalog = checked(podcasts=(one,))
    made = planned(catalog, route("tunecore"))

    page = flat(plain_findings(catalog))
    assert "1 podcast: there is no letter for it; takedown plan says where to take it out yourself." in page
    assert "Next: takedown check" not in plain_plan(made)
    assert "Next: takedown generate, which writes the steps for you" in plain_plan(made)


def test_where_check_has_an_answer_the_plan_points_there() -> None:
    made = planned(checked(release()))

    assert "Next: takedown check" in plain_plan(made)


def test_rows_that_wait_in_rejected_csv_are_said_below_the_counts() -> None:
    page = plain_findings(checked(release()), waiting=waiting_rows(3))

    assert "rejected.csv: 3 lines wait for you; correct the cells there" in page
    assert "takedown import rejected.csv" in flat(page)
    assert waiting_rows(0) == ""


@pytest.mark.parametrize("times", [1, 3])
def test_every_notice_is_counted_once_by_how_far_it_came(times: int) -> None:
    report = samples.status_report()
    notices = tuple(
        replace(report.notices[0], id=f"{dispatch}-{number}", dispatch=dispatch)
        for dispatch in Dispatch
        for number in range(times)
    )
    report = replace(report, notices=notices)

    totals = json.loads(report_json(report))["totals"]
    counts = {dispatch: totals[dispatch.replace("-", "_")] for dispatch in Dispatch}
    assert set(counts.values()) == {times}
    assert sum(counts.values()) == totals["notices"] == len(notices)

    said = flat(plain_report(report, TODAY))
    line = said[said.index("notices ") : said.index(" submitted ", said.index("retracted"))]
    assert all(f"{times} {dispatch.replace('in-doubt', 'in doubt')}" in line for dispatch in Dispatch)
