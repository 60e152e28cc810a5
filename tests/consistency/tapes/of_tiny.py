"""Invented runs of ways to hand small tasks over."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.tiny import TOOK_S, WAYS, Tiny
from tui.telemetry.vocabulary import Telemetry


@tape("small tasks")
def small_tasks(seed: int) -> Sequence[Telemetry]:
    """Return some of the ways, each as fast as chance has it, and a sweep whose spreads may overlap."""
    dice = random.Random(seed)
    ways = [way for way in WAYS if dice.random() < 0.8] or ["loop"]
    took_s = {way: its * dice.choice([0.3, 1.0, 1.0, 4.0]) for way, its in TOOK_S.items()}
    spread = dice.choice([1.02, 1.3, 3.0])
    sizes = {
        way: tuple(
            tuple(max(least, size * gain) * dice.uniform(1.0, spread) for _ in range(dice.choice([2, 3, 5])))
            for size in (1.0, 10.0, 100.0, 1000.0)
        )
        for way, least, gain in (("loop", 0.0, 1.0), ("chunks-of-1", 60.0, 0.52), ("own-chunks", 2.0, 0.51))
    }
    others, cores = dice.choice([0.0, 0.0, 3.0]), dice.choice([1.0, 2.0, 4.0])
    told = Tiny(dice.randint(1, 4), ways, took_s, sizes, cores, others, dice.choice([0, 0, 2])).comparison()
    return sorted(told, key=lambda item: item.at_s)
