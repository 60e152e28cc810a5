"""Event loops of asyncio: in which thread one runs, when it has nothing to do and when it stands still."""

from __future__ import annotations

from pathlib import Path

from tests.probe.observing import run, run_bare, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import Watch
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.feeds.live.control import STAND_BY, ProbeOrder
from tui.model.state.loops import LoopState
from tui.model.state.state import RunState, WorkerState

BEHIND = ProbeOrder(lines_hz=STAND_BY)


def _main(state: RunState) -> WorkerState:
    (found,) = (worker for worker in state.workers if worker.role == "main")
    return found


def _loop(state: RunState) -> LoopState:
    found = _main(state).loop
    assert found is not None
    return found


@EVERY_PYTHON
def test_a_loop_that_has_nothing_to_do_waits_for_that(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)

    def waits() -> bool:
        on = _main(watch.read()).waits_on
        return on is not None and (on.why, on.key, on.thread) == ("loop", 0, None)

    with started("loop_ways.py", "idles", run_directory=tmp_path, python=python.path) as program:
        assert program.line() == "here\n"
        wait_until(waits, what="the loop waits")
        assert _main(watch.state.runs[0]).is_loop and _loop(watch.state.runs[0]).is_told
        assert program.end("\n") == ("", "")
    state = watch.read()
    watch.close()
    assert not _loop(state).is_on, "it has ended"
    assert [worker.is_loop for worker in state.workers] == [False] * len(state.workers)


@EVERY_PYTHON
def test_a_loop_that_sleeps_while_a_timer_is_due_stands_still(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path, BEHIND)
    done = run("loop_ways.py", "naps", run_directory=tmp_path, python=python.path)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    loop = _loop(watch.read())
    watch.close()
    assert loop.stood >= 2 and loop.longest_s >= 0.7 and loop.stood_s >= 1.0 and loop.turn_since_s is None
    assert {one.function for one in loop.where} == {"naps"}
    assert all(one.path.endswith("loop_ways.py") and one.is_late for one in loop.where)


@EVERY_PYTHON
def test_a_loop_with_nothing_else_to_do_may_take_its_time(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path, BEHIND)
    done = run("loop_ways.py", "alone", run_directory=tmp_path, python=python.path)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    loop = _loop(watch.read())
    watch.close()
    assert (loop.stood, loop.stood_s, loop.longest_s) == (0, 0.0, 0.0)
    assert not any(one.is_late for one in loop.where)


@EVERY_PYTHON
def test_who_waits_for_the_result_of_a_loop_waits_for_its_thread(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)

    def waits() -> bool:
        main = _main(watch.read())
        return main.waits_on is not None and (main.waits_on.why, main.waits_on.thread) == ("result", main.tid)

    with started("loop_ways.py", "asks", run_directory=tmp_path, python=python.path) as program:
        assert program.line() == "here\n"
        wait_until(waits, what="the loop waits for itself")
        assert program.end("\n")[0] == ""
    watch.close()


LOOPS = """
import asyncio, inspect, sys
print(asyncio.BaseEventLoop._run_once.__qualname__, asyncio.SelectorEventLoop._process_events.__qualname__)
print(asyncio.run_coroutine_threadsafe.__module__, inspect.signature(asyncio.run_coroutine_threadsafe))

class Mine(asyncio.SelectorEventLoop):
    def _run_once(self):
        super()._run_once()

async def work():
    await asyncio.sleep(0.01)
    print(sys._getframe(1).f_code.co_name, sys._getframe(3).f_code.co_name)
    return 3

for make in (asyncio.SelectorEventLoop, Mine):
    loop = make()
    print(loop.run_until_complete(work()))
    loop.close()
    loop = make()
    loop.call_soon(print, "by hand")
    loop._run_once()
    loop.close()
try:
    asyncio.run_coroutine_threadsafe(3, None)
except TypeError as error:
    print(error)
"""


@EVERY_PYTHON
def test_a_loop_runs_as_without_the_probe(python: Interpreter, tmp_path: Path) -> None:
    program = tmp_path / "loops.py"
    program.write_text(LOOPS, encoding="utf-8")
    board = tmp_path / "board"
    board.mkdir()
    bare, done = run_bare(program, python=python.path), run(program, run_directory=board, python=python.path)
    assert (done.returncode, done.stdout, done.stderr) == (0, bare.stdout, bare.stderr)
    watch = Watch(board)
    assert [what for what, _ in watch.read().not_observed] == ["tasks of asyncio's event loop"]
    watch.close()


EXECUTORS = """
import asyncio
from concurrent.futures import ThreadPoolExecutor

async def main(executor=None):
    loop = asyncio.get_running_loop()
    if executor is not None:
        loop.set_default_executor(executor)
    own = ThreadPoolExecutor(1)
    print([await loop.run_in_executor(which, abs, -3) for which in (None, own)])

asyncio.run(main())
asyncio.run(main(ThreadPoolExecutor(2)))
named = ThreadPoolExecutor(2)
asyncio.run(main(named))
"""


@EVERY_PYTHON
def test_a_default_executor_is_called_so(python: Interpreter, tmp_path: Path) -> None:
    program = tmp_path / "executors.py"
    program.write_text(EXECUTORS, encoding="utf-8")
    watch = Watch(tmp_path)
    done = run(program, run_directory=tmp_path, python=python.path)
    assert (done.stdout, done.stderr) == ("[3, 3]\n" * 3, "")
    state = watch.read()
    watch.close()
    default = "the loop's default executor"
    assert [pool.of.name for pool in state.pools] == [default, "own", default, "own", "named", "own"]
