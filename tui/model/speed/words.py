"""What is said of comparisons of speed: who had a core, and what that brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model.said.saying import Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading, is_doubtful
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import Reason
from tui.words.numbers import cores, in_words, percent
from tui.words.reasons import wording

FASTER, SAME = 1.2, 0.2
"""From 1.2 times on a variant counts as faster; within 20 % of 1 it counts as the same speed."""

ENOUGH = 8
"""Buckets of a run's chart, of a tenth of a second or more, before anything is said of it."""

ONE_CORE = 1.15
"""Whoever used less than this many cores' worth had one core's worth."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    if reading.phase == "starting" or reading.cores_used is None:
        return ((named(reading), Span(": starting.")),)
    count = len(reading.lanes)
    share = dict(reading.reasons)
    busy = Span(cores(reading.cores_used), reading.hue)
    many = in_words(count, "worker")
    if len(reading.chart) < ENOUGH:
        return ((named(reading), Span(f": {many}, just started.")),)
    if reading.baseline and count == 1:
        wants = f"; it waits for a core {percent(share['core'])} of its time" if share.get("core", 0.0) >= 0.2 else ""
        return ((named(reading), Span(": one thread does all the work, "), busy, Span(f"{wants}.")),)
    if share.get("gil", 0.0) >= 0.2:
        waits = f", each waits for the interpreter lock {percent(share['gil'])} of its time"
        return ((named(reading), Span(f" take turns: {many}, "), busy, Span(f"{waits}.")),)
    if share.get("core", 0.0) >= 0.2:
        usable = state.header.usable_cores if state.header else 0
        return (
            (
                named(reading),
                Span(f": {many} want {cores(usable, '')}, "),
                busy,
                Span(f"; each waits for a core {percent(share['core'])} of its time."),
            ),
        )
    how = " run side by side" if reading.cores_used >= ONE_CORE else ""
    return ((named(reading), Span(f"{how}: {many}, "), busy, Span(".")),)


def _where_time_went(reading: VariantReading) -> tuple[Sentence, ...]:
    """What a busy machine leaves to say: no speeds, only where the workers' time went."""
    if reading.baseline or reading.cores_used is None:
        return ()
    awaited = [(wording(reason).awaited, share) for reason, share in reading.reasons if share >= 0.05]
    words = " and ".join([f"for {what} {percent(share)}" for what, share in awaited if what][:2])
    waits = f", and waited {words} of the time" if words else ""
    return ((named(reading), Span(": "), Span(cores(reading.cores_used), reading.hue), Span(f"{waits}.")),)


def _conclusion(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    header = state.header
    if reading.baseline or header is None or reading.cores_used is None or reading.speed_up is None:
        return ()
    kind = reading.lanes[0].kind if reading.lanes else "thread"
    share = dict(reading.reasons)
    many = in_words(len(reading.lanes), "worker")
    busy = Span(cores(reading.cores_used), reading.hue)
    than = next((v.name for v in header.variants if v.baseline), "the first")
    speed, faster = _speed(reading, than), reading.speed_up.median >= FASTER
    if header.usable_cores < 2 and not faster:
        waited = f", and waited for one {percent(share['core'])} of the time" if "core" in share else ""
        text = f": {many} had one core between them{waited}; nothing can be faster here."
        return ((named(reading), Span(text)),)
    if why := _by_chance(reading, state, than):
        return ((named(reading), Span(f": {many}, "), busy, *speed, Span(why)),)
    if kind == "thread" and header.gil:
        why = " share one interpreter lock, so only one can run Python at a time: "
        if faster:
            why = " use more than one core although they share a lock, so this work does not always hold it: "
        return ((named(reading), Span(f"{why}{many}, "), busy, *speed, Span(".")),)
    if faster:
        why = {
            "thread": " need no interpreter lock on this free-threaded Python: ",
            "process": " each own an interpreter and a lock: " if header.gil else " each own an interpreter: ",
            "interpreter": " each own a lock, within one process: " if header.gil else " share one process: ",
        }[kind]
        return ((named(reading), Span(f"{why}{many}, "), busy, *speed, Span(".")),)
    why = " could have been faster but were not: "
    return ((named(reading), Span(why), busy, *speed, Span(_excuse(share, reading))),)


def _by_chance(reading: VariantReading, state: ComparisonState, than: str) -> str:
    """Return why a speed-up cannot be the workers' doing; nothing where it can."""
    usable = state.header.usable_cores if state.header else 1.0
    if reading.speed_up is not None and reading.speed_up.median >= FASTER and (reading.cores_used or 0.0) < ONE_CORE:
        return "; with one core that is chance, the machine's speed changed. Compare again."
    if is_doubtful(reading, state):
        most = in_words(max(1, round(min(len(reading.lanes), usable))), "worker")
        return f". That is more than {most} can give: {than} ran while the machine was slower. Compare again."
    return ""


def _excuse(share: Mapping[Reason, float], reading: VariantReading) -> str:
    if share.get("core", 0.0) >= 0.2:
        return f"; they waited for a core {percent(share['core'])} of the time."
    if share.get("work", 0.0) >= 0.2:
        return f"; they had no work {percent(share['work'])} of the time."
    if reading.elapsed is not None and reading.elapsed.median < 1.0:
        return "; the work is too short to pay for starting them. Try larger tasks."
    return "; the readings do not tell why."


def _speed(reading: VariantReading, than: str) -> tuple[Span, ...]:
    if reading.speed_up is None:
        return ()
    speed = reading.speed_up.median
    if abs(speed - 1) <= SAME:
        return (Span(f", no faster than {than}" if speed < 1.05 else f", {speed:.2f} times as fast as {than}"),)
    if speed > 1:
        return (Span(", "), Span(f"{speed:.1f} times as fast", f"{reading.hue} bold"), Span(f" as {than}"))
    return (Span(", "), Span(f"{1 / speed:.1f} times as slow", "bad"), Span(f" as {than}"))


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    speeds = {r.name: r.speed_up.median for r in finished if r.speed_up and r.speed_up_is_final and not r.baseline}
    if speeds.get("threads", 9.0) < FASTER <= speeds.get("processes", 0.0):
        return (Span("Threads take turns. Processes do not have to.", "foreground bold"),)
    if speeds.get("threads", 0.0) >= FASTER:
        return (Span("No lock to share: threads use every core.", "foreground bold"),)
    return said[0] if said else (Span(""),)


WORDS = Words(
    now=_now,
    conclusions=lambda finished, state: tuple(row for reading in finished for row in _conclusion(reading, state)),
    short=_short,
    closes=True,
    though_busy=lambda finished, _: tuple(row for reading in finished for row in _where_time_went(reading)),
)
"""Compares speeds."""
