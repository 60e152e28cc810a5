"""Plays one feed: folds its telemetry into `.state`.

Rules of this file: it knows no widget and no clock of its own; whoever owns the tick calls `tick`; a feed that is
paused is not pulled; a feed that breaks ends the play and never the app.
"""

from __future__ import annotations

from tui.feeds.feed import Feed
from tui.feeds.recorded import RecordedFeed
from tui.model.fold import fold
from tui.model.state import ComparisonState


class Player:
    """One feed being played, live or recorded."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.state = ComparisonState()
        """Everything known so far."""
        self.is_paused = False

    @property
    def is_live(self) -> bool:
        return self.feed.is_live

    @property
    def is_over(self) -> bool:
        return self.feed.is_over

    def tick(self) -> bool:
        """Pull what the feed has and fold it; return whether the state changed."""
        if self.is_paused:
            return False
        before = self.state
        self.state = fold(before, self.feed.poll())
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
        self.state = fold(ComparisonState(), self.feed.seek(position_s))
        return True

    def stop(self) -> None:
        """Ask the feed for an early end."""
        self.is_paused = False
        self.feed.stop()

    def close(self) -> None:
        """Free the feed; nothing of a live run is left."""
        self.feed.close()
