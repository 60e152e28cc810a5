from __future__ import annotations

import functools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.plain import lines, refusal
from tests.support.ways import WAYS

SMALL = ("--size", 2000, "--tasks", 12)
FIVE = ["map", "imap", "imap-unordered", "apply-async", "as-completed"]
ORDERED = {"map", "imap", "apply-async", "buffersize"}


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line that the program printed."""

    way: str
    first_s: float
    last_s: float
    taken: int
    tasks: int
    total: int
    order: list[int]


def mapped(*options: object, python: Interpreter | None = None) -> list[Mapped]:
    printed = lines("four_ways_to_map", *options, **({"python": python.path} if python else {}))
    assert printed[0].split()[0] == "way"
    found = []
    for line in printed[1:]:
        way, first_s, _, last_s, _, taken, _, tasks, total, *order = line.split()
        found.append(Mapped(way, float(first_s), float(last_s), int(taken), int(tasks), int(total), [*map(int, order)]))
    return found


@functools.cache
def total_here() -> int:
    return mapped("map", *SMALL)[0].total


@WAYS
def test_all_ways_give_the_same_results_on_every_python(python: Interpreter, method: str) -> None:
    found = mapped(*SMALL, "--start-method", method, python=python)
    assert [one.way for one in found] == [*FIVE, *["buffersize"] * (python.version >= (3, 14))]
    for one in found:
        assert one.total == total_here() and one.tasks == 12 and sorted(one.order) == [*range(1, 13)]
        assert 0 <= one.first_s <= one.last_s and (one.way != "map" or one.last_s - one.first_s < one.last_s)
        assert one.way not in ORDERED or one.order == [*range(1, 13)]
        assert one.taken == 12 or one.way in ("imap", "imap-unordered", "buffersize")
        assert one.way != "buffersize" or one.taken == 2, "one for each worker, as long as nobody asks for a result"


@settings(max_examples=8, deadline=None)
@given(
    workers=st.integers(1, 4), tasks=st.integers(1, 64), chunksize=st.integers(1, 64), seed=st.integers(0, 1_000_000),
    spread=st.floats(0, 3), way=st.sampled_from(FIVE),
)  # fmt: skip
def test_whatever_the_knobs_every_task_has_one_result(  # noqa: PLR0917
    workers: int, tasks: int, chunksize: int, seed: int, spread: float, way: str
) -> None:
    (one,) = mapped(
        way, "--workers", workers, "--tasks", tasks, "--chunksize", chunksize, "--seed", seed, "--spread", spread,
        "--size", 1000,
    )  # fmt: skip
    assert sorted(one.order) == [*range(1, tasks + 1)] and one.tasks == tasks and one.taken <= tasks
    assert way not in ORDERED or one.order == sorted(one.order)


@pytest.mark.parametrize(
    "options",
    [("--workers", 0), ("--workers", 17), ("--tasks", 0), ("--chunksize", 0), ("--spread", -1), ("--spread", "nan"),
     ("--size", "x"), ("walk",)],
)  # fmt: skip
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("four_ways_to_map", *options)
