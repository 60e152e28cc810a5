"""Where the time went, a bar a row: the parts of each add up to the time at its end, on one scale for all."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import BLANK, first_that_fits, framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Row, cut, fit, join
from tui.draw.glyphs import Glyphs
from tui.draw.parts.split_bar import NOT_TOLD, Look, Part, legend, split_bar
from tui.model.tiny.words import seconds

LOOKS = (
    Look("start", "parent", "busy"),
    Look("hand-over and wait", "third", "medium", "hand-over"),
    Look("unpickle", "key.mid", "dark"),
    Look("compute", "good"),
    Look("waits in a task", "bad", "waits", "waits"),
    Look("pickle", "key", "dark"),
    Look("idle", "faint", "dot"),
    NOT_TOLD,
)
"""How each part of `model.tiny.split.PARTS` is drawn."""
WIDEST_NAME = 26
ROOMY = 4
"""Rows that are left for the legend and what it is about, where workers have rows of their own."""


class SplitRow(Struct, frozen=True):
    """One variant, or one of its workers."""

    name: str
    hue: str
    parts: tuple[float, ...] = ()
    """Seconds, in the order of LOOKS; nothing while they are not known."""
    whole_s: float | None = None
    says: str = ""
    """Instead of a bar, while there is none."""
    ink: Ink = "foreground"
    """Of the time at its end."""
    is_worker: bool = False
    is_at_hand: bool = True
    """Of a worker: whether its way is the one that is shown worker by worker where there is no room for all."""


class SplitView(Struct, frozen=True):
    """The rows, in order."""

    rows: tuple[SplitRow, ...]
    facts: tuple[str, ...] = ()
    """What was cut into what, the longest first."""
    notes: tuple[Row, ...] = ()
    """What the parts of one row come to, the longest first."""
    focused: bool = False


def paint(view: SplitView, sheet: Sheet) -> Sequence[Row]:
    """Bars, what they are where there is room, and what the textures are."""
    room, inner, glyphs = sheet.room, sheet.inner, sheet.glyphs
    rows = _that_fit(view.rows, room)
    keys = legend(_used(view), inner, 2 if room >= len(rows) + 5 else 1, glyphs)
    foot = [join(row) for row in keys] if room > len(rows) else []
    note = first_that_fits(view.notes, inner)
    notes = [note] if note and room > len(rows) + len(foot) + 2 else []
    spare = room - len(rows) - len(foot) - len(notes)
    body = [BLANK] if spare >= 1 and room >= 9 else []
    spare -= len(body)
    body += _bars(rows, inner, glyphs)
    if spare >= 3:
        body += [BLANK, plain(first_text(_EXPLAINS, inner), "muted")]
        spare -= 2
    body += [BLANK] * (spare >= 1 and room >= 9) + foot + notes
    facts = next((text for text in view.facts if len(text) <= sheet.width - len("where the time went") - 9), "")
    return framed(body, sheet, title="where the time went", facts=facts, focused=view.focused)


def _that_fit(rows: Sequence[SplitRow], room: int) -> list[SplitRow]:
    """Return all rows where they have room, else the ways with the workers of one, else the ways alone."""
    some = [row for row in rows if not row.is_worker or row.is_at_hand]
    main = [row for row in rows if not row.is_worker]
    return next((list(found) for found in (rows, some) if len(found) + ROOMY <= room), main)


_EXPLAINS = (
    "each bar is the time of one worker, the mean over all of them, and its parts add up to it",
    "a bar is the time of one worker, on average; its parts add up to it",
    "a bar is one worker's time, on average",
)


def first_text(texts: Sequence[str], width: int) -> str:
    return next((text for text in texts if len(text) <= width), "")


def _used(view: SplitView) -> list[Look]:
    """Return the looks of those parts that any row has."""
    drawn = [row.parts for row in view.rows if row.parts]
    most = max((row.whole_s or 0.0 for row in view.rows), default=0.0)
    return [look for place, look in enumerate(LOOKS) if any(parts[place] > most / 1000 for parts in drawn)]


def _bars(rows: Sequence[SplitRow], width: int, glyphs: Glyphs) -> list[Row]:
    top = max((row.whole_s or 0.0 for row in rows), default=0.0)
    ends = [_time(row.whole_s) for row in rows]
    label = min(max((len(row.name) + 2 * row.is_worker for row in rows), default=0), WIDEST_NAME, width // 3) + 2
    tail = max(map(len, ends), default=0) + 1
    cells = width - label - tail
    return [_bar(row, (label, cells, tail), top, glyphs) for row in rows]


def _bar(row: SplitRow, widths: tuple[int, int, int], top: float, glyphs: Glyphs) -> Row:
    label, cells, tail = widths
    name = fit("  " * row.is_worker + row.name, label - 1, more=glyphs.more) + " "
    head = plain(name, row.hue if row.is_worker else f"{row.hue} bold")
    if not row.parts:
        return join(head, cut(plain(row.says, "muted"), cells + tail, glyphs.more))
    parts = [Part(look, size) for look, size in zip(LOOKS, row.parts, strict=True)]
    end = plain(_time(row.whole_s).rjust(tail), "muted" if row.is_worker else f"{row.ink} bold")
    return join(head, split_bar(parts, cells, top, glyphs), end)


def _time(whole_s: float | None) -> str:
    return "" if whole_s is None else seconds(whole_s)


def present(view: SplitView, sheet: Sheet) -> Sequence[Row]:
    """The bars for a room: no more than that and what they are."""
    main = tuple(row for row in view.rows if not row.is_worker)
    rows = _bars(main, sheet.width, sheet.glyphs)
    keys = [join(row) for row in legend(_used(view), sheet.width, 2, sheet.glyphs)]
    apart = sheet.height >= 2 * len(rows) + len(keys) + 1
    body: list[Row] = [line for row in rows for line in ((row, BLANK) if apart else (row,))]
    free = sheet.height - len(body) - len(keys)
    return [*body, *[BLANK] * min(1, max(0, free)), *(keys if free >= 0 else []), *_said(view, sheet.width, free - 1)]


def _said(view: SplitView, width: int, room: int) -> list[Row]:
    found = first_that_fits(view.notes, width)
    return [found] if room >= 1 and found else []
