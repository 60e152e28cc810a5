"""Small items that go through a queue one at a time: handing one over takes longer than what is done with it."""

from __future__ import annotations

from msgspec import Struct

from tui.model.found.finding import MOST, Finding
from tui.model.state.shared import QueueState
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import all_cpu_s
from tui.words.numbers import grouped, size_in_bytes, span

TAKES_S = (
    ("multiprocessing.Manager.", 60e-6), ("multiprocessing.", 15e-6), ("queue.SimpleQueue", 0.0), ("queue.", 4e-6),
)  # fmt: skip
"""CPU time to hand a small item over, on both sides together: about, on a fast machine; on a slow one it is more, and
so the finding is missed there rather than made up. By how the queue's type begins."""
FELT_S = 0.1
"""Of a program's CPU: what handing over takes below that nobody notices."""
SMALL_BYTES = 2048
"""From here on an item's own bytes take long enough to be pickled, whether many come at a time or one."""


class HandingFact(Struct, frozen=True):
    """What went through one queue."""

    queue: QueueState
    items: int
    each_s: float
    """CPU time of the whole program for each item."""
    share: float
    """Of the program's CPU time, about, that went into handing over."""


def handing(state: ComparisonState, run: RunState) -> Finding | None:
    """A queue by which most of the program's CPU time goes into handing items over."""
    fact = max(handing_facts(run), key=lambda fact: fact.share, default=None)
    if fact is None or fact.share < MOST:
        return None
    size = fact.queue.bytes_per_item
    of = f" of {size_in_bytes(size)}" if size else ""
    return Finding(
        "handing over", "Items handed over one by one",
        f"{grouped(fact.items)} items{of} went through {fact.queue.of.name} one at a time; with all that is done with "
        f"it each took {span(fact.each_s)} of CPU, on both sides together, and most of that is the handing over.",
        "to put many at a time, such as a list of some hundred: that is handed over in about the time of one.",
        fact.share,
    )  # fmt: skip


def handing_facts(run: RunState) -> list[HandingFact]:
    """Return what went through each queue whose items are small and many."""
    started_s = run.gone.start_cpu_s + sum(process.start_cpu_s or 0.0 for process in run.processes)
    whole_s = max(all_cpu_s(run) - started_s, 1e-9)
    facts = []
    for queue in run.queues:
        items = queue.count.gets if queue.count else 0
        takes_s = next((each for start, each in TAKES_S if queue.of.type.startswith(start)), 0.0)
        if queue.of.kind != "queue" or items * takes_s < FELT_S or (queue.bytes_per_item or 0) > SMALL_BYTES:
            continue
        facts.append(HandingFact(queue, items, whole_s / items, min(1.0, items * takes_s / whole_s)))
    return facts
