"""Processes and threads, and what each of them does."""

from __future__ import annotations

from msgspec.structs import replace

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.program import tree_board
from tui.boards.program.locks import used_locks
from tui.boards.program.queues import used_queues
from tui.boards.program.tree_board import TreeView
from tui.boards.side import PresenterSide
from tui.boards.speed.panels import panel
from tui.boards.variants import panels_of
from tui.model.readings.speed import cores_used
from tui.model.state.state import RunState
from tui.model.workers.hues import hues_of
from tui.model.workers.process_tree import Tree, process_tree
from tui.play.comparison import Comparison
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import cores, plural


def _view(frame: Frame, _: int) -> TreeView:
    run = frame.comparison.state.newest()
    first, focused = panels_of(frame.comparison)[0], frame.look.focus == 0
    base = panel(frame, first, is_first=True, focused=focused)
    if run is None:
        return TreeView(Tree(), focused=focused, says=base.says)
    used = cores_used(run)
    said = [first.workers_text, "" if used is None else cores(used)]
    tree, state = process_tree(run), frame.comparison.state
    if not state.is_own:
        hues = hues_of(state, run)
        tree = replace(tree, rows=tuple(replace(row, hue=hues.get(row.lane.who, row.hue)) for row in tree.rows))
    longest = [len(of.name) for of in _waited_for(run)] + [len(row.stuck_on) for row in tree.rows]
    return TreeView(
        tree,
        " · ".join(text for text in said if text),
        base.interval_s,
        max(longest, default=0),
        focused,
        run.outcome == "failed",
        base.notes,
    )


def _waited_for(run: RunState) -> list[ObjectFound]:
    return [*(queue.of for queue in used_queues(run)), *(lock.of for lock in used_locks(run))]


def _wants(comparison: Comparison) -> int:
    run = comparison.state.newest()
    return 1 if run is None else sum(worker.role != "helper" for worker in run.workers) + 2


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return how many cores it uses."""
    comparison, run = frame.comparison, frame.comparison.state.newest()
    reading = panels_of(comparison)[0]
    used = frame.slow.shown.get(reading.name, (None, None, None))[2]
    many = [lane.share for lane in reading.lanes]
    return (PresenterSide(
        "cores busy", "process", "How many cores it uses.", () if used is None else (f"{used:.1f}",),
        captions=(f"cores' worth of CPU, of {comparison.facts.usable_cores:g}", "cores busy") if run else (),
        words=plural(len(many), "worker") if run else "", bars=tuple(many),
    ),)  # fmt: skip


BOARD = Board("tree", tree_board.paint, _view, wants=_wants, least=8, yields=True, sides=_sides)
