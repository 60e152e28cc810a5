"""Textual's driver for a terminal, with keys that cannot break it, an end that waits for nobody, and job control.

What is ours: the keyboard is read by `Keyboard`; a terminal that is closed takes what is written to it, so that nothing
waits for it, and says so once; the process is suspended and goes on as a job of a shell does; the guardian is told
when the terminal is in our modes.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from types import FrameType
from typing import Any, Protocol, TextIO, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.console.backlog import Backlog
from tui.console.guardian import OFF, ON, Guardian
from tui.console.keyboard import Keyboard
from tui.console.opening import Opening

LOOK_S = 0.1
"""How often it is looked whether what was typed last is all: a lone escape, the end of a paste."""
AWAKE_S = 3.0
"""So long after something was typed; then the thread sleeps until something is, or until we leave."""
READ_BYTES = 1 << 16
ALTERNATE = "\x1b[?1049h"
STOPS_S = 0.1
"""A process that has sent itself a signal to stop does not work on for so long."""


class Host(Protocol):
    """What the app has to have for us."""

    guardian: Guardian | None
    """Is told of the terminal's modes."""
    opening: Opening | None
    """What is on the terminal already."""

    def terminal_gone(self) -> None:
        """The terminal was closed."""

    def terminal_back(self) -> None:
        """We were stopped, and have the terminal again: draw anew."""


class TerminalDriver(LinuxDriver):
    """The terminal of the app."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._host = cast(Host, app)
        assert sys.__stdout__ is not None
        self._file = Paper(sys.__stdout__)  # type: ignore[assignment]  # Also where errors go elsewhere.
        self._is_away = False
        """Whether the terminal is left to others, and we see ourselves to when it is ours again."""
        self._hears = False
        self._left, self._leaves = os.pipe()
        """Wakes the thread that reads the keyboard."""
        self._has_picture = False
        """Whether the alternate screen is on already, with a picture that is not to be cleared."""
        self._context = copy_context()
        """The app's: a signal comes in any other."""

    @property
    def is_behind(self) -> bool:
        """Whether what was written still waits for the terminal, or there is none to write to."""
        thread = self._writer_thread
        return thread is None or not thread.is_alive() or thread._queue.qsize() > 0

    def start_application_mode(self) -> None:
        self._tell(ON)
        self._hears = True
        opening = self._host.opening
        self._has_picture = opening is not None and opening.is_taken()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if opening is not None and self._has_picture:
            self._has_picture, self.attrs_before = False, opening.before

    def write(self, data: str) -> None:
        """Write it; but what is on the terminal since our start stays until it is drawn over."""
        if not (self._has_picture and data == ALTERNATE):
            super().write(data)

    def disable_input(self) -> None:
        """Hear nothing more; once, as what is typed after that is the shell's."""
        if self._hears:
            self._hears = False
            os.write(self._leaves, b".")
            super().disable_input()
            os.read(self._left, 1)

    def close(self) -> None:
        super().close()
        self._tell(OFF)

    def _tell(self, state: bytes) -> None:
        if self._host.guardian is not None:
            self._host.guardian.tell(state)

    def _disable_mouse_support(self) -> None:
        if self._mouse_pixels and self._mouse:
            self.write("\x1b[?1016l")
        super()._disable_mouse_support()

    def run_input_thread(self) -> None:
        """Pass on what is typed until we leave or the terminal is gone."""
        keyboard, backlog = Keyboard(), Backlog(self._app, self._soon)
        heard_s = time.monotonic()
        while not self.exit_event.is_set():
            data = self._typed(LOOK_S if time.monotonic() - heard_s < AWAKE_S else None)
            heard_s = time.monotonic() if data else heard_s
            if data is None:
                return self._soon(self._host.terminal_gone)
            with suppress(RuntimeError):  # The loop is closed: we are leaving.
                for message in [*(keyboard.take(data) if data else ()), *keyboard.tick()]:
                    if backlog.has_room(message):
                        self.process_message(message)
        return None

    def _typed(self, within_s: float | None) -> bytes | None:
        """Return what was typed within so many seconds, or until we leave; None when the terminal is gone."""
        try:
            if self.fileno not in select.select([self.fileno, self._left], [], [], within_s)[0]:
                return b""
            return os.read(self.fileno, READ_BYTES) or None
        except OSError:
            return None

    def _soon(self, step: Callable[[], object]) -> None:
        """Do it on the loop; from a thread, or in the middle of anything."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(step, context=self._context)

    def _sigtstp_application(self, number: int, frame: FrameType | None) -> None:
        self._soon(self.suspend)

    def _sigcont_application(self, number: int, frame: FrameType | None) -> None:
        if not self._is_away:
            self._soon(self._take_back)

    def suspend(self) -> None:
        """Leave the terminal to the shell and stop, with the whole job, until we are continued in its foreground.

        Where there is no shell to continue us the kernel does not stop us, and we are back at once.
        """
        self._is_away = True
        self.suspend_application_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(os.getpgrp(), signal.SIGTSTP)
        time.sleep(STOPS_S)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._come_back()

    def _take_back(self) -> None:
        """Set the modes and draw again after a stop that we were not told of: a shell had the terminal meanwhile."""
        self._is_away = True
        self._wait_for_foreground()
        self.suspend_application_mode()
        self._come_back()

    def _come_back(self) -> None:
        self._wait_for_foreground()
        self.resume_application_mode()
        self._is_away = False
        self._host.terminal_back()

    def _wait_for_foreground(self) -> None:
        """Be stopped, as often as we are continued in the background, until the terminal is ours."""
        while True:
            try:
                return termios.tcsetattr(self.fileno, termios.TCSANOW, termios.tcgetattr(self.fileno))
            except termios.error as error:
                if error.args[0] != errno.EINTR:
                    return None


class Paper:
    """What the picture is written on. When the terminal is gone nothing becomes of it, and nothing fails for it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._file.write(text)
        return self._gone(len(text))

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            self._gone()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return True

    def _gone(self, written: int = 0) -> int:
        """Let all that is written from now on, what still waits included, go nowhere."""
        null = os.open(os.devnull, os.O_WRONLY)
        for number in {self._file.fileno(), 2} if os.isatty(2) else {self._file.fileno()}:
            os.dup2(null, number)
        os.close(null)
        return written
