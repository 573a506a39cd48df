"""Values whose methods are compiled late: they are, and do, what the standard library's dataclasses are and do."""

import copy
import dataclasses
import inspect
import pickle
import pkgutil
from importlib import import_module
from typing import Any

import pytest

import takedown
from takedown import frozen

FORM = {"frozen": True, "slots": True, "kw_only": True}
NAMES = ("__init__", "__repr__", "__eq__", "__hash__", "__getstate__", "__setstate__")


def late_classes() -> list[type]:
    """Every class of the program that is made so."""
    found = pkgutil.walk_packages(takedown.__path__, "takedown.")
    modules = [import_module(each.name) for each in found if not each.name.endswith("__main__")]
    classes = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and vars(value).get("__setattr__") is frozen._refuse_to_set
    }
    return sorted(classes, key=lambda each: (each.__module__, each.__qualname__))


def by_the_standard_library(late: type) -> type:
    """The same class, made by the standard decorator."""
    of_it = {name: value for name, value in vars(late).items() if name == "__post_init__"}
    own: list[Any] = [(each.name, each.type, copy.copy(each)) for each in dataclasses.fields(late)]
    made = dataclasses.make_dataclass(late.__name__, own, namespace=of_it, **FORM)
    made.__qualname__ = late.__qualname__
    return made


@frozen.dataclass(**FORM)
class Song:
    """A value with every sort of field."""

    title: str
    length: int = 3
    words: list[str] = dataclasses.field(default_factory=list, hash=False)
    played: int = dataclasses.field(default=0, compare=False)
    secret: str = dataclasses.field(default="", repr=False)
    _seen: dict[str, int] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)
    upper: str = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "upper", self.title.upper())


@frozen.dataclass(**FORM)
class LongSong(Song):
    length: int = 9
    part: str = "one"


@frozen.dataclass(**FORM)
class Nothing:
    pass


@frozen.dataclass(**FORM)
class Named:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name.casefold() == self.name.casefold()

    def __hash__(self) -> int:
        return hash(self.name.casefold())

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_every_class_of_the_program_can_be_called_as_the_standard_library_would_have_it() -> None:
    classes = late_classes()

    assert len(classes) > 150
    for late in classes:
        assert str(inspect.signature(late)) == str(inspect.signature(by_the_standard_library(late))), late


def test_every_class_of_the_program_prints_compares_and_counts_as_the_standard_library_would_have_it() -> (
    None
):
    for late in late_classes():
        standard = by_the_standard_library(late)
        mine, same, other, theirs = (each.__new__(each) for each in (late, late, late, standard))
        for number, each in enumerate(dataclasses.fields(late)):
            for value in (mine, same, theirs):
                object.__setattr__(value, each.name, (number, each.name))
            object.__setattr__(other, each.name, (number, "another"))

        assert repr(mine) == repr(theirs)
        assert mine == same
        assert hash(mine) == hash(same)
        if any(each.compare for each in dataclasses.fields(late)):
            assert mine != other
        assert mine != theirs


def values(of: Any) -> dict[str, Any]:
    return {each.name: getattr(of, each.name) for each in dataclasses.fields(of)}


def test_every_class_of_the_program_takes_values_and_defaults_as_the_standard_library_would_have_it() -> None:
    plain = [late for late in late_classes() if not hasattr(late, "__post_init__")]

    assert len(plain) > 150
    for late in plain:
        standard = by_the_standard_library(late)
        taken = [each for each in dataclasses.fields(late) if each.init]
        everything = {each.name: (each.name,) for each in taken}
        needed = {
            each.name: (each.name,)
            for each in taken
            if each.default is each.default_factory is dataclasses.MISSING
        }
        for given in (needed, everything):
            assert values(late(**given)) == values(standard(**given)), late
        assert late.__match_args__ == standard.__match_args__

        whole = late(**everything)
        if "__reduce__" not in vars(late):  # else it says itself how it is sent
            assert pickle.loads(pickle.dumps(whole)) == whole
        assert dataclasses.replace(whole) == whole


def test_fields_are_taken_made_and_left_out_as_they_say() -> None:
    song, other = Song(title="a"), Song(title="a", played=5)

    assert (song.length, song.words, song.played, song.upper, song._seen) == (3, [], 0, "A", {})
    assert song.words is not other.words
    assert song == other
    assert hash(song) == hash(other)
    assert repr(song) == "Song(title='a', length=3, words=[], played=0, upper='A')"
    assert song != Song(title="a", secret="b")
    assert song != "a"
    assert Song(title="a", words=["la"]).words == ["la"]


def test_a_class_made_of_another_has_its_fields_and_methods_of_its_own() -> None:
    first = Song(title="a")
    long = LongSong(title="a", secret="b")

    assert repr(long) == "LongSong(title='a', length=9, words=[], played=0, upper='A', part='one')"
    assert long != Song(title="a", length=9, secret="b")
    assert repr(first) == "Song(title='a', length=3, words=[], played=0, upper='A')"
    assert dataclasses.fields(LongSong)[-1].name == "part"


def test_a_class_without_fields_is_a_value_too() -> None:
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"
    assert hash(Nothing()) == hash(Nothing())
    assert pickle.loads(pickle.dumps(Nothing())) == Nothing()


def test_a_field_may_be_called_as_what_stands_in_the_text_of_a_method() -> None:
    @frozen.dataclass(**FORM)
    class Odd:
        x: list[str] = dataclasses.field(default_factory=lambda: ["made"])
        set_x: int = 1
        default_x: int = 2
        made_anew: int = 3
        other: int = 4
        state: int = 5

    made = Odd()
    assert values(made) == {"x": ["made"], "set_x": 1, "default_x": 2, "made_anew": 3, "other": 4, "state": 5}
    assert made == Odd(x=["made"], made_anew=3)
    assert made != Odd(other=0)
    assert copy.copy(made) == made


def test_methods_that_a_class_has_of_its_own_stay() -> None:
    assert Named(name="A") == Named(name="a")
    assert hash(Named(name="A")) == hash(Named(name="a"))
    assert repr(Named(name="A")) == "<A>"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "missing 1 required keyword-only argument: 'title'"),
        ({"title": "a", "tempo": 3}, "unexpected keyword argument 'tempo'"),
        ({"title": "a", "upper": "A"}, "unexpected keyword argument 'upper'"),
    ],
)
def test_what_is_missing_or_too_much_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=said) as told:
        Song(**given)

    assert "Song.__init__" in str(told.value)


def test_fields_have_names_when_they_are_given() -> None:
    with pytest.raises(TypeError, match="positional"):
        Song("a")  # type: ignore[misc]


def test_nothing_of_a_value_can_be_changed_or_taken_away() -> None:
    song = Song(title="a")

    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'title'"):
        song.title = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'other'"):
        song.other = "b"  # type: ignore[attr-defined]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'title'"):
        del song.title
    assert song.title == "a"
    assert not hasattr(song, "__dict__")


def test_a_value_is_replaced_copied_and_sent_to_another_process() -> None:
    song = Song(title="a", words=["la"])

    assert dataclasses.replace(song, title="b").upper == "B"
    assert dataclasses.asdict(song)["words"] == ["la"]
    assert copy.copy(song) == song
    deep = copy.deepcopy(song)
    assert deep == song
    assert deep.words is not song.words
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(song, protocol)) == song


def test_a_method_is_compiled_at_its_first_use_and_then_stands_there_itself() -> None:
    @frozen.dataclass(**FORM)
    class Late:
        a: int = 1

    assert [type(vars(Late)[name]) for name in NAMES] == [frozen._Late] * len(NAMES)
    first, second = Late(), Late()
    assert [name for name in NAMES if inspect.isfunction(vars(Late)[name])] == ["__init__"]
    assert first == second
    assert [name for name in NAMES if inspect.isfunction(vars(Late)[name])] == ["__init__", "__eq__"]


def test_only_the_one_form_is_made_here() -> None:
    with pytest.raises(TypeError, match=r"dataclasses\.dataclass makes all others"):
        frozen.dataclass(frozen=False, slots=True, kw_only=True)
