"""What every board does: only what changed is written."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region, Size
from textual.strip import Strip

from tui.boards.framed import wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row
from tui.draw.glyphs import UNICODE
from tui.widgets.board import BoardWidget, regions

INK = "foreground"


def test_neighbouring_lines_are_one_region() -> None:
    assert regions([(0, 2, 3), (1, 4, 5), (4, 0, 1)]) == [Region(2, 0, 3, 2), Region(0, 4, 1, 1)]


def test_words_wrap_and_keep_their_inks() -> None:
    rows = wrapped((("Threads", "thread bold"), (" take turns: four workers.", INK)), 18)
    assert ["".join(text for text, _ in row).rstrip() for row in rows] == ["Threads take", "turns: four", "workers."]
    assert rows[0][0] == ("Threads", "thread bold")


def _paint(view: str, sheet: Sheet) -> Sequence[Row]:
    return (((f"{view} in {sheet.width}×{sheet.height}", INK),),)


class Bare(BoardWidget):
    """A board without an app, of a size that it was not told of."""

    here = Size(0, 0)

    @property
    def sheet(self) -> Sheet:
        return Sheet(*self.here, UNICODE)

    @property
    def size(self) -> Size:
        return self.here

    def render_line(self, y: int) -> Strip:
        return Strip.blank(len(self._painted[y]))


def test_the_first_frame_with_a_new_place_is_whole() -> None:
    board = Bare(_paint)
    board.view = "here"
    for board.here in (Size(20, 3), Size(12, 2)):
        board.render_lines(Region(0, 0, *board.here))
        rows = ["".join(text for text, _ in row) for row in board._painted]
        assert rows[0].startswith("here in") and [len(row) for row in rows] == [board.here.width] * board.here.height
