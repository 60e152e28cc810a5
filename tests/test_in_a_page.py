"""The app as textual-serve starts it for a visitor, without a browser: the other half is in `test_in_a_browser`."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from tests.support.page import Page
from tests.support.terminal import is_alive
from tests.support.waiting import wait_until

LONG = ["run", "threads-vs-processes", "--variant", "processes", "--knob", "size=4000000", "--knob", "tasks=200"]
PIPE_BYTES = 1 << 16
LEFT = 128 + signal.SIGHUP
"""The exit code where the visitor left, and not the app."""

Open = Callable[..., Page]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    pages: list[Page] = []

    def open_page(words: Sequence[str] = (), **more: object) -> Page:
        pages.append(Page(words, tmp_path, **more))  # type: ignore[arg-type]
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


def test_a_page_shows_the_app_whatever_the_server_stands_in(opened: Open) -> None:
    page = opened(size=(100, 30))
    page.see("Nothing is running yet")
    assert "╭─ threads ─" in page.text, "a page has more than ASCII, though the server has not"
    inks = {cell.fg for row in page.screen.buffer.values() for cell in row.values()}
    assert len(inks) > 5
    page.press("2")
    page.see("producers")
    page.press("e")
    page.see("no terminal here")
    page.say("resize", width=70, height=24)
    page.screen.resize(24, 70)
    page.see("2 / ")
    page.press("q")
    assert page.ended() == 0 and page.told[-1] == "exit" and not page.errors


def test_a_page_has_the_lessons_too(opened: Open) -> None:
    page = opened(size=(80, 24), is_new=True)
    page.see("0 of ")
    page.press("3", "enter")
    page.see("pools  1 ")
    page.press("0")
    page.see("0 of ")
    page.press("0")
    page.see("pools  1 ")
    page.press("q")
    assert page.ended() == 0 and not page.errors


def _quit(page: Page) -> None:
    page.say("quit")


@pytest.mark.parametrize("leave", [_quit, Page.hang_up], ids=["closed", "server killed"])
def test_a_run_ends_with_its_visitor(leave: Callable[[Page], None], opened: Open) -> None:
    page = opened(LONG)
    page.see("P2", 60)
    assert len([process for process in page.family if is_alive(process)]) >= 4  # reaper, program, two workers
    leave(page)
    assert page.ended(reads=False) == LEFT
    page.nothing_is_left()
    assert "Traceback" not in page.errors


def test_a_visitor_who_takes_nothing_any_more_can_still_leave(opened: Open) -> None:
    page = opened(LONG)
    page.see("P2", 60)
    wait_until(partial(_is_full, page, cycle((150, 160))), 60, "the pipe is full")
    page.say("quit")
    assert page.ended(reads=False) == LEFT
    page.nothing_is_left()


def _is_full(page: Page, widths: Iterator[int]) -> bool:
    """Let it draw another picture; return whether its pipe takes no whole one any more."""
    page.say("resize", width=next(widths), height=50)
    return page.unread > PIPE_BYTES - 8192


PROGRAM = """
import os, sys, threading
threading.Thread(target=int).start()
print(sorted(name for name in os.environ if name.startswith(("TEXTUAL", "TERM_P")) or name in ("ROWS", "COLUMNS")))
print(repr(sys.stdin.read()), os.isatty(1))
"""


def test_a_program_knows_nothing_of_the_page_and_does_not_take_its_keys(opened: Open, tmp_path: Path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(PROGRAM)
    page = opened(["watch", str(script)])
    page.see("done")
    page.press("o")
    page.see("what the program wrote")
    page.see("[]")
    page.see("'' False")
    page.press("o")
    page.lose("what the program wrote")
    page.press("q")
    assert page.ended() == 0


def test_a_pipe_that_is_no_page_gets_the_report(opened: Open) -> None:
    page = opened(["run", "threads-vs-processes", "--knob", "tasks=2"], environment={"TEXTUAL_DRIVER": ""})
    wait_until(lambda: b"sequential" in (page._drawn.read() or b""), 30)


def test_a_server_told_to_end_ends_the_app(opened: Open) -> None:
    page = opened(LONG)
    page.see("P2", 60)
    os.kill(page.app.pid, signal.SIGTERM)
    assert page.ended() == 128 + signal.SIGTERM
    page.nothing_is_left()
