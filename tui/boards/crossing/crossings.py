"""What one crossing costs: a row for each size and kind, and who sends to whom."""

from __future__ import annotations

from tui.boards.board import Board, all_it_can_get
from tui.boards.crossing import cost_board
from tui.boards.crossing.cost_board import CostView
from tui.boards.frame import Frame
from tui.boards.sheet import choosing
from tui.boards.side import Presented, PresenterSide
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import instead, panels_of, turns_said
from tui.draw import numbers
from tui.model.crossing.readings import Border, border, border_of
from tui.model.speed.readings import VariantReading
from tui.model.state.state import RunState
from tui.play.comparison import Comparison
from tui.words.numbers import size_in_bytes


def _view(frame: Frame, _: int) -> CostView:
    """Return all crossings so far; before there are any, what is said instead."""
    comparison = frame.comparison
    state, panels = comparison.state, panels_of(comparison)
    ill = next((reading for reading in panels if reading.phase in FAILED), None)
    focused, trouble = frame.look.zoomed == "crossings", f"{ill.called}: {ill.message}" if ill else ""
    said = border(state)
    run = next((run for run in reversed(state.runs) if run.rows and border_of(run).crossings), None)
    if comparison.failure or (run is None and not state.runs):
        return CostView(says=instead(frame, panels[0]), focused=focused, trouble=trouble)
    main, worker = _pids(run or state.runs[-1])
    return CostView(said, main, worker, trouble=trouble, focused=focused, is_on=comparison.is_on)


def _pids(run: RunState) -> tuple[int | None, int | None]:
    """Return the process that sends, and the first that was started to receive; None for one that is not known."""
    roles = {"main": None, "worker": None} | {process.role: process.pid for process in reversed(run.processes)}
    return roles["main"], roles["worker"]


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return the three parts for a room, each with the number that carries it."""
    comparison = frame.comparison
    said = border(comparison.state)
    return tuple(_side(comparison, reading, said) for reading in panels_of(comparison)[:3])


def _side(comparison: Comparison, reading: VariantReading, said: Border) -> PresenterSide:
    number, captions = _number(reading.name, said)
    if not number:
        captions = turns_said(comparison) if reading.phase == "waiting" else (reading.phase,)
    return PresenterSide(
        reading.called, reading.hue, reading.says, numbers=(number,) if number else (), captions=captions
    )


def _number(part: str, said: Border) -> tuple[str, tuple[str, ...]]:
    """Return the big number of a part and what it is; nothing before there is one."""
    if part == "sizes" and (largest := said.largest):
        size = size_in_bytes(largest.size_bytes)
        value, unit = numbers.span(largest.total_s, 0).rsplit(" ", 1)
        return value, (f"{unit} for {size} to get across", f"{unit} for {size}", unit)
    if part == "refused" and said.refusals:
        return str(len(said.refusals)), ("refused, each by one leaf", "refused")
    if part == "surprises" and said.tables:
        pickled = said.tables[0].pickled
        return str(pickled), ("times the same table was pickled", "times pickled")
    return "", ()


BOARD = Board(
    "crossings", cost_board.paint, _view, wants=all_it_can_get, least=6, clicked=choosing, moves=False, sides=_sides,
    presented=Presented(cost_board.present),
)  # fmt: skip
