"""Where the part is that could not be pickled, as newer Pythons note it."""

from __future__ import annotations

import pytest

from tui.probe.errors import text_of
from tui.probe.leaves import leaf_of

DEEP = [
    "dict item 'lock'", "logging.StreamHandler state", "logging.StreamHandler object", "list item 0",
    "dict item 'handlers'", "Settings state", "Settings object", "dict item 'settings'", "Job state", "Job object",
]  # fmt: skip
"""As CPython 3.14 notes them, the innermost first."""
POOL = ["tuple item 0", "tuple item 3"]
EXECUTOR = [
    "tuple item 0", "dict item 'args'", "concurrent.futures.process._CallItem state",
    "concurrent.futures.process._CallItem object",
]  # fmt: skip


def noted(notes: list[str]) -> TypeError:
    error = TypeError("cannot pickle '_thread.RLock' object")
    error.__dict__["__notes__"] = [f"when serializing {note}" for note in notes]
    return error


@pytest.mark.parametrize("around", [[], POOL, EXECUTOR], ids=["alone", "pool", "executor"])
def test_the_way_begins_with_the_programs_own_object(around: list[str]) -> None:
    assert leaf_of(noted(DEEP + around)) == "Job.settings.handlers[0].lock"
    assert text_of(noted(DEEP + around)) == "cannot pickle '_thread.RLock' object, at Job.settings.handlers[0].lock"


def test_a_key_is_no_attribute() -> None:
    assert leaf_of(noted(["dict item 'a b'", "dict item 7", "dict item 'x'", "Job state", "Job object"])) == (
        "Job.x[7]['a b']"
    )


def test_what_is_noted_otherwise_ends_the_way() -> None:
    assert leaf_of(noted(["dict item 'y'", "set element", "dict item 'x'", "Job state", "Job object"])) == "Job.x"
    assert not leaf_of(noted(POOL)) and not leaf_of(noted([])) and not leaf_of(ValueError())
    odd = ValueError("x")
    odd.__dict__["__notes__"] = [3]
    assert not leaf_of(odd) and text_of(odd) == "x"
