"""`coreograph run` and `replay` without a screen: a report on standard output, and the exit code."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.feeds.ahead import look_while
from tui.feeds.live.launch import LaunchError
from tui.feeds.live.live import open_live
from tui.feeds.live.plan import Plan
from tui.streams import OutputError, complain, say, say_as_it_is, tell
from tui.telemetry.text import plain

if TYPE_CHECKING:
    from tui.learning.grading import Graded
    from tui.lessons.questions import Prediction
    from tui.model.state.state import ComparisonState
    from tui.play.tape import Tape

Told = tuple["Prediction", float, "Graded"]
"""A question, the guess, and what became of it."""
WELL, FAILED, BY_SIGNAL = 0, 1, 128
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""The signals that end the run in order: they wait until there is somebody who can do so."""


def report(plan: Plan, *, as_json: bool, guess: str | None = None) -> int:
    """Run a plan, tell what was seen and what became of the guess, and return the exit code.

    `guess` is what a person typed: `?` asks for the lesson's question, and nothing runs. LessonError for what is none.
    """
    said = None
    if guess is not None:
        from tui.plain.guess import guess_of, question_of  # noqa: PLC0415

        if guess == "?":
            say(question_of(plan.scenario))
            return WELL
        said = guess_of(plan, guess)
    plan = replace(plan, probe=replace(plan.probe, microscope=0))  # Nobody looks through it here, and it slows down.
    try:
        feed = open_live(plan)
    except LaunchError as error:
        complain(error)
        return FAILED
    held_back = set(ENDING) - signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    look_while(feed, ("tui.feeds.recorder", "tui.headless"))
    from tui.feeds.recorder import recorder_of  # noqa: PLC0415
    from tui.headless import on_stderr, play  # noqa: PLC0415

    progress = on_stderr(plan)
    played = play(feed, recorder_of(plan), None if as_json else say, progress=progress, held_back=held_back)
    try:
        _tell_seen(played.state, as_json=as_json, guess=_graded(plan, said, played.state))
    except OutputError:
        if not played.ended_by:  # A terminal that was closed takes no report.
            raise
    if played.trouble:
        complain(played.trouble)
        return FAILED
    return BY_SIGNAL + played.ended_by if played.ended_by else _judged(played.state)


def replayed(tape: Tape, name: str, *, as_json: bool) -> int:
    """Tell what a recording of this name holds, and return the exit code; RecordingError when it is broken."""
    state = tape.final()
    if not as_json:
        from tui.reports.as_text import opening, run_line  # noqa: PLC0415

        ended = (run_line(state, run) for run in state.runs if run.phase == "over")
        say("\n".join((f"replayed from {plain(name)}", opening(state), *ended)))
    _tell_seen(state, as_json=as_json)
    return _judged(state)


def _graded(plan: Plan, guess: float | None, state: ComparisonState) -> Told | None:
    """Return what became of the guess, which the journal keeps; None where none was made."""
    asked = plan.scenario.prediction
    if guess is None or asked is None:
        return None
    from tui.learning.learning import compared  # noqa: PLC0415

    graded, trouble = compared(plan.scenario, guess, state)
    if trouble:
        complain(trouble)
    return asked, guess, graded


def _tell_seen(state: ComparisonState, *, as_json: bool, guess: Told | None = None) -> None:
    if as_json:
        from tui.reports.as_json.told import in_json  # noqa: PLC0415 - a quarter of what a report takes to import

        say_as_it_is(in_json(state, guess))
    else:
        from tui.reports.as_text import closing  # noqa: PLC0415

        say("\n" + closing(state).removesuffix("\n"))
        if guess is not None:
            from tui.learning.beside import beside  # noqa: PLC0415

            say("\n" + "".join(text for text, _ in beside(*guess, has_keys=False)))


def _judged(state: ComparisonState) -> int:
    """Return the exit code for a comparison: 1 when a run failed, whose end of stderr is told too."""
    failed = [run for run in state.runs if run.outcome != "ended"]
    for run in failed:
        if run.errors.strip():
            tell(f"\n{run.variant} wrote to stderr:\n{run.errors.rstrip()[-4000:]}")
    return FAILED if failed or not state.runs else WELL
