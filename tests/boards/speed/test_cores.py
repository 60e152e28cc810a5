"""The cores as rows: whose share it is, is told by the ink."""

from __future__ import annotations

from tui.boards.sheet import Sheet
from tui.boards.speed.cores import CoresView, paint
from tui.draw.glyphs import UNICODE
from tui.model.state.series import Rolling
from tui.model.state.state import CoreState


def core(index: int, busy: float, ours: float) -> CoreState:
    values = (busy,) * 20
    return CoreState(index, busy, ours, Rolling(values), Rolling((ours,) * 20), (0,) * 20)


def inks_of(ours: float) -> set[str]:
    view = CoresView((core(0, 1.0, ours),), ("process",), 1, 0.0)
    rows = paint(view, Sheet(60, 4, UNICODE))
    return {ink for row in rows for text, ink in row if "█" in text or "▇" in text}


def test_a_core_that_mostly_runs_the_program_has_its_hue() -> None:
    assert inks_of(0.9) == {"process"}


def test_a_core_that_mostly_runs_others_has_not() -> None:
    assert "process" not in inks_of(0.2) and inks_of(0.2)


def test_small_meters_say_the_same() -> None:
    view = CoresView((core(0, 1.0, 0.9), core(1, 1.0, 0.1)), ("process",), 2, 0.0, history=False)
    (line,) = [row for row in paint(view, Sheet(80, 3, UNICODE)) if any("■" in text for text, _ in row)]
    assert [ink for text, ink in line if "■" in text] == ["process", "muted"]


def test_without_colours_the_shape_tells_own_from_others() -> None:
    view = CoresView((core(0, 1.0, 0.9), core(1, 1.0, 0.1)), ("process",), 2, 0.0, history=False)
    (line,) = [row for row in paint(view, Sheet(80, 3, UNICODE, no_color=True)) if any("■" in text for text, _ in row)]
    text = "".join(piece for piece, _ in line)
    assert text.index("■") < text.index("░")
    history = CoresView((core(0, 1.0, 0.1),), ("process",), 1, 0.0)
    assert "░" in "".join(text for row in paint(history, Sheet(60, 4, UNICODE, no_color=True)) for text, _ in row)


def test_cores_that_have_the_stage_use_its_height() -> None:
    view = CoresView((core(0, 1.0, 0.9), core(1, 1.0, 0.1)), ("process",), 2, 0.0, tall=True)
    rows = ["".join(text for text, _ in row) for row in paint(view, Sheet(80, 20, UNICODE))]
    assert len(rows) == 20 and all(len(row) == 80 for row in rows)
    assert sum("█" in row for row in rows) >= 14
