"""Verdicts: the sentences that say what is on the screen, computed from readings.

Rules of this file: every claim rests on a reading named beside it; what the readings do not support is not said, and
when something spoils the comparison the first sentence is about that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from tui.model.said.saying import BUSY_MACHINE, Sentence, Span, Verdict, Words, named, sentence, took
from tui.model.speed.readings import VariantReading, is_doubtful, variants
from tui.model.state.once import once
from tui.model.state.state import ComparisonState
from tui.words.numbers import percent

__all__ = ["Sentence", "Span", "Verdict", "verdict"]

SUBJECTS: Mapping[str, str] = {
    "panels": "speed",
    "wall": "amdahl",
    "crossover": "tiny",
    "queue": "queue",
    "forms": "counter",
    "block": "memory",
    "copies": "variable",
    "told": "wrong",
    "crossings": "crossing",
    "deliveries": "maps",
    "births": "birth",
    "tree": "program",
}
"""Whose words are said of a comparison, by the first of its boards that stands here."""
MOST = 4
"""Sentences that are said at once; that rates are too low on a busy machine is said besides."""
BUSY, CHANGED = "other programs kept this machine busy", "the speed of this machine changed meanwhile"
ILL: Mapping[str, str] = {"failed": "failed", "time limit": "ran into the time limit", "stopped": "was stopped"}
RATES = "Other programs kept this machine busy meanwhile: on a quiet one the rates are higher."


@cache
def words_of(boards: tuple[str, ...]) -> Words:
    """Return what can be said of what these boards show, imported when it is first said; else of speed."""
    subject = next((name for name in boards if name in SUBJECTS), "panels")
    words: Words = import_module(f"tui.model.{SUBJECTS[subject]}.words").WORDS
    return words


@once(4)
def verdict(state: ComparisonState) -> Verdict:
    """Return what can be said now; on a machine that others kept busy only what holds there too."""
    if state.header is None:
        return _only("Nothing has run yet.")
    if not state.runs and state.is_over:
        return _only("Nothing was run: it ended before the first variant began.")
    if not state.runs:
        return _only("Measuring how fast this Python adds, so that the work takes about as long as it should.")
    words = words_of(state.header.boards)
    found = variants(state)
    troubles = tuple(sentence for reading in found for sentence in _trouble(reading, words))
    running = next((r for r in found if r.phase in ("starting", "running")), None)
    said: tuple[Sentence, ...] = troubles
    if running is not None:
        said += words.now(running, state)
    finished = tuple(r for r in found if r.phase == "ended" or (words.judges_all and r.phase in ("failed", "stopped")))
    busy = _spoiled(finished, state)
    spoiled = busy if words.though_busy else ()
    said += spoiled
    conclusions: tuple[Sentence, ...] = ()
    if spoiled and words.though_busy:
        conclusions = words.though_busy(finished, state)
    elif not troubles or words.judges_all:
        conclusions = words.conclusions(finished, state)
    said += conclusions
    most = MOST
    if busy and words.has_rates:
        most = MOST + 1
        said = (*said[:MOST], *sentence(RATES))
    if running is None and not conclusions and not troubles:
        said += tuple(took(reading) for reading in finished)
    said = said or sentence("Nothing can be said yet.")
    short: Sentence = (Span("This machine is too busy to compare.", "bad"),)
    if not spoiled:
        short = words.short(said, finished, state)
    doubtful = words.though_busy is not None and any(is_doubtful(reading, state) for reading in finished)
    doubt = _ill(found) if troubles else BUSY if (busy if words.judges_all else spoiled) else CHANGED * doubtful
    return Verdict(said[:most], short, short if words.closes and not troubles else (), doubt)


def _only(text: str) -> Verdict:
    return Verdict(sentence(text), sentence(text)[0])


def _ill(found: Sequence[VariantReading]) -> str:
    """Return which variant did not end well, and how."""
    ill = next(reading for reading in found if reading.phase in ILL)
    return f"{ill.called} {ILL[ill.phase]}"


def _trouble(reading: VariantReading, words: Words) -> tuple[Sentence, ...]:
    if reading.phase in ("failed", "time limit"):
        return ((named(reading), Span(f": {reading.message}", "bad")),)
    if reading.phase == "stopped":
        stopped = "stopped before its end"
        then = f" was {stopped}." if words.judges_all else f": {stopped}, so it is not compared."
        return ((named(reading), Span(then)),)
    return ()


def _spoiled(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    cores, names = max(1, state.header.cores if state.header else 1), {reading.name for reading in finished}
    means = [run.others.means for run in state.runs if run.variant in names and run.phase == "over"]
    worst = min(1.0, max((sum(some) / len(some) for some in means if some), default=0.0) / cores)
    if worst <= BUSY_MACHINE:
        return ()
    text = f"Other programs used {percent(worst)} of this machine meanwhile: compare again when it is quiet."
    return sentence(text, "bad")
