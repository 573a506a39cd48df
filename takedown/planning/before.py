"""What was asked before is not asked again; what was called back is asked again for a new occasion only."""

from takedown.asked import Asked, Submission
from takedown.notice import Kind, Notice
from takedown.planning.leg import Leg
from takedown.planning.papers import notice_of
from takedown.planning.recipients import the_public
from takedown.request import Request

#: The next step about a letter that may be with its desk.
_UNDER_WAY = {
    "exported": "when it went out: takedown record submitted {notice}; if it will not: takedown outbox cancel {notice}",
    "queued": "takedown send sends it; takedown outbox cancel {notice} takes it back",
    "in-doubt": "find out whether it went out, then: takedown outbox resolve {notice}",
}


class Before:
    """What the ledger says went out, for the items of one request."""

    def __init__(self, asked: Asked, request: Request) -> None:
        self._asked = asked
        self._request = request
        self._cases: dict[str, str] = {}

    def once(self, leg: Leg) -> Leg:
        """The leg, left out where its paper went out before."""
        if leg.omission or leg.kind is None or leg.recipient is None:
            return leg
        before = self.of(leg, leg.kind, leg.recipient.desk)
        if before is None:
            return leg
        if before.retracted_on:
            since = "it was asked to be delivered again" if before.delivered_again else "that was called back"
            return leg.omit(
                "called-back",
                f"{leg.recipient.name} was asked on {before.on} (notice {before.notice}), and {since} "
                f"on {before.retracted_on}",
                "nothing; to ask again, write a new occasion under [request]",
            )
        if before.under_way:
            return leg.omit(
                "already-asked",
                f"the letter to {leg.recipient.name} (notice {before.notice}) is {before.under_way} since {before.on}",
                _UNDER_WAY[before.under_way].format(notice=before.notice),
            )
        ticket = f", ticket {before.ticket}" if before.ticket else ""
        return leg.omit(
            "already-asked",
            f"{leg.recipient.name} was asked on {before.on} (notice {before.notice}{ticket})"
            + (" and refused" if before.refused else ""),
            "nothing: takedown status shows what came back",
        )

    def of(self, leg: Leg, kind: Kind, desk: str) -> Submission | None:
        """The submission of a leg's item in a kind of paper to a desk; None where it belongs to an earlier occasion.

        One that was called back counts in its own case only.
        """
        if not self._asked.submissions:  # as on the first day
            return None
        before = self._asked.of(leg.item, kind, desk, leg.scope)
        if before is None or (before.retracted_on and before.case != self._case(leg)):
            return None
        return before

    def standing(self, leg: Leg, kind: Kind, desk: str) -> Submission | None:
        """The same, where it was not called back."""
        before = self.of(leg, kind, desk)
        return None if before is None or before.retracted_on else before

    def is_out(self, notice: Notice) -> bool:
        """Whether this very notice went out, for one that is about no item."""
        return notice.id in self._asked.out

    def _case(self, leg: Leg) -> str:
        if leg.principal not in self._cases:
            # whatever the paper: a case is who asks, and on what occasion
            any_paper = notice_of([leg], self._request, kind=Kind.ENQUIRY, recipient=the_public())
            self._cases[leg.principal] = any_paper.case
        return self._cases[leg.principal]
