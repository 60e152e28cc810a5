"""What is said of small tasks: how the ways compare, where the time went, from which size on a pool pays."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.readings.tiny import MAP, TASK, split
from tui.model.said.saying import Sentence, Span, Words, named, sentence
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.model.tiny.crossover import LOOP, ONES, OWN, Crossover, crossover, sizes
from tui.model.tiny.split import COMPUTE, HAND_OVER, HELD, IDLE, PICKLE, UNPICKLE, Split
from tui.telemetry.median import median
from tui.words.numbers import decimal, grouped, percent, plural, span

SWEEP, LARGE = "sweep", "large-chunks"
FEW, SHORT_S = 200, 1e-3
"""Fewer tasks, or longer ones, say little of what handing them over costs."""
ONE_CORE = "With one core to use no pool can be faster than the loop: where it pays cannot be seen here."
SAME = 1.1
"""Below this many times one time counts as about as long as another."""


def is_sweep(state: ComparisonState, variant: str) -> bool:
    """Whether a variant measures ever larger tasks, and is no way to do the work."""
    run = state.newest(variant)
    return variant == SWEEP or (run is not None and bool(sizes(run)))


def known(state: ComparisonState, variant: str) -> Split | None:
    """Return where the time of a variant's newest run went, once that is over and well."""
    run = state.newest(variant)
    found = split(run) if run is not None and run.outcome == "ended" else None
    return found if found is not None and found.is_printed else None


def small_tasks(run: RunState) -> Split | None:
    """Return where the time of a pool's workers went, where its tasks are so many and small that handing them over is
    a part of it that one can see; else None.
    """
    found = split(run)
    if found is None or found.tasks < FEW:
        return None
    in_tasks_s = sum(worker.parts[COMPUTE] + worker.parts[HELD] for worker in found.workers)
    return found if in_tasks_s / found.tasks < SHORT_S else None


def took_s(state: ComparisonState, variant: str) -> float | None:
    """Return how long a variant took by the program's own clock, the median over its runs."""
    told = MAP.values(state, variant)
    return median(told) if told else None


def times_words(mine_s: float, base_s: float, than: str = "the loop") -> str:
    """Return how one time compares with another: `3.1 times as long as the loop`."""
    if base_s <= 0 or mine_s <= 0:
        return ""
    if 1 / SAME <= mine_s / base_s <= SAME:
        return f"about as long as {than}"
    if mine_s > base_s:
        return f"{_times(mine_s / base_s)} times as long as {than}"
    return f"{_times(base_s / mine_s)} times as fast as {than}"


def _times(factor: float) -> str:
    return decimal(factor, 1) if factor < 9.95 else decimal(factor, 0)


def seconds(value_s: float) -> str:
    """Return a time as it stands at the end of a bar: in seconds from a tenth of one on, 0 for what rounds to it."""
    if value_s < 5e-7:
        return "0 s"
    return f"{decimal(value_s)} s" if value_s >= 0.0995 else span(value_s)


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    if reading.phase == "starting" or run is None:
        return ((named(reading), Span(": starting.")),)
    if is_sweep(state, reading.name):
        found = sizes(run)
        far = f" Tasks of {span(found[-1].size_s)} are on." if found else ""
        return ((named(reading), Span(f": loop and pool in turn, with ever larger tasks.{far}")),)
    its = split(run)
    if its is None or not its.workers:
        return ((named(reading), Span(": one task after the other, in one thread.")),)
    handed = its.parts[HAND_OVER] + its.parts[PICKLE] + its.parts[UNPICKLE]
    what = "chunks" if its.calls > its.tasks else "tasks"
    said = f": {grouped(its.tasks)} {what} done by {plural(len(its.workers), 'worker')}"
    if its.whole_s <= 0:
        return ((named(reading), Span(f"{said}.")),)
    return ((
        named(reading), Span(f"{said}. So far a worker computed "),
        Span(percent(its.parts[COMPUTE] / its.whole_s), "good bold"), Span(" of its time and spent "),
        Span(percent(handed / its.whole_s), "third bold"), Span(" on handing over and waiting."),
    ),)  # fmt: skip


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    by_name = {reading.name: reading for reading in finished}
    said = [*_ones(by_name, state), *_own(by_name, state), *_pays(by_name, state)]
    return (*said, *_large(by_name, state))


def _ones(by_name: dict[str, VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return how chunks of 1 compare with the loop, and where a worker's time went."""
    reading, loop_s, mine_s = by_name.get(ONES), took_s(state, LOOP), took_s(state, ONES)
    if reading is None or loop_s is None or mine_s is None or LOOP not in by_name:
        return ()
    ink = "bad bold" if mine_s > SAME * loop_s else "good bold" if mine_s < loop_s / SAME else "foreground bold"
    said = [
        named(reading), Span(f" took {seconds(mine_s)}, "), Span(times_words(mine_s, loop_s), ink),
        Span(f" ({seconds(loop_s)})."),
    ]  # fmt: skip
    its, task_s = known(state, ONES), TASK.last(state.newest(LOOP))
    if its is not None and its.tasks and task_s is not None and mine_s > SAME * loop_s:
        waits_s = its.parts[HAND_OVER] + its.parts[PICKLE] + its.parts[UNPICKLE]
        each_s = waits_s * len(its.workers) / its.tasks
        said += [
            Span(f" Beside a task of {span(task_s)} a worker spent about "),
            Span(span(each_s), "third bold"),
            Span(" on handing it over and waiting."),
        ]
    return (tuple(said),)


def _own(by_name: dict[str, VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what its own chunks did for the same pool."""
    reading, its, mine_s, loop_s = by_name.get(OWN), known(state, OWN), took_s(state, OWN), took_s(state, LOOP)
    if reading is None or its is None or mine_s is None or loop_s is None or LOOP not in by_name or its.tasks <= 0:
        return ()
    chunk = max(1, round(its.calls / its.tasks))
    packed = f"{plural(its.tasks, 'chunk')} of " + (f"about {grouped(chunk)}" if chunk > 1 else "1")
    return ((
        Span("Packed into "), Span(packed, "key"), Span(f" the same pool took {seconds(mine_s)}, "),
        Span(times_words(mine_s, loop_s), f"{reading.hue} bold"), Span("."),
    ),)  # fmt: skip


def pays_words(found: Crossover) -> str:
    """Return from where on a pool with chunks of 1 pays, as a sentence about this machine."""
    if found.kind == "from" and found.faster_s is not None:
        since = f", and was slower at {span(found.slower_s)}" if found.slower_s is not None else ""
        return f"A started pool with chunks of 1 beat the loop here from tasks of {span(found.faster_s)} on{since}."
    if found.kind == "at all" and found.faster_s is not None:
        least = span(found.faster_s)
        return f"A started pool with chunks of 1 beat the loop here at every size measured, from {least} on."
    if found.kind == "at none":
        return "A started pool with chunks of 1 beat the loop here at none of the sizes measured."
    if found.kind == "unclear":
        return "From which size on chunks of 1 pay cannot be told here: the measurements overlap."
    return ""


def _pays(by_name: dict[str, VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(SWEEP)
    if run is None or SWEEP not in by_name:
        return ()
    if _cores(state) < 2:
        return sentence(ONE_CORE)
    text = pays_words(crossover(sizes(run), ONES))
    return ((Span(text, "foreground"),),) if text else ()


def _cores(state: ComparisonState) -> float:
    return state.header.usable_cores if state.header else 1.0


def _large(by_name: dict[str, VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what chunks that are too large cost: who had nothing to do, and for how long."""
    reading, run = by_name.get(LARGE), state.newest(LARGE)
    text = stair_words(run) if reading is not None and run is not None else ""
    return ((named(reading), Span(f" made {text}")),) if reading is not None and text else ()


def stair_words(run: RunState) -> str:
    """Return how long who was done first waited for who was done last; empty where that is not known."""
    its = split(run)
    if its is None or not its.is_over or not its.workers:
        return ""
    unused = sum(worker.tasks == 0 for worker in its.workers)
    idle_s = sorted(worker.parts[IDLE] for worker in its.workers if worker.tasks)
    most_s = idle_s[-1] - idle_s[0] if len(idle_s) > 1 else 0.0
    chunks = f"{plural(its.tasks, 'chunk')} for {plural(len(its.workers), 'worker')}"
    if unused:
        return f"{chunks}: {plural(unused, 'worker')} got nothing to do."
    return f"{chunks}: one was done {seconds(most_s)} before the last one." if most_s > 0 else f"{chunks}."


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    loop_s, ones_s, own_s = (took_s(state, name) for name in (LOOP, ONES, OWN))
    if loop_s and ones_s and ones_s > 1.5 * loop_s:
        if own_s and own_s < ones_s / 1.5:
            return (Span("Tiny tasks: handing over costs more than doing.", "foreground bold"),)
        return (Span("Handing a task over costs more than doing it.", "foreground bold"),)
    return said[0] if said else (Span(""),)


def _alone(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what a busy machine leaves to say: nothing of who is faster, and why one core would not show it either."""
    if not finished:
        return ()
    said = sentence("The parts of the bars were measured all the same: on a quiet machine less of them is waiting.")
    return (*sentence(ONE_CORE), *said) if _cores(state) < 2 else said


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, though_busy=_alone)
"""Compares ways to hand small tasks over. Each is measured once a run, so on a busy machine nothing is compared."""
