"""Puts boards where `layout.arrange` says, in place of Textual's own layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from tui.boards.space import Place


class Places(Layout):
    """A layout by name: a child whose id has a place stands there, every other child is not shown."""

    name = "places"

    def __init__(self, arrange: Callable[[int, int], Mapping[str, Place]]) -> None:
        self._arrange = arrange
        self.placed: Mapping[str, Place] = {}
        """Where everything stood at the last layout."""

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        self.placed = self._arrange(size.width, size.height)
        return [
            WidgetPlacement(Region(*self.placed[name]), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if (name := child.id or "") in self.placed
        ]

    def must_move(self, size: Size) -> bool:
        """Whether anything has to stand elsewhere than at the last layout."""
        return self._arrange(size.width, size.height) != self.placed
