"""Telemetry written by hand, for tests that need no process."""

from __future__ import annotations

from tui.telemetry.tasks import TaskCount, TasksCounted
from tui.telemetry.vocabulary import (
    ComparisonStarted,
    CoresSampled,
    Kind,
    ProcessStarted,
    Reason,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)

VARIANTS = (
    VariantPlanned("sequential", "parent", "one after the other", True, None),
    VariantPlanned("threads", "thread", "a pool of threads", False, "ThreadPoolExecutor"),
    VariantPlanned("processes", "process", "a pool of processes", False, "ProcessPoolExecutor"),
)


def comparison(*, gil: bool | None = True, usable_cores: float = 4.0, repeats: int = 1) -> ComparisonStarted:
    return ComparisonStarted(
        at_s=0.0,
        scenario="threads-vs-processes",
        title="threads vs processes",
        program="demos/threads_vs_processes.py",
        variants=VARIANTS,
        repeats=repeats,
        knobs=(("workers", "4"), ("size", "1000")),
        python_version="3.13.0",
        implementation="CPython",
        gil=gil,
        switch_interval_s=0.005,
        system="Linux",
        cores=4,
        usable_cores=usable_cores,
        sees=("cores", "threads", "placement", "run_queue", "reasons"),
        interval_s=0.1,
        recorded_at=0.0,
    )


def whole_run(
    index: int,
    variant: str,
    start_s: float,
    elapsed_s: float,
    *,
    share: float = 1.0,
    wanted: float = 0.0,
    workers: int = 4,
    kind: Kind = "thread",
    waits_for: Reason = "gil",
    others: float = 0.0,
    repeat: int = 0,
) -> list[Telemetry]:
    """A run that ends well: `workers` workers, each with this share of a core, ten tasks each, sampled at 10 Hz."""
    pid = 100 * (index + 1)
    keys = [(pid + 1 + i, pid + 1 + i) if kind == "process" else (pid, pid + 1 + i) for i in range(workers)]
    told: list[Telemetry] = [
        RunStarted(start_s, index, variant, repeat, f"python x.py {variant}", None, 60.0),
        ProcessStarted(start_s, index, pid, 1, "main", "main", True),
        ThreadStarted(start_s, index, pid, pid, "thread", "main", "MainThread"),
    ]
    for worker_pid, tid in keys:
        if worker_pid != pid:
            told.append(ProcessStarted(start_s, index, worker_pid, pid, "worker", "Process", True))
        told.append(ThreadStarted(start_s, index, worker_pid, tid, kind, "worker", "w"))
    ticks = max(1, round(elapsed_s * 10))
    for tick in range(1, ticks + 1):
        at_s = start_s + elapsed_s * tick / ticks
        done = 10 * tick // ticks
        counts = tuple(TaskCount(p, t, 0, done, done, 0, tick < ticks, 0.0) for p, t in keys)
        told.append(TasksCounted(at_s, index, (TaskCount(pid, pid, 10 * workers, 0, 0, 0, False, 0.0), *counts)))
        off = 1.0 - share - wanted
        samples = tuple(
            ThreadSample(p, t, share / 10, wanted / 10, off / 10, waits_for if off > 0 else "running", i % 4)
            for i, (p, t) in enumerate(keys)
        )
        told.append(ThreadsSampled(at_s, index, 0.1, samples))
        told.append(CoresSampled(at_s, (share,) * 4, index, (share,) * 4, others))
    end = start_s + elapsed_s
    told.append(RunEnded(end, index, "ended", 0, elapsed_s, share * workers * elapsed_s, 0, ""))
    return told


def sequential_run(index: int, start_s: float, elapsed_s: float, repeat: int = 0) -> list[Telemetry]:
    """The baseline: one main thread, no tasks."""
    pid = 100 * (index + 1)
    told: list[Telemetry] = [
        RunStarted(start_s, index, "sequential", repeat, "python x.py sequential", elapsed_s, 60.0),
        ProcessStarted(start_s, index, pid, 1, "main", "main", True),
        ThreadStarted(start_s, index, pid, pid, "thread", "main", "MainThread"),
    ]
    ticks = max(1, round(elapsed_s * 10))
    for tick in range(1, ticks + 1):
        at_s = start_s + elapsed_s * tick / ticks
        told.append(ThreadsSampled(at_s, index, 0.1, (ThreadSample(pid, pid, 0.1, 0.0, 0.0, "running", 0),)))
    told.append(RunEnded(start_s + elapsed_s, index, "ended", 0, elapsed_s, elapsed_s, 0, ""))
    return told


def classic() -> list[Telemetry]:
    """Sequential 4 s, four threads 4.1 s on one core's worth, four processes 1.1 s on four cores."""
    return [
        comparison(),
        *sequential_run(0, 0.0, 4.0),
        *whole_run(1, "threads", 4.0, 4.1, share=0.25),
        *whole_run(2, "processes", 8.1, 1.1, share=1.0, kind="process"),
    ]
