"""Frame by frame in a real pseudo-terminal: nothing is left of an older frame; one that stops stops nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.terminal import Terminal
from tests.support.waiting import wait_until

SHORT = ["--knob", "size=40000", "--knob", "tasks=20", "--workers", "2"]
LONG = ["--knob", "size=4000000", "--knob", "tasks=200", "--workers", "2"]


def _cells(terminal: Terminal) -> list[list[Any]]:
    """Return every cell with its colours."""
    width, height = terminal.screen.columns, terminal.screen.lines
    return [[terminal.screen.buffer[y][x] for x in range(width)] for y in range(height)]


def _still(terminal: Terminal) -> list[list[Any]]:
    """Return the screen when nothing was written to it for a while."""

    def is_still() -> bool:
        before = len(terminal.raw)
        for _ in range(20):
            terminal.read()
        return len(terminal.raw) == before

    wait_until(is_still, 20, "the picture stands still")
    return _cells(terminal)


def test_the_last_frame_is_what_is_drawn_when_all_is_drawn_anew(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path)
    terminal.see("done", 60)
    by_frames = _still(terminal)
    terminal.press("?")
    terminal.see("hold the picture still")
    terminal.press("esc")
    terminal.lose("hold the picture still")
    assert _still(terminal) == by_frames
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_run_goes_on_while_the_terminal_takes_nothing(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--variant", "processes", *LONG], tmp_path)
    terminal.see("P2", 60)

    def recorded() -> int:
        return sum(path.stat().st_size for path in tmp_path.rglob("*.jsonl.gz"))

    sizes = {recorded()}

    def grows() -> bool:
        """Whether more was written as often as asked for: that is once a second."""
        sizes.add(recorded())
        return len(sizes) > 6

    wait_until(grows, 60, "the recording goes on")
    terminal.press("q")
    assert terminal.ended() == 0
    terminal.nothing_is_left()
