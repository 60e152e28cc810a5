"""The program alone: what every process holds, on every Python and with every start method."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.plain import EVERY_PYTHON, lines, refusal
from tests.support.ways import WAYS

COPIED = {"a global", "an argument"}
SHARED = {"Value", "Array", "Manager().dict()", "Manager().list()", "SharedMemory"}
HOLDS = re.compile(r"(\S.*?) +(main|P\d) +(\d+) +(\d+) +(\d+)")
WROTE = re.compile(r"(\S.*?) +last written by (P\d): (\d+), ([\d.]+) ms after the first n \+= 1 of all")
COSTS = re.compile(r"(\S.*?) +costs +([\d,.]+) ns, half of all ([\d,.]+) to ([\d,.]+) ns")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the program printed."""

    first: str
    held: dict[str, dict[str, tuple[int, int]]]
    """Kind → process → what it found and what it holds."""
    pids: set[str]
    last: dict[str, tuple[str, int]]
    costs: dict[str, tuple[float, float, float]]
    """Kind → median, and the ends of the half of all."""
    closing: str


def printed(*options: object, python: Interpreter | None = None) -> Printed:
    told = lines("whose_variable", *options, **({"python": python.path} if python else {}))
    held: dict[str, dict[str, tuple[int, int]]] = {}
    pids = set()
    for kind, process, pid, found, holds in (one.groups() for line in told if (one := HOLDS.fullmatch(line))):
        held.setdefault(kind, {})[process] = int(found), int(holds)
        pids.add(pid)
    last = {one[1]: (one[2], int(one[3])) for line in told if (one := WROTE.fullmatch(line))}
    costs = {
        one[1]: tuple(float(text.replace(",", "")) for text in one.groups()[1:])
        for line in told if (one := COSTS.fullmatch(line))
    }  # fmt: skip
    closing = next(line for line in told if line.startswith("main began"))
    return Printed(told[0], held, pids, last, costs, closing)  # type: ignore[arg-type]


@functools.cache
def once() -> Printed:
    return printed("spawn", "--rounds", 3)


@WAYS
def test_copies_are_the_childs_alone_and_shared_ones_are_everybodys(python: Interpreter, method: str) -> None:
    found = printed(method, "--rounds", 1, python=python)
    assert found.held.keys() == COPIED | SHARED and len(found.pids) == 3
    start = 10 if method == "fork" else 0
    assert found.held["a global"] == {"P1": (start, start + 1), "P2": (start, start + 1), "main": (10, 10)}
    assert found.held["an argument"] == {"P1": (10, 11), "P2": (10, 11), "main": (10, 10)}
    for kind in SHARED:
        assert {holds for _, holds in found.held[kind].values()} == {12}
        assert sorted(found.held[kind][child][0] for child in ("P1", "P2")) == [10, 11], "they add one by one"
    assert found.closing == "main began with 10 and sees a change in 5 of 7 kinds"
    assert found.first.startswith(f"{method}: n += 1 in each of 2 children; ")


@EVERY_PYTHON
def test_without_a_method_it_is_what_this_python_prefers(python: Interpreter) -> None:
    prefers = "forkserver" if python.version >= (3, 14) else "fork"
    found = printed("--rounds", 1, "--workers", 1, python=python)
    assert found.first == f"{prefers}: n += 1 in each of 1 children; this Python's own start method is {prefers}"


def test_the_last_writer_wrote_what_all_hold() -> None:
    found = once()
    assert found.last.keys() == SHARED
    for kind, (by, value) in found.last.items():
        assert value == found.held[kind]["main"][1] == 12
        assert found.held[kind][by][0] == 11, "who found the other's addition came last"


def test_a_message_to_a_manager_costs_more_than_memory_on_any_machine() -> None:
    costs = once().costs
    assert len(costs) == 8 and all(0 < low <= middle <= high for middle, low, high in costs.values())
    memory = max(costs[kind][0] for kind in ("SharedMemory", "Value, no lock", "a global", "an argument"))
    assert min(costs["Manager().dict()"][0], costs["Manager().list()"][0]) > 5 * memory


@settings(max_examples=4, deadline=None)
@given(method=st.sampled_from(["fork", "spawn", "forkserver"]), workers=st.integers(1, 6), begin=st.integers(1, 1000))
def test_whatever_the_settings_no_addition_is_lost(method: str, workers: int, begin: int) -> None:
    found = printed(method, "--workers", workers, "--begin", begin, "--rounds", 1)
    assert {found.held[kind]["main"] for kind in SHARED} == {(begin, begin + workers)}
    assert {found.held[kind]["main"] for kind in COPIED} == {(begin, begin)}
    assert len(found.pids) == workers + 1


@pytest.mark.parametrize("options", [("--workers", 0), ("--workers", 7), ("--begin", 0), ("--rounds", "x"), ("clone",)])
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("whose_variable", *options)
