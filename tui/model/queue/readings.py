"""Readings of a run around a queue: who puts, who takes, what lies in between, and whether nothing was lost.

A number that was not measured is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tui.model.queue.balance import Balance, balance_of
from tui.model.queue.inside import inside
from tui.model.queue.rates import is_changing, last_second, work_s
from tui.model.queue.sides import Side, is_by_hand, order_of, side_of, wait_share
from tui.model.state.shared import QueueState
from tui.model.state.state import RunState, WorkerState
from tui.model.state.traffic import FIRST_MAKER, MoverState, Phase, QueueTraffic, Step
from tui.model.workers.names import given_name
from tui.model.workers.palette import MAIN, TAKERS, of_maker
from tui.telemetry.who import Somebody, Who

RECENT = 20
"""Samples that "now" means for a share: two seconds at 10 Hz."""
SAME = 0.05
"""Shares of waiting that differ by less are the same."""


class WorkerReading(Somebody, Struct, frozen=True):
    """One who puts or takes."""

    name: str
    """The program's own name for it, else P1, C1 and so on. Who takes over a name goes on with its counts."""
    is_producer: bool
    """On which side of the queue it stands."""
    pid: int
    tid: int
    is_process: bool
    phase: Phase
    """What it does now."""
    since_s: float | None
    """How long it has waited for the queue by now; None while it does not."""
    count: int
    """Items made, or taken."""
    nones: int
    """None put, or taken."""
    share: float | None
    """Share of the last two seconds, or of its life once it ended, that it did not wait for the queue."""
    phases: str
    """What it did at the last samples; see `MoverState.phases`."""
    by_hand: bool = False
    """The main thread, which moves an item now and then: neither a producer nor a consumer."""
    hue: str = TAKERS
    """A producer's own, which its items carry; the consumers have one together."""


class QueueReading(Struct, frozen=True):
    """One run around a queue."""

    variant: str
    is_over: bool
    at_s: float
    """Seconds since the run began."""
    producers: tuple[WorkerReading, ...] = ()
    consumers: tuple[WorkerReading, ...] = ()
    unseen: int = 0
    """Workers that have neither put nor taken anything yet."""
    is_changing: bool = False
    """Whether another queue is about to take its place: workers leave it, and come again."""
    type: str = ""
    """`multiprocessing.Queue`, of the queue in use; empty before there is one."""
    place: int = 1
    """Which queue of the run it is, counted from 1."""
    maxsize: int | None = None
    items: str = ""
    """What lies in it, the item that comes next first; see `QueueTraffic.line`."""
    is_known: bool = True
    makers: tuple[int | None, ...] = ()
    """For each maker of items its place among the producers; None when it is none of them."""
    depth: int = 0
    in_buffers: int | None = None
    in_pipe: int = 0
    nones: int = 0
    """Of these items, those put and not yet sent, None where there is no pipe; the others; and how many None are inside
    besides. Together they are the depth."""
    deepest: int = 0
    in_per_s: float | None = None
    out_per_s: float | None = None
    """Over the last second, of the queue in use."""
    full_now: float | None = None
    """Share of the last second that the producers waited for room; None where nobody puts."""
    empty_now: float | None = None
    """The same of the consumers, for an item."""
    work_s: float | None = None
    """From the first item that went in to the last one that came out: without the start of workers, or their end."""
    bytes_per_item: float | None = None
    oldest_s: float | None = None
    chart: tuple[float, ...] = ()
    """Depth since the queue was made, a value a bucket."""
    chart_s: float = 0.0
    """How much time that is."""
    steps: tuple[Step, ...] = ()
    times: tuple[float, ...] = ()
    """When the samples of the workers' phases were taken."""
    full_share: float | None = None
    """Share of the producers' time waited for room, over the run; `measured` has the same."""
    empty_share: float | None = None
    balance: Balance | None = None

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """What goes in and out per second: over the last second, or over the whole work once the run is over."""
        if self.is_over and self.balance is not None and self.work_s:
            return self.balance.made / self.work_s, self.balance.taken / self.work_s
        return self.in_per_s, self.out_per_s


NOTHING = QueueReading("", False, 0.0)
"""The reading as long as there is no run."""


def queue_reading(run: RunState) -> QueueReading:
    """Return what there is to say about a run around a queue."""
    queues = [queue for queue in run.queues if queue.of.kind == "queue"]
    in_use = _in_use(queues)
    moved = {queue.key: queue for queue in run.traffic.queues}
    traffic = moved.get(in_use.of.key, QueueTraffic(in_use.of.key)) if in_use else QueueTraffic(0)
    producers, consumers, unseen = _crew(run)
    found = QueueReading(
        variant=run.variant,
        is_over=run.phase == "over",
        at_s=run.elapsed_s,
        producers=producers,
        consumers=consumers,
        unseen=unseen,
        is_changing=is_changing(run),
        steps=traffic.steps,
        times=run.traffic.times.values,
        full_share=wait_share(run, "producer"),
        empty_share=wait_share(run, "consumer"),
        balance=balance_of(run),
        work_s=work_s(run),
    )
    return _with_queue(found, run, in_use, traffic, queues) if in_use else found


def _in_use(queues: Sequence[QueueState]) -> QueueState | None:
    """Return the queue through which something goes: the newest one with items, else the newest."""
    used = [queue for queue in queues if queue.count is not None and queue.count.puts]
    return (used or [*queues])[-1] if queues else None


def _with_queue(
    found: QueueReading, run: RunState, queue: QueueState, traffic: QueueTraffic, queues: Sequence[QueueState]
) -> QueueReading:
    count = queue.count
    bucket_s = queue.depths.bucket_s
    begins = int(max(0.0, queue.of.at_s - run.started_s) / bucket_s)
    chart = queue.depths.means[begins:]
    its = inside(run, queue, traffic)
    into, out, full_s, empty_s = last_second(queue, run.started_s + run.elapsed_s)
    return replace(
        found,
        type=queue.of.type,
        place=queues.index(queue) + 1,
        maxsize=queue.of.maxsize,
        items=its.items,
        is_known=traffic.is_known and bool(traffic.numbers or not queue.depth),
        makers=_places(traffic.makers, found.producers, run),
        depth=its.depth,
        in_buffers=its.in_buffers,
        in_pipe=its.in_pipe,
        nones=its.nones,
        deepest=max(its.depth, *(run_queue.deepest for run_queue in queues)),
        in_per_s=into,
        out_per_s=out,
        full_now=_share_of(full_s, found.producers),
        empty_now=_share_of(empty_s, found.consumers),
        bytes_per_item=queue.bytes_per_item,
        oldest_s=count.oldest_s if count else None,
        chart=chart,
        chart_s=len(chart) * bucket_s,
    )


def _share_of(waited: float | None, workers: Sequence[WorkerReading]) -> float | None:
    """Return the seconds waited per second as a share of those who are there."""
    there = sum(worker.phase != "gone" for worker in workers)
    return min(1.0, waited / there) if waited is not None and there else None


def _places(
    makers: Sequence[Who], producers: Sequence[WorkerReading], run: RunState
) -> tuple[int | None, ...]:
    """Return the place among the producers of each maker of items."""
    workers = {worker.who: worker for worker in run.workers}
    names = {process.pid: process.name for process in run.processes}
    places = {producer.who: place for place, producer in enumerate(producers)}
    by_name = {producer.name: place for place, producer in enumerate(producers)}
    found: list[int | None] = []
    for maker in makers:
        worker = workers.get(maker)
        named = by_name.get(given_name(worker, names)) if worker is not None else None
        found.append(places.get(maker, named))
    return tuple(found)


def _crew(run: RunState) -> tuple[tuple[WorkerReading, ...], tuple[WorkerReading, ...], int]:
    """Return the producers, the consumers, and how many workers have done neither yet."""
    workers = {worker.who: worker for worker in run.workers}
    names = {process.pid: process.name for process in run.processes}
    sides: dict[Side, dict[str, WorkerReading]] = {"producer": {}, "consumer": {}}
    movers = [(workers[m.who], m) for m in run.traffic.movers if m.who in workers]
    for worker, mover in sorted(movers, key=lambda pair: order_of(pair[0], names)):
        side = side_of(worker, mover)
        if side is not None:
            there = sides[side]
            name = given_name(worker, names) or f"{side[0].upper()}{len(there) + 1}"
            found = _reading(worker, mover, side, name, run)
            there[name] = _together(there[name], found) if name in there else found
    told = {mover.who for mover in run.traffic.movers}
    unseen = sum(
        worker.role == "worker" and worker.ended_s is None and key not in told for key, worker in workers.items()
    )
    producers = tuple(
        replace(producer, hue=producer.hue if producer.by_hand else of_maker(place))
        for place, producer in enumerate(sides["producer"].values())
    )
    return producers, tuple(sides["consumer"].values()), unseen


def _together(earlier: WorkerReading, later: WorkerReading) -> WorkerReading:
    """Return one reading of two workers of the same name, of which the later one took over."""
    length = max(len(earlier.phases), len(later.phases))
    both = zip(earlier.phases.rjust(length), later.phases.rjust(length), strict=True)
    return replace(
        later,
        count=earlier.count + later.count,
        nones=earlier.nones + later.nones,
        phases="".join(before if after == " " else after for before, after in both),
    )


def _reading(worker: WorkerState, mover: MoverState, side: Side, name: str, run: RunState) -> WorkerReading:
    waits_on = worker.waits_on
    phase: Phase = "busy"
    since_s = None
    if worker.ended_s is not None:
        phase = "gone"
    elif waits_on is not None and waits_on.why in ("full", "empty"):
        phase = "full" if waits_on.why == "full" else "empty"
        since_s = max(0.0, run.started_s + run.elapsed_s - waits_on.since_s)
    elif mover.phases.endswith("i"):
        phase = "leaving" if _is_leaving(worker, run) else "idle"
    lived_s = mover.busy_s + mover.full_s + mover.empty_s + mover.idle_s
    recent = mover.phases[-RECENT:].replace(" ", "")
    share = recent.count("b") / len(recent) if recent else None
    if phase == "gone":
        share = mover.busy_s / lived_s if lived_s else None
    is_producer, by_hand = side == "producer", is_by_hand(worker, mover)
    return WorkerReading(
        name=name,
        is_producer=is_producer,
        pid=mover.pid,
        tid=mover.tid,
        is_process=worker.kind == "process",
        phase=phase,
        since_s=since_s,
        count=mover.count.puts if is_producer else mover.count.gets,
        nones=mover.count.nones_put if is_producer else mover.count.nones_got,
        share=share,
        phases=mover.phases,
        by_hand=by_hand,
        hue=MAIN if by_hand else TAKERS,
    )


def _is_leaving(worker: WorkerState, run: RunState) -> bool:
    """Whether a process waits at its end: its main thread for the helper thread, which still has items to send."""
    is_held_up = worker.kind == "process" and worker.reason in ("lock", "join")
    return is_held_up and any(pid == worker.pid for queue in run.traffic.queues for pid, _ in queue.buffers)


def maker_of(item: str, makers: Sequence[int | None]) -> int | None:
    """Return an item's maker as its place among the producers; None for a None and where it is not known."""
    number = ord(item) - FIRST_MAKER
    return makers[number] if 0 <= number < len(makers) else None


def faster(reading: QueueReading) -> Literal["producers", "consumers", "even", ""]:
    """Return which side could do more over the run: the one that waits. Empty before anything is known."""
    full, empty = reading.full_share, reading.empty_share
    if full is None or empty is None:
        return ""
    if abs(full - empty) < SAME:
        return "even"
    return "producers" if full > empty else "consumers"
