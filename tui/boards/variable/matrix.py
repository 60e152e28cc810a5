"""The rows of the copies: a tile for each process and kind, or one line through all of them, and what main prints.

Tiles are as wide as there is room; where there is little they hold the value alone, not from what it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.boards.sheet import Sheet
from tui.boards.variable.copies_view import CopiesView
from tui.draw.cells import Ink, Row, bold, fit, join, merge, pad
from tui.draw.glyphs import Glyphs
from tui.model.variable.readings import Held, Variable
from tui.model.workers.palette import MAIN, of_writer

LABEL, PRINTS, YOU, LAST = 18, 13, 8, 9
WIDEST_TILE, GOOD_TILE, LEAST_TILE, WIDEST_GAP = 9, 4, 3, 3
SHORT = {
    "a global": "global", "an argument": "argument", "Manager().dict()": "M.dict()", "Manager().list()": "M.list()",
    "SharedMemory": "SharedMem.",
}  # fmt: skip


NOT_TOLD = Held("main", 0, 0, 0)
"""Main, before it says what it holds."""


class Plan(NamedTuple):
    """How wide everything is."""

    label: int
    tile: int
    gap: int
    tiles: int
    """Main's and the children's."""
    prints: int
    you: int
    last: int

    @property
    def span(self) -> int:
        """Cells from the first tile's left edge to the last one's right."""
        return self.tiles * (self.tile + self.gap) - self.gap

    @property
    def width(self) -> int:
        return self.label + self.span + self.prints + self.you + self.last


def plan_of(view: CopiesView, width: int, has_last: bool) -> Plan:
    """Return the widest plan that fits: first the last writers give way, then the gaps, the names, the tiles."""
    variables = view.seen.variables if view.seen else ()
    count = 1 + max((len(variable.children) for variable in variables), default=0)
    you = YOU if view.predicted else 0
    label, short = LABEL, 1 + max((len(SHORT.get(v.kind, v.kind)) for v in variables), default=0)
    plans = [
        Plan(names, tile, gap, count, prints, you, last)
        for names, prints, least in ((label, PRINTS, GOOD_TILE), (short, PRINTS, GOOD_TILE), (short, 8, LEAST_TILE))
        for last in ((LAST, 0) if has_last else (0,))
        for tile in range(WIDEST_TILE, least - 1, -1)
        for gap in (WIDEST_GAP, 1)
    ]
    return next((plan for plan in plans if plan.width <= width), plans[-1])


def heading(view: CopiesView, plan: Plan, glyphs: Glyphs) -> Row:
    """Return `main 4400   P1 4411 …   main prints   you`, the numbers only where all of them have room."""
    row: Row = ((" " * plan.label, "muted"),)
    held = processes(view)
    has_pids = all(len(_named(one)) <= plan.tile + (plan.gap - 1) for one in held)
    for place, one in enumerate(held):
        pid = _named(one)[len(one.process) :] if has_pids else ""
        name: Row = ((fit(one.process, min(len(one.process), plan.tile)), bold(_hue(place))), (pid, "muted"))
        row = join(row, pad(name, plan.tile + plan.gap, "muted"))
    used = plan.label + plan.tiles * (plan.tile + plan.gap)
    end = plan.label + plan.span + plan.prints
    prints = "main prints" if plan.prints >= PRINTS else "prints"
    row = join(row, ((prints.rjust(end - used), "muted"),))
    row = join(row, (("you".rjust(plan.you - 2) + "  ", "muted"),)) if plan.you else row
    return join(row, (("last by".rjust(plan.last), "muted"),)) if plan.last else row


def _named(one: Held) -> str:
    return f"{one.process} {one.pid}" if one.pid else one.process


def processes(view: CopiesView) -> list[Held]:
    """Return main and the children, as the first kind has them; main is the last one to be told."""
    variables = view.seen.variables if view.seen else ()
    first = next((variable for variable in variables if variable.main), variables[0] if variables else None)
    return [first.main or NOT_TOLD, *first.children] if first else []


def _hue(place: int) -> Ink:
    """Return the hue of main, and of the children behind it."""
    return MAIN if not place else of_writer(place - 1)


def row_of(view: CopiesView, variable: Variable, plan: Plan, sheet: Sheet) -> Row:
    """Return the row of one kind."""
    kind = fit(variable.kind if plan.label >= LABEL else SHORT.get(variable.kind, variable.kind), plan.label)
    label: Row = ((kind, "foreground bold" if variable.is_copied else "foreground"),)
    drawn = _line(variable, plan, sheet.glyphs) if variable.is_one else _tiles(variable, plan, sheet)
    main = variable.main
    prints = sheet.glyphs.more if main is None else str(main.holds)
    row = join(label, drawn, ((prints.rjust(plan.prints), "foreground bold"),))
    if plan.you:
        row = join(row, _you(view, variable, plan, sheet.glyphs))
    if plan.last:
        by = variable.last.by if variable.last and variable.is_one else ""
        row = join(row, ((by.rjust(plan.last), bold(writer_hue(by))),))
    return row


def writer_hue(process: str) -> Ink:
    """Return the hue of `P1`."""
    return of_writer(int(process[1:]) - 1) if process[1:].isdecimal() else "muted"


def _you(view: CopiesView, variable: Variable, plan: Plan, glyphs: Glyphs) -> Row:
    """Return the value that the learner expected main to print, and whether it does."""
    expected, main = view.expected(variable.kind), variable.main
    if expected is None or main is None:
        return ((" " * plan.you, "muted"),)
    value = main.found + len(variable.children) if expected else main.found
    sign, ink = (glyphs.yes, "good bold") if value == main.holds else (glyphs.no, "bad bold")
    return merge(((str(value).rjust(plan.you - 2) + " ", "foreground"), (sign, ink)))


def _line(variable: Variable, plan: Plan, glyphs: Glyphs) -> Row:
    """Return one unbroken line with the value that all of them see."""
    assert variable.main is not None
    value = f" {variable.main.holds} "
    rest = plan.span - 2 - len(value)
    if rest < 2:
        return ((fit(value.strip(), plan.span, "centre"), "key bold"),)
    left = rest // 2
    return merge((
        (glyphs.disc + glyphs.thick * left, "key"), (value, "key bold"),
        (glyphs.thick * (rest - left) + glyphs.disc, "key"),
    ))  # fmt: skip


def _tiles(variable: Variable, plan: Plan, sheet: Sheet) -> Row:
    """Return a tile for main and one for each child, each with the value of its own."""
    row: Row = ()
    held: Sequence[Held | None] = (variable.main, *variable.children)
    for place in range(plan.tiles):
        one = held[place] if place < len(held) else None
        if place:
            row = join(row, ((" " * plan.gap, "foreground"),))
        row = join(row, _tile(one, place, plan.tile, sheet))
    return row


def _tile(one: Held | None, place: int, width: int, sheet: Sheet) -> Row:
    if one is None:
        return ((fit(sheet.glyphs.more, width, "centre"), "muted"),)
    loose, close = f"{one.found} {sheet.glyphs.right} {one.holds}", f"{one.found}{sheet.glyphs.right}{one.holds}"
    room = width - 2 if sheet.no_color else width
    change = loose if len(loose) <= width - 2 else close if len(close) <= room else str(one.holds)
    text = change if place else str(one.holds)
    if sheet.no_color:
        return ((fit(f"[{fit(text, max(0, width - 2), 'centre')}]", width), "foreground bold"),)
    return ((fit(text, width, "centre", more=sheet.glyphs.more), f"background bold on {_hue(place)}"),)
