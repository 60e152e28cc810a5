"""`coreograph serve` in a real browser: `pytest -m browser` runs these, with Debian's chromium."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.support.browser import Server, Visitor, browser_of
from tests.support.terminal import is_alive
from tests.support.waiting import wait_until

pytestmark = pytest.mark.browser
Visit = Callable[[Server], Visitor]
LONG = ["run", "threads-vs-processes", "--variant", "processes", "--knob", "size=4000000", "--knob", "tasks=200"]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = browser_of(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("state"))
    yield server
    server.close()


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[Server]:
    """Serves a run that goes on for long."""
    server = Server(tmp_path, LONG)
    yield server
    server.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield lambda server: Visitor(browser, server.address)
    for context in browser.contexts:
        context.close()


def test_it_starts_switches_runs_resizes_and_quits(app: Server, visit: Visit) -> None:
    visitor = visit(app)
    visitor.see("Nothing is running yet")
    visitor.press("3")
    visitor.see("counters with")
    visitor.press("ArrowLeft", "ArrowLeft")
    visitor.see("threads vs processes")
    wide = visitor.columns
    visitor.page.set_viewport_size({"width": 900, "height": 600})
    wait_until(lambda: visitor.columns < wide, 10, "the page has fewer columns")
    visitor.wait("text => text.split('\\n')[1].trimEnd().endsWith('? help')", "the head does not fit")
    visitor.press("Space")
    visitor.see("what do you expect")
    visitor.press("Escape")
    visitor.see("running")
    wait_until(lambda: len(app.children()) >= 3, 20, "a program runs")
    family = app.children()
    visitor.press("Space")
    visitor.see("stopped")
    visitor.press("Control+p")
    visitor.see("Search for commands")
    visitor.press("Escape")
    visitor.lose("Search for commands")
    visitor.press("q")
    visitor.see_closed()
    app.nothing_is_left(family)
    visitor.page.get_by_text("Restart").click()
    visitor.see("Nothing is running yet")


def test_each_visitor_has_an_app_of_their_own(app: Server, visit: Visit) -> None:
    first, second = visit(app), visit(app)
    first.see("threads vs processes")
    second.see("threads vs processes")
    first.press("2")
    first.see("producers and consumers")
    second.press("3")
    second.see("counters with")
    assert "counters with" not in first.text and "producers and" not in second.text
    assert len(app.children()) >= 2
    first.page.context.close()
    second.press("1")
    second.see("threads vs processes")


def test_closing_the_page_ends_the_run(long_run: Server, visit: Visit) -> None:
    visitor = visit(long_run)
    visitor.see("P2", 60)
    family = long_run.children()
    assert len(family) >= 4
    visitor.page.close()
    long_run.nothing_is_left(family)
    assert long_run.process.poll() is None


def test_leaving_for_another_page_ends_the_run(long_run: Server, visit: Visit) -> None:
    visitor = visit(long_run)
    visitor.see("P2", 60)
    family = long_run.children()
    visitor.page.goto("about:blank")
    long_run.nothing_is_left(family)


def test_a_killed_browser_ends_the_run(long_run: Server, playwright: Playwright) -> None:
    before = set(psutil.Process().children(recursive=True))
    visitor = Visitor(browser_of(playwright), long_run.address)
    visitor.see("P2", 60)
    family = long_run.children()
    for process in set(psutil.Process().children(recursive=True)) - before - set(family):
        process.kill()
    long_run.nothing_is_left(family)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_a_server_that_ends_ends_the_runs(number: signal.Signals, long_run: Server, visit: Visit) -> None:
    visitors = [visit(long_run) for _ in range(2)]
    for visitor in visitors:
        visitor.see("P2", 60)
    family = long_run.children()
    long_run.process.send_signal(number)
    long_run.nothing_is_left(family)
    for visitor in visitors:
        visitor.see_closed()
    wait_until(lambda: not is_alive(psutil.Process(long_run.process.pid)), 10, "the server is gone")


def test_a_page_of_another_site_may_not_connect(app: Server) -> None:
    asks = {"Connection": "Upgrade", "Upgrade": "websocket", "Origin": "http://elsewhere.example"}
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(f"{app.address}/ws", headers=asks))
