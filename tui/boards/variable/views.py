"""One run as the boards of a variable show it: the variant that is chosen, or the last one that told something."""

from __future__ import annotations

from tui.boards.frame import Frame
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variable.copies_view import CopiesView, Found
from tui.boards.variants import instead, panels_of, repeat_of
from tui.draw.cells import Row
from tui.model.readings.variable import GLOBAL, SEEN
from tui.model.speed.readings import VariantReading
from tui.model.state.state import RunState
from tui.model.variable.readings import Variable, seen
from tui.play.comparison import Comparison

UNKNOWN = "–"


def view_of(frame: Frame, _: int) -> CopiesView:
    """Return the variant that is chosen, or that runs, or that ran last."""
    comparison = frame.comparison
    panels = panels_of(comparison)
    reading, run = shown(frame)
    focused = frame.look.zoomed == "copies"
    if run is None or comparison.failure or not seen(run).variables:
        says = instead(frame, reading, is_first=True) if run is None or comparison.failure else _waiting(run)
        trouble = reading.message if reading.phase in FAILED else ""
        return CopiesView(reading.called, reading.hue, says=() if trouble else says, trouble=trouble, focused=focused)
    newest = [(panel, comparison.state.newest(panel.name)) for panel in panels]
    set_to = {variable.main.found for _, one in newest if (variable := _global(one)) and variable.main}
    return CopiesView(
        variant=reading.called,
        hue=reading.hue,
        seen=seen(run),
        predicted=predicted(comparison),
        found=tuple(Found(panel.called, panel.hue, _found(one)) for panel, one in newest),
        set_to=set_to.pop() if len(set_to) == 1 else None,
        trouble=reading.message if reading.phase in FAILED else "",
        facts=repeat_of(comparison, reading),
        focused=focused,
    )


def shown(frame: Frame) -> tuple[VariantReading, RunState | None]:
    """Return the variant that is chosen, else the one that told something last, and its newest run."""
    panels = panels_of(frame.comparison)
    state, focus = frame.comparison.state, frame.look.focus
    if 0 <= focus < len(panels):
        return panels[focus], state.newest(panels[focus].name)
    ran = {run.variant: run for run in state.runs}
    told = [panel for panel in panels if panel.name in ran and seen(ran[panel.name]).variables]
    newest = max(told, key=lambda panel: ran[panel.name].index, default=panels[0])
    return newest, ran.get(newest.name)


def _waiting(run: RunState) -> tuple[Row, ...]:
    what = "The children start." if run.phase != "over" else "The program said nothing of its variables."
    return (((what, "muted"),),)


def _global(run: RunState | None) -> Variable | None:
    return seen(run).of(GLOBAL) if run else None


def _found(run: RunState | None) -> str:
    variable = _global(run)
    values = sorted({child.found for child in variable.children}) if variable and variable.main else []
    return " or ".join(map(str, values)) or UNKNOWN


def predicted(comparison: Comparison) -> tuple[tuple[str, bool], ...]:
    """Return for each kind what the learner said of it; nothing when the run is not one that it is about."""
    learning, scenario = comparison.learning, comparison.scenario
    asked = scenario.prediction if scenario else None
    if asked is None or asked.kind != "several" or learning.guess is None or not learning.is_compared:
        return ()
    kinds = {reading.name: kind for kind, reading in SEEN.items()}
    names = [choice.when.left.top.name for choice in asked.choices]
    ticked = zip(names, asked.ticked(learning.guess), strict=True)
    return tuple((kinds[name], is_ticked) for name, is_ticked in ticked if name in kinds)
