"""A bar for each worker of each side, for a room."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.boards.words.presenter_head import GAP
from tui.draw import bars
from tui.draw.cells import Row, cut, join, pad
from tui.draw.cells import width as row_width


def paint(view: tuple[PresenterSide, ...], sheet: Sheet) -> Sequence[Row]:
    """The sides below their numbers, a bar for each worker; before a run what each side is."""
    share = (sheet.width - GAP * (len(view) - 1)) // max(1, len(view))
    columns = [_side(side, share, sheet) for side in view]
    tallest = max(map(len, columns), default=0)
    space = plain(" " * GAP)
    return [
        join(*(piece for side in columns for piece in (pad(side[y] if y < len(side) else BLANK, share), space)))
        for y in range(tallest)
    ]


def _side(side: PresenterSide, width: int, sheet: Sheet) -> list[Row]:
    if not side.bars:
        return [plain(side.name.upper(), f"{side.hue} bold"), *wrapped(plain(side.says), width)] if side.says else []
    has_gaps, fitting = sheet.height >= 2 * len(side.bars), sheet.height
    hidden = len(side.bars) - fitting + 1 if len(side.bars) > fitting else 0
    rows: list[Row] = []
    for number, done in enumerate(side.bars[: len(side.bars) - hidden], 1):
        label = plain(f"{number} ", "muted") if 1 < len(side.bars) < 10 else ()
        rows.append(join(label, bars.track(done, width - row_width(label) - 1, side.hue, sheet.glyphs)))
        rows += [BLANK] if has_gaps else []
    return [cut(row, width) for row in (*rows, *([plain(f"+{hidden} more", "muted")] if hidden else []))]
