"""The fold's part about what processes use, native threads among them, and how they update what they share.

The rules stand in `fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.born import Born
from tui.model.state.native import NativeThread
from tui.model.state.state import WorkerState
from tui.telemetry.updates import UpdatesSplit
from tui.telemetry.usage import BornMemory, ProcessesUsed
from tui.telemetry.vocabulary import ThreadEnded, ThreadSample, ThreadsSampled
from tui.telemetry.who import Who

MOST_UPDATES = 256
MOST_NATIVES = 64
"""Of each process."""


def processes_used(run: RunDraft, item: ProcessesUsed) -> None:
    for use in item.uses:
        known = run.processes.get(use.pid)
        if known is not None:
            run.processes[use.pid] = replace(
                known,
                cpu_s=max(known.cpu_s or 0.0, use.cpu_s),
                memory_bytes=use.memory_bytes or known.memory_bytes,
                most_memory_bytes=max(known.most_memory_bytes, use.memory_bytes),
            )


def born_memory(run: RunDraft, item: BornMemory) -> None:
    known = run.processes.get(item.pid)
    if known is not None:
        born = replace(known.born or Born(), own_bytes=item.own_bytes, shared_bytes=item.shared_bytes)
        run.processes[item.pid] = replace(known, born=born)


def natives_sampled(run: RunDraft, strangers: Sequence[ThreadSample], item: ThreadsSampled) -> None:
    """Take the samples of threads that nobody has announced; those that have never run are not kept.

    A process's first thread is none of these: the process has only just begun.
    """
    by_process: dict[int, dict[int, NativeThread]] = {}
    for sample in strangers:
        process = run.processes.get(sample.pid)
        wanted_s = sample.wanted_s or 0.0
        is_new = sample.ran_s + wanted_s > 0
        if process is None or sample.tid == sample.pid or not (is_new or process.natives):
            continue
        natives = by_process.setdefault(sample.pid, {native.tid: native for native in process.natives})
        known = natives.get(sample.tid)
        if known is None and is_new and len(natives) < MOST_NATIVES:
            known = NativeThread(sample.tid, item.at_s - item.interval_s)
        if known is not None:
            natives[sample.tid] = replace(
                known,
                ended_s=None,
                ran_s=known.ran_s + sample.ran_s,
                wanted_s=known.wanted_s + wanted_s,
                lived_s=known.lived_s + item.interval_s,
            )
    for pid, natives in by_process.items():
        run.processes[pid] = replace(run.processes[pid], natives=tuple(natives.values()))


def is_announced(run: RunDraft, who: Who) -> None:
    """Take note that a thread is one of Python's after all."""
    process = run.processes.get(who.pid)
    if process is not None and process.natives:
        natives = tuple(native for native in process.natives if native.tid != who.tid)
        run.processes[who.pid] = replace(process, natives=natives)


def native_ended(run: RunDraft, item: ThreadEnded) -> None:
    process = run.processes.get(item.pid)
    if process is not None and process.natives:
        natives = tuple(
            replace(native, ended_s=item.at_s) if native.tid == item.tid else native for native in process.natives
        )
        run.processes[item.pid] = replace(process, natives=natives)


def beside(main: WorkerState, sample: ThreadSample, interval_s: float) -> WorkerState:
    """Return the main thread after an interval in which others were at work."""
    worked_s = min(interval_s, sample.ran_s + (sample.wanted_s or 0.0))
    return replace(main, beside_s=main.beside_s + interval_s, worked_beside_s=main.worked_beside_s + worked_s)


def updates_split(run: RunDraft, item: UpdatesSplit) -> None:
    known = {(update.key, update.pid, update.item): update for update in run.get("updates")}
    for update in item.updates:
        if (update.key, update.pid, update.item) in known or len(known) < MOST_UPDATES:
            known[update.key, update.pid, update.item] = update
    run.fields["updates"] = tuple(known.values())


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    ProcessesUsed: processes_used,
    BornMemory: born_memory,
    UpdatesSplit: updates_split,
}
