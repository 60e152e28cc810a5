"""How each reading is called and written. Whatever is not in the table is shown too, by its name and as a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tui.draw import numbers
from tui.model.speed.readings import Spread
from tui.play.kept import ELAPSED, MEASURED, ResultRow

Written = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A reading in the table."""

    name: str
    title: str
    written: Written

    def median(self, spread: Spread) -> str:
        """Return the median as text."""
        return self.written(spread.median)

    def range(self, spread: Spread) -> str:
        """Return the lowest and the highest value, `4.02–4.31 s`, the unit once; nothing where they read the same."""
        low, high = self.written(spread.low), self.written(spread.high)
        if low == high:
            return ""
        number, unit = _parted(low)
        return f"{number if unit == _parted(high)[1] else low}–{high}"


def _parted(text: str) -> tuple[str, str]:
    """Return the number and the unit behind it: `4.02` and ` s`."""
    digits = len(re.sub(r"\D*$", "", text))
    return text[:digits], text[digits:]


def _seconds(value: float) -> str:
    return numbers.seconds(value, width=0) if value >= 1 else numbers.span(value, width=0)


def _factor(value: float) -> str:
    return numbers.speed_up(value, width=0)


def _share(value: float) -> str:
    return numbers.percent(value, width=0)


def _span(value: float) -> str:
    return numbers.span(value, width=0)


def _count(value: float) -> str:
    return numbers.grouped(value) if float(value).is_integer() else numbers.decimal(value, 1)


_TABLE: dict[str, tuple[str, Written]] = {
    "elapsed_s": ("elapsed", _seconds),
    "speed_up": ("speed-up", _factor),
    "cores_used": ("cores busy", numbers.decimal),
    "made": ("made", _count),
    "taken": ("taken", _count),
    "depth_max": ("most in queue", _count),
    "items_per_s": ("items taken", numbers.rate),
    "put_wait_share": ("waits to put", _share),
    "get_wait_share": ("waits to take", _share),
    "expected": ("expected", _count),
    "got": ("got", _count),
    "lost": ("lost", _count),
    "lost_share": ("lost share", _share),
    "adds_per_s": ("adds", numbers.rate),
    "hand_over_s": ("hand-over", _span),
    "bytes_shared": ("bytes shared", numbers.size_of),
    "bytes_copied": ("bytes copied", numbers.size_of),
    "torn_rows": ("torn rows", _count),
}

_ABOUT = (
    "lost_share", "lost", "adds_per_s", "hand_over_s", "bytes_shared", "bytes_copied", "torn_rows", "items_per_s",
    "depth_max", "put_wait_share", "get_wait_share",
)  # fmt: skip
"""The readings that a lesson is about, when it has them."""


def column(name: str) -> Column:
    """Return how a reading is shown."""
    title, written = _TABLE.get(name, (name.replace("_", " "), _count))
    return Column(name, title, written)


def columns_of(rows: Iterable[ResultRow]) -> tuple[Column, ...]:
    """Return the readings that at least one of the rows has values of, in the order of the table; always the time."""
    measured = {ELAPSED, *(name for row in rows for name, _ in row.spreads)}
    return tuple(column(name) for name in MEASURED if name in measured)


def shown_first(rows: Iterable[ResultRow]) -> tuple[Column, ...]:
    """Return the readings that the rows have values of, those that only some lessons are about first."""
    every = list(rows)
    found = [each for each in columns_of(every) if any(row.spread(each.name) for row in every)]
    order = {name: place for place, name in enumerate(_ABOUT)}
    return tuple(sorted(found or [column(ELAPSED)], key=lambda each: order.get(each.name, len(order))))
