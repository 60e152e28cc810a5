"""The help screen, made from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui import keys
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row, fit
from tui.lessons.catalogue import Scenario
from tui.play.lesson_keys import keys_of
from tui.screens.dialogs.dialog import Dialog


class Help(Dialog):
    """Every key, by where it works."""

    TITLE_HERE = "keys"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark", "close", "close", show=False)]

    def __init__(self, scenario: Scenario | None, of_boards: tuple[keys.Key, ...] = ()) -> None:
        super().__init__()
        self._more = (*keys_of(scenario), *of_boards)

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        for heading, entries in keys.by_place(self._more):
            found += [BLANK, plain(heading, "muted")]
            for key in entries:
                for place, line in enumerate(wrapped(plain(key.says), width - 12)):
                    label = keys.names(key) if place == 0 else ""
                    found.append(((fit(label, 12), "key bold"), *line))
        return [*found[1:], BLANK, (("ctrl+p", "key bold"), ("      every command, by name", "foreground"))]
