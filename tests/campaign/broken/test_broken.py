"""Broken recordings, lessons, journals, settings, and streams: one sentence or the picture, within limits."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.campaign.broken.lessons import HOWS
from tests.campaign.broken.played import tried
from tests.campaign.broken.recordings import KINDS

SHORT, LONG, JOBS = 120, 25_000, 2
EVERY = {*KINDS, *HOWS, "lesson spoiled", "journal", "settings", "command"}


def _fell(seeds: range) -> list[str]:
    """Try them all, and each kind among them; return what fell."""
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn")) as pool:
        found = list(zip(seeds, pool.map(tried, seeds, chunksize=10), strict=True))
    assert {kind for _, (kind, _) in found} >= EVERY
    return [f"{seed} ({kind}): {fault}" for seed, (kind, fault) in found if fault]


def test_none_of_a_few_broken_files_is_more_than_a_sentence() -> None:
    assert _fell(range(1, 1 + SHORT)) == []


@pytest.mark.slow
def test_none_of_very_many_broken_files_is_more_than_a_sentence() -> None:
    assert _fell(range(1 + SHORT, 1 + SHORT + LONG)) == []


def test_a_number_is_always_the_same_try() -> None:
    assert tried(7) == tried(7)
