"""What is said of one job with more and more workers: what they brought, where the wall is, where the cores end."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.amdahl.jobs import Fit, Point, fitted, knob_of, points_of, within
from tui.model.said.saying import Sentence, Span, Words, named, sentence
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import cores, in_words, listed, percent, plural

NEAR = 0.95
"""From this part of the number of workers on a speed-up is not said to fall short of it."""
LITTLE, MUCH = 1.05, 1.25
"""Times that are this much longer, of several measurements and of one, are longer."""
BEYOND = 1.02
"""Measured so many times above the wall, something else than the workers was at work."""
TOO_FEW_CORES = (
    "There are less than two cores for this program: its workers take turns, and what more of them bring cannot be "
    "seen here."
)


def serial_set(state: ComparisonState) -> float | None:
    """Return the share for one alone that was set; None where the run does not say it."""
    percents = knob_of(state.header.knobs, "serial", 100) if state.header else None
    return None if percents is None else percents / 100


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    points = points_of(run) if run else ()
    if run is None or reading.phase == "starting" or not points:
        return ((named(reading), Span(": they are started first, before any clock is.")),)
    jobs = sum(len(point.times_s) for point in points)
    many = Span(f"{jobs} {'job is' if jobs == 1 else 'jobs are'} done, by 1 to {points[-1].workers} workers in turn.")
    if points[-1].workers == 1:
        many = Span(f"{'One job is' if jobs == 1 else f'{jobs} jobs are'} done, by one worker.")
    best = max(points, key=lambda point: point.speed.median)
    so_far = f"So far {plural(best.workers, 'worker')} did best: "
    said: Sentence = (Span(so_far), _times(best), Span(" as fast as one."))
    return ((many,), said) if best.workers > 1 and points[0].workers == 1 else ((many,),)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    told: list[Sentence] = []
    for reading in finished:
        run = state.newest(reading.name)
        points = points_of(run) if run else ()
        if len(points) == 1:
            told += sentence("One worker alone did it: there is nothing to compare. Try more.")
        elif points and points[0].workers == 1:
            told += [*_brought(points, state), *_wall(points, state), *_beyond(points, state)]
    return tuple(told)


def _brought(points: Sequence[Point], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what the workers brought for whom there is a core each."""
    one, most = points[0], within(points, _cores(state))
    if most is None:
        return sentence(TOO_FEW_CORES)
    many = plural(most.workers, "worker")
    alone = (
        Span(f"{one.alone_s:.2f} s of {one.took.median:.2f} s", "parent bold"), Span(" are work for one alone."),
    )  # fmt: skip
    if _is_apart(one, most):
        falls_short = most.speed.median < NEAR * most.workers
        if most.speed.median < 1:
            return ((Span(f"{many} took longer than one: only "), _times(most), Span(" as fast. "), *alone),)
        than = f" as fast{f', not {most.workers}' if falls_short else ''}: "
        return ((Span(f"With {many} the job ran "), _times(most), Span(than), *alone),)
    if _is_about(one, most):
        return ((Span(f"With {many} the job took about as long as with one: "), *alone),)
    unsure = Span(" as fast, but rounds with one and with more overlap, so that may be chance. ")
    return ((Span(f"With {many} the job ran "), _times(most), unsure, *alone),)


def _wall(points: Sequence[Point], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return where the wall is by what was set, and what the measurement implies."""
    serial, fit = serial_set(state), fitted(points, _cores(state))
    if serial is None:
        return ()
    implied = _implied(fit)
    if not serial:
        return ((Span("Nothing was kept for one alone, so there is no wall; only the cores end."), *implied),)
    wall = 1 / serial
    best = max(points, key=lambda point: point.speed.median)
    if best.speed.median > wall * BEYOND and _is_apart(points[0], best):
        text = f"{best.speed.median:.2f} times is more than the wall of {wall:.2f} allows: "
        return ((Span(text), Span("the speed of this machine changed meanwhile. Run it again.")),)
    said = (Span("Even endless workers could not beat "), Span(f"{wall:.2f} times", "parent bold"))
    return ((*said, Span(f": 1 / {percent(serial)}."), *implied),)


def _implied(fit: Fit | None) -> tuple[Span, ...]:
    if fit is None or not fit.is_share:
        return ()
    on = f"{fit.workers[0]}" if len(fit.workers) == 1 else f"{fit.workers[0]} to {fit.workers[-1]}"
    return (Span(f" Fitted to {on} workers: "), Span(percent(max(0.0, fit.share)), "process bold"), Span("."))


def _beyond(points: Sequence[Point], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what the workers brought for whom there is no core."""
    usable, most = _cores(state), within(points, _cores(state))
    those = [point for point in points if point.workers > usable]
    known = f"the {in_words(int(usable), 'core')}" if usable == int(usable) else f"the {cores(usable, '')}"
    if not those:
        return sentence(f"{known[0].upper()}{known[1:]} of this machine do not end here: try more workers than that.")
    if most is None:
        return ()
    who = listed([str(point.workers) for point in those])
    how = listed([f"{point.speed.median:.2f}" for point in those])
    ran = f"{who} workers ran {how} times as fast as one."
    apart = [point for point in those if _is_apart(most, point)]
    what = " nothing is gained: "
    if any(point.speed.median > most.speed.median for point in apart):
        what = " there was still a gain: "
    elif those[-1] in apart:
        what = " it became slower: "
    elif not all(_is_about(most, point) for point in those):
        what = " a gain or loss cannot be told from chance: "
    return ((Span("Beyond "), Span(known, "foreground bold"), Span(f"{what}{ran}")),)


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    serial = serial_set(state)
    if not finished or serial is None:
        return said[0] if said else (Span(""),)
    if not serial:
        return (Span("Nothing for one alone: only the cores end.", "foreground bold"),)
    most = f"{percent(serial)} for one alone: never beyond "
    return (Span(most, "foreground bold"), Span(f"{1 / serial:.2f} times", "parent bold"), Span("."))


def _though_busy(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    text = "The part for one alone sets its wall on a busy machine too; how near these runs came cannot be said."
    few = sentence(TOO_FEW_CORES) if _cores(state) < 2 else ()
    return (*few, *sentence(text)) if finished else ()


def _is_apart(one: Point, other: Point) -> bool:
    """Whether all times with one number of workers are longer than all with the other, and by more than a little.

    What was measured once says nothing of how much it differs by chance: it must be a good deal longer.
    """
    shorter, longer = sorted((one.took, other.took), key=lambda took: took.median)
    least = LITTLE if min(len(one.times_s), len(other.times_s)) > 1 else MUCH
    return longer.low > shorter.high and longer.median > least * shorter.median


def _is_about(one: Point, other: Point) -> bool:
    """Whether the medians are about the same."""
    return 1 / LITTLE <= other.speed.median / one.speed.median <= LITTLE


def _cores(state: ComparisonState) -> float:
    return state.header.usable_cores if state.header else 0.0


def _times(point: Point) -> Span:
    return Span(f"{point.speed.median:.2f} times", "foreground bold")


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, though_busy=_though_busy)
"""Compares numbers of workers within one run."""
