"""Calling a library that may raise anything over hostile bytes."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def calmly(read: Callable[[], T], otherwise: T) -> T:
    """Give what `read` gives; `otherwise` where it raises, whatever that is.

    Python's email package documents no exceptions for headers that nobody would write in good faith, and raises
    ValueError, LookupError, IndexError, AttributeError, RecursionError and others over them: a list is never whole.
    """
    try:
        return read()
    except Exception:  # noqa: BLE001 – see above; what is not readable counts as not there
        return otherwise
