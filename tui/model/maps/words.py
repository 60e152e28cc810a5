"""What is said of ways to get results: who held what back, who handed over first, and that all ended alike."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.maps.deliveries import Deliveries, Result, awaited, deliveries, held_steps, most_held
from tui.model.readings.maps import FIRST, INPUTS, LAST
from tui.model.readings.reading import Reading
from tui.model.said.saying import Sentence, Span, Words
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.telemetry.median import median
from tui.words.numbers import grouped, in_words, listed, noun, percent, plural, span, spelled, verb

BUSY = 0.15
"""Above this share of the machine used by other programs the times are said to be rough."""
SOONER = 1.25
"""From so many times as long on, a first result is said to have come later."""
ALIKE = 1.25
"""Up to so many times as long, two ways are said to have ended after about the same time."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    known = deliveries(run) if run is not None else None
    if known is None:
        return ((_named(reading), Span(": the workers start.")),)
    done, got = len(known.finished), len(known.delivered)
    steps = held_steps(known)
    held = steps[-1][1] if steps else 0
    if not held:
        many = f"{plural(done, 'task')} finished, {spelled(got)} of them delivered"
        rest = many if done else "nothing is finished yet"
        return ((_named(reading), Span(f": {rest}.")),)
    first: Sentence = (
        _named(reading), Span(": "), Span(f"{in_words(held, 'result')} {verb(held, 'lie')} ready", "third bold"),
        Span(" and the program has not got " + ("it" if held == 1 else "them") + " yet."),
    )  # fmt: skip
    task = awaited(known)
    if task is None or task.ended_s is not None:
        return (first,)
    still = f" still runs: it began {span(known.now_s - task.began_s)} ago."
    return (first, (Span(_task(task), "thread bold"), Span(still)))


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    said = [*_held(finished, state), *_sooner(finished, state), *_ended(finished, state), *_inputs(finished, state)]
    return (*said[:2], *_one_core(state), *_others(finished, state), *said[2:])


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    found = _most_held(finished, state)
    if found is None:
        return said[0] if said else (Span(""),)
    reading, known = found
    many, task = most_held(known), awaited(known)
    is_cause = task is not None and _in_order(known) and _behind(task, known) == many
    behind = f" behind task {task.label}." if task is not None and task.calls == 1 and is_cause else "."
    return (_named(reading), Span(" held back "), Span(plural(many, "result"), "third bold"), Span(behind))


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""Compares when results come. On a busy machine all of it takes longer, and the order stays what it is."""


def _named(reading: VariantReading) -> Span:
    """Return a way's name as it is written in a program: without a capital."""
    return Span(reading.called, f"{reading.hue} bold")


def _median(of: Reading, reading: VariantReading, state: ComparisonState) -> float | None:
    values = of.values(state, reading.name)
    return median(values) if values else None


def _task(task: Result) -> str:
    return f"Task {task.label}" if task.calls == 1 else f"The chunk {task.label}"


def _known(reading: VariantReading, state: ComparisonState) -> Deliveries | None:
    run = state.newest(reading.name)
    return deliveries(run) if run is not None else None


def _held(finished: Sequence[VariantReading], state: ComparisonState) -> list[Sentence]:
    """Say of a way that hands results over one by one how many were held back, and what they waited for."""
    found = _most_held(finished, state)
    if found is None:
        return []
    reading, known = found
    many, task, marked = most_held(known), awaited(known), known.marked
    held = Span(f"{plural(many, 'finished result')} {'was' if many == 1 else 'were'} held back", "third bold")
    if known.came_in_one:
        return [(_named(reading), Span(" gave all results at once: "), held, Span(" until the last task was done."))]
    waited = Span(f", the longest for {span(marked.held_s(known.now_s))}." if marked else ".")
    if task is None or task.took_s is None or not _in_order(known) or _behind(task, known) != many:
        return [(_named(reading), Span(": "), held, waited)]
    return [(
        _named(reading), Span(" kept the order of the inputs: "),
        Span(f"{_task(task)[0].lower()}{_task(task)[1:]}", "thread bold"),
        Span(f" took {span(task.took_s)}, so "), held, waited,
    )]  # fmt: skip


def _behind(task: Result, known: Deliveries) -> int:
    """Return how many results were finished before a task was, and handed over after it."""
    until_s = known.now_s if task.ended_s is None else task.ended_s
    return sum(
        one.calls for one in known.held
        if one is not task and (one.ended_s or 0.0) <= until_s and (one.got_s is None or one.got_s >= until_s)
    )  # fmt: skip


def _most_held(
    finished: Sequence[VariantReading], state: ComparisonState
) -> tuple[VariantReading, Deliveries] | None:
    """Return the way that held most results back: of those that hand them over one by one, if any does."""
    found = [(reading, known) for reading in finished if (known := _known(reading, state)) is not None and known.held]
    return min(found, key=lambda pair: (pair[1].came_in_one, -most_held(pair[1])), default=None)


def _in_order(known: Deliveries) -> bool:
    """Whether the results came in the order of the inputs although they were not finished in it."""
    came = [one.first for one in known.delivered]
    return not known.came_in_one and came == sorted(came) and [one.first for one in known.finished] != sorted(came)


def _sooner(finished: Sequence[VariantReading], state: ComparisonState) -> list[Sentence]:
    """Say whose first result came soonest, and when that of the way that held most back came, and the latest."""
    first = {one.name: value for one in finished if (value := _median(FIRST, one, state)) is not None}
    ranked = sorted((one for one in finished if one.name in first), key=lambda one: first[one.name])
    if len(ranked) < 2:
        return []
    best, worst = ranked[0], ranked[-1]
    if first[worst.name] <= SOONER * first[best.name]:
        times = _between(first[best.name], first[worst.name])
        return [(Span(f"{_all(len(ranked))} handed the first result over after about the same time, {times}."),)]
    soon = [one for one in ranked if first[one.name] <= SOONER * first[best.name]]
    late = [one for one in ranked if one not in soon]
    names = listed([one.called for one in soon])
    held = _most_held(finished, state)
    told = [one for one in late if one is worst or (held is not None and one.name == held[0].name)]
    those = ", ".join(f"{one.called} after {_seconds(first[one.name])}" for one in told)
    return [(
        Span(names, f"{best.hue} bold"), Span(" handed the first result over after "),
        Span(_between(first[best.name], first[soon[-1].name]), "good bold"), Span(f", {those}."),
    )]  # fmt: skip


def _ended(finished: Sequence[VariantReading], state: ComparisonState) -> list[Sentence]:
    """Say that the last result came at about the same time, where that is so."""
    last = {one.called: value for one in finished if (value := _median(LAST, one, state)) is not None}
    if len(last) < 2:
        return []
    low, high = min(last.values()), max(last.values())
    if high <= ALIKE * low:
        lesson = "a way to map decides when you get results, not how fast they are made."
        return [(Span(f"{_all(len(last))} had the last one after {_between(low, high)}: {lesson}"),)]
    first, latest = (min(last, key=last.__getitem__), max(last, key=last.__getitem__))
    ends = f"{_seconds(low)} ({first}) to {_seconds(high)} ({latest})"
    return [(Span(f"The last result came after {ends}."),)]


def _inputs(finished: Sequence[VariantReading], state: ComparisonState) -> list[Sentence]:
    """Say how many inputs had been taken when nobody had asked for a result."""
    taken = {one.called: round(value) for one in finished if (value := _median(INPUTS, one, state)) is not None}
    if not taken:
        return []
    low, high = min(taken.values()), max(taken.values())
    if low != high:
        each = listed([f"{grouped(count)} by {name}" for name, count in taken.items()])
        told = Span(each, "foreground bold")
        return [(Span("Inputs taken before the first result was asked for: "), told, Span("."))]
    known = [found for one in finished if (found := _known(one, state)) is not None]
    is_all = high > 1 and all(sum(one.calls for one in found.results) == high for found in known)
    said = f"{'all ' if is_all else ''}{grouped(high)} {noun(high, 'input')} {'was' if high == 1 else 'were'} taken"
    whose = " by each of them" if len(taken) > 1 else ""
    return [(Span("Before the first result was asked for, "), Span(said, "foreground bold"), Span(f"{whose}."))]


def _one_core(state: ComparisonState) -> tuple[Sentence, ...]:
    """Say what one core cannot show; when results come it shows as well as many."""
    if state.header is None or state.header.usable_cores >= 2:
        return ()
    return ((Span("There is one core here: the workers take turns on it, so more of them end no task sooner."),),)


def _others(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what a busy machine does to the times; the order of delivery is the same on any."""
    cores = max(1, state.header.cores if state.header else 1)
    share = max((reading.others or 0.0 for reading in finished), default=0.0) / cores
    if share <= BUSY:
        return ()
    used = percent(min(1.0, share))
    return ((Span(f"Other programs used {used} of this machine meanwhile: the times are rough.", "bad"),),)


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {spelled(count)}"


def _between(low: float, high: float) -> str:
    return f"{_seconds(low)} to {_seconds(high)}" if _seconds(low) != _seconds(high) else _seconds(low)


def _seconds(value: float) -> str:
    return f"{value:.2f} s"
