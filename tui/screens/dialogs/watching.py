"""What watching costs, and where it goes, from the first look until this page was opened, or the run was over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import spent
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.words.header_bar import cost
from tui.draw.cells import Row, apart, cut
from tui.model.pace_words import at_the_least, because, often
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

    def __init__(self, observer: ObserverState, ended: spent.Split | None = None) -> None:
        """`ended` is where the time went in a run that is over; without it one goes on."""
        super().__init__()
        self._observer, self._is_over = observer, ended is not None
        self._split = ended if ended is not None else spent.told()

    def rows(self, width: int) -> Sequence[Row]:
        its, split = self._observer, self._split
        if its.mean is None or split.lasted_s < ENOUGH_S:
            return wrapped(plain(NOTHING), width)
        takes = "took" if self._is_over else "takes"
        told = f"Watching {takes} {cost(its.mean)} of a core, drawing included: the app and its reaper."
        looks = _looked(its) if self._is_over else _looks(its)
        return [*wrapped(plain(told), width), *wrapped(plain(looks), width), BLANK, *_rows(split, width)]


def _looks(its: ObserverState) -> str:
    if its.pace is None or not because(its.pace):
        return "The program is looked at as often as usual."
    return f"The program is looked at {often(its.pace.hz)}, {because(its.pace)}."


def _looked(its: ObserverState) -> str:
    return at_the_least(its.slowest) or "The program was looked at as often as usual."


def _rows(split: spent.Split, width: int) -> list[Row]:
    rows = [_named(name, cost(share), width) for name, share in split.parts]
    whole = cost(sum(share for _, share in split.parts))
    heading = f"Of a core, by the app alone, in {span(split.lasted_s)} since the first look:"
    last = apart(plain("all of it", "foreground bold"), plain(whole), width)
    return [*wrapped(plain(heading, "muted"), width), *rows, last]


def _named(name: str, share: str, width: int) -> Row:
    return apart(cut(plain(name), width - len(share) - 2, "…"), plain(share), width)
