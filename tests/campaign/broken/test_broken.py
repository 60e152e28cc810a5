"""Broken recordings, lessons, journals, settings, and streams: one sentence or the picture, within limits."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.campaign.broken.lessons import HOWS
from tests.campaign.broken.played import COMMANDS, tried
from tests.campaign.broken.recordings import KINDS

SHORT, LONG, JOBS = 200, 25_000, 2


def _fell(seeds: range) -> list[str]:
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn"), max_tasks_per_child=500) as pool:
        found = zip(seeds, pool.map(tried, seeds, chunksize=10), strict=True)
        return [f"{seed} ({kind}): {fault}" for seed, (kind, fault) in found if fault]


def test_none_of_a_few_broken_files_is_more_than_a_sentence() -> None:
    assert _fell(range(SHORT)) == []


@pytest.mark.slow
def test_none_of_very_many_broken_files_is_more_than_a_sentence() -> None:
    assert _fell(range(SHORT, SHORT + LONG)) == []


def test_a_number_is_always_the_same_try() -> None:
    assert tried(7) == tried(7)


def test_all_kinds_are_tried() -> None:
    found = {tried(seed)[0] for seed in range(1, COMMANDS)}
    assert found >= {*KINDS, "journal", "settings", *HOWS, "lesson spoiled"}
