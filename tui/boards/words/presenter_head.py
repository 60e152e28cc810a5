"""The head of the presenter layout: the title, and up to three big numbers in one row, all drawn alike."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, find
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, plain
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.boards.space import presenter_margin
from tui.draw import digits
from tui.draw.cells import Row, apart, cell_width, cut, fit, join, pad
from tui.draw.glyphs import Glyphs

MOST_SIDES = 3
GAP = 4
"""Empty columns between two numbers: more than between the digits of one."""
ROOMY, IN_BLOCKS = 11, 9
"""Rows from which on it is loosely set, and from which on numbers are drawn in blocks."""


class HeadView(Struct, frozen=True):
    """The title and the numbers."""

    title: str
    place: str
    """`1 / 8`."""
    sides: tuple[PresenterSide, ...] = ()
    """Empty as long as nothing was started."""


def paint(view: HeadView, sheet: Sheet) -> Sequence[Row]:
    """`threads vs processes   1 / 8`, and below it each number under its name."""
    margin, tall = presenter_margin(sheet.width), sheet.height
    inner = sheet.width - 2 * margin
    title = fit(view.title, max(1, inner - len(view.place) - 2))
    head = apart(plain(title, "foreground bold"), plain(view.place, "muted"), inner)
    above = [BLANK, head, BLANK] if tall >= ROOMY or tall == 3 else [head]
    rows = [*above, *_numbers(view.sides, inner, tall, sheet.glyphs)]
    return [join(plain(" " * margin), row) for row in rows]


def _numbers(sides: Sequence[PresenterSide], inner: int, tall: int, glyphs: Glyphs) -> list[Row]:
    if not sides:
        return []
    share = (inner - GAP * (len(sides) - 1)) // len(sides)
    texts = tuple(side.numbers or ("–",) for side in sides)
    scale = _scale(texts, share) if tall >= IN_BLOCKS else 0
    columns = [
        [_name(side, share), *_number(side, text, share, scale, glyphs), said]
        for side, text, said in zip(sides, texts, _words(sides, share), strict=True)
    ]
    space = plain(" " * GAP)
    lines = zip(*columns, strict=True)
    rows = (join(*(piece for part in line for piece in (pad(part, share), space))) for line in lines)
    return [cut(row, inner) for row in rows]


def _scale(texts: Sequence[Sequence[str]], share: int) -> int:
    """Return how wide all numbers can be drawn in blocks; 0 where one of them does not fit: they are compared."""
    for scale in (2, 1):
        room = _room(share, scale)
        if all(any(digits.block_width(form, scale) <= room for form in forms) for forms in texts):
            return scale
    return 0


def _room(share: int, scale: int) -> int:
    """Return the cells of a number: those twice as wide stand twice as far apart."""
    return share - GAP * (scale - 1)


def _number(side: PresenterSide, texts: Sequence[str], share: int, scale: int, glyphs: Glyphs) -> list[Row]:
    """Return the number in its longest form that fits, in five rows of blocks, or in three."""
    if scale:
        text = next(form for form in texts if digits.block_width(form, scale) <= _room(share, scale))
        return [plain(line, side.hue) for line in digits.block(text, scale, glyphs)]
    fitting = [form for form in texts if digits.big_width(form, glyphs, side.unit) <= share]
    drawn = digits.big((fitting or texts)[0 if fitting else -1], glyphs, side.unit if side.numbers else "")
    return [plain(line, side.hue) for line in drawn]


def _name(side: PresenterSide, share: int) -> Row:
    return plain(fit(side.name.upper(), share), f"{side.hue} bold")


def _words(sides: Sequence[PresenterSide], share: int) -> list[Row]:
    """Return what each number is, with what else is said of its side where all have room for that.

    Those of one kind take the same form, so that of two that are compared none is named in another way.
    """
    alike = ([other for other in sides if other.captions == side.captions] for side in sides)
    said = (_said(side, *_fitting(those, share)) for side, those in zip(sides, alike, strict=True))
    return [cut(plain(text, "muted"), share, "…") for text in said]


def _fitting(sides: Sequence[PresenterSide], share: int) -> tuple[int, bool]:
    """Return which caption has room on all sides, and whether more is said behind it."""
    longest = max((len(side.captions) for side in sides), default=1)
    forms = [(place, more) for more in (True, False) for place in range(max(1, longest))]
    fits = (form for form in forms if all(cell_width(_said(side, *form)) <= share for side in sides))
    return next(fits, forms[-1])


def _said(side: PresenterSide, place: int, more: bool) -> str:
    caption = side.captions[min(place, len(side.captions) - 1)] if side.captions else ""
    return " · ".join(filter(None, (caption, side.words if more else "")))


def _view(frame: Frame, _: int) -> HeadView | None:
    if frame.look.is_blank:
        return None
    tabs = frame.tabs
    place = f"{tabs.place + 1} / {tabs.count}" if tabs.count > 1 else ""
    return HeadView(frame.title, place, _told(frame) if frame.wanted.has_numbers else ())


def _told(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return what the boards have for it, those listed first."""
    boards = [find(name) for name, _ in frame.wanted.boards]
    return tuple(side for board in boards if board.sides for side in board.sides(frame))[:MOST_SIDES]


BOARD = Board("presenter", paint, _view, zooms=False, moves=False)
