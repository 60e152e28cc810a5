"""Turning a scenario's knobs: for the next run, and of the running program where it listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.feeds.live.plan import CALIBRATED, default_knobs
from tui.lessons.catalogue import Knob, KnobValue, LessonError
from tui.words.numbers import grouped, plural

if TYPE_CHECKING:
    from tui.feeds.live.plan import Plan
    from tui.lessons.catalogue import Scenario, Variant
    from tui.model.state.state import ComparisonState
    from tui.play.comparison import AppFacts
    from tui.play.edited import EditedCopy
    from tui.play.player import Player
    from tui.telemetry.objects import Level


class Turning:
    """The part of a comparison that turns knobs; the comparison gives the rest."""

    if TYPE_CHECKING:
        scenario: Scenario | None
        facts: AppFacts
        knobs: dict[str, KnobValue]
        player: Player | None
        plan: Plan | None
        is_unlimited: bool
        copy: EditedCopy | None
        level: Level
        _played_with: int

        @property
        def state(self) -> ComparisonState: ...

        @property
        def is_on(self) -> bool: ...

        @property
        def variants(self) -> tuple[Variant, ...]: ...

    def value(self, knob: Knob) -> KnobValue:
        """Return how a knob stands; for a calibrated one what was measured, once it was."""
        value = self.knobs[knob.name]
        return dict(self.state.calibrated).get(knob.name, value) if value == CALIBRATED else value

    def turn(self, knob: Knob, clicks: int) -> str:
        """Turn a knob, of the running program too where it listens; return a sentence when it cannot be turned."""
        value = self.value(knob)
        if value == CALIBRATED:
            return f"The {knob.name} is measured at the first start; turn it after that."
        try:
            return self._set(knob, knob.turned(value, clicks))
        except (LessonError, ValueError, OverflowError) as error:
            return str(error)

    def press(self, key: str) -> str:
        """Do what a key of the lesson does; return what is to be said about it, KeyError when it has no such key."""
        scenario = self.scenario
        for knob in scenario.knobs if scenario else ():
            if key in (knob.less, knob.more) and key:
                return self.turn(knob, -1 if key == knob.less else 1)
            if key == knob.toggle and key:
                at_rest = self._default(knob)
                return self._set(knob, at_rest if self.knobs[knob.name] != at_rest else knob.toggled)
        for command in scenario.control.commands if scenario and scenario.control else ():
            if key == command.key and key:
                return "" if self._tell(command.text) else "Start it first: this is for the running program."
        raise KeyError(key)

    def _default(self, knob: Knob) -> KnobValue:
        assert self.scenario is not None
        return default_knobs(self.scenario, self.facts.usable_cores)[knob.name]

    def _set(self, knob: Knob, value: KnobValue) -> str:
        before, self.knobs[knob.name] = self.knobs[knob.name], value
        if value == before or not knob.command or self.plan is None or not self.is_on:
            return ""
        change = int(value) - int(before) if isinstance(value, int) and isinstance(before, int) else 0
        line, played_with = knob.command.format(value=value, change=change), self._played_with
        if not self._tell(line, {knob.name: value}):
            return ""
        self.plan = replace(self.plan, knobs={**self.plan.knobs, knob.name: value})
        goes_on = "" if played_with == self._played_with else "; it goes on until you stop it"
        return f"told the program: {line}{goes_on}"

    def _tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        """Tell the running program a line. From the first one on it runs until a person ends it."""
        if self.player is None or self.plan is None or self.plan.control is None or not self.is_on:
            return False
        run = len(self.player.state.runs)
        if self._played_with != run and self.plan.control.endless and self.player.tell(self.plan.control.endless):
            self._played_with = run
        return self.player.tell(line, knobs)

    @property
    def pending(self) -> str:
        """What the next run will do differently from the one shown: `next run: 5 workers`."""
        if self.plan is None or self.scenario is None or self.player is None:
            return ""
        said = [
            _setting(knob, self.knobs[knob.name])
            for knob in self.scenario.knobs
            if self.knobs[knob.name] != self.plan.knobs.get(knob.name)
        ]
        now = tuple(v.name for v in self.variants)
        if set(now) != {v.name for v in self.plan.variants}:
            said.append(", ".join(now))
        if (self.copy is None) != (self.plan.copy is None):
            said.append("your copy" if self.copy else "the original")
        if self.level != self.plan.probe.level:
            said.append(f"locks watched: {self.level}")
        if self.is_unlimited != (self.plan.time_limit_s is None):
            said.append("no time limit" if self.is_unlimited else f"time limit {self.scenario.time_limit_s:g} s")
        return f"next run: {', '.join(said)}" if said else ""

    def turned_workers(self, clicks: int) -> int | None:
        """Return the number of workers after so many clicks; None when the knob does not go there."""
        knob = next((k for k in self.scenario.knobs if k.name == "workers"), None) if self.scenario else None
        now = self.workers(self.knobs)
        if knob is None or now is None:
            return None
        turned = knob.turned(now, clicks)
        return int(turned) if turned != now else None

    def workers(self, knobs: Mapping[str, KnobValue]) -> int | None:
        """Return the number of workers, when this scenario has such a knob."""
        value = knobs.get("workers")
        return int(value) if isinstance(value, int | float) else None


def _setting(knob: Knob, value: KnobValue) -> str:
    """Return a knob's value in words."""
    if knob.name == "workers":
        return plural(int(value), "worker")
    shown = grouped(value) if isinstance(value, int) else str(value)
    return f"{knob.name.replace('_', ' ')} {shown}{' ' + knob.unit if knob.unit else ''}"
