"""However the app ends: the terminal is as it was, nothing is left, and the exit code says which signal it was."""

from __future__ import annotations

import fcntl
import gzip
import os
import signal
import termios
from pathlib import Path

import psutil
import pytest

from tests.support.modes import changed
from tests.support.terminal import Terminal, is_alive
from tests.support.waiting import wait_until

LONG = ["run", "threads-vs-processes", "--variant", "processes", "--workers", "2"]
LONG += ["--knob", "size=4000000", "--knob", "tasks=200"]
SLEEPS = ["watch", "-c", "import time\nprint('sleeps')\ntime.sleep(1000)"]
AT_REST = ("SIGINT", "SIGQUIT", "SIGUSR1", "SIGABRT", "SIGRTMIN")
"""Some of each kind; `python -m tests.campaign.kills` tries all."""


def as_before(terminal: Terminal) -> bool:
    terminal.read()
    return not changed(terminal.raw) and termios.tcgetattr(terminal.child.child_fd) == terminal.attributes


def opened(arguments: list[str], state: Path, words: str) -> Terminal:
    terminal = Terminal(arguments, state)
    terminal.see(words)
    assert changed(terminal.raw) >= {"?1049", "?1003", "?2004", "kitty"}
    return terminal


@pytest.mark.parametrize("name", AT_REST)
def test_a_signal_is_128_and_its_number(name: str, tmp_path: Path) -> None:
    terminal = opened([], tmp_path, "Nothing is running")
    number = getattr(signal, name)
    assert terminal.child.pid
    os.kill(terminal.child.pid, number)
    assert terminal.ended() == 128 + number
    assert as_before(terminal) and b"Traceback" not in terminal.raw
    terminal.nothing_is_left()


@pytest.mark.parametrize(
    ("arguments", "words", "name"),
    [(LONG, "P2", "SIGINT"), (LONG, "P2", "SIGHUP"), (SLEEPS, "sleeps", "SIGINT"), (SLEEPS, "sleeps", "SIGTERM")],
    ids=["lesson interrupted", "lesson hung up", "watch interrupted", "watch told to end"],
)
def test_so_it_is_with_a_run_on(arguments: list[str], words: str, name: str, tmp_path: Path) -> None:
    terminal = opened(arguments, tmp_path, words)
    number = getattr(signal, name)
    assert terminal.child.pid
    os.kill(terminal.child.pid, number)
    assert terminal.ended() == 128 + number
    assert as_before(terminal) and b"Traceback" not in terminal.raw
    terminal.nothing_is_left()


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV"])
def test_when_the_app_cannot_its_guardian_restores_the_terminal(name: str, tmp_path: Path) -> None:
    terminal = opened(LONG, tmp_path, "P2") if name == "SIGKILL" else opened([], tmp_path, "Nothing is")
    assert terminal.child.pid
    os.kill(terminal.child.pid, getattr(signal, name))
    assert terminal.ended() is None
    wait_until(lambda: as_before(terminal), 6, "the terminal is as it was")
    terminal.nothing_is_left()


def test_a_stopped_guardian_restores_the_terminal_and_goes(tmp_path: Path) -> None:
    terminal = opened([], tmp_path, "Nothing is running")
    (guardian,) = terminal.guardians
    wait_until(lambda: psutil.Process(guardian.pid).memory_maps() and _asks(guardian), 20, "it asks to be continued")
    guardian.suspend()
    assert terminal.child.pid
    os.kill(terminal.child.pid, signal.SIGKILL)
    assert terminal.ended() is None
    wait_until(lambda: as_before(terminal), 6, "the terminal is as it was")
    terminal.nothing_is_left()


def _asks(guardian: psutil.Process) -> bool:
    return any("_ctypes" in its.path for its in guardian.memory_maps())


def test_what_was_restored_is_left_alone(tmp_path: Path) -> None:
    terminal = opened([], tmp_path, "Nothing is running")
    terminal.press("q")
    assert terminal.ended() == 0 and as_before(terminal)
    assert terminal.raw.count(b"\x1b[?1049l") == 1
    terminal.nothing_is_left()


def test_a_closed_terminal_ends_a_run_and_the_app_without_its_last_timer(tmp_path: Path) -> None:
    """The recording has the run's end, which the app lived to write."""
    terminal = opened(LONG, tmp_path, "P2")
    process = psutil.Process(terminal.child.pid)
    terminal.child.ptyproc.fileobj.close()  # type: ignore[attr-defined]
    wait_until(lambda: not is_alive(process), 12, "the app has ended")
    terminal.nothing_is_left()
    (recording,) = tmp_path.rglob("*.jsonl.gz")
    assert b"RunStarted" in gzip.decompress(recording.read_bytes())


def test_errors_that_go_elsewhere_do_not_take_the_picture_with_them(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path, through=["/bin/sh", "-c", f'exec "$@" 2> {tmp_path}/errors', "sh"])
    terminal.see("Nothing is running")
    terminal.press("q")
    assert terminal.ended() == 0 and not (tmp_path / "errors").read_bytes()


@pytest.mark.parametrize("typed", [b"\xff", b"\xe9", b"\x1b[M \xff\xff", b"\x1b[99999999999u"])
def test_keys_that_are_none_end_nothing(typed: bytes, tmp_path: Path) -> None:
    terminal = opened(LONG, tmp_path, "P2")
    terminal.child.send(typed)
    terminal.press("space")
    terminal.see("stopped")
    terminal.press("q")
    assert terminal.ended() == 0 and as_before(terminal)
    terminal.nothing_is_left()


def test_ctrl_c_is_heard_in_a_paste_that_never_ends(tmp_path: Path) -> None:
    terminal = opened(LONG, tmp_path, "P2")
    terminal.child.send(b"\x1b[200~" + b"text " * 100)
    wait_until(lambda: _was_taken(terminal), 10, "the keyboard is read")
    terminal.press("ctrl+c")
    assert terminal.ended(20) == 0 and as_before(terminal)
    terminal.nothing_is_left()


def _was_taken(terminal: Terminal) -> bool:
    """Whether nothing that was typed waits to be read."""
    terminal.read()
    slave = os.open(f"/proc/{terminal.child.pid}/fd/0", os.O_RDONLY | os.O_NOCTTY)
    try:
        return fcntl.ioctl(slave, termios.FIONREAD, bytes(4)) == bytes(4)
    finally:
        os.close(slave)


def test_the_way_out_is_heard_behind_ten_thousand_keys(tmp_path: Path) -> None:
    terminal = opened([], tmp_path, "Nothing is running")
    for _ in range(20):
        terminal.child.send(b"\xe9\x1b[B]x" * 100)
        terminal.read()
    terminal.press("ctrl+c")
    assert terminal.ended(20) == 0 and as_before(terminal)
    terminal.nothing_is_left()
