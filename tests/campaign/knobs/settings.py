"""A lesson's knobs at random: each at its default, at an end of its range, or anywhere between."""

from __future__ import annotations

import math
from random import Random

from tui.lessons.knob import Knob
from tui.lessons.lesson import Scenario

AT_MOST = 1e7
"""Beyond the defaults' neighbourhood a program only takes longer, until its time limit ends it."""


def setting(scenario: Scenario, random: Random) -> dict[str, str]:
    """Return the knobs that are turned, each with what a person would type."""
    turned = [knob for knob in scenario.knobs if random.random() < 0.6]
    return {knob.name: str(_value(knob, random)) for knob in turned}


def _value(knob: Knob, random: Random) -> int | float | str:
    if knob.choices:
        return random.choice(knob.choices)
    low = max(knob.minimum, -AT_MOST)
    usual = knob.default if isinstance(knob.default, int | float) else max(low, 1.0)
    high = min(knob.maximum, max(10.0 * usual, low + 1))
    at = random.choice([low, high, _between(low, high, random), _between(low, high, random)])
    return round(at) if knob.kind == "int" else round(at, 3)


def _between(low: float, high: float, random: Random) -> float:
    """Return a number between the two: of a wide range the small ones are as likely as the large ones."""
    if low < 0 or high < 10 * max(low, 1e-3):
        return random.uniform(low, high)
    return max(low, math.exp(random.uniform(math.log(max(low, 1e-3)), math.log(high))))
