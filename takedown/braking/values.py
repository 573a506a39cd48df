"""What the brakes look at: a message that may go out, and all that speaks for or against it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from takedown.asked import Asked
from takedown.audit import NoticeState
from takedown.braking.do_not_contact import DoNotContact
from takedown.frozen import dataclass
from takedown.notice import Notice
from takedown.records import Directory
from takedown.request import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """From and to whom a message says that it goes, read from its bytes."""

    sender: str
    """The address of From; of several, all, with commas."""
    recipients: tuple[str, ...]
    """The addresses of To."""
    others: tuple[str, ...] = ()
    """Headers by which others could get or answer it, which no notice has: Cc, Bcc, Reply-To, Sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A notice that may be queued, or whose queued messages may be sent."""

    state: NoticeState
    """As the ledger knows it."""
    notice: Notice | None
    """As the plan, or the letters that follow others, would write it today; None: they do not hold it any more."""
    document_sha256: str
    """Digest of the document that `notice` would have today, dated as it was (`signable`); empty without a notice."""
    messages: tuple[Addressed, ...]
    """Its emails, one for each part, as their bytes say."""
    account_address: str
    """The address of the mail account."""
    own: frozenset[str] = frozenset()
    """Ids of the messages that are looked at again, because they are queued: by themselves they are not held."""

    @property
    def id(self) -> str:
        """The id of its notice."""
        return self.state.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What candidates are judged by: the directory, the workspace and the ledger, as they are today."""

    today: date
    directory: Directory
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    """[contacts] of the workspace."""
    do_not_contact: tuple[DoNotContact, ...] = ()
    asked: Asked = field(default_factory=Asked)
    """What went out, of real notices (`takedown.audit.asked`)."""
    states: Mapping[str, NoticeState] = field(default_factory=dict)
    """Every notice of the ledger with its messages, in all cases, by id."""
    demo: bool = False
    """Whether the workspace is a demo."""
