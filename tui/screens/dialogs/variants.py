"""Which variants the next run compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.boards.framed import plain, wrapped
from tui.draw.cells import Row, join, on, pad
from tui.lessons.catalogue import Scenario, Variant
from tui.play.comparison import Comparison
from tui.screens.dialogs.filled import Filled
from tui.widgets.page import Page
from tui.widgets.table import inked


class Variants(Filled):
    """A tick for each variant; what this Python cannot run says what it needs."""

    TITLE_HERE = "variants to compare"
    FACTS = "space tick · esc done"
    WIDTH = 74
    BINDINGS: ClassVar[list[BindingType]] = [("v", "close"), ("space,left,right", "tick")]

    def __init__(self, comparison: Comparison, scenario: Scenario) -> None:
        super().__init__()
        self.comparison = comparison
        self._all = scenario.variants
        self.at = 0
        """The variant that is marked."""

    def compose(self) -> ComposeResult:
        yield Page(id="page")
        yield OptionList(id="body")

    def on_mount(self) -> None:
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        self.fill()

    def fill(self) -> None:
        options, width = self.query_one(OptionList), min(self.size.width, self.WIDTH) - 6
        options.set_options(
            Option(inked(self.app, *self._entry(variant, width, "select" if place == self.at else "background")))
            for place, variant in enumerate(self._all)
        )
        options.highlighted = self.at

    def body_rows(self, width: int) -> int:
        return sum(len(self._entry(variant, width)) for variant in self._all)

    def _entry(self, variant: Variant, width: int, ground: str = "background") -> Sequence[Row]:
        can = self.comparison.runnable(variant)
        mark = "✓" if variant in self.comparison.variants else " "
        others = "  (the others are compared with it)" if variant.baseline else ""
        code = f"  {variant.name}" if variant.title else ""
        says = variant.says if can else f"needs {variant.needs_says or variant.needs}"
        ink = on(f"{variant.hue} bold" if can else "muted", ground)
        lines = wrapped(plain(says, on("muted", ground)), max(8, width - 6))
        rows = [plain(f" {mark}  {variant.called}{code}{others}", ink), *(join(plain("    "), line) for line in lines)]
        return [pad(row, width, on("muted", ground)) for row in rows]

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        if message.option_index != self.at:
            self.at = message.option_index
            self.fill()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Take the marked variant in or leave it out; one stays in."""
        variant = self._all[self.at]
        chosen = {v.name for v in self.comparison.variants} ^ {variant.name}
        if self.comparison.runnable(variant) and chosen:
            self.comparison.chosen = tuple(v.name for v in self._all if v.name in chosen)
            self.fill()
