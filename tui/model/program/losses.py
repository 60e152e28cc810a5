"""What was lost: it is told before what holds a program up, whatever else stands out.

A pool that broke · tasks that went with their workers · tasks that failed · children that ended badly · children that
nobody waited for · shared memory that was removed under the program.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.model.state.shared import PoolState
from tui.model.state.state import ProcessState, RunState
from tui.model.workers.ends import how_it_ended, is_answer, raised
from tui.model.workers.lost import LostTask, bad_ends, lost_of, lost_tasks, unwaited
from tui.model.workers.names import names_of, process_names
from tui.telemetry.who import Who
from tui.words.numbers import in_words, listed, plural, spelled

MOST_NAMED = 2
"""Of several that ended alike so many are named."""
_STANDARD = "multiprocessing."


class Loss(Struct, frozen=True):
    """One thing that was lost."""

    head: str
    """`1 of 8 tasks lost`: in bold."""
    says: str
    """How; empty where that is not known."""
    tries: str = ""
    """One thing to try; empty where there is none."""


def losses(run: RunState) -> tuple[Loss, ...]:
    """Return what was lost in a run as far as it was the program's doing, the worst first."""
    run = run.as_it_was
    broken = [pool for pool in run.pools if pool.broken]
    lost = [task for task in lost_tasks(run) if task.pool not in broken or task.pool is None]
    told = {task.worker.pid for task in lost_tasks(run)}
    told |= {found.of_pid for found in run.exceptions if found.kind == "pool" and found.of_pid is not None}
    return (
        *(_broken(run, pool) for pool in broken), *_lost(run, lost), *_failed(run), *_ended_badly(run, told),
        *_unwaited(run), *_removed(run),
    )  # fmt: skip


def _broken(run: RunState, pool: PoolState) -> Loss:
    many = lost_of(run, pool)
    lost = f"; {in_words(many, 'task')} lost" if many else ""
    return Loss(f"The pool {pool.of.name} broke", f"{pool.broken}{lost}")


def _lost(run: RunState, lost: Sequence[LostTask]) -> tuple[Loss, ...]:
    """Tell of each pool how many tasks went with their workers."""
    pools = {task.pool.of.key if task.pool else 0: task.pool for task in lost}
    return tuple(
        _lost_of(run, pool, [task for task in lost if (task.pool.of.key if task.pool else 0) == key])
        for key, pool in pools.items()
    )


def _lost_of(run: RunState, pool: PoolState | None, lost: Sequence[LostTask]) -> Loss:
    given = pool.count.submitted if pool and pool.count else 0
    many = f"{len(lost)} of {given} tasks lost" if given else f"{plural(len(lost), 'task')} lost"
    names = names_of(run)
    how = [f"{names.get(task.worker.who) or 'its worker'} {task.how}" for task in lost[:MOST_NAMED]]
    how += [f"{len(lost) - MOST_NAMED} more like that"] if len(lost) > MOST_NAMED else []
    its = "it" if len(lost) == 1 else "its task"
    after = f" in {its}"
    if pool is not None and pool.of.type.startswith(_STANDARD):
        called = "the pool" if pool.of.name in ("pool", pool.of.type) else f"the pool {pool.of.name}"
        answers = "it" if len(lost) == 1 else "them"
        return Loss(
            many,
            f"{listed(how)}{after}, and {called} never answers for {answers}",
            "a time limit where results are waited for, or concurrent.futures, whose pool then raises an exception.",
        )
    return Loss(many, f"{listed(how)}{after}")


def _failed(run: RunState) -> tuple[Loss, ...]:
    failed = run.gone.count.failed + sum(worker.count.failed for worker in run.workers)
    if not failed:
        return ()
    done = run.gone.count.ended + sum(worker.count.ended for worker in run.workers)
    last = next((found for found in reversed(run.exceptions) if found.kind == "task"), None)
    text = f" ({last.text})" if last and last.text else ""
    why = f"the last one with {last.type.rpartition('.')[2]}{text}" if last else ""
    return (Loss(f"{failed} of {done} tasks failed", why),)


def _ended_badly(run: RunState, told: set[int]) -> tuple[Loss, ...]:
    """Tell of children that ended badly, but for those whose tasks were lost: of these that is said already."""
    told = told | {process.pid for process in unwaited(run)}
    ended = [process for process in bad_ends(run) if process.pid not in told and not is_answer(process)]
    if not ended:
        return ()
    names, why = process_names(run), raised(run.exceptions)
    many = run.gone.bad + len(ended)
    if many == 1:
        return (Loss(f"{_called(ended[0], names)} {_how(ended[0])}", why.get(Who(ended[0].pid, ended[0].pid), "")),)
    how = [f"{_called(process, names)} {_how(process)}" for process in ended[:MOST_NAMED]]
    how += [f"{many - MOST_NAMED} more"] if many > MOST_NAMED else []
    return (Loss(f"{spelled(many).capitalize()} children ended badly", listed(how)),)


def _called(process: ProcessState, names: dict[int, str]) -> str:
    return names.get(process.pid) or f"the child {process.pid}"


def _how(process: ProcessState) -> str:
    code = process.exit_code or 0
    return f"ended with {how_it_ended(code)}" if code > 0 else f"was {how_it_ended(code)}"


def _unwaited(run: RunState) -> tuple[Loss, ...]:
    found = unwaited(run)
    if not found:
        return ()
    bad = [process for process in found if process.exit_code]
    first = f"one {_how(bad[0])}" if len(bad) == 1 else f"{spelled(len(bad))} of them ended badly" if bad else ""
    have = "" if run.phase == "over" else "have " if len(found) > 1 else "has "
    child = "child" if len(found) == 1 else "children"
    whom = "it" if len(found) == 1 else "them"
    until = "their parent ended" if run.phase == "over" else "their parent waits or ends"
    until = until if len(found) > 1 else until.replace("their", "its")
    stay = "stayed" if run.phase == "over" else "stay" if len(found) > 1 else "stays"
    stays = f"they {stay} as zombies until {until}" if len(found) > 1 else f"it {stay} as a zombie until {until}"
    return (
        Loss(
            f"{len(found)} {child} {have}ended and nobody {'has ' if have else ''}waited for {whom}",
            f"{first}; {stays}" if first else stays,
            "os.waitpid for each child, or signal.signal(signal.SIGCHLD, signal.SIG_IGN).",
        ),
    )  # fmt: skip


def _removed(run: RunState) -> tuple[Loss, ...]:
    """Tell of blocks that were gone while the program had them."""
    removed = [block for block in run.blocks if block.is_removed]
    if not removed:
        return ()
    users = {use.pid for block in removed for use in block.uses if use.attached and not use.created}
    gone = [name for pid, name in process_names(run).items() if pid in users and name]
    by = f", as it happens when a process that has only attached it ends: {listed(gone[:MOST_NAMED])}" if gone else ""
    names = listed([block.of.name for block in removed[:MOST_NAMED]])
    return (
        Loss(
            f"The shared memory {names} was removed", f"another process did so while this program used it{by}",
            "track=False where it is attached (Python 3.13), or to unregister it from the resource tracker there.",
        ),
    )  # fmt: skip
