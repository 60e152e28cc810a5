"""The stage: the one screen on which a scenario is seen. It owns what is shown; boards are told, and ask by messages.

Rules of this file: one frame tick drives everything; a tick on which nothing changed touches no board; nothing waits.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from demos.catalogue import BrokenLesson
from tui import keys
from tui.messages import DoAction, ShowScenario, StartRun, StopRun
from tui.screens import views
from tui.screens.comparison import Comparison
from tui.screens.layout import SLOTS, Wanted, arrange, kind_of, slots, stacked_slots
from tui.screens.places import Places
from tui.screens.stage_actions import StageActions
from tui.widgets.baseline_strip import BaselineStrip, BaselineView
from tui.widgets.board import Board
from tui.widgets.core_board import CoreBoard
from tui.widgets.enlarge_note import EnlargeNote
from tui.widgets.event_list import EventList
from tui.widgets.header_bar import HeaderBar
from tui.widgets.key_bar import KeyBar
from tui.widgets.presenter_board import PresenterBoard
from tui.widgets.sentence_box import SentenceBox
from tui.widgets.source_panel import SourcePanel
from tui.widgets.speed_up_curve import SpeedUpCurve
from tui.widgets.tab_bar import TabBar, TabsView
from tui.widgets.variant_panel import VariantPanel


def frames_a_second() -> int:
    """Return the rate of the frame tick: fewer where every byte travels."""
    return 4 if os.environ.get("SSH_CONNECTION") or os.environ.get("TEXTUAL_DRIVER") else 10


class Stage(StageActions, Screen[None]):
    """Shows one comparison at a time; each tab keeps its own."""

    CSS_PATH = "stage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings()]
    ENDING_S = 4.0
    """How long a run may take to end before it is closed all the same."""

    def __init__(self, comparisons: Sequence[Comparison], broken: Sequence[BrokenLesson], index: int = 0) -> None:
        super().__init__()
        self.comparisons = tuple(comparisons)
        self.broken = tuple(broken)
        self.index = index
        """The tab shown; broken lessons follow the comparisons."""
        self.slow = views.Slow()
        self.places = Places(self._arranged)
        self.then: Callable[[], None] | None = None
        """What to do when the run that is ending is over."""
        self._patience = 0
        self._frame = 0
        self._is_covered = False
        self._is_stale = True
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield HeaderBar(id="header")
        yield TabBar(id="tabs")
        yield BaselineStrip(id="baseline")
        for slot in range(SLOTS):
            yield VariantPanel(id=f"panel{slot}")
        yield CoreBoard(id="cores")
        yield SentenceBox(id="sentence")
        yield SourcePanel(id="code")
        yield SpeedUpCurve(id="curve")
        yield EventList(id="events")
        yield PresenterBoard(id="presenter")
        yield EnlargeNote(id="enlarge")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.styles.layout = self.places
        self._boards: dict[str, Board] = {board.id or "": board for board in self.query(Board)}  # type: ignore[type-arg]
        self._timer = self.set_interval(1 / frames_a_second(), self.tick)

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        return self.comparisons[min(self.index, len(self.comparisons) - 1)]

    @property
    def broken_here(self) -> BrokenLesson | None:
        """The lesson that could not be read, when its tab is the one shown."""
        place = self.index - len(self.comparisons)
        return self.broken[place] if 0 <= place < len(self.broken) else None

    @property
    def title_here(self) -> str:
        told, scenario = self.comparison.state.header, self.comparison.scenario
        if self.broken_here is not None:
            return self.broken_here.name
        return scenario.title if scenario else told.title if told else "coreograph"

    def tick(self) -> None:
        """One frame: take in what the feed says, end what is ending, and show what changed."""
        self._frame += 1
        changed = self.comparison.tick()
        if self.then is not None:
            self._wait_for_the_end()
        slow = max(1, frames_a_second() // 2)
        due = self._frame % slow == 0
        if changed and not self.comparison.is_frozen or self._is_stale or (due and self._is_moving()):
            self.show(due)

    def _is_moving(self) -> bool:
        """Whether something shown may change without telemetry: the clock of a play, or a number not taken over yet."""
        return self.comparison.is_on or self.comparison.is_replay or self._shown_for is not self.comparison.state

    _shown_for: object = None

    def _wait_for_the_end(self) -> None:
        self._patience -= 1
        if self.comparison.is_on and self._patience > 0:
            return
        then, self.then = self.then, None
        if self.comparison.is_on:
            self.comparison.close()
        if then is not None:
            then()

    def end_then(self, then: Callable[[], None]) -> None:
        """End the run that is on, then do this; asked twice, the end is not waited for."""
        if not self.comparison.is_on:
            then()
            return
        self._patience = 0 if self.then is not None else int(self.ENDING_S * frames_a_second())
        self.then = then
        self.comparison.stop()
        self.stale()

    def stale(self) -> None:
        """Show everything again at the next tick."""
        self._is_stale = True

    def refresh_now(self) -> None:
        """Show everything at once: something was pressed."""
        self.relayout()
        self.show(due=True)

    def relayout(self) -> None:
        """Place the boards again, if they have to stand elsewhere."""
        if self.places.must_move(self.size):
            self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        self.stale()
        self.call_after_refresh(self.show, True)

    def on_screen_suspend(self) -> None:
        self._is_covered = True

    def on_screen_resume(self) -> None:
        self._is_covered = False
        self.stale()

    def on_unmount(self) -> None:
        for comparison in self.comparisons:
            comparison.close()

    def _arranged(self, width: int, height: int) -> dict[str, tuple[int, int, int, int]]:
        return dict(arrange(width, height, self.wanted()))

    def wanted(self) -> Wanted:
        """What has to be placed."""
        here, panels = self.comparison, len(views.panels_of(self.comparison))
        told = here.state.header
        return Wanted(
            panels=max(1, panels),
            baseline=views.baseline_of(here) is not None and self.broken_here is None,
            cores=told.cores if told else here.facts.cores,
            presenting=self.is_presenting,
            code=self.is_code_open,
            zoomed=self.zoomed,
            says_cores=bool(views.unseen(here)),
        )

    def show(self, due: bool = False) -> None:
        """Give every board that has a place what it shows."""
        if self._is_covered or not self.is_mounted:
            return
        self.relayout()
        self._is_stale = False
        self._shown_for = self.comparison.state
        here = self.comparison
        self.slow.take(here.readings, due)
        for name in self.places.arranged(self.size.width, self.size.height):
            board = self._boards.get(name)
            if board is not None:
                board.greyed = here.is_frozen and name not in ("header", "tabs", "keys")
                self._tell(name, board, due)

    def _tell(self, name: str, board: Widget, due: bool) -> None:
        here = self.comparison
        match board:
            case HeaderBar():
                board.view = views.header(here, self.title_here)
            case TabBar():
                board.view = self._tabs()
            case BaselineStrip():
                reading = views.baseline_of(here)
                board.view = BaselineView(reading) if reading else None
            case VariantPanel():
                self._tell_panel(int(name.removeprefix("panel")), board)
            case CoreBoard():
                history = kind_of(*self.size) != "compact" or self.zoomed is not None
                board.view = views.cores(here, focused=self.focus_at == self.slots(), history=history)
            case SentenceBox() if due or board.view is None:
                board.view = views.sentence(here) if self.broken_here is None else views.broken(self.broken_here)
            case SourcePanel():
                hint = "c hide" if self.is_code_open else "source"
                board.view = views.source(here, self.code_first, hint)
            case SpeedUpCurve():
                board.view = views.curve(here)
            case EventList():
                board.view = views.events(here)
            case PresenterBoard():
                board.view = self._presented()
            case KeyBar():
                board.view = views.keys(here, code=self.is_code_open, zoomed=self.zoomed is not None)
            case EnlargeNote():
                board.view = here.scenario.name if here.scenario else "NAME"

    def slots(self) -> int:
        """Return how many panels stand on the screen."""
        panels = max(1, len(views.panels_of(self.comparison)))
        if self.is_code_open and kind_of(*self.size) == "full":
            return stacked_slots(self.size.height, panels)
        return slots(self.places.width_of_panels(self.size.width), panels)
