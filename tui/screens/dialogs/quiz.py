"""The quiz of a lesson: one question at a time, then the score."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Ink, Row
from tui.learning.grading import Answered
from tui.learning.learning import Learning
from tui.lessons.catalogue import Scenario
from tui.lessons.questions import QuizQuestion
from tui.screens.dialogs.answers import Answers
from tui.words.numbers import verb

WORDS = {
    "right": ("✓ Right.", "good bold"),
    "wrong": ("✗ Not so.", "bad bold"),
    "inconclusive": ("– Inconclusive here", "foreground bold"),
}
SIGNS = {"right": ("✓", "good bold"), "wrong": ("✗", "bad bold"), "inconclusive": ("–", "foreground bold")}


class Quiz(Answers):
    """Asks, says what was right and why, and counts."""

    TITLE_HERE = "quiz"
    LEAST_ROWS: ClassVar[int] = 15
    """So that the page stays where it is from question to question."""
    BINDINGS: ClassVar[list[BindingType]] = [
        ("right", "turn(1)"),
        ("left", "turn(-1)"),
        ("y", "close"),
        ("a", "again"),
    ]

    def __init__(self, lesson: Scenario, learning: Learning) -> None:
        super().__init__()
        self.lesson = lesson
        self.learning = learning
        count = len(lesson.quiz)
        self.place = next((place for place in range(count) if place not in learning.answers), count)
        """The question shown, from 0; after the last one the score."""
        self.at = learning.answers.get(self.place)

    @property
    def is_at_score(self) -> bool:
        return self.place >= len(self.lesson.quiz)

    @property
    def is_open(self) -> bool:
        return not self.is_at_score and self.place not in self.learning.answers

    @property
    def question(self) -> QuizQuestion:
        return self.lesson.quiz[self.place]

    @property
    def how(self) -> Answered | None:
        """What became of the answer to the question shown."""
        chosen = self.learning.answers.get(self.place)
        return None if chosen is None or self.is_at_score else self.learning.answered(self.question, chosen)

    def texts(self) -> Sequence[str]:
        return () if self.is_at_score else self.question.answers

    def rows(self, width: int) -> Sequence[Row]:
        found = self._score(width) if self.is_at_score else self._question(width)
        return [*found, *[BLANK] * (self.LEAST_ROWS - len(found))]

    def _question(self, width: int) -> list[Row]:
        how = self.how
        found: list[Row] = [
            *wrapped(plain(f"Question {self.place + 1} of {len(self.lesson.quiz)}", "muted"), width),
            *wrapped(plain(self.question.question, "foreground bold"), width), BLANK,
        ]  # fmt: skip
        found += self.answer_rows(width, len(found), self._inks(how))
        return [*found, BLANK, *(self._asking(width) if how is None else self._said(how, width))]

    def _inks(self, how: Answered | None) -> dict[int, Ink]:
        if how is None:
            return {}
        inks: dict[int, Ink] = dict.fromkeys(range(len(self.question.answers)), "muted")
        if self.at is not None:
            inks[self.at] = {"right": "good", "wrong": "bad"}.get(how.outcome, "foreground")
        if how.right is not None:
            inks[how.right] = "good"
        return inks

    def mark(self, place: int) -> str:
        how = self.how
        if how is None or how.right is None:
            return super().mark(place)
        return "✓" if place == how.right else "✗" if place == self.at else " "

    def _asking(self, width: int) -> list[Row]:
        found: list[Row] = []
        if self.question.graded_by is not None and self.learning.finished is None:
            says = "This depends on the machine, so it is graded when the lesson has run. Answer now, or later (▸)."
            found = [*wrapped(plain(says, "key"), width), BLANK]
        keys = (("↑ ↓", "choose"), ("enter", "answer"), ("◂ ▸", "another question"))
        return [*found, tuple(piece for key, what in keys for piece in ((key, "key bold"), (f" {what}   ", "muted")))]

    def _said(self, how: Answered, width: int) -> list[Row]:
        word, ink = WORDS[how.outcome]
        if how.outcome != "inconclusive":
            found = wrapped(((word, ink), (f" {self.question.explanation}", "foreground")), width)
        elif self.learning.finished is None:
            says = "Your answer is kept. It is graded when the lesson has run: press space on the stage."
            found = wrapped(plain(says), width)
        else:
            then = f": {how.why}. Your answer is kept and graded after the next run (r)."
            found = wrapped(((word, ink), (then, "foreground")), width)
        for text in how.measured:
            found += wrapped((("Measured here: ", "muted"), (f"{text}.", "foreground")), width)
        following = "the score" if self.place + 1 == len(self.lesson.quiz) else "next question"
        return [*found, BLANK, (("enter", "key bold"), (f" {following}", "muted"))]

    def _score(self, width: int) -> list[Row]:
        outcomes = self.learning.outcomes(self.lesson)
        waiting = sum(how.outcome == "inconclusive" for how in outcomes.values())
        found: list[Row] = [BLANK, *wrapped(plain(self._counted(outcomes.values()), "foreground bold"), width), BLANK]
        for place, question in enumerate(self.lesson.quiz):
            how = outcomes.get(place)
            sign, ink = SIGNS[how.outcome] if how else (" ", "muted")
            for number, line in enumerate(wrapped(plain(question.question), max(8, width - 5))):
                head: Row = ((f" {sign} ", ink), (f"{place + 1} ", "muted")) if number == 0 else plain(" " * 5)
                found.append((*head, *line))
        if waiting:
            text = "Answers marked – wait for a run of this lesson in which nothing disturbs the measurement."
            found += [BLANK, *wrapped(plain(text, "muted"), width)]
        keys: Row = (("enter", "key bold"), (" close   ", "muted"), ("◂", "key bold"), (" look again   ", "muted"))
        return [*found, BLANK, (*keys, ("a", "key bold"), (" answer all again", "muted"))]

    def _counted(self, outcomes: Collection[Answered]) -> str:
        """Return `1 of 3 right, 1 waits for a run`: the journal counts what is graded too."""
        clear = [how.outcome for how in outcomes if how.outcome != "inconclusive"]
        unsure, missing = len(outcomes) - len(clear), len(self.lesson.quiz) - len(outcomes)
        said = [f"{clear.count('right')} of {len(clear)} right"] if clear else []
        if unsure:
            said.append(f"{unsure} {'inconclusive' if self.learning.finished else verb(unsure, 'wait') + ' for a run'}")
        return ", ".join([*said, *([f"{missing} not answered"] if missing else [])])

    def settle(self, at: int) -> None:
        self.learning.answer(self.lesson, self.place, at)
        self.first = 9999  # What was right stands at the end of the page.
        self.say(self.learning.learner.trouble if self.learning.learner else "")

    def action_lock(self) -> None:
        if self.is_at_score:
            self.dismiss(None)
        elif self.is_open:
            super().action_lock()
        else:
            self.action_turn(1)

    def action_turn(self, by: int) -> None:
        self.place = max(0, min(self.place + by, len(self.lesson.quiz)))
        self.at, self.first = self.learning.answers.get(self.place), 0
        self.show()

    def action_again(self) -> None:
        if self.is_at_score:
            self.learning.forget_answers()
            self.action_turn(-self.place)
