"""The playhead: where on a tape the picture stands, and how it goes on from there."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal

from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play.blocks import Block
from tui.play.tape import Reading, Tape

Stand = Literal["live", "past", "held", "end"]
"""At what a run told last, going on behind that at its own pace, standing still, or where nothing will follow."""


class Playhead:
    """A place on a tape, and what was known there."""

    def __init__(self, tape: Tape, clock: Callable[[], float] = time.monotonic) -> None:
        """It goes with a run, or stands before the beginning of a recording."""
        self.state = ComparisonState()
        self.position_s = 0.0
        """In seconds since the comparison started."""
        self.is_held = False
        """Whether a person holds it."""
        self._tape = tape
        self._clock = clock
        self._looked_at: float | None = None
        self._has_run = self._follows = not tape.is_whole
        self._reading = Reading(tape, tape.block_before(-math.inf))

    @property
    def at(self) -> Stand:
        is_newest = self.state is self._tape.newest if self._has_run else self.position_s >= self.length_s
        if is_newest and self._tape.is_whole:
            return "end"
        return "held" if self.is_held else "live" if self._follows else "past"

    @property
    def length_s(self) -> float:
        """How far it can go by now."""
        return max(0.0, self._tape.end_s)

    def hold(self) -> None:
        """Stand still; a run goes on, and what it tells is on the tape."""
        self.is_held = True

    def let_go(self) -> None:
        """Go on from here, or with the run where it went with it before."""
        self.is_held, self._looked_at = False, None
        self._follow()

    def move(self) -> None:
        """Go on by the time that has passed; RecordingError when what comes next cannot be read."""
        before, self._looked_at = self._looked_at, self._clock()
        if self.is_held:
            return
        self._follow()
        if not self._follows and before is not None:
            self._go(self.position_s + self._looked_at - before)

    def _follow(self) -> None:
        if self._follows:
            self.state, self.position_s = self._tape.newest, self.length_s

    def seek(self, position_s: float) -> None:
        """Go there, on or back; RecordingError when it cannot be read."""
        self._looked_at = None
        self._read_from(self._tape.block_before(min(max(0.0, position_s), self.length_s)))
        self._go(position_s)

    def _read_from(self, block: Block) -> None:
        self._reading = Reading(self._tape, block)
        if block.state is None:
            self._tape.remember(block, self.state)
        else:
            self.state = block.state

    def _go(self, position_s: float) -> None:
        self.position_s = min(max(0.0, position_s), self.length_s)
        until_s = math.inf if self.position_s >= self.length_s else self.position_s
        self.state = fold(self.state, self._reading.until(until_s))
        while self._reading.is_done and (block := self._tape.block_after(self._reading.block)) is not None:
            self._read_from(block)
            self.state = fold(self.state, self._reading.until(until_s))
        if until_s == math.inf and not self._has_run:
            self._tape.found_out(self.state)
        self._follows = self._has_run and until_s == math.inf
        self._follow()
