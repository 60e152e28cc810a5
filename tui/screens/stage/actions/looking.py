"""What the keys do that change how the stage is looked at, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.boards.speed import views

if TYPE_CHECKING:
    from tui.screens.stage.stage import Stage


def freeze(stage: Stage) -> None:
    """Hold the picture; in the presenter layout the key of a remote that blanks the screen."""
    if stage.look.is_presenting:
        blank(stage)
    else:
        stage.comparison.freeze()


def zoom(stage: Stage) -> None:
    look, scene = stage.look, stage.scene
    order = [None, *scene.boards()]
    look.is_code_open = False
    look.zoomed = order[(order.index(look.zoomed) + 1) % len(order)] if look.zoomed in order else None
    if look.zoomed in scene.picture.slots:
        look.focus = look.first + scene.picture.slots.index(look.zoomed)


def hexadecimal(stage: Stage) -> None:
    stage.look.is_hex = not stage.look.is_hex


def next_panel(stage: Stage) -> None:
    if not _take_turns(stage, 1):
        _focus(stage, stage.look.focus + 1)


def previous_panel(stage: Stage) -> None:
    if not _take_turns(stage, -1):
        _focus(stage, max(stage.look.focus, 0) - 1)


def _take_turns(stage: Stage, step: int) -> bool:
    """Show another of the boards that take turns in one place; return whether there are any."""
    look, boards = stage.look, stage.scene.turning()
    if boards:
        here = boards.index(look.chosen) if look.chosen in boards else 0
        look.chosen = boards[(here + step) % len(boards)]
    return bool(boards)


def _focus(stage: Stage, place: int) -> None:
    stage.look.focus = place % (len(views.panels_of(stage.comparison)) + 1)


def choose(stage: Stage, name: str) -> None:
    """Choose the board that was clicked on."""
    slots = stage.scene.picture.slots
    panels = len(views.panels_of(stage.comparison))
    _focus(stage, stage.look.first + slots.index(name) if name in slots else panels)


def next_step(stage: Stage) -> None:
    from tui.model.counter.lost_updates import STEPS

    stage.look.step = (stage.look.step + 1) % (STEPS + 1)


def present(stage: Stage) -> None:
    look = stage.look
    look.is_presenting, look.is_blank, look.is_code_open, look.zoomed = not look.is_presenting, False, False, None


def blank(stage: Stage) -> None:
    stage.look.is_blank = not stage.look.is_blank


def leave(stage: Stage) -> None:
    """Leave the code in the presenter layout, then that; elsewhere the code and the zoom."""
    look = stage.look
    look.is_presenting = look.is_presenting and look.is_code_open
    look.is_blank, look.is_code_open, look.zoomed = False, False, None


def explanation(stage: Stage) -> None:
    from tui.screens.dialogs.explanation import Explanation

    if stage.comparison.lesson is not None:
        stage.app.push_screen(Explanation(stage.comparison.lesson))


def all_keys(stage: Stage) -> None:
    from tui.screens.dialogs.help import Help

    stage.app.push_screen(Help(stage.comparison.scenario))
