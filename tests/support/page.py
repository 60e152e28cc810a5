"""coreograph as textual-serve starts it, without a browser: packets in and out, a screen seen through an emulator."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import termios
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

import psutil
import pyte

from tests.support.learnt import has_learnt
from tests.support.terminal import KEYS, ROOT, left_of, shown
from tests.support.waiting import wait_until

READY = b"__GANGLION__\n"
"""The line with which an app begins that textual-serve has started."""


def surroundings(state_folder: Path, size: tuple[int, int], more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that textual-serve gives an app, on a server without a terminal of any worth."""
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM", "LINES")}
    return env | {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "TEXTUAL_FPS": "60", "TERM_PROGRAM": "textual",
        "TEXTUAL_COLOR_SYSTEM": "truecolor", "COLUMNS": str(size[0]), "ROWS": str(size[1]), "LC_ALL": "C",
        "TERM": "dumb", "XDG_STATE_HOME": str(state_folder), **more,
    }  # fmt: skip


class Page:
    """The app of one visitor."""

    def __init__(
        self, arguments: Sequence[str], state_folder: Path, size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None, *, is_new: bool = False,
    ) -> None:  # fmt: skip
        if not is_new:
            has_learnt(state_folder)
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._data = b""
        self.told: list[str] = []
        """The kinds of what it said besides what it draws."""
        self._errors = TemporaryFile()  # noqa: SIM115 - it is closed with the page
        env = surroundings(state_folder, size, environment or {})
        self.app = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments], env=env, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )  # fmt: skip
        assert self.app.stdin and self.app.stdout
        self._keys, self._drawn = self.app.stdin, self.app.stdout
        os.set_blocking(self._drawn.fileno(), False)
        self.family: list[psutil.Process] = []
        """Every process seen below the app."""

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self) -> None:
        """Take in what the app has sent so far."""
        self._data += self._drawn.read(1 << 20) or b""
        for kind, payload in self._packets():
            if kind == b"D":
                self._stream.feed(shown(payload))
            else:
                self.told.append(json.loads(payload)["type"])
        self.remember_family()

    def remember_family(self) -> None:
        if self.app.poll() is None:
            found = psutil.Process(self.app.pid).children(recursive=True)
            self.family += [process for process in found if process not in self.family]

    def _packets(self) -> Iterator[tuple[bytes, bytes]]:
        self._data = self._data.removeprefix(READY)
        while len(self._data) >= 5 and len(self._data) >= (end := 5 + int.from_bytes(self._data[1:5], "big")):
            packet, self._data = self._data[:end], self._data[end:]
            assert packet[:1] in b"DM", packet[:80]
            yield packet[:1], packet[5:]

    def see(self, words: str, within_s: float = 30.0) -> None:
        """Wait until these words are on the page."""

        def is_there() -> bool:
            self.read()
            return words in self.text

        try:
            wait_until(is_there, within_s)
        except AssertionError:
            raise AssertionError(f"{words!r} was never on the page:\n{self.text}\n{self.errors}") from None

    def lose(self, words: str) -> None:
        """Wait until these words are no longer on the page."""

        def is_gone() -> bool:
            self.read()
            return words not in self.text

        wait_until(is_gone, 10, f"{words!r} is gone")

    @property
    def unread(self) -> int:
        """How many bytes wait for whoever shows the page."""
        count = array("i", [0])
        fcntl.ioctl(self._drawn, termios.FIONREAD, count)
        return count[0]

    def press(self, *keys: str) -> None:
        for key in keys:
            self._send(b"D", KEYS.get(key, key).encode())

    def say(self, kind: str, **more: int) -> None:
        """Say what textual-serve says: `resize`, `blur`, `focus`, `quit`."""
        self._send(b"M", json.dumps({"type": kind, **more}).encode())

    def _send(self, kind: bytes, payload: bytes) -> None:
        self._keys.write(kind + len(payload).to_bytes(4, "big") + payload)
        self._keys.flush()

    def hang_up(self) -> None:
        """Close both ends, as a server does that is killed."""
        self._keys.close()
        self._drawn.close()

    def ended(self, within_s: float = 10.0, *, reads: bool = True) -> int:
        """Wait for the app's end and return its exit code; what it draws is read until then, if asked."""

        def is_gone() -> bool:
            if reads:
                self.read()
            return self.app.poll() is not None

        wait_until(is_gone, within_s, "the app has ended")
        return self.app.wait()

    @property
    def errors(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")

    def nothing_is_left(self) -> None:
        left_of(self.app.pid, self.family)

    def close(self) -> None:
        self.app.kill()
        self.app.wait()
        self.hang_up()
        self._errors.close()
