"""What is said of queues: which side waits, what a bound does, and whether every item is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from tui.model.queue.balance import Balance
from tui.model.queue.missing import missing, there
from tui.model.queue.pace import FEW, Pace, pace
from tui.model.queue.readings import SAME, QueueReading, faster, queue_reading
from tui.model.said.saying import Sentence, Span, Words, named, sentence, took
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import NO_BREAK, grouped, listed, noun, percent, verb

FULL = 0.95
"""From this share of its slots on a queue counts as full."""


COME_AGAIN = "who works at it leaves, and comes again."

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
    found = [(reading, _newest_reading(reading.name, state)) for reading in finished]
    known = [queue for _, queue in found if queue is not None and queue.balance is not None]
    said = [_closing(known)] if known and state.is_over else []
    for reading, queue in found:
        said.append(_came_to(reading, queue) if queue is not None and queue.balance is not None else took(reading))
    newest = state.newest()
    balance = queue_reading(newest).balance if newest is not None and newest.outcome == "ended" else None
    return tuple(row for row in (*said, _balance(balance)) if row)


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    newest = queue_reading(state.runs[-1]) if state.runs else None
    if newest is None or not newest.type or state.runs[-1].phase in ("failed", "time limit"):
        return said[0] if said else (Span(""),)
    return _closing([newest]) if newest.is_over else _brief(newest)[0]


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, has_rates=True)
"""Speaks of the run that is on, then of what the runs came to."""


def _newest_reading(name: str, state: ComparisonState) -> QueueReading | None:
    run = state.newest(name)
    return queue_reading(run) if run is not None else None


def _nobody(queue: QueueReading, keys: Mapping[str, str]) -> Sentence:
    """Return who is missing, and the key that adds one; nothing while there is somebody on both sides."""
    gone = missing(queue)
    if keys and queue.is_changing and not (there(queue.producers) and there(queue.consumers)):
        return (Span("A queue keeps its bound, so another one takes its place: ", "foreground bold"), Span(COME_AGAIN))
    if not gone:
        return ()
    one = "" if len(gone) == 1 else "a "
    adds = [f" {keys[side]} adds {one + side[:-1] if one else 'one'}" for side in gone if side in keys]
    text = f"There are no {' and no '.join(gone)}{':' if adds else ''}{','.join(adds)}."
    return (Span(text, "foreground bold"),)


def _brake(queue: QueueReading) -> Sentence:
    """Return what the bound does now, by the slots taken, who waits and the rates."""
    now = pace(queue)
    if queue.maxsize is None:
        if now == "grows":
            into, out = queue.in_per_s or 0.0, queue.out_per_s or 0.0
            return (
                Span("Without a bound nothing brakes. ", "foreground bold"),
                Span(f"{into:.0f} items a second go in and {out:.0f} come out, so the queue and its memory grow."),
            )
        return (Span("Without a bound nothing brakes: ", "foreground bold"), Span("put() never waits here."))
    head = Span("A bounded queue is a brake. ", "foreground bold")
    return (head, Span(_bounded(queue, queue.maxsize, now)))


def _bounded(queue: QueueReading, bound: int, now: Pace) -> str:
    """Return what the bound does: by who waits at this moment, then by the last second."""
    full, empty = _waiting(queue, "full"), _waiting(queue, "empty")
    taken = f"{grouped(queue.depth, NO_BREAK)} of {grouped(bound, NO_BREAK)} slots are taken"
    if full or now == "braked":
        every = f"All {grouped(bound, NO_BREAK)} slots are" if bound > 1 else "The only slot is"
        is_full = full and queue.depth >= bound
        why = f"{every} taken, so put() waits and" if is_full else f"{taken}; put() waits for room,"
        return f"{why} producers slow to the consumers' pace."
    if empty or now == "hungry":
        why = "It is empty, so get() waits and" if empty and queue.depth == 0 else f"{taken}; get() waits for items,"
        return f"{why} consumers slow to the producers' pace."
    if now == "turns":
        return f"{taken}; in the last second each side had to wait at times."
    if queue.depth >= FULL * bound:
        return f"{taken}, so the next put() may have to wait."
    return f"{taken}, and neither side is held back now."


def _waiting(queue: QueueReading, phase: str) -> list[str]:
    """Return the names of those who wait now."""
    return [worker.name for worker in (*queue.producers, *queue.consumers) if worker.phase == phase]


def _who_waits(queue: QueueReading) -> Sentence:
    """Return who waits now, and which side waited more so far."""
    full, empty = _they_wait(_waiting(queue, "full")), _they_wait(_waiting(queue, "empty"))
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
    side = faster(queue)
    waited = {
        "producers": f"; producers waited {percent(queue.full_share or 0.0)}",
        "consumers": f"; consumers waited {percent(queue.empty_share or 0.0)}",
        "even": "; both sides waited about as much",
        "": "",
    }[side]
    text = f": {_grouped(balance.taken)} items in {queue.at_s:.1f} s"
    if queue.work_s:
        text = f": {_grouped(balance.taken)} items in {queue.work_s:.1f} s, {balance.taken / queue.work_s:.0f} a second"
        text += f" ({queue.at_s:.1f} s with start-up)"
    text += f", at most {_grouped(queue.deepest)} inside"
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


BRIEF: Mapping[Pace, str] = {
    "untaken": "There are no consumers.",
    "unmade": "There are no producers.",
    "emptying": "There are no producers.",
    "still": "Nothing moves.",
    "grows": "No bound, no brake: the queue grows.",
    "braked": "The bound makes producers wait for consumers.",
    "hungry": "Consumers wait for the next item.",
    "turns": "Each side waits for the other at times.",
    "fills": "More goes in than comes out: it fills.",
    "drains": "More comes out than goes in: it empties.",
    "even": "Both sides keep each other's pace.",
}


def _brief(queue: QueueReading) -> tuple[Sentence, ...]:
    """Return the one sentence for a projector while it runs."""
    gone, now = _nobody(queue, {}), pace(queue)
    of = f"of {_grouped(queue.maxsize)} slots are taken" if queue.maxsize else f"{noun(queue.depth, 'item')} inside"
    return (gone,) if gone else sentence(BRIEF[now] if now else f"{_grouped(queue.depth)} {of}.", "foreground bold")


def _closing(queues: Sequence[QueueReading]) -> Sentence:
    """Return the one sentence on runs that are over: what the lesson is about, with its number, and what was lost."""
    newest = queues[-1]
    kinds = {_what_held(queue) for queue in queues}
    kind = _what_held(newest)
    alike = [queue for queue in queues if len(kinds) == 1 or queue is newest]
    deepest = _grouped(max(queue.deepest for queue in alike))
    several = len({queue.variant for queue in queues}) > 1
    name = f"{listed(list(dict.fromkeys(queue.variant for queue in alike))).capitalize()}: " if several else ""
    said = {
        "bound": f"the bound made producers wait {_from_to([queue.full_share for queue in alike])} of the time",
        "items": f"consumers waited for items {_from_to([queue.empty_share for queue in alike])} of the time",
        "nothing": f"nothing held the producers, and up to {deepest} items lay inside",
        "": "nobody had to wait for long",
    }[kind]
    lost = sum(queue.balance.lost for queue in queues if queue.balance is not None)
    then = f"; {_grouped(lost)} items were lost" if lost else ""
    if not lost and all(queue.balance is not None and queue.balance.agrees for queue in queues):
        then = "; nothing lost"
    text = f"{said}{then}."
    return (Span(f"{name}{text if name else text[0].upper() + text[1:]}", "bad bold" if lost else "foreground bold"),)


def _what_held(queue: QueueReading) -> Literal["bound", "items", "nothing", ""]:
    """Return what held one of the sides over the run: the bound, missing items, or nothing although it grew."""
    full, empty = queue.full_share or 0.0, queue.empty_share or 0.0
    if queue.maxsize is None and queue.deepest > FEW and full < SAME:
        return "nothing"
    return "bound" if full > empty and full >= SAME else "items" if empty >= SAME else ""


def _from_to(shares: Sequence[float | None]) -> str:
    """Return `12 %`, or of several `12 to 14 %`."""
    least, most = (percent(of(share or 0.0 for share in shares)) for of in (min, max))
    return most if least == most else f"{least.removesuffix(' %')} to {most}"
