"""Invented runs of one job with more and more workers: any share, any cores, times that differ by any part."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.jobs import Jobs
from tui.telemetry.vocabulary import Telemetry


@tape("amdahl")
def more_and_more_workers(seed: int) -> Sequence[Telemetry]:
    draw = random.Random(seed)
    power = draw.choice([None, None, 1.0, 0.5, -0.4])
    return Jobs(
        cores=draw.choice([1.0, 1.5, 2.0, 2.0, 4.0, 16.0]),
        serial=draw.choice([0, 5, 20, 20, 50, 100]),
        workers=draw.randint(1, 9),
        rounds=draw.randint(1, 4),
        spread=draw.choice([0.0, 0.02, 0.3]),
        speed=None if power is None else lambda workers: workers**power,
        others=draw.choice([0.0, 0.0, 1.2]),
    ).comparison()
