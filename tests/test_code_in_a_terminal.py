"""The source in a real terminal: workers at their lines, a script for an editor, the copy that is run."""

from __future__ import annotations

import re
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.taped import unpacked_file
from tests.support.terminal import ROOT, Terminal, is_alive
from tests.support.waiting import wait_until
from tui.lessons.catalogue import find

SHORT = ["--knob", "size=40000", "--knob", "tasks=10", "--workers", "2"]
LONG = ["--knob", "size=4000000", "--knob", "tasks=200", "--workers", "2"]
ORIGINAL = find("threads-vs-processes").program


def editor(folder: Path, body: str) -> dict[str, str]:
    """Return an environment in which this Python code is the editor; it finds the copy in `copy` and its `text`."""
    script = folder / "editor.py"
    start = "import pathlib, sys\ncopy = pathlib.Path(sys.argv[1])\ntext = copy.read_text()\n"
    script.write_text(start + body, encoding="utf-8")
    return {"EDITOR": shlex.join([sys.executable, str(script)]), "VISUAL": ""}


@pytest.fixture(autouse=True)
def original_stays() -> Iterator[None]:
    before = ORIGINAL.read_bytes()
    yield
    assert ORIGINAL.read_bytes() == before


def started(folder: Path, body: str, arguments: list[str] | None = None) -> Terminal:
    command = ["run", "threads-vs-processes", *(arguments or SHORT)]
    terminal = Terminal(command, folder / "state", environment=editor(folder, body))
    if arguments is None:
        terminal.see("done", 60)
    return terminal


def left(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.ended() == 0
    terminal.nothing_is_left()


def test_workers_of_a_real_run_are_at_their_lines_and_in_the_recording(tmp_path: Path) -> None:
    command = ["run", "counters", "--variant", "default", "--workers", "2", "--knob", "adds=2000000"]
    terminal = Terminal(command, tmp_path)
    terminal.see("running", 60)
    terminal.press("c", "r")  # Lines are asked for from the start: who only computes begins to look at no other time.

    def is_marked() -> bool:
        terminal.read()
        return re.search(r"17 +▸ +counter\.value \+= 1 .*P[12]", terminal.text) is not None

    wait_until(is_marked, 30, "a worker at the addition")
    terminal.press("space")
    terminal.see("stopped")

    def is_unmarked() -> bool:
        terminal.read()
        return re.search(r"│ +\d+ +▸ ", terminal.text) is None

    wait_until(is_unmarked, 10, "no line is marked any more")
    left(terminal)
    newest = max(tmp_path.rglob("*.jsonl.gz"), key=lambda path: path.stat().st_mtime)
    assert b"LinesSeen" in unpacked_file(newest)


def test_an_edited_copy_is_run_and_the_original_comes_back(tmp_path: Path) -> None:
    terminal = started(tmp_path, "copy.write_text(text.replace(\"'right'\", \"'from my copy'\"))")
    terminal.press("e")
    terminal.see("edited copy")
    terminal.see("Your copy: ")
    terminal.see("done", 60)
    copy = tmp_path / "state" / "coreograph" / "edited" / ORIGINAL.name
    assert "from my copy" in copy.read_text(encoding="utf-8")
    terminal.press("o")
    terminal.see("from my copy")
    terminal.see(f"python edited/{ORIGINAL.name}")
    terminal.press("esc")
    terminal.lose("what the program wrote")
    terminal.press("E")
    terminal.see("The original is next")
    terminal.see("next run: the original")
    terminal.press("r")
    terminal.see("running", 60)
    terminal.see("done", 60)
    assert "edited copy" not in terminal.text
    terminal.press("E")
    terminal.see("Your copy is next")
    left(terminal)


def test_a_broken_edit_is_said_the_original_runs_and_the_edit_goes_on(tmp_path: Path) -> None:
    body = "copy.write_text(text.replace('(:  # oops', '') if 'oops' in text else text + '\\ndef f(:  # oops\\n')"
    terminal = started(tmp_path, body)
    terminal.press("e")
    number = len(ORIGINAL.read_text(encoding="utf-8").splitlines()) + 2
    terminal.see(f"Your copy cannot run: line {number}: invalid syntax.")
    assert "edited copy" not in terminal.text
    terminal.press("r")
    terminal.see("running", 60)
    terminal.see("done", 60)
    terminal.press("e")  # `def f` without its parenthesis: broken still, and the copy was the person's own.
    terminal.see(f"line {number}: ")
    copy = tmp_path / "state" / "coreograph" / "edited" / ORIGINAL.name
    wait_until(lambda: "oops" not in copy.read_text(encoding="utf-8"), 10, "the second edit went on from the first")
    left(terminal)


@pytest.mark.parametrize(
    ("body", "says"),
    [("", "The copy is the same as the original"), ("sys.exit(3)", "ended with exit code 3: nothing is changed")],
    ids=["unchanged", "failing"],
)
def test_nothing_is_run_when_nothing_was_edited(body: str, says: str, tmp_path: Path) -> None:
    terminal = started(tmp_path, body)
    terminal.press("e")
    terminal.see(says)
    assert "done" in terminal.text and not (tmp_path / "state" / "coreograph" / "edited" / ORIGINAL.name).exists()
    left(terminal)


def test_an_editor_that_is_not_there_is_said(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path / "state", environment={"EDITOR": "no-such-editor", "VISUAL": ""})
    terminal.see("Nothing is running")
    terminal.press("e")
    terminal.see("EDITOR is 'no-such-editor', which is not there")
    left(terminal)


def test_the_editor_has_the_terminal_and_the_run_has_ended(tmp_path: Path) -> None:
    body = "print('what to', 'change?')\ncopy.write_text(text.replace('WRONG', input()))"
    terminal = started(tmp_path, body, LONG)
    terminal.see("running", 60)
    terminal.press("e")
    terminal.see("what to change?")
    terminal.press("q\r")
    terminal.see("Your copy: ")
    copy = tmp_path / "state" / "coreograph" / "edited" / ORIGINAL.name
    assert "'right' if total == right else 'q'" in copy.read_text(encoding="utf-8")
    left(terminal)


def test_ctrl_c_is_the_editors(tmp_path: Path) -> None:
    body = "print('waits', 'here')\ntry:\n    input()\nexcept KeyboardInterrupt:\n    sys.exit(7)"
    terminal = started(tmp_path, body)
    terminal.press("e")
    terminal.see("waits here")
    terminal.press("ctrl+c")
    terminal.see("ended with exit code 7")
    left(terminal)


def test_a_signal_to_the_app_ends_the_editor_and_the_app(tmp_path: Path) -> None:
    terminal = started(tmp_path, "print('waits', 'here')\ninput()")
    terminal.press("e")
    terminal.see("waits here")
    terminal.remember_family()
    assert any(is_alive(process) for process in terminal.family)
    terminal.child.kill(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert "Traceback" not in terminal.raw.decode(errors="replace")
    terminal.nothing_is_left()
    assert (ROOT / "demos").is_dir()
