"""forgotten.json: who was forgotten, as salted digests. Without it the next import of an old form brings them back.

It holds no name. Whoever has the file can still try a name that they know, as with every digest: docs/care.md says so.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from takedown.errors import ConfigError
from takedown.frozen import dataclass
from takedown.register.forgetting import Meant
from takedown.register.intake.values import Taken
from takedown.register.people import name_key
from takedown.register.values import Answer

FILE = "forgotten.json"
_SALT = 16
_LARGEST = 10_000_000
#: What is refused: every answer of a name, every answer from an address, or those of a name without an address.
_NAME, _ADDRESS, _UNSIGNED = "name", "address", "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who stays out."""

    salt: bytes = b""
    digests: frozenset[str] = frozenset()

    def __call__(self, answer: Answer) -> bool:
        """Whether an answer is of somebody who was forgotten."""
        return bool(self.digests) and (
            self.holds_name(answer.artist)
            or (not answer.contact and self._holds(_UNSIGNED, name_key(answer.artist)))
            or (bool(answer.contact) and self._holds(_ADDRESS, answer.contact.casefold()))
        )

    def holds_name(self, name: str) -> bool:
        """Whether every answer of this name stays out."""
        return bool(self.digests) and self._holds(_NAME, name_key(name))

    def with_more(self, meant: Meant, given: str, left: Iterable[Answer], salt: bytes) -> "Forgotten":
        """Add who is meant. An address takes along the names that nobody else has, where they come without an address.

        `left`: the answers that stay; `salt`: fresh bytes, used where there are none yet.
        """
        salt = self.salt or salt
        if "@" in given:
            others = {name_key(answer.artist) for answer in left}
            words = [(_ADDRESS, given.strip().casefold())]
            words += [(_UNSIGNED, key) for key in map(name_key, meant.names) if key not in others]
        else:
            words = [(_NAME, key) for key in sorted({name_key(given), *map(name_key, meant.names)})]
        fresh = {_digest(salt, kind, word) for kind, word in words}
        return Forgotten(salt=salt, digests=self.digests | fresh)

    def without(self, given: str) -> "Forgotten":
        """Let a name or an address in again."""
        words = [(_ADDRESS, given.strip().casefold()), (_NAME, name_key(given)), (_UNSIGNED, name_key(given))]
        return Forgotten(
            salt=self.salt, digests=self.digests - {_digest(self.salt, kind, word) for kind, word in words}
        )

    def _holds(self, kind: str, word: str) -> bool:
        return _digest(self.salt, kind, word) in self.digests


def without_forgotten(taken: Taken, forgotten: Forgotten) -> tuple[Taken, int]:
    """Leave out what came of people who were forgotten, and the lines about their rows and files; how many answers."""
    out = [answer for answer in taken.answers if forgotten(answer)]
    if not forgotten.digests:
        return taken, 0
    rows = {(answer.source.file, answer.source.row) for answer in out if answer.source.row}
    lines = (
        one
        for one in taken.rejected
        if (one.source.file, one.source.row) not in rows
        and not forgotten.holds_name(PurePath(one.source.file).stem)
    )
    answers = (answer for answer in taken.answers if not forgotten(answer))
    return replace(taken, answers=tuple(answers), rejected=tuple(lines)), len(out)


def _digest(salt: bytes, kind: str, word: str) -> str:
    return hmac.new(salt, f"{kind}\n{word}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def read_forgotten(folder: Path) -> Forgotten:
    """Read who stays out; nobody where there is no file. ConfigError where it cannot be used."""
    path = folder / FILE
    if not path.exists():
        return Forgotten()
    try:
        with path.open("rb") as file:
            table = json.loads(file.read(_LARGEST))
        salt, digests = bytes.fromhex(table["salt"]), frozenset(map(str, table["digests"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError(
            f"{path}: cannot be read ({type(error).__name__})",
            hint="restore it from a backup; without it an import brings back who was forgotten",
        ) from error
    return Forgotten(salt=salt, digests=digests)


def forgotten_bytes(forgotten: Forgotten) -> bytes:
    """Write the file."""
    table = {"salt": forgotten.salt.hex(), "digests": sorted(forgotten.digests)}
    return (json.dumps(table, indent=1) + "\n").encode()


def remember(
    folder: Path, meant: Meant, given: str, left: Iterable[Answer], entropy: Callable[[int], bytes]
) -> None:
    """Keep somebody out of later imports."""
    from takedown.writing import write_file

    more = read_forgotten(folder).with_more(meant, given, left, entropy(_SALT))
    write_file(folder / FILE, forgotten_bytes(more))


def let_in(folder: Path, given: str) -> bool:
    """Let somebody in again, and say whether they were kept out."""
    from takedown.writing import write_file

    before = read_forgotten(folder)
    after = before.without(given)
    if after == before:
        return False
    write_file(folder / FILE, forgotten_bytes(after))
    return True
