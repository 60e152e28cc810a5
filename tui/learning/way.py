"""The way through the lessons: what is predicted, run and answered of each, and which one comes next.

Rules of this file: it is pure; a part that a lesson does not have is not asked of it; of each question the newest
answer that was clear counts, on whatever Python it was given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from tui.learning.journal import Entry
from tui.lessons.groups import GROUPS
from tui.lessons.lesson import Scenario
from tui.telemetry.text import plain

Part = Literal["done", "open", "missed", "none"]
"""What became of a part of a lesson; `missed`: all is answered, and something wrongly; `none`: it has no such part."""


class Progress(Struct, frozen=True):
    """How far somebody is with a lesson."""

    predicted: Part = "none"
    ran: Part = "open"
    answered: Part = "none"
    missed: int = 0
    """Questions of its quiz whose newest clear answer was wrong."""

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        return self.predicted, self.ran, self.answered

    @property
    def is_finished(self) -> bool:
        """Whether all that it has is done, and no question was missed."""
        return all(part in ("done", "none") for part in self.parts)


def progress(lesson: Scenario, entries: Iterable[Entry], ran: Collection[str]) -> Progress:
    """Return how far a lesson is, given the journal, the newest first, and the names of lessons that were run.

    A guess comes into the journal when the run that it was about is over.
    """
    mine = [entry for entry in entries if entry.lesson == lesson.name]
    predicted = any(entry.kind == "prediction" for entry in mine)
    newest: dict[str, str] = {}
    for entry in mine:
        if entry.kind == "quiz" and entry.outcome != "inconclusive":
            newest.setdefault(entry.question, entry.outcome)
    outcomes = [newest.get(plain(question.question, 400)) for question in lesson.quiz]
    missed = sum(outcome not in (None, "right") for outcome in outcomes)
    answered: Part = "open" if None in outcomes else "missed" if missed else "done"
    return Progress(
        ("done" if predicted else "open") if lesson.prediction else "none",
        "done" if predicted or lesson.name in ran else "open",
        answered if lesson.quiz else "none",
        missed,
    )


def guesses(lessons: Collection[str], entries: Iterable[Entry]) -> tuple[int, int]:
    """Return how many predictions of these lessons came out right, and how many had a clear outcome."""
    clear = [e for e in entries if e.kind == "prediction" and e.outcome != "inconclusive" and e.lesson in lessons]
    return sum(entry.outcome == "right" for entry in clear), len(clear)


def next_in(group: str, lessons: Sequence[tuple[str, Progress]]) -> int | None:
    """Return the place of the lesson that comes next, of lessons with their groups; None when all are finished.

    It is one of the group at hand as long as that is not finished, there before all one of which a question was
    missed; then of the groups behind it, and at last of those before it.
    """
    at = GROUPS.index(group) if group in GROUPS else 0
    for name in (*GROUPS[at:], *GROUPS[:at]):
        mine = [(place, its) for place, (of, its) in enumerate(lessons) if of == name]
        missed = [place for place, its in mine if its.missed]
        unfinished = [place for place, its in mine if not its.is_finished]
        if missed or unfinished:
            return (missed or unfinished)[0]
    return None
