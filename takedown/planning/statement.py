"""The public statement: why the signer does this. It is handed to nobody, and never counts."""

from takedown.notice import Kind, Notice
from takedown.planning.before import Before
from takedown.planning.recipients import the_public
from takedown.records import Directory
from takedown.request import Request


def public_statement(request: Request, directory: Directory, before: Before) -> Notice | None:
    """The signer's own words, once; None where none are given, or after they went out.

    It lists nothing and says nothing of what was asked of whom: what is public can name nobody who said no or has not
    answered, and stays the same paper whatever the catalog and the ledger hold later.
    """
    if not request.statement:
        return None
    wish = request.wish
    statement = Notice(
        kind=Kind.PUBLIC_STATEMENT,
        occasion=wish.occasion,
        principal=request.own_name,
        sender=request.sender,
        basis=None,
        recipient=the_public(),
        platforms=tuple(directory.platforms[slug] for slug in wish.platforms),
        territories=wish.territories,
        releases=(),
        reasons=request.statement,
        language=wish.language,
        demo=request.demo,
    )
    return None if before.is_out(statement) else statement
