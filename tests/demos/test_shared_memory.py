from __future__ import annotations

import functools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.plain import EVERY_PYTHON, NEEDS_TWO_CORES, lines, refusal
from tests.support.ways import EDGES, WAYS

SMALL = ("--width", 48, "--height", 30, "--rounds", 3)


@dataclass(frozen=True, slots=True)
class Painted:
    """One line that the program printed."""

    way: str
    shared: int
    copied: int
    torn: int
    checksum: str


def painted(*options: object, python: Interpreter | None = None, errors: str = "") -> list[Painted]:
    printed = lines("shared_memory", *options, errors=errors, **({"python": python.path} if python else {}))
    assert printed[0].split()[0] == "way"
    found = []
    for line in printed[1:]:
        way, seconds, _, hand_over, _, shared, copied, torn, checksum = line.split()
        assert float(seconds) >= 0 and float(hand_over) > 0
        found.append(Painted(way, int(shared), int(copied), int(torn), checksum))
    return found


@functools.cache
def checksum_here() -> str:
    return painted("pipe", *SMALL, "--workers", 3)[0].checksum


@WAYS
def test_all_ways_paint_the_same_picture_on_every_python(python: Interpreter, method: str) -> None:
    """The same on each of them, too: the one that this Python paints."""
    found = painted(*SMALL, "--workers", 3, "--start-method", method, python=python)
    checksum = checksum_here()
    assert found == [
        Painted("shared", 1440, 0, 0, checksum),
        Painted("queue", 0, 3 * 1440, 0, checksum),
        Painted("pipe", 0, 3 * 1440, 0, checksum),
    ]


@settings(max_examples=15, deadline=None)
@given(workers=st.integers(1, 8), width=st.integers(1, 50), height=st.integers(1, 40), rounds=st.integers(1, 4))
def test_the_ways_agree_whatever_the_size(workers: int, width: int, height: int, rounds: int) -> None:
    found = painted("--workers", workers, "--width", width, "--height", height, "--rounds", rounds)
    assert len({one.checksum for one in found}) == 1 and not any(one.torn for one in found)
    assert [one.shared for one in found] == [width * height, 0, 0]
    assert [one.copied for one in found] == [0, rounds * width * height, rounds * width * height]


@NEEDS_TWO_CORES
@EDGES
def test_overlapping_bands_tear_rows_of_a_shared_block_and_never_messages(python: Interpreter) -> None:
    found = painted("--width", 400, "--height", 40, "--overlap", 8, "--rounds", 2, python=python)
    assert found[0].torn > 0 and [one.torn for one in found[1:]] == [0, 0]
    assert found[0].torn <= 16
    assert [one.copied for one in found] == [0, 2 * 400 * 56, 2 * 400 * 56]


@EVERY_PYTHON
def test_a_forgotten_unlink_is_told_by_the_resource_tracker(python: Interpreter) -> None:
    painted("shared", *SMALL, "--forget-unlink", python=python, errors="1 leaked shared_memory")


def test_the_picture_can_be_shown() -> None:
    shown = lines("shared_memory", "shared", "--width", 160, "--height", 100, "--rounds", 1, "--show")[2:]
    assert len(shown) == 17 and {len(row) for row in shown} == {54} and len(set("".join(shown))) > 8


@pytest.mark.parametrize(
    "options", [("--workers", 9), ("--width", 0), ("--height", "x"), ("--overlap", -1), ("--rounds", 0), ("post",)]
)
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("shared_memory", *options)
