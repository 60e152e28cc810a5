"""Plays one feed: folds its telemetry into `.state`.

Rules of this file: it knows no widget and no clock of its own; whoever owns the tick calls `tick`; a feed that is
paused is not pulled; a feed that breaks ends the play and never the app.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from tui.feeds.feed import Feed
from tui.feeds.recorded import RecordedFeed
from tui.lessons.catalogue import KnobValue
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.telemetry.text import plain

CHECKPOINT_S = 20.0
"""Seconds of a recording between two states that are kept for seeking."""

BEFORE_ALL_S = -1e9


class Player:
    """One feed being played, live or recorded."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.state = ComparisonState()
        """Everything known so far."""
        self.is_paused = False
        self.trouble = ""
        """Why the feed broke, in one sentence; empty as long as it did not."""
        self._lines_hz = 0
        self._checkpoints = [(BEFORE_ALL_S, ComparisonState())]
        """States of a recording at earlier times, from which `seek` folds on."""

    @property
    def is_live(self) -> bool:
        return self.feed.is_live

    @property
    def is_over(self) -> bool:
        return self.feed.is_over or bool(self.trouble)

    def tick(self) -> bool:
        """Pull what the feed has and fold it; return whether the state changed."""
        if self.is_paused:
            return False
        before = self.state
        try:
            batch = self.feed.poll()
        except (OSError, RuntimeError, ValueError) as error:
            self.trouble = f"The run broke off: {plain(str(error))}."
            self.feed.close()
            return True
        self.state = fold(before, batch)
        return self.state is not before

    def pause(self) -> None:
        """Stop pulling. A live run goes on; what it says meanwhile is taken in when the play resumes."""
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False

    def seek(self, position_s: float) -> bool:
        """Show a recording as it was at this time; return False when the feed is no recording."""
        if not isinstance(self.feed, RecordedFeed):
            return False
        self.feed.seek(position_s)
        at_s, state = self._checkpoint_before(self.feed.position_s)
        while at_s < self.feed.position_s:
            until_s = min(max(at_s, 0.0) + CHECKPOINT_S, self.feed.position_s)
            state = fold(state, self.feed.between(at_s, until_s))
            at_s = until_s
            if at_s > self._checkpoints[-1][0]:
                self._checkpoints.append((at_s, state))
        self.state = state
        return True

    def _checkpoint_before(self, position_s: float) -> tuple[float, ComparisonState]:
        place = bisect_right(self._checkpoints, position_s, key=lambda checkpoint: checkpoint[0])
        return self._checkpoints[place - 1]

    def ask_lines(self, hz: int) -> None:
        """Ask for the workers' current lines so many times a second, or for no more with 0."""
        if hz != self._lines_hz:
            self._lines_hz = hz
            self.feed.ask_lines(hz)

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        """Tell the running program something on its standard input; see `Feed.tell`."""
        return self.feed.tell(line, knobs)

    def stop(self) -> None:
        """Ask the feed for an early end."""
        self.is_paused = False
        self.feed.stop()

    def close(self) -> None:
        """Free the feed; nothing of a live run is left."""
        self.feed.close()
