"""What a learner guessed and answered in this session, for each lesson; and what is kept of it.

Rules of this file: it knows no widget; a guess is compared only with runs of the lesson's own settings, which the
question is about; what is clear goes into the journal once; a journal that cannot be written spoils nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tui.feeds.live.plan import default_knobs
from tui.files import state_folder
from tui.learning import grading
from tui.learning.grading import Answered, Graded
from tui.learning.journal import Entry, Journal
from tui.learning.last_runs import LastRuns, last_run
from tui.learning.settings import Settings
from tui.lessons.lesson import Scenario
from tui.lessons.questions import Prediction, QuizQuestion
from tui.model.state.state import ComparisonState

if TYPE_CHECKING:
    from tui.play.comparison import Comparison


class Learner(Struct):
    """What is kept from one start of the app to the next; one for the whole app."""

    journal: Journal
    settings: Settings
    runs: LastRuns
    trouble: str = ""
    """Why the last entry is not in the journal; empty when it is."""

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever predicted, run or answered here."""
        return not (self.journal.path.exists() or self.runs.path.exists())


def learner_at(folder: Path) -> Learner:
    """Return who keeps what is learnt in this folder."""
    return Learner(Journal(folder), Settings(folder), LastRuns(folder))


class Learning(Struct):
    """One lesson's guess and answers."""

    learner: Learner | None = None
    """None: nothing is asked before a run, and nothing is kept."""
    guess: float | None = None
    """The number, or the place of the answer; locked."""
    is_skipped: bool = False
    """Whether the question was passed over in this session."""
    is_compared: bool = False
    """Whether the run that is on, or was last, is one that the question is about."""
    graded: Graded | None = None
    """What became of the guess; None as long as the run goes on."""
    answers: dict[int, int] = field(default_factory=dict)
    """The place chosen, by question of the quiz."""
    finished: ComparisonState | None = None
    """The newest comparison that quiz questions can be graded on; one that is spoiled only while there is no other."""
    _kept: set[tuple[str, int, str]] = field(default_factory=set)
    """What is in the journal: kind, place, and outcome or nothing when it was clear."""

    def asks(self, comparison: Comparison) -> Prediction | None:
        """Return the question to ask before the run that is about to start; None when there is none to ask."""
        prediction = question_for(comparison)
        if prediction is None or self.learner is None or self.guess is not None or self.is_skipped:
            return None
        told, facts = comparison.scenario, comparison.facts
        if told is None or not self.learner.settings.asks:
            return None
        return (
            None if self.learner.journal.has_predicted(told.name, python(facts.interpreter, facts.gil)) else prediction
        )

    def begin(self, comparison: Comparison) -> None:
        """Take note that a run starts."""
        self.graded = None
        self.is_compared = self.guess is not None and question_for(comparison) is not None

    def finish(self, lesson: Scenario, state: ComparisonState) -> None:
        """Grade the guess and the answers of the quiz that waited for a run."""
        if self.finished is None or not grading.spoiled(state) or grading.spoiled(self.finished):
            self.finished = state
        if self.is_compared and self.graded is None and lesson.prediction is not None and self.guess is not None:
            self.graded = grading.grade(lesson.prediction, self.guess, state)
            self._keep_guess(lesson, lesson.prediction, self.guess, self.graded, state)
        for place, chosen in self.answers.items():
            self._keep_answer(lesson, place, chosen, state)

    def keep_run(self, lesson: Scenario, state: ComparisonState, *, is_default: bool) -> None:
        """Take note of a run of the lesson's own program that is over, if it came to its end."""
        if self.learner is not None and (found := last_run(state, is_default=is_default)):
            self.learner.runs.keep(lesson.name, found)

    def answer(self, lesson: Scenario, place: int, chosen: int) -> Answered:
        """Lock an answer of the quiz and return what became of it."""
        self.answers[place] = chosen
        if self.finished is not None or lesson.quiz[place].graded_by is None:
            self._keep_answer(lesson, place, chosen, self.finished)
        return self.answered(lesson.quiz[place], chosen)

    def answered(self, question: QuizQuestion, chosen: int) -> Answered:
        return grading.answered(question, chosen, self.finished)

    def outcomes(self, lesson: Scenario) -> Mapping[int, Answered]:
        """Return for each question answered, by its place from 0, how the answer came out."""
        return {place: self.answered(lesson.quiz[place], chosen) for place, chosen in self.answers.items()}

    def _keep_guess(
        self, lesson: Scenario, prediction: Prediction, guess: float, graded: Graded, state: ComparisonState
    ) -> None:
        if graded.is_void:
            return
        low, high = graded.span or (None, None)
        self._keep(0, Entry(
            "prediction", _now(), lesson.name, _python_of(state), prediction.question,
            grading.guessed(prediction, guess), graded.outcome or "inconclusive", low, high,
            grading.measured_words(prediction, graded) or graded.why,
        ))  # fmt: skip

    def _keep_answer(self, lesson: Scenario, place: int, chosen: int, state: ComparisonState | None) -> None:
        question = lesson.quiz[place]
        how = self.answered(question, chosen)
        self._keep(place, Entry(
            "quiz", _now(), lesson.name, _python_of(state), question.question, question.answers[chosen], how.outcome,
            measured="; ".join(how.measured) or how.why,
        ))  # fmt: skip

    def _keep(self, place: int, entry: Entry) -> None:
        """Write an entry: once when it is clear, and once before that when it was not."""
        clear = (entry.kind, place, "")
        key = (entry.kind, place, "inconclusive") if entry.outcome == "inconclusive" else clear
        if self.learner is None or clear in self._kept or key in self._kept:
            return
        self._kept.add(key)
        self.learner.trouble = self.learner.journal.add([entry])

    def forget_answers(self) -> None:
        """Begin the quiz again; new answers are kept too."""
        self.answers.clear()
        self._kept = {key for key in self._kept if key[0] != "quiz"}


def question_for(comparison: Comparison) -> Prediction | None:
    """Return the lesson's question when it fits the next run: nothing turned, all that it is about compared."""
    scenario = comparison.scenario
    if scenario is None or scenario.prediction is None:
        return None
    needed = {reading.variant for reading in scenario.prediction.readings}
    if scenario.baseline and any(reading.name == "speed_up" for reading in scenario.prediction.readings):
        needed.add(scenario.baseline.name)
    is_own = (
        comparison.knobs == default_knobs(scenario, comparison.facts.usable_cores)
        and comparison.level == scenario.probe.level
        and comparison.slow_s is None
        and comparison.copy is None
    )
    return scenario.prediction if is_own and needed <= {v.name for v in comparison.variants} else None


def python(interpreter: str, gil: bool | None) -> str:
    """Return a Python as the journal calls it: answers depend on its version and on its lock."""
    return f"{interpreter} without a GIL" if gil is False else interpreter


def _python_of(state: ComparisonState | None) -> str:
    told = state.header if state else None
    return python(f"{told.implementation} {told.python_version}", told.gil) if told else ""


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def compared(lesson: Scenario, guess: float, state: ComparisonState) -> tuple[Graded, str]:
    """Grade a guess that was made without a screen, and keep it in the journal; return what became of it, and why it
    is not kept, empty when it is.
    """
    learner = learner_at(Path(state_folder()))
    learning = Learning(learner, guess, is_compared=True)
    learning.finish(lesson, state)
    assert learning.graded is not None
    return learning.graded, learner.trouble
