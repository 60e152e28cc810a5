"""What the keys do that change how the stage is looked at, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.boards.speed import views

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from tui.play.comparison import Comparison
    from tui.play.look import Look
    from tui.screens.stage.scene import Scene

    Here = Screen[None]
else:
    Here = object


class LookActions(Here):
    """Zoom, focus, the presenter layout."""

    look: Look
    index: int
    end_then: Callable[[Callable[[], None]], None]
    show: Callable[[], None]
    show_scenario: Callable[[int], None]

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        raise NotImplementedError

    @property
    def scene(self) -> Scene:
        """What the next frame is drawn from."""
        raise NotImplementedError

    def action_freeze(self) -> None:
        if self.look.is_presenting:
            self.action_blank()
            return
        self.comparison.freeze()
        self.show()

    def action_zoom(self) -> None:
        look, scene = self.look, self.scene
        order = [None, *scene.boards()]
        look.is_code_open = False
        look.zoomed = order[(order.index(look.zoomed) + 1) % len(order)] if look.zoomed in order else None
        if look.zoomed in scene.picture.slots:
            look.focus = look.first + scene.picture.slots.index(look.zoomed)
        self.show()

    def action_hex(self) -> None:
        self.look.is_hex = not self.look.is_hex
        self.show()

    def action_next_panel(self) -> None:
        if not self._turn(1):
            self._focus(self.look.focus + 1)

    def action_previous_panel(self) -> None:
        if not self._turn(-1):
            self._focus(max(self.look.focus, 0) - 1)

    def _turn(self, step: int) -> bool:
        """Show another of the boards that take turns in one place; return whether there are any."""
        look, boards = self.look, self.scene.turning()
        if boards:
            here = boards.index(look.chosen) if look.chosen in boards else 0
            look.chosen = boards[(here + step) % len(boards)]
            self.show()
        return bool(boards)

    def _focus(self, place: int) -> None:
        self.look.focus = place % (len(views.panels_of(self.comparison)) + 1)
        self.show()

    def focus_board(self, board: Widget) -> None:
        """Choose the panel that was clicked on."""
        slots, name = self.scene.picture.slots, board.id or ""
        is_panel = name in slots
        self._focus(self.look.first + slots.index(name) if is_panel else len(views.panels_of(self.comparison)))

    def action_next_step(self) -> None:
        from tui.model.counter.lost_updates import STEPS

        self.look.step = (self.look.step + 1) % (STEPS + 1)
        self.show()

    def action_present(self) -> None:
        look = self.look
        look.is_presenting, look.is_blank, look.is_code_open, look.zoomed = not look.is_presenting, False, False, None
        self.show()

    def action_blank(self) -> None:
        self.look.is_blank = not self.look.is_blank
        self.show()

    def action_leave(self) -> None:
        look = self.look
        look.is_presenting = look.is_presenting and look.is_code_open
        look.is_blank = look.is_code_open = False
        look.zoomed = None
        self.show()

    def action_explanation(self) -> None:
        from tui.screens.dialogs.explanation import Explanation

        if self.comparison.lesson is not None:
            self.app.push_screen(Explanation(self.comparison.lesson))

    def action_help(self) -> None:
        from tui.screens.dialogs.help import Help

        self.app.push_screen(Help(self.comparison.scenario))
