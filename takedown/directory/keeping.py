"""Keeping an answer: directory.toml with one more at its end."""

from collections.abc import Mapping
from typing import Any

from takedown.directory.answers import FILE, LookedUp, parsed
from takedown.errors import DirectoryError

_HEAD = """\
# What was looked up for this workspace and is not in the shipped directory. takedown directory answer adds to it,
# takedown directory report makes a text of it that helps others. A later answer takes the place of an earlier one.
schema = 1
"""


def added(text: str, answer: LookedUp) -> str:
    """Write directory.toml with one more answer at its end; what stands there, notes too, stays as it is."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if not text.strip():
        text = _HEAD
    windows = text.count("\r\n") == text.count("\n") > 0
    try:
        document = tomlkit.parse(text.replace("\r\n", "\n"))
        table = tomlkit.table()
        for key, value in _written(answer).items():
            table.add(key, value)
        if "answers" in document:
            earlier = document["answers"]
            if len(earlier):
                earlier[-1].add(tomlkit.nl())
        else:
            document.add(tomlkit.nl())
            document.add("answers", tomlkit.aot())
        document["answers"].append(table)
        new = tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, TypeError, ValueError) as error:
        raise DirectoryError(
            f"{FILE}: could not be added to ({type(error).__name__})",
            hint="Move it away, answer again, and compare the two.",
        ) from error
    parsed(new)
    return new.replace("\n", "\r\n") if windows else new


def _written(answer: LookedUp) -> Mapping[str, Any]:
    keys: dict[str, Any] = {
        "kind": answer.kind.value,
        "slug": answer.slug,
        "fact": answer.fact.value,
        "value": answer.value,
        "words": answer.words,
        "source": answer.source,
        "on": answer.on,
        "confidence": answer.confidence.value,
    }
    return {key: value for key, value in keys.items() if value}
