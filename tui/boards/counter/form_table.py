"""All forms of counting at once: what each lost, how fast it is, what it costs, how often it looked correct."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.counter.counter_panel import millions, price_text
from tui.boards.counter.forms import every_form
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import panels_of
from tui.draw import bars, numbers
from tui.draw.cells import Row, cell_width, fit, join, merge
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.model.counter.readings import Form, is_busy

STRIP = 4
"""Below this height there is no box, only names and shares, in columns."""
NAME, SHARE, SPEED, PRICE, RIGHT, CODE = 15, 6, 10, 12, 8, 14
NARROW = 2 + NAME + SHARE + SPEED + RIGHT
"""Where all but the bar, the price and the code's own words fit."""

SHORTEST_BAR = 6
SAID, LEAST_GAP, WIDEST_GAP = 4, 2, 5
"""In the strip: cells of a share, those between two columns, and the most besides."""


NARROWEST, WIDEST, BESIDE = 40, 82, 60
"""Columns of the table beside the microscope, and those that the microscope keeps for numbers of six digits."""


class FormsView(Struct, frozen=True):
    """What the table shows."""

    forms: tuple[Form, ...]
    shown: tuple[str, ...] = ()
    """The forms that have a panel now."""
    focused: bool = False
    is_price_fair: bool = True


def paint(view: FormsView, sheet: Sheet) -> Sequence[Row]:
    """A row a form in a box; a cell a form where there is no room for one."""
    width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
    if height < STRIP:
        return _strip(view, width, height)
    inner, room = sheet.inner, sheet.room
    rows = [_row(form, view, inner, glyphs) for form in view.forms]
    if room > len(rows):
        rows.insert(0, _heading(view, inner))
    if room >= 2 * len(rows):
        rows = [line for row in rows for line in (row, BLANK)]
    if room >= len(rows) + 2:
        legend = "● has a panel" + ("   ▸ runs now" if any(form.is_on for form in view.forms) else "")
        rows += [BLANK, plain(fit(legend, inner), "muted")]
    spare = room - len(rows)
    return framed(
        [*[BLANK] * min(1, max(0, spare - 1)), *rows],
        sheet,
        title="all forms",
        facts="" if view.is_price_fair else "busy machine: no prices",
        focused=view.focused,
    )


def _strip(view: FormsView, width: int, height: int) -> list[Row]:
    """Return the forms in columns, each as wide as its longest cell: no name is cut where all of them have room."""
    count = min(len(view.forms), max(1, -(-len(view.forms) // max(1, height))))
    columns = [view.forms[place::count] for place in range(count)]
    names = [max(cell_width(form.called) for form in column) for column in columns]
    shares = [max(SAID, *(len(_lost(form)[0]) for form in column)) for column in columns]
    gaps = max(1, count - 1)
    spare = width - 2 - sum(names) - sum(shares) - count - LEAST_GAP * gaps
    if spare < 0:
        names = [max(0, (width - 2 - sum(shares) - LEAST_GAP * gaps) // count - 1)] * count
    gap = plain(" " * (LEAST_GAP + min(WIDEST_GAP, max(0, spare) // gaps)))
    rows: list[Row] = [()] * max(len(column) for column in columns)
    for place, column in enumerate(columns):
        for line, form in enumerate(column):
            rows[line] = join(rows[line], gap if place else plain(" "), _cell(form, view, names[place], shares[place]))
    return rows


def _cell(form: Form, view: FormsView, name: int, share: int) -> Row:
    said, ink = _lost(form)
    return ((fit(form.called, name), _hue(form, view)), (f" {said:>{share}}", ink))


def _heading(view: FormsView, width: int) -> Row:
    bar = _bar_width(width, view)
    text = "  form".ljust(NAME + 2) + (" in the code".ljust(CODE) if _has_code(width, view) else "")
    text += " right, lost".ljust(bar + SHARE) if bar else f"{'lost':>{SHARE}}"
    text += f"{'M adds/s':>{SPEED}}" if width >= NARROW else ""
    text += f" {'price':<{PRICE - 1}}" if _has_price(width, view) else ""
    return plain(fit(f"{text}{'correct':>{RIGHT}}", width), "muted")


def _row(form: Form, view: FormsView, width: int, glyphs: Glyphs) -> Row:
    said, ink = _lost(form)
    bar = _bar_width(width, view)
    mark = "▸" if form.is_on else "●" if form.name in view.shown else " "
    row: Row = ((f"{mark} ", "key" if form.is_on else "muted"), (fit(form.called, NAME), _hue(form, view)))
    if _has_code(width, view):
        row = merge((*row, (f" {fit(form.name, CODE - 1)}", "muted")))
    if form.phase in FAILED or form.phase == "stopped" or not form.repeats:
        return join(row, plain(fit(f" {_instead(form)}", width - row_width(row)), ink))
    if bar:
        row = join(row, plain(" "), bars.split(1 - (form.share_lost or 0.0), bar - 1, ("good", "bad"), glyphs))
    row = join(row, plain(f"{said:>{SHARE}}", ink))
    if width >= NARROW:
        row = merge((*row, (f"{millions(form.speed):>{SPEED}}", "foreground")))
    if _has_price(width, view):
        row = merge((*row, (f" {_price(form, view):<{PRICE - 1}}", "muted")))
    correct = f"{form.right}/{len(form.repeats)}"
    return merge((*row, (f"{correct:>{RIGHT}}", "good" if not form.loses else "bad")))


def _instead(form: Form) -> str:
    if form.phase == "waiting":
        return "has not run"
    return "starting" if form.phase == "starting" else "counting" if form.phase == "running" else form.phase


def _lost(form: Form) -> tuple[str, str]:
    """Return the share lost as text, or a sign for why there is none, and its ink."""
    if form.phase in FAILED:
        return "✗", "bad"
    if not form.repeats:
        return "…" if form.is_on else "–", "muted"
    lost = numbers.percent(form.share_lost, 0, honest_ends=True)
    return lost, "bad bold" if form.loses else "good"


def _price(form: Form, view: FormsView) -> str:
    if form.price is None or not view.is_price_fair:
        return ""
    return price_text(form.price)


def _hue(form: Form, view: FormsView) -> str:
    if form.phase == "waiting":
        return "muted"
    return f"{form.hue} bold" if form.name in view.shown else form.hue


def _has_price(width: int, view: FormsView) -> bool:
    return view.is_price_fair and width >= NARROW + PRICE


def _has_code(width: int, view: FormsView) -> bool:
    """Whether there is room for the names that the forms have on the command line and in JSON."""
    return width >= NARROW + PRICE + CODE and any(form.title for form in view.forms)


def _bar_width(width: int, view: FormsView) -> int:
    used = 2 + NAME + SHARE + RIGHT + (SPEED if width >= NARROW else 0)
    used += PRICE if _has_price(width, view) else 0
    used += CODE if _has_code(width, view) else 0
    return max(0, min(20, width - used - 1)) if width - used > SHORTEST_BAR else 0


def _view(frame: Frame, _: int) -> FormsView:
    here, look = frame.comparison, frame.look
    every = every_form(here)
    shown = tuple(reading.name for reading in panels_of(here)[look.first : look.first + frame.shown])
    return FormsView(every, shown, look.zoomed == "form-table", not is_busy(here.readings, here.state))


def _is_beside(room: Room) -> bool:
    """Whether there is room for it beside the microscope; else it is a strip at the top."""
    return room.kind != "compact" and room.width >= BESIDE + NARROWEST


def _strip_rows(room: Room) -> int:
    return 0 if _is_beside(room) or room.wanted.panels < 2 else min(STRIP - 1, -(-room.wanted.panels // 4))


def _rows(room: Room) -> int:
    return room.wanted.panels + 3 if room.wanted.panels > 1 else 0


def _columns(room: Room) -> int:
    return min(WIDEST, room.width - BESIDE) if _is_beside(room) and room.wanted.panels > 1 else 0


def _column(room: Room) -> int:
    return min(_rows(room), max(0, room.height - 12))


BOARD = Board(
    "form-table",
    paint,
    _view,
    strip=_strip_rows,
    foot=_rows,
    foot_columns=_columns,
    column=_column,
    moves=False,
)
