"""The whole app with real parts: a pseudo-terminal, real keys, real runs, real signals."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
from pathlib import Path

import psutil
import pytest

from tests.support.taped import unpacked_file
from tests.support.terminal import Terminal, is_alive
from tests.support.waiting import wait_until

LONG = ["--knob", "size=4000000", "--knob", "tasks=200", "--workers", "2"]
SHORT = ["--knob", "size=40000", "--knob", "tasks=10", "--workers", "2"]
RESTORED = b"\x1b[?1049l"
"""Leaves the alternate screen (xterm's ctlseqs, DECSET 1049)."""


def workers_of(terminal: Terminal) -> list[psutil.Process]:
    terminal.remember_family()
    return [process for process in terminal.family if is_alive(process)]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=lambda size: "{}x{}".format(*size))
def test_start_see_and_quit_at_every_size(size: tuple[int, int], tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path, size)
    terminal.see("done", 60)
    for word in ("threads", "processes"):
        assert word in terminal.text.lower()
    terminal.press("q")
    assert terminal.ended() == 0 and RESTORED in terminal.raw
    terminal.nothing_is_left()
    assert list(tmp_path.rglob("*.jsonl.gz"))


def test_a_terminal_that_does_not_know_its_size_hears_its_keys(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path, (0, 0))
    terminal.see("threads vs processes")
    terminal.press("q")
    assert terminal.ended() == 0
    terminal.nothing_is_left()


def test_what_is_on_the_screen_runs_for_real(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--variant", "processes", *LONG], tmp_path)
    terminal.see("P2")

    def shown_pids() -> list[int]:
        terminal.read()
        return [int(pid) for pid in re.findall(r"\bP[12] +(\d+)", terminal.text)]

    pids = wait_until(lambda: len(shown_pids()) == 2 and shown_pids(), 10, "both PIDs are on the screen")
    assert pids and {process.pid for process in workers_of(terminal)} >= set(pids)
    terminal.press("q")
    assert terminal.ended() == 0
    terminal.nothing_is_left()


def test_space_stops_and_the_app_stays(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *LONG], tmp_path)
    terminal.see("running")
    terminal.press("space")
    terminal.see("stopped")
    terminal.nothing_is_left()
    terminal.press("q")
    assert terminal.ended() == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_killed_app_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--variant", "processes", *LONG], tmp_path)
    terminal.see("P2")
    assert len(workers_of(terminal)) >= 4  # reaper, program, two workers
    assert terminal.child.pid
    os.kill(terminal.child.pid, number)
    code = terminal.ended()
    if number != signal.SIGKILL:
        assert code == 128 + number and RESTORED in terminal.raw
        assert "Traceback" not in terminal.raw.decode(errors="replace")
    terminal.nothing_is_left()


def test_a_closed_terminal_ends_the_app(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--variant", "processes", *LONG], tmp_path)
    terminal.see("P2")
    process = psutil.Process(terminal.child.pid)
    terminal.child.ptyproc.fileobj.close()  # type: ignore[attr-defined]  # The kernel sends SIGHUP, and every write fails from now on.
    wait_until(lambda: not is_alive(process), 12, "the app has ended")
    terminal.nothing_is_left()


def test_ctrl_c_leaves_from_a_dialog(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path)
    terminal.see("Nothing is running")
    terminal.press("?")
    terminal.see("lift the time limit")
    terminal.press("ctrl+c")
    assert terminal.ended() == 0 and RESTORED in terminal.raw


def test_ctrl_c_ends_the_run_and_the_app(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *LONG], tmp_path)
    terminal.see("running")
    terminal.press("ctrl+c")
    assert terminal.ended() == 0 and RESTORED in terminal.raw
    terminal.nothing_is_left()


def test_a_recording_is_shown_in_the_same_screen(tmp_path: Path) -> None:
    live = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path)
    live.see("done", 60)
    live.press("q")
    live.ended()
    (recording,) = tmp_path.rglob("*.jsonl.gz")
    replay = Terminal(["replay", str(recording)], tmp_path)
    replay.see("replay")
    replay.see("P1")
    assert not workers_of(replay)
    replay.press("q")
    assert replay.ended() == 0


def test_escape_sequences_in_output_never_reach_the_terminal(tmp_path: Path) -> None:
    """A recording from outside whose texts are hostile."""
    live = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path)
    live.see("done", 60)
    live.press("q")
    live.ended()
    (recording,) = tmp_path.rglob("*.jsonl.gz")
    hostile = "\\u001b]0;owned\\u0007\\u001b[2J[bold red]"
    text = unpacked_file(recording).decode().replace("threads vs processes", f"{hostile}title")
    recording.write_text(text, encoding="utf-8")
    replay = Terminal(["replay", str(recording)], tmp_path)
    replay.see("[bold red]title")
    replay.press("q")
    assert replay.ended() == 0
    assert b"\x1b]0;owned" not in replay.raw


def test_a_dumb_terminal_gets_the_plain_report(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path, environment={"TERM": "dumb"})
    terminal.see("speed-up", 60)
    terminal.see("sequential: 1 thread", 60)
    assert terminal.ended() == 0 and b"\x1b" not in terminal.raw


def test_the_size_in_the_environment_does_not_override_the_terminals(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path, (80, 24), {"COLUMNS": "200", "LINES": "60"})
    terminal.see("Nothing is running")

    def is_at_the_bottom() -> bool:
        terminal.read()
        return terminal.text.splitlines()[-1].strip().startswith("space")

    wait_until(is_at_the_bottom, 10, "the key bar in the last of 24 rows")
    terminal.press("q")
    assert terminal.ended() == 0


def test_predict_run_compare_and_never_ask_again(tmp_path: Path) -> None:
    """The lesson's own run, for real: whatever this machine is like, the guess stands beside what came out."""
    terminal = Terminal([], tmp_path)
    terminal.see("Nothing is running")
    terminal.press("space")
    terminal.see("How many times as fast will the processes be?")
    terminal.press("2", "enter")
    terminal.see("You said 2.0 times.", 60)
    terminal.see("● running", 60)
    terminal.see("✓ done", 90)
    terminal.see("enter your guess")
    terminal.press("enter")
    terminal.see("─ your guess ─")
    assert re.search(r"You said 2\.0 times(, measured \d|\. Inconclusive here: )", terminal.text)
    terminal.press("enter")
    terminal.press("2")
    terminal.see("producers and consumers")
    terminal.press("space")
    terminal.see("Three producers need 20 ms")
    terminal.press("n")
    terminal.see("● running", 60)
    terminal.press("q")
    assert terminal.ended() == 0
    terminal.nothing_is_left()
    (line,) = (tmp_path / "coreograph" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert (entry["lesson"], entry["guess"]) == ("threads-vs-processes", "2.0 times")
    assert entry["python"] == f"CPython {platform.python_version()}"
    again = Terminal(["run", "producer-consumer"], tmp_path)
    again.see("● running", 60)
    assert "Three producers need" not in again.text
    again.press("q")
    assert again.ended() == 0
    again.nothing_is_left()


OWN = """
import sys, threading, time
gate = threading.Lock()
def work():
    for _ in range(20):
        with gate: time.sleep(0.03)
workers = [threading.Thread(target=work, name=f"clerk-{n}") for n in range(3)]
for worker in workers: worker.start()
for worker in workers: worker.join()
print("all served", sys.stdin.read())
sys.exit(4)
"""


def test_a_watched_program_is_seen_and_its_exit_code_is_ours(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(OWN, encoding="utf-8")
    terminal = Terminal(["watch", str(tmp_path / "shop.py"), "--plain"], tmp_path)
    terminal.see("waits: gate", 20)
    terminal.see("exit code 4", 30)
    for word in ("all served", "clerk-0", "gate", "Bound by the lock gate", "Try"):
        assert word in terminal.text
    terminal.press("q")
    assert terminal.ended() == 4 and RESTORED in terminal.raw
    terminal.nothing_is_left()


def test_a_watched_program_that_is_left_is_ended(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("import time\nprint('ready')\ntime.sleep(1000)\n", encoding="utf-8")
    terminal = Terminal(["watch", str(tmp_path / "shop.py")], tmp_path)
    terminal.see("ready", 20)
    terminal.press("q")
    assert terminal.ended() == 143
    terminal.nothing_is_left()
