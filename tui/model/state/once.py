"""Remembering what was computed from the newest few frozen values, by identity: a screen asks for the same often."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


def of_each(most: int) -> Callable[[Callable[[Given], Found]], Callable[[Given], Found]]:
    """Make a pure function of one immutable value remember its answers for up to `most` values: workers and processes
    that did not change since the frame before are the same objects in the next state.
    """

    def wrap(function: Callable[[Given], Found]) -> Callable[[Given], Found]:
        known: dict[int, tuple[Given, Found]] = {}

        @wraps(function)
        def asked(given: Given) -> Found:
            kept = known.get(id(given))
            if kept is not None:  # The value is kept, so no other one can have its identity.
                return kept[1]
            if len(known) >= most:
                known.clear()
            found = function(given)
            known[id(given)] = (given, found)
            return found

        return asked

    return wrap


def once(kept: int) -> Callable[[Callable[[Given], Found]], Callable[[Given], Found]]:
    """Make a pure function of one immutable value remember the last `kept` answers."""

    def wrap(function: Callable[[Given], Found]) -> Callable[[Given], Found]:
        known: deque[tuple[Given, Found]] = deque(maxlen=kept)

        @wraps(function)
        def asked(given: Given) -> Found:
            for earlier, found in known:
                if earlier is given:
                    return found
            found = function(given)
            known.append((given, found))
            return found

        return asked

    return wrap
