"""Plays a run or a recording: what a feed tells goes on the tape, and the playhead moves along it.

Rules of this file: it knows no widget and no clock of its own; whoever owns the tick calls `tick`; a feed is pulled
wherever the playhead stands; a feed or a recording that breaks ends the play and never the app.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tui.feeds.feed import Feed
from tui.lessons.knob import KnobValue
from tui.model.state.state import ComparisonState
from tui.play.playhead import Playhead
from tui.play.tape import Tape
from tui.spent import READING
from tui.telemetry.codec import RecordingError
from tui.telemetry.text import plain
from tui.telemetry.usage import Pace


class Player:
    """One run being played, or one recording."""

    def __init__(
        self, feed: Feed | None, tape: Tape | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Without a feed it plays what is on the tape already."""
        self.feed = feed
        self.tape = tape or Tape()
        self.playhead = Playhead(self.tape, clock)
        self.trouble = ""
        """Why the play broke off, in one sentence; empty as long as it did not."""
        self._lines_hz = 0
        if feed is None:
            self.seek(self.tape.start_s)

    @property
    def state(self) -> ComparisonState:
        """Everything known so far: of a run whatever it told, of a recording what it told up to the playhead."""
        return self.playhead.state if self.feed is None else self.tape.newest

    @property
    def is_live(self) -> bool:
        """Whether it plays a run, which may be over."""
        return self.feed is not None

    @property
    def is_over(self) -> bool:
        """Whether a run will tell nothing more, or a recording was played to its end."""
        return bool(self.trouble) or (self.tape.is_whole if self.feed else self.playhead.at == "end")

    def tick(self) -> bool:
        """Pull what the feed has, and move on; return whether anything changed."""
        newest, shown = self.tape.newest, self.playhead.state
        try:
            self._pull()
            self.playhead.move()
        except (OSError, RuntimeError, ValueError) as error:
            self._break_off(error)
            return True
        return self.tape.newest is not newest or self.playhead.state is not shown

    def _pull(self) -> None:
        if self.feed is not None and not self.tape.is_whole:
            with READING:
                told = self.feed.poll()
            self.tape.add(told)
            if self.feed.is_over:
                self.tape.close()

    def seek(self, position_s: float) -> None:
        """Show what was known at this time, in seconds since the comparison started."""
        self.trouble = self.trouble if self.feed else ""
        try:
            self.playhead.seek(position_s)
        except RecordingError as error:
            self._break_off(error)

    def _break_off(self, error: Exception) -> None:
        self.trouble = str(error) if isinstance(error, RecordingError) else f"The run broke off: {plain(str(error))}."
        self.close()

    def ask_lines(self, hz: int) -> None:
        """Ask for the workers' current lines so many times a second, or for no more with 0."""
        if self.feed is not None and hz != self._lines_hz:
            self._lines_hz = hz
            self.feed.ask_lines(hz)

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        """Tell the running program something on its standard input; see `Feed.tell`."""
        return self.feed is not None and self.feed.tell(line, knobs)

    def pace(self, pace: Pace) -> None:
        """Take note of how often `tick` is called from now on."""
        if self.feed is not None:
            self.feed.pace(pace)

    def missed(self) -> None:
        """Take note that nothing was read since the last tick, because we were stopped."""
        if self.feed is not None:
            self.feed.missed()

    def stop(self) -> None:
        """Ask the run for an early end."""
        if self.feed is not None:
            self.feed.stop()

    def close(self) -> None:
        """Free the feed and the recording; nothing of a run is left."""
        if self.feed is not None:
            self.feed.close()
        self.tape.close()
