"""What was lost is told before what holds a program up, and only what the program lost by itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.program.losses import losses
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of
from tui.reports.program_text import pool_lines
from tui.telemetry.ends import ProcessLeft, SignalSent, StopAsked, UnwaitedSeen
from tui.telemetry.objects import BlockSeen, BlocksSeen, BlockUse
from tui.telemetry.tasks import ErrorSeen, PoolCount, PoolsCounted, PoolTerminated, TaskCount, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import ProcessMade, ProcessStarted, RunEnded, Telemetry, ThreadEnded
from tui.telemetry.who import Who

POOL = 7


def _begins(own: Own, who: Who, number: int) -> None:
    """Let a worker begin a task of the pool; its exact counts come with the same read."""
    own.told.append(TaskStarted(own.at_s, 0, *who[:2], number, 0, POOL, "tile", 1))
    own.told.append(TasksCounted(own.at_s, 0, (TaskCount(*who[:2], 0, 1, 0, 0, True, 0.0),)))


def _pooled(type_: str = "multiprocessing.Pool") -> tuple[Own, Who]:
    """A pool with eight tasks, and a worker in the fourth of them."""
    own = Own()
    own.made(POOL, "pool", "pool", type_=type_)
    worker = own.process("ForkPoolWorker-2", Does(waits="work"))
    own.told.append(PoolsCounted(0.0, 0, (PoolCount(POOL, 8, 4, 3, 0, 0, 0, 3, 0, 0.0),)))
    _begins(own, worker, 3)
    own.passes(1)
    return own, worker


def _text(told: list[Telemetry]) -> str:
    return verdict(fold(ComparisonState(), told)).text


def _heads(own: Own) -> list[str]:
    return [loss.head for loss in losses(fold(ComparisonState(), own.ends()).runs[0])]


def test_a_task_that_went_with_its_worker_is_said_first_while_it_runs_and_after() -> None:
    own, worker = _pooled()
    own.leaves(worker, -9)
    own.passes(1)
    says = (
        "1 of 8 tasks lost: ForkPoolWorker-2 was killed by signal 9 (SIGKILL) in it, and the pool never answers for it."
    )
    assert _text(own.told).startswith(says)
    over = fold(ComparisonState(), own.ends())
    assert verdict(over).text.startswith(says) and "Nothing stands out" not in verdict(over).text
    assert verdict(over).sentences[0][0].ink == "bad bold"
    assert "".join(span.text for span in verdict(over).short) == "1 of 8 tasks lost."
    assert json_of(over)["try"].startswith("a time limit where results are waited for")


def test_who_answers_for_it_is_said_of_pythons_own_pools_only() -> None:
    own, worker = _pooled("billiard.Pool")
    own.leaves(worker, 3)
    own.passes(1)
    assert _text(own.ends()).startswith("1 of 8 tasks lost: ForkPoolWorker-2 ended with exit code 3 in it.")


@pytest.mark.parametrize("by_library", [True, False])
def test_a_worker_that_its_pool_lets_go_has_lost_nothing_and_one_killed_by_the_program_has(by_library: bool) -> None:
    own, worker = _pooled()
    own.told.append(SignalSent(own.at_s, 0, 100, worker.pid, 15, by_library))
    own.told.append(PoolTerminated(own.at_s, 0, POOL)) if by_library else None
    own.leaves(worker, -15)
    own.passes(1)
    over = fold(ComparisonState(), own.ends())
    assert [loss.head for loss in losses(over.runs[0])] == ([] if by_library else ["1 of 8 tasks lost"])
    told = json_of(over)
    assert [error["kind"] for error in told["errors"]] == ([] if by_library else ["task"])
    assert (told["pools"][0]["lost"], told["pools"][0]["cancelled"], told["pools"][0]["waiting"]) == (
        (0, 4, 0) if by_library else (1, 0, 4)
    )
    assert told["pools"][0]["cut_off"] == int(by_library)


def test_what_was_delivered_is_not_lost_though_the_end_of_its_task_was_never_told() -> None:
    """As on a machine under load, where records are dropped, and counts are exact."""
    own, worker = _pooled()
    own.leaves(worker, -15)
    own.passes(1)
    assert json_of(fold(ComparisonState(), own.ends()))["pools"][0]["lost"] == 1
    for count in (PoolCount(POOL, 8, 8, 8, 0, 0, 8, 8, 1, 1.0), PoolCount(POOL, 8, 8, 7, 0, 0, 8, 7, 1, 1.0)):
        own, worker = _pooled()
        own.leaves(worker, -15)
        own.told.append(PoolsCounted(own.at_s, 0, (count,)))
        own.passes(1)
        over = fold(ComparisonState(), own.ends())
        assert json_of(over)["pools"][0]["lost"] == 0 and not losses(over.runs[0])
        assert "lost" not in "".join(pool_lines(over.runs[0]))


def test_a_thread_that_ends_in_a_task_has_lost_it_and_one_that_ends_with_its_program_has_not() -> None:
    for is_early in (True, False):
        own = Own()
        own.made(POOL, "pool", "pool", type_="multiprocessing.pool.ThreadPool")
        worker = own.thread("Thread-1 (worker)", Does(waits="work"))
        _begins(own, worker, 0)
        own.passes(1)
        if is_early:
            own.told.append(ThreadEnded(own.at_s, 0, *worker[:2]))
            del own.does[worker]
        own.passes(1)
        said = [loss.head + ": " + loss.says for loss in losses(fold(ComparisonState(), own.ends()).runs[0])]
        assert [text[:50] for text in said] == ["1 task lost: Thread-1 (worker) ended in it, and th"] * is_early


def test_a_pool_that_broke_speaks_for_its_tasks() -> None:
    own, worker = _pooled("concurrent.futures.ProcessPoolExecutor")
    own.leaves(worker, -9)
    own.told.append(ErrorSeen(own.at_s, 0, 100, 100, "pool", None, "Broken", "P1 was killed by signal 9", 0, POOL))
    own.passes(1)
    (loss,) = losses(fold(ComparisonState(), own.ends()).runs[0])
    assert (loss.head, loss.says) == ("The pool pool broke", "P1 was killed by signal 9; one task lost")


def test_children_that_ended_badly_are_said_with_what_ended_them() -> None:
    own = Own()
    first, second, third = (own.process(name, Does()) for name in ("producer", "second", "third"))
    own.passes(1)
    own.told.append(ErrorSeen(own.at_s, 0, *first[:2], "process", None, "RuntimeError", "source closed"))
    own.leaves(first, 1)
    assert _text([*own.told]).startswith("producer ended with exit code 1: RuntimeError: source closed.")
    own.leaves(second, -11)
    own.leaves(third, 3)
    own.passes(1)
    assert _text(own.ends()).startswith(
        "Three children ended badly: producer ended with exit code 1, second was killed by SIGSEGV and 1 more."
    )


@pytest.mark.parametrize(("number", "code"), [(15, -15), (15, 15), (15, 143), (2, -2), (2, 1), (9, -9)])
def test_who_was_asked_to_end_and_did_has_not_ended_badly(number: int, code: int) -> None:
    own = Own()
    worker = own.process("Worker-1", Does())
    own.passes(1)
    own.told.append(SignalSent(own.at_s, 0, 100, worker.pid, number, False))
    own.leaves(worker, code)
    over = fold(ComparisonState(), own.ends())
    assert losses(over.runs[0]) == () and json_of(over)["errors"] == []


@pytest.mark.parametrize(("sender", "number", "code"), [(100, 15, -11), (100, 15, 3), (100, 10, -9), (0, 9, -9)])
def test_another_end_than_the_one_it_was_asked_for_is_told(sender: int, number: int, code: int) -> None:
    """A signal that a process gives itself is its own end."""
    own = Own()
    worker = own.process("Worker-1", Does())
    own.passes(1)
    own.told.append(SignalSent(own.at_s, 0, sender or worker.pid, worker.pid, number, False))
    own.leaves(worker, code)
    assert [loss.head[:8] for loss in losses(fold(ComparisonState(), own.ends()).runs[0])] == ["Worker-1"]


def test_a_signal_to_a_process_that_is_told_of_late_is_its_end_all_the_same() -> None:
    own = Own()
    own.passes(1)
    own.told.append(SignalSent(0.5, 0, 100, 1100, 15, False))
    worker = own.process("sleep 50", Does())
    own.passes(1)
    own.leaves(worker, -15)
    assert worker.pid == 1100 and _heads(own) == []


def test_what_a_command_answers_is_no_bad_end() -> None:
    own = Own()
    for name, code in (("git describe", 128), ("encode", -9)):
        command = own.process(name, Does())
        own.told = [
            replace(item, observed=False) if isinstance(item, ProcessStarted) and item.pid == command.pid else item
            for item in own.told
        ]
        own.told.append(ProcessMade(0.1, 0, command.pid, "subprocess", 0.0, 0.1, 100, name))
        own.passes(1)
        own.leaves(command, code)
    assert _heads(own) == ["encode was killed by SIGKILL"]


def test_children_that_nobody_waits_for_are_said_with_how_they_ended() -> None:
    own = Own()
    children = [own.process("fork of main", Does()) for _ in range(8)]
    own.passes(1)
    for place, child in enumerate(children):
        own.told.append(ProcessMade(0.1, 0, child.pid, "os.fork", 0.0, 0.1, child.pid, ""))
        own.leaves(child, 3 if place == 5 else 0)
    own.told.append(UnwaitedSeen(own.at_s, 0, tuple(child.pid for child in children)))
    own.does[MAIN] = Does(waits="sleep")
    own.passes(2)
    assert _text(own.told).startswith(
        "8 children have ended and nobody has waited for them: one ended with exit code 3; they stay as zombies until "
        "their parent waits or ends. Try os.waitpid for each child"
    )
    over = fold(ComparisonState(), own.ends())
    assert verdict(over).text.startswith("8 children ended and nobody waited for them: one ended with exit code 3")
    assert [error["exit_code"] for error in json_of(over)["errors"]] == [3]


@pytest.mark.parametrize("method", ["fork", "subprocess", "os.fork"])
def test_children_whose_parent_will_wait_in_its_own_time_are_not_said(method: str) -> None:
    own = Own()
    child = own.process("child", Does())
    own.told.append(ProcessMade(0.1, 0, child.pid, method, 0.0, 0.1, 100, ""))
    own.does[MAIN] = Does(waits="join" if method == "os.fork" else "sleep")
    own.passes(1)
    own.leaves(child, 0)
    own.told.append(UnwaitedSeen(own.at_s, 0, (child.pid,)))
    own.passes(2)
    assert losses(fold(ComparisonState(), own.told).runs[0]) == ()
    own.told.append(UnwaitedSeen(own.at_s, 0, ()))
    assert losses(fold(ComparisonState(), own.ends()).runs[0]) == ()


@pytest.mark.parametrize(("count", "says"), [(2, False), (4, True)])
def test_commands_left_to_themselves_are_said_when_they_are_many(count: int, says: bool) -> None:
    own = Own()
    children = [own.process("notify", Does()) for _ in range(count)]
    own.told += [ProcessMade(0.1, 0, child.pid, "subprocess", 0.0, 0.1, 100, "notify") for child in children]
    own.passes(1)
    for child in children:
        own.leaves(child, 0)
    own.told.append(UnwaitedSeen(own.at_s, 0, tuple(child.pid for child in children)))
    own.passes(2)
    assert losses(fold(ComparisonState(), own.told).runs[0]) == ()
    stopped = [*own.told, StopAsked(own.at_s, 0, 2), RunEnded(own.at_s, 0, "stopped", -2, own.at_s, 1.0, 0, "")]
    assert losses(fold(ComparisonState(), stopped).runs[0]) == (), "it may have waited for them later"
    assert bool(_heads(own)) is says


def test_a_block_that_was_removed_under_the_program_is_not_forgotten() -> None:
    own = Own()
    block = own.made(9, "block", "block")
    seen = BlockSeen(block, False, (BlockUse(100, 1, 0, 0, 0, None),), "", 0, 0, "")
    own.passes(1)
    own.told.append(BlocksSeen(own.at_s, 0, (replace(seen, is_gone_early=True),)))
    own.told.append(BlocksSeen(own.at_s, 0, (seen,)))
    over = fold(ComparisonState(), own.ends())
    assert verdict(over).text.startswith("The shared memory block was removed: another process did so while this")
    assert json_of(over)["memory"][0]["forgotten"] is False
    own.told.append(BlocksSeen(own.at_s, 0, (replace(seen, uses=(BlockUse(100, 1, 0, 0, 1, None),)),)))
    assert losses(fold(ComparisonState(), own.told).runs[0]) == ()


def test_what_ends_after_a_person_stopped_it_is_none_of_its_errors() -> None:
    own = Own()
    worker = own.process("Worker-1", Does(running=0.2, waits="gil"))
    own.does[MAIN] = Does(running=0.2, waits="gil")
    own.passes(2)
    own.told.append(StopAsked(own.at_s, 0, 2))
    for who, kind in ((MAIN, "program"), (worker, "process")):
        own.told.append(ErrorSeen(own.at_s, 0, *who[:2], kind, None, "KeyboardInterrupt", ""))  # type: ignore[arg-type]
    own.leaves(worker, 1)
    own.told.append(RunEnded(own.at_s + 0.3, 0, "stopped", -2, own.at_s + 0.3, 1.0, 0, ""))
    state = fold(ComparisonState(), own.told)
    assert verdict(state).text.startswith("Program was stopped before its end. Bound by the interpreter lock")
    assert json_of(state)["errors"] == []


def test_of_workers_that_were_stopped_at_their_work_it_is_not_said_that_they_ran_out_of_it() -> None:
    own = Own()
    for n in range(2):
        worker = own.process(f"worker-{n}", Does(running=0.9))
        own.task(worker, 0, 0.1 + n, 0.1)
        own.told.append(TaskStarted(0.3 + n, 0, *worker[:2], 1))
    own.passes(3)
    own.told += [StopAsked(own.at_s, 0, 2), RunEnded(own.at_s + 0.3, 0, "stopped", -2, own.at_s, 1.0, 0, "")]
    assert "Uneven work" not in _text(own.told)


def test_who_goes_on_after_an_interrupt_is_told_of_as_ever() -> None:
    own = Own()
    own.passes(1)
    own.told.append(StopAsked(own.at_s, 0, 2))
    own.passes(60)
    worker = own.process("Worker-1", Does())
    own.passes(1)
    own.leaves(worker, 3)
    assert _heads(own) == ["Worker-1 ended with exit code 3"]


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_was_still_running_is_one_line_at_the_end(is_kept: bool) -> None:
    own = Own()
    own.passes(1)
    ended = own.ends()
    told = [*ended[:-2], ProcessLeft(own.at_s, 0, 4711, "python -c …", is_kept), *ended[-2:]]
    then = "lives on" if is_kept else "was ended; --keep lets it live"
    assert f"python -c … (4711) was still running and {then}." in _text(told)
    left = {"pid": 4711, "name": "python -c …", "is_kept": is_kept}
    assert json_of(fold(ComparisonState(), told))["left"] == [left]
