"""How far somebody is with a lesson, and which one comes next."""

from __future__ import annotations

import pytest

from tui.learning.journal import Entry
from tui.learning.way import Part, Progress, guesses, next_in, progress
from tui.lessons.catalogue import find
from tui.lessons.lesson import Scenario

LESSON = find("counters")
BARE = Scenario(name="bare", program=LESSON.program, tab="b", title="b", summary="", expected_s=1.0, time_limit_s=5.0)
DONE, OPEN = Progress("done", "done", "done"), Progress("open", "open", "open")
MISSED = Progress("done", "done", "missed", 1)


def entry(kind: str, outcome: str, question: str = "", lesson: str = LESSON.name) -> Entry:
    return Entry(kind, "2026-11-30T14:05:09+00:00", lesson, "CPython 3.13.0", question, "x", outcome)  # type: ignore[arg-type]


def answers(*outcomes: str) -> list[Entry]:
    return [entry("quiz", outcome, asked.question) for asked, outcome in zip(LESSON.quiz, outcomes, strict=False)]


def parts(entries: list[Entry], *ran: str) -> tuple[Part, Part, Part]:
    return progress(LESSON, entries, ran).parts


def test_nothing_is_done_before_anything_was() -> None:
    assert parts([]) == ("open", "open", "open") and not progress(LESSON, [], ()).is_finished


def test_a_guess_is_in_the_journal_when_its_run_is_over() -> None:
    assert parts([entry("prediction", "inconclusive")]) == ("done", "done", "open")
    assert parts([], LESSON.name) == ("open", "done", "open")
    assert parts([entry("prediction", "right", lesson="other")], "other") == ("open", "open", "open")


def test_all_questions_must_be_answered_clearly() -> None:
    many = len(LESSON.quiz)
    assert parts(answers(*["right"] * many))[2] == "done"
    assert parts(answers(*["right"] * (many - 1)))[2] == "open"
    assert parts(answers(*["right"] * (many - 1), "inconclusive"))[2] == "open"


def test_a_question_is_missed_until_it_is_answered_rightly() -> None:
    """The journal has the newest first."""
    many = len(LESSON.quiz)
    wrong = answers("wrong", *["right"] * (many - 1))
    assert parts(wrong)[2] == "missed" and progress(LESSON, wrong, ()).missed == 1
    assert parts([*answers("right"), *wrong])[2] == "done"
    assert parts([*answers("inconclusive"), *wrong])[2] == "missed"
    assert progress(LESSON, answers("wrong"), ()).missed == 1 and parts(answers("wrong"))[2] == "open"


def test_what_a_lesson_does_not_have_is_not_asked_of_it() -> None:
    assert progress(BARE, [], ()).parts == ("none", "open", "none")
    assert progress(BARE, [], ("bare",)).is_finished


@pytest.mark.parametrize(
    ("group", "lessons", "comes"),
    [
        ("pools", [("sharing", OPEN), ("pools", DONE), ("pools", OPEN), ("limits", OPEN)], 2),
        ("pools", [("pools", OPEN), ("pools", MISSED)], 1),
        ("pools", [("sharing", MISSED), ("pools", OPEN)], 1),
        ("pools", [("sharing", OPEN), ("pools", DONE), ("limits", OPEN)], 2),
        ("limits", [("sharing", OPEN), ("limits", DONE)], 0),
        ("no such group", [("sharing", OPEN)], 0),
        ("pools", [("pools", DONE)], None),
    ],
)
def test_what_comes_next(group: str, lessons: list[tuple[str, Progress]], comes: int | None) -> None:
    assert next_in(group, lessons) == comes


def test_guesses_with_a_clear_outcome_are_counted() -> None:
    told = [entry("prediction", outcome) for outcome in ("right", "too_low", "inconclusive")]
    assert guesses([LESSON.name], [*told, *answers("right"), entry("prediction", "right", lesson="gone")]) == (1, 2)
