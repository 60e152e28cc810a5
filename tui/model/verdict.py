"""Verdicts: the sentences that say what is on the screen, computed from readings.

Rules of this file: every claim rests on a reading named beside it; what the readings do not support is not said, and
when something spoils the comparison the first sentence is about that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.model.readings import VariantReading, variants
from tui.model.state import ComparisonState
from tui.telemetry.vocabulary import Reason

BUSY_MACHINE = 0.15
"""Above this share of the machine used by other programs a comparison is not trusted."""

FASTER, SAME = 1.2, 0.2
"""From 1.2 times on a variant counts as faster; within 20 % of 1 it counts as the same speed."""

ENOUGH = 8
"""Buckets of a run's chart, of a tenth of a second or more, before anything is said of it."""

ONE_CORE = 1.15
"""Whoever used less than this many cores' worth had one core's worth."""

WAITED: Mapping[Reason, str] = {
    "core": "for a core",
    "gil": "for the interpreter lock",
    "lock": "for a lock",
    "queue": "for a queue",
    "work": "for work",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence in one colour."""

    text: str
    ink: str = "foreground"
    """A theme token, `bold` may follow."""


Sentence = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the screen says in words."""

    sentences: tuple[Sentence, ...]
    """One to four, the most important first."""
    short: Sentence
    """The one sentence for a projector, at most about 50 characters."""
    trusted: bool
    """Whether the comparison can be relied on."""

    @property
    def text(self) -> str:
        """The sentences as plain text."""
        return " ".join("".join(span.text for span in sentence) for sentence in self.sentences)


def verdict(state: ComparisonState) -> Verdict:
    """Return what can be said about the state now."""
    if state.header is None:
        return _only("Nothing has run yet.")
    if not state.runs:
        return _only("Measuring how fast this Python adds, so that the work takes about as long as it should.")
    found = variants(state)
    troubles = tuple(sentence for reading in found for sentence in _trouble(reading))
    running = next((r for r in found if r.phase in ("starting", "running")), None)
    said: tuple[Sentence, ...] = troubles
    if running is not None:
        said += _now(running, state)
    finished = tuple(r for r in found if r.phase == "ended")
    spoiled = _spoiled(finished, state)
    said += spoiled
    conclusions: tuple[Sentence, ...] = ()
    if spoiled:
        conclusions = tuple(s for reading in finished for s in _where_time_went(reading))
    elif not troubles:
        conclusions = tuple(s for reading in finished for s in _conclusion(reading, state))
    said += conclusions
    if running is None and not conclusions and not troubles:
        said += tuple(_alone(reading) for reading in finished)
    said = said or _sentence("Nothing can be said yet.")
    return Verdict(said[:4], _short(said, finished, bool(spoiled)), trusted=not spoiled and not troubles)


def _only(text: str) -> Verdict:
    return Verdict(_sentence(text), _sentence(text)[0], trusted=True)


def _sentence(text: str, ink: str = "foreground") -> tuple[Sentence, ...]:
    return ((Span(text, ink),),)


def _name(reading: VariantReading) -> Span:
    return Span(reading.name.capitalize(), f"{reading.hue} bold")


def _trouble(reading: VariantReading) -> tuple[Sentence, ...]:
    if reading.phase in ("failed", "time limit"):
        return ((_name(reading), Span(f": {reading.message}", "bad")),)
    if reading.phase == "stopped":
        return ((_name(reading), Span(" was stopped before its end, so it is not compared.")),)
    return ()


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    if reading.phase == "starting" or reading.cores_used is None:
        return ((_name(reading), Span(": starting.")),)
    count = len(reading.lanes)
    share = dict(reading.reasons)
    busy = Span(_cores(reading.cores_used), reading.hue)
    workers = _workers(count)
    if len(reading.chart) < ENOUGH:
        return ((_name(reading), Span(f": {workers}, just started.")),)
    if reading.baseline and count == 1:
        return ((_name(reading), Span(": one thread does all the work, "), busy, Span(".")),)
    if share.get("gil", 0.0) >= 0.2:
        waits = f", each waits for the interpreter lock {share['gil']:.0%} of its time".replace("%", " %")
        return ((_name(reading), Span(f" take turns: {workers}, "), busy, Span(f"{waits}.")),)
    if share.get("core", 0.0) >= 0.2:
        usable = state.header.usable_cores if state.header else 0
        return (
            (
                _name(reading),
                Span(f": {workers} want {_cores(usable, '')}, "),
                busy,
                Span(f"; each waits for a core {share['core']:.0%} of its time.".replace("%", " %")),
            ),
        )
    how = " run side by side" if reading.cores_used >= ONE_CORE else ""
    return ((_name(reading), Span(f"{how}: {workers}, "), busy, Span(".")),)


def _spoiled(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    cores = max(1, state.header.cores if state.header else 1)
    worst = min(1.0, max((r.others or 0.0 for r in finished), default=0.0) / cores)
    if worst <= BUSY_MACHINE:
        return ()
    text = f"Other programs used {worst:.0%} of this machine meanwhile: compare again when it is quiet."
    return _sentence(text.replace("%", " %"), "bad")


def _alone(reading: VariantReading) -> Sentence:
    used = "" if reading.cores_used is None else f", {_cores(reading.cores_used)}"
    took = f": {_workers(len(reading.lanes))} took {reading.elapsed_s or 0.0:.2f} s{used}."
    return (_name(reading), Span(f"{took} Run another variant to compare."))


def _where_time_went(reading: VariantReading) -> tuple[Sentence, ...]:
    """What a busy machine leaves to say: no speeds, only where the workers' time went."""
    if reading.baseline or reading.cores_used is None:
        return ()
    waited = [(WAITED[reason], share) for reason, share in reading.reasons if reason in WAITED and share >= 0.05]
    words = " and ".join(f"{what} {share:.0%}".replace("%", " %") for what, share in waited[:2])
    waits = f", and waited {words} of the time" if words else ""
    return ((_name(reading), Span(": "), Span(_cores(reading.cores_used), reading.hue), Span(f"{waits}.")),)


def _conclusion(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    header = state.header
    if reading.baseline or header is None or reading.cores_used is None or reading.speed_up is None:
        return ()
    kind = reading.lanes[0].kind if reading.lanes else "thread"
    share = dict(reading.reasons)
    workers = _workers(len(reading.lanes))
    busy = Span(_cores(reading.cores_used), reading.hue)
    than = next((v.name for v in header.variants if v.baseline), "the first")
    speed, faster = _speed(reading, than), reading.speed_up.median >= FASTER
    if header.usable_cores < 2 and not faster:
        waited = f", and waited for one {share['core']:.0%} of the time".replace("%", " %") if "core" in share else ""
        text = f": {workers} had one core between them{waited}; nothing can be faster here."
        return ((_name(reading), Span(text)),)
    if faster and reading.cores_used < ONE_CORE:
        why = "; with one core that is chance, the machine's speed changed. Compare again."
        return ((_name(reading), Span(f": {workers}, "), busy, *speed, Span(why)),)
    if kind == "thread" and header.gil:
        why = " share one interpreter lock, so only one can run Python at a time: "
        if faster:
            why = " use more than one core although they share a lock, so this work does not always hold it: "
        return ((_name(reading), Span(f"{why}{workers}, "), busy, *speed, Span(".")),)
    if faster:
        why = {
            "thread": " need no interpreter lock on this free-threaded Python: ",
            "process": " each own an interpreter and a lock: " if header.gil else " each own an interpreter: ",
            "interpreter": " each own a lock, within one process: " if header.gil else " share one process: ",
        }[kind]
        return ((_name(reading), Span(f"{why}{workers}, "), busy, *speed, Span(".")),)
    why = " could have been faster but were not: "
    return ((_name(reading), Span(why), busy, *speed, Span(_excuse(share, reading))),)


def _excuse(share: Mapping[Reason, float], reading: VariantReading) -> str:
    if share.get("core", 0.0) >= 0.2:
        return f"; they waited for a core {share['core']:.0%} of the time.".replace("%", " %")
    if share.get("work", 0.0) >= 0.2:
        return f"; they had no work {share['work']:.0%} of the time.".replace("%", " %")
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


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], spoiled: bool) -> Sentence:
    if spoiled:
        return (Span("This machine is too busy to compare.", "bad"),)
    speeds = {r.name: r.speed_up.median for r in finished if r.speed_up and r.speed_up_is_final and not r.baseline}
    if speeds.get("threads", 9.0) < FASTER <= speeds.get("processes", 0.0):
        return (Span("Threads take turns. Processes do not have to.", "foreground bold"),)
    if speeds.get("threads", 0.0) >= FASTER:
        return (Span("No lock to share: threads use every core.", "foreground bold"),)
    return said[0] if said else (Span(""),)


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def _workers(count: int) -> str:
    return f"{_number(count)} worker{'' if count == 1 else 's'}"


def _cores(amount: float, suffix: str = " busy") -> str:
    """`one core busy`, `2.6 cores busy`: what rounds to a whole number is said in words, as the digits show it."""
    whole = round(amount)
    if round(amount, 1) == whole and whole >= 1:
        return f"{_number(whole)} core{'' if whole == 1 else 's'}{suffix}"
    return f"{amount:.1f} cores{suffix}"
