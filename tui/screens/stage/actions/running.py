"""What the keys do that start and end runs, turn knobs, and open what is known of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.play import pace, turning
from tui.screens.stage.actions import learning, moving

if TYPE_CHECKING:
    from tui.screens.stage.stage import Stage


def start_stop(stage: Stage) -> None:
    if stage.comparison.is_replay:
        moving.pause(stage)
    elif stage.comparison.is_on:
        stage.comparison.stop()
    else:
        stage.end_then(stage.start)


def restart(stage: Stage) -> None:
    if stage.comparison.is_replay:
        moving.rewind(stage)
    else:
        stage.end_then(stage.start)


def present_start(stage: Stage) -> None:
    """Start, as a remote says it: whoever has one presents, and is asked nothing."""
    if not stage.comparison.is_on and stage.broken_shown is None:
        stage.comparison.start()


def lesson_key(stage: Stage, key: str) -> bool:
    """Press a key of the lesson; return whether it has that key."""
    try:
        said = turning.press(stage.comparison, key)
    except KeyError:
        return False
    if said:
        stage.notify(said)
    return True


def time_limit(stage: Stage) -> None:
    stage.comparison.is_unlimited = not stage.comparison.is_unlimited
    limit = "no time limit" if stage.comparison.is_unlimited else "the lesson's time limit"
    stage.notify(f"From the next run on: {limit}.")


def slow_motion(stage: Stage) -> None:
    stage.notify(pace.turn_slow(stage.comparison))


def variants(stage: Stage) -> None:
    from tui.screens.dialogs.variants import Variants

    if (scenario := stage.comparison.scenario) is not None:
        stage.app.push_screen(Variants(stage.comparison, scenario))


def knobs(stage: Stage) -> None:
    from tui.screens.dialogs.knobs import Knobs

    if (scenario := stage.comparison.scenario) is not None:
        stage.app.push_screen(Knobs(stage.comparison, scenario))


def microscope(stage: Stage) -> None:
    from tui.screens.dialogs.lane_microscope import LaneMicroscope

    stage.app.push_screen(LaneMicroscope(stage.comparison))


def output(stage: Stage) -> None:
    from tui.screens.dialogs.output import Output

    stage.app.push_screen(Output(stage.comparison))


def message(stage: Stage) -> None:
    """Show why a run failed, or the guess and the result."""
    from tui.screens.dialogs.output import Output

    failed = any(run.outcome in ("failed", "time limit") for run in stage.comparison.state.runs)
    if stage.comparison.failure or failed:
        stage.app.push_screen(Output(stage.comparison, only_failed=True))
    else:
        learning.compared(stage)


def results(stage: Stage) -> None:
    from tui.screens.dialogs.results import Results

    stage.app.push_screen(Results(stage.comparison.session))
