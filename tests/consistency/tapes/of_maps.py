"""Invented runs of ways to get a pool's results."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.pooled import compared
from tui.telemetry.vocabulary import Telemetry


@tape("ways to map")
def ways_to_map(seed: int) -> Sequence[Telemetry]:
    """Return up to a dozen uneven tasks, in four ways."""
    dice = random.Random(seed)
    sizes = [dice.choice([0.1, 0.2, 0.3, 0.9]) for _ in range(dice.randint(1, 12))]
    inputs = {"imap": dice.randint(0, len(sizes))} if dice.random() < 0.3 else None
    others = dice.choice([0.0, 0.0, 3.0])
    return compared("map", "imap", "unordered", "apply", sizes=sizes, inputs=inputs, others=others)
