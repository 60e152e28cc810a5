"""Ends that are waited for and cannot come: of a process whose items nobody takes, of a child that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator

from tui.model.found.finding import placed
from tui.model.state.shared import QueueState
from tui.model.state.state import WorkerState
from tui.model.stuck.cause import Cause, goal
from tui.model.stuck.scene import Scene
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who


def _ends(scene: Scene) -> Iterator[tuple[WorkerState, Who]]:
    """Yield who waits for whose end, where that one is stuck, too."""
    for worker in scene.stuck:
        end = scene.awaited_end(worker)
        if end is not None and scene.is_stuck(end):
            yield worker, end


def join_before_get(scene: Scene) -> Cause | None:
    """A process at its end whose items do not fit into the pipe."""
    for worker, end in _ends(scene):
        if end.pid == worker.pid:
            continue
        queue = _unsent(scene, end.pid)
        if queue is None:
            continue
        name, child, cannot = scene.name(worker.who), scene.name(end), scene.now("cannot", "could not")
        says = (
            f"{name} {scene.wait_()} for {child} to end, which {cannot} end before what it has put into "
            f"{placed(queue.of)} is taken; nobody {scene.now('takes', 'took')} it"
        )
        tries = f"to get from {queue.of.name} before joining: a process ends only when all its items are in the pipe."
        return Cause("join before get", says, tries, (worker.who, end), scene.since_s([worker.who, end]))
    return None


def _unsent(scene: Scene, pid: int) -> QueueState | None:
    """Return the queue of whose items a process still has some, while it waits for the thread that sends them."""
    main = scene.workers.get(Who(pid, pid))
    if main is None or not any(
        stall.call == "write" for who in _threads(scene, pid) if (stall := scene.stall(who)) is not None
    ):
        return None
    if main.waits_on is not None and main.waits_on.why != "join":
        return None
    put = [queue for queue in scene.run.queues if queue.count is not None and queue.of.kind == "queue"]
    unsent = [queue for queue in put if queue.count is not None and pid in queue.count.unsent_by]
    return next(iter(unsent), None)


def _threads(scene: Scene, pid: int) -> Iterator[Who]:
    return (who for who in scene.still.every if who.pid == pid)


def join_before_take(scene: Scene) -> Cause | None:
    """Somebody whose end is waited for, and who waits for room where nobody takes."""
    for worker, end in _ends(scene):
        its = scene.workers.get(end)
        if its is None or its.waits_on is None or its.waits_on.why != "full":
            continue
        queue = scene.queues.get(its.waits_on.key)
        if queue is None:
            continue
        most = f", {queue.of.maxsize} at most" if queue.of.maxsize else ""
        waits, name = scene.wait_(), scene.name(end)
        says = (
            f"{scene.name(worker.who)} {waits} for {name} to end, and {name} {waits} for room in {placed(queue.of)}"
            f"{most}: nobody {scene.be()} left to take"
        )
        tries = f"to take from {queue.of.name} while {name} runs, and to join it afterwards."
        return Cause("join before take", says, tries, (worker.who, end), scene.since_s([worker.who, end]))
    return None


def output_unread(scene: Scene) -> Cause | None:
    """A child that waits for room in a pipe which only its parent could read."""
    ends = list(_ends(scene))
    for writer in scene.stuck:
        process = scene.processes.get(writer.pid)
        readers = _peers(writer) if writer.stall is not None and _writes(writer.stall) else ()
        if process is None or process.parent_pid not in readers or writer.pid in readers:
            continue
        reader = next((w for w in scene.stuck if w.pid == process.parent_pid), None)
        if reader is not None:
            return _unread(scene, next((w for w, end in ends if end.pid == writer.pid), reader), writer)
    return None


def _unread(scene: Scene, reader: WorkerState, writer: WorkerState) -> Cause:
    name, child, who = scene.name(reader.who), scene.process_name(writer.pid), (reader.who, writer.who)
    says = (
        f"{name} {scene.wait_()} for {goal(scene, reader)}, and {child} for room in a pipe that "
        f"{name} {scene.now('does', 'did')} not read"
    )
    tries = "`communicate()`, or reading what a child writes before waiting for its end."
    return Cause("output unread", says, tries, who, scene.since_s(who))


def never_received(scene: Scene) -> Cause | None:
    """Somebody whose end is waited for, and who sends into a pipe that nobody reads, whoever has an end of it."""
    for worker, end in _ends(scene):
        its = scene.workers.get(end)
        if its is None or its.stall is None or not _writes(its.stall) or not _peers(its):
            continue
        name, waits = scene.name(end), scene.wait_()
        says = (
            f"{scene.name(worker.who)} {waits} for {name} to end, and {name} {waits} for room in a "
            f"pipe{_ends_called(scene, its)} that nobody {scene.now('reads', 'read')}"
        )
        tries = f"to receive what {name} sends before waiting for its end."
        return Cause("output unread", says, tries, (worker.who, end), scene.since_s([worker.who, end]))
    return None


def input_open(scene: Scene) -> Cause | None:
    """A child that waits for more input, while the writer waits for its end, or for what it writes."""
    for worker, end in (*_ends(scene), *_reads(scene)):
        child = scene.workers.get(end)
        if child is None or child.stall is None or child.stall.call != "read" or child.waits_on is not None:
            continue
        if worker.pid in _peers(child) and child.pid not in _peers(child):
            name, its = scene.name(worker.who), scene.process_name(end.pid)
            is_end = scene.awaited_end(worker) is not None
            says = (
                f"{name} {scene.wait_()} for {f'{its} to end' if is_end else f'what {its} writes'}, and {its} for the "
                f"end of its input, a pipe that only {name} could write to or close"
            )
            before = "waiting for its end" if is_end else "reading to the end of what it writes"
            tries = f"`communicate()`, or closing the child's `stdin` before {before}."
            return Cause("input open", says, tries, (worker.who, end), scene.since_s([worker.who, end]))
    return None


def _reads(scene: Scene) -> Iterator[tuple[WorkerState, Who]]:
    """Yield who waits for what another one writes that is stuck, too."""
    for worker in scene.stuck:
        if worker.stall is not None and worker.stall.call == "read" and worker.waits_on is None:
            writers = (Who(pid, pid) for pid in _peers(worker) if pid != worker.pid)
            yield from ((worker, writer) for writer in writers if scene.is_stuck(writer))


def own_end_open(scene: Scene) -> Cause | None:
    """A reader of a pipe whose other end it has itself, and nobody else."""
    for worker in scene.stuck:
        stall = worker.stall
        if stall is None or stall.call != "read" or worker.waits_on is not None or stall.peers != (worker.pid,):
            continue
        name = scene.name(worker.who)
        says = (
            f"{name} {scene.wait_()} for what comes from a pipe, or for its end, and nobody but "
            f"{scene.process_name(worker.pid)} itself {scene.now('has', 'had')} the end open that is written to"
        )
        tries = "`os.close` of the end that is written to, in every process that only reads."
        return Cause("nobody left", says, tries, (worker.who,), scene.since_s([worker.who]))
    return None


def _writes(stall: Stall) -> bool:
    return stall.call == "write" and stall.pipe is not None


def both_ends(scene: Scene) -> Cause | None:
    """Two who send to each other, and neither receives."""
    sends = [w for w in scene.stuck if w.stall is not None and _writes(w.stall)]
    for place, one in enumerate(sends):
        for other in sends[place + 1 :]:
            if other.pid in _peers(one) and one.pid in _peers(other) and one.pid != other.pid:
                says = (
                    f"{scene.name(one.who)} and {scene.name(other.who)} both {scene.wait_(2)} for room in "
                    f"the pipe between them{_ends_called(scene, one, other)}: each would have to receive first"
                )
                tries = "to receive before sending at one of the two ends, or to send less at a time."
                who = (one.who, other.who)
                return Cause("pipes full", says, tries, who, scene.since_s(who))
    return None


def _peers(worker: WorkerState) -> tuple[int, ...]:
    return (worker.stall.peers or ()) if worker.stall is not None else ()


def _ends_called(scene: Scene, *workers: WorkerState) -> str:
    names = [w.waits_on.name for w in workers if w.waits_on is not None and w.waits_on.key in scene.queues]
    return f" ({' and '.join(dict.fromkeys(names))})" if names else ""
