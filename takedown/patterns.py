"""Regular expressions that are compiled when they are first used, not when their module is loaded.

A short run uses one in ten of those that it loads, and Python's `re` takes 0.1 to 2 milliseconds to compile one.
"""

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give a regular expression for a constant of a module: it has the methods of `re.Pattern`, and is used like one.

    A mistake in `text` raises re.error at first use; so a test compiles every one.
    """
    return cast("re.Pattern[AnyStr]", Late(text, flags))


class Late:
    """Stands where a compiled expression would, and takes over its methods as they are asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile at first use of a method, and keep the method: from then on nothing lies between."""
        if name.startswith("_"):  # what copies and pickles look for, also before there is a text
            raise AttributeError(name)
        method = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, method)
        return method
