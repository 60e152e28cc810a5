"""Every knob of a scenario, and its value at the next run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.draw.cells import Row, fit, on
from tui.feeds.live.control import LEVEL_PRICES
from tui.feeds.live.plan import CALIBRATED
from tui.lessons.catalogue import Knob, KnobValue
from tui.play import turning
from tui.screens.dialogs.choices import Choices
from tui.words.numbers import grouped


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
        return len(self._all) + 1

    @property
    def _all(self) -> tuple[Knob, ...]:
        return self.comparison.scenario.knobs if self.comparison.scenario else ()

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        for place, knob in enumerate(self._all):
            value = turning.value_of(self.comparison, knob)
            ground = "select" if place == self.at else "background"
            shown = f"◂ {_shown(knob, value)} ▸" if place == self.at else f"  {_shown(knob, value)}  "
            name = fit(f" {knob.name.replace('_', ' ')}", width - len(shown) - 1)
            found.append(((name, on("foreground bold", ground)), (f"{shown} ", on("key bold", ground))))
            found.append(((fit(f"    {knob.says}", width), "muted"),))
        return [*found, *self._watching(width)]

    def _watching(self, width: int) -> Sequence[Row]:
        """How closely locks are watched, which is no knob of the program's: with what it costs the program."""
        level, is_marked = self.comparison.level, self.at == len(self._all)
        ground = "select" if is_marked else "background"
        shown = f"◂ {level} ▸" if is_marked else f"  {level}  "
        name = fit(" locks are watched", width - len(shown) - 1)
        price = f"    {LEVEL_PRICES[level]}"
        return [((name, on("foreground bold", ground)), (f"{shown} ", on("key bold", ground))),
                ((fit(price, width), "muted"),)]  # fmt: skip

    def choose(self, direction: int) -> None:
        if self.at == len(self._all):
            levels = tuple(LEVEL_PRICES)
            self.comparison.level = levels[(levels.index(self.comparison.level) + direction) % len(levels)]
            return
        why = turning.turn(self.comparison, self._all[self.at], direction)
        if why:
            self.say(why)


def _shown(knob: Knob, value: KnobValue) -> str:
    if value == CALIBRATED:
        return "measured at the start"
    try:
        number = float(value)
    except ValueError:
        return str(value)
    text = grouped(number) if number == int(number) else f"{number:g}"
    return f"{text} {knob.unit}".rstrip()
