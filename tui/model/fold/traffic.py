"""The fold's part about who put and who took. The rules stand in `fold`.

What lies in a queue is followed item by item, and checked by each process's own numbers. Where moves were not told,
the numbers still say how many items there are; those are then unknown, until they have been taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.shared import QueueState
from tui.model.state.state import WorkerState
from tui.model.state.traffic import (
    FIRST_MAKER,
    NONE,
    STEADY_GAP_S,
    STEP_S,
    UNKNOWN,
    MoverState,
    Numbers,
    QueueTraffic,
    Step,
    TrafficState,
)
from tui.telemetry.moves import ItemsMoved, Move
from tui.telemetry.vocabulary import ThreadsSampled

MOST_MOVERS = 1024
MOST_MAKERS = 4096
MOST_INSIDE = 65_536
"""Items of a queue whose makers are remembered."""
MOST_PROCESSES = 4096
STEPS = 64
QUIET_S, QUIET_GAPS = 1.0, 5
"""Who moves nothing for so long, and for so many times its usual pace, is idle unless it is seen at work."""
AT_WORK = ("running", "core", "gil", "sleep", "io")
"""What a thread does that makes an item or uses one; in a lesson that is often a sleep."""
_PLACES = {"put": 0, "sent": 1, "got": 2, "lost": 3}
_BUFFERED = tuple(f"{of}.{name}" for of in ("multiprocessing", "multiprocess") for name in ("Queue", "JoinableQueue"))


def items_moved(run: RunDraft, item: ItemsMoved) -> None:
    traffic: TrafficState = run.get("traffic")
    movers = {mover.who: mover for mover in traffic.movers}
    for count in item.workers:
        who = count.who
        if who in movers or len(movers) < MOST_MOVERS:
            mover = movers.get(who) or MoverState(who.pid, who.tid)
            pause_s = item.at_s - mover.moved_s if mover.first_s is not None else 0.0
            stretch_s = mover.stretch_s + pause_s if 0 <= pause_s <= STEADY_GAP_S else 0.0
            movers[who] = replace(
                mover,
                count=count,
                first_s=item.at_s if mover.first_s is None else mover.first_s,
                moved_s=item.at_s,
                stretch_s=stretch_s,
                longest_s=max(mover.longest_s, stretch_s),
            )
    by_key: dict[int, list[Move]] = {}
    for move in item.moves:
        by_key.setdefault(move.key, []).append(move)
    queues = {queue.key: queue for queue in traffic.queues}
    for key, moves in by_key.items():
        found = run.table("queues").get(key)
        if found is not None and found.of.kind == "queue":
            contents = _Contents(queues.get(key) or QueueTraffic(key), found)
            for move in moves:
                contents.take(move)
            queues[key] = contents.frozen()
    run.fields["traffic"] = replace(
        traffic, queues=tuple(queues.values()), movers=tuple(movers.values()), moved_s=_span_s(traffic, item.moves)
    )


def _span_s(traffic: TrafficState, moves: Sequence[Move]) -> tuple[float, float] | None:
    """Return from when to when items moved, these included; they are told in the order of time."""
    ends = [move.at_ns / 1e9 for move in (*moves[:1], *moves[-1:])]
    return (min(ends[0], (traffic.moved_s or ends)[0]), ends[-1]) if ends else traffic.moved_s


def movers_sampled(run: RunDraft, item: ThreadsSampled) -> None:
    """Take note of what each one that puts or takes does at this sample."""
    traffic: TrafficState = run.get("traffic")
    movers = {mover.who: mover for mover in traffic.movers}
    sampled = {sample.who for sample in item.samples}
    for key in sampled - movers.keys():
        worker = run.workers.get(key)
        waits_on = worker.waits_on if worker is not None else None
        if waits_on is not None and waits_on.why in ("full", "empty") and len(movers) < MOST_MOVERS:
            movers[key] = MoverState(key.pid, key.tid)
    if not movers:
        return
    times = traffic.times.plus(item.at_s - run.get("started_s"))
    length = len(times.values)
    for key, mover in movers.items():
        worker = run.workers.get(key)
        letter = " "
        if key in sampled and worker is not None:
            waits_on = worker.waits_on
            letter = waits_on.why[0] if waits_on is not None and waits_on.why in ("full", "empty") else "b"
            if letter == "b" and _is_idle(worker, mover, item.at_s):
                letter = "i"
        movers[key] = replace(
            mover,
            phases=(mover.phases.rjust(length - 1) + letter)[-length:],
            busy_s=mover.busy_s + (item.interval_s if letter == "b" else 0.0),
            full_s=mover.full_s + (item.interval_s if letter == "f" else 0.0),
            empty_s=mover.empty_s + (item.interval_s if letter == "e" else 0.0),
            idle_s=mover.idle_s + (item.interval_s if letter == "i" else 0.0),
        )
    run.fields["traffic"] = replace(traffic, movers=tuple(movers.values()), times=times)


def _is_idle(worker: WorkerState, mover: MoverState, at_s: float) -> bool:
    """Whether one that moved items has stopped to, for clearly longer than it usually takes."""
    quiet_s = at_s - mover.moved_s
    is_late = mover.first_s is not None and quiet_s > max(QUIET_S, QUIET_GAPS * mover.gap_s)
    return is_late and worker.reason not in AT_WORK


class _Contents:
    """What lies in one queue, while a batch of moves is taken in."""

    def __init__(self, queue: QueueTraffic, of: QueueState) -> None:
        self.queue = queue
        self.has_buffers = of.of.type in _BUFFERED
        self.order = of.of.order
        self.makers = {maker: place for place, maker in enumerate(queue.makers)}
        self.numbers = {one.pid: [one.put, one.sent, one.got, one.lost] for one in queue.numbers}
        """For each process, in the order of _PLACES."""
        self.buffers = {pid: list(items) for pid, items in queue.buffers}
        self.line = queue.line
        self.gone = 0
        """How many of `line` and `new` have been taken from the front."""
        self.new: list[str] = []
        self.is_whole = True
        self.nones = [queue.nones_put, queue.nones_got]
        self.steps: list[Step] = []
        self.stepped_s = {(step.pid, step.tid, step.is_put): step.at_s for step in queue.steps}

    def take(self, move: Move) -> None:
        """Take one move in, in the order of time."""
        counts = self.numbers.get(move.pid)
        if counts is None:
            if len(self.numbers) >= MOST_PROCESSES:
                self.is_whole = False
                return
            counts = self.numbers[move.pid] = [0, 0, 0, 0]
        if move.kind == "unsent":
            counts[_PLACES["sent"]] = move.number
            self.buffers.setdefault(move.pid, []).insert(0, self._last())
            return
        place = _PLACES[move.kind]
        self.is_whole = self.is_whole and move.number == counts[place] + 1
        counts[place] = move.number
        if move.kind == "put":
            item = NONE if move.is_none else self._of(move)
            (self.buffers.setdefault(move.pid, []) if self.has_buffers else self.new).append(item)
            self.nones[0] += move.is_none
            self._step(move, item)
        elif move.kind == "sent":
            self.new.append(self._first_of(move.pid))
        elif move.kind == "lost":
            if self.has_buffers:
                self._first_of(move.pid)
            else:
                self._last()
        else:
            item = self._last() if self.order == "last" else self._first()
            if self.order not in ("first", "last"):
                self.is_whole, item = False, UNKNOWN
            self.is_whole = self.is_whole and (item == UNKNOWN or (item == NONE) is move.is_none)
            item = NONE if move.is_none else item
            self.nones[1] += move.is_none
            self._step(move, item)

    def _step(self, move: Move, item: str) -> None:
        at_s, who = move.at_ns / 1e9, (move.pid, move.tid, move.kind == "put")
        if at_s >= self.stepped_s.get(who, -STEP_S - 1e6) + STEP_S:
            self.stepped_s[who] = at_s
            self.steps.append(Step(at_s, *who, item))

    def _of(self, move: Move) -> str:
        maker = move.who
        if maker not in self.makers:
            if len(self.makers) >= MOST_MAKERS:
                return UNKNOWN
            self.makers[maker] = len(self.makers)
        return chr(FIRST_MAKER + self.makers[maker])

    def _first_of(self, pid: int) -> str:
        items = self.buffers.get(pid)
        if items:
            return items.pop(0)
        self.is_whole = False
        return UNKNOWN

    def _first(self) -> str:
        place = self.gone - len(self.line)
        if place >= len(self.new):
            self.is_whole = False
            return UNKNOWN
        self.gone += 1
        return self.line[place] if place < 0 else self.new[place]

    def _last(self) -> str:
        if len(self.line) + len(self.new) <= self.gone:
            self.is_whole = False
            return UNKNOWN
        if self.new:
            return self.new.pop()
        item, self.line = self.line[-1], self.line[:-1]
        return item

    def frozen(self) -> QueueTraffic:
        numbers = tuple(Numbers(pid, *counts) for pid, counts in self.numbers.items())
        line = (self.line + "".join(self.new))[self.gone :]
        buffers = {pid: "".join(items) for pid, items in self.buffers.items() if items}
        queue = replace(
            self.queue,
            makers=tuple(self.makers),
            numbers=numbers,
            is_followed=self.queue.is_followed and self.is_whole,
            nones_put=self.nones[0],
            nones_got=self.nones[1],
            steps=(*self.queue.steps, *self.steps)[-STEPS:],
        )
        if queue.depth > MOST_INSIDE or not (self.queue.is_known or queue.depth == 0):
            return replace(queue, line="", buffers=(), is_known=False, is_followed=False)
        if not self.is_whole or not self.queue.is_known:
            found = self._unknown(numbers)
            if found is None:
                return replace(queue, line="", buffers=(), is_known=False, is_followed=False)
            line, buffers = found
        return replace(queue, line=line, buffers=tuple(buffers.items()), is_known=True)

    def _unknown(self, numbers: tuple[Numbers, ...]) -> tuple[str, dict[int, str]] | None:
        """Return as many unknown items as the numbers say; None when that makes no sense."""
        line = sum(one.sent - one.got if self.has_buffers else one.put - one.got - one.lost for one in numbers)
        waiting = {one.pid: one.put - one.sent - one.lost for one in numbers} if self.has_buffers else {}
        if line > MOST_INSIDE or sum(max(0, count) for count in waiting.values()) > MOST_INSIDE:
            return None
        return UNKNOWN * max(0, line), {pid: UNKNOWN * count for pid, count in waiting.items() if count > 0}
