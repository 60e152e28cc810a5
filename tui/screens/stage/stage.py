"""The stage: the one screen on which a scenario is seen. It owns what is shown; boards are told, and ask by actions.

Rules of this file: one frame tick drives everything, and sleeps while nothing is on; a tick on which nothing changed
touches no board; how often it ticks, and what is drawn at which tick, says the table in `tui.play.rates`; nothing
waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.layout import Layout
from textual.screen import Screen
from textual.timer import Timer

from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.layout import arrange
from tui.boards.scene import first_of, frame_of, view_of, wanted_of
from tui.boards.space import Place
from tui.boards.variants import panels_of
from tui.keys import OF_PRESENTER, SAME
from tui.lessons.catalogue import BrokenLesson
from tui.messages import DoAction
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.play.rates import Rates, is_far
from tui.screens.bindings import action_for, bindings
from tui.screens.stage.actions import code, learning, looking, running
from tui.screens.stage.actions.table import ACTIONS, is_there
from tui.screens.stage.beat import Beat
from tui.screens.stage.boards import Boards
from tui.screens.stage.places import Places
from tui.screens.stage.shelf import Shelf
from tui.spent import DRAWING

ENDING_S = 4.0
"""How long a run may take to end before it is closed all the same."""

NOTE_S = 6.0
"""How long a sentence stands in the key bar."""


class Stage(Screen[None]):
    """Shows one comparison at a time; each lesson keeps its own."""

    CSS_PATH = "stage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, comparisons: Sequence[Comparison], broken: Sequence[BrokenLesson] = (), index: int = 0) -> None:
        super().__init__()
        self.shelf = Shelf(comparisons, broken, index)
        """All lessons, and which one is shown."""
        self.look = Look()
        self.rates = Rates(is_far=is_far())
        self._slow = Slow()
        self._places = Places(self._arranged)
        self._boards = Boards(self)
        self._then: Callable[[], None] | None = None
        """What to do when the run that is ending is over."""
        self._patience_s = 0.0
        """Until when that is waited for."""
        self._frame = 0
        self._moving: Frame | None = None
        """The last frame that showed everything, as it is drawn until the next one; it looks at the same comparison."""
        self._moment: tuple[object, ...] = ()
        """The phases of the runs at the last frame."""
        self._is_covered = False
        self._is_stale = True
        self._note = ""
        self._note_timer: Timer | None = None
        self._beat: Beat | None = None

    def compose(self) -> ComposeResult:
        """Bring the boards with what they show: the first frame is whole, and drawn once."""
        new, frame = self._boards.bring(self._arranged(*self.app.size)), self._frame_at(self.app.size)
        for widget in new:
            widget.view = view_of(frame, widget.id or "")
        yield from new

    def on_mount(self) -> None:
        self._beat = Beat(self, self.rates.tick_s, self.tick)
        self._beat.go()
        code.open_source(self)

    @property
    def layout(self) -> Layout:
        return self._places

    @property
    def index(self) -> int:
        """The lesson shown, by its place among all; broken ones come after the comparisons."""
        return self.shelf.index

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        return self.shelf.comparison

    @property
    def is_untouched(self) -> bool:
        """Whether it is as it is at each start, with nothing over it."""
        here = self.comparison
        return (
            self.app.screen is self and self.index == 0 and not self._note and self.look.is_untouched
            and here.player is None and not here.is_on and not here.is_replay
        )  # fmt: skip

    def rows_of(self, *names: str) -> frozenset[int]:
        """Return the rows in which these boards stand."""
        regions = [self._boards.widgets[name].region for name in names if name in self._boards.widgets]
        return frozenset(y for region in regions for y in range(region.y, region.bottom))

    @property
    def broken_shown(self) -> BrokenLesson | None:
        """The lesson that could not be read, when it is the one shown."""
        return self.shelf.broken_shown

    @property
    def frame(self) -> Frame:
        """What the boards are drawn from now."""
        return self._frame_at(self.size)

    def _frame_at(self, size: Size) -> Frame:
        return frame_of(
            self.comparison, self.look, self.tabs, slow=self._slow, broken=self.broken_shown, size=size,
            note=self._note,
        )  # fmt: skip

    @property
    def tabs(self) -> TabsView:
        return self.shelf.tabs

    def turn_to(self, index: int) -> None:
        """Show the lesson at this place among all."""
        self.shelf.turn_to(index)
        self.look = self.look.elsewhere()
        code.open_source(self)
        self.show()

    def tick(self) -> None:
        """One frame: take in what the feed says, end what is ending, show what changed."""
        self._frame += 1
        here = self.comparison
        is_new = here.tick()
        here.pace(self.rates.looked(here.watched, covered=self._is_covered, away=not self.app.app_focus))
        if self._beat is not None:
            self._beat.every(self.rates.tick_s)
        if is_new and self.app.screen is not self:
            looking.renew(self.app.screen)
        changed = is_new and not here.is_frozen
        if self._then is not None:
            self._wait_for_the_end()
        is_due = self._frame % self.rates.text_every == 0 and (here.is_on or here.is_replay)
        is_due = is_due or (changed and here.moment != self._moment)
        with DRAWING:
            if is_due or self._is_stale:
                self.show()
            elif changed:
                self._move()
        is_owed = self._is_stale and not self._is_covered
        if self._beat is not None and not (here.is_played or self._then or is_owed):
            self._beat.rest()

    def _move(self) -> None:
        """Show what moves between two frames that show everything."""
        if self._is_covered or self._moving is None or self._boards.is_behind:
            return
        if self._frame % self.rates.picture_every:
            return
        self._slow.take(self.comparison.readings, False)
        self._boards.tell(self._moving)

    def _wait_for_the_end(self) -> None:
        if self.comparison.is_on and monotonic() < self._patience_s:
            return
        then, self._then = self._then, None
        self.comparison.close()
        self._is_stale = True
        if then is not None:
            then()

    def end_then(self, then: Callable[[], None]) -> None:
        """End the run that is on, then do this; asked twice, the end is not waited for."""
        if not self.comparison.is_on:
            then()
            return
        self._patience_s = 0.0 if self._then is not None else monotonic() + ENDING_S
        self._then = then
        self.comparison.stop()
        self.show()

    def say(self, text: str) -> None:
        """Show a sentence in the key bar for a while; a newer one takes its place."""
        self._note = text
        if self._note_timer is not None:
            self._note_timer.stop()
        self._note_timer = self.set_timer(NOTE_S, self._unsay) if text else None
        self.show()

    def _unsay(self) -> None:
        self.say("")

    def show(self) -> None:
        """Give every board that has a place what it shows."""
        if self._beat is not None:
            self._beat.go()
        if not self._is_covered:
            self._show()

    def _show(self) -> None:
        if not self._boards.widgets or not self.size or not self.is_attached:
            return
        self._is_stale = self._boards.is_behind
        if self._is_stale:
            return
        code.ask_lines(self)
        frame = self.frame
        self.look.keep_in_view(frame.shown, len(panels_of(self.comparison)))
        self.look.show_first(first_of(frame))
        new = self._boards.bring(arrange(*self.size, frame.wanted))
        if new:
            self.mount(*new)
        must_move = arrange(*self.size, frame.wanted) != self._places.placed
        if must_move:
            child = next(iter(self._boards.widgets.values()))
            child.refresh(layout=True)  # A child's request makes Textual forget where things stood.
        self._slow.take(self.comparison.readings, True)
        self._boards.tell(frame, stands=not (new or must_move))
        self._moment = self.comparison.moment
        self._moving = replace(frame, is_due=False)

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        return arrange(width, height, wanted_of(self.comparison, self.look, self.broken_shown))

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._show)  # Also behind a dialog: what is not drawn again there is blank.

    def on_screen_suspend(self) -> None:
        self._is_covered = True

    def on_screen_resume(self) -> None:
        self._is_covered = False
        self.show()

    def on_unmount(self) -> None:
        if self._beat is not None:
            self._beat.rest()
        for comparison in self.shelf.comparisons:
            comparison.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "act" or is_there(self, str(parameters[0]), *parameters[1:])

    def action_act(self, name: str, *parameters: object) -> None:
        """Do what a key of the table does, by the name that it has there."""
        ACTIONS[name](self, *parameters)
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that the lesson and its boards bring; all others are bound by the table."""
        key = event.character or event.key
        if key in OF_PRESENTER and looking.is_presented(self):
            return  # The table binds it there.
        if key and (found := looking.board_key(self, key)):
            event.stop()
            self.post_message(DoAction(found.action))
        elif key and running.lesson_key(self, SAME.get(key, key)):
            event.stop()
            self.show()

    def start(self) -> None:
        """Start the scenario shown, from nothing."""
        if self.broken_shown is None:
            learning.start_asked(self)
        self.show()

    async def on_do_action(self, message: DoAction) -> None:
        await self.run_action(action_for(message.action))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -3)

    def _scroll(self, event: events.MouseEvent, lines: int) -> None:
        """Scroll the source when the pointer is on it."""
        code_board = self._boards.widgets.get("code")
        if code_board is not None and code_board.region.contains(event.screen_x, event.screen_y):
            code.scroll(self, lines)
            self.show()
