"""How a reading is written, by its unit: in a table, and in a sentence that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.words.numbers import decimal, grouped, percent, rate, size_of, span

UNKNOWN = "–"


def _seconds(value: float) -> str:
    return f"{decimal(value)} s" if value >= 1 else span(value)


def _count(value: float) -> str:
    return grouped(value) if float(value).is_integer() else decimal(value, 1)


_IN_A_TABLE: Mapping[str, Callable[[float], str]] = {
    "count": _count,
    "seconds": _seconds,
    "span": span,
    "share": percent,
    "rate": rate,
    "bytes": size_of,
    "factor": lambda value: f"{decimal(value)}×",
    "cores": decimal,
}
_IN_A_SENTENCE = {**_IN_A_TABLE, "count": grouped, "seconds": span, "factor": decimal}


def in_a_table(unit: str, value: float) -> str:
    """Return `4.02 s`, `3.69×`, `12.5`; `–` for what no program can have meant: NaN, infinity."""
    return _IN_A_TABLE[unit](value) if -1e18 < value < 1e18 else UNKNOWN


def in_a_sentence(unit: str, value: float) -> str:
    """Return `4.0 s`, `3.69`, `12`."""
    return _IN_A_SENTENCE[unit](value) if -1e18 < value < 1e18 else UNKNOWN
