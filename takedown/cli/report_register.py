"""`takedown report` in an organizer's folder: the register, by the campaign's own file."""

from pathlib import Path
from typing import TYPE_CHECKING

from takedown.cli.register_folder import campaign_at, people_in, tell_due
from takedown.cli.report_written import CAMPAIGN, CSV, HTML, JSON, XLSX, Wanted, deliver, named
from takedown.cli.session import Session, say
from takedown.errors import UsageError
from takedown.frozen import dataclass
from takedown.reports.words import counted, shown

if TYPE_CHECKING:
    from takedown.cli.public_step import Stepped
    from takedown.records import Campaign
    from takedown.register.overview import Overview
    from takedown.register.people import People
    from takedown.register.publishing import Public


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A register, read and counted."""

    campaign: "Campaign"
    people: "People"
    overview: "Overview"
    head: str


def report_register(session: Session, wanted: Wanted, failures: Path | None) -> None:
    """Write the report of a register, or what of it may be published."""
    if failures is not None:
        raise UsageError("--failures is for a workspace of your own", hint="leave it out here")
    found = count(session, wanted.campaign)
    if wanted.public:
        _publish(session, wanted, found)
    else:
        deliver(wanted, lambda: _private(session, wanted.form, found.overview))
    tell_due(session, found.campaign)


def count(session: Session, campaign: Path | None) -> Counted:
    """Read the register and count it. UsageError: there is no campaign, or no answer yet."""
    from takedown.register.overview import overview_of
    from takedown.register.store import FILE, Register

    root = session.root
    record = campaign_at(session, campaign or root / CAMPAIGN)
    if not (root / FILE).exists():
        raise UsageError(
            f"{root / FILE} is not there: no answer came in yet", hint="takedown register import FILE"
        )
    with Register.read(root) as register:
        people = people_in(session, register)
        head = register.head
    overview = overview_of(people, title=record.name, platforms=record.platforms, day=session.today)
    return Counted(campaign=record, people=people, overview=overview, head=head)


def _private(session: Session, form: str, overview: "Overview") -> str | bytes:
    from takedown.reports.page.of_register import register_view
    from takedown.reports.page.texts import plain_register, register_csv, register_json

    if form == JSON:
        return register_json(overview)
    if form == CSV:
        return register_csv(overview)
    if form == HTML:
        from takedown.reports.page.drawn import draw_report

        return draw_report(register_view(overview, named(session)))
    if form == XLSX:
        from takedown.reports.page.workbook import workbook_of

        return workbook_of(register_view(overview, named(session)))
    return plain_register(overview, named(session))


def _publish(session: Session, wanted: Wanted, found: Counted) -> None:
    """Write what may be published now, and keep it: what was shown once counts as published."""
    from takedown.cli.public_step import public_step

    stepped = public_step(
        session.root,
        found.overview,
        found.people,
        found.campaign,
        day=session.today,
        distributors=frozenset(session.directory.distributors),
        head=found.head,
    )
    step = stepped.step
    deliver(wanted, lambda: _public(session, wanted.form, step.public))
    _tell_names(stepped)
    if not step.fresh:
        say(f"These are the numbers of {step.public.day}, and no new ones: {step.why}.")
    if not found.campaign.publish:
        say("The campaign's file allows nothing to be published. Its line `publish` says what may be.")


def _tell_names(stepped: "Stepped") -> None:
    """Say which names go out for the first time and on what they rest, and that others wait."""
    from takedown.reports.page.called import GRADES

    for one in stepped.new:
        why = "you confirmed it in names.csv" if one.confirmed else f"rests on: {GRADES[one.grade]}"
        say(f"New name in public: {shown(one.name)} ({why}).")
    if stepped.waiting:
        say(
            f"{counted(stepped.waiting, 'name')} in names.csv: only a form says that they asked, and anybody can fill "
            "one in. Ask each at the address that you know, and write yes or no under `publish`."
        )


def _public(session: Session, form: str, public: "Public") -> str | bytes:
    from takedown.reports.page.of_public import public_view
    from takedown.reports.public import plain_public, public_csv, public_json

    if form == JSON:
        return public_json(public)
    if form == CSV:
        return public_csv(public)
    if form == HTML:
        from takedown.reports.page.drawn import draw_report

        return draw_report(public_view(public, named(session)))
    if form == XLSX:
        from takedown.reports.page.workbook import workbook_of

        return workbook_of(public_view(public, named(session)))
    return plain_public(public)
