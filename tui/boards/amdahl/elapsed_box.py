"""How long the job took with each number of workers: the part for one alone, and the part that is shared out."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.amdahl.wall_view import WallView
from tui.boards.framed import BLANK, first_that_fits, framed, instead, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, fit, join, pad
from tui.draw.parts.split_bar import LEAST, Look, Part, split_bar
from tui.model.amdahl.jobs import Point
from tui.words.numbers import listed, whole

LABEL, TOTAL = 4, 9
"""Cells for the number of workers, and behind the bar for the seconds."""


def box(view: WallView, sheet: Sheet) -> list[Row]:
    """Return the bars in a frame: one for each number of workers, all on one scale."""
    rows = instead(view.says, sheet) if view.says or not view.points else body(view, sheet)
    if view.trouble:
        said = wrapped(plain(view.trouble, "bad"), sheet.inner)[:2]
        rows = [*rows[: max(0, sheet.room - len(said) - 1)], *said, (("enter", "key bold"), (" the whole message", ""))]
    facts = view.facts if sheet.width >= len(view.facts) + 16 else ""
    return framed(rows, sheet, title="elapsed", facts=facts, hue="bad" if view.trouble else "foreground",
                  focused=view.focused or bool(view.trouble))  # fmt: skip


def body(view: WallView, sheet: Sheet, width: int | None = None, room: int | None = None) -> list[Row]:
    """Return what is inside the frame, or so many cells and rows of it: a legend, the bars, what they mean."""
    inner, room = width or sheet.inner, sheet.room if room is None else room
    notes = _notes(view, inner)
    high, gap = next(
        (high, gap) for high, gap in ((2, 1), (1, 1), (1, 0))
        if len(view.points) * (high + gap) + 2 + gap <= room or (high, gap) == (1, 0)
    )  # fmt: skip
    rows: list[Row] = [_legend(view, inner, sheet), *[BLANK] * gap]
    for point in view.points:
        rows += [*_bar(view, point, inner, high, sheet, touches=not gap), *[BLANK] * gap]
    spare = room - len(rows)
    for note in notes:
        lines = wrapped(note, inner)
        if len(lines) <= spare:
            rows += [*lines, *[BLANK] * gap]
            spare -= len(lines) + gap
    return rows if len(rows) + 2 > room or not gap else [BLANK, *rows]


def _looks(sheet: Sheet, *, is_beyond: bool = False, touches: bool = False) -> tuple[Look, Look]:
    """Return how both parts are drawn; rows that touch stay apart by their texture."""
    ink, texture = "process.mid" if is_beyond else "process", "busy" if touches else "solid"
    return Look("alone", "parent", texture), Look("shared out", ink, "light" if sheet.no_color else texture)


def _legend(view: WallView, inner: int, sheet: Sheet) -> Row:
    alone, shared = (getattr(sheet.glyphs, look.texture) for look in _looks(sheet))
    took = f": {view.points[0].alone_s:.2f} s" if view.points[0].workers == 1 else ""
    long: Row = (
        ("workers  ", "muted"), (alone, "parent"), (f" for one alone{took}   ", "parent bold"),
        (shared, "process"), (" shared out", "process bold"),
    )  # fmt: skip
    short: Row = (
        (alone, "parent"), (" for one alone  ", "parent bold"), (shared, "process"), (" shared out", "process bold"),
    )  # fmt: skip
    return first_that_fits((long, short), inner)


def _bar(view: WallView, point: Point, inner: int, high: int, sheet: Sheet, *, touches: bool) -> list[Row]:
    """Return the rows of one number of workers; its seconds stand behind the first."""
    is_beyond = point.workers > view.cores
    bar = _parts(view, point, max(1, inner - LABEL - TOTAL), sheet, touches=touches)
    label = fit(str(point.workers), LABEL - 1, align="right") + " "
    said = f" {point.took.median:.2f} s"
    first = join(plain(label, "muted" if is_beyond else "foreground bold"), bar, plain(said, "foreground bold"))
    return [pad(first, inner), *[pad(join(plain(" " * LABEL), bar), inner)] * (high - 1)]


def _parts(view: WallView, point: Point, cells: int, sheet: Sheet, *, touches: bool) -> Row:
    """Return a bar without the blanks behind it; each part ends at the cell nearest to its end, so that what takes as
    long in two rows is as long in both.
    """
    each = max(one.took.median for one in view.points) / cells
    alone, shared = _looks(sheet, is_beyond=point.workers > view.cores, touches=touches)
    first = max(whole(point.alone_s / each), 1 if point.alone_s > LEAST * each else 0)
    total = max(whole(point.took.median / each), first, 1)
    return join(split_bar([Part(alone, first)], first, first, sheet.glyphs),
                split_bar([Part(shared, total - first)], total - first, total - first, sheet.glyphs))  # fmt: skip


def _notes(view: WallView, inner: int) -> Sequence[Row]:
    """Return what the bars mean, the most important first."""
    alone = [point.alone_s for point in view.points]
    low, high = f"{min(alone):.2f}", f"{max(alone):.2f}"
    stays = low if low == high else f"{low} to {high}"
    forms = (f" for one alone{more}" for more in (" in every row", ""))
    notes = [first_that_fits((((f"{stays} s", "parent bold"), (form, "foreground")) for form in forms), inner)]
    if those := view.beyond:
        who, has = listed([str(point.workers) for point in those]), "core" if view.cores == 1 else "cores"
        short = "" if inner < 40 else " workers"
        notes.append(plain(f"{who}: more{short} than the {view.cores:g} {has}", "muted"))
    return notes
