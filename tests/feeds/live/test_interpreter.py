"""Every Python that is found is asked, and files that are none are told apart in a sentence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.launching import is_alive
from tests.support.waiting import wait_until
from tui.feeds.live import interpreter
from tui.feeds.live.interpreter import InterpreterError, find_interpreters, inspect_interpreter, known_interpreter

FOUND = find_interpreters()


def script(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_this_python_is_known_exactly() -> None:
    me = known_interpreter(sys.executable, ("os:fork", "os:no_such_thing", "no_such_module:x", "os:path.join"))
    assert me.executable == sys.executable
    assert me.version == ".".join(map(str, sys.version_info[:3]))
    assert me.implementation == "CPython"
    assert me.switch_interval_s == pytest.approx(0.005)
    assert me.has == {"os:fork", "os:path.join"}
    with pytest.raises(AttributeError):
        me.gil = None  # type: ignore[misc]


def test_this_python_comes_first_and_each_file_once() -> None:
    assert FOUND[0] == sys.executable
    assert len({os.path.realpath(path) for path in FOUND}) == len(FOUND)


@pytest.mark.parametrize("executable", FOUND)
def test_every_python_answers_or_is_too_old(executable: str) -> None:
    says = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    try:
        answer = inspect_interpreter(executable, ["concurrent.futures:InterpreterPoolExecutor"])
    except InterpreterError as error:
        assert "too old" in str(error)
        assert tuple(map(int, says.split(".")[:2])) < (3, 9)
        return
    version = tuple(map(int, answer.version.split(".")[:2]))
    assert answer.version == says.rstrip("+")
    assert answer.gil is (not answer.free_threaded_build)
    assert answer.default_start_method in answer.start_methods
    assert bool(answer.has) is (version >= (3, 14))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InterpreterError, match=r"/no/python cannot be executed \(No such file"):
        inspect_interpreter("/no/python")


@pytest.mark.parametrize("text", ["#!/bin/sh\necho hello\n", "#!/bin/sh\nexit 3\n", "not a program at all"])
def test_another_program_is_no_python(tmp_path: Path, text: str) -> None:
    with pytest.raises(InterpreterError, match=r"choose another"):
        inspect_interpreter(script(tmp_path / "python3", text))


def test_an_old_python_is_told_its_version(tmp_path: Path) -> None:
    old = script(tmp_path / "python3", "#!/bin/sh\nprintf 'coreograph-facts\\n3.6.15\\ncpython\\n'\n")
    with pytest.raises(InterpreterError, match=r"is Python 3\.6\.15, which is too old: choose 3\.9 or newer"):
        inspect_interpreter(old)


def test_a_python_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "TIME_LIMIT_S", 0.3)
    pid_file = tmp_path / "pid"
    with pytest.raises(InterpreterError, match=r"did not answer within"):
        inspect_interpreter(script(tmp_path / "python3", f"#!/bin/sh\nsleep 1000 &\necho $! > {pid_file}\nwait\n"))
    pid = int(pid_file.read_text())
    wait_until(lambda: not is_alive(pid), what="its child has ended")


def test_found_in_path_pyenv_and_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = []
    for place in ("bin/python3.12", "pyenv/versions/3.13.0/bin/python3", "uv/cpython-3.14/bin/python3"):
        (tmp_path / place).parent.mkdir(parents=True)
        wanted.append(script(tmp_path / place, "#!/bin/sh\n"))
    for other in ("bin/python3-config", "bin/python2.7", "bin/pythonw"):
        script(tmp_path / other, "#!/bin/sh\n")
    (tmp_path / "bin/python3").symlink_to(tmp_path / "bin/python3.12")
    (tmp_path / "bin/python3.11").write_text("not executable", encoding="utf-8")
    (tmp_path / "uv/.lock").write_text("", encoding="utf-8")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "no"), str(tmp_path / "bin")]))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    found = find_interpreters()
    assert [os.path.realpath(path) for path in found[1:]] == wanted
