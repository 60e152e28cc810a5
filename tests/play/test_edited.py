"""A person's copy of a program: the editor, the check by the Python that will run it, and what comes of an edit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.interpreters import Interpreter, interpreters
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import find
from tui.play import edited
from tui.play.edited import EditError

PROGRAM = "import sys\n\n\nprint(sys.argv)\n"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "lesson.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def executable(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_editor_a_person_named_comes_first(tmp_path: Path) -> None:
    mine = executable(tmp_path / "mine")
    assert edited.find_editor({"VISUAL": f"'{mine}' --wait", "EDITOR": "ed"}) == (str(mine), "--wait")
    assert edited.find_editor({"VISUAL": " ", "EDITOR": str(mine)}) == (str(mine),)


def test_without_a_name_the_usual_ones_are_looked_for(tmp_path: Path) -> None:
    with pytest.raises(EditError, match=r"^No editor was found: set EDITOR"):
        edited.find_editor({"PATH": str(tmp_path)})
    executable(tmp_path / "vi")
    assert edited.find_editor({"PATH": str(tmp_path)}) == ("vi",)
    executable(tmp_path / "nano")
    assert edited.find_editor({"PATH": str(tmp_path)}) == ("nano",)


@pytest.mark.parametrize(("value", "says"), [("no-such-editor -w", "is not there"), ("'vi", "a quotation mark")])
def test_an_editor_that_cannot_be_is_one_sentence(value: str, says: str) -> None:
    with pytest.raises(EditError, match=says):
        edited.find_editor({"EDITOR": value})


def test_the_copy_lies_beside_the_recordings_and_is_never_overwritten(program: Path, tmp_path: Path) -> None:
    copy = edited.ready_copy(program)
    assert copy == tmp_path / "state" / "coreograph" / "edited" / "lesson.py"
    assert copy.read_text(encoding="utf-8") == PROGRAM
    copy.write_text("mine = 1\n", encoding="utf-8")
    assert edited.ready_copy(program) == copy and edited.read_copy(copy) == "mine = 1\n"
    assert not edited.forget_unedited(program)


def test_a_folder_that_cannot_be_written_is_one_sentence(program: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    with pytest.raises(EditError, match="cannot be written"):
        edited.ready_copy(program)


@pytest.mark.parametrize(
    ("text", "says", "is_new"),
    [
        (PROGRAM, "The copy is the same as the original", False),
        ("   \n", "The copy was empty and is gone", False),
        (PROGRAM + "def f(:\n", "Your copy cannot run: line 5: invalid syntax. The original stays", False),
        (PROGRAM + "if 1:\n", "Your copy cannot run: line 5: ", False),
        ("print('\x00')\n", "Your copy cannot run: ", False),
        (PROGRAM + "print()\n", "Your copy runs", True),
    ],
)
def test_what_comes_of_an_edit(program: Path, text: str, says: str, is_new: bool) -> None:
    copy = edited.ready_copy(program)
    copy.write_text(text, encoding="utf-8")
    found = edited.judge(program, PROGRAM, None, sys.executable)
    assert found.says.startswith(says) and "\n" not in found.says
    assert (found.is_new, found.copy is not None) == (is_new, is_new)
    assert program.read_text(encoding="utf-8") == PROGRAM
    assert copy.exists() is (found.is_new or found.is_broken)


def test_a_copy_that_was_only_looked_at_stays_as_it_was(program: Path) -> None:
    text = PROGRAM + "print()\n"
    edited.ready_copy(program).write_text(text, encoding="utf-8")
    used = edited.kept(program, sys.executable).copy
    assert used is not None and used.text == text
    for before in (used, None):
        found = edited.judge(program, text, before, sys.executable)
        assert found.says.startswith("Nothing was changed") and found.copy is before and not found.is_new


def test_a_copy_that_never_was_cannot_come_back(program: Path) -> None:
    assert edited.kept(program, sys.executable) == edited.Edit(None, "There is no copy yet: e makes one.")


@pytest.mark.parametrize("python", interpreters(), ids=str)
def test_the_python_that_will_run_it_says_whether_it_can(python: Interpreter, tmp_path: Path) -> None:
    copy = tmp_path / "copy.py"
    copy.write_text("match 1:\n    case 1:\n        pass\n", encoding="utf-8")
    said = edited.trouble(copy, python.path)
    assert said == "" if python.version >= (3, 10) else said.startswith("line 1: ")
    copy.write_text("'\\d'\nassert (1, 'always')\nreturn\n", encoding="utf-8")
    assert edited.trouble(copy, python.path) == "line 3: 'return' outside function"


def test_a_python_that_is_gone_is_said(tmp_path: Path) -> None:
    assert "cannot be executed" in edited.trouble(tmp_path / "x.py", str(tmp_path / "python"))


@pytest.mark.parametrize(
    ("body", "says"), [("exit 0", ""), ("exit 3", "ended with exit code 3"), ("kill -9 $$", "was ended by signal 9")]
)
def test_how_an_editor_ends(body: str, says: str, tmp_path: Path) -> None:
    editor = executable(tmp_path / "editor")
    editor.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    assert says in edited.open_editor([str(editor)], tmp_path / "copy.py")


def test_an_editor_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    assert "cannot be started" in edited.open_editor([str(tmp_path)], tmp_path / "copy.py")


def test_what_a_copy_measures_has_a_title_of_its_own(tmp_path: Path) -> None:
    """By it the results of a session keep the copy's runs apart from the lesson's."""
    scenario = find("counters")
    plans = [
        make_plan(scenario, python=sys.executable, has=frozenset(), usable_cores=2, copy=copy)
        for copy in (None, tmp_path / "counters.py")
    ]
    assert [plan.program for plan in plans] == [scenario.program, tmp_path / "counters.py"]
    assert [plan.title for plan in plans] == [scenario.title, f"{scenario.title} · edited copy"]
