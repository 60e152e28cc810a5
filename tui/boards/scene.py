"""The next frame, made from a comparison and from how it is looked at."""

from __future__ import annotations

from tui.board_names import BOARDS, COMPARED
from tui.boards.board import find, of_widget
from tui.boards.code.source import is_copy_shown
from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.layout import slots_shown, turns
from tui.boards.space import Wanted
from tui.boards.variants import panels_of, unseen
from tui.lessons.catalogue import BrokenLesson
from tui.play.comparison import Comparison
from tui.play.look import Look


def frame_of(
    comparison: Comparison,
    look: Look,
    tabs: TabsView,
    *,
    slow: Slow,
    broken: BrokenLesson | None,
    size: tuple[int, int],
    note: str = "",
) -> Frame:
    """Return everything that the boards are drawn from."""
    wanted = wanted_of(comparison, look, broken)
    return Frame(
        comparison,
        look,
        tabs,
        slow,
        wanted,
        title=broken.name if broken is not None else _title(comparison),
        broken=broken,
        width=size[0],
        height=size[1],
        note=note,
        shown=slots_shown(*size, wanted),
        keys=tuple(key for name, _ in wanted.boards for key in find(name).keys),
        turning=turns(*size, wanted),
    )


def _title(comparison: Comparison) -> str:
    told, scenario = comparison.state.header, comparison.scenario
    if scenario is not None and is_copy_shown(comparison):
        return f"{scenario.title} · edited copy"
    return scenario.title if scenario else told.title if told else "coreograph"


def wanted_of(comparison: Comparison, look: Look, broken: BrokenLesson | None = None) -> Wanted:
    """Return what has to be placed; of a lesson that could not be read, an empty panel that says so."""
    names = comparison.boards if broken is None else tuple(name for name in COMPARED if name != "runners")
    return Wanted(
        boards=tuple((name, rows) for name in names if name in BOARDS and (rows := find(name).wants(comparison))),
        panels=max(1, len(panels_of(comparison))) if broken is None else 1,
        presenting=look.is_presenting,
        code=look.is_code_open,
        zoomed=look.zoomed,
        chosen=look.chosen,
        has_numbers=comparison.is_on or comparison.state.header is not None,
        notes=comparison.lesson.speaker_notes if look.has_notes and comparison.lesson else (),
        says_cores=bool(unseen(comparison)),
    )


def first_of(frame: Frame) -> int:
    """Return which variant stands in the first slot as long as nobody has chosen another."""
    boards = (find(name) for name, _ in frame.wanted.boards)
    return next((board.first(frame) for board in boards if board.first), frame.look.first)


def view_of(frame: Frame, name: str) -> object:
    """Return the view of a board by the name of its widget."""
    board, slot = of_widget(name)
    return board.view(frame, slot)
