"""Invented comparisons of speed: any machine, any load, repeats, ends of every kind."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.scripted import Script
from tui.telemetry.vocabulary import ComparisonEnded, Outcome, RunEnded, Telemetry


@tape("speed")
def speed(seed: int) -> Sequence[Telemetry]:
    """Return a comparison that may fail, be stopped, or share its machine with others."""
    chance = random.Random(seed)
    cores = chance.choice((1, 2, 4, 8))
    variants = ("sequential", "threads", "processes", *(["interpreters"] if chance.random() < 0.3 else []))
    script = Script(
        workers=chance.choice((1, 2, 4, 9)),
        cores=cores,
        usable=chance.choice((None, 0.5, float(cores))),
        variants=variants,
        work_s=chance.choice((0.7, 2.5, 4.0, 26.0)),
        fails=chance.choice(("", "", "", *variants)),
        outcome=chance.choice(("failed", "time limit")),
        repeats=chance.choice((1, 1, 2, 3)),
        others=chance.choice((0.1, 0.1, cores * 0.4)),
        tasks=chance.choice((4, 40, 300)),
    )
    told = script.comparison()
    if chance.random() < 0.1:  # Before anything was run.
        return [*told[: chance.choice((1, 2))], ComparisonEnded(0.4)]
    return _stopped(told, chance) if chance.random() < 0.25 else told


def _stopped(told: Sequence[Telemetry], chance: random.Random) -> Sequence[Telemetry]:
    """Return it as a person stopped it in one of its runs."""
    ends = [item for item in told if isinstance(item, RunEnded)]
    last = chance.choice(ends)
    at_s = last.at_s - last.elapsed_s * chance.random()
    outcome: Outcome = "stopped"
    elapsed_s = last.elapsed_s - (last.at_s - at_s)
    ended = RunEnded(at_s, last.run, outcome, -15, elapsed_s, None, 1, "stopped by a person")
    return [*(item for item in told if item.at_s <= at_s), ended, ComparisonEnded(at_s)]
