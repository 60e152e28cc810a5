"""How a guess and an answer came out on the learner's own runs.

Rules of this file: it is pure; what was measured on a busy machine, or in a comparison that broke off, grades nothing;
where nothing can be said there is a sentence on why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from tui.lessons.measurement import Find, Span, Term
from tui.lessons.questions import Outcome, Prediction, QuizQuestion
from tui.model.readings.measured import find
from tui.model.readings.reading import readings
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.words import numbers
from tui.words.numbers import listed
from tui.words.readings import in_a_sentence


class Graded(Struct, frozen=True):
    """What became of a prediction."""

    outcome: Outcome | None
    """None when it is inconclusive here."""
    span: Span | None = None
    """The lowest and the highest value measured, for a number."""
    came_true: int | None = None
    """The place of the answer that came true, for a choice; for ticks a bit for each one."""
    why: str = ""
    """Why it is inconclusive, in a few words."""
    is_void: bool = False
    """Whether a person stopped, steered or slowed the run, so that there is nothing to grade."""


def grade(prediction: Prediction, guess: float, state: ComparisonState) -> Graded:
    """Compare a guess with what was measured in a comparison that is over."""
    if any(run.outcome == "stopped" for run in state.runs) or not state.runs:
        return Graded(None, why="the run was stopped", is_void=True)
    if any(run.told for run in state.runs):
        return Graded(None, why="you steered the program", is_void=True)
    if any(run.was_slow_s for run in state.runs):
        return Graded(None, why="it ran in slow motion", is_void=True)
    if why := spoiled(state):
        return Graded(None, why=why)
    measured = find(state)
    outcome = prediction.compared(guess, measured)
    span = prediction.reading.span(measured) if prediction.reading else None
    came_true = prediction.came_true(measured)
    why = "" if outcome else unclear(
        prediction.readings, measured, state, "the measurement fits none of the answers"
    )
    return Graded(outcome, span, came_true, why)


class Answered(Struct, frozen=True):
    """What became of an answer of the quiz."""

    outcome: Literal["right", "wrong", "inconclusive"]
    right: int | None
    """The place of the right answer here."""
    measured: tuple[str, ...] = ()
    """What decided, in words; empty for a question that does not depend on the machine."""
    why: str = ""
    """Why it is inconclusive, in a few words."""


def answered(question: QuizQuestion, chosen: int, state: ComparisonState | None) -> Answered:
    """Grade an answer; `state` is the learner's newest comparison that is over, None when there is none."""
    if question.graded_by is None:
        return Answered("right" if chosen == question.answer else "wrong", question.answer)
    if state is None or not state.runs:
        return Answered("inconclusive", None, why="nothing was run yet")
    if why := spoiled(state):
        return Answered("inconclusive", None, why=why)
    measured = find(state)
    right = question.right_answer(measured)
    terms = question.graded_by.readings
    said = tuple(words for term in terms if (words := in_words(term, measured(term), state)))
    if right is None:
        return Answered("inconclusive", None, said, unclear(terms, measured, state))
    return Answered("right" if chosen == right else "wrong", right, said)


def spoiled(state: ComparisonState) -> str:
    """Return why nothing can be graded on a comparison; empty when it can be."""
    ill = [run for run in state.runs if run.outcome != "ended"]
    if ill:
        how = {"failed": "failed", "time limit": "ran into the time limit", "stopped": "was stopped"}
        return f"{state.planned(ill[0].variant).called} {how.get(ill[0].outcome or '', 'did not end')}"
    return verdict(state).doubt


def unclear(
    terms: Sequence[Term], measured: Find, state: ComparisonState, otherwise: str = "the runs differ too much"
) -> str:
    """Return why a condition on these readings cannot be decided."""
    for term in terms:
        if measured(term) is None:
            return f"not measured for {state.planned(term.variant).called}: {readings()[term.name].says}"
    if any(low != high for low, high in filter(None, map(measured, terms))):
        return "the runs differ too much"
    return otherwise


def in_words(term: Term, span: Span | None, state: ComparisonState) -> str:
    """Return what was measured: `threads 1.02, how many times as fast as the baseline`; empty when it was not.

    The value has its unit: `4.0 s from start to end`, not `4.0 s, seconds from start to end`.
    """
    if span is None:
        return ""
    reading = readings()[term.name]
    low, high = (in_a_sentence(reading.unit, value) for value in span)
    comes = f" {what}" if (what := reading.says.removeprefix("seconds ")) != reading.says else f", {what}"
    return f"{state.planned(term.variant).called} {low if low == high else f'{low} to {high}'}{comes}"


def number(prediction: Prediction, value: float) -> str:
    """Return a number of a prediction as it is told: `2.0 times`, `40 of 100`."""
    return f"{bare(prediction, value)} {prediction.unit}".rstrip()


def bare(prediction: Prediction, value: float) -> str:
    """Return a number with as many decimals as the slider's step has."""
    return numbers.decimal(value, places(prediction))


def places(prediction: Prediction) -> int:
    """Return how many decimals the slider's step has."""
    return len(f"{prediction.step:g}".partition(".")[2])


def guessed(prediction: Prediction, guess: float) -> str:
    """Return a guess as a person said it: the answer's text, what was ticked, or the number with its unit."""
    if prediction.is_number:
        return number(prediction, guess)
    return prediction.choices[int(guess)].text if prediction.kind == "choice" else _ticks(prediction, guess)


def _ticks(prediction: Prediction, guess: float) -> str:
    said = zip(prediction.choices, prediction.ticked(guess), strict=True)
    return listed([choice.text for choice, is_ticked in said if is_ticked]) or "none of them"


def missed(prediction: Prediction, guess: float, graded: Graded) -> tuple[str, ...]:
    """Return the choices that came out otherwise than they were ticked."""
    if graded.came_true is None:
        return ()
    wrong = prediction.ticked(int(guess) ^ graded.came_true)
    return tuple(choice.text for choice, is_wrong in zip(prediction.choices, wrong, strict=True) if is_wrong)


def hits(prediction: Prediction, guess: float, graded: Graded) -> str:
    """Return how many ticks came out as they were set: `5 of 7 right`."""
    count = len(prediction.choices)
    return f"{count - len(missed(prediction, guess, graded))} of {count} right"


def measured_words(prediction: Prediction, graded: Graded) -> str:
    """Return what was measured or came true, as it is told: `1.7 to 1.9 times`; empty when that is not known."""
    if not prediction.is_number:
        return "" if graded.came_true is None else guessed(prediction, graded.came_true)
    if graded.span is None:
        return ""
    low, high = (bare(prediction, value) for value in graded.span)
    return f"{low if low == high else f'{low} to {high}'} {prediction.unit}".rstrip()
