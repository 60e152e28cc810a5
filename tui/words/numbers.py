"""Numbers, counts and lists as text, without any alignment. Halves are rounded up, as a reader expects of 0.5 and 2.5.

What is not known is none of these functions' business: whoever calls them knows the number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NO_BREAK = "\u00a0"
"""A space at which no line is broken."""

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DECIMAL = ("", " k", " M", " G", " T", " P")
_BINARY = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def whole(value: float) -> int:
    """Round half up: Python's `round(0.5)` is 0."""
    return math.floor(value + 0.5)


def decimal(value: float, places: int = 2) -> str:
    """Return `3.30`; what rounds to nothing is `0.00`, never `-0.00`."""
    text = f"{value:.{places}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def grouped(number: float, space: str = " ") -> str:
    """Return a whole number with its thousands parted by `space`: `387 592`."""
    return f"{whole(number):,}".replace(",", space)


def percent(share: float, *, honest_ends: bool = False) -> str:
    """Return a share of one as `26 %`; with honest ends `0 %` and `100 %` are only what is exactly that."""
    if honest_ends and 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if honest_ends and 0.995 <= share < 1 else f"{whole(share * 100)} %"


def spelled(count: int) -> str:
    """Return a number up to twelve as a word, `no` for 0; a larger one in digits."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else str(count)


def noun(count: float, word: str) -> str:
    """Return `core` for one, else `cores`; `processes`, too."""
    return word if count == 1 else f"{word}es" if word.endswith("s") else f"{word}s"


def capital(text: str) -> str:
    """Return a text with a capital at its start; `str.capitalize` makes all other letters small."""
    return text[:1].upper() + text[1:]


def verb(count: float, word: str) -> str:
    """Return `waits` for one, else `wait`."""
    return f"{word}s" if count == 1 else word


def plural(count: int, word: str) -> str:
    """Return `1 core`, `3 cores`."""
    return f"{count} {noun(count, word)}"


def in_words(count: int, word: str) -> str:
    """Return `one core`, `three cores`, `14 cores`."""
    return f"{spelled(count)} {noun(count, word)}"


def times(count: int) -> str:
    """Return `once`, `1 200 times`."""
    return "once" if count == 1 else f"{grouped(count)} times"


def joint(place: int, count: int) -> str:
    """Return what stands before the item at this place of a list: nothing, `, `, or ` and ` before the last."""
    return "" if not place else " and " if place == count - 1 else ", "


def listed(names: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return "".join(joint(place, len(names)) + name for place, name in enumerate(names))


def of_100(share: float) -> str:
    """Return how many of a hundred: `39`, and in words what is less than one."""
    return "fewer than 1" if 0 < share < 0.005 else f"{share * 100:.0f}"


def cores(amount: float, suffix: str = " busy", within: float = 0.05) -> str:
    """Return `one core busy`, `2.6 cores busy`: what is `within` so much of a whole number is said in words."""
    count = round(amount)
    if abs(amount - count) <= within and count >= 1:
        return f"{in_words(count, 'core')}{suffix}"
    return f"{amount:.1f} cores{suffix}"


def span(value_s: float) -> str:
    """Return a short time in its own unit: `184 ms`, `5.0 ms`, `12 µs`, `3.3 s`, `2 min`."""
    size = abs(value_s)
    for unit, factor in (("ns", 1e9), ("µs", 1e6), ("ms", 1e3), ("s", 1.0)):
        shown = size * factor
        if shown < 999.5 and not (unit == "s" and shown >= 119.5):
            break
    else:
        unit, shown, factor = "min", size / 60, 1 / 60
    sign = "-" if value_s < 0 and shown >= 0.05 else ""
    places = 1 if shown < 9.95 and unit not in ("ns", "min") else 0
    return f"{sign}{decimal(shown, 1) if places else whole(shown)} {unit}"


def clock(value_s: float, places: int = 1) -> str:
    """Return a time since the start such as `00:03.3`, from 100 minutes on `1:40:00`; cut, never rounded up."""
    seconds, part = divmod(int(max(0.0, value_s) * 10**places + 1e-6), 10**places)
    minutes, rest = divmod(seconds, 60)
    if minutes < 100:
        return f"{minutes:02}:{rest:02}" + (f".{part:0{places}}" if places > 0 else "")
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def rate(per_second: float, what: str = "") -> str:
    """Return a rate with three digits or fewer: `412 /s`, `4.9 k/s`; of something: `4.9 M adds/s`."""
    size, power = abs(per_second), 0
    while size >= 999.5 and power < len(_DECIMAL) - 1:
        size, power = size / 1000, power + 1
    number = decimal(size, 1) if (power and size < 99.95) or 0 < size < 9.95 else f"{whole(size)}"
    unit = f"{_DECIMAL[power]} {what}" if what else _DECIMAL[power] or " "
    return f"{'-' if per_second < 0 else ''}{number}{unit}/s"


def size_in_bytes(size_bytes: float) -> str:
    """Return a size in powers of 1000, as pickles are spoken of: `3.6 MB`, `40 kB`, `512 bytes`."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= factor:
            shown = size_bytes / factor
            return f"{decimal(shown, 1) if shown < 9.95 else whole(shown)} {unit}"
    return f"{whole(size_bytes)} {noun(whole(size_bytes), 'byte')}"


def size_of(size_bytes: float) -> str:
    """Return a size in bytes: `512 bytes`, `64 KiB`, `1.5 MiB`; powers of 1024."""
    size, power = abs(size_bytes), 0
    while size >= 1023.5 and power < len(_BINARY) - 1:
        size, power = size / 1024, power + 1
    exact = power == 0 or size >= 9.95 or abs(size - whole(size)) < 0.05
    number = f"{whole(size)}" if exact else decimal(size, 1)
    unit = "byte" if number == "1" and not power else _BINARY[power]
    return f"{'-' if size_bytes < 0 else ''}{number} {unit}"
