"""The frame tick: one step called so many times a second, by a timer of the event loop's own.

It costs one turn of the loop a step; Textual's `Timer`, a task that sleeps, costs three. Steps that were missed are not
made up for. A step that raises ends the app as any handler of Textual's that raises does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context

from textual.message_pump import MessagePump


class Beat:
    """Belongs to a screen, in whose context each step is done; made in its `on_mount`."""

    def __init__(self, owner: MessagePump, interval_s: float, step: Callable[[], object]) -> None:
        self._owner, self._interval_s, self._step = owner, interval_s, step
        self._loop, self._context = asyncio.get_running_loop(), copy_context()
        self._due_s = 0.0
        self._next: asyncio.TimerHandle | None = None

    def go(self) -> None:
        """Step on; nothing new where it goes already."""
        if self._next is None:
            self._due_s = self._loop.time()
            self._plan()

    def every(self, interval_s: float) -> None:
        """Step in this interval from now on."""
        if interval_s != self._interval_s:
            self._interval_s = interval_s
            if self._next is not None:
                self.rest()
                self.go()

    def rest(self) -> None:
        """Step no more until it is told to go."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _plan(self) -> None:
        """Plan the next step for the first of its times that is still to come."""
        late_s = max(0.0, self._loop.time() - self._due_s)
        self._due_s += self._interval_s * (1 + late_s // self._interval_s)
        self._next = self._loop.call_at(self._due_s, self._do, context=self._context)

    def _do(self) -> None:
        self._plan()
        try:
            self._step()
        except Exception as error:  # noqa: BLE001 - it is raised where Textual looks
            self.rest()
            self._owner.call_later(_raised, error)


def _raised(error: Exception) -> None:
    raise error
