"""Where exceptions come from, and where the program gets them: the frames of its own that are told."""

from __future__ import annotations

from pathlib import Path

from tests.probe.observing import PROGRAMS, read_all, run
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.feeds.board.source_lines import MOST_FRAMES, frames_of, line_of
from tui.telemetry.tasks import ErrorDelivered, ErrorSeen, TracedFrame

PROGRAM = "tracebacks.py"


@EDGES
def test_each_exception_is_told_with_the_frames_that_it_came_through(python: Interpreter, tmp_path: Path) -> None:
    method = ("fork", "spawn", "forkserver")[python.version[1] % 3]
    run(PROGRAM, method, run_directory=tmp_path, python=python.path)
    items = read_all(tmp_path).items
    raised = [item for item in items if isinstance(item, ErrorSeen) and item.text.startswith("no ")]
    assert {item.kind for item in raised} == {"task", "thread", "process", "program"}
    without = [item for item in raised if not item.frames]
    assert len(without) == (python.version >= (3, 14))  # Of an interpreter of its own only the exception comes over.
    for item in set(raised) - set(without):
        assert [frame.function for frame in item.frames][-1:] == ["fail"]
        assert item.frames[-1].text.startswith("raise ValueError")
        assert {frame.file for frame in item.frames} == {PROGRAM}
    got = [item for item in items if isinstance(item, ErrorDelivered)]
    assert {item.type for item in got} >= {"ValueError"}
    for found in got:
        assert [frame.function for frame in found.frames][:2] == ["<module>", "main"]
        assert {frame.function for frame in found.frames} <= {"<module>", "main", "show", "result_of"}
    told = {item.text for item in got if item.type == "ValueError"}
    assert {"no 1", "no 2", "no 3", "no 4", "no 5"} <= told


def test_no_path_or_line_from_outside_is_believed(tmp_path: Path) -> None:
    source = PROGRAMS / PROGRAM
    assert line_of(str(source), 1).startswith('"""Lets errors come back')
    assert line_of(str(source), 10**9) == line_of(str(tmp_path), 1) == line_of("/dev/zero", 1) == line_of("", 1) == ""
    assert line_of("a\0b", 1) == ""
    good = [str(source), "1", "main"]
    assert frames_of([*good, *good[:2]]) == (TracedFrame(PROGRAM, 1, "main", line_of(str(source), 1)),)
    assert frames_of([str(source), "-1", "main", "", "1", "main", "x", "nine", "main"]) == ()
    assert len(frames_of(good * 100)) == MOST_FRAMES
