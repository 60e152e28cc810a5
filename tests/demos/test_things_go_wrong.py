"""Who is told of a worker that goes wrong: the same on every Python, however its processes begin."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.interpreters import Interpreter
from tests.support.plain import PATIENCE_S, command, refusal
from tests.support.ways import EDGES, WAYS

EXPECTED = {
    "Process": {
        "raises": "exit 1", "exits with 3": "exit 3", "is killed": "exit -9", "error cannot be pickled": "exit 1",
    },
    "Thread": dict.fromkeys(("raises", "exits with 3", "error cannot be pickled"), "not told"),
    "Pool": {
        "raises": "told", "exits with 3": "no answer", "is killed": "no answer", "error cannot be pickled": "told",
        "result cannot be pickled": "told", "initializer raises": "no answer",
    },
    "ProcessPoolExecutor": {
        "raises": "told", "exits with 3": "told", "is killed": "broken", "error cannot be pickled": "told",
        "result cannot be pickled": "told", "initializer raises": "broken",
    },
    "ThreadPoolExecutor": {
        "raises": "told", "exits with 3": "told", "error cannot be pickled": "told",
        "result cannot be pickled": "all well", "initializer raises": "broken",
    },
}  # fmt: skip


def tried(*options: object, python: Interpreter | None = None) -> dict[str, dict[str, str]]:
    """Run it to its end and return what was told, by tool and kind; each wait in vain took as long as it was to."""
    its = {"python": python.path} if python else {}
    done = subprocess.run(
        command("things_go_wrong", *options, **its), capture_output=True, text=True, timeout=2 * PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    head, *rows = done.stdout.splitlines()
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        kind, tool = row[:25].strip(), row[27:47].strip()
        told, after = row[49:58].strip(), row[58:].split()
        assert after[1] == "s" and (told != "no answer" or float(after[0]) >= 1)
        found.setdefault(tool, {})[kind] = told
    assert head.split()[-4:] == ["what", "your", "code", "saw"]
    return found


@WAYS
def test_who_tells_of_what_is_the_same_on_every_python(python: Interpreter, method: str) -> None:
    """With patience for a busy machine where an answer does come; without where none will."""
    found = tried("--patience", 10, "--ms", 1, "--start-method", method, "executor", python=python)
    found |= tried("--patience", 1, "--kind", "is killed", "--start-method", method, "pool", python=python)
    assert found == {"ProcessPoolExecutor": EXPECTED["ProcessPoolExecutor"], "Pool": {"is killed": "no answer"}}


@EDGES
def test_all_of_it(python: Interpreter) -> None:
    for tool, name in (("process", "Process"), ("thread", "Thread"), ("thread-pool", "ThreadPoolExecutor")):
        assert tried("--ms", 1, tool, python=python) == {name: EXPECTED[name]}
    found = tried("--patience", 2, "pool", "--kind", "initializer raises", python=python)
    assert found == {"Pool": {"initializer raises": "no answer"}}


@pytest.mark.parametrize(
    "options",
    [
        ("--workers", 1),
        ("--workers", 9),
        ("--tasks", 1),
        ("--ms", 0),
        ("--patience", 0.5),
        ("--kind", "sleeps"),
        ("post",),
    ],
)
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("things_go_wrong", *options)
