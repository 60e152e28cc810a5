"""What one access costs, kind by kind, on one logarithmic scale; nanoseconds beside milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import framed, instead, plain
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, pad
from tui.draw.parts.range_row import Range, axis, log_scale, ranges
from tui.model.variable.readings import Cost
from tui.words.numbers import grouped, span

HUES = {"a global": "parent", "an argument": "parent", "Manager().dict()": "third", "Manager().list()": "third"}
SHARED, LOCKED = "key.mid", "key"
"""What is shared without a lock, and with one."""
LESS = ("Manager().list()", "an argument", "Array", "Value, no lock", "SharedMemory", "Value, get_lock()")
"""What gives way where there are more kinds than rows, the first one first."""


class LadderView(Struct, frozen=True):
    """What was measured."""

    costs: tuple[Cost, ...]
    rounds: int | None = None
    """How often a block of accesses was timed in each run."""
    waits: str = ""
    """What there is instead, while nothing is measured."""
    focused: bool = False


def paint(view: LadderView, sheet: Sheet) -> Sequence[Row]:
    """Return the ladder in a frame."""
    rows = body(view, sheet.inner, sheet.room, sheet) or instead((plain(view.waits, "muted"),), sheet)
    head = pad(plain("against a global", "muted"), sheet.inner, align="right")
    return framed(
        [head, *rows] if view.costs and sheet.room > len(rows) else rows, sheet, title=_title(sheet.width),
        facts=_facts(view, sheet.width), focused=view.focused,
    )  # fmt: skip


def _title(width: int) -> str:
    return "what one n += 1 costs" if width < 100 else "what one n += 1 costs, in main alone"


def _facts(view: LadderView, width: int) -> str:
    if not view.costs:
        return ""
    runs = max(cost.took.count for cost in view.costs)
    each = f" in each of {runs} runs" if runs > 1 else ""
    blocks = f"median of {grouped(view.rounds)} times 100{each}" if view.rounds and width >= 100 else f"median{each}"
    return f"{blocks} · log scale" if width >= 60 else "log scale"


def body(view: LadderView, width: int, room: int, sheet: Sheet) -> list[Row]:
    """Return the kinds that have room, the axis below them where there is a row for it; nothing without numbers."""
    kept = list(view.costs)
    for kind in LESS:
        if len(kept) > max(1, room):
            kept = [cost for cost in kept if cost.kind != kind]
    kept = kept[: max(0, room)]
    if not kept:
        return []
    base = next((cost.took.median for cost in view.costs if cost.kind == "a global"), None)
    rows = [_range(cost, base) for cost in kept]
    scale = log_scale([row.median for row in rows])
    drawn = ranges(rows, scale, width, sheet.glyphs)
    if room > len(drawn) and (below := axis(rows, scale, width, _decade)):
        drawn.append(below)
    return drawn


def _decade(value: float) -> str:
    """Return `1 µs`: a power of ten needs no decimals."""
    return span(value).replace(".0 ", " ")


def _range(cost: Cost, base: float | None) -> Range:
    said = numbers.span(cost.took.median, 0)
    times = cost.took.median / base if base else 0.0
    aside = "1×" if cost.kind == "a global" else _times(times) if times else ""
    return Range(cost.kind, _hue(cost.kind), cost.took.median, said, aside)


def _hue(kind: str) -> str:
    return HUES.get(kind, LOCKED if kind in ("Value, get_lock()", "Array") else SHARED)


def _times(factor: float) -> str:
    return f"{factor:.1f}×" if factor < 9.95 else f"{grouped(factor)}×"
