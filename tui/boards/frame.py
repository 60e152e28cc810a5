"""One frame: everything that boards are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct, field

from tui.boards.space import Wanted
from tui.keys import Key
from tui.lessons.catalogue import BrokenLesson
from tui.model.speed.readings import VariantReading
from tui.play.comparison import Comparison
from tui.play.look import Look

T = TypeVar("T")


class Slow(Struct):
    """What moves too fast to be read, taken over twice a second."""

    shown: dict[str, tuple[float | None, float | None, float | None]] = field(default_factory=dict)
    """By variant: seconds elapsed, speed-up, cores used."""
    readings: dict[str, VariantReading] = field(default_factory=dict)
    """By variant: all that is known of it, for what is written."""
    _kept: dict[str, tuple[object, Any]] = field(default_factory=dict)

    def take(self, readings: tuple[VariantReading, ...], is_due: bool) -> None:
        """Take over the numbers when it is time, and at once when a variant's phase changed."""
        for reading in readings:
            before = self.readings.get(reading.name)
            if is_due or before is None or before.phase != reading.phase:
                speed = reading.speed_up.median if reading.speed_up else None
                self.shown[reading.name] = (reading.elapsed_s, speed, reading.cores_used)
                self.readings[reading.name] = reading

    def told(self, reading: VariantReading) -> VariantReading:
        """Return what is written of a variant now: all that is written in one frame is of one moment."""
        kept = self.readings.get(reading.name)
        return kept if kept is not None and kept.phase == reading.phase else reading

    def still(self, board: str, of: object, make: Callable[[], T], is_due: bool) -> T:
        """Return what a board kept; it is made anew when it is time, and at once when it is of something else."""
        if is_due or board not in self._kept or self._kept[board][0] != of:
            self._kept[board] = (of, make())
        kept: T = self._kept[board][1]
        return kept

    def keep(self, board: str, of: object, value: Any, is_due: bool) -> Any:
        """Return what a board kept, or the value when it is time, and at once when it is of something else."""
        return self.still(board, of, lambda: value, is_due)


class TabsView(Struct, frozen=True):
    """The tabs: the lessons of the group at hand, and behind them those that could not be read."""

    tabs: tuple[str, ...]
    active: int
    broken: frozenset[int] = frozenset()
    """Which of them could not be read."""
    group: str = ""
    """What the group is called, in a word; empty where there are no groups."""
    place: int = 0
    """Where the lesson shown stands among all, from 0."""
    count: int = 1
    """How many lessons there are; with more than one there is the page of all of them."""


class Frame(Struct, frozen=True):
    """What is shown, and how it is looked at."""

    comparison: Comparison
    look: Look
    tabs: TabsView
    slow: Slow
    wanted: Wanted
    """What has to be placed."""
    title: str = ""
    broken: BrokenLesson | None = None
    """The lesson that could not be read, when its tab is the one shown."""
    width: int = 0
    height: int = 0
    note: str = ""
    """A sentence that stands in the key bar for a while."""
    is_due: bool = True
    """Whether it is time for what changes slowly."""
    shown: int = 1
    """How many variants have a panel on the screen."""
    keys: tuple[Key, ...] = ()
    """The keys that the boards on the stage bring."""
    turning: tuple[str, ...] = ()
    """The boards that take turns in one place; none where all of them are seen."""
