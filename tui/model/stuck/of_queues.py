"""Queues whose other side is gone: nobody puts, nobody takes, nobody says that it is done."""

from __future__ import annotations

from tui.model.found.finding import placed
from tui.model.state.shared import QueueState
from tui.model.stuck.cause import Cause
from tui.model.stuck.scene import Scene
from tui.telemetry.who import Who
from tui.words.numbers import plural


def task_done(scene: Scene) -> Cause | None:
    """Who waits for all items of a queue to be done, of which some were taken and never said to be."""
    for worker, wait in scene.waits("join"):
        queue = scene.queues.get(wait.key)
        if queue is None or queue.count is None:
            continue
        taken, done, who = queue.count.gets, queue.count.done or 0, (worker.who,)
        missing, is_ = max(0, taken - done), scene.be()
        left = f"{plural(queue.depth, 'item')} {'is' if queue.depth == 1 else 'are'}" if queue.depth else "none is"
        left = left.replace(" is", f" {is_}").replace(" are", f" {scene.be(2)}") + " left in it"
        parts = [f"{missing} of {plural(taken, 'item')} taken without `task_done`"] if missing else []
        says = (
            f"{scene.name(worker.who)} {scene.wait_()} in {queue.of.name}.join(): "
            f"{', '.join([*parts, left])}, and nobody {is_} at work"
        )
        tries = "`task_done` in a `finally` after every `get`." if missing else "somebody who takes what is left."
        kind = "task_done missing" if missing else "nobody takes"
        return Cause(kind, says, tries, who, scene.since_s(who))  # type: ignore[arg-type]
    return None


def nobody_puts(scene: Scene) -> Cause | None:
    """Who waits for an item that nobody is left to put."""
    for _, wait in scene.waits("empty"):
        queue = scene.queues.get(wait.key)
        if queue is None or queue.depth:
            continue
        who = tuple(w.who for w, other in scene.waits("empty") if other.key == wait.key)
        waits = scene.wait_(len(who))
        says = f"{scene.who_said(who)} {waits} for an item in {placed(queue.of)}; {_putters(scene, queue)}"
        tries = "to put a last item that says so, also when the producer fails (`finally`), or a timeout for `get`."
        return Cause("nobody puts", says, tries, who, scene.since_s(who))
    return None


def _putters(scene: Scene, queue: QueueState) -> str:
    """Return who has put, and what became of them."""
    is_ = scene.be()
    if queue.count is None or not queue.count.puts:
        return f"nothing was ever put into it, and nobody {is_} left to put"
    gone = [Who(pid, pid) for pid in queue.count.put_by if scene.ended_ago_s(Who(pid, pid)) is not None]
    if gone and len(gone) == len(queue.count.put_by):
        only = "the only one that ever put into it, " if len(gone) == 1 else "which alone ever put into it, "
        ends = f"{scene.end_said(gone[0])}" if len(gone) == 1 else "have ended"
        return f"{scene.who_said(gone)}, {only}{ends}{scene.when_said(gone[-1])}"
    failed = [who for who in scene.raised if who in scene.workers and scene.ended_ago_s(who) is not None]
    ends = f": {scene.name(failed[-1])} {scene.end_said(failed[-1])}{scene.when_said(failed[-1])}" if failed else ""
    return f"nobody {is_} left to put one{ends}"


def nobody_takes(scene: Scene) -> Cause | None:
    """Who waits for room that nobody is left to make."""
    for _, wait in scene.waits("full"):
        queue = scene.queues.get(wait.key)
        if queue is None:
            continue
        who = tuple(w.who for w, other in scene.waits("full") if other.key == wait.key)
        waits, is_ = scene.wait_(len(who)), scene.be()
        says = f"{scene.who_said(who)} {waits} for room in {placed(queue.of)}, and nobody {is_} left to take from it"
        tries = "a consumer that lives as long as its producers, or a timeout for `put`."
        return Cause("nobody takes", says, tries, who, scene.since_s(who))
    return None
