"""Which interpreters and start methods a test is run with, where each with each would show nothing more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.interpreters import Interpreter, interpreters

START_METHODS = ("fork", "spawn", "forkserver")


def edges() -> tuple[Interpreter, ...]:
    """Return the oldest and the newest CPython here, and each that is free-threaded."""
    found = interpreters()
    with_lock = [one for one in found if not one.free_threaded] or list(found)
    return tuple(one for one in found if one in (with_lock[0], with_lock[-1]) or one.free_threaded)


def ways(methods: Sequence[str] = START_METHODS) -> list[tuple[Interpreter, str]]:
    """Return every CPython with one start method, in turn, and those at the edges with all of them."""
    found = []
    for place, python in enumerate(interpreters()):
        its = methods if python in edges() else [methods[place % len(methods)]]
        found += [(python, method) for method in its]
    return found


EDGES = pytest.mark.parametrize("python", edges(), ids=str)
WAYS = pytest.mark.parametrize(("python", "method"), ways(), ids=str)
