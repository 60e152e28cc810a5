"""What hooks say of processes that do no work, and of a Python they do not know."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.probe.observing import read_all, run
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tui.probe import install
from tui.probe.hooks import (
    blocks,
    conditions,
    connections,
    debuggers,
    events,
    exits,
    futures,
    joins,
    locks,
    pool_results,
    pools,
    process_conditions,
    process_executor,
    process_locks,
    process_queues,
    processes,
    queues,
    simple_queues,
    temp_folders,
    thread_executor,
    threads,
    values,
)


@EVERY_PYTHON
def test_a_managers_server_is_a_helper(python: Interpreter, tmp_path: Path) -> None:
    assert run("manager.py", run_directory=tmp_path, python=python.path).stdout == "[1]\n"
    story = read_all(tmp_path)
    server = story.pid("manager")
    assert story.roles[server] == "helper"
    assert story.roles[story.pid("appends")] == "worker"
    assert {item.role for item in story.threads.values() if item.pid == server} == {"helper"}
    assert story.not_observed == []


@pytest.mark.parametrize(
    ("hook", "what"),
    [
        (exits, "exit codes"),
        (futures, "results of futures"),
        (pool_results, "results of pools"),
        (pools, "pool tasks"),
        (process_executor, "process executor tasks"),
        (processes, "processes"),
        (thread_executor, "thread executor tasks"),
        (threads, "threads"),
        (blocks, "shared memory"),
        (conditions, "conditions"),
        (debuggers, "debuggers"),
        (events, "semaphores, events, barriers"),
        (joins, "waits for processes"),
        (process_conditions, "process conditions, events, barriers"),
        (connections, "pipes"),
        (locks, "thread locks"),
        (process_locks, "process locks"),
        (process_queues, "process queues"),
        (queues, "thread queues"),
        (simple_queues, "queue.SimpleQueue"),
        (temp_folders, "temporary folders"),
        (values, "shared values"),
    ],
)
def test_an_unknown_python_is_left_alone(hook: SimpleNamespace, what: str) -> None:
    unknown = SimpleNamespace(
        __name__="unknown",
        Popen=SimpleNamespace(),
        Thread=SimpleNamespace(),
        BaseProcess=SimpleNamespace(),
    )
    before = dict(vars(unknown))
    assert hook.install(unknown) == what
    assert vars(unknown) == before


def test_every_hook_is_in_the_table() -> None:
    files = Path(install.__file__).with_name("hooks").glob("[a-z]*.py")
    here = {path.stem for path in files if "\ndef install(" in path.read_text("utf-8")}
    tables = install.HOOKS, install.FOREIGN, install.LATER
    assert here == {hook for table in tables for hooks in table.values() for hook in hooks}
