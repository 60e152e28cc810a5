"""What the lesson explains: what was to be seen and why, its forms, and one thing to change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row
from tui.lessons.catalogue import Scenario
from tui.screens.dialogs.dialog import Dialog


class Explanation(Dialog):
    """The lesson's own words, for after a run; they hold on every machine."""

    TITLE_HERE = "what this lesson is about"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("l", "close", "close", show=False)]

    def __init__(self, lesson: Scenario) -> None:
        super().__init__()
        self._lesson = lesson

    def rows(self, width: int) -> Sequence[Row]:
        lesson = self._lesson
        found = [*wrapped(plain(lesson.summary, "foreground bold"), width)]
        for paragraph in lesson.explanation:
            found += [BLANK, *wrapped(plain(paragraph), width)]
        found += [BLANK, plain("the forms", "muted")]
        for variant in lesson.variants:
            found += wrapped(((variant.name, f"{variant.hue} bold"), (f"  {variant.says}", "foreground")), width)
        if lesson.prediction is not None:
            found += [BLANK, *wrapped((("try  ", "muted"), (lesson.prediction.change, "foreground")), width)]
        return found
