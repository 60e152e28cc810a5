"""What several boards know of the variants that are compared: their readings, and what is said before there are any."""

from __future__ import annotations

from tui.boards.frame import Frame
from tui.draw.cells import Row
from tui.feeds.live.plan import workers_of
from tui.model.maps.deliveries import most_telling
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.play.comparison import Comparison
from tui.words.numbers import plural


def baseline_of(comparison: Comparison) -> VariantReading | None:
    """Return the yardstick, when there is something to compare with it."""
    readings = shown_readings(comparison)
    return next((r for r in readings if r.baseline), None) if len(readings) > 1 else None


def panels_of(comparison: Comparison) -> tuple[VariantReading, ...]:
    """Return the variants that get a panel each: the yardstick none, but as long as no other has run all the room."""
    readings = shown_readings(comparison)
    others = tuple(r for r in readings if not r.baseline)
    if len(readings) < 2 or len(others) == len(readings):
        return readings
    is_begun = comparison.state.header is not None and all(r.phase == "waiting" for r in others)
    return tuple(r for r in readings if r.baseline) if is_begun else others


def shown_readings(comparison: Comparison) -> tuple[VariantReading, ...]:
    """Return the readings of the play; before there is one, empty readings of what the next run compares."""
    if comparison.readings:
        return comparison.readings
    return tuple(VariantReading(v.name, v.hue, v.says, v.baseline, title=v.title) for v in comparison.variants)


def shown_run(comparison: Comparison, focus: int) -> RunState | None:
    """Return the newest run, or the newest one of the variant that was chosen."""
    panels = panels_of(comparison)
    if 0 <= focus < len(panels):
        return comparison.state.newest(panels[focus].name)
    return comparison.state.newest()


def run_in_view(comparison: Comparison, focus: int) -> RunState | None:
    """Return the same; once all is over and nobody has chosen, the run that held most results back one after another.
    """
    state = comparison.state
    if focus >= 0 or not state.is_over:
        return shown_run(comparison, focus)
    return most_telling(state) or state.newest()


def repeat_of(comparison: Comparison, reading: VariantReading) -> str:
    """Return `run 2 of 3`, or nothing where each variant runs once."""
    told = comparison.state.header
    if told is None or told.repeats < 2 or reading.phase == "waiting":
        return ""
    number = sum(run.variant == reading.name for run in comparison.state.runs)
    return f"run {number} of {told.repeats}"


def turn_of(comparison: Comparison) -> str:
    """Return what a variant waits for that has not run, or why it never will; nothing before a comparison begins."""
    state = comparison.state
    if comparison.is_on or (state.header is not None and not state.is_over):
        return "waits for its turn" if state.runs else "waits while this machine is measured"
    return "" if state.header is None else "did not run: the comparison ended before its turn"


def turns_said(comparison: Comparison) -> tuple[str, ...]:
    """Return the same for a narrow column, the longest first."""
    turn = turn_of(comparison)
    if turn.startswith("did not run"):
        return (turn, "did not run")
    return (turn, "its turn comes", "waits") if turn else ("has not run",)


def instead(frame: Frame, reading: VariantReading, *, is_first: bool = True) -> tuple[Row, ...]:
    """Return what a board says of a variant while it has no numbers; the first one says what to press."""
    comparison, tabs = frame.comparison, len(frame.tabs.tabs)
    about: tuple[Row, ...] = (((reading.says, "foreground"),),) if reading.says else ()
    words = {v.name: v.word for v in comparison.scenario.variants} if comparison.scenario else {}
    if word := words.get(reading.name):
        about = (*about, (), (("in the code  ", "muted"), (word, f"{reading.hue} bold")))
    if comparison.failure:
        enter: Row = (("enter", "key bold"), ("  read the whole message", "foreground"))
        return (((comparison.failure, "bad"),), (), enter, (("r", "key bold"), ("      try again", "foreground")))
    if turn := turn_of(comparison):
        return (*about, (), ((turn, "muted"),))
    if not is_first:
        return about
    scenario = comparison.scenario
    if comparison.is_own:
        return (*about, (), (("Your program starts by itself.", "foreground"),))
    another = [(f"1-{min(tabs, 9)}", "pick another")] if tabs > 1 else []
    every = [("0", "all lessons")] if frame.tabs.count > 1 else []
    keys = (("space", "start this scenario"), *another, *every, ("?", "what do the keys do"))
    rows: list[Row] = [(("Nothing is running yet.", "foreground"),), ()]
    rows += [((f"{key:<7}", "key bold"), (says, "foreground")) for key, says in keys]
    if scenario is not None:
        many = workers_of(comparison.knobs)
        takes = [f"takes about {scenario.expected_s:g} s"] if comparison.is_default else []
        takes += [plural(many, "worker")] if many else []
        rows += [(), ((", ".join(takes), "muted"),)] if takes else []
    return tuple(rows)


def unobserved(state: ComparisonState) -> tuple[str, ...]:
    """Return what was not observed of the runs, and why, as `what: why`."""
    return tuple(sorted({f"{what}: {why}" for run in state.runs for what, why in run.not_observed}))


def unseen(comparison: Comparison) -> tuple[str, ...]:
    """Return what this system cannot tell of its cores, as sentences."""
    told = comparison.state.header
    if told is None:
        return ()
    if "cores" not in told.sees:
        return (f"{told.system} does not tell how busy each core is.",)
    if "placement" not in told.sees:
        return (f"Workers cannot be placed on cores: {told.system} tells how busy each core is, but not by whom.",)
    return ()
