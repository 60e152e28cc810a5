"""What is said of queues: which side waits, what a bound does, and whether every item is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model.queue.balance import Balance
from tui.model.queue.missing import missing
from tui.model.queue.readings import QueueReading, faster, grows, queue_reading
from tui.model.said.saying import Sentence, Span, Words, named, sentence, took
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import NO_BREAK, grouped, listed, percent, verb

FULL = 0.95
"""From this share of its slots on a queue counts as full."""


LESSON, ADDS = "producer-consumer", {"producers": "}", "consumers": "]"}
"""The lesson in which a key adds a worker, and the keys."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    queue = _newest_reading(reading.name, state)
    if queue is None or not queue.type:
        return ((named(reading), Span(": starting.")),)
    if not queue.producers and not queue.consumers and not missing(queue):
        return ((named(reading), Span(": nobody has put anything into the queue yet.")),)
    keys = ADDS if state.header is not None and state.header.scenario == LESSON else {}
    said = (_nobody(queue, keys) or _brake(queue), _who_waits(queue), _balance(queue.balance))
    return tuple(row for row in said if row)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    said: list[Sentence] = []
    for reading in finished:
        queue = _newest_reading(reading.name, state)
        said.append(_came_to(reading, queue) if queue is not None and queue.balance is not None else took(reading))
    newest = state.newest()
    balance = queue_reading(newest).balance if newest is not None and newest.outcome == "ended" else None
    return tuple(row for row in (*said, _balance(balance)) if row)


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    newest = queue_reading(state.runs[-1]) if state.runs else None
    if newest is None or not newest.type:
        return said[0] if said else (Span(""),)
    if newest.is_over and newest.balance is not None and newest.balance.agrees and not newest.balance.lost:
        return (Span("What went in came out: nothing lost.", "good bold"),)
    return _brief(newest)[0]


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, has_rates=True)
"""Speaks of the run that is on, then of what the runs came to."""


def _newest_reading(name: str, state: ComparisonState) -> QueueReading | None:
    run = state.newest(name)
    return queue_reading(run) if run is not None else None


def _nobody(queue: QueueReading, keys: Mapping[str, str]) -> Sentence:
    """Return who is missing, and the key that adds one; nothing while there is somebody on both sides."""
    gone = missing(queue)
    if not gone:
        return ()
    one = "" if len(gone) == 1 else "a "
    adds = [f" {keys[side]} adds {one + side[:-1] if one else 'one'}" for side in gone if side in keys]
    text = f"There are no {' and no '.join(gone)}{':' if adds else ''}{','.join(adds)}."
    return (Span(text, "foreground bold"),)


def _brake(queue: QueueReading) -> Sentence:
    """Return what the bound does now, by the slots taken, who waits and the rates."""
    waits = [worker for worker in queue.producers if worker.phase == "full"]
    hungry = [worker for worker in queue.consumers if worker.phase == "empty"]
    if queue.maxsize is None:
        if grows(queue):
            into, out = queue.in_per_s or 0.0, queue.out_per_s or 0.0
            return (
                Span("Without a bound nothing brakes. ", "foreground bold"),
                Span(f"{into:.0f} items a second go in and {out:.0f} come out, so the queue and its memory grow."),
            )
        return (Span("Without a bound nothing brakes: ", "foreground bold"), Span("put() never waits here."))
    head = Span("A bounded queue is a brake. ", "foreground bold")
    if waits:
        text = f"All {queue.maxsize} slots are taken, so put() waits and producers slow to the consumers' pace."
        return (head, Span(text))
    if hungry and queue.depth == 0:
        return (head, Span("It is empty, so get() waits and consumers slow to the producers' pace."))
    taken = f"{queue.depth} of {queue.maxsize} slots are taken"
    if queue.depth >= FULL * queue.maxsize:
        return (head, Span(f"{taken}, so the next put() may have to wait."))
    return (head, Span(f"{taken}, and neither side is held back now."))


def _who_waits(queue: QueueReading) -> Sentence:
    """Return who waits now, and which side waited more so far."""
    full = _they_wait([worker.name for worker in queue.producers if worker.phase == "full"])
    empty = _they_wait([worker.name for worker in queue.consumers if worker.phase == "empty"])
    said: list[Span] = []
    if full:
        said.append(Span(f"{full} for a free slot. ", "bad bold"))
    if empty:
        said.append(Span(f"{empty} for an item. ", "muted bold"))
    if queue.full_share is not None and queue.empty_share is not None:
        share = f"So far producers waited {percent(queue.full_share)} of their time"
        share += f", consumers {percent(queue.empty_share)}."
        said.append(Span(share))
    return tuple(said)


def _they_wait(names: Sequence[str]) -> str:
    """Return `P2 waits`, `P1 and P2 wait`, `P1, P2 and 4 more wait`; empty where nobody does."""
    shown = names if len(names) <= 3 else (*names[:2], f"{len(names) - 2} more")
    return f"{listed(shown)} {verb(len(names), 'wait')}" if names else ""


def _came_to(reading: VariantReading, queue: QueueReading) -> Sentence:
    """Return what a finished run came to, by its counts and its clock."""
    balance = queue.balance
    assert balance is not None
    per_s = balance.taken / queue.at_s if queue.at_s > 0 else 0.0
    side = faster(queue)
    waited = {
        "producers": f"; producers waited {percent(queue.full_share or 0.0)} of the time",
        "consumers": f"; consumers waited {percent(queue.empty_share or 0.0)} of the time",
        "even": "; both sides waited about as much",
        "": "",
    }[side]
    text = f": {_grouped(balance.taken)} items in {queue.at_s:.1f} s, {per_s:.0f} a second"
    text += f", at most {queue.deepest} inside"
    return (named(reading), Span(f"{text}{waited}."))


def _balance(balance: Balance | None) -> Sentence:
    """Return the sum that must come out even, and whether it does."""
    if balance is None:
        return ()
    inside = f"in the queue {_grouped(balance.in_queue + (balance.in_buffers or 0))}"
    if balance.in_buffers is not None and balance.printed is None:
        inside = f"in buffers {_grouped(balance.in_buffers)} + in the pipe {_grouped(balance.in_queue)}"
    row = [Span("made ", "muted"), Span(_grouped(balance.made))]
    row += [Span(" = taken ", "muted"), Span(_grouped(balance.taken))]
    if balance.printed is not None:
        row.append(Span(f" + left {_grouped(balance.left)}", "muted"))
    if balance.printed is None or balance.in_queue or balance.in_buffers:
        row.append(Span(f" + {inside}", "muted"))
    row += [Span(f" + lost {balance.lost}", "bad bold" if balance.lost else "muted")]
    if balance.agrees is None:
        row.append(Span("  not checked one by one: some moves were not told", "muted"))
        row += [Span(";", "muted")] if balance.printed is not None else []
    elif not balance.agrees:
        row.append(Span("  ✗ does not come out even", "bad bold"))
    elif balance.printed is not False:
        row.append(Span("  ✓", "good bold"))
    if balance.printed is not None:
        said = (" the program printed the same", "good")
        said = said if balance.printed else (" ✗ the program printed other numbers", "bad bold")
        row.append(Span(*said))
    if balance.nones:
        row.append(Span(f"  + {balance.nones} None, each to end a consumer", "muted"))
    return tuple(row)


def _grouped(count: int) -> str:
    return grouped(count, NO_BREAK)


def _brief(queue: QueueReading) -> tuple[Sentence, ...]:
    """Return the one sentence for a projector."""
    side = faster(queue)
    if gone := _nobody(queue, {}):
        return (gone,)
    if grows(queue):
        return sentence("No bound, no brake: the queue grows.", "foreground bold")
    if side == "producers":
        return sentence("The queue is full: producers wait for consumers.", "foreground bold")
    if side == "consumers":
        return sentence("The queue is empty: consumers wait for producers.", "foreground bold")
    return sentence("Both sides keep each other's pace.", "foreground bold")
