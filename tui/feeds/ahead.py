"""The first looks at a program, while what plays the feed is imported: on a busy machine that takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tui.feeds.live.live import LiveFeed

EVERY_S = 0.1
"""From one look to the next, before there is somebody to choose how often."""


def look_while(feed: LiveFeed, importing: Callable[[], object]) -> None:
    """Start the feed's program, and look at it until a thread has imported what is needed besides."""
    feed.look_ahead()
    importer = threading.Thread(target=importing, name="importing", daemon=True)
    importer.start()
    while importer.is_alive():
        feed.attend(EVERY_S)
        feed.look_ahead()
