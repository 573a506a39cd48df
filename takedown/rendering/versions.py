"""Which wording a plan would use: the letters of its notices, each with the version in its head."""

from collections.abc import Iterable, Mapping

from takedown.notice import Notice
from takedown.rendering.letter import Letters


def versions_of(notices: Iterable[Notice], letters: Letters) -> Mapping[str, int]:
    """Letter, as messages call its file → version: `notice_templates/letters/withdrawal.en.md.j2` → 1."""
    names = dict.fromkeys(letters.letter_file(each, letters.language_for(each)) for each in notices)
    heads = (letters.heads[name] for name in names if name in letters.heads)
    return {head.file: head.version for head in heads}
