"""How much of what was typed the app has not taken in yet. What comes faster than it can is dropped.

Garbage on the line or a cat on the keys: tens of thousands of keys would be worked off for minutes in which nothing
else is heard. No person types so far ahead. The way out is never dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

MOST = 200
"""Messages that may wait."""
ASKED_AT = 20
"""Messages after which the app is asked whether it has taken them."""
ANSWER_S = 2.0
"""An answer that takes longer got lost with a dialog that was closed."""
WAYS_OUT = ("ctrl+c", "ctrl+q")


class Backlog:
    """Counts; all but `_answered` in the thread that reads the keyboard."""

    def __init__(self, app: App[Any], soon: Callable[[Callable[[], object]], None]) -> None:
        self._app, self._soon = app, soon
        self._waiting = self._asked = 0
        self._asked_s: float | None = None

    def has_room(self, message: Message) -> bool:
        """Whether a message is to be passed on."""
        self._ask()
        if self._waiting >= MOST and not (isinstance(message, events.Key) and message.key in WAYS_OUT):
            return False
        self._waiting += 1
        return True

    def _ask(self) -> None:
        """Have the app answer as soon as it has taken in what was passed on up to now."""
        is_lost = self._asked_s is not None and time.monotonic() - self._asked_s > ANSWER_S
        if is_lost:
            self._answered()
        if self._asked_s is None and self._waiting >= ASKED_AT:
            self._asked, self._asked_s = self._waiting, time.monotonic()
            self._soon(self._through)

    def _through(self, steps: int = 0) -> None:
        """Go the way of a key: through the app, its screen, and what has the focus there."""
        screen = self._app.screen
        way: tuple[MessagePump, ...] = (self._app, screen, screen.focused or screen)
        if steps < len(way):
            way[steps].call_later(self._through, steps + 1)
        else:
            self._answered()

    def _answered(self) -> None:
        self._waiting, self._asked, self._asked_s = self._waiting - self._asked, 0, None
