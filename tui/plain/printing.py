"""`coreograph run` and `replay` without a screen: a report on standard output, and the exit code."""

from __future__ import annotations

from msgspec.structs import replace

from tui.feeds.live.launch import LaunchError
from tui.feeds.live.live import open_live
from tui.feeds.live.plan import Plan
from tui.feeds.recorder import recorder_of
from tui.headless import on_stderr, play
from tui.model.state.state import ComparisonState
from tui.play.tape import Tape
from tui.reports.as_text import closing, opening, run_line
from tui.streams import OutputError, complain, say, say_as_it_is, tell
from tui.telemetry.text import plain

WELL, FAILED, BY_SIGNAL = 0, 1, 128


def report(plan: Plan, *, as_json: bool) -> int:
    """Run a plan, tell what was seen, and return the exit code."""
    progress = on_stderr(plan)
    plan = replace(plan, probe=replace(plan.probe, microscope=0))  # Nobody looks through it here, and it slows down.
    try:
        feed = open_live(plan)
    except LaunchError as error:
        complain(error)
        return FAILED
    played = play(feed, recorder_of(plan), None if as_json else say, progress=progress)
    try:
        _tell_seen(played.state, as_json=as_json)
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
        lines = [f"replayed from {plain(name)}", opening(state), *(run_line(state, run) for run in state.runs)]
        say("\n".join(lines))
    _tell_seen(state, as_json=as_json)
    return _judged(state)


def _tell_seen(state: ComparisonState, *, as_json: bool) -> None:
    if as_json:
        from tui.reports.as_json.told import in_json  # noqa: PLC0415 - a quarter of what a report takes to import

        say_as_it_is(in_json(state))
    else:
        say("\n" + closing(state).removesuffix("\n"))


def _judged(state: ComparisonState) -> int:
    """Return the exit code for a comparison: 1 when a run failed, whose end of stderr is told too."""
    failed = [run for run in state.runs if run.outcome != "ended"]
    for run in failed:
        if run.errors.strip():
            tell(f"\n{run.variant} wrote to stderr:\n{run.errors.rstrip()[-4000:]}")
    return FAILED if failed or not state.runs else WELL
