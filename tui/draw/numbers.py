"""Numbers as text of fixed width, aligned to the right. What is not known, NaN and infinities are `–`, never 0."""

from __future__ import annotations

import math

from tui.draw.glyphs import UNICODE, Glyphs

_DECIMAL = ("", " k", " M", " G", " T", " P")
_BINARY = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def _known(value: float | None) -> bool:
    """Whether the value can be shown: a number below 1e18."""
    return value is not None and -1e18 < value < 1e18


def _whole(value: float) -> int:
    """Round half up, which is what a reader expects of 0.5 and 2.5."""
    return math.floor(value + 0.5)


def decimal(value: float | None, places: int = 2, width: int = 0, glyphs: Glyphs = UNICODE) -> str:
    """Return a plain number such as `3.30`, in at least `width` cells."""
    if value is None or not _known(value):
        return glyphs.unknown.rjust(width)
    text = f"{value:.{places}f}"
    return (text[1:] if text.startswith("-") and not text.strip("-0.") else text).rjust(width)


def seconds(value_s: float | None, places: int = 2, width: int = 7, glyphs: Glyphs = UNICODE) -> str:
    """Return seconds such as `3.30 s`, in at least `width` cells."""
    if not _known(value_s):
        return glyphs.unknown.rjust(width)
    return f"{decimal(value_s, places)} s".rjust(width)


def clock(value_s: float | None, places: int = 1, glyphs: Glyphs = UNICODE) -> str:
    """Return a time since the start such as `00:03.3`, from 100 minutes on `1:40:00`; cut, never rounded up."""
    size = 6 + places if places > 0 else 5
    if value_s is None or not _known(value_s):
        return glyphs.unknown.rjust(size)
    ticks = int(max(0.0, value_s) * 10**places + 1e-6)
    whole, part = divmod(ticks, 10**places)
    minutes, rest = divmod(whole, 60)
    if minutes < 100:
        return f"{minutes:02}:{rest:02}" + (f".{part:0{places}}" if places > 0 else "")
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}".rjust(size)


def span(value_s: float | None, width: int = 7, glyphs: Glyphs = UNICODE) -> str:
    """Return a short time in its own unit: `184 ms`, `5.0 ms`, `12 µs`, `3.3 s`, `2 min`."""
    if value_s is None or not _known(value_s):
        return glyphs.unknown.rjust(width)
    size = abs(value_s)
    for unit, factor in (("ns", 1e9), (f"{glyphs.micro}s", 1e6), ("ms", 1e3), ("s", 1.0)):
        shown = size * factor
        if shown < 999.5 and not (unit == "s" and shown >= 119.5):
            break
    else:
        unit, shown, factor = "min", size / 60, 1 / 60
    sign = "-" if value_s < 0 and shown >= 0.05 else ""
    places = 1 if shown < 9.95 and unit not in ("ns", "min") else 0
    return f"{sign}{_whole(shown) if not places else decimal(shown, 1)} {unit}".rjust(width)


def percent(share: float | None, width: int = 5, glyphs: Glyphs = UNICODE) -> str:
    """Return a share of one (0.26) as `26 %`, without decimals, in at least `width` cells."""
    if share is None or not _known(share):
        return glyphs.unknown.rjust(width)
    return f"{_whole(share * 100)} %".rjust(width)


def speed_up(factor: float | None, width: int = 6, glyphs: Glyphs = UNICODE) -> str:
    """Return how many times faster, such as `3.69×`, with two decimals, in at least `width` cells."""
    if not _known(factor):
        return glyphs.unknown.rjust(width)
    return f"{decimal(factor)}{glyphs.times}".rjust(width)


def grouped(count: float | None, width: int = 0, glyphs: Glyphs = UNICODE) -> str:
    """Return a whole number with its thousands parted by a space: `387 592`."""
    if count is None or not _known(count):
        return glyphs.unknown.rjust(width)
    return f"{_whole(count):,}".replace(",", " ").rjust(width)


def rate(per_second: float | None, what: str = "", width: int = 0, glyphs: Glyphs = UNICODE) -> str:
    """Return a rate with three digits or fewer: `412 /s`, `4.9 k/s`; of something: `4.9 M adds/s`."""
    if per_second is None or not _known(per_second):
        return glyphs.unknown.rjust(width)
    size, power = abs(per_second), 0
    while size >= 999.5 and power < len(_DECIMAL) - 1:
        size, power = size / 1000, power + 1
    number = decimal(size, 1) if (power and size < 99.95) or 0 < size < 9.95 else f"{_whole(size)}"
    unit = f"{_DECIMAL[power]} {what}" if what else _DECIMAL[power] or " "
    return f"{'-' if per_second < 0 else ''}{number}{unit}/s".rjust(width)


def size_of(size_bytes: float | None, width: int = 0, glyphs: Glyphs = UNICODE) -> str:
    """Return a size in bytes: `512 bytes`, `64 KiB`, `1.5 MiB`; powers of 1024."""
    if size_bytes is None or not _known(size_bytes):
        return glyphs.unknown.rjust(width)
    size, power = abs(size_bytes), 0
    while size >= 1023.5 and power < len(_BINARY) - 1:
        size, power = size / 1024, power + 1
    exact = power == 0 or size >= 9.95 or abs(size - _whole(size)) < 0.05
    number = f"{_whole(size)}" if exact else decimal(size, 1)
    unit = "byte" if number == "1" and not power else _BINARY[power]
    return f"{'-' if size_bytes < 0 else ''}{number} {unit}".rjust(width)
