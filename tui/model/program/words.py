"""What is said of a person's own program: what holds it up, and one thing to try."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.said.saying import Sentence, Span, Words
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import in_words


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.runs[-1]
    return (*_went_wrong(run), *_finding_said(finding(state, run)))


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.runs[-1]
    found = finding(state, run)
    is_told = found.bound == "too short" and run.outcome == "failed"  # Why it failed is all there is to say.
    return (*_went_wrong(run), *(() if is_told else _finding_said(found)), *_input(run)) if finished else ()


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    if not state.runs:
        return (Span(""),)
    run = state.runs[-1]
    found, wrong = finding(state, run), _went_wrong(run)
    before: Sentence = (*said[0], Span(" ")) if run.outcome == "failed" and said else ()
    before += (Span(f"{wrong[0][0].text}. ", "bad bold"),) if wrong else ()
    if before and found.bound == "too short":
        return before[:-1] if before[-1].text == " " else before
    return (*before, Span(f"{found.head}.", f"{_hue(found)} bold"))


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, judges_all=True)
"""Says the one finding of the newest run. A program may end with any exit code: that spoils nothing."""


def _finding_said(found: Finding) -> tuple[Sentence, ...]:
    first: Sentence = (Span(found.head, f"{_hue(found)} bold"), Span(f": {found.says}"))
    return (first, (Span("Try ", "muted"), Span(found.tries))) if found.tries else (first,)


def _hue(found: Finding) -> str:
    return "good" if found.is_good else "bad"


def _input(run: RunState) -> tuple[Sentence, ...]:
    """Return a sentence where a program ended because it was to read what nobody could type."""
    if run.outcome != "failed" or "EOFError: EOF when reading a line" not in run.message:
        return ()
    return ((Span("Try ", "muted"), Span("`coreograph watch --plain … < FILE`: its standard input is empty here.")),)


def _went_wrong(run: RunState) -> tuple[Sentence, ...]:
    """Return a sentence on a pool that broke, else on tasks that failed; the program itself may end well."""
    broken = next((pool for pool in run.pools if pool.broken), None)
    if broken is not None:
        lost = f"; {in_words(broken.lost, 'task')} lost" if broken.lost else ""
        return ((Span(f"The pool {broken.of.name} broke", "bad bold"), Span(f": {broken.broken}{lost}.")),)
    failed = sum(worker.count.failed for worker in run.workers)
    if not failed:
        return ()
    done = sum(worker.count.ended for worker in run.workers)
    last = next((found for found in reversed(run.exceptions) if found.kind == "task"), None)
    text = f" ({last.text})" if last and last.text else ""
    why = f": the last one with {last.type.rpartition('.')[2]}{text}" if last else ""
    return ((Span(f"{failed} of {done} tasks failed", "bad bold"), Span(f"{why}.")),)
