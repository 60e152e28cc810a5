"""What a program prints, as its lesson reads it: readings, and rows of tables."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct, field

from tui.lessons.measurement import known
from tui.telemetry.shape import MOST_FLOAT, FromText, ShapeError, choose

Cells = tuple[tuple[str, "str | float"], ...]
"""A row: column and what stands there, in the order of the pattern's groups."""


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ShapeError(f"is no regular expression: {error}") from None


class ResultLine(Struct, frozen=True):
    """A kind of line that the program prints, and the readings in it."""

    pattern: Annotated[re.Pattern[str], FromText(_pattern)]
    """Its named groups are readings."""
    scale: Mapping[str, float] = field(default_factory=dict)
    """What a group's number is multiplied with, where it is not printed in the reading's own unit."""

    def __post_init__(self) -> None:
        for name in (*self.pattern.groupindex, *self.scale):
            known(name)

    def read(self, line: str) -> tuple[tuple[str, float], ...]:
        """Return the readings of a line; none when it is of another kind."""
        found = self.pattern.search(line)
        if found is None:
            return ()
        try:
            told = {name: float(text.replace(",", "")) for name, text in found.groupdict().items() if text}
        except ValueError:
            return ()
        return tuple((name, number * self.scale.get(name, 1.0)) for name, number in told.items())


class PrintedTable(Struct, frozen=True):
    """A kind of line that the program prints, each one a row."""

    name: str
    """One word for the board that shows it, and for JSON."""
    title: str
    """What stands above it in plain text."""
    pattern: Annotated[re.Pattern[str], FromText(_pattern)]
    """Its named groups are the columns; a group that is not in a line is not in its row."""
    numbers: tuple[str, ...] = ()
    """The columns that hold numbers, commas left out; the others are text."""
    scale: Mapping[str, float] = field(default_factory=dict)
    """What a column's numbers are multiplied with."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.name):
            raise ShapeError("needs a name of small letters, digits and hyphens: it is a part of a file's name")
        for name in (*self.numbers, *self.scale):
            if name not in self.pattern.groupindex:
                raise ShapeError(f"has no group {name!r}; {choose(self.pattern.groupindex)}")

    def read(self, line: str) -> Cells:
        """Return the row in a line; nothing when it is of another kind, or where a number is none."""
        found = self.pattern.search(line)
        if found is None:
            return ()
        try:
            return tuple((name, self._cell(name, text)) for name, text in found.groupdict().items() if text)
        except ValueError:
            return ()

    def _cell(self, name: str, text: str) -> str | float:
        if name not in self.numbers:
            return text.strip()
        number = float(text.replace(",", "")) * self.scale.get(name, 1.0)
        if not math.isfinite(number) or abs(number) >= MOST_FLOAT:
            raise ValueError(text)
        return number
