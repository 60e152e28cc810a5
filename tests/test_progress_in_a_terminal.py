"""Runs without a screen in a real pseudo-terminal: a line that is written over, and gone in the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.terminal import ROOT, Terminal

SHORT = ["--knob", "size=40000", "--knob", "tasks=10", "--workers", "2"]
LONG = ["--knob", "size=4000000", "--knob", "tasks=200", "--workers", "2"]
LINE = "1 of 3"


def test_a_plain_run_says_how_far_it_is_and_leaves_no_trace_of_it(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--plain", *SHORT], tmp_path)
    assert terminal.ended(60) == 0
    assert b"sequential, 1 of 3" in terminal.raw and b"processes, 3 of 3" in terminal.raw
    assert b"\x1b" not in terminal.raw
    rows = [row.rstrip() for row in terminal.screen.display]
    assert not [row for row in rows if " of 3" in row], terminal.text
    assert any(row.startswith("sequential: ") for row in rows) and any(row.startswith("Watching cost") for row in rows)


def test_beside_json_the_object_is_all_that_is_left(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--json", *SHORT], tmp_path, (400, 900))
    assert terminal.ended(60) == 0
    assert b"sequential, 1 of 3" in terminal.raw
    assert json.loads(terminal.text)["scenario"] == "threads-vs-processes"


def test_ctrl_c_leaves_the_line_clean(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", "--json", *LONG], tmp_path, (200, 400))
    terminal.see("sequential, 1 of 3")
    terminal.press("ctrl+c")
    assert terminal.ended(60) == 130
    assert json.loads(terminal.text)["scenario"] == "threads-vs-processes"


def test_where_standard_error_is_no_terminal_there_is_no_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "run", "threads-vs-processes", "--json", *SHORT],
        cwd=ROOT, env={"XDG_STATE_HOME": str(tmp_path), "PATH": ""}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not done.stderr and json.loads(done.stdout)
