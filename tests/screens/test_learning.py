"""Predict, run, compare: the question before a run, the guess after it, the quiz and the journal on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.screens.test_stage import MID_THREADS, _script
from tests.support.scripted import MACHINE, Script, until
from tests.support.staging import Staged, staged
from tests.support.taped import taped
from tui.draw.cells import cell_width
from tui.feeds.live.plan import Plan
from tui.learning.journal import Entry
from tui.learning.learning import Learner, learner_at
from tui.lessons.catalogue import Scenario, catalogue
from tui.screens.dialogs.prediction import AskChoice, Asking, AskNumber
from tui.screens.dialogs.quiz import Quiz
from tui.telemetry.vocabulary import Telemetry, Told

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
FIRST = "threads-vs-processes"
LESSONS = {scenario.name: scenario for scenario in catalogue()[0]}


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return learner_at(tmp_path)


def lesson(name: str) -> tuple[Scenario, ...]:
    return (LESSONS[name],)


async def asked(at: Staged) -> None:
    await at.press("space")
    await until(lambda: isinstance(at.app.screen, Asking), what="the question")


async def guess(at: Staged, *keys: str) -> None:
    """Answer the question with these keys, and let the run tell everything."""
    await asked(at)
    await at.press(*keys, "enter")
    await until(lambda: bool(at.feeds), what="a run")
    await at.advance()


async def test_the_whole_loop(learner: Learner) -> None:
    """Predict, run, compare, and the journal knows."""
    async with staged(learner=learner) as at:
        await asked(at)
        assert "How many times as fast will the processes be?" in at.text and not at.plans
        await at.press("3", ".", "4")
        await at.press("enter")
        await until(lambda: len(at.plans) == 1)
        await at.advance(MID_THREADS)
        assert "You said 3.4 times." in at.text
        await at.advance()
        await at.sees("You said 3.4 times, measured 3.5 times. Right: processes compute at the same time")
        assert "try  Double the workers" in at.text and "enter your guess" in at.text
        await at.press("enter")
        await at.sees("✓ right, within 0.25 counts as right")
        await at.press("enter", "j")
        await at.sees("predictions 1 of 1 right")
    (entry,) = learner.journal.read()
    assert (entry.lesson, entry.guess, entry.outcome, entry.measured) == (
        "threads-vs-processes", "3.4 times", "right", "3.5 times",
    )  # fmt: skip
    assert entry.low is not None and round(entry.low, 2) == 3.48 and entry.python == "CPython 3.13.0"


async def test_it_is_asked_once_and_journaled_once(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await guess(at, "9")
        await at.sees("Less than you thought")
        await at.press("r")
        await until(lambda: len(at.plans) == 2)
        await at.advance()
        await at.sees("You said 9.0 times, measured 3.5 times.")
    assert [entry.outcome for entry in learner.journal.read()] == ["too_high"]


async def test_a_lesson_predicted_on_this_python_is_not_asked_again(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await guess(at, "2")
    async with staged(learner=learner) as at:
        await at.start()
        assert "You said" not in at.text
    async with staged(learner=learner, facts=replace(MACHINE, gil=False)) as at:
        await asked(at)


async def test_esc_skips_and_runs(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        assert "esc    run without a guess" in at.text
        await at.press("escape")
        await until(lambda: len(at.plans) == 1)
        await at.advance()
        await at.sees("✓ done")
        assert "You said" not in at.text
        await at.press("enter", "r")
        await until(lambda: len(at.plans) == 2, what="a second run, not asked for again")
    assert learner.journal.read() == ()


async def test_q_goes_back_without_a_run(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        await at.press("q")
        assert "○ idle" in at.text and not at.plans
        await asked(at)


async def test_n_turns_it_off_for_good_and_the_journal_turns_it_on(tmp_path: Path) -> None:
    def again() -> Learner:
        return learner_at(tmp_path)

    async with staged(learner=again()) as at:
        await asked(at)
        assert "the journal (j) turns it on" in at.text
        await at.press("n")
        await until(lambda: len(at.plans) == 1)
        await at.sees("No more questions before a run.")
    async with staged(learner=again()) as at:
        await at.start()
        await at.press("j")
        await at.sees("Questions before the first run of a lesson: no. n turns them on.")
        await at.press("n")
        await at.sees("lesson: yes. n turns them off.")
    async with staged(learner=again()) as at:
        await asked(at)


async def test_a_presenter_is_never_asked(learner: Learner) -> None:
    for keys in (("p", "space"), ("p", "f5"), ("p", "r"), ("f5",)):
        async with staged((60, 20), learner=learner) as at:
            await at.press(*keys)
            await until(lambda at=at: len(at.plans) == 1)  # type: ignore[misc]
            assert at.app.screen is at.stage


async def test_a_small_terminal_is_asked_and_shows_the_guess(learner: Learner) -> None:
    async with staged((60, 20), learner=learner) as at:
        await guess(at, "9")
        await at.sees("you said 9.0 times · measured 3.5 times · ✗ too high")


async def test_the_guess_at_80x24(learner: Learner) -> None:
    async with staged((80, 24), learner=learner) as at:
        await guess(at, "9")
        await at.sees("you said 9.0 times · measured 3.5 times · ✗ too high   enter why")
        for words in ("Threads: four workers", "Processes: four workers"):
            assert words in at.text


@pytest.mark.parametrize(
    "keys", [("+",), ("v", "down", "down", "space", "escape"), ("s",)], ids=["a knob", "a variant", "slow motion"]
)
async def test_what_the_question_does_not_fit_is_not_asked(learner: Learner, keys: tuple[str, ...]) -> None:
    async with staged(learner=learner) as at:
        await at.press(*keys)
        await at.start()
        await at.sees("✓ done")
        assert "You said" not in at.text


async def test_a_run_with_turned_knobs_is_not_compared(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await guess(at, "9")
        await at.press("+", "r")
        await until(lambda: len(at.plans) == 2)
        await at.advance()
        await at.sees("✓ done")
        assert "You said" not in at.text


async def test_started_from_the_command_line_it_is_asked_too(learner: Learner) -> None:
    async with staged(learner=learner, autostart=True) as at:
        await until(lambda: isinstance(at.app.screen, AskNumber))
        assert not at.plans


async def test_without_a_learner_nothing_is_asked() -> None:
    async with staged() as at:
        await at.start()
        await at.press("j")
        await at.sees("There is no journal here.")


async def test_a_stopped_run_keeps_the_guess_for_the_next(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        await at.press("2", "enter")
        await until(lambda: bool(at.feeds))
        await at.advance(MID_THREADS)
        await at.press("space")
        await at.sees("You said 2.0 times. It is not compared: the run was stopped.")
        assert learner.journal.read() == ()
        await at.press("r")
        await until(lambda: len(at.feeds) == 2)
        await at.advance()
        await at.sees("You said 2.0 times, measured 3.5 times.")
    assert len(learner.journal.read()) == 1


async def test_a_busy_machine_is_inconclusive_until_it_is_quiet(learner: Learner) -> None:
    others = [5.0, 5.0, 0.0]

    def script(plan: Plan) -> list[Telemetry]:
        return Script(others=others.pop(0)).comparison()

    async with staged(learner=learner, script=script) as at:
        await guess(at, "2")
        await at.sees("Inconclusive here: other programs kept this machine busy.")
        for runs in (2, 3):
            await at.press("r")
            await until(lambda runs=runs: len(at.feeds) == runs)  # type: ignore[misc]
            await at.advance()
        await at.sees("You said 2.0 times, measured 3.5 times.")
    assert [entry.outcome for entry in learner.journal.read()] == ["too_low", "inconclusive"]


async def test_a_run_that_was_told_to_do_something_else_is_not_compared(learner: Learner) -> None:
    async with staged(learner=learner, lessons=lesson("producer-consumer"), script=_steered) as at:
        await asked(at)
        await at.press("1", "enter")
        await until(lambda: bool(at.feeds))
        await at.advance()
        await at.sees("It is not compared: you steered the program.")
    assert learner.journal.read() == ()


def _steered(plan: Plan) -> list[Telemetry]:
    return [*_about_queues(plan), Told(3.0, 1, "put 1")]


def _about_queues(plan: Plan) -> list[Telemetry]:
    """A comparison of the two ways, though nothing in it waits at a queue."""
    return Script(variants=("processes", "threads")).comparison()


async def test_a_choice_whose_readings_are_missing_is_inconclusive(learner: Learner) -> None:
    async with staged(learner=learner, lessons=lesson("producer-consumer"), script=_about_queues) as at:
        await asked(at)
        assert isinstance(at.app.screen, AskChoice)
        await at.press("enter")
        await at.sees("Choose first: ↑ ↓ or 1-4.")
        await at.press("down", "down", "enter")
        assert at.comparison.learning.guess == 1
        await until(lambda: bool(at.feeds))
        await at.advance()
        await at.sees("You said “It grows and grows”. Inconclusive here: not measured for processes")


async def test_a_frozen_picture_does_not_tell_the_outcome(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        await at.press("2", "enter")
        await until(lambda: bool(at.feeds))
        await at.advance(MID_THREADS)
        await at.press(".")
        await at.advance()
        assert "You said 2.0 times." in at.text and "measured 3.5" not in at.text
        await at.press(".")
        await at.sees("measured 3.5 times")


async def test_a_journal_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    learner = learner_at(tmp_path / "file" / "state")
    async with staged(learner=learner) as at:
        await guess(at, "2")
        await at.sees("The journal cannot be written (Not a directory)")
        await at.press("j")
        await at.sees("Nothing is in the journal yet.")
        await at.press("n")
        await at.sees("this holds until you leave")
    async with staged((80, 24), learner=learner) as at:
        await at.start()


# The slider


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("right",), 8.1), (("left",), 7.9), (("pageup",), 9.0), (("shift+left",), 7.0), (("end",), 16.0),
        (("home", "left"), 0.0), (("2",), 2.0), (("2", ".", "5"), 2.5), (("1", ",", "2", "5"), 1.2),
        (("2", "5", "backspace"), 2.0), (("9", "right"), 9.1), (("1", ".", ".", "3"), 1.3),
    ],
)  # fmt: skip
async def test_the_slider_moves_and_takes_numbers(learner: Learner, keys: tuple[str, ...], value: float) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        await at.press(*keys, "enter")
        assert at.comparison.learning.guess == value


async def test_nobody_guesses_by_pressing_enter(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        assert "○" in at.text.split("what do you expect?")[1]
        assert "◂ ▸ move it, then enter" in at.text
        await at.press("enter")
        await at.press("enter")
        await at.sees("Nothing is locked yet: move the mark first, ◂ ▸.")
        assert not at.plans
        await at.press("right")
        assert "move the mark first" not in at.text and "move it, then enter" not in at.text


async def test_a_number_beyond_the_scale_is_refused(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await asked(at)
        await at.press("9", "9", "enter")
        await at.sees("Give a number from 0 to 16.")
        assert not at.plans
        await at.press("backspace", "enter")
        assert at.comparison.learning.guess == 9.0


async def test_on_two_cores_the_slider_ends_at_four_until_more_is_typed(learner: Learner) -> None:
    async with staged(learner=learner, facts=replace(MACHINE, cores=2, usable_cores=2.0)) as at:
        await asked(at)
        assert re.search(r"\b0 +4\b", at.text) and "or type a number up to 16." in at.text
        await at.press("9", ".", "3")
        assert re.search(r"\b0 +10\b", at.text)
        await at.press("enter")
        assert at.comparison.learning.guess == 9.3


# The quiz


async def test_the_quiz_asks_explains_and_counts(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await at.press("y")
        await at.sees("Question 1 of 4")
        assert "This depends on the machine, so it is graded when the lesson has run." in at.text
        await at.press("right")
        await at.sees("What are threads good for")
        await at.press("2", "enter")
        await at.sees("✗ Not so. A thread that waits")
        assert "✗ 2  They make any program faster." in at.text and "✓ 3  For work that waits" in at.text
        await at.press("1", "enter")  # An answer that is locked stays.
        await at.sees("Question 3 of 4")
        await at.press("down", "down", "enter", "enter", "4", "enter")
        await at.sees("✓ Right. Passing work to a process")
        await at.press("enter")
        await at.sees("2 of 3 right, 1 not answered")
        await at.press("enter")
        assert at.app.screen is at.stage
    assert [entry.outcome for entry in learner.journal.read()] == ["right", "right", "wrong"]


async def test_an_answer_waits_for_a_run_and_is_graded_on_it(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await at.press("y", "1", "enter")
        await at.sees("Your answer is kept. It is graded when the lesson has run")
        assert learner.journal.read() == ()
        await at.press("escape", "space", "escape")
        await until(lambda: bool(at.feeds))
        await at.advance()
        assert [(e.kind, e.outcome) for e in learner.journal.read()] == [("quiz", "right")]
        await at.press("y", "left")
        await at.sees("Measured here: threads 0.98, how many times as fast as the baseline.")
        assert "✓ Right. With the interpreter lock" in at.text


async def test_the_same_answer_is_wrong_where_the_measurement_says_so(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await at.start_unasked()
        await at.press("y", "2", "enter")
        await at.sees("✗ Not so. With the interpreter lock")


async def test_a_busy_machine_makes_the_quiz_inconclusive(learner: Learner) -> None:
    async with staged(learner=learner, script=_script(others=5.0)) as at:  # type: ignore[arg-type]
        await at.start_unasked()
        await at.press("y", "1", "enter")
        await at.sees("– Inconclusive here: other programs kept this machine busy.")
        await at.press("right", "right", "right", "enter", "enter")
        assert "right, " not in at.text  # Questions that were not answered are not passed over by enter.


async def test_an_earlier_run_still_grades_when_the_newest_is_spoiled(learner: Learner) -> None:
    others = [0.0, 5.0]

    def script(plan: Plan) -> list[Telemetry]:
        return Script(others=others.pop(0)).comparison()

    async with staged(learner=learner, script=script) as at:
        await at.start_unasked()
        await at.press("r")
        await until(lambda: len(at.feeds) == 2)
        await at.advance()
        await at.press("y", "1", "enter")
        await at.sees("Measured here: threads 0.98")


async def test_the_quiz_can_be_answered_again(learner: Learner) -> None:
    async with staged(learner=learner) as at:
        await at.press("y", *("1", "enter", "enter") * 4)
        await at.sees("0 of 3 right, 1 waits for a run")
        assert "Answers marked – wait for a run" in at.text
        await at.press("a")
        await at.sees("Question 1 of 4")
        assert not at.comparison.learning.answers


async def test_quiz_and_journal_count_the_same_and_leave_out_what_is_inconclusive(learner: Learner) -> None:
    async with staged(learner=learner, script=_script(others=5.0)) as at:  # type: ignore[arg-type]
        await guess(at, "2")
        await at.press("y", *("1", "enter", "enter") * 4)
        await at.sees("0 of 3 right, 1 inconclusive")
        await at.press("escape", "j")
        await at.sees("quiz 0 of 3 right, 1 inconclusive")
        assert "1 prediction, inconclusive" in at.text and "no prediction yet" not in at.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_journal_cuts_no_text(learner: Learner, size: tuple[int, int]) -> None:
    question, answer, measured = ("".join(f"{what}{n:02} " for n in range(50)).strip() for what in "qam")
    when = "2026-05-31T14:05:09+02:00"
    learner.journal.add([Entry("quiz", when, FIRST, "", question, answer, "right", measured=measured)])
    async with staged(size, learner=learner) as at:
        await at.press("j", "enter")
        seen = at.text
        for _ in range(4):
            await at.press("pagedown")
            seen += at.text
        words = seen.replace("│", " ").split()
        assert not [word for word in (*answer.split(), *measured.split(), FIRST) if word not in words]


async def test_a_replay_has_a_quiz_on_what_was_recorded(learner: Learner) -> None:
    async with staged(replay=taped(Script().comparison()), learner=learner) as at:
        await at.play_to(1e9)
        assert at.comparison.learning.finished is not None
        await at.press("y", "1", "enter")
        await at.sees("Measured here: threads 0.98")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_after_a_run_a_small_terminal_offers_the_quiz_the_guess_and_another_lesson(
    learner: Learner, size: tuple[int, int]
) -> None:
    async with staged(size, learner=learner, tabs=2) as at:
        await guess(at, "2")
        await at.sees("y quiz")
        assert "enter why" in at.text and "? help" in at.text
        assert size[0] > 60 or ("space run" in at.text and "◂ ▸ next" in at.text)


# Every dialog on every screen


@pytest.mark.parametrize(
    ("name", "size"), [(name, size) for name in LESSONS for size in SIZES[: 2 if name == FIRST else 1]]
)
async def test_every_dialog_fits_every_screen(learner: Learner, name: str, size: tuple[int, int]) -> None:
    """Nothing is cut: whoever scrolls to the end has read every word."""
    async with staged(size, lambda _: Script().comparison(), learner=learner, lessons=lesson(name)) as at:
        await asked(at)
        prediction = at.comparison.scenario.prediction if at.comparison.scenario else None
        assert prediction is not None
        await reads(at, prediction.question, *(choice.text for choice in prediction.choices), "never ask", scroll=False)
        await at.press("1", "enter")
        await until(lambda: bool(at.feeds))
        await at.advance()
        at.rows()
        await at.press("y")
        for question in LESSONS[name].quiz:
            await reads(at, question.question, *question.answers)
            await at.press("1", "enter")
            at.rows()
            assert isinstance(at.app.screen, Quiz)
            await at.press("right")
        await at.press("escape", "j")
        assert name[:10] in at.text
        await at.press("escape", "enter")
        at.rows()


async def reads(at: Staged, *texts: str, scroll: bool = True) -> None:
    """Assert that all words of the texts are there, on the page or further down on it."""
    seen = at.text
    if scroll:
        await at.press("pagedown")
        seen += at.text
        await at.press("pageup")
    words = seen.replace("│", " ").split()
    for text in texts:
        missing = [word for word in text.split() if word not in words]
        assert not missing, f"{missing} of {text!r} in\n{seen}"
    assert all(cell_width(row) <= at.app.size.width for row in at.rows())
