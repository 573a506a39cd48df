"""Regular expressions that are compiled late: each is right, and is used like one that was compiled at once."""

import copy
import pickle
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import takedown
from takedown.patterns import Late, pattern


def modules() -> list[str]:
    """All of the program, but what starts it."""
    found = pkgutil.walk_packages(takedown.__path__, "takedown.")
    return [each.name for each in found if not each.name.endswith("__main__")]


def late_in(value: object, depth: int = 0) -> Iterator[Late]:
    """The late expressions in a constant of a module, also in its tables."""
    if isinstance(value, Late):
        yield value
    elif isinstance(value, (tuple, list, dict)) and depth < 3:
        for each in value.values() if isinstance(value, dict) else value:
            yield from late_in(each, depth + 1)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from late_in(getattr(value, name), depth + 1)


def test_every_expression_of_the_program_compiles() -> None:
    late = [
        each for name in modules() for value in vars(import_module(name)).values() for each in late_in(value)
    ]

    assert len(late) > 90
    for each in late:
        assert each.groups >= 0, each.pattern  # re.error where it does not compile


def test_nothing_is_compiled_before_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or compile_(text, flags))

    words = pattern(r"(\w+)!", re.ASCII)
    assert words.pattern == r"(\w+)!"
    assert compiled == []

    assert [words.findall("ab! é!") for _ in range(3)] == [["ab"]] * 3
    assert compiled == [r"(\w+)!"]


def test_all_that_an_expression_can_do_a_late_one_can() -> None:
    at_once, late = re.compile("(?P<a>a)b*", re.IGNORECASE), pattern("(?P<a>a)b*", re.IGNORECASE)

    assert late.fullmatch("ABB")[0] == "ABB"
    assert late.match("abc")["a"] == "a"
    assert late.search("xab").span() == (1, 3)
    assert late.sub("-", "abxa") == "-x-"
    assert late.split("xaby") == at_once.split("xaby")
    assert [found[0] for found in late.finditer("ab a")] == ["ab", "a"]
    assert (late.flags, late.groupindex) == (at_once.flags, at_once.groupindex)


def test_bytes_are_looked_through_as_bytes() -> None:
    assert pattern(rb"\d+").search(b"a12")[0] == b"12"


def test_a_mistake_in_an_expression_is_told_at_its_first_use() -> None:
    broken = pattern("(")

    with pytest.raises(re.error, match="unterminated subpattern"):
        broken.match("")


def test_what_no_expression_has_a_late_one_lacks_too() -> None:
    with pytest.raises(AttributeError):
        _ = pattern("a").nothing_of_the_kind
    with pytest.raises(AttributeError):
        _ = pattern("a")._private


def test_a_late_expression_can_be_copied_and_sent_to_another_process() -> None:
    late = pattern("a+", re.IGNORECASE)

    assert copy.deepcopy(late).fullmatch("AA")
    assert pickle.loads(pickle.dumps(late)).fullmatch("AA")
