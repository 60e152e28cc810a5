"""The stage: the one screen on which a scenario is seen. It owns what is shown; boards are told, and ask by messages.

Rules of this file: one frame tick drives everything, and sleeps while nothing is on; a tick on which nothing changed
touches no board; boards move at half the rate of the clock in the header, what is read at two a second; nothing waits.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.layout import Layout
from textual.screen import Screen
from textual.timer import Timer

from tui.boards.code import line_board, source_panel
from tui.boards.pictures import Picture
from tui.boards.sheet import Painter
from tui.boards.space import Place
from tui.boards.speed import views
from tui.boards.words import (
    enlarge_note,
    event_list,
    header_bar,
    key_bar,
    presenter_board,
    sentence_box,
    tab_bar,
)
from tui.boards.words.tab_bar import TabsView
from tui.keys import SAME
from tui.lessons.catalogue import BrokenLesson
from tui.messages import DoAction
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.screens.bindings import action_for, bindings
from tui.screens.dialogs.dialog import Dialog
from tui.screens.stage.actions import code, learning, running
from tui.screens.stage.actions.table import ACTIONS, is_there
from tui.screens.stage.layout import arrange
from tui.screens.stage.places import Places
from tui.screens.stage.scene import Scene
from tui.widgets.board import BoardWidget

ENDING_S = 4.0
"""How long a run may take to end before it is closed all the same."""


NOTE_S = 6.0
"""How long a sentence stands in the key bar."""

MOVING = ("header", "presenter", "code", "lines")
"""The boards of every picture whose numbers move with every sample."""


FRAME = (
    Painter("header", header_bar.paint),
    Painter("tabs", tab_bar.paint, tab_bar.clicked),
    Painter("sentence", sentence_box.paint),
    Painter("code", source_panel.paint),
    Painter("lines", line_board.paint),
    Painter("events", event_list.paint),
    Painter("presenter", presenter_board.paint),
    Painter("enlarge", enlarge_note.paint),
    Painter("keys", key_bar.paint, key_bar.clicked),
)
"""The boards around every picture."""


def frames_a_second() -> int:
    """Return the rate of the frame tick: lower where every byte travels."""
    is_far = os.environ.get("SSH_CONNECTION") or "web" in os.environ.get("TEXTUAL_DRIVER", "")
    return 4 if is_far else 10


class Stage(Screen[None]):
    """Shows one comparison at a time; each tab keeps its own."""

    CSS_PATH = "stage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, comparisons: Sequence[Comparison], broken: Sequence[BrokenLesson] = (), index: int = 0) -> None:
        super().__init__()
        self.comparisons = tuple(comparisons)
        self.broken = tuple(broken)
        self.index = index
        """The tab shown; broken lessons come after the comparisons."""
        self.look = Look()
        self.rate = frames_a_second()
        self._slow = views.Slow()
        self._places = Places(self._arranged)
        self._boards: dict[str, BoardWidget] = {}
        self._then: Callable[[], None] | None = None
        """What to do when the run that is ending is over."""
        self._patience = 0
        self._frame = 0
        self._moment: tuple[object, ...] = ()
        """The phases of the runs at the last frame."""
        self._brought: list[Picture] = []
        """The pictures whose boards are there; the others come when they are first shown."""
        self._is_covered = False
        self._is_stale = True
        self._note = ""
        self._note_timer: Timer | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        self._brought = [self.scene.picture]
        yield from (_widget(board) for board in (*FRAME, *self._brought[0].boards()))

    def on_mount(self) -> None:
        self._boards = {board.id or "": board for board in self.query(BoardWidget)}
        self._timer = self.set_interval(1 / self.rate, self.tick)
        code.open_source(self)

    @property
    def layout(self) -> Layout:
        return self._places

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        return self.comparisons[min(self.index, len(self.comparisons) - 1)]

    @property
    def scene(self) -> Scene:
        """What the next frame is drawn from."""
        place = self.index - len(self.comparisons)
        return Scene(
            comparison=self.comparison,
            look=self.look,
            slow=self._slow,
            tabs=self._tabs(),
            broken=self.broken[place] if 0 <= place < len(self.broken) else None,
            width=self.size.width,
            height=self.size.height,
            note=self._note,
        )

    def _tabs(self) -> TabsView:
        named = [c.scenario.tab if c.scenario else "replay" for c in self.comparisons]
        ill = frozenset(range(len(named), len(named) + len(self.broken)))
        return TabsView((*named, *(lesson.name for lesson in self.broken)), self.index, ill)

    def tick(self) -> None:
        """One frame: take in what the feed says, end what is ending, show what changed."""
        self._frame += 1
        here = self.comparison
        is_new = here.tick()
        if is_new and isinstance(self.app.screen, Dialog):
            self.app.screen.renew()
        changed = is_new and not here.is_frozen
        if self._then is not None:
            self._wait_for_the_end()
        is_due = self._frame % max(1, self.rate // 2) == 0 and (here.is_on or here.is_replay)
        if changed and (moment := here.moment) != self._moment:
            self._moment, is_due = moment, True
        if is_due or self._is_stale:
            self.show()
        elif changed:
            self._move()
        if self._timer is not None and not here.is_played and self._then is None:
            self._timer.pause()

    def _move(self) -> None:
        """Show what moves between two frames that show everything."""
        if self._is_covered or not self._boards:
            return
        if self.rate > 4 and self._frame % 2 == 1:
            return
        scene = self.scene
        self._slow.take(self.comparison.readings, False)
        moving = (*MOVING, *scene.picture.moving)
        for name in self._arranged(self.size.width, self.size.height):
            if name in moving:
                scene.tell(name, self._boards[name], False)

    def _wait_for_the_end(self) -> None:
        self._patience -= 1
        if self.comparison.is_on and self._patience > 0:
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
        self._patience = 0 if self._then is not None else round(ENDING_S * self.rate)
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
        if self._timer is not None:
            self._timer.resume()
        if not self._is_covered:
            self._show()

    def _show(self) -> None:
        if not self._boards or not self.size:
            return
        self._is_stale = False
        code.ask_lines(self)
        scene = self.scene
        self._bring(scene.picture)
        self.look.keep_in_view(scene.shown(), len(views.panels_of(self.comparison)))
        if self._places.must_move(self.size):
            self._boards["keys"].refresh(layout=True)  # A child's request makes Textual forget where things stood.
        self._slow.take(self.comparison.readings, True)
        for name in self._arranged(self.size.width, self.size.height):
            scene.tell(name, self._boards[name], True)

    def _bring(self, picture: Picture) -> None:
        """Mount a picture's boards when it is first shown."""
        if picture not in self._brought:
            self._brought.append(picture)
            boards = [_widget(board) for board in picture.boards()]
            self.mount(*boards)
            self._boards |= {board.id or "": board for board in boards}

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        return arrange(width, height, self.scene.wanted())

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._show)  # Also behind a dialog: what is not drawn again there is blank.

    def on_screen_suspend(self) -> None:
        self._is_covered = True

    def on_screen_resume(self) -> None:
        self._is_covered = False
        self.show()

    def on_unmount(self) -> None:
        for comparison in self.comparisons:
            comparison.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "act" or is_there(self, str(parameters[0]), *parameters[1:])

    def action_act(self, name: str, *parameters: object) -> None:
        """Do what a key of the table does, by the name that it has there."""
        ACTIONS[name](self, *parameters)
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that the lesson brings; all others are bound by the table."""
        key = event.character or ""
        if key and not self.comparison.is_replay and running.lesson_key(self, SAME.get(key, key)):
            event.stop()
            self.show()

    def start(self) -> None:
        """Start the scenario shown, from nothing."""
        if self.scene.broken is None:
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
        if self._boards["code"].region.contains(event.screen_x, event.screen_y):
            code.scroll(self, lines)
            self.show()


def _widget(board: Painter) -> BoardWidget:
    return BoardWidget(board.paint, board.clicked, id=board.name)
