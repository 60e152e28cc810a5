"""Lessons with their knobs anywhere: a few tries here, hundreds of each with `-m slow`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.campaign.knobs.tried import judged, lessons, try_of


def _wrong(seeds: range) -> list[str]:
    chosen = lessons()
    with ThreadPoolExecutor(2) as pool:
        tries = [try_of(seed, chosen) for seed in seeds]
        came = pool.map(judged, tries)
        return [f"{its.command}: {line}" for its, found in zip(tries, came, strict=True) for line in found]


def test_a_few_settings_of_lessons_run_and_leave_nothing() -> None:
    assert _wrong(range(4)) == []


@pytest.mark.slow
def test_two_hundred_settings_of_each_lesson_run_and_leave_nothing() -> None:
    assert _wrong(range(200 * len(lessons()))) == []
