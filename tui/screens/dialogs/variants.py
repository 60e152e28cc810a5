"""Which variants the next run compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.draw.cells import Row, fit, on
from tui.lessons.catalogue import Variant
from tui.screens.dialogs.choices import Choices


class Variants(Choices):
    """A tick for each variant; what this Python cannot run says what it needs."""

    TITLE_HERE = "variants to compare"
    FACTS = "space tick · esc done"
    WIDTH = 74
    BINDINGS: ClassVar[list[BindingType]] = [Binding("v", "close", "close", show=False)]

    def count(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> tuple[Variant, ...]:
        return self.comparison.scenario.variants if self.comparison.scenario else ()

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        chosen = {variant.name for variant in self.comparison.variants}
        for place, variant in enumerate(self._all):
            can = self.comparison.runnable(variant)
            mark = "✓" if variant.name in chosen else " "
            name = f" {mark}  {variant.name}" + ("  (the others are compared with it)" if variant.baseline else "")
            says = variant.says if can else f"needs {variant.needs_says or variant.needs}"
            ground = "select" if place == self.at else "background"
            found.append(((fit(name, width), on(f"{variant.hue} bold" if can else "muted", ground)),))
            found.append(((fit(f"    {says}", width), "muted"),))
        return found

    def choose(self, direction: int) -> None:
        variant = self._all[self.at]
        if not self.comparison.runnable(variant):
            return
        chosen = [v.name for v in self.comparison.variants]
        if variant.name in chosen:
            chosen.remove(variant.name)
        else:
            chosen.append(variant.name)
        if chosen:
            self.comparison.chosen = tuple(v.name for v in self._all if v.name in chosen)
