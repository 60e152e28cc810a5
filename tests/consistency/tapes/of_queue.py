"""Invented runs around a queue: workers of any pace, bounds that change, ends, moves that are not told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from tests.consistency.rule import tape
from tests.support.builders import comparison
from tui.lessons.catalogue import find
from tui.telemetry.moves import ItemsMoved, MoveKind, Moves, Row, WorkerCount, moves_of
from tui.telemetry.objects import ObjectFound, QueueCount, QueuesCounted
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    Kind,
    ProcessEnded,
    ProcessStarted,
    ResultPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)
from tui.telemetry.waits import Wait, WaitsSeen

STEP_S = 0.004
LESSON = "producer-consumer"


def header() -> ComparisonStarted:
    lesson = find(LESSON)
    variants = tuple(VariantPlanned(v.name, v.hue, v.says, v.baseline, v.word) for v in lesson.variants)
    return replace(
        comparison(), scenario=LESSON, title=lesson.title, program="demos/producer_consumer.py", variants=variants,
        knobs=(), boards=lesson.boards,
    )  # fmt: skip


@dataclass(slots=True)
class Worker:
    """One who puts or takes."""

    name: str
    pid: int
    tid: int
    is_producer: bool
    until_s: float
    """When it will have made or used its item."""
    since_s: float | None = None
    """Since when it waits for the queue."""
    moved: int = 0
    nones: int = 0
    is_gone: bool = False


@dataclass(slots=True)
class Queue:
    """One queue."""

    key: int
    bound: int | None
    line: list[tuple[int, bool, float]] = field(default_factory=list)
    """In the pipe: pid, whether it is None, when it was put."""
    buffers: dict[int, list[tuple[bool, float]]] = field(default_factory=dict)
    puts: int = 0
    gets: int = 0
    sent: int = 0
    waits: dict[bool, list[float]] = field(default_factory=lambda: {True: [0, 0.0], False: [0, 0.0]})

    @property
    def depth(self) -> int:
        return self.puts - self.gets


class Story:
    """Writes one run of one variant."""

    def __init__(self, random_: random.Random, run: int, variant: str, start_s: float) -> None:
        self.random, self.run, self.at_s, self.start_s = random_, run, start_s, start_s
        self.is_process = variant == "processes"
        self.told: list[Telemetry] = []
        self.workers: list[Worker] = []
        self.queues: list[Queue] = []
        self.moves: list[Row] = []
        self.numbers: dict[tuple[int, int, str], int] = {}
        self.make_s, self.take_s = self._pace(), self._pace()
        self.forgets = random_.random() < 0.15
        """Whether some moves are not told."""
        self.pid = 1000 * (run + 1)
        self._next = self.pid
        self.told += [
            RunStarted(start_s, run, variant, 0, f"python producer_consumer.py {variant}", None, 600.0),
            ProcessStarted(start_s, run, self.pid, 1, "main", "producer_consumer.py", True),
            ThreadStarted(start_s, run, self.pid, self.pid, "thread", "main", "MainThread"),
        ]
        self._queue(self.random.choice((4, 8, 16, 16, 40)))
        for number in range(self.random.choice((1, 2, 3, 3, 6))):
            self._worker(f"P{number + 1}", True)
        for number in range(self.random.choice((1, 2, 2, 4))):
            self._worker(f"C{number + 1}", False)

    def _pace(self) -> float:
        return self.random.choice((0.001, 0.005, 0.015, 0.02, 0.06, 0.3))

    def _queue(self, bound: int | None) -> None:
        type_ = "multiprocessing.Queue" if self.is_process else "queue.Queue"
        self.queues.append(Queue(self.pid + 500 + len(self.queues), bound))
        self.told.append(
            ObjectFound(
                self.at_s, self.run, self.queues[-1].key, "queue", type_, "self.items", "producer_consumer.py:62",
                self.pid, bound, "first", None, None, None, None,
            )
        )  # fmt: skip

    def _worker(self, name: str, is_producer: bool) -> None:
        self._next += 1
        pid = self._next if self.is_process else self.pid
        if self.is_process:
            self.told.append(ProcessStarted(self.at_s, self.run, pid, self.pid, "worker", name, True))
        kind: Kind = "process" if self.is_process else "thread"
        thread = "MainThread" if self.is_process else name
        self.told.append(ThreadStarted(self.at_s, self.run, pid, self._next, kind, "worker", thread))
        wait_s = self._lasts(self.make_s) if is_producer else 0.0
        self.workers.append(Worker(name, pid, self._next, is_producer, self.at_s + wait_s))

    def _lasts(self, pace_s: float) -> float:
        return pace_s * self.random.uniform(0.4, 1.6)

    @property
    def queue(self) -> Queue:
        return self.queues[-1]

    def plays(self, seconds: float) -> None:
        """Let everybody work, told ten times a second."""
        for _ in range(round(seconds * 10)):
            for _ in range(round(0.1 / STEP_S)):
                self.at_s += STEP_S
                self._step()
            self._tells()

    def _step(self) -> None:
        queue = self.queue
        for pid, items in queue.buffers.items():
            while items and self.random.random() < 0.7:
                is_none, put_s = items.pop(0)
                queue.line.append((pid, is_none, put_s))
                queue.sent += 1
                self._move("sent", pid, pid + 7)
        for worker in self.random.sample(self.workers, len(self.workers)):
            while not worker.is_gone and worker.until_s <= self.at_s:
                if not self._moves(worker, queue):
                    break

    def _moves(self, worker: Worker, queue: Queue) -> bool:
        """Let a worker put or take one; return whether it could."""
        blocked = queue.bound is not None and queue.depth >= queue.bound if worker.is_producer else not queue.line
        if blocked:
            if worker.since_s is None:
                worker.since_s = self.at_s
                queue.waits[worker.is_producer][0] += 1
            return False
        if worker.since_s is not None:
            queue.waits[worker.is_producer][1] += self.at_s - worker.since_s
            worker.until_s, worker.since_s = self.at_s, None
        if worker.is_producer:
            self.puts(worker, is_none=False)
        else:
            _, is_none, _ = queue.line.pop(0)
            queue.gets += 1
            self._move("got None" if is_none else "got", worker.pid, worker.tid)
            worker.moved, worker.nones = worker.moved + (not is_none), worker.nones + is_none
            if is_none:
                self._leaves(worker)
        worker.until_s += self._lasts(self.make_s if worker.is_producer else self.take_s)
        return True

    def puts(self, worker: Worker, *, is_none: bool) -> None:
        queue = self.queue
        queue.puts += 1
        worker.moved, worker.nones = worker.moved + (not is_none), worker.nones + is_none
        self._move("put None" if is_none else "put", worker.pid, worker.tid)
        if self.is_process:
            queue.buffers.setdefault(worker.pid, []).append((is_none, self.at_s))
        else:
            queue.line.append((worker.pid, is_none, self.at_s))

    def _move(self, kind: MoveKind, pid: int, tid: int) -> None:
        place = self.queue.key, pid, kind.removesuffix(" None")
        self.numbers[place] = number = self.numbers.get(place, 0) + 1
        self.moves.append((round(self.at_s * 1e9), self.queue.key, pid, tid, kind, number))

    def _remembered(self) -> Moves:
        """Return the moves that are told: the newest of each thread always is."""
        newest = {(pid, tid, kind): number for _, _, pid, tid, kind, number in self.moves}
        return moves_of(
            row
            for row in self.moves
            for _, _, pid, tid, kind, number in [row]
            if newest[pid, tid, kind] == number or not (self.forgets and self.random.random() < 0.02)
        )

    def _leaves(self, worker: Worker) -> None:
        worker.is_gone = True
        ended = ProcessEnded(self.at_s, self.run, worker.pid, 0)
        self.told.append(ended if self.is_process else ThreadEnded(self.at_s, self.run, worker.pid, worker.tid))

    def _tells(self) -> None:
        at_s, run, alive = self.at_s, self.run, [worker for worker in self.workers if not worker.is_gone]
        self.told.append(QueuesCounted(at_s, run, tuple(self._count(queue) for queue in self.queues)))
        waits = [
            Wait(its.pid, its.tid, self.queue.key, "full" if its.is_producer else "empty", its.since_s)
            for its in alive
            if its.since_s is not None
        ]
        self.told.append(WaitsSeen(at_s, run, tuple(waits)))
        counts = tuple(
            WorkerCount(
                its.pid, its.tid, its.moved if its.is_producer else 0, 0 if its.is_producer else its.moved,
                its.nones if its.is_producer else 0, 0 if its.is_producer else its.nones,
            )
            for its in self.workers
        )  # fmt: skip
        self.told.append(ItemsMoved(at_s, run, self._remembered(), counts))
        self.moves = []
        main = ThreadSample(self.pid, self.pid, 0.001, 0.0, 0.099, "join", 0)
        samples = [
            ThreadSample(its.pid, its.tid, 0.002, 0.001, 0.097, "queue" if its.since_s else "sleep", 0) for its in alive
        ]
        self.told.append(ThreadsSampled(at_s + 0.001, run, 0.1, (main, *samples)))
        self.told.append(CoresSampled(at_s + 0.001, (0.2,) * 4, run, (0.1,) * 4, 0.0))

    def _count(self, queue: Queue) -> QueueCount:
        waits = {side: [*told] for side, told in queue.waits.items()}
        for worker in self.workers:
            if queue is self.queue and worker.since_s is not None:
                waits[worker.is_producer][1] += self.at_s - worker.since_s
        (full, full_s), (empty, empty_s) = waits[True], waits[False]
        put, got = (1024 * queue.puts, 1024 * queue.gets) if self.is_process else (None, None)
        oldest_s = self.at_s - queue.line[0][2] if queue.line else None
        return QueueCount(
            queue.key, queue.puts, queue.gets, queue.sent if self.is_process else None, 0, put, got, int(full), full_s,
            int(empty), empty_s, oldest_s,
        )  # fmt: skip

    def sends_home(self) -> None:
        """Let the producers leave, and the consumers behind the last item."""
        producers = [worker for worker in self.workers if worker.is_producer and not worker.is_gone]
        for worker in producers:
            if worker.since_s is not None:
                self.queue.waits[True][1] += self.at_s - worker.since_s
                worker.since_s = None
        for _ in [worker for worker in self.workers if not worker.is_producer and not worker.is_gone]:
            self.puts(producers[0], is_none=True)
        for worker in producers:
            worker.until_s = 1e9
        limit_s = self.at_s + 4.0
        while any(not worker.is_gone for worker in self.workers if not worker.is_producer) and self.at_s < limit_s:
            self.plays(0.1)
        for worker in self.workers:
            if not worker.is_gone:
                self._leaves(worker)

    def bounded(self, bound: int | None) -> None:
        """Go on with another queue and new workers of the same names, as the lesson's program does."""
        names = [(worker.name, worker.is_producer) for worker in self.workers if not worker.is_gone]
        self.sends_home()
        self._queue(bound)
        for name, is_producer in names:
            self._worker(name, is_producer)

    def turns(self) -> None:
        """Turn one knob."""
        what = self.random.choice(("make", "take", "bound", "none", "producer", "consumer"))
        if what == "make":
            self.make_s = self._pace()
        elif what == "take":
            self.take_s = self._pace()
        elif what in ("bound", "none"):
            self.bounded(None if what == "none" else self.random.choice((4, 16)))
        else:
            count = sum(worker.is_producer is (what == "producer") for worker in self.workers)
            self._worker(f"{'P' if what == 'producer' else 'C'}{count + 1}", what == "producer")

    def ends(self) -> list[Telemetry]:
        self.sends_home()
        self.plays(0.1)
        made = sum(worker.moved for worker in self.workers if worker.is_producer)
        taken = sum(worker.moved for worker in self.workers if not worker.is_producer)
        printed = (("made", float(made)), ("taken", float(taken)), ("left", float(made - taken)))
        if made == taken:
            self.told.append(ResultPrinted(self.at_s, self.run, printed))
        elapsed_s = self.at_s - self.start_s
        self.told.append(RunEnded(self.at_s, self.run, "ended", 0, elapsed_s, 0.5, 0, ""))
        return self.told


@tape("queue")
def queue(seed: int) -> Sequence[Telemetry]:
    """Return a comparison of both variants, in which some knobs are turned."""
    chance = random.Random(seed)
    told: list[Telemetry] = [header()]
    at_s = 0.05
    for run, variant in enumerate(("processes", "threads")):
        story = Story(chance, run, variant, at_s)
        for _ in range(chance.choice((1, 2, 3))):
            story.plays(chance.uniform(0.4, 3.0))
            story.turns()
        story.plays(chance.uniform(0.4, 3.0))
        told += story.ends()
        at_s = story.at_s + 0.2
    return [*told, ComparisonEnded(at_s)]
