"""Telemetry of a pool whose results are got in some way, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec.structs import replace

from tests.support.builders import comparison
from tests.support.own_program import Does, Own
from tui.telemetry.tasks import (
    ALL_TASKS,
    PoolCount,
    PoolsCounted,
    TaskCount,
    TaskDelivered,
    TaskEnded,
    TasksCounted,
    TaskStarted,
    TaskSubmitted,
)
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    CoresSampled,
    ResultPrinted,
    RunStarted,
    Telemetry,
    VariantPlanned,
)
from tui.telemetry.who import Who

Way = Literal["map", "imap", "unordered", "apply"]
POOL = 7
SIZES = (1.0, 0.2, 0.3, 0.4, 0.2)
"""Seconds that each task takes: the first one is the longest."""
HAND_OVER_S = 0.002


def pooled(way: Way, sizes: Sequence[float] = SIZES, *, workers: int = 2, chunk: int = 1, until_s: float = 9.9) -> Own:
    """Return a program that gives tasks to a pool at 0.5 s and gets their results, as far as until `until_s`."""
    own = Own()
    own.made(POOL, "pool", "pool", type_="multiprocessing.Pool", limit=workers)
    mine = [own.process(f"worker-{n}", Does(running=0.9)) for n in range(workers)]
    chunks = [sizes[at : at + chunk] for at in range(0, len(sizes), chunk)]
    keys = [(n, 0) if way == "apply" else (0, n) for n in range(len(chunks))]
    at_s = own.at_s = 0.5
    own.told.append(TasksCounted(at_s, 0, (TaskCount(100, 100, len(keys), 0, 0, 0, False, 0.0),)))
    own.told += [TaskSubmitted(at_s, 0, 100, 100, POOL, job, task, 1) for job, task in keys]
    own.told.append(PoolsCounted(at_s, 0, (PoolCount(POOL, len(keys), 0, 0, 0, 0, 0, 0, 0, 0.0),)))
    free = dict.fromkeys(mine, at_s)
    ends: list[float] = []
    for (job, task), part in zip(keys, chunks, strict=True):
        who = min(free, key=lambda one: free[one])
        began_s, free[who] = free[who], free[who] + sum(part)
        ends.append(free[who])
        _told(own, who, (job, task), began_s, sum(part), len(part), until_s)
    got = _got(way, ends)
    for (job, task), got_s in sorted(zip(keys, got, strict=True), key=lambda pair: pair[1]):
        if got_s <= until_s and way != "map":
            own.told.append(TaskDelivered(got_s, 0, 100, 100, POOL, job, task, 1))
    if way == "map" and max(got) <= until_s:
        own.told.append(TaskDelivered(max(got), 0, 100, 100, POOL, 0, ALL_TASKS, len(keys)))
    ended, out = sum(end <= until_s for end in ends), sum(it <= until_s for it in got)
    begun = len(chunks) if until_s > max(ends) else ended + workers
    count = PoolCount(POOL, len(chunks), begun, ended, 0, 0, out, len(sizes), 1, 1.0)
    own.told.append(PoolsCounted(min(until_s, max(got)), 0, (count,)))
    for who in mine:
        did = sum(isinstance(item, TaskEnded) and item.who == who for item in own.told)
        own.tasks(who, ended=did)
    own.at_s, until_s = 0.0, min(until_s, max(got) + 0.1)
    own.passes(until_s)
    own.told[1:] = sorted(own.told[1:], key=lambda item: item.at_s)
    return own


TITLES = {"map": "map", "imap": "imap", "unordered": "imap_unordered", "apply": "apply_async"}


def compared(
    *ways: Way, sizes: Sequence[float] = SIZES, inputs: Mapping[str, int] | None = None, until_s: float = 9.9,
    others: float = 0.0, cores: float = 4.0,
) -> list[Telemetry]:  # fmt: skip
    """Return a comparison of ways, 5 s each; the last one as far as until `until_s`, and all to the end without that.

    `inputs`: how many the program says were taken before the first result was asked for; else all.
    """
    planned = tuple(VariantPlanned(way, "process", "", False, None, title=TITLES[way]) for way in TITLES if way in ways)
    told: list[Telemetry] = [
        replace(
            comparison(usable_cores=cores), scenario="four-ways-to-map", title="four ways to map", variants=planned,
            boards=("tasks", "deliveries"), knobs=(("workers", "2"), ("tasks", str(len(sizes)))),
        )
    ]  # fmt: skip
    for place, way in enumerate(ways):
        is_cut = place == len(ways) - 1 and until_s < max(_got(way, [9.0]))
        own = pooled(way, sizes, until_s=until_s if is_cut else 9.9)
        run = own.told[1:] if is_cut else own.ends()[1:-1]
        if not is_cut:
            count = (inputs or {}).get(way, len(sizes))
            run.insert(-1, ResultPrinted(own.at_s, 0, (("inputs_before", float(count)),)))
        told += [_moved(item, way, place, 5.0 * place, others) for item in run]
    return told if until_s < 9.0 else [*told, ComparisonEnded(5.0 * len(ways))]


def _moved(item: Telemetry, way: Way, run: int, later_s: float, others: float) -> Telemetry:
    """Return what was told of a run as that of another one, later."""
    changed: dict[str, Any] = {"at_s": item.at_s + later_s}
    if hasattr(item, "run"):
        changed["run"] = run
    if isinstance(item, RunStarted):
        changed["variant"] = way
    if isinstance(item, CoresSampled):
        changed["others"] = others
    return replace(item, **changed)


def _told(own: Own, who: Who, key: tuple[int, int], began_s: float, took_s: float, calls: int, until_s: float) -> None:  # noqa: PLR0917
    job, task = key
    if began_s <= until_s:
        own.told.append(TaskStarted(began_s, 0, *who[:2], task, job, POOL, "work", calls))
    if began_s + took_s <= until_s:
        own.told.append(TaskEnded(began_s + took_s, 0, *who[:2], task, took_s, False, job, POOL))


def _got(way: Way, ends: Sequence[float]) -> list[float]:
    """Return when each result is got."""
    if way == "map":
        return [max(ends) + HAND_OVER_S] * len(ends)
    if way == "unordered":
        return [end + HAND_OVER_S for end in ends]
    return [max(ends[: place + 1]) + HAND_OVER_S for place in range(len(ends))]
