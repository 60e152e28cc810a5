"""Which lesson is shown, of all, and which ones have a tab meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.frame import TabsView
from tui.lessons.catalogue import BrokenLesson
from tui.lessons.groups import SHORT
from tui.play.comparison import Comparison


class Shelf:
    """All lessons in their order: those that could be read, group after group, and then those that could not."""

    def __init__(self, comparisons: Sequence[Comparison], broken: Sequence[BrokenLesson] = (), index: int = 0) -> None:
        self.comparisons = tuple(comparisons)
        self.broken = tuple(broken)
        self.index = index
        """The lesson shown, by its place among all."""
        self._read = index
        """The one shown last that could be read: its group is the one at hand."""

    def __len__(self) -> int:
        return len(self.comparisons) + len(self.broken)

    @property
    def comparison(self) -> Comparison:
        """The one that is shown; beside a lesson that could not be read, the last of all."""
        return self.comparisons[min(self.index, len(self.comparisons) - 1)]

    @property
    def broken_shown(self) -> BrokenLesson | None:
        """The lesson that could not be read, when it is the one shown."""
        place = self.index - len(self.comparisons)
        return self.broken[place] if 0 <= place < len(self.broken) else None

    def turn_to(self, index: int) -> None:
        """Show the lesson at this place."""
        self.index = index
        self._read = index if index < len(self.comparisons) else self._read

    @property
    def group(self) -> str:
        """The name of the group at hand; empty for what is no lesson."""
        scenario = self.comparisons[self._read].scenario
        return scenario.group if scenario else ""

    @property
    def tabbed(self) -> tuple[int, ...]:
        """The places of the lessons that have a tab: those of the group at hand, and all that could not be read."""
        many, group = len(self.comparisons), self.group
        here = (at for at, its in enumerate(self.comparisons) if (its.scenario.group if its.scenario else "") == group)
        return (*here, *range(many, len(self)))

    def beside(self, step: int) -> int:
        """Return the place of the lesson so many tabs further on; behind the last tab comes the first."""
        tabbed = self.tabbed
        return tabbed[(tabbed.index(self.index) + step) % len(tabbed)]

    @property
    def tabs(self) -> TabsView:
        tabbed, many = self.tabbed, len(self.comparisons)
        ill = frozenset(at for at, place in enumerate(tabbed) if place >= many)
        group = SHORT.get(self.group, self.group) if len(self) > 1 else ""
        names = tuple(map(self._name, tabbed))
        return TabsView(names, tabbed.index(self.index), ill, group, self.index, len(self))

    def _name(self, place: int) -> str:
        """Return what the tab of a lesson says."""
        if place >= len(self.comparisons):
            return self.broken[place - len(self.comparisons)].name
        scenario = self.comparisons[place].scenario
        return scenario.tab if scenario else "replay"
