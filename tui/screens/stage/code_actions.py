"""What the keys do that move in the program's source, and that edit a copy of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.boards.code import views as code_views
from tui.boards.code.source_panel import SourcePanel, line_of, noted
from tui.boards.space import kind_of
from tui.lessons.catalogue import Scenario
from tui.play import edited

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.play.comparison import Comparison
    from tui.play.look import Look
    from tui.screens.stage.scene import Scene

    Here = Screen[None]
else:
    Here = object

NO_TERMINAL = "There is no terminal here to give to an editor: start coreograph in one."
YOUR_OWN = "This program is your own: change it in your editor, then r runs it again."


class CodeActions(Here):
    """The source: open, scroll, go through the remarks, edit a copy, go back."""

    look: Look
    index: int
    end_then: Callable[[Callable[[], None]], None]
    say: Callable[[str], None]
    show: Callable[[], None]
    show_scenario: Callable[[int], None]
    start: Callable[[], None]

    @property
    def comparison(self) -> Comparison:
        """The one that is shown."""
        raise NotImplementedError

    @property
    def scene(self) -> Scene:
        """What the next frame is drawn from."""
        raise NotImplementedError

    @property
    def is_code_shown(self) -> bool:
        """Whether there is a source to scroll."""
        return self.look.is_code_open or kind_of(self.size.width, self.size.height, self.look.is_presenting) == "wide"

    def ask_lines(self) -> None:
        """Ask for the workers' lines while the source is shown: only then does the program pay for it."""
        if self.comparison.player is not None:
            self.comparison.player.ask_lines(code_views.LINES_HZ if self.is_code_shown else 0)

    def action_code(self) -> None:
        look = self.look
        look.is_code_open, look.zoomed, look.trouble = not look.is_code_open, None, ""
        self.open_source()
        self.show()

    def open_source(self) -> None:
        """Show the source where the workers are, or where the lesson is when nobody is at work."""
        if self.is_code_shown and self.comparison.lesson is not None:
            self._open_at(self.comparison.lesson)

    def _open_at(self, scenario: Scenario) -> None:
        """Open the source at its first remark, or at the word that differs where rows are few."""
        words = [f"{variant.word}(" for variant in scenario.variants if variant.word]
        pieces = words if words and self.size.height < 36 else [note.text for note in scenario.notes]
        first = line_of(code_views.text_of(self.comparison), pieces[0]) if pieces else 0
        self.look.code_first = max(0, first - (4 if pieces is words else 1))
        self.look.note, self.look.follows_workers = -1, True

    def action_note(self, step: int) -> None:
        """Choose the next remark or the one before, and show its line; without remarks, scroll."""
        lesson = self.comparison.lesson
        notes = tuple((note.text, note.says) for note in lesson.notes) if lesson else ()
        count = len(noted(code_views.text_of(self.comparison), notes))
        if count == 0:
            self.action_scroll(step)
            return
        look = self.look
        look.note = max(0, min(count - 1, look.note + step)) if look.note >= 0 else (0 if step > 0 else count - 1)
        look.code_first, look.follows_workers = self.query_one(SourcePanel).first_shown, False
        self.show()

    def action_scroll(self, lines: int) -> None:
        if self.is_code_shown:
            self.look.code_first = max(0, self.query_one(SourcePanel).first_shown + lines)
            self.look.note, self.look.follows_workers = -1, False
            self.show()

    def action_page(self, pages: int) -> None:
        if self.look.is_presenting and not self.look.is_code_open:
            self.show_scenario(self.index + pages)
        else:
            self.action_scroll(pages * max(1, self.query_one(SourcePanel).rows_shown - 2))

    def action_edit(self) -> None:
        """Give the terminal to a person's editor with a copy of the program, once the run that is on is over."""
        if self.look.is_presenting:
            self.say("The presenter layout has no editor: leave it with esc, then press e.")
        elif self.scene.broken is not None or self.comparison.scenario is None:
            self.say("There is no program to edit here.")
        elif self.comparison.is_own:
            self.say(YOUR_OWN)
        elif self.app.is_web:
            self.say(NO_TERMINAL)
        else:
            try:
                editor = edited.find_editor(os.environ)
            except edited.EditError as error:
                self.say(str(error))
            else:
                self.end_then(partial(self._edit, self.comparison.scenario, editor))

    def _edit(self, scenario: Scenario, editor: Sequence[str]) -> None:
        here, program = self.comparison, scenario.program
        try:
            copy = edited.ready_copy(program)
            before = edited.read_copy(copy)
            with self.app.suspend():
                failed = edited.open_editor(editor, copy)
        except (edited.EditError, SuspendNotSupported) as error:
            failed = NO_TERMINAL if isinstance(error, SuspendNotSupported) else str(error)
        if failed:
            edited.forget_unedited(program)
            self.say(failed)
        else:
            self._take(edited.judge(program, before, here.copy, here.facts.python), starts=True)

    def action_original(self) -> None:
        """Go back to the lesson's own program; pressed again, to the copy."""
        here = self.comparison
        if self.scene.broken is not None or here.scenario is None:
            return
        if here.is_own:
            self.say(YOUR_OWN)
        elif here.copy is not None:
            self._take(edited.Edit(None, "The original is next: r runs it, E goes to your copy."))
        else:
            self._take(edited.kept(here.scenario.program, here.facts.python))

    def _take(self, edit: edited.Edit, *, starts: bool = False) -> None:
        """Show what came of an edit, and run what is new."""
        look = self.look
        look.is_code_open = look.is_code_open or not self.is_code_shown
        self.comparison.copy = edit.copy
        self.open_source()
        look.trouble = edit.says if edit.is_broken else ""
        if starts and edit.is_new:
            self.start()
        self.say(edit.says)
