"""Pools with tasks whose fate is known: what failed and what went with its worker is told, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, get_args

from tests.campaign.watching import Seen

Fate = Literal["well", "raise", "kill"]
Pool = Literal["ThreadPoolExecutor", "ProcessPoolExecutor", "ThreadPool", "fork", "spawn"]
"""The last two: `multiprocessing.Pool` with this start method."""
LASTS_S = 15.0
_MADE: dict[Pool, str] = {
    "ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor({})",
    "ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor({})",
    "ThreadPool": "multiprocessing.pool.ThreadPool({})",
    "fork": "multiprocessing.get_context('fork').Pool({})",
    "spawn": "multiprocessing.get_context('spawn').Pool({})",
}
_SOURCE = """\
import concurrent.futures, multiprocessing.pool, os, signal, time


def task(fate):
    time.sleep(0.15)
    if fate == "raise":
        raise ValueError("as told")
    if fate == "kill":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    pool = {made}
    tasks = [{submit} for fate in {fates}]
    for one in tasks:
        try:
            one.{get}
        except (ValueError, multiprocessing.TimeoutError) as error:
            print(type(error).__name__, flush=True)
    pool.{leave}()
"""


class PoolStory(NamedTuple):
    """A pool, and what becomes of each of its tasks."""

    pool: Pool
    workers: int
    fates: tuple[Fate, ...]


def pool_story(seed: int) -> PoolStory:
    """Return a story: from one number always the same one."""
    chance = random.Random(seed)
    pool: Pool = chance.choice(get_args(Pool))
    fates: list[Fate] = [chance.choice(("well", "well", "raise")) for _ in range(chance.randint(3, 9))]
    if chance.random() < 0.3:
        fates = ["well"] * len(fates)
    if pool in ("fork", "spawn") and chance.random() < 0.5:
        fates[chance.randrange(len(fates))] = "kill"
    return PoolStory(pool, chance.randint(1, 3), tuple(fates))


def pool_program(story: PoolStory) -> str:
    """Return its source."""
    is_executor = story.pool.endswith("Executor")
    return _SOURCE.format(
        made=_MADE[story.pool].format(story.workers), fates=list(story.fates),
        submit="pool.submit(task, fate)" if is_executor else "pool.apply_async(task, (fate,))",
        get="result()" if is_executor else "get(timeout=4)", leave="shutdown" if is_executor else "terminate",
    )  # fmt: skip


def pool_faults(story: PoolStory, seen: Seen) -> Iterator[str]:
    """Return what is false or missing in what was said, a line each."""
    failed, lost = story.fates.count("raise"), story.fates.count("kill")
    (pool,) = seen.report["pools"]  # type: ignore[misc]
    told = {"submitted": len(story.fates), "failed": failed, "lost": lost}
    for name, count in told.items():
        if pool[name] != count:  # type: ignore[has-type]
            yield f"{count} tasks {name}, and the pool says {pool[name]}"  # type: ignore[has-type]
    if lost and f"{lost} of {len(story.fates)} tasks lost" not in seen.says:
        yield f"a task was lost, and the sentence does not say so: {seen.says}"
    if failed and not lost and f"{failed} of {len(story.fates)} tasks failed" not in seen.says:
        yield f"{failed} tasks failed, and the sentence does not say so: {seen.says}"
    if not failed + lost and ("lost" in seen.says or "failed" in seen.says):
        yield f"all went well, and the sentence says: {seen.says}"
    errors: list[dict[str, Any]] = seen.report["errors"]  # type: ignore[assignment]
    raised = sum(error["type"] == "ValueError" for error in errors)
    if raised != failed:
        yield f"{failed} tasks failed, and errors have {raised}"
    others = [error for error in errors if error["type"] != "ValueError" and error["exit_code"] != -9]
    if others or bool(lost) != any(error["exit_code"] == -9 for error in errors):
        yield f"errors are not those of the story: {errors}"
    if seen.named or seen.at_last:
        yield f"somebody is said to be stuck: {seen.named | seen.at_last}"
