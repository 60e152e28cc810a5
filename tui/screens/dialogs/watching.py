"""What watching costs, and where it goes, from the first look at a program until this page was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import spent
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.words.header_bar import cost
from tui.draw.cells import Row, apart
from tui.model.pace_words import because, often
from tui.model.state.observer import ObserverState
from tui.screens.dialogs.dialog import Dialog
from tui.words.numbers import span

ENOUGH_S = 1.0
"""What was counted for a shorter time says nothing yet."""
NOTHING = "Nothing was watched yet: start a run, and it says here what watching takes."


class Watching(Dialog):
    """Shares of a core; what the page itself costs is not among them."""

    TITLE_HERE = "what watching costs"
    WIDTH = 76
    BINDINGS: ClassVar[list[BindingType]] = [("W", "close")]

    def __init__(self, observer: ObserverState) -> None:
        super().__init__()
        self._observer, self._split = observer, spent.told()

    def rows(self, width: int) -> Sequence[Row]:
        its, split = self._observer, self._split
        if its.mean is None or split.lasted_s < ENOUGH_S:
            return wrapped(plain(NOTHING), width)
        told = f"Watching takes {cost(its.mean)} of a core, drawing included: the app and its reaper."
        return [*wrapped(plain(told), width), *wrapped(plain(_looks(its)), width), BLANK, *_rows(split, width)]


def _looks(its: ObserverState) -> str:
    if its.pace is None or not because(its.pace):
        return "The program is looked at as often as usual."
    return f"The program is looked at {often(its.pace.hz)}, {because(its.pace)}."


def _rows(split: spent.Split, width: int) -> list[Row]:
    rows = [apart(plain(name), plain(cost(share)), width) for name, share in split.parts]
    whole = cost(sum(share for _, share in split.parts))
    heading = f"Of a core, by the app alone, in {span(split.lasted_s)} since the first look:"
    return [plain(heading, "muted"), *rows, apart(plain("all of it", "foreground bold"), plain(whole), width)]
