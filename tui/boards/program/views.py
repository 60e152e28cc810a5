"""What the boards of a person's own program show, and which of them have something to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.boards.program import task_views
from tui.boards.program.content_board import ContentsView
from tui.boards.program.gauge_board import QueuesView
from tui.boards.program.lock_table import LockRow, LocksView, StuckStep
from tui.boards.program.output_board import OutputView
from tui.boards.program.tree_board import TreeView
from tui.boards.speed import views
from tui.boards.speed.views import Slow
from tui.boards.strip_board import StripView
from tui.boards.words.presenter_board import PresenterSide
from tui.draw import numbers
from tui.draw.cells import Piece, Row
from tui.model.readings.speed import cores_used
from tui.model.said.lock_words import lock_state
from tui.model.state.shared import Cycle, LockState, ObjectName, QueueState
from tui.model.state.state import RunState
from tui.model.workers.cycles import cycles, who_said
from tui.model.workers.facts import lock_facts
from tui.model.workers.names import names_of
from tui.model.workers.process_tree import Tree, process_tree
from tui.play.comparison import Comparison
from tui.telemetry.who import Who
from tui.words.numbers import cores, plural

MOST_WANTED, OUTPUT_ROWS = 12, 5
"""Rows that a board may ask for; and rows of output."""

Uses = tuple[tuple[str, int], ...]


def run_of(comparison: Comparison) -> RunState | None:
    """Return the newest run."""
    return comparison.state.newest()


def uses(comparison: Comparison) -> Uses:
    """Return the boards that have something to show, in the order in which they stand, and how many rows they want."""
    run = run_of(comparison)
    if run is None:
        return (("program-output", OUTPUT_ROWS),)
    wanted = {
        "program-tree": sum(worker.role != "helper" for worker in run.workers) + 2,
        "program-tasks": task_views.wanted(run),
        "program-queues": 2 * len(_used_queues(run)),
        "program-locks": 2 * len(_used_locks(run)) + sum(len(cycle.steps) for cycle in cycles(run)[-1:]),
        "program-memory": 2 * len(run.blocks) + len(run.values) + len(run.proxies),
        "program-output": OUTPUT_ROWS,
    }
    return tuple((name, min(count, MOST_WANTED)) for name, count in wanted.items() if count)


def _used_queues(run: RunState) -> list[QueueState]:
    """Return queues, and those pipes through which something went."""
    return [queue for queue in run.queues if queue.of.kind == "queue" or queue.count is not None]


def _size(run: RunState, amount: float) -> float:
    """Return what to order by: while it runs how many digits an amount has, so that rows seldom change their places."""
    return amount if run.phase == "over" else float(len(str(int(amount))) if amount >= 1 else 0)


def _queues(run: RunState) -> list[QueueState]:
    """Return queues before pipes, those first through which most has gone."""
    there = _used_queues(run)
    moved = {
        queue.of.key: _size(run, queue.count.puts + queue.count.gets) for queue in there if queue.count is not None
    }
    return sorted(there, key=lambda queue: (queue.of.kind != "queue", -moved.get(queue.of.key, 0), queue.of.key))


def _used_locks(run: RunState) -> list[LockState]:
    """Return the locks that were waited for or counted; where there is none, those that have a name of their own."""
    counts = [(lock, lock.count) for lock in run.locks]
    used = [lock for lock, its in counts if its.waits or its.acquired or its.signal_waits or its.told]
    return used or [lock for lock in run.locks if lock.of.name != lock.of.type]


def _waited_for(run: RunState) -> list[ObjectName]:
    return [*(queue.of for queue in _used_queues(run)), *(lock.of for lock in _used_locks(run))]


def _locks(run: RunState) -> list[LockState]:
    """Return those of a deadlock first, then those that are waited for longest; waits for a signal come after."""
    stuck = {step.waits_for for cycle in cycles(run) for step in cycle.steps}
    return sorted(
        _used_locks(run),
        key=lambda lock: (
            lock.of.key not in stuck, -_size(run, 10 * lock.count.wait_s), -_size(run, lock.count.waits),
            -_size(run, 10 * lock.count.signal_s), lock.of.key,
        ),
    )


def tree(comparison: Comparison, slow: Slow, *, focused: bool, tabs: int) -> TreeView:
    """Return processes and threads."""
    run = run_of(comparison)
    first = views.panels_of(comparison)[0]
    panel = views.panel(comparison, first, slow, first=True, focused=focused, tabs=tabs)
    if run is None:
        return TreeView(Tree(), focused=focused, says=panel.says)
    used = cores_used(run)
    said = [first.workers_text, "" if used is None else cores(used)]
    return TreeView(
        process_tree(run),
        " · ".join(text for text in said if text),
        panel.interval_s,
        max((len(of.name) for of in _waited_for(run)), default=0),
        focused,
        run.outcome == "failed",
        panel.notes,
    )


def queues(run: RunState) -> QueuesView:
    return QueuesView(tuple(_queues(run)), run.phase == "over")


def locks(run: RunState) -> LocksView:
    """Return the locks with who holds and who waits."""
    names = names_of(run)
    waiting: dict[int, list[str]] = {}
    for worker in run.workers:
        if worker.waits_on is not None and worker.waits_on.why in ("lock", "signal"):
            waiting.setdefault(worker.waits_on.key, []).append(names[worker.who])
    sampled = {fact.of.key: fact.waited_s for fact in lock_facts(run)}
    there = cycles(run)
    stuck = {step.waits_for for cycle in there for step in cycle.steps}
    rows = []
    for lock in _locks(run):
        key, who = lock.of.key, tuple(waiting.get(lock.of.key, ()))
        its = lock.count
        is_exact = its.level == "hold" and _is_held_by_one(lock)
        holder = names.get(Who(its.holder_pid or 0, its.holder_tid or 0), "") if is_exact or who else ""
        waited_s = max(its.wait_s, sampled.get(key, 0.0)) + its.signal_s
        rows.append(
            LockRow(
                lock.of, holder, who, its.waits + its.signal_waits, waited_s, its.acquired, is_exact,
                lock_state(lock, len(who)), key in stuck,
            )
        )  # fmt: skip
    steps = _steps(run, there[-1]) if there else ()
    return LocksView(tuple(rows), "hold" if any(row.is_looked_at for row in rows) else "lean", steps)


def _steps(run: RunState, cycle: Cycle) -> tuple[StuckStep, ...]:
    locks, names = {lock.of.key: lock.of.name for lock in run.locks}, names_of(run)
    ends = [names.get(Who(step.pid, step.thread or 0), "") for step in cycle.steps]
    return tuple(
        StuckStep(who, locks.get(step.holds, ""), locks.get(step.waits_for, end))
        for end, who, step in zip(ends, who_said(run, cycle), cycle.steps, strict=True)
    )


def _is_held_by_one(lock: LockState) -> bool:
    return lock.of.type.lower().endswith(("lock", "condition"))


def contents(run: RunState) -> ContentsView:
    return ContentsView(run.blocks, run.values, run.proxies, run.phase == "over")


def output(run: RunState | None) -> OutputView:
    """Return the last lines."""
    if run is None:
        return OutputView()
    over = run.exit_code if run.phase == "over" else None
    return OutputView(tuple(run.output.splitlines()[-60:]), run.output_bytes, over)


def strip(run: RunState, turning: Sequence[str], chosen: str) -> StripView:
    """Return what the boards that take turns have, each with its number, the one that is shown in bold."""
    done = sum(worker.tasks for worker in run.workers)
    said = {
        "program-tasks": ("tasks", str(done)),
        "program-queues": ("queues", str(len(_used_queues(run)))),
        "program-locks": ("locks", str(len(_used_locks(run)))),
        "program-memory": ("memory", str(len(run.blocks) + len(run.values) + len(run.proxies))),
        "program-output": ("output", numbers.size_of(run.output_bytes)),
    }
    shown = chosen if chosen in turning else turning[0] if turning else ""
    choices: list[Row] = []
    for has_numbers in (True, False):
        row: list[Piece] = [("tab", "key bold"), ("  ", "muted")]
        for place, name in enumerate(turning):
            title, count = said[name]
            ink = "foreground bold" if name == shown else "muted"
            row += [(" · " if place else "", "muted"), (f"{title} {count}" if has_numbers else title, ink)]
        choices.append(tuple(row))
    return StripView((tuple(choices),))


def sides(comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
    """Return what stands side by side for a room: the cores, then what the program uses most."""
    run = run_of(comparison)
    reading = views.panels_of(comparison)[0]
    used = slow.shown.get(reading.name, (None, None, None))[2]
    many = [lane.share for lane in reading.lanes]
    first = PresenterSide(
        "cores busy", "process", "How many cores it uses.", () if used is None else (f"{used:.1f}",),
        captions=(f"cores' worth of CPU, of {comparison.facts.usable_cores:g}", "cores busy") if run else (),
        words=plural(len(many), "worker") if run else "", bars=tuple(many),
    )  # fmt: skip
    return (first, *_more_sides(run)) if run is not None else (first,)


def _more_sides(run: RunState) -> Iterable[PresenterSide]:
    found: list[PresenterSide] = []
    done = sum(worker.tasks for worker in run.workers)
    if done:
        found.append(PresenterSide("tasks", "thread", "", (str(done),), captions=("tasks done",)))
    for queue in _queues(run)[:1]:
        items = f"items in {queue.of.name}"
        of = f"of {queue.maxsize} places in {queue.of.name}" if queue.maxsize else items
        found.append(PresenterSide("queue", "key", "", (str(queue.depth),), captions=(of, items, "items")))
    for fact in lock_facts(run)[:1]:
        caption = f"s waited for {fact.of.name}"
        found.append(PresenterSide("lock", "bad", "", (f"{fact.waited_s:.1f}",), captions=(caption, "s waited")))
    return found[:2]
