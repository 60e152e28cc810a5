"""Nothing on the screen contradicts anything else on it."""

from __future__ import annotations

import pytest

from tests.consistency.look import GOLDEN, TAPES, wrong
from tests.consistency.screen import SIZES

SEEDS = 1


def _found(name: str, seed: int, count: int, sizes: tuple[tuple[int, int], ...], zooms: int) -> str:
    found = [f"{shot.where}: {complaint}" for shot, complaint in wrong(name, seed, count, sizes, zooms=zooms)]
    return "\n".join(found[:20])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", GOLDEN)
def test_in_golden_recordings(name: str, size: tuple[int, int]) -> None:
    assert not _found(name, size[0], 3, (size,), 4)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", TAPES)
def test_in_invented_runs(name: str, size: tuple[int, int]) -> None:
    for seed in range(SEEDS):
        assert not _found(name, size[0] + seed, 4, (size,), 4), seed


@pytest.mark.slow
@pytest.mark.parametrize("name", [*GOLDEN, *TAPES])
def test_at_many_moments_of_many_runs(name: str) -> None:
    for seed in range(1000, 1020 if name in TAPES else 1001):
        assert not _found(name, seed, 30, SIZES, 1), seed
