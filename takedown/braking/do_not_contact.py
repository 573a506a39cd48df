"""Who does not want to be written to: a line of do-not-contact.csv, and whom it means."""

from datetime import date

from takedown.braking.domains import ascii_domain
from takedown.frozen import dataclass
from takedown.model import SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DoNotContact:
    """One line: an address, or `@domain` for everybody at a domain and at those below it."""

    who: str
    reason: str = ""
    on: date | None = None
    source: SourceRef

    def means(self, address: str) -> bool:
        """Whether an address is meant. Case and what follows a `+` make no difference: it is the same mailbox."""
        local, domain = _mailbox(address)
        own_local, own_domain = _mailbox(self.who)
        if own_local:
            return (local, domain) == (own_local, own_domain)
        return domain == own_domain or domain.endswith(f".{own_domain}")


def _mailbox(address: str) -> tuple[str, str]:
    local, _, domain = address.strip().rpartition("@")
    return local.casefold().partition("+")[0], ascii_domain(domain)
