"""Every knob of a scenario, and its value at the next run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from demos.catalogue import Knob, KnobValue
from tui.draw import numbers
from tui.draw.cells import Row, fit, on
from tui.feeds.plan import CALIBRATED
from tui.screens.choices import Choices


class Knobs(Choices):
    """Left and right turn the marked knob."""

    TITLE_HERE = "knobs, for the next run"
    FACTS = "◂ ▸ turn · esc done"
    WIDTH = 78
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "close", "close", show=False),
        Binding("plus,equals_sign", "choose(1)", "more", show=False),
        Binding("minus,underscore", "choose(-1)", "less", show=False),
    ]

    def count(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> tuple[Knob, ...]:
        return self.comparison.scenario.knobs if self.comparison.scenario else ()

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        for place, knob in enumerate(self._all):
            value = self.comparison.value(knob)
            ground = "select" if place == self.at else "background"
            shown = f"◂ {_shown(knob, value)} ▸" if place == self.at else f"  {_shown(knob, value)}  "
            name = fit(f" {knob.name.replace('_', ' ')}", width - len(shown) - 1)
            found.append(((name, on("foreground bold", ground)), (f"{shown} ", on("key bold", ground))))
            found.append(((fit(f"    {knob.says}", width), "muted"),))
        return found

    def choose(self, direction: int) -> None:
        why = self.comparison.turn(self._all[self.at], direction)
        if why:
            self.say(why)


def _shown(knob: Knob, value: KnobValue) -> str:
    if value == CALIBRATED:
        return "measured at the start"
    try:
        number = float(value)
    except ValueError:
        return str(value)
    text = numbers.grouped(number) if number == int(number) else f"{number:g}"
    return f"{text} {knob.unit}".rstrip()
