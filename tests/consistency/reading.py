"""Reads back what was painted: big digits as numbers, and which inks stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tui.draw.cells import Row
from tui.draw.digits import _BIG, _BLOCK

SMALL_FACE = frozenset("┏┓┗┛┣┫╻╹")
"""Only big digits of three rows are drawn with these."""
WITHIN = 3
"""Columns at most from one digit of a number to its next."""
BLOCK = "█"


def big_number(rows: Sequence[str], start: int = 0, end: int | None = None) -> str:
    """Return the number of three rows that stands between these columns, its unit included: `13 of 16`."""
    top, middle, foot = (row[start:end].ljust(400) for row in rows[:3])
    shapes = {shape: digit for digit, shape in _BIG.items() if digit != "-"}
    said, at = "", 0
    while at < 398:
        found = next((n for n in (3, 1) if (top[at : at + n], middle[at : at + n], foot[at : at + n]) in shapes), 0)
        if found:
            said += shapes[top[at : at + found], middle[at : at + found], foot[at : at + found]]
        elif top[at] == middle[at] == " ":
            said += foot[at]
        at += max(1, found)
    return " ".join(said.split())


def block_number(rows: Sequence[str], start: int = 0, end: int | None = None) -> str:
    """Return the number of five rows of blocks between these columns."""
    parts = [row[start:end].ljust(400) for row in rows[:5]]
    for scale in (2, 1):
        shapes = {
            tuple(line.replace(" ", " " * scale).replace(BLOCK, BLOCK * scale) for line in shape): digit
            for digit, shape in _BLOCK.items()
            if digit != " "
        }
        said, at = "", 0
        while at < 390:
            sizes = sorted({len(shape[0]) for shape in shapes}, reverse=True)
            found = next((n for n in sizes if tuple(part[at : at + n] for part in parts) in shapes), 0)
            said += shapes[tuple(part[at : at + found] for part in parts)] if found else ""
            at += max(1, found)
        if said:
            return said
    return ""


def cells(row: Row) -> list[tuple[str, str]]:
    """Return each character of a row with its ink."""
    return [(character, ink) for text, ink in row for character in text]


def big_groups(rows: Sequence[Row]) -> Iterator[list[list[tuple[str, str]]]]:
    """Yield the rows that big digits stand in, those below each other together."""
    lines = [cells(row) for row in rows]
    for has_digits, group in groupby(lines, lambda line: any(text in SMALL_FACE for text, _ in line)):
        if has_digits:
            yield [*group]


def spans(group: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[int, int, str]]:
    """Return from which column to which each big number of one ink stands in these rows, its unit included."""
    found = []
    for ink in {ink for line in group for text, ink in line if text in SMALL_FACE}:
        there = sorted({at for line in group for at, (text, its) in enumerate(line) if its == ink and text != " "})
        digits = {at for line in group for at, (text, its) in enumerate(line) if its == ink and text in SMALL_FACE}
        start = there[0]
        for at, after in zip(there, [*there[1:], there[-1] + WITHIN + 1], strict=True):
            if after - at > WITHIN:
                found += [(start, at, ink)] if any(start <= digit <= at for digit in digits) else []
                start = after
    return sorted(found)
