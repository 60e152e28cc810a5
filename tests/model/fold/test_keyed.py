"""Entries by key: what is not touched stays the same object, and two ways on from one state do not meet."""

from __future__ import annotations

from operator import itemgetter

from tui.model.fold.keyed import KEPT, Keyed

Pair = tuple[str, int]
KEY = itemgetter(0)


def _pairs(count: int) -> tuple[Pair, ...]:
    return tuple((str(number), number) for number in range(count))


def test_it_is_read_and_changed_as_a_dictionary_would_be() -> None:
    its = Keyed(_pairs(3), KEY)
    assert its["1"] == ("1", 1) and its.get("9") is None and "2" in its and len(its) == 3
    its["1"] = ("1", 10)
    its["new"] = ("new", 5)
    assert list(its) == ["0", "1", "2", "new"]
    assert dict(its.items()) == {"0": ("0", 0), "1": ("1", 10), "2": ("2", 2), "new": ("new", 5)}
    assert its.frozen() == tuple(its.values()) == (("0", 0), ("1", 10), ("2", 2), ("new", 5))


def test_what_was_not_changed_is_the_tuple_that_was_there() -> None:
    before = _pairs(3)
    its = Keyed(before, KEY)
    assert its.frozen() is before
    its["1"] = before[1]
    assert its.frozen() is before


def test_entries_may_be_changed_while_one_goes_through_them_and_after_they_were_frozen() -> None:
    its = Keyed(_pairs(3), KEY)
    for key, (name, number) in its.items():
        its[key] = name, number + 1
    first = its.frozen()
    its["0"], its["new"] = ("0", 7), ("new", 8)
    assert first == (("0", 1), ("1", 2), ("2", 3))
    assert its.frozen() == (("0", 7), ("1", 2), ("2", 3), ("new", 8))
    assert Keyed(first, KEY).get("new") is None


def test_two_ways_on_from_one_state_know_nothing_of_each_other() -> None:
    """As when a recording is looked at from an earlier moment on again."""
    start = Keyed(_pairs(2), KEY).frozen()
    one, other = Keyed(start, KEY), Keyed(start, KEY)
    one["a"], other["b"] = ("a", 1), ("b", 2)
    after_one, after_other = one.frozen(), other.frozen()
    assert Keyed(after_one, KEY).get("b") is None and Keyed(after_other, KEY).get("a") is None
    assert Keyed(after_other, KEY)["b"] == ("b", 2)
    assert list(Keyed(start, KEY)) == ["0", "1"]


def test_places_that_were_forgotten_are_found_anew() -> None:
    first = Keyed(_pairs(3), KEY).frozen()
    for count in range(4, 4 + 2 * KEPT):
        Keyed(_pairs(count), KEY)
    assert Keyed(first, KEY)["2"] == ("2", 2)
