"""Paints a whole screen from what is played, as the stage does: at a due frame everything, between two what moves."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tests.consistency.shot import Shot
from tests.support.scripted import MACHINE, ScriptedFeed
from tui.boards.board import of_widget
from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.layout import arrange, zooming
from tui.boards.scene import first_of, frame_of, view_of
from tui.boards.sheet import Sheet, painted
from tui.boards.variants import panels_of
from tui.draw.cells import Row
from tui.draw.glyphs import UNICODE
from tui.lessons.catalogue import catalogue
from tui.model.state.state import ComparisonState
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.play.player import Player
from tui.play.tape import Tape

SIZES = ((60, 20), (80, 24), (100, 30), (120, 40), (160, 45), (200, 60))
TABS = TabsView(("speed", "queue", "counter", "memory"), 1)


def played(tape: Tape) -> Comparison:
    """Return what plays a recording, standing at its beginning."""
    player = Player(None, tape)
    known = {scenario.name: scenario for scenario in catalogue()[0]}
    return Comparison(None, MACHINE, lambda plan: ScriptedFeed(()), player=player, known=known)


class Screen:
    """One size, looked at in one way."""

    def __init__(self, here: Comparison, size: tuple[int, int], looked: str = "stage") -> None:
        self.here, self.size, self.looked = here, size, looked
        self._look = Look(is_presenting=looked == "presented", is_code_open=looked == "code")
        if looked not in ("stage", "presented", "code"):
            self._look.zoomed = looked
        self._slow = Slow()
        self._rows: dict[str, list[Row]] = {}
        self._states: dict[str, ComparisonState] = {}
        self._moment: tuple[object, ...] = ()

    def shown(self) -> Shot:
        """Return the screen after a frame in which everything is told."""
        self._moment = self.here.moment
        self._slow.take(self.here.readings, True)
        return self._told(self._frame)

    def moved(self) -> Shot:
        """Return it after a frame in which what moves is told; where a run began or ended all is, as on the stage."""
        if self.here.moment != self._moment:
            return self.shown()
        self._slow.take(self.here.readings, False)
        return self._told(replace(self._frame, is_due=False))

    @property
    def _frame(self) -> Frame:
        frame = frame_of(self.here, self._look, TABS, slow=self._slow, broken=None, size=self.size)
        self._look.keep_in_view(frame.shown, len(panels_of(self.here)))
        self._look.show_first(first_of(frame))
        return frame

    def _told(self, frame: Frame) -> Shot:
        places = arrange(*self.size, frame.wanted)
        for name, place in places.items():
            board, _ = of_widget(name)
            if frame.is_due or board.moves:
                sheet = Sheet(place.width, place.height, UNICODE)
                self._rows[name] = painted(board.paint, view_of(frame, name), sheet)
                self._states[name] = self.here.state
        there = [name for name in places if name in self._rows]
        player = self.here.player
        at = f"{player.playhead.position_s:.2f} s" if player else ""
        return Shot(
            f"{at} {self.size[0]}x{self.size[1]} {self.looked}{'' if frame.is_due else ', moved'}", self.size,
            self.looked, self.here.boards, {name: self._rows[name] for name in there},
            {name: places[name] for name in there}, {name: self._states[name] for name in there},
        )  # fmt: skip


def ways(here: Comparison, size: tuple[int, int]) -> Iterator[str]:
    """Yield every way to look at what is played: the stage, the presenter layout, the source, each board enlarged."""
    yield from ("stage", "presented", "code")
    frame = frame_of(here, Look(), TABS, slow=Slow(), broken=None, size=size)
    yield from zooming(*size, frame.wanted)
