"""Email addresses that are surely valid, at a glance.

email-validator takes 20 ms to load, and nearly every address is plain. What is not plain here is not wrong: whoever
asks lets email-validator judge it. A test holds that nothing is plain which that would refuse or write otherwise.
"""

from takedown.patterns import pattern

_LOCAL = r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"
_LABEL = r"[a-z0-9](?:-?[a-z0-9])*"
#: Ends of domains under which none is kept for special use (RFC 6761), as `.test` and `.local` are.
_END = r"(?:com|org|net|edu|info|[a-z]{2})"
_PLAIN = pattern(rf"{_LOCAL}@(?:{_LABEL}\.)+{_END}")
#: RFC 5321 4.5.3.1 allows 64 octets before the @ and 254 in all, RFC 1035 63 in a label: far below each of them.
_LONGEST = 60


def is_plain_email(text: str) -> bool:
    """Whether a text is one email address of ASCII letters and digits at an ordinary domain, as it is written there."""
    return len(text) <= _LONGEST and bool(_PLAIN.fullmatch(text))
