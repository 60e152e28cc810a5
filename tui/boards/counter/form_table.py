"""All forms of counting at once: what each lost, how fast it is, what it costs, how often it looked correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.counter.counter_panel import millions, price_text
from tui.boards.framed import BLANK, framed, inner_width, margin_for, plain
from tui.boards.speed.variant_panel import FAILED
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join, merge, pad
from tui.model.counter.readings import Form
from tui.widgets.board import Board

STRIP = 4
"""Below this height there is no box, only names and shares, in columns."""
NAME, SHARE, SPEED, PRICE, RIGHT = 13, 6, 9, 12, 9
NARROW = 2 + NAME + SHARE + SPEED + RIGHT
"""Where all but the bar and the price fit."""

SHORTEST_BAR = 3


@dataclass(frozen=True, slots=True)
class FormsView:
    """What the table shows."""

    forms: tuple[Form, ...]
    shown: tuple[str, ...] = ()
    """The forms that have a panel now."""
    focused: bool = False
    is_price_fair: bool = True


class FormTable(Board[FormsView]):
    """A row a form in a box; a cell a form where there is no room for one."""

    def paint(self, view: FormsView, width: int, height: int) -> Sequence[Row]:
        if height < STRIP:
            return self._strip(view, width, height)
        inner, room = inner_width(width), height - 2
        rows = [self._row(form, view, inner) for form in view.forms]
        if room > len(rows):
            rows.insert(0, self._heading(view, inner))
        if room >= 2 * len(rows):
            rows = [line for row in rows for line in (row, BLANK)]
        if room >= len(rows) + 2:
            legend = f"{self.glyphs.disc} has a panel   {self.glyphs.right} runs now"
            rows += [BLANK, plain(fit(legend, inner), "muted")]
        spare = room - len(rows)
        return framed(
            [*[BLANK] * min(1, max(0, spare - 1)), *rows],
            width,
            height,
            title="all forms",
            facts="" if view.is_price_fair else "busy machine: no prices",
            focused=view.focused,
            glyphs=self.glyphs,
            margin=margin_for(width),
        )

    def _strip(self, view: FormsView, width: int, height: int) -> list[Row]:
        count = max(1, -(-len(view.forms) // max(1, height)))
        each = (width - 1) // count
        cells = [self._cell(form, view, each) for form in view.forms]
        return [join(plain(" "), *cells[start : start + count]) for start in range(0, len(cells), count)]

    def _cell(self, form: Form, view: FormsView, width: int) -> Row:
        said, ink = self._lost(form)
        name = fit(form.name, max(0, width - 7), more=self.glyphs.more)
        return pad(((name, self._hue(form, view)), (f"{said:>5}", ink)), width)

    def _heading(self, view: FormsView, width: int) -> Row:
        bar = self._bar_width(width, view)
        text = "  form".ljust(NAME + 2) + ("lost".ljust(bar + SHARE) if bar else f"{'lost':>{SHARE}}")
        text += f"{'M adds/s':>{SPEED}}" if width >= NARROW else ""
        text += f" {'price':<{PRICE - 1}}" if self._has_price(width, view) else ""
        return plain(fit(f"{text}{'correct':>{RIGHT}}", width), "muted")

    def _row(self, form: Form, view: FormsView, width: int) -> Row:
        said, ink = self._lost(form)
        bar = self._bar_width(width, view)
        mark = self.glyphs.right if form.is_on else self.glyphs.disc if form.name in view.shown else " "
        row: Row = ((f"{mark} ", "key" if form.is_on else "muted"), (fit(form.name, NAME), self._hue(form, view)))
        if form.phase in FAILED or form.phase == "stopped" or not form.repeats:
            return join(row, plain(fit(self._instead(form), width - NAME - 2), ink))
        row = join(row, bars.solid(form.lost_share, bar, "bad", self.glyphs), plain(f"{said:>{SHARE}}", ink))
        if width >= NARROW:
            row = merge((*row, (f"{millions(form.adds_per_s, self.glyphs):>{SPEED}}", "foreground")))
        if self._has_price(width, view):
            row = merge((*row, (f" {self._price(form, view):<{PRICE - 1}}", "muted")))
        right = f"{form.right}/{len(form.repeats)}"
        return merge((*row, (f"{right:>{RIGHT}}", "good" if not form.loses else "bad")))

    def _instead(self, form: Form) -> str:
        if form.phase == "waiting":
            return "has not run"
        return "starting" if form.phase == "starting" else "counting" if form.phase == "running" else form.phase

    def _lost(self, form: Form) -> tuple[str, str]:
        """Return the share lost, and its ink."""
        if form.phase in FAILED:
            return self.glyphs.no, "bad"
        if not form.repeats:
            return self.glyphs.more if form.is_on else self.glyphs.unknown, "muted"
        lost = numbers.percent(form.lost_share, 0, self.glyphs, honest_ends=True)
        return lost, "bad bold" if form.loses else "good"

    def _price(self, form: Form, view: FormsView) -> str:
        if form.price is None or not view.is_price_fair:
            return ""
        return price_text(form.price, self.glyphs)

    def _hue(self, form: Form, view: FormsView) -> str:
        if form.phase == "waiting":
            return "muted"
        return f"{form.hue} bold" if form.name in view.shown else form.hue

    @staticmethod
    def _has_price(width: int, view: FormsView) -> bool:
        return view.is_price_fair and width >= NARROW + PRICE + SHORTEST_BAR

    def _bar_width(self, width: int, view: FormsView) -> int:
        used = 2 + NAME + SHARE + RIGHT + (SPEED if width >= NARROW else 0)
        used += PRICE if self._has_price(width, view) else 0
        return max(0, min(20, width - used))
