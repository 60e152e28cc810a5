"""What crosses, but not as one thinks: what is so here and in the worker; a large table with each task, or once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from tui.boards.frame import Frame
from tui.boards.framed import BLANK, first_that_fits, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.space import Kind
from tui.boards.variants import panels_of, turn_of
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.crossing.readings import Surprise, TableSent, border, hue_of
from tui.words.numbers import grouped, noun, size_in_bytes, times

WAY, LEAST_BAR = 11, 4
NARROWEST = 112
"""Columns of a screen from which on this and what cannot cross have room side by side."""


class SurprisesView(Struct, frozen=True):
    """What crossed, but not as one thinks."""

    surprises: tuple[Surprise, ...] = ()
    tables: tuple[TableSent, ...] = ()
    instead: str = ""
    focused: bool = False


def is_beside(kind: Kind, width: int) -> bool:
    """Whether there is room for it to the right of what cannot cross; else it takes that one's place when chosen."""
    return kind != "compact" and width >= NARROWEST


def paint(view: SurprisesView, sheet: Sheet) -> Sequence[Row]:
    """The table first: two bars on one scale; then the others, each with what is so here and there."""
    inner, room = sheet.inner, sheet.room
    if not view.surprises and not view.tables:
        rows = [plain(view.instead, "muted")]
    else:
        table = _table(view.tables, inner, sheet.glyphs)
        said = told(view.surprises)
        others = _lines(said, inner, is_short=False)
        others = others if len(table) + len(others) <= room else _lines(said, inner, is_short=True)
        gap = [BLANK] if table and room > len(table) + len(others) else []
        rows = [*table, *gap, *others]
        rows = [BLANK, *rows] if room > len(rows) else rows
    return framed(rows, sheet, title="crosses, but surprises", focused=view.focused)


def _table(tables: tuple[TableSent, ...], width: int, glyphs: Glyphs) -> list[Row]:
    if not tables:
        return []
    its = tables[0]
    size, count = size_in_bytes(its.size_bytes), f"{grouped(its.tasks)} {noun(its.tasks, 'task')}"
    tries = [f"{size} with each of {count}, or once", f"{size} for {count}"]
    ends = _ends(tables, width)
    room = max(1, width - WAY - max(map(len, ends)))
    head = first_that_fits([plain(text, "foreground bold") for text in tries], width)
    return [head, *(_bar(one, tables, end, room, glyphs) for one, end in zip(tables, ends, strict=True))]


def _ends(tables: Sequence[TableSent], width: int) -> list[str]:
    """Return what stands at the end of each bar: what it took and, where all have room, how often it was pickled."""
    spans = [f" {numbers.span(one.took_s, 0)}" for one in tables]
    counts = [f", pickled {times(one.pickled)}" if one.pickled else ", never pickled" for one in tables]
    whole = [took + count for took, count in zip(spans, counts, strict=True)]
    return whole if WAY + LEAST_BAR + max(map(len, whole)) <= width else spans


def _bar(its: TableSent, tables: Sequence[TableSent], end: str, room: int, glyphs: Glyphs) -> Row:
    """Return a way as a bar of what it took, the slowest as long as there is room."""
    slowest = max(one.took_s for one in tables)
    cells = max(1, bars.filled(its.took_s / slowest if slowest else 0.0, room))
    hue = hue_of(its, tables)
    name = its.way.removeprefix("with ").removeprefix("once ")
    return join(plain(fit(name, WAY)), plain(glyphs.busy * cells, hue), plain(end, f"{hue} bold"))


class Said(NamedTuple):
    """What is said of one surprise; every word of it rests on what the program printed."""

    name: str
    words: str
    short: str


def told(surprises: Sequence[Surprise]) -> list[Said]:
    """Return what is said of each, the classes under several start methods as one."""
    classes = [one for one in surprises if one.what.startswith("a class, ")]
    others = [_said(one) for one in surprises if one not in classes]
    return [*([_of_class(classes)] if classes else []), *others]


def _said(its: Surprise) -> Said:
    here, there, means = its.here, its.there, its.means
    both = f"{there} there, {here} here"
    if here == "refused":
        return Said(its.what, f"is refused with a task, {there}: {means}", f"with a task: {there}")
    if its.what == "a logger":
        return Said(its.what, f"crosses by its name only: {both} {means}", f"by its name: {both} {means}")
    if its.what == "a socket" and here == there:
        return Said(its.what, f"crosses: {there} bytes sent there came out here", f"crosses: {there} bytes through it")
    if its.what == "a default argument":
        name = means.rpartition(" ")[2]
        return Said(its.what, f"each worker has its own {name}: lengths {both}", f"{name}: {both}")
    return Said(its.what, f"{both} {means}", f"{both} {means}")


def _of_class(found: Sequence[Surprise]) -> Said:
    """Return what a changed attribute of a class makes in a worker under each start method, and what here."""
    there = ", ".join(f"{one.what.rpartition(' ')[2]} {one.there}" for one in found)
    here = found[0].here
    return Said(
        "a class of __main__", f"crosses by its name: a price with its changed tax is {here} here; there {there}",
        f"its tax changed: {here} here; {there}",
    )  # fmt: skip


def _lines(said: Sequence[Said], width: int, is_short: bool) -> list[Row]:
    rows = []
    for one in said:
        words = plain(f"  {one.short if is_short else one.words}", "muted")
        rows += wrapped(join(plain(one.name, "foreground bold"), words), width)
    return rows


def surprises_of(frame: Frame, _: int = 0) -> SurprisesView:
    """Return what was said of them so far, or why there is nothing."""
    comparison = frame.comparison
    said = border(comparison.state)
    focused = frame.look.zoomed == "surprises"
    if said.surprises or said.tables:
        return SurprisesView(said.surprises, said.tables, focused=focused)
    reading = next((one for one in panels_of(comparison) if one.name == "surprises"), None)
    words = "not among the variants of this run" if reading is None else turn_of(comparison) or "has not run"
    if reading is not None and reading.phase != "waiting":
        words = "the first of them is on its way" if reading.phase in ("starting", "running") else "nothing was said"
    return SurprisesView(instead=words, focused=focused)
