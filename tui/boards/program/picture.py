"""Whatever a person's own program uses: its processes and threads always, the rest as soon as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.boards import strip_board
from tui.boards.picture import Frame
from tui.boards.program import (
    content_board,
    gantt_board,
    gauge_board,
    lock_table,
    output_board,
    task_views,
    tree_board,
)
from tui.boards.program import views as program_views
from tui.boards.sheet import Painter, Shown, choosing
from tui.boards.space import Kind, Place, Wanted, kind_of
from tui.boards.speed import core_board, views
from tui.boards.speed.picture import core_rows
from tui.boards.speed.views import Slow
from tui.boards.words.presenter_board import PresenterSide
from tui.play.comparison import Comparison

LOWEST, ROOMY = 3, 5
"""Rows of the lowest board: its frame and a line; and of one that says more than a line."""
TREE = 8
"""Rows of the tree, at least, while the other boards are all to be seen in a small terminal."""


class ProgramPicture:
    """The tree at the left, what the program uses at the right, cores below; in a small terminal above each other."""

    slots: tuple[str, ...] = ()
    enlargeable: tuple[str, ...] = (
        "program-tree", "program-tasks", "program-queues", "program-locks", "program-memory", "program-output",
        "program-cores",
    )  # fmt: skip
    moving: tuple[str, ...] = (
        "program-tree", "program-tasks", "program-queues", "program-locks", "program-cores", "program-uses",
    )  # fmt: skip

    def boards(self) -> Iterable[Painter]:
        yield Painter("program-tree", tree_board.paint)
        yield Painter("program-tasks", gantt_board.paint)
        yield Painter("program-queues", gauge_board.paint)
        yield Painter("program-locks", lock_table.paint)
        yield Painter("program-memory", content_board.paint)
        yield Painter("program-output", output_board.paint)
        yield Painter("program-uses", strip_board.paint)
        yield Painter("program-cores", core_board.paint, choosing("program-cores"))

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        x, y, width, height = area
        cores = max(core_rows(kind, width, height, wanted) + 2, low)
        upper = Place(x, y, width, height - cores)
        found = {"program-cores": Place(x, y + upper.height, width, cores)}
        rows = dict(wanted.uses)
        tree = rows.pop("program-tree", 1)
        beside = list(rows.items())
        if kind == "compact" and upper.height < TREE + ROOMY * (len(beside) + 1) // 2 and len(beside) > 2:
            return found | _in_turns(upper, tree + 2, wanted)
        if kind == "compact":
            return found | _above_each_other(upper, tree + 2, beside)
        left = width * 11 // 20
        found |= _stacked(Place(x + left, y, width - left, upper.height), beside)
        below = max(LOWEST + 1, min(rows.get("program-output", 0) + 2, upper.height - tree - 2))
        if len(beside) < 2 or sum(count + 2 for _, count in beside) <= upper.height or upper.height - below < TREE:
            return found | {"program-tree": Place(x, y, left, upper.height)}
        # Not all of them have the room they want at the right: the output stands below the tree.
        found |= _stacked(Place(x + left, y, width - left, upper.height), beside[:-1])
        found["program-output"] = Place(x, y + upper.height - below, left, below)
        return found | {"program-tree": Place(x, y, left, upper.height - below)}

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        x, y, width, height = area
        rows = {name: count for name, count in wanted.uses if name not in ("program-tree", "program-output")}
        tree = height - sum(min(count + 2, height // 6) for count in rows.values())
        found = {"program-tree": Place(x, y, width, max(height // 2, tree))}
        rest = Place(x, y + found["program-tree"].height, width, height - found["program-tree"].height)
        return found | (_stacked(rest, list(rows.items())) if rows and rest.height >= LOWEST else {})

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        here, look = frame.comparison, frame.look
        run = program_views.run_of(here)
        match name:
            case "program-tree":
                board.view = program_views.tree(here, frame.slow, focused=look.focus == 0, tabs=len(frame.tabs.tabs))
            case "program-cores":
                tall = look.zoomed == name
                history = kind_of(frame.width, frame.height) != "compact" or tall
                board.view = views.cores(here, focused=look.focus == 1 or tall, history=history, tall=tall)
            case "program-tasks" if run:
                board.view = task_views.tasks(run)
            case "program-queues" if run:
                board.view = program_views.queues(run)
            case "program-locks" if run:
                board.view = program_views.locks(run)
            case "program-memory" if run:
                board.view = program_views.contents(run)
            case "program-output":
                board.view = program_views.output(run)
            case "program-uses" if run:
                board.view = program_views.strip(run, frame.turning(), look.chosen)

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        return program_views.sides(comparison, slow)


def _stacked(area: Place, boards: Sequence[tuple[str, int]]) -> dict[str, Place]:
    """Return boards above each other: each as high as it wants, or as is fair; what is left goes to the last one."""
    x, y, width, height = area
    fitting = list(boards[: max(1, height // LOWEST)])
    heights = [LOWEST] * len(fitting)
    left = height - sum(heights)
    while left > 0 and (low := [n for n, (_, rows) in enumerate(fitting) if heights[n] < rows + 2]):
        lowest = min(low, key=lambda n: heights[n])
        heights[lowest] += 1
        left -= 1
    heights[-1] += left
    found = {}
    for (name, _), high in zip(fitting, heights, strict=True):
        found[name] = Place(x, y, width, high)
        y += high
    return found


def _in_turns(area: Place, tree: int, wanted: Wanted) -> dict[str, Place]:
    """Return the tree over one of the other boards, and a line between them that says what else there is."""
    x, y, width, height = area
    chosen = wanted.chosen if wanted.chosen in wanted.turning else wanted.turning[0]
    high = max(min(tree, height - 1 - ROOMY), height - 3 - dict(wanted.uses)[chosen])
    return {
        "program-tree": Place(x, y, width, high),
        "program-uses": Place(x, y + high, width, 1),
        chosen: Place(x, y + high + 1, width, height - high - 1),
    }


def _above_each_other(area: Place, tree: int, boards: Sequence[tuple[str, int]]) -> dict[str, Place]:
    """Return the tree over the other boards, two in a row; the last one alone in its row where their number is odd."""
    x, y, width, height = area
    lines = -(-len(boards) // 2)
    wanted = sum(max(count for _, count in boards[2 * line : 2 * line + 2]) + 2 for line in range(lines))
    high = height - max(min(wanted, max(LOWEST * lines, height // 2)), min(height - tree, height // 2), LOWEST * lines)
    found = {"program-tree": Place(x, y, width, high)}
    y, left = y + high, height - high
    for line in range(lines):
        row = boards[2 * line : 2 * line + 2]
        rows = left // (lines - line)
        edges = [x + width * n // len(row) for n in range(len(row) + 1)]
        for (name, _), start, end in zip(row, edges, edges[1:], strict=False):
            found[name] = Place(start, y, end - start, rows)
        y, left = y + rows, left - rows
    return found
