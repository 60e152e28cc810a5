"""Draws in a page of a browser in place of a terminal, at the other end of textual-serve.

A visitor who is gone (page closed, browser or server ended) is what a closed terminal is: SIGHUP. What is on is ended.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from functools import partial
from threading import Lock
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver

from tui.terminal import settle_page

MOST_BYTES = 8 * 1024 * 1024
"""A page that is so much behind takes nothing any more: its visitor is gone."""
CLOSING_S = 1.0
"""How long the last bytes may take, which tell the page that we have left."""


class PageDriver(WebDriver):
    """Never waits for the page: what it cannot take yet is kept, so that keys are heard and runs are read meanwhile."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None):
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        settle_page()
        self._write = partial(self._take)
        self._kept = bytearray()
        self._lock = Lock()
        """Files are delivered from the thread that reads the keys."""
        self._is_gone = False
        os.set_blocking(self.fileno, False)

    def start_application_mode(self) -> None:
        """Leave signals to the app, which ends what is on and says in its exit code which one it was."""
        super().start_application_mode()
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.remove_signal_handler(number)

    def run_input_thread(self) -> None:
        """Hear the page until it is closed: nothing can come any more then, and nobody looks."""
        super().run_input_thread()
        self._lose_visitor()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        if packet_type == "quit":
            self._lose_visitor()
        else:
            super().on_meta(packet_type, payload)

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        with selectors.DefaultSelector() as ready:
            ready.register(self.fileno, selectors.EVENT_WRITE)
            end = time.monotonic() + CLOSING_S
            while self._is_behind() and (left := end - time.monotonic()) > 0:
                ready.select(left)
        self._is_gone = True
        os.set_blocking(self.fileno, True)

    def _lose_visitor(self) -> None:
        """Tell the app once, unless it leaves by itself."""
        if not (self._is_gone or self.exit_event.is_set()):
            self._is_gone = True
            os.kill(os.getpid(), signal.SIGHUP)

    def _take(self, packet: bytes) -> int:
        """Send or keep a packet, whole; what came before it goes first."""
        with self._lock:
            was_behind = bool(self._kept)
            self._kept += packet
        if len(self._kept) > MOST_BYTES:
            self._lose_visitor()
        if not was_behind and self._is_behind():
            self._loop.call_soon_threadsafe(self._loop.add_writer, self.fileno, self._go_on)
        return len(packet)

    def _go_on(self) -> None:
        if not self._is_behind():
            self._loop.remove_writer(self.fileno)

    def _is_behind(self) -> bool:
        """Send what the page takes now; return whether something is left."""
        with self._lock:
            try:
                while self._kept and not self._is_gone:
                    del self._kept[: os.write(self.fileno, self._kept)]
                self._kept.clear()
                return False
            except BlockingIOError:
                return True
            except OSError:
                self._kept.clear()
        self._lose_visitor()  # Nobody reads us: the server is gone.
        return False
