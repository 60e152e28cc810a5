"""Remembering what was computed from the newest few frozen values, by identity: a screen asks for the same often."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


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
