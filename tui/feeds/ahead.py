"""The first looks at a program, while what plays the feed is imported: on a busy machine that takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from importlib import import_module

from tui.feeds.live.live import LiveFeed

EVERY_S = 0.1
"""From one look to the next, before there is somebody to choose how often."""


def look_while(feed: LiveFeed, modules: Iterable[str]) -> None:
    """Start the feed's program, and look at it until a thread has imported these modules."""
    feed.look_ahead()
    importer = threading.Thread(target=lambda: [*map(import_module, modules)], name="importing", daemon=True)
    importer.start()
    while importer.is_alive():
        feed.attend(EVERY_S)
        feed.look_ahead()
