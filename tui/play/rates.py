"""How often we look, by rule: `RULES` is the one table, and nothing else in the app decides on a rate.

Of the rules that hold the slowest counts. Beneath it lies the budget: watching never takes more than `BUDGET` of a
core, so where a look is dear there are fewer of them. The screen, `--plain` and `--json` say how often we look as soon
as that is not usual; times of events are those of the probe, which no rate changes. Suspended, we do not look at all.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from tui.feeds.machine_load import Load
from tui.model.state.observer import ObserverState
from tui.model.state.state import ComparisonState
from tui.telemetry.usage import Pace, Why

BUDGET = 0.05
"""Of one core: what the app and its reaper may take, drawing included."""
TOO_DEAR, AIM = 0.047, 0.035
"""Above the first there are fewer looks, and the second is what their number is chosen for: so many that a look which
turns out dearer stays within the budget. Between the two nothing changes: a part of the cost is that of what happens,
however often we look, and fewer looks make each dearer."""


class Rule(Struct, frozen=True):
    """How often we look when something is so."""

    why: Why
    when: str
    """When it holds."""
    looks_hz: float
    """Looks at the program's processes and readings of its boards, a second."""
    pictures_hz: float
    """Pictures of what moves, a second, at most. What is read as text is drawn at two a second, at most."""


RULES = (
    Rule("usual", "nothing below is so", 10, 5),
    Rule("far", "over ssh or in a page of a browser: every byte travels", 4, 4),
    Rule("battery", "the machine runs on its battery", 5, 2.5),
    Rule("busy", "no core has time to spare, so what we take a program lacks; or our looks come late", 4, 4),
    Rule("covered", "a dialog lies over the stage", 5, 2.5),
    Rule("away", "the terminal says that it lost the focus", 4, 2),
)
STEPS_HZ = (10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0, 0.7, 0.5, 0.3, 0.2, 0.1)
"""How often we may look under the budget, so that what the screen says does not flicker."""
TEXTS_HZ = 2.0
"""Pictures that show all a second, text too, at most."""

_RULE: dict[Why, Rule] = {rule.why: rule for rule in RULES}
_WINDOW_S, _FEWEST, _MEETING = 8.0, 4, 12
"""What a look costs is the mean over this time, over so many looks at least; of the first twelve, which meet the
processes that are there, the dearest three do not count."""
_RISE = 0.85
"""A faster step is taken only where it would leave this much of the aim, by the looks of a whole window."""


class Rates:
    """Asked by whoever owns the tick: when to look next, and what to draw at this look."""

    def __init__(self, *, is_far: bool = False, load: Load | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        self._clock, self._load = clock, load if load is not None else Load()
        self._far: frozenset[Why] = frozenset(("far",) if is_far else ())
        self._costs: deque[tuple[float, float]] = deque(maxlen=120)
        """When each look was over, and the CPU seconds since the one before."""
        self._looks = 0
        """At the program that is watched."""
        self._told_s: float | None = None
        """The time of the last cost that was told."""
        self._budget_hz, self._changed_s = STEPS_HZ[0], clock()
        self.pace = Pace(_RULE["usual"].looks_hz, "usual")
        """How often we look now, and why."""

    @property
    def tick_s(self) -> float:
        """Seconds from one look to the next."""
        return 1 / self.pace.hz

    @property
    def picture_every(self) -> int:
        """At every which look what moves is drawn."""
        return max(1, round(self.pace.hz / _RULE.get(self.pace.why, RULES[0]).pictures_hz))

    @property
    def text_every(self) -> int:
        """At every which look all is drawn."""
        return max(1, int(self.pace.hz / TEXTS_HZ))

    def looked(self, state: ComparisonState | None, *, covered: bool = False, away: bool = False) -> Pace:
        """Take in that a look is over, and what it says of its cost; return how often we look from now on.

        Without a state nothing is watched.
        """
        now_s = self._clock()
        idle = sum(1 - core.busy for core in state.cores) if state is not None and state.cores else None
        self._load.see(now_s, self.tick_s, idle)
        self._take(state.observer if state is not None else ObserverState(), now_s)
        self._choose(covered, away)
        return self.pace

    def _take(self, told: ObserverState, now_s: float) -> None:
        share, at_s = told.share, told.told_s
        if self._told_s is not None and (at_s is None or at_s < self._told_s):
            self._told_s, self._budget_hz = None, STEPS_HZ[0]  # Another program is watched.
            self._costs.clear()
            self._looks = 0
        if share is not None and at_s is not None and at_s != self._told_s:
            if self._told_s is not None and at_s - self._told_s < 10 * self.tick_s:
                self._costs.append((now_s, share * (at_s - self._told_s)))
                self._looks += 1
                self._keep_to_the_budget(now_s)
            self._told_s = at_s

    def _keep_to_the_budget(self, now_s: float) -> None:
        while len(self._costs) > _FEWEST and self._costs[0][0] < now_s - _WINDOW_S:
            self._costs.popleft()
        costs = sorted(cost_s for _, cost_s in self._costs)
        if len(costs) < _FEWEST:
            return
        costs = costs[:-3] if self._looks <= _MEETING else costs
        cost_s = sum(costs) / len(costs)
        if self.pace.hz * cost_s > TOO_DEAR:
            self._look_so_often(next((hz for hz in STEPS_HZ if hz * cost_s <= AIM), STEPS_HZ[-1]))
        elif now_s - self._changed_s >= _WINDOW_S:
            faster = [hz for hz in STEPS_HZ if hz > self._budget_hz and hz * cost_s <= AIM * _RISE]
            self._look_so_often(faster[0] if faster else self._budget_hz)

    def _look_so_often(self, hz: float) -> None:
        """What a look costs at one pace is no measure of another."""
        if hz != self._budget_hz:
            self._budget_hz, self._changed_s = hz, self._clock()
            self._costs.clear()

    def _choose(self, covered: bool, away: bool) -> None:
        holds: set[Why] = {"usual", *self._far, *self._load.holds}
        holds |= {why for why, is_so in (("covered", covered), ("away", away)) if is_so}  # type: ignore[misc]
        rule = min((rule for rule in RULES if rule.why in holds), key=lambda rule: rule.looks_hz)
        is_dear = self._budget_hz < rule.looks_hz
        self.pace = Pace(self._budget_hz, "budget") if is_dear else Pace(rule.looks_hz, rule.why)


def is_far() -> bool:
    """Whether every byte that is drawn travels: over ssh, or into a page."""
    return bool(os.environ.get("SSH_CONNECTION") or "web" in os.environ.get("TEXTUAL_DRIVER", ""))
