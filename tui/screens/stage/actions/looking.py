"""What the keys do that change how the stage is looked at, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.boards.board import slot_of
from tui.boards.layout import zooming
from tui.boards.space import kind_of
from tui.boards.variants import panels_of, unobserved
from tui.boards.words.presenter_notes import last_first
from tui.keys import Key
from tui.model.state.observer import ObserverState
from tui.widgets.board import BoardWidget

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.screens.stage.stage import Stage

ONLY_ONE = "The stage needs 80 × 24."


def renew(over: Screen[Any]) -> None:
    """Have what is open over the stage show what is new, where it is a dialog."""
    from tui.screens.dialogs.dialog import Dialog

    if isinstance(over, Dialog):
        over.renew()


def freeze(stage: Stage) -> None:
    """Hold the picture; in the presenter layout the key of a remote that blanks the screen."""
    if is_presented(stage):
        blank(stage)
    else:
        stage.comparison.freeze()


def zoom(stage: Stage) -> None:
    """Enlarge the next board; after the last one, none."""
    look, frame = stage.look, stage.frame
    order = [None, *zooming(frame.width, frame.height, frame.wanted)]
    look.is_code_open = False
    look.zoomed = order[(order.index(look.zoomed) + 1) % len(order)] if look.zoomed in order else None
    if look.zoomed is not None and (slot := slot_of(look.zoomed)) is not None:
        look.focus = look.first + slot


def next_panel(stage: Stage) -> None:
    if not _take_turns(stage, 1):
        _focus(stage, stage.look.focus + 1)


def previous_panel(stage: Stage) -> None:
    if not _take_turns(stage, -1):
        _focus(stage, max(stage.look.focus, 0) - 1)


def _take_turns(stage: Stage, step: int) -> bool:
    """Show another of the boards that take turns in one place; return whether there are any."""
    look, boards = stage.look, stage.frame.turning
    if boards:
        here = boards.index(look.chosen) if look.chosen in boards else 0
        look.chosen = boards[(here + step) % len(boards)]
    return bool(boards)


def _focus(stage: Stage, place: int) -> None:
    stage.look.focus = place % (len(panels_of(stage.comparison)) + 1)


def choose(stage: Stage, name: str) -> None:
    """Choose the board that was clicked on."""
    slot = slot_of(name)
    _focus(stage, len(panels_of(stage.comparison)) if slot is None else stage.look.first + slot)


def press(stage: Stage, what: str) -> None:
    """Press a key of a board: how often it was pressed is all that the board looks at."""
    stage.look.pressed[what] += 1


def board_key(stage: Stage, name: str) -> Key | None:
    """Return the key of this name that a board on the stage brings."""
    return next((key for key in stage.frame.keys if name in key.keys), None)


def is_presented(stage: Stage) -> bool:
    """Whether the presenter layout is what is shown: because it was asked for, or because there is no more room."""
    return kind_of(stage.size.width, stage.size.height, stage.look.is_presenting) == "presenter"


def present(stage: Stage) -> None:
    """Present to a room, or go back: in a small terminal both look alike, but who presents is asked nothing."""
    look = stage.look
    look.is_presenting, look.is_blank, look.is_code_open, look.zoomed = not look.is_presenting, False, False, None
    if not look.is_presenting and is_presented(stage):
        stage.say(ONLY_ONE)


def blank(stage: Stage) -> None:
    stage.look.is_blank = not stage.look.is_blank


def notes(stage: Stage) -> None:
    """Show or hide what the lesson notes for who speaks."""
    lesson = stage.comparison.lesson
    if lesson is None or not lesson.speaker_notes:
        stage.say("This lesson has no notes.")
    else:
        stage.look.has_notes, stage.look.notes_first = not stage.look.has_notes, 0


def scroll_notes(stage: Stage, lines: int) -> None:
    """Show the notes some lines further on, to their last one at most."""
    sheet, look = stage.query_one("#notes", BoardWidget).sheet, stage.look
    last = last_first(stage.frame.wanted.notes, sheet)
    look.notes_first = max(0, min(look.notes_first + lines, last))


def are_notes_shown(stage: Stage) -> bool:
    """Whether the notes stand there, and not the source in their place."""
    look = stage.look
    return is_presented(stage) and look.has_notes and not (look.is_code_open or look.is_blank)


def leave(stage: Stage) -> None:
    """Leave the code in the presenter layout, then that; elsewhere the code and the zoom."""
    look, was_presenting = stage.look, stage.look.is_presenting
    look.is_presenting = look.is_presenting and look.is_code_open
    look.is_blank, look.is_code_open, look.zoomed = False, False, None
    if was_presenting and not look.is_presenting and is_presented(stage):
        stage.say(ONLY_ONE)


def explanation(stage: Stage) -> None:
    from tui.screens.dialogs.explanation import explanation as page

    if stage.comparison.lesson is not None:
        stage.app.push_screen(page(stage.comparison.lesson, unobserved(stage.comparison.state)))


def watching(stage: Stage) -> None:
    """Say what watching costs; a replay tells nothing of what is spent now."""
    from tui.screens.dialogs.watching import Watching

    here = stage.comparison
    stage.app.push_screen(Watching(ObserverState() if here.is_replay else here.state.observer, here.split))


def all_keys(stage: Stage) -> None:
    from tui.screens.dialogs.help import AS_EVERYWHERE, IN_REPLAY, every_key

    says = IN_REPLAY if stage.comparison.is_replay else AS_EVERYWHERE
    stage.app.push_screen(every_key(stage.comparison.scenario, stage.frame.keys, says))
