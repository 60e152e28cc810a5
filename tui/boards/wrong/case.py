"""The marked case of the table, worker by worker."""

from __future__ import annotations

from tui.boards.board import Board, always
from tui.boards.frame import Frame
from tui.boards.framed import plain
from tui.boards.space import Room
from tui.boards.wrong import case_board
from tui.boards.wrong.case_board import CaseView
from tui.boards.wrong.marked import marked
from tui.model.wrong.cases import Case
from tui.words.numbers import plural

LANES = 4
"""Workers that have a row of their own, main not counted."""


def _view(frame: Frame, _: int) -> CaseView:
    found = marked(frame)
    tool, kind, case = found.tools[found.tool], found.kinds[found.kind], found.case
    return CaseView(
        case, f"{tool.called}, a worker {kind.when}", _facts(case), tool.hue,
        () if case and case.lanes else (plain(_none(case, applies=tool.name in kind.tools), "muted"),),
        frame.look.zoomed == "case",
    )  # fmt: skip


def _facts(case: Case | None) -> tuple[str, ...]:
    """Return what became of its workers, in words that get fewer."""
    if case is None or not case.lanes:
        return ()
    lost = f"{plural(case.lost, 'task')} lost" if case.lost else ""
    new = f"{plural(case.new, 'worker')} replaced" if case.new else ""
    lasts = f"0 to {case.after_s:.1f} s" if case.after_s is not None else ""
    workers = plural(len(case.lanes) - case.new, "worker")
    forms = (workers, lost, new, lasts), (lost, new, lasts), (lost, lasts)
    return tuple(" · ".join(filter(None, said)) for said in forms)


def _none(case: Case | None, *, applies: bool) -> str:
    """Return why there are no workers to be drawn."""
    if not applies:
        return "This cannot happen here: there is no such thing with this tool."
    return "This case has not been tried yet." if case is None else "Nothing was seen of its workers."


def _rows(room: Room) -> int:
    if room.kind == "compact":
        return LANES + 3 if room.height >= 18 else 0
    return LANES + 3


BOARD = Board("case", case_board.paint, _view, wants=always, foot=_rows, least=5, moves=False)
