"""Entries of a frozen tuple by their keys, while a batch changes some of them.

The places of keys are kept from one batch to the next: a tuple of thousands costs nothing unless it is touched, and
what of it is not changed stays the same object.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from operator import is_
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")
KEPT = 32
"""Tuples whose places are kept: the slices of a run, a few times."""
_kept: OrderedDict[int, tuple[tuple[Any, ...], dict[Any, int]]] = OrderedDict()
"""By the identity of the tuple, which is kept with it; those used last are last."""


def _places(entries: tuple[Entry, ...], key: Callable[[Entry], Hashable]) -> dict[Any, int]:
    if id(entries) not in _kept:
        _keep(entries, {key(entry): place for place, entry in enumerate(entries)})
    _kept.move_to_end(id(entries))
    return _kept[id(entries)][1]


def _keep(entries: tuple[Any, ...], places: dict[Any, int]) -> None:
    _kept[id(entries)] = entries, places
    while len(_kept) > KEPT:
        _kept.popitem(last=False)


class Keyed(Generic[Entry]):
    """Reads and changes entries as a dictionary would; none is ever taken out."""

    def __init__(self, entries: tuple[Entry, ...], key: Callable[[Entry], Hashable]) -> None:
        self._before = entries
        self._entries: tuple[Entry, ...] | list[Entry] = entries
        self._places = _places(entries, key) if entries else {}
        self._is_own = not entries
        """Whether nobody else has these places."""

    def get(self, key: Any) -> Entry | None:
        """Return an entry; None where there is none."""
        place = self._places.get(key)
        return None if place is None else self._entries[place]

    def __getitem__(self, key: Any) -> Entry:
        return self._entries[self._places[key]]

    def __setitem__(self, key: Any, entry: Entry) -> None:
        entries = self._entries
        if not isinstance(entries, list):
            self._entries = entries = list(entries)
        place = self._places.get(key)
        if place is not None:
            entries[place] = entry
            return
        if not self._is_own:
            self._places, self._is_own = dict(self._places), True
        self._places[key] = len(entries)
        entries.append(entry)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._places)

    def values(self) -> Iterable[Entry]:
        """Return all entries, in the order in which they came."""
        return self._entries

    def items(self) -> Iterator[tuple[Any, Entry]]:
        """Give keys and entries; entries may be changed meanwhile."""
        return zip(list(self._places), list(self._entries), strict=True)

    def frozen(self) -> tuple[Entry, ...]:
        """Return all entries; the tuple that was there before if none was changed."""
        before, entries = self._before, self._entries
        if entries is before:
            return before
        is_same = len(entries) == len(before) and all(map(is_, entries, before))
        self._entries = self._before = before if is_same else tuple(entries)
        self._is_own = False
        _keep(self._before, self._places)
        return self._before

