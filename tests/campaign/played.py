"""One story, from its number to what was false."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.campaign.judging import faults
from tests.campaign.pools import LASTS_S, pool_faults, pool_program, pool_story
from tests.campaign.telling import story
from tests.campaign.watching import watch, watched


def judged(seed: int) -> tuple[int, str, list[str]]:
    """Play the story of this number; return it with how it comes out and what was false."""
    told, outcome = story(seed)
    with tempfile.TemporaryDirectory() as folder:
        seen = watch(told, Path(folder))
    how = "late" if seen.was_late else "ends" if outcome.ends else "stuck" if outcome.nobody_can_go_on else "goes on"
    return seed, f"{told.way}, {how}", faults(told, outcome, seen)


def judged_pool(seed: int) -> tuple[int, str, list[str]]:
    """The same of a story about a pool."""
    told = pool_story(seed)
    with tempfile.TemporaryDirectory() as folder:
        seen = watched(pool_program(told), LASTS_S, Path(folder))
    how = "loses" if "kill" in told.fates else "fails" if "raise" in told.fates else "ends"
    return seed, f"{told.pool}, {how}", list(pool_faults(told, seen))
