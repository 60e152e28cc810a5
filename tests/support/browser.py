"""`coreograph serve` and a real Chromium, headless, that shows its pages."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, Playwright, Route
from playwright.sync_api import TimeoutError as TooLate

from tests.support.learnt import has_learnt
from tests.support.terminal import ROOT, is_alive, left_of
from tests.support.waiting import wait_until

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
"""A browser that asks nobody for anything."""
KEEP_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {configurable: true, set(value) {
    Object.defineProperty(this, "terminal", {value, writable: true, configurable: true, enumerable: true});
    if (value && value.buffer) window.shown = value;
}})
"""
"""The page's script keeps its xterm.js to itself; this keeps hold of it, as its buffer is what the page draws."""
TEXT = """() => {
    if (!window.shown) return "";
    const buffer = window.shown.buffer.active, rows = Array.from({length: window.shown.rows}, (_, y) => y);
    return rows.map(y => buffer.getLine(y).translateToString(false, 0, window.shown.cols)).join("\\n");
}"""


def browser_of(playwright: Playwright) -> Browser:
    """Start Chromium with a fresh profile."""
    assert CHROMIUM.exists(), "These tests need Debian's package chromium."
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


class Visitor:
    """One page of its own, with no cookies of others."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int] = (1200, 800)) -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.add_init_script(KEEP_TERMINAL)
        context.route(lambda url: not url.startswith(address), _refuse)
        self.page = context.new_page()
        self.page.goto(address)

    @property
    def text(self) -> str:
        return str(self.page.evaluate(TEXT))

    @property
    def columns(self) -> int:
        return int(self.page.evaluate("() => window.shown.cols"))

    def see(self, words: str, within_s: float = 30.0) -> None:
        """Wait until these words are on the page."""
        self.wait(f"text => text.includes({json.dumps(words)})", f"{words!r} was never on the page", within_s)

    def lose(self, words: str) -> None:
        """Wait until these words are no longer on the page."""
        self.wait(f"text => !text.includes({json.dumps(words)})", f"{words!r} stays on the page")

    def wait(self, condition: str, otherwise: str, within_s: float = 30.0) -> None:
        """Wait until this function of the page's text is true."""
        try:
            self.page.wait_for_function(f"() => ({condition})(({TEXT})())", polling=100, timeout=within_s * 1000)
        except TooLate:
            raise AssertionError(f"{otherwise}:\n{self.text}") from None

    def press(self, *keys: str) -> None:
        """Press keys as Playwright names them, where a click has put the cursor."""
        self.page.click(".xterm-screen", position={"x": 400, "y": 5})
        for key in keys:
            self.page.keyboard.press(key)

    def see_closed(self) -> None:
        """Wait until the page says that the session is over."""
        self.page.get_by_text("Session ended.").wait_for(timeout=15_000)


def _refuse(route: Route) -> None:
    route.abort()


class Server:
    """`coreograph serve`, and whatever it has started."""

    def __init__(self, state_folder: Path, words: Sequence[str] = ()) -> None:
        with socket.create_server(("localhost", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://localhost:{port}"
        has_learnt(state_folder)
        env = os.environ | {"XDG_STATE_HOME": str(state_folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", "serve", "--port", str(port), *words], env=env, cwd=ROOT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.family: list[psutil.Process] = []
        wait_until(self._answers, 30, "the server answers")

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the server has ended"
        try:
            with urlopen(self.address) as page:
                return bool(page.status == 200)
        except URLError:
            return False

    def children(self) -> list[psutil.Process]:
        """Return the apps and all below them that are alive now, and keep them in mind."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        self.family += [process for process in found if process not in self.family]
        return [process for process in found if is_alive(process)]

    def nothing_is_left(self, family: Sequence[psutil.Process]) -> None:
        """Wait until none of these, nor what they keep in memory, is left."""
        for process in family:
            left_of(process.pid, family)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
