"""Numbers as text of fixed width, aligned to the right. What is not known, NaN and infinities are `–`, never 0."""

from __future__ import annotations

from collections.abc import Callable

from tui.words import numbers


def _aligned(value: float | None, width: int, write: Callable[[float], str]) -> str:
    """Return the value as written, or the sign for what is not known or above 1e18, in at least `width` cells."""
    if value is None or not -1e18 < value < 1e18:
        return "–".rjust(width)
    return write(value).rjust(width)


def decimal(value: float | None, places: int = 2, width: int = 0) -> str:
    """Return a plain number such as `3.30`, in at least `width` cells."""
    return _aligned(value, width, lambda known: numbers.decimal(known, places))


def seconds(value_s: float | None, places: int = 2, width: int = 7) -> str:
    """Return seconds such as `3.30 s`, in at least `width` cells."""
    return _aligned(value_s, width, lambda known: f"{numbers.decimal(known, places)} s")


def clock(value_s: float | None, places: int = 1) -> str:
    """Return a time since the start such as `00:03.3`, from 100 minutes on `1:40:00`; cut, never rounded up."""
    size = 6 + places if places > 0 else 5
    return _aligned(value_s, size, lambda known: numbers.clock(known, places))


def span(value_s: float | None, width: int = 7) -> str:
    """Return a short time in its own unit: `184 ms`, `5.0 ms`, `12 µs`, `3.3 s`, `2 min`."""
    return _aligned(value_s, width, numbers.span)


def percent(share: float | None, width: int = 5, *, honest_ends: bool = False) -> str:
    """Return a share of one (0.26) as `26 %`, without decimals; `honest_ends`: 0 and 100 only where exactly that."""
    return _aligned(share, width, lambda known: numbers.percent(known, honest_ends=honest_ends))


def speed_up(factor: float | None, width: int = 6) -> str:
    """Return how many times faster, such as `3.69×`, with two decimals, in at least `width` cells."""
    return _aligned(factor, width, lambda known: f"{numbers.decimal(known)}×")


def grouped(count: float | None, width: int = 0) -> str:
    """Return a whole number with its thousands parted by a space: `387 592`."""
    return _aligned(count, width, numbers.grouped)


def rate(per_second: float | None, what: str = "", width: int = 0) -> str:
    """Return a rate with three digits or fewer: `412 /s`, `4.9 k/s`; of something: `4.9 M adds/s`."""
    return _aligned(per_second, width, lambda known: numbers.rate(known, what))


def size_of(size_bytes: float | None, width: int = 0) -> str:
    """Return a size in bytes: `512 bytes`, `64 KiB`, `1.5 MiB`; powers of 1024."""
    return _aligned(size_bytes, width, numbers.size_of)
