"""The results in a pseudo-terminal: two real comparisons, seen and written to files."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.support.terminal import Terminal
from tests.support.waiting import wait_until

SHORT = ["--knob", "size=40000", "--knob", "tasks=10", "--workers", "2", "--repeats", "2"]


def test_two_comparisons_are_seen_and_exported(tmp_path: Path) -> None:
    terminal = Terminal(["run", "threads-vs-processes", *SHORT], tmp_path, (60, 20))
    terminal.see("done", 60)
    terminal.press("a")
    terminal.see("elapsed")
    terminal.press("a", "+", "space", "a")
    terminal.see("workers 3", 60)
    terminal.press("x")
    terminal.see("Written:")
    written = wait_until(lambda: sorted(tmp_path.rglob("results/*")), 10, "the files are there")
    assert [path.suffix for path in written] == [".csv", ".md"]
    with written[0].open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {(line["variant"], line["knob_workers"], line["repeat"]) for line in lines} == {
        (variant, workers, repeat)
        for variant in ("sequential", "threads", "processes")
        for workers in ("2", "3")
        for repeat in ("1", "2")
    }
    assert all(float(line["elapsed_s"]) > 0 and line["outcome"] == "ended" for line in lines)
    assert "## threads vs processes" in written[1].read_text(encoding="utf-8")
    terminal.press("a", "q")
    assert terminal.ended() == 0
