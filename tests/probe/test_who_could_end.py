"""What the probe tells of who could end a wait, on every CPython and start method."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.probe.observing import Program, Story, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import METHODS
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.feeds.board.board_reader import BoardReader
from tui.telemetry.objects import LockCount, LocksCounted, ObjectFound, QueueCount, QueuesCounted
from tui.telemetry.waits import SignalsHandled, Wait, WaitsSeen

FORKS = pytest.mark.parametrize("method", ["fork", "os.fork"])


class Told:
    """A program that runs, and what is told of it so far."""

    def __init__(self, program: Program, directory: Path) -> None:
        self.program = program
        self.pid = program.process.pid
        self.reader = BoardReader(directory)
        self.story = Story()
        self.said = program.line().split()

    def read(self) -> None:
        self.story.add(self.reader.read(0, 0))

    def waits(self) -> list[Wait]:
        self.read()
        seen = [item for item in self.story.items if isinstance(item, WaitsSeen)]
        return list(seen[-1].waits) if seen else []

    def wait(self, **like: object) -> Wait:
        """Return the first wait that is so, as soon as there is one."""
        def found() -> list[Wait]:
            return [it for it in self.waits() if all(getattr(it, name) == value for name, value in like.items())]

        return wait_until(found, what=f"{like} among {self.waits()}")[0]

    def name(self, wait: Wait) -> str:
        return self.story.threads[wait.pid, wait.tid].name

    def key(self, name: str) -> int:
        self.read()
        return next(its.key for its in self.story.items if isinstance(its, ObjectFound) and its.name == name)

    def queue(self, name: str) -> QueueCount:
        key = self.key(name)
        counts = [count for item in self.story.items if isinstance(item, QueuesCounted) for count in item.counts]
        return [count for count in counts if count.key == key][-1]

    def lock(self, name: str) -> LockCount:
        key = self.key(name)
        counts = [count for item in self.story.items if isinstance(item, LocksCounted) for count in item.counts]
        return [count for count in counts if count.key == key][-1]


@contextmanager
def told(python: Interpreter, what: str, method: str, directory: Path) -> Iterator[Told]:
    with started("ends_of_waits.py", what, method, run_directory=directory, python=python.path) as program:
        its = Told(program, directory)
        yield its
        assert program.end("\n")[1] == ""
        its.reader.close()


@EVERY_PYTHON
@METHODS
def test_whose_end_is_waited_for(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "joins", method, tmp_path) as its:
        child, command = map(int, its.said)
        for_child = its.wait(why="join", process=child)
        for_command = its.wait(why="join", process=command)
        for_thread = its.wait(why="join", thread=for_child.tid)
        names = [its.name(wait) for wait in (for_child, for_command, for_thread)]
        assert names == ["for the child", "for the command", "for the thread"]
        assert (for_child.thread, for_command.thread, for_thread.process) == (None, None, None)
        assert not any(wait.is_end for wait in (for_child, for_command, for_thread))


@EVERY_PYTHON
def test_the_end_of_a_program_waits_for_its_last_thread(python: Interpreter, tmp_path: Path) -> None:
    with told(python, "ends", "spawn", tmp_path) as its:
        main = its.wait(why="join", tid=its.pid, is_end=True)
        assert main.thread is not None and its.story.threads[its.pid, main.thread].name == "the last"


@EVERY_PYTHON
@METHODS
def test_a_process_at_its_end_waits_for_its_feeder(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "feeder", method, tmp_path) as its:
        child = int(its.said[0])
        (wait,) = wait_until(lambda: [it for it in its.waits() if (it.pid, it.why) == (child, "join") and it.thread])
        assert its.story.threads[child, wait.thread or 0].name.startswith("QueueFeederThread")
        wait_until(lambda: its.queue("out").puts == 100)
        count = its.queue("out")
        assert (count.unsent_by, count.put_by, count.got_by) == ((child,), (child,), ())
        assert count.sent is not None and count.sent < 100


@EVERY_PYTHON
@METHODS
def test_a_holder_that_has_ended_is_still_told(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "dead_holder", method, tmp_path) as its:
        process, thread = map(int, its.said)
        book = its.wait(why="lock", key=its.key("book"))
        assert (book.holder_pid, book.is_copy) == (process, False)
        page = its.wait(why="lock", key=its.key("page"))
        assert (page.holder_pid, page.holder_tid, page.is_copy) == (its.pid, thread, False)


@EVERY_PYTHON
@FORKS
def test_a_lock_that_was_copied_while_it_was_held(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "copies", method, tmp_path) as its:
        *children, alone, holder = map(int, its.said)
        for child, name in zip(children, ("plain", "again"), strict=True):
            wait = its.wait(pid=child, why="lock", key=its.key(name))
            assert (wait.holder_pid, wait.holder_tid, wait.is_copy) == (its.pid, holder, True)
        wait = its.wait(pid=alone, why="lock", key=its.key("own"))
        assert (wait.holder_pid, wait.holder_tid, wait.is_copy) == (alone, alone, False)


@EVERY_PYTHON
@METHODS
def test_when_it_was_told_last(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "notices", method, tmp_path) as its:
        for name in ("ready", "bell", "far_ready", "far_bell"):
            wait = its.wait(why="signal", key=its.key(name))
            told_s = its.lock(name).told_s
            assert told_s is not None and told_s <= wait.since_s


@EVERY_PYTHON
@METHODS
def test_who_puts_and_who_takes(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "users", method, tmp_path) as its:
        child = int(its.said[0])
        wait_until(lambda: not its.queue("moved").unsent_by)
        moved = its.queue("moved")
        assert (moved.put_by, moved.got_by, moved.unsent_by) == ((child,), (its.pid,), ())
        stuck, here = its.queue("stuck"), its.queue("here")
        assert (stuck.put_by, stuck.got_by, stuck.unsent_by) == ((its.pid,), (), (its.pid,))
        assert (here.put_by, here.got_by, here.unsent_by) == ((its.pid,), (), ())


@EVERY_PYTHON
def test_a_handler_of_the_program(python: Interpreter, tmp_path: Path) -> None:
    with told(python, "handles", "fork", tmp_path) as its:
        its.read()
        assert [item.pid for item in its.story.items if isinstance(item, SignalsHandled)] == [its.pid]


@EVERY_PYTHON
@METHODS
def test_handlers_that_are_not_the_programs(python: Interpreter, method: str, tmp_path: Path) -> None:
    with told(python, "plain", method, tmp_path) as its:
        its.read()
        assert not its.story.of(SignalsHandled)
