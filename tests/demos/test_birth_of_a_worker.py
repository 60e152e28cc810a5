"""The program on births: what each way prints on every Python, and that nothing goes on without the guard."""

from __future__ import annotations

import re
import statistics
import subprocess
from dataclasses import dataclass

import pytest

from tests.support.interpreters import Interpreter
from tests.support.plain import EVERY_PYTHON, PATIENCE_S, command, lines, refusal
from tests.support.ways import EDGES, WAYS

SMALL = ("--workers", 2, "--rounds", 1, "--imports", 1, "--stay", 0)
BIRTH = re.compile(r"(\w+) +(W\d+) +(\d+) +([\d.]+) ms +([\d.]+) ms +([\d.]+) ms")
MEDIAN = re.compile(r"(\w+): first line after ([\d.]+) ms, ([\d.]+) ms of it imports")
ALONE = re.compile(r"without the guard, (\w+): main ran (\d+) x, (a|no) first line, ([\d.]+) s, (.+)")
REFUSED = "RuntimeError: An attempt has been made to start a new process before the current process has finished"


@dataclass(frozen=True, slots=True)
class Told:
    """A line on one worker."""

    way: str
    worker: str
    pid: int
    first_ms: float
    imports_ms: float
    up_ms: float


def births(printed: list[str]) -> list[Told]:
    found = [found.groups() for line in printed if (found := BIRTH.fullmatch(line))]
    return [Told(way, worker, int(pid), *map(float, numbers)) for way, worker, pid, *numbers in found]


@WAYS
def test_each_worker_tells_of_its_birth(python: Interpreter, method: str) -> None:
    printed = lines("birth_of_a_worker", method, *SMALL, python=python.path)
    told = births(printed)
    assert [(its.way, its.worker) for its in told] == [(method, "W1"), (method, "W2")]
    assert len({its.pid for its in told}) == 2 and all(0 <= its.imports_ms < its.first_ms for its in told)
    assert any(its.imports_ms for its in told) == (method != "fork"), "a fork server may do so for all"
    if method == "spawn":
        assert all(its.imports_ms for its in told)
    (median,) = [found for line in printed if (found := MEDIAN.fullmatch(line))]
    assert float(median[2]) == pytest.approx(statistics.median(its.first_ms for its in told), abs=0.011)


@EVERY_PYTHON
def test_threads_and_interpreters_are_of_the_same_process(python: Interpreter) -> None:
    (thread, _) = births(lines("birth_of_a_worker", "thread", *SMALL, python=python.path))
    assert thread.imports_ms == thread.up_ms == 0 and thread.first_ms < 1e3 * PATIENCE_S
    if python.version >= (3, 14):
        told = births(lines("birth_of_a_worker", "interpreter", *SMALL, python=python.path))
        assert len({its.pid for its in told}) == 1
        assert all(0 < its.up_ms + its.imports_ms <= its.first_ms and its.imports_ms for its in told)


@EDGES
def test_a_fork_beside_a_thread_is_warned_of_from_3_12_on(python: Interpreter) -> None:
    said = lines("birth_of_a_worker", "fork", *SMALL, python=python.path)[-1]
    expected = "DeprecationWarning: This process (pid=" if python.version >= (3, 12) else "no warning"
    assert said.startswith(f"forked beside a thread: {expected}")


@EDGES
def test_without_the_guard_python_refuses_who_imports_main_again(python: Interpreter) -> None:
    done = subprocess.run(
        command("birth_of_a_worker", "no-guard", python=python.path),
        capture_output=True, text=True, timeout=2 * PATIENCE_S, check=True,
    )  # fmt: skip
    told = {found[1]: found.groups()[1:] for line in done.stdout.splitlines() if (found := ALONE.fullmatch(line))}
    for way in ("thread", "fork"):
        mains, born, _, error = told[way]
        assert (mains, born, error) == ("1", "a", "no error"), "nothing happens"
    for way in ("forkserver", "spawn"):
        mains, born, _, error = told[way]
        assert int(mains) > 1 and born == "no" and error.startswith(REFUSED)
    assert ("interpreter" in told) == (python.version >= (3, 14))
    assert all(int(mains) <= 4 for mains, *_ in told.values()), "its own limit"
    assert "RuntimeError" in done.stderr and "hooks" not in done.stderr


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_guard_can_be_taken_from_every_way(method: str) -> None:
    done = subprocess.run(
        command("birth_of_a_worker", method, *SMALL, "--no-guard"),
        capture_output=True, text=True, timeout=PATIENCE_S, check=True,
    )  # fmt: skip
    dead = re.findall(r"^(\w+) +W\d+ +died before its first line$", done.stdout, re.MULTILINE)
    assert (len(births(done.stdout.splitlines())), len(dead)) == ((2, 0) if method == "fork" else (0, 2))


@pytest.mark.parametrize(
    "options", [("--workers", 0), ("--workers", 17), ("--imports", -1), ("--imports", 99), ("--rounds", 0), ("egg",)]
)
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("birth_of_a_worker", *options)
