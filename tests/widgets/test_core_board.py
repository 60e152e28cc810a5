"""The cores as rows: whose share it is, is told by the ink."""

from __future__ import annotations

from tui.draw.glyphs import UNICODE, Glyphs
from tui.model.series import Rolling
from tui.model.state import CoreState
from tui.widgets.core_board import CoreBoard, CoresView


class Bare(CoreBoard):
    """A board that needs no app."""

    @property
    def glyphs(self) -> Glyphs:
        return UNICODE


def core(index: int, busy: float, ours: float) -> CoreState:
    values = (busy,) * 20
    return CoreState(index, busy, ours, Rolling(values), Rolling((ours,) * 20), (0,) * 20)


def inks_of(ours: float) -> set[str]:
    view = CoresView((core(0, 1.0, ours),), ("process",), 1, 0.0)
    rows = Bare().paint(view, 60, 4)
    return {ink for row in rows for text, ink in row if "█" in text or "▇" in text}


def test_a_core_that_mostly_runs_the_program_has_its_hue() -> None:
    assert inks_of(0.9) == {"process"}


def test_a_core_that_mostly_runs_others_has_not() -> None:
    assert "process" not in inks_of(0.2) and inks_of(0.2)


def test_small_meters_say_the_same() -> None:
    view = CoresView((core(0, 1.0, 0.9), core(1, 1.0, 0.1)), ("process",), 2, 0.0, history=False)
    (line,) = [row for row in Bare().paint(view, 80, 3) if any("■" in text for text, _ in row)]
    assert [ink for text, ink in line if "■" in text] == ["process", "muted"]
