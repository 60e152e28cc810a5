"""What the keys do that move in the program's source, and that edit a copy of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.boards.code import source
from tui.boards.code.source_panel import Shown, line_of, noted, shown_of
from tui.boards.space import kind_of
from tui.lessons.catalogue import Scenario
from tui.play import edited
from tui.screens.stage.actions.looking import are_notes_shown, scroll_notes
from tui.widgets.board import BoardWidget

if TYPE_CHECKING:
    from tui.screens.stage.stage import Stage

NO_TERMINAL = "There is no terminal here to give to an editor: start coreograph in one."
YOUR_OWN = "This program is your own: change it in your editor, then r runs it again."


def is_shown(stage: Stage) -> bool:
    """Whether there is a source to scroll."""
    look = stage.look
    return look.is_code_open or kind_of(stage.size.width, stage.size.height, look.is_presenting) == "wide"


def ask_lines(stage: Stage) -> None:
    """Ask for the workers' lines while the source is shown: only then does the program pay for it."""
    if stage.comparison.player is not None:
        stage.comparison.player.ask_lines(source.LINES_HZ if is_shown(stage) else 0)


def code(stage: Stage) -> None:
    look = stage.look
    look.is_code_open, look.zoomed, look.trouble = not look.is_code_open, None, ""
    open_source(stage)


def open_source(stage: Stage) -> None:
    """Show the source where the workers are, or where the lesson is when nobody is at work."""
    if is_shown(stage) and stage.comparison.lesson is not None:
        _open_at(stage, stage.comparison.lesson)


def _open_at(stage: Stage, scenario: Scenario) -> None:
    """Open the source at its first remark, or at the word that differs where rows are few."""
    text = source.text_of(stage.comparison)
    words = [f"{variant.word}(" for variant in scenario.variants if variant.word] if stage.size.height < 36 else []
    pieces = (piece for piece in (*words, *(note.text for note in scenario.notes)) if piece in text)
    first = line_of(text, piece) if (piece := next(pieces, "")) else 0
    stage.look.code_first = max(0, first - (4 if piece in words else 1))
    stage.look.note, stage.look.follows_workers = -1, True


def note(stage: Stage, step: int) -> None:
    """Choose the next remark or the one before, and show its line; without any, scroll; scroll notes of who speaks."""
    if are_notes_shown(stage):
        scroll_notes(stage, step)
        return
    lesson, look = stage.comparison.lesson, stage.look
    notes = tuple((note.text, note.says) for note in lesson.notes) if lesson else ()
    count = len(noted(source.text_of(stage.comparison), notes))
    if count == 0:
        scroll(stage, step)
        return
    look.code_first, look.follows_workers = _shown(stage).first, False
    look.note = max(0, min(count - 1, look.note + step)) if look.note >= 0 else (0 if step > 0 else count - 1)


def scroll(stage: Stage, lines: int) -> None:
    if is_shown(stage):
        stage.look.code_first = max(0, _shown(stage).first + lines)
        stage.look.note, stage.look.follows_workers = -1, False


def scroll_pages(stage: Stage, pages: int) -> None:
    scroll(stage, pages * max(1, _shown(stage).rows - 2))


def _shown(stage: Stage) -> Shown:
    """Return what of the source stands on the screen."""
    sheet = stage.query_one("#code", BoardWidget).sheet
    return shown_of(source.view(stage.frame), sheet)


def edit(stage: Stage) -> None:
    """Give the terminal to a person's editor with a copy of the program, once the run that is on is over."""
    here = stage.comparison
    if stage.look.is_presenting:
        stage.say("The presenter layout has no editor: leave it with esc, then press e.")
    elif stage.broken_shown is not None or here.scenario is None:
        stage.say("There is no program to edit here.")
    elif here.is_own:
        stage.say(YOUR_OWN)
    elif stage.app.is_web:
        stage.say(NO_TERMINAL)
    else:
        try:
            editor = edited.find_editor(os.environ)
        except edited.EditError as error:
            stage.say(str(error))
        else:
            stage.end_then(partial(_edit, stage, here.scenario, editor))


def _edit(stage: Stage, scenario: Scenario, editor: Sequence[str]) -> None:
    here, program = stage.comparison, scenario.program
    try:
        copy = edited.ready_copy(program)
        before = edited.read_copy(copy)
        with stage.app.suspend():
            failed = edited.open_editor(editor, copy)
    except (edited.EditError, SuspendNotSupported) as error:
        failed = NO_TERMINAL if isinstance(error, SuspendNotSupported) else str(error)
    if failed:
        edited.forget_unedited(program)
        stage.say(failed)
    else:
        _take(stage, edited.judge(program, before, here.copy, here.facts.python), starts=True)


def original(stage: Stage) -> None:
    """Go back to the lesson's own program; pressed again, to the copy."""
    here = stage.comparison
    if stage.broken_shown is not None or here.scenario is None:
        return
    if here.is_own:
        stage.say(YOUR_OWN)
    elif here.copy is not None:
        _take(stage, edited.Edit(None, "The original is next: r runs it, E goes to your copy."))
    else:
        _take(stage, edited.kept(here.scenario.program, here.facts.python))


def _take(stage: Stage, edit: edited.Edit, *, starts: bool = False) -> None:
    """Show what came of an edit, and run what is new."""
    look = stage.look
    look.is_code_open = look.is_code_open or not is_shown(stage)
    stage.comparison.copy = edit.copy
    open_source(stage)
    look.trouble = edit.says if edit.is_broken else ""
    if starts and edit.is_new:
        stage.start()
    stage.say(edit.says)
