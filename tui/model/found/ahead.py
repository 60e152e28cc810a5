"""Inputs that a pool reads to their end long before their results are taken: all of it lies in memory meanwhile.

`imap` reads its input as fast as it can, however few results the program has taken. That of a list is no harm: it is in
memory anyway. It is told where the program's memory grew by it.
"""

from __future__ import annotations

from tui.model.found.notices import Notice
from tui.model.state.shared import PoolState
from tui.model.state.state import RunState
from tui.words.numbers import decimal, grouped, in_words, noun

FAR, TIMES = 16, 4
"""Tasks, and tasks for each worker, by which an input is read far ahead: workers must have something in line."""
MUCH_BYTES = 64_000_000
"""Growth of memory from which on that is worth a word."""


def taken_ahead(run: RunState) -> Notice | None:
    """Return what is to be said of the pool that took most ahead; None where that did no harm."""
    pools = [pool for pool in run.pools if _is_far(pool) and _most_bytes(run, pool) - pool.first_bytes >= MUCH_BYTES]
    pool = max(pools, key=lambda pool: pool.count.ahead if pool.count else 0, default=None)
    if pool is None or pool.count is None:
        return None
    count = pool.count
    of = f" of {pool.calls} calls" if pool.calls > 1 else ""
    out = f"when {in_words(count.out, 'result')} {'was' if count.out == 1 else 'were'} out"
    read = f"had read all {grouped(count.read)} tasks{of} of its input {out}" if count.read else "reads its input"
    grew = f"memory grew {f'from {_megabytes(pool.first_bytes)} ' if pool.first_bytes else ''}to"
    return Notice(
        "Input taken ahead",
        f"{pool.of.name} {read}, {grouped(count.ahead)} {noun(count.ahead, 'task')} ahead of the results; "
        f"{grew} {_megabytes(_most_bytes(run, pool))} MB.",
        "to take a semaphore before each item of the input and to release it after each result, or to hand in a part "
        "of the input at a time.",
    )


def _is_far(pool: PoolState) -> bool:
    return pool.count is not None and pool.count.ahead >= max(FAR, TIMES * (pool.of.limit or 1))


def _most_bytes(run: RunState, pool: PoolState) -> int:
    return next((process.most_memory_bytes for process in run.processes if process.pid == pool.of.pid), 0)


def _megabytes(size_bytes: int) -> str:
    return decimal(size_bytes / 1e6, 0)
